"""What editors call the keys and choices: in Dutch, as the site itself says it, or in another spelling.

In: a word. Out: the keys that it may stand for. The Dutch words are the labels that forms and pages show; here stand
only those that are no label.
"""

import re
from collections.abc import Mapping
from functools import cache

from g40site import model
from g40site.diagnostics import simplified
from g40site.model.description import FORMER_LABELS, describe
from g40site.model.entries import Entry
from g40site.model.shape import fields_of


def by_word(table: Mapping[str, str]) -> dict[str, str]:
    """A table of words by what they stand for, as what each word stands for."""
    return {word: meaning for meaning, words in table.items() for word in words.split()}


# By keys, of which the first that fits counts, the words for them.
OTHER_WORDS = by_word(
    {
        "name title": "naam",
        "title name": "titel",
        "title": "kop",
        "date start": "datum",
        "start": "tijd time",
        "start date": "wanneer",
        "summary": "inleiding intro",
        "description": "omschrijving uitleg tekst",
        "themes": "thema",
        "participates registration": "aansluiten",
        "participates": "sluitaanbij",
        "participates with": "doetmee",
        "municipality municipalities": "gemeente",
        "topics": "onderwerp trefwoorden tags",
        "source sources": "bron",
        "location": "waar locatie lokatie",
        "start since": "begin",
        "end until": "einde eind",
        "role": "functie",
        "email": "mail emailadres mailadres",
        "phone": "tel telefoonnummer",
        "url": "adres link",
        "url website": "site",
        "website url": "website",
        "status": "fase stand",
        "status_date": "standvan",
        "partners": "partner partijen",
        "seeking": "zoekt gezocht gezochtenaangeboden aangeboden",
        "lesson": "lessen",
        "checked": "nagekeken gecontroleerd",
        "known": "bekend laatstbekend",
        "updated": "gewijzigd bijgewerkt",
        "image": "afbeelding foto",
        "alt": "alttekst",
        "contact contacts": "contact contactpersoon",
        "contacts contact": "contacten contactpersonen",
        "administrators": "bestuurder",
        "with": "deelnemers",
        "lon": "lng long",
    }
)
OTHER_CHOICES = by_word(
    {
        "exploring": "verkenning verkennen onderzoek idee",
        "pilot": "proef test experiment",
        "in-use": "live actief lopend loopt in-gebruik",
        "scaling": "opschalen opschaling",
        "finished": "klaar afgesloten beeindigd afgerond",
        "stopped": "stopgezet gestopt",
        "scheduled": "gepland",
        "cancelled": "afgelast geannuleerd",
        "postponed": "uitgesteld",
    }
)
# A key as a line begins with it, perhaps behind dashes.
KEY = re.compile(r"\s*(?:- +)*[^\s:#][^:#]*:(?=\s|$)")
# The keys of files that are one list of entries, and of those that belong to one municipality.
LISTS = frozenset({"themes", "municipalities", "projects", "municipality"})


@cache
def forms() -> tuple[type[Entry], ...]:
    """All models of the content."""
    return tuple(form for form in vars(model).values() if isinstance(form, type) and issubclass(form, Entry))


@cache
def known_keys() -> frozenset[str]:
    """The keys of all models."""
    return frozenset(field.key for form in forms() for field in fields_of(form))


@cache
def keys_under(key: str) -> frozenset[str]:
    """The keys that may stand below a key, wherever that stands; none where it holds texts."""
    files: dict[str, type[Entry]] = {"themes": model.Theme, "municipalities": model.Municipality}
    below = [field.form for form in forms() for field in fields_of(form) if field.key == key]
    return frozenset(field.key for form in (files.get(key), *below) if form for field in fields_of(form))


def bare(word: str) -> str:
    """A word without capitals, accents, spaces and marks."""
    return simplified(word).replace("-", "")


@cache
def keys_by_word() -> dict[str, tuple[str, ...]]:
    """All words for keys in their plain form, each with its keys: the keys themselves, other words, and the labels."""
    keys: dict[str, tuple[str, ...]] = {}
    for word, key in (
        *((key, key) for key in sorted(known_keys())),
        *((word, key) for word, keys in OTHER_WORDS.items() for key in keys.split()),
        *((describe(form, field.key).label, field.key) for form in forms() for field in fields_of(form)),
        *FORMER_LABELS.items(),
    ):
        keys[bare(word)] = tuple(dict.fromkeys((*keys.get(bare(word), ()), key)))
    return keys


def keys_meant(word: str) -> tuple[str, ...]:
    """The keys that a word may stand for, the likeliest first: itself, what it is called here, other words for that."""
    return keys_by_word().get(bare(word), ())
