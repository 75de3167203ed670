// Joining: from a municipality and a theme to what fits, a mail, and lines of YAML. Everything is made here; nothing is sent.
import { byId, node } from "./page.js";

const form = byId("kiezen");
if (form) start(form);

function start(form) {
  const facts = JSON.parse(form.dataset.facts);
  const place = byId("kies-gemeente");
  const theme = byId("kies-thema");
  form.addEventListener("submit", (event) => event.preventDefault());
  const asked = new URLSearchParams(location.search);
  preset(place, asked.get("gemeente"));
  preset(theme, asked.get("thema"));
  for (const select of [place, theme]) select.addEventListener("change", choose);
  for (const id of ["mail-onderwerp", "mail-tekst"]) byId(id).addEventListener("input", addressMail);
  for (const id of ["project-naam", "project-kort", "project-fase"]) byId(id).addEventListener("input", writeProject);
  choose();

  function choose() {
    const ready = place.value && theme.value;
    byId("uitkomst").hidden = !ready;
    byId("kies-stand").textContent = ready ? "" : "Kies een gemeente en een thema. Dan staan hier een mail en de regels voor deze site.";
    if (!ready) return;
    const m = facts.municipalities[place.value];
    const t = facts.themes[theme.value];
    const reasons = m.fits[theme.value] || [];
    showReasons(reasons);
    writeMail(m, t, reasons);
    writeParticipation(m, t);
    writeProject();
    byId("kies-stand").textContent = summary(m, t, reasons);
  }

  function summary(m, t, reasons) {
    if (m.leads.includes(theme.value)) return `${m.name} is zelf koploper van ${t.title}.`;
    if (m.joined.includes(theme.value)) return `${m.name} doet al mee met ${t.title}.`;
    const total = sum(reasons);
    const advice = !facts.matching ? "" : total >= facts.threshold ? ` Past goed: ${total} punten.` : ` Nu ${total} punten; advies geven wij vanaf ${facts.threshold}.`;
    return `${m.name} en ${t.title}.${advice} De mail en de regels staan klaar.`;
  }

  function showReasons(reasons) {
    const rows = reasons.map(([text, points]) => row(text, points));
    if (rows.length) {
      rows.push(row("samen", sum(reasons)));
      rows.at(-1).className = "reasons-total";
    }
    byId("redenen").replaceChildren(...rows);
    byId("geen-redenen").hidden = rows.length > 0 || !facts.matching;
  }

  function writeMail(m, t, reasons) {
    const projects = m.projects.filter((one) => one.themes.includes(theme.value));
    byId("mail-aan").textContent = [t.who, t.to].filter(Boolean).join(", ");
    byId("mail-stand").textContent = t.dated;
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

  function addressMail() {
    const t = facts.themes[theme.value];
    const text = byId("mail-tekst").value.replaceAll("\n", "\r\n");
    byId("mail-open").href = `mailto:${t.to}?subject=${encodeURIComponent(byId("mail-onderwerp").value)}&body=${encodeURIComponent(text)}`;
  }

  function writeParticipation(m) {
    const joined = [...new Set([...m.joined, theme.value])];
    const verb = m.joined.length ? "Vervang de regel participates" : "Zet deze regel";
    byId("deelname-uitleg").textContent = `${verb} bij ${m.name} in municipalities.yaml, als uw gemeente heeft besloten om mee te doen.`;
    byId("deelname").textContent = `    participates: [${joined.join(", ")}]\n`;
  }

  function writeProject() {
    const m = facts.municipalities[place.value];
    const name = byId("project-naam").value.trim() || "Nieuw project";
    const short = byId("project-kort").value.trim().replace(/\s+/g, " ") || "Vertel hier in één of twee zinnen wat u doet.";
    const file = `content/projects/${place.value}.yaml`;
    const lines = [
      `  - id: ${idOf(name)}`,
      `    title: ${JSON.stringify(name)}`,
      `    summary: ${JSON.stringify(short)}`,
      `    themes: [${theme.value}]`,
      `    status: ${byId("project-fase").value}`,
      `    status_date: ${facts.today}`,
      `    added: ${facts.today}`,
    ];
    const text = `${[...(m.file ? [] : ["projects:"]), ...lines].join("\n")}\n`;
    byId("project-uitleg").textContent = m.file ? `Zet deze regels onderaan in ${file}.` : `Maak het bestand ${file} met deze regels.`;
    byId("project").textContent = text;
    offer("als-voorstel", facts.repository?.issue, { TITLE: `${m.name}: ${name}`, BODY: `${file}\n\n\`\`\`yaml\n${text}\`\`\`\n` });
    offer("als-bestand", m.file ? "" : facts.repository?.file, { NAME: file, BODY: text });
  }

  function offer(id, address, values) {
    byId(id).parentElement.hidden = !address;
    if (address) byId(id).href = address.replace(/TITLE|BODY|NAME/g, (key) => encodeURIComponent(values[key]));
  }

  // An id that no project has: the municipality and the name, as words with hyphens.
  function idOf(name) {
    const plain = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const wish = `${place.value}-${plain}`.replace(/-+/g, "-").slice(0, 76).replace(/^-|-$/g, "");
    let id = wish;
    for (let number = 2; facts.taken.includes(id); number += 1) id = `${wish}-${number}`;
    return id;
  }
}

function preset(select, value) {
  if (value && [...select.options].some((option) => option.value === value)) select.value = value;
}

function row(text, points) {
  return node("li", "", node("span", "", text), " ", node("b", "", points));
}

function sum(reasons) {
  return reasons.reduce((total, [, points]) => total + points, 0);
}

function listed(title, lines) {
  return lines.length ? [title, ...lines.map((line) => `- ${line}`)].join("\n") : "";
}
