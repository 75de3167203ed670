// The addresses that may stand in the bundle. Nothing of it asks another host than the code host of the site: what Sveltia CMS can
// also do by services of others (stock photos, translations, maps, storage) is given an address that no browser opens.

/** Hosts that stay, with the reason. */
const STAY = {
  "www.w3.org": "a name of a language, never asked",
  "json-schema.org": "a name of a language, never asked",
  localhost: "what a relative address is read against",
  "github.com": "a code host, and links to the makers of Sveltia CMS",
  "api.github.com": "a code host",
  "gitlab.com": "a code host",
  "sveltiacms.app": "links to its documentation",
  "svelte.dev": "a link in the text of a fault",
  "lexical.dev": "a link in the text of a fault",
  "stackoverflow.com": "a link in a remark",
};
/** Hosts that nobody asks any more: each names a service that the forms do not use. */
const GO = `
  ai.google.dev aistudio.google.com api-docs.deepseek.com api.anthropic.com api.deepseek.com api.mistral.ai api.netlify.com api.openai.com
  api.pexels.com api.unsplash.com api.uploadcare.com app.uploadcare.com aws.amazon.com azure.microsoft.com bsky.app bunny.net
  cloud.digitalocean.com cloudinary.com codeberg.org console.aws.amazon.com console.cloud.google.com console.cloudinary.com
  console.mistral.ai console.scaleway.com dash.bunny.net dash.cloudflare.com developers.cloudflare.com discord.com docs.aws.amazon.com
  docs.claude.com docs.digitalocean.com docs.mistral.ai fontsource.org generativelanguage.googleapis.com gitea.com identity.netlify.com
  learn.microsoft.com nominatim.openstreetmap.org picsum.photos pixabay.com platform.claude.com platform.deepseek.com
  platform.openai.com portal.azure.com res.cloudinary.com secure.backblaze.com status-api.hostedstatus.com status.gitlab.com supabase.com
  translation.googleapis.com ucarecdn.com unpkg.com unsplash.com upload.uploadcare.com uploadcare.com www.backblaze.com
  www.cloudflare.com www.digitalocean.com www.githubstatus.com www.openstreetmap.org www.pexels.com www.scaleway.com
  www.youtube-nocookie.com www.youtube.com youtu.be {s}.tile.openstreetmap.org
`.split(/\s+/);
/** Storage of others, whose host is put together: `https://${bucket}.s3.${region}.amazonaws.com`. */
const STORAGE = /^(?:s3\.)?\$\{[^}]*\}[.-]/;

/**
 * @param {string} text The text of a file of the bundle.
 * @param {string} name Its name.
 * @returns {string} The same, in which no address of a service of others is left.
 */
export function ownAddresses(text, name) {
  return text.replace(/https?:\/\/((?:\$\{[^}]*\}|[^\s"'`()<>\\/?#,;])*)/g, (address, authority) => {
    const host = authority.replace(/:\d+$|\.$/, "");
    if (Object.hasOwn(STAY, host) || /^(?:\$\{[^}]*\})?$/.test(host)) return address;
    if (GO.includes(host) || STORAGE.test(host)) return `blocked://${authority}`;
    throw new Error(`${name} names a host that nobody has looked at: ${address}`);
  });
}

/**
 * @param {string} text The text of a script of the bundle.
 * @param {string} name Its name.
 */
export function refuseEval(text, name) {
  const call = text.match(/.{0,40}(?:\beval\(|\bnew Function\b|\bFunction\(["'`]).{0,40}/);
  if (call) throw new Error(`${name} makes code out of text, which the policy of the forms forbids: ${call[0]}`);
}
