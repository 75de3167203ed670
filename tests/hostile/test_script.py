"""No hostile text comes alive: read back by parsing, and in a real browser without and with the policy."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from msgspec.structs import asdict
from playwright.sync_api import Browser, Page

from g40site.content.load import load
from g40site.diagnostics import Problems
from g40site.model import entries, fields, parts, settings
from g40site.model.marks import Reads
from g40site.model.parts import Entry
from g40site.model.shape import fields_of, marks_in
from g40site.source import Reader
from tests.hostile.conftest import Hostile
from tests.hostile.payloads import ADDRESSES, TEXTS, markdown
from tests.sites import SmallSite

SCHEMES = {"http:", "https:", "mailto:", "tel:", "webcal:"}
OWN_META = {"viewport", "description", "robots", "twitter:card"}
SHARED = "type locale site_name title description url image image:type image:width image:height image:alt"
OWN_PROPERTIES = {f"og:{name}" for name in SHARED.split()}
# What two pages have of their own for their scripts: the forms of a row, and what is said where none runs.
OWN_PARTS = {
    "projecten/index.html": {"template"},
    "zoeken/index.html": {"noscript"},
    "abonneren/index.html": {"noscript"},
}
DEAD = {"style", "iframe", "object", "embed", "base", "math", "frame", "frameset", "applet", "template", "noscript"}
LOOK = """
(schemes) => {
  const wrong = [];
  for (const one of document.querySelectorAll("*")) {
    const where = one.outerHTML.slice(0, 120);
    for (const at of one.attributes) {
      const name = at.name.toLowerCase();
      if (/^on|^style$|^srcdoc$|^formaction$|^ping$/.test(name)) wrong.push(`${name}: ${where}`);
      if (/^(href|src|action|data|poster|cite|background|xlink:href)$/.test(name)) {
        let scheme = "?";
        try { scheme = new URL(at.value, document.baseURI).protocol; } catch (error) { scheme = "?"; }
        if (!schemes.includes(scheme)) wrong.push(`${scheme} ${where}`);
      }
    }
    const own = one.src?.startsWith?.(location.origin + "/assets/") || one.type === "application/ld+json";
    if (one.localName === "script" && !own) wrong.push(where);
    if (/^(style|iframe|object|embed|base|math|frame|frameset|applet|animate|set)$/i.test(one.localName)) {
      wrong.push(where);
    }
    if (one.localName === "link" && new URL(one.href).origin !== location.origin && one.rel === "stylesheet") {
      wrong.push(where);
    }
    for (const kind of ["mouseover", "focus", "click", "toggle", "pointerenter", "animationstart"]) {
      const event = new Event(kind, {bubbles: false, cancelable: true});
      one.addEventListener(kind, (happened) => happened.preventDefault(), {once: true});
      if (kind !== "click" || !one.closest("main")?.querySelector("script, form")) one.dispatchEvent(event);
    }
  }
  return wrong;
}
"""
TELL = """
window.ran = [];
window.kwaad = (...given) => { window.ran.push(given.join() || "kwaad"); };
for (const name of ["alert", "confirm", "prompt"]) { window[name] = window.kwaad; }
"""


def test_every_text_field_of_every_kind_has_each_text(in_fields: Hostile) -> None:
    """A field that is new must be tried out as well."""
    loaded = load(Reader(in_fields.root, Problems()))
    filled: dict[tuple[str, str], set[str]] = {}
    for entry in loaded:
        gather(entry.model, filled)
    kinds = [kind for module in (entries, parts, settings) for kind in vars(module).values() if is_model(kind)]
    wanted = {(kind.__name__, field.name) for kind in kinds for field in fields_of(kind) if is_text(field.type)}
    # No reader of the site sees these: a name of a branch has its own form, and an address is tried out below.
    wanted -= {("Repository", "branch"), ("Municipality", "province")}
    empty = {field for field in wanted if not filled.get(field)}
    assert {field for field in empty if field[0] in {type(entry.model).__name__ for entry in loaded}} == set()
    for field in (("Project", "title"), ("NewsItem", "title"), ("Event", "location"), ("Page", "title")):
        assert len(filled[field]) >= len(set(TEXTS)) - 5, field


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Entry) and kind is not Entry


def is_text(kind: Any) -> bool:
    """Whether a field takes any text: alone, in a list, or not at all."""
    makers = {fields.line_of, fields.markdown_of}
    return any(isinstance(mark, Reads) and mark.by in makers for mark in marks_in(kind))


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
        at = {name: value or "" for name, value in attrs}
        self.wrong += [f"{tag} {name}" for name in at if name.startswith("on") or name in ("style", "srcdoc")]
        if tag in DEAD or (tag == "script" and not is_own(at)):
            self.wrong.append(tag)
        named = at.get("name", "") in OWN_META or at.get("property", "") in OWN_PROPERTIES
        if tag == "meta" and not ({"charset", "http-equiv"} & set(at) or named):
            self.wrong.append(f"meta {at}")
        for name in ("href", "src", "action", "formaction", "data", "poster", "xlink:href"):
            scheme = re.match(r"[\s\x00-\x20]*([a-z][a-z0-9+.\s-]*:)", at.get(name, ""), re.IGNORECASE)
            if scheme and scheme[1].lower() not in SCHEMES:
                self.wrong.append(f"{tag} {name}={at[name]}")


def is_own(at: dict[str, str]) -> bool:
    return at.get("type") == "application/ld+json" or at.get("src", "").startswith("/assets/")


@pytest.mark.parametrize("which", ["fields", "texts"])
def test_nothing_alive_is_found_by_parsing(in_fields: Hostile, in_texts: Hostile, which: str) -> None:
    made = in_fields if which == "fields" else in_texts
    pages = sorted(made.public.rglob("*.html"))
    assert len(pages) > 150
    looked = {page.relative_to(made.public).as_posix(): Look(page.read_text("utf-8")).wrong for page in pages}
    assert {name: set(wrong) for name, wrong in looked.items() if wrong} == OWN_PARTS


def test_the_parser_finds_what_is_alive() -> None:
    found = [text for text in TEXTS if not Look(f'<p title="{text}">{text}</p>').wrong]
    assert len(found) < len(TEXTS) / 3


def test_a_text_that_was_refused_was_refused_at_its_file(in_texts: Hostile) -> None:
    assert len(markdown()) > 200
    assert set(in_texts.refused.values()) <= {
        "gevaarlijk-adres", "plaatje-ontbreekt", "commentaar-open", "link-leeg", "link-naar-bestand",
        "plaatje-van-elders", "link-naar-onbekende", "link-naar-kop",
    }  # fmt: skip
    # Most are not refused but made harmless, so that the browser has something to look at.
    assert len(in_texts.refused) < len(markdown()) / 2


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_is_refused_in_every_field(site: Any, bare: Any, address: str) -> None:
    from tests.hostile.conftest import quoted

    made: SmallSite = site(
        {
            "content/projects/zwolle.yaml": quoted(
                {
                    "projects": [
                        {"id": "a", "title": "A", "summary": "A", "themes": ["smart-living"], "status": "pilot",
                         "url": address, "sources": [address, {"url": address, "archived": address}],
                         "contact": {"name": "A", "url": address}}
                    ]
                }
            )
        }
    )  # fmt: skip
    assert len([code for code, *_ in made.check(templates=bare)]) == 5


def pages_of(made: Hostile, every: int) -> list[str]:
    found = sorted("/" + page.relative_to(made.public).as_posix() for page in made.public.rglob("*.html"))
    return [quote(address.removesuffix("index.html")) for address in found][::every]


def visited(browser: Browser, made: Hostile, address: str, *, bypass: bool, every: int) -> Iterator[tuple[str, Page]]:
    context = browser.new_context(bypass_csp=bypass)
    context.add_init_script(TELL)
    context.route(re.compile("^https?://(?!127\\.0\\.0\\.1)"), lambda route: route.abort())
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in pages_of(made, every):
        page.goto(address + path)
        yield path, page
    context.close()
    assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.parametrize("bypass", [True, False], ids=["without policy", "with policy"])
@pytest.mark.parametrize("which", ["fields", "texts"])
def test_nothing_comes_alive_in_a_browser(
    browser: Browser, in_fields: Hostile, in_texts: Hostile, addresses: dict[str, str], which: str, bypass: bool
) -> None:
    look_at_all(browser, in_fields if which == "fields" else in_texts, addresses[which], bypass, 8 if bypass else 16)


@pytest.mark.long
@pytest.mark.parametrize("bypass", [True, False], ids=["without policy", "with policy"])
@pytest.mark.parametrize("which", ["fields", "texts"])
def test_nothing_comes_alive_in_a_browser_on_any_page(
    browser: Browser, in_fields: Hostile, in_texts: Hostile, addresses: dict[str, str], which: str, bypass: bool
) -> None:
    look_at_all(browser, in_fields if which == "fields" else in_texts, addresses[which], bypass, 1)


def look_at_all(browser: Browser, made: Hostile, address: str, bypass: bool, every: int) -> None:
    seen = 0
    for path, page in visited(browser, made, address, bypass=bypass, every=every):
        assert page.evaluate(LOOK, list(SCHEMES)) == [], path
        assert page.evaluate("window.ran") == [], path
        seen += 1
    assert seen > 10


def test_the_browser_finds_what_is_alive(browser: Browser, addresses: dict[str, str]) -> None:
    """Without the policy a script would run, and the look would tell it; with it nothing runs."""
    for bypass, ran in ((True, True), (False, False)):
        context = browser.new_context(bypass_csp=bypass)
        context.add_init_script(TELL)
        page = context.new_page()
        page.goto(f"{addresses['fields']}/")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/x.png onerror=kwaad()>')")
        page.wait_for_load_state("networkidle")
        assert bool(page.evaluate("window.ran")) is ran
        assert page.evaluate(LOOK, list(SCHEMES)) != []
        context.close()


def test_nothing_in_an_address_comes_alive(browser: Browser, addresses: dict[str, str]) -> None:
    """What a script of the site reads from the address of a page is only ever text."""
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(TELL)
    page = context.new_page()
    for text in TEXTS[::8]:
        for path, names in (
            ("/aansluiten/", ("gemeente", "thema")),
            ("/projecten/", ("q", "thema", "gemeente", "fase", "onderwerp", "provincie", "les")),
            ("/zoeken/", ("q",)),
        ):
            page.goto(
                f"{addresses['fields']}{path}?" + "&".join(f"{name}={quote(text)}" for name in names) + f"#{text}"
            )
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.ran") == [], (path, text)
            assert page.evaluate(LOOK, list(SCHEMES)) == [], (path, text)
    context.close()
