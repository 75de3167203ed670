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

from g40site import model
from g40site.content.entries import Content
from g40site.content.reader import MANUAL
from g40site.editing import field_reference, issue_forms
from g40site.editing import schemas as json_schemas
from g40site.editing.schemas import Known
from g40site.model import fields as f
from g40site.model.description import PLACES, describe
from g40site.model.questions import KINDS
from g40site.model.shape import Field, fields_of


def schemas(content: Content) -> dict[str, bytes]:
    """The schemas by the name of their file."""
    return json_schemas.schemas(json_schemas.known(content))


def files(content: Content, root: Path) -> dict[str, bytes]:
    """All that is written to a root, by path."""
    beside = {
        f".vscode/{SNIPPETS_FILE}": snippets(json_schemas.known(content)),
        f"{MANUAL}/{field_reference.FILE}": field_reference.render(),
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
        about = (form.__doc__ or "").partition(":")[0].strip().rstrip(".")
        rows[word.capitalize()] = {"scope": language, "prefix": word, "description": about, "body": lines}
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


def choice(number: int, words: Any) -> str:
    return f"${{{number}|{','.join(words)}|}}"
