"""How long a cold build takes: `python bench/cold.py [--rounds 5]`. No cache, no output, a new process each time.

Builds the real site and made sites of about 300 and 2,000 pages in turn, so that a change in the speed of the machine
meets all alike, and prints medians of wall and cpu seconds with the machine they were measured on.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import Corpus

PROJECT = Path(__file__).resolve().parents[1]
SIZES = {"300 pages": (100, 50, 112, 41), "2,000 pages": (1200, 430, 320, 50)}


def timed(root: Path) -> tuple[float, float, int]:
    """Wall seconds, cpu seconds and the number of pages of one build from nothing."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch, "public")
        command = [sys.executable, str(PROJECT / "build.py"), "--root", str(root), "--output", str(output)]
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        pages = sum(1 for _ in output.rglob("*.html"))
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as scratch:
        roots = {"real site": Path(scratch, "real")}
        for name in ("content", "site.yaml", "themes.yaml", "municipalities.yaml"):
            copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
            roots["real site"].mkdir(exist_ok=True)
            copy(PROJECT / name, roots["real site"] / name)
        for name, (news, events, projects, municipalities) in SIZES.items():
            roots[name] = Path(scratch, name.split()[0].replace(",", ""))
            Corpus(roots[name], seed=1).make(news, events, projects, municipalities)
        runs: dict[str, list[tuple[float, float, int]]] = {name: [] for name in roots}
        for _ in range(rounds):
            for name, root in roots.items():
                runs[name].append(timed(root))
    print(f"{'':<12} {'pages':>6} {'wall s':>7} {'cpu s':>7}   (medians of {rounds})")
    for name, found in runs.items():
        wall, cpu = (statistics.median(run[column] for run in found) for column in (0, 1))
        print(f"{name:<12} {found[0][2]:>6} {wall:>7.2f} {cpu:>7.2f}")


if __name__ == "__main__":
    main()
