"""All components stand on one page, which is built with drafts only; no rule of the style sheet is for nobody."""

import re
import shutil
from pathlib import Path

import pytest

from g40site.pages.service import EXAMPLES
from tests.running import TOP
from tests.sites import BARE, NOW, TEMPLATES, Sites, SmallSite, settings

COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))

# What a designer looks for there, by the name that it has in the address of the page.
SECTIONS = """
    bare-text breadcrumbs bundle contents correction events facets fact lessons link-columns links map matrix
    news note pager person picture projects related scoring script search-form section sources squares story
    stripe theme-cards theme-marks whom-to-call
""".split()


def test_the_page_has_its_sections_in_their_order(site: Sites) -> None:
    made = site({"site.yaml": settings(BARE)})
    made.build(drafts=True)
    sections = re.findall(r'<section class="wrap" id="([a-z-]+)">', made.page("/redactie/bouwstenen/"))
    assert sections == SECTIONS == sorted(SECTIONS)


def test_every_macro_of_a_component_is_shown_in_a_section() -> None:
    guide = (TEMPLATES / "pages/styleguide.html").read_text("utf-8")
    sections = guide[guide.index("{% call example(") :]
    for component in COMPONENTS:
        macros = re.findall(r"{% macro ([a-z]\w*)\(", component.read_text("utf-8"))
        assert macros, component
        assert [macro for macro in macros if not re.search(rf"{{[{{%] (?:call )?{macro}\(", sections)] == [], component


def test_the_examples_are_a_site_without_a_problem(tmp_path: Path) -> None:
    example = SmallSite(tmp_path, {})
    assert example.check(root=TEMPLATES / "examples", output=tmp_path / "public", drafts=True) == []


def test_every_example_is_shown() -> None:
    guide = (TEMPLATES / "pages/styleguide.html").read_text("utf-8")
    assert [name for name in EXAMPLES if f"view.{name}" not in guide] == []


@pytest.mark.slow
def test_the_page_is_made_again_when_an_example_or_a_mail_is_another(tmp_path: Path) -> None:
    """With templates that stand elsewhere too. What the page shows does not grow older."""
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    made = SmallSite(tmp_path / "site", {})

    def page(**more: object) -> str:
        made.build(templates=templates, drafts=True, **more)
        return made.page("/redactie/bouwstenen/")

    first = page()
    assert "SensHagen" not in first
    for file, old, new in (
        ("examples/content/projects/tuinen.yaml", "Tuinen: meten", "SensHagen: meten"),
        ("mails/correction.txt", "Wat klopt er niet", "Wat moet er anders"),
    ):
        (templates / file).write_text((templates / file).read_text("utf-8").replace(old, new), "utf-8")
        changed = page()
        assert changed != first
        assert changed == page(cache=False)
        first = changed
    assert page(now=NOW.replace(year=NOW.year + 3)) == first


@pytest.mark.parametrize(
    ("file", "old", "expected"),
    [
        (
            "content/projects/straatmast.yaml",
            "status: exploring",
            ("onbekende-keuze", "templates/examples/content/projects/straatmast.yaml", 5),
        ),
        ("content/pages/lang.md", "", ("sjabloon-fout", "templates/pages/styleguide.html", 1)),
    ],
    ids=["a fault in it", "a page that is not there"],
)
def test_what_is_wrong_with_the_examples_is_told_at_its_place(
    tmp_path: Path, file: str, old: str, expected: tuple[str, str, int]
) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    path = templates / "examples" / file
    if old:
        path.write_text(path.read_text("utf-8").replace(old, "status: proefje"), "utf-8")
    else:
        path.unlink()
    told = SmallSite(tmp_path / "site", {}).check(templates=templates, drafts=True)
    assert [problem[:3] for problem in told] == [expected]


def test_who_has_no_examples_sees_those_of_the_project(tmp_path: Path) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates", ignore=shutil.ignore_patterns("examples"))
    made = SmallSite(tmp_path / "site", {})
    made.build(templates=templates, drafts=True)
    assert "Tuinen: meten bij de achterdeur" in made.page("/redactie/bouwstenen/")


def test_every_class_of_a_style_sheet_occurs_in_a_template_or_a_script() -> None:
    """A rule for a class that nobody writes is dead weight."""
    css = "".join(path.read_text("utf-8") for path in (TEMPLATES / "assets/css").rglob("*.css"))
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
