"""One page of each kind in a real browser: accessible, calm, and usable by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.real.html import Tree

KINDS = {
    "home": "/",
    "themes": "/themas/",
    "theme": "/themas/smart-environment/",
    "municipalities": "/gemeenten/",
    "municipality": "/gemeenten/apeldoorn/",
    "municipality without projects": "/gemeenten/venlo/",
    "projects": "/projecten/",
    "projects of a phase": "/projecten/fase/pilot/",
    "projects about a topic": "/projecten/onderwerp/sensoren/",
    "project": "/projecten/zwolle-senshagen/",
    "news": "/actueel/",
    "news item": "/actueel/breda-2019/",
    "agenda": "/agenda/",
    "archive": "/agenda/archief/",
    "event": "/agenda/themagroep-2020-07/",
    "together": "/samenwerken/",
    "joining": "/aansluiten/",
    "search": "/zoeken/",
    "subscribe": "/abonneren/",
    "data": "/data/",
    "freshness": "/bijgewerkt/",
    "page": "/over-de-groep/",
    "long page": "/meedoen-aan-de-site/",
    "not found": "/404.html",
}
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def visit(browser: Browser, url: str, width: int, scheme: str = "light", **more: object) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="nl-NL",
        **more,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(url)
    return page


@every_kind
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(browser: Browser, address: str, path: str, width: int, scheme: str) -> None:
    page = visit(browser, address + path, width, scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    told = [(v["id"], v["help"], [node["target"] for node in v["nodes"]][:3]) for v in found]
    page.context.close()
    assert told == []


@every_kind
def test_a_page_is_calm_on_a_small_phone(browser: Browser, address: str, path: str) -> None:
    """Nothing scrolls sideways, moves while loading, complains, or comes from another host."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="nl-NL")
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { window.moved += e.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(address + path, wait_until="networkidle")
    width = page.evaluate("document.documentElement.scrollWidth")
    moved = page.evaluate("window.moved")
    context.close()
    assert width <= 320
    assert round(moved, 3) == 0
    assert said == []
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []


@every_kind
def test_the_first_view_is_small(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(address + path, wait_until="networkidle")
    context.close()
    # Uncompressed, so a host that compresses sends about a fifth of this.
    assert sum(sizes) <= 400_000


def test_the_keyboard_comes_to_the_text_by_the_first_link(browser: Browser, address: str) -> None:
    page = visit(browser, address + "/projecten/", 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.getElementById('main').contains(document.activeElement)")
    page.context.close()
    assert inside


def test_the_menu_of_a_phone_opens_by_keyboard_and_without_script(browser: Browser, address: str) -> None:
    page = visit(browser, address + "/", 360, java_script_enabled=False)
    summary = page.locator("header summary").first
    summary.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Gemeenten", exact=True).first
    link.click()
    ended = page.url
    page.context.close()
    assert ended == f"{address}/gemeenten/"


@pytest.mark.parametrize("zoom_width", [320])
def test_four_times_zoom_keeps_everything_readable(browser: Browser, address: str, zoom_width: int) -> None:
    """1280 px at 400 % is a view of 320 by 256."""
    context = browser.new_context(viewport={"width": zoom_width, "height": 256})
    page = context.new_page()
    page.goto(f"{address}/samenwerken/")
    heading = page.get_by_role("heading", level=1)
    width = page.evaluate("document.documentElement.scrollWidth")
    shown = heading.is_visible()
    context.close()
    assert width <= zoom_width
    assert shown


@pytest.mark.parametrize("municipality", ["groningen", "dordrecht", "apeldoorn", "venlo"])
def test_a_municipality_prints_on_one_page(browser: Browser, address: str, municipality: str) -> None:
    page = visit(browser, f"{address}/gemeenten/{municipality}/", 1280)
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    page.context.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_joining_is_accessible_when_a_choice_was_made(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/aansluiten/?gemeente=alkmaar&thema=smart-citizen", 360, "dark")
    page.get_by_text("De mail en de regels staan klaar.").wait_for()
    found = Axe().run(page, options=RULES).response["violations"]
    width = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert found == []
    assert width <= 360


@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, tree: Tree, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    told = []
    for one in tree.whole_pages:
        page.goto(f"{address}/{one.address.removeprefix(tree.url)}")
        found = Axe().run(page, options=RULES).response["violations"]
        told += [(one.address, violation["id"]) for violation in found]
    context.close()
    assert told == []
