"""Templates as a room, and the rules for the project's own: literal names, nothing inline, nothing unused."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta, nodes

from g40site import hosts
from g40site.diagnostics import Fault
from g40site.engine.cache import Cache
from g40site.engine.tracking import Tracker
from g40site.options import Options
from g40site.pages.context import Context
from g40site.pages.helpers import helpers
from g40site.routes import ROUTES
from g40site.sources import SourceSnapshot, files_below, is_template, template_files
from g40site.templates import Templates
from tests.running import TOP
from tests.sites import NOW, TEMPLATES

# What is no page: made by `outputs` and `hosts`; mails; and an old address.
TEXTS = {"xml/atom.xml", "xml/entry.xml", "xml/sitemap.xml", "xml/sitemaps.xml", "forms/index.html"}
MAIL = re.compile(r'\bctx\.mail\(\s*"([\w-]+)"')
MAILS = {name for path in (TOP / "g40site/pages").glob("*.py") for name in MAIL.findall(path.read_text("utf-8"))}
TEXTS |= {"pages/redirect.html", *(f"mails/{name}.txt" for name in MAILS)}
TEXTS |= {f"hosts/{name}" for name in (*hosts.FILES, *hosts.SERVERS.values())}
ALL = sorted(filter(is_template, template_files(TEMPLATES)))
ENVIRONMENT = jinja2.Environment(autoescape=True)


def text(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


@cache
def tree(name: str) -> nodes.Template:
    return ENVIRONMENT.parse(text(name))


def references(name: str) -> Iterator[str]:
    """The templates that a template names; a name that is computed cannot be followed and is a fault here."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in tree(name).find_all(kinds):
        assert isinstance(node.template, nodes.Const), f"{name}:{node.lineno}: the name must be a literal"
        assert isinstance(node.template.value, str), f"{name}:{node.lineno}: the name must be one text"
        yield node.template.value


def test_a_template_names_others_literally_and_they_exist() -> None:
    assert [(name, other) for name in ALL for other in references(name) if other not in ALL] == []


def test_every_template_is_used() -> None:
    used, fresh = set[str](), {f"pages/{route.template}.html" for route in ROUTES} | TEXTS
    while fresh:
        name = fresh.pop()
        used.add(name)
        fresh |= set(references(name)) - used
    assert used == set(ALL)


def test_a_template_has_no_inline_style_script_or_handler() -> None:
    inline = (
        r"<(?:style|script)\b(?![^>]*\b(?:src=|type=.application/ld\+json))",
        r"\s(?:style|on[a-z]+)\s*=",
        r"javascript:",
        r"<!--",
    )
    assert [(name, found) for name in ALL for one in inline for found in re.findall(one, text(name))] == []


def test_only_html_that_the_text_room_made_goes_in_unescaped() -> None:
    """JSON-LD and the entries of a feed are made safe where they are made: tests/outputs/test_hostile.py."""
    made = r"\b(?:[\w.]+\.)?\w*(?:html|jsonld|xml)\s*\|\s*safe\b"
    wrong = [(name, found) for name in ALL for found in re.findall(r".*\b(?:safe|autoescape)\b.*", text(name))]
    # A quote, which needs no escape in the text of an element.
    wrong = [(name, line.replace("""'"' | safe""", "")) for name, line in wrong]
    assert wrong
    assert [(name, line) for name, line in wrong if re.search(r"safe|autoescape", re.sub(made, "", line))] == []


def test_the_lines_of_a_template_can_be_read() -> None:
    lines = [(name, number) for name in ALL for number, line in enumerate(text(name).split("\n"), 1) if len(line) > 160]
    assert lines == []


def called(node: nodes.Node) -> set[str]:
    """The macros that a template calls, or a macro, by the name that they have there."""
    calls = (call.node for call in node.find_all(nodes.Call))
    return {on.name for on in calls if isinstance(on, nodes.Name)}


