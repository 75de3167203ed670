// The list of all projects: choices combine, each says how many projects it leaves, the address holds them, and the result
// is a list, a table or a map.
import { asking, byId, fold, linked, mark, node, say, sorted } from "./page.js";

const STEP = 30;
const browse = byId("projecten");
const field = byId("zoek-projecten");
const title = document.title;
// The link of each choice, by its value, under its heading.
const links = {};
for (const facet of browse.querySelectorAll("[data-key]")) links[facet.dataset.key] = new Map([...facet.querySelectorAll("[data-value]")].map((link) => [link.dataset.value, link]));
const KEYS = Object.keys(links);
let rows;
let shown;
let most = STEP;
await start().catch(fail);

// Without its data, or with other data than it was made for, the page stays as it is and says so.
function fail() {
  field.value = choice("q")[0] || "";
  say("aantal", "Zoeken en combineren lukt nu niet. U ziet alle projecten.");
}

async function start() {
  rows = await (await fetch(browse.dataset.rows)).json();
  for (const row of rows) row.text = fold([row.project, row.summary, row.other, ...KEYS.map((key) => names(row, key))].join(" "));
  show();
  browse.onclick = follow;
  window.onpopstate = show;
  asking(browse.querySelector("form"), (change) => go(changed("q", field.value.trim()), change));
  byId("meer").onclick = showMore;
  byId("bestanden").onclick = save;
  byId("toon").onclick = () => {
    byId("keuzes").open = false;
    byId("gevonden").focus();
  };
}

function linksOf(row, key) {
  return row[key].map((value) => links[key].get(value));
}

function names(row, key) {
  return linksOf(row, key).map(nameOf).join(", ");
}

function nameOf(link) {
  return link.firstElementChild.textContent;
}

// What the address has chosen; a value that is not there counts for nothing.
function choice(key) {
  return new URLSearchParams(location.search).getAll(key).filter((value) => !links[key] || links[key].has(value));
}

// The address with other values for a key; an empty value is none.
function changed(key, ...values) {
  const params = new URLSearchParams(location.search);
  params.delete(key);
  for (const value of values.filter(Boolean)) params.append(key, value);
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
  const [question = "", asked, order = ""] = ["q", "weergave", "volgorde"].map((key) => choice(key)[0]);
  const view = asked === "tabel" || asked === "kaart" ? asked : "lijst";
  const words = fold(question).split(/\s+/);
  const chosen = Object.fromEntries(KEYS.map((key) => [key, choice(key)]));
  const wanted = KEYS.filter((key) => chosen[key][0]);
  const counts = new Map();
  shown = [];
  for (const row of rows) {
    const against = wanted.filter((key) => !chosen[key].some((value) => row[key].includes(value)));
    if (against[1] || !words.every((word) => row.text.includes(word))) continue;
    if (!against[0]) shown.push(row);
    // What only one kind of choice leaves out counts for the other choices of that kind.
    for (const key of against[0] ? against : KEYS) for (const link of linksOf(row, key)) counts.set(link, (counts.get(link) || 0) + 1);
  }
  for (const key of KEYS) for (const [value, link] of links[key]) offer(link, counts.get(link) || 0, chosen[key], key, value);
  tell(question);
  for (const link of byId("weergave").querySelectorAll("a")) {
    const other = link.id.slice(4);
    mark(link, "aria-current", other === view);
    link.href = changed("weergave", other !== "lijst" && other);
  }
  // Below the map stands the list of what was picked on it.
  const parts = view === "kaart" && chosen.gemeente[0] ? [view, "lijst"] : [view];
  for (const part of byId("uitkomst").children) part.hidden = !parts.includes(part.id);
  const last = parts.at(-1);
  byId("meer").hidden = last === "kaart" || shown.length <= most;
  if (view === "kaart") draw(chosen.gemeente);
  if (last !== "kaart") fill(byId(last), ordered(order));
}

// A choice that leaves nothing stays visible and cannot be chosen.
function offer(link, number, chosen, key, value) {
  const current = chosen.includes(value);
  link.querySelector(".count").lastChild.data = number;
  mark(link, "aria-current", current);
  const none = !number && !current;
  mark(link, "href", !none && changed(key, ...chosen.filter((one) => one !== value), !current && value));
  // A link that leads nowhere now says so.
  mark(link, "role", none && "link");
  mark(link, "aria-disabled", none && "true");
}

