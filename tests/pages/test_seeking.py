"""What a municipality seeks or offers stands under one heading that says so, wherever it is shown or asked."""

import html
import re

import pytest

from tests.reading import Page
from tests.sites import Sites
from tests.warm import run

TITLE = "Gezocht en aangeboden"
PROJECT = """\
projects:
  - id: meten
    title: Meten
    summary: Wij meten.
    themes: [smart-living]
    status: pilot
    added: 2026-11-01
    seeking: Wij zoeken een gemeente die ook meet.
"""


def test_what_a_project_seeks_stands_under_one_heading(site: Sites) -> None:
    made = site({"content/projects/zwolle.yaml": PROJECT})
    made.build()
    feed = html.unescape(re.sub(r"(?s).*<content[^>]*>|</content>.*", "", made.page("/atom.xml")))
    for address, text in (
        ("/projecten/meten/", made.page("/projecten/meten/")),
        ("/themas/smart-living/", made.page("/themas/smart-living/")),
        ("/atom.xml", feed),
    ):
        assert TITLE in [title for level, title in Page(text).headings if level == 2], address
        section = text.partition(f"{TITLE}</h2>")[2].partition("<h2")[0]
        assert "Wij zoeken een gemeente die ook meet." in section, address
    assert "Wat de gemeente zoekt of aan anderen aanbiedt." in made.page("/data/")


@pytest.mark.process
def test_a_newsletter_tells_it_under_the_same_heading_and_a_schema_asks_for_it(site: Sites) -> None:
    made = site({"content/projects/zwolle.yaml": PROJECT})
    newsletter = run("digest", "--since", "2026-11-01", "--root", made.root).stdout
    assert newsletter.partition(f"## {TITLE}\n")[2].count("Wij zoeken een gemeente") == 1
    assert run("schema", "--root", made.root).returncode == 0
    schema = (made.root / "schema/projects.schema.json").read_text("utf-8")
    assert f'"title": "{TITLE}"' in schema
