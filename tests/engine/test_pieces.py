"""Long tables are kept in pieces: whatever is cut, all of it is there, each row once and in its order."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.plain import SETTINGS, PlainSite, plain_templates


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PlainSite:
    """Enough items that a table is cut in many places."""
    folder = tmp_path_factory.mktemp("lang")
    files: Mapping[str, str] = {file(number): news(title(number)) for number in range(300)}
    settings = SETTINGS.replace("search: false", "search: true")
    made = PlainSite(folder / "site", {"site.yaml": settings, **files}, plain_templates(folder / "templates"))
    made.build()
    return made


def file(number: int) -> str:
    return f"content/news/2026-01-05-bericht-{number}.md"


def title(number: int) -> str:
    return f"Bericht nummer {number}."


def news(title: str) -> str:
    return f"---\ntitle: {title}\ndate: 2026-01-05\nsummary: Kort.\n---\nTekst.\n"


def tables(public: Path) -> list[list[str]]:
    """The titles of all news, as each of the tables has them."""
    items = json.loads((public / "data/news.json").read_bytes())["items"]
    with (public / "data/news.csv").open(encoding="utf-8-sig", newline="") as rows:
        return [[item["title"] for item in items], [row["title"] for row in csv.DictReader(rows)]]


def in_search(public: Path, title: str) -> int:
    return (public / "zoeken/index.json").read_text("utf-8").count(json.dumps(title))


def test_every_item_is_a_row_of_every_long_table_and_a_changed_one_is_another(site: PlainSite) -> None:
    wanted = {title(number) for number in range(300)}
    for rows in tables(site.public):
        assert len(rows) == 300
        assert set(rows) == wanted
    assert [one for one in sorted(wanted) if in_search(site.public, one) != 1] == []
    # What is not changed comes from what was kept.
    before = tables(site.public)
    for number in range(0, 300, 60):
        site.write({file(number): news(f"Ander {title(number)}")})
    site.build()
    renamed = {title(number): f"Ander {title(number)}" for number in range(0, 300, 60)}
    for rows, after in zip(before, tables(site.public), strict=True):
        assert sorted(after) == sorted(renamed.get(row, row) for row in rows)
    for old, new in renamed.items():
        assert (in_search(site.public, old), in_search(site.public, new)) == (0, 1)
