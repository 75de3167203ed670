// A meeting leaves the list of what is coming when it is over, also where the page was made before that.

const rows = document.querySelectorAll("[data-over]");
look();
document.onvisibilitychange = look;

function look() {
  for (const row of rows) row.hidden = Date.parse(row.dataset.over) <= Date.now();
  for (const list of document.querySelectorAll("[data-upcoming]")) {
    const empty = !list.querySelector("[data-over]:not([hidden])");
    list.hidden = empty;
    for (const instead of document.querySelectorAll("[data-none-left]")) instead.hidden = !empty;
  }
}
