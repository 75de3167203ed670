"""The real site in a real browser behind a real nginx: the strict policy is never broken, and everything works.

Playwright's `wait_for_function` evaluates text inside the page after its first look, which the policy forbids; so the
tests look from outside.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from g40site import hosts
from g40site.hosts import policy
from tests.hosts.servers import open_folder, running
from tests.real.test_browser import every_kind
from tests.running import wait_until

TELL = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.fixture(scope="module")
def site(public: Path) -> Iterator[str]:
    with open_folder() as folder:
        shutil.copytree(public, folder / "public")
        shown = hosts.Hosted("https://digitalisering.example.nl/")
        with running("nginx", hosts.SERVERS["nginx"](shown, str(folder / "public")), folder, "/") as server:
            yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL")
    made.add_init_script(TELL)
    yield made
    made.close()


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.header_value("content-security-policy") == policy.POLICY
    return page, said


@every_kind
def test_no_page_breaks_the_policy(context: BrowserContext, site: str, path: str) -> None:
    page, said = opened(context, site + path)
    # Opening everything that opens, and printing, may load something more.
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.broken") == []
    assert said == []
    assert page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)")
    assert page.evaluate("document.querySelectorAll('style, [style], script:not([src]):not([type*=json])').length") == 0


def test_the_policy_is_in_force(context: BrowserContext, site: str) -> None:
    """What the other tests do not find would be found."""
    page, _said = opened(context, f"{site}/")
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
    assert page.evaluate("window.ran") is None
    kinds = {line.partition(" ")[0] for line in page.evaluate("window.broken")}
    assert kinds == {"script-src-elem", "script-src-attr", "style-src-attr", "img-src"}


def test_what_has_a_script_works_under_the_policy(context: BrowserContext, site: str) -> None:
    page, said = opened(context, f"{site}/aansluiten/?gemeente=alkmaar&thema=smart-citizen")
    page.get_by_text("De mail en de regels staan klaar.").wait_for()
    page, more = opened(context, f"{site}/samenwerken/")
    first = page.locator("table tbody tr").first
    before = first.inner_text()
    page.locator("table th button").last.click()
    wait_until(lambda: first.inner_text() != before)
    assert said + more == []


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
