"""The configuration of the forms has every key of every model, and says of each what the models say."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct

from g40site import forms, model
from g40site.model import settings
from g40site.model.left_out import EDITING_FORM, keys_left_out
from g40site.model.shape import fields_of
from tests import models
from tests.models import model_of

SITE = model_of(settings.Site, models.SITE)
CONFIG = forms.configuration(SITE, ["zwolle", "breda"], {"name": "test-repo"})
COLLECTIONS = {collection["name"]: collection for collection in CONFIG["collections"]}
FILES = {file["name"]: file for file in COLLECTIONS["settings"]["files"]}
# The model of each form, and its fields.
FORMS: dict[type[Struct], list[dict[str, Any]]] = {
    model.ProjectFile: COLLECTIONS["projects"]["fields"],
    model.MunicipalityFile: COLLECTIONS["municipalities"]["fields"],
    model.NewsItem: COLLECTIONS["news"]["fields"],
    model.Event: COLLECTIONS["agenda"]["fields"],
    model.Page: COLLECTIONS["pages"]["fields"],
    model.Theme: FILES["themes"]["fields"][0]["fields"],
    model.Municipality: FILES["municipalities"]["fields"][0]["fields"],
    settings.Site: FILES["site"]["fields"],
}
LIST = "or name it in g40site/model/left_out.py, with the reason"


def flat(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The fields of a form with those that are closed at first: in the file they stand among the others."""
    return [inner for field in fields for inner in (field["fields"] if field.get("flat") else [field])]


def pairs(form: type[Struct], fields: list[dict[str, Any]]) -> Iterator[tuple[type[Struct], list[dict[str, Any]]]]:
    """A model with its fields in a form, and so all that is in it."""
    fields = flat(fields)
    yield form, fields
    by_name = {field["name"]: field for field in fields}
    for field in fields_of(form):
        if field.form and field.key in by_name:
            yield from pairs(field.form, by_name[field.key]["fields"])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_key_is_in_the_form_or_left_out_on_purpose(form: type[Struct]) -> None:
    for part, fields in pairs(form, FORMS[form]):
        names = [field["name"] for field in fields if field["name"] != "body"]
        left_out = keys_left_out(EDITING_FORM, part)
        keys = {field.key for field in fields_of(part)}
        assert sorted(keys - {*names} - left_out) == [], f"put it in g40site/forms/fields.py, {LIST}"
        assert sorted(left_out & {*names}) == [], "it is in the form: take it off g40site/model/left_out.py"
        assert len(names) == len({*names})


def test_what_an_editor_writes_has_a_form() -> None:
    """Each kind of entry, by itself or as a file that holds some of its keys."""
    keys = {kind: {field.key for field in fields_of(form)} for kind, form in model.KINDS.items() if kind != "chapter"}
    shown = {form: {field["name"] for field in flat(fields)} for form, fields in FORMS.items()}
    assert keys["municipality"] - shown[model.Municipality] - shown[model.MunicipalityFile] == {"projects"}
    # The id of a project is the name of its file.
    assert keys["project"] - shown[model.ProjectFile] == {"id"}
    for kind, form in (("news", model.NewsItem), ("event", model.Event), ("page", model.Page), ("theme", model.Theme)):
        assert keys[kind] <= shown[form]


def field(collection: str, key: str) -> dict[str, Any]:
    return next(field for field in flat(COLLECTIONS[collection]["fields"]) if field["name"] == key)


def test_every_field_has_a_dutch_label_and_says_whether_it_is_needed() -> None:
    for form, fields in FORMS.items():
        for part, inner in pairs(form, fields):
            for one in inner:
                if one["widget"] != "hidden":
                    assert one["label"][0].isupper(), (part, one)
                    assert isinstance(one["required"], bool)
                    # Signs of Markdown and names of keys mean nothing in a form.
                    assert "`" not in one.get("hint", "") + one.get("pattern", ["", ""])[1]


def test_a_list_has_a_word_for_each_of_its_items() -> None:
    """A button says `bron toevoegen`."""
    for form, fields in FORMS.items():
        for part, inner in pairs(form, fields):
            lists = [one for one in inner if one["widget"] == "list"]
            assert [one["name"] for one in lists if not one.get("label_singular")] == [], part
    assert field("projects", "sources")["label_singular"] == "bron"


def test_references_are_chosen_by_title_from_what_there_is() -> None:
    themes = field("projects", "themes")
    assert (themes["widget"], themes["collection"], themes["file"]) == ("relation", "settings", "themes")
    assert (themes["value_field"], themes["display_fields"]) == ("themes.*.id", ["themes.*.title"])
    assert (themes["multiple"], themes["min"], themes["required"]) == (True, 1, True)
    owner = field("projects", "municipality")
    assert (owner["value_field"], owner["display_fields"]) == ("municipalities.*.id", ["municipalities.*.name"])
    assert "multiple" not in owner
    projects = field("news", "projects")
    assert (projects["collection"], projects["value_field"]) == ("projects", "{{slug}}")
    assert projects["search_fields"] == ["title"]


def test_choices_have_dutch_words_and_defaults() -> None:
    phases = {option["value"]: option["label"] for option in field("projects", "status")["options"]}
    assert phases["in-use"] == "in gebruik"
    assert field("agenda", "status")["default"] == "scheduled"
    assert "default" not in field("projects", "status")
    assert [option["label"] for option in field("news", "draft")["options"]] == ["ja", "nee"]


def test_a_form_shows_first_what_an_entry_needs_and_most_have() -> None:
    names = [field["name"] for field in COLLECTIONS["news"]["fields"]]
    assert names == ["title", "date", "summary", "themes", "sources", "body", "more"]
    more = COLLECTIONS["news"]["fields"][-1]
    assert (more["widget"], more["collapsed"], more["flat"]) == ("object", True, True)
    assert [field["name"] for field in more["fields"]][-1] == "aliases"
    names = [field["name"] for field in COLLECTIONS["projects"]["fields"]]
    assert names[:6] == ["municipality", "title", "summary", "themes", "status", "description"]
    assert names[-1] == "more"


def test_a_text_is_plain_and_has_a_counter() -> None:
    """The editor with buttons writes Markdown its own way: only what somebody typed may change."""
    assert field("news", "body")["widget"] == "text"
    assert field("projects", "lesson")["widget"] == "text"
    assert field("news", "summary")["maxlength"] == 300
    assert '"markdown"' not in json.dumps(CONFIG)
    assert '"richtext"' not in json.dumps(CONFIG)


def test_an_id_follows_from_the_title_and_stays() -> None:
    assert COLLECTIONS["projects"]["slug"]["template"] == "{{municipality}}-{{title}}"
    assert COLLECTIONS["news"]["slug"]["template"] == "{{date}}-{{title}}"
    for name, collection in COLLECTIONS.items():
        if name != "settings":
            assert collection["slug"]["editable"] == ["create"]
            assert collection["delete"] is False
    assert CONFIG["slug"] == {"encoding": "ascii", "clean_accents": True, "maxlength": 80}
    for name in ("themes", "municipalities"):
        entries = FILES[name]["fields"][0]
        assert next(field for field in entries["fields"] if field["name"] == "id") == {"name": "id", "widget": "hidden"}
        assert entries["allow_add"] is entries["allow_remove"] is False
    assert COLLECTIONS["municipalities"]["slug"]["pattern"][0] == "^(?:breda|zwolle)$"
