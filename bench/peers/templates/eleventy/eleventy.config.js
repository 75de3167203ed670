import { feedPlugin } from "@11ty/eleventy-plugin-rss";
import markdownIt from "markdown-it";
import abbr from "markdown-it-abbr";
import deflist from "markdown-it-deflist";
import footnote from "markdown-it-footnote";

const byTitle = (a, b) => a.data.title.localeCompare(b.data.title, "nl");
const newestFirst = (a, b) => b.date - a.date;
const ORDER = { themas: byTitle, gemeenten: byTitle, projecten: byTitle, actueel: newestFirst, agenda: newestFirst };

export default function (config) {
  const markdown = markdownIt({ html: true, typographer: true }).use(abbr).use(deflist).use(footnote);
  markdown.core.ruler.push("ids", idsOfHeadings);
  config.setLibrary("md", markdown);
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10).split("-").reverse().join("-"));
  config.addFilter("first", (items, number) => (items || []).slice(0, number));
  for (const [name, order] of Object.entries(ORDER))
    config.addCollection(name, (api) => api.getFilteredByTag("_" + name).sort(order));
  config.addCollection("about", related);
  // The feed takes the last ones of a rising list.
  config.addCollection("rising", (api) => api.getFilteredByTag("_actueel"));
  config.addPlugin(feedPlugin, {
    type: "atom", outputPath: "/actueel/atom.xml", collection: { name: "rising", limit: 20 },
    metadata: { language: "nl", title: "Proef", subtitle: "Actueel", base: "https://proef.example.nl/", author: { name: "Proef" } },
  });
  return { dir: { input: "content", output: "output" }, markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}

// What belongs to a theme or a municipality, gathered once: no page has to look through everything.
function related(api) {
  const about = {};
  for (const kind of ["projecten", "actueel", "agenda"]) {
    const found = (about[kind] = { themas: {}, gemeenten: {} });
    for (const item of api.getFilteredByTag("_" + kind).sort(ORDER[kind]))
      for (const axis of Object.keys(found))
        for (const id of item.data[axis] || []) (found[axis][id] ||= []).push(item);
  }
  return about;
}

// Here and not by Eleventy's plugin, which parses the HTML of each page once more.
function idsOfHeadings(state) {
  const times = new Map();
  state.tokens.forEach((token, number) => {
    if (token.type !== "heading_open") return;
    const words = state.tokens[number + 1].content.toLowerCase().normalize("NFKD");
    const id = words.replace(/[^\w\s-]/g, "").trim().replace(/[\s-]+/g, "-");
    times.set(id, (times.get(id) || 0) + 1);
    token.attrSet("id", times.get(id) > 1 ? `${id}-${times.get(id)}` : id);
  });
}
