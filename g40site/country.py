"""The outline of the Netherlands with the borders of its provinces, as paths of the drawing `netherlands.svg`.

Pages draw it as SVG, share cards in pixels; `rings` gives them the same lines as points.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

WIDTH, HEIGHT = 600, 707
PATH = re.compile(r'<path id="(\w+)"[^>]* d="([^"]+)"')
# The drawing is linear in longitude and latitude.
X, Y = (153.0032, -509.831), (-249.4108, 13361.072)


class Country(Struct, frozen=True):
    """Two paths: all land, whose holes are water, and the lines between provinces."""

    land: str
    borders: str


@cache
def netherlands() -> Country:
    """The outline, read when it is first drawn."""
    svg = Path(__file__).with_name("netherlands.svg").read_text("utf-8")
    return Country(**dict(PATH.findall(svg)))


def drawn(lat: float, lon: float) -> tuple[float, float]:
    """Where a place stands in the drawing."""
    return round(X[0] * lon + X[1], 1), round(Y[0] * lat + Y[1], 1)


def is_on_map(lat: float, lon: float) -> bool:
    """Whether the drawing has room for a place."""
    x, y = drawn(lat, lon)
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def rings(path: str) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path that begins at a place (`M`) and goes on in steps (`l`)."""
    for ring in path.split("M")[1:]:
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", ring)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        x, y = steps[0]
        points = [(x, y)]
        for dx, dy in steps[1:]:
            x, y = x + dx, y + dy
            points.append((x, y))
        yield points
