"""A JSON Schema (draft 2020-12) for each file of open data, made from the same columns as the data.

In: a dataset. Out: a schema with Dutch explanations, in which every field must be there and no other may be.
"""

from typing import Any

from g40site.outputs.columns import fields_of
from g40site.outputs.datasets import Dataset
from g40site.outputs.open_data import dumped
from g40site.outputs.publication import Publication

DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Raised when a field goes or changes its meaning; a field that is added changes nothing for who reads the others.
VERSION = "1.1"


def schema(publication: Publication, dataset: Dataset) -> bytes:
    return dumped(described(dataset, publication.absolute(dataset.schema_address)))


def described(dataset: Dataset, id: str) -> dict[str, Any]:
    return {
        "$schema": DRAFT,
        "$id": id,
        "title": dataset.title,
        "description": dataset.help,
        "$comment": f"Versie {VERSION} van de open data.",
        **fields_of(dataset.whole),
    }
