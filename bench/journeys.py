"""What people wait for, part by part: `python bench/journeys.py`.

Does what the workflows do (`.github/workflows/`; `.gitlab-ci.yml` does the same) on a machine that has nothing yet,
what `make site` does in a fresh clone, and saves in `serve` until Chromium shows the new page: with this repository as
it was committed, and with a made site in the place of its own; all features are on. Out, in `bench/results/`, after
each journey: `journeys.json` with every figure, `journeys.md` with medians. A round has every journey of every site.

What a network does is not measured: clones are of this disk, and the packages were downloaded before. With a `--wheels`
that has them nothing is asked of the network. Begin and end on one day: the caches are of the day of the beginning.
"""

import argparse
import datetime as dt
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

HERE = Path(__file__).resolve().parent
if not __package__:
    # Run as a script: the modules of this folder are found by way of the project.
    sys.path[0] = str(HERE.parent)

from bench.builders import PROJECT, noon, own, said  # noqa: E402
from bench.compare import listed  # noqa: E402
from bench.corpus import SIZES  # noqa: E402
from bench.measuring import Failed, machine, measured  # noqa: E402
from bench.report import name_of, row, seconds, where_of  # noqa: E402
from bench.serve import saves  # noqa: E402

OF_THE_SITE = ("content", "docs/redactie", "docs/meldingen", "site.yaml", "themes.yaml", "municipalities.yaml")
COMMIT = ("-c", "user.name=bench", "-c", "user.email=bench@example.nl", "commit", "--quiet", "--all", "--message=bench")
INSTALL = re.compile(r"run: python (-m pip install .+)")
# As `actions/cache` packs it where there is zstd.
CACHE = "cache.tar.zst" if shutil.which("zstd") else "cache.tar.gz"
# Builds as `.ci/proposal.py` does, and prints what no command tells: how many files had to be made.
RENDERED = """
import datetime as dt, sys
from pathlib import Path
from g40site import pipeline
from g40site.engine.workers import cores
now, output = dt.datetime.now(dt.UTC), Path(sys.argv[1])
print(pipeline.build(pipeline.Options(Path(), Path("templates").resolve(), now, output, jobs=cores())).update.rendered)
"""
WHOLE, RENDERED_FILES, CHANGED_FILES = "all of it", "files rendered", "files changed or new"
COUNTS = (RENDERED_FILES, CHANGED_FILES)
# What stands for something that a runner has already.
ENVIRONMENT = "environment"


class Site:
    """A repository with a site and the program, on its main branch and with a proposal, and where its machines work."""

    def __init__(self, size: str, folder: Path, wheels: Path) -> None:
        self.size, self.folder, self.wheels, self.origin = size, folder, wheels, folder / "origin"
        # A build names folders by their paths, and those of a machine of CI are the same each time.
        self.work, self.temp, self.caches = folder / "work", folder / "temp", folder / "caches"
        self.caches.mkdir(parents=True)
        self.manifest = frozenset[str]()
        # Nothing tidies up beside what is measured.
        self.git("clone", "--quiet", "--config=gc.auto=0", str(PROJECT), str(self.origin), at=folder)
        self.git("switch", "--quiet", "--force-create", "main")
        if size != "real":
            self.git("rm", "-r", "--quiet", *OF_THE_SITE)
            subprocess.run([sys.executable, HERE / "corpus.py", self.origin, "--pages", size], check=True)
            self.git("add", "--all")
            self.git(*COMMIT)
        self.preview = own("g40site-all", self.origin, folder / "preview", noon())
        self.git("switch", "--quiet", "--create", "proposal")
        for path, text in self.preview.change("merge", 0).texts.items():
            (self.origin / path.relative_to(self.preview.folder)).write_text(text, "utf-8", newline="\n")
        self.git(*COMMIT)
        # Packed, as a server has it.
        self.git("gc", "--quiet")

    def git(self, *command: str, at: Path | None = None) -> None:
        subprocess.run(["git", *command], cwd=at or self.origin, check=True, stdout=subprocess.DEVNULL)

    def build_before(self) -> None:
        """Makes the caches that builds of the main branch left, of yesterday and of today; `manifest` is what
        yesterday's published, each file with its digest.
        """
        ci, today = Machine(self, "main", "--depth=1"), dt.datetime.fromisoformat(noon())
        ci.ready("site")
        for name, now in (("yesterday", today - dt.timedelta(days=1)), ("today", today)):
            ci.step("", ci.python, "build.py", "build", "--now", now.isoformat(), "--output", str(ci.website))
            if name == "yesterday":
                self.manifest = ci.published()
            (self.caches / name).mkdir()
            ci.step("", "tar", "-caf", str(self.caches / name / CACHE), ".cache")
            ci.discard(ci.website)


