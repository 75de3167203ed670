"""A wrong template is one problem at its deepest line, however many pages use it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def changed(bare: Path, tmp_path: Path) -> Callable[[str, str], Path]:
    """A copy of the templates in which one says something else."""

    def change(name: str, text: str) -> Path:
        folder = shutil.copytree(bare, tmp_path / "templates")
        (folder / name).write_text(text)
        return folder

    return change


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("<p>\n{% if %}", "sjabloon-fout", 2),
        ("<p>\n\n{{ view.niets }}", "sjabloon-fout", 3),
        ("<p>\n{{ (view.title }}", "sjabloon-fout", 2),
        ("<p>\n{% include 'niets.html' %}", "sjabloon-ontbreekt", 2),
        ("<p>\n{% include view.heading %}", "sjabloon-naam", 2),
        ("<p>\n{%\n include view.heading %}", "sjabloon-naam", 3),
        ('{% include "a.html" if view.heading else "b.html" %}', "sjabloon-naam", 1),
        ('{% include "a" ~ view.heading %}', "sjabloon-naam", 1),
        ('{% include ["a.html", "b.html"] %}', "sjabloon-naam", 1),
        ('{% include "a.html" %}{%-include(view.heading)%}', "sjabloon-naam", 1),
        ("""{% include "{% include 'a.html' %}"[:0] ~ view.heading %}""", "sjabloon-naam", 1),
        ('{% include ("components/facts.html") %}', "sjabloon-naam", 1),
        ('{% include "components/facts" ".html" %}', "sjabloon-naam", 1),
        ('{% include "components/facts\\x2ehtml" %}', "sjabloon-naam", 1),
        ("{{ " + "(" * 3000 + ")" * 3000 + " }}", "sjabloon-te-diep", 1),
    ],
)
def test_a_fault_stands_at_its_line(site: Callable, changed: Callable, text: str, code: str, line: int) -> None:
    found = site({}).check(templates=changed("pages/theme.html", text))
    assert [problem[:3] for problem in found] == [(code, "templates/pages/theme.html", line)]


def test_without_style_sheets_there_is_no_site(site: Callable, bare: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(bare, tmp_path / "templates")
    shutil.rmtree(folder / "assets")
    assert site({}).check(templates=folder) == [("stijlblad-ontbreekt", "templates/assets/css", 1, 1)]
