"""Texts of entries: one that the Markdown library cannot read is a problem at its place, like any other."""

from collections.abc import Callable
from pathlib import Path

import markdown
import pytest

from g40site import pipeline


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
    (problem,) = pipeline.check_only(small.options(templates=bare)).problems
    assert (problem.code, problem.near) == ("plaatje-ontbreekt", ("sensor.png",))


PAGE = "---\ntitle: Over\nsummary: Wij.\n---\n{}\n"


def test_a_document_with_odd_characters_in_its_name_is_reached(site: Callable) -> None:
    text = "[a](<../media/a%23b 100%25.pdf>) [b](</media/a%23b 100%25.pdf>)"
    small = site({"content/media/a#b 100%.pdf": b"%PDF-1.4", "content/pages/een.md": PAGE.format(text)})
    small.build()
    assert (small.public / "media/a#b 100%.pdf").is_file()
    assert small.page("/een/").count(' href="/media/a%23b%20100%25.pdf"') == 2


def test_the_address_of_the_site_leads_home_also_without_a_final_slash(site: Callable) -> None:
    text = "[een](https://proef.example.nl), [twee](https://proef.example.nl/), [drie](https://proef.example.nl.elders)"
    small = site({"content/pages/een.md": PAGE.format(text)})
    small.build(base_url="https://x.nl/g40/")
    html = small.page("/een/")
    assert '<a href="/g40/">een</a>' in html
    assert '<a href="/g40/">twee</a>' in html
    assert ' href="https://proef.example.nl.elders"' in html
