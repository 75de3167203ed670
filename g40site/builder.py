"""The only room that writes: brings an output folder to the plan, doing only what differs.

In: outputs, and a maker that turns one into bytes. Out: what was new, changed and removed, and which files are not
ours. Everything is made aside first; then it moves in place in one short phase: new files, changed files, removals, the
list of digests last. What the folder will hold is written down before the first move, so that files of a build that
was stopped halfway are still known as ours.
"""

import contextlib
import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from g40site.content import pictures
from g40site.diagnostics import Problems
from g40site.routes import Output
from g40site.source import Reader
from g40site.templates import TemplateFault, Templates

MANIFEST = "MANIFEST"
MOST_SOURCE = 100_000_000


class Refused(Exception):
    """The output folder cannot be used, or the machine has a fault; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Update:
    """What a build did to its output folder: numbers of files, and the files there that it did not make."""

    pages: int
    files: int
    new: int
    changed: int
    removed: int
    foreign: tuple[str, ...]


class Maker:
    """Turns one output into bytes; a fault in a template becomes a problem, told once."""

    def __init__(self, root: Path, templates: Templates, frame: object, problems: Problems) -> None:
        self.reader = Reader(root, problems)
        self.templates, self.frame, self.problems = templates, frame, problems

    def make(self, output: Output) -> bytes | None:
        """The bytes of an output, or None after a problem."""
        if output.view is not None:
            try:
                return self.templates.render(output.template, output.view(), self.frame).encode()
            except TemplateFault as fault:
                fault.tell(self.problems)
                return None
        if output.media is not None:
            data = self.reader.data(output.media.file, MOST_SOURCE)
            return None if data is None else pictures.made(output.media, data)
        return output.data() if output.data else b""

    def try_all(self, outputs: Iterable[Output]) -> None:
        """Makes every page and keeps none."""
        for output in outputs:
            if output.view is not None:
                self.make(output)


@dataclass(slots=True)
class Made:
    """What was made aside: the digest of each path, and which of them wait in the staging folder."""

    digests: dict[str, str] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    pages: int = 0


def update(outputs: Iterable[Output], maker: Maker, root: Path, output: Path, now: dt.datetime) -> Update | None:
    """Makes all outputs and publishes them; None when a template had a fault, and then nothing is written."""
    with machine_faults(output), state_folder(root, output) as state, locked(state):
        journal = Journal(state / f"{digest_of(str(output.resolve()).encode())[:16]}.json")
        with tempfile.TemporaryDirectory(prefix="maken-", dir=state) as staging:
            made = make_all(outputs, maker, Path(staging), output)
            if maker.problems.errors:
                return None
            listed = manifest(made.digests, now)
            return publish(made, listed, Path(staging), output, journal)


def make_all(outputs: Iterable[Output], maker: Maker, staging: Path, output: Path) -> Made:
    """Makes every output; what differs from the published file waits in the staging folder."""
    made = Made()
    for planned in outputs:
        data = maker.make(planned)
        if data is None:
            continue
        made.pages += planned.view is not None and planned.template != "pages/redirect.html"
        made.digests[planned.path] = digest_of(data)
        published = output / planned.path
        if same_bytes(published, data):
            continue
        (made.changed if published.is_file() else made.new).append(planned.path)
        waiting = staging / planned.path
        waiting.parent.mkdir(parents=True, exist_ok=True)
        waiting.write_bytes(data)
    return made


def publish(made: Made, listed: bytes, staging: Path, output: Path, journal: "Journal") -> Update:
    """The short phase. New files come first, so that no page links to a file that is not there."""
    planned = set(made.digests) | {MANIFEST}
    ours = journal.read() | names_in_manifest(output)
    gone = sorted(path for path in ours - planned if (output / path).is_file())
    journal.write(ours | planned)
    output.mkdir(parents=True, exist_ok=True)
    # A file may stand where a folder must come, and the other way round: then it leaves first.
    make_room([path for path in gone if stands_in_the_way(path, planned)], output)
    assets_first = sorted(made.new, key=lambda path: (not path.startswith("assets/"), path))
    for path in (*assets_first, *made.changed):
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (staging / path).replace(target)
    make_room(gone, output)
    if not same_bytes(output / MANIFEST, listed):
        waiting = staging / MANIFEST
        waiting.write_bytes(listed)
        waiting.replace(output / MANIFEST)
    journal.write(planned)
    foreign = tuple(sorted(path for path in files_in(output) if path not in planned))
    return Update(made.pages, len(made.digests), len(made.new), len(made.changed), len(gone), foreign)


def stands_in_the_way(path: str, planned: set[str]) -> bool:
    return any(other.startswith(f"{path}/") for other in planned) or any(
        path.startswith(f"{other}/") for other in planned
    )


def make_room(paths: Iterable[str], output: Path) -> None:
    """Removes files, and the folders that are empty then."""
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            (output / path).unlink()
        folder = (output / path).parent
        while folder != output and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def manifest(digests: dict[str, str], now: dt.datetime) -> bytes:
    """The list of digests: the day, then each file with its digest in the order of its path."""
    lines = [f"{digest}  {path}" for path, digest in sorted(digests.items())]
    return "\n".join([f"# {now.date().isoformat()}", *lines, ""]).encode()


def names_in_manifest(output: Path) -> set[str]:
    """The files that an earlier build says it published; what leads out of the folder is not believed."""
    try:
        lines = (output / MANIFEST).read_text("utf-8").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return set()
    names = {line.partition("  ")[2] for line in lines}
    return {name for name in names if name and not name.startswith("/") and ".." not in name.split("/")}


def files_in(folder: Path) -> Iterator[str]:
    for base, _folders, names in os.walk(folder):
        for name in names:
            yield Path(base, name).relative_to(folder).as_posix()


def same_bytes(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Journal:
    """Which files in an output folder are ours; losing it costs nothing but the removal of old ones."""

    path: Path

    def read(self) -> set[str]:
        try:
            names = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return set()
        sound = isinstance(names, list) and all(isinstance(name, str) for name in names)
        return {n for n in names if not n.startswith("/") and ".." not in n.split("/")} if sound else set()

    def write(self, names: set[str]) -> None:
        waiting = self.path.with_suffix(".nieuw")
        waiting.write_text(json.dumps(sorted(names), ensure_ascii=False), "utf-8")
        waiting.replace(self.path)


@contextlib.contextmanager
def state_folder(root: Path, output: Path) -> Iterator[Path]:
    """`.cache/` below the root; beside the output where that is another disk or may not be written."""
    home = root / ".cache"
    try:
        home.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="proef-", dir=home):
            pass
        if device_of(output) == home.stat().st_dev:
            yield home
            return
    except PermissionError:
        pass
    output.parent.mkdir(parents=True, exist_ok=True)
    beside = output.parent / f".{output.name}.g40site"
    beside.mkdir(exist_ok=True)
    yield beside
    if not any(beside.iterdir()):
        beside.rmdir()


def device_of(path: Path) -> int:
    """The disk of a folder, or of the nearest one above it that exists."""
    while not path.exists():
        path = path.parent
    return path.stat().st_dev


@contextlib.contextmanager
def locked(state: Path) -> Iterator[None]:
    """One build at a time; the system gives the lock back when a process dies."""
    with (state / "slot").open("a+b") as lock:
        if not take(lock):
            raise Refused("Er is al een build bezig met deze site. Wacht tot die klaar is.")
        yield


def take(lock: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def machine_faults(output: Path) -> Iterator[None]:
    """A fault of disk or rights while writing is one sentence, not a traceback."""
    try:
        yield
    except OSError as error:
        place = error.filename or output
        raise Refused(f"Schrijven lukt niet: {error.strerror or error} ({place}).") from error


def refuse(output: Path, root: Path, templates: Path) -> None:
    """An output folder that is, holds or lies in a folder with sources would destroy them."""
    real, home = output.resolve(), root.resolve()
    program = Path(__file__).resolve().parent
    if any(folder.is_relative_to(real) for folder in (home, templates.resolve(), program)):
        raise Refused(f"De uitvoermap {output} bevat de bronnen van de site. Kies een andere map.")
    sources = [templates.resolve(), program, *(home / name for name in SOURCE_FOLDERS)]
    if any(real.is_relative_to(folder) for folder in sources):
        raise Refused(f"De uitvoermap {output} ligt in een map met bronnen. Kies een andere map.")
    for folder in (real, *real.parents):
        if folder.exists() and not folder.is_dir():
            raise Refused(f"De uitvoermap {output} kan niet: {folder} is een bestand.")


SOURCE_FOLDERS = ("content", "templates", "g40site", "tests", "docs", "bench", "schema", ".git", ".cache", ".venv")
