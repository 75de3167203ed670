"""The projects as rows of a table: what each column is, and a project as the texts of its cells and back.

In: projects as they stand in their files, and what exists. Out: cells. A list is written with `; ` between its items,
or on lines of its own where an item has such a mark itself; ids are shown by the names that people know.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from g40site import model
from g40site.content.check import REFERENCES
from g40site.content.loaded import Loaded
from g40site.content.validation import model_in
from g40site.model.help import help_of
from g40site.model.shape import fields_of
from g40site.workbench import asking
from g40site.workbench.entries import in_form
from g40site.workbench.forms import label
from g40site.workbench.schemas import CHOICES, name_of
from g40site.workbench.yamltext import Value, flow

# A spreadsheet holds no more in one cell.
CELL_LENGTH = 32_000
TOO_LONG = "(te lang voor een cel; verander dit in het bestand)"


class Column(Struct, frozen=True):
    """One column: its key or part of a key (`contact/name`), its head, its help, and what it chooses from."""

    path: str
    head: str
    help: str
    needed: bool = False
    many: bool = False
    whole: bool = False
    # Shown names with their ids; empty where any text will do.
    names: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        return self.path.partition("/")[0]

    @property
    def part(self) -> str:
        return self.path.partition("/")[2]


def columns(loaded: Loaded) -> tuple[Column, ...]:
    """The municipality of a project, and every key of one."""
    found = [
        Column(
            "municipality",
            label("municipality"),
            "De gemeente van het project.",
            True,
            names=names_of(loaded, "municipality"),
        )
    ]
    for field in fields_of(model.Project):
        key, inner = field.key, model_in(field.type)
        about = help_of(model.Project)[key]
        if inner is not None and not field.is_list:
            for part, more in help_of(inner).items():
                found.append(Column(f"{key}/{part}", label(f"{key}/{part}"), f"{about} {more}"))
            continue
        kind = REFERENCES["project"].get((key,))
        words = tuple((CHOICES[word], word) for word in field.words)
        names = names_of(loaded, kind) if kind else words
        help = f"{about} Zet `;` tussen de delen." if field.is_list else about
        needed = field.is_required and key != "id"
        found.append(Column(key, label(key), help, needed, field.is_list, inner is not None, names))
    return tuple(found)


def names_of(loaded: Loaded, kind: str) -> tuple[tuple[str, str], ...]:
    """Names with their ids; an entry whose name another one has too is shown by its id."""
    entries = [(name_of(entry.model) or entry.id, entry.id) for entry in loaded.of(kind) if entry.id]
    times = Counter(name for name, _id in entries)
    return tuple((name if times[name] == 1 else id, id) for name, id in entries)


# From a project to cells.


def cell(column: Column, owner: str, project: Mapping[str, Any]) -> str:
    """The text of one cell of a project, which is texts, lists and keys as they stand in its file."""
    value = owner if column.key == "municipality" else project.get(column.key, "")
    if column.part:
        value = value.get(column.part, "") if isinstance(value, Mapping) else ""
    text = listed(column, value) if isinstance(value, list) else shown(column, str(value)).strip("\n")
    return text if len(text) <= CELL_LENGTH else TOO_LONG


def shown(column: Column, id: str) -> str:
    return next((name for name, known in column.names if known == id), id)


def listed(column: Column, items: list[Any]) -> str:
    texts = [shown(column, item) if isinstance(item, str) else flow(item) for item in items]
    if not any(";" in text or "\n" in text for text in texts):
        return "; ".join(texts)
    # A line end behind the only item says that this is a list of lines.
    return "\n".join(texts) + ("\n" if len(texts) == 1 else "")


# From cells to a project.


def value_of(column: Column, text: str) -> Value:
    """What a cell says, in the form of the file."""
    if column.many:
        parts = text.split("\n") if "\n" in text else text.split(";")
        items = [part.strip() for part in parts if part.strip()]
        return [asking.parsed(item) if column.whole else meant(column, item) for item in items]
    return in_form(column.part or column.key, meant(column, text.strip()))


def meant(column: Column, text: str) -> str:
    """The id of what was chosen by its name, its id or nearly so; another text is left for the checks."""
    return asking.chosen(text, tuple((id, name) for name, id in column.names)) or text if column.names else text


def text_of(value: Any) -> str:
    """A cell as text: a date without its time, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"\r\n?|_x000D_\n?", "\n", str(value)).rstrip(" ")
