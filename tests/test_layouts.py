"""A page that is made in two steps is the one that Jinja makes in one; where that cannot be, it is made in one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from g40site import pipeline
from g40site.layouts import Fields, Inseparable
from g40site.routes import ROUTES
from g40site.templates import TemplateFault
from tests.engine.edits import Edits
from tests.test_templates import made

LAYOUT = "<title>{% block title %}{{ view.meta.title }}{% endblock %}</title>[{% block main %}{% endblock %}]"


class Meta(Struct, frozen=True):
    title: str = "T & U"


class View(Struct, frozen=True):
    meta: Meta = Meta()
    words: tuple[str, ...] = ("een", "<twee>")


class Shell(Struct, frozen=True):
    site: str = "De site"
    menu: tuple[str, ...] = ("a", "b")
    hidden: str = "x"


def page(folder: Path, main: str, layout: str = LAYOUT, **others: str) -> tuple[str, bool, set[str]]:
    """A page with its template and layout, whether it was made in two steps, and what its blocks read of the frame."""
    files = {"a.html": "{% extends 'layout.html' %}" + main, "layout.html": layout}
    files |= {f"{name}.html": text for name, text in others.items()}
    templates = made(folder, files)
    found = templates.render("a.html", View(), Shell())
    assert found == made(folder / "weer", files).rendered("a.html", View(), Shell())
    blocks = templates.blocks("a.html", View(), Shell())
    apart = blocks is not None and templates.filled("a.html", blocks[0], View(), Shell()) is not None
    return found, apart, blocks[1] if blocks else set()


IMPORTED = "{% macro row(word) %}({{ word }}){% endmacro %}"


@pytest.mark.parametrize(
    ("main", "layout", "expected", "read"),
    [
        ("{% block main %}{{ view.words[1] }}{% endblock %}", LAYOUT, "<title>T &amp; U</title>[&lt;twee&gt;]", set()),
        ("{% block title %}{{ frame.site }}{% endblock %}", LAYOUT, "<title>De site</title>[]", {"site"}),
        (
            "{% block main %}x{% endblock %}{% block niets %}y{% endblock %} z {{ 1 }}",
            "{% block main %}{% endblock %}",
            "x",
            set(),
        ),
        (
            "{% block main %}{% set a = range(2)|list %}{{ a }}{% endblock %}",
            "{% block main %}{% endblock %}",
            "[0, 1]",
            set(),
        ),
        (
            "{% from 'rows.html' import row %}{% block main %}{{ row(word=frame.menu[0]) }}{% endblock %}",
            LAYOUT,
            "<title>T &amp; U</title>[(a)]",
            {"menu"},
        ),
        # Both may take the same from another template.
        (
            "{% from 'rows.html' import row %}{% block main %}{{ row(word='x') }}{% endblock %}",
            "{% from 'rows.html' import row %}{{ row(word='y') }}{% block main %}{% endblock %}",
            "(y)(x)",
            set(),
        ),
        # What Jinja works out beforehand is never asked.
        (
            "{% block main %}{{ (false and wide) or view.words[0] }}{% endblock %}",
            "{% set wide = 1 %}{% block main %}{% endblock %}",
            "een",
            set(),
        ),
        # A block may stand on a condition.
        (
            "{% block main %}x{% endblock %}",
            "{% if frame.hidden == 'y' %}{% elif view.words %}<{% block main %}{% endblock %}>{% endif %}",
            "<x>",
            set(),
        ),
        (
            "{% block main %}x{% endblock %}",
            "{% if frame.hidden == 'y' %}{% block main %}{% endblock %}{% endif %}",
            "",
            set(),
        ),
        (
            "{% block main %}x{% endblock %}",
            "{% set a = view.words %}{{ a[0] }}{% block main %}{% endblock %}",
            "eenx",
            set(),
        ),
    ],
)
def test_a_page_is_made_in_two_steps(tmp_path: Path, main: str, layout: str, expected: str, read: set[str]) -> None:
    assert page(tmp_path, main, layout, rows=IMPORTED) == (expected, True, read)


MAIN = "{% block main %}x{% endblock %}"
TAKEN = "{% block main %}{% endblock %}"
ROW = "{% from 'rows.html' import row %}"


@pytest.mark.parametrize(
    ("main", "layout"),
    [
        # What the one sets and the other asks for.
        ("{% set wide = 1 %}" + MAIN, "{% if wide is defined %}w{% endif %}" + TAKEN),
        (MAIN, "{% if wide is defined %}w{% endif %}" + TAKEN),
        ("{% block main %}{{ here|default('nergens') }}{% endblock %}", "{% set here = 1 %}" + TAKEN),
        ("{% block main %}{{ row(word='x') }}{% endblock %}", ROW + TAKEN),
        (
            "{% set l = [] %}{% block a %}{{ l.append(1) }}{% endblock %}{% block b %}{{ l }}{% endblock %}",
            "{% block b %}{% endblock %}{% block a %}{% endblock %}",
        ),
        # One name for two things, in which the layout has the last word.
        (ROW + "{% block main %}{{ row(word='x') }}{% endblock %}", "{% from 'andere.html' import row %}" + TAKEN),
        (
            ROW + "{% block main %}{{ row(word='x') }}{% endblock %}",
            "{% macro row(word) %}L{{ word }}{% endmacro %}" + TAKEN,
        ),
        (ROW + "{% block main %}{{ row is defined }}{% endblock %}", "{% set row = 1 %}" + TAKEN),
        (
            "{% macro row(word) %}P{% endmacro %}{% block main %}{{ row(word='x') }}{% endblock %}",
            "{% macro row(word) %}L{% endmacro %}" + TAKEN,
        ),
        # What they are given, under the same name as something else.
        ("{% set view = frame %}" + MAIN, "{{ view.site }}" + TAKEN),
        ("{% set range = view %}" + MAIN, "{{ range.words[0] }}" + TAKEN),
        ("{% from 'rows.html' import row as view %}" + MAIN, TAKEN),
        ("{% block main %}{{ view }}{% endblock %}", "{% set view = view.meta %}" + TAKEN),
        ("{% block main %}{{ frame.title }}{% endblock %}", "{% set frame = view.meta %}" + TAKEN),
        (
            "{% block main %}{{ view }}{% endblock %}",
            "{% for view in view.words %}{% block main scoped %}{% endblock %}{% endfor %}",
        ),
        (
            "{% block main %}{{ view }}{% endblock %}",
            "{% with view = 'x' %}{% block main scoped %}{% endblock %}{% endwith %}",
        ),
        # What a block replaces, a block in something else, and one that only the layout has.
        ("{% block main %}{{ super() }}x{% endblock %}", "{% block main %}m{% endblock %}"),
        ("{% block main %}{{ super is defined }}{% endblock %}", "{% block main %}m{% endblock %}"),
        ("{% block main %}{{ self.title() }}{% endblock %}", LAYOUT),
        ("{% block main %}{{ self.title is defined }}{% endblock %}", LAYOUT),
        (MAIN, TAKEN + "{{ self.main() }}"),
        (MAIN, "{% filter upper %}{% block main %}{% endblock %}{% endfilter %}"),
        (MAIN, "{% block buiten %}<{% block main %}{% endblock %}>{% endblock %}"),
        ("{% block main %}{% block deel %}x{% endblock %}{% endblock %}", TAKEN),
        (
            ROW + "{% block main %}{{ row(word='<b>') }}{% endblock %}",
            "{% autoescape false %}{% block main %}{% endblock %}{% endautoescape %}",
        ),
        # What is taken with all that is there, and the layout in another way.
        ("{% block main %}{% include 'laat-zien.html' %}{% endblock %}", "{% set row = 'L' %}" + TAKEN),
        (
            "{% from 'laat-zien.html' import row with context %}{% block main %}{{ row() }}{% endblock %}",
            "{% set a = 'L' %}" + TAKEN,
        ),
        ("{% import 'rows.html' as rows %}{% block main %}{{ rows.row(word='x') }}{% endblock %}", TAKEN),
        (
            "{% from 'layout.html' import x %}{% block main %}{{ x() }}{% endblock %}",
            TAKEN + "{% macro x() %}y{% endmacro %}",
        ),
        (MAIN, "{% extends 'basis.html' %}{% block onder %}<{% block main %}{% endblock %}>{% endblock %}"),
        # The frame as a whole.
        ("{% block main %}{{ frame }}{% endblock %}", LAYOUT),
        ("{% block main %}{{ frame == view }}{% endblock %}", LAYOUT),
        ("{% block main %}{{ 1 if frame }}{% endblock %}", LAYOUT),
        ("{% block main %}{{ [frame]|list }}{% endblock %}", LAYOUT),
        ("{% block main %}{{ frame.__class__.__name__ }}{% endblock %}", LAYOUT),
        ("{% block main %}{{ frame is mapping }}{% endblock %}", LAYOUT),
    ],
)
def test_what_cannot_be_made_in_two_steps_is_made_in_one(tmp_path: Path, main: str, layout: str) -> None:
    others = {"andere": "{% macro row(word) %}[{{ word }}]{% endmacro %}", "basis": "b{% block onder %}{% endblock %}"}
    others["laat-zien"] = "{{ row|default('niets') }}{% macro row() %}{{ a|default('niets') }}{% endmacro %}"
    html, apart, _ = page(tmp_path, main, layout, rows=IMPORTED, **others)
    assert html
    assert not apart


def test_a_layout_that_is_chosen_or_only_named_is_made_in_one_step(tmp_path: Path) -> None:
    files = {
        "a.html": "{% if view.words %}{% extends 'b.html' %}{% else %}{% extends 'c.html' %}{% endif %}"
        "{% block m %}x{% endblock %}",
        "b.html": "b{% block m %}{% endblock %}",
        "c.html": "c{% block m %}{% endblock %}",
        "d.html": "voor {% extends 'b.html' %}{% block m %}x{% endblock %}",
        "e.html": "{# {% extends 'b.html' %} #}x{% block m %}y{% endblock %}",
        "f.html": "{% raw %}{% extends 'b.html' %}{% endraw %}{% block m %}y{% endblock %}",
        "g.html": "{# {% extends 'b.html' %} #}",
    }
    templates = made(tmp_path, files)
    names = [name for name in files if name not in ("b.html", "c.html")]
    expected = ["bx", "voor bx", "xy", "{% extends 'b.html' %}y", ""]
    assert [templates.render(name, View(), Shell()) for name in names] == expected
    assert [templates.rendered(name, View(), Shell()) for name in names] == expected
    assert [templates.layout(name) for name in names] == [""] * len(names)


def test_one_page_that_needs_one_step_changes_nothing_for_the_next(tmp_path: Path) -> None:
    main = "{% block m %}{{ (frame is mapping) if view.meta.title == 'heel' else 'x' }}{% endblock %}"
    templates = made(tmp_path, {"a.html": "{% extends 'b.html' %}" + main, "b.html": "b{% block m %}{% endblock %}"})
    for title, apart in (("deel", True), ("heel", False), ("deel", True)):
        assert (templates.blocks("a.html", View(Meta(title)), Shell()) is not None) == apart


def test_a_name_of_a_template_may_have_any_sign(tmp_path: Path) -> None:
    templates = made(tmp_path, {"a.html": "{% include 'wat?.html' %}", "wat?.html": "x"})
    assert templates.render("a.html", View(), Shell()) == "x"


def test_a_fault_is_told_where_it_is_whatever_the_steps(tmp_path: Path) -> None:
    for main, layout, expected in (
        ("\n{% block main %}\n{{ view.weg }}{% endblock %}", LAYOUT, ("mijn/a.html", 3)),
        ("{% block main %}x{% endblock %}", "\n{{ frame.weg }}{% block main %}{% endblock %}", ("mijn/layout.html", 2)),
    ):
        templates = made(tmp_path, {"a.html": "{% extends 'layout.html' %}" + main, "layout.html": layout})
        with pytest.raises(TemplateFault) as raised:
            templates.render("a.html", View(), Shell())
        assert (raised.value.span.file, raised.value.span.line) == expected


USES: tuple[Callable[[Fields], object], ...] = (
    lambda known: known.heading,
    lambda known: known.__class__.__name__,
    lambda known: known._fields,
    lambda known: isinstance(known, str),
    lambda known: [known == 1],
    lambda known: {known},
    lambda known: repr([known]),
    str,
    bool,
)


@pytest.mark.parametrize("use", USES)
def test_of_a_view_that_is_known_in_part_nothing_else_is_taken(use: Callable[[Fields], object]) -> None:
    read: set[str] = set()
    known = Fields({"meta": Meta(), "words": ()}, read)
    assert known.meta == Meta()
    assert read == {"meta"}
    with pytest.raises(Inseparable):
        use(known)


def test_every_page_of_the_project_is_made_in_two_steps(tmp_path: Path) -> None:
    site = Edits(tmp_path)
    site.project(0, 2, True, 0, True)
    planned = pipeline.plan(site.options(drafts=True))
    pages = [output for output in planned.outputs if output.view is not None]
    assert {output.template for output in pages} == {f"pages/{route.template}.html" for route in ROUTES}
    for output in pages:
        assert output.view is not None
        view = output.view()
        blocks = planned.templates.blocks(output.template, view, planned.frame)
        whole = planned.templates.rendered(output.template, view, planned.frame)
        if output.template in ("pages/redirect.html", "pages/styleguide.html"):
            # The one has no layout; the other, which is never published, is put together from examples.
            assert blocks is None
        else:
            assert blocks is not None, output.path
            assert planned.templates.filled(output.template, blocks[0], view, planned.frame) == whole, output.path
            # The layout knows a page by its `meta` alone, so that a change of the layout needs no view.
            known = Fields({"meta": view.meta}, set())
            assert planned.templates.filled(output.template, blocks[0], known, planned.frame) == whole, output.path
