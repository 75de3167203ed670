"""Searching and choosing on the real site: accessible with results, still while loading, and small."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from g40site.content.site import Site
from tests.visiting import (
    OF_ITS_LOOK,
    RULES,
    Visit,
    ask_everything,
    ask_of_its_look,
    leave_the_first_rows,
    resize,
)

# What looks as another does.
LIKE_OTHERS = ("search with an error", "nothing")
CHOICES = ("search", "search with an error", "search without result", "list", "table", "map", "nothing")


@pytest.fixture(scope="session")
def choices(content: Site) -> dict[str, str]:
    """Addresses in which something was searched or chosen, of what the content has most of."""
    topic = max(content.topics, key=lambda slug: len(content.topics[slug][1]), default="")
    word = content.topics[topic][0] if topic else "proef"
    theme = content.themes[0].id
    return {
        "search": f"/zoeken/?q={word}",
        "search with an error": f"/zoeken/?q={word[0]}{word[2:3]}{word[1:2]}{word[3:]}",
        "search without result": "/zoeken/?q=xylofoon",
        "list": f"/projecten/?fase=pilot&thema={theme}&q={word}",
        "table": "/projecten/?weergave=tabel&volgorde=-stand",
        "map": f"/projecten/?weergave=kaart&onderwerp={topic}",
        "nothing": "/projecten/?q=xylofoon",
    }


@pytest.mark.parametrize(
    "choice", [pytest.param(one, marks=[pytest.mark.long] if one in LIKE_OTHERS else []) for one in CHOICES]
)
def test_what_was_found_is_accessible_and_calm(
    browser: Browser, hosted: str, choices: dict[str, str], choice: str
) -> None:
    """axe finds nothing in it, nothing scrolls sideways, and on a wide screen nothing moves while it loads."""
    visited = Visit(browser, hosted + choices[choice], 1280)
    wrong = ask_everything(visited, hosted, 1280, None)
    resize(visited, 320, "dark")
    wrong += ask_of_its_look(visited, 320, None)
    leave_the_first_rows(visited)
    wrong += ask_of_its_look(visited, 320, RULES)
    resize(visited, 1280, "light")
    wrong += ask_of_its_look(visited, 1280, OF_ITS_LOOK)
    visited.context.close()
    assert wrong == []


def test_scripts_and_data_keep_to_their_budgets(public: Path, content: Site) -> None:
    """Data grows with the content: a few hundred bytes for each entry, once that is more than a small site needs."""
    entries = len(content.projects) + len(content.news) + len(content.events) + len(content.municipalities)
    most = max(60_000, 300 * entries)
    scripts = {path.name.split(".")[0]: path.stat().st_size for path in (public / "assets").glob("*.js")}
    assert sum(scripts.values()) <= 20_000
    assert scripts["search"] + scripts["page"] <= 8_000
    assert len(gzip.compress((public / "zoeken/index.json").read_bytes(), 9)) <= most
    assert len(gzip.compress((public / "projecten/keuze.json").read_bytes(), 9)) <= most
