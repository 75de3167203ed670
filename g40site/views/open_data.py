"""The page about open data: what there is, in which forms, what each field means, and what you may count on."""

import json
from dataclasses import dataclass
from typing import Any

from g40site import addresses, words
from g40site.feeds.columns import MOMENT, Column, Schema
from g40site.feeds.datasets import DATASETS, MATCHING, Dataset
from g40site.feeds.dcat import DEEDS, FORMS, endings
from g40site.feeds.schemas import VERSION
from g40site.matching.published import advice_row
from g40site.model import fields
from g40site.views.context import Context
from g40site.views.parts import Heading, Link, Meta


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table: its name, what it holds in words, and what it means."""

    name: str
    form: str
    help: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: how many rows, its files, its fields, and its first row as an example."""

    id: str
    title: str
    help: str
    count: str
    files: tuple[Link, ...]
    fields: tuple[Field, ...]
    example: str


@dataclass(frozen=True, slots=True)
class DataView:
    """Open data: the licence, the tables with their files, and the promise about changes."""

    meta: Meta
    heading: str
    lede: str
    licence: Link
    version: str
    contents: tuple[Heading, ...]
    tables: tuple[Table, ...]
    catalogue: Link


LONGEST, MOST = 90, 3
FORMATS = {"uri": "adres", "date": "datum"}
PATTERNS = {
    f"^{fields.DATE.pattern}$": "jaar, maand of dag",
    MOMENT["pattern"]: "dag of tijd",
}
TYPES = {"string": "tekst", "integer": "getal", "number": "getal", "boolean": "ja of nee", "object": "groep van velden"}


def data(ctx: Context) -> DataView:
    title = "Open data"
    licence = ctx.site.settings.licence
    tables = tuple(table(ctx, dataset) for dataset in DATASETS)
    if ctx.site.settings.features.matching:
        tables = (*tables, matching_table(ctx))
    return DataView(
        meta=ctx.meta(title, "Alle gegevens van deze site als bestanden: JSON, CSV en GeoJSON.", addresses.DATA),
        heading=title,
        lede="Alles wat op deze site staat, kunt u ook als bestand gebruiken. Noem daarbij de bron.",
        licence=Link(licence, DEEDS.get(licence, "")),
        version=VERSION,
        contents=(
            Heading("Zo werkt het", "#zo-werkt-het"),
            *(Heading(t.title, f"#{t.id}") for t in tables),
            Heading("Wat u van ons mag verwachten", "#afspraken"),
        ),
        tables=tables,
        catalogue=ctx.link("catalogus van deze bestanden", addresses.CATALOGUE),
    )


def table(ctx: Context, dataset: Dataset) -> Table:
    rows = list(dataset.entries(ctx.publication))
    first = {c.name: shortened(c.value(ctx.publication, rows[0])) for c in dataset.columns} if rows else {}
    return described(ctx, dataset, words.count(len(rows), "rij", "rijen"), first)


def matching_table(ctx: Context) -> Table:
    """Its three lists have rows of different forms; the example is an advice."""
    found = ctx.matching
    advice = [one for id in sorted(found.advised or {}) for one in (found.advised or {})[id]]
    counts = (
        words.count(len(advice), "advies", "adviezen"),
        words.count(len(found.alike), "paar", "paren"),
        words.count(len(found.bundles), "bundel", "bundels"),
    )
    return described(ctx, MATCHING, words.listed(list(counts)), shortened(advice_row(advice[0])) if advice else {})


def described(ctx: Context, dataset: Dataset, count: str, first: dict[str, Any]) -> Table:
    return Table(
        id=dataset.name,
        title=dataset.title,
        help=dataset.help,
        count=count,
        files=(
            *(ctx.link(FORMS[ending][0], dataset.address(ending)) for ending in endings(dataset)),
            ctx.link("Schema", dataset.schema_address),
        ),
        fields=tuple(field(column) for column in dataset.columns),
        example=json.dumps(first, ensure_ascii=False, indent=1) if first else "",
    )


def field(column: Column) -> Field:
    name = column.name if column.cells == (column.name,) else f"{column.name} ({', '.join(column.cells)})"
    return Field(name, form(column.schema), column.help)


def form(schema: Schema) -> str:
    """What a field holds, in words."""
    if "anyOf" in schema:
        return f"{form(schema['anyOf'][0])}, kan leeg zijn"
    if schema.get("type") == "array":
        inner = form(schema["items"])
        return f"lijst: {inner}"
    if "enum" in schema:
        return f"één van: {', '.join(schema['enum'])}"
    if schema.get("pattern") in PATTERNS:
        return PATTERNS[schema["pattern"]]
    return FORMATS.get(schema.get("format", ""), TYPES[schema["type"]])


def shortened(value: Any) -> Any:
    """A value as an example: long texts and lists end in …"""
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1].rstrip() + "…"
    if isinstance(value, list):
        return [shortened(one) for one in value[:MOST]] + (["…"] if len(value) > MOST else [])
    if isinstance(value, dict):
        return {key: shortened(one) for key, one in value.items()}
    return value
