"""Makes the pictures of the editors' manual, from the pages of the real site and from our own drawings: make pictures

The site is built as it is and with the examples of the manual in it, so that a picture shows what the text tells.
CHROMIUM in the environment names the browser. The same pages give the same pictures, on one machine.
"""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

from g40site import pipeline
from scripts import sketches
from tests import manual
from tests.conftest import ARGUMENTS
from tests.serving import served
from tests.sites import NOW, TEMPLATES

FOLDER = manual.FOLDER / "beeld"
# A column of text is about as wide as this, so that the words in a picture are as large as those around it.
WIDTH, HEIGHT, SCALE = 760, 1200, 2
# Lines and flat colours: what is lost at this quality nobody sees.
QUALITY = 60
EDGE = "#8a939c"
# A key of a project, and the part of its page that shows it.
PARTS = {
    "title": "h1",
    "summary": ".intro",
    "status": ".phase-path",
    "themes": ".fact:has(dt:text('Thema’s')) dd",
    "start": ".fact:has(dt:text('Periode')) dd",
    "partners": ".fact:has(dt:text('Partners')) dd",
    "topics": ".fact:has(dt:text('Onderwerpen')) dd",
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
def visited(browser: Browser, **steps: int | None) -> Iterator[tuple[Page, str]]:
    """A page of a browser, and the address of the real site after so many steps of some recipes."""
    with tempfile.TemporaryDirectory() as name:
        root = manual.copied(Path(name) / "site", folders=("content",))
        for chapter, most in steps.items():
            manual.follow(root, manual.chapter(chapter.replace("_", "-")), most)
        options = pipeline.Options(root=root, templates=TEMPLATES, now=NOW, output=root / "public")
        found = pipeline.build(options).problems.items
        assert not found, [problem.message("nl") for problem in found]
        with served(root / "public") as address:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE, locale="nl-NL"
            )
            yield page, address
            page.close()


def take(page: Page, name: str, top: str, bottom: str) -> None:
    """A picture from the top of one part of the page to the bottom of another."""
    upper, lower = (page.locator(part).first.bounding_box() for part in (top, bottom))
    assert upper is not None
    assert lower is not None
    start, end = upper["y"], lower["y"] + lower["height"] + 12
    shot = page.screenshot(full_page=True, clip={"x": 0, "y": start, "width": WIDTH, "height": end - start})
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
        browser.close()


if __name__ == "__main__":
    main()
