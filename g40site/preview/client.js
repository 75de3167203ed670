// The preview in the browser: loads a page again when it became another, and tells what is wrong. Served by `serve` only.
(() => {
  const OWN = "/_g40/";
  const STORED = `g40 ${location.pathname}${location.search}`;
  const FIELDS = "input:not([type=hidden], [type=file]), textarea, select";
  const { page, place, edit, draft, empty } = document.currentScript.dataset;
  let shown = "";

  // The layer stands outside the body and has a style sheet of its own, so that page and layer leave each other alone.
  const host = document.createElement("g40-preview");
  const root = host.attachShadow({ mode: "open" });
  const style = node("link", { rel: "stylesheet", href: `${OWN}client.css` });
  const status = node("p", { role: "status" });
  const again = node("button", { type: "button", hidden: true, textContent: "Toon de meldingen" });
  const concept = node("b", { hidden: !draft, textContent: "Concept" });
  const source = node("a", { className: "edit", hidden: !place, href: edit || "" }, "Bewerk dit", node("span", { textContent: ` ${place}` }));
  const bar = node("div", { className: "bar" }, status, again, concept, source);
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
  const stored = takeStored();
  let wanted = stored?.wanted;
  restore(stored);
  let stream = null;
  let leaving = false;
  listen();
  document.addEventListener("visibilitychange", listen);

  function node(name, traits, ...children) {
    const element = Object.assign(document.createElement(name), traits);
    element.append(...children);
    return element;
  }

  // A browser has six connections to one server, so only a page that is seen has a stream. The browser tries again by itself
  // when the server is gone; only a refusal ends the stream.
  function listen() {
    stream?.close();
    if (document.hidden) return;
    stream = new EventSource(`${OWN}events`);
    stream.onmessage = ({ data }) => hear(JSON.parse(data));
    stream.onerror = () => {
      say("lost", "Geen verbinding met de voorvertoning");
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    };
  }

  function hear(message) {
    if (message.status === "building") say("building", "Bezig met bouwen");
    else if (message.status === "error") say("error", message.summary);
    else say("ready", message.summary ? `Bijgewerkt. ${message.summary}` : "Bijgewerkt");
    if (message.status !== "building" && !empty) show(message);
    follow().catch(() => {});
  }

  // Asks whether the page became another; then it is loaded again, but not twice for the same.
  async function follow() {
    const { headers } = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    const other = headers.get("etag");
    // Once the server has the page that is shown, what was loaded for before is a page as any other.
    if (other === `"${page}"`) wanted = "";
    else if (other !== wanted) reload(other);
  }

  function say(state, text) {
    bar.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  // The problems of the last build. Errors open the panel, and what is mended closes it; warnings wait until they are asked for.
  function show({ status, summary, problems }) {
    const text = status + summary + problems;
    if (text === shown) return;
    shown = text;
    const wrong = status === "error" && problems !== "";
    title.textContent = summary;
    list.innerHTML = problems;
    panel.hidden = !wrong;
    again.hidden = wrong || problems === "";
    alarm.textContent = wrong ? `${summary} ${list.querySelector("h3").textContent}` : "";
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

  // What is typed until the other page has come is kept as well.
  function reload(other) {
    if (leaving) return;
    leaving = true;
    addEventListener("pagehide", () => store({ wanted: other, ...state() }), { once: true });
    location.reload();
  }

  function store(reading) {
    try {
      sessionStorage.setItem(STORED, JSON.stringify(reading));
    } catch {
      // Without room for it the page is loaded as any other.
    }
  }

  function takeStored() {
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
    return {
      x: scrollX,
      y: scrollY,
      fields: named(FIELDS).filter(([, field]) => isChanged(field)).map(([key, field]) => [key, valueOf(field)]),
      open: named("details").map(([key, details]) => [key, details.open]),
      focus: focusable().find(([, element]) => element === document.activeElement)?.[0],
    };
  }

  function restore(stored) {
    if (!stored) return;
    const fields = new Map(named(FIELDS));
    const details = new Map(named("details"));
    for (const [key, open] of stored.open) if (details.has(key)) details.get(key).open = open;
    for (const [key, value] of stored.fields) if (fields.has(key)) fill(fields.get(key), value);
    new Map(focusable()).get(stored.focus)?.focus({ preventScroll: true });
    scrollBack(stored);
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

  function focusable() {
    return named(`a[href], button, summary, [tabindex], ${FIELDS}`);
  }

  // Elements by a name that is the same on the new page: what they are, and the how manieth of those.
  function named(selector) {
    const seen = new Map();
    return [...document.querySelectorAll(selector)].map((element) => {
      const text = element.matches("details") ? element.firstElementChild?.textContent : element.matches("a, button, summary") ? element.textContent : "";
      const value = element.matches("[type=radio], [type=checkbox]") ? element.value : "";
      const key = [element.localName, element.type || "", element.id, element.getAttribute("name") || "", value, (text || "").trim()].join("|");
      seen.set(key, (seen.get(key) || 0) + 1);
      return [`${key}|${seen.get(key)}`, element];
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
