// The formats of the files of the site, as Sveltia CMS is told of them.
import { isMap, isScalar, isSeq, parseDocument } from "yaml";

/** The key under which the text of a file waits behind the fields of its form. */
export const ORIGINAL = "original";

const FENCED = /^(---[ \t]*\r?\n)([^]*?\n)(---[ \t]*(?:\r?\n|$))([^]*)$/;
const options = { schema: "failsafe" };

function put(document, node, value) {
  if (isMap(node) && value && typeof value === "object" && !Array.isArray(value)) {
    for (const pair of [...node.items]) if (!(pair.key.value in value)) node.delete(pair.key.value);
    for (const [key, each] of Object.entries(value)) node.set(key, node.has(key) ? put(document, node.get(key, true), each) : document.createNode(each));
    return node;
  }
  if (isSeq(node) && Array.isArray(value)) {
    node.items = value.map((each, index) => (node.items[index] ? put(document, node.items[index], each) : document.createNode(each)));
    return node;
  }
  if (isScalar(node) && node.value.trim() === String(value ?? "").trim()) return node;
  return document.createNode(value);
}

function laid(original, value) {
  const document = parseDocument(original, options);
  put(document, document.contents, value);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

export const yamlInPlace = {
  fromFile: (text) => ({ ...parseDocument(text, options).toJS(), [ORIGINAL]: text }),
  toFile: ({ [ORIGINAL]: original, ...value }) => laid(original ?? "{}", value),
};

export const markdownInPlace = {
  fromFile(text) {
    const [, , head, , body] = text.match(FENCED);
    return { ...parseDocument(head, options).toJS(), body: body.trim(), [ORIGINAL]: text };
  },
  toFile({ [ORIGINAL]: original, body = "", ...value }) {
    const [, , head] = original?.match(FENCED) ?? [];
    return `---\n${laid(head ?? "{}", value)}---\n${body.trim()}\n`;
  },
};
