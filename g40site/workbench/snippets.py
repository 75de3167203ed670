"""Snippets for VS Code: what no schema can complete, the front matter of a Markdown file and a whole project.

In: the models, and the themes that exist. Out: one file of snippets. Each has the keys that an entry needs and those
that are nearly always given; the day comes from the name of the file, a choice from the model or the content.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from g40site import model
from g40site.model import fields as f
from g40site.model.help import help_of
from g40site.workbench.schemas import Known, aliased, choices_of

FILE = "site.code-snippets"
# The word that an editor types, the language of the file, the model, and what is asked beside the keys that it needs.
KINDS: tuple[tuple[str, str, type[BaseModel], tuple[str, ...]], ...] = (
    ("bericht", "markdown", model.NewsItem, ("themes", "sources")),
    ("bijeenkomst", "markdown", model.Event, ("end", "location", "themes")),
    ("pagina", "markdown", model.Page, ()),
    ("project", "yaml", model.Project, ("topics", "sources", "checked")),
)
DAY = r"${TM_FILENAME_BASE/^(\d{4}-\d{2}-\d{2}).*$/$1/}"
TODAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
CLOCKS = {"start": "13:30", "end": "15:30"}


def made(here: Known) -> bytes:
    """The whole file."""
    found = {}
    for word, language, form, more in KINDS:
        asked = [(key, info) for key, info in aliased(form) if info.is_required() or key in more]
        lines = [line for number, (key, info) in enumerate(asked, 1) for line in asking(number, key, form, info, here)]
        if language == "markdown":
            lines = ["---", *lines, "---", "${0:Schrijf hier de tekst.}"]
        else:
            lines = [("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]
        about = (form.__doc__ or "").partition(":")[0].strip().rstrip(".")
        found[word.capitalize()] = {"scope": language, "prefix": word, "description": about, "body": lines}
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def asking(number: int, key: str, form: type[BaseModel], info: FieldInfo, here: Known) -> Iterator[str]:
    """The lines of one key, with the place where the cursor comes."""
    reads = reading(info)
    if key == "themes":
        yield f"themes: [{choice(number, here.names['theme'])}]"
    elif words := choices_of(info):
        yield f"{key}: {choice(number, words)}"
    elif reads is f.day_of:
        yield f"{key}: {DAY}"
    elif reads is f.moment_of:
        yield f"{key}: {DAY} ${{{number}:{CLOCKS[key]}}}"
    elif reads is f.partial_date_of:
        yield f"{key}: ${{{number}:{TODAY}}}"
    elif reads is f.id_of:
        yield f"{key}: $TM_FILENAME_BASE-${{{number}:korte-naam}}"
    elif key == "sources":
        yield from ("sources:", f"  - ${{{number}:https://www.voorbeeld.nl/}}")
    elif key == "topics":
        yield f"{key}: [${{{number}:onderwerp}}]"
    else:
        yield f"{key}: ${{{number}:{re.sub(r'[$}]', '', help_of(form)[key])}}}"


def choice(number: int, words: Any) -> str:
    return f"${{{number}|{','.join(words)}|}}"


def reading(info: FieldInfo) -> Any:
    """What reads the text of a field; a list or a part has none of its own."""
    found = next((m for m in metadata_of(info) if isinstance(m, BeforeValidator)), None)
    return found.func if found else None


def metadata_of(info: FieldInfo) -> tuple[Any, ...]:
    inner = (part for part in get_args(info.annotation) if part is not type(None))
    return (*info.metadata, *(m for part in inner for m in get_args(part)[1:]))
