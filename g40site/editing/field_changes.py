"""What differs between two values of one model, field by field, in the words of editors: from what to what.

In: a model as it was and as it will be, and the names of the entries that it refers to. Out: for each field that
differs a part of a sentence, and the texts that leave or come with it. Nothing is left out: a field that the models
gain is told like the others.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct

from g40site import model, words
from g40site.editing.comparison import words_of
from g40site.markdown import render
from g40site.model import fields as f
from g40site.model.description import describe
from g40site.model.shape import Field, fields_of

LENGTH = 200
# Longer texts are told by their number of words: to compare them word by word takes too long.
MOST_WORDS = 5000
MOST_PLACES = 4


def quoted(text: str, most: int = LENGTH) -> str:
    flat = " ".join(text.split())
    return f"“{flat[: most - 1].rstrip()}…”" if len(flat) > most else f"“{flat}”"


def text_change(before: str, after: str) -> str:
    """Where two texts differ, word by word: the first places with what stood there and what will."""
    old, new = (re.findall(r"\S+", text) for text in (before, after))
    if old == new:
        return "alleen regels of spaties"
    if max(len(old), len(new)) > MOST_WORDS:
        return f"van {words.count(len(old), 'woord', 'woorden')} naar {words.count(len(new), 'woord', 'woorden')}"
    places = [
        (" ".join(old[a:b]), " ".join(new[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    phrases = [difference(gone, come) for gone, come in places[:MOST_PLACES]]
    rest = len(places) - MOST_PLACES
    return "; ".join(phrases) + (f"; en nog {words.count(rest, 'plek', 'plekken')}" if rest > 0 else "")


def difference(gone: str, come: str) -> str:
    if not gone:
        return f"erbij {quoted(come)}"
    if not come:
        return f"weg {quoted(gone)}"
    old, new = around(gone, come, LENGTH)
    return f"“{old}” wordt “{new}”"


def around(before: str, after: str, length: int) -> tuple[str, str]:
    """Two texts on one line each, whole or as far as shows their first difference."""
    old, new = (" ".join(text.split()) for text in (before, after))
    if max(len(old), len(new)) <= length:
        return old, new
    shorter = min(len(old), len(new))
    same = next((number for number in range(shorter) if old[number] != new[number]), shorter)
    start = max(0, same - length // 3)
    return cut(old, start, length), cut(new, start, length)


def cut(text: str, start: int, length: int) -> str:
    excerpt = text[start : start + length]
    return ("…" if start and text else "") + excerpt + ("…" if start + length < len(text) else "")


# The name of an entry by its kind and id.
Names = Callable[[str, str], str]

# What tells the items of a list apart, the first that an item has.
IDENTITIES = ("url", "name", "title", "role", "file", "municipality")


class FieldChange(Struct, frozen=True):
    """One field that differs: what to say of it, and the texts that leave and that come."""

    text: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def field_changes(was: Any, now: Any, names: Names, skip: frozenset[str] = frozenset()) -> Iterator[FieldChange]:
    """Every field that differs, in the order of the model; `skip` are keys that are told in another way."""
    return Wording(names).changes(part_of(now), was, now, skip=skip)


class Wording(Struct, frozen=True):
    """Says values and what differs in them in words, and the entries that they refer to by their names."""

    names: Names

    def changes(
        self, form: type[Struct], was: Any, now: Any, outer: str = "", skip: frozenset[str] = frozenset()
    ) -> Iterator[FieldChange]:
        """What differs in two values of a model; `outer` is the label of the field that they stand in."""
        for field in fields_of(form):
            before, after = getattr(was, field.name), getattr(now, field.name)
            if before == after or field.key in skip:
                continue
            label = describe(form, field.key).label
            label = f"{outer}: {label.lower()}" if outer else label
            if field.is_list:
                yield from self.list_changes(field, before, after, label)
            elif field.form is not None and before is not None and after is not None:
                yield from self.changes(field.form, before, after, label)
            else:
                gone, new = self.needles(field, before), self.needles(field, after)
                yield FieldChange(f"{label} {self.change(field, before, after)}", *apart(gone, new))

    def change(self, field: Field, before: Any, after: Any) -> str:
        if before is None:
            return f"komt erbij: {self.text(field, after)}"
        if after is None:
            return f"gaat weg. Dat was {self.text(field, before)}"
        long = isinstance(before, str) and max(len(before), len(after)) > LENGTH
        if long or field.reader is f.markdown_of:
            return f"verandert: {text_change(before, after)}"
        return f"gaat van {self.text(field, before)} naar {self.text(field, after)}"

    def list_changes(
        self, field: Field, before: Sequence[Any], after: Sequence[Any], label: str
    ) -> Iterator[FieldChange]:
        """What comes, what goes, and of the items that stay what differs in them."""
        olds, news = by_identity(before), by_identity(after)
        added = tuple(value for name, value in news.items() if name not in olds)
        removed = tuple(value for name, value in olds.items() if name not in news)
        phrases = [f"erbij {self.text(field, value)}" for value in added]
        phrases += [f"weg {self.text(field, value)}" for value in removed]
        if phrases:
            yield FieldChange(
                f"{label}: {'; '.join(phrases)}", self.needles(field, removed), self.needles(field, added)
            )
        for name, new in news.items():
            if field.form is not None and name in olds and olds[name] != new:
                yield from self.changes(field.form, olds[name], new, f"{label}, {quoted(name)}")
        if not phrases and [*olds] != [*news]:
            yield FieldChange(f"{label}: de volgorde verandert")

    def text(self, field: Field, value: Any) -> str:
        """One value as an editor would say it."""
        if isinstance(value, model.Entry):
            return quoted("; ".join(self.leaves(value)))
        if isinstance(value, bool) or value == "":
            return "ja" if value in (True, "") else "nee"
        if isinstance(value, dt.date):
            return words.day(value)
        if isinstance(value, f.Moment):
            return words.day(value.day) + (f", {value.clock:%H.%M} uur" if value.clock else "")
        if isinstance(value, str) and field.reader is f.partial_date_of:
            return words.partial_date(value)
        if isinstance(value, str) and field.refers:
            return quoted(self.names(field.refers, value))
        if isinstance(value, str) and field.choices:
            return field.choices[value]
        return quoted(value) if isinstance(value, str) else str(value)

    def leaves(self, value: model.Entry) -> Iterator[str]:
        """Everything that an item says, field by field."""
        for field in fields_of(part_of(value)):
            inner = getattr(value, field.name)
            for item in inner if isinstance(inner, tuple) else (inner,):
                if item not in (None, False):
                    yield self.text(field, item).strip("“”")

    def needles(self, field: Field, value: Any) -> tuple[str, ...]:
        """The texts by which a value can be found on a page."""
        if value is None or isinstance(value, bool):
            return ()
        if isinstance(value, tuple):
            return tuple(text for item in value for text in self.needles(field, item))
        if isinstance(value, model.Entry):
            return tuple(
                text for inner in fields_of(part_of(value)) for text in self.needles(inner, getattr(value, inner.name))
            )
        if isinstance(value, str) and field.reader is f.markdown_of:
            return text_needles(value)
        # What a sentence cuts is whole on a page.
        return (value if isinstance(value, str) and self.is_plain(field) else self.text(field, value).strip("“”"),)

    def is_plain(self, field: Field) -> bool:
        """Whether a text of a field is shown as it was written."""
        return not (field.refers or field.choices or field.reader is f.partial_date_of)


def part_of(value: model.Entry) -> type[model.Entry]:
    """The model of a value; what a site adds to it is no field that editors write."""
    return next(base for base in type(value).__mro__ if base.__module__.startswith(model.__name__))


def by_identity(values: Sequence[Any]) -> Mapping[str, Any]:
    """The items of a list by what tells them apart; a second one of the same name by its number as well."""
    items: dict[str, Any] = {}
    for value in values:
        name = value if isinstance(value, str) else identity(value)
        number, unique = 1, name
        while unique in items:
            number += 1
            unique = f"{name} ({number})"
        items[unique] = value
    return items


def identity(value: model.Entry) -> str:
    """What tells an item apart from others; nothing where it has none of that."""
    return next(filter(None, (getattr(value, name, None) for name in IDENTITIES)), "")


def text_needles(markdown: str) -> tuple[str, ...]:
    """The texts of some Markdown as a page has them."""
    return tuple(words_of(render(markdown).html))


def apart(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What only the one and what only the other has."""
    return tuple(text for text in before if text not in after), tuple(text for text in after if text not in before)
