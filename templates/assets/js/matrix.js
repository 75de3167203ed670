// Makes the headings of the matrix sort its rows. Rows move whole, totals stay below, and a third press restores the order.
// The sign of a heading follows from its `aria-sort` in the style sheet.
import { mark, node, say, sorted } from "./page.js";

const table = document.querySelector(".matrix");
const body = table.tBodies[0];
const original = [...body.rows];
const headings = [...table.tHead.rows[0].cells];
headings.forEach((heading, column) => {
  const { name } = heading.dataset;
  const button = node("button", "matrix-sort");
  mark(button, "aria-label", `Sorteer op ${name}`);
  button.onclick = () => sort(column, name);
  heading.append(" ", button);
});

// Names go up first, numbers down.
function sort(column, name) {
  const steps = column ? ["descending", "ascending"] : ["ascending", "descending"];
  const next = steps[steps.indexOf(headings[column].getAttribute("aria-sort")) + 1];
  headings.forEach((heading, at) => mark(heading, "aria-sort", at === column && next));
  body.append(...(next ? sorted(original, (row) => keyOf(row.cells[column]), next) : original));
  const way = next === "ascending" ? "oplopend" : "aflopend";
  say("matrix-stand", next ? `Gesorteerd op ${name}, ${way}.` : "Weer in de eerste volgorde.");
}

// The number in a cell; a municipality by its name, without the ’s of ’s-Hertogenbosch.
function keyOf({ dataset: { name, number } }) {
  return name ? name.replace(/^['’]s-/, "") : Number(number);
}
