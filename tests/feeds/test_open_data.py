"""Open data: JSON, CSV and pages say the same, and nobody's address is in it."""

import csv
import io
import json
import textwrap
from typing import Any

import pytest

from g40site import model
from g40site.feeds import opendata
from g40site.feeds.columns import is_text
from g40site.model.shape import fields_of
from tests.feeds.readers import data, raw_csv, table
from tests.sites import LEAST, Sites, SmallSite

NAMES = ("themes", "municipalities", "projects", "participation", "news", "events")


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
    for row, item in zip(rows, found["items"], strict=True):
        place = item.pop("location", None) if name == "municipalities" else None
        if place:
            assert (float(row.pop("lat")), float(row.pop("lon"))) == (place["lat"], place["lon"])
        assert list(row) == list(item)
        for key, value in item.items():
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
        for item in data(small, f"{name}.json")["items"]:
            address = item["url"].removeprefix("https://proef.example.nl")
            html = small.page(address)
            title = item.get("title") or item.get("name")
            assert title is None or f"<h1>{title}</h1>" in html or f">{title}</h1>" in html


def test_project_has_its_fields_under_their_contract_names(small: SmallSite) -> None:
    project = next(item for item in data(small, "projects.json")["items"] if item["id"] == "senshagen")
    assert project == {
        "id": "senshagen",
        "url": "https://proef.example.nl/projecten/senshagen/",
        "municipality": "zwolle",
        "title": "SensHagen",
        "summary": "Bewoners hangen sensoren op.",
        "description": "Zie Breda.",
        "themes": ["smart-living"],
        "status": "in-use",
        "status_date": "2019-10",
        "note": None,
        "start": "2017",
        "end": None,
        "topics": ["sensoren", "klimaat"],
        "with": ["breda"],
        "with_status": [],
        "interested": [],
        "partners": ["RIVM", "KNMI"],
        "seeking": "Bel [tel] of mail Piet op [mail].",
        "lesson": None,
        "website": "https://senshagen.example.nl",
        "sources": ["https://bron.example.nl/1", "https://bron.example.nl/2"],
        "checked": None,
        "added": "2020-01-15",
        "updated": "2020-03-01",
        "image": None,
    }


def test_a_date_of_a_source_is_no_check_and_ways_in_are_not_published(site: Sites) -> None:
    whole = (
        "    contact: {phone: 14 038, email: post@zwolle.example.nl, known: 2021-05, source: https://adres.example.nl/}\n"
        "    administrators: [{name: Jo, role: Wethouder, known: 2021-06}]\n"
        "    contacts: [{name: Kim, known: 2021-07, source: https://kim.example.nl/}]\n"
    )
    small = site({"municipalities.yaml": textwrap.dedent(LEAST["municipalities.yaml"]) + whole})
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


def test_moments_have_their_distance_to_utc(built: Sites) -> None:
    text = "---\ntitle: {0}\nsummary: Kort.\nstart: {1}\nend: {2}\n---\nTekst.\n"
    site = built(
        {
            "content/agenda/2026-03-28-dagen.md": text.format("Dagen", "2026-03-28", "2026-03-30"),
            "content/agenda/2026-10-25-twee.md": text.format("Twee", "2026-10-25 02:30+01:00", "2026-10-25 04:00"),
        }
    )
    found = {item["slug"]: (item["start"], item["end"], item["all_day"]) for item in data(site, "events.json")["items"]}
    assert found == {
        "themagroep": ("2020-07-01T15:30:00+02:00", "2020-07-01T16:30:00+02:00", False),
        "dagen": ("2026-03-28", "2026-03-30", True),
        "twee": ("2026-10-25T02:30:00+01:00", "2026-10-25T04:00:00+01:00", False),
    }


def test_participation_is_the_matrix_of_the_page(small: SmallSite) -> None:
    items = data(small, "participation.json")["items"]
    found = {(item["municipality"], item["theme"]): (item["role"], item["projects"]) for item in items}
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


def test_no_contact_and_no_address_of_a_person_is_in_open_data(small: SmallSite) -> None:
    for path in (small.public / "data").rglob("*"):
        if path.suffix in (".json", ".csv", ".geojson", ".jsonld"):
            text = path.read_text("utf-8")
            for secret in (
                "Geheim",
                'zwolle.example.nl"',
                "@zwolle",
                "mailto:",
                "1234567",
                "4981234",
                "14 038",
                "proef@",
            ):
                assert secret not in text.replace("https://www.zwolle.example.nl", ""), (path.name, secret)


@pytest.mark.parametrize("value", ["=1+1", "+31", "-5", "@SUM(1)", "-x; y"])
def test_formula_is_harmless_in_csv_and_whole_in_json(built: Sites, value: str) -> None:
    text = f"---\ntitle: {json.dumps(value)}\ndate: 2022-01-01\nsummary: Kort.\n---\n" + "=1+1\n"
    site = built({"content/news/2022-01-01-formule.md": text})
    row = next(row for row in table(site, "news") if row["slug"] == "formule")
    item = next(item for item in data(site, "news.json")["items"] if item["slug"] == "formule")
    assert (row["title"], item["title"]) == (f"'{value}", value)
    assert (row["text"], item["text"]) == ("'=1+1", "=1+1")


def test_number_below_zero_stays_a_number() -> None:
    """No field of today goes below zero, since every place lies in the country; a table does not know that."""
    assert [opendata.cell(value) for value in (-4.7105, "-4.7105", -3)] == ["-4.7105", "'-4.7105", "-3"]


def test_address_of_a_mailbox_is_no_address_of_data(built: Sites) -> None:
    fields = "start: 2026-12-01\nregistration: mailto:jan@proef.example.nl\nsources: [mailto:jan@proef.example.nl]"
    site = built({"content/agenda/2026-12-01-proef.md": f"---\ntitle: Proef\nsummary: Kort.\n{fields}\n---\nTekst.\n"})
    event = next(item for item in data(site, "events.json")["items"] if item["slug"] == "proef")
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
