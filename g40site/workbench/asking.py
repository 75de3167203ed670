"""What can be answered about a new entry: the option of each key, the questions, and what an answer becomes.

In: a kind and what was typed. Out: answers by key. Names, titles, numbers from a list and dates the Dutch way are
understood; what cannot be used is told with its remedy.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from msgspec import Struct

from g40site.content.check import REFERENCES
from g40site.content.loaded import Loaded
from g40site.content.validation import model_in
from g40site.diagnostics import nearest
from g40site.messages import MESSAGES
from g40site.model.fields import PROVINCES
from g40site.model.help import help_of
from g40site.model.labels import LABELS
from g40site.model.shape import Field, field_of, fields_of
from g40site.workbench.entries import KINDS, Answers, Kind, Refused, in_form, problem_with
from g40site.workbench.schemas import CHOICES, name_of
from g40site.workbench.yamltext import Value


class Option(Struct, frozen=True):
    """One option of the command line: its name, the key or part of a key that it fills, and its help."""

    name: str
    place: str
    help: str
    many: bool = False
    flag: bool = False


def options(name: str) -> Iterable[Option]:
    """The options of a kind: one for each key, and one for each part of a key that has parts."""
    kind = KINDS[name]
    if name == "project":
        yield Option("municipality", "owner", "De gemeente waar het project bij hoort (een id).")
    helps = help_of(kind.form)
    for field in fields_of(kind.form):
        key, inner = field.key, model_in(field.type)
        if key == "projects" and name == "municipality":
            continue
        if field.is_list:
            more = " Mag vaker." if inner is None else " Mag vaker; een adres, of `{sleutel: waarde}`."
            yield Option(hyphened(key), key, f"{helps[key]}{more}", many=True)
        elif inner is not None:
            for part, about in help_of(inner).items():
                yield Option(hyphened(f"{key}-{part}"), f"{key}__{part}", f"{helps[key]} {about}")
        else:
            yield Option(hyphened(key), key, helps[key], flag=key == "draft")
    if kind.folder:
        yield Option("slug", "slug", "De naam in het adres; anders gemaakt van de titel.")
        yield Option("body", "body", "De tekst, in Markdown.")


def hyphened(key: str) -> str:
    return key.replace("_", "-")


def take(kind: Kind, given: Mapping[str, Any], answers: Answers) -> None:
    """Puts what was given as options with the other answers."""
    for place, value in given.items():
        if value in (None, (), "", False):
            continue
        key, _, part = place.partition("__")
        if key == "owner":
            answers.owner = value
        elif key == "slug":
            answers.name = value
        elif key == "body":
            answers.body = value
        elif part:
            answers.keys[key] = {**dict_of(answers.keys.get(key)), part: str(value)}
        elif isinstance(value, tuple):
            whole = model_in(field_of(kind.form, key).type) is not None
            answers.keys[key] = (
                [parsed(text) for text in value] if whole else [p for text in value for p in parts(key, text)]
            )
        else:
            answers.keys[key] = in_form(key, "true" if value is True else str(value))


def dict_of(value: Value | None) -> dict[str, str]:
    return {str(key): str(text) for key, text in value.items()} if isinstance(value, Mapping) else {}


def parts(key: str, text: str) -> list[str]:
    """Ids and words may be given with commas between them; names of organisations may have commas."""
    return (
        [text] if key in ("partners", "also_known_as") else [part.strip() for part in text.split(",") if part.strip()]
    )


def parsed(text: str) -> str | dict[str, str]:
    """A set of keys as it is written in YAML, or a text."""
    if not text.lstrip().startswith("{"):
        return text
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        raise Refused(
            f"`{text}` is niet goed. Schrijf {{sleutel: waarde}}.", f"`{text}` is wrong. Write {{key: value}}."
        ) from None
    return {str(key): str(value) for key, value in found.items()}


def missing(kind: Kind, answers: Answers) -> list[str]:
    """The keys that are needed and have no answer; an id is made."""
    required = [field.key for field in fields_of(kind.form) if field.is_required]
    needed = [key for key in required if key != "id" and not answers.keys.get(key)]
    return ["municipality", *needed] if kind.name == "project" and not answers.owner else needed


class Question(Struct, frozen=True):
    """One question: the key, what it asks, the choices as id and name, and whether more than one may be given."""

    kind: Kind
    key: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    many: bool = False

    @property
    def prompt(self) -> str:
        return (
            "Nummers of namen, met komma's"
            if self.many and self.choices
            else "Nummer of naam"
            if self.choices
            else "Antwoord"
        )


def question(kind: Kind, key: str, loaded: Loaded) -> Question:
    if key == "municipality" and kind.name == "project":
        return Question(kind, key, "Bij welke gemeente hoort het project?", known(loaded, "municipality"))
    field = field_of(kind.form, key)
    return Question(
        kind,
        key,
        f"{LABELS[key]}: {help_of(kind.form)[key]}",
        choices(kind, field, loaded),
        field.is_list,
    )


def choices(kind: Kind, field: Field, loaded: Loaded) -> tuple[tuple[str, str], ...]:
    references = {path[-1]: of for path, of in REFERENCES.get(kind.name, {}).items()}
    if field.key in references:
        return known(loaded, references[field.key])
    if field.key == "province":
        return tuple((name, name) for name in PROVINCES)
    return tuple((choice, CHOICES.get(choice, choice)) for choice in field.words)


def known(loaded: Loaded, kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((entry.id, name_of(entry.model) or entry.id) for entry in loaded.of(kind) if entry.id)


def answer(asked: Question, text: str, answers: Answers) -> str:
    """Puts an answer with the others; what is wrong with it, or nothing."""
    words = [part.strip() for part in text.split(",")] if asked.many else [text.strip()]
    words = [word for word in words if word]
    if not words:
        return "Hier is een antwoord nodig."
    if asked.choices:
        found = [chosen(word, asked.choices) for word in words]
        if "" in found:
            return f"`{words[found.index('')]}` staat niet in de lijst."
        words = found
    if asked.key == "municipality" and asked.kind.name == "project":
        answers.owner = words[0]
        return ""
    if asked.key == "location" and asked.kind.name == "municipality":
        value: Value = dict(zip(("lat", "lon"), text.replace(",", " ").split(), strict=False))
    else:
        value = words if asked.many else in_form(asked.key, words[0])
    if code := problem_with(asked.kind, asked.key, value):
        return (
            MESSAGES[code].help_nl if code in MESSAGES and "{" not in MESSAGES[code].help_nl else "Dit kan hier niet."
        )
    answers.keys[asked.key] = value
    return ""


def chosen(word: str, among: tuple[tuple[str, str], ...]) -> str:
    """The id that a number, an id or a name stands for; or nothing."""
    if word.isdigit() and 1 <= int(word) <= len(among):
        return among[int(word) - 1][0]
    ids = {id for id, _name in among}
    names = {name: id for id, name in among}
    if word in ids:
        return word
    if near := nearest(word, names, most=1) or nearest(word, ids, most=1):
        return names.get(near[0], near[0])
    return ""
