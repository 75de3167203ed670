"""The reference of all keys that editors write, for the manual: a table a kind, made from the models.

In: the models. Out: Markdown. It says the same as the schemas, for who reads instead of types: each key with its word
and help, whether it is needed, what may stand behind it, and an example that is right.
"""

from collections.abc import Callable, Iterator
from typing import Any

from g40site import model
from g40site.editing.schemas import CHOICES
from g40site.model import fields as f
from g40site.model import settings
from g40site.model.entries import Administrator, Location, Participant
from g40site.model.labels import help_of
from g40site.model.shape import Field, field_of, fields_of

FILE = "velden.md"
HEAD = """\
# Alle sleutels

Van elke soort: welke sleutels er zijn, wat u erin zet en een voorbeeld.

Een **sleutel** is het woord voor de dubbele punt, zoals `title`. Staat er “ja” bij *nodig*? Dan moet u hem invullen.
De andere sleutels mag u weglaten. Deze lijst komt uit het programma.
"""
# The kinds in the order of how often an editor writes one: heading, model, and where it stands.
KINDS: tuple[tuple[str, type[model.Entry], str], ...] = (
    ("Bericht", model.NewsItem, "`content/news/JJJJ-MM-DD-naam.md`, boven de tekst"),
    ("Bijeenkomst", model.Event, "`content/agenda/JJJJ-MM-DD-naam.md`, boven de tekst"),
    ("Project", model.Project, "`content/projects/gemeente.yaml`, in de lijst `projects`"),
    ("Gemeente", model.Municipality, "`municipalities.yaml`, in de lijst `municipalities`"),
    ("Thema", model.Theme, "`themes.yaml`, in de lijst `themes`"),
    ("Pagina", model.Page, "`content/pages/naam.md`, boven de tekst"),
    ("Site", model.Site, "`site.yaml`"),
)
# What stands under a key of those.
PARTS: dict[type[model.Entry], str] = {
    model.Contact: "Contact",
    Administrator: "Bestuurder",
    model.GeneralContact: "Algemene ingang",
    model.Source: "Bron",
    model.Image: "Plaatje",
    Participant: "Andere gemeente",
    Location: "Plaats op de kaart",
    settings.SiteContact: "Contact van de groep",
    settings.FocusPoint: "Aandachtspunt",
    settings.TopicWords: "Onderwerp en andere woorden",
    settings.Repository: "Opslag",
    settings.Approval: "Goedkeuring",
    settings.Security: "Kwetsbaarheid melden",
    settings.Accessibility: "Toegankelijkheid",
    settings.Publisher: "Verantwoordelijke",
    settings.Features: "Onderdelen",
}
FORMS: dict[Callable[..., Any], str] = {
    f.line_of: "tekst op één regel",
    f.markdown_of: "tekst met opmaak (Markdown)",
    f.id_of: "kleine letters, cijfers en streepjes",
    f.url_of: "een adres dat begint met `https://`, `http://` of `mailto:`",
    f.site_url_of: "een adres dat begint met `https://`",
    f.email_of: "een mailadres",
    f.phone_of: "een telefoonnummer",
    f.code_of: "`GM` en vier cijfers",
    f.day_of: "een dag: jaar-maand-dag",
    f.partial_date_of: "een jaar, een maand of een dag",
    f.moment_of: "een dag, of een dag en een tijd",
    f.timezone_of: "een tijdzone",
    f.alias_of: "een adres op deze site, met `/` voorop",
    f.media_path_of: "een pad in de map `content`",
    f.yes_or_no_of: "`true` of `false`",
    f.integer_of: "een heel getal",
    f.degrees_of: "een getal met een punt",
    f.province_of: "een provincie",
}
REFERRED = {"theme": "een thema", "municipality": "een gemeente", "project": "een project"}
# Nobody comes near this number of characters by accident.
LONG = 1000
# An example for each key; a model comes first where one key means several things.
EXAMPLES: dict[str, str] = {
    "Accessibility.contact": "mailto:toegankelijk@voorbeeld.nl",
    "Accessibility.date": "2026-11-01",
    "Accessibility.status": "D",
    "Administrator.role": "Wethouder",
    "Approval.email": "redactie@voorbeeld.nl",
    "Approval.role": "Redactie",
    "Event.end": "2026-12-03 15:30",
    "Event.start": "2026-12-03 13:30",
    "Event.status": "cancelled",
    "Event.title": "Netwerkdag 2026",
    "Features.matching": "false",
    "Features.search": "false",
    "FocusPoint.title": "Privacy",
    "GeneralContact.name": "Stadswinkel",
    "GeneralContact.phone": "14 038",
    "GeneralContact.role": "Klantcontact",
    "Location.lat": "52.5168",
    "Location.lon": "6.0830",
    "Municipality.contact": "{phone: 14 038, url: https://www.voorbeeld.nl/contact}",
    "Municipality.id": "zwolle",
    "Municipality.location": "{lat: 52.5168, lon: 6.0830}",
    "Municipality.name": "Zwolle",
    "Participant.municipality": "haarlemmermeer",
    "Participant.status": "exploring",
    "Participant.status_date": "2024-01",
    "Page.title": "Veelgestelde vragen",
    "Publisher.name": "Gemeente Zwolle",
    "Repository.url": "https://git.voorbeeld.nl/g40/site",
    "Security.contact": "mailto:veilig@voorbeeld.nl",
    "Site.description": "Zie welke gemeenten aan hetzelfde werken.",
    "Site.title": "Themagroep Digitalisering",
    "Site.topics": "[{title: verkeerslichten, also: [iVRI]}]",
    "Theme.id": "smart-living",
    "Theme.title": "Smart Living",
    "TopicWords.title": "verkeerslichten",
    "accessibility": "{status: D, date: 2026-11-01}",
    "added": "2026-11-24",
    "administrators": "[{name: Jo Jansen, role: Wethouder}]",
    "aliases": "[/oud-adres/]",
    "also": "[iVRI, VRI]",
    "also_known_as": "[Swolle]",
    "alt": "Een lantaarn met een sensor",
    "approval": "{role: Redactie, email: redactie@voorbeeld.nl}",
    "archived": "https://bewaard.voorbeeld.nl/artikel",
    "branch": "main",
    "chair": "true",
    "checked": "2026-11",
    "code": "GM0193",
    "colour": "environment",
    "contact": "{role: Projectleider, email: slim@voorbeeld.nl}",
    "contacts": "[{role: Adviseur, email: slim@voorbeeld.nl}]",
    "credit": "Gemeente Zwolle",
    "date": "2026-11-24",
    "days": "3",
    "description": "Hier staat de uitleg.",
    "draft": "true",
    "email": "slim@voorbeeld.nl",
    "end": "2027",
    "features": "{search: false}",
    "file": "media/lantaarn.jpg",
    "focus_points": "[{title: Privacy}]",
    "id": "zwolle-lantaarns",
    "image": "{file: media/lantaarn.jpg, alt: Een lantaarn}",
    "interested": "[gouda]",
    "known": "2021-06",
    "language": "nl",
    "lead": "dordrecht",
    "lesson": "Vraag eerst de bewoners.",
    "licence": "CC-BY-4.0",
    "location": "Stadhuis, Zwolle",
    "menu": "1",
    "municipalities": "[zwolle, breda]",
    "municipality": "apeldoorn",
    "name": "Jo Jansen",
    "network": "G40 stedennetwerk",
    "note": "Het jaar is niet zeker.",
    "online": "https://video.voorbeeld.nl/g40",
    "organiser": "Gemeente Zwolle",
    "participates": "[smart-governance]",
    "partners": "[RIVM, KNMI]",
    "phone": "038 123 45 67",
    "policy": "https://www.voorbeeld.nl/beleid",
    "previous_start": "2026-12-01 13:30",
    "projects": "[zwolle-senshagen]",
    "province": "Overijssel",
    "publisher": "{name: Gemeente Zwolle}",
    "registration": "https://www.voorbeeld.nl/aanmelden",
    "report": "https://www.voorbeeld.nl/onderzoek",
    "repository": "{url: https://git.voorbeeld.nl/g40/site}",
    "revision": "1",
    "role": "Projectleider",
    "security": "{contact: mailto:veilig@voorbeeld.nl}",
    "seeking": "Wij zoeken een stad die ook meet.",
    "share_cards": "false",
    "since": "2022-06",
    "source": "https://www.voorbeeld.nl/college",
    "sources": "[https://www.voorbeeld.nl/]",
    "start": "2025-03",
    "statement": "https://www.voorbeeld.nl/verklaring",
    "status": "pilot",
    "status_date": "2026-10",
    "summary": "Waar gaat het over, in één of twee zinnen?",
    "themes": "[smart-living]",
    "timezone": "Europe/Amsterdam",
    "title": "Lantaarns die meten",
    "topics": "[sensoren, verlichting]",
    "until": "2026-03",
    "updated": "2026-11-24",
    "url": "https://www.voorbeeld.nl/",
    "website": "https://www.zwolle.nl",
    "with": "[amersfoort]",
}


