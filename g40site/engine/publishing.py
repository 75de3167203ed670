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
from g40site.engine.build_log import BuildLog, Files, OutputRecord
from g40site.engine.state import LEFT, Refused, Stat, at_rest, files_in, next_time_of, stat_key
from g40site.options import Update

MANIFEST = "MANIFEST"
HOME = "index.html"
# Among how many folders what waits is spread, and where the files of a first build stand as they will stand.
FOLDERS, WHOLE = 16, "site"
# What an earlier build wrote there has this form and no other.
LISTED = re.compile(r"# \d{4}-\d\d-\d\d\n(?:[0-9a-f]{64}  [^\n]+\n)*")
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
    """Where outputs go: what the disk says of each file that is published there, as it was asked after the time
    `clock`, and where new bytes wait. None: nothing is written.
    """

    folder: Path
    there: dict[str, Stat]
    others: tuple[str, ...]
    unsure: frozenset[str]
    staging: Path
    clock: int
    thorough: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is published yet; then what waits stands as it will stand there."""
        return not self.there and not self.others

    def waiting(self, number: int, path: str) -> str:
        """Where the new bytes of an output wait. Two processes that make files in one folder wait for each other."""
        # A text: with ten thousand files, putting paths together takes as long as moving the files.
        return f"{self.staging}/" + (f"{WHOLE}/{path}" if self.is_empty else f"{number % FOLDERS}/{number}")

    def has(self, path: str, sha: str, size: int, made: OutputRecord | None) -> bool:
        """Whether the published file has these bytes. While the disk says the same of it, it is the one that was
        recorded; else it may be anybody's of that size, and its bytes tell.
        """
        disk = self.there.get(path)
        if disk is None or disk[0] != size:
            return False
        trusted = made is not None and made.disk == disk and path not in self.unsure and not self.thorough
        return (made.sha if trusted and made is not None else sha_of(self.folder / path)) == sha


def put(number: int, path: str, data: bytes, sha: str, record: BuildLog, target: Target) -> str:
    """Lets new bytes wait, and says what they are to the published file."""
    if target.has(path, sha, len(data), record.made.get(path)):
        return "same"
    write(target.waiting(number, path), data)
    return "changed" if path in target.there else "new"


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
    made: Mapping[str, Ready],
    pages: int,
    listed: bytes,
    target: Target,
    files: Files,
    names: frozenset[str],
    last: BuildLog,
) -> Update:
    """The short phase. New files come first, so that no page links to a file that is not there. `names` are ours as the
    journal has it, and `last` is what was published last.
    """
    output, there = target.folder, target.there
    planned = {*made, MANIFEST}
    named = named_as_ours(target, names, last)
    ours = named & there.keys()
    gone = sorted(ours - planned - {LEFT})
    new = [path for path, one in made.items() if one.fate == "new"]
    changed = [path for path, one in made.items() if one.fate == "changed"]
    same_list = MANIFEST in there and there[MANIFEST][0] == len(listed) and (output / MANIFEST).read_bytes() == listed
    foreign = {*target.others, *(path for path in there if path not in planned and path not in ours)} - {LEFT}
    found = Update(
        pages,
        len(made),
        len(new),
        len(changed),
        len(gone),
        sum(o.rendered for o in made.values()),
        tuple(sorted(foreign)),
    )
    if not found.moved and same_list and named <= planned and LEFT not in there:
        return found._replace(disk={path: trusted(path, target, last) for path in planned})
    moving = [*new, *changed, *(() if same_list else (MANIFEST,))]
    check_others([path for path in moving if path not in named and (path in there or path in target.others)], output)
    # What is there was found in folders of the output itself.
    check_room([path for path in (*new, MANIFEST) if path not in there], set(gone), output)
    # From here on a build that is stopped leaves some of these new and some old.
    build_log.write(files.journal, {"names": sorted(ours | planned), "unsure": [*new, *changed]})
    build_log.forget([files.shortcut])
    output.mkdir(parents=True, exist_ok=True)
    (output / LEFT).unlink(missing_ok=True)
    # A file may stand where a folder must come, and the other way round: then it leaves first.
    folders = folders_of(planned) if gone else set()
    in_the_way = {path for path in gone if path in folders or not planned.isdisjoint(addresses.above(path))}
    remove(in_the_way, output)
    new_in_turn = sorted(new, key=in_turn)
    whole = moved_whole(target.staging / WHOLE, output) if target.is_empty else frozenset()
    ready: set[str] = set()
    for path in (*new_in_turn, *changed):
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
    return found._replace(disk=seen_now(planned, set(moving), target, files, last))


def named_as_ours(target: Target, names: frozenset[str], last: BuildLog) -> Set[str]:
    """The names of the files that earlier builds published: as the journal has it, and the list of digests there.

    The journal speaks of a folder that holds our site, or a part of it while a build was stopped. A folder without that
    list is another one than it was: in a fresh checkout somebody may have put anything there. What is ours has our
    bytes then.
    """
    if MANIFEST in target.there or (names and target.unsure):
        return names | names_in_manifest(target.folder)
    old = ((path, last.made.get(path)) for path in target.there)
    return {path for path, one in old if one is not None and target.has(path, one.sha, one.size, one)}


def trusted(path: str, target: Target, last: BuildLog) -> Stat:
    """What the disk said of a published file that did not move, as far as the next build may take that for it."""
    old, disk = last.made.get(path), target.there[path]
    return disk if old is not None and old.disk == disk else at_rest(disk, target.clock)


def seen_now(planned: Set[str], moved: Set[str], target: Target, files: Files, last: BuildLog) -> dict[str, Stat]:
    """What the disk says of every published file after the last has moved."""
    clock = next_time_of(files.slot)
    return {
        path: at_rest(stat_key(os.lstat(f"{target.folder}/{path}")), clock)
        if path in moved
        else trusted(path, target, last)
        for path in planned
    }


def journal_from(body: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the files that are ours, and those that a build that was stopped may have replaced."""
    value = json.loads(body)
    return frozenset(filter(within, value["names"])), frozenset(filter(within, value["unsure"]))


