"""Runs the program: as its users do, in a process of its own with an environment that says nothing, or in this one."""

import contextlib
import gc
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from g40site import cli

TOP = Path(__file__).parents[1]
NOW = "2026-11-24T12:00"
# Long enough for a machine that is busy with other things; a test that waits this long has failed.
DEADLINE = 60.0


def command(*arguments: object, program: Path = TOP) -> list[str]:
    return [sys.executable, str(program / "build.py"), *map(str, arguments)]


def copied_program(folder: Path) -> Path:
    """The program with its templates in a folder of its own, for who changes it."""
    for name in ("g40site", "templates"):
        shutil.copytree(TOP / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TOP / "build.py", folder)
    return folder


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    compiled = {name: os.environ[name] for name in ("XDG_CACHE_HOME",) if name in os.environ}
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **compiled, **(more or {})}


def run(
    *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None, program: Path = TOP
) -> subprocess.CompletedProcess[str]:
    """Runs one command to its end. No run may show a traceback, whatever it was asked."""
    done = subprocess.run(
        command(*arguments, program=program),
        cwd=cwd,
        env=environment(env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=DEADLINE,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def call(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs one command in this process, which takes a tenth of the time: for what it says and writes."""
    words, out, err = [*map(str, arguments)], io.StringIO(), io.StringIO()
    # The real process uses all cores, and looks for no garbage until it ends.
    with contextlib.chdir(cwd or Path.cwd()), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.ended(words)
        finally:
            gc.enable()
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def script(program: str, *arguments: object, env: Mapping[str, str] | None = None) -> str:
    """What a piece of Python says that runs to its end in a process of its own, with the program at hand."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=TOP,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=True,
    )
    return done.stdout.strip()


def wait_until(true: Callable[[], bool]) -> None:
    """Looks again and again until something is true; fails after a deadline."""
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end, "it did not become true in time"
        time.sleep(0.01)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