class Machine:
    """A machine that has nothing yet, with a checkout; `parts` is what each part took, in seconds."""

    def __init__(self, site: Site, branch: str, *options: str) -> None:
        self.site, self.work, self.temp = site, site.work, site.temp
        self.website, self.python = self.temp / "site/website", str(self.temp / "venv/bin/python")
        self.discard(self.work, self.temp)
        self.temp.mkdir()
        self.parts: dict[str, float] = {}
        origin = site.origin.as_uri()
        self.step(
            "checkout", "git", "clone", "--quiet", "--branch", branch, *options, origin, str(self.work), at=self.temp
        )

    def discard(self, *folders: Path) -> None:
        """Moves what is no longer needed out of the way: see `Builder.clear`."""
        for folder in filter(Path.exists, folders):
            folder.rename(Path(tempfile.mkdtemp(dir=self.site.folder, prefix="aside-"), folder.name))

    @property
    def around(self) -> dict[str, str]:
        packages = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.site.wheels), "PYTHON": sys.executable}
        return {"XDG_CACHE_HOME": str(self.temp / "user"), **packages}

    def step(self, part: str, *command: str, at: Path | None = None) -> None:
        """Runs a command; several of one part count together."""
        self.parts[part] = self.parts.get(part, 0.0) + measured(command, at or self.work, self.around).wall

    def ready(self, folder: str) -> None:
        """As every workflow begins. A runner has a Python of its own: an environment stands for it, in no sum."""
        self.step("checkout", "sh", ".ci/untracked.sh", str(self.temp / folder))
        self.step(ENVIRONMENT, sys.executable, "-m", "venv", str(self.temp / "venv"))
        # The others install in the same words, or in almost the same.
        install = INSTALL.search((self.work / ".github/workflows/site.yml").read_text("utf-8"))
        assert install, "the workflow installs packages"
        self.step("Python’s packages", self.python, *install[1].split())

    def restore(self, name: str) -> None:
        self.step("restored cache", "tar", "-xf", str(self.site.caches / name / CACHE))

    def build(self) -> None:
        self.step("check and build", self.python, ".ci/proposal.py", ".", str(self.website.parent))

    def pack(self, folder: Path) -> None:
        """As `actions/upload-artifact` does it."""
        start = time.perf_counter()
        with ZipFile(self.temp / "artefact.zip", "w", ZIP_DEFLATED, compresslevel=6) as packed:
            for path in folder.rglob("*"):
                packed.write(path, path.relative_to(folder))
        self.parts["artefact"] = time.perf_counter() - start

    def published(self) -> frozenset[str]:
        return frozenset((self.website / "MANIFEST").read_text("utf-8").splitlines()[1:])


def proposal(site: Site) -> dict[str, float]:
    ci = Machine(site, "proposal")
    old, folder = str(ci.temp / "hoofdversie"), ci.temp / "voorstel"
    ci.step("checkout", "git", "worktree", "add", "--quiet", "--detach", old, "HEAD^1")
    ci.ready("voorstel")
    ci.step("check, build and changes", ci.python, ".ci/proposal.py", "--old", old, ".", str(folder))
    ci.pack(folder / "voorbeeld")
    return ci.parts


def main_branch(site: Site, branch: str, cache: str) -> Machine:
    """The workflow of the main branch, from checkout to artefact."""
    ci = Machine(site, branch, "--depth=1")
    ci.ready("site")
    if cache:
        ci.restore(cache)
    ci.build()
    ci.pack(ci.website)
    return ci


def merge(site: Site) -> dict[str, float]:
    ci = main_branch(site, "proposal", "today")
    ci.step("verify", ci.python, "build.py", "verify", str(ci.website))
    return ci.parts


def night(site: Site) -> dict[str, float]:
    ci = main_branch(site, "main", "yesterday")
    parts = {**ci.parts}
    changed = len(ci.published() - site.manifest)
    # Once more, to hear what the workflow does not tell.
    ci.discard(ci.website, ci.work / ".cache")
    ci.restore("yesterday")
    command = [ci.python, "-c", RENDERED, str(ci.website)]
    around = {**os.environ, **ci.around}
    rendered = subprocess.run(command, cwd=ci.work, env=around, check=True, capture_output=True, text=True).stdout
    return {**parts, RENDERED_FILES: int(rendered), CHANGED_FILES: changed}


