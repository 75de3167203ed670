"""A reason: what it is about, its points, one sentence for the page, and what it refers to."""

from collections.abc import Iterable

from msgspec import Struct

from g40site import words

# Every kind of reason, with what it is about.
KINDS = {
    "topics": "onderwerpen die gelijk zijn",
    "title": "onderwerpen in de titel",
    "words": "onderwerpen in de tekst",
    "mix": "het deel van de onderwerpen dat gelijk is",
    "related": "onderwerpen die vaker samengaan",
    "themes": "thema’s die gelijk zijn",
    "partners": "partners die gelijk zijn",
    "ladder": "de fase",
    "projects": "projecten in het thema",
    "lead": "projecten van de koploper",
    "participants": "projecten van deelnemers",
    "municipalities": "het aantal gemeenten",
    "steps": "hoe ver de projecten zijn",
}


class Reason(Struct, frozen=True):
    """`kind` is one of `KINDS`; `text` stands literally on the page that shows it; `refs` are `kind:id`."""

    kind: str
    points: int
    text: str
    refs: tuple[str, ...] = ()


def total(reasons: Iterable[Reason]) -> int:
    return sum(reason.points for reason in reasons)


def counted(parts: Iterable[tuple[str, int]]) -> str:
    """`drukte (3) en binnenstad (3)`."""
    return words.listed([f"{name} ({points})" for name, points in parts])
