"""The bundle of the forms: the same bytes from the same lock, nothing of another host, and it works in a browser."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from g40site.hosts import policy
from tests.forms.desk import FILL, READ, STORE
from tests.running import TOP
from tests.serving import Quiet, served

pytestmark = pytest.mark.process

CONFIG: dict[str, Any] = {
    "load_config_file": False,
    "backend": {"name": "test-repo"},
    "media_folder": "content/media",
    "public_folder": "/media",
    "output": {"omit_empty_optional_fields": True},
    "collections": [
        {
            "name": "projects",
            "label": "Projecten",
            "folder": "content/projects",
            "extension": "yaml",
            "format": "yaml-in-place",
            "fields": [
                {"name": "title", "label": "Titel", "widget": "string"},
                {
                    "name": "more",
                    "label": "Meer gegevens",
                    "widget": "object",
                    "flat": True,
                    "collapsed": True,
                    "fields": [{"name": "note", "label": "Noot", "widget": "string", "required": False}],
                },
                {
                    "name": "sources",
                    "label": "Bronnen",
                    "widget": "list",
                    "required": False,
                    "alone": "url",
                    "fields": [{"name": "url", "label": "Adres", "widget": "string"}],
                },
            ],
        },
        {
            "name": "news",
            "label": "Nieuws",
            "folder": "content/news",
            "format": "markdown-in-place",
            "fields": [
                {"name": "title", "label": "Titel", "widget": "string"},
                {"name": "body", "label": "Tekst", "widget": "text"},
            ],
        },
    ],
}
PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Beheer</title><link rel="stylesheet" href="forms.css"></head>
<body><script type="module" src="forms.js"></script></body></html>
"""
PROJECT = "\ufeff# van ons\r\ntitle:  'Oud'   # kort\r\nnote: a \r\nsources: [https://een.nl/]\r\n\r\n# slot\r\n\r\n"
NEWS = "---  \ntitle: Kop # zo\n---\n\n\nTekst  \n*[RIVM]: x\n\n"