def render() -> bytes:
    """The whole page."""
    return "\n".join([HEAD, *sections()]).encode()


def sections() -> Iterator[str]:
    for title, form, place in KINDS:
        yield f"## {title}\n\n{sentence(form)} Waar? In {place}.\n\n{table(form)}"
    yield "## Wat onder een sleutel staat\n\nSommige sleutels hebben zelf weer sleutels. Dit zijn ze.\n"
    for form, title in PARTS.items():
        yield f"### {title}\n\n{sentence(form)}\n\n{table(form)}"


def sentence(form: type[model.Entry]) -> str:
    return f"{(form.__doc__ or '').strip().partition(':')[0].rstrip('.')}."


def table(form: type[model.Entry]) -> str:
    rows = ["| sleutel | wat het is | nodig | wat erin mag | voorbeeld |", "| --- | --- | --- | --- | --- |"]
    for field in fields(form):
        key, needed = field.key, "ja" if field.is_required else "nee"
        may_be = of(field)
        rows.append(f"| `{key}` | {help_of(form)[key]} | {needed} | {may_be} | `{example(form, key)}` |")
    return "\n".join([*rows, ""])


def fields(form: type[model.Entry]) -> list[Field]:
    """The fields of a model; projects have a file of their own, which is the one place to write them."""
    return [field for field in fields_of(form) if (form, field.key) != (model.Municipality, "projects")]


def example(form: type[model.Entry], key: str) -> str:
    return EXAMPLES.get(f"{form.__name__}.{key}") or EXAMPLES[key]


def of(field: Field) -> str:
    """What may stand behind a key, in words."""
    one = text(field) if field.reader else mapping(field)
    return f"een lijst: {one}" if field.is_list else one


def mapping(field: Field) -> str:
    """A link to the keys that may stand below a key, with the text that may stand there instead of them."""
    title = PARTS[field.form]
    link = f"de sleutels van [{title}](#{title.lower().replace(' ', '-')})"
    return f"{text(field_of(field.form, field.alone))}, of {link}" if field.alone else link


def text(field: Field) -> str:
    if field.words:
        return ", ".join(f"`{word}` ({CHOICES[word]})" if word in CHOICES else f"`{word}`" for word in field.words)
    if field.refers:
        return f"de id van {REFERRED[field.refers]}"
    assert field.reader is not None, "a part is no text"
    length = f", hooguit {field.most} tekens" if field.most and field.most < LONG else ""
    return FORMS[field.reader] + length
