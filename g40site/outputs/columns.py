"""The fields of open data, one line each: its name, its form, its explanation, and how an entry gives it.

In: models and entries. Out: columns. A field that editors write takes its form and explanation from the model itself;
a field with parts is made of columns too, so that each part has its explanation. Contacts, and mail addresses and
telephone numbers in texts, are never in open data.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from msgspec import Struct

from g40site import privacy
from g40site.model.description import describe
from g40site.model.shape import field_of, json_schema_of
from g40site.outputs.publication import Publication, clean

Value = Any
Schema = dict[str, Any]
Make = Callable[[Publication, Any], Value]

NULL: Schema = {"type": "null"}
TEXT: Schema = {"type": "string"}
DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
MOMENT: Schema = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}))?$",
}
URL: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
YES_NO: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}


class Column(Struct, frozen=True):
    """A field: `cells` are its names in a CSV, more than one where each part has a cell; `parts` are its fields.

    `described` gives its form with the explanation: a function, since models take a while to describe themselves.
    """

    name: str
    described: Callable[[], Schema]
    value: Make
    cells: tuple[str, ...]
    parts: tuple["Column", ...] = ()

    @property
    def schema(self) -> Schema:
        return {key: value for key, value in self.described().items() if key != "description"}

    @property
    def help(self) -> str:
        text: str = self.described()["description"]
        return text


def computed(name: str, schema: Schema, help: str, value: Make, cells: tuple[str, ...] = ()) -> Column:
    """A field that only open data has."""
    return Column(name, lambda: {"description": help, **schema}, value, cells or (name,))


def from_field(form: type[Struct], name: str, value: Make | None = None, more: str = "") -> Column:
    """A field of a model, under its contract name; `more` is what editors know and users of the data do not."""

    def plain(_publication: Publication, entry: Any) -> Value:
        return json_value(getattr(entry, name), text=is_text(form, name))

    def described() -> Schema:
        schema = fields(form)[name]
        return {**schema, "description": f"{schema['description']} {more}".rstrip()}

    return Column(name, described, value or plain, (name,))


def markdown(form: type[Struct], name: str, prefix: Callable[[Any], str] = lambda _entry: "") -> Column:
    """A Markdown text, published as plain text."""

    def plain(publication: Publication, entry: Any) -> Value:
        written = getattr(entry, name)
        return redact(publication.plain(written, prefix(entry))) if written else None

    return from_field(form, name, plain)


def link(form: type[Struct], name: str, published_as: str = "") -> Column:
    """An address; one that leads to a mailbox is left out."""
    return Column(
        published_as or name,
        lambda: {"description": describe(form, name).help, **nullable(URL)},
        lambda _, entry: public_url(getattr(entry, name)),
        (published_as or name,),
    )


def sources(form: type[Struct]) -> Column:
    return Column(
        "sources",
        lambda: {"description": describe(form, "sources").help, "type": "array", "items": URL},
        lambda _, entry: [source.url for source in entry.sources if public_url(source.url)],
        ("sources",),
    )


def nested(
    name: str,
    help: Callable[[], str],
    parts: tuple[Column, ...],
    entry: Callable[[Publication, Any], Any],
    *,
    cells: tuple[str, ...] = (),
    optional: bool = False,
) -> Column:
    """A field that has fields: those of what `entry` gives, which may be nothing where that is `optional`."""

    def described() -> Schema:
        form = fields_of(parts)
        return {"description": help(), **(nullable(form) if optional else form)}

    def value(publication: Publication, given: Any) -> Value:
        found = entry(publication, given)
        return None if found is None else values(publication, parts, found)

    return Column(name, described, value, cells or (name,), parts)


def nested_list(
    name: str, help: str, parts: tuple[Column, ...], entries: Callable[[Publication, Any], Iterable[Any]]
) -> Column:
    """A list of which each item has fields."""
    return Column(
        name,
        lambda: {"description": help, "type": "array", "items": fields_of(parts)},
        lambda publication, given: [values(publication, parts, one) for one in entries(publication, given)],
        (name,),
        parts,
    )


def values(publication: Publication, columns: Iterable[Column], entry: Any) -> dict[str, Value]:
    """One entry as JSON has it."""
    return {column.name: column.value(publication, entry) for column in columns}


def fields_of(columns: Iterable[Column]) -> Schema:
    """An object that has exactly these fields."""
    properties = {column.name: column.described() for column in columns}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, NULL]}


@cache
def fields(form: type[Struct]) -> dict[str, Schema]:
    """The form and the explanation of every field of a model, from the model itself."""
    schema = json_schema_of(form)
    return {
        name: {"description": describe(form, name).help}
        | {key: value for key, value in field.items() if key not in ("title", "default")}
        for name, field in schema["properties"].items()
    }


@cache
def is_text(form: type[Struct], name: str) -> bool:
    """Whether people wrote the words: ids, dates, codes and choices have a pattern or a list."""
    reading = field_of(form, name).reading
    schema = reading.schema if reading else {}
    return schema.get("type") == "string" and not {"pattern", "format", "enum"} & {*schema}


def json_value(value: Any, *, text: bool) -> Value:
    """A value of the content as JSON has it."""
    if isinstance(value, tuple):
        return [json_value(one, text=text) for one in value]
    return redact(value) if text and isinstance(value, str) else value


def redact(words: str) -> str:
    """A text without mail addresses and telephone numbers."""
    return privacy.private(clean(words))


def public_url(url: str | None) -> str | None:
    """An address of the web that leads to no mailbox."""
    return url if url and not url.startswith("mailto:") and not privacy.MAIL.search(url) else None
