"""Texts for the fields of the models, by what reads them: right ones and, where a person may get it wrong, wrong ones.

Tests of every field draw from these, so a new kind of text needs a row here at most: without one it has the examples
that the models give of it, and the same with another last digit.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from g40site.model import fields as f
from g40site.model import types as t
from g40site.model.description import describe
from g40site.model.entries import Entry
from g40site.model.shape import Field, fields_of


class Values(NamedTuple):
    """At least two right texts, which mean something else, and wrong ones."""

    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()


VALUES: dict[Callable[[Any], Any], Values] = {
    f.markdown_of: Values(("Tekst van [ons](https://a.example.nl/).", "Tekst van [ons](https://b.example.nl/).")),
    f.id_of: Values(("een-naam", "2026", "true", "1e3"), ("Een naam", "a_b", "-", "é")),
    f.url_of: Values(
        ("https://a.example.nl/", "https://b.example.nl/", "https://a.nl/b?c=d#e", "mailto:a@b.nl"),
        ("www.a.nl", "a.nl", "javascript:x", "https://a b"),
    ),
    f.online_of: Values(("true", "https://b.example.nl/", "false"), ("ja", "Teams")),
    f.site_url_of: Values(("https://een.example.nl/", "https://twee.example.nl/")),
    f.email_of: Values(("a@example.nl", "b@example.nl", "a.b+c@gemeente.nl"), ("a at b.nl", "a@b", "a@b.nl, c@d.nl")),
    f.phone_of: Values(
        ("0123456789", "0987654321", "038 498 99 11", "14 038", "+31 38 498 99 11", "112"), ("384567890", "bel mij")
    ),
    f.code_of: Values(("GM0599", "GM0598"), ("0599", "GM599")),
    t.province_of: Values(("Utrecht", "Drenthe", "Overijssel", "Fryslân"), ("Holland",)),
    f.day_of: Values(("2026-01-02", "2026-01-03")),
    f.partial_date_of: Values(("2020", "2020-05")),
    f.moment_of: Values(("2026-03-03 10:00", "2026-03-04 10:00")),
    f.integer_of: Values(("2", "3", "0", "-3", "12"), ("1.5", "01", "drie", "1e3")),
    f.degrees_of: Values(("52.1", "52.2", "5.66", "-6"), ("5,66", "noord", "1e2")),
    f.yes_or_no_of: Values(("false", "true"), ("ja", "1")),
    f.alias_of: Values(("/oud/", "/ouder/", "/a/b/"), ("oud", "/a b/", "//a/")),
    f.media_path_of: Values(("media/een.png", "media/twee.png"), ("a.jpg", "media\\a.jpg")),
    f.timezone_of: Values(("Europe/Amsterdam", "Europe/Brussels")),
}


def values_of(field: Field) -> Values:
    """Texts for a field, by what reads it."""
    if field.reader in VALUES:
        return VALUES[field.reader]
    written = [*dict.fromkeys(examples_of(field.reader))]
    return Values((*written, *(other for text in written if (other := with_another_digit(text)) not in written)))


def examples_of(reader: Callable[[Any], Any]) -> Iterator[str]:
    """What the models give as examples of what a function reads."""
    for form in models():
        for field in fields_of(form):
            if field.reader is reader and not field.is_list:
                yield describe(form, field.key).example


def models(above: type[Entry] = Entry) -> Iterator[type[Entry]]:
    """The forms of all that editors write."""
    for form in above.__subclasses__():
        if form.__module__.startswith("g40site.model."):
            yield form
            yield from models(form)


def with_another_digit(text: str) -> str:
    """A text in which the last digit, or else the last letter, is another."""
    other = re.sub(r"[0-9](?=[^0-9]*$)", lambda digit: str((int(digit[0]) + 1) % 10), text)
    return other if other != text else f"{text}x"
