"""A process that has read the program once, and runs each command in a fork of its own.

Such a run has all that a run from a shell has (a process, streams, an exit code), apart from the second that Python
takes to read everything. It can also be told to end before its n-th change of a folder, as a machine does that loses
its power there: so a test may try every moment, where a kill by the clock only tries some.
"""

import atexit
import contextlib
import gc
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any, NoReturn

from tests.running import DEADLINE, TOP, environment

# What changes a folder: a file or a folder comes there, leaves it, or takes the place of another.
CHANGES = {"os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "os.symlink"}
# How a run ends that was told to, and one that writes into a file that somebody may be reading.
STOPPED, HALF = 9, 8


class Run:
    """A command that runs."""

    def __init__(self, warm: "Warm", number: int) -> None:
        self.warm, self.process, self.code = warm, number, None

    code: int | None

    def stdout(self) -> str:
        return (self.warm.folder / "stdout").read_text("utf-8")

    def stderr(self) -> str:
        return (self.warm.folder / "stderr").read_text("utf-8")

    def says(self, text: str, times: int = 1) -> bool:
        """Whether it said something so often, or will never do so."""
        return self.stdout().count(text) >= times or self.ended(0)

    def ended(self, seconds: float) -> bool:
        """Whether it has ended, or does so within that time."""
        if self.code is None and (line := self.warm.read(seconds)):
            self.code = int(line)
        return self.code is not None

    def wait(self, seconds: float) -> int:
        assert self.ended(seconds), "it did not end in time"
        assert self.code is not None
        return self.code


class Warm:
    """Runs commands one after another. Use it as a context: what runs ends with it."""

    def __init__(self) -> None:
        self.held = contextlib.ExitStack()

    def __enter__(self) -> "Warm":
        self.folder = Path(self.held.enter_context(tempfile.TemporaryDirectory()))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm"],
            cwd=TOP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Two answers may come at once: what a buffer held of the second, `select` would wait for.
            bufsize=0,
            start_new_session=True,
        )
        self.held.callback(self.end)
        return self

    def __exit__(self, *_: object) -> None:
        self.held.close()

    def end(self) -> None:
        # Also a command that still runs.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def read(self, seconds: float) -> str:
        """What the process answers within that time."""
        answers = self.process.stdout
        assert answers is not None
        return answers.readline().decode() if select.select([answers], [], [], seconds)[0] else ""

    @contextlib.contextmanager
    def started(
        self,
        *arguments: object,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stop: int = 0,
        watched: Path | None = None,
    ) -> Iterator[Run]:
        """A command while it runs. With `stop` it ends before that change, counted from one; what it changes in the
        folder in which it makes things ready does not count, since nobody reads there. With `watched` it ends also when
        it opens a file below that folder to write in it, other than a hidden one.
        """
        asked = {
            "arguments": [*map(str, arguments)],
            "cwd": str(cwd or TOP),
            "env": environment(env),
            "streams": str(self.folder),
            "stop": stop,
            "watched": str(watched or ""),
        }
        # What the run before this one said is gone.
        for name in ("stdout", "stderr"):
            (self.folder / name).write_bytes(b"")
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        run = Run(self, int(self.read(DEADLINE)))
        try:
            yield run
        finally:
            if run.code is None:
                os.kill(run.process, signal.SIGKILL)
                run.wait(DEADLINE)

    def run(self, *arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
        """Runs one command to its end. No run may show a traceback, whatever it was asked."""
        with self.started(*arguments, **more) as run:
            code = run.wait(DEADLINE)
            assert "Traceback" not in run.stdout() + run.stderr(), run.stderr()
            return subprocess.CompletedProcess([*map(str, arguments)], code, run.stdout(), run.stderr())


@cache
def warm() -> Warm:
    """The one of these tests, from the first that asks for it until they end."""
    held = contextlib.ExitStack()
    atexit.register(held.close)
    return held.enter_context(Warm())


def run(
    *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs one command to its end, as `tests.running.run` does, without waiting until Python has read the program."""
    return warm().run(*arguments, cwd=cwd, env=env)


# What runs in the process.


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Reads the program, and then one command a line until there are no more."""
    read_all()
    for line in asked:
        number = os.fork()
        if number == 0:
            begin(json.loads(line))
        answers.write(b"%d\n" % number)
        answers.flush()
        _, status = os.waitpid(number, 0)
        answers.write(b"%d\n" % os.waitstatus_to_exitcode(status))
        answers.flush()


def read_all() -> None:
    """Imports every module of the program, also those that most commands do without."""
    import importlib
    import pkgutil

    import g40site
    from g40site.engine import fingerprints

    for module in pkgutil.walk_packages(g40site.__path__, "g40site."):
        importlib.import_module(module.name)
    fingerprints.program()
    # A fork need not copy what nobody looks at.
    gc.freeze()


def begin(asked: dict[str, Any]) -> NoReturn:
    """Becomes one run of the program, as `build.py` begins it."""
    from g40site.cli import main

    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    places = [("/dev/null", os.O_RDONLY)]
    places += [(f"{asked['streams']}/{name}", os.O_RDWR | os.O_CREAT | os.O_TRUNC) for name in ("stdout", "stderr")]
    for number, (place, flags) in enumerate(places):
        opened = os.open(place, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = [str(TOP / "build.py"), *asked["arguments"]]
    sys.orig_argv = [sys.executable, *sys.argv]
    if asked["stop"]:
        sys.addaudithook(stopper(asked["stop"], Path(asked["watched"])))
    main(asked["arguments"])


def stopper(stop: int, watched: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """Ends this process before its n-th change of a folder, or when it writes where others read."""
    left = stop

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in CHANGES and not is_aside(arguments):
            left -= 1
            if left == 0:
                os._exit(STOPPED)
        elif event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR) and isinstance(arguments[0], str | Path):
            file = Path(arguments[0])
            if file.is_relative_to(watched) and not any(
                part.startswith(".") for part in file.relative_to(watched).parts
            ):
                os._exit(HALF)

    return hook


def is_aside(arguments: tuple[Any, ...]) -> bool:
    """Whether a change is one in a staging folder. What has no whole path is cleared away with the folder it is in."""
    paths = [str(one) for one in arguments if isinstance(one, str | Path)]
    return all(".maken/" in path or not path.startswith("/") for path in paths)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
