"""The content as it stood before each change that came on the main branch since a day, from git.

In: a checkout of that branch. Out: its changes, newest first, and for each the whole content before it. Git gives bytes
and the program's own loader says what they mean: an entry is the same wherever it stood. A merge is one change. What no
longer can be read (no text, too large, a link) is a file with a fault, as it would be in the content. Git is asked for
names and bytes alone: no filter, program or setting of the repository has a say in what it gives.
"""

import datetime as dt
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct

from g40site.content.entries import Content
from g40site.content.load import load
from g40site.content.prose import MarkdownCache
from g40site.content.reader import BACKUP, FOLDERS, ROOT_FILES, YAML_BYTES, Listing, Reader, valid_name
from g40site.diagnostics import Problems, Span
from g40site.engine.cache import Cache
from g40site.engine.state import StatEntry, git
from g40site.engine.tracking import Tracker
from g40site.planning import Plan

# The newest so many changes are looked at, as far as these read no more bytes than this.
CHANGES = 1000
BYTES = 200_000_000
LOG = (
    *("--no-replace-objects", "log", "-z", "--first-parent", "--diff-merges=first-parent", "--no-show-signature"),
    *("--raw", "--no-abbrev", "--no-renames", "--relative", "--format=%x00%ct %P", f"--max-count={CHANGES + 1}"),
    *("HEAD", "--", *ROOT_FILES, *FOLDERS),
)
# A moment is a number that somebody gave, or none; a later one is no date.
LATEST = 32_500_000_000
NO_FILE = b"000000"
# Stands for bytes that are not read.
NO_TEXT = b"\xff"
ENDINGS = (".yaml", ".md")
ID = re.compile(rb"[a-z0-9]+(?:-[a-z0-9]+)*")

NO_HISTORY = "de hoofdversie heeft hier geen git-geschiedenis"
NO_GIT = "git ontbreekt, of kan de geschiedenis niet lezen"
SHALLOW = "niet de hele geschiedenis is opgehaald"
TOO_MUCH = "er zijn te veel wijzigingen; alleen de nieuwste zijn nagekeken"


class Commit(Struct, frozen=True):
    """A change of the main branch: when it came, and the objects of its files before and after; nothing for no file.
    The first of all has nothing before it, and the first that was fetched seems so.
    """

    moment: dt.datetime
    is_first: bool
    files: dict[str, tuple[bytes, ...]] = {}


class History(Struct, frozen=True):
    """The changes of a branch, newest first, with the objects that they name; `gap` says why not all is there."""

    commits: tuple[Commit, ...] = ()
    objects: Mapping[bytes, bytes] = {}
    gap: str = ""

    def before_each(self, plan: Plan, files: Collection[str], ids: Collection[str]) -> Iterator[tuple[Commit, Content]]:
        """The content of a plan as it was before each change of one of some files, or of one that names one of the ids.
        Other files are left out, but for those that say what there is.
        """
        names = {id.encode() for id in ids}

        def is_about(file: str, objects: Iterable[bytes]) -> bool:
            named = (id for key in objects for id in ID.findall(self.objects.get(key, b"")))
            return file in files or any(id in file for id in ids) or not names.isdisjoint(named)

        about = [{file for file, objects in commit.files.items() if is_about(file, objects)} for commit in self.commits]
        chosen = {*ROOT_FILES, *files}.union(*about)
        past: dict[str, bytes | None] = {}
        held = plan.renderer.tracker.held
        for commit, changed in zip(self.commits, about, strict=True):
            before = {file: objects[0] for file, objects in commit.files.items() if file in chosen}
            past |= {file: self.objects[name] if name else None for file, name in before.items()}
            if not changed:
                continue
            tracker = Tracker(Cache(None))
            # What was read of the same bytes before is not read again.
            tracker.last_held = held
            content = load(PastReader(plan.reader, {**past}, chosen), tracker, MarkdownCache(tracker))
            held = tracker.held
            yield commit, content


