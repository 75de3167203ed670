"""A reason: what it is about, its points, one sentence for the page, and what it refers to."""

from collections.abc import Iterable
from dataclasses import dataclass

from g40site import words


@dataclass(frozen=True, slots=True)
class Reason:
    """`text` stands literally on the page that shows it; `refs` are `kind:id`."""

    kind: str
    points: int
    text: str
    refs: tuple[str, ...] = ()


def total(reasons: Iterable[Reason]) -> int:
    return sum(reason.points for reason in reasons)


def counted(parts: Iterable[tuple[str, int]]) -> str:
    """`drukte (3) en binnenstad (3)`."""
    return words.listed([f"{name} ({points})" for name, points in parts])
