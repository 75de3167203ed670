"""One run, from its options to its result: up to date? read, check, plan, render, publish.

In: options. Out: a result with the problems and, after a build, what was done to the output folder. Nothing is written
while an error stands. Whoever reads the site enters here; a build for which nothing changed ends here, so what is heavy
is imported by who gets further.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from g40site.diagnostics import Diagnostic, Problems
from g40site.engine import build_log, up_to_date
from g40site.engine.build_log import BuildLog, Query, StateFiles, log_from
from g40site.engine.fingerprints import program
from g40site.engine.state import (
    locked,
    machine_faults,
    output_name,
    staging_folder,
    state_folder,
    state_to_read,
    time_of,
    unlinked,
    without_racy,
)
from g40site.options import Options, Result
from g40site.sources import SourceSnapshot

if TYPE_CHECKING:
    from g40site.engine.scheduling import Progress
    from g40site.engine.tracking import Tracker
    from g40site.options import Update
    from g40site.planning import Plan, Session


def build(
    options: Options,
    progress: "Progress | None" = None,
    session: "Session | None" = None,
    first: "Callable[[Plan], None] | None" = None,
) -> Result:
    """Checks everything and brings the output folder to the plan; `first` gets the plan before anything is made."""
    with ExitStack() as held:
        with machine_faults(options.output):
            files = StateFiles(state_folder(options.root, options.output), output_name(options.root, options.output))
            held.enter_context(locked(unlinked(files.lock), options.output))
            clock = time_of(files.lock)
            stamp = build_log.read(files.stamp, up_to_date.stamp_from) if options.cache else None
        sources = SourceSnapshot(options, stamp.sources if stamp else None)
        # What a build that was killed left staged is cleared by a whole build.
        if stamp is not None and not files.staging.exists() and (done := unchanged(stamp, sources, options)):
            return done
        tracker, log = open_state(options, files, stamp, held)
        site_plan = plan(options, tracker, session, sources)
        report, update, is_settled = Problems(site_plan.report), None, False
        if not report.errors:
            if first is not None:
                first(site_plan)
            update, is_settled, faults = make_and_publish(site_plan, log, files, clock, options, progress)
            report = Problems((*site_plan.report, *faults))
        result = result_of(site_plan, report, update)
        if is_settled and sources.reader.is_steady:
            stats = without_racy(sources.reader.stats, clock)
            stamp = up_to_date.stamp_of(sources.key, stats, site_plan.span(), site_plan.zone.key, result)
            with machine_faults(options.output):
                build_log.write(files.stamp, stamp)
        return result


def unchanged(stamp: up_to_date.Stamp, sources: SourceSnapshot, options: Options) -> Result | None:
    """The result of a build for which there is nothing to do, with the texts that its warnings point into."""
    # A file with a name that cannot be is no part of the key.
    if not stamp.is_valid_at(options.now) or sources.reader.listing.diagnostics:
        return None
    with machine_faults(options.output):
        result = up_to_date.check(stamp, sources.key, options)
    if result is None:
        return None
    return result._replace(sources={file: sources.reader.for_messages(file) for file in stamp.quoted})


def open_state(
    options: Options, files: StateFiles, stamp: up_to_date.Stamp | None, held: ExitStack
) -> "tuple[Tracker, BuildLog]":
    """Opens all that this build may use and write; without a cache nothing of earlier builds is used."""
    from g40site.engine.cache import Cache
    from g40site.engine.tracking import Tracker

    with machine_faults(options.output):
        held.enter_context(staging_folder(unlinked(files.staging)))
        for ending in ("-wal", "-shm"):
            unlinked(files.cache.with_name(f"{files.cache.name}{ending}"))
        cache = Cache(unlinked(files.cache) if options.cache else files.staging / files.cache.name)
        held.callback(cache.close)
        log = build_log.read(files.log, log_from) if options.cache else None
        # What was read is whole, so that a long log is not read again.
        damaged = [file for file, value in ((files.log, log), (files.stamp, stamp)) if value is None]
        cache.damaged = any(map(build_log.is_damaged, (*damaged, files.journal)))
        if log is None:
            log = build_log.log_of_another(files) if options.cache else BuildLog()
        return Tracker(cache, program(), log), log


def plan(
    options: Options,
    tracker: "Tracker | None" = None,
    session: "Session | None" = None,
    sources: SourceSnapshot | None = None,
) -> "Plan":
    """The plan of a run; by itself it uses nothing of earlier builds and writes nothing."""
    from g40site import planning
    from g40site.engine.cache import Cache
    from g40site.engine.tracking import Tracker

    tracker = tracker or Tracker(Cache(None), program())
    return planning.plan(options, sources or SourceSnapshot(options), tracker, session or planning.Session())


def make_and_publish(
    plan: "Plan",
    log: BuildLog,
    files: StateFiles,
    clock: int,
    options: Options,
    progress: "Progress | None",
) -> "tuple[Update | None, bool, list[Diagnostic]]":
    """Makes all outputs and publishes them, and says whether each was made of what the plan knows. No update when a
    template had a fault: then nothing is written.
    """
    from g40site.engine.publishing import OutputDir, end_journal, manifest_of, publish
    from g40site.engine.scheduling import make_all, next_log, output_key
    from g40site.engine.tracking import THIS_BUILD

    with machine_faults(options.output):
        target = OutputDir.opened(options.output, files, log, clock, verify=options.verify)
        results, faults = make_all(plan.outputs, plan.renderer, log, target, options.jobs, progress)
        if faults:
            return None, False, faults
        manifest = manifest_of({path: result.sha for path, result in results.items()}, plan.now.date())
        pages = sum(output.is_page for output in plan.outputs)
        update = publish(results, pages, manifest, target)
        tracker = plan.renderer.tracker
        build_log.write(files.log, next_log(plan.outputs, results, tracker, log, update.disk))
        end_journal(update, target)
        published = sum(result.size for result in results.values())
        published_keys = (output_key(result.sha) for result in results.values())
        tracker.cache.prune(published, partial(build_log.published_bytes, files), published_keys)
        return update, not any(THIS_BUILD in (result.reads or ()) for result in results.values()), []


@contextmanager
def state_of(options: Options) -> "Iterator[tuple[Tracker, BuildLog]]":
    """What earlier builds left, for whoever only looks."""
    from g40site.engine.cache import Cache
    from g40site.engine.tracking import Tracker

    folder = state_to_read(options.root, options.output)
    files = StateFiles(folder or options.root / ".cache", output_name(options.root, options.output))
    is_usable = options.cache and folder is not None and files.cache.is_file()
    log = (build_log.read(files.log, log_from) if is_usable else None) or BuildLog()
    with closing(Cache(files.cache if is_usable else None, writes=False)) as cache:
        yield Tracker(cache, program(), log), log


def check(options: Options, session: "Session | None" = None) -> Result:
    """The same checks as `build`, also those of the templates on every page; writes nothing."""
    from g40site.engine.scheduling import make_all

    with state_of(options) as (tracker, log):
        site_plan = plan(options, tracker, session)
        report = Problems(site_plan.report)
        if not report.errors:
            _, faults = make_all(site_plan.outputs, site_plan.renderer, log, None)
            report = Problems((*site_plan.report, *faults))
        return result_of(site_plan, report)


class Why(NamedTuple):
    """Why a file was made the last time, and why the next build would make it again: the queries that differ."""

    was: tuple[Query, ...]
    would: tuple[Query, ...]


def why(options: Options, path: str) -> tuple[Result, Why | None]:
    """Why the file at a path or an address was made and would be made again; None when the site has no such file."""
    from g40site.engine.scheduling import Staleness

    with state_of(options) as (tracker, log):
        site_plan = plan(options, tracker)
        result = result_of(site_plan, Problems(site_plan.report))
        output = site_plan.output(path)
        if output is None:
            return result, None
        last = log.outputs.get(output.path)
        return result, Why(last.reasons if last else (), Staleness(log, tracker).reasons(last))


def result_of(plan: "Plan", report: Problems, update: "Update | None" = None) -> Result:
    return Result(
        report,
        plan.sources(report),
        plan.site.settings.language,
        plan.base,
        plan.site.settings.repository,
        tuple(plan.outputs),
        update,
        plan.renderer.tracker.cache.damaged,
        lambda: dict(plan.origins()),
        plan.lacks_bundle,
    )
