"""The schemas for editors accept what the loader accepts, and a real language server helps with them."""

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import Struct
from msgspec.structs import replace

from g40site import model
from g40site.content.composer import compose
from g40site.content.validation import references_in, validate
from g40site.diagnostics import WARNINGS, Problems, messages
from g40site.editing.schemas import schemas
from g40site.model.shape import fields_of
from tests import models
from tests.diagnostics.tried import MADE as MADE_BY_HAND
from tests.diagnostics.tried import files, parts
from tests.editing.copies import KNOWN
from tests.editing.language_server import Server
from tests.examples import examples
from tests.running import TOP, call
from tests.sites import Sites
from tests.test_model import ACCEPTED, REFUSED

MADE = {name.removesuffix(".schema.json"): json.loads(data) for name, data in schemas(KNOWN).items()}
VALIDATORS = {name: Draft202012Validator(made) for name, made in MADE.items()}
PROJECT = {"id": "lantaarns", "title": "Kop", "summary": "Kort.", "themes": ["smart-living"], "status": "pilot"}
# Of each kind its schema, its form, and the least that is valid.
KINDS: dict[str, tuple[str, type[Struct], dict[str, Any]]] = {
    "site": (
        "site",
        model.Site,
        models.SITE,
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
    return VALIDATORS[KINDS[kind][0]].is_valid(whole)


def faults_of(kind: str, text: str) -> set[str]:
    """What the loader says of one entry by itself: its fields and its references, as codes."""
    problems = Problems()
    node = compose(text, "x.yaml", problems)
    if node is None:
        return {"geen-sleutels", *(problem.code for problem in problems)}
    keep_out = ("projects",) if kind == "municipality" else ()
    form: Any = validate(node, KINDS[kind][1], problems, keep_out)
    faults = {problem.code for problem in problems.errors}
    if isinstance(form, model.Event) and form.end and (form.start.clock is None) != (form.end.clock is None):
        faults.add("einde-andere-vorm")
    for id, of, _span in references_in(node, KINDS[kind][1]):
        if id not in KNOWN.names[of]:
            faults.add("onbekende-verwijzing")
    return faults


# Whether a day, a time, a time zone or an address exists, and how large a number may be, only the checks know.
ONLY_CHECKED = {"dag-bestaat-niet", "jaar-onwaarschijnlijk", "buiten-bereik", "onbekende-tijdzone"}


def agree(kind: str, entry: Any) -> bool:
    """Whether a schema finds nothing wrong that is right, and lets pass only what nobody can see while typing."""
    return fitting(by_schema(kind, entry), kind, json.dumps(entry, ensure_ascii=False))


def fitting(passes: bool, kind: str, text: str) -> bool:
    faults = faults_of(kind, text)
    return passes if not faults else not passes or faults <= ONLY_CHECKED


TEXTS = sorted({value for _form, value, *_ in (*ACCEPTED, *REFUSED) if isinstance(value, str)})
# What a pattern cannot say. Spaces around and in a choice or a long text mean nothing to the loader, and it looks at
# other texts in their normal form; what an offset and a port may be are numbers.
BEYOND = re.compile(r"^ | $|\s{2}|[\u0300-\u036f]|[\x1c-\x1f\x85\ufeff]|https?://\[|[+-]15:00$|:0\b|:[0-9]{5}")


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


def test_the_least_entry_is_accepted_by_both() -> None:
    assert [kind for kind, (_, _, least) in KINDS.items() if not by_schema(kind, least)] == []
    assert [kind for kind, (_, _, least) in KINDS.items() if not agree(kind, least)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_both_want_the_same_keys(kind: str) -> None:
    base = KINDS[kind][2]
    entries: list[dict[str, Any]] = [{**base, "onbekend": "x"}]
    for key in base:
        entries.append({name: value for name, value in base.items() if name != key})
        entries += [{**base, key: value} for value in ("", [], {}, [[]])]
    assert [entry for entry in entries if not agree(kind, entry)] == []


def shares() -> Iterator[tuple[str, str, list[str]]]:
    """Every key with its share of the texts: keys that hold the same kind of value have all of them together."""
    alike: dict[Any, list[tuple[str, str]]] = {}
    for kind, (_, form, _) in KINDS.items():
        for field in fields_of(form):
            if field.key in keys(kind):
                same = replace(field, name="", key="", is_required=False)
                alike.setdefault(same, []).append((kind, field.key))
    texts = [text for text in TEXTS if not BEYOND.search(text)]
    for group in alike.values():
        yield from ((kind, key, texts[number :: len(group)]) for number, (kind, key) in enumerate(group))


def differ(kind: str, key: str, values: Iterable[str | list[str]]) -> list[Any]:
    """The values of which schema and loader think differently at a key."""
    base = KINDS[kind][2]
    return [value for value in values if not agree(kind, {**base, key: value})]


@pytest.mark.slow
def test_both_judge_each_text_at_each_kind_of_value_alike() -> None:
    """Each by itself or in a list, as the key has it; the other way one text tells what all do."""
    found = []
    for kind, key, texts in shares():
        field = next(field for field in fields_of(KINDS[kind][1]) if field.key == key)
        lists, plain = [[text] for text in texts], [*texts]
        found += [(kind, key, one) for one in differ(kind, key, [*lists, *plain[:1]] if field.is_list else plain)]
        found += [(kind, key, one) for one in differ(kind, key, [] if field.is_list else lists[:1])]
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_both_judge_each_text_at_each_key_alike(kind: str) -> None:
    texts = [text for text in TEXTS if not BEYOND.search(text)]
    values = [value for text in texts for value in (text, [text])]
    assert [(key, found) for key in keys(kind) if (found := differ(kind, key, values))] == []


ALPHABET = "aZé0129 -:/.@+_T\n#?%~"


@pytest.mark.parametrize("kind", KINDS)
@examples(75)
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
        entry = data.draw(st.sampled_from(list(leaves(kind))))(text)
        assert agree(kind, entry), entry


MOMENTS = ("2026-02-01", "2026-02-01 13:30", "2026-02-01T13:30:00+01:00", "1-2-2026", "", "2026-02")


def test_an_end_has_the_form_of_its_start() -> None:
    ends = ("2026-03-01", "2026-03-01 13:30", "2026-03-01 25:00", "")
    pairs = [{"start": start, "end": end} for start in MOMENTS for end in ends]
    assert [pair for pair in pairs if not agree("event", {**KINDS["event"][2], **pair})] == []


# What no schema of one file can say: texts in Markdown, places of files, other entries, days beside each other.
ONLY_LOADED = set(
    """adres-bezet adres-met-andere-letters adres-met-naam alias-bezet alias-dubbel buiten-bereik commentaar-open
    dag-in-bestandsnaam dubbele-naam dubbele-sleutel einde-voor-begin gegevens-zonder-gemeente gevaarlijk-adres
    link-leeg link-naar-adres link-naar-bestand link-naar-concept link-naar-kop link-naar-onbekende mail-vult-meer-in
    naam-van-bestand onbekende-tijdzone plaatje-ontbreekt plaatje-van-elders plaats-buiten-nederland
    sleutel-in-twee-bestanden soort-onbekend tijd-bestaat-niet voorbeeldtekst yaml-tag""".split()
)


def test_a_wrong_example_is_refused_while_somebody_types_it() -> None:
    """A rule of one entry belongs in its schema (`WHOLES` in `editing/schemas.py`), or its code in the list above."""
    passes = {}
    for code in sorted(set(messages("nl")) - WARNINGS - set(MADE_BY_HAND)):
        fitting_files = []
        for path, text in files(parts(code)["Fout"]).items():
            kind = schema_of(path)
            with contextlib.suppress(yaml.YAMLError):
                data = yaml.load(front_matter(path, str(text)), Loader=yaml.BaseLoader)
                fitting_files += [VALIDATORS[kind].is_valid(data)] if kind else []
        passes[code] = bool(fitting_files) and all(fitting_files)
    assert len(passes) > 60
    assert {code for code, is_valid in passes.items() if is_valid} == ONLY_LOADED


def schema_of(path: str) -> str:
    """The schema of a file of content; none for what is no entry."""
    name = path.removesuffix(".yaml")
    folder = re.fullmatch(r"content/(\w+)/[^/]+", path)
    in_folder = {"news": "news", "agenda": "event", "pages": "page"}
    in_folder |= {"projects": "project", "municipalities": "municipality"}
    return name if name in MADE else in_folder.get(folder[1], "") if folder else ""


def front_matter(path: str, text: str) -> str:
    _, *rest = text.split("---\n") if path.endswith(".md") else ("", text)
    return rest[0] if rest else ""


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
def test_a_plain_scalar_is_judged_by_its_text(kind: str) -> None:
    base, differ = KINDS[kind][2], []
    for key, (text, value) in product(keys(kind), PLAIN.items()):
        rest = json.dumps({name: value for name, value in base.items() if name != key})
        written = f'{rest[:-1]}{", " if rest != "{}" else ""}"{key}": {text}}}'
        # As a number it has lost the zero that made it wrong.
        is_zero_lost = text.startswith("0") and by_schema(kind, {**base, key: str(value)})
        if not is_zero_lost and not fitting(by_schema(kind, {**base, key: value}), kind, written):
            differ.append((key, text))
    assert differ == []


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
    done = call("schema", "--root", small.root)
    assert (done.returncode, done.stderr) == (0, "")
    names = sorted(path.name for path in (small.root / "schema").iterdir())
    assert names == sorted(f"{name}.schema.json" for name in MADE)
    news = json.loads((small.root / "schema/news.schema.json").read_text())
    assert news["properties"]["themes"]["items"]["enum"] == ["smart-living"]
    first = (small.root / "schema/news.schema.json").stat().st_mtime_ns
    assert call("schema", "--root", small.root, "--output", small.root / "schema").returncode == 0
    assert (small.root / "schema/news.schema.json").stat().st_mtime_ns == first
    assert call("schema", "--root", small.root, "--output", tmp_path / "elders").returncode == 0
    assert (tmp_path / "elders/page.schema.json").is_file()


def test_without_all_ids_nothing_is_written(site: Sites) -> None:
    small = site({"themes.yaml": 'themes: "'})
    done = call("schema", "--root", small.root)
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


def test_the_schemas_in_the_repository_have_the_form_of_the_models() -> None:
    """Their lists of ids may be older than the content; `build.py schema` renews them."""
    made = {f"{name}.schema.json": forms(schema) for name, schema in MADE.items()}
    kept = {path.name: forms(json.loads(path.read_text("utf-8"))) for path in (TOP / "schema").iterdir()}
    assert kept.keys() == made.keys()
    assert [name for name, schema in kept.items() if schema != made[name]] == []


# A real editor's server.


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Server]:
    settings = json.loads((TOP / ".vscode/settings.json").read_text("utf-8"))
    server = Server(folder, {(folder / name).as_uri(): globs for name, globs in settings["yaml.schemas"].items()})
    try:
        yield server
    finally:
        server.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all texts, each opened under a name of its own."""
    folder = tmp_path_factory.mktemp("opened")
    (folder / "schema").mkdir()
    for name, schema in MADE.items():
        (folder / f"schema/{name}.schema.json").write_text(json.dumps(schema), "utf-8")
    with serving(folder) as started:
        yield started


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schemas of the real content as it is now: those of the repository may be older."""
    folder = tmp_path_factory.mktemp("real")
    assert call("schema", "--root", TOP, "--output", folder / "schema").returncode == 0
    return folder


TEXT = """\
municipality: zwole
title: Lantaarns
summary: Licht.
themes: [smart-livin]
status: In gebruik
start: 1-2-2026
contact: {name: Jan, email: jan}
"""


@pytest.mark.process
def test_an_error_stands_at_its_line(server: Server) -> None:
    found = server.problems_of(server.open("content/projects/een.yaml", TEXT))
    assert [(problem["range"]["start"]["line"], problem["message"].partition(".")[0]) for problem in found] == [
        (0, "Dit is geen gemeente"),
        (3, "Dit is geen thema"),
        (4, "Dit kan hier niet"),
        (5, "Dit is geen datum"),
        (6, "Dit is geen mailadres"),
    ]


@pytest.mark.process
def test_a_list_of_projects_names_its_own_schema_and_people_have_theirs(server: Server) -> None:
    line = "# yaml-language-server: $schema=../../schema/projects.schema.json"
    listed = f"{line}\nprojects:\n  - id: lantaarns\n    title: Lantaarns\n    statuss: pilot\n"
    people = "contacts:\n  - {role: Adviseur, email: jan}\nwebsite: https://www.zwolle.nl\n"
    files = {"content/projects/vijf.yaml": listed, "content/municipalities/zwolle.yaml": people}
    lines = {
        name: sorted({problem["range"]["start"]["line"] for problem in server.problems_of(server.open(name, text))})
        for name, text in files.items()
    }
    assert lines == {"content/projects/vijf.yaml": [2, 4], "content/municipalities/zwolle.yaml": [1, 2]}


@pytest.mark.process
def test_a_theme_is_completed(server: Server) -> None:
    uri = server.open("content/projects/twee.yaml", TEXT)
    offered = {item["label"] for item in server.at("completion", uri, 3, 9)["items"]}
    assert {*KNOWN.names["theme"]} <= offered


@pytest.mark.process
def test_a_key_is_completed_with_its_help(server: Server) -> None:
    line = "# yaml-language-server: $schema=schema/themes.schema.json"
    uri = server.open("vier.yaml", f"{line}\nthemes:\n  - id: zorg\n    \n")
    offered = {item["label"]: item["documentation"] for item in server.at("completion", uri, 3, 4)["items"]}
    assert offered["lead"] == "De koplopergemeente (een id)."


@pytest.mark.process
def test_the_help_of_a_key_is_shown_with_the_names_of_its_choices(server: Server) -> None:
    uri = server.open("content/projects/drie.yaml", TEXT)
    shown = server.at("hover", uri, 4, 2)["contents"]["value"]
    assert "De fase." in shown
    assert "`in-use`: in gebruik" in shown


LISTED = {"site": "site.yaml", "themes": "themes.yaml", "municipalities": "municipalities.yaml"}


def smaller() -> Iterator[tuple[str, Path]]:
    """The YAML files below the folder of the real content, each with its schema."""
    for path in (TOP / "content/projects").glob("*.yaml"):
        yield "projects" if "\nprojects:" in f"\n{path.read_text('utf-8')}" else "project", path
    yield from (("municipality", path) for path in (TOP / "content/municipalities").glob("*.yaml"))


@pytest.mark.long
@pytest.mark.process
def test_an_editor_sees_no_errors_in_the_real_content(real: Path) -> None:
    names = [*LISTED.values(), *(path.relative_to(TOP).as_posix() for _kind, path in smaller())]
    with serving(real) as server:
        found = {name: server.problems_of(server.open(name, (TOP / name).read_text("utf-8"))) for name in names}
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_the_real_content_fits_its_schemas(real: Path) -> None:
    """In those of that content, which an editor may have changed since those of the repository were made."""
    files = [*((kind, TOP / name) for kind, name in LISTED.items()), *smaller()]
    for folder, kind in {"news": "news", "agenda": "event", "pages": "page"}.items():
        files += [(kind, path) for path in (TOP / "content" / folder).glob("*.md")]
    validators = {
        kind: Draft202012Validator(json.loads((real / f"schema/{kind}.schema.json").read_text("utf-8")))
        for kind in MADE
    }
    wrong = []
    for kind, path in files:
        text = path.read_text("utf-8")
        data = yaml.load(text.split("---\n")[1] if path.suffix == ".md" else text, Loader=yaml.BaseLoader)
        wrong += [(path.name, error.message) for error in validators[kind].iter_errors(data)]
    assert wrong == []


def test_a_yaml_file_that_names_its_schema_leads_to_it() -> None:
    """Whoever adds a file by hand may leave the line out; the files that everybody has keep it."""
    lists = [TOP / name for name in ("site.yaml", "themes.yaml", "municipalities.yaml")]
    files = [*lists, *(path for _kind, path in smaller())]
    firsts = {path: path.read_text("utf-8").partition("\n")[0] for path in files}
    named = {path: line.partition("$schema=")[2] for path, line in firsts.items() if "yaml-language-server" in line}
    assert {*lists} <= {*named}
    assert [path.name for path, schema in named.items() if not (path.parent / schema).resolve().is_file()] == []


def test_a_file_that_new_makes_names_its_schema(site: Sites) -> None:
    small = site({})
    assert call("schema", "--root", small.root).returncode == 0
    keys = (
        "--municipality",
        "zwolle",
        "--title",
        "x",
        "--summary",
        "x",
        "--themes",
        "smart-living",
        "--status",
        "pilot",
    )
    assert call("new", "project", *keys, "--root", small.root).returncode == 0
    file = small.root / "content/projects/zwolle-x.yaml"
    first = file.read_text("utf-8").partition("\n")[0]
    assert (file.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve() == (
        small.root / "schema/project.schema.json"
    )
