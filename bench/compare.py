"""Builds the same site with this project and its peers: `python bench/compare.py PEERS`.

In: the folder that `bench/peers/setup.sh` filled. Out, in `bench/results/`: `compare.json` with every run, `compare.md`
with a table, `compare.svg` with the cost by size. Each round runs every builder in every mode, in turn, so that a
change in the speed of the machine meets all alike; what is compared is the ratio within a round. `--sizes real` is the
real site, which only this project can build.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
if not __package__:
    # Run as a script: the modules of this folder are found by way of the project.
    sys.path[0] = str(HERE.parent)

from bench.builders import COPY, EDITS, MODES, OWN, PEERS, PROJECT, Builder, copied, noon, own, peer  # noqa: E402
from bench.corpus import ALL, SIZES  # noqa: E402
from bench.measuring import Failed, machine, measured  # noqa: E402
from bench.plot import drawn  # noqa: E402
from bench.report import table  # noqa: E402

EVERYBODY = [*OWN, *PEERS, COPY]


def listed(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def arranged(size: str, names: Sequence[str], peers: Path | None, scratch: Path, now: str) -> list[Builder]:
    """Every builder with its own copy of the corpus. Other processes make the copies: this one must stay small, as a
    process counts the memory of the one that started it."""
    corpus = PROJECT if size == "real" else scratch / "corpus"
    chosen = [name for name in names if name in OWN or (peers and size != "real" and name in PEERS)]
    if size != "real":
        subprocess.run([sys.executable, HERE / "corpus.py", corpus, "--pages", size], check=True)
    for name in chosen:
        if name not in OWN:
            kind, made = name.removesuffix("-cache"), scratch / f"made-{name}"
            command = [sys.executable, HERE / "peers/convert.py", corpus, made, "--peers", kind]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            (made / kind).rename(scratch / name)
    builders = [
        own(name, corpus, scratch / name, now) if name in OWN else peer(name, peers or Path(), scratch / name)
        for name in chosen
    ]
    return [*builders, copied(scratch / OWN[0], scratch / COPY)] if {COPY, OWN[0]} <= {*names} else builders


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers", type=Path, nargs="?", help="where the peers are; without it only this project runs")
    parser.add_argument("--sizes", type=listed, default=["real", *map(str, SIZES)], help="pages, or `real`")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", type=listed, default=EVERYBODY, help=f"of {','.join(EVERYBODY)}")
    parser.add_argument("--cold-only", type=listed, default=[], help="of these, the ones that build cold only")
    parser.add_argument("--modes", type=listed, default=list(MODES), help=f"of {','.join(MODES)}")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--add", action="store_true", help="keep what was measured before of other sizes")
    parser.add_argument("--scratch", type=Path, help="where the sites are made; default a temporary folder")
    given = parser.parse_args()
    for wrong in (
        *(set(given.sizes) - {"real", *map(str, ALL)}),
        *({*given.only, *given.cold_only} - {*EVERYBODY}),
        *(set(given.modes) - {*MODES}),
    ):
        parser.error(f"unknown: {wrong}")
    peers = given.peers.resolve() if given.peers else None
    now = noon()
    found: dict[str, Any] = {
        "date": now,
        "machine": machine(),
        "versions": {},
        "modes": MODES,
        "runs": [],
    }
    earlier = given.results / "compare.json"
    if given.add and earlier.exists():
        kept = json.loads(earlier.read_text("utf-8"))
        found["runs"] = [run for run in kept["runs"] if run["size"] not in given.sizes]
        found["versions"] = kept["versions"]
    given.results.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=given.scratch, prefix="bench-") as scratch:
            for size in given.sizes:
                builders = arranged(size, given.only, peers, Path(scratch, size), now)
                found["versions"] |= {one.name: one.version for one in builders}
                compare(size, builders, given, found)
    except Failed as failed:
        sys.exit(str(failed))


def compare(size: str, builders: list[Builder], given: argparse.Namespace, found: dict[str, Any]) -> None:
    """All rounds of one size; what was measured is written after each, so that nothing is lost when it is stopped."""
    modes, results = given.modes, given.results
    pages = int(size) if size != "real" else 0
    # Without output and cache there is nothing to compare a change with.
    chosen = modes if "cold" in modes else ["cold", *modes]
    for number in range(1, given.rounds + 1) if builders else ():
        # Nobody is always the first, or always after the same other.
        turn = number % len(builders)
        ordered = builders[turn:] + builders[:turn]
        originals = [(one, {path: path.read_bytes() for path in edited(one, number, modes)}) for one in builders]
        for mode in (mode for mode in MODES if mode in chosen):
            for one in ordered:
                if mode not in one.modes or (mode != "cold" and one.name in given.cold_only):
                    continue
                change = one.prepare(mode, number)
                run = measured(one.asked(mode), one.folder, one.environment)
                one.verify(mode, change, pages)
                if mode in modes:
                    figures = {"wall": run.wall, "cpu": run.cpu, "megabytes": run.megabytes}
                    about = {"size": size, "pages": one.pages(), "builder": one.name, "mode": mode, "round": number}
                    found["runs"].append(about | {key: round(value, 4) for key, value in figures.items()})
                    sys.stderr.write(f"{size} {one.name} {mode} {number}: {run.wall:.2f} s\n")
        for _, texts in originals:
            for path, content in texts.items():
                path.write_bytes(content)
        (results / "compare.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (results / "compare.md").write_text(table(found), "utf-8")
        (results / "compare.svg").write_text(drawn(found), "utf-8")


def edited(builder: Builder, number: int, modes: list[str]) -> set[Path]:
    """Every file that a round changes."""
    wanted = [mode for mode in modes if mode in EDITS and mode in builder.modes]
    return {path for mode in wanted for path in builder.change(mode, number).texts}


if __name__ == "__main__":
    main()
