// Makes the headings of the matrix sort its rows. Rows move whole, totals stay below, and a third press restores the order.

const table = document.querySelector("table.matrix");
if (table) prepare(table);

function prepare(table) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  table.parentElement.before(status);
  headings.forEach((heading, column) => {
    const name = heading.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "matrix-sort";
    button.textContent = "⇅";
    button.setAttribute("aria-label", `Sorteer op ${name}`);
    button.addEventListener("click", () => sort(column, name));
    heading.append(" ", button);
  });

  function sort(column, name) {
    const [first, second] = column ? ["descending", "ascending"] : ["ascending", "descending"];
    const now = headings[column].getAttribute("aria-sort");
    const next = now === first ? second : now === second ? null : first;
    for (const heading of headings) {
      heading.removeAttribute("aria-sort");
      heading.querySelector("button").textContent = "⇅";
    }
    const rows = [...original];
    if (next) {
      headings[column].setAttribute("aria-sort", next);
      headings[column].querySelector("button").textContent = next === "ascending" ? "▲" : "▼";
      const sign = next === "ascending" ? 1 : -1;
      rows.sort((a, b) => sign * compare(a.cells[column], b.cells[column]));
    }
    body.append(...rows);
    const words = { ascending: "oplopend", descending: "aflopend" };
    status.textContent = next ? `Gesorteerd op ${name}, ${words[next]}.` : "Weer in de eerste volgorde.";
  }
}

// By number; a municipality by its name as Dutch sorts it, without the ’s of ’s-Hertogenbosch.
function compare(a, b) {
  if (a.tagName === "TH") return nameOf(a).localeCompare(nameOf(b), "nl");
  return numberOf(a) - numberOf(b);
}

function nameOf(cell) {
  return cell.textContent.trim().replace(/^['’]s-/, "");
}

function numberOf(cell) {
  return Number.parseInt(cell.textContent, 10) || 0;
}
