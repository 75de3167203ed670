"""What the disk says, and what a build needs of it: a folder for its state, locks, a staging folder, an output folder.

In: the root and an output folder. Out: places that are truly ours, or a refusal that says what to do. A build believes
what stands in its state, so only builds of this user can have written there: what git keeps came from whoever wrote the
repository, and what others may write came from anybody. A fault of disk or rights is one sentence.
"""

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from g40site.engine.fingerprints import PACKAGE, hash_bytes

if TYPE_CHECKING:
    import subprocess


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
        taken = try_lock(locks.enter_context(lock.open("a+b")).fileno())
        if taken and os.name == "posix" and output.is_dir():
            folder = os.open(output, os.O_RDONLY)
            locks.callback(os.close, folder)
            taken = try_lock(folder)
        if not taken:
            raise refused("busy")
        yield


def try_lock(lock: int) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
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
    before = time_of(lock)
    return next((now for _ in range(LOOKS) if (now := time_of(lock)) != before), before)


# A file on its way to an output that is mounted from elsewhere. It has a name of ours, so that it can be cleared.
IN_TRANSIT = ".g40site-onderweg"


def survey(folder: Path) -> tuple[dict[str, Stat], tuple[str, ...]]:
    """The files of a folder itself with what the disk says of each, and the rest: a link, or what stands behind one, is
    not ours.
    """
    files: dict[str, Stat] = {}
    others: list[str] = []
    for path, entry in entries_in(folder):
        if entry.is_file(follow_symlinks=False):
            files[path] = stat_key(entry.stat(follow_symlinks=False))
        else:
            others.append(path)
    return files, tuple(others)


def entries_in(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a folder that is no folder itself, by its path from there. Links are not followed, and a folder
    that may not be read is left out.
    """
    top, waiting = os.fspath(folder), [""]
    while waiting:
        above = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(f"{top}/{above}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{above}{entry.name}/")
                else:
                    yield above + entry.name, entry


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


# The version of an index whose paths are written as what differs from the one before.
COMPRESSED = b"DIRC\0\0\0\4"
# Nobody else has to look in it, whatever the machine lets new folders be.
OURS = 0o700
# Beside outputs elsewhere: one for all that a user puts there, so that a folder for each day builds from the last.
BESIDE = f".g40site-{os.geteuid()}" if os.name == "posix" else ".g40site"


def state_folder(root: Path, output: Path) -> Path:
    """`.cache/` below the root; beside the output where that is another disk or may not be written."""
    home, beside = root / ".cache", output.parent / BESIDE
    check_untracked(home)
    try:
        make_own(home)
        if device_of(output) == home.stat().st_dev:
            return home
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
    check_untracked(beside)
    output.parent.mkdir(parents=True, exist_ok=True)
    make_own(beside)
    return beside


def user_folder(name: str) -> Path | None:
    """A folder for what is the user's and no site's, in which nobody else may write; None where there can be none."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "g40site" / name
        folder.mkdir(OURS, parents=True, exist_ok=True)
        return folder if is_owned(folder) and os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError):
        return None


def state_to_read(root: Path, output: Path) -> Path | None:
    """The same for whoever only looks; None where nothing is kept that may be read."""
    home, beside = root / ".cache", output.parent / BESIDE
    folder = home if home.is_dir() and device_of(output) == home.stat().st_dev else beside
    check_untracked(folder)
    return folder if folder.is_dir() and not folder.is_symlink() and is_owned(folder) else None


def make_own(folder: Path) -> None:
    """A folder for our own state, where there is none yet; behind a link we would write elsewhere."""
    if folder.is_symlink():
        raise refused("state-is-link", folder=folder)
    folder.mkdir(OURS, exist_ok=True)
    check_owned(folder)


def check_untracked(folder: Path) -> None:
    """Refuses a folder that git keeps, or of which git keeps something."""
    repository = repository_of(folder)
    if repository is None or not may_name(index_of(repository), folder.name):
        return
    if is_tracked(folder):
        import shlex

        raise refused("state-in-git", folder=folder, command=f"git rm -r --cached {shlex.quote(str(folder))}")


def check_owned(folder: Path) -> None:
    """Refuses a folder of somebody else, and one in which everybody may write. Fails as the disk does where nothing can
    be written. A new file tells what the disk knows of owners and rights: on some every file is everybody's.
    """
    with tempfile.TemporaryFile(dir=folder) as new:
        ours, there = os.fstat(new.fileno()), folder.stat()
    if there.st_uid != ours.st_uid:
        raise refused("state-of-another", folder=folder)
    if there.st_mode & stat.S_IWOTH & ~ours.st_mode:
        raise refused("state-of-all", folder=folder)


def is_owned(folder: Path) -> bool:
    """The same for whoever only reads, and so cannot try what the disk knows."""
    if os.name != "posix":
        return True
    there = folder.stat()
    return there.st_uid == os.geteuid() and not there.st_mode & stat.S_IWOTH


def repository_of(folder: Path) -> Path | None:
    """What git has of the checkout that a folder stands in: a folder, or a file that names one."""
    above = folder.parent.resolve()
    return next((at / ".git" for at in (above, *above.parents) if os.path.lexists(at / ".git")), None)


def index_of(repository: Path) -> Path:
    """The list of all that git keeps; that of a worktree or a submodule stands elsewhere."""
    if repository.is_file():
        _, _, named = repository.read_text("utf-8", errors="surrogateescape").partition("gitdir: ")
        repository = repository.parent / named.rstrip("\n")
    return repository / "index"


def may_name(index: Path, name: str) -> bool:
    """Whether a name may stand in an index, in whatever letters. Most builds end in a tenth of a second, so git itself
    is only asked then.
    """
    try:
        listed = index.read_bytes()
        parts = [file for file in os.listdir(index.parent) if file.startswith("sharedindex.")]  # noqa: PTH208 (as fast as can be)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return bool(parts) or listed.startswith(COMPRESSED) or os.fsencode(name).lower() in listed.lower()


def is_tracked(folder: Path) -> bool:
    """Whether git itself says that it keeps the folder or something in it."""
    try:
        done = git(folder.parent, "ls-files", "-z", "--", f":(icase,literal){folder.name}")
        fault = done.stderr.decode(errors="replace").partition("\n")[0] if done.returncode else ""
    except OSError as error:
        fault = str(error)
    if fault:
        raise refused("git-is-silent", folder=folder, fault=fault)
    listed = {os.fsdecode(path).partition("/")[0] for path in done.stdout.split(b"\0") if path}
    return any(name == folder.name or is_same(folder.parent / name, folder) for name in listed)


def git(folder: Path, *arguments: str, given: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    """What git answers about the repository that a folder stands in; fails with OSError where there is no git. `given`
    is what it reads.

    The repository may be a stranger's: nothing that its settings name is run, and nothing is fetched.
    """
    import subprocess

    safe = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    safe |= {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    return subprocess.run(command, env=safe, input=given, capture_output=True)


def is_same(folder: Path, other: Path) -> bool:
    """Whether two names mean one folder, as they may where a disk does not tell capitals apart."""
    try:
        return folder.samefile(other)
    except OSError:
        return False
