// Starts the editing forms with the configuration that stands beside them.
import CMS from "@sveltia/cms";
import { markdownInPlace, yamlInPlace } from "./format.js";
import "./paste.js";
import "./style.css";

const response = await fetch("config.json");
const config = await response.json();

// Each form has a format of its own, since that knows its fields.
const formats = { "yaml-in-place": ["yaml", yamlInPlace], "markdown-in-place": ["md", markdownInPlace] };
for (const collection of config.collections) {
  for (const form of collection.files ?? [collection]) {
    const [extension, inPlace] = formats[form.format ?? collection.format];
    form.format = `${form.format ?? collection.format}.${collection.name}.${form.name}`;
    CMS.registerCustomFormat(form.format, extension, inPlace(form.fields));
  }
}
// Sveltia CMS does not know what is of ours in it.
CMS.init({
  config: JSON.parse(JSON.stringify(config), (key, value) => (key === "alone" || key === "flat" ? undefined : value)),
});
