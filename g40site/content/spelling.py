"""What editors call the keys and choices: in Dutch, as the site itself says it, or in another spelling.

In: a word. Out: the keys that it may stand for. The Dutch words are the labels that forms and pages show; in
`spelling.toml` stand only those that are no label.
"""

import re
from functools import cache
from pathlib import Path

from g40site import model
from g40site.diagnostics import simplified
from g40site.model.description import FORMER_LABELS, describe
from g40site.model.entries import Entry
from g40site.model.shape import fields_of

# A key as a line begins with it, perhaps behind dashes.
KEY = re.compile(r"\s*(?:- +)*[^\s:#][^:#]*:(?=\s|$)")
# The keys of files that are one list of entries, and of those that belong to one municipality.
LISTS = frozenset({"themes", "municipalities", "projects", "municipality"})


@cache
def other_words(what: str) -> dict[str, str]:
    """The words for `keys` or `choices`, each with what it stands for."""
    # Only who tells of a misspelt one needs them, or a reader of TOML.
    import tomllib

    table = tomllib.loads(Path(__file__).with_name("spelling.toml").read_text("utf-8"))[what]
    return {word: meaning for meaning, words in table.items() for word in words.split()}


@cache
def forms() -> tuple[type[Entry], ...]:
    """All models of the content, those of its parts too."""
    forms = [*model.KINDS.values(), model.ProjectFile, model.MunicipalityFile]
    # What is added here is walked as well: a part may have parts.
    for form in forms:
        forms += [field.form for field in fields_of(form) if field.form and field.form not in forms]
    return tuple(forms)


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
        *((word, key) for word, keys in other_words("keys").items() for key in keys.split()),
        *((describe(form, field.key).label, field.key) for form in forms() for field in fields_of(form)),
        *FORMER_LABELS.items(),
    ):
        keys[bare(word)] = tuple(dict.fromkeys((*keys.get(bare(word), ()), key)))
    return keys


def keys_meant(word: str) -> tuple[str, ...]:
    """The keys that a word may stand for, the likeliest first: itself, what it is called here, other words for that."""
    return keys_by_word().get(bare(word), ())
