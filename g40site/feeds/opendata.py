"""Open data as bytes: a table as JSON and as CSV, the municipalities as GeoJSON.

In: the publication and a dataset. Out: files. A CSV has the rows of its JSON (RFC 4180, with a BOM for spreadsheets); a
text that a spreadsheet would take for a formula gets a `'` before it.
"""

import csv
import io
import json
from collections.abc import Sequence

from g40site.feeds.columns import Column, Value
from g40site.feeds.datasets import MUNICIPALITIES, Dataset
from g40site.feeds.publication import Publication

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(publication: Publication, dataset: Dataset) -> bytes:
    settings = publication.site.settings
    return dumped({"licence": settings.licence, "source": publication.url, "items": dataset.rows(publication)})


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
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def compact(value: object) -> bytes:
    """JSON for a script of the site itself: no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def as_csv(publication: Publication, dataset: Dataset) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell for column in dataset.columns for cell in column.cells])
    for row in dataset.rows(publication):
        writer.writerow([cell for column in dataset.columns for cell in cells(column, row[column.name])])
    return (BOM + text.getvalue()).encode()


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
        return value["url"] if "url" in value else f"{value['name']} ({value['role']})"
    return str(value)
