// The preview in the browser: takes over what changed without moving the page, and tells what is wrong. Served by `serve` only.
(() => {
  const OWN = "/_g40/";
  const STORED = `g40 ${location.pathname}${location.search}`;
  const FIELDS = "input:not([type=hidden], [type=file]), textarea, select";
  let known = document.currentScript.dataset;
  let announced = "";
  let following = Promise.resolve();

  // The layer stands outside the body and has a style sheet of its own, so that page and layer leave each other alone.
  const host = document.createElement("g40-preview");
  const root = host.attachShadow({ mode: "open" });
  const style = node("link", { rel: "stylesheet", href: `${OWN}client.css` });
  const status = node("p", { role: "status" });
  const again = node("button", { type: "button", hidden: true, textContent: "Toon de meldingen" });
  const edit = node("a", { className: "edit" });
  const draft = node("b", { textContent: "Concept" });
  const bar = node("div", { className: "bar" }, status, again, draft, edit);
  const title = node("h2", { id: "titel", tabIndex: -1 });
  const shut = node("button", { type: "button", textContent: "Sluiten" });
  const list = node("div", { className: "list" });
  const panel = node("section", { className: "panel", hidden: true }, node("div", { className: "head" }, title, shut), list);
  const alarm = node("p", { role: "alert", className: "unseen" });
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "titel");
  host.lang = "nl";
  root.append(style, panel, alarm, bar);
  document.documentElement.append(host);
  shut.onclick = close;
  again.onclick = open;
  panel.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  facts();
  restore(taken());
  listen();

  function node(name, traits, ...children) {
    const made = Object.assign(document.createElement(name), traits);
    made.append(...children);
    return made;
  }

  // What is known of this page: where it is written.
  function facts() {
    draft.hidden = !known.draft;
    edit.hidden = !known.place;
    edit.href = known.edit || "";
    edit.replaceChildren("Bewerk dit", node("span", { textContent: ` ${known.place}` }));
  }

  // The browser tries again by itself when the server is gone; only a refusal ends the stream.
  function listen() {
    const source = new EventSource(`${OWN}events?page=${encodeURIComponent(location.pathname)}`);
    source.onmessage = ({ data }) => hear(JSON.parse(data));
    source.onerror = () => {
      say("lost", "Geen verbinding met de voorvertoning");
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    };
  }

  function hear(message) {
    if (message.status === "building") say("building", "Bezig met bouwen");
    else if (message.status === "error") say("error", message.summary);
    else say("ready", message.summary ? `Bijgewerkt. ${message.summary}` : "Bijgewerkt");
    if (message.status !== "building" && !known.empty) show(message);
    // One at a time, and each looks at what the page is by then.
    following = following.then(() => follow(message)).catch(() => {});
  }

  function say(state, text) {
    bar.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  // The problems of the last build. Errors open the panel, and what is mended closes it; warnings wait until they are asked for.
  function show(message) {
    const text = JSON.stringify([message.status, message.summary, message.problems]);
    if (text === announced) return;
    announced = text;
    const wrong = message.status === "error" && message.problems.length > 0;
    title.textContent = message.summary;
    list.replaceChildren(...message.problems.map(problem));
    panel.hidden = !wrong;
    again.hidden = wrong || message.problems.length === 0;
    alarm.textContent = wrong ? `${message.summary} ${message.problems[0].message}` : "";
  }

  function problem(one) {
    const place = one.edit ? node("a", { href: one.edit, textContent: one.location }) : node("span", { textContent: one.location });
    const made = node("article", { className: one.severity }, node("h3", { textContent: one.message }), node("p", { className: "place" }, place));
    if (one.lines) made.append(node("pre", { textContent: one.lines, tabIndex: 0 }));
    if (one.help) made.append(node("p", { textContent: one.help }));
    if (one.more) made.append(node("p", {}, node("a", { href: `${OWN}meldingen/${one.more}`, target: "_blank", textContent: "Meer over deze melding" })));
    return made;
  }

  // Who opens the panel reads on in it. Opened by itself it takes no focus: somebody may be typing in the page.
  function open() {
    panel.hidden = false;
    again.hidden = true;
    title.focus();
  }

  function close() {
    panel.hidden = true;
    again.hidden = false;
    again.focus();
  }

  // Brings the page to what the server has, as calmly as it can.
  async function follow({ page, style }) {
    if (page === known.page && style === known.style) return;
    if (page === known.page) {
      await swapStyles(style.split(" ").filter(Boolean));
      known = { ...known, style };
      return;
    }
    const answer = await fetch(location.href, { cache: "no-store" });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const script = next.querySelector("script[data-g40]");
    // What scripts did to a page is made anew only by loading it.
    if (!script || runs(document) || runs(next) || next.querySelector("meta[http-equiv=refresh]") || known.empty) return reload();
    if (script.dataset.page === known.page && script.dataset.style === known.style) return;
    await swapStyles((script.dataset.style || "").split(" ").filter(Boolean));
    const kept = state();
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    swapHead(next);
    document.body.replaceWith(document.adoptNode(next.body));
    known = { ...script.dataset };
    facts();
    restore(kept);
  }

  function runs(page) {
    return page.querySelector("script:not([data-g40], [type$=json])") !== null;
  }

  function swapHead(next) {
    const stays = "link[rel=stylesheet], script, title, meta[charset], meta[http-equiv]";
    for (const one of document.head.querySelectorAll(`:scope > :not(${stays}), :scope > script[type$=json]`)) one.remove();
    for (const one of next.head.querySelectorAll(`:scope > :not(${stays}), :scope > script[type$=json]`)) document.head.append(document.adoptNode(one));
  }

  // New style sheets first, then the old ones go: the page is never without.
  async function swapStyles(addresses) {
    const old = [...document.head.querySelectorAll("link[rel=stylesheet]")];
    const wanted = addresses.filter((address) => !old.some((link) => link.getAttribute("href") === address));
    const news = wanted.map((href) => node("link", { rel: "stylesheet", href }));
    const ready = news.map((link) => new Promise((done) => (link.onload = link.onerror = done)));
    const last = old.at(-1);
    if (last) last.after(...news);
    else document.head.append(...news);
    await Promise.all(ready);
    for (const link of old) if (!addresses.includes(link.getAttribute("href"))) link.remove();
  }

  function reload() {
    try {
      sessionStorage.setItem(STORED, JSON.stringify(state()));
    } catch {
      // Without room for it the page is loaded as any other.
    }
    location.reload();
    return new Promise(() => {});
  }

  function taken() {
    try {
      const text = sessionStorage.getItem(STORED);
      sessionStorage.removeItem(STORED);
      return text && JSON.parse(text);
    } catch {
      return null;
    }
  }

  // Where the reader is, what was filled in, what is opened.
  function state() {
    const fields = named(FIELDS).filter(([, field]) => isChanged(field));
    return {
      x: scrollX,
      y: scrollY,
      fields: fields.map(([key, field]) => [key, valueOf(field)]),
      open: named("details").map(([key, one]) => [key, one.open]),
      focus: named("a[href], button, summary, [tabindex], " + FIELDS).find(([, one]) => one === document.activeElement)?.[0],
    };
  }

  function restore(kept) {
    if (!kept) return;
    const fields = new Map(named(FIELDS));
    const opened = new Map(named("details"));
    for (const [key, open] of kept.open) if (opened.has(key)) opened.get(key).open = open;
    for (const [key, value] of kept.fields) if (fields.has(key)) fill(fields.get(key), value);
    const focus = new Map(named("a[href], button, summary, [tabindex], " + FIELDS)).get(kept.focus);
    if (focus && document.activeElement !== focus) focus.focus({ preventScroll: true });
    scrollBack(kept);
  }

  // Scripts of the page may still be filling it; it is tried again until it is high enough or the reader scrolls.
  function scrollBack({ x, y }) {
    const back = () => scrollTo({ left: x, top: y, behavior: "instant" });
    back();
    if (Math.abs(scrollY - y) < 2) return;
    const watch = new ResizeObserver(back);
    const stop = () => watch.disconnect();
    watch.observe(document.body);
    for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(name, stop, { once: true, passive: true });
    setTimeout(stop, 2000);
  }

  // Elements by a name that is the same on the new page: what they are, and the how manieth of those.
  function named(selector) {
    const seen = new Map();
    return [...document.querySelectorAll(selector)].map((one) => {
      const text = one.matches("details") ? one.firstElementChild?.textContent : one.matches("a, button, summary") ? one.textContent : "";
      const value = one.matches("[type=radio], [type=checkbox]") ? one.value : "";
      const key = [one.localName, one.type || "", one.id, one.getAttribute("name") || "", value, (text || "").trim()].join("|");
      seen.set(key, (seen.get(key) || 0) + 1);
      return [`${key}|${seen.get(key)}`, one];
    });
  }

  function isChanged(field) {
    if (field.localName === "select") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.matches("[type=radio], [type=checkbox]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  }

  function valueOf(field) {
    if (field.localName === "select") return [...field.selectedOptions].map((option) => option.value);
    return field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value;
  }

  // As if it was filled in by hand, so that scripts of the page hear of it.
  function fill(field, value) {
    if (field.localName === "select") for (const option of field.options) option.selected = value.includes(option.value);
    else if (field.matches("[type=radio], [type=checkbox]")) field.checked = value;
    else field.value = value;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }
})();
