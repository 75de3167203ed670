"""The drawing of the country: where a dot stands, how large it is, and on which side its name covers the least.

In: coordinates, numbers and dots. Out: places in the drawing, and the dots with the side of their name. It knows no
site.
"""

import math
from collections.abc import Iterable
from dataclasses import replace

from g40site.model import Location
from g40site.views.parts import MapDot

# Left, top, right and bottom.
Box = tuple[float, float, float, float]
# 600 by 707; x and y are linear in longitude and latitude.
MAP_WIDTH, LEAD_RADIUS = 600, 15
MAP_X, MAP_Y = (153.0032, -509.831), (-249.4108, 13361.072)
# So many names at most beside those of the leads; about how wide a letter of a name is at its largest.
MOST_NAMES, NAME_LETTER = 6, 16


def place(location: Location) -> tuple[float, float]:
    return round(MAP_X[0] * location.lon + MAP_X[1], 1), round(MAP_Y[0] * location.lat + MAP_Y[1], 1)


def radius(projects: int) -> float:
    """The area of a dot grows with the number of projects."""
    return round(4 + 1.6 * math.sqrt(projects), 1)


def with_names(dots: tuple[MapDot, ...]) -> tuple[MapDot, ...]:
    """The leads by name, and the others of the page while they are few; each name where it covers the least."""
    few = sum(dot.kind == "full" for dot in dots) <= MOST_NAMES
    placed: list[Box] = []
    named = []
    for dot in dots:
        if dot.kind != "lead" and not (few and dot.kind == "full"):
            named.append(dot)
            continue
        boxes = name_boxes(dot)
        side = min(boxes, key=lambda side: covered(boxes[side], dot, dots, placed))
        placed.append(boxes[side])
        named.append(replace(dot, name_side=side))
    return tuple(named)


def name_boxes(dot: MapDot) -> dict[str, Box]:
    """Where the name of a dot can stand, the best place first."""
    width, x, y = NAME_LETTER * len(dot.name), dot.x, dot.y
    return {
        "right": (x + 22, y - 14, x + 22 + width, y + 14),
        "left": (x - 22 - width, y - 14, x - 22, y + 14),
        "below": (x - width / 2, y + 17, x + width / 2, y + 44),
        "above": (x - width / 2, y - 43, x + width / 2, y - 16),
    }


def covered(box: Box, own: MapDot, dots: Iterable[MapDot], placed: Iterable[Box]) -> int:
    """How much a name would cover: names most, then rings, then dots; it must not leave the drawing."""
    left, top, right, bottom = box
    names = sum(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in placed)
    under = 0
    for dot in dots:
        lead = dot.kind == "lead"
        r = LEAD_RADIUS if lead else dot.radius
        if dot is not own and left - r < dot.x < right + r and top - r < dot.y < bottom + r:
            under += 5 if lead else 1
    return 10 * names + under + 20 * (left < 0 or right > MAP_WIDTH)
