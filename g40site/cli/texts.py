"""What the commands say, in Dutch and in English: one table, `texts.toml`, read when the first text is said."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


@cache
def tables() -> dict[str, dict[str, Any]]:
    """The parts of the table by their names; each row is a text in Dutch and in English."""
    with Path(__file__).with_suffix(".toml").open("rb") as stream:
        return tomllib.load(stream)


class Count(NamedTuple):
    """A number of something, which is said in the singular or in the plural."""

    number: int
    noun: str

    def text(self, lang: str) -> str:
        singular, plural = tables()["nouns"][self.noun][lang == "en"]
        return f"{self.number} {singular if self.number == 1 else plural}"


def text(lang: str, key: str, **values: object) -> str:
    """One of the texts in a language."""
    words = {name: value.text(lang) if isinstance(value, Count) else value for name, value in values.items()}
    return str(tables()["texts"][key][lang == "en"]).format(**words)


def reason(lang: str, query: str, about: str) -> str:
    """Why a page was made or would be, by the name of the query that differs."""
    rows = tables()["reasons"]
    return str(rows[query][lang == "en"]).format(name=about) if query in rows else text_of_other(lang, query, about)


def text_of_other(lang: str, query: str, about: str) -> str:
    """What else was read of the content, and what was computed from it."""
    return str(tables()["reasons"]["other"][lang == "en"]).format(name=" ".join(filter(None, (query, about))))


def pair(key: str, **values: object) -> tuple[str, str]:
    """One of the texts in Dutch and in English."""
    return text("nl", key, **values), text("en", key, **values)
