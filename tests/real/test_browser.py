"""One page of each kind in a real browser: accessible, calm, and usable by keyboard."""

import gzip
import re
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.real.html import Tree
from tests.running import DEADLINE, wait_until
from tests.serving import Quiet, served

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
    "chapter": "/redactie/tien-minuten/",
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


WATCH = """
window.moved = [];
const place = ({x, y, width, height}) => `${width} x ${height} at ${x}, ${y}`;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  const moved = entry.sources.map(({node, previousRect, currentRect}) =>
    `${node?.nodeName}.${node?.className}: ${place(previousRect)} to ${place(currentRect)}`);
  window.moved.push([entry.value, moved.join("; ")]);
})).observe({type: "layout-shift", buffered: true});
"""


def moved(page: Page) -> list[str]:
    """What moved while a page with `WATCH` came in; nothing where all of it together is too little to see."""
    found = page.evaluate("window.moved")
    return [what for _, what in found] if round(sum(value for value, _ in found), 3) else []


@every_kind
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_a_page_is_accessible_and_calm(browser: Browser, address: str, path: str, width: int, scheme: str) -> None:
    """axe finds nothing; nothing scrolls sideways, moves while loading, complains, or comes from another host."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="nl-NL",
    )
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH)
    page.goto(address + path, wait_until="networkidle")
    whole = page.evaluate("document.documentElement.scrollWidth")
    moves = moved(page)
    found = Axe().run(page, options=RULES).response["violations"]
    context.close()
    assert [(v["id"], v["help"], [node["target"] for node in v["nodes"]][:3]) for v in found] == []
    assert whole <= width
    assert moves == []
    assert said == []
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []


@every_kind
def test_the_first_view_is_at_most_a_hundred_kilobytes(browser: Browser, address: str, path: str) -> None:
    """As hosts send it: text compressed, the rest as it is. Pictures further down wait until they are near."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        text = re.search(r"html|css|javascript|json|svg", response.headers.get("content-type", ""))
        body = response.body()
        sizes[response.url] = len(gzip.compress(body, 6)) if text else len(body)

    page.on("response", weigh)
    page.goto(address + path, wait_until="networkidle")
    context.close()
    assert sizes
    assert sum(sizes.values()) <= 100_000, sizes


@every_kind
def test_without_script_a_page_shows_the_same_text(browser: Browser, address: str, path: str) -> None:
    """What only works with a script is not there, and what replaces it is; nothing else differs."""
    page = visit(browser, address + path, 768, java_script_enabled=False)
    heading = page.get_by_role("heading", level=1)
    shown = heading.is_visible()
    forms = page.locator("main form:not(.find):visible").count()
    page.context.close()
    assert shown
    assert forms == 0 or path == "/zoeken/"


@every_kind
def test_four_times_zoom_keeps_everything_readable(browser: Browser, address: str, path: str) -> None:
    """1280 by 1024 at 400 % is a view of 320 by 256."""
    context = browser.new_context(viewport={"width": 320, "height": 256})
    page = context.new_page()
    page.goto(address + path)
    width = page.evaluate("document.documentElement.scrollWidth")
    shown = page.get_by_role("heading", level=1).is_visible()
    # Nothing that sticks may cover what is read.
    stuck = page.evaluate(
        """[...document.querySelectorAll('body *')].filter(e =>
            ['fixed', 'sticky'].includes(getComputedStyle(e).position)
            && e.getBoundingClientRect().height > 128 && !e.closest('table')).length"""
    )
    context.close()
    assert width <= 320
    assert shown
    assert stuck == 0


