"""What somebody means by what was typed: names from a list, several texts in one answer, dates the Dutch way; and the
answers that options and questions give for a new entry.

In: a text, and the choices as id and name. Out: ids, texts and dates in the form of the site. Capitals, accents and
hyphens do not matter in a name; for the rest it must be right. What is not in the list is refused with the name that
may be meant: a guess that nobody sees may be another municipality. So it is with a date such as `1/2/2026`, `1-2-26`,
`20260201`, `2011/12` or `eind 2019`, which may mean something else: it stays as it is, and the checks refuse it.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from g40site import model
from g40site.content.entries import Content
from g40site.content.spelling import other_words
from g40site.diagnostics import nearest, printable, simplified
from g40site.editing.entries import Answers, Refused, problems_with, refused
from g40site.editing.schemas import FEW, name_of
from g40site.editing.yaml_edit import tree
from g40site.editing.yaml_format import Value
from g40site.model.description import describe
from g40site.model.fields import DASHES, DATE, MOMENT, moment_meant, month_meant
from g40site.model.questions import BODY, BODY_HELP, OWNER, OWNER_HELP, Kind, field_at, full_help, is_date
from g40site.model.shape import Field, field_of, fields_of
from g40site.words import WEEKDAYS

Choices = tuple[tuple[str, str], ...]


def entry_choices(loaded: Content, kind: str) -> Choices:
    """The entries of a kind: their ids and names; one whose name another has too is known by its id."""
    entries = [(entry.id, name_of(entry.model) or entry.id) for entry in loaded.of(kind) if entry.id]
    times = Counter(name for _id, name in entries)
    return tuple((id, name if times[name] == 1 else id) for id, name in entries)


def choices_of(field: Field, loaded: Content) -> Choices:
    """What a field chooses from: entries, or the words of its type; nothing where any text will do."""
    return entry_choices(loaded, field.refers) if field.refers else tuple(field.choices.items())


def find_choice(word: str, among: Choices) -> str:
    """The id of a name or an id."""
    plain = simplified(word)
    alike = {id for id, name in among if plain and plain in (simplified(id), simplified(name))}
    for ids in ({id for id, name in among if name == word}, {id for id, _name in among if id == word}, alike):
        if len(ids) == 1:
            return ids.pop()
    raise not_in_list(word, among)


def not_in_list(word: str, among: Choices) -> Refused:
    names, text = dict(among), printable(word)
    meant = names.get(other_words("choices").get(simplified(word), ""))
    if near := (meant,) if meant else nearest(word, names.values(), most=1) or nearest(word, names, most=1):
        return refused("almost-in-list", text=text, near=near[0])
    if len(names) <= FEW:
        return refused("not-in-short-list", text=text, names=", ".join(names.values()))
    return refused("not-in-list", text=text)


def find_choices(text: str, among: Choices) -> list[str]:
    """The ids of names with a line end, a comma or a `;` between them; a name may have a comma itself."""
    return [id for line in text.split("\n") if line.strip() for id in find_in_line(line.strip(), among)]


def find_in_line(line: str, among: Choices) -> Iterator[str]:
    try:
        yield find_choice(line, among)
    except Refused:
        words = split_words(line)
        if words in ([], [line]):
            raise
        yield from [find_choice(word, among) for word in words]


def split_words(text: str, marks: str = "\n,;") -> list[str]:
    """Single words, of which none has a comma, with line ends, commas or `;` between them."""
    return [word.strip() for word in re.split(f"[{marks}]", text) if word.strip()]


def split_texts(text: str, mark: str = "\n") -> list[str]:
    """Names and the like, one on a line, or with another mark between them. One line with commas may be one or more."""
    parts = text.split("\n" if "\n" in text else mark)
    if len(parts) == 1 and re.search(r"[,;]\s", text) and not text.lstrip().startswith("{"):
        if quoted := re.fullmatch(r'\s*"([^"]*)"\s*', text):
            return [quoted[1]]
        whole = printable(text.strip())
        if mark == "\n":
            raise refused("one-or-more-lines", text=whole)
        raise refused("one-or-more", text=whole, mark=mark)
    return [item.strip() for item in parts if item.strip()]


def parse_keys(text: str) -> str | dict[str, str]:
    """A set of keys as it is written in YAML, or a text."""
    if not text.lstrip().startswith("{"):
        return text
    read = tree(f"key: {text}\n".encode())
    whole = isinstance(read, dict) and len(read) == 1 and text.rstrip().endswith("}")
    keys = read["key"] if whole else None
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise refused("wrong-keys", text=text)
    return {str(key): str(value) for key, value in keys.items()}


# Dates, in the form that the site asks for where they can mean nothing else.


NAMED = (
    "(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
CERTAIN = re.compile(
    rf"(?:(?P<weekday>{'|'.join(f'{day[:2]}(?:{day[2:]})?' for day in WEEKDAYS)})[.,]? +)?"
    rf"(?:[0-9]{{1,2}}(?:-[0-9]{{1,2}}-|\.[0-9]{{1,2}}\.|-{NAMED}-|\.? +{NAMED}\.? +)[0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"(?:,?(?: +om)? +(?:[0-9]{1,2}[.:][0-9]{2}(?: uur)?|[0-9]{1,2} uur|[0-9]{1,2}u(?:[0-9]{2})?))?"
    rf"|(?:[0-9]{{1,2}}-|{NAMED}(?:\.? +|-))[0-9]{{4}}|[0-9]{{4}}-[0-9]{{1,2}}",
    re.ASCII | re.IGNORECASE,
)


def in_form(field: Field, text: str) -> str:
    """What somebody typed for a field: a date in its form, any other text as it is."""
    return date_in_form(text) or text if is_date(field) else text


def date_in_form(text: str) -> str:
    """A date in the form that is asked for, where it is right already or can mean nothing else; or nothing."""
    if DATE.fullmatch(text) or MOMENT.fullmatch(text):
        return text
    match = CERTAIN.fullmatch(text.translate(DASHES))
    meant = (moment_meant(text) or month_meant(text)) if match else ""
    if match and meant and (named := match["weekday"]):
        try:
            day = dt.date.fromisoformat(meant[:10])
        except ValueError:
            return ""
        return meant if WEEKDAYS[day.weekday()].startswith(named.lower()) else ""
    return meant


# What options and questions answer.


def take_options(kind: Kind, given: Mapping[str, Any], answers: Answers) -> None:
    """Puts what was given as options with the other answers; `contact__role` is the option of a part of a key."""
    for param, value in given.items():
        path = param.replace("__", "/")
        if value in (None, (), "", False):
            continue
        if path == "owner":
            answers.owner = value
        elif path == "slug":
            answers.name = value
        elif path == BODY:
            answers.body = value
        elif isinstance(value, tuple):
            field = field_of(kind.form, path)
            answers.put(path, [item for text in value for item in items_of(field, text)])
        else:
            leaf = field_at(kind, path)
            assert leaf is not None, "an option is of a field"
            answers.put(path, in_form(leaf, "true" if value is True else value))


def items_of(field: Field, text: str) -> list[str | dict[str, str]]:
    """The items of one option. Ids and words may have commas between them; names of organisations may have commas."""
    if field.form is not None:
        keys = parse_keys(text)
        if isinstance(keys, dict) or not field.refers:
            return [keys]
    return [text] if field.key in ("partners", "also_known_as") else [*split_words(text, ",")]


def missing(kind: Kind, answers: Answers) -> list[str]:
    """The keys that are needed and have no answer; an id is made."""
    required = [field.key for field in fields_of(kind.form) if field.is_required]
    needed = [key for key in required if key != "id" and not answers.keys.get(key)]
    if kind.folder and not answers.body.strip():
        needed.append(BODY)
    return [OWNER, *needed] if kind.has_owner and not answers.owner else needed


class Prompt(Struct, frozen=True):
    """One question: the key, what it asks, the choices as id and name, and whether more than one may be given."""

    kind: Kind
    key: str
    text: str
    choices: Choices = ()
    many: bool = False

    @property
    def prompt(self) -> str:
        if not self.choices:
            return "Antwoord"
        return "Nummers of namen, met komma's" if self.many else "Nummer of naam"


def prompt_for(kind: Kind, key: str, loaded: Content) -> Prompt:
    if key == BODY:
        return Prompt(kind, key, BODY_HELP)
    field = field_at(kind, key)
    if field is None:
        return Prompt(kind, key, OWNER_HELP, entry_choices(loaded, "municipality"))
    choices, about = choices_of(field, loaded), full_help(kind.form, key)
    # Of what stands in a list the name is as good.
    about = about.replace(" (id's)", "") if choices else about
    return Prompt(kind, key, f"{describe(kind.form, key).label}: {about}", choices, field.is_list)


def take_answer(prompt: Prompt, text: str, answers: Answers) -> str:
    """Puts an answer with the others; what is wrong with it, or nothing."""
    text, field = text.strip(), field_at(prompt.kind, prompt.key)
    if not text:
        return "Hier is een antwoord nodig."
    if prompt.key == BODY:
        answers.body = text
        return ""
    value: Value = text
    if prompt.choices:
        try:
            value = chosen(prompt, text)
        except Refused as fault:
            return fault.texts[0]
    elif prompt.many:
        value = split_words(text, ",")
    elif field and field.form is model.Location:
        degrees = re.fullmatch(r"(\S+?)[,;]?\s+(\S+)", text)
        if degrees is None:
            return "Schrijf twee getallen met een spatie ertussen, zoals `52.5168 6.0830`."
        value = {"lat": degrees[1], "lon": degrees[2]}
    elif field:
        value = in_form(field, text)
    if field is None:
        answers.owner = str(value)
        return ""
    for dutch, _english in problems_with(prompt.kind.form, prompt.key, value):
        return dutch
    answers.keys[prompt.key] = value
    return ""


def chosen(prompt: Prompt, text: str) -> str | list[str]:
    """The ids of what was chosen, by numbers of the list that was shown or by names."""
    words = split_words(text, ",") if prompt.many else [text]
    numbered = [by_number(word, prompt.choices) for word in words]
    if prompt.many and not any(numbered):
        return find_choices(text, prompt.choices)
    ids = [id or find_choice(word, prompt.choices) for word, id in zip(words, numbered, strict=True)]
    return ids if prompt.many else ids[0]


def by_number(word: str, among: Choices) -> str:
    """The id of what stands at a place in the list that was shown; or nothing."""
    return among[int(word) - 1][0] if word.isdecimal() and 1 <= int(word) <= len(among) else ""
