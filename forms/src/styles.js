// The styles of the parts of Sveltia CMS. It would write each into an element, which only a policy with 'unsafe-inline' lets through.

const adopted = new WeakMap();

/**
 * @param {Node} target The head of a document, or a part of it with styles of its own.
 * @param {{hash: string, code: string}} style
 */
export function adoptStyle(target, { hash, code }) {
  const root = target.host ? target : target.ownerDocument;
  const names = adopted.get(root) ?? new Set();
  if (names.has(hash)) return;
  adopted.set(root, names.add(hash));
  const sheet = new target.ownerDocument.defaultView.CSSStyleSheet();
  sheet.replaceSync(code);
  root.adoptedStyleSheets.push(sheet);
}
