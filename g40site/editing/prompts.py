"""What can be answered about a new entry: the option of each key, the questions, and what an answer becomes.

In: a kind and what was typed. Out: answers by key. Names, titles, numbers from a list and dates the Dutch way are
understood; what cannot be used is told with its remedy.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from g40site import model
from g40site.content.entries import Content
from g40site.diagnostics import Diagnostic, Lang
from g40site.editing.entries import Answers, Refused, problems_with, refused
from g40site.editing.typed_answers import (
    Choices,
    choices_of,
    entry_choices,
    find_choice,
    find_choices,
    in_form,
)
from g40site.editing.yaml_edit import tree
from g40site.editing.yaml_format import Value
from g40site.model.description import describe
from g40site.model.kinds import KINDS, OWNER, Kind
from g40site.model.left_out import PROMPTS, is_left_out
from g40site.model.questions import BODY, BODY_HELP, OWNER_HELP, full_help
from g40site.model.shape import field_of, fields_of


class Option(Struct, frozen=True):
    """One option of the command line: its name, the key or part of a key that it fills, and its help."""

    name: str
    param: str
    help: str
    many: bool = False
    flag: bool = False


def options(name: str) -> Iterable[Option]:
    """The options of a kind: one for each key, and one for each part of a key that has parts."""
    kind = KINDS[name]
    if name == "project":
        yield Option(OWNER, "owner", describe(model.ProjectFile, OWNER).help)
    for field in fields_of(kind.form):
        key, inner = field.key, field.form
        about = describe(kind.form, key).help
        if is_left_out(PROMPTS, kind.form, key):
            continue
        if field.is_list:
            more = " Mag vaker." if inner is None else " Mag vaker; een adres, of `{sleutel: waarde}`."
            yield Option(option_name(key), key, f"{about}{more}", many=True)
        elif inner is not None:
            for sub in fields_of(inner):
                yield Option(
                    option_name(f"{key}-{sub.key}"), f"{key}__{sub.key}", f"{about} {full_help(inner, sub.key)}"
                )
        else:
            yield Option(option_name(key), key, full_help(kind.form, key), flag=key == "draft")
    if kind.folder:
        yield Option("slug", "slug", "De naam in het adres; anders gemaakt van de titel.")
        yield Option("body", "body", "De tekst, in Markdown.")


def option_name(key: str) -> str:
    return key.replace("_", "-")


def take_options(kind: Kind, given: Mapping[str, Any], answers: Answers) -> None:
    """Puts what was given as options with the other answers."""
    for param, value in given.items():
        if value in (None, (), "", False):
            continue
        key, _, subkey = param.partition("__")
        if key == "owner":
            answers.owner = value
        elif key == "slug":
            answers.name = value
        elif key == "body":
            answers.body = value
        elif subkey:
            answers.keys[key] = {**dict_of(answers.keys.get(key)), subkey: part_in_form(kind.form, key, subkey, value)}
        elif isinstance(value, tuple):
            field = field_of(kind.form, key)
            answers.keys[key] = [
                item
                for text in value
                for item in (
                    [parse_keys(text)] if field.form and (not field.refers or has_keys(text)) else parts(key, text)
                )
            ]
        else:
            answers.keys[key] = in_form(field_of(kind.form, key), "true" if value is True else str(value))


def part_in_form(form: type[model.Entry], key: str, subkey: str, text: str) -> str:
    """What was typed for a part of a key."""
    inner = field_of(form, key).form
    assert inner is not None, "only a key with keys of its own has parts"
    return in_form(field_of(inner, subkey), text)


def dict_of(value: Value | None) -> dict[str, str]:
    return {str(key): str(text) for key, text in value.items()} if isinstance(value, Mapping) else {}


def parts(key: str, text: str) -> list[str]:
    """Ids and words may be given with commas between them; names of organisations may have commas."""
    return (
        [text] if key in ("partners", "also_known_as") else [word.strip() for word in text.split(",") if word.strip()]
    )


def has_keys(text: str) -> bool:
    """Whether a text is a set of keys, as it is written in YAML."""
    return text.lstrip().startswith("{")


def parse_keys(text: str) -> str | dict[str, str]:
    """A set of keys as it is written in YAML, or a text."""
    if not has_keys(text):
        return text
    read = tree(f"key: {text}\n".encode())
    whole = isinstance(read, dict) and len(read) == 1 and text.rstrip().endswith("}")
    keys = read["key"] if whole else None
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise refused("wrong-keys", text=text)
    return {str(key): str(value) for key, value in keys.items()}


def missing(kind: Kind, answers: Answers) -> list[str]:
    """The keys that are needed and have no answer; an id is made."""
    required = [field.key for field in fields_of(kind.form) if field.is_required]
    needed = [key for key in required if key != "id" and not answers.keys.get(key)]
    if kind.folder and not answers.body.strip():
        needed.append(BODY)
    return ["municipality", *needed] if kind.name == "project" and not answers.owner else needed


class Prompt(Struct, frozen=True):
    """One question: the key, what it asks, the choices as id and name, and whether more than one may be given."""

    kind: Kind
    key: str
    text: str
    choices: Choices = ()
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


def prompt_for(kind: Kind, key: str, loaded: Content) -> Prompt:
    if key == "municipality" and kind.name == "project":
        return Prompt(kind, key, OWNER_HELP, entry_choices(loaded, "municipality"))
    if key == BODY:
        return Prompt(kind, key, BODY_HELP)
    field = field_of(kind.form, key)
    choices, about = choices_of(field, loaded), full_help(kind.form, key)
    # Of what stands in a list the name is as good.
    about = about.replace(" (id's)", "") if choices else about
    return Prompt(kind, key, f"{describe(kind.form, key).label}: {about}", choices, field.is_list)


def take_answer(prompt: Prompt, text: str, answers: Answers) -> str:
    """Puts an answer with the others; what is wrong with it, or nothing."""
    text = text.strip()
    if not text:
        return "Hier is een antwoord nodig."
    if prompt.key == BODY:
        answers.body = text
        return ""
    value: Value = text
    if prompt.choices:
        words = [word.strip() for word in text.split(",")] if prompt.many else [text]
        numbered = any(by_number(word, prompt.choices) for word in words)
        try:
            if numbered or not prompt.many:
                named = [by_number(word, prompt.choices) or find_choice(word, prompt.choices) for word in words if word]
            else:
                named = find_choices(text, prompt.choices)
        except Refused as refused:
            return refused.dutch
        value = named if prompt.many else named[0]
    elif prompt.many:
        value = [word.strip() for word in text.split(",") if word.strip()]
    if prompt.key == "municipality" and prompt.kind.name == "project":
        answers.owner = str(value)
        return ""
    if prompt.key == "location" and prompt.kind.name == "municipality":
        degrees = re.fullmatch(r"(\S+?)[,;]?\s+(\S+)", text)
        if degrees is None:
            return "Schrijf twee getallen met een spatie ertussen, zoals `52.5168 6.0830`."
        value = {"lat": degrees[1], "lon": degrees[2]}
    elif isinstance(value, str) and not prompt.choices:
        value = in_form(field_of(prompt.kind.form, prompt.key), value)
    for problem in problems_with(prompt.kind.form, prompt.key, value):
        return problem_line(problem, "nl")
    answers.keys[prompt.key] = value
    return ""


def by_number(word: str, among: Choices) -> str:
    """The id of what stands at a place in the list that was shown; or nothing."""
    return among[int(word) - 1][0] if word.isdecimal() and 1 <= int(word) <= len(among) else ""


def problem_line(problem: Diagnostic, lang: Lang) -> str:
    """A problem in one line, for who sees no file."""
    return f"{problem.message(lang)}. {problem.help(lang)}".strip()
