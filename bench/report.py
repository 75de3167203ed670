"""What was measured as Markdown: a table for each size, with ratios to peers of the same round."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Found = Mapping[str, Any]
NAMES = {
    "g40site": "**this project**",
    "g40site-all": "this project, all features",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "pelican": "Pelican",
    "pelican-cache": "Pelican with cache",
    "copy": "a copy of its files",
}
COMPARED = ("hugo", "eleventy", "pelican-cache")
MODE_NAMES = {
    "cold": "cold",
    "same": "no change",
    "news": "edit: a news text",
    "project": "edit: a project’s title",
    "theme": "edit: a theme’s title",
    "layout": "all pages: a layout",
    "day": "next day",
    "merge": "merge",
    "restored": "restored",
}
# What a build may take as a part of what another takes in the same round: of which kind, whose, beside whose, and the
# most for each site.
LIMITED = ("real", "312", "2009", "10003")
LIMITS: tuple[tuple[str, str, str, Mapping[str, float]], ...] = (
    ("same", "g40site", "hugo", {"312": 0.5, "2009": 0.15, "10003": 0.08}),
    ("news", "g40site", "hugo", {"312": 1.3, "2009": 0.5, "10003": 0.3}),
    ("project", "g40site", "hugo", {"312": 1.6, "2009": 0.6, "10003": 0.4}),
    ("merge", "g40site", "hugo", {"312": 1.2, "2009": 0.7, "10003": 0.5}),
    ("day", "g40site", "hugo", {"312": 1.0, "2009": 0.4, "10003": 0.25}),
    ("cold", "g40site", "hugo", {"312": 4, "2009": 3.5, "10003": 3.2}),
    ("cold", "g40site", "eleventy", {"312": 1, "2009": 1.3, "10003": 1.5}),
    ("cold", "g40site", "pelican-cache", {"10003": 0.45}),
    ("cold", "g40site-all", "g40site", {"real": 2}),
)


def runs_of(found: Found, size: str, builder: str, mode: str) -> dict[int, Mapping[str, Any]]:
    """The runs of one builder by their round."""
    wanted = (size, builder, mode)
    return {run["round"]: run for run in found["runs"] if (run["size"], run["builder"], run["mode"]) == wanted}


def present(found: Found, key: str, order: Iterable[str] = ()) -> list[str]:
    """The values of a key, in an order, or in that of the runs."""
    values = dict.fromkeys(run[key] for run in found["runs"])
    return [value for value in (order or values) if value in values]


def where_of(machine: Mapping[str, str | int]) -> str:
    return f"{machine['processor']}, {machine['cores']} cores, {machine['system']}"


def sizes_of(found: Found) -> list[str]:
    return present(found, "size")


def median(runs: Iterable[Mapping[str, Any]], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def ratio(runs: Mapping[int, Mapping[str, Any]], others: Mapping[int, Mapping[str, Any]]) -> float | None:
    """The median of what one took as a part of what the other took in the same round."""
    parts = [run["wall"] / others[number]["wall"] for number, run in runs.items() if number in others]
    return statistics.median(parts) if parts else None


def table(found: Found) -> str:
    """All of it."""
    where = found["machine"]
    lines = [
        "# This project and its peers",
        "",
        f"Measured on {found['date'][:10]} by `python bench/compare.py` ({where_of(where)}); medians of interleaved "
        "rounds, whose number stands in the tables. Wall seconds are of the whole build (least and most in brackets), "
        "cpu seconds of all its processes together, and memory is that of the largest process. A ratio is the median "
        "of the ratios within a round: under 1 is faster than that peer.",
        "",
        "Peers have no share cards, search index or matching, so this project is measured without them, and beside it "
        "with all its features. A builder that keeps nothing between builds (Pelican as it comes) is only built cold. "
        "What a build is about to replace is linked aside before, since some file systems look at removed files "
        "whenever they make new ones; this project looks into linked files again, so before it is measured it builds "
        "once. Peers know no day: beside *next day* stands their build with nothing changed. "
        "Beside *restored* stands what a copy of the files that this project makes takes: nobody makes them faster.",
        "",
        "Versions: " + "; ".join(f"{plain(name)} {version}" for name, version in found["versions"].items()) + ".",
        "",
        *(f"- *{MODE_NAMES[mode]}*: {meaning}." for mode, meaning in found["modes"].items()),
        "",
        *summary(found),
        "",
        "What this project means to stay within, as a part of what the one beside it takes in the same round:",
        "",
        *limits(found),
        "",
        "![Seconds by number of pages, for each kind of build](compare.svg)",
    ]
    for size in sizes_of(found):
        lines += ["", f"## {name_of(size).capitalize()}", "", *rows(found, size)]
    return "\n".join(lines) + "\n"


def summary(found: Found) -> list[str]:
    """This project alone: the median seconds of each kind of build by size, with the ratio to Hugo."""
    sizes = sizes_of(found)
    lines = [row(["build", *(name_of(size) for size in sizes)]), row(["---", *["---:"] * len(sizes)])]
    for mode in present(found, "mode", MODE_NAMES):
        cells = [MODE_NAMES[mode]]
        for size in sizes:
            runs = runs_of(found, size, "g40site", mode)
            part = ratio(runs, runs_of(found, size, "hugo", mode))
            wall = f"{seconds(median(runs.values(), 'wall'))} s" if runs else ""
            cells.append(wall if part is None else f"{wall}, {part:.2f} × Hugo")
        lines.append(row(cells))
    return lines


def limits(found: Found) -> list[str]:
    """What each kind of build took beside that of another, and whether that is within its limit."""
    lines = [row(["build", "of", "beside", *map(name_of, LIMITED)]), row(["---"] * 3 + ["---:"] * len(LIMITED))]
    for mode, ours, other, most in LIMITS:
        parts = [reached(found, size, mode, ours, other, most[size]) if size in most else "" for size in LIMITED]
        lines.append(row([MODE_NAMES[mode], plain(ours), plain(other), *parts]))
    return lines


def reached(found: Found, size: str, mode: str, ours: str, other: str, most: float) -> str:
    part = ratio(runs_of(found, size, ours, mode), runs_of(found, size, other, mode))
    if part is None:
        return f"at most {most:g}"
    return f"{seconds(part)}, at most {most:g}: {'reached' if part <= most else '**not reached**'}"


def name_of(size: str) -> str:
    return "the real site" if size == "real" else f"{int(size):,} pages"


def plain(builder: str) -> str:
    return NAMES[builder].strip("*")


def rows(found: Found, size: str) -> list[str]:
    """The table of one size."""
    compared = [name for name in COMPARED if any(runs_of(found, size, name, mode) for mode in MODE_NAMES)]
    heads = ["build", "with", "rounds", "wall s", "cpu s", "memory MB", *(f"× {plain(name)}" for name in compared)]
    lines = [row(heads), row(["---", "---", *["---:"] * (len(heads) - 2)])]
    for mode in present(found, "mode", MODE_NAMES):
        for builder in present(found, "builder", NAMES):
            if runs := runs_of(found, size, builder, mode):
                lines.append(row(cells(found, size, builder, mode, runs, compared)))
    return lines


def cells(
    found: Found, size: str, builder: str, mode: str, runs: Mapping[int, Mapping[str, Any]], compared: Sequence[str]
) -> list[str]:
    walls = [run["wall"] for run in runs.values()]
    ratios = [None if name == builder else ratio(runs, runs_of(found, size, name, mode)) for name in compared]
    return [
        MODE_NAMES[mode],
        NAMES[builder],
        str(len(runs)),
        f"{seconds(statistics.median(walls))} ({seconds(min(walls))}–{seconds(max(walls))})",
        seconds(median(runs.values(), "cpu")),
        f"{median(runs.values(), 'megabytes'):.0f}",
        *("" if part is None else f"{part:.2f}" for part in ratios),
    ]


def seconds(value: float) -> str:
    """To about a hundredth of what it is."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
