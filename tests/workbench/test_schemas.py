"""The schemas for editors accept what the loader accepts, and a real language server helps with them."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import Struct

from g40site import model
from g40site.content.check import REFERENCES, texts_at
from g40site.content.composer import compose
from g40site.content.validation import validate
from g40site.diagnostics import Problems
from g40site.model.shape import fields_of
from g40site.workbench.schemas import Known, schemas
from tests.examples import examples
from tests.running import TOP, run
from tests.sites import Sites
from tests.test_model import ACCEPTED, REFUSED
from tests.workbench.language_server import Server

KNOWN = Known(
    {
        "theme": {"smart-living": "Smart Living", "smart-mobility": "Smart Mobility"},
        "municipality": {"zwolle": "Zwolle", "breda": "Breda"},
        "project": {"lantaarns": "Slimme lantaarns"},
    }
)
MADE = {name.removesuffix(".schema.json"): json.loads(data) for name, data in schemas(KNOWN).items()}
PROJECT = {"id": "lantaarns", "title": "Kop", "summary": "Kort.", "themes": ["smart-living"], "status": "pilot"}
# Of each kind its schema, its form, and the least that is valid.
KINDS: dict[str, tuple[str, type[Struct], dict[str, Any]]] = {
    "site": (
        "site",
        model.Site,
        {
            "title": "Site",
            "network": "G40",
            "description": "Kort.",
            "url": "https://proef.example.nl/",
            "focus_points": [{"title": "Ethiek"}],
            "contact": {"name": "Jan"},
            "licence": "CC0",
        },
    ),
    "theme": (
        "themes",
        model.Theme,
        {"id": "zorg", "title": "Zorg", "lead": "zwolle", "summary": "Kort.", "description": "Lang."},
    ),
    "municipality": (
        "municipalities",
        model.Municipality,
        {
            "id": "ede",
            "name": "Ede",
            "code": "GM0228",
            "province": "Gelderland",
            "location": {"lat": "52.04", "lon": "5.66"},
            "website": "https://www.ede.nl",
        },
    ),
    "project": ("projects", model.Project, PROJECT),
    "news": ("news", model.NewsItem, {"title": "Kop", "date": "2026-02-01", "summary": "Kort."}),
    "event": ("event", model.Event, {"title": "Dag", "start": "2026-02-01 13:30", "summary": "Kort."}),
    "page": ("page", model.Page, {"title": "Uitleg", "summary": "Kort."}),
}
LISTS = {"theme": "themes", "municipality": "municipalities", "project": "projects"}


def keys(kind: str) -> list[str]:
    """The keys of a kind. A municipality's projects are entries of a kind of their own."""
    return [field.key for field in fields_of(KINDS[kind][1]) if (kind, field.key) != ("municipality", "projects")]


def by_schema(kind: str, entry: Any) -> bool:
    whole = {LISTS[kind]: [entry]} if kind in LISTS else entry
    return Draft202012Validator(MADE[KINDS[kind][0]]).is_valid(whole)


def by_loader(kind: str, text: str) -> bool:
    """What the loader says of one entry by itself: its fields and its references."""
    problems = Problems()
    node = compose(text, "x.yaml", problems)
    if node is not None:
        keep_out = ("projects",) if kind == "municipality" else ()
        form: Any = validate(node, KINDS[kind][1], problems, keep_out)
        if isinstance(form, model.Event) and form.end and (form.start.clock is None) != (form.end.clock is None):
            return False
        for path, of in REFERENCES.get(kind, {}).items():
            named = [child.text for child in texts_at(node, path)]
            if any(name and name not in KNOWN.names[of] for name in named):
                return False
    return node is not None and not problems.errors


def agree(kind: str, entry: Any) -> None:
    text = json.dumps(entry, ensure_ascii=False)
    assert by_schema(kind, entry) == by_loader(kind, text), text


TEXTS = sorted({value for _form, value, *_ in (*ACCEPTED, *REFUSED) if isinstance(value, str)})
# What a pattern cannot say. Spaces around and in a choice or a long text mean nothing to the loader; it knows which
# time zones there are; and it looks at other texts in their normal form.
BEYOND = re.compile(r"^ | $|\s{2}|[\u0300-\u036f]|^(Amsterdam|Europe)$|[\x1c-\x1f\x85\ufeff]|https?://\[")


def leaves(kind: str) -> Iterator[Callable[[str], Any]]:
    """Every place of a kind where one text stands, as a way to make an entry with another text there."""
    base = KINDS[kind][2]
    for key in keys(kind):
        yield lambda text, key=key: {**base, key: text}
        yield lambda text, key=key: {**base, key: [text]}
        for inner in (
            "name",
            "role",
            "email",
            "phone",
            "url",
            "file",
            "alt",
            "title",
            "date",
            "status",
            "lat",
            "lon",
            "municipality",
        ):
            yield lambda text, key=key, inner=inner: {**base, key: {inner: text}}
            yield lambda text, key=key, inner=inner: {**base, key: [{inner: text}]}


