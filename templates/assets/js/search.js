// Searching: reads the index that the build made (docs/developers/search.md) and shows what fits best. The question stays in the browser.

import { asking, byId, fold, linked, node, params, say } from "./page.js";

const FIRST = 3;
const MOST = 60;
const ENOUGH = 3;
const form = byId("zoeken");
const field = form.elements.q;
const links = byId("alle-links");
const title = document.title;
const cache = {};
asking(form, ask);
window.onpopstate = start;
start();

function start() {
  field.value = inAddress();
  show();
}

function inAddress() {
  return (params().get("q") || "").trim().slice(0, 200);
}

function ask(change) {
  const question = field.value.trim();
  if (question === inAddress()) return;
  history[change](null, "", question ? `?q=${encodeURIComponent(question)}` : location.pathname);
  show();
}

async function show() {
  const question = inAddress();
  links.hidden = question !== "";
  document.title = question ? `‘${question}’ · ${title}` : title;
  const { text = "", results = [] } = question ? await look(question).catch(() => ({ text: "Zoeken lukt nu niet. Kies hieronder." })) : {};
  if (question !== inAddress()) return;
  links.hidden = results.length > 0;
  say("zoek-stand", text);
  byId("zoek-uitkomst").replaceChildren(...results);
}

// What was made under a name before, or is made now; what failed is tried again.
function once(name, make) {
  (cache[name] ||= make()).catch(() => delete cache[name]);
  return cache[name];
}

// The index is one file, or on a large site one for a few first letters each and one for every so many entries.
function fetched(name) {
  return once(name, async () => (await fetch(form.dataset.index.replace("index", name))).json());
}

// The words of the index that may fit: `forms` of one meaning, and `posts` that say in which entries they stand.
async function groupsLike(word) {
  const { words, shards } = await fetched("index");
  const shard = shards.find((one) => one.includes(word[0])) || "0";
  return once(`groups ${shard}`, async () => {
    const lines = words ? words[shard] : await fetched(`woorden-${shard}`);
    return lines.split("\n").filter(Boolean).map((line) => {
      const [forms, posts] = line.split("|").map((part) => part.split(" "));
      return { forms, posts };
    });
  });
}

// Each post is the distance to the entry before it, and one digit of weight.
function* postings(posts) {
  let entry = 0;
  for (const post of posts) {
    entry += Number.parseInt(post.slice(0, -1), 36);
    yield { entry, weight: Number(post.slice(-1)) };
  }
}

async function entryAt(number) {
  const { entries, part, last } = await fetched("index");
  const file = Math.min(last, Math.floor(number / part));
  return entries ? entries[number] : (await fetched(`vermeldingen-${file}`))[number - file * part];
}

// What to say about a question, and the sections with what was found. A compound that the site does not know is two words.
async function look(question) {
  const { size, stop } = await fetched("index");
  const words = [...new Set(fold(question).match(/[\p{L}\p{N}]+/gu))].filter((word) => !stop.includes(word));
  const groups = (await Promise.all(words.map(meanings))).flat();
  // A code is in the index in one word, which says most.
  if (question.includes("-")) groups.push(await like(fold(question).replace(/-/g, ""), 9));
  const needles = new Set(words);
  const instead = new Set();
  for (const { quality, form, forms } of groups.flat()) {
    if (quality < 0.6 && !needles.has(form)) instead.add(form);
    for (const one of forms) needles.add(one);
  }
  const entries = ranked(groups, size);
  const total = entries.length;
  const number = total === 1 ? "1 pagina" : total > MOST ? `De beste ${MOST} van ${total} pagina’s` : `${total} pagina’s`;
  const text = total ? `${number} over ‘${question}’.` : `Niets gevonden over ‘${question}’. Probeer een ander woord, of kies hieronder.`;
  const others = [...instead].slice(0, 3).join("’, ‘");
  return { text: others ? `${text} Ook gezocht op ‘${others}’.` : text, results: await sections(entries.slice(0, MOST), [...needles]) };
}

