"""No hostile text comes alive: read back by parsing, and in a real browser without and with the policy."""

import re
from collections import Counter
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import pytest
from msgspec.structs import asdict
from playwright.sync_api import Browser, Request

from g40site import pipeline
from g40site.content.load import load_alone
from g40site.model import entries, settings
from g40site.model import fields as f
from g40site.model.entries import Entry
from g40site.model.shape import Field, fields_of
from tests.dangerous import ADDRESSES
from tests.hostile.conftest import Hostile, fields, quoted
from tests.hostile.payloads import TEXTS, markdown
from tests.running import wait_until
from tests.sites import Sites, SmallSite
from tests.sites import settings as settings_with

SCHEMES = {"http:", "https:", "mailto:", "tel:", "webcal:"}
OWN_META = {"viewport", "description", "robots", "twitter:card"}
SHARED = "type locale site_name title description url image image:type image:width image:height image:alt"
OWN_PROPERTIES = {f"og:{name}" for name in SHARED.split()}
# What two pages have of their own for their scripts: the forms of a row, and what is said where none runs.
OWN_PARTS = {
    "projecten/index.html": {"template"},
    "zoeken/index.html": {"noscript"},
}
DEAD = {"style", "iframe", "object", "embed", "base", "math", "frame", "frameset", "applet", "template", "noscript"}
LEADING = {"href", "src", "action", "formaction", "data", "poster", "xlink:href"}
SCHEME = re.compile(r"[\s\x00-\x20]*([a-z][a-z0-9+.\s-]*:)", re.IGNORECASE)
# All in a page that is alive, and what ran: asked once, when all came.
LOOK = """
(schemes) => {
  const wrong = [];
  const kinds = ["mouseover", "focus", "click", "toggle", "pointerenter", "animationstart"];
  for (const kind of kinds) document.addEventListener(kind, (happened) => happened.preventDefault(), true);
  for (const one of document.querySelectorAll("*")) {
    const where = () => one.outerHTML.slice(0, 120);
    for (const at of one.attributes) {
      const name = at.name.toLowerCase();
      if (/^on|^style$|^srcdoc$|^formaction$|^ping$/.test(name)) wrong.push(`${name}: ${where()}`);
      if (/^(href|src|action|data|poster|cite|background|xlink:href)$/.test(name)) {
        let scheme = "?";
        try { scheme = new URL(at.value, document.baseURI).protocol; } catch (error) { scheme = "?"; }
        if (!schemes.includes(scheme)) wrong.push(`${scheme} ${where()}`);
      }
    }
    const own = one.src?.startsWith?.(location.origin + "/assets/") || one.type === "application/ld+json";
    if (one.localName === "script" && !own) wrong.push(where());
    if (/^(style|iframe|object|embed|base|math|frame|frameset|applet|animate|set)$/i.test(one.localName)) {
      wrong.push(where());
    }
    if (one.localName === "link" && new URL(one.href).origin !== location.origin && one.rel === "stylesheet") {
      wrong.push(where());
    }
    for (const kind of kinds) {
      const event = new Event(kind, {bubbles: false, cancelable: true});
      if (kind !== "click" || !one.closest("main")?.querySelector("script, form")) one.dispatchEvent(event);
    }
  }
  return [...wrong, ...window.ran.map((one) => `ran: ${one}`)];
}
"""
TELL = """
window.ran = [];
window.kwaad = (...given) => { window.ran.push(given.join() || "kwaad"); };
for (const name of ["alert", "confirm", "prompt"]) { window[name] = window.kwaad; }
"""


# No reader of the site sees these: the name of a branch and of a province have forms of their own.
UNSEEN = {("Repository", "branch"), ("Municipality", "province")}
# Of these there is one in a site, or few: a text for each would need a site for each.
FEW = {"Site", "SiteContact", "Publisher", "Approval", "Repository", "Forms", "Theme", "Chapter"}
# What these say becomes a project, or a part of a municipality.
OF_ONE_FILE = {entries.ProjectFile, entries.MunicipalityFile}


def test_every_text_field_of_every_kind_and_part_has_hostile_texts(tmp_path: Path) -> None:
    """A field that is new must be tried out as well."""
    filled: dict[tuple[str, str], set[str]] = {}
    for entry in load_alone(SmallSite(tmp_path, fields()).root):
        gather(entry.model, filled)
    kinds = {kind for module in (entries, settings) for kind in vars(module).values() if is_model(kind)} - OF_ONE_FILE
    wanted = {(kind.__name__, field.name) for kind in kinds for field in fields_of(kind) if is_text(field)}
    begins = {text[:70] for text in TEXTS}
    hostile = {field: {begin for begin in begins if begin in "\n".join(found)} for field, found in filled.items()}
    assert {field for field in wanted - UNSEEN if not hostile.get(field)} == set()
    # What looks like a picture that is not there stands in no Markdown here, but in the texts of the news.
    most = {field: len(hostile[field]) for field in wanted - UNSEEN if field[0] not in FEW and field in hostile}
    assert {field: number for field, number in most.items() if number < 85} == {}


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Entry) and kind is not Entry


