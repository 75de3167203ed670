"""A key that stands in the wrong mapping: it belongs to the one around it, or to the one right above it.

In: a node, its model, and the path of a key that is unknown there. Out: where the key belongs, as a message says it.
"""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from g40site.content.nodes import Node
from g40site.diagnostics import Span

# No model has so many keys; of a mapping with more, none is looked at.
MOST_KEYS = 100


class Stray(Struct, frozen=True):
    """Below which key the stray one belongs, and how many spaces to the right, or to the left below 0."""

    beside: str
    place: Span
    spaces: int

    @property
    def code(self) -> str:
        return "yaml-te-links" if self.spaces > 0 else "yaml-te-ver"

    def values(self, key: str) -> dict[str, Any]:
        return {"word": key, "key": self.beside, "row": self.place.line, "spaces": abs(self.spaces)}


def outside(key: str, place: Span, around: Iterable[tuple[Node, str, frozenset[str]]]) -> Stray | None:
    """The mapping around that may have the key: each with the key that leads inwards, and the keys that it may have."""
    for node, inwards, known in around:
        at = node.keys.get(inwards)
        if key in known and key not in node.pairs and at and at.line < place.line and at.column < place.column:
            return Stray(inwards, at, at.column - place.column)
    return None


def inside(key: str, here: Node, known: dict[str, frozenset[str]]) -> Stray | None:
    """The mapping right above that may have the key, by the keys that may stand below each key of this one."""
    if len(here.keys) > MOST_KEYS:
        return None
    place = here.keys[key]
    above = [name for name, at in here.keys.items() if at.line < place.line]
    if not above or key not in known.get(above[-1], frozenset()):
        return None
    child = here.pairs[above[-1]]
    inner = child.items[-1] if child.items else child
    if not inner.is_map or not inner.keys or key in inner.pairs:
        return None
    beside, at = list(inner.keys.items())[-1]
    return Stray(beside, at, at.column - place.column) if at.column > place.column else None