// The best entries: of each word its best meaning counts, and an entry with all words goes before one with some.
function ranked(words, size) {
  const scores = new Map();
  for (const meant of words) {
    const best = new Map();
    for (const { quality, posts } of meant) {
      const rare = quality * Math.log(1 + size / posts.length);
      for (const { entry, weight } of postings(posts)) best.set(entry, Math.max(best.get(entry) || 0, rare * weight));
    }
    for (const [entry, score] of best) {
      const [sum, hits] = scores.get(entry) || [0, 0];
      scores.set(entry, [sum + score, hits + 1]);
    }
  }
  const all = [...scores].map(([entry, [sum, hits]]) => ({ entry, score: sum * (hits / words.length) ** 2 }));
  all.sort((a, b) => b.score - a.score || a.entry - b.entry);
  return all.filter(({ score }) => score > all[0].score / 12).map(({ entry }) => entry);
}

// What a word may mean: itself, a longer word, two words in one, or, where that is hardly anything, one with an error.
async function meanings(word) {
  const fits = await like(word, 1);
  if (word.length > 2) fits.push(...(await like(word, 0.7, fitting(word, true))));
  if (word.length < 4 || fits.some(({ posts }) => posts.length >= ENOUGH)) return [fits];
  for (let cut = 3; !fits.length && cut < word.length - 2; cut += 1) {
    const [first, second] = [word.slice(0, cut), word.slice(cut)];
    const halves = [await like(first, 0.8, fitting(first, cut > 4)), await like(second, 0.8)];
    if (halves.every((half) => half.length)) return halves;
  }
  return [[...fits, ...(await like(word, 0.5, (form) => oneError(sound(word), sound(form))))]];
}

// The groups beside a word of which a form fits, with that form and how well it does.
async function like(word, quality, fits = fitting(word)) {
  return (await groupsLike(word)).map(({ forms, posts }) => ({ quality, form: forms.find(fits), forms, posts })).filter(({ form }) => form);
}

// Whether a form is a word in any spelling, or only begins with it. The index has each stem with single vowels, since
// Dutch doubles them by turns: parkeren, parkeerplaats.
function fitting(word, begins) {
  const single = word.replace(/([aeou])\1/g, "$1");
  const same = [word, single, single.replace(/(en|e|s)$/, "")];
  return (form) => same.includes(form) || (begins && form.startsWith(word));
}

// What sounds alike in Dutch is no error.
function sound(word) {
  return word.replace(/ch/g, "g").replace(/ij/g, "ei").replace(/ou/g, "au").replace(/y/g, "i");
}

// One letter more, less or other, or two in each other's place.
function oneError(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [x, y] = [a.slice(at), b.slice(at)];
  const swapped = x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
  return swapped || x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1);
}

// The best few first, then the others by kind.
async function sections(numbers, needles) {
  const { kinds } = await fetched("index");
  const groups = {};
  for (const [rank, entry] of (await Promise.all(numbers.map(entryAt))).entries()) {
    const [, ofMany] = kinds[entry[0]];
    const title = rank < FIRST ? "Past het best" : ofMany;
    (groups[title] ||= []).push(row(entry, kinds, needles));
  }
  return Object.entries(groups).map(([title, rows]) => node("section", "section", node("div", "section-head", node("h2", "", title)), node("div", "section-body", node("ul", "rows", ...rows))));
}

function row([kind, title, address, line, summary], kinds, needles) {
  const link = linked(new URL(`../${address}`, form.action), ...marked(title, needles));
  const [ofOne] = kinds[kind];
  const about = node("p", "muted small", [ofOne, line].filter(Boolean).join(": "));
  return node("li", "", node("h3", "", link), about, node("p", "", ...marked(summary, needles)));
}

// Every second part is a word; words of the question are marked, also inside a longer one.
function marked(text, needles) {
  return text.split(/([\p{L}\p{N}'’]+)/u).map((part, at) => {
    const word = fold(part);
    return at % 2 && needles.some((one) => word === one || (one.length > 3 && word.includes(one))) ? node("mark", "", part) : part;
  });
}
