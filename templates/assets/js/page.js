// What several scripts of the site need.

// An element with its class and what stands in it; text stays text.
export function node(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// Without capitals, accents and apostrophes, as the index of the site has its words.
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}|['’]/gu, "");
}

export const byId = (id) => document.getElementById(id);

// Calls back when somebody submits a form, and a moment after the last letter.
export function asking(form, ask) {
  let timer;
  const now = (change) => {
    clearTimeout(timer);
    ask(change);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    now("pushState");
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(now, 250, "replaceState");
  });
}
