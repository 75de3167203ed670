// The formats of the files of the site, as Sveltia CMS is told of them. A form gets the values of a file, and behind them its
// text; what is saved is that text with the new values laid over it.
import { clean, lay, same } from "./laying.js";
import { plain, read, Refusal } from "./reading.js";
import { aloneKeys, toFile, toForm, withoutDefaults } from "./shape.js";
import { mapping } from "./writing.js";

/** The key under which the text of a file waits; no form has a field for it. */
export const ORIGINAL = "original";
/** Sveltia CMS takes the white space around every value away, so the text waits between two signs. */
const wrapped = (text) => `<${text}>`;
const unwrapped = (text) => text?.slice(1, -1);
const MARK = "\ufeff";

/**
 * @param {object[]} fields The fields of a form.
 * @returns {{fromFile: Function, toFile: Function}} The format of its YAML file.
 */
export function yamlInPlace(fields) {
  const alone = aloneKeys(fields);
  return {
    fromFile: named((text) => {
      const bare = text.replace(MARK, "");
      const values = plain(read(bare), alone);
      if (Array.isArray(values.projects))
        throw new Refusal(
          "Dit bestand heeft een lijst met projecten. Een formulier kan alleen een bestand met één project aan.",
        );
      return { ...toForm(values, fields), [ORIGINAL]: wrapped(text) };
    }),
    toFile: ({ [ORIGINAL]: waiting, ...form }) => {
      const original = unwrapped(waiting);
      const values = toFile(form, fields);
      if (!original) return lines(mapping(short(clean(withoutDefaults(values, fields)), alone)));
      const mark = original.startsWith(MARK) ? MARK : "";
      const bare = original.slice(mark.length);
      return mark + lay(bare, withoutDefaults(values, fields, plain(read(bare), alone)), alone);
    },
  };
}

/**
 * @param {object[]} fields The fields of a form.
 * @returns {{fromFile: Function, toFile: Function}} The format of its Markdown file, with keys above the text.
 */
export function markdownInPlace(fields) {
  const alone = aloneKeys(fields);
  return {
    fromFile: named((text) => {
      const { head, body } = split(text);
      return {
        ...toForm(plain(read(head, 1), alone), fields),
        body: body.replaceAll("\r\n", "\n"),
        [ORIGINAL]: wrapped(text),
      };
    }),
    toFile: ({ [ORIGINAL]: waiting, body, ...form }) => {
      const original = unwrapped(waiting);
      const values = toFile(form, fields);
      const text = clean(body).replace(/^[ \t\n]+|[ \t\n]+$/g, "");
      if (!original) return lines(["---", ...mapping(short(clean(withoutDefaults(values, fields)), alone)), "---", text]);
      const { fence, head, close, above, body: old, below } = split(original);
      const lineEnd = fence.endsWith("\r\n") ? "\r\n" : "\n";
      const isSame = same(clean(old), text);
      const ending = close.endsWith("\n") || isSame ? "" : lineEnd;
      return (
        fence +
        lay(head, withoutDefaults(values, fields, plain(read(head, 1), alone)), alone, 1) +
        close +
        (isSame ? above + old + below : ending + above + text.replaceAll("\n", lineEnd) + (below || lineEnd))
      );
    },
  };
}

const lines = (all) => all.map((line) => `${line}\n`).join("");

/** A file that is refused is named. */
const named = (fromFile) => (text, path) => {
  try {
    return fromFile(text);
  } catch (error) {
    if (error instanceof Refusal && path) error.message = `${path} is niet geopend. ${error.message}`;
    throw error;
  }
};

/** The parts of a Markdown file: the lines with `---`, the keys between them, and the text with the white space around it: Sveltia CMS
 * takes that away, so a text that begins with code keeps its indentation only so. */
function split(text) {
  const match =
    /^(\ufeff?---[ \t]*\r?\n)((?:(?!---[ \t]*\r?(?:\n|$))[^\n]*\n)*)(---[ \t]*(?:\r?\n|\r?$))([ \t\r\n]*)([^]*?)([ \t\r\n]*)$/.exec(
      text,
    );
  if (!match)
    throw new Refusal(
      "Boven de tekst horen sleutels tussen twee regels met ---. Verander het bestand zelf, of vraag het de beheerder.",
    );
  const [, fence, head, close, above, body, below] = match;
  return { fence, head, close, above, body, below };
}

/** The values of a new file: an item that says no more than a text is that text. */
function short(values, alone) {
  const close = (key, value) =>
    value.map((each) => (alone[key] && Object.keys(each).join() === alone[key] ? each[alone[key]] : each));
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? close(key, value) : value]),
  );
}
