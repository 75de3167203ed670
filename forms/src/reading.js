// A YAML text with the places of all its values; every value is a text, as for g40site/content/composer.py.
// What the forms cannot give back as it was is refused with a sentence for who opens it.
import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";

/** A reason, in Dutch, why a file cannot be opened or saved. */
export class Refusal extends Error {
  name = "Refusal";
}

const REASONS = {
  DUPLICATE_KEY: "een sleutel die er al is",
  MULTIPLE_DOCS: "een streep (---) met meer eronder",
  TAB_AS_INDENT: "een tab waar spaties horen",
};

/** What Python takes for the end of a line and editors do not show as one: there it is a space. */
const HIDDEN_LINE_ENDS = /[\x85\u2028\u2029]/g;

const isKey = (node) => isScalar(node) && node.value && !/[\r\n]/.test(node.value);

/**
 * @param {string} text YAML, as it is in its file.
 * @param {number} linesAbove How many lines of the file stand above it.
 * @returns {import("yaml").YAMLMap} Its keys and values, with their places in `range`.
 */
export function read(text, linesAbove = 0) {
  const refuse = (at, reason) => {
    const line = text.slice(0, at).split("\n").length + linesAbove;
    throw new Refusal(
      `Op regel ${line} staat ${reason}. Dat kan een formulier niet bewaren. Verander het bestand zelf, of vraag het de beheerder.`,
    );
  };
  const look = (node) => {
    const at = node.range?.[0] ?? 0;
    if (isAlias(node) || node.anchor) refuse(at, "een anker (& of *)");
    if (node.tag) refuse(at, "een type (!)");
    for (const each of node.items ?? []) {
      if (!isMap(node)) look(each);
      else if (!isKey(each.key) || each.srcToken.start.some(({ type }) => type === "explicit-key-ind"))
        refuse(each.key?.range?.[0] ?? at, "iets anders dan een sleutel");
      else [each.key, each.value].forEach((child) => child && look(child));
    }
  };
  if (/\r(?!\n)/.test(text)) refuse(text.search(/\r(?!\n)/), "een vreemd einde van de regel");
  const options = { schema: "failsafe", keepSourceTokens: true, prettyErrors: false };
  const { contents, errors } = parseDocument(text.replace(HIDDEN_LINE_ENDS, " "), options);
  if (errors.length) refuse(errors[0].pos[0], REASONS[errors[0].code] ?? "YAML die niet klopt");
  if (!isMap(contents) || contents.flow) refuse(0, "iets anders dan sleutels");
  look(contents);
  return contents;
}

/**
 * @param {import("yaml").Node | null} node
 * @param {Record<string, string>} alone By the key of a list: which key of an item is meant by an item that is a text alone.
 * @param {string} [key] The key that the node stands under.
 * @returns {string | any[] | Record<string, any>} What a form shows of it.
 */
export function plain(node, alone, key) {
  if (isMap(node))
    return Object.fromEntries(node.items.map((pair) => [pair.key.value, plain(pair.value, alone, pair.key.value)]));
  if (isSeq(node))
    return node.items.map((each) => (isScalar(each) && alone[key] ? { [alone[key]]: each.value } : plain(each, alone)));
  return node?.value ?? "";
}
