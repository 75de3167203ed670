// Joining: who comes with a municipality and a theme in the address sees the mail at once. The site made it; nothing is sent.
import { byId, mark, node, params, say } from "./page.js";

const page = byId("aansluiten");
const form = byId("kiezen");
const { gemeente: place, thema: theme } = form.elements;
for (const select of [place, theme]) {
  // A value that is not there leaves no option chosen, also not the empty one.
  select.value = params().get(select.name) || "";
  if (select.selectedIndex < 0) select.value = "";
}
if (place.value) show().catch(fail);

function turn(moment) {
  for (const part of page.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(moment);
}

function fail() {
  turn("open");
  say("kies-stand", "Uw mail komt nu niet. Kies hieronder een thema en begin een mail.");
}

async function show() {
  // While the mail comes nothing stands there that it would move away; that is drawn at least once.
  if (theme.value) turn("");
  const mails = await (await fetch(`${page.dataset.mails}${place.value}.json`)).json();
  for (const line of page.querySelectorAll("[data-theme]")) choose(line, mails[line.dataset.theme]);
  if (!theme.value) return;
  fill(mails[theme.value]);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  turn("gekozen");
}

function choose(line, mail) {
  line.querySelector("[data-known]").textContent = mail.known;
  const link = line.querySelector("[data-act]");
  const chosen = line.dataset.theme === theme.value;
  link.replaceChildren(chosen ? "Gekozen" : "Kies", node("span", "visually-hidden", ` ${line.dataset.title}`));
  link.href = `?gemeente=${place.value}&thema=${line.dataset.theme}`;
  mark(link, "aria-current", chosen);
}

function fill(mail) {
  say("themas-kop", "Een ander thema");
  byId("andere-gemeente").search = `thema=${theme.value}`;
  byId("redenen").replaceChildren(...(mail.why || []).map((text) => node("li", "", text)));
  byId("redenen-kop").hidden = !mail.why;
  say("weging", mail.note || "");
  byId("mail-klaar").hidden = !mail.href;
  byId(`vraag-${theme.value}`).hidden = !mail.href;
  say("kop", mail.heading);
  document.title = `${mail.heading} · ${page.dataset.site}`;
  if (!mail.href) return;
  byId("mail-open").href = mail.href;
  say("mail-aan", mail.email || "");
  say("mail-wie", mail.to || "");
  say("mail-onderwerp", mail.subject);
  say("mail", mail.text);
}
