"""The theme of a municipality, laid over the site by the mapping that `docs/developers/design.md` shows."""

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.running import TOP
from tests.serving import served
from tests.sites import BARE, TEMPLATES, built, settings

PACKAGE = TOP / "tests/node_modules/@gemeente-denhaag/design-tokens-components/dist/index.css"
DEFINITION = re.compile(r"(--[\w-]+):\s*([^;]+);")


def mapping() -> str:
    (block,) = re.findall(r"```css\n(.*?)```", (TOP / "docs/developers/design.md").read_text("utf-8"), re.DOTALL)
    return block


def needed(names: set[str]) -> str:
    """Of the package what the mapping uses, and what that refers to."""
    known = dict(DEFINITION.findall(PACKAGE.read_text("utf-8")))
    waiting, found = sorted(names), {}
    for name in waiting:
        found[name] = known[name]
        waiting += [used for used in re.findall(r"--denhaag-[\w-]+", known[name]) if used not in waiting]
    return ":root {\n" + "\n".join(f"{name}: {value};" for name, value in found.items()) + "\n}\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site with that theme can be visited."""
    folder = tmp_path_factory.mktemp("design")
    templates = folder / "templates"
    shutil.copytree(TEMPLATES, templates)
    css = templates / "assets/css"
    (css / "denhaag-tokens.css").write_text(needed(set(re.findall(r"--denhaag-[\w-]+", mapping()))), "utf-8")
    (css / "denhaag.css").write_text(mapping(), "utf-8")
    made = built(folder, {"site.yaml": settings(BARE)}, templates=templates)
    with served(made.public) as found:
        yield found


@pytest.fixture
def look(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """Opens a page of it in a scheme of colours."""
    contexts = []

    def opened(scheme: Literal["light", "dark"]) -> Page:
        contexts.append(browser.new_context(color_scheme=scheme))
        page = contexts[-1].new_page()
        page.goto(f"{address}/themas/")
        return page

    yield opened
    for context in contexts:
        context.close()


def colour(page: Page, selector: str, name: str) -> str:
    return str(page.evaluate("([s, n]) => getComputedStyle(document.querySelector(s))[n]", [selector, name]))


def test_the_theme_of_den_haag_can_be_laid_over_the_site(look: Callable[[str], Page]) -> None:
    page = look("light")
    assert colour(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert colour(page, "main a.action", "backgroundColor") == "rgb(35, 133, 65)"
    assert colour(page, "main p a:not(.action)", "color") == "rgb(18, 96, 161)"
    assert colour(page, "body", "fontFamily").startswith("TheSans")
    assert Axe().run(page).response["violations"] == []


def test_in_the_dark_the_colours_of_the_site_stay(look: Callable[[str], Page]) -> None:
    page = look("dark")
    assert colour(page, "body", "backgroundColor") == "rgb(17, 22, 29)"
    assert Axe().run(page).response["violations"] == []


def test_the_mapping_is_a_dozen_lines() -> None:
    assert len(DEFINITION.findall(mapping())) == 12
