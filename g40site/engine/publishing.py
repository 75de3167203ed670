"""The only room that writes the site: brings an output folder to what was made, in one short phase.

In: what became of each file, and new bytes that wait in a staging folder. Out: what was new, changed and removed, and
which files are not ours. New files move in place first, then changed files, then removals, the list of digests last.
What the folder will hold is written down before the first move, so that files of a build that was stopped halfway are
still known as ours.
"""

import contextlib
import datetime as dt
import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from msgspec import Struct

from g40site import addresses
from g40site.engine import build_log
from g40site.engine.build_log import BuildLog, Query, StateFiles
from g40site.engine.state import (
    IN_TRANSIT,
    Stat,
    at_rest,
    entries_in,
    next_time_of,
    refused,
    stat_key,
    survey,
    unlinked,
)
from g40site.options import Update

MANIFEST = "MANIFEST"
HOME = "index.html"
# The folder in the staging folder where new files stand as they will stand.
SITE = "site"
# What an earlier build wrote there has this form and no other.
LISTED = re.compile(r"# \d{4}-\d\d-\d\d\n(?:[0-9a-f]{64}  [^\n]+\n)*")
# What no name of ours has in it, and how long one may be on most disks.
STEERS = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
NAME_BYTES = 255


class JobResult(Struct, frozen=True, kw_only=True):
    """What became of one output; `status` is same, new or changed. `reads` is None where what the log says of it still
    holds, and `reasons` are what differed when it was made.
    """

    path: str
    sha: str
    size: int
    status: str
    rendered: bool = False
    reads: tuple[Query, ...] | None = None
    reasons: tuple[Query, ...] = ()


class OutputDir(Struct, frozen=True):
    """Where outputs go: what the disk says of each file that is published there, as it was asked after the time
    `clock`, and what is known of it. The journal has the `names` that are ours; of a `dirty` file a build that was
    stopped may have left another version.
    """

    folder: Path
    files: StateFiles
    log: BuildLog
    there: dict[str, Stat]
    others: tuple[str, ...]
    names: frozenset[str]
    dirty: frozenset[str]
    clock: int
    verify: bool

    @classmethod
    def opened(cls, folder: Path, files: StateFiles, log: BuildLog, clock: int, *, verify: bool) -> "OutputDir":
        there, others = survey(folder)
        # Of a journal that is not there it is not known which files a build that was stopped may have replaced.
        names, dirty = build_log.read(files.journal, journal_from) or (frozenset(), frozenset(there))
        return cls(folder, files, log, there, others, names, dirty, clock, verify)

    def staged_path(self, path: str) -> str:
        """Where the new bytes of an output wait."""
        # A text: with ten thousand files, putting paths together takes as long as moving the files.
        return f"{self.files.staging}/{SITE}/{path}"

    def has(self, path: str, sha: str, size: int) -> bool:
        """Whether the published file has these bytes. While the disk says the same of it, it is the one that was
        recorded; else it may be anybody's of that size, and its bytes tell.
        """
        disk, recorded = self.there.get(path), self.log.outputs.get(path)
        if disk is None or disk[0] != size:
            return False
        if recorded is not None and recorded.disk == disk and path not in self.dirty and not self.verify:
            return recorded.sha == sha
        with contextlib.suppress(OSError):
            return hashlib.sha256((self.folder / path).read_bytes()).hexdigest() == sha
        return False

    def stage(self, path: str, data: bytes, sha: str) -> str:
        """Lets new bytes wait, and says what they are to the published file."""
        if self.has(path, sha, len(data)):
            return "same"
        write(self.staged_path(path), data)
        return "changed" if path in self.there else "new"

    def trusted(self, path: str) -> Stat:
        """What the disk said of a published file that did not move, as far as the next build may take that for it."""
        old, disk = self.log.outputs.get(path), self.there[path]
        return disk if old is not None and old.disk == disk else at_rest(disk, self.clock)


