"""What the disk says, and what a build needs of it: locks, a staging folder, which output folders are refused.

In: a folder for state and an output folder. Out: places that are truly ours, where no link leads elsewhere; a fault of
disk or rights as one sentence.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from g40site.engine.fingerprints import PACKAGE, hash_bytes


class Refused(Exception):
    """The output folder cannot be used, or the machine has a fault. Its two arguments say it in Dutch and English."""


def refused(code: str, **values: object) -> Refused:
    """Why a build does not go on; the texts are data."""
    import tomllib

    texts = tomllib.loads(Path(__file__).with_name("refusals.toml").read_text("utf-8"))[code]
    return Refused(*(texts[language].format_map(values) for language in ("nl", "en")))


def unlinked(path: Path) -> Path:
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
def locked(lock: Path, output: Path) -> Iterator[None]:
    """One build at a time in an output folder; the system gives the locks back when a process dies.

    The file is ours; the folder itself, where a system can lock one, also keeps builds of another root out.
    """
    with contextlib.ExitStack() as locks:
        taken = try_lock(locks.enter_context(lock.open("a+b")))
        if taken and os.name == "posix" and output.is_dir():
            folder = os.open(output, os.O_RDONLY)
            locks.callback(os.close, folder)
            taken = try_lock(folder)
        if not taken:
            raise refused("busy")
        yield


def try_lock(lock: IO[bytes] | int) -> bool:
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
        raise refused("cannot-write", reason=error.strerror or error, place=error.filename or output) from error


def time_of(lock: Path) -> int:
    """The time of the disk now, in nanoseconds."""
    lock.touch()
    return lock.stat().st_mtime_ns


def output_name(root: Path, output: Path) -> str:
    """A name for an output folder: the same in every checkout where it lies below the root."""
    real, home = output.resolve(), root.resolve()
    path = real.relative_to(home) if real.is_relative_to(home) else real
    return hash_bytes(os.fsencode(path)).hex()[:16]


# What the disk says of a file: its size, its times in nanoseconds, and its number. As long as it says the same, the
# file is the same, unless it was changed so soon after it was looked at that its time could not show it.
Stat = tuple[int, ...]
# What is not known of a file, or could not be trusted: the disk never says this.
UNKNOWN: Stat = ()


class StatEntry(NamedTuple):
    """What the disk said of a file when its bytes were read, and their digest: as long as the disk says the same of it,
    the bytes are the same, unless the file was changed so soon after that its time could not show it.
    """

    size: int
    modified: int
    changed: int
    number: int
    digest: str


# On the coarsest disk a file that was changed this shortly before it was read can change again with the same time.
RACY_WINDOW_NS = 2_000_000_000


def without_racy(stats: Mapping[str, StatEntry], clock: int) -> dict[str, StatEntry]:
    """What the disk said of files that had been at rest when they were read; `clock` is the disk's time before that."""
    return {f: s for f, s in stats.items() if max(s.modified, s.changed) < clock - RACY_WINDOW_NS}


def stat_key(info: os.stat_result) -> tuple[int, int, int, int]:
    return info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino


def at_rest(seen: Stat, clock: int) -> Stat:
    """What the disk said of a file that had been at rest before that time of the disk, so that it can be trusted."""
    return seen if seen and max(seen[1], seen[2]) < clock else UNKNOWN


# How often the disk is asked whether its time has moved on, some ten milliseconds in all: on most it does in less, and
# on one that counts in seconds what was moved last is looked at again.
LOOKS = 1000


def next_time_of(lock: Path) -> int:
    """The time of the disk, once it is another than now."""
    before = now = time_of(lock)
    for _ in range(LOOKS):
        if now != before:
            break
        now = time_of(lock)
    return now


# A file on its way to an output that is mounted from elsewhere. It has a name of ours, so that it can be cleared.
IN_TRANSIT = ".g40site-onderweg"

# The files of a folder with what the disk says of each, and what else is in it.
Survey = tuple[dict[str, Stat], tuple[str, ...]]


def survey(folder: Path) -> Survey:
    """The files of a folder itself, and the rest: a link, or what stands behind one, is not ours."""
    files: dict[str, Stat] = {}
    others: list[str] = []
    for path, entry in entries_in(folder):
        if entry.is_file(follow_symlinks=False):
            files[path] = stat_key(entry.stat(follow_symlinks=False))
        else:
            others.append(path)
    return files, tuple(others)


def entries_in(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Links are not followed, and a folder that may not be read is left out."""
    top, waiting = os.fspath(folder), [""]
    while waiting:
        above = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(f"{top}/{above}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{above}{entry.name}/")
                else:
                    yield above + entry.name, entry


def files_in(folder: Path) -> Iterator[str]:
    """Everything below a folder that is no folder itself, by its path from there."""
    return (path for path, _entry in entries_in(folder))


def make_folder(output: Path) -> None:
    """The output folder, also when the first build had errors, so that a preview can begin."""
    with machine_faults(output):
        output.mkdir(parents=True, exist_ok=True)


def refuse(output: Path, root: Path, templates: Path) -> None:
    """An output folder that is, holds or lies in a folder with sources would destroy them."""
    try:
        real, home = output.resolve(), root.resolve()
        sources = [templates.resolve(), PACKAGE, *((home / name).resolve() for name in SOURCE_FOLDERS)]
    except RuntimeError:
        raise refused("output-in-circle", output=output) from None
    if any(folder.is_relative_to(real) for folder in (home, *sources)):
        raise refused("output-holds-sources", output=output)
    if any(real.is_relative_to(folder) for folder in sources):
        raise refused("output-in-sources", output=output)
    for folder in (real, *real.parents):
        if folder.exists() and not folder.is_dir():
            raise refused("output-is-file", output=output, folder=folder)


SOURCE_FOLDERS = ("content", "templates", "g40site", "tests", "docs", "bench", "schema", ".git", ".cache", ".venv")
