// Usage: node build.mjs [FOLDER]   Makes the bundle of the editing forms: the same bytes from the same lock file and sources.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { ownAddresses, refuseEval } from "./addresses.mjs";
import { cut } from "./cuts.mjs";
import { licenses } from "./licenses.mjs";
import { texts } from "./texts.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUTPUT = resolve(process.argv[2] ?? join(HERE, "dist"));
const SVELTIA = join(HERE, "node_modules/@sveltia/cms");

// What no form of ours asks for: maps, colours of code, smaller SVG, other forms of images (which need WebAssembly), copies
// between languages, previews by React. Who asks for it is told so.
const LEFT_OUT =
  /^(?:leaflet|svgo|exifr|turndown|terra-draw|immutable)\b|^@shikijs\/|chunks\/(?:shiki-engine|heic|webp_enc|react-dom)/;

const sveltia = {
  name: "sveltia",
  setup(build) {
    build.onResolve({ filter: LEFT_OUT }, () => ({ path: "left-out", namespace: "left-out" }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: 'throw new Error("This is left out of the forms.");',
    }));
    build.onResolve({ filter: /^dutch-texts$/ }, ({ path }) => ({ path, namespace: "texts" }));
    build.onLoad({ filter: /.*/, namespace: "texts" }, () => ({
      contents: JSON.stringify(texts(SVELTIA)),
      loader: "json",
    }));
    build.onLoad({ filter: /@sveltia\/cms\/npm\/index\.js$/ }, ({ path }) => ({
      contents: `import dutchTexts from "dutch-texts";import { adoptStyle } from "${join(HERE, "src/styles.js")}";${cut(readFileSync(path, "utf8"))}`,
      resolveDir: dirname(path),
    }));
  },
};

const { metafile, outputFiles } = await esbuild.build({
  absWorkingDir: HERE,
  entryPoints: { forms: "src/start.js" },
  outdir: OUTPUT,
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  chunkNames: "chunks/[name]-[hash]",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [sveltia],
  metafile: true,
  write: false,
  logLevel: "warning",
});
// Only a bundle of before goes: whoever names another folder would lose what is in it.
if (process.argv[2] && existsSync(OUTPUT) && readdirSync(OUTPUT).length && !existsSync(join(OUTPUT, "forms.js"))) {
  throw new Error(`${OUTPUT} has something else than a bundle in it; name an empty folder.`);
}
rmSync(OUTPUT, { recursive: true, force: true });
for (const { path, text } of outputFiles) {
  const name = relative(OUTPUT, path);
  refuseEval(text, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ownAddresses(text, name));
}
mkdirSync(join(OUTPUT, "assets"));
for (const name of readdirSync(join(SVELTIA, "npm/assets")).filter((name) => name.endsWith(".woff2"))) {
  copyFileSync(join(SVELTIA, "npm/assets", name), join(OUTPUT, "assets", name));
}
writeFileSync(join(OUTPUT, "licenses.txt"), licenses(metafile, HERE, SVELTIA));
