"""The only room that writes: brings an output folder to the plan, doing only what differs.

In: outputs, and a maker that turns one into bytes. Out: what was new, changed and removed, and which files are not
ours. Everything is made aside first; then it moves in place in one short phase: new files, changed files, removals, the
list of digests last. What the folder will hold is written down before the first move, so that files of a build that
was stopped halfway are still known as ours.
"""

import contextlib
import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from g40site import addresses
from g40site.builder import compressed
from g40site.builder.state import Journal, Refused, cleared, locked, machine_faults, staging_folder, state_folder
from g40site.content import pictures
from g40site.routes import Output
from g40site.source import Reader
from g40site.templates import TemplateFault, Templates

__all__ = ["Maker", "Refused", "Update", "make_folder", "refuse", "update"]

MANIFEST = "MANIFEST"


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

    def __init__(self, reader: Reader, templates: Templates, frame: object, *, precompress: bool = False) -> None:
        self.reader, self.templates, self.frame, self.precompress = reader, templates, frame, precompress
        self.problems = reader.problems

    def make(self, output: Output) -> bytes | None:
        """The bytes of an output, or None after a problem."""
        if output.view is not None:
            try:
                return self.templates.render(output.template, output.view(), self.frame).encode()
            except TemplateFault as fault:
                fault.tell(self.problems)
                return None
        if output.media is not None:
            data = self.reader.data(output.media.file, pictures.DOCUMENT_BYTES)
            return None if data is None else pictures.made(output.media, data)
        return output.data() if output.data else b""

    def try_all(self, outputs: Iterable[Output]) -> None:
        """Makes every page and reads every document, and keeps none; images were looked at before they were planned."""
        for output in outputs:
            if output.view is not None or (output.media is not None and output.media.width is None):
                self.make(output)


@dataclass(slots=True)
class Made:
    """What was made aside: the digest of each path, and under which number a path waits in the staging folder."""

    digests: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    pages: int = 0


def update(outputs: Iterable[Output], maker: Maker, root: Path, output: Path, now: dt.datetime) -> Update | None:
    """Makes all outputs and publishes them; None when a template had a fault, and then nothing is written."""
    with machine_faults(output):
        state = state_folder(root, output)
        name = digest_of(os.fsencode(output.resolve()))[:16]
        slot, staging_place = cleared(state / f"{name}.slot"), cleared(state / f"{name}.maken")
        with locked(slot, output), staging_folder(staging_place) as staging:
            made = make_all(outputs, maker, staging, output)
            if maker.problems.errors:
                return None
            listed = manifest(made.digests, now)
            return publish(made, listed, staging, output, Journal(state / f"{name}.json"))


def make_all(outputs: Iterable[Output], maker: Maker, staging: Path, output: Path) -> Made:
    """Makes every output; what differs from the published file waits in the staging folder."""
    made = Made()
    there = ordinary_files(output)
    for planned in outputs:
        data = maker.make(planned)
        if data is None:
            continue
        made.pages += planned.view is not None and planned.template != "pages/redirect.html"
        keep(made, planned.path, data, there, staging, output)
        for path, smaller in compressed.copies(planned.path, data) if maker.precompress else ():
            keep(made, path, smaller, there, staging, output)
    return made


def keep(made: Made, path: str, data: bytes, there: set[str], staging: Path, output: Path) -> None:
    """Notes the digest of a file, and puts it aside when the published one differs."""
    made.digests[path] = digest_of(data)
    published = output / path
    if path in there and same_bytes(published, data):
        return
    (made.changed if published.is_file() else made.new).append(path)
    made.waiting[path] = str(len(made.waiting))
    (staging / made.waiting[path]).write_bytes(data)


