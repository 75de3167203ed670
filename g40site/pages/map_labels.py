"""The drawing of the country: which line ties two dots, the ground of each, and where names find room.

In: coordinates, numbers, dots and lines. Out: places in the drawing, and the dots with their names. A name never stands
on another name, on a ring or over the edge; where no place is free it gives way. It knows no site.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from g40site import country

# Left, top, right and bottom.
Box = tuple[float, float, float, float]
MAP_WIDTH, MAP_HEIGHT, LEAD_RADIUS = country.WIDTH, country.HEIGHT, 15
# Half the side of what can be clicked: 24 pixels across on the narrowest screen.
HIT = 26
# So many names at most beside those of the leads.
MOST_NAMES = 12
# The sizes in which names are written: the largest and the usual one, and that of a small drawing; see `map.css`.
NAME_SIZE, USUAL_NAME_SIZE, SMALL_NAME_SIZE = 24, 18, 28
# As parts of that size: the width of a letter of the widest of our typefaces, how far its lines reach over and under
# the base line with all that may stand on a letter, how high a capital is, and half of a small letter.
LETTER, OVER, UNDER, CAPITAL, MIDDLE = 0.64, 1.07, 0.3, 0.78, 0.27
# The size of the title of a theme above a name, and how much higher both are than the name alone.
TITLE, TITLE_LINE = 0.8, 0.85
# A line that would be shorter runs on under the dots.
SHORTEST = 6
# How many half-done drawings are kept while names are placed; one more name costs so many times its places.
BEAM = 48
NAME_LEFT_OUT, NAME_ON_LINE = 100, 2
ON_DOT = {"full": 4, "near": 3, "faint": 2}


class MapName(Struct, frozen=True):
    """Where the name of a dot begins, is centred or ends (`anchor`: start, middle, end), on its base line."""

    x: float
    y: float
    anchor: str


class MapDot(Struct, frozen=True):
    """A municipality on the map: its place and size, what it is on this page, and where its name stands, if shown.

    `kind` is lead (a ring), full (what the page is about), near (tied to it by a lighter line) or faint (the rest).
    `title` is that of its theme, where it stands above the name. On a map to choose from, `hit` are the corners of the
    ground that is nearest to the dot, and its name, if not shown, comes at `tip` for who points at it.
    """

    id: str
    name: str
    href: str
    x: float
    y: float
    radius: float
    colour: str
    code: str
    kind: str
    label: MapName | None = None
    title: str = ""
    hit: str = ""
    tip: MapName | None = None


class MapLine(Struct, frozen=True):
    """A line between two municipalities: `kind` is declared or alike, `colour` that of a theme or nothing."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    colour: str = ""


def reach(dot: MapDot) -> float:
    """How far a dot or a ring reaches from its middle."""
    return LEAD_RADIUS if dot.kind == "lead" else dot.radius


def line(start: MapDot, end: MapDot, kind: str, colour: str = "") -> MapLine:
    """A line from edge to edge; where two are too close for that it runs from middle to middle, under the dots."""
    dx, dy = end.x - start.x, end.y - start.y
    length = math.hypot(dx, dy)
    gap_start, gap_end = reach(start) + 2, reach(end) + 2
    if length < gap_start + gap_end + SHORTEST:
        return MapLine(start.x, start.y, end.x, end.y, kind, colour)
    ux, uy = dx / length, dy / length
    return MapLine(
        x1=round(start.x + ux * gap_start, 1),
        y1=round(start.y + uy * gap_start, 1),
        x2=round(end.x - ux * gap_end, 1),
        y2=round(end.y - uy * gap_end, 1),
        kind=kind,
        colour=colour,
    )


# Ground.


@lru_cache(maxsize=4)
def with_ground(dots: tuple[MapDot, ...]) -> tuple[MapDot, ...]:
    """Every dot with the ground around it that can be clicked, and a place for its name where none is shown."""
    return tuple(replace(dot, hit=corners(ground(dot, dots)), tip=None if dot.label else tip(dot)) for dot in dots)


