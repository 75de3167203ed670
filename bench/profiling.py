"""Where the time of a cold build goes: `python bench/profiling.py [--pages 2009]`, or `--root FOLDER` for another site.

One process builds without a cache while a timer looks, every two milliseconds of processor time, at what it is doing.
What lies below Python-Markdown counts as Python-Markdown's, so that the part that no cache and no worker can make
smaller stands apart; the rest counts for the room (or the package) that was at work. Out: `profile.md` in
`bench/results/`.
"""

import argparse
import collections
import datetime as dt
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
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
    "/pydantic/": "pydantic",
    "/PIL/": "Pillow",
    "/jinja2/parser": "compiling templates (Jinja)",
    "/jinja2/compiler": "compiling templates (Jinja)",
    "/jinja2/optimizer": "compiling templates (Jinja)",
    "/icalendar/": "icalendar",
}
ROOMS = {
    "text": "text: cleaning and finishing HTML (nh3)",
    "templates": "filling templates (Jinja)",
    "builder": "builder: digests, writing, publishing",
    "kept": "kept: the memory (SQLite)",
    "content": "content: nodes, validation (pydantic), references",
    "source": "source: reading files",
    "views": "views: what each page says",
    "feeds": "feeds, calendars, open data",
}


def place(files: Iterable[str]) -> str:
    """Where the time of one look goes; `files` are those of the functions at work, the outermost first."""
    room = "the rest"
    for file in files:
        for part, name in PACKAGES.items():
            if part in file:
                return name
        if "/g40site/" in file:
            word = file.split("/g40site/")[1].split("/")[0].removesuffix(".py")
            room = ROOMS.get(word, word)
        elif file.endswith((".html", ".svg")) or "/jinja2/" in file:
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

    try:
        cli.main(arguments)
    except SystemExit as done:
        looker.stop()
        if done.code:
            raise
    return dict(looker.seconds)


def built(arguments: list[str], told: Path) -> dict[str, float]:
    """The same in a process of its own, so that nothing of this one is in the figures."""
    subprocess.run([sys.executable, __file__, "--child", told, *arguments], check=True, stdout=subprocess.DEVNULL)
    found: dict[str, float] = json.loads(told.read_text("utf-8"))
    return found


def lines(about: str, seconds: Mapping[str, float], pages: int, date: str) -> Iterator[str]:
    """What was seen, as Markdown."""
    from bench.measuring import machine
    from bench.report import where_of

    total = sum(seconds.values())
    yield from ("# Where a cold build’s time goes", "")
    yield f"Measured on {date} by `python bench/profiling.py` ({where_of(machine())}): {about}, {pages:,} pages with"
    yield f"lists and archives, in one process: {total:.2f} processor seconds, {total / pages * 1000:.2f} ms a page."
    yield from ("", "| where | seconds | part |", "| --- | ---: | ---: |")
    for where, spent in sorted(seconds.items(), key=lambda pair: -pair[1]):
        if spent >= total / 1000:
            name = f"**{where}**" if where == "Python-Markdown" else where
            yield f"| {name} | {spent:.2f} | {spent / total:.1%} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default="2009")
    parser.add_argument("--root", type=Path)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        root, about = given.root, f"the site in {given.root}"
        if root is None:
            from bench.builders import own

            made, root = Path(scratch, "made"), Path(scratch, "site")
            subprocess.run([sys.executable, HERE / "corpus.py", made, "--pages", given.pages], check=True)
            about = "a made site with what the peers have"
            own("g40site", made, root, "")
        output = Path(scratch, "public")
        templates = PROJECT / "templates"
        arguments = ["--root", root, "--output", output, "--templates", templates, "--jobs", "1", "--no-cache"]
        seconds = built([*map(str, arguments)], Path(scratch, "told"))
        pages = sum(1 for _ in output.rglob("*.html"))
    text = "\n".join(lines(about, seconds, pages, dt.date.today().isoformat())) + "\n"
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "profile.md").write_text(text, "utf-8")
    print(text, end="")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        Path(sys.argv[2]).write_text(json.dumps(build(sys.argv[3:])), "utf-8")
    else:
        main()
