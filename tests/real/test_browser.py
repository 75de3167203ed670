"""One page of each kind in a real browser: accessible, calm, light, and usable by keyboard.

A page is visited once for all that is asked of it.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from g40site import addresses
from g40site.content.site import Site
from tests.reading import pages
from tests.real.conftest import KINDS
from tests.running import DEADLINE, wait_until
from tests.serving import Quiet, served
from tests.visiting import (
    RULES,
    WATCH,
    Visit,
    ask_at_four_times_zoom,
    ask_everything,
    ask_of_its_look,
    ask_on_paper,
    leave_the_first_rows,
    moved,
    resize,
    visit,
)

# What only a wide screen shows (the menu, the columns, the tables) stands on these.
WIDEST = ("home", "theme", "projects", "project", "municipality", "together")
# What people take to a meeting.
PRINTED = (*WIDEST, "municipality without projects", "news item", "event", "page", "chapter")
# Kinds with the template of another.
LIKE_OTHERS = ("projects about a topic", "long page")
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[pytest.mark.long] if kind in LIKE_OTHERS else []) for kind in KINDS]
)
def test_a_page_is_accessible_calm_light_and_within_the_policy(
    browser: Browser, hosted: str, paths: Mapping[str, str], kind: str
) -> None:
    """axe finds nothing; nothing scrolls sideways, moves while loading, complains, weighs over a hundred kilobytes,
    comes from another host, breaks the policy or stands on another name of a map. One visit: on a small dark screen, at
    four times zoom, on paper, and on a wider and a wide light one. The long one has axe look at all of each of them.
    """
    visited = Visit(browser, hosted + paths[kind], 320, "dark")
    wrong = ask_everything(visited, hosted, 320, None)
    wrong += ask_at_four_times_zoom(visited)
    wrong += ask_on_paper(visited) if kind in PRINTED else []
    for width in (768, 1440):
        resize(visited, width, "light")
        wrong += ask_of_its_look(visited, width, None)
    leave_the_first_rows(visited)
    # What pages are made of is the same on all, so every other one is looked at in the dark.
    in_the_dark = KINDS.index(kind) % 2 == 0
    for width, scheme, is_asked in ((320, "dark", in_the_dark), (1440, "light", not in_the_dark)):
        if is_asked or kind in WIDEST:
            resize(visited, width, scheme)
            wrong += ask_of_its_look(visited, width, RULES)
    visited.context.close()
    assert wrong == []


@pytest.mark.parametrize(("kind", "width"), [*zip(WIDEST, (768, 1440) * 3, strict=True)])
def test_a_page_comes_in_calmly_on_a_wide_screen(
    browser: Browser, hosted: str, paths: Mapping[str, str], kind: str, width: int
) -> None:
    visited = Visit(browser, hosted + paths[kind], width)
    wrong = ask_everything(visited, hosted, width, None)
    visited.context.close()
    assert wrong == []


def test_without_script_a_page_has_its_title_and_no_form_that_needs_one(
    plain: Page, address: str, paths: Mapping[str, str]
) -> None:
    wrong = []
    for kind, path in paths.items():
        plain.goto(address + path)
        shown = plain.get_by_role("heading", level=1).is_visible()
        forms = plain.locator("main form:not(.search-form) :is(input, select, button):visible").count()
        wrong += [kind] if not shown or (forms and kind != "search") else []
    assert wrong == []


@pytest.mark.parametrize("kind", ["home", "theme", "together", "project"])
def test_forced_colours_keep_every_sign_visible_and_nothing_moves_for_who_wants_that(
    browser: Browser, address: str, paths: Mapping[str, str], kind: str
) -> None:
    page = visit(browser, address + paths[kind], 1440, forced_colors="active", reduced_motion="reduce")
    faint = page.evaluate(
        "[...document.querySelectorAll('.map-drawing circle, .map-line')].filter(e => {"
        "const s = getComputedStyle(e), paper = getComputedStyle(document.body).backgroundColor;"
        "return s.fill === paper && ['rgba(0, 0, 0, 0)', 'none'].includes(s.stroke)}).length"
    )
    moving = page.evaluate(
        "getComputedStyle(document.documentElement).scrollBehavior !== 'auto' || document.getAnimations().length > 0"
    )
    page.context.close()
    assert (faint, moving) == (0, False)


# The map.


def test_the_map_is_one_picture_whose_dots_can_be_clicked_and_are_skipped_by_the_keyboard(
    browser: Browser, address: str, content: Site
) -> None:
    page = visit(browser, f"{address}/gemeenten/", 1440)
    picture = page.get_by_role("img", name="Kaart van alle gemeenten")
    assert picture.count() == 1
    assert page.locator(".map-drawing a").count() == len(content.municipalities)
    page.locator("main").focus()
    passed = []
    for _ in range(2 * len(content.municipalities) + 10):
        page.keyboard.press("Tab")
        passed.append(
            page.evaluate("document.activeElement.closest('svg') ? 'map' : document.activeElement.textContent.trim()")
        )
    assert "map" not in passed
    names = {
        municipality.name.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") for municipality in content.municipalities
    }
    assert names <= set(passed)
    # The northernmost has no other dot above it.
    north = max(content.municipalities, key=lambda one: one.location.lat)
    page.locator(f'.map-drawing a[href$="{addresses.municipality(north.id)}"]').first.click()
    ended = page.url
    page.context.close()
    assert ended == f"{address}{addresses.municipality(north.id)}"


def chosen(content: Site) -> tuple[str, str, str, str]:
    """The id and name of a municipality, and the id and title of a theme that it does not lead."""
    theme = content.themes[-1]
    municipality = next(one for one in content.municipalities if one.id != theme.lead)
    return municipality.id, municipality.name, theme.id, theme.title


def test_the_joining_form_is_filled_in_by_keyboard(browser: Browser, address: str, content: Site) -> None:
    _, municipality, _, theme = chosen(content)
    page = visit(browser, f"{address}/aansluiten/", 1280)
    page.locator("#kies-gemeente").focus()
    page.keyboard.type(municipality)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "kies-thema"
    page.keyboard.type(theme)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".mail").wait_for()
    page.locator("#main").focus()
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.copy || ''"))
    title, mail = page.locator("h1").inner_text(), page.locator("#mail").inner_text()
    page.context.close()
    assert reached[:2] == ["mail-open", "mail"]
    assert municipality in title
    assert municipality in mail
    assert theme in mail


def test_joining_is_accessible_when_a_choice_was_made(browser: Browser, hosted: str, content: Site) -> None:
    municipality, _, theme, _ = chosen(content)
    visited = Visit(browser, f"{hosted}/aansluiten/?gemeente={municipality}&thema={theme}", 360, "dark")
    visited.page.locator(".mail").wait_for()
    wrong = ask_everything(visited, hosted, 360)
    visited.context.close()
    assert wrong == []


def test_the_menu_of_a_wide_screen_is_walked_in_the_order_that_is_seen(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/themas/", 1440)
    seen = page.locator(".header-menu a:visible").all_text_contents()
    page.locator(".header-name").focus()
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


def test_the_note_of_a_municipality_prints_as_a_sheet_of_its_own(browser: Browser, address: str, content: Site) -> None:
    """Of one with as many projects as most have, all on four sheets of a size that can be read."""
    ordered = sorted(content.municipalities, key=lambda one: len(content.projects_at.get(one.id, ())))
    page = visit(browser, address + addresses.municipality(ordered[len(ordered) // 2].id), 1280)
    whole = sheets(page)
    page.emulate_media(media="print")
    broken = page.evaluate("getComputedStyle(document.getElementById('wethouder')).breakBefore")
    page.context.close()
    assert whole <= 4
    assert broken == "page"


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, public: Path, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    told = []
    for one in (path for path, found in pages(public).items() if not found.refresh):
        page.goto(address + one)
        found = Axe().run(page, options=RULES).response["violations"]
        told += [(one, violation["id"]) for violation in found]
    context.close()
    assert told == []


@pytest.mark.long
@every_kind
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_a_page_is_right_at_every_width_in_both_schemes(
    browser: Browser, hosted: str, paths: Mapping[str, str], kind: str, width: int, scheme: str
) -> None:
    visited = Visit(browser, hosted + paths[kind], width, scheme)
    wrong = ask_everything(visited, hosted, width)
    visited.context.close()
    assert wrong == []


class Halting(Quiet):
    """Sends a page up to a place in it, and the rest when it may."""

    may = threading.Event()
    place = 0

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path)) / "index.html"
        if not file.is_file():
            return super().do_GET()
        page = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page[: self.place])
        self.wfile.flush()
        self.may.wait(DEADLINE)
        self.wfile.write(page[self.place :])
        return None


@pytest.fixture
def halting(public: Path) -> Iterator[str]:
    with served(public, Halting) as address:
        Halting.may.clear()
        yield address
        Halting.may.set()


@pytest.mark.parametrize("width", [1000, 1230, 1440])
def test_the_menu_stays_where_it_is_when_the_rest_of_the_bar_comes_later(
    browser: Browser, halting: str, public: Path, width: int
) -> None:
    Halting.place = (public / "themas/index.html").read_bytes().index(b"</nav>") + len("</nav>")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{halting}/themas/", wait_until="commit")
    menu = page.locator(".header-menu")
    menu.locator(".menu-search").wait_for(state="attached")
    wait_until(lambda: bool(page.evaluate("document.styleSheets.length > 0")))
    assert page.locator("main").count() == 0
    before = menu.bounding_box()
    Halting.may.set()
    page.wait_for_load_state()
    assert page.locator("main").count() == 1
    assert menu.bounding_box() == before
    page.close()


@pytest.mark.parametrize("part", [pytest.param(0.2, marks=pytest.mark.long), 0.5])
@pytest.mark.parametrize("kind", ["home", "theme", "municipality", "projects", "projects of a phase", "together"])
def test_what_came_first_stays_where_it_is_when_the_rest_of_a_page_comes_later(
    browser: Browser, halting: str, public: Path, paths: Mapping[str, str], kind: str, part: float
) -> None:
    page = (public / paths[kind].removeprefix("/") / "index.html").read_bytes()
    tags = [found.start() for found in re.finditer(rb"<(section|h2|ul|table|form)\b", page)]
    start, end = page.index(b"<main"), page.index(b"</main>")
    Halting.place = next(place for place in tags if place >= start + part * (end - start))
    seen = browser.new_page(viewport={"width": 768, "height": 900})
    seen.add_init_script(WATCH)
    seen.goto(halting + paths[kind], wait_until="commit")
    seen.locator("main").wait_for()
    drawn = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
    wait_until(lambda: bool(seen.evaluate("document.styleSheets.length > 0")))
    seen.evaluate(drawn)
    Halting.may.set()
    seen.wait_for_load_state()
    seen.evaluate(drawn)
    wrong = moved(seen)
    seen.close()
    assert wrong == []
