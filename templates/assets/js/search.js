// Searching: reads the index that the build made (docs/zoeken.md) and shows what fits best. The question stays in the browser.

import { asking, byId, fold, node } from "./page.js";

const form = byId("zoeken");
const files = new Map();
const read = new Map();
const FIRST = 3;
const MOST = 60;
const ENOUGH = 3;
start();

function start() {
  const field = form.elements.q;
  const links = byId("alle-links");
  const title = document.title;
  const asked = () => (new URLSearchParams(location.search).get("q") || "").trim().slice(0, 200);
  asking(form, ask);
  addEventListener("popstate", fill);
  fill();

  function fill() {
    field.value = asked();
    show();
  }

  function ask(change) {
    const question = field.value.trim();
    if (question === asked()) return;
    history[change](null, "", question ? `?q=${encodeURIComponent(question)}` : location.pathname);
    show();
  }

  async function show() {
    const question = asked();
    let [told, nodes] = ["", []];
    links.hidden = question !== "";
    document.title = question ? `‘${question}’ · ${title}` : title;
    if (question) {
      try {
        const { entries, needles, instead, total } = await find(question);
        const number = total === 1 ? "1 pagina" : total > MOST ? `De beste ${MOST} van ${total} pagina’s` : `${total} pagina’s`;
        told = entries.length ? `${number} over ‘${question}’.` : `Niets gevonden over ‘${question}’. Probeer een ander woord, of kies hieronder.`;
        if (instead.size) told += ` Ook gezocht op ‘${[...instead].slice(0, 3).join("’, ‘")}’.`;
        nodes = await sections(entries, [...needles]);
      } catch {
        told = "Zoeken lukt nu niet. Kies hieronder.";
      }
    }
    if (question !== asked()) return;
    if (!nodes.length) links.hidden = false;
    byId("zoek-stand").textContent = told;
    byId("zoek-uitkomst").replaceChildren(...nodes);
  }
}

// The index is one file, or on a large site one for a few first letters each and one for every so many entries.
function fetched(name) {
  if (!files.has(name)) {
    files.set(name, fetch(form.dataset.index.replace("index", name)).then((answer) => answer.json()));
    files.get(name).catch(() => files.delete(name));
  }
  return files.get(name);
}

async function groupsLike(word) {
  const { words, shelves } = await fetched("index");
  const shelf = shelves.find((one) => one.includes(word[0])) || "0";
  if (!read.has(shelf)) {
    const lines = words ? words[shelf] : await fetched(`woorden-${shelf}`);
    read.set(shelf, lines.split("\n").filter(Boolean).map((line) => line.split("|").map((part) => part.split(" "))));
  }
  return read.get(shelf);
}

async function entryAt(number) {
  const { entries, part, last } = await fetched("index");
  if (entries) return entries[number];
  const file = Math.min(last, Math.floor(number / part));
  return (await fetched(`vermeldingen-${file}`))[number - file * part];
}

// The best entries: of each word its best meaning counts, and an entry with all words goes before one with some. A
// compound that the site does not know is two words.
async function find(question) {
  const { size, little } = await fetched("index");
  const asked = wordsOf(question).filter((word) => !little.includes(word));
  const [needles, instead, scores] = [new Set(asked), new Set(), new Map()];
  const words = (await Promise.all(asked.map(meanings))).flat();
  for (const meant of words) {
    const best = new Map();
    for (const [quality, form, forms, posts] of meant) {
      if (quality < 0.6 && !needles.has(form)) instead.add(form);
      for (const one of forms) needles.add(one);
      let entry = 0;
      for (const post of posts) {
        entry += Number.parseInt(post.slice(0, -1), 36);
        best.set(entry, Math.max(best.get(entry) || 0, quality * post.at(-1) * Math.log(1 + size / posts.length)));
      }
    }
    for (const [entry, score] of best) scores.set(entry, [...(scores.get(entry) || []), score]);
  }
  const sum = (parts) => parts.reduce((sum, part) => sum + part) * (parts.length / words.length) ** 2;
  const ranked = [...scores].map(([entry, parts]) => [sum(parts), entry]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  const good = ranked.filter(([score]) => score > ranked[0][0] / 12);
  return { entries: good.slice(0, MOST).map(([, entry]) => entry), needles, instead, total: good.length };
}

// What a word may mean: itself, a longer word, two words in one, or, where that is hardly anything, one with an error.
async function meanings(word) {
  const groups = await groupsLike(word);
  const like = (quality, fits) => groups.flatMap(([forms, posts]) => {
    const form = forms.find(fits);
    return form ? [[quality, form, forms, posts]] : [];
  });
  const same = spellings(word);
  const found = like(1, (form) => same.includes(form));
  if (word.length > 2) found.push(...like(0.7, (form) => form.startsWith(word)));
  if (word.length < 4 || found.some(([, , , posts]) => posts.length >= ENOUGH)) return [found];
  for (let cut = 3; !found.length && cut < word.length - 2; cut += 1) {
    const halves = [await named(word.slice(0, cut), cut > 4), await named(word.slice(cut))];
    if (halves.every((half) => half.length)) return halves;
  }
  return [[...found, ...like(0.5, (form) => oneError(sound(word), sound(form)))]];
}

async function named(word, begins = false) {
  const same = spellings(word);
  const fits = (form) => same.includes(form) || (begins && form.startsWith(word));
  return (await groupsLike(word)).filter(([forms]) => forms.some(fits)).map(([forms, posts]) => [0.8, forms[0], forms, posts]);
}

// The index has each stem with single vowels, since Dutch doubles them by turns: parkeren, parkeerplaats.
function spellings(word) {
  const single = word.replace(/([aeou])\1/g, "$1");
  return [word, single, single.replace(/(en|e|s)$/, "")];
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
  const swapped = y.slice(0, 2) === x.slice(0, 2).split("").reverse().join("") && x.slice(2) === y.slice(2);
  return swapped || x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1);
}

function wordsOf(text) {
  return [...new Set(fold(text).match(/[\p{L}\p{N}]+/gu))];
}

// The best few first, then the others by kind.
async function sections(numbers, needles) {
  const { kinds } = await fetched("index");
  const groups = new Map();
  for (const [rank, entry] of (await Promise.all(numbers.map(entryAt))).entries()) {
    const title = rank < FIRST ? "Past het best" : kinds[entry[0]][1];
    groups.set(title, [...(groups.get(title) || []), row(entry, kinds, needles)]);
  }
  return [...groups].map(([title, rows]) => node("section", "section", node("div", "section-head", node("h2", "", title)), node("div", "section-body", node("ul", "rows", ...rows))));
}

function row([kind, title, address, line, summary], kinds, needles) {
  const link = node("a", "", ...marked(title, needles));
  link.href = new URL(`../${address}`, form.action).href;
  const about = node("p", "soft small", [kinds[kind][0], line].filter(Boolean).join(": "));
  return node("li", "", node("h3", "", link), about, node("p", "", ...marked(summary, needles)));
}

// Every second part is a word; words of the question are marked, also inside a longer one.
function marked(text, needles) {
  return text.split(/([\p{L}\p{N}'’]+)/u).map((part, at) => {
    const word = fold(part);
    return at % 2 && needles.some((one) => word === one || (one.length > 3 && word.includes(one))) ? node("mark", "", part) : part;
  });
}
