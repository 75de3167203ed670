// The list of all projects: choices combine, each says how many projects it leaves, the address holds them, and the result
// is a list, a table or a map.
import { asking, byId, fold, node } from "./page.js";

const KEYS = ["fase", "thema", "gemeente", "onderwerp", "provincie"];
const STEP = 30;
const browse = byId("projecten");
const field = byId("zoek-projecten");
const title = document.title;
const { compare } = new Intl.Collator("nl", { numeric: true });
const links = Object.fromEntries(KEYS.map((key) => [key, new Map()]));
for (const link of browse.querySelectorAll("[data-value]")) links[link.closest("nav").dataset.key].set(link.dataset.value, link);
const rows = await (await fetch(browse.dataset.rows)).json();
for (const row of rows) row.text = fold([row.project, row.summary, row.other, ...KEYS.map((key) => names(row, key))].join(" "));
let shown;
let most = STEP;
browse.addEventListener("click", follow);
addEventListener("popstate", show);
asking(browse.querySelector("form"), (change) => go(changed("q", field.value.trim() || []), change));
byId("meer").addEventListener("click", showMore);
byId("bestanden").addEventListener("click", save);
show();

function names(row, key) {
  return row[key].map((value) => links[key].get(value).firstElementChild.textContent).join(", ");
}

// What the address has chosen; a value that is not there counts for nothing.
function choice(key) {
  return new URLSearchParams(location.search).getAll(key).filter((value) => !links[key] || links[key].has(value));
}

function changed(key, values) {
  const params = new URLSearchParams(location.search);
  params.delete(key);
  for (const value of [values].flat()) params.append(key, value);
  return `${location.pathname}?${params}`.replace(/\?$/, "");
}

function go(address, change = "pushState") {
  history[change](null, "", address);
  most = STEP;
  show();
}

// A link to another choice is followed in place; one to another page, or in another tab, as any link.
function follow(event) {
  const link = event.target.closest("a");
  const address = link?.getAttribute("href");
  if (event.ctrlKey || event.metaKey || event.shiftKey || address?.split("?")[0] !== location.pathname) return;
  event.preventDefault();
  go(address);
  if (!link.isConnected) byId("gevonden").focus();
}

function show() {
  const wanted = KEYS.map((key) => [key, choice(key)]).filter(([, values]) => values[0]);
  const [question = "", asked, order = ""] = ["q", "weergave", "volgorde"].map((key) => choice(key)[0]);
  const view = asked === "tabel" || asked === "kaart" ? asked : "lijst";
  const words = fold(question).split(/\s+/);
  const counts = Object.fromEntries(KEYS.map((key) => [key, {}]));
  shown = [];
  for (const row of rows) {
    const against = wanted.filter(([key, values]) => !row[key].some((value) => values.includes(value)));
    if (against[1] || !words.every((word) => row.text.includes(word))) continue;
    if (!against[0]) shown.push(row);
    // What only one kind of choice leaves out counts for the other choices of that kind.
    for (const key of against[0] ? [against[0][0]] : KEYS) for (const value of row[key]) counts[key][value] = (counts[key][value] || 0) + 1;
  }
  for (const key of KEYS) for (const [value, link] of links[key]) count(link, counts[key][value] || 0, key, value);
  tell(question);
  for (const link of byId("weergave").querySelectorAll("a")) {
    mark(link, link.id === `als-${view}`);
    link.href = changed("weergave", link.id === "als-lijst" ? [] : link.id.slice(4));
  }
  for (const part of byId("uitkomst").children) part.hidden = part.id !== view;
  byId("meer").hidden = view === "kaart" || shown.length <= most;
  if (view === "kaart") draw();
  else fill(byId(view), sorted(order));
}

// A choice that leaves nothing stays visible and cannot be chosen.
function count(link, number, key, value) {
  const now = choice(key);
  const chosen = now.includes(value);
  link.querySelector(".count").lastChild.data = number;
  mark(link, chosen);
  link.href = changed(key, chosen ? now.filter((one) => one !== value) : [...now, value]);
  if (!number && !chosen) link.removeAttribute("href");
}

