"""One problem in the content, as a value: where it is, what it is called, what to do about it.

In: a code, a place, and the values that its message names. Out: frozen diagnostics that `renderers` turns into text,
GitHub annotations, JSON or Markdown. Nothing here prints. The messages are data, `nl.toml` and `en.toml`: each is read
when the first problem is told in its language.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

Lang = Literal["nl", "en"]
Severity = Literal["error", "warning"]
# The nearest right names, or how to find them: a flood of problems is cut, and those that are not told need none.
Near = Iterable[str] | Callable[[], Iterable[str]]

SAME_CODE_PER_FILE = 50
VALUE_LENGTH = 60
FILE_LENGTH = 300
# A list of choices helps only when it is whole.
LENGTHS = {"choices": 400, "endings": 200, "first": 200, "name": 120}
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


class Span(NamedTuple):
    """A place in a source file: lines and columns count from 1, in characters; length 0 underlines one."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 0


class Diagnostic(NamedTuple):
    """One problem: its code, its place, the values its message names, and the nearest right names.

    One that is kept is `settled`. What was kept may come from anyone: whether it is a message, `is_tellable` says.
    """

    code: str
    span: Span
    values: tuple[tuple[str, str], ...] = ()
    near: tuple[str, ...] = ()
    # How to find the nearest names, of one that is not settled yet.
    find_near: Callable[[], Iterable[str]] | None = None

    @property
    def severity(self) -> Severity:
        return "warning" if self.code in WARNINGS else "error"

    def nearest(self) -> tuple[str, ...]:
        return self.near if self.find_near is None else tuple(self.find_near())

    def message(self, lang: Lang) -> str:
        return messages(lang)[self.code].message.format_map(dict(self.values))

    def help(self, lang: Lang) -> str:
        """What to do: the nearest right name where there is one, else or beside it the code's own help."""
        advice = messages(lang)[self.code].help.format_map(dict(self.values))
        near = [printable(name) for name in self.nearest()]
        if not near:
            return advice
        names = (" of " if lang == "nl" else " or ").join(f"`{name}`" for name in near)
        question = f"Bedoelde u {names}?" if lang == "nl" else f"Did you mean {names}?"
        return f"{question} {advice}".rstrip() if self.code in HELP_BESIDE_NEAR else question


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


def is_tellable(problem: Diagnostic) -> bool:
    """Whether it says what a message needs."""
    try:
        return bool(problem.message("nl") and isinstance(problem.help("nl"), str))
    except (LookupError, TypeError, ValueError, AttributeError):
        return False


class Fault(Exception):
    """Something cannot be used; carries what is wrong with it to who tells it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


class Problems:
    """Collects the diagnostics of one thing: a file, a text, one kind of check."""

    def __init__(self, items: Iterable[Diagnostic] = ()) -> None:
        self.items = list(items)

    def add(self, code: str, span: Span, near: Near = (), /, **values: object) -> None:
        self.items.append(diagnostic(code, span, near, **values))

    def settled(self) -> tuple[Diagnostic, ...]:
        """All of them as values that can be kept: the nearest names are worked out for those that will be told."""
        visible = {id(problem) for problem in self}
        return tuple(
            problem._replace(near=problem.nearest() if id(problem) in visible else (), find_near=None)
            for problem in self.items
        )

    @property
    def errors(self) -> list[Diagnostic]:
        return [problem for problem in self.items if problem.severity == "error"]

    @property
    def warnings(self) -> list[Diagnostic]:
        return [problem for problem in self.items if problem.severity == "warning"]

    def __iter__(self) -> Iterator[Diagnostic]:
        """In the order of file, line and column; a flood of one code in one file is cut with its number."""
        distinct = {(problem.span, problem.code, problem.values): problem for problem in self.items}
        ordered = [distinct[key] for key in sorted(distinct)]
        totals = Counter((problem.span.file, problem.code) for problem in ordered)
        seen: Counter[tuple[str, str]] = Counter()
        for problem in ordered:
            kind = (problem.span.file, problem.code)
            seen[kind] += 1
            if seen[kind] <= SAME_CODE_PER_FILE:
                yield problem
            elif seen[kind] == SAME_CODE_PER_FILE + 1:
                more = (("code", problem.code), ("number", str(totals[kind] - SAME_CODE_PER_FILE)))
                yield Diagnostic(f"en-nog-{problem.severity}", problem.span, more)


def collected(check: Callable[..., None], *subject: Any) -> tuple[Diagnostic, ...]:
    """What one check finds in its subject."""
    problems = Problems()
    check(*subject, problems)
    return tuple(problems.items)


def diagnostic(code: str, span: Span, near: Near = (), /, **values: object) -> Diagnostic:
    """A problem with its values as messages may show them."""
    texts = tuple((name, printable(value, LENGTHS.get(name, VALUE_LENGTH))) for name, value in values.items())
    span = span._replace(file=printable(span.file, FILE_LENGTH))
    if callable(near):
        return Diagnostic(code, span, texts, find_near=near)
    return Diagnostic(code, span, texts, tuple(near))


def printable(value: object, length: int = VALUE_LENGTH) -> str:
    """A value as messages may show it: on one line, shortened, and nothing that steers a terminal or a log."""
    text = "".join("\N{REPLACEMENT CHARACTER}" if steers(character) else character for character in str(value))
    return text if len(text) <= length else text[: length - 1] + "…"


def steers(character: str) -> bool:
    """Whether a character is no text but an instruction: control, format, private use, line and paragraph ends."""
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")


def nearest(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The known names that a misspelt or differently written word probably means, the likeliest first."""
    names = {simplified(name): name for name in sorted(known, reverse=True)}
    plain = simplified(word)[:VALUE_LENGTH]
    if plain in names:
        return (names[plain],)
    # Most runs have no word to explain.
    import difflib

    close = difflib.get_close_matches(plain, names, n=most, cutoff=0.72)
    if close and (begins := [name for name in close if name.startswith(plain)]):
        close = begins
    if not close and len(plain) > 3:
        close = sorted(name for name in names if plain in name.split("-") or name.startswith(plain + "-"))[:most]
    return tuple(names[name] for name in close)


def simplified(word: str) -> str:
    """A name without case, accents and the difference between spaces, hyphens and underscores."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9./]+", "-", plain).strip("-")