@pytest.mark.parametrize("kind", KINDS)
def test_the_least_entry_is_accepted_by_both(kind: str) -> None:
    assert by_schema(kind, KINDS[kind][2])
    agree(kind, KINDS[kind][2])


@pytest.mark.parametrize("kind", KINDS)
def test_both_want_the_same_keys(kind: str) -> None:
    base = KINDS[kind][2]
    for key in base:
        agree(kind, {name: value for name, value in base.items() if name != key})
        agree(kind, {**base, key: ""})
        agree(kind, {**base, key: []})
        agree(kind, {**base, key: {}})
        agree(kind, {**base, key: [[]]})
    agree(kind, {**base, "onbekend": "x"})


@pytest.mark.parametrize("kind", KINDS)
def test_both_judge_each_text_at_each_key_alike(kind: str) -> None:
    base = KINDS[kind][2]
    for text in TEXTS:
        if not BEYOND.search(text):
            for key in keys(kind):
                agree(kind, {**base, key: text})
                agree(kind, {**base, key: [text]})


ALPHABET = "aZé0129 -:/.@+_T\n#?%~"


@pytest.mark.parametrize("kind", KINDS)
@examples(150)
@given(data=st.data())
def test_both_judge_made_up_texts_alike(kind: str, data: st.DataObject) -> None:
    known = st.sampled_from([text for text in TEXTS if len(text) < 60])
    changed = st.builds(
        lambda text, at, new: text[: at % (len(text) + 1)] + new + text[at % (len(text) + 1) + 1 :],
        known,
        st.integers(0, 60),
        st.text(ALPHABET, max_size=3),
    )
    text = data.draw(st.one_of(known, changed, st.text(ALPHABET, max_size=30)))
    if not BEYOND.search(text):
        agree(kind, data.draw(st.sampled_from(list(leaves(kind))))(text))


MOMENTS = ("2026-02-01", "2026-02-01 13:30", "2026-02-01T13:30:00+01:00", "1-2-2026", "", "2026-02")


@pytest.mark.parametrize("start", MOMENTS)
@pytest.mark.parametrize("end", ["2026-03-01", "2026-03-01 13:30", "2026-03-01 25:00", ""])
def test_an_end_has_the_form_of_its_start(start: str, end: str) -> None:
    entry = {**KINDS["event"][2], "start": start, "end": end}
    agree("event", entry)


def test_a_high_status_needs_its_study() -> None:
    for status, report in (("A", ""), ("B", "https://x.nl/r"), ("D", "")):
        stand = {"status": status, "date": "2026-01-01", "report": report}
        assert by_schema("site", {**KINDS["site"][2], "accessibility": stand}) == (status == "D" or bool(report))


