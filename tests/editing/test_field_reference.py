"""The list of all fields and the snippets are those of the models, and what they show is right."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from g40site import model
from g40site.content.composer import compose
from g40site.content.load import load_alone
from g40site.content.reader import MANUAL
from g40site.content.validation import references_in, validate
from g40site.diagnostics import Problems
from g40site.editing import generated, schemas
from g40site.model.description import PLACEHOLDERS, PLACES, describe
from g40site.model.shape import fields_of
from tests.editing.copies import KNOWN
from tests.running import TOP, call
from tests.sites import Sites, SmallSite

# In the order of the page.
FORMS: list[type[model.Entry]] = [
    *(model.NewsItem, model.Event, model.ProjectFile, model.Municipality, model.Theme, model.Page, model.Site)
]
SNIPPETS = json.loads(generated.snippets(KNOWN))
TODAY = dt.date(2026, 11, 24)


def test_the_command_writes_what_is_in_the_repository(site: Sites) -> None:
    """Beside the schemas, where there is something to keep up to date; what can be chosen from may be older there."""
    small = site({f"{MANUAL}/README.md": "# Voor redacteuren\n\nKort.\n", ".vscode/settings.json": "{}"})
    assert call("schema", cwd=small.root).returncode == 0
    for name in (f".vscode/{generated.SNIPPETS_FILE}", f"{MANUAL}/{generated.REFERENCE_FILE}"):
        made, kept = ((root / name).read_text("utf-8") for root in (small.root, TOP))
        chosen = re.compile(r'"(municipality|themes): .*')
        assert len(chosen.findall(made)) == 4 * name.startswith(".vscode")
        assert chosen.sub(r"\1", made) == chosen.sub(r"\1", kept), name


def test_a_root_without_manual_and_editor_gets_schemas_only(site: Sites) -> None:
    small = site({})
    assert call("schema", cwd=small.root).returncode == 0
    assert {path.name for path in small.root.iterdir() if path.is_dir()} == {"schema"}


def test_a_page_of_the_manual_with_a_wrong_name_is_not_in_the_way(site: Sites) -> None:
    small = site({f"{MANUAL}/Foute naam.md": "# Titel\n\nKort.\n"})
    assert call("schema", cwd=small.root).returncode == 0
    assert (small.root / MANUAL / generated.REFERENCE_FILE).is_file()


def parts_of(form: type[model.Entry]) -> Iterator[type[model.Entry]]:
    """The models that stand under the keys of a model."""
    yield from (field.form for field in fields_of(form) if field.form in generated.PARTS)


def test_every_field_of_every_kind_is_in_the_list() -> None:
    _whole, *of_kinds = re.split(r"^## ", generated.field_reference().decode(), flags=re.MULTILINE)
    _heading, *of_parts = re.split(r"^### ", of_kinds.pop(), flags=re.MULTILINE)
    sections = [*zip(FORMS, of_kinds, strict=True), *zip(generated.PARTS, of_parts, strict=True)]
    for form, section in sections:
        assert f"\n\n{schemas.summary(form)}." in section
        for field in generated.listed_fields(form):
            key = field.key
            (row,) = (line for line in section.splitlines() if line.startswith(f"| `{key}` |"))
            assert f"| {describe(form, key).help} |" in row
            assert ("| ja |" in row) == field.is_required
    used = {part for form in FORMS for part in parts_of(form)}
    assert used == set(generated.PARTS)


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """What the ids of the real content name."""
    return schemas.known(load_alone(TOP)).names


def keys(form: type[model.Entry]) -> list[str]:
    return [field.key for field in generated.listed_fields(form)]


@pytest.mark.parametrize("form", [*FORMS, *generated.PARTS], ids=lambda form: form.__name__)
def test_every_example_of_the_list_is_right_in_the_real_site(form: type[model.Entry]) -> None:
    text = "".join(f"{key}: {describe(form, key).example}\n" for key in keys(form))
    problems = Problems()
    node = compose(text, "voorbeeld.yaml", problems)
    assert node is not None
    assert validate(node, form, problems) is not None, [problem.message("nl") for problem in problems]
    assert [reference for reference in references_in(node, form) if reference.id not in names()[reference.kind]] == []


def filled(lines: list[str], file: str) -> str:
    """What VS Code makes of a snippet in a file of this name when nothing is changed: the first of each choice."""
    text = "\n".join(lines) + "\n"
    text = text.replace(generated.DAY, file[:10]).replace("$TM_FILENAME_BASE", file)
    text = text.replace(generated.TODAY, TODAY.isoformat())
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text)
    assert "$" not in text
    return text


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Bericht", "content/news/2026-11-24-nieuw.md"),
        ("Bijeenkomst", "content/agenda/2026-12-03-nieuw.md"),
        ("Pagina", "content/pages/nieuw.md"),
        ("Project", "content/projects/lantaarns.yaml"),
    ],
)
def test_a_snippet_of_which_the_texts_are_filled_in_is_a_valid_entry(
    site: Sites, bare: object, name: str, file: str
) -> None:
    """What it shows where a text belongs is one of the texts that may not be left standing, and nothing else is."""
    lines = SNIPPETS[name]["body"]
    shown = filled(lines, file.rpartition("/")[2].rpartition(".")[0])
    text = shown.replace(PLACES["sources"], "https://www.zwolle.nl/")
    for placeholder in PLACEHOLDERS:
        text = text.replace(placeholder, "Lantaarns")
    words = re.findall(r"\$\{\d+:([^}]*)\}", "\n".join(lines))
    left = {word for word in words if word not in PLACEHOLDERS and word != generated.TODAY}
    assert left <= {"13:30", "15:30", "korte-naam"}
    small: SmallSite = site({file: text})
    assert small.check(templates=bare) == []
    assert SNIPPETS[name]["scope"] == ("yaml" if file.endswith("yaml") else "markdown")


def test_a_snippet_offers_the_themes_and_phases_that_exist() -> None:
    body = "\n".join(SNIPPETS["Project"]["body"])
    assert f"|{','.join(KNOWN.names['theme'])}|" in body
    assert "|exploring,pilot,in-use,scaling,finished,stopped|" in body
    assert {model.Project, model.NewsItem} <= {kind.form for _word, _language, kind in generated.SNIPPETS}
