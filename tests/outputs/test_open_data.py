"""Open data: JSON, CSV and pages say the same, and nobody's address is in it."""

import csv
import io
import json
import textwrap
from typing import Any

import pytest

from g40site import model
from g40site.model import types as t
from g40site.model.entries import Entry
from g40site.model.shape import fields_of
from g40site.outputs import open_data
from g40site.outputs.datasets import DATASETS
from g40site.outputs.open_data import computed, field_of_model, is_text
from tests.outputs.conftest import FILES
from tests.outputs.readers import data, raw_csv, table
from tests.sites import BARE, LEAST, Sites, SmallSite, built, settings

NAMES = tuple(dataset.name for dataset in DATASETS if dataset.is_table)


EVENT = "---\ntitle: Proef\nsummary: Kort.\n{}\n---\nTekst.\n"
FORMULAS = ("=1+1", "+31", "-5", "@SUM(1)", "-x; y")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with meetings at odd moments, addresses of a mailbox, and titles that are formulas."""
    mailbox = "registration: mailto:jan@proef.example.nl\nsources: [mailto:jan@proef.example.nl]"
    files = {
        "content/agenda/2026-03-28-dagen.md": EVENT.format("start: 2026-03-28\nend: 2026-03-30"),
        "content/agenda/2026-10-25-twee.md": EVENT.format("start: 2026-10-25 02:30+01:00\nend: 2026-10-25 04:00"),
        "content/agenda/2026-12-01-post.md": EVENT.format(f"start: 2026-12-01\n{mailbox}"),
    }
    for number, value in enumerate(FORMULAS):
        text = f"---\ntitle: {json.dumps(value)}\ndate: 2022-01-01\nsummary: Kort.\n---\n=1+1\n"
        files[f"content/news/2022-01-01-formule-{number}.md"] = text
    return built(tmp_path_factory.mktemp("odd"), {**FILES, **files})


def item(site: SmallSite, name: str, slug: str) -> Any:
    return next(one for one in data(site, f"{name}.json")["items"] if one["slug"] == slug)


def shown(value: Any) -> str:
    """A value of JSON as the contract says a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(f"{v['name']} ({v['role']})" if isinstance(v, dict) else str(v) for v in value)
    if isinstance(value, dict):
        return str(value["url"])
    return str(value)


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_the_rows_of_the_json(small: SmallSite, name: str) -> None:
    found = data(small, f"{name}.json")
    assert list(found) == ["licence", "source", "items"]
    assert found["licence"] == "CC-BY-4.0"
    rows = table(small, name)
    assert len(rows) == len(found["items"]) > 0
    for row, one in zip(rows, found["items"], strict=True):
        place = one.pop("location", None) if name == "municipalities" else None
        if place:
            assert (float(row.pop("lat")), float(row.pop("lon"))) == (place["lat"], place["lon"])
        assert list(row) == list(one)
        for key, value in one.items():
            assert row[key] == shown(value), key


