"""Where the time of each kind of build goes: `python bench/profiling.py [--sizes 312,2009,10003]`.

One process builds while a timer looks, every two milliseconds of processor time, at what it is doing. What lies below
Python-Markdown counts as Python-Markdown's, so that the part that no cache and no worker can make smaller stands apart;
the system's part in files counts for the disk; the rest counts for the room (or the package) that was at work. Out:
`profile.md` in `bench/results/`.
"""

import argparse
import collections
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
if not __package__:
    # Run as a script: the modules of this folder are found by way of the project.
    sys.path[0] = str(PROJECT)

EVERY = 0.002
# Packages whose time counts as their own, whoever asked; the first that is found from the outside in.
PACKAGES = {
    "<frozen importlib": "importing modules",
    "/markdown/": "Python-Markdown",
    "/yaml/": "YAML",
    "/PIL/": "Pillow",
    "/jinja2/parser": "compiling templates (Jinja)",
    "/jinja2/compiler": "compiling templates (Jinja)",
    "/jinja2/optimizer": "compiling templates (Jinja)",
    "/icalendar/": "icalendar",
}
ROOMS = {
    "markdown": "markdown: cleaning and finishing HTML (nh3)",
    "templates": "filling templates (Jinja)",
    "engine/scheduling": "scheduling: what must be made",
    "engine/rendering": "rendering: pages and their bytes",
    "engine/publishing": "publishing: writing and moving files",
    "engine/cache": "cache (SQLite)",
    "engine/build_log": "build log",
    "engine/up_to_date": "up to date: what changed",
    "engine/fingerprints": "fingerprints of the program, files and values",
    "engine/tracking": "tracking: what each output reads",
    "planning": "planning: which outputs there are",
    "pipeline": "pipeline: from options to result",
    "sources": "sources: templates, style sheets, scripts",
    "content": "content: entries and their references",
    "content/reader": "reader: reading content",
    "pages": "pages: what each page says",
    "outputs": "feeds, calendars, open data",
    "model": "content: entries and their references",
}
# What opens, reads, moves and removes files for the rooms above.
DISK = ("/pathlib.py", "/shutil.py", "/engine/state.py")


def place(files: Sequence[str]) -> str:
    """Where the time of one look goes; `files` are those of the functions at work, the outermost first."""
    room = "the rest"
    if files and files[-1].endswith(DISK):
        return "the disk: listing, reading, making and moving files"
    for file in files:
        if "/g40site/" in file:
            module = file.split("/g40site/")[1].removesuffix(".py")
            word = module.split("/")[0]
            room = ROOMS.get(module) or ROOMS.get(word, word)
            continue
        for part, name in PACKAGES.items():
            if part in file:
                return name
        if file.endswith((".html", ".svg")) or "/jinja2/" in file:
            room = ROOMS["templates"]
    return room


def files_of(frame: FrameType | None) -> list[str]:
    found = []
    while frame is not None:
        found.append(frame.f_code.co_filename)
        frame = frame.f_back
    return found[::-1]


class Looker:
    """Gathers seconds by place. A look that comes late, after a long piece of C, counts for all that it missed."""

    def __init__(self) -> None:
        self.seconds: collections.Counter[str] = collections.Counter()
        self.last = time.process_time()

    def look(self, _number: int, frame: FrameType | None) -> None:
        now = time.process_time()
        self.seconds[place(files_of(frame))] += now - self.last
        self.last = time.process_time()

    def start(self) -> None:
        # What the process did before this: the start of the interpreter.
        self.seconds["starting Python"] = self.last
        signal.signal(signal.SIGPROF, self.look)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)


def build(arguments: list[str]) -> dict[str, float]:
    """Builds in this process, and says how many seconds went where."""
    looker = Looker()
    looker.start()
    from g40site import cli

    # Not `main`, which ends the process.
    how = cli.ended(arguments)
    looker.stop()
    if how:
        sys.exit(how)
    return dict(looker.seconds)


def built(arguments: list[str], told: Path, environment: Mapping[str, str]) -> dict[str, float]:
    """The same in a process of its own, so that nothing of this one is in the figures."""
    command = [sys.executable, __file__, "--child", told, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
    found: dict[str, float] = json.loads(told.read_text("utf-8"))
    return found


def table(found: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The part of each place in each kind of build, the largest in all of them first."""
    from bench.report import MODE_NAMES

    totals = {mode: sum(seconds.values()) for mode, seconds in found.items()}
    places = sorted({place for seconds in found.values() for place in seconds}, key=lambda one: -share(found, one))
    yield "| where | " + " | ".join(MODE_NAMES[mode] for mode in found) + " |"
    yield "| --- |" + " ---: |" * len(found)
    for one in places:
        parts = [seconds.get(one, 0) / totals[mode] for mode, seconds in found.items()]
        if max(parts) >= 0.01:
            name = f"**{one}**" if one == "Python-Markdown" else one
            yield f"| {name} | " + " | ".join(f"{part:.0%}" if part >= 0.005 else "" for part in parts) + " |"
    yield "| *processor seconds* | " + " | ".join(f"{total:.2f}" for total in totals.values()) + " |"


def share(found: Mapping[str, Mapping[str, float]], one: str) -> float:
    """The sum of the parts that a place has in all kinds of builds."""
    return sum(seconds.get(one, 0) / sum(seconds.values()) for seconds in found.values())


def profiled(size: str, scratch: Path) -> dict[str, dict[str, float]]:
    """The seconds of each kind of build on a corpus."""
    from bench.builders import MODES, noon, own

    made = scratch / "corpus"
    subprocess.run([sys.executable, HERE / "corpus.py", made, "--pages", size], check=True)
    site = own("g40site", made, scratch / "site", noon())
    places = ["--root", site.folder, "--output", site.folder / "public", "--templates", site.folder / "templates"]
    found = {}
    for mode in MODES:
        change = site.prepare(mode, 1)
        # Of an option that is given twice the last counts.
        arguments = [*site.asked(mode)[2:], "--jobs", "1", *map(str, places)]
        found[mode] = built(arguments, scratch / "told", site.environment)
        site.verify(mode, change, int(size))
    return found


def main() -> None:
    from bench.corpus import SIZES
    from bench.measuring import machine
    from bench.report import where_of

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    where = where_of(machine())
    text = ["# Where the time of each kind of build goes", ""]
    text.append(
        f"Measured on {dt.date.today().isoformat()} by `python bench/profiling.py` ({where}), in one process and"
    )
    text += ["with what the peers have: parts of the processor time, the system’s work on files included.", ""]
    for size in given.sizes.split(","):
        with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            text += [f"## {int(size):,} pages", "", *table(profiled(size, Path(scratch))), ""]
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "profile.md").write_text("\n".join(text), "utf-8")
    print("\n".join(text), end="")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        Path(sys.argv[2]).write_text(json.dumps(build(sys.argv[3:])), "utf-8")
    else:
        main()
