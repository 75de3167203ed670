"""What a browser does while somebody writes: it follows each save, keeps place and fields, and shows what is wrong."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.preview.conftest import NOW, Workshop
from tests.preview.previews import PAGE, news, serving
from tests.running import DEADLINE, tree, wait_until
from tests.serving import held_port
from tests.sites import NO_CARDS, Sites, SmallSite, settings

expect.set_options(timeout=DEADLINE * 1000)


def opened(tabs: BrowserContext, url: str) -> Page:
    """A page with its layer at work, and a mark that a new document would not have."""
    page = tabs.new_page()
    page.goto(url)
    expect(bar(page)).to_have_attribute("data-state", re.compile("ready|error"))
    page.evaluate("window.mark = document.body")
    return page


def bar(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("g40-preview .bar")


def panel(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("g40-preview .panel")


def is_same(page: Page) -> bool:
    """Whether a page was not loaded again."""
    return bool(page.evaluate("window.mark === document.body"))


def test_a_page_is_loaded_again_with_what_was_saved_and_stays_where_it_was(
    workshop: Workshop, tabs: BrowserContext
) -> None:
    page = opened(tabs, f"{workshop.preview.url}/actueel/lang/")
    other = opened(tabs, f"{workshop.preview.url}/actueel/ander/")
    page.locator(".footer a").first.focus()
    page.evaluate("scrollTo(0, 900)")
    workshop.write("content/news/2026-01-01-lang.md", news("lang", "2026-01-01", "Nieuw woord."))
    expect(page.get_by_text("Nieuw woord.")).to_be_attached()
    wait_until(lambda: page.evaluate("scrollY") == 900)
    assert page.evaluate("document.activeElement.closest('.footer') !== null")
    assert not is_same(page)
    # A page with the same bytes is left alone.
    expect(bar(other)).to_have_attribute("data-state", "ready")
    assert is_same(other)


def test_two_windows_on_one_page_follow_it_each_in_its_own_place(workshop: Workshop, tabs: BrowserContext) -> None:
    first, second = (opened(tabs, f"{workshop.preview.url}/actueel/twee/") for _ in range(2))
    first.evaluate("scrollTo(0, 300)")
    second.evaluate("scrollTo(0, 800)")
    workshop.write("content/news/2026-01-05-twee.md", news("twee", "2026-01-05", "Voor beide."))
    for page, place in ((first, 300), (second, 800)):
        expect(page.get_by_text("Voor beide.")).to_be_attached()
        wait_until(lambda: page.evaluate("scrollY") == place)  # noqa: B023 - called at once


def test_a_window_that_nobody_sees_waits_until_somebody_does(workshop: Workshop, tabs: BrowserContext) -> None:
    """A browser has six connections to one server: a seventh window would wait for ever."""
    hide = "(hidden) => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"
    hidden = opened(tabs, f"{workshop.preview.url}/actueel/twee/")
    hidden.evaluate(hide, True)
    seen = opened(tabs, f"{workshop.preview.url}/actueel/twee/")
    workshop.write("content/news/2026-01-05-twee.md", news("twee", "2026-01-05", "Voor wie kijkt."))
    expect(seen.get_by_text("Voor wie kijkt.")).to_be_attached()
    assert is_same(hidden)
    hidden.evaluate(hide, False)
    expect(hidden.get_by_text("Voor wie kijkt.")).to_be_attached()


def test_another_style_sheet_is_put_on_and_the_page_stays_where_it_was(
    workshop: Workshop, tabs: BrowserContext
) -> None:
    page = opened(tabs, f"{workshop.preview.url}/actueel/stil/")
    page.evaluate("scrollTo(0, 400)")
    sheet = workshop.templates / "assets/css/utilities/utilities.css"
    sheet.write_text(sheet.read_text("utf-8") + "\nh1 { letter-spacing: 7px; }\n", "utf-8")
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    wait_until(lambda: page.evaluate("scrollY") == 400)


def test_another_template_is_seen_and_a_broken_one_is_told_over_the_last_good_page(
    workshop: Workshop, tabs: BrowserContext
) -> None:
    page = opened(tabs, f"{workshop.preview.url}/actueel/stil/")
    template = workshop.templates / "pages/news-item.html"
    good = template.read_text("utf-8").replace("</h1>", " (in de voorvertoning)</h1>")
    template.write_text(good, "utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text("stil (in de voorvertoning)")
    page.evaluate("window.mark = document.body")
    for wrong, code in (("{% block %}", "sjabloon"), ("{{ view.bestaat_niet }}", "bestaat_niet")):
        template.write_text(good.replace("</h1>", f"</h1>{wrong}"), "utf-8")
        expect(panel(page)).to_be_visible()
        expect(panel(page)).to_contain_text("templates/pages/news-item.html")
        expect(panel(page)).to_contain_text(code)
        # The page that could be made before is still there.
        expect(page.get_by_role("heading", level=1)).to_have_text("stil (in de voorvertoning)")
        assert is_same(page)
        template.write_text(good, "utf-8")
        expect(panel(page)).to_be_hidden()
        expect(bar(page)).to_have_attribute("data-state", "ready")


def test_a_form_is_loaded_again_with_what_was_filled_in(workshop: Workshop, tabs: BrowserContext) -> None:
    page = opened(tabs, f"{workshop.preview.url}/aansluiten/")
    # The field to search with stands in the bar where there is room.
    page.set_viewport_size({"width": 1300, "height": 700})
    page.locator("#kiezen select").first.select_option("zwolle")
    page.locator("#kiezen select").last.select_option("smart-living")
    page.locator("header input[type=search]:visible").fill("half woord")
    page.add_init_script("window.heard = []; addEventListener('input', ({target}) => window.heard.push(target.name));")
    page.evaluate("scrollTo(0, 250)")
    themes = workshop.site.root / "themes.yaml"
    themes.write_text(themes.read_text("utf-8").replace("title: Smart Living", "title: Slim Leven"), "utf-8")
    expect(page.locator("#kies-thema option", has_text="Slim Leven")).to_be_attached()
    # A script of the page would hear of what was filled in again.
    wait_until(lambda: {*page.evaluate("window.heard")} == {"gemeente", "thema", "q"})
    expect(page.locator("header input[type=search]:visible")).to_have_value("half woord")
    expect(page.locator("header input[type=search]:visible")).to_be_focused()
    values = "[...document.querySelectorAll('#kiezen select')].map((one) => one.value)"
    assert page.evaluate(values) == ["zwolle", "smart-living"]
    assert not is_same(page)
    wait_until(lambda: page.evaluate("scrollY") == 250)


def test_who_types_while_the_page_is_loaded_again_types_on(workshop: Workshop, tabs: BrowserContext) -> None:
    page = opened(tabs, f"{workshop.preview.url}/zoeken/")
    field = page.locator("main input[type=search]")
    field.focus()
    waiting: list[Route] = []
    page.route(
        "**/zoeken/",
        lambda route: waiting.append(route) if route.request.is_navigation_request() else route.continue_(),
    )
    themes = workshop.site.root / "themes.yaml"
    themes.write_text(re.sub("title: .*", "title: Heel Ander Thema", themes.read_text("utf-8"), count=1), "utf-8")
    while not waiting:
        page.wait_for_timeout(20)
    # The other page is asked for, and not there yet.
    page.keyboard.type("half wo")
    waiting[0].continue_()
    expect(page.get_by_role("link", name="Heel Ander Thema").first).to_be_attached()
    assert not is_same(page)
    expect(field).to_be_focused()
    page.keyboard.type("ord")
    expect(field).to_have_value("half woord")


def test_a_text_that_comes_back_is_shown_again(workshop: Workshop, tabs: BrowserContext) -> None:
    """Saved once, saved again before the page had come, and taken back."""
    page = opened(tabs, f"{workshop.preview.url}/actueel/ander/")
    waiting: list[Route] = []
    page.route(
        "**/actueel/ander/",
        lambda route: (
            waiting.append(route) if route.request.is_navigation_request() and not waiting else route.continue_()
        ),
    )

    def save(text: str) -> None:
        workshop.write("content/news/2026-01-04-ander.md", news("ander", "2026-01-04", text))

    save("Eerste versie.")
    while not waiting:
        page.wait_for_timeout(20)
    save("Tweede versie.")
    wait_until(lambda: "Tweede versie." in workshop.preview.get("/actueel/ander/")[1])
    waiting[0].continue_()
    expect(page.get_by_text("Tweede versie.")).to_be_attached()
    expect(bar(page)).to_have_attribute("data-state", "ready")
    save("Eerste versie.")
    expect(page.get_by_text("Eerste versie.")).to_be_attached()


def test_errors_lie_over_the_last_good_page_until_they_are_mended(workshop: Workshop, tabs: BrowserContext) -> None:
    page = opened(tabs, f"{workshop.preview.url}/actueel/fout/")
    wrong = news("fout", "2026-01-02", "Nog niet klaar.", '"<img src=x onerror=window.ran=1>": 1\nsumary: x\n')
    workshop.write("content/news/2026-01-02-fout.md", wrong)
    expect(panel(page)).to_be_visible()
    expect(page.locator("g40-preview [role=status]")).to_have_text("2 fouten gevonden.")
    expect(page.locator("g40-preview [role=alert]")).to_contain_text("2 fouten gevonden.")
    first = panel(page).locator("article").first
    expect(first).to_contain_text("<img src=x onerror=window.ran=1>")
    expect(first.locator("pre")).to_contain_text("^^^")
    edit = first.get_by_role("link", name="content/news/2026-01-02-fout.md:5:1")
    expect(edit).to_have_attribute("href", f"vscode://file{workshop.site.root}/content/news/2026-01-02-fout.md:5:1")
    assert page.evaluate("window.ran") is None
    assert is_same(page)
    # The site explains its own messages.
    with tabs.expect_page() as explained:
        first.get_by_role("link", name="Meer over deze melding").click()
    expect(explained.value.locator("#onbekende-sleutel")).to_be_in_viewport()
    explained.value.close()
    expect(page.get_by_text("Oud woord.")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    # It closes by keyboard, and opens again.
    panel(page).get_by_role("button", name="Sluiten").focus()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    workshop.write("content/news/2026-01-02-fout.md", news("fout", "2026-01-02", "Nu goed."))
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_text("Nu goed.")).to_be_visible()
    expect(bar(page)).to_have_attribute("data-state", "ready")


def test_a_page_says_where_it_is_written(workshop: Workshop, tabs: BrowserContext) -> None:
    root = workshop.site.root
    places = {
        "/actueel/ander/": "content/news/2026-01-04-ander.md:1",
        "/themas/smart-living/": "themes.yaml:2",
        "/gemeenten/zwolle/": "municipalities.yaml:2",
    }
    page = tabs.new_page()
    for address, place in places.items():
        page.goto(workshop.preview.url + address)
        link = page.locator("g40-preview").get_by_role("link", name=f"Bewerk dit {place}")
        expect(link).to_have_attribute("href", re.compile(f"^vscode://file{root}/{place}:[0-9]+$"))
    page.goto(f"{workshop.preview.url}/projecten/")
    expect(bar(page)).to_have_attribute("data-state", "ready")
    expect(page.locator("g40-preview .edit")).to_be_hidden()


def test_a_browser_follows_a_server_that_was_started_again(site: Sites, tabs: BrowserContext) -> None:
    wrong = PAGE.replace("summary: Kort.", "sumary: Kort.")
    s = site({"site.yaml": settings(NO_CARDS), "content/pages/uitleg.md": wrong})
    with held_port() as port:
        followed(s, tabs, port)


def followed(s: SmallSite, tabs: BrowserContext, port: int) -> None:
    with serving(s, "--now", NOW, port=port) as preview:
        page = opened(tabs, f"{preview.url}/uitleg/")
        # There was no site yet: the page itself says why, and becomes the site by itself.
        expect(page.get_by_role("heading", level=1)).to_have_text("De site kan nog niet worden gemaakt")
        expect(page.locator("main")).to_contain_text("content/pages/uitleg.md:3:1")
        s.write({"content/pages/uitleg.md": PAGE})
        expect(page.get_by_text("Oud woord.")).to_be_visible()
        page.evaluate("window.mark = document.body")
        preview.stop()
        expect(page.locator("g40-preview [role=status]")).to_have_text("Geen verbinding met de voorvertoning")
    s.write({"content/pages/uitleg.md": PAGE.replace("Oud", "Later")})
    with serving(s, "--now", NOW, port=port):
        expect(page.get_by_text("Later woord.")).to_be_visible()
        expect(bar(page)).to_have_attribute("data-state", "ready")
        assert not is_same(page)


def test_a_hundred_changes_at_once_end_in_the_site_of_a_clean_build(workshop: Workshop, tabs: BrowserContext) -> None:
    page = opened(tabs, f"{workshop.preview.url}/actueel/ander/")
    site: SmallSite = workshop.site
    for number in range(100):
        file = site.root / f"content/news/2026-02-01-bulk-{number}.md"
        # As editors save: beside it, and then over it.
        aside = file.with_name(f".{file.name}.tmp")
        moves, day = number % 4 == 1, "2026-02-01"
        aside.write_text(news(f"Bulk {number}", "2026-02-02" if moves else day), "utf-8")
        aside.replace(file)
        if moves:
            file.rename(file.with_name(f"2026-02-02-verhuisd-{number}.md"))
        elif number % 4 == 2:
            file.unlink()
    (site.root / "content/news").rename(site.root / "content/elders")
    (site.root / "content/elders").rename(site.root / "content/news")
    workshop.write("content/news/2026-01-04-ander.md", news("ander", "2026-01-04", "Het laatste woord."))
    expect(page.get_by_text("Het laatste woord.")).to_be_visible()
    expect(bar(page)).to_have_attribute("data-state", "ready")
    clean = workshop.clean()
    # The page was shown as soon as it was there; the rest of that build may still be on its way.
    wait_until(lambda: tree(site.public) == clean)
