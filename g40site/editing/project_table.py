"""The projects as rows of a table: what each column is, and a project as the texts of its cells and back.

In: projects as they stand in their files, and what exists. Out: cells. A list is written with `; ` between its items,
or on lines of its own where an item has such a mark itself; ids are shown by the names that people know.
"""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from g40site import model, words
from g40site.content.entries import Content, Entry
from g40site.editing.entries import problems_with
from g40site.editing.typed_answers import (
    Choices,
    choices_of,
    find_choice,
    find_choices,
    in_form,
    parse_keys,
    split_texts,
)
from g40site.editing.yaml_edit import plain, tree
from g40site.editing.yaml_format import Value, flow
from g40site.model.description import describe, label_of
from g40site.model.questions import OWNER, full_help, is_date
from g40site.model.shape import Field, field_of, fields_of

# A spreadsheet holds no more in one cell.
CELL_LENGTH = 32_000
TOO_LONG = "(te lang voor een cel; verander dit in het bestand)"


class Column(Struct, frozen=True):
    """One column: its key or part of a key (`contact/name`), its head, its help, an example, its field, and what it
    chooses from as ids with the names that are shown; empty where any text will do.
    """

    path: str
    head: str
    help: str
    example: str
    field: Field
    names: Choices = ()

    @property
    def key(self) -> str:
        return self.path.partition("/")[0]

    @property
    def subkey(self) -> str:
        return self.path.partition("/")[2]

    @property
    def is_needed(self) -> bool:
        return self.field.is_required and self.key != "id" and not self.subkey


def columns(loaded: Content) -> tuple[Column, ...]:
    """The municipality of a project, and every key of one; of a key that has parts each part."""
    result = [column_of(model.ProjectFile, OWNER, loaded)]
    for field in fields_of(model.Project):
        if field.form is None or field.is_list:
            result.append(column_of(model.Project, field.key, loaded))
        else:
            result += [part_column(field, inner) for inner in fields_of(field.form)]
    return tuple(result)


def part_column(field: Field, inner: Field) -> Column:
    path = f"{field.key}/{inner.key}"
    help = f"{full_help(model.Project, field.key)} {full_help(field.form, inner.key)}"
    return Column(path, label_of(model.Project, path), help, describe(field.form, inner.key).example, inner)


def column_of(form: type[model.Entry], key: str, loaded: Content) -> Column:
    field, about = field_of(form, key), describe(form, key)
    # Of what stands in a list the name is as good.
    help = re.sub(r" \((een id|id's)\)", "", full_help(form, key))
    if key == "id":
        help += " Een nieuw project? Laat de id leeg."
    if field.is_list:
        help += " Zet `;` tussen de delen."
    names = choices_of(field, loaded)
    example = about.example
    if names:
        ids = [id for id in re.split(r"[\[\], ]+", example) if id in dict(names)]
        example = list_text(names, ids or [names[0][0]][: field.is_required])
    elif field.is_list:
        example = list_text(names, tree(f"key: {example}\n".encode())["key"])
    return Column(key, about.label, help, example, field, names)


# From a project to cells.


def project_of(entry: Entry) -> dict[str, Any]:
    """A project as texts, lists and keys as they stand in its file, with its municipality."""
    return {**plain(entry.node), OWNER: entry.owner}


def cell_text(column: Column, project: Mapping[str, Any]) -> str:
    """The text of one cell of a project."""
    text = text_of(column, value_in(column, project))
    return text if len(text) <= CELL_LENGTH else TOO_LONG


def worded(column: Column, project: Mapping[str, Any]) -> str:
    """What a cell says of a project, for somebody who reads it: names, and dates in words."""
    value = value_in(column, project)
    if value and is_date(column.field) and not problems_with(model.Project, "start", value):
        return words.spaced(words.partial_date(value))
    return text_of(column, value).strip("\n")


def value_in(column: Column, project: Mapping[str, Any]) -> Any:
    value = project.get(column.key) or ""
    if column.subkey:
        return value.get(column.subkey, "") if isinstance(value, Mapping) else ""
    return value


def text_of(column: Column, value: Any) -> str:
    if isinstance(value, str):
        return dict(column.names).get(value, value).strip("\n")
    return list_text(column.names, value)


def list_text(names: Choices, items: list[Any]) -> str:
    texts = [dict(names).get(item, item) if isinstance(item, str) else flow(item) for item in items]
    if not any(";" in text or "\n" in text for text in texts):
        return "; ".join(texts)
    # A line end behind the only item says that this is a list of lines.
    return "\n".join(texts) + ("\n" if len(texts) == 1 else "")


# From cells to a project.


def value_of(column: Column, text: str) -> Value:
    """What a cell says, in the form of the file; what cannot be used is refused."""
    field, names = column.field, column.names
    if names and field.form is not None:
        return named_of(names, text)
    if names:
        return find_choices(text, names) if field.is_list else find_choice(text.strip(), names)
    if field.is_list:
        items = split_texts(text, ";")
        return [parse_keys(item) for item in items] if field.form is not None else list(items)
    return in_form(field, text.strip())


def named_of(names: Choices, text: str) -> list[str | dict[str, str]]:
    """Names, each alone or with keys of its own: `Breda; {municipality: gouda, status: pilot}`."""
    items: list[str | dict[str, str]] = []
    for piece in re.split(r"(\{[^{}]*\})", text):
        item = piece.strip(" ;,\n")
        keys = parse_keys(item)
        if isinstance(keys, str):
            items += find_choices(item, names)
        else:
            items.append({**keys, "municipality": find_choice(keys.get("municipality", ""), names)})
    return items
