"""The real site in a real browser: the strict policy is in force, and what has a script works under it.

That no page breaks it is asked where each page is visited, in `test_browser`.
"""

from pathlib import Path

from playwright.sync_api import Browser

from g40site.content.site import Site
from tests.real.test_browser import chosen
from tests.running import wait_until
from tests.visiting import TELL, Visit


def test_the_policy_is_in_force(browser: Browser, hosted: str) -> None:
    """What the other tests do not find would be found."""
    visited = Visit(browser, f"{hosted}/", 1280)
    page = visited.page
    page.evaluate(
        """() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", "<p id=red style='color: red' onclick='window.ran = true'>x</p>");
        document.getElementById("red").click();
        const image = new Image();
        image.src = "https://elders.example.nl/x.png";
        document.body.append(image);
    }"""
    )
    wait_until(lambda: bool(page.evaluate("window.broken.length >= 4")))
    ran = page.evaluate("window.ran")
    kinds = {line.partition(" ")[0] for line in page.evaluate("window.broken")}
    visited.context.close()
    assert ran is None
    assert kinds == {"script-src-elem", "script-src-attr", "style-src-attr", "img-src"}


def test_what_has_a_script_works_under_the_policy(browser: Browser, hosted: str, content: Site) -> None:
    municipality, _, theme, _ = chosen(content)
    joining = Visit(browser, f"{hosted}/aansluiten/?gemeente={municipality}&thema={theme}", 1280)
    joining.page.locator(".mail").wait_for()
    joining.context.close()
    together = Visit(browser, f"{hosted}/samenwerken/", 1280)
    rows = together.page.locator("table tbody tr")
    before = rows.all_inner_texts()
    together.page.locator("table th button").last.click()
    wait_until(lambda: rows.all_inner_texts() != before)
    after = rows.all_inner_texts()
    together.context.close()
    assert sorted(after) == sorted(before)
    assert joining.said + together.said == []


def test_a_page_under_the_meta_policy_alone_runs_nothing_of_its_own(
    browser: Browser, address: str, public: Path
) -> None:
    """As on a host that sets no headers."""
    context = browser.new_context()
    context.add_init_script(TELL)
    page = context.new_page()
    answer = page.goto(f"{address}/")
    assert answer is not None
    assert answer.header_value("content-security-policy") is None
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = true\">')")
    wait_until(lambda: bool(page.evaluate("window.broken.length > 0")))
    assert page.evaluate("window.ran") is None
    context.close()
