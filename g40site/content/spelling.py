"""What editors call the keys and choices: in Dutch, as the site itself says it, or in another spelling.

In: a word. Out: the keys that it may stand for. The Dutch words are the labels that forms and pages show; here stand
only those that are no label.
"""

import re
from functools import cache

from g40site import model
from g40site.diagnostics import simplified
from g40site.model.entries import Entry
from g40site.model.labels import LABELS
from g40site.model.shape import fields_of

# The first that fits counts.
OTHER_WORDS = {
    "naam": ("name", "title"),
    "titel": ("title", "name"),
    "kop": ("title",),
    "datum": ("date", "start"),
    "tijd": ("start",),
    "time": ("start",),
    "wanneer": ("start", "date"),
    "inleiding": ("summary",),
    "intro": ("summary",),
    "omschrijving": ("description",),
    "uitleg": ("description",),
    "tekst": ("description",),
    "thema": ("themes",),
    "aansluiten": ("participates", "registration"),
    "sluitaanbij": ("participates",),
    "doetmee": ("participates", "with"),
    "gemeente": ("municipality", "municipalities"),
    "onderwerp": ("topics",),
    "trefwoorden": ("topics",),
    "tags": ("topics",),
    "bron": ("source", "sources"),
    "waar": ("location",),
    "locatie": ("location",),
    "lokatie": ("location",),
    "begin": ("start", "since"),
    "einde": ("end", "until"),
    "eind": ("end", "until"),
    "functie": ("role",),
    "mail": ("email",),
    "emailadres": ("email",),
    "mailadres": ("email",),
    "tel": ("phone",),
    "telefoonnummer": ("phone",),
    "adres": ("url",),
    "link": ("url",),
    "site": ("url", "website"),
    "website": ("website", "url"),
    "fase": ("status",),
    "stand": ("status",),
    "standvan": ("status_date",),
    "partner": ("partners",),
    "partijen": ("partners",),
    "zoekt": ("seeking",),
    "gezocht": ("seeking",),
    "gezochtenaangeboden": ("seeking",),
    "aangeboden": ("seeking",),
    "lessen": ("lesson",),
    "nagekeken": ("checked",),
    "gecontroleerd": ("checked",),
    "bekend": ("known",),
    "laatstbekend": ("known",),
    "gewijzigd": ("updated",),
    "bijgewerkt": ("updated",),
    "afbeelding": ("image",),
    "foto": ("image",),
    "alttekst": ("alt",),
    "contact": ("contact", "contacts"),
    "contacten": ("contacts", "contact"),
    "contactpersoon": ("contact", "contacts"),
    "contactpersonen": ("contacts", "contact"),
    "bestuurder": ("administrators",),
    "deelnemers": ("with",),
    "lng": ("lon",),
    "long": ("lon",),
}
OTHER_CHOICES = {
    "verkenning": "exploring",
    "verkennen": "exploring",
    "onderzoek": "exploring",
    "idee": "exploring",
    "proef": "pilot",
    "test": "pilot",
    "experiment": "pilot",
    "live": "in-use",
    "actief": "in-use",
    "lopend": "in-use",
    "loopt": "in-use",
    "opschalen": "scaling",
    "klaar": "finished",
    "afgesloten": "finished",
    "beeindigd": "finished",
    "stopgezet": "stopped",
    "in-gebruik": "in-use",
    "opschaling": "scaling",
    "afgerond": "finished",
    "gestopt": "stopped",
    "gepland": "scheduled",
    "afgelast": "cancelled",
    "geannuleerd": "cancelled",
    "uitgesteld": "postponed",
}


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
    found = [field.form for form in forms() for field in fields_of(form) if field.key == key]
    return frozenset(field.key for form in (files.get(key), *found) if form for field in fields_of(form))


def plain(word: str) -> str:
    """A word without capitals, accents, spaces and marks."""
    return simplified(word).replace("-", "")


@cache
def words() -> dict[str, tuple[str, ...]]:
    """All words for keys in their plain form, each with its keys: the keys themselves, other words, and the labels."""
    found: dict[str, tuple[str, ...]] = {}
    for word, key in (
        *((key, key) for key in sorted(known_keys())),
        *((word, key) for word, keys in OTHER_WORDS.items() for key in keys),
        *((label, key) for key, label in LABELS.items()),
    ):
        found[plain(word)] = tuple(dict.fromkeys((*found.get(plain(word), ()), key)))
    return found


def keys_meant(word: str) -> tuple[str, ...]:
    """The keys that a word may stand for, the likeliest first: itself, what it is called here, other words for that."""
    return words().get(plain(word), ())
