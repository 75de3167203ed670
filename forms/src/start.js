// Starts the editing forms with the configuration that stands beside them.
import CMS from "@sveltia/cms";
import { markdownInPlace, yamlInPlace } from "./format.js";
import "./style.css";

CMS.registerCustomFormat("yaml-in-place", "yaml", yamlInPlace);
CMS.registerCustomFormat("markdown-in-place", "md", markdownInPlace);
const response = await fetch("config.json");
CMS.init({ config: await response.json() });
