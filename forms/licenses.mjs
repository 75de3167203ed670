// The licences of all that is in the bundle: of the packages of the lock file, of what Sveltia CMS brings along, and of the type.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const RULE = `\n\n${"-".repeat(80)}\n\n`;
/** Remarks that must stay with the code that they stand in. */
const REMARK = /\/\*[*!](?:(?!\*\/)[^])*?(?:@license|@preserve|copyright|licen[sc]e)(?:(?!\*\/)[^])*\*\//gi;

const versionOf = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

function licenceOf(folder) {
  const { name, version, license } = versionOf(folder);
  const file = readdirSync(folder).find((each) => /^licen[sc]e/i.test(each));
  if (!file) throw new Error(`${name} has no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
}

/** The packages that Sveltia CMS was made of, by the map of its code: they come without licences of their own. */
function broughtAlong(sveltia) {
  const files = [
    "npm/index.js",
    ...readdirSync(join(sveltia, "npm/chunks")).map((name) => `npm/chunks/${name}`),
  ].filter((file) => file.endsWith(".js"));
  const names = new Set();
  const remarks = new Set();
  for (const file of files) {
    for (const source of JSON.parse(readFileSync(join(sveltia, `${file}.map`), "utf8")).sources) {
      const match = /\.pnpm\/([^/]+?)@(\d[^_/]*)[^/]*\/node_modules/.exec(source);
      if (match) names.add(`${match[1].replace("+", "/")} ${match[2]}`);
    }
    for (const remark of readFileSync(join(sveltia, file), "utf8").match(REMARK) ?? []) remarks.add(remark);
  }
  return `Sveltia CMS brings along:\n\n${[...names].sort().join("\n")}\n\n${[...remarks].sort().join("\n\n")}`;
}

/**
 * @param {object} metafile What esbuild says of the bundle.
 * @param {string} root The folder with node_modules.
 * @param {string} sveltia The folder of Sveltia CMS.
 * @returns {string} The text of licenses.txt.
 */
export function licenses(metafile, root, sveltia) {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(used.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const assets = join(sveltia, "npm/assets");
  const type = readdirSync(assets)
    .filter((name) => name.endsWith(".LICENSE.txt"))
    .map((name) => `${name.split(".")[0]}\n\n${readFileSync(join(assets, name), "utf8").trim()}`);
  return (
    [...[...folders].sort().map((folder) => licenceOf(join(root, folder))), broughtAlong(sveltia), ...type].join(RULE) +
    "\n"
  );
}
