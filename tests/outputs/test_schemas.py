"""The published schemas accept the published data, and refuse what is wrong with it."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from g40site.outputs.datasets import DATASETS
from tests.diagnostics.tried import assert_kept
from tests.outputs.readers import data, raw_csv
from tests.reading import Page
from tests.sites import SmallSite

# What the open data of this version has. A field that goes, or has another name, is a new version: who reads it breaks.
# A field that is new is pinned here too, so that it cannot go unseen.
PINNED = Path(__file__).with_name("published.json")
NAMES = tuple(dataset.name for dataset in DATASETS)


def validator(site: SmallSite, name: str) -> Any:
    schema = data(site, f"schema/{name}.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", NAMES)
def test_schema_accepts_the_data(alike: SmallSite, name: str) -> None:
    validator(alike, name).validate(data(alike, f"{name}.json"))


def fields(schema: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of a schema, those of lists, groups and choices too."""
    for name, form in schema.get("properties", {}).items():
        yield f"{above}{name}", form
    for inner, name in [
        *((form, f"{above}{name}.") for name, form in schema.get("properties", {}).items()),
        *((one, above) for one in schema.get("anyOf", ())),
        *([(schema["items"], above)] if "items" in schema else []),
    ]:
        yield from fields(inner, name)


def published(site: SmallSite, name: str) -> list[str]:
    """The names of the fields of a dataset, as its schema has them, without the file around them."""
    found = [field for field, _ in fields(data(site, f"schema/{name}.json"))]
    head = ["licence", "source", *(["items"] if name != "matching" else [])]
    assert found[: len(head)] == head
    return [field.removeprefix("items.") for field in found[len(head) :]]


def test_a_published_field_that_goes_or_changes_its_name_is_a_new_version(alike: SmallSite) -> None:
    found = {name: published(alike, name) for name in NAMES}
    (comment,) = {data(alike, f"schema/{name}.json")["$comment"] for name in NAMES}
    pinned = json.loads(PINNED.read_text("utf-8"))
    gone = {name: told for name, all in pinned["fields"].items() if (told := sorted({*all} - {*found[name]}))}
    is_new = comment != f"Versie {pinned['version']} van de open data."
    assert gone == {} or is_new, "raise VERSION in g40site/outputs/open_data.py, and say in CHANGELOG.md what went"
    version = comment.removeprefix("Versie ").removesuffix(" van de open data.")
    assert_kept({PINNED: json.dumps({"version": version, "fields": found}, indent=1) + "\n"})


def test_every_form_of_a_dataset_has_the_fields_of_its_schema(alike: SmallSite) -> None:
    """In a table a place is two cells; on a map it is the point itself."""
    for name in NAMES:
        top = [field for field in published(alike, name) if "." not in field]
        if name == "matching":
            assert list(data(alike, "matching.json")) == ["licence", "source", *top]
            continue
        assert {tuple(item) for item in data(alike, f"{name}.json")["items"]} == {tuple(top)}, name
        cells = " ".join(top).replace("location", "lat lon") if name == "municipalities" else " ".join(top)
        assert raw_csv(alike, name).splitlines()[0].split(",") == cells.split(), name
    on_the_map = data(alike, "municipalities.geojson")["features"]
    top = [field for field in published(alike, "municipalities") if "." not in field and field != "location"]
    assert {tuple(one["properties"]) for one in on_the_map} == {tuple(top)}


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_an_explanation_and_every_schema_an_address(alike: SmallSite, name: str) -> None:
    schema = data(alike, f"schema/{name}.json")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://proef.example.nl/data/schema/{name}.json"
    assert "Versie" in schema["$comment"]
    found = dict(fields(schema))
    assert {"licence", "source"} < set(found)
    for field, form in found.items():
        assert form["description"].endswith((".", "?")), field


@pytest.mark.parametrize("name", NAMES)
def test_an_explanation_names_no_value_that_its_form_refuses(alike: SmallSite, name: str) -> None:
    """What stands between backticks and is a value of JSON (`true`, `null`, a number) is one that may stand there."""
    for field, form in fields(data(alike, f"schema/{name}.json")):
        for code in re.findall("`([^`]+)`", form["description"]):
            try:
                value = json.loads(code)
            except ValueError:
                continue
            assert jsonschema.Draft202012Validator(form).is_valid(value), (field, code)


