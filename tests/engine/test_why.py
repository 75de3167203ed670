"""`why` names what made a page, and what would make it again."""

import subprocess
from collections.abc import Callable

import pytest

from tests.engine.edits import Edits
from tests.running import NOW
from tests.warm import Warm

Told = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def told(s: Edits, warm: Warm) -> Told:
    """Runs a command on a site that was just built."""
    return lambda command, *words: warm.run(command, "--root", s.root, "--templates", s.templates, "--now", NOW, *words)


def test_a_path_that_the_site_does_not_have_is_named(told: Told) -> None:
    done = told("why", "/er/is/niets/")
    assert (done.returncode, done.stdout) == (2, "")
    assert "/er/is/niets/" in done.stderr
    assert told("why", "/er/is/niets/", "--lang", "en").stderr.startswith("The site has no file /er/is/niets/.")


@pytest.mark.parametrize("path", ["/uitleg/", "uitleg/index.html", "uitleg", "https://proef.example.nl/uitleg/"])
def test_a_page_may_be_named_in_every_way(told: Told, path: str) -> None:
    said = told("why", path).stdout
    assert "de pagina is nieuw" in said
    assert "De volgende build laat de pagina staan." in said
    assert "The next build leaves the page as it is." in told("why", path, "--lang", "en").stdout


def test_a_changed_text_template_and_setting_are_named(s: Edits, told: Told) -> None:
    s.explanation(1, 3, True)
    assert "de tekst is anders: content/pages/uitleg.md" in told("why", "/uitleg/").stdout
    assert "the text is different: content/pages/uitleg.md" in told("why", "/uitleg/", "--lang", "en").stdout
    s.template("layouts/base.html", 1)
    assert "het sjabloon is anders: layouts/base.html" in told("why", "/404.html").stdout
    s.settings(1, True, True, False, False)
    assert "de instellingen zijn anders: site.yaml" in told("why", "/404.html").stdout
    assert told("build").returncode == 0
    said = told("why", "/404.html").stdout
    assert "De laatste keer gemaakt, want:" in said
    assert "layouts/base.html" in said
    assert "De volgende build laat de pagina staan." in said


def test_what_a_page_shows_of_others_is_named(s: Edits, told: Told) -> None:
    s.project(1, 2, True, 0, True)
    assert "een project is anders van: zwolle" in told("why", "/gemeenten/zwolle/").stdout
    assert "a project is different of: zwolle" in told("why", "/gemeenten/zwolle/", "--lang", "en").stdout
    assert "een project is anders in het thema: smart-living" in told("why", "/themas/smart-living/").stdout


def test_an_entry_of_which_a_part_stands_in_another_file_is_named(s: Edits, told: Told) -> None:
    s.municipality(0, False)
    s.project(0, 2, True, 0, True, alone=True)
    assert told("build").returncode == 0
    s.municipality(0, True, alone=True)
    assert "wat de pagina las is anders: municipality amersfoort" in told("why", "/gemeenten/amersfoort/").stdout
    s.project(1, 2, True, 0, True, alone=True)
    assert "de invoer van de pagina zelf is anders" in told("why", "/projecten/senshagen/").stdout


def test_what_lies_behind_a_feed_a_style_and_a_day_is_named(s: Edits, told: Told) -> None:
    s.body(3, 1)
    assert "de tekst is anders: content/news/2026-03-05-bericht-3.md" in told("why", "/actueel/atom.xml").stdout
    s.style(1)
    assert "de stijl, een script of een icoon is anders" in told("why", "/404.html").stdout
    later = told("why", "/agenda/", "--now", "2026-12-02T12:00+01:00").stdout
    assert "een bijeenkomst is geweest" in later
