"""The preview of a proposal: unpacked, its pages open by double click, with their style, pictures and links."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import url2pathname

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import reading
from tests.ci.steps import ended
from tests.running import TOP, environment, tree
from tests.sites import FILES, SmallSite

# Text that only looks like a link, and an address with everything that one may have.
ODD = """\
---
title: Vreemde tekens
summary: Niets hiervan verandert.
---
Zo schrijft u een link: `<a href="/themas/">` of `src="/x"`. Zie [hier](/projecten/?fase=pilot&q=a%20b) en
[elders](https://elders.example.nl/themas/).
"""


@dataclass(frozen=True)
class Preview:
    """What an editor has after unpacking, and the site that it was made of."""

    public: Path
    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "site"


def made(public: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return ended([sys.executable, "-I", str(TOP / ".ci/preview.py"), str(public), str(folder)], environment())


@pytest.fixture(scope="module", params=["https://proef.example.nl/", "https://x.nl/één/g40/"])
def preview(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Preview:
    """In a folder with signs that an address writes otherwise."""
    site = SmallSite(tmp_path_factory.mktemp("preview") / "site", {**FILES, "content/pages/vreemd.md": ODD})
    site.build(base_url=request.param)
    folder = tmp_path_factory.mktemp("unpacked") / "voorbeeld (1) #é"
    assert made(site.public, folder).returncode == 0
    return Preview(site.public, folder)


def leads(file: Path) -> Iterator[tuple[str, str]]:
    """Every address that a page loads, leads to or sends a form to, and its fragment."""
    html = file.read_text("utf-8")
    page = reading.Page(html)
    others = re.findall(r'<(?:form|link)\b[^>]*? (?:action|href)="([^"]*)"', html)
    refresh = [page.refresh.partition("url=")[2]] if page.refresh else []
    for link in [*page.links, *page.loads, *others, *refresh]:
        target, fragment = urldefrag(urljoin(file.as_uri(), link.replace("&amp;", "&")))
        yield target, unquote(fragment)


@pytest.mark.process
def test_every_link_of_every_page_leads_to_a_file_beside_it(preview: Preview) -> None:
    files = sorted(preview.folder.rglob("*.html"))
    assert [file.name for file in preview.folder.iterdir() if file.is_file()] == ["OPEN-MIJ.html"]
    ids = {file: reading.Page(file.read_text("utf-8")).ids for file in files}
    led = set()
    for file in files:
        for target, fragment in leads(file):
            parts = urlsplit(target)
            assert parts.netloc not in ("proef.example.nl", "x.nl"), (file, target)
            if parts.scheme == "file":
                other = Path(url2pathname(parts.path))
                assert other.is_file(), (file, target)
                assert other.is_relative_to(preview.folder)
                assert not fragment or fragment in ids[other], (file, target, fragment)
                led.add(other)
    pages = {file for file in files if file.parent != preview.folder and file.name == "index.html"}
    assert {file for file in pages - led if not reading.Page(file.read_text("utf-8")).refresh} == set()
    assert {file.suffix for file in led} >= {".html", ".css", ".ics", ".xml", ".pdf", ".png"}


@pytest.mark.process
def test_what_people_read_and_every_other_file_stay_as_they_are(preview: Preview) -> None:
    """Only addresses change: where they are taken away, nothing differs but that there is no script."""
    new, old = tree(preview.site), tree(preview.public)
    assert new.keys() == old.keys()
    for name, data in old.items():
        if name.endswith(".html"):
            told = [
                re.sub(r'(<script[^>]*?) src="[^"]*"|\b(href|src|action|srcset|content)="[^"]*"', r"\1", html.decode())
                for html in (data, new[name])
            ]
            assert re.sub(r"<(/?)noscript>", r"<\1div>", told[0]) == told[1], name
            assert b"<script src" not in new[name]
            assert reading.Page(data.decode()).text == reading.Page(new[name].decode()).text
        elif name.endswith(".css"):
            assert new[name] == data.replace(b"(scripting:none)", b"all") != data
        else:
            assert new[name] == data, name
    odd = new["vreemd/index.html"].decode()
    assert 'href="../projecten/index.html?fase=pilot&amp;q=a%20b"' in odd
    assert 'href="https://elders.example.nl/themas/"' in odd


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL")
    made.set_default_timeout(15_000)
    yield made
    made.close()


def opened(context: BrowserContext, file: Path) -> tuple[Page, list[str]]:
    """A page by its file, and what it could not load or may not."""
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto(file.as_uri())
    return page, said


def test_a_page_opens_from_a_folder_with_its_style_its_pictures_and_its_links(
    context: BrowserContext, preview: Preview
) -> None:
    page, said = opened(context, preview.folder / "OPEN-MIJ.html")
    page.get_by_role("link", name="Open het voorbeeld").click()
    page.wait_for_url((preview.site / "index.html").as_uri())
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Projecten").click()
    page.get_by_role("main").get_by_role("link", name="SensHagen").first.click()
    page.wait_for_url((preview.site / "projecten/senshagen/index.html").as_uri())
    picture = page.locator("main img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth; }") > 0
    # An old address leads on, and a form sends its question to a page.
    page.goto((preview.site / "hulp/index.html").as_uri())
    page.wait_for_url("**/uitleg/index.html")
    page.get_by_role("searchbox").first.fill("sensor")
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url("**/zoeken/index.html?*")
    assert said == []


def test_a_page_looks_as_it_does_without_scripts(browser: Browser, context: BrowserContext, preview: Preview) -> None:
    """No field or button that would do nothing: what stands there for who has no script stands there."""
    without = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800}, locale="nl-NL")
    for file in ("zoeken/index.html", "aansluiten/index.html"):
        ours, _ = opened(context, preview.site / file)
        theirs, _ = opened(without, preview.site / file)
        shown = [one.screenshot(full_page=True, caret="hide") for one in (ours, theirs)]
        assert shown[0] == shown[1], file
    page, _ = opened(context, preview.site / "zoeken/index.html")
    assert page.get_by_text("Zoek met uw browser in deze pagina").is_visible()
    page, _ = opened(context, preview.site / "aansluiten/index.html")
    assert page.locator("select:visible").count() == 0
    without.close()


@pytest.mark.parametrize(
    "file", ["index.html", "projecten/index.html", "zoeken/index.html", "samenwerken/index.html", "404.html"]
)
def test_nothing_is_asked_that_a_folder_does_not_have(context: BrowserContext, preview: Preview, file: str) -> None:
    """Under the policy of the page itself, which stays."""
    page, said = opened(context, preview.site / file)
    assert page.locator("meta[http-equiv='Content-Security-Policy']").count() == 1
    assert page.locator("html").evaluate("html => getComputedStyle(html).getPropertyValue('--g40-ink')")
    assert said == []


@pytest.mark.process
def test_wrong_use_and_a_folder_without_a_site_end_in_one_word(tmp_path: Path) -> None:
    assert "preview.py SITE FOLDER" in ended([sys.executable, str(TOP / ".ci/preview.py")], environment()).stderr
    (tmp_path / "index.html").write_text("<p>Niets.</p>", "utf-8")
    assert made(tmp_path, tmp_path / "voorbeeld").stderr == "De eerste pagina noemt haar adres niet.\n"