@every_kind
def test_a_page_prints(browser: Browser, address: str, path: str) -> None:
    page = visit(browser, address + path, 1280, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    menu = page.locator(".bar nav:visible").count()
    shown = page.get_by_role("heading", level=1).is_visible()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    page.context.close()
    assert printed.startswith(b"%PDF")
    assert menu == 0
    assert shown
    assert paper == "rgb(255, 255, 255)"


@pytest.mark.parametrize("path", ["/", "/themas/smart-environment/", "/samenwerken/", "/projecten/zwolle-senshagen/"])
def test_forced_colours_keep_every_sign_visible(browser: Browser, address: str, path: str) -> None:
    """The browser chooses the colours, so contrast is not for us to judge."""
    page = visit(browser, address + path, 1440, forced_colors="active")
    rules = {**RULES, "rules": {"color-contrast": {"enabled": False}}}
    found = Axe().run(page, options=rules).response["violations"]
    faint = page.evaluate(
        "[...document.querySelectorAll('.map-drawing circle, .map-line')].filter(e => {"
        "const s = getComputedStyle(e), paper = getComputedStyle(document.body).backgroundColor;"
        "return s.fill === paper && ['rgba(0, 0, 0, 0)', 'none'].includes(s.stroke)}).length"
    )
    page.context.close()
    assert found == []
    assert faint == 0


@pytest.mark.parametrize("path", ["/", "/projecten/zwolle-senshagen/"])
def test_nothing_moves_for_who_wants_that(browser: Browser, address: str, path: str) -> None:
    page = visit(browser, address + path, 1440, reduced_motion="reduce")
    moving = page.evaluate(
        "getComputedStyle(document.documentElement).scrollBehavior !== 'auto' || document.getAnimations().length > 0"
    )
    page.context.close()
    assert not moving


# The map.

NAMES = """() => {
  const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom] };
  const names = [...document.querySelectorAll('.map-name')].map(e => [e.textContent, box(e), e.parentNode]);
  const rings = [...document.querySelectorAll('.map-lead circle')].map(e => ['ring', box(e), e.parentNode]);
  const over = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const found = [];
  names.forEach((one, n) => [...names.slice(n + 1), ...rings].forEach(other => {
    if (one[2] !== other[2] && over(one[1], other[1])) found.push([one[0], other[0]]);
  }));
  return [names.length, found];
}"""


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/gemeenten/", "/gemeenten/apeldoorn/", "/gemeenten/zwolle/", "/projecten/zwolle-senshagen/"),
        *("/themas/smart-living/", "/themas/smart-environment/"),
    ],
)
def test_no_name_on_the_map_stands_on_another_or_on_a_ring(
    browser: Browser, address: str, path: str, width: int
) -> None:
    page = visit(browser, address + path, width)
    number, found = page.evaluate(NAMES)
    page.context.close()
    assert number
    assert found == []


def test_the_map_is_one_picture_whose_dots_can_be_clicked_and_are_skipped_by_the_keyboard(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/gemeenten/", 1440)
    picture = page.get_by_role("img", name="Kaart van alle gemeenten")
    assert picture.count() == 1
    assert page.locator(".map-drawing a").count() == 41
    main = page.locator("main")
    main.focus()
    passed = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        passed.add(
            page.evaluate("document.activeElement.closest('svg') ? 'map' : document.activeElement.textContent.trim()")
        )
    assert "map" not in passed
    assert {"Alkmaar", "Zwolle"} <= passed
    page.locator(".map-drawing a", has_text="Groningen").first.click()
    ended = page.url
    page.context.close()
    assert ended == f"{address}/gemeenten/groningen/"


def test_the_joining_form_is_filled_in_by_keyboard(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/aansluiten/", 1280)
    page.locator("#kies-gemeente").focus()
    page.keyboard.type("Alkmaar")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "kies-thema"
    page.keyboard.type("Smart C")
    page.keyboard.press("Tab")
    page.get_by_text("De mail en de regels staan klaar.").wait_for()
    reached = []
    for _ in range(14):
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.copy || ''"))
        page.keyboard.press("Tab")
    mail = page.locator("#mail-tekst").input_value()
    page.context.close()
    assert {"mail-onderwerp", "mail-tekst", "mail-open", "deelname", "project-naam"} <= set(reached)
    assert "Alkmaar" in mail
    assert "Smart Citizen" in mail


def test_the_menu_of_a_wide_screen_is_walked_in_the_order_that_is_seen(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/themas/", 1440)
    seen = page.locator(".bar-menu a:visible").all_text_contents()
    page.locator(".bar-name").focus()
    walked = []
    for _ in seen:
        page.keyboard.press("Tab")
        walked.append(page.evaluate("document.activeElement.textContent"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    page.context.close()
    assert walked == seen


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


class Halting(Quiet):
    """Sends a page up to the end of its main menu, and the rest when it may."""

    may = threading.Event()

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path)) / "index.html"
        if not file.is_file():
            return super().do_GET()
        first, end, rest = file.read_bytes().partition(b"</nav>")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(first + end)
        self.wfile.flush()
        self.may.wait(DEADLINE)
        self.wfile.write(rest)
        return None


@pytest.mark.parametrize("width", [1000, 1230, 1440])
def test_the_menu_stays_where_it_is_when_the_rest_of_the_bar_comes_later(
    browser: Browser, public: Path, width: int
) -> None:
    with served(public, Halting) as address:
        Halting.may.clear()
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(f"{address}/themas/", wait_until="commit")
        menu = page.locator(".bar-menu")
        menu.locator(".menu-search").wait_for(state="attached")
        wait_until(lambda: bool(page.evaluate("document.styleSheets.length > 0")))
        assert page.locator("main").count() == 0
        before = menu.bounding_box()
        Halting.may.set()
        page.wait_for_load_state()
        assert page.locator("main").count() == 1
        assert menu.bounding_box() == before
        page.close()