# Scalars without quotation marks, with the types that an editor gives them (YAML 1.2).
PLAIN: dict[str, object] = {
    "2026": 2026,
    "1850": 1850,
    "0193": 193,
    "14": 14,
    "52.04": 52.04,
    "91": 91,
    "-7": -7,
    "true": True,
    "false": False,
    "0612345678": 612345678,
    "No": "No",
    "13:30": "13:30",
    "2026-02-01": "2026-02-01",
    "": None,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_scalar_is_judged_by_its_text(kind: str, text: str) -> None:
    base = KINDS[kind][2]
    for key in keys(kind):
        if text.startswith("0") and key in ("menu", "revision"):
            # As a number it has lost the zero that makes it wrong.
            continue
        rest = json.dumps({name: value for name, value in base.items() if name != key})
        written = f'{rest[:-1]}{", " if rest != "{}" else ""}"{key}": {text}}}'
        assert by_schema(kind, {**base, key: PLAIN[text]}) == by_loader(kind, written), (key, text)


def test_a_reserved_id_of_a_project_is_refused() -> None:
    assert not by_schema("project", {**PROJECT, "id": "fase"})


def test_every_schema_is_one_and_every_key_has_its_word_and_help() -> None:
    for made in MADE.values():
        Draft202012Validator.check_schema(made)
        for part in (made, *made["$defs"].values()):
            for key, value in part["properties"].items():
                assert value["title"], key
                if "$ref" not in value and part is not made:
                    assert value["description"], key
    assert "x-code" not in json.dumps(MADE)


# The command.


def test_the_command_writes_the_schemas_and_leaves_the_same_alone(site: Sites, tmp_path: Path) -> None:
    small = site({})
    done = run("schema", "--root", small.root)
    assert (done.returncode, done.stderr) == (0, "")
    names = sorted(path.name for path in (small.root / "schema").iterdir())
    assert names == sorted(f"{name}.schema.json" for name in MADE)
    news = json.loads((small.root / "schema/news.schema.json").read_text())
    assert news["properties"]["themes"]["items"]["enum"] == ["smart-living"]
    first = (small.root / "schema/news.schema.json").stat().st_mtime_ns
    assert run("schema", "--root", small.root, "--output", small.root / "schema").returncode == 0
    assert (small.root / "schema/news.schema.json").stat().st_mtime_ns == first
    assert run("schema", "--root", small.root, "--output", tmp_path / "elders").returncode == 0
    assert (tmp_path / "elders/page.schema.json").is_file()


def test_without_all_ids_nothing_is_written(site: Sites) -> None:
    small = site({"themes.yaml": 'themes: "'})
    done = run("schema", "--root", small.root)
    assert done.returncode == 1
    assert "yaml-aanhalingsteken" in done.stderr
    assert not (small.root / "schema").exists()


def forms(schema: Any) -> Any:
    """A schema without the ids and files of the content."""
    if isinstance(schema, dict):
        return {
            key: forms(value)
            for key, value in schema.items()
            if key not in ("enum", "markdownEnumDescriptions", "errorMessage")
        }
    return [forms(part) for part in schema] if isinstance(schema, list) else schema


def test_the_schemas_in_the_repository_have_the_form_of_the_models(tmp_path: Path) -> None:
    """Their lists of ids may be older than the content; `build.py schema` renews them."""
    assert run("schema", "--root", TOP, "--output", tmp_path).returncode == 0
    for path in tmp_path.iterdir():
        assert forms(json.loads(path.read_text())) == forms(json.loads((TOP / "schema" / path.name).read_text())), (
            path.name
        )


# A real editor's server.


@pytest.fixture
def server() -> Iterator[Server]:
    settings = json.loads((TOP / ".vscode/settings.json").read_text("utf-8"))
    given = {(TOP / name).as_uri(): globs for name, globs in settings["yaml.schemas"].items()}
    started = Server(TOP, given)
    yield started
    started.close()


TEXT = """\
projects:
  - id: lantaarns
    title: Lantaarns
    summary: Licht.
    themes: [smart-livin]
    status: In gebruik
    start: 1-2-2026
    contact: {name: Jan, email: jan}
"""


def test_an_error_stands_at_its_line(server: Server) -> None:
    found = server.problems_of(server.open("content/projects/zwolle.yaml", TEXT))
    assert [(problem["range"]["start"]["line"], problem["message"].partition(".")[0]) for problem in found] == [
        (4, "Dit is geen thema"),
        (5, "Dit kan hier niet"),
        (6, "Dit is geen datum"),
        (7, "Dit is geen mailadres"),
    ]


def test_a_theme_is_completed(server: Server) -> None:
    uri = server.open("content/projects/breda.yaml", TEXT)
    offered = {item["label"] for item in server.at("completion", uri, 4, 13)["items"]}
    assert {"smart-living", "smart-mobility"} <= offered


def test_a_key_is_completed_with_its_help(server: Server) -> None:
    uri = server.open("themes.yaml", "themes:\n  - id: zorg\n    \n")
    offered = {item["label"]: item["documentation"] for item in server.at("completion", uri, 2, 4)["items"]}
    assert offered["lead"] == "De koplopergemeente (een id)."


def test_the_help_of_a_key_is_shown_with_the_names_of_its_choices(server: Server) -> None:
    uri = server.open("content/projects/almere.yaml", TEXT)
    shown = server.at("hover", uri, 5, 6)["contents"]["value"]
    assert "De fase." in shown
    assert "`in-use`: in gebruik" in shown


@pytest.mark.parametrize("name", ["site.yaml", "themes.yaml", "municipalities.yaml", "content/projects/zwolle.yaml"])
def test_the_real_content_has_no_errors(server: Server, name: str) -> None:
    assert server.problems_of(server.open(name, (TOP / name).read_text("utf-8"))) == []


@pytest.mark.parametrize("folder", ["news", "agenda", "pages"])
def test_the_front_matter_of_the_real_content_fits_its_schema(folder: str) -> None:
    kind = {"news": "news", "agenda": "event", "pages": "page"}[folder]
    schema = Draft202012Validator(json.loads((TOP / f"schema/{kind}.schema.json").read_text()))
    for path in (TOP / "content" / folder).glob("*.md"):
        head = path.read_text("utf-8").split("---\n")[1]
        data = yaml.load(head, Loader=yaml.BaseLoader)
        assert [error.message for error in schema.iter_errors(data)] == [], path.name


def test_the_program_of_the_repository_stands_in_every_yaml_file() -> None:
    for path in (
        TOP / "site.yaml",
        TOP / "themes.yaml",
        TOP / "municipalities.yaml",
        *(TOP / "content/projects").iterdir(),
    ):
        first = path.read_text("utf-8").split("\n")[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, path.name
        assert (path.parent / match[1]).resolve().is_file(), path.name
