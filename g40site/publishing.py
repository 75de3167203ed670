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
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from g40site import addresses
from g40site.kept import record
from g40site.kept.record import Files, Made, Record
from g40site.kept.state import Refused, files_in
from g40site.runs import Update

MANIFEST = "MANIFEST"
# Among how many folders what waits is spread, and where the files of a first build stand as they will stand.
FOLDERS, WHOLE = 16, "site"
# A file on its way to an output that is mounted from elsewhere.
COPIED = ".g40site-onderweg"
# What no name of ours has in it, and how long one may be on most disks.
STEERS = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
NAME_BYTES = 255


class Ready(Struct, frozen=True, kw_only=True):
    """What became of one file: where it waits by its `number`, its digest and size; `fate` is same, new or changed."""

    number: int
    sha: str
    size: int
    fate: str
    rendered: bool = False


class Target(Struct, frozen=True):
    """Where outputs go: what is published there with its size, and where new bytes wait. None: nothing is written."""

    folder: Path
    there: dict[str, int]
    others: tuple[str, ...]
    unsure: frozenset[str]
    staging: Path
    thorough: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is published yet; then what waits stands as it will stand there."""
        return not self.there and not self.others

    def waiting(self, number: int, path: str) -> str:
        """Where the new bytes of an output wait. Two processes that make files in one folder wait for each other."""
        # A text: with ten thousand files, putting paths together takes as long as moving the files.
        return f"{self.staging}/" + (f"{WHOLE}/{path}" if self.is_empty else f"{number % FOLDERS}/{number}")

    def has(self, path: str, made: Made) -> bool:
        """Whether the published file is the one that was recorded."""
        if path in self.unsure or self.there.get(path) != made.size:
            return False
        return not self.thorough or sha_of(self.folder / path) == made.sha


def put(number: int, path: str, data: bytes, sha: str, record: Record, target: Target) -> str:
    """Lets new bytes wait, and says what they are to the published file."""
    size = target.there.get(path)
    if size == len(data):
        old = record.made.get(path)
        trusted = old is not None and path not in target.unsure and not target.thorough and old.size == size
        published = old.sha if trusted and old is not None else sha_of(target.folder / path)
        if published == sha:
            return "same"
    write(target.waiting(number, path), data)
    return "new" if size is None else "changed"


def write(file: str, data: bytes) -> None:
    """A new file, with the folders that it needs."""
    try:
        write_there(file, data)
    except FileNotFoundError:
        folder = file.rpartition("/")[0]
        try:
            os.mkdir(folder)  # noqa: PTH102 (see `Target.waiting`)
        except OSError:
            Path(folder).mkdir(parents=True, exist_ok=True)
        write_there(file, data)


def write_there(file: str, data: bytes) -> None:
    with open(file, "wb") as made:  # noqa: PTH123 (see `Target.waiting`)
        made.write(data)


def sha_of(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def publish(
    made: Mapping[str, Ready], pages: int, listed: bytes, target: Target, files: Files, names: frozenset[str]
) -> Update:
    """The short phase. New files come first, so that no page links to a file that is not there. `names` are ours."""
    output, there = target.folder, target.there
    planned = {*made, MANIFEST}
    named = names | (names_in_manifest(output) if MANIFEST in there else set())
    ours = named & there.keys()
    gone = sorted(ours - planned)
    new = [path for path, one in made.items() if one.fate == "new"]
    changed = [path for path, one in made.items() if one.fate == "changed"]
    same_list = MANIFEST in there and there[MANIFEST] == len(listed) and (output / MANIFEST).read_bytes() == listed
    foreign = tuple(sorted({*target.others, *(path for path in there if path not in planned and path not in ours)}))
    found = Update(pages, len(made), len(new), len(changed), len(gone), sum(o.rendered for o in made.values()), foreign)
    if not found.moved and same_list and named <= planned:
        return found
    # What is there was found in folders of the output itself.
    check_room([path for path in (*new, MANIFEST) if path not in there], set(gone), output)
    # From here on a build that is stopped leaves some of these new and some old.
    record.write(files.journal, {"names": sorted(ours | planned | {COPIED}), "unsure": [*new, *changed]})
    record.forget([files.shortcut])
    output.mkdir(parents=True, exist_ok=True)
    # A file may stand where a folder must come, and the other way round: then it leaves first.
    folders = folders_of(planned) if gone else set()
    in_the_way = {path for path in gone if path in folders or not planned.isdisjoint(addresses.above(path))}
    remove(in_the_way, output)
    assets_first = sorted(new, key=lambda path: (not path.startswith("assets/"), path))
    whole = moved_whole(target.staging / WHOLE, output) if target.is_empty else frozenset()
    ready: set[str] = set()
    for path in (*assets_first, *changed):
        if path.split("/", 1)[0] in whole:
            continue
        folder = path.rpartition("/")[0]
        if path not in there:
            if folder not in ready:
                (output / folder).mkdir(parents=True, exist_ok=True)
                ready.add(folder)
            remove_empty(output / path)
        place(target.waiting(made[path].number, path), output, path)
    remove((path for path in gone if path not in in_the_way), output)
    # A build that was stopped may have removed a file and not yet its folder.
    for path in named - planned:
        tidy(output / path, output)
    if not same_list:
        remove_empty(output / MANIFEST)
        write(f"{target.staging}/{MANIFEST}", listed)
        place(f"{target.staging}/{MANIFEST}", output, MANIFEST)
    return found


def journal_from(body: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the files that are ours, and those that a build that was stopped may have replaced."""
    value = json.loads(body)
    return frozenset(filter(within, value["names"])), frozenset(filter(within, value["unsure"]))


def settle(files: Files, names: Iterable[str]) -> None:
    """Writes down that every file that was to move has moved; `names` are those that are ours now."""
    record.write(files.journal, {"names": [*sorted(names), MANIFEST], "unsure": []})


def moved_whole(made: Path, output: Path) -> frozenset[str]:
    """The names that moved into an empty output with all that stands below them, assets first. From the first that
    cannot move on (something stands there, or it is another disk) files move one by one.
    """
    moved = set()
    with contextlib.suppress(OSError):
        for one in sorted(made.iterdir(), key=lambda one: (one.name != "assets", one.name)):
            one.rename(output / one.name)
            moved.add(one.name)
    return frozenset(moved)


def place(made: str, output: Path, path: str) -> None:
    """Moves a whole file in its place. Nothing moves into an output that is mounted from elsewhere, also from the same
    disk; then it is copied there first, under a name of its own.
    """
    try:
        os.replace(made, f"{output}/{path}")  # noqa: PTH105 (see `Target.waiting`)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(made, output / COPIED)
        (output / COPIED).replace(output / path)


def within(name: object) -> bool:
    """Whether a name is that of a file below a folder, as this program would write it."""
    if not isinstance(name, str) or STEERS.search(name):
        return False
    return all(part not in ("", ".", "..") and len(part.encode()) <= NAME_BYTES for part in name.split("/"))


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


def manifest(digests: Mapping[str, str], day: dt.date) -> bytes:
    """The list of digests: the day, then each file with its digest in the order of its path."""
    lines = [f"{digest}  {path}" for path, digest in sorted(digests.items())]
    return "\n".join([f"# {day.isoformat()}", *lines, ""]).encode()


def names_in_manifest(output: Path) -> set[str]:
    """The files that an earlier build says it published; what leads out of the folder is not believed."""
    try:
        lines = (output / MANIFEST).read_text("utf-8").split("\n")[1:]
    except (OSError, UnicodeDecodeError):
        return set()
    return set(filter(within, (line.partition("  ")[2] for line in lines)))