function mark(link, current) {
  if (current) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

function tell(question) {
  const chosen = [...browse.querySelectorAll("nav [aria-current]")].map((link) => [link.firstElementChild.textContent, link.getAttribute("href")]);
  if (question) chosen.push([`‘${question}’`, changed("q", [])]);
  const away = chosen.map(([text, address]) => linked(address, node("span", "hidden", "Haal weg: "), `${text} ×`));
  byId("gekozen").replaceChildren(...away, ...(away[1] ? [linked(location.pathname, "Wis alles")] : []));
  byId("aantal").textContent = `${shown.length} ${shown.length === 1 ? "project" : "projecten"}${away[0] ? ` van de ${rows.length}` : ""}${shown[0] ? "" : ". Haal iets van uw keuze weg."}`;
  document.title = [...chosen.map(([text]) => text), title].join(" · ");
  if (document.activeElement !== field) field.value = question;
}

function linked(address, ...children) {
  const link = node("a", "", ...children);
  link.href = address;
  return link;
}

// Each row is made like the example in the page, with its slots filled.
function fill(part, rows) {
  const example = part.querySelector("template");
  byId("andere")?.remove();
  const made = rows.slice(0, most).map((row) => {
    const copy = example.content.cloneNode(true);
    for (const slot of copy.querySelectorAll("[data-slot]")) slot.replaceChildren(...inSlot(row, slot.dataset.slot));
    return copy;
  });
  example.parentElement.replaceChildren(example, ...made);
}

function inSlot(row, slot) {
  if (slot === "project") return [linked(location.pathname + row.id + "/", row.project)];
  if (slot === "thema") return row.thema.map((id) => node("li", "", links.thema.get(id).firstElementChild.cloneNode(true)));
  return [links[slot] ? names(row, slot) : row[slot]];
}

function showMore() {
  const first = most;
  most += STEP;
  show();
  browse.querySelectorAll("#uitkomst > :not([hidden]) [data-slot=project] a")[first].focus();
}

// A heading of the table sorts; once more the other way round. What can be chosen sorts in the order of its choices.
function sorted(order) {
  const column = order.replace("-", "");
  for (const head of browse.querySelectorAll("[data-column]")) {
    const own = head.dataset.column;
    head.ariaSort = own !== column ? "none" : own === order ? "ascending" : "descending";
    head.firstElementChild.href = changed("volgorde", own === order ? `-${own}` : own);
  }
  const key = (row) => `${links[column] ? [...links[column].keys()].indexOf(row[column][0]) : row[column]}`;
  const found = column ? [...shown].sort((a, b) => compare(key(a), key(b))) : shown;
  return column === order ? found : found.reverse();
}

// A dot does what its municipality does in the list of choices, and grows with what is shown.
function draw() {
  for (const dot of byId("kaart").querySelectorAll("svg a")) {
    const place = (dot.dataset.place ||= dot.getAttribute("href").split("/").at(-2));
    const link = links.gemeente.get(place);
    const number = shown.filter((row) => row.gemeente.includes(place)).length;
    dot.setAttribute("class", number ? "map-full" : "map-faint");
    dot.setAttribute("href", link.getAttribute("href") || location.pathname);
    dot.querySelector("circle").setAttribute("r", 4 + 1.6 * Math.sqrt(number));
    link.closest("details").open = true;
  }
}

// The published files with only the chosen projects in them. A record of CSV may span lines between quotes.
async function save(event) {
  const link = event.target.closest("a");
  if (!link || shown.length === rows.length) return;
  event.preventDefault();
  const ids = new Set(shown.map(({ id }) => id));
  const text = await (await fetch(link.href)).text();
  const part = link.href.endsWith("json")
    ? JSON.stringify(JSON.parse(text, (key, value) => (key === "items" ? value.filter(({ id }) => ids.has(id)) : value)), null, 1)
    : `\ufeff${text.match(/(?:"[^"]*"|[^"\n])+\n/g).filter((record, at) => !at || ids.has(record.split(",")[0])).join("")}`;
  const file = linked(URL.createObjectURL(new Blob([part])));
  file.download = link.href.split("/").at(-1);
  file.click();
}
