"""The projects as rows of a table: what each column is, and a project as the texts of its cells and back.

In: projects as they stand in their files, and what exists. Out: cells. A list is written with `; ` between its items,
or on lines of its own where an item has such a mark itself; ids are shown by the names that people know.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, structs

from g40site import model, words
from g40site.content.entries import Content
from g40site.editing import prompts
from g40site.editing.entries import problems_with
from g40site.editing.typed_answers import (
    Choices,
    choices_of,
    date_in_form,
    entry_choices,
    find_choice,
    find_choices,
    split_texts,
)
from g40site.editing.yaml_edit import tree
from g40site.editing.yaml_format import Value, flow
from g40site.model.description import describe, label_of
from g40site.model.kinds import OWNER
from g40site.model.questions import full_help, is_date
from g40site.model.shape import Field, fields_of

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
    is_date: bool = False
    is_long: bool = False
    # Ids with the names that are shown; empty where any text will do.
    names: Choices = ()
    example: str = ""

    @property
    def key(self) -> str:
        return self.path.partition("/")[0]

    @property
    def subkey(self) -> str:
        return self.path.partition("/")[2]


def columns(loaded: Content) -> tuple[Column, ...]:
    """The municipality of a project, and every key of one."""
    names = entry_choices(loaded, "municipality")
    help = describe(model.ProjectFile, OWNER).help.replace(" (een id)", "")
    result = [Column(OWNER, label_of(model.ProjectFile, OWNER), help, True, names=names)]
    for field in fields_of(model.Project):
        if field.form is not None and not field.is_list:
            result += part_columns(field)
        else:
            result.append(column_of(field, loaded))
    return tuple(result)


def part_columns(field: Field) -> Iterator[Column]:
    """A column for each part of a key."""
    for inner in fields_of(field.form):
        path = f"{field.key}/{inner.key}"
        help = f"{full_help(model.Project, field.key)} {full_help(field.form, inner.key)}"
        head, example = label_of(model.Project, path), describe(field.form, inner.key).example
        yield Column(path, head, help, is_date=is_date(inner), is_long=inner.is_long, example=example)


def column_of(field: Field, loaded: Content) -> Column:
    key, help = field.key, full_help(model.Project, field.key).replace(" (id's)", "")
    if key == "id":
        help += " Een nieuw project? Laat de id leeg."
    if field.is_list:
        help += " Zet `;` tussen de delen."
    column = Column(
        key,
        label_of(model.Project, key),
        help,
        needed=field.is_required and key != "id",
        many=field.is_list,
        whole=field.form is not None,
        is_date=is_date(field),
        is_long=field.is_long,
        names=choices_of(field, loaded),
    )
    return structs.replace(column, example=example_of(column, describe(model.Project, key).example))


def example_of(column: Column, example: str) -> str:
    """An example as the cell has it; of what is chosen from a list only what is in it."""
    if not column.names:
        return list_text(column, tree(f"key: {example}\n".encode())["key"]) if column.many else example
    ids = [id for id in re.split(r"[\[\], ]+", example) if id in dict(column.names)]
    return list_text(column, ids or [column.names[0][0]][: column.needed])


# From a project to cells.


def cell_text(column: Column, owner: str, project: Mapping[str, Any]) -> str:
    """The text of one cell of a project, which is texts, lists and keys as they stand in its file."""
    value = owner if column.key == "municipality" else project.get(column.key, "")
    if column.subkey:
        value = value.get(column.subkey, "") if isinstance(value, Mapping) else ""
    text = list_text(column, value) if isinstance(value, list) else choice_name(column, str(value)).strip("\n")
    return text if len(text) <= CELL_LENGTH else TOO_LONG


def worded(column: Column, project: Mapping[str, Any]) -> str:
    """What a cell says of a project, for somebody who reads it: names, and dates in words."""
    value = project.get(column.key) or ""
    if column.subkey:
        value = value.get(column.subkey, "") if isinstance(value, Mapping) else ""
    if isinstance(value, str):
        exists = value and column.is_date and not problems_with(model.Project, "start", value)
        return words.spaced(words.partial_date(value)) if exists else choice_name(column, value.strip("\n"))
    return list_text(column, list(value)).strip("\n")


def choice_name(column: Column, id: str) -> str:
    return dict(column.names).get(id, id)


def list_text(column: Column, items: list[Any]) -> str:
    texts = [choice_name(column, item) if isinstance(item, str) else flow(item) for item in items]
    if not any(";" in text or "\n" in text for text in texts):
        return "; ".join(texts)
    # A line end behind the only item says that this is a list of lines.
    return "\n".join(texts) + ("\n" if len(texts) == 1 else "")


# From cells to a project.


def value_of(column: Column, text: str) -> Value:
    """What a cell says, in the form of the file; what cannot be used is refused."""
    if column.names and column.whole:
        return named_of(column, text)
    if column.names:
        return find_choices(text, column.names) if column.many else find_choice(text.strip(), column.names)
    if column.many:
        items = split_texts(text, ";")
        return [prompts.parse_keys(item) for item in items] if column.whole else list(items)
    return (column.is_date and date_in_form(text.strip())) or text.strip()


def named_of(column: Column, text: str) -> list[str | dict[str, str]]:
    """Names, each alone or with keys of its own: `Breda; {municipality: gouda, status: pilot}`."""
    names: list[str | dict[str, str]] = []
    for piece in re.split(r"(\{[^{}]*\})", text):
        item = piece.strip(" ;,\n")
        keys = prompts.parse_keys(item)
        if isinstance(keys, str):
            names += find_choices(item, column.names)
        else:
            names.append({**keys, "municipality": find_choice(keys.get("municipality", ""), column.names)})
    return names