def write(file: str, data: bytes) -> None:
    """A new file, with the folders that it needs."""
    os.makedirs(file.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 (see `OutputDir.staged_path`)
    with open(file, "wb") as stream:  # noqa: PTH123
        stream.write(data)


class Moves(Struct, frozen=True):
    """What must happen in an output folder: paths that become `new` and `changed` files, and those that are `stale`.

    `planned` is all that will stand there, `ours` what earlier builds put there, `foreign` what nobody of us did.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    stale: tuple[str, ...]
    has_manifest: bool
    planned: frozenset[str]
    ours: frozenset[str]
    foreign: tuple[str, ...]

    @property
    def moving(self) -> tuple[str, ...]:
        return (*self.new, *self.changed, *(() if self.has_manifest else (MANIFEST,)))


def publish(results: Mapping[str, JobResult], pages: int, manifest: bytes, target: OutputDir) -> Update:
    """The short phase. Raises `Refused`, before anything moves, where something stands in the way."""
    moves = plan_moves(results, manifest, target)
    rendered = sum(result.rendered for result in results.values())
    counts = len(moves.new), len(moves.changed), len(moves.stale)
    update = Update(pages, len(results), *counts, rendered, moves.foreign)
    if not moves.moving and moves.ours <= moves.planned and IN_TRANSIT not in target.there:
        return update._replace(disk={path: target.trusted(path) for path in moves.planned})
    check_conflicts(moves, target)
    begin_journal(moves, target)
    apply_moves(moves, manifest, target)
    return update._replace(disk=stats_after(moves, target))


def plan_moves(results: Mapping[str, JobResult], manifest: bytes, target: OutputDir) -> Moves:
    there, planned = target.there, frozenset({*results, MANIFEST})
    ours = frozenset(named_as_ours(target))
    listed = target.folder / MANIFEST
    # New files come first, so that no page links to a file that is not there.
    new = sorted((path for path, result in results.items() if result.status == "new"), key=in_turn)
    return Moves(
        new=tuple(new),
        changed=tuple(path for path, result in results.items() if result.status == "changed"),
        stale=tuple(sorted((ours & there.keys()) - planned - {IN_TRANSIT})),
        has_manifest=MANIFEST in there and there[MANIFEST][0] == len(manifest) and listed.read_bytes() == manifest,
        planned=planned,
        ours=ours,
        foreign=tuple(sorted({*target.others, *(there.keys() - planned - ours)} - {IN_TRANSIT})),
    )


def check_conflicts(moves: Moves, target: OutputDir) -> None:
    """Refuses what would replace, or stand in, what we did not make; then nothing is written."""
    there, others = target.there, target.others
    if foreign := [p for p in moves.moving if p not in moves.ours and (p in there or p in others)]:
        more = len(foreign) - 1
        code = ("foreign-file", "foreign-file-and-another")[more] if more < 2 else "foreign-files"
        raise refused(code, output=target.folder, first=min(foreign), more=more)
    # What is there was met in folders of the output itself.
    absent = [path for path in (*moves.new, MANIFEST) if path not in there]
    check_in_the_way(absent, set(moves.stale), target.folder)


def begin_journal(moves: Moves, target: OutputDir) -> None:
    """From here on a build that is stopped leaves some files new and some old."""
    names = sorted((moves.ours & target.there.keys()) | moves.planned)
    build_log.write(target.files.journal, {"names": names, "dirty": [*moves.new, *moves.changed]})
    unlinked(target.files.stamp).unlink(missing_ok=True)


def end_journal(update: Update, target: OutputDir) -> None:
    """Writes down that every file that was to move has moved, and which are ours now."""
    if update.moved or target.dirty:
        build_log.write(target.files.journal, {"names": sorted(update.disk), "dirty": []})


def apply_moves(moves: Moves, manifest: bytes, target: OutputDir) -> None:
    output = target.folder
    output.mkdir(parents=True, exist_ok=True)
    (output / IN_TRANSIT).unlink(missing_ok=True)
    # A file may stand where a folder must come, and the other way round: then it leaves first.
    folders = folders_of(moves.planned) if moves.stale else set()
    first = {p for p in moves.stale if p in folders or not moves.planned.isdisjoint(addresses.above(p))}
    remove(first, output)
    move_in(moves, target)
    remove((path for path in moves.stale if path not in first), output)
    # A build that was stopped may have removed a file and not yet its folder.
    for path in moves.ours - moves.planned:
        remove_folders_above(output / path, output)
    if not moves.has_manifest:
        remove_empty(output / MANIFEST)
        staged = f"{target.files.staging}/{MANIFEST}"
        write(staged, manifest)
        replace(staged, output, MANIFEST)


def move_in(moves: Moves, target: OutputDir) -> None:
    """Moves what waits in place, each file as a whole; into an empty output whole folders at a time."""
    output = target.folder
    whole = frozenset() if target.there or target.others else move_trees(target.files.staging / SITE, output)
    for path in (*moves.new, *moves.changed):
        if path.split("/", 1)[0] in whole:
            continue
        if path not in target.there:
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            remove_empty(output / path)
        replace(target.staged_path(path), output, path)


def named_as_ours(target: OutputDir) -> Set[str]:
    """The names of the files that earlier builds published: as the journal has it, and the list of digests there.

    The journal speaks of a folder that holds our site, or a part of it while a build was stopped. A folder without that
    list is another one than it was: in a fresh checkout somebody may have put anything there. What is ours has our
    bytes then.
    """
    if MANIFEST in target.there or (target.names and target.dirty):
        return target.names | names_in_manifest(target.folder)
    old = ((path, target.log.outputs.get(path)) for path in target.there)
    return {path for path, row in old if row is not None and target.has(path, row.sha, row.size)}


def stats_after(moves: Moves, target: OutputDir) -> dict[str, Stat]:
    """What the disk says of every published file after the last has moved."""
    clock, moved = next_time_of(target.files.lock), {*moves.moving}
    return {
        path: at_rest(stat_key(os.lstat(f"{target.folder}/{path}")), clock) if path in moved else target.trusted(path)
        for path in moves.planned
    }


def journal_from(body: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the files that are ours, and those that a build that was stopped may have replaced."""
    value = json.loads(body)
    return frozenset(filter(within, value["names"])), frozenset(filter(within, value["dirty"]))


def in_turn(path: str) -> tuple[bool, bool, str]:
    """The order in which new files come: what pages are dressed in first, and last the page that leads to all of them:
    who begins there finds no link to a page that is still on its way.
    """
    return path == HOME, path.partition("/")[0] != "assets", path


def move_trees(staging: Path, output: Path) -> frozenset[str]:
    """The names that moved into an empty output with all that stands below them, in their turn. From the first that
    cannot move on (something stands there, or it is another disk) files move one by one.
    """
    moved = set()
    with contextlib.suppress(OSError):
        for path in sorted(staging.iterdir(), key=lambda path: in_turn(path.name)):
            path.rename(output / path.name)
            moved.add(path.name)
    return frozenset(moved)


def replace(staged: str, output: Path, path: str) -> None:
    """Moves a whole file in its place. Nothing moves into an output that is mounted from elsewhere, also from the same
    disk; then it is copied there first, under a name of its own.
    """
    try:
        os.replace(staged, f"{output}/{path}")  # noqa: PTH105 (see `OutputDir.staged_path`)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        try:
            shutil.copyfile(staged, output / IN_TRANSIT)
            (output / IN_TRANSIT).replace(output / path)
        finally:
            # Also where the disk has no room for it.
            (output / IN_TRANSIT).unlink(missing_ok=True)


def within(name: object) -> bool:
    """Whether a name is that of a file below a folder, as this program would write it."""
    if not isinstance(name, str) or STEERS.search(name):
        return False
    return all(step not in ("", ".", "..") and len(step.encode()) <= NAME_BYTES for step in name.split("/"))


def check_in_the_way(paths: Sequence[str], gone: set[str], output: Path) -> None:
    """What we did not make and that stands where we need a folder or a file is not removed."""
    if not output.is_dir():
        return
    others = {folder for folder in folders_of(paths) if is_no_folder(output / folder)}
    others |= {IN_TRANSIT} if (output / IN_TRANSIT).is_dir() and not (output / IN_TRANSIT).is_symlink() else set()
    for path in paths:
        if (output / path).is_dir():
            others |= {f"{path}/{name}" for name, _entry in entries_in(output / path)}
    for other in sorted(others - gone):
        raise refused("in-the-way", output=output, other=other)


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
        remove_folders_above(output / path, output)


def remove_folders_above(path: Path, output: Path) -> None:
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


def manifest_of(digests: Mapping[str, str], day: dt.date) -> bytes:
    """The list of digests: the day, then each file with its digest in the order of its path."""
    lines = [f"{digest}  {path}" for path, digest in sorted(digests.items())]
    return "\n".join([f"# {day.isoformat()}", *lines, ""]).encode()


def names_in_manifest(output: Path) -> set[str]:
    """The files that an earlier build says it published; what leads out of the folder is not believed."""
    try:
        listed = (output / MANIFEST).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return set()
    if not LISTED.fullmatch(listed):
        return set()
    return {MANIFEST, *filter(within, (line.partition("  ")[2] for line in listed.split("\n")[1:]))}
