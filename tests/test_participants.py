"""Where a project stands at another municipality that takes part: written once, said wherever the project is told."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.reading import Page
from tests.running import NOW, call, tree
from tests.sites import LEAST, Sites, SmallSite

OTHERS = "".join(
    f"""\
  - id: {id}
    name: {name}
    code: {code}
    province: Utrecht
    location: {{lat: 52.1, lon: 5.4}}
    website: https://{id}.example.nl
"""
    for id, name, code in (("amersfoort", "Amersfoort", "GM0307"), ("breda", "Breda", "GM0758"))
)
TOWNS = "\n".join(line.removeprefix(" " * 8) for line in LEAST["municipalities.yaml"].split("\n")).rstrip() + "\n"
FILE = "content/projects/zwolle.yaml"
PROJECT = """\
projects:
  - id: licht
    title: Licht
    summary: Licht.
    themes: [smart-living]
    status: in-use
    with:
      - amersfoort
      - {municipality: breda, status: exploring, status_date: 2024-01}
"""


def small(site: Sites, project: str = PROJECT) -> SmallSite:
    return site({"municipalities.yaml": TOWNS + OTHERS, FILE: project})


def test_the_page_of_a_project_says_where_it_stands_elsewhere(site: Sites) -> None:
    made = small(site)
    made.build()
    html = made.page("/projecten/licht/")
    page = Page(html[html.index("<main") : html.index("</main>")])
    assert "Zwolle met Amersfoort en Breda" in page.text
    assert "in gebruik, jaar niet bekend In Breda: verkenning, januari 2024" in page.text
    assert "In Amersfoort:" not in page.text
    assert "In Breda was het in januari 2024 een verkenning." in page.text


def test_open_data_keeps_the_list_of_ids_and_has_the_phases_beside_it(site: Sites) -> None:
    made = small(site)
    made.build()
    (project,) = json.loads((made.public / "data/projects.json").read_text("utf-8"))["items"]
    assert project["with"] == ["amersfoort", "breda"]
    assert project["with_status"] == [{"municipality": "breda", "status": "exploring", "status_date": "2024-01"}]
    with (made.public / "data/projects.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["with"], row["with_status"]) == ("amersfoort; breda", "breda (exploring)")
    held = {part["municipality"]: part["projects"] for part in data(made, "participation")}
    assert held == {"zwolle": 1, "amersfoort": 1, "breda": 1}


def data(made: SmallSite, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((made.public / f"data/{name}.json").read_text("utf-8"))["items"]
    return found


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("breta", ("onbekende-gemeente", FILE, 9, 9)),
        ("{municipality: breta, status: pilot}", ("onbekende-gemeente", FILE, 9, 24)),
        ("{municipality: breda, status: proof}", ("onbekende-keuze", FILE, 9, 39)),
        ("{status: pilot}", ("sleutel-ontbreekt", FILE, 9, 9)),
        ("{municipality: breda, status_date: 2024}", ("sleutel-ontbreekt", FILE, 9, 9)),
        ("{municipality: breda, stand: pilot}", ("onbekende-sleutel", FILE, 9, 31)),
        ("{municipality: breda, status: pilot, status_date: 2099}", ("datum-in-toekomst", FILE, 9, 59)),
    ],
)
def test_what_is_wrong_with_an_item_is_told_at_its_place(
    site: Sites, bare: Path, item: str, expected: tuple[str, str, int, int]
) -> None:
    lines = PROJECT.replace("{municipality: breda, status: exploring, status_date: 2024-01}", item)
    assert small(site, lines).check(templates=bare) == [expected]


@pytest.mark.slow
def test_changes_says_who_comes_and_where_the_phase_becomes_another(site: Sites, tmp_path: Path) -> None:
    old = small(site)
    new = tmp_path / "new"
    shutil.copytree(old.root, new)
    other = PROJECT.replace("- amersfoort", "- {municipality: amersfoort, status: pilot}").replace(
        "exploring, status_date: 2024-01", "in-use, status_date: 2026-03"
    )
    (new / FILE).write_text(other)
    told = call("changes", old.root, new, "--now", NOW).stdout
    assert "de fase in Amersfoort gaat van die van het project naar pilot." in told
    assert "de fase in Breda gaat van verkenning (januari 2024) naar in gebruik (maart 2026)." in told
    (new / FILE).write_text(PROJECT.replace("      - amersfoort\n", ""))
    told = call("changes", old.root, new, "--now", NOW).stdout
    assert "Amersfoort doet niet meer mee met het project “Licht”." in told


def test_a_sheet_holds_the_phases_and_takes_names_and_phases_beside_each_other(site: Sites, tmp_path: Path) -> None:
    made, file = small(site), tmp_path / "projecten.xlsx"
    before = tree(made.root)
    assert call("sheet", file, "--root", made.root).returncode == 0
    done = call("import", file, "--root", made.root, "--now", NOW)
    assert (done.returncode, done.stdout) == (0, "Er verandert niets.\n")
    assert tree(made.root) == before
    for text, expected in (
        (
            "Amersfoort; {municipality: Breda, status: pilot}",
            "with: [amersfoort, {municipality: breda, status: pilot}]",
        ),
        (
            "{municipality: breda, status: pilot}; amersfoort",
            "with: [{municipality: breda, status: pilot}, amersfoort]",
        ),
        ("Breda, Amersfoort", "with: [breda, amersfoort]"),
    ):
        book = load_workbook(file)
        (cell,) = (c for c in book["Projecten"][1] if str(c.value).startswith("Samen met"))
        book["Projecten"].cell(2, cell.column).value = text
        book.save(file)
        done = call("import", file, "--root", made.root, "--now", NOW)
        assert done.returncode == 0, done.stderr
        written = " ".join((made.root / FILE).read_text().split())
        assert expected in written.replace("with: - ", "with: [").replace(" - ", ", ") + "]", text
    assert made.check() == []


def test_a_wrong_phase_in_a_cell_is_told_at_the_cell(site: Sites, tmp_path: Path) -> None:
    made, file = small(site), tmp_path / "projecten.csv"
    file.write_text("Id;Samen met\nlicht;{municipality: breda, status: proof}\n")
    before = tree(made.root)
    done = call("import", file, "--root", made.root, "--now", NOW)
    assert done.returncode == 1
    assert "csv, rij 2, kolom B (Samen met): " in done.stderr
    assert "`proof`" in done.stderr
    assert tree(made.root) == before


def test_a_new_project_takes_ids_with_commas_and_items_with_keys(site: Sites) -> None:
    made = small(site)
    given = ("--title", "Water", "--summary", "W.", "--municipality", "zwolle", "--themes", "smart-living")
    whole = "{municipality: breda, status: pilot}"
    done = call("new", "project", "--root", made.root, "--now", NOW, *given, "--status", "pilot", "--with", whole)
    assert done.returncode == 0, done.stderr
    done = call(
        *("new", "project", "--root", made.root, "--now", NOW, *given[:1], "Wind", *given[2:], "--status", "pilot"),
        *("--with", "breda,amersfoort"),
    )
    assert done.returncode == 0, done.stderr
    water, wind = ((made.root / f"content/projects/zwolle-{name}.yaml").read_text() for name in ("water", "wind"))
    assert whole in water
    assert "with: [breda, amersfoort]" in wind
    assert made.check() == []
