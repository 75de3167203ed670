// One feed out of many: its address to copy, and a link that opens it.
import { byId, say } from "./page.js";

const choice = byId("kies-feed");
choice.onchange = show;
show();

function show() {
  const [option] = choice.selectedOptions;
  byId("feed-gekozen").hidden = !choice.value;
  say("feed-adres", choice.value);
  say("feed-stand", "");
  if (choice.value) byId("feed-open").href = option.dataset.href;
}
