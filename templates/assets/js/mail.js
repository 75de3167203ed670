// The form for who has no account: what was filled in becomes a mail, or a file to send with one where it is long. Nothing is sent.
import { download } from "./page.js";

for (const form of document.querySelectorAll("[data-attached]")) {
  form.onsubmit = (event) => {
    event.preventDefault();
    const lines = [...new FormData(form)].map(([name, answer]) => answer && `${name}=${answer}\n`);
    const text = lines.join("").replaceAll("\n", "\r\n");
    const mail = `${form.action}&body=${encodeURIComponent(text)}`;
    // Windows hands no longer address to a mail program.
    const isFile = event.submitter.value || mail.length > 2000;
    if (isFile) download(form.dataset.file, text);
    form.querySelector("[role] *").hidden = !isFile;
    location.assign(isFile ? form.dataset.attached : mail);
  };
}
