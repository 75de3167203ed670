"""The tasks of `docs/developers/journeys.md`, walked on the real site by the words that a visitor reads."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from g40site import addresses, words
from g40site.content.site import Project, Site
from tests.reading import straight
from tests.visiting import visit

WIDTHS = pytest.mark.parametrize("width", [1280, 360])


def subject(content: Site) -> tuple[str, tuple[Project, ...]]:
    """The topic of the most projects, with these."""
    word, projects = max(content.topics.values(), key=lambda topic: len(topic[1]))
    return word, tuple(projects)


@WIDTHS
def test_who_works_on_a_subject_is_one_step_and_what_they_learned_and_whom_to_call_the_next(
    browser: Browser, hosted: str, content: Site, width: int
) -> None:
    word, projects = subject(content)
    page = visit(browser, f"{hosted}/", width)
    field = page.locator("main input[type=search]").first
    field.fill(word)
    field.press("Enter")
    main = page.locator("main")
    main.get_by_role("heading", level=1).get_by_text(f"Projecten over {word}").wait_for()
    titles = [straight(text) for text in main.locator(".project-row h3 a, .project-line a").all_text_contents()]
    assert {straight(project.title) for project in projects} == set(titles)
    main.locator(".project-row h3 a").first.click()
    learned = main.get_by_text("De les", exact=True).or_(main.get_by_text("Nog geen les bekend. Was u erbij?"))
    expect(learned.first).to_be_visible()
    ways = main.locator(".next-steps .whom-to-call a").evaluate_all("all => all.map(a => a.href)")
    page.context.close()
    assert any(way.startswith(("tel:", "mailto:", "http")) for way in ways)


@WIDTHS
def test_which_theme_to_join_is_in_the_first_view_and_the_text_for_the_alderman_one_click_away(
    browser: Browser, address: str, public: Path, width: int
) -> None:
    advice = json.loads((public / "data/matching.json").read_text("utf-8"))["advice"]
    id = advice[0]["municipality"]
    page = visit(browser, address + addresses.municipality(id), width)
    theme = page.locator(".answer-first .answer-name")
    place = theme.bounding_box()
    assert place
    assert place["y"] + place["height"] < page.viewport_size["height"]  # type: ignore[index]
    named = theme.inner_text()
    page.get_by_role("link", name="Tekst voor uw wethouder").click()
    note = page.locator("#wethouder pre")
    text = note.inner_text()
    expect(page.locator("#wethouder")).to_be_in_viewport()
    page.context.close()
    assert named in text
    assert len(text.split()) <= 120


def test_a_lead_finds_whom_to_invite_in_one_step(browser: Browser, address: str, content: Site, public: Path) -> None:
    """Exactly those that are advised its theme, each with why and a mail, or a number where no mailbox is known."""
    advice = json.loads((public / "data/matching.json").read_text("utf-8"))["advice"]
    page = visit(browser, f"{address}/", 1280, java_script_enabled=False)
    for theme in content.themes:
        advised = {content.municipality[row["municipality"]].name for row in advice if row["theme"] == theme.id}
        page.goto(f"{address}/")
        page.locator("main").get_by_role("link", name=theme.title).first.click()
        rows = page.locator("#uitnodigen .invitations tbody tr")
        invited = rows.evaluate_all(
            "all => all.map(({ cells: [a, b, c] }) => [a.textContent, b.textContent, c.firstElementChild.href])"
        )
        assert {straight(name) for name, _, _ in invited} == {straight(name) for name in advised}
        assert all(why.strip() and way.startswith(("mailto:", "tel:")) for _, why, way in invited)
    page.context.close()


def test_without_script_an_adviser_finds_whom_to_call_in_three_steps(
    browser: Browser, address: str, content: Site
) -> None:
    word, projects = subject(content)
    page = visit(browser, f"{address}/", 1440, java_script_enabled=False)
    page.locator("#zoek-boven").get_by_role("button", name="Zoek").click()
    main = page.locator("main")
    main.get_by_role("link", name=f"{word} {words.count(len(projects), 'project', 'projecten')}").first.click()
    main.locator(".project-row h3 a").first.click()
    title = main.get_by_role("heading", level=1).inner_text()
    ways = page.locator(".next-steps .whom-to-call").get_by_role("link").count()
    page.context.close()
    assert straight(title) in {straight(project.title) for project in projects}
    assert ways
