// Buttons that copy the text of an element. Where the browser gives no clipboard the text is selected, so that Ctrl+C takes it.
import { byId, say } from "./page.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.onclick = () => copy(byId(button.dataset.copy), button.dataset.told);
}

async function copy(element, status) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    say(status, "Gekopieerd.");
  } catch {
    getSelection().selectAllChildren(element);
    say(status, "De tekst is gekozen. Druk op Ctrl+C.");
  }
}
