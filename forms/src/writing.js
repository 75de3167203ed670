// Values as the YAML that an editor would write: the twin of g40site/editing/yaml_format.py, which a test compares it with.

const FIRST = /^(?:[^\s\-?:,[\]{}#&*!|>'"%@`~=<]|-(?=[^\s-]))/u;
const UNSAFE = /:(?:\s|$)|\s#|[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^\s|\s$/u;
const IN_FLOW = /[,[\]{}]|:$|:\?/;
/** Texts that an editor would show as something else than a text. */
const WORDS = new Set(["null", "Null", "NULL", "True", "TRUE", "False", "FALSE"]);
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff]/gu;
/** What only the escapes of double quotation marks can say. */
const CONTROL = /[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]/u;
const UNSAFE_IN_BLOCK = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^\s*$/u;
/** Spaces that are no spaces for YAML, and signs without width: at the begin or the end of a text they are quoted. */
const INVISIBLE =
  "[\u00a0\u00ad\u034f\u061c\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]";
const AT_EDGE = new RegExp(`^${INVISIBLE}|${INVISIBLE}$`, "u");
/** A line that is longer becomes a list or a block. */
const WIDTH = 100;

const isList = Array.isArray;
const isMapping = (value) => typeof value === "object" && !isList(value);

/** One text on one line. */
export function scalar(text, inFlow = false) {
  const plain = FIRST.test(text) && !UNSAFE.test(text) && !AT_EDGE.test(text) && !(inFlow && IN_FLOW.test(text));
  if (plain && !WORDS.has(text) && !/^(?:---|\.\.\.)/.test(text)) return text;
  if (!CONTROL.test(text) && !/["\\]/.test(text)) return `"${text}"`;
  if (!CONTROL.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(ESCAPED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Any value on one line. */
export function flow(value) {
  if (isList(value)) return `[${value.map(flow).join(", ")}]`;
  if (isMapping(value))
    return `{${Object.entries(value)
      .map(([key, each]) => `${key}: ${flow(each)}`)
      .join(", ")}}`;
  return scalar(value, true);
}

/** The lines of a text without the empty ones around it. */
export const textLines = (text) => text.replace(/^\n+|\n+$/g, "").split("\n");

/** Whether a text can stand in lines of its own. */
export const fitsBlock = (text) => !UNSAFE_IN_BLOCK.test(text);

/** How a block of text begins: with its own indentation when its first line begins with spaces. */
export function blockMark(text) {
  const lines = textLines(text);
  return /^[ \t]/.test(lines.find((line) => line.trim())) || !lines[0].trim() ? "|2" : "|";
}

const indented = (lines) => lines.map((line) => (line ? `  ${line}` : ""));

/** A key with its value, as lines. */
export function pair(key, value) {
  if (typeof value === "string") {
    const block = value.replace(/^\n+|\n+$/g, "").includes("\n") && fitsBlock(value);
    return block ? [`${key}: ${blockMark(value)}`, ...indented(textLines(value))] : [`${key}: ${scalar(value)}`];
  }
  const short = `${key}: ${flow(value)}`;
  const texts = Object.values(value).every((each) => typeof each === "string");
  if (!Object.keys(value).length || (short.length <= WIDTH && (texts || isMapping(value)))) return [short];
  return [`${key}:`, ...indented(isList(value) ? value.flatMap((each) => item(each)) : mapping(value))];
}

/** Keys with their values, as lines. */
export const mapping = (value) => Object.entries(value).flatMap(([key, each]) => pair(key, each));

/** An item of a list, as lines that begin with its dash: in lines of its own where the others stand so. */
export function item(value, inLines = false) {
  if (typeof value === "string") return [`- ${scalar(value)}`];
  if (!inLines || isList(value)) return [`- ${flow(value)}`];
  const [first, ...rest] = mapping(value);
  return [`- ${first}`, ...indented(rest)];
}
