"""The only room that writes: brings an output folder to the plan, doing only what differs.

In: outputs, and a maker that turns one into bytes. Out: what was new, changed and removed, and which files are not
ours. Everything is made aside first; then it moves in place in one short phase: new files, changed files, removals, the
list of digests last. What the folder will hold is written down before the first move, so that files of a build that
was stopped halfway are still known as ours.
"""

import contextlib
import datetime as dt
import errno
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from g40site import addresses, code, workers
from g40site.builder.making import WHOLE, Changes, Done, Maker, Target, Work, fields_changed, make_all, record_of
from g40site.kept import record
from g40site.kept.memory import Memory
from g40site.kept.record import Files, Record, asked_by, record_from
from g40site.kept.state import (
    Refused,
    Survey,
    cleared,
    files_in,
    locked,
    machine_faults,
    slot_name,
    staging_folder,
    state_folder,
    survey,
    time_of,
)
from g40site.routes import Output
from g40site.runs import Update
from g40site.shortcut import Shortcut, shortcut_from
from g40site.source import Seen

__all__ = ["Kept", "Maker", "Why", "look", "opened", "update", "why"]

MANIFEST = "MANIFEST"
# So many published files are worth a process that looks at them meanwhile.
MANY = 500
# A file on its way to an output that is mounted from elsewhere.
COPIED = ".g40site-onderweg"

Follow = Callable[[Iterable[Done], int], Iterable[Done]]


def no_survey() -> Survey:
    raise AssertionError("only a build that writes looks at the output")


class Kept(Struct, frozen=True):
    """What is kept of earlier builds of one output folder. `files` is None where nothing may be written beside it."""

    files: Files | None
    memory: Memory
    record: Record
    names: frozenset[str] = frozenset()
    """The files in the output folder that earlier builds say are ours."""
    unsure: frozenset[str] | None = frozenset()
    """The files that a build that was stopped may have replaced; None when that is not known of any."""
    clock: int = 0
    """The time of the disk, in nanoseconds, before this build read anything."""

    shortcut: Path | None = None
    """Where the last build wrote down what the disk said of each source, if that may be used."""
    survey: Callable[[], Survey] = no_survey
    """What is in the output folder now."""

    def seen(self) -> Mapping[str, Seen]:
        """What the disk said of each source when it was read."""
        found = record.read(self.shortcut, shortcut_from) if self.shortcut else None
        return found.seen if found else {}


@contextlib.contextmanager
def opened(root: Path, output: Path, *, writes: bool, cache: bool, jobs: int = 1) -> Iterator[Kept]:
    """What earlier builds left, with the folder locked while `writes`; without `cache` nothing of it is used."""
    if not writes:
        files = Files(root / ".cache", slot_name(root, output))
        usable = cache and files.memory.is_file() and not files.folder.is_symlink()
        memory = Memory(files.memory if usable else None, writes=False)
        yield Kept(
            None, memory, last_record(files) if usable else Record(), shortcut=files.shortcut if usable else None
        )
        memory.close()
        return
    with contextlib.ExitStack() as held:
        with machine_faults(output):
            files = Files(state_folder(root, output), slot_name(root, output))
            held.enter_context(locked(cleared(files.slot), output))
            held.enter_context(staging_folder(cleared(files.staging)))
            for ending in ("-wal", "-shm"):
                cleared(files.memory.with_name(f"{files.memory.name}{ending}"))
            memory = Memory(cleared(files.memory) if cache else files.staging / files.memory.name)
            held.callback(memory.close)
            journal = record.read(files.journal, journal_from)
            memory.damaged = any(map(record.is_damaged, (files.journal, files.record, files.shortcut)))
        names, unsure = journal or (frozenset(), None)
        found = last_record(files) if cache else Record()
        clock = time_of(files.slot)
        # Of many files the disk is asked while the content is read.
        meanwhile = workers.aside(partial(survey, output), jobs if len(found.made) >= MANY else 1)
        surveyed = held.enter_context(meanwhile)
        yield Kept(files, memory, found, names, unsure, clock, files.shortcut if cache else None, surveyed)


def last_record(files: Files) -> Record:
    """What the last build wrote down, as far as this program may use it."""
    return asked_by(record.read(files.record, record_from) or Record(), code.whole())


