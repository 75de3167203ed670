"""A JSON Schema (draft 2020-12) for each file of open data, made from the same columns as the data.

In: a dataset. Out: a schema with Dutch explanations, in which every field must be there and no other may be.
"""

from typing import Any

from g40site.feeds.datasets import Dataset
from g40site.feeds.opendata import dumped
from g40site.feeds.publication import Publication

DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Raised when a field goes or changes its meaning; a field that is added changes nothing for who reads the others.
VERSION = "1.0"


def schema(publication: Publication, dataset: Dataset) -> bytes:
    return dumped(described(dataset, publication.absolute(dataset.schema_address)))


def described(dataset: Dataset, id: str) -> dict[str, Any]:
    return {
        "$schema": DRAFT,
        "$id": id,
        "title": dataset.title,
        "description": dataset.help,
        "$comment": f"Versie {VERSION} van de open data.",
        "type": "object",
        "properties": {
            "licence": {"type": "string", "minLength": 1, "description": "De licentie van de gegevens."},
            "source": {"type": "string", "format": "uri", "description": "De site waar de gegevens vandaan komen."},
            "items": {"type": "array", "description": "De rijen.", "items": {"$ref": "#/$defs/item"}},
        },
        "required": ["licence", "source", "items"],
        "additionalProperties": False,
        "$defs": {"item": item(dataset)},
    }


def item(dataset: Dataset) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {column.name: column.described() for column in dataset.columns},
        "required": [column.name for column in dataset.columns],
        "additionalProperties": False,
    }
