"""What somebody means by what was typed: names from a list, several texts in one answer, dates the Dutch way.

In: a text, and the choices as id and name. Out: ids, texts and dates in the form of the site. Capitals, accents and
hyphens do not matter in a name; for the rest it must be right. What is not in the list is refused with the name that
may be meant: a guess that nobody sees may be another municipality. So it is with a date such as `1/2/2026`, `1-2-26`,
`20260201`, `2011/12` or `eind 2019`, which may mean something else: it stays as it is, and the checks refuse it.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from g40site.content.entries import Content
from g40site.content.spelling import OTHER_CHOICES
from g40site.diagnostics import nearest, printable, simplified
from g40site.editing.entries import Refused, refused
from g40site.editing.schemas import FEW, name_of
from g40site.model.dates import DASHES, moment_meant, month_meant
from g40site.model.fields import DATE, MOMENT
from g40site.model.questions import is_date
from g40site.model.shape import Field

Choices = tuple[tuple[str, str], ...]


def entry_choices(loaded: Content, kind: str) -> Choices:
    """The entries of a kind: their ids and names; one whose name another has too is known by its id."""
    entries = [(entry.id, name_of(entry.model) or entry.id) for entry in loaded.of(kind) if entry.id]
    times = Counter(name for _id, name in entries)
    return tuple((id, name if times[name] == 1 else id) for id, name in entries)


def choices_of(field: Field, loaded: Content) -> Choices:
    """What a field chooses from: entries, or the words of its type; nothing where any text will do."""
    if field.refers:
        return entry_choices(loaded, field.refers)
    return tuple(field.choices.items())


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
    meant = names.get(OTHER_CHOICES.get(simplified(word), ""))
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
        words = [word.strip() for word in re.split("[,;]", line) if word.strip()]
        if words in ([], [line]):
            raise
        yield from [find_choice(word, among) for word in words]


def split_words(text: str) -> list[str]:
    """Single words, of which none has a comma, with line ends, commas or `;` between them."""
    return [word.strip() for word in re.split("[\n,;]", text) if word.strip()]


def split_texts(text: str, mark: str = "\n") -> list[str]:
    """Names and the like, one on a line, or with another mark between them. One line with commas may be one or more."""
    parts = text.split("\n" if "\n" in text else mark)
    if len(parts) == 1 and re.search(r"[,;]\s", text) and not text.lstrip().startswith("{"):
        if quoted := re.fullmatch(r'\s*"([^"]*)"\s*', text):
            return [quoted[1]]
        raise refused("one-or-more-lines" if mark == "\n" else "one-or-more", text=printable(text.strip()), mark=mark)
    return [item.strip() for item in parts if item.strip()]


# Dates, in the form that the site asks for where they can mean nothing else.


WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
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
