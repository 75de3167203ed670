"""Brings an output folder to the plan, doing only what differs.

In: outputs, and a maker that turns one into bytes. Out: what was new, changed and removed, and which files are not
ours. Everything is made aside first; then `publishing` moves it in place.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from g40site.content.reader import StatEntry
from g40site.engine import build_log, program, workers
from g40site.engine.build_log import BuildLog, Files, asked_by, record_from
from g40site.engine.cache import Cache
from g40site.engine.parts import FILE
from g40site.engine.publishing import Target, journal_from, manifest, publish, settle
from g40site.engine.rendering import Renderer
from g40site.engine.said import SAID
from g40site.engine.scheduling import Changes, Job, JobResult, fields_changed, make_all, record_of
from g40site.engine.state import (
    Survey,
    cleared,
    locked,
    machine_faults,
    slot_name,
    staging_folder,
    survey,
    time_of,
)
from g40site.engine.state_folder import state_folder, state_to_read
from g40site.engine.up_to_date import Shortcut, shortcut_from
from g40site.options import Update
from g40site.routes import Output

__all__ = ["BuildState", "Renderer", "Why", "keep_no_files", "look", "opened", "update", "why"]

# So many published files are worth a process that looks at them meanwhile.
MANY = 2000

Follow = Callable[[Iterable[JobResult], int], Iterable[JobResult]]


def no_survey() -> Survey:
    raise AssertionError("only a build that writes looks at the output")


class BuildState(Struct, frozen=True):
    """What is kept of earlier builds of one output folder. `files` is None where nothing may be written beside it."""

    files: Files | None
    memory: Cache
    record: BuildLog
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

    def seen(self) -> Mapping[str, StatEntry]:
        """What the disk said of each source when it was read."""
        found = build_log.read(self.shortcut, shortcut_from) if self.shortcut else None
        return found.seen if found else {}


@contextlib.contextmanager
def opened(root: Path, output: Path, *, writes: bool, cache: bool, jobs: int = 1) -> Iterator[BuildState]:
    """What earlier builds left, with the folder locked while `writes`; without `cache` nothing of it is used."""
    if not writes:
        folder = state_to_read(root)
        files = Files(folder or root / ".cache", slot_name(root, output))
        usable = cache and folder is not None and files.memory.is_file()
        memory = Cache(files.memory if usable else None, writes=False)
        yield BuildState(
            None, memory, last_record(files) if usable else BuildLog(), shortcut=files.shortcut if usable else None
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
            memory = Cache(cleared(files.memory) if cache else files.staging / files.memory.name)
            held.callback(memory.close)
            journal = build_log.read(files.journal, journal_from)
            memory.damaged = any(map(build_log.is_damaged, (files.journal, files.record, files.shortcut)))
        names, unsure = journal or (frozenset(), None)
        found = last_record(files) if cache else BuildLog()
        clock = time_of(files.slot)
        # Of many files the disk is asked while the content is read.
        meanwhile = workers.aside(partial(survey, output), jobs if len(found.made) >= MANY else 1)
        surveyed = held.enter_context(meanwhile)
        yield BuildState(files, memory, found, names, unsure, clock, files.shortcut if cache else None, surveyed)


def last_record(files: Files) -> BuildLog:
    """What the last build wrote down, as far as this program may use it."""
    return asked_by(build_log.read(files.record, record_from) or BuildLog(), program.whole())


def update(
    outputs: Sequence[Output],
    maker: Renderer,
    kept: BuildState,
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
        target = Target(output, there, others, unsure, kept.files.staging, kept.clock, thorough)
        done = make_all(outputs, maker, kept.record, target, jobs, follow)
        if maker.problems.errors:
            return None
        made = {outputs[number].path: one for number, one in done.items()}
        listed = manifest({path: one.sha for path, one in made.items()}, now.date())
        pages = sum(map(is_page, outputs))
        found = publish(made, pages, listed, target, kept.files, kept.names, kept.record)
        build_log.write(kept.files.record, record_of(outputs, done, maker, kept.record, found.disk))
        if kept.unsure is None or kept.unsure or found.moved:
            settle(kept.files, made)
        kept.memory.tidy()
        return found


def is_page(output: Output) -> bool:
    """Whether an output is a page of its own for visitors."""
    return output.view is not None and output.template != "pages/redirect.html" and not output.packed


def remember(kept: BuildState, shortcut: Shortcut, output: Path) -> None:
    """Lets the next build end early when nothing changes."""
    assert kept.files is not None, "only a build that wrote is remembered"
    with machine_faults(output):
        build_log.write(kept.files.shortcut, shortcut)


def look(outputs: Sequence[Output], maker: Renderer, kept: BuildState) -> None:
    """Makes every page that is not known to be right, and keeps none."""
    keep_no_files(maker)
    make_all(outputs, maker, kept.record, None, 1)


def keep_no_files(maker: Renderer) -> None:
    """What is made from now on is not remembered: for whoever only looks at it."""
    maker.memory.passed_by = frozenset((FILE, SAID))


class Why(Struct, frozen=True):
    """Why a file was made the last time, and why the next build would make it again: names of what changed."""

    was: tuple[str, ...]
    would: tuple[str, ...]


def why(output: Output, maker: Renderer, kept: BuildState) -> Why:
    """What the records say of one output, with the fields of its view that would differ."""
    old = kept.record.made.get(output.path)
    basis = maker.basis(output)
    names = Changes(kept.record, maker).of(output, basis)
    if old is not None and names and (made := maker.make(output)) is not None:
        names += tuple(fields_changed(maker, Job(0, output, basis, old, names), made))
    return Why(old.why if old else (), names)
