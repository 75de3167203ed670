// Text that is pasted from Word and the like: its soft ends of lines are signs that nobody sees and no field takes.

const SOFT_ENDS = /[\v\f\x85\u2028\u2029]/g;
const INVISIBLE = /[\0-\x08\x0e-\x1f\x7f-\x9f]/g;

document.addEventListener(
  "paste",
  (event) => {
    const text = event.clipboardData.getData("text/plain");
    const plain = text.replace(SOFT_ENDS, "\n").replace(INVISIBLE, "");
    if (plain === text || !event.target.matches("input, textarea")) return;
    event.preventDefault();
    event.stopPropagation();
    // As if it were typed: it can be undone, and the form takes note.
    document.execCommand("insertText", false, plain);
  },
  true,
);
