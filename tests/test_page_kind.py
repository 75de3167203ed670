"""A new kind of page is one row, one function and one template: everything else finds it by its row."""

import json
from pathlib import Path

import pytest

from tests.reading import Page
from tests.running import NOW, copied_program, run
from tests.sites import LEAST, SmallSite

FUNCTION = '''

def questions(ctx: Context) -> View:
    """Every question to the group."""
    return View(description="Wat u kunt vragen.", municipalities=ctx.municipalities(ctx.site.municipality))
'''
ROW = """\
    single(
        "questions",
        "/vragen/",
        service.questions,
        "site.yaml",
        "Vragen",
        menu=7,
        footer=5,
        search=("Wat u kunt vragen.", "antwoord"),
        alternates=metadata.ALL_FEEDS,
        structured_data="FAQPage",
    ),
"""
TEMPLATE = """\
{% extends "layouts/base.html" %}
{% block main %}
<div class="wrap"><h1>{{ view.heading }}</h1>
<ul>{% for link in view.municipalities %}<li><a href="{{ link.href }}">{{ link.text }}</a></li>{% endfor %}</ul></div>
{% endblock %}
"""


@pytest.mark.process
@pytest.mark.slow
def test_a_page_kind_is_a_row_a_function_and_a_template(tmp_path: Path) -> None:
    program = copied_program(tmp_path / "program")
    routes, service = program / "g40site/routes.py", program / "g40site/pages/service.py"
    before, row, after = routes.read_text("utf-8").partition("    # Nobody but who builds the site looks at it.\n")
    assert row
    routes.write_text(before + ROW + row + after, "utf-8")
    service.write_text(service.read_text("utf-8") + FUNCTION, "utf-8")
    (program / "templates/pages/questions.html").write_text(TEMPLATE, "utf-8")
    site = SmallSite(tmp_path / "site", LEAST)
    done = run("build", "--root", site.root, "--now", NOW, program=program)
    assert (done.returncode, done.stderr) == (0, "")
    address = "https://proef.example.nl/vragen/"

    page = Page(site.page("/vragen/"))
    home = Page(site.page("/"))
    assert (page.title, page.headings[0]) == ("Vragen · Themagroep Proef", (1, "Vragen"))
    assert (page.canonical, page.description, page.robots) == (address, "Wat u kunt vragen.", "")
    assert page.crumbs == ["Home", "Vragen"]
    assert page.alternates == home.alternates != []
    node, crumbs = json.loads(page.structured)["@graph"]
    assert (node["@type"], node["@id"], crumbs["@type"]) == ("FAQPage", address, "BreadcrumbList")
    picture = page.meta["og:image"]
    assert picture == home.meta["og:image"]
    assert (site.public / picture.removeprefix("https://proef.example.nl/")).is_file()

    # The menu and the foot, and on the page of the search a list of all.
    assert home.links.count("/vragen/") == 2
    assert f"<loc>{address}</loc>" in (site.public / "sitemap.xml").read_text("utf-8")
    assert Page(site.page("/zoeken/")).links.count("/vragen/") == 3
    assert "Wat u kunt vragen." in (site.public / "zoeken/index.json").read_text("utf-8")
    assert "vragen/index.html" in (site.public / "MANIFEST").read_text("utf-8")
