"""Searching and choosing on the real site: accessible with results, still while loading, and small."""

import gzip
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.real.test_browser import RULES, WATCH, moved, visit

CHOSEN = {
    "search": "/zoeken/?q=slimme straatverlichting",
    "search with an error": "/zoeken/?q=sensorne",
    "search without result": "/zoeken/?q=xylofoon",
    "list": "/projecten/?fase=pilot&thema=smart-environment&q=meten",
    "table": "/projecten/?weergave=tabel&volgorde=-stand",
    "map": "/projecten/?weergave=kaart&onderwerp=sensoren",
    "nothing": "/projecten/?q=xylofoon",
}
every_choice = pytest.mark.parametrize("path", CHOSEN.values(), ids=CHOSEN.keys())


@every_choice
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_what_was_found(
    browser: Browser, address: str, path: str, width: int, scheme: str
) -> None:
    page = visit(browser, address + path, width, scheme)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=RULES).response["violations"]
    told = [(v["id"], v["help"], [node["target"] for node in v["nodes"]][:3]) for v in found]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert told == []
    assert wide <= width


@every_choice
def test_nothing_moves_while_a_choice_loads(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address + path, wait_until="networkidle")
    moves = moved(page)
    context.close()
    assert moves == []


def test_scripts_and_data_keep_to_their_budgets(public: Path) -> None:
    scripts = {path.name.split(".")[0]: path.stat().st_size for path in (public / "assets").glob("*.js")}
    assert sum(scripts.values()) <= 20_000
    assert scripts["search"] + scripts["page"] <= 8_000
    assert len(gzip.compress((public / "zoeken/index.json").read_bytes(), 9)) <= 60_000
    assert len(gzip.compress((public / "projecten/keuze.json").read_bytes(), 9)) <= 60_000
