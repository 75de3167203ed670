// The texts of the forms: those of Sveltia CMS in Dutch, and ours in the place of those and where it has none.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OURS = join(dirname(fileURLToPath(import.meta.url)), "src/nl.json");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const isGroup = (value) => typeof value === "object";

/** The texts of `over` laid over those of `under`. */
function merged(under = {}, over) {
  const both = { ...under };
  for (const [key, value] of Object.entries(over)) both[key] = isGroup(value) ? merged(under[key], value) : value;
  return both;
}

/** The names of all texts that `texts` has and `others` has not. */
function missing(texts, others = {}, prefix = "") {
  return Object.entries(texts).flatMap(([key, value]) => {
    if (isGroup(value)) return missing(value, others[key], `${prefix}${key}.`);
    return key in others ? [] : [prefix + key];
  });
}

/**
 * @param {string} sveltia The folder of Sveltia CMS.
 * @returns {object} All its texts in Dutch.
 */
export function texts(sveltia) {
  const english = read(join(sveltia, "locales/en-US.json"));
  const ours = read(OURS);
  const dutch = merged(read(join(sveltia, "locales/nl.json")), ours);
  const untranslated = missing(english, dutch);
  if (untranslated.length) throw new Error(`These texts have no Dutch in src/nl.json: ${untranslated.join(", ")}`);
  const unused = missing(ours, english);
  if (unused.length) throw new Error(`Sveltia CMS has no such texts as src/nl.json has: ${unused.join(", ")}`);
  const familiar = JSON.stringify(dutch).match(/[^"]*\b(?:je|jij|jou|jouw)\b[^"]*/i);
  if (familiar) throw new Error(`The forms say "u", and here they do not: ${familiar[0]}`);
  return dutch;
}
