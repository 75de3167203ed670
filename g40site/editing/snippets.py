"""Snippets for VS Code: what no schema can complete, the front matter of a Markdown file and a whole project.

In: the models, and the themes that exist. Out: one file of snippets. Each has the keys that an entry needs and those
that are nearly always given; the day comes from the name of the file, a choice from the model or the content.
"""

import json
from collections.abc import Iterator
from typing import Any

from g40site import model
from g40site.editing.entries import KINDS
from g40site.editing.schemas import Known
from g40site.model import fields as f
from g40site.model.description import PLACES, describe
from g40site.model.shape import Field, fields_of

FILE = "site.code-snippets"
# The word that an editor types, the language of the file, and the kind.
SNIPPETS = (
    ("bericht", "markdown", KINDS["news"]),
    ("bijeenkomst", "markdown", KINDS["event"]),
    ("pagina", "markdown", KINDS["page"]),
    ("project", "yaml", KINDS["project"]),
)
DAY = r"${TM_FILENAME_BASE/^(\d{4}-\d{2}-\d{2}).*$/$1/}"
TODAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"


def render(here: Known) -> bytes:
    """The whole file."""
    found = {}
    for word, language, kind in SNIPPETS:
        form = kind.form
        asked = [field for field in fields_of(form) if field.is_required or field.key in kind.in_snippet]
        lines = [line for number, field in enumerate(asked, 1) for line in lines_of(form, number, field, here)]
        if language == "markdown":
            lines = ["---", *lines, "---", f"${{0:{PLACES['body']}}}"]
        else:
            lines = [("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]
        about = (form.__doc__ or "").partition(":")[0].strip().rstrip(".")
        found[word.capitalize()] = {"scope": language, "prefix": word, "description": about, "body": lines}
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def lines_of(form: type[model.Entry], number: int, field: Field, here: Known) -> Iterator[str]:
    """The lines of one key, with the place where the cursor comes."""
    key, reads = field.key, field.reader
    if key == "themes":
        yield f"themes: [{choice(number, here.names['theme'])}]"
    elif field.choices:
        yield f"{key}: {choice(number, field.choices)}"
    elif reads is f.day_of:
        yield f"{key}: {DAY}"
    elif reads is f.moment_of:
        clock = describe(form, key).example.partition(" ")[2]
        yield f"{key}: {DAY} ${{{number}:{clock}}}"
    elif reads is f.partial_date_of:
        yield f"{key}: ${{{number}:{TODAY}}}"
    elif reads is f.id_of:
        yield f"{key}: $TM_FILENAME_BASE-${{{number}:korte-naam}}"
    elif key == "sources":
        yield from ("sources:", f"  - ${{{number}:{PLACES[key]}}}")
    elif key == "topics":
        yield f"{key}: [${{{number}:{PLACES[key]}}}]"
    else:
        yield f"{key}: ${{{number}:{PLACES.get(key) or describe(form, key).example}}}"


def choice(number: int, words: Any) -> str:
    return f"${{{number}|{','.join(words)}|}}"
