"""What was measured as a picture: for each kind of build a field with seconds by number of pages, both logarithmic."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from bench.report import MODE_NAMES, NAMES, Found, median, plain, present, runs_of, sizes_of

WIDTH, HEIGHT = 270, 200  # of a field
LEFT, TOP, RIGHT, BOTTOM = 44, 34, 12, 34  # around what is drawn in it
COLUMNS = 4
HEAD = 40
# Colours that differ for the colour blind and on light and dark, and a dash and a mark that differ without colour.
LINES = {
    "g40site": ("#d5552a", "", "circle"),
    "g40site-all": ("#d5552a", "5 3", "ring"),
    "copy": ("#767676", "1 4", "ring"),
    "hugo": ("#3b82c4", "", "square"),
    "eleventy": ("#1f9d80", "", "diamond"),
    "pelican": ("#9a6fd0", "5 3", "triangle"),
    "pelican-cache": ("#9a6fd0", "", "triangle"),
}
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#24292f}.small{font-size:10px;fill:#59636e}.head{font-weight:600}"
    ".grid{stroke:#d1d9e0;stroke-width:1}.line{fill:none;stroke-width:2}.ground{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9198a1}.grid{stroke:#3d444d}.ground{fill:#0d1117}}"
)


class Scale:
    """From a figure to a place, by powers of ten."""

    def __init__(self, least: float, most: float, start: float, end: float) -> None:
        self.least, self.most = math.log10(least), math.log10(most)
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        span = self.most - self.least or 1.0
        return self.start + (math.log10(value) - self.least) / span * (self.end - self.start)


def drawn(found: Found) -> str:
    """The whole picture."""
    sizes = sorted((size for size in sizes_of(found) if size != "real"), key=int)
    modes = present(found, "mode", MODE_NAMES)
    builders = [name for name in present(found, "builder", NAMES) if any(run_exists(found, name, sizes))]
    # The last field is for the legend.
    lines = math.ceil((len(modes) + 1) / COLUMNS)
    width, height = COLUMNS * WIDTH, HEAD + lines * HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="title">',
        f'<title id="title">Seconds by number of pages, {escape(found["date"][:10])}</title><style>{STYLE}</style>',
        f'<rect class="ground" width="{width}" height="{height}"/>',
        text(12, 24, "Seconds by number of pages (logarithmic; lower is faster)", "head"),
    ]
    if sizes:
        least, most = bounds(found, builders, modes, sizes)
        for number, mode in enumerate(modes):
            x, y = number % COLUMNS * WIDTH, HEAD + number // COLUMNS * HEIGHT
            across = Scale(int(sizes[0]), int(sizes[-1]), x + LEFT + 8, x + WIDTH - RIGHT - 8)
            up = Scale(least, most, y + HEIGHT - BOTTOM, y + TOP)
            parts += [text(x + LEFT, y + 20, MODE_NAMES[mode], "head"), *grid(x, sizes, across, up)]
            for builder in builders:
                parts += curve(found, builder, mode, sizes, across, up)
    x, y = len(modes) % COLUMNS * WIDTH + LEFT, HEAD + len(modes) // COLUMNS * HEIGHT + TOP
    for number, builder in enumerate(builders):
        colour, dash, shape = LINES[builder]
        here = y + number * 22
        parts.append(f'<path class="line" d="M{x} {here}h28" stroke="{colour}" stroke-dasharray="{dash}"/>')
        parts += [mark(shape, x + 14, here, colour), text(x + 38, here + 4, plain(builder), "")]
    return "\n".join((*parts, "</svg>")) + "\n"


def run_exists(found: Found, builder: str, sizes: Sequence[str]) -> Iterator[bool]:
    return (run["builder"] == builder and run["size"] in sizes for run in found["runs"])


def bounds(found: Found, builders: Sequence[str], modes: Sequence[str], sizes: Sequence[str]) -> tuple[float, float]:
    """Powers of ten around everything that is drawn."""
    values = [value for b in builders for m in modes for _, value in points(found, b, m, sizes)]
    return 10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values)))


def points(found: Found, builder: str, mode: str, sizes: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Pages and median seconds, where they were measured."""
    for size in sizes:
        if runs := runs_of(found, size, builder, mode):
            yield int(size), median(runs.values(), "wall")


def grid(x: int, sizes: Sequence[str], across: Scale, up: Scale) -> Iterator[str]:
    for power in range(round(up.least), round(up.most) + 1):
        y = up(10.0**power)
        yield f'<path class="grid" d="M{x + LEFT} {y:.1f}H{x + WIDTH - RIGHT}"/>'
        yield text(x + LEFT - 6, y + 3, f"{10.0**power:g}", "small", "end")
    for size in sizes:
        yield text(across(int(size)), up.start + 16, f"{int(size):,}", "small", "middle")


def curve(found: Found, builder: str, mode: str, sizes: Sequence[str], across: Scale, up: Scale) -> Iterator[str]:
    colour, dash, shape = LINES[builder]
    places = [(across(pages), up(value)) for pages, value in points(found, builder, mode, sizes)]
    if len(places) > 1:
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        yield f'<path class="line" d="M{path}" stroke="{colour}" stroke-dasharray="{dash}"/>'
    for x, y in places:
        yield mark(shape, x, y, colour)


def mark(shape: str, x: float, y: float, colour: str) -> str:
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    if shape == "ring":
        return f'<circle class="ground" cx="{x:.1f}" cy="{y:.1f}" r="3.5" stroke="{colour}" stroke-width="2"/>'
    outline = {"square": "m-3.5-3.5h7v7h-7z", "diamond": "m0-5l5 5l-5 5l-5-5z", "triangle": "m0-5l4.6 8h-9.2z"}[shape]
    return f'<path d="M{x:.1f} {y:.1f}{outline}" fill="{colour}"/>'


def text(x: float, y: float, words: str, look: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{look}" text-anchor="{anchor}">{escape(words)}</text>'
