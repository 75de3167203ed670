"""The way of a build for which nothing changed: sources, program, templates, options and the day are what they were.

In: the same options as any build. Out: what the last build said, or nothing when there is anything to make. It imports
next to nothing, because most builds of an editor and of every night end here.
"""

import datetime as dt
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from g40site.content.reader import ROOT_FILES, Reader, StatEntry
from g40site.diagnostics import Diagnostic, Problems, Span
from g40site.engine import program
from g40site.engine.build_log import Files, read
from g40site.engine.fingerprints import of_bytes, of_text
from g40site.engine.state import (
    LEFT,
    Stat,
    cleared,
    locked,
    machine_faults,
    slot_name,
    survey,
    time_of,
)
from g40site.engine.state_folder import state_folder
from g40site.messages import MESSAGES
from g40site.options import Options, Result, Update, moment_in

# On the coarsest disk a file that was changed this shortly before it was read can change again with the same time.
UNSETTLED = 2_000_000_000
# The longest day: that on which the clocks go back. What claims to hold longer was not written by a build.
LONGEST = dt.timedelta(hours=25)
# More than any file may have: what is too large is the full build's to tell.
MOST_BYTES = 1_000_000_000


class Shortcut(NamedTuple):
    """What a build without errors came to: its key, between which moments it holds, what was read and published."""

    key: str
    since: str
    until: str
    seen: dict[str, StatEntry]
    files: dict[str, Stat]
    told: dict[str, Any]
    zone: str

    def holds(self, now: dt.datetime) -> bool:
        """Whether this moment is as good as that of the build; one without offset is local time of the site."""
        since, until = map(dt.datetime.fromisoformat, (self.since, self.until))
        if now.tzinfo is None:
            # Not imported for the clock, which has an offset.
            from zoneinfo import ZoneInfo

            try:
                now = moment_in(ZoneInfo(self.zone), now)
            except (LookupError, ValueError, OSError):
                return False
        return since <= now < until


def shortcut_from(body: bytes) -> Shortcut:
    key, since, until, seen, files, told, zone = json.loads(body)
    first, last = map(dt.datetime.fromisoformat, (since, until))
    known = {file: StatEntry(*one) for file, one in seen.items()}
    published = {path: tuple(one) for path, one in files.items()}
    codes = {problem_of(row).code for row in told["warnings"]}
    sound = (
        all(moment.tzinfo is not None for moment in (first, last))
        and last - first <= LONGEST
        and {"language", "base", "pages", "files"} <= told.keys()
        and all(isinstance(one.digest, str) for one in known.values())
        and {type(number) for one in published.values() for number in one} <= {int}
        and codes <= MESSAGES.keys()
        and isinstance(zone, str)
        # A build publishes something, and nobody elsewhere knows what the disk here says of it.
        and bool(published)
    )
    if not sound:
        raise ValueError("not what a build says")
    return Shortcut(key, since, until, known, published, told, zone)


def key_of(sources: Iterable[tuple[str, str | None]], options: Options, templates: bytes) -> str:
    """The digest of everything that a build depends on, apart from the moment."""
    asked = repr((options.base_url, options.drafts, options.precompress))
    # No name of a file has a line end in it, and no digest either.
    listed = of_text("\n".join(f"{file}\0{digest}" for file, digest in sources))
    return of_bytes(b"".join([program.whole(), of_text(asked), templates, listed])).hex()


def of_templates(folder: Path) -> bytes:
    """The digest of a folder of templates, style sheets and scripts, also of what stands there behind a link."""
    found: dict[str, bytes] = {}
    been: set[str] = set()
    for above, folders, files in os.walk(folder, followlinks=True):
        # Links may go round in a circle.
        if (real := os.path.realpath(above)) in been:
            folders.clear()
            continue
        been.add(real)
        paths = (Path(above, name) for name in files)
        found |= {path.as_posix(): of_bytes(path.read_bytes()) for path in paths if path.is_file()}
    start = len(folder.as_posix())
    return of_bytes(b"".join(of_text(path[start:]) + found[path] for path in sorted(found)))


