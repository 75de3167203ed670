"""Texts of entries: one that the Markdown library cannot read is a problem at its place, like any other."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import markdown
import pytest

from g40site import pipeline
from tests.sites import BARE, settings

LIGHT = {"site.yaml": settings(BARE)}
# One pixel.
GIF = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


def test_a_text_on_which_the_library_fails_is_told_where_it_begins(
    site: Callable, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = markdown.Markdown.convert

    def fails_on_one(library: markdown.Markdown, text: str) -> str:
        if "struikelblok" in text:
            raise RecursionError
        return real(library, text)

    monkeypatch.setattr(markdown.Markdown, "convert", fails_on_one)
    page = "---\ntitle: Over\nsummary: Wij.\n---\n{}\n"
    small = site(
        {
            "content/pages/een.md": page.format("Een struikelblok."),
            "content/pages/twee.md": page.format("Zie [niets](theme:niets)."),
        }
    )
    assert small.check(templates=bare) == [
        ("tekst-onleesbaar", "content/pages/een.md", 5, 1),
        ("link-naar-onbekende", "content/pages/twee.md", 5, 13),
    ]


def test_an_image_that_no_text_uses_yet_is_suggested(site: Callable, bare: Path) -> None:
    small = site(
        {
            "content/media/sensor.png": b"",
            "content/pages/een.md": "---\ntitle: Over\nsummary: Wij.\n---\n![Een sensor](../media/Sensor.png)\n",
        }
    )
    (problem,) = pipeline.check(small.options(templates=bare)).problems
    assert problem.code == "plaatje-ontbreekt"
    assert problem.help("nl").startswith("Bedoelde u `../media/sensor.png`?")


PAGE = "---\ntitle: Over\nsummary: Wij.\n---\n{}\n"


def test_a_document_with_odd_characters_in_its_name_is_reached(site: Callable) -> None:
    text = "[a](<../media/a%23b 100%25.pdf>) [b](</media/a%23b 100%25.pdf>)"
    small = site({**LIGHT, "content/media/a#b 100%.pdf": b"%PDF-1.4", "content/pages/een.md": PAGE.format(text)})
    small.build()
    assert (small.public / "media/a#b 100%.pdf").is_file()
    assert small.page("/een/").count(' href="/media/a%23b%20100%25.pdf"') == 2


def test_the_address_of_the_site_leads_home_also_without_a_final_slash(site: Callable) -> None:
    text = "[een](https://proef.example.nl), [twee](https://proef.example.nl/), [drie](https://proef.example.nl.elders)"
    small = site({**LIGHT, "content/pages/een.md": PAGE.format(text)})
    small.build(base_url="https://x.nl/g40/")
    html = small.page("/een/")
    assert '<a href="/g40/">een</a>' in html
    assert '<a href="/g40/">twee</a>' in html
    assert ' href="https://proef.example.nl.elders"' in html


@pytest.mark.parametrize("address", ["//[x", "//elders.example.nl/", "//%E2%84%80/"])
def test_an_address_of_the_site_with_two_slashes_is_not_there(site: Callable, bare: Path, address: str) -> None:
    body = f"---\ntitle: Over\nsummary: Wij.\n---\n[x](https://proef.example.nl{address})\n"
    small = site({"content/pages/een.md": body})
    assert small.check(templates=bare) == [("link-naar-adres", "content/pages/een.md", 5, 5)]


def test_a_link_to_a_document_has_its_name_as_an_address(site: Callable) -> None:
    names = ("a b.pdf", "a#b.pdf", "a?b.pdf", "a%41.pdf", 'a"b.pdf')
    links = " ".join(f"[x](../media/{quote(name)}) [x](/media/{quote(name)})" for name in names)
    files = {f"content/media/{name}": b"%PDF-1.4" for name in names}
    small = site({**LIGHT, **files, "content/pages/een.md": f"---\ntitle: Over\nsummary: Wij.\n---\n{links}\n"})
    small.build()
    found = re.findall(r'href="(/media/[^"]*)"', small.page("/een/"))
    assert found == [f"/media/{quote(name)}" for name in names for _ in range(2)]


def test_an_image_is_found_by_its_name_as_an_address(site: Callable) -> None:
    body = "---\ntitle: Over\nsummary: Wij.\n---\n![x](../media/a%20b%23.gif)\n"
    small = site({**LIGHT, "content/media/a b#.gif": GIF, "content/pages/een.md": body})
    small.build()
    assert 'src="/media/a-b.' in small.page("/een/")


def test_the_images_of_a_draft_are_published_with_it_and_not_before(site: Callable) -> None:
    body = "---\ntitle: Over\nsummary: Wij.\ndraft: true\n---\n![x](../media/geheim.gif)\n"
    small = site({**LIGHT, "content/media/geheim.gif": GIF, "content/pages/een.md": body})
    small.build()
    assert not (small.public / "media").exists()
    small.build(drafts=True)
    assert {path.suffix for path in (small.public / "media").iterdir()} == {".png", ".webp"}


def test_two_documents_with_one_name_in_another_form_of_unicode_are_an_error(site: Callable, bare: Path) -> None:
    small = site({"content/media/caf\u00e9.pdf": b"%PDF-1", "content/media/cafe\u0301.pdf": b"%PDF-2"})
    ((code, file, *_),) = small.check(templates=bare)
    assert code == "adres-dubbel"
    assert unicodedata.normalize("NFC", file) == "content/media/caf\u00e9.pdf"


def test_an_image_with_a_fault_is_one_problem_also_where_it_is_linked(site: Callable, bare: Path) -> None:
    body = "---\ntitle: Over\nsummary: Wij.\n---\n![x](../media/kapot.gif) en [x](../media/kapot.gif)\n"
    small = site({"content/media/kapot.gif": b"GIF89a", "content/pages/een.md": body})
    assert small.check(templates=bare) == [("plaatje-kapot", "content/pages/een.md", 5, 6)]
