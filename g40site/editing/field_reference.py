"""The reference of all keys that editors write, for the manual: a table a kind, made from the models.

In: the models. Out: Markdown. It says the same as the schemas, for who reads instead of types: each key with its word
and help, whether it is needed, what may stand behind it, and an example that is right.
"""

from collections.abc import Iterator

from g40site import model, words
from g40site.model import settings
from g40site.model.description import describe
from g40site.model.entries import Administrator, Location, Participant
from g40site.model.left_out import PROMPTS, is_left_out
from g40site.model.shape import Field, field_of, fields_of

FILE = "velden.md"
HEAD = """\
# Alle sleutels

Van elke soort: welke sleutels er zijn, wat u erin zet en een voorbeeld.

Een **sleutel** is het woord voor de dubbele punt, zoals `title`. Staat er “ja” bij *nodig*? Dan moet u hem invullen.
De andere sleutels mag u weglaten. Deze lijst komt uit het programma.
"""
# The keys of a municipality that may have a file of their own.
SPLIT = words.listed([f"`{field.key}`" for field in fields_of(model.MunicipalityFile)])
# The kinds in the order of how often an editor writes one: heading, model, and where it stands.
KINDS: tuple[tuple[str, type[model.Entry], str], ...] = (
    ("Bericht", model.NewsItem, "`content/news/JJJJ-MM-DD-naam.md`, boven de tekst"),
    ("Bijeenkomst", model.Event, "`content/agenda/JJJJ-MM-DD-naam.md`, boven de tekst"),
    (
        "Project",
        model.ProjectFile,
        "`content/projects/id.yaml`: de naam van het bestand is de id. Of in de lijst `projects` van "
        "`content/projects/gemeente.yaml`, zonder `municipality` en met een `id`",
    ),
    (
        "Gemeente",
        model.Municipality,
        f"`municipalities.yaml`, in de lijst `municipalities`. {SPLIT} mogen ook in `content/municipalities/id.yaml`",
    ),
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
    settings.Forms: "Formulieren",
    settings.Approval: "Goedkeuring",
    settings.Security: "Kwetsbaarheid melden",
    settings.Accessibility: "Toegankelijkheid",
    settings.Publisher: "Verantwoordelijke",
    settings.Features: "Onderdelen",
}
# Nobody comes near this number of characters by accident.
LONG = 1000


def render() -> bytes:
    """The whole page."""
    return "\n".join([HEAD, *sections()]).encode()


def sections() -> Iterator[str]:
    for title, form, location in KINDS:
        yield f"## {title}\n\n{sentence(form)} Waar? In {location}.\n\n{table(form)}"
    yield "## Wat onder een sleutel staat\n\nSommige sleutels hebben zelf weer sleutels. Dit zijn ze.\n"
    for form, title in PARTS.items():
        yield f"### {title}\n\n{sentence(form)}\n\n{table(form)}"


def sentence(form: type[model.Entry]) -> str:
    return f"{(form.__doc__ or '').strip().partition(':')[0].rstrip('.')}."


def table(form: type[model.Entry]) -> str:
    rows = ["| sleutel | wat het is | nodig | wat erin mag | voorbeeld |", "| --- | --- | --- | --- | --- |"]
    for field in fields(form):
        description, needed = describe(form, field.key), "ja" if field.is_required else "nee"
        rows.append(f"| `{field.key}` | {description.help} | {needed} | {of(field)} | `{description.example}` |")
    return "\n".join([*rows, ""])


def fields(form: type[model.Entry]) -> list[Field]:
    """The fields of a model; projects have a file of their own, which is the one place to write them."""
    return [field for field in fields_of(form) if not is_left_out(PROMPTS, form, field.key)]


def of(field: Field) -> str:
    """What may stand behind a key, in words."""
    item = text(field) if field.reader else mapping(field)
    return f"een lijst: {item}" if field.is_list else item


def mapping(field: Field) -> str:
    """A link to the keys that may stand below a key, with the text that may stand there instead of them."""
    title = PARTS[field.form]
    link = f"de sleutels van [{title}](#{title.lower().replace(' ', '-')})"
    return f"{text(field_of(field.form, field.alone))}, of {link}" if field.alone else link


def text(field: Field) -> str:
    reading = field.reading
    assert reading is not None, "a part is no text"
    if field.choices and not reading.phrase:
        bare = all(word == name for word, name in field.choices.items())
        return ", ".join(f"`{word}`" if bare else f"`{word}` ({name})" for word, name in field.choices.items())
    if field.refers:
        return reading.phrase
    length = f", hooguit {field.most} tekens" if field.most and field.most < LONG else ""
    return reading.phrase + length
