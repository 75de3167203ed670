"""The two journeys of `docs/journeys.md`, walked on the real site by the words that a visitor reads."""

import json
from pathlib import Path

from playwright.sync_api import Browser

from g40site import words
from g40site.content.site import Site
from tests.real.visiting import visit


def test_an_adviser_finds_whom_to_call_about_a_subject_in_three_steps(
    browser: Browser, address: str, content: Site
) -> None:
    word, projects = max(content.topics.values(), key=lambda topic: len(topic[1]))
    page = visit(browser, f"{address}/", 1440, java_script_enabled=False)
    page.locator("#zoek-boven").get_by_role("button", name="Zoek").click()
    main = page.locator("main")
    main.get_by_role("link", name=f"{word} {words.count(len(projects), 'project', 'projecten')}").first.click()
    main.get_by_role("link", name=projects[0].title, exact=True).first.click()
    title = main.get_by_role("heading", level=1).inner_text()
    ways = page.locator(".next-steps .whom-to-call").get_by_role("link").count()
    page.context.close()
    assert title == projects[0].title
    assert ways


def test_a_lead_finds_whom_to_invite_in_one_step(browser: Browser, address: str, content: Site, public: Path) -> None:
    """Those that are advised its theme, each with a mail; some of them stand in a part that opens."""
    advice = json.loads((public / "data/matching.json").read_text("utf-8"))["advice"]
    for theme in content.themes:
        advised = {content.municipality[row["municipality"]].name for row in advice if row["theme"] == theme.id}
        page = visit(browser, f"{address}/", 1440, java_script_enabled=False)
        page.locator("main").get_by_role("link", name=theme.title).first.click()
        rows = page.locator("#uitnodigen .invite tbody tr")
        invited = rows.evaluate_all(
            "all => all.map(row => [row.cells[0].textContent, row.cells[1].textContent, row.cells[2].firstChild.href])"
        )
        page.context.close()
        assert {spelled(name) for name, _, _ in invited} == {spelled(name) for name in advised}
        assert all(why.strip() and way.startswith(("mailto:", "tel:")) for _, why, way in invited)


def spelled(name: str) -> str:
    """A name with the quotes that a keyboard has."""
    return name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
