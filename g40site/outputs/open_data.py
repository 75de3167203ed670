"""Open data: what a field and a dataset are, and their files: JSON, CSV, GeoJSON, and a JSON Schema of each.

In: the publication and a dataset. Out: files. A field that editors write takes its form and explanation from the model
itself; a field with parts is made of fields too, so that each part has its explanation. Contacts, and mail addresses
and telephone numbers in texts, are never in it. A CSV has the rows of its JSON (RFC 4180, with a BOM for spreadsheets);
a text that a spreadsheet would take for a formula gets a `'` before it.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from g40site import addresses, model
from g40site.content.prose import id_prefix
from g40site.content.site import Event, NewsItem, Project, Site
from g40site.engine.tracking import chunks
from g40site.model import shape
from g40site.model.description import describe
from g40site.model.fields import day_of, email_of, markdown_of, phone_of, url_of
from g40site.model.left_out import OPEN_DATA, keys_left_out
from g40site.outputs.publication import Publication, indented, last_date, pretty, public_url, redact

Value = Any
Schema = dict[str, Any]
Compute = Callable[[Publication, Any], Any]

TEXT: Schema = {"type": "string"}
WORDS: Schema = {"type": "string", "minLength": 1}
ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
MOMENT: Schema = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}))?$",
}
URL: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
YES_NO: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}

BOM = "\ufeff"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Raised when a field goes or changes its meaning; a field that is added changes nothing for who reads the others.
VERSION = "1.1"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Field(Struct, frozen=True, eq=False):
    """A field: its value of an entry as JSON has it, its form, and its explanation, behind that of a key of a model.

    The form is only worked out for who asks: that of a field with `fields` has the explanations of these. In a CSV a
    field has one cell, or those of its `cells`.
    """

    name: str
    value: Compute
    schema: Callable[[], Schema]
    own_help: str = ""
    model_key: tuple[type[Struct], str] | None = None
    fields: tuple["Field", ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        of_model = describe(*self.model_key).help if self.model_key else ""
        return f"{of_model} {self.own_help}".strip()


def computed(name: str, schema: Schema, help: str, compute: Compute | None = None) -> Field:
    """A field that only open data has; without `compute` it is the attribute of that name."""
    read = compute or attribute(name)
    return Field(name, lambda publication, entry: json_value(read(publication, entry)), lambda: schema, help)


def nested(
    name: str, fields: tuple[Field, ...], help: str, *, is_optional: bool = False, cells: tuple[str, ...] = ()
) -> Field:
    """A field that has fields itself."""

    def value(publication: Publication, entry: Any) -> Value:
        item = getattr(entry, name)
        return None if item is None else values(publication, fields, item)

    def schema() -> Schema:
        return nullable(object_schema(fields)) if is_optional else object_schema(fields)

    return Field(name, value, schema, help, fields=fields, cells=cells)


def nested_list(name: str, fields: tuple[Field, ...], help: str, compute: Compute | None = None) -> Field:
    """A field with a list of items that have fields."""
    read = compute or attribute(name)

    def value(publication: Publication, entry: Any) -> Value:
        return [values(publication, fields, item) for item in read(publication, entry)]

    return Field(name, value, lambda: {"type": "array", "items": object_schema(fields)}, help, fields=fields)


def attribute(name: str) -> Compute:
    return lambda _, entry: getattr(entry, name)


def field_of_model(form: type[Struct], key: str, *, name: str = "", more_help: str = "", prefix: str = "") -> Field:
    """A field of a model as its type says it. A Markdown text is published as plain text, with a prefix for the ids in
    it; an address only where it leads to no mailbox, and a source as its address. Mailboxes and telephone numbers are
    refused.
    """
    field = shape.field_of(form, key)
    if field.form not in (None, model.Source):
        where = f"{form.__name__}.{key} has fields of its own"
        raise TypeError(f"{where}: say in `outputs/datasets.py` which of them are published, or name it in `left_out`")
    if field.reader in (email_of, phone_of):
        raise TypeError(f"{form.__name__}.{key} is a mailbox or a number: name it in `left_out`, or `redact` it")
    reader, words = None if field.is_list else field.reader, is_text(form, key)

    def value(publication: Publication, entry: Any) -> Value:
        written = getattr(entry, field.name)
        if field.form is model.Source:
            return [source.url for source in written if public_url(source.url)]
        if reader is url_of:
            return public_url(written)
        if reader is markdown_of:
            ids = id_prefix(prefix, entry.id) if prefix else ""
            return redact(publication.prose.plain(written, ids)) if written else None
        if reader is day_of:
            return written.isoformat() if written else None
        return json_value(written, text=words)

    def schema() -> Schema:
        if field.form is model.Source:
            return {"type": "array", "items": URL}
        if reader in (url_of, day_of):
            return nullable(URL if reader is url_of else DATE)
        return shape.json_schema_of_field(field)

    return Field(name or key, value, schema, more_help, (form, key))


def fields_of(form: type[Struct], *fields: str | Field) -> tuple[Field, ...]:
    """These fields, of which a text has keys of the model; behind them every other one of the model that is not left
    out of open data on purpose.
    """
    named: list[Field] = []
    for field in fields:
        named += [field] if isinstance(field, Field) else [field_of_model(form, key) for key in field.split()]
    left_out = {field.name for field in named} | keys_left_out(OPEN_DATA, form)
    others = (key for key in shape.fields_by_key(form) if key not in left_out)
    return (*named, *(field_of_model(form, key) for key in others))


def values(publication: Publication, fields: Iterable[Field], entry: Any) -> dict[str, Value]:
    """One entry as JSON has it."""
    return {field.name: field.value(publication, entry) for field in fields}


def object_schema(fields: Iterable[Field]) -> Schema:
    """An object that has exactly these fields."""
    properties = {field.name: {"description": field.help, **field.schema()} for field in fields}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def is_text(form: type[Struct], key: str) -> bool:
    """Whether people wrote the words: ids, dates, codes and choices have a pattern or a list."""
    reading = shape.field_of(form, key).reading
    schema = reading.schema if reading else {}
    return schema.get("type") == "string" and not {"pattern", "format", "enum"} & {*schema}


def json_value(value: Any, *, text: bool = False) -> Value:
    """A value of the content as JSON has it."""
    if isinstance(value, tuple):
        return [json_value(item, text=text) for item in value]
    return redact(value) if text and isinstance(value, str) else value


HEAD = (
    computed("licence", WORDS, "De licentie van de gegevens.", lambda p, _: p.site.settings.licence),
    computed("source", {**TEXT, "format": "uri"}, "De site waar de gegevens vandaan komen.", lambda p, _: p.url),
)


class Dataset(Struct, frozen=True):
    """One set of data: its name in addresses, what it is called and holds, its fields, and its entries.

    The entries that it is `dated_by` say when it last changed. What is no table has its fields once, beside the
    licence, and no entries; it is published as JSON alone. `source` is where the content stands that it follows from.
    """

    name: str
    title: str
    help: str
    fields: tuple[Field, ...]
    entries: Callable[[Publication], Iterable[Any]]
    dated_by: Callable[[Site], Iterable[Project | NewsItem | Event]] = lambda _site: ()
    forms: tuple[str, ...] = ("json", "csv")
    is_table: bool = True
    is_published: Callable[[Site], bool] = lambda _site: True
    source: str = "content"

    def changed(self, site: Site) -> str:
        """The newest date of its entries, or nothing where they have none."""
        return max((last_date(entry) for entry in self.dated_by(site)), default="")

    def address(self, ending: str) -> str:
        return addresses.dataset(self.name, ending)

    @property
    def schema_address(self) -> str:
        return addresses.schema(self.name)


def as_json(publication: Publication, dataset: Dataset) -> bytes:
    if not dataset.is_table:
        return pretty(values(publication, (*HEAD, *dataset.fields), None))
    head = pretty(values(publication, HEAD, None) | {"items": []})
    rows = b",\n".join(in_json for in_json, _ in row_chunks(publication, dataset))
    before, _, after = head.rpartition(b"[]")
    return b"".join([before, b"[\n", rows, b"\n ]", after]) if rows else head


def row_chunks(publication: Publication, dataset: Dataset) -> Iterator[tuple[bytes, bytes]]:
    """The rows of a table a few at a time, as they stand in the JSON and in the CSV."""
    for entries in chunks(tuple(dataset.entries(publication))):
        compute = partial(both, publication, dataset, entries)
        yield publication.memo(f"rows {dataset.name}", entries, compute, tuple[bytes, bytes])


def both(publication: Publication, dataset: Dataset, entries: Sequence[Any]) -> tuple[bytes, bytes]:
    """Some rows as JSON and as CSV."""
    rows = [values(publication, dataset.fields, entry) for entry in entries]
    in_json = b",\n".join(b"  " + indented(row).replace(b"\n", b"\n  ") for row in rows)
    in_csv = lines([cell for field in dataset.fields for cell in cells(field, row[field.name])] for row in rows)
    return in_json, in_csv.encode()


def as_csv(publication: Publication, dataset: Dataset) -> bytes:
    head = lines([[cell for field in dataset.fields for cell in field.cells or (field.name,)]])
    return b"".join([(BOM + head).encode(), *(in_csv for _, in_csv in row_chunks(publication, dataset))])


def as_geojson(publication: Publication, dataset: Dataset) -> bytes:
    """A table with a `location` as points (RFC 7946: longitude first)."""
    features = []
    for entry in dataset.entries(publication):
        row = values(publication, dataset.fields, entry)
        location = row.pop("location")
        point = {"type": "Point", "coordinates": [location["lon"], location["lat"]]}
        features.append({"type": "Feature", "id": row["id"], "geometry": point, "properties": row})
    head = values(publication, HEAD, None)
    return pretty({"type": "FeatureCollection", **head, "features": features})


class Form(Struct, frozen=True):
    """A form of a dataset: how people call it, its media type, what writes it, and its standard beside the schema."""

    name: str
    media_type: str
    write: Callable[..., bytes]
    standard: str = ""


# By the ends of their addresses.
FORMS = {
    "json": Form("JSON", "application/json", as_json),
    "csv": Form("CSV", "text/csv", as_csv, "https://www.rfc-editor.org/info/rfc4180"),
    "geojson": Form("GeoJSON", "application/geo+json", as_geojson, "https://www.rfc-editor.org/info/rfc7946"),
}


def schema(publication: Publication, dataset: Dataset) -> bytes:
    """A JSON Schema in which every field must be there and no other may be, with Dutch explanations."""
    fields = (nested_list("items", dataset.fields, "De rijen."),) if dataset.is_table else dataset.fields
    return pretty(
        {
            "$schema": DRAFT,
            "$id": publication.absolute(dataset.schema_address),
            "title": dataset.title,
            "description": dataset.help,
            "$comment": f"Versie {VERSION} van de open data.",
            **object_schema((*HEAD, *fields)),
        }
    )


def lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def cells(field: Field, value: Value) -> Sequence[str]:
    """What a field says in a CSV; some have a cell for each of their parts."""
    return [cell(value[name]) for name in field.cells] if field.cells else [cell(value)]


def cell(value: Value) -> str:
    """One cell. A text that begins like a formula gets a `'`; a number is a number."""
    text = in_one(value)
    return f"'{text}" if isinstance(value, str | list | dict) and text.startswith(FORMULA) else text


def in_one(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(map(in_one, value))
    if isinstance(value, dict):
        if "url" in value:
            return str(value["url"])
        name, word = ("name", "role") if "name" in value else ("municipality", "status")
        return f"{value[name]} ({value[word]})"
    return str(value)
