// The list of all projects: what is checked combines, each choice says how many projects it leaves, the address holds all of
// it, and the result is a list, a table or a map.
import { asking, byId, download, fold, linked, mark, node, params, say, sorted } from "./page.js";

const STEP = 30;
const browse = byId("projecten");
const form = byId("filters");
const field = form.elements.q;
const title = document.title;
const here = location.pathname;
// What can be chosen under each key of a project, by its value, in the order of the page.
const choices = Object.fromEntries([...form.querySelectorAll("[data-key]")].map((facet) => [facet.dataset.key, choicesIn(facet)]));
const KEYS = Object.keys(choices);
const views = new Map([...byId("uitkomst").children].map((view) => [view.dataset.view, view]));
// A row to make others like: the first of the list, and one that waits in the table.
const examples = { lijst: browse.querySelector(".rows > li"), tabel: browse.querySelector("template").content.firstElementChild };
let projects;
let result;
let most = STEP;
await start().catch(fail);

function choicesIn(facet) {
  const links = [...facet.querySelectorAll("[data-value]")];
  return new Map(links.map((link) => [link.dataset.value, { ...facet.dataset, ...link.dataset, link }]));
}

// Without its data, or with other data than it was made for, the page stays as it is and says so.
function fail() {
  field.value = params().get("q") || "";
  say("aantal", "Zoeken en combineren lukt nu niet. U ziet alle projecten.");
}

async function start() {
  projects = (await (await fetch(browse.dataset.rows)).json()).map(withText);
  for (const key of KEYS) choices[key].forEach(makeBox);
  show();
  browse.onclick = follow;
  window.onpopstate = show;
  form.onchange = ({ target }) => target.type === "checkbox" && go(toggled(target.name, target.value));
  asking(form, (change) => go(changed("q", field.value.trim()), change));
  byId("meer").onclick = showMore;
  byId("bestanden").onclick = save;
  byId("toon").onclick = () => {
    byId("keuzes").open = false;
    byId("gevonden").focus();
  };
}

// A project with the text in which words are looked for.
function withText(project) {
  return { ...project, text: fold([project.project, project.summary, project.other, ...KEYS.flatMap((key) => namesOf(project, key))].join(" ")) };
}

function namesOf(project, key) {
  return project[key].map((value) => choices[key].get(value).text);
}

// A link to the page of one choice becomes a box, which combines with others.
function makeBox(choice) {
  choice.box = Object.assign(node("input"), { type: "checkbox", name: choice.key, value: choice.value });
  const label = node("label", "choice", choice.box, ...choice.link.childNodes);
  choice.link.replaceWith(label);
  choice.count = label.querySelector("[data-count]");
  choice.mark = label.querySelector(".theme-mark");
}

// What the address asks for; a value that cannot be chosen counts for nothing.
function inAddress() {
  const asked = params();
  const [question, view, order] = ["q", "weergave", "volgorde"].map((key) => asked.get(key) || "");
  const values = Object.fromEntries(KEYS.map((key) => [key, asked.getAll(key).filter((value) => choices[key].has(value))]));
  return { question, view: views.has(view) ? view : "lijst", order, words: fold(question).split(/\s+/), values };
}

// The rows with one of the values under each key where any is wanted, and with all words.
function filter(rows, { words, values }) {
  const wanted = KEYS.filter((key) => values[key].length);
  const fits = (row) => wanted.every((key) => values[key].some((value) => row[key].includes(value)));
  return rows.filter((row) => fits(row) && words.every((word) => row.text.includes(word)));
}