def users_of(component: str, macro: str) -> set[str]:
    """Who calls a macro: templates that import it, but for the style guide, and other macros of its file."""
    users = {f"{component}#{other.name}" for other in tree(component).find_all(nodes.Macro) if macro in called(other)}
    for name in ALL:
        imports = (node for node in tree(name).find_all(nodes.FromImport) if node.template.value == component)  # type: ignore[attr-defined]
        if macro in called(tree(name)) and any(macro in node.names for node in imports):
            users.add(name)
    return users - {f"{component}#{macro}", "pages/styleguide.html"}


# Macros with one user, and why they do not stand in it.
OF_ONE_USER = {
    "facets": "a thing of its own, as its style sheet is",
    "facet_choices": "used twice: what stands open and what unfolds",
    "matrix": "a thing of its own, as its style sheet is",
    "matrix_cell": "the table can be read without what a cell is",
    "people": "persons with their corrections, which stand with it",
    "bundle_line": "another form of the bundle that stands with it",
    "project_rows": "used twice: the projects of a municipality and those that it takes part in",
    "project_lines": "another form of the row that stands with it, with the same other municipalities",
}


def test_a_macro_is_used_by_more_than_the_style_guide() -> None:
    """What one page alone shows stands in that page, but for the few that have their reason."""
    components = [name for name in ALL if name.startswith("components/")]
    macros = [(name, macro.name) for name in components for macro in tree(name).find_all(nodes.Macro)]
    users = {macro: users_of(name, macro) for name, macro in macros}
    assert len(users) == len(macros) > 30
    assert [macro for macro, using in users.items() if not using] == []
    assert {macro for macro, using in users.items() if len(using) == 1} == OF_ONE_USER.keys()


def names_set(name: str) -> Iterator[str]:
    """What a template gives a meaning of its own: by `set`, `for`, `macro` and its arguments, `import`."""
    for node in tree(name).find_all((nodes.Name, nodes.Macro, nodes.FromImport, nodes.Import)):
        if isinstance(node, nodes.Name):
            yield from [node.name] if node.ctx != "load" else []
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        else:
            yield from (one if isinstance(one, str) else one[1] for one in node.names)


HELPERS = set(helpers(Context))  # type: ignore[arg-type]  # only the names count


def asked_by(name: str) -> set[str]:
    """The names that a template takes from where it is used."""
    return meta.find_undeclared_variables(tree(name)) - {"range"}


def test_no_template_takes_the_name_of_a_helper() -> None:
    """Below it the helper would be out of reach. A component that asks nothing may call what it is given so."""
    assert {"url", "marks", "municipality"} < HELPERS
    seeing = [name for name in ALL if name.startswith(("pages/", "layouts/"))]
    seeing += [name for name in ALL if name.startswith("components/") and asked_by(name)]
    assert [(name, one) for name in seeing for one in names_set(name) if one in {"view", "frame", *HELPERS}] == []


def test_a_component_sees_what_it_is_given_and_helpers() -> None:
    """Never the whole view. Helpers come with the context of who uses it, which costs time where none is asked."""
    components = [name for name in ALL if name.startswith("components/")]
    assert [(name, one) for name in components for one in asked_by(name) - HELPERS] == []
    asking, taken = {name for name in components if asked_by(name)}, {name: {*references(name)} for name in components}
    for _ in components:
        asking |= {name for name in components if asking & taken[name]}
    imports = [(name, node) for name in ALL for node in tree(name).find_all(nodes.FromImport)]
    used = [(name, node.template.value, node.with_context) for name, node in imports]  # type: ignore[attr-defined]
    assert any(with_context for _name, _other, with_context in used)
    assert [one for one in used if one[2] != (one[1] in asking)] == []


def test_a_template_sees_nothing_but_what_it_is_given(tmp_path: Path) -> None:
    """And `range`, which cannot be so long that a page never ends."""
    assert set(made(tmp_path, {}).environment.globals) == {"range"}


# Faults of templates, on templates written here.


