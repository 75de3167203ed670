"""New entries: from what somebody answered to the file or the lines that hold them.

In: what was loaded, a kind and its answers by key. Out: an edit and the place of the new entry. Ids and names of files
that are free are picked; one that was asked for by name is never replaced.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from msgspec import Struct, field

from g40site import addresses, model
from g40site.content.check import OWN_NAMES
from g40site.content.composer import compose
from g40site.content.entries import Content
from g40site.content.files import name_meant
from g40site.content.validation import keys_of, validate
from g40site.diagnostics import Diagnostic, Lang, Problems
from g40site.editing import yaml_format
from g40site.editing.transaction import Edit, read_or_none
from g40site.editing.yaml_edit import File, UnsupportedLayout, same_data, tree
from g40site.editing.yaml_format import Value
from g40site.model.questions import OWNER, Kind

# Where the files stand that are named after an id.
FOLDERS = {"municipality": "content/municipalities", "project": "content/projects"}
LANGUAGES: tuple[Lang, Lang] = ("nl", "en")
# The same in Dutch and in English.
Texts = tuple[str, str]


class Refused(Exception):
    """What was typed or filled in cannot be used: why, in Dutch and in English, and what else is wrong before that."""

    def __init__(self, dutch: str, english: str, before: Sequence[Texts] = ()) -> None:
        super().__init__(dutch, english)
        self.texts, self.before = (dutch, english), before


@cache
def table() -> dict[str, Texts]:
    with Path(__file__).with_name("refusals.toml").open("rb") as stream:
        return tomllib.load(stream)


def texts_of(code: str, **values: object) -> Texts:
    """Why something cannot be used, by its code in `refusals.toml`."""
    dutch, english = table()[code]
    return dutch.format_map(values), english.format_map(values)


def refused(code: str, **values: object) -> Refused:
    return Refused(*texts_of(code, **values))


class Answers(Struct):
    """What was answered: the keys of the entry, its name, its body, and the municipality of a project. Of a form that
    was mailed `lines` has where each label stands.
    """

    keys: dict[str, Value] = field(default_factory=dict)
    name: str = ""
    body: str = ""
    owner: str = ""
    lines: dict[str, int] = field(default_factory=dict)

    def put(self, path: str, value: Value) -> None:
        """A value at its key; a part of a key (`contact/role`) joins the other parts."""
        key, _, subkey = path.partition("/")
        parts = self.keys.get(key)
        if subkey:
            value = {**(parts if isinstance(parts, Mapping) else {}), subkey: str(value)}
        self.keys[key] = value


def create(kind: Kind, answers: Answers, root: Path, loaded: Content) -> list[Edit]:
    """The edits that add one entry: its file, and for a municipality that of its people."""
    given = {key: value for key in keys_of(kind.form) if (value := answers.keys.get(key))}
    if kind.name == "municipality":
        id = free_id(kind.name, given.pop("id", ""), given.get("name", ""), loaded)
        people = {key: given.pop(key) for key in keys_of(model.MunicipalityFile) if key in given}
        new = add_municipality({"id": id, **given}, root)
        return [new, new_yaml("municipality", id, people, root)] if people else [new]
    if kind.has_owner:
        if answers.owner not in loaded.ids("municipality"):
            raise refused("no-municipality", id=answers.owner)
        id = free_id(kind.name, given.pop("id", ""), given.get("title", ""), loaded, answers.owner)
        return [new_yaml("project", id, {OWNER: answers.owner, **given}, root)]
    return [new_file(kind, given, answers, root, loaded)]


def new_file(kind: Kind, given: Mapping[str, Value], answers: Answers, root: Path, loaded: Content) -> Edit:
    """A Markdown file of its own."""
    name = answers.name
    taken = {*loaded.ids(kind.name), *OWN_NAMES[kind.name]}
    if name and name in taken:
        raise refused("name-exists", name=name)
    name = name or free_word(given.get("title", ""), taken)
    day = str(given.get(kind.dated, ""))[:10]
    file = f"content/{kind.folder}/{day}-{name}.md" if kind.dated else f"content/{kind.folder}/{name}.md"
    refuse_file(file, name, root, dated=bool(kind.dated))
    lines = ["---", *yaml_format.mapping(given), "---", answers.body.strip("\n"), ""]
    return Edit(file, "\n".join(lines).encode())


def new_yaml(kind: str, id: str, keys: Mapping[str, Value], root: Path) -> Edit:
    """A project, or the people of a municipality, in a file of its own."""
    file = f"{FOLDERS[kind]}/{id}.yaml"
    refuse_file(file, id, root)
    return Edit(file, "\n".join([*schema_line(file, kind, root), *yaml_format.mapping(keys), ""]).encode())


def refuse_file(file: str, name: str, root: Path, *, dated: bool = False) -> None:
    """Raises for a new file with a name that it cannot have, or of which there is one."""
    base = file.rpartition("/")[2]
    if "/" in name or not name or name_meant(base, dated=dated) != (base,):
        raise refused("impossible-file", file=file)
    if read_or_none(root / file) is not None:
        raise refused("file-exists", file=file)


def schema_line(file: str, name: str, root: Path) -> list[str]:
    """The first line of a YAML file, which tells a text editor what may stand in it; none where it has no schema."""
    schema = f"schema/{name}.schema.json"
    return [f"# yaml-language-server: $schema={'../' * file.count('/')}{schema}"] if (root / schema).is_file() else []


def free_id(kind: str, wanted: Value, title: Value, loaded: Content, owner: str = "") -> str:
    """The id that was asked for, or one made from the title."""
    taken = {*loaded.ids(kind), *OWN_NAMES.get(kind, ())}
    if wanted:
        if wanted in taken:
            raise refused("id-exists", id=wanted)
        return str(wanted)
    # A file of a municipality may have its name.
    return free_word(title, {*taken, *loaded.ids("municipality")}, owner)


def free_word(title: Value, taken: set[str], owner: str = "") -> str:
    """An id from a title that nobody has; that of a project begins with its owner."""
    word = addresses.slug(str(title))[:60].strip("-")
    if owner and not f"{word}-".startswith(f"{owner}-"):
        word = f"{owner}-{word}".strip("-")
    number, free = 2, word
    while free in taken:
        number, free = number + 1, f"{word}-{number}"
    return free


def add_municipality(entry: Mapping[str, Value], root: Path) -> Edit:
    """An entry at the end of the list; its file is made when it is not there."""
    name, key = "municipalities.yaml", "municipalities"
    before = read_or_none(root / name)
    start = "\n".join([*schema_line(name, key, root), f"{key}: []", ""]).encode() if before is None else before
    meant = tree(start)
    if isinstance(meant, dict) and isinstance(meant.get(key), list):
        with suppress(UnsupportedLayout):
            file = File.read(start)
            data = file.edited(file.append(key, entry))
            if same_data(tree(data), {**meant, key: [*meant[key], entry]}):
                return Edit(name, data, before)
    raise refused("no-room", file=name)


def defaults(kind: Kind, today: dt.date) -> dict[str, Value]:
    """What an entry has when nobody says otherwise."""
    key = {"news": "date", "project": "added"}.get(kind.name)
    return {key: today.isoformat()} if key else {}


def problems_with(form: type[model.Entry], key: str, value: Value) -> list[Texts]:
    """What the checks say of the value of one key by itself."""
    problems = Problems()
    node = compose("\n".join([*yaml_format.pair(key, value), ""]), "", problems)
    if node is not None:
        validate(node, form, problems)
    others = ("sleutel-ontbreekt", "contact-zonder-naam")
    return [texts_of_problem(problem) for problem in problems.items if problem.code not in others]


def texts_of_problem(problem: Diagnostic) -> Texts:
    """A problem in one line, for who sees no file."""
    dutch, english = (f"{problem.message(lang)}. {problem.help(lang)}".strip() for lang in LANGUAGES)
    return dutch, english