function tell(question) {
  const chosen = [...browse.querySelectorAll("[data-key] [aria-current]")].map((link) => [nameOf(link), link.getAttribute("href")]);
  if (question) chosen.push([`‘${question}’`, changed("q")]);
  document.title = [...chosen.map(([text]) => text), title].join(" · ");
  const whole = chosen[0] ? ` van de ${rows.length}` : "";
  const advice = shown[0] ? "" : ". Haal iets van uw keuze weg.";
  say("aantal", `${counted()}${whole}${advice}`);
  say("toon", `Toon ${counted()}`);
  const away = chosen.map(unchoose);
  if (away[1]) away.push(linked(location.pathname, "Wis alles"));
  byId("gekozen").replaceChildren(...away);
  if (document.activeElement !== field) field.value = question;
}

function counted() {
  return `${shown.length} ${shown.length === 1 ? "project" : "projecten"}`;
}

function unchoose([text, address]) {
  return linked(address, node("span", "visually-hidden", "Haal weg: "), `${text} ×`);
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
  if (slot === "project") return [linked(`${location.pathname}${row.id}/`, row.project)];
  if (slot === "thema") return linksOf(row, slot).map((link) => node("li", "", link.firstElementChild.cloneNode(true)));
  return [links[slot] ? names(row, slot) : row[slot]];
}

function showMore() {
  const first = most;
  most += STEP;
  show();
  browse.querySelectorAll("#uitkomst > :not([hidden]) [data-slot=project] a")[first].focus();
}

// A heading of the table sorts; once more the other way round. What can be chosen sorts in the order of its choices.
function ordered(order) {
  const column = order.replace("-", "");
  const direction = column === order ? "ascending" : "descending";
  for (const head of browse.querySelectorAll("[data-column]")) {
    const own = head.dataset.column;
    mark(head, "aria-sort", own === column ? direction : "none");
    head.firstElementChild.href = changed("volgorde", own === order ? `-${own}` : own);
  }
  const values = links[column] && [...links[column].keys()];
  return column ? sorted(shown, (row) => (values ? values.indexOf(row[column][0]) : row[column]), direction) : shown;
}

// A dot does what its municipality does in the list of choices, and grows with what is shown. What was picked has a name.
function draw(picked) {
  for (const dot of byId("kaart").querySelectorAll("svg a")) {
    const place = (dot.dataset.place ||= dot.getAttribute("href").split("/").at(-2));
    const link = links.gemeente.get(place);
    const number = shown.filter((row) => row.gemeente.includes(place)).length;
    mark(dot, "class", `${number ? "map-full" : "map-faint"}${picked.includes(place) ? " is-picked" : ""}`);
    mark(dot, "href", link.getAttribute("href") || location.pathname);
    mark(dot.querySelector("circle"), "r", 4 + 1.6 * Math.sqrt(number));
    link.closest("details").open = true;
  }
  const away = picked.map((place) => links.gemeente.get(place)).map((link) => unchoose([nameOf(link), link.getAttribute("href")]));
  byId("op-kaart").replaceChildren(...(away[0] ? ["Gekozen: ", ...away, ` — ${counted()}`] : ["Kies een gemeente op de kaart. Haar projecten komen hieronder."]));
}

// The published files with only the chosen projects in them. A record of CSV may span lines between quotes.
async function save(event) {
  const link = event.target.closest("a");
  if (!link || shown.length === rows.length) return;
  event.preventDefault();
  const ids = new Set(shown.map(({ id }) => id));
  const text = await (await fetch(link.href)).text();
  const records = () => text.match(/(?:"[^"]*"|[^"\n])+\n/g).filter((record, at) => !at || ids.has(record.split(",")[0]));
  const chosen = (key, value) => (key === "items" ? value.filter(({ id }) => ids.has(id)) : value);
  const part = link.href.endsWith("json") ? JSON.stringify(JSON.parse(text, chosen), null, 1) : ["\ufeff", ...records()].join("");
  const file = linked(URL.createObjectURL(new Blob([part])));
  file.download = link.href.split("/").at(-1);
  file.click();
}
