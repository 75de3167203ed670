// What is changed in the code of Sveltia CMS before it is bundled. It comes as one file of long lines, so a change is a piece of text
// that must be there, this many times: a new version that looks otherwise fails the build, and is looked at.

/** @type {{why: string, find: RegExp, times: number, replace: string}[]} */
export const CUTS = [
  {
    why: "Dutch is the only language, and what all else falls back to",
    find: /=`en-US`,([\w$]+)=`ar,[\w,-]+`\.split\(`,`\)/g,
    times: 1,
    replace: "=`nl`,$1=[`nl`]",
  },
  {
    why: "the Dutch texts with ours, in the place of the English ones",
    find: /\{\.\.\.[\w$]+,_sui:[\w$]+\}/g,
    times: 1,
    replace: "dutchTexts",
  },
  {
    why: "no other languages",
    find: /"?[\w-]+"?:\(\)=>[\w$]+\(\(\)=>import\(`\.\.\/locales\/[\w-]+\.json`\),\[\],import\.meta\.url\),?/g,
    times: 28,
    replace: "",
  },
  {
    why: "no colours of programming languages in blocks of code",
    find: /"?[\w+#-]+"?:\(\)=>[\w$]+\(\(\)=>import\(`@shikijs\/(?:langs|themes)\/[\w+#-]+`\),\[\],import\.meta\.url\),?/g,
    times: 244,
    replace: "",
  },
  {
    why: "a format of our own gets the text of a file as it is: also its line ends, and what white space stands around it",
    find: /(\w)=\1\.trim\(\)\.replace\(\/\\r\\n\?\/g,`\n`\);(let \w=!\w&&[\w$]+\(\w,(\w)\)[^;]{1,200};if\(\w\)return \w)\(\1\)/g,
    times: 1,
    replace: "let rawText=$1;$1=$1.trim().replace(/\\r\\n?/g,`\n`);$2(rawText,$3)",
  },
  {
    why: "and is written as the format gives it",
    find: /`\$\{\(await ([\w$]+)\(([\w$]+)\)\)\.trim\(\)\}\\n`/g,
    times: 1,
    replace: "(await $1($2))",
  },
  {
    why: "the code host is asked, and no page about how it is",
    find: /async\(\)=>\{(?=try\{let\{(?:status:\{indicator|result:\{status_overall):)/g,
    times: 2,
    replace: "async()=>{return`unknown`;",
  },
  {
    why: "the type comes from here; what is beside the script is enough",
    find: /@font-face \{[^}]*cdn\.jsdelivr\.net[^}]*\}/g,
    times: 3,
    replace: "",
  },
];

/**
 * @param {string} text The code of Sveltia CMS.
 * @returns {string} The same with all cuts.
 */
export function cut(text) {
  for (const { why, find, times, replace } of CUTS) {
    const count = text.match(find)?.length ?? 0;
    if (count !== times) throw new Error(`Sveltia CMS is another one (${why}): ${find} stands in it ${count} times, not ${times}.`);
    text = text.replace(find, replace);
  }
  return text;
}