def key_of_sources(reader: Reader, options: Options, templates: bytes) -> str:
    """The digest of everything that a build depends on, with every file of the content by its name and digest."""
    files = (*ROOT_FILES, *reader.files())
    # What is wrong with a file is told by the one who uses it.
    before = len(reader.problems.found)
    key = key_of(((file, reader.digest(file, MOST_BYTES)) for file in files), options, templates)
    del reader.problems.found[before:]
    return key


def shortcut_of(
    reader: Reader,
    options: Options,
    templates: bytes,
    clock: int,
    span: tuple[dt.datetime, dt.datetime],
    zone: str,
    result: Result,
) -> Shortcut:
    """What the next build may end with, as long as nothing changes and it is within `span`; the site is in a `zone`.

    `templates` is their digest from before the build: one that was saved in the middle is another one now.
    """
    assert result.update is not None, "the build was published"
    update = {name: getattr(result.update, name) for name in ("pages", "files")}
    told = {
        "language": result.language,
        "base": result.base,
        "warnings": [*map(row_of, result.problems.found)],
        **update,
    }
    key = key_of_sources(reader, options, templates)
    since, until = (moment.isoformat() for moment in span)
    return Shortcut(key, since, until, settled(reader.now_seen, clock), dict(result.update.disk), told, zone)


def row_of(problem: Diagnostic) -> list[object]:
    span = problem.span
    near = [*(problem.near() if callable(problem.near) else problem.near)]
    return [problem.code, [span.file, span.line, span.column, span.length], problem.values, near]


def problem_of(row: list[Any]) -> Diagnostic:
    code, span, values, near = row
    return Diagnostic(code, Span(*span), tuple((name, value) for name, value in values), tuple(near))


class Looked(NamedTuple):
    """What was looked at before there turned out to be something to do; a build goes on from there. `clock` is the time
    of the disk before that, in nanoseconds.
    """

    reader: Reader
    clock: int


def taken(options: Options) -> Result | Looked | None:
    """The result of a build for which there is nothing to do, or what was seen of the sources by then, if they were."""
    if not options.cache or options.verify:
        return None
    with machine_faults(options.output):
        files = Files(state_folder(options.root, options.output), slot_name(options.root, options.output))
        with locked(cleared(files.slot), options.output):
            found = read(files.shortcut, shortcut_from)
            # What a build that was killed left aside is cleared by a whole build.
            if found is None or not found.holds(options.now) or files.staging.exists():
                return None
            looked = Looked(Reader(options.root, Problems(), found.seen), time_of(files.slot))
            reader = looked.reader
            if found.key != key_of_sources(reader, options, of_templates(options.templates)):
                return looked
            if reader.problems.found:
                # A file with a name that cannot be is no part of the key.
                return looked
            there, others = survey(options.output)
            if LEFT in there or any(there.get(path) != disk for path, disk in found.files.items()):
                # A whole build clears what it left, and brings back what is gone or another.
                return looked
    told = found.told
    problems = Problems([problem_of(row) for row in told["warnings"]])
    reader.texts |= {problem.span.file for problem in problems.found}
    texts = {file: reader.again(file) for file in reader.texts}
    foreign = tuple(sorted({*others, *(path for path in there if path not in found.files)}))
    update = Update(told["pages"], told["files"], 0, 0, 0, 0, foreign, found.files)
    return Result(problems, texts, told["language"], told["base"], update=update)


def settled(seen: dict[str, StatEntry], clock: int) -> dict[str, StatEntry]:
    """What the disk said of files that had been at rest when they were read; `clock` is the disk's time before that."""
    return {f: s for f, s in seen.items() if max(s.modified, s.changed) < clock - UNSETTLED}
