"""The published schemas accept the published data, and refuse what is wrong with it."""

import copy
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from tests.conftest import SmallSite
from tests.feeds.readers import data

NAMES = ("themes", "municipalities", "projects", "participation", "news", "events")


def validator(site: SmallSite, name: str) -> Any:
    schema = data(site, f"schema/{name}.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", NAMES)
def test_schema_accepts_the_data(small: SmallSite, name: str) -> None:
    validator(small, name).validate(data(small, f"{name}.json"))


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_an_explanation_and_every_schema_an_address(small: SmallSite, name: str) -> None:
    schema = data(small, f"schema/{name}.json")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://proef.example.nl/data/schema/{name}.json"
    for field, form in schema["$defs"]["item"]["properties"].items():
        assert form["description"].endswith((".", "?")), field


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
    "a summary that is too long": ("themes", put("items", 0, "summary", value="x" * 301)),
}


@pytest.mark.parametrize("name", WRONG)
def test_schema_refuses(small: SmallSite, name: str) -> None:
    dataset, change = WRONG[name]
    found = copy.deepcopy(data(small, f"{dataset}.json"))
    change(found)
    with pytest.raises(jsonschema.ValidationError):
        validator(small, dataset).validate(found)
