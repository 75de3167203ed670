"""Open data as bytes: a table as JSON and as CSV, the municipalities as GeoJSON, and a JSON Schema of each.

In: the publication and a dataset. Out: files. A CSV has the rows of its JSON (RFC 4180, with a BOM for spreadsheets); a
text that a spreadsheet would take for a formula gets a `'` before it.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from g40site.engine.tracking import chunks
from g40site.outputs.fields import LICENCE, SOURCE, Dataset, Field, Value, object_schema, values
from g40site.outputs.json_text import indented, pretty
from g40site.outputs.publication import Publication

BOM = "\ufeff"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Raised when a field goes or changes its meaning; a field that is added changes nothing for who reads the others.
VERSION = "1.1"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(publication: Publication, dataset: Dataset) -> bytes:
    if not dataset.is_table:
        return pretty(values(publication, dataset.whole, None))
    head = pretty(values(publication, (LICENCE, SOURCE), None) | {"items": []})
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
    for row in dataset.rows(publication):
        location = row.pop("location")
        point = {"type": "Point", "coordinates": [location["lon"], location["lat"]]}
        features.append({"type": "Feature", "id": row["id"], "geometry": point, "properties": row})
    head = values(publication, (LICENCE, SOURCE), None)
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
    return pretty(
        {
            "$schema": DRAFT,
            "$id": publication.absolute(dataset.schema_address),
            "title": dataset.title,
            "description": dataset.help,
            "$comment": f"Versie {VERSION} van de open data.",
            **object_schema(dataset.whole),
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
