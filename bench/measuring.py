"""Runs one build in a process of its own and tells what it cost."""

import os
import platform
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class Failed(Exception):
    """A build ended with an error, or an edit is not on the page."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock, seconds of all processors together, and the memory of the largest process."""

    wall: float
    cpu: float
    megabytes: float


def measured(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """The cost of one command; children that it waits for count as well."""
    # What earlier builds left unwritten is not for this one to pay.
    os.sync()
    # As on any machine, a program in Python is compiled when it first runs, and not again.
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**around, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        told = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(command)}: exit code {process.returncode}\n{told.decode('utf-8', 'replace')[-2000:]}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def chromium() -> str | None:
    """The browser to measure in; without one Playwright takes its own."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def machine() -> dict[str, str | int]:
    """Where the figures were measured."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return {"processor": model, "cores": os.cpu_count() or 1, "system": f"{platform.system()} {platform.release()}"}
