"""What a build keeps beside the site: which files are ours, a staging folder, and a lock.

In: the root and the output folder. Out: places below `.cache/` that are truly ours, where no link leads elsewhere; a
fault of disk or rights as one sentence.
"""

import contextlib
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO


class Refused(Exception):
    """The output folder cannot be used, or the machine has a fault. Its two arguments say it in Dutch and English."""


@dataclass(frozen=True, slots=True)
class Journal:
    """Which files in an output folder are ours; losing it costs nothing but the removal of old ones."""

    path: Path

    def read(self) -> set[str]:
        try:
            names = json.loads(cleared(self.path).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return set()
        sound = isinstance(names, list) and all(isinstance(name, str) for name in names)
        return {n for n in names if not n.startswith("/") and ".." not in n.split("/")} if sound else set()

    def write(self, names: set[str]) -> None:
        waiting = cleared(self.path.with_suffix(".nieuw"))
        waiting.write_text(json.dumps(sorted(names), ensure_ascii=False), "utf-8")
        waiting.replace(self.path)


def state_folder(root: Path, output: Path) -> Path:
    """`.cache/` below the root; beside the output where that is another disk or may not be written."""
    home = no_link(root / ".cache")
    try:
        home.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
        if device_of(output) == home.stat().st_dev:
            return home
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
    beside = no_link(output.parent / f".{output.name}.g40site")
    beside.mkdir(parents=True, exist_ok=True)
    return beside


def no_link(folder: Path) -> Path:
    """A folder for our own state; behind a link we would write elsewhere."""
    if folder.is_symlink():
        raise Refused(
            f"{folder} is een koppeling naar een andere plek. Haal haar weg.",
            f"{folder} is a link to another place. Remove it.",
        )
    return folder


def cleared(path: Path) -> Path:
    """A place for our own state, freed of a link or a pipe: what is written there would end up elsewhere."""
    if path.is_symlink() or path.is_fifo():
        path.unlink()
    return path


def device_of(path: Path) -> int:
    """The disk of a folder, or of the nearest one above it that exists."""
    while not path.exists():
        path = path.parent
    return path.stat().st_dev


@contextlib.contextmanager
def staging_folder(folder: Path) -> Iterator[Path]:
    """An empty folder for what is made; a build that was killed may have left its own."""
    # What is nested too deep for the library is not ours; then the next line says that something stands here.
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def locked(slot: Path, output: Path) -> Iterator[None]:
    """One build at a time in an output folder; the system gives the locks back when a process dies.

    The slot is ours; the folder itself, where a system can lock one, also keeps builds of another root out.
    """
    with contextlib.ExitStack() as locks:
        taken = take(locks.enter_context(slot.open("a+b")))
        if taken and os.name == "posix" and output.is_dir():
            folder = os.open(output, os.O_RDONLY)
            locks.callback(os.close, folder)
            taken = take(folder)
        if not taken:
            raise Refused(
                "Er is al een build bezig met deze site. Wacht tot die klaar is.",
                "Another build of this site is running. Wait until it is done.",
            )
        yield


def take(lock: IO[bytes] | int) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            file = lock if isinstance(lock, int) else lock.fileno()
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # This disk knows no locks.
        return True
    return True


@contextlib.contextmanager
def machine_faults(output: Path) -> Iterator[None]:
    """A fault of disk or rights while writing is one sentence, not a traceback."""
    try:
        yield
    except OSError as error:
        place = error.filename or output
        reason = error.strerror or error
        raise Refused(f"Schrijven lukt niet: {reason} ({place}).", f"Cannot write: {reason} ({place}).") from error