def journal_from(body: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the files that are ours, and those that a build that was stopped may have replaced."""
    value = json.loads(body)
    return frozenset(filter(within, value["names"])), frozenset(filter(within, value["unsure"]))


def update(
    outputs: Sequence[Output],
    maker: Maker,
    kept: Kept,
    output: Path,
    now: dt.datetime,
    jobs: int = 1,
    follow: Follow = lambda done, _total: done,
    *,
    thorough: bool = False,
) -> Update | None:
    """Makes all outputs and publishes them; None when a template had a fault, and then nothing is written."""
    assert kept.files is not None, "an update writes"
    with machine_faults(output):
        there, others = kept.survey()
        unsure = frozenset(there) if kept.unsure is None else kept.unsure
        target = Target(output, there, others, unsure, kept.files.staging, thorough)
        done = make_all(outputs, maker, kept.record, target, jobs, follow)
        if maker.problems.errors:
            return None
        made = {outputs[number].path: one for number, one in done.items()}
        listed = manifest({path: one.sha for path, one in made.items()}, now)
        pages = sum(map(is_page, outputs))
        found = publish(made, pages, listed, target, kept.files, kept.names)
        record.write(kept.files.record, record_of(outputs, done, maker, kept.record))
        if kept.unsure is None or kept.unsure or found.moved:
            record.write(kept.files.journal, {"names": [*sorted(made), MANIFEST], "unsure": []})
        kept.memory.tidy()
        sizes = {path: one.size for path, one in made.items()} | {MANIFEST: len(listed)}
        return found._replace(sizes=sizes)


def is_page(output: Output) -> bool:
    """Whether an output is a page of its own for visitors."""
    return output.view is not None and output.template != "pages/redirect.html" and not output.packed


def remember(kept: Kept, shortcut: Shortcut, output: Path) -> None:
    """Lets the next build end early when nothing changes."""
    assert kept.files is not None, "only a build that wrote is remembered"
    with machine_faults(output):
        record.write(kept.files.shortcut, shortcut)


def look(outputs: Sequence[Output], maker: Maker, kept: Kept) -> None:
    """Makes every page that is not known to be right, and keeps none."""
    make_all(outputs, maker, kept.record, None, 1)


class Why(Struct, frozen=True):
    """Why a file was made the last time, and why the next build would make it again: names of what changed."""

    was: tuple[str, ...]
    would: tuple[str, ...]


def why(output: Output, maker: Maker, kept: Kept) -> Why:
    """What the records say of one output, with the fields of its view that would differ."""
    old = kept.record.made.get(output.path)
    basis = maker.basis(output)
    names = Changes(kept.record, maker).of(output, basis)
    if old is not None and names and (made := maker.make(output)) is not None:
        names += tuple(fields_changed(maker, Work(0, output, basis, old, names), made))
    return Why(old.why if old else (), names)


def publish(
    made: dict[str, Done], pages: int, listed: bytes, target: Target, files: Files, names: frozenset[str]
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
    check_room((*new, *changed, MANIFEST), set(gone), output)
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
        if folder not in ready:
            (output / folder).mkdir(parents=True, exist_ok=True)
            ready.add(folder)
        if path not in there:
            remove_empty(output / path)
        place(target.waiting(made[path].number, path), output, path)
    remove((path for path in gone if path not in in_the_way), output)
    # A build that was stopped may have removed a file and not yet its folder.
    for path in named - planned:
        tidy(output / path, output)
    if not same_list:
        remove_empty(output / MANIFEST)
        (target.staging / MANIFEST).write_bytes(listed)
        place(target.staging / MANIFEST, output, MANIFEST)
    return found


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


def place(made: Path, output: Path, path: str) -> None:
    """Moves a whole file in its place. Nothing moves into an output that is mounted from elsewhere, also from the same
    disk; then it is copied there first, under a name of its own.
    """
    try:
        made.replace(output / path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(made, output / COPIED)
        (output / COPIED).replace(output / path)


def within(name: object) -> bool:
    """Whether a name stays below the folder that it is meant for."""
    return isinstance(name, str) and bool(name) and not name.startswith("/") and ".." not in name.split("/")


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
    return set(filter(within, (line.partition("  ")[2] for line in lines)))
