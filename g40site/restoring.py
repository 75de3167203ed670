"""The way of a build for which nothing changed but whose files are gone, as in a fresh checkout with a restored cache.

In: what the last build published, and its memory. Out: the same files, or nothing where the memory lacks one of them;
then a whole build makes it. Nothing of the content is understood here: what stands in the output follows from sources,
program, templates, options and the day, and these are what they were.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence, Set
from functools import partial
from pathlib import Path

from g40site import workers
from g40site.diagnostics import Problems
from g40site.kept import record
from g40site.kept.memory import Memory
from g40site.kept.parts import get_file
from g40site.kept.record import Files, Record, record_from
from g40site.kept.state import LEFT, Stat, Survey, cleared, staging_folder
from g40site.publishing import (
    MANIFEST,
    Ready,
    Target,
    folders_of,
    journal_from,
    manifest,
    publish,
    put,
    settle,
    within,
)
from g40site.runs import Update
from g40site.source import Reader


def restored(
    output: Path,
    files: Files,
    disk: Mapping[str, Stat],
    found: Survey,
    clock: int,
    day: dt.date,
    reader: Reader,
    jobs: int,
) -> Update | None:
    """What was done to bring an output folder back to what the last build published, or None after nothing was done.

    `disk` is what the disk said of the files that it published, `found` is what is in the folder, asked after the time
    `clock` of the disk, and `reader` has the digest of every source. The caller holds the lock.
    """
    last = record.read(files.record, record_from)
    names, unsure = record.read(files.journal, journal_from) or (frozenset(), None)
    if last is None or unsure is None or unsure or {*last.made, MANIFEST} != disk.keys() or not files.memory.is_file():
        return None
    if not could_be_planned(last.made.keys()):
        return None
    there, others = found
    # Since the last whole build files may have come back.
    last = last._replace(made={path: one._replace(disk=disk[path]) for path, one in last.made.items()})
    with staging_folder(cleared(files.staging)):
        target = Target(output, there, others, unsure, files.staging, clock)
        try:
            made = put_back(last, target, Memory(cleared(files.memory)), reader, jobs)
        except OSError:
            return None  # the whole build tells it
        if made is None:
            return None
        listed = manifest({path: one.sha for path, one in made.items()}, day)
        update = publish(made, 0, listed, target, files, names, last)
        settle(files, made)
    return update


def could_be_planned(names: Set[str]) -> bool:
    """Whether files with these names can stand together. Nobody planned them: who can write the cache names them."""
    ours = {MANIFEST, LEFT}
    return all(map(within, names)) and names.isdisjoint(ours) and folders_of(names).isdisjoint(names | ours)


def put_back(last: Record, target: Target, memory: Memory, reader: Reader, jobs: int) -> dict[str, Ready] | None:
    """Every file of the last build; what is not there waits in the staging folder. None if one cannot be had."""
    # Documents and images are no part of the memory: they stand among the sources as they were published.
    sources = {seen.digest: file for file, seen in reader.now_seen.items()}
    made: dict[str, Ready] = {}
    missing = []
    for number, (path, one) in enumerate(last.made.items()):
        if target.has(path, one.sha, one.size, one):
            made[path] = Ready(number=number, sha=one.sha, size=one.size, fate="same")
        else:
            missing.append((number, path))
    memory.before_fork()
    one_part = partial(some_put_back, last, target, memory, reader, sources)
    complete = True
    for found in workers.spread_files(one_part, missing, jobs):
        made |= found or {}
        complete &= found is not None
    memory.close()
    return {path: made[path] for path in last.made} if complete else None


def some_put_back(
    last: Record,
    target: Target,
    memory: Memory,
    reader: Reader,
    sources: Mapping[str, str],
    missing: Sequence[tuple[int, str]],
) -> dict[str, Ready] | None:
    """The work of one worker on its part; None if one of the files cannot be had."""
    made = {}
    for number, path in missing:
        one = last.made[path]
        data = get_file(memory, one.key)
        if data is None and one.sha in sources:
            data = Reader(reader.root, Problems()).data(sources[one.sha], one.size)
        if data is None or hashlib.sha256(data).hexdigest() != one.sha:
            return None
        fate = put(number, path, data, one.sha, last, target)
        made[path] = Ready(number=number, sha=one.sha, size=one.size, fate=fate)
    return made
