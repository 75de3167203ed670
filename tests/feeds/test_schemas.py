"""The published schemas accept the published data, and refuse what is wrong with it."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest

from tests.feeds.readers import data
from tests.sites import SmallSite

NAMES = ("themes", "municipalities", "projects", "participation", "news", "events", "matching")


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


@pytest.mark.parametrize("name", WRONG)
def test_schema_refuses(alike: SmallSite, name: str) -> None:
    dataset, change = WRONG[name]
    found = copy.deepcopy(data(alike, f"{dataset}.json"))
    change(found)
    with pytest.raises(jsonschema.ValidationError):
        validator(alike, dataset).validate(found)