def made(folder: Path, files: dict[str, str]) -> Templates:
    for name, html in files.items():
        (folder / "mijn" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "mijn" / name).write_text(html, "utf-8")
    return read(folder / "mijn")


def read(folder: Path) -> Templates:
    return Templates(folder, files_below(folder))


def fault(templates: Templates, name: str) -> tuple[str, str, int]:
    with pytest.raises(Fault) as raised:
        templates.render(name, {"title": "T"}, {})
    found = raised.value.diagnostic
    return found.code, found.span.file, found.span.line


def test_a_value_is_escaped(tmp_path: Path) -> None:
    templates = made(tmp_path, {"a.html": '<p title="{{ view.title }}">{{ view.title }}</p>'})
    assert templates.render("a.html", {"title": "\"><b>'"}, {}) == (
        '<p title="&#34;&gt;&lt;b&gt;&#39;">“&gt;&lt;b&gt;’</p>'
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.html": "een\n{{ view.titel }}"}, ("sjabloon-fout", "mijn/a.html", 2)),
        ({"a.html": "een\n\n{% if %}"}, ("sjabloon-fout", "mijn/a.html", 3)),
        ({"a.html": "een\n{{ view.title|bestaatniet }}"}, ("sjabloon-fout", "mijn/a.html", 2)),
        ({"a.html": "een\n{{ 1 / 0 }}"}, ("sjabloon-fout", "mijn/a.html", 2)),
        ({"a.html": "een\n{{ 1 + view.title }}"}, ("sjabloon-fout", "mijn/a.html", 2)),
        ({"a.html": "een\n{{ view.title[0:1].x.y }}"}, ("sjabloon-fout", "mijn/a.html", 2)),
        ({"a.html": "een\n{{ range(10000000)|list }}"}, ("sjabloon-fout", "mijn/a.html", 2)),
        ({"a.html": "een\n{% include 'weg.html' %}"}, ("sjabloon-ontbreekt", "mijn/a.html", 2)),
        ({}, ("sjabloon-ontbreekt", "mijn/a.html", 1)),
        ({"a.html": "{% extends 'b.html' %}", "b.html": "een\n\n{{ frame.weg }}"}, ("sjabloon-fout", "mijn/b.html", 3)),
        (
            {
                "a.html": "een\n{% from 'c.html' import m %}\n{{ m(x=view) }}",
                "c.html": "{% macro m(x) %}\n{{ x.weg }}\n{% endmacro %}",
            },
            ("sjabloon-fout", "mijn/c.html", 2),
        ),
    ],
)
def test_a_fault_is_told_at_the_deepest_line(
    tmp_path: Path, files: dict[str, str], expected: tuple[str, str, int]
) -> None:
    (tmp_path / "mijn").mkdir()
    assert fault(made(tmp_path, files), "a.html") == expected


def test_templates_that_call_each_other_without_end_are_a_fault(tmp_path: Path) -> None:
    templates = made(tmp_path, {"a.html": "{% include 'b.html' %}", "b.html": "{% include 'a.html' %}"})
    assert fault(templates, "a.html")[0] == "sjabloon-te-diep"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.html": "een\n{% include 'a.html' %}"}, [("a.html", 2)]),
        ({"a.html": "{% extends 'a.html' %}"}, [("a.html", 1)]),
        ({"a.html": "{% from 'a.html' import m %}{% macro m() %}{% endmacro %}"}, [("a.html", 1)]),
        (
            {
                "a.html": "{% include 'b.html' %}",
                "b.html": "\n{% include 'c.html' %}",
                "c.html": "{% if view.title %}{% include 'b.html' %}{% endif %}",
            },
            [("b.html", 2)],
        ),
        (
            {
                "a.html": "{% extends 'b.html' %}{% block c %}\n{% include 'a.html' %}{% endblock %}",
                "b.html": "{% block c %}{% endblock %}",
            },
            [("a.html", 2)],
        ),
        ({"a.html": "{# {% include 'a.html' %} #}"}, []),
        ({"a.html": "{% include 'b.html' %}{% include 'b.html' %}", "b.html": ""}, []),
    ],
)
def test_a_template_that_uses_itself_is_told_once_and_never_run(
    tmp_path: Path, files: dict[str, str], expected: list[tuple[str, int]]
) -> None:
    assert [(p.code, p.span.file, p.span.line) for p in made(tmp_path, files).circles()] == [
        ("sjabloon-te-diep", f"mijn/{name}", line) for name, line in expected
    ]