// How many rows have each value of a key.
function countBy(rows, key) {
  const counts = new Map();
  for (const value of rows.flatMap((row) => row[key])) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

// The address with other values for a key; an empty value is none.
function changed(key, ...values) {
  const next = params();
  next.delete(key);
  for (const value of values) if (value) next.append(key, value);
  return `${here}?${next}`.replace(/\?$/, "");
}

// The address with one choice more, or less where it was chosen.
function toggled(key, value) {
  const wanted = inAddress().values[key];
  return changed(key, ...wanted.filter((other) => other !== value), !wanted.includes(value) && value);
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
  if (event.ctrlKey || event.metaKey || event.shiftKey || address?.split("?")[0] !== here) return;
  event.preventDefault();
  go(address);
  if (!link.isConnected) byId("gevonden").focus();
}

function show() {
  const wanted = inAddress();
  const { values, words } = wanted;
  result = filter(projects, wanted);
  for (const key of KEYS) {
    // Another value of the same key would add projects, so what is chosen under it does not count.
    const counts = countBy(filter(projects, { words, values: { ...values, [key]: [] } }), key);
    for (const choice of choices[key].values()) offer(choice, counts.get(choice.value) || 0, values[key].includes(choice.value));
  }
  tell(wanted);
  showViews(wanted);
}

// A choice that leaves nothing stays visible and cannot be made.
function offer({ box, count }, number, checked) {
  box.checked = checked;
  // Who just unchecked it stays there.
  box.disabled = !number && !checked && box !== document.activeElement;
  count.textContent = number;
}

function tell({ question, values }) {
  const chosen = KEYS.flatMap((key) => values[key].map((value) => awayWith(key, value)));
  if (question) chosen.push({ text: `‘${question}’`, address: changed("q") });
  document.title = [...chosen.map(({ text }) => text), title].join(" · ");
  const whole = chosen.length ? ` van de ${projects.length}` : "";
  const advice = result.length ? "" : ". Haal iets van uw keuze weg.";
  say("aantal", `${counted()}${whole}${advice}`);
  say("toon", `Toon ${counted()}`);
  const links = chosen.map(unchoose);
  if (links[1]) links.push(linked(here, "Wis alles"));
  byId("gekozen").replaceChildren(...links);
  if (document.activeElement !== field) field.value = question;
}

function counted() {
  return `${result.length} project${result.length === 1 ? "" : "en"}`;
}

function awayWith(key, value) {
  return { text: choices[key].get(value).text, address: toggled(key, value) };
}

function unchoose({ text, address }) {
  return linked(address, node("span", "visually-hidden", "Haal weg: "), `${text} ×`);
}

function showViews({ view, order, values: { gemeente: picked = [] } }) {
  for (const link of byId("weergave").querySelectorAll("a")) {
    mark(link, "aria-current", link.dataset.view === view);
    link.href = changed("weergave", link.dataset.view !== "lijst" && link.dataset.view);
  }
  // Below the map stands the list of what was picked on it.
  const visible = view === "kaart" && picked.length ? [view, "lijst"] : [view];
  for (const [name, element] of views) element.hidden = !visible.includes(name);
  const last = visible.at(-1);
  byId("meer").hidden = last === "kaart" || result.length <= most;
  if (view === "kaart") draw(picked);
  if (last !== "kaart") fill(last, ordered(order).slice(0, most));
}

function fill(name, rows) {
  byId("andere")?.remove();
  const list = views.get(name).querySelector(".rows, tbody");
  list?.replaceChildren(...rows.map((project) => filled(examples[name], project)));
}

// A row like the example, with what it says of another project.
function filled(example, project) {
  const row = example.cloneNode(true);
  const [lead, ...others] = namesOf(project, "gemeente");
  const texts = { ...project, place: others.length ? `${lead} met ${others.join(", ")}` : lead };
  for (const slot of row.querySelectorAll("[data-slot]")) {
    const name = slot.dataset.slot;
    if (name === "themes") slot.replaceChildren(marksOf(project));
    else slot.textContent = texts[name];
    if (name === "project") slot.href = `${here}${project.id}/`;
  }
  return row;
}

function marksOf(project) {
  const items = project.thema.map((value) => node("li", "", choices.thema.get(value).mark.cloneNode(true)));
  return node("ul", "theme-marks cluster small", ...items);
}

function showMore() {
  const first = most;
  most += STEP;
  show();
  browse.querySelectorAll("#uitkomst > :not([hidden]) [data-slot=project]")[first].focus();
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
  const values = choices[column] && [...choices[column].keys()];
  return column ? sorted(result, (row) => (values ? values.indexOf(row[column][0]) : row[column]), direction) : result;
}

// A dot does what its municipality does among the choices, and grows with what is shown. What was picked has a name.
function draw(picked) {
  const places = choices.gemeente;
  for (const dot of views.get("kaart").querySelectorAll("[data-municipality]")) {
    const place = places.get(dot.dataset.municipality);
    const number = result.filter((project) => project.gemeente.includes(place.value)).length;
    mark(dot, "class", `${number ? "map-full" : "map-faint"}${place.box.checked ? " is-picked" : ""}`);
    mark(dot, "href", !place.box.disabled && toggled("gemeente", place.value));
    mark(dot.querySelector("circle"), "r", 4 + 1.6 * Math.sqrt(number));
    place.box.closest("details").open = true;
  }
  const away = picked.map((value) => unchoose(awayWith("gemeente", value)));
  byId("op-kaart").replaceChildren(...(away.length ? ["Gekozen: ", ...away, ` — ${counted()}`] : ["Kies een gemeente op de kaart. Haar projecten komen hieronder."]));
}

// The published files with only the chosen projects in them. A record of CSV may span lines between quotes.
async function save(event) {
  const link = event.target.closest("a");
  if (!link || result.length === projects.length) return;
  event.preventDefault();
  const ids = new Set(result.map(({ id }) => id));
  const text = await (await fetch(link.href)).text();
  const records = () => text.match(/(?:"[^"]*"|[^"\n])+\n/g).filter((record, at) => !at || ids.has(record.split(",")[0]));
  const chosen = (key, value) => (key === "items" ? value.filter(({ id }) => ids.has(id)) : value);
  download(link.download, ...(link.dataset.format === "json" ? [JSON.stringify(JSON.parse(text, chosen), null, 1)] : ["\ufeff", ...records()]));
}