def first(site: Site) -> dict[str, float]:
    return main_branch(site, "main", "").parts


def make(site: Site) -> dict[str, float]:
    clone = Machine(site, "main")
    clone.step("environment and Python’s packages", "make", "venv")
    clone.step("build", "make", "site")
    return clone.parts


JOURNEYS: dict[str, tuple[Callable[[Site], dict[str, float]], str]] = {
    "proposal": (proposal, "a proposal until its preview is an artefact: all history, and no cache, as `controle.yml`"),
    "merge": (
        merge,
        "a merged news text until the site is an artefact, as `site.yml`, and its files against their list",
    ),
    "night": (night, "the same on the next day, without any change; rendered is what had to be made"),
    "first": (first, "the same without any cache"),
    "make": (make, "`make site` in a fresh clone"),
    "save": (
        lambda site: saves(site.preview),
        "a save in `serve` until its page is served, and until that stands in Chromium",
    ),
}


def table(found: Mapping[str, Any]) -> str:
    """The medians as Markdown."""
    runs, sites = found["runs"], list(dict.fromkeys(run["site"] for run in found["runs"]))
    lines = [
        "# What people wait for",
        "",
        f"Measured on {found['date'][:10]} by `python bench/journeys.py` of {found['version']} "
        f"({where_of(found['machine'])}); medians of seconds, with the number of rounds behind the name of the site. "
        "All features are on, each machine is new, and the packages were downloaded before. An environment stands for "
        "the Python that a runner has, and is in no sum.",
        "",
        *(f"- *{name}*: {JOURNEYS[name][1]}." for name in dict.fromkeys(run["journey"] for run in runs)),
        "",
    ]
    rounds = {site: len({run["round"] for run in runs if run["site"] == site}) for site in sites}
    lines += [row(["journey", "part", *(f"{name_of(site)} ({rounds[site]})" for site in sites)])]
    lines += [row(["---", "---", *["---:"] * len(sites)])]
    for journey in dict.fromkeys(run["journey"] for run in runs):
        of = [run for run in runs if run["journey"] == journey]
        for part in dict.fromkeys(part for run in of for part in run["parts"]):
            per_site = ([run["parts"][part] for run in of if run["site"] == site] for site in sites)
            cells = [statistics.median(values) if values else None for values in per_site]
            how = "{:,.0f}".format if part in COUNTS else seconds
            lines.append(row([journey, part, *("" if cell is None else how(cell) for cell in cells)]))
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=listed, default=["real", "2009", "10003"], help="pages, or `real`")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--journeys", type=listed, default=list(JOURNEYS), help=f"of {','.join(JOURNEYS)}")
    parser.add_argument("--wheels", type=Path, help="where the packages are, or will be; default a temporary folder")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--scratch", type=Path, help="where the sites are made; default a temporary folder")
    given = parser.parse_args()
    for wrong in (*({*given.sites} - {"real", *map(str, SIZES)}), *({*given.journeys} - {*JOURNEYS})):
        parser.error(f"unknown: {wrong}")
    version = said("git", "-C", str(PROJECT), "describe", "--always")
    found: dict[str, Any] = {"date": noon(), "machine": machine(), "version": version, "runs": []}
    given.results.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=given.scratch, prefix="bench-") as scratch:
            wheels = (given.wheels or Path(scratch, "wheels")).resolve()
            if not wheels.exists():
                download = ("download", "--quiet", "--require-hashes", "-r", PROJECT / "requirements.lock")
                subprocess.run([sys.executable, "-m", "pip", *download, "--dest", wheels], check=True)
            sites = [Site(size, Path(scratch, size), wheels) for size in given.sites]
            for site in sites if {"merge", "night"} & {*given.journeys} else ():
                site.build_before()
            chosen = [name for name in JOURNEYS if name in given.journeys]
            for number, site, name in product(range(1, given.rounds + 1), sites, chosen):
                parts = JOURNEYS[name][0](site)
                if name != "save":
                    parts[WHOLE] = sum(value for part, value in parts.items() if part not in (*COUNTS, ENVIRONMENT))
                rounded = {part: round(value, 4) for part, value in parts.items()}
                found["runs"].append({"site": site.size, "journey": name, "round": number, "parts": rounded})
                sys.stderr.write(f"{site.size} {name} {number}: {rounded}\n")
                text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
                (given.results / "journeys.json").write_text(text, "utf-8")
                (given.results / "journeys.md").write_text(table(found), "utf-8")
    except Failed as failed:
        sys.exit(str(failed))


if __name__ == "__main__":
    main()