def test_macros_that_call_themselves_without_end_are_told_where_they_do(tmp_path: Path) -> None:
    macro = "{% macro m(x) %}\n{% if x %}\n{{ m(x) }}{% endif %}{% endmacro %}"
    files = {"a.html": "een\n{% from 'c.html' import m %}\n{{ m(view) }}", "c.html": macro}
    assert fault(made(tmp_path, files), "a.html") == ("sjabloon-te-diep", "mijn/c.html", 3)


def test_a_template_that_is_not_utf_8_is_a_fault(tmp_path: Path) -> None:
    made(tmp_path, {"a.html": ""})
    (tmp_path / "mijn/a.html").write_bytes(b"caf\xe9")
    assert fault(read(tmp_path / "mijn"), "a.html")[:2] == ("sjabloon-fout", "mijn/a.html")


def test_a_template_is_made_with_all_that_it_names_however_it_is_written(tmp_path: Path) -> None:
    named = {
        "a.html": "{%extends 'b.html'%}{%- from \"d.html\" import m +%}",
        "b.html": "{% include'c.html'ignore missing%}\n{%\nimport 'e.html' as e %}",
        "c.html": "",
        "d.html": "{% macro m() %}{% endmacro %}",
        "e.html": "{% include 'weg.html' %}",
    }
    assert made(tmp_path, named).closure("a.html") == (*sorted(named), "weg.html")


def test_a_fault_in_a_template_of_the_project_is_told_in_its_own_folder(tmp_path: Path) -> None:
    """Also where pages come from elsewhere; its line can be shown from there."""
    elsewhere = made(tmp_path, {"pages/home.html": "goed", "xml/eigen.xml": "{% if %}"})
    borrowed = {"xml/atom.xml": tmp_path / "templates"}
    templates = Templates(elsewhere.folder, {**elsewhere.texts, "xml/atom.xml": b"een\n{% endfor %}"}, borrowed)
    told = [problem.span for problem in templates.diagnostics(Tracker(Cache(None)))]
    assert [(span.file, span.line) for span in told] == [("templates/xml/atom.xml", 2), ("mijn/xml/eigen.xml", 1)]
    assert [templates.source(span.file) for span in told] == ["een\n{% endfor %}", "{% if %}"]


def test_what_a_folder_of_templates_does_not_have_is_the_projects_own(tmp_path: Path) -> None:
    made(tmp_path, {"pages/home.html": "", "mails/join.txt": "Eigen tekst."})
    sources = SourceSnapshot(Options(tmp_path, tmp_path / "mijn", NOW, tmp_path / "public"))
    assert sources.templates["mails/join.txt"] == b"Eigen tekst."
    assert sources.borrowed["mails/note.txt"] == TEMPLATES
    assert not {"mails/join.txt", "pages/home.html"} & {*sources.borrowed}
    assert {*sources.borrowed} < {*sources.files}


def test_a_template_that_no_page_uses_is_checked_too(tmp_path: Path) -> None:
    templates = made(tmp_path, {"a.html": "goed", "los.html": "{% if %}", "ook.html": "\n{% endfor %}"})
    assert [(p.code, p.span.file, p.span.line) for p in templates.diagnostics(Tracker(Cache(None)))] == [
        ("sjabloon-fout", "mijn/los.html", 1),
        ("sjabloon-fout", "mijn/ook.html", 2),
    ]
