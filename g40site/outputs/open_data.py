"""Open data as bytes: a table as JSON and as CSV, the municipalities as GeoJSON.

In: the publication and a dataset. Out: files. A CSV has the rows of its JSON (RFC 4180, with a BOM for spreadsheets); a
text that a spreadsheet would take for a formula gets a `'` before it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from msgspec.json import encode, format

from g40site.engine.tracking import chunks
from g40site.outputs.columns import Column, Value, values
from g40site.outputs.datasets import LICENCE, MUNICIPALITIES, SOURCE, Dataset
from g40site.outputs.publication import Publication

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(publication: Publication, dataset: Dataset) -> bytes:
    if not dataset.is_table:
        return dumped(values(publication, dataset.whole, None))
    head = dumped(values(publication, (LICENCE, SOURCE), None) | {"items": []})
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
    rows = [values(publication, dataset.columns, entry) for entry in entries]
    in_json = b",\n".join(b"  " + indented(row).replace(b"\n", b"\n  ") for row in rows)
    in_csv = lines([cell for column in dataset.columns for cell in cells(column, row[column.name])] for row in rows)
    return in_json, in_csv.encode()


def indented(value: object) -> bytes:
    """JSON for people: a line for each value."""
    return format(encode(value), indent=1)


def as_geojson(publication: Publication) -> bytes:
    """The municipalities as points (RFC 7946: longitude first)."""
    features = []
    for row in MUNICIPALITIES.rows(publication):
        place = row.pop("location")
        point = {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
        features.append({"type": "Feature", "id": row["id"], "geometry": point, "properties": row})
    settings = publication.site.settings
    about = {"licence": settings.licence, "source": publication.url}
    return dumped({"type": "FeatureCollection", **about, "features": features})


def dumped(value: object) -> bytes:
    return indented(value) + b"\n"


def compact(value: object) -> bytes:
    """JSON for a script of the site itself: no spaces."""
    return encode(value)


def as_csv(publication: Publication, dataset: Dataset) -> bytes:
    head = lines([[cell for column in dataset.columns for cell in column.cells]])
    return b"".join([(BOM + head).encode(), *(in_csv for _, in_csv in row_chunks(publication, dataset))])


def lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def cells(column: Column, value: Value) -> Sequence[str]:
    """What a field says in a CSV; a field with parts has a cell for each of them."""
    if len(column.cells) > 1:
        return [cell(value[part]) for part in column.cells]
    return [cell(value)]


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
        return "; ".join(in_one(one) for one in value)
    if isinstance(value, dict):
        if "url" in value:
            return str(value["url"])
        name, word = ("name", "role") if "name" in value else ("municipality", "status")
        return f"{value[name]} ({value[word]})"
    return str(value)
