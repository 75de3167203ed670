"""The texts of diagnostics: `nl.toml` and `en.toml`, each read when the first problem is told in its language.

In: a code. Out: whether it is a warning, and its message in a language.
"""

import re
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

Lang = Literal["nl", "en"]

# What stands here is asked before anything is told, also by a build that has nothing to tell; it is one for both
# languages. Every other code is an error: with one of those nothing is published.
WARNINGS = frozenset(
    """
    bestand-los bijna-onderwerp datum-in-toekomst en-nog-warning hoort-in-media html-verwijderd kop-leeg kop-niveau-1
    kop-overgeslagen link-toont-ander-adres noot-onbekend noot-ongebruikt onbekend-bestand onbekende-map
    plaatje-onbruikbaar plaatje-zonder-alt plaats-is-online status-voor-begin tekst-afgekapt thema-al-koploper
    tijd-twee-keer
    """.split()
)
# Where there is a nearest right name, most messages ask for that alone; the help of these is told beside it.
HELP_BESIDE_NEAR = frozenset(
    """
    bijna-onderwerp geen-telefoonnummer kop-bijna-gesloten kop-ontbreekt onbekende-keuze onbekende-map
    plaatje-ontbreekt tekst-afgekapt yaml-lege-lijst
    """.split()
)


class Message(NamedTuple):
    """What is wrong, and what to do about it; the help may be empty."""

    message: str
    help: str = ""


@cache
def messages(lang: Lang) -> dict[str, Message]:
    """Every message of a language by its code, in the order of the file."""
    # Most builds have nothing to tell, and need no reader of TOML.
    import tomllib

    subjects = tomllib.loads(Path(__file__).with_name(f"{lang}.toml").read_text("utf-8"))
    return {code: Message(**fields) for codes in subjects.values() for code, fields in codes.items()}


def in_general(code: str) -> str:
    """What a Dutch message says of any value, for who does not know the value: an editor, a form."""
    message, advice = messages("nl")[code]
    sentence = re.sub(
        r"^…", "Dit", re.sub(r" \(\{\w+\}\)|`?(\{\w+\})`?", lambda match: "…" if match[1] else "", message)
    )
    return f"{sentence}." if "{" in advice or not advice else f"{sentence}. {advice}"


def is_code(code: str) -> bool:
    """Whether there is a diagnostic with this code."""
    return code in messages("nl")
