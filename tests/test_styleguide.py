"""One component is one macro, one example, one name; the page with all of them is built with drafts only."""

import re

from tests.running import TOP
from tests.sites import BARE, TEMPLATES, Sites, settings

COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))


def test_every_component_has_one_macro_of_its_own_name() -> None:
    for name in COMPONENTS:
        text = (TEMPLATES / "components" / f"{name}.html").read_text("utf-8")
        assert re.findall(r"{% macro (\w+)\(", text) == [name.replace("-", "_")], name


def test_every_component_has_an_example_and_every_example_is_shown(site: Sites) -> None:
    made = site({"site.yaml": settings(BARE)})
    made.build(drafts=True)
    page = made.page("/redactie/bouwstenen/")
    examples = {path.stem for path in (TEMPLATES / "examples").glob("*.html")} - {"data"}
    assert examples == set(COMPONENTS)
    assert re.findall(r'<section class="wrap" id="([a-z-]+)">', page) == COMPONENTS


def test_an_example_uses_its_component() -> None:
    for name in COMPONENTS:
        example = (TEMPLATES / "examples" / f"{name}.html").read_text("utf-8")
        assert f'from "components/{name}.html" import {name.replace("-", "_")}' in example, name
        assert re.search(rf"{name.replace('-', '_')}\(", example.partition("import")[2]), name


def test_every_class_of_a_style_sheet_occurs_in_a_template_or_a_script() -> None:
    """A rule for a class that nobody writes is dead weight."""
    css = "".join(path.read_text("utf-8") for path in (TEMPLATES / "assets/css").glob("*.css"))
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    sources = [
        *TEMPLATES.rglob("*.html"),
        *(TEMPLATES / "assets/js").glob("*.js"),
        *(TOP / "g40site/markdown").glob("*.py"),
    ]
    words = set(re.findall(r"[\w-]+", " ".join(path.read_text("utf-8") for path in sources)))
    # These are put together from a word and a value.
    made = {f"theme-{c}" for c in ("living", "governance", "citizen", "environment", "mobility", "economy")}
    made |= {"map-faint", "map-lead", "map-full", "map-near", "is-alike", "is-leads", "is-joined", "is-projects"}
    made |= {"is-none", "is-cancelled"}
    assert set(re.findall(r"\.([a-z][\w-]*[a-z])\b(?=[^}]*{)", css)) - words - made == set()
