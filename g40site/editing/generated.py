"""The files that follow from the models and the content, and stand in a root for editors and code hosts.

In: what was loaded, and the root. Out: texts by their path. Beside the schemas only what has a place there is written:
a root without a manual gets no list of fields. The snippets for VS Code stand here too: what no schema can complete,
the front matter of a Markdown file and a whole project, with the keys that an entry needs and those that are nearly
always given.
"""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from g40site import model, words
from g40site.content.entries import Content
from g40site.content.reader import MANUAL
from g40site.editing import issue_forms, render
from g40site.editing import schemas as json_schemas
from g40site.editing.schemas import Known, summary
from g40site.model import fields as f
from g40site.model import settings
from g40site.model.description import PLACES, describe
from g40site.model.entries import Administrator, Location, Participant
from g40site.model.left_out import PROMPTS, is_left_out
from g40site.model.questions import KINDS
from g40site.model.shape import Field, field_of, fields_of


def schemas(content: Content) -> dict[str, bytes]:
    """The schemas by the name of their file."""
    return json_schemas.schemas(json_schemas.known(content))


def files(content: Content, root: Path) -> dict[str, bytes]:
    """All that is written to a root, by path."""
    beside = {
        f".vscode/{SNIPPETS_FILE}": snippets(json_schemas.known(content)),
        f"{MANUAL}/{REFERENCE_FILE}": field_reference(),
        **{path: text.encode() for path, text in issue_forms.files(content).items()},
    }
    return {f"schema/{name}": data for name, data in schemas(content).items()} | {
        path: data for path, data in beside.items() if (root / PurePosixPath(path).parent).is_dir()
    }


# Snippets: the day comes from the name of the file, a choice from the model or the content.


SNIPPETS_FILE = "site.code-snippets"
# The word that an editor types, the language of the file, and the kind.
SNIPPETS = (
    ("bericht", "markdown", KINDS["news"]),
    ("bijeenkomst", "markdown", KINDS["event"]),
    ("pagina", "markdown", KINDS["page"]),
    ("project", "yaml", KINDS["project"]),
)
DAY = r"${TM_FILENAME_BASE/^(\d{4}-\d{2}-\d{2}).*$/$1/}"
TODAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"


def snippets(here: Known) -> bytes:
    """The whole file."""
    rows = {}
    for word, language, kind in SNIPPETS:
        form = model.ProjectFile if kind.has_owner else kind.form
        fields = [field for field in fields_of(form) if field.is_required or field.key in kind.in_snippet]
        lines = [line for number, field in enumerate(fields, 1) for line in lines_of(form, number, field, here)]
        if language == "markdown":
            lines = ["---", *lines, "---", f"${{0:{PLACES['body']}}}"]
        rows[word.capitalize()] = {"scope": language, "prefix": word, "description": summary(form), "body": lines}
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()


def lines_of(form: type[model.Entry], number: int, field: Field, here: Known) -> Iterator[str]:
    """The lines of one key, with the place where the cursor comes."""
    key, reads = field.key, field.reader
    if key == "themes":
        yield f"themes: [{choice(number, here.names['theme'])}]"
    elif field.refers:
        yield f"{key}: {choice(number, here.names[field.refers])}"
    elif field.choices:
        yield f"{key}: {choice(number, field.choices)}"
    elif reads is f.day_of:
        yield f"{key}: {DAY}"
    elif reads is f.moment_of:
        clock = describe(form, key).example.partition(" ")[2]
        yield f"{key}: {DAY} ${{{number}:{clock}}}"
    elif reads is f.partial_date_of:
        yield f"{key}: ${{{number}:{TODAY}}}"
    elif key == "sources":
        yield from ("sources:", f"  - ${{{number}:{PLACES[key]}}}")
    elif key == "topics":
        yield f"{key}: [${{{number}:{PLACES[key]}}}]"
    else:
        yield f"{key}: ${{{number}:{PLACES.get(key) or describe(form, key).example}}}"


def choice(number: int, names: Any) -> str:
    return f"${{{number}|{','.join(names)}|}}"


# The list of all keys, for the manual. It says the same as the schemas, for who reads instead of types: each key with
# its help, whether it is needed, what may stand behind it, and an example that is right.


REFERENCE_FILE = "velden.md"
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


def field_reference() -> bytes:
    """The whole page."""
    # The keys of a municipality that may have a file of their own.
    split = words.listed([f"`{field.key}`" for field in fields_of(model.MunicipalityFile)])
    values = {"fields": listed_fields, "describe": describe, "content": content_of, "summary": summary, "parts": PARTS}
    return render("fields.md", model=model, split=split, **values).encode()


def listed_fields(form: type[model.Entry]) -> list[Field]:
    """The fields of a model; projects have a file of their own, which is the one place to write them."""
    return [field for field in fields_of(form) if not is_left_out(PROMPTS, form, field.key)]


def content_of(field: Field) -> str:
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