def ground(dot: MapDot, dots: Iterable[MapDot]) -> list[tuple[float, float]]:
    """A square around a dot, without what is nearer to another one: a half plane is cut off for each that is close."""
    x, y = dot.x, dot.y
    shape = [(x - HIT, y - HIT), (x + HIT, y - HIT), (x + HIT, y + HIT), (x - HIT, y + HIT)]
    for other in dots:
        dx, dy = other.x - x, other.y - y
        if 0 < math.hypot(dx, dy) < 3 * HIT:
            shape = cut(shape, dx, dy, (dx * (x + other.x) + dy * (y + other.y)) / 2)
    return shape


def cut(shape: list[tuple[float, float]], dx: float, dy: float, edge: float) -> list[tuple[float, float]]:
    """The part of a convex shape where `dx * x + dy * y` is at most `edge` (Sutherland and Hodgman)."""
    left = []
    for start, end in zip(shape, shape[1:] + shape[:1], strict=True):
        before, after = (dx * x + dy * y - edge for x, y in (start, end))
        if before <= 0:
            left.append(start)
        if before * after < 0:
            share = before / (before - after)
            left.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return left


def corners(shape: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in shape)


def tip(dot: MapDot) -> MapName:
    """Above a dot, and inwards near the sides."""
    side = "start" if dot.x < MAP_WIDTH / 4 else "end" if dot.x > MAP_WIDTH * 3 / 4 else "middle"
    return MapName(dot.x, round(dot.y - reach(dot) - 8, 1), side)


# Names.


class Spot(Struct, frozen=True):
    """One place for a name: where it is written, the box that it fills, and what it costs there."""

    name: MapName
    box: Box
    cost: float


@lru_cache(maxsize=1024)
def with_names(
    dots: tuple[MapDot, ...], lines: tuple[MapLine, ...] = (), *, is_small: bool = False
) -> tuple[MapDot, ...]:
    """The leads by name, and the others of the page while they are few; each name where it covers the least.

    Most projects of a municipality have one and the same drawing, so it is kept.
    """
    standing = [(dot, square(dot)) for dot in dots]
    few = sum(dot.kind in ("full", "near") for dot in dots) <= MOST_NAMES
    named = [dot for dot in dots if dot.kind == "lead" or (few and dot.kind in ("full", "near"))]
    sizes = (SMALL_NAME_SIZE, SMALL_NAME_SIZE) if is_small else (NAME_SIZE, USUAL_NAME_SIZE)
    free = [spots(dot, standing, lines, sizes) for dot in named]
    labels = {dot.id: spot.name for dot, spot in zip(named, fitted(free), strict=True) if spot}
    return tuple(replace(dot, label=labels.get(dot.id)) for dot in dots)


def fitted(free: Iterable[Sequence[Spot]]) -> tuple[Spot | None, ...]:
    """Places that leave each other room, and cost the least together as far as a beam finds them; None is a name that
    gave way.
    """
    drafts: list[tuple[float, tuple[Spot | None, ...]]] = [(0, ())]
    for places in free:
        longer: list[tuple[float, tuple[Spot | None, ...], Spot | None]] = [
            (cost + NAME_LEFT_OUT, names, None) for cost, names in drafts
        ]
        longer += [(cost + spot.cost, names, spot) for cost, names in drafts for spot in places]
        # Stable, so that equal costs keep the order in which places are tried.
        longer.sort(key=itemgetter(0))
        # Only of the cheapest is asked whether they have room.
        roomy = ((cost, (*names, spot)) for cost, names, spot in longer if has_room(spot, names))
        drafts = list(islice(roomy, BEAM))
    return drafts[0][1]


def has_room(spot: Spot | None, names: Iterable[Spot | None]) -> bool:
    return spot is None or not any(other and overlap(spot.box, other.box) for other in names)