def test_explanations_read_as_people_write_them(alike: SmallSite) -> None:
    """In the schema and on the page about open data."""
    for text, name, field in (
        ("Het adres om online mee te doen, waar dat bekend is.", "events", "items.online"),
        (
            "De rol: leads (koploper), joined (doet mee), projects (heeft projecten) of none (geen projecten bekend).",
            "participation",
            "items.role",
        ),
    ):
        assert dict(fields(data(alike, f"schema/{name}.json")))[field]["description"] == text
        assert text in Page(alike.page("/data/")).text


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("municipalities", "items.administrators.since"),
        ("municipalities", "items.location.lat"),
        ("projects", "items.image.credit"),
        ("news", "items.image.alt"),
        ("matching", "advice.reasons.kind"),
        ("matching", "alike.reasons.points"),
        ("matching", "bundles.municipalities"),
    ],
)
def test_fields_inside_fields_are_among_them(alike: SmallSite, name: str, field: str) -> None:
    assert field in dict(fields(data(alike, f"schema/{name}.json")))


def put(*path: Any, value: Any) -> Callable[[Any], None]:
    """A change that puts a value at a place in the data."""

    def change(found: Any) -> None:
        for key in path[:-1]:
            found = found[key]
        found[path[-1]] = value

    return change


def drop(*path: Any) -> Callable[[Any], None]:
    def change(found: Any) -> None:
        for key in path[:-1]:
            found = found[key]
        del found[path[-1]]

    return change


WRONG = {
    "a contact": ("projects", put("items", 0, "contact", value={"name": "Jan"})),
    "no licence": ("projects", drop("licence")),
    "no title": ("projects", drop("items", 0, "title")),
    "an unknown phase": ("projects", put("items", 0, "status", value="bijna klaar")),
    "no theme at all": ("projects", put("items", 0, "themes", value=[])),
    "a half date": ("projects", put("items", 0, "start", value="2019-1")),
    "a mailbox as website": ("projects", put("items", 0, "website", value="mailto:jan@example.nl")),
    "a list as text": ("projects", put("items", 0, "partners", value="RIVM; KNMI")),
    "a code without GM": ("municipalities", put("items", 0, "code", value="0193")),
    "an unknown province": ("municipalities", put("items", 0, "province", value="Holland")),
    "a place off the earth": ("municipalities", put("items", 0, "location", "lat", value=99)),
    "the mail of an administrator": ("municipalities", put("items", 0, "administrators", 0, "email", value="a@b.nl")),
    "a role that does not exist": ("participation", put("items", 0, "role", value="leider")),
    "projects below zero": ("participation", put("items", 0, "projects", value=-1)),
    "a time without offset": ("events", put("items", 0, "start", value="2020-07-01T15:30:00")),
    "a revision as text": ("events", put("items", 0, "revision", value="2")),
    "a day that does not exist": ("news", put("items", 0, "date", value="2020-02-30")),
    "a slug with a space": ("news", put("items", 0, "slug", value="twee woorden")),
    "a municipality without its latitude": ("municipalities", drop("items", 0, "location", "lat")),
    "an unknown kind of reason": ("matching", put("alike", 0, "reasons", 0, "kind", value="gevoel")),
    "a score of nothing": ("matching", put("alike", 0, "score", value=0)),
    "a reason without its text": ("matching", drop("alike", 0, "reasons", 0, "text")),
    "a contact beside a pair": ("matching", put("alike", 0, "contact", value="Jan")),
    "rows in what is no table": ("matching", put("items", value=[])),
    "a summary that is too long": ("themes", put("items", 0, "summary", value="x" * 301)),
}


def test_schemas_refuse_what_is_wrong(alike: SmallSite) -> None:
    accepted = []
    for name, (dataset, change) in WRONG.items():
        found = copy.deepcopy(data(alike, f"{dataset}.json"))
        change(found)
        if validator(alike, dataset).is_valid(found):
            accepted.append(name)
    assert accepted == []
