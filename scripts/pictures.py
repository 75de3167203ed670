"""Makes the pictures of the editors' manual, from the pages of the real site and from our own drawings: make pictures

The site is built as it is and with the examples of the manual in it, so that a picture shows what the text tells. The
editing forms are those of forms/dist (`make forms`). CHROMIUM in the environment names the browser. The same pages give
the same pictures, on one machine.
"""

import io
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, FloatRect, Page, expect, sync_playwright

from g40site import pipeline
from g40site.content import reader
from scripts import sketches
from tests import manual
from tests.conftest import ARGUMENTS
from tests.forms.conftest import with_store
from tests.forms.desk import Desk, at_desk
from tests.serving import served
from tests.sites import NOW, TEMPLATES
from tests.sites import picture as small_picture

FOLDER = manual.FOLDER / "beeld"
# A column of text is about as wide as this, so that the words in a picture are as large as those around it.
WIDTH, HEIGHT, SCALE = 760, 1200, 2
# The forms have a menu beside their fields.
WIDTH_OF_FORMS = 1000
UPPER: FloatRect = {"x": 0, "y": 0, "width": WIDTH_OF_FORMS, "height": 600}
# Lines and flat colours: what is lost at this quality nobody sees.
QUALITY = 60
EDGE = "#8a939c"
# A key of a project, and the part of its page that shows it.
PARTS = {
    "title": "h1",
    "summary": ".intro",
    "status": ".phase-path",
    "themes": ".fact:has(dt:text('Thema')) dd",
    "start": ".fact:has(dt:text('Periode')) dd",
    "partners": ".fact:has(dt:text('Partner')) dd",
    "topics": ".fact:has(dt:text('Onderwerp')) dd",
    "checked": ".fact:has(dt:text('Nagekeken')) dd",
    "contact": ".next-steps li >> nth=0",
}
LABEL = """(element, word) => {
  const box = element.getBoundingClientRect(), label = document.createElement('b');
  label.textContent = word;
  Object.assign(label.style, {
    position: 'absolute', font: '600 13px/1.4 monospace', padding: '1px 6px', color: '#fff', background: '#9b2c5e',
    insetBlockStart: `${box.top + scrollY - 12}px`, insetInlineEnd: `${innerWidth - box.right}px`,
  });
  document.body.append(label);
  Object.assign(element.style, {outline: '2px solid #9b2c5e', outlineOffset: '2px'});
}"""


@contextmanager
def site(steps: Mapping[str, int | None], *more: str) -> Iterator[tuple[Path, str]]:
    """The root of the real site after so many steps of some recipes, with more settings, and its address."""
    with tempfile.TemporaryDirectory() as name:
        root = manual.copied(Path(name) / "site")
        # A picture that is to be made is not there yet; nobody looks at those of the manual here.
        for picture in re.findall(r"\]\((beeld/[^)]+)\)", "".join(map(manual.chapter, manual.CHAPTERS))):
            (root / reader.MANUAL / picture).write_bytes(small_picture(size=(8, 8), kind="WEBP"))
        for chapter, most in steps.items():
            manual.follow(root, manual.chapter(chapter.replace("_", "-")), most)
        settings = root / "site.yaml"
        settings.write_text("\n".join([settings.read_text("utf-8"), *more, ""]), "utf-8")
        options = pipeline.Options(root=root, templates=TEMPLATES, now=NOW, output=root / "public")
        found = pipeline.build(options).problems.items
        assert not found, [problem.message("nl") for problem in found]
        with served(root / "public") as address:
            yield root, address


@contextmanager
def visited(browser: Browser, **steps: int | None) -> Iterator[tuple[Page, str]]:
    """A page of a browser, and the address of the real site after so many steps of some recipes."""
    with site(steps) as (_root, address):
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE, locale="nl-NL")
        yield page, address
        page.close()


@contextmanager
def at_forms(browser: Browser) -> Iterator[Desk]:
    """An editor at the forms; what is saved stays in the browser."""
    kept = "forms: {kind: gitlab, url: https://git.voorbeeld.nl, project: g40/site, application: x}"
    with (
        site({}, kept) as (root, address),
        at_desk(browser, f"{address}/", WIDTH_OF_FORMS, device_scale_factor=SCALE) as desk,
    ):
        with_store(desk.context)
        desk.fill(root)
        desk.enter()
        yield desk


def take(page: Page, name: str, top: str, bottom: str) -> None:
    """A picture from the top of one part of the page to the bottom of another."""
    upper, lower = (page.locator(part).first.bounding_box() for part in (top, bottom))
    assert upper is not None
    assert lower is not None
    start, end = upper["y"], lower["y"] + lower["height"] + 12
    shot = page.screenshot(full_page=True, clip={"x": 0, "y": start, "width": WIDTH, "height": end - start})
    save(shot, name)


def save(shot: bytes, name: str) -> None:
    with Image.open(io.BytesIO(shot)) as picture:
        # The paper of the page is that of the manual: a line says where the picture ends.
        framed = ImageOps.expand(picture.convert("RGB"), border=2, fill=EDGE)
        framed.save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)


def draw(browser: Browser) -> None:
    """Our own drawings of where to click: the screens of others change, and are not ours to show."""
    page = browser.new_page(viewport={"width": 580, "height": 100}, device_scale_factor=SCALE)
    for name, html in sketches.drawings().items():
        page.set_content(html)
        with Image.open(io.BytesIO(page.screenshot(full_page=True))) as picture:
            framed = ImageOps.expand(picture.convert("RGB"), border=2, fill=EDGE)
            framed.save(FOLDER / f"{name}.webp", lossless=True, quality=100, method=6)
    page.close()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=list(ARGUMENTS))
        draw(browser)
        with visited(browser) as (page, address):
            page.goto(f"{address}/actueel/")
            take(page, "actueel-voor", ".hero", ".news-row >> nth=1")
        with visited(browser, tien_minuten=None) as (page, address):
            page.goto(f"{address}/actueel/")
            take(page, "actueel-na", ".hero", ".news-row >> nth=1")
        with visited(browser, recepten=4) as (page, address):
            page.goto(f"{address}/agenda/voorbeeld-kennismiddag/")
            take(page, "verzet", ".hero", ".hero")
            page.goto(f"{address}/projecten/alkmaar-voorbeeld-lantaarns/")
            for key, part in PARTS.items():
                page.locator(part).evaluate(LABEL, key)
            take(page, "project", ".hero", ".next-steps")
        with at_forms(browser) as desk:
            desk.page.goto(f"{desk.address}beheer/#/search/senshagen")
            desk.page.get_by_text("SensHagen: meten in eigen tuin").first.wait_for()
            save(desk.page.screenshot(clip={**UPPER, "height": 400}), "formulier-zoeken")
            desk.open("projects", "entries", "zwolle-senshagen")
            desk.write("summary", "Bewoners meten met eigen sensoren het weer en de lucht in hun straat.")
            expect(desk.save_button()).to_be_enabled()
            save(desk.page.screenshot(clip=UPPER, animations="disabled"), "formulier-samenvatting")
        browser.close()


if __name__ == "__main__":
    main()
