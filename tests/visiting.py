"""A visit of a page in a real browser, behind a real server with the strict policy, and all that is asked meanwhile.

Playwright's `wait_for_function` evaluates text inside the page after its first look, which the policy forbids; so the
tests look from outside.
"""

import gzip
import re
from collections.abc import Mapping
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Response

from g40site.hosts import policy
from tests.running import wait_until

Rules = Mapping[str, object]
# What is right is not worked out node by node, which takes axe most of its time.
ONLY_WRONG = {"resultTypes": ["violations"], "iframes": False, "preload": False}
RULES = {**ONLY_WRONG, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What the width and the colours of a page decide; the rest of it is the same page.
OF_ITS_LOOK = {
    **ONLY_WRONG,
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "link-in-text-block"]},
}


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


TELL = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


class Visit:
    """One page as it came in, with all that it asked for and said meanwhile."""

    def __init__(self, browser: Browser, url: str, width: int, scheme: str = "light") -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="nl-NL",
        )
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.answers: list[Response] = []
        self.open = 0
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self.sent)
        self.page.on("response", lambda answer: self.answers.append(answer))
        self.page.on("requestfinished", self.came)
        self.page.on("requestfailed", self.came)
        self.page.add_init_script(WATCH + TELL)
        answer = self.page.goto(url)
        assert answer is not None
        self.answer = answer
        self.settle()

    def sent(self, request: Request) -> None:
        self.open += 1
        self.asked.append(request.url)

    def came(self, _request: Request) -> None:
        self.open -= 1

    def settle(self) -> None:
        """Until all that the page asked for came, and what its scripts make of that is drawn."""
        drawn = "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))"
        self.page.evaluate(drawn)
        wait_until(lambda: self.page.evaluate(drawn) is None and self.open == 0)
        self.page.evaluate(drawn)

    def weight(self) -> dict[str, int]:
        """The bytes of all that came, as hosts send it: text compressed, the rest as it is."""
        sizes = {}
        for answer in self.answers:
            text = re.search(r"html|css|javascript|json|svg", answer.headers.get("content-type", ""))
            body = answer.body()
            sizes[answer.url] = len(gzip.compress(body, 6)) if text else len(body)
        return sizes

    def violations(self, rules: Rules = RULES) -> list[tuple[str, str, list[str]]]:
        """What axe finds."""
        found = Axe().run(self.page, options=rules).response["violations"]
        return [(v["id"], v["help"], [node["target"] for node in v["nodes"]][:3]) for v in found]


# The names on a map that stand on another name, or on the ring of another place.
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


def ask_everything(visited: Visit, site: str, width: int, rules: Rules | None = RULES) -> list[str]:
    """All that is asked of a page while somebody looks at it; what is wrong with it."""
    page, wrong = visited.page, list(visited.said)
    wrong += [f"broken: {one}" for one in page.evaluate("window.broken")]
    if visited.answer.header_value("content-security-policy") != policy.POLICY:
        wrong.append("the policy is not sent")
    wrong += [f"moved: {one}" for one in moved(page)]
    wrong += [f"from elsewhere: {url}" for url in visited.asked if not url.startswith(site)]
    if (weight := visited.weight()) and sum(weight.values()) > 100_000:
        wrong.append(f"too heavy: {weight}")
    wrong += ask_of_its_look(visited, width, rules)
    if page.evaluate("document.querySelectorAll('style, [style], script:not([src]):not([type*=json])').length"):
        wrong.append("an inline style or script")
    if not page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)"):
        wrong.append("a style sheet is empty")
    return wrong


def ask_of_its_look(visited: Visit, width: int, rules: Rules | None) -> list[str]:
    """What is asked of a page at each size: room, the names on a map, and what axe finds by these rules."""
    page = visited.page
    wrong = [f"axe at {width}: {one}" for one in (visited.violations(rules) if rules else ())]
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        wrong.append(f"{wide} wide at {width}")
    named, covered = page.evaluate(NAMES)
    wrong += [f"on the map at {width}: {one}" for one in covered]
    if page.locator(".map-drawing").count() and not named and not page.locator("#kaart").count():
        wrong.append(f"no name on the map at {width}")
    return wrong


def resize(visited: Visit, width: int, scheme: Literal["dark", "light"]) -> None:
    visited.page.set_viewport_size({"width": width, "height": 900})
    visited.page.emulate_media(media="screen", color_scheme=scheme)
    visited.settle()


# Of rows that are made alike, so many are looked at one by one.
FIRST_ROWS = """document.querySelectorAll("li, tr, dt, dd").forEach((one) => {
  if ([...one.parentNode.children].indexOf(one) >= 8) one.remove();
})"""


def leave_the_first_rows(visited: Visit) -> None:
    """From here on the page has the first rows of each list and table, or axe takes most of its time for equal ones."""
    visited.page.evaluate(FIRST_ROWS)


def ask_on_paper(visited: Visit) -> list[str]:
    """What is asked of a page that is printed from a dark screen, with everything open that opens."""
    page, wrong = visited.page, []
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.emulate_media(media="print", color_scheme="dark")
    visited.settle()
    if page.locator(".header nav:visible").count():
        wrong.append("the menu is printed")
    if not page.get_by_role("heading", level=1).is_visible():
        wrong.append("the title is not printed")
    if page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)":
        wrong.append("the paper is not white")
    if not page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF"):
        wrong.append("nothing is printed")
    return wrong


def ask_at_four_times_zoom(visited: Visit) -> list[str]:
    """1280 by 1024 at 400 % is a view of 320 by 256: nothing scrolls sideways, and nothing that sticks covers it."""
    page, wrong = visited.page, []
    page.set_viewport_size({"width": 320, "height": 256})
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        wrong.append("scrolls sideways")
    if not page.get_by_role("heading", level=1).is_visible():
        wrong.append("the title is not there")
    stuck = """[...document.querySelectorAll('body *')].filter(e =>
        ['fixed', 'sticky'].includes(getComputedStyle(e).position)
        && e.getBoundingClientRect().height > 128 && !e.closest('table')).length"""
    if page.evaluate(stuck):
        wrong.append("something covers it")
    return wrong
