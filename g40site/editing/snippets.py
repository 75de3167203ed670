"""Snippets for VS Code: what no schema can complete, the front matter of a Markdown file and a whole project.

In: the models, and the themes that exist. Out: one file of snippets. Each has the keys that an entry needs and those
that are nearly always given; the day comes from the name of the file, a choice from the model or the content.
"""

import json
from collections.abc import Iterator
from typing import Any

from g40site import model
from g40site.editing.schemas import Known
from g40site.model import fields as f
from g40site.model.labels import PLACES
from g40site.model.shape import Field, fields_of

FILE = "site.code-snippets"
# The word that an editor types, the language of the file, the model, and what is asked beside the keys that it needs.
KINDS: tuple[tuple[str, str, type[model.Entry], tuple[str, ...]], ...] = (
    ("bericht", "markdown", model.NewsItem, ("themes", "sources")),
    ("bijeenkomst", "markdown", model.Event, ("end", "location", "themes")),
    ("pagina", "markdown", model.Page, ()),
    ("project", "yaml", model.Project, ("topics", "sources", "checked")),
)
DAY = r"${TM_FILENAME_BASE/^(\d{4}-\d{2}-\d{2}).*$/$1/}"
TODAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
CLOCKS = {"start": "13:30", "end": "15:30"}


def render(here: Known) -> bytes:
    """The whole file."""
    found = {}
    for word, language, form, more in KINDS:
        asked = [field for field in fields_of(form) if field.is_required or field.key in more]
        lines = [line for number, field in enumerate(asked, 1) for line in asking(number, field, here)]
        if language == "markdown":
            lines = ["---", *lines, "---", f"${{0:{PLACES['body']}}}"]
        else:
            lines = [("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]
        about = (form.__doc__ or "").partition(":")[0].strip().rstrip(".")
        found[word.capitalize()] = {"scope": language, "prefix": word, "description": about, "body": lines}
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def asking(number: int, field: Field, here: Known) -> Iterator[str]:
    """The lines of one key, with the place where the cursor comes."""
    key, reads = field.key, field.reader
    if key == "themes":
        yield f"themes: [{choice(number, here.names['theme'])}]"
    elif field.words:
        yield f"{key}: {choice(number, field.words)}"
    elif reads is f.day_of:
        yield f"{key}: {DAY}"
    elif reads is f.moment_of:
        yield f"{key}: {DAY} ${{{number}:{CLOCKS[key]}}}"
    elif reads is f.partial_date_of:
        yield f"{key}: ${{{number}:{TODAY}}}"
    elif reads is f.id_of:
        yield f"{key}: $TM_FILENAME_BASE-${{{number}:korte-naam}}"
    elif key == "sources":
        yield from ("sources:", f"  - ${{{number}:{PLACES[key]}}}")
    elif key == "topics":
        yield f"{key}: [${{{number}:{PLACES[key]}}}]"
    else:
        yield f"{key}: ${{{number}:{PLACES[key]}}}"


def choice(number: int, words: Any) -> str:
    return f"${{{number}|{','.join(words)}|}}"