@pytest.mark.parametrize("name", NAMES)
def test_csv_keeps_to_its_standard(small: SmallSite, name: str) -> None:
    raw = (small.public / "data" / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw_csv(small, name)
    assert text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_items_lead_to_the_page_that_says_the_same(small: SmallSite) -> None:
    for name in NAMES:
        for one in data(small, f"{name}.json")["items"]:
            address = one["url"].removeprefix("https://proef.example.nl")
            html = small.page(address)
            title = one.get("title") or one.get("name")
            assert title is None or f"<h1>{title}</h1>" in html or f">{title}</h1>" in html


def test_project_has_its_fields_under_their_contract_names(small: SmallSite) -> None:
    project = next(one for one in data(small, "projects.json")["items"] if one["id"] == "senshagen")
    assert {key: value for key, value in project.items() if value not in (None, [])} == {
        "id": "senshagen",
        "url": "https://proef.example.nl/projecten/senshagen/",
        "municipality": "zwolle",
        "title": "SensHagen",
        "summary": "Bewoners hangen sensoren op.",
        "description": "Zie Breda.",
        "themes": ["smart-living"],
        "status": "in-use",
        "status_date": "2019-10",
        "start": "2017",
        "topics": ["sensoren", "klimaat"],
        "with": ["breda"],
        "partners": ["RIVM", "KNMI"],
        "seeking": "Bel [tel] of mail Piet op [mail].",
        "website": "https://senshagen.example.nl",
        "sources": ["https://bron.example.nl/1", "https://bron.example.nl/2"],
        "added": "2020-01-15",
        "updated": "2020-03-01",
    }


def test_a_date_of_a_source_is_no_check_and_ways_in_are_not_published(site: Sites) -> None:
    whole = (
        "    contact: {phone: 14 038, email: post@zwolle.example.nl, known: 2021-05, source: https://adres.example.nl/}\n"
        "    administrators: [{name: Jo, role: Wethouder, known: 2021-06}]\n"
        "    contacts: [{name: Kim, known: 2021-07, source: https://kim.example.nl/}]\n"
    )
    small = site(
        {"site.yaml": settings(BARE), "municipalities.yaml": textwrap.dedent(LEAST["municipalities.yaml"]) + whole}
    )
    small.build()
    person = data(small, "municipalities.json")["items"][0]["administrators"][0]
    assert (person["checked"], person["known"]) == (None, "2021-06")
    for file in (small.public / "data").iterdir():
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            for hidden in ("Kim", "kim.example.nl", "post@zwolle", "14 038", "adres.example.nl", "2021-05", "2021-07"):
                assert hidden not in text, file.name


def test_municipality_has_its_codes_and_its_administrators_with_their_period(small: SmallSite) -> None:
    zwolle = data(small, "municipalities.json")["items"][0]
    assert zwolle["code"] == "GM0193"
    assert zwolle["tooi"] == "https://identifier.overheid.nl/tooi/id/gemeente/gm0193"
    assert (zwolle["leads"], zwolle["participates"]) == (["smart-living"], ["smart-mobility"])
    assert zwolle["administrators"] == [
        {
            "name": "Anna de Vries",
            "role": "Wethouder",
            "chair": True,
            "since": "2018-05",
            "until": "2022",
            "checked": "2021-06",
            "known": None,
            "source": "https://bron.example.nl/anna",
        }
    ]


def test_moments_have_their_distance_to_utc(odd: SmallSite) -> None:
    expected = {
        "themagroep": ("2020-07-01T15:30:00+02:00", "2020-07-01T16:30:00+02:00", False),
        "dagen": ("2026-03-28", "2026-03-30", True),
        "twee": ("2026-10-25T02:30:00+01:00", "2026-10-25T04:00:00+01:00", False),
    }
    found = {slug: item(odd, "events", slug) for slug in expected}
    assert {slug: (one["start"], one["end"], one["all_day"]) for slug, one in found.items()} == expected


def test_participation_is_the_matrix_of_the_page(small: SmallSite) -> None:
    items = data(small, "participation.json")["items"]
    found = {(one["municipality"], one["theme"]): (one["role"], one["projects"]) for one in items}
    assert found == {
        ("zwolle", "smart-living"): ("leads", 1),
        ("zwolle", "smart-mobility"): ("joined", 0),
        ("breda", "smart-living"): ("projects", 1),
        ("breda", "smart-mobility"): ("leads", 2),
        ("gouda", "smart-living"): ("none", 0),
        ("gouda", "smart-mobility"): ("none", 0),
    }


def test_map_has_every_municipality_inside_the_country(small: SmallSite) -> None:
    found = data(small, "municipalities.geojson")
    assert found["type"] == "FeatureCollection"
    assert [feature["properties"]["name"] for feature in found["features"]] == ["Zwolle", "Breda", "Gouda"]
    for feature in found["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert 3.3 < lon < 7.3
        assert 50.7 < lat < 53.6


def test_formula_is_harmless_in_csv_and_whole_in_json(odd: SmallSite) -> None:
    rows = {row["slug"]: row for row in table(odd, "news")}
    for number, value in enumerate(FORMULAS):
        row, whole = rows[f"formule-{number}"], item(odd, "news", f"formule-{number}")
        assert (row["title"], whole["title"]) == (f"'{value}", value)
        assert (row["text"], whole["text"]) == ("'=1+1", "=1+1")


def test_number_below_zero_stays_a_number() -> None:
    """No field of today goes below zero, since every place lies in the country; a table does not know that."""
    assert [open_data.cell(value) for value in (-4.7105, "-4.7105", -3)] == ["-4.7105", "'-4.7105", "-3"]


def test_address_of_a_mailbox_is_no_address_of_data(odd: SmallSite) -> None:
    event = item(odd, "events", "post")
    assert (event["registration"], event["sources"]) == (None, [])


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        (model.Project, {"title", "summary", "description", "note", "topics", "partners", "seeking", "lesson"}),
        (model.Theme, {"title", "summary", "description", "topics"}),
    ],
)
def test_only_words_of_people_are_looked_through_for_addresses_and_numbers(
    form: type[model.Entry], texts: set[str]
) -> None:
    assert {field.key for field in fields_of(form) if is_text(form, field.key)} == texts


class Desk(Entry, frozen=True, kw_only=True):
    name: t.Line
    """Naam | De naam. | Balie"""
    email: t.Email | None = None
    """Mail | Het adres. | a@voorbeeld.nl"""
    phone: t.Phone | None = None
    """Telefoon | Het nummer. | 14 038"""
    numbers: tuple[t.Phone, ...] = ()
    """Nummers | Meer nummers. | 14 038"""


@pytest.mark.parametrize("key", ["email", "phone", "numbers"])
def test_a_mailbox_or_a_number_of_a_model_is_never_published_by_itself(key: str) -> None:
    assert field_of_model(Desk, "name").name == "name"
    with pytest.raises(TypeError, match=rf"^Desk\.{key} is a mailbox or a number: name it in `left_out`"):
        open_data.fields_of(Desk, *(computed(name, {}, "") for name in {"email", "phone", "numbers"} - {key}))