def spots(
    dot: MapDot, standing: Iterable[tuple[MapDot, Box]], lines: Iterable[MapLine], sizes: tuple[int, int]
) -> list[Spot]:
    """The places where a name of this dot may stand, the best direction first; none on a ring or over an edge.

    That holds for the largest size; how much of a dot is covered is that of the usual one.
    """
    letters = max(len(dot.name), math.ceil(TITLE * len(dot.title)))
    around, tried = rooms(dot.x, dot.y, reach(dot), letters, sizes, TITLE_LINE if dot.title else 0)
    # Most dots of the country are far away, and most lines too; this is asked on every page with a map.
    near = [(other.kind, box) for other, box in standing if other.id != dot.id and overlap(box, around)]
    lines = [path for path in lines if crosses(path, around)]
    spots = []
    for order, (name, box, seen) in enumerate(tried):
        outside = box[0] < 0 or box[1] < 0 or box[2] > MAP_WIDTH or box[3] > MAP_HEIGHT
        if outside or any(kind == "lead" and overlap(box, ring) for kind, ring in near):
            continue
        under = sum(ON_DOT[kind] * covered(other, seen) for kind, other in near if kind != "lead")
        crossed = sum(NAME_ON_LINE for path in lines if crosses(path, box))
        spots.append(Spot(name, box, 10 * (under + crossed) + order))
    return spots


@lru_cache(maxsize=1024)
def rooms(
    x: float, y: float, edge: float, letters: int, sizes: tuple[int, int], more: float
) -> tuple[Box, tuple[tuple[MapName, Box, Box], ...]]:
    """The places of a name of so many letters beside a dot whose edge is so far from its middle, each with its boxes in
    the largest size and in the usual one, and the box around the largest. `more` is what stands above the name, as a
    part of its size. Most dots are the same in every drawing, so they are kept.
    """
    size, usual = sizes
    tried = tuple(
        (name, room(name, letters, size, more), room(name, letters, usual, more))
        for name in places(x, y, edge, letters, size, more)
    )
    left, top, right, bottom = zip(*(box for _, box, _ in tried), strict=True)
    return (min(left), min(top), max(right), max(bottom)), tried


def places(x: float, y: float, edge: float, letters: int, size: int, more: float) -> Iterable[MapName]:
    """Eight directions and four between them, twice: close by, and a little further off."""
    aside = LETTER * size * letters / 5
    for gap in (6.0, 14.0):
        far = edge + gap
        near = far * 0.72
        capital, middle = (CAPITAL + more) * size, y + (MIDDLE + more / 2) * size
        for across, down, anchor in (
            (x + far, middle, "start"),
            (x - far, middle, "end"),
            (x, y + far + capital, "middle"),
            (x, y - far, "middle"),
            (x + near, y + near + capital / 2, "start"),
            (x + near, y - near, "start"),
            (x - near, y + near + capital / 2, "end"),
            (x - near, y - near, "end"),
            (x + aside, y + far + capital, "middle"),
            (x - aside, y + far + capital, "middle"),
            (x + aside, y - far, "middle"),
            (x - aside, y - far, "middle"),
        ):
            yield MapName(round(across, 1), round(down, 1), anchor)


def room(name: MapName, letters: int, size: int, more: float = 0) -> Box:
    """The box that a name of so many letters fills."""
    width = LETTER * size * letters
    left = name.x - {"start": 0.0, "middle": width / 2, "end": width}[name.anchor]
    return left, name.y - (OVER + more) * size, left + width, name.y + UNDER * size


def square(dot: MapDot) -> Box:
    r = reach(dot) + 1
    return dot.x - r, dot.y - r, dot.x + r, dot.y + r


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def covered(a: Box, b: Box) -> float:
    """Which part of one box lies under another. A little of it counts as half: a dot that was cut is ugly too."""
    if not overlap(a, b):
        return 0.0
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return (1 + wide * high / ((a[2] - a[0]) * (a[3] - a[1]))) / 2


def crosses(line: MapLine, box: Box) -> bool:
    """Whether a line runs through a box: part of it lies between the four edges (Liang and Barsky)."""
    x1, y1, x2, y2 = line.x1, line.y1, line.x2, line.y2
    left, top, right, bottom = box
    # Most lines are all on one side of it.
    if x1 < left > x2 or x1 > right < x2 or y1 < top > y2 or y1 > bottom < y2:
        return False
    dx, dy = x2 - x1, y2 - y1
    start, end = 0.0, 1.0
    for step, room in ((-dx, x1 - left), (dx, right - x1), (-dy, y1 - top), (dy, bottom - y1)):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            start = max(start, room / step)
        else:
            end = min(end, room / step)
    return start < end
