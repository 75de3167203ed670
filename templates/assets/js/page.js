// What several scripts of the site need.

export const byId = (id) => document.getElementById(id);

// What the address asks for.
export const params = () => new URLSearchParams(location.search);

// Puts text in the element with an id.
export function say(id, text) {
  byId(id).textContent = text;
}

// An element with its class and what stands in it; text stays text.
export function node(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function linked(address, ...children) {
  return Object.assign(node("a", "", ...children), { href: address });
}

// Gives an element an attribute, or takes it away where there is no value.
export function mark(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

// Without capitals, accents and apostrophes, as the index of the site has its words.
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}|['’]/gu, "");
}

// A copy of rows by what each is sorted on: words as Dutch sorts them, numbers by size. Equal rows keep their order.
export function sorted(rows, keyOf, direction) {
  const { compare } = new Intl.Collator("nl", { numeric: true });
  const sign = direction === "descending" ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(keyOf(a), keyOf(b)));
}

// Calls back when somebody submits a form, and a moment after the last letter, with how the address has to change.
export function asking(form, ask) {
  let timer;
  form.onsubmit = (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask("pushState");
  };
  form.elements.q.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 250, "replaceState");
  };
}

// Gives the visitor a file that the page made.
export function download(name, ...parts) {
  Object.assign(linked(URL.createObjectURL(new Blob(parts))), { download: name }).click();
}