def is_text(field: Field) -> bool:
    """Whether a field takes any text: alone, in a list, or not at all."""
    return field.reader in (f.line_of, f.markdown_of)


def gather(value: Any, filled: dict[tuple[str, str], set[str]]) -> None:
    if isinstance(value, Entry):
        for name, inner in asdict(value).items():
            for one in inner if isinstance(inner, tuple) else (inner,):
                if isinstance(one, str):
                    filled.setdefault((type(value).__name__, name), set()).add(one)
                gather(one, filled)


class Look(HTMLParser):
    """What in a page runs, or leads to something that runs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.wrong.append(f"{tag} {name}")
            elif name in LEADING and (scheme := SCHEME.match(value or "")) and scheme[1].lower() not in SCHEMES:
                self.wrong.append(f"{tag} {name}={value}")
        if tag in DEAD or (tag == "script" and not is_own(dict(attrs))):
            self.wrong.append(tag)
        if tag == "meta":
            at = dict(attrs)
            named = at.get("name") in OWN_META or at.get("property") in OWN_PROPERTIES
            if not (named or {"charset", "http-equiv"} & at.keys()):
                self.wrong.append(f"meta {at}")


# A tag as browsers find its end: not at a sign within quotation marks.
TAG = re.compile(r"""<[a-zA-Z/!?](?:[^>"']|"[^"]*"|'[^']*')*>""")


@cache
def wrong_in(tag: str) -> frozenset[str]:
    """What is alive in a tag, of which a site has few that are different."""
    return frozenset(Look(tag).wrong)


def is_own(at: dict[str, str | None]) -> bool:
    return at.get("type") == "application/ld+json" or (at.get("src") or "").startswith("/assets/")


@pytest.mark.parametrize("which", ["fields", "texts"])
def test_nothing_alive_is_found_by_parsing(in_fields: Hostile, in_texts: Hostile, which: str) -> None:
    made = in_fields if which == "fields" else in_texts
    pages = sorted(made.public.rglob("*.html"))
    assert len(pages) > 150
    tags = {page.relative_to(made.public).as_posix(): set(TAG.findall(page.read_text("utf-8"))) for page in pages}
    looked = {name: set[str]().union(*map(wrong_in, found)) for name, found in tags.items()}
    assert {name: wrong for name, wrong in looked.items() if wrong} == OWN_PARTS


def test_the_parser_finds_what_is_alive() -> None:
    for find in (lambda html: Look(html).wrong, lambda html: [*filter(wrong_in, TAG.findall(html))]):
        found = [text for text in TEXTS if not find(f'<p title="{text}">{text}</p>')]
        assert len(found) < len(TEXTS) / 3


def test_a_text_that_was_refused_was_refused_at_its_file(in_texts: Hostile) -> None:
    assert len(markdown()) > 200
    assert set(in_texts.refused.values()) <= {
        "gevaarlijk-adres", "plaatje-ontbreekt", "commentaar-open", "link-leeg", "link-naar-bestand",
        "plaatje-van-elders", "link-naar-onbekende", "link-naar-kop", "adres-met-naam",
    }  # fmt: skip
    # Most are not refused but made harmless, so that the browser has something to look at.
    assert len(in_texts.refused) < len(markdown()) / 2


def test_an_address_that_is_none_is_refused_in_every_field(site: Sites, bare: Path) -> None:
    projects = [
        {"id": f"p{n}", "title": "A", "summary": "A", "themes": ["smart-living"], "status": "pilot",
         "url": address, "sources": [address, {"url": address, "archived": address}],
         "contact": {"name": "A", "url": address}}
        for n, address in enumerate(ADDRESSES)
    ]  # fmt: skip
    written = "projects:\n" + "".join(f"- {quoted(project)}\n" for project in projects)
    made = site({"content/projects/zwolle.yaml": written})
    told = Counter(problem.span.line for problem in pipeline.check(made.options(templates=bare)).problems.errors)
    assert [address for line, address in enumerate(ADDRESSES, 2) if told[line] != 5] == []


def test_a_hostile_title_on_a_card_stays_text(site: Sites) -> None:
    """What a card says is also an attribute for who does not see it."""
    titles = ('"><script>kwaad()</script>', "' onmouseover='kwaad()", "`-kwaad()-`<svg onload=kwaad()>")
    like = {"summary": "Kort.", "themes": ["smart-living"], "status": "pilot"}
    projects = [{"id": f"p{number}", "title": title, **like} for number, title in enumerate(titles)]
    made = site(
        {
            "site.yaml": settings_with("features: {matching: false, search: false}"),
            "content/projects/zwolle.yaml": quoted({"projects": projects}),
        }
    )
    made.build()
    for number, title in enumerate(titles):
        page = made.page(f"/projecten/p{number}/")
        assert Look(page).wrong == []
        (said,) = re.findall(r'property="og:image:alt" content="([^"]*)">', page)
        assert title in unescape(said)


def pages_of(made: Hostile, every: int) -> list[str]:
    found = sorted("/" + page.relative_to(made.public).as_posix() for page in made.public.rglob("*.html"))
    return [quote(address.removesuffix("index.html")) for address in found][::every]


class Visitor:
    """A browser that looks at pages one after the other; without the policy where it is told to."""

    def __init__(self, browser: Browser, site: str, *, bypass: bool) -> None:
        self.context = browser.new_context(bypass_csp=bypass)
        self.context.add_init_script(TELL)
        self.context.route(re.compile("^https?://(?!127\\.0\\.0\\.1)"), lambda route: route.abort())
        self.page, self.site = self.context.new_page(), site
        self.asked: list[str] = []
        self.open = 0
        self.page.on("request", self.sent)
        self.page.on("requestfinished", self.came)
        self.page.on("requestfailed", self.came)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.context.close()

    def sent(self, request: Request) -> None:
        self.open += 1
        self.asked.append(request.url)

    def came(self, _request: Request) -> None:
        self.open -= 1

    def settle(self) -> None:
        """Until all that the page asked for came, and what its scripts make of it."""
        drawn = "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))"
        wait_until(lambda: self.page.evaluate(drawn) is None and self.open == 0)
        self.page.evaluate(drawn)

    def look(self, path: str) -> list[str]:
        """What is alive in a page, or was."""
        self.page.goto(self.site + path)
        self.settle()
        found: list[str] = self.page.evaluate(LOOK, list(SCHEMES))
        return found


def look_at_all(browser: Browser, made: Hostile, address: str, bypass: bool, every: int) -> None:
    """Looks at some pages of each kind, and at least at ten."""
    with Visitor(browser, address, bypass=bypass) as visitor:
        paths = pages_of(made, every)
        assert len(paths) > 10
        assert {path: alive for path in paths if (alive := visitor.look(path))} == {}
        assert [url for url in visitor.asked if not url.startswith(address)] == []


@pytest.mark.parametrize("bypass", [True, False], ids=["without policy", "with policy"])
@pytest.mark.parametrize("which", ["fields", "texts"])
def test_nothing_comes_alive_in_a_browser(
    browser: Browser, in_fields: Hostile, in_texts: Hostile, addresses: dict[str, str], which: str, bypass: bool
) -> None:
    made, every = (in_fields, 36) if which == "fields" else (in_texts, 10)
    look_at_all(browser, made, addresses[which], bypass, every if bypass else 2 * every)


@pytest.mark.long
@pytest.mark.parametrize("bypass", [True, False], ids=["without policy", "with policy"])
@pytest.mark.parametrize("which", ["fields", "texts"])
def test_nothing_comes_alive_in_a_browser_on_any_page(
    browser: Browser, in_fields: Hostile, in_texts: Hostile, addresses: dict[str, str], which: str, bypass: bool
) -> None:
    look_at_all(browser, in_fields if which == "fields" else in_texts, addresses[which], bypass, 1)


def test_the_browser_finds_what_is_alive(browser: Browser, addresses: dict[str, str]) -> None:
    """Without the policy a script would run, and the look would tell it; with it nothing runs."""
    for bypass in (True, False):
        with Visitor(browser, addresses["fields"], bypass=bypass) as visitor:
            assert visitor.look("/") == []
            visitor.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/x.png onerror=kwaad()>')")
            visitor.settle()
            found = visitor.page.evaluate(LOOK, list(SCHEMES))
            assert [one for one in found if one.startswith("onerror")] != []
            assert ("ran: kwaad" in found) is bypass


WITH_QUESTIONS = {
    "/aansluiten/": ("gemeente", "thema"),
    "/projecten/": ("q", "thema", "gemeente", "fase", "onderwerp", "provincie", "les"),
    "/zoeken/": ("q",),
}


@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.long)])
def test_nothing_in_an_address_comes_alive(browser: Browser, addresses: dict[str, str], every: int) -> None:
    """What a script of the site reads from the address of a page is only ever text."""
    with Visitor(browser, addresses["fields"], bypass=True) as visitor:
        for text in TEXTS[::every]:
            for path, names in WITH_QUESTIONS.items():
                query = "&".join(f"{name}={quote(text)}" for name in names)
                assert visitor.look(f"{path}?{query}#{text}") == [], (path, text)
