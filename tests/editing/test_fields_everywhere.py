"""A field of a model appears everywhere by itself: a key that is added to a copy of the program, by its commands.

What is left out of something on purpose stands in one list, `model/left_out.py`, and nowhere else.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from g40site import model, pipeline
from g40site.editing import comparison, issue_forms
from g40site.editing.comparison import BuiltSite
from g40site.model.left_out import LEFT_OUT, OPEN_DATA, PAGE, keys_left_out
from g40site.model.shape import fields_of
from g40site.outputs import datasets
from tests import running
from tests.editing.test_changes import FORMS, fields_to_change, rich_site
from tests.running import copied_program
from tests.sites import BARE, TEMPLATES, Sites, SmallSite, settings

LIST = "or name it in g40site/model/left_out.py, with the reason"
# A new key of a project, as somebody adds it: one line, and what people are told of it.
KEY = '    proefveld: t.Number | None = None\n    """Proefveld | Wat het project kost, in hele euro\'s. | 250000"""\n'
PROJECT = (
    "projects:\n  - id: lantaarns\n    title: Lantaarns\n    summary: Licht.\n    themes: [smart-living]\n"
    "    status: pilot\n"
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program whose projects have one key more."""
    top = copied_program(tmp_path_factory.mktemp("key") / "program")
    entries = top / "g40site/model/entries.py"
    text = entries.read_text("utf-8")
    head, project, rest = text.partition("class Project(Entry")
    before, mark, after = rest.partition("    topics: tuple")
    entries.write_text(head + project + before + KEY + mark + after, "utf-8")
    return top


@pytest.fixture
def run(program: Path, site: Sites) -> Any:
    """Runs a command of the copy in a small site that has places for everything."""
    small = site(
        {
            "content/projects/zwolle.yaml": PROJECT,
            "site.yaml": settings(BARE, "forms: {kind: github, url: https://github.com/, project: g40/site}"),
            "docs/redactie/README.md": "# Voor redacteuren\n\nKort.\n",
            "content/pages/meedoen-aan-de-site.md": "---\ntitle: Meedoen\nsummary: Kort.\n---\nTekst.\n",
            ".github/ISSUE_TEMPLATE/x.yml": "x",
            ".gitlab/issue_templates/x.md": "x",
        }
    )

    def call(*words: object) -> tuple[SmallSite, str]:
        done = running.run(*words, "--root", small.root, program=program)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return small, done.stdout

    return call


@pytest.mark.process
def test_a_new_key_is_in_schemas_forms_and_lists(run: Any) -> None:
    small, _out = run("schema")
    schema = json.loads((small.root / "schema/projects.schema.json").read_text("utf-8"))
    key = schema["$defs"]["Project"]["properties"]["proefveld"]
    assert (key["title"], key["description"]) == ("Proefveld", "Wat het project kost, in hele euro's.")
    assert "geen heel getal" in key["errorMessage"]
    form = yaml.safe_load((small.root / issue_forms.FOLDERS["github"] / "project.yml").read_text("utf-8"))
    assert "Proefveld" in [box["attributes"]["label"] for box in form["body"]]
    template = (small.root / issue_forms.FOLDERS["gitlab"] / "project.md").read_text("utf-8")
    assert "### Proefveld\n\n<!-- Wat het project kost, in hele euro's. Mag leeg blijven. -->\n" in template
    fields = (small.root / "docs/redactie/velden.md").read_text("utf-8")
    assert "| `proefveld` | Wat het project kost, in hele euro's. | nee | een heel getal | `250000` |" in fields


@pytest.mark.process
def test_a_new_key_is_in_the_editing_forms(run: Any) -> None:
    small, _out = run("forms")
    config = json.loads((small.root / "forms/config.json").read_text("utf-8"))
    (projects,) = (collection for collection in config["collections"] if collection["name"] == "projects")
    # Few projects have it yet.
    (more,) = (field for field in projects["fields"] if field.get("flat"))
    (field,) = (field for field in more["fields"] if field["name"] == "proefveld")
    assert (field["label"], field["widget"], field["required"]) == ("Proefveld", "number", False)
    assert field["hint"].startswith("Wat het project kost, in hele euro's.")


@pytest.mark.process
def test_a_new_key_is_asked_and_written(run: Any, tmp_path: Path) -> None:
    words = ("--municipality", "zwolle", "--summary", "Kort.", "--themes", "smart-living", "--status", "pilot")
    small, _out = run("new", "project", "--title", "Meten", "--proefveld", "1200", *words)
    assert "\nproefveld: 1200\n" in (small.root / "content/projects/zwolle-meten.yaml").read_text("utf-8")
    form = "### Soort\n\nProject\n\n### Gemeente\n\nZwolle\n\n### Titel\n\nTellen\n\n### Samenvatting\n\nKort.\n\n"
    form += "### Thema's\n\nSmart Living\n\n### Fase\n\npilot\n\n### Proefveld\n\n3400\n"
    (tmp_path / "form.md").write_text(form, "utf-8")
    run("new", "--from", tmp_path / "form.md")
    assert "\nproefveld: 3400\n" in (small.root / "content/projects/zwolle-tellen.yaml").read_text("utf-8")


@pytest.mark.process
def test_a_new_key_goes_through_the_spreadsheet_and_to_open_data(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "projecten.xlsx"
    small, _out = run("sheet", file)
    book = load_workbook(file)
    heads = {str(cell.value): cell.column for cell in book["Projecten"][1]}
    assert book["Voorbeeld"].cell(2, heads["Proefveld"]).value == "250000"
    book["Projecten"].cell(2, heads["Proefveld"]).value = "5600"
    book.save(file)
    _small, out = run("import", file)
    assert "  Proefveld: (leeg) → 5600\n" in out
    assert "    proefveld: 5600\n" in (small.root / "content/projects/zwolle.yaml").read_text("utf-8")
    run("build", "--output", tmp_path / "public")
    (item,) = json.loads((tmp_path / "public/data/projects.json").read_text("utf-8"))["items"]
    assert item["proefveld"] == 5600
    page = (tmp_path / "public/meedoen-aan-de-site/index.html").read_text("utf-8")
    assert 'name="Proefveld"' in page
    assert "in hele euro’s" in page
    described = json.loads((tmp_path / "public/data/schema/projects.json").read_text("utf-8"))
    assert "in hele euro's" in json.dumps(described, ensure_ascii=False)


TABLES = {
    model.Theme: datasets.THEMES.fields,
    model.Municipality: datasets.MUNICIPALITIES.fields,
    model.Administrator: datasets.ADMINISTRATORS.fields,
    model.Location: datasets.LOCATION.fields,
    model.Project: datasets.PROJECTS.fields,
    model.Participant: datasets.WITH_STATUS.fields,
    model.NewsItem: datasets.NEWS.fields,
    model.Event: datasets.EVENTS.fields,
}


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.__name__)
def test_each_field_is_in_open_data_or_left_out_on_purpose(form: type[model.Entry]) -> None:
    published_keys = {field.name for field in TABLES[form]}
    keys = {field.key for field in fields_of(form)}
    left_out = keys_left_out(OPEN_DATA, form)
    assert sorted(keys - published_keys - left_out) == [], f"publish it in g40site/outputs/datasets.py, {LIST}"
    assert sorted(left_out & published_keys - {"url"}) == [], "it is published: take it off g40site/model/left_out.py"


# Neighbours show these too, or miss what is a draft: their pages would be others as well.
ON_EVERY_LIST = ("title", "name", "summary", "start", "draft")
# Before the events of the site, which then still take place.
BEFORE = dt.datetime.fromisoformat("2026-02-01T12:00+01:00")
PAGES = {
    "theme": "/themas/t{}/",
    "municipality": "/gemeenten/m{}/",
    "project": "/projecten/p{}/",
    "news": "/actueel/n{}/",
    "event": "/agenda/e{}/",
    "page": "/g{}/",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_each_field_is_on_a_page_or_left_out_on_purpose(kind: str, tmp_path: Path) -> None:
    """A site with an entry for each field of a kind, and the same in which each has another value: its page says so."""
    of_kind = [path for path in fields_to_change(1)[kind] if path not in ON_EVERY_LIST]
    # The first three of each kind are the same in both: to those the others refer.
    fields = dict.fromkeys(FORMS, [""] * 3) | {kind: [""] * 3 + of_kind}
    plans = []
    for name, which in (("old", 0), ("new", 1)):
        small = SmallSite(tmp_path / name, rich_site(fields, which, {"page/menu"} if kind == "page" else set()))
        plans.append(pipeline.plan(small.options(templates=TEMPLATES, now=BEFORE, base_url="https://een.example.nl/")))
    differing = comparison.compare(*plans).pages
    changed = {path for number, path in enumerate(of_kind, start=3) if PAGES[kind].format(number) in differing}
    left_out = {path for path in of_kind if is_left_out(FORMS[kind], path)}
    assert sorted({*of_kind} - changed - left_out) == [], f"show it on its page, {LIST}"
    # A part may be shown at one place and not at another.
    shown = {path for path in changed if "/" not in path}
    assert sorted(left_out & shown) == [], "its page shows it: take it off g40site/model/left_out.py"


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_beside_a_site_that_was_built_the_old_one_is_compared_as_if_it_were_made(kind: str, tmp_path: Path) -> None:
    """As the check of a proposal does, with another value in each field of a kind, and with none in those that may."""
    for number, whiches in enumerate(((0, 1), (1, 0), (0, None))):
        fields = dict.fromkeys(FORMS, [""] * 3) | {kind: [""] * 3 + fields_to_change(whiches[1])[kind]}
        old, new = (
            SmallSite(tmp_path / f"{name}{number}", rich_site(fields, which)).options(
                templates=TEMPLATES, now=BEFORE, base_url="https://een.example.nl/"
            )
            for name, which in zip(("old", "new"), whiches, strict=True)
        )
        assert not pipeline.build(new).problems.errors
        planned = pipeline.plan(new)
        with pipeline.state_of(new) as (tracker, log):
            beside = comparison.compare(pipeline.plan(old, tracker), planned, BuiltSite(new.output, log))
        assert beside == comparison.compare(pipeline.plan(old), planned)
        assert beside.pages


def is_left_out(form: type[model.Entry], path: str) -> bool:
    """Whether a key, or a part of a key, is left out of pages."""
    key, _, part = path.partition("/")
    if key in keys_left_out(PAGE, form):
        return True
    inner = next(field.form for field in fields_of(form) if field.key == key)
    return bool(part) and is_left_out(inner, part)


def test_the_list_names_what_there_is() -> None:
    forms = {form.__name__: form for form in vars(model).values() if isinstance(form, type)}
    for omission in LEFT_OUT:
        keys = {field.key for field in fields_of(forms[omission.form])}
        assert {*omission.keys.split()} <= keys, omission
        assert omission.why
    named = [(omission.where, omission.form, key) for omission in LEFT_OUT for key in omission.keys.split()]
    assert len(named) == len({*named})