def publish(made: Made, listed: bytes, staging: Path, output: Path, journal: Journal) -> Update:
    """The short phase. New files come first, so that no page links to a file that is not there."""
    planned = set(made.digests) | {MANIFEST}
    there = ordinary_files(output)
    named = journal.read() | (names_in_manifest(output) if MANIFEST in there else set())
    ours = named & there
    gone = sorted(ours - planned)
    check_room((*made.new, *made.changed, MANIFEST), set(gone), output)
    journal.write(ours | planned)
    output.mkdir(parents=True, exist_ok=True)
    # A file may stand where a folder must come, and the other way round: then it leaves first.
    folders = folders_of(planned)
    in_the_way = {path for path in gone if path in folders or not planned.isdisjoint(addresses.above(path))}
    remove(in_the_way, output)
    assets_first = sorted(made.new, key=lambda path: (not path.startswith("assets/"), path))
    for path in (*assets_first, *made.changed):
        target = output / path
        remove_empty(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        (staging / made.waiting[path]).replace(target)
    remove((path for path in gone if path not in in_the_way), output)
    # A build that was stopped may have removed a file and not yet its folder.
    for path in named - planned:
        tidy(output / path, output)
    if MANIFEST not in there or not same_bytes(output / MANIFEST, listed):
        remove_empty(output / MANIFEST)
        (staging / MANIFEST).write_bytes(listed)
        (staging / MANIFEST).replace(output / MANIFEST)
    journal.write(planned)
    foreign = tuple(sorted(path for path in files_in(output) if path not in planned))
    return Update(made.pages, len(made.digests), len(made.new), len(made.changed), len(gone), foreign)


def check_room(paths: Sequence[str], gone: set[str], output: Path) -> None:
    """What we did not make and that stands where we need a folder or a file is not removed; then nothing is written."""
    if not output.is_dir():
        return
    others = {folder for folder in folders_of(paths) if is_no_folder(output / folder)}
    for path in paths:
        if (output / path).is_dir():
            others |= {f"{path}/{name}" for name in files_in(output / path)}
    for other in sorted(others - gone):
        raise Refused(
            f"In {output} staat {other} in de weg, en dit programma maakte dat niet. Haal het weg.",
            f"In {output} stands {other} in the way, which this program did not make. Remove it.",
        )


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that these files stand in."""
    return {folder for path in paths for folder in addresses.above(path)}


def is_no_folder(path: Path) -> bool:
    """Whether something stands here in which no file can be put; a link may lead anywhere."""
    return path.is_symlink() or (path.exists() and not path.is_dir())


def remove(paths: Iterable[str], output: Path) -> None:
    """Removes files, and the folders that are empty then."""
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            (output / path).unlink()
        tidy(output / path, output)


def tidy(path: Path, output: Path) -> None:
    """Removes the folders above a file that is gone, as far as they are empty."""
    for folder in path.parents:
        if folder == output or not folder.is_relative_to(output):
            return
        if folder.is_symlink() or (folder.is_dir() and any(folder.iterdir())):
            return
        if folder.is_dir():
            folder.rmdir()


def remove_empty(folder: Path) -> None:
    """Removes a folder that holds nothing but empty folders; anything else stays."""
    if folder.is_dir() and not folder.is_symlink():
        folders = [folder]
        for above in folders:
            folders += above.iterdir()
        for empty in reversed(folders):
            empty.rmdir()


def manifest(digests: dict[str, str], now: dt.datetime) -> bytes:
    """The list of digests: the day, then each file with its digest in the order of its path."""
    lines = [f"{digest}  {path}" for path, digest in sorted(digests.items())]
    return "\n".join([f"# {now.date().isoformat()}", *lines, ""]).encode()


def names_in_manifest(output: Path) -> set[str]:
    """The files that an earlier build says it published; what leads out of the folder is not believed."""
    try:
        lines = (output / MANIFEST).read_text("utf-8").split("\n")[1:]
    except (OSError, UnicodeDecodeError):
        return set()
    names = {line.partition("  ")[2] for line in lines}
    return {name for name in names if name and not name.startswith("/") and ".." not in name.split("/")}


def files_in(folder: Path) -> Iterator[str]:
    """Everything below a folder that is no folder itself, by its path from there."""
    return (path for path, _entry in entries_in(folder))


def ordinary_files(folder: Path) -> set[str]:
    """The files of a folder itself: a link, or what stands behind one, is somebody else's."""
    return {path for path, entry in entries_in(folder) if entry.is_file(follow_symlinks=False)}


def entries_in(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Links are not followed, and a folder that may not be read is left out."""
    waiting = [""]
    while waiting:
        above = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(folder / above) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{above}{entry.name}/")
                else:
                    yield above + entry.name, entry


def same_bytes(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_folder(output: Path) -> None:
    """The output folder, also when the first build had errors, so that a preview can begin."""
    with machine_faults(output):
        output.mkdir(parents=True, exist_ok=True)


def refuse(output: Path, root: Path, templates: Path) -> None:
    """An output folder that is, holds or lies in a folder with sources would destroy them."""
    program = Path(__file__).resolve().parents[1]
    try:
        real, home = output.resolve(), root.resolve()
        sources = [templates.resolve(), program, *((home / name).resolve() for name in SOURCE_FOLDERS)]
    except RuntimeError:
        raise Refused(
            f"De uitvoermap {output} kan niet: de koppelingen lopen in een kring.",
            f"The output folder {output} cannot be used: its links go round in a circle.",
        ) from None
    if any(folder.is_relative_to(real) for folder in (home, *sources)):
        raise Refused(
            f"De uitvoermap {output} bevat de bronnen van de site. Kies een andere map.",
            f"The output folder {output} holds the sources of the site. Choose another folder.",
        )
    if any(real.is_relative_to(folder) for folder in sources):
        raise Refused(
            f"De uitvoermap {output} ligt in een map met bronnen. Kies een andere map.",
            f"The output folder {output} lies in a folder with sources. Choose another folder.",
        )
    for folder in (real, *real.parents):
        if folder.exists() and not folder.is_dir():
            raise Refused(
                f"De uitvoermap {output} kan niet: {folder} is een bestand.",
                f"The output folder {output} cannot be used: {folder} is a file.",
            )


SOURCE_FOLDERS = ("content", "templates", "g40site", "tests", "docs", "bench", "schema", ".git", ".cache", ".venv")