class Strict(Quiet):
    """With the policy of the forms as a header."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", policy.forms_policy(()))
        super().end_headers()


@pytest.fixture
def forms(bundle: Path, tmp_path: Path) -> Iterator[str]:
    shutil.copytree(bundle, tmp_path / "beheer")
    (tmp_path / "beheer/index.html").write_text(PAGE, "utf-8")
    (tmp_path / "beheer/config.json").write_text(json.dumps(CONFIG), "utf-8")
    handler: Callable[..., SimpleHTTPRequestHandler] = partial(Strict)
    with served(tmp_path, handler) as address:
        yield f"{address}/beheer/"


def entered(page: Page, forms: str, files: dict[str, str]) -> Callable[[], dict[str, str]]:
    """The forms over these files in the browser; gives what reads them back."""
    page.goto(f"{forms}config.json")
    page.evaluate(FILL, [STORE, {path: b64encode(text.encode()).decode() for path, text in files.items()}])
    page.goto(forms)
    page.get_by_role("button", name="testrepository").click()
    page.get_by_text("Projecten", exact=True).first.wait_for()
    return lambda: {path: bytes(data).decode() for path, data in page.evaluate(READ, STORE).items()}


def test_the_same_lock_gives_the_same_bytes(bundle: Path, tmp_path: Path, make_bundle: Callable[[Path], None]) -> None:
    shutil.copytree(TOP / "forms", tmp_path / "elders/forms", symlinks=True)
    shutil.copytree(TOP / "scripts", tmp_path / "elders/scripts")
    again = tmp_path / "again"
    subprocess.run(["sh", tmp_path / "elders/scripts/forms.sh", again], check=True)
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == {
        path.relative_to(bundle): path.read_bytes() for path in bundle.rglob("*") if path.is_file()
    }


def test_nothing_of_another_host_is_in_it(bundle: Path) -> None:
    scripts = [bundle / "forms.js", *(bundle / "chunks").glob("*.js")]
    hosts = {host for script in scripts for host in re.findall(r"https?://([\w.-]+\w)", script.read_text("utf-8"))}
    links = {"github.com", "sveltiacms.app", "svelte.dev", "lexical.dev", "stackoverflow.com"}
    names = {"www.w3.org", "json-schema.org", "localhost"}
    assert hosts == links | names | {"api.github.com", "gitlab.com"}
    text = "".join(script.read_text("utf-8") for script in scripts)
    assert "eval(" not in re.sub(r"\w+eval\(", "", text)
    assert "new Function" not in text
    assert "sourceMappingURL" not in text
    assert not re.search(r"https?://|@import", (bundle / "forms.css").read_text("utf-8"))


def test_each_package_in_it_has_its_licence_beside_it(bundle: Path) -> None:
    text = (bundle / "licenses.txt").read_text("utf-8")
    for name in ("@sveltia/cms 0.221.1", "yaml 2.", "svelte 5.", "dompurify 3.", "source-sans-3"):
        assert name in text
    assert text.count("Permission is hereby granted") + text.count("Permission to use, copy") >= 3


def test_one_changed_title_is_one_changed_line(page: Page, forms: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    read = entered(page, forms, {"content/projects/een.yaml": PROJECT, "content/news/een.md": NEWS})
    page.goto(f"{forms}#/collections/projects/entries/een")
    title = page.get_by_role("textbox", name="Titel")
    expect(title).to_have_value("Oud")
    # Also in the closed group nothing is lost; all of its bar opens it.
    page.locator('[data-key-path="more"] .header').first.click(position={"x": 300, "y": 10})
    expect(page.get_by_role("textbox", name="Noot")).to_have_value("a")
    assert "maximum-scale" not in page.locator("head").inner_html()
    title.focus()
    assert title.evaluate("(one) => getComputedStyle(one).outlineWidth") == "3px"
    title.fill("Nieuw: zo")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("opgeslagen").wait_for()
    page.get_by_text("opgeslagen").wait_for(state="hidden")
    page.goto(f"{forms}#/collections/news/entries/een")
    text = page.get_by_role("textbox", name="Tekst")
    expect(text).to_have_value("Tekst  \n*[RIVM]: x")
    text.fill("Tekst  \n*[RIVM]: y")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("opgeslagen").wait_for()
    assert read() == {
        "content/projects/een.yaml": PROJECT.replace("'Oud'", '"Nieuw: zo"'),
        "content/news/een.md": NEWS.replace("RIVM]: x", "RIVM]: y"),
    }
    assert {address.split("/")[2] for address in asked if address.startswith("http")} == {forms.split("/")[2]}


def test_a_file_that_cannot_stay_as_it_is_is_named_and_not_opened(bundle: Path, browser: Any, forms: str) -> None:
    page = browser.new_context(locale="en-US").new_page()
    entered(
        page, forms, {"content/projects/een.yaml": "title: &a Een\n", "content/projects/twee.yaml": "title: Twee\n"}
    )
    sentence = page.get_by_text("content/projects/een.yaml is niet geopend. Op regel 1 staat een anker (& of *).")
    sentence.wait_for()
    expect(page.get_by_role("row")).to_have_count(1)
    page.context.close()


def test_what_cannot_be_saved_as_it_should_says_so_and_is_not_saved(bundle: Path, browser: Any, forms: str) -> None:
    page = browser.new_context(locale="nl-NL").new_page()
    odd = {"content/projects/een.yaml": "title: Een\nsources: [url: https://een.nl/]\n"}
    read = entered(page, forms, odd)
    page.goto(f"{forms}#/collections/projects/entries/een")
    page.locator('[data-key-path="sources.0.url"] input').fill("https://twee.nl/")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Dit bestand heeft een opmaak die een formulier niet kan bewaren.").wait_for()
    assert read() == odd
    page.context.close()
