// Joining: from a municipality and a theme to what fits, a mail, and lines of YAML. Everything is made here; nothing is sent.
import { byId, fold, node, say } from "./page.js";

const form = byId("kiezen");
const facts = JSON.parse(form.dataset.facts);
const { gemeente: place, thema: theme } = form.elements;
const unchosen = byId("kies-stand").textContent;
// What the choice is about: the municipality, the theme, why they fit and how well.
let m;
let t;
let reasons;
let total;
const asked = new URLSearchParams(location.search);
for (const select of form) {
  select.value = asked.get(select.name);
  // A value that is not there leaves no option chosen, also not the empty one.
  if (select.selectedIndex < 0) select.value = "";
}
byId("keuze").oninput = ({ target }) => {
  if (target.form) choose();
  else if (target.id.startsWith("mail")) addressMail();
  else writeProject();
};
choose();

function choose() {
  m = facts.municipalities[place.value];
  t = facts.themes[theme.value];
  byId("uitkomst").hidden = !(m && t);
  if (!m || !t) return say("kies-stand", unchosen);
  reasons = m.fits[theme.value] || [];
  total = reasons.reduce((sum, [, points]) => sum + points, 0);
  showReasons();
  writeMail();
  writeParticipation();
  writeProject();
  say("kies-stand", summary());
}

function summary() {
  if (m.leads.includes(theme.value)) return `${m.name} is zelf koploper van ${t.title}.`;
  if (m.joined.includes(theme.value)) return `${m.name} doet al mee met ${t.title}.`;
  const advice = total >= facts.threshold ? `Past goed: ${total} punten. ` : `Nu ${total} punten; advies geven wij vanaf ${facts.threshold}. `;
  return `${m.name} en ${t.title}. ${facts.matching ? advice : ""}De mail en de regels staan klaar.`;
}

function showReasons() {
  const rows = reasons.map(([text, points]) => row("", text, points));
  if (rows[0]) rows.push(row("reasons-total", "samen", total));
  byId("redenen").replaceChildren(...rows);
  byId("geen-redenen").hidden = rows.length > 0 || !facts.matching;
}

function row(className, text, points) {
  return node("li", className, node("span", "", text), " ", node("b", "", points));
}

function writeMail() {
  const projects = m.projects.filter((one) => one.themes.includes(theme.value));
  say("mail-aan", [t.who, t.to].filter(Boolean).join(", "));
  say("mail-stand", t.dated);
  byId("mail-onderwerp").value = `${m.name} wil aansluiten bij ${t.title}`;
  byId("mail-tekst").value = [
    "Beste collega,",
    `Gemeente ${m.name} wil graag aansluiten bij ${t.title}, waarvan ${t.lead} koploper is.`,
    listed("Wij werken aan:", projects.map((one) => `${one.title} (${one.phase}): ${facts.projects}${one.id}/`)),
    listed("Waarom dit past:", reasons.map(([text]) => text)),
    "Met wie kunnen wij daarover praten?",
    "Met vriendelijke groet,\n[uw naam, functie en gemeente]",
  ].filter(Boolean).join("\n\n");
  addressMail();
}

function listed(title, lines) {
  return lines[0] && [title, ...lines].join("\n- ");
}

function addressMail() {
  const [subject, body] = ["mail-onderwerp", "mail-tekst"].map((id) => encodeURIComponent(byId(id).value.replaceAll("\n", "\r\n")));
  byId("mail-open").href = `${t.mail}?subject=${subject}&body=${body}`;
}

function writeParticipation() {
  const verb = m.joined[0] ? "Vervang de regel participates" : "Zet deze regel";
  say("deelname-uitleg", `${verb} bij ${m.name} in municipalities.yaml, als uw gemeente heeft besloten om mee te doen.`);
  const joined = [...new Set([...m.joined, theme.value])].join(", ");
  say("deelname", `    participates: [${joined}]\n`);
}

function writeProject() {
  const name = byId("project-naam").value.trim() || "Nieuw project";
  const short = byId("project-kort").value.trim().replace(/\s+/g, " ") || "Vertel hier in één of twee zinnen wat u doet.";
  const file = `content/projects/${place.value}.yaml`;
  const start = m.file ? "" : "projects:\n";
  const text = `${start}  - id: ${idOf(name)}
    title: ${JSON.stringify(name)}
    summary: ${JSON.stringify(short)}
    themes: [${theme.value}]
    status: ${byId("project-fase").value}
    status_date: ${facts.today}
    added: ${facts.today}
`;
  say("project-uitleg", m.file ? `Zet deze regels onderaan in ${file}.` : `Maak het bestand ${file} met deze regels.`);
  say("project", text);
  offer("als-voorstel", facts.repository?.issue, { TITLE: `${m.name}: ${name}`, BODY: `${file}\n\n\`\`\`yaml\n${text}\`\`\`\n` });
  offer("als-bestand", !m.file && facts.repository?.file, { NAME: file, BODY: text });
}

function offer(id, address, values) {
  const link = byId(id);
  link.parentElement.hidden = !address;
  if (address) link.href = address.replace(/TITLE|BODY|NAME/g, (key) => encodeURIComponent(values[key]));
}

// An id that no project has: the municipality and the name, as words with hyphens.
function idOf(name) {
  const wish = fold(`${place.value}-${name}`).replace(/[^a-z0-9]+/g, "-").slice(0, 76).replace(/-$/, "");
  let id = wish;
  for (let number = 2; facts.taken.includes(id); number += 1) id = `${wish}-${number}`;
  return id;
}