class PastReader(Reader):
    """Reads the chosen files as they were: some from `past`, where None is a file that was not there, the rest from the
    root.
    """

    def __init__(self, now: Reader, past: Mapping[str, bytes | None], chosen: Collection[str]) -> None:
        super().__init__(now.root)
        self.again = partial(PastReader, now, past, chosen)
        self.now, self.past, self.chosen = now, past, chosen
        self.stats = {file: entry for file, entry in now.stats.items() if file not in past}
        self.walked = now.walked

    @cached_property
    def listing(self) -> Listing:
        now = {*self.now.listing.files}
        there = (self.past[file] is not None if file in self.past else file in now for file in self.chosen)
        files = sorted(file for file, is_there in zip(self.chosen, there, strict=True) if is_there)
        return Listing(tuple(file for file in files if file not in ROOT_FILES), ())

    def data(self, file: str, problems: Problems, most: int) -> bytes | None:
        if file not in self.past:
            return super().data(file, problems, most)
        data = self.past[file]
        if data is None:
            problems.add("bestand-ontbreekt", Span(file))
            return None
        data = data if len(data) <= most else NO_TEXT
        self.shas[file] = hashlib.sha256(data).hexdigest()
        self.stats[file] = StatEntry(len(data), 0, 0, 0, self.shas[file])
        return data


def history_of(root: Path, since: dt.datetime) -> History:
    """What came on the branch of a checkout since then."""
    if not (root / ".git").exists():
        return History(gap=NO_HISTORY)
    try:
        log, shallow = git(root, *LOG), git(root, "rev-parse", "--is-shallow-repository")
        if log.returncode or shallow.returncode:
            return History(gap=NO_GIT)
        listed = [commit for commit in commits_in(log.stdout) if commit.moment >= since]
        commits = [commit for commit in listed if not commit.is_first]
        gap = SHALLOW if shallow.stdout.strip() == b"true" and len(commits) < len(listed) else ""
        objects = objects_of(root, commits)
    except OSError:
        return History(gap=NO_GIT)
    read = [commit for commit in commits[:CHANGES] if all(map(objects.__contains__, names_in(commit)))]
    return History(tuple(read), objects, gap or (TOO_MUCH if len(read) < len(commits) else ""))


def commits_in(log: bytes) -> Iterator[Commit]:
    """The commits that git lists."""
    rows = iter(log.split(b"\0"))
    commit = None
    for row in rows:
        if commit is not None and row.lstrip(b"\n").startswith(b":"):
            *modes, before, after, _ = row.lstrip(b"\n:").split(b" ")
            file = os.fsdecode(next(rows))
            if file.endswith(ENDINGS) and all(valid_name(name) and not BACKUP.search(name) for name in file.split("/")):
                names = zip(modes, (before, after), strict=True)
                commit.files[file] = tuple(b"" if mode == NO_FILE else name for mode, name in names)
        elif row:
            if commit is not None:
                yield commit
            seconds, _, parents = row.partition(b" ")
            commit = Commit(dt.datetime.fromtimestamp(min(int(seconds or 0), LATEST), dt.UTC), not parents)
    if commit is not None:
        yield commit


def names_in(commit: Commit) -> Iterator[bytes]:
    return (name for names in commit.files.values() for name in names if name)


def objects_of(root: Path, commits: Iterable[Commit]) -> dict[bytes, bytes]:
    """The bytes of all objects that commits name, in their order, until there are too many. Of a link they say where it
    leads; another repository has none.
    """
    names = [*dict.fromkeys(name for commit in commits for name in names_in(commit))]
    objects, wanted, total = dict[bytes, bytes](), [], 0
    for name, row in zip(names, cat(root, "--batch-check", names).splitlines(), strict=True):
        size = int(row.rpartition(b" ")[2]) if b" blob " in row else YAML_BYTES + 1
        if size > YAML_BYTES:
            objects[name] = NO_TEXT
        elif (total := total + size) <= BYTES:
            wanted.append(name)
        else:
            break
    given, start = cat(root, "--batch", wanted), 0
    for name in wanted:
        end = given.index(b"\n", start)
        size = int(given[start:end].rpartition(b" ")[2])
        objects[name] = given[end + 1 : end + 1 + size]
        start = end + size + 2
    return objects


def cat(root: Path, how: str, names: Iterable[bytes]) -> bytes:
    """What git says of objects. A checkout may have to fetch them first; that it does not do here."""
    done = git(root, "--no-replace-objects", "cat-file", how, given=b"".join(b"%s\n" % name for name in names))
    if done.returncode:
        raise OSError
    return done.stdout
