"""Share cards: the picture that other sites show beside a link to a page, 1200 by 630.

In: one small frozen value that says all that a card shows. Out: a PNG. Equal values give equal bytes, so the digest of
its value names a card. It knows no site; Pillow and the fonts are imported only when a card is drawn.
"""

import hashlib
from functools import cached_property

from msgspec import Struct

# Counts up when the same value looks different, so that nobody keeps an old picture under the same address.
LOOK = 1
WIDTH, HEIGHT = 1200, 630


class CardDot(Struct, frozen=True):
    """A municipality; `kind` is lead or full, `colour` a colour of the palette or nothing."""

    x: float
    y: float
    radius: float
    kind: str
    colour: str = ""
    code: str = ""


class CardLine(Struct, frozen=True):
    """A line for what was declared, from edge to edge; `colour` as with a dot."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = ""


class Card(Struct, frozen=True, dict=True):
    """Everything that a card shows: what kind of page it is, its title, whose site, its themes and its map."""

    kind: str
    title: str
    network: str
    site: str
    band: tuple[str, ...]
    dots: tuple[CardDot, ...]
    lines: tuple[CardLine, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Ten hexadecimal digits that are others as soon as the card looks different."""
        return hashlib.sha256(f"{LOOK} {self!r}".encode()).hexdigest()[:10]


def png(card: Card) -> bytes:
    """The card as a file."""
    from g40site.cards.drawing import draw

    return draw(card)