def settle(files: Files, names: Iterable[str]) -> None:
    """Writes down that every file that was to move has moved; `names` are those that are ours now."""
    build_log.write(files.journal, {"names": [*sorted(names), MANIFEST], "unsure": []})


def in_turn(path: str) -> tuple[bool, bool, str]:
    """The order in which new files come: what pages are dressed in first, and last the page that leads to all of them:
    who begins there finds no link to a page that is still on its way.
    """
    return path == HOME, path.partition("/")[0] != "assets", path


def moved_whole(made: Path, output: Path) -> frozenset[str]:
    """The names that moved into an empty output with all that stands below them, in their turn. From the first that
    cannot move on (something stands there, or it is another disk) files move one by one.
    """
    moved = set()
    with contextlib.suppress(OSError):
        for one in sorted(made.iterdir(), key=lambda one: in_turn(one.name)):
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
        try:
            shutil.copyfile(made, output / LEFT)
            (output / LEFT).replace(output / path)
        finally:
            # Also where the disk has no room for it.
            (output / LEFT).unlink(missing_ok=True)


def within(name: object) -> bool:
    """Whether a name is that of a file below a folder, as this program would write it."""
    if not isinstance(name, str) or STEERS.search(name):
        return False
    return all(part not in ("", ".", "..") and len(part.encode()) <= NAME_BYTES for part in name.split("/"))


def check_others(paths: Sequence[str], output: Path) -> None:
    """What stands where a file must come and is not ours is not replaced; then nothing is written."""
    if not paths:
        return
    first, more = min(paths), len(paths) - 1
    dutch = f" (en nog {more} {'ander bestand' if more == 1 else 'andere bestanden'})" if more else ""
    english = f" (and {more} other {'file' if more == 1 else 'files'})" if more else ""
    raise Refused(
        f"In {output} staat al {first}{dutch}, en dit programma maakte dat niet. Zet het ergens anders neer, of kies "
        "met --output een andere map.",
        f"In {output} there is already {first}{english}, which this program did not make. Put it somewhere else, or "
        "choose another folder with --output.",
    )


def check_room(paths: Sequence[str], gone: set[str], output: Path) -> None:
    """What we did not make and that stands where we need a folder or a file is not removed; then nothing is written."""
    if not output.is_dir():
        return
    others = {folder for folder in folders_of(paths) if is_no_folder(output / folder)}
    others |= {LEFT} if (output / LEFT).is_dir() and not (output / LEFT).is_symlink() else set()
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
        listed = (output / MANIFEST).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return set()
    if not LISTED.fullmatch(listed):
        return set()
    return {MANIFEST, *filter(within, (line.partition("  ")[2] for line in listed.split("\n")[1:]))}
