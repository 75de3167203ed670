// The formats of the editing forms for tests: a JSON request a line, and a JSON reply a line.
import { createInterface } from "node:readline";
import { markdownInPlace, yamlInPlace } from "../../forms/src/format.js";
import { lay } from "../../forms/src/laying.js";
import { plain, read } from "../../forms/src/reading.js";
import { aloneKeys } from "../../forms/src/shape.js";
import { flow, pair } from "../../forms/src/writing.js";

const fields = [
  { name: "title" },
  { name: "more", flat: true, fields: [{ name: "note" }, { name: "seeking" }] },
  { name: "sources", alone: "url", fields: [{ name: "url" }, { name: "title" }] },
  { name: "image", fields: [{ name: "file", widget: "image" }, { name: "alt" }] },
  { name: "with", alone: "municipality", fields: [{ name: "municipality" }, { name: "status" }] },
];
const alone = aloneKeys(fields);
const steps = { pair, flow, read: (text) => plain(read(text), alone), lay: (text, values) => lay(text, values, alone) };
for (const [name, format] of Object.entries({ yaml: yamlInPlace(fields), markdown: markdownInPlace(fields) })) {
  steps[`open-${name}`] = format.fromFile;
  steps[`save-${name}`] = format.toFile;
}

// A file that is opened in a form and saved with other values for some keys.
steps.saved = (form, text, values) => {
  const format = (form.format === "yaml-in-place" ? yamlInPlace : markdownInPlace)(form.fields);
  return format.toFile({ ...format.fromFile(text), ...values });
};

for await (const line of createInterface({ input: process.stdin })) {
  const [step, ...given] = JSON.parse(line);
  let reply;
  try {
    reply = { value: steps[step](...given) };
  } catch (error) {
    reply = { refusal: error.constructor.name === "Refusal" ? error.message : "", fault: error.stack };
  }
  console.log(JSON.stringify(reply));
}
