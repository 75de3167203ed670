"""The page about open data: what there is, in which forms, what each field means, and what you may count on."""

import json
from collections.abc import Iterable, Iterator
from types import SimpleNamespace

from msgspec import Struct

from g40site import addresses, words
from g40site.model import fields
from g40site.outputs.datasets import published
from g40site.outputs.dcat import DEEDS
from g40site.outputs.open_data import FORMS, MOMENT, VERSION, Dataset, Schema, Value, values
from g40site.outputs.open_data import Field as DataField
from g40site.pages.context import Context
from g40site.pages.view_models import Link, View


class Field(Struct, frozen=True):
    """One field of a file: its name, what it holds in words, and what it means.

    That is texts, each with whether it is code: what stands in a file as it is.
    """

    name: str
    form: str
    help: tuple[tuple[str, bool], ...]


LONGEST, MOST = 90, 3
FORMATS = {"uri": "adres", "date": "datum"}
PATTERNS = {
    f"^{fields.DATE.pattern}$": "jaar, maand of dag",
    MOMENT["pattern"]: "dag of tijd",
    f"^{fields.SLUG.pattern}$": "id",
}
TYPES = {"string": "tekst", "integer": "getal", "number": "getal", "boolean": "ja of nee", "object": "groep van velden"}
NOTES = {
    "municipalities": "In de GeoJSON is de plaats een punt. De andere velden zijn dezelfde.",
    "matching": "Dit is geen tabel maar een bestand met drie lijsten. Het is er daarom alleen als JSON. "
    "In elke lijst staan redenen. De punten daarvan zijn samen de score.",
}


def data(ctx: Context) -> View:
    """Open data: the licence, the tables with their files, and the promise about changes."""
    licence = ctx.site.settings.licence
    tables = tuple(table(ctx, dataset) for dataset in published(ctx.publication.site))
    return View(
        description="De gegevens van deze site als bestanden: JSON, CSV en GeoJSON.",
        licence=Link(licence, DEEDS.get(licence, "")),
        version=VERSION,
        contents=(
            Link("Zo werkt het", "#zo-werkt-het"),
            *(Link(t.title, f"#{t.id}") for t in tables),
            Link("Wat u van ons mag verwachten", "#afspraken"),
        ),
        tables=tables,
        catalogue=ctx.href(addresses.CATALOGUE),
    )


def table(ctx: Context, dataset: Dataset) -> SimpleNamespace:
    """One file of data: how much is in it, its forms, its fields, and examples."""
    counted = lists(ctx, dataset)
    return SimpleNamespace(
        id=dataset.name,
        title=dataset.title,
        help=dataset.help,
        note=NOTES.get(dataset.name, ""),
        count=words.listed([words.count(count, *NOUNS[name]) for name, (count, _) in counted.items()]),
        files=(
            *(ctx.link(FORMS[ending].name, dataset.address(ending)) for ending in dataset.forms),
            ctx.link("Schema", dataset.schema_address),
        ),
        fields=fields_of(ctx, dataset),
        examples=tuple(example(name, first) for name, (count, first) in counted.items() if count),
    )


def lists(ctx: Context, dataset: Dataset) -> dict[str, tuple[int, Value]]:
    """How much is in each list of a file, and what stands first; of a table no other row is made."""
    if not dataset.is_table:
        listed = {field.name: field.value(ctx.publication, None) for field in dataset.fields}
        return {name: (len(rows), rows[0] if rows else None) for name, rows in listed.items()}
    entries = tuple(dataset.entries(ctx.publication))
    first = values(ctx.publication, dataset.fields, entries[0]) if entries else None
    return {"items": (len(entries), first)}


# What the lists of a file hold: one, and more.
NOUNS = {
    "items": ("rij", "rijen"),
    "advice": ("advies", "adviezen"),
    "alike": ("paar", "paren"),
    "bundles": ("bundel", "bundels"),
}


def example(name: str, row: Value) -> tuple[str, str]:
    """A title, and an item as it stands in the file, long texts shortened."""
    return f"Voorbeeld: een {NOUNS[name][0]}", json.dumps(shortened(row), ensure_ascii=False, indent=1)


def fields_of(ctx: Context, dataset: Dataset) -> tuple[Field, ...]:
    """Every field with its explanation. It follows from the models alone, and they take long to describe themselves."""

    return ctx.publication.memo(
        "explained", dataset.name, lambda: tuple(explained(dataset.fields, {})), tuple[Field, ...]
    )


def explained(fields: Iterable[DataField], seen: dict[tuple[DataField, ...], str], above: str = "") -> Iterator[Field]:
    """Every field, followed by those inside it; fields that were explained already are only named."""
    for field in fields:
        name = f"{above}{field.name}"
        first = seen.get(field.fields, "") if field.fields else ""
        again = f" De velden zijn die van `{first}`." if first else ""
        yield Field(name, form(field), tuple(with_code(f"{field.help}{again}")))
        if field.fields and not first:
            seen[field.fields] = name
            yield from explained(field.fields, seen, f"{name}.")


def with_code(help: str) -> Iterator[tuple[str, bool]]:
    """Field help has code between backticks, and straight apostrophes in its words."""
    for number, text in enumerate(help.split("`")):
        if text:
            yield (text, True) if number % 2 else (text.replace("'", "’"), False)


def form(field: DataField) -> str:
    """What a field holds, in words; choices that the explanation tells are not told twice."""
    choices = field.schema().get("enum", ())
    return (
        "één van deze woorden"
        if choices and all(f"{choice} (" in field.help for choice in choices)
        else held(field.schema())
    )


def held(schema: Schema) -> str:
    if "anyOf" in schema:
        return f"{held(schema['anyOf'][0])}, kan leeg zijn"
    if schema.get("type") == "array":
        return f"lijst: {held(schema['items'])}"
    if "enum" in schema:
        return f"één van: {', '.join(schema['enum'])}"
    if schema.get("pattern") in PATTERNS:
        return PATTERNS[schema["pattern"]]
    return FORMATS.get(schema.get("format", ""), TYPES[schema["type"]])


def shortened(value: Value) -> Value:
    """A value as an example: long texts and lists end in …"""
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1].rstrip() + "…"
    if isinstance(value, list):
        return [shortened(item) for item in value[:MOST]] + (["…"] if len(value) > MOST else [])
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items()}
    return value
