"""Decides which outputs must be made, as few as possible, and has them made and staged.

In: outputs, the log of the last build, a renderer. Out: of each output what it is now and whether it differs from what
is published. Stale is an output for which a query has another result, or whose file is not the one that was published.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, groupby, islice

from msgspec import Struct

from g40site.diagnostics import Diagnostic, Fault
from g40site.engine import workers
from g40site.engine.build_log import BuildLog, OutputRecord, Query, QueryRecord
from g40site.engine.fingerprints import hash_text
from g40site.engine.publishing import JobResult, OutputDir
from g40site.engine.rendering import COMPRESSORS, Output, Renderer
from g40site.engine.state import Stat
from g40site.engine.tracking import Tracker

# So many reasons are worth keeping; after an import of all projects each list has one for each of them.
MOST_REASONS = 50
NEW: tuple[Query, ...] = (("new",),)
OTHER_PROGRAM: tuple[Query, ...] = (("program",),)
# The fault of what never ends: whatever is made with it runs into the same, and takes long to do so.
ENDLESS = "sjabloon-te-diep"

Progress = Callable[[Iterable["JobResult"], int], Iterable["JobResult"]]


class Job(Struct, frozen=True):
    """An output with its compressed copies, and what the log says of each. Without `reasons` nothing changed for it:
    only a file is lost.
    """

    outputs: tuple[Output, ...]
    last: tuple[OutputRecord | None, ...]
    reasons: tuple[Query, ...]


def make_all(
    outputs: Sequence[Output],
    renderer: Renderer,
    log: BuildLog,
    target: OutputDir | None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[dict[str, JobResult], list[Diagnostic]]:
    """Every output by its path, but for those with a fault, and what is wrong. Without a target nothing is staged."""
    results: dict[str, JobResult] = {}
    diagnostics: list[Diagnostic] = []
    stale = Staleness(log, renderer.tracker)
    work: list[Job] = []
    for _, group in groupby(outputs, key=lambda output: output.original):
        files = tuple(group)
        last = tuple(log.outputs.get(output.path) for output in files)
        reasons = stale.reasons(last[0])
        there = [] if reasons else [result_of(output.path, log, target) for output in files]
        if reasons or None in there:
            work.append(Job(files, last, reasons))
        else:
            results |= {result.path: result for result in there if result is not None}
    total = sum(len(job.outputs) for job in work)
    new = run_all(work, renderer, target, jobs, diagnostics)
    for result in progress(new, total) if progress else new:
        results[result.path] = result
    return results, diagnostics


def result_of(path: str, log: BuildLog, target: OutputDir | None) -> JobResult | None:
    """What the log says of a file that is published as it should be; None where it is not."""
    last = log.outputs.get(path)
    if last is None or not (target is None or target.has(path, last.sha, last.size)):
        return None
    return JobResult(path=path, sha=last.sha, size=last.size, status="same", reasons=last.reasons)


class Staleness:
    """Which queries have another result than at the last build."""

    def __init__(self, log: BuildLog, tracker: Tracker) -> None:
        self.log, self.tracker = log, tracker
        self.is_same_program = log.program == tracker.program
        read = set().union(*(row.reads for row in log.outputs.values())) if self.is_same_program else set()
        self.changed = {number for number in read if not tracker.is_same(number)}

    def reasons(self, last: OutputRecord | None) -> tuple[Query, ...]:
        """What differs for an output; nothing when it is what it was."""
        if last is None:
            return NEW
        if not self.is_same_program:
            return OTHER_PROGRAM
        queries = (self.log.queries[number].query for number in self.changed.intersection(last.reads))
        causes = chain.from_iterable(map(self.tracker.causes, sorted(queries)))
        return tuple(dict.fromkeys(islice(causes, MOST_REASONS)))


def run_all(
    work: Sequence[Job], renderer: Renderer, target: OutputDir | None, jobs: int, diagnostics: list[Diagnostic]
) -> Iterator[JobResult]:
    cache = renderer.tracker.cache
    cache.close()
    for results, faults, damaged in workers.map_files(partial(run_some, renderer, target), work, jobs):
        diagnostics += faults
        cache.damaged |= damaged
        yield from results
        if is_endless(faults):
            return


def run_some(
    renderer: Renderer, target: OutputDir | None, work: Sequence[Job]
) -> tuple[list[JobResult], list[Diagnostic], bool]:
    """The work of one process: what it made, and what is wrong."""
    results: list[JobResult] = []
    faults: list[Diagnostic] = []
    for job in work:
        try:
            results += run(job, renderer, target)
        except Fault as fault:
            faults.append(fault.diagnostic)
            if is_endless(faults):
                break
    renderer.tracker.cache.write()
    return results, faults, renderer.tracker.cache.damaged


def is_endless(faults: Iterable[Diagnostic]) -> bool:
    """Whether a template never ends. Other pages would run into the same, and to find out takes long for each."""
    return any(fault.code == ENDLESS for fault in faults)


def run(job: Job, renderer: Renderer, target: OutputDir | None) -> Iterator[JobResult]:
    """Makes an output and its copies, or takes from the cache what is lost, and stages what differs."""
    reads: tuple[Query, ...] | None = None
    whole, is_same = b"", not job.reasons
    for output, last in zip(job.outputs, job.last, strict=True):
        data = restored(renderer, last) if is_same else None
        rendered = data is None and not output.is_copy
        if data is None and output.compression:
            data = COMPRESSORS[output.compression](whole)
        elif data is None:
            data, reads = renderer.render(output)
        sha = hashlib.sha256(data).hexdigest()
        if not output.compression:
            whole, is_same = data, last is not None and last.sha == sha
        if target is not None and rendered:
            renderer.tracker.cache.put(output_key(sha), data)
        yield JobResult(
            path=output.path,
            sha=sha,
            size=len(data),
            status="same" if target is None else target.stage(output.path, data, sha),
            rendered=rendered,
            reads=reads,
            reasons=job.reasons or (last.reasons if last else ()),
        )


def restored(renderer: Renderer, last: OutputRecord | None) -> bytes | None:
    """The bytes that were published, as the cache has them."""
    data = None if last is None else renderer.tracker.cache.get(output_key(last.sha))
    return data if data is not None and last is not None and hashlib.sha256(data).hexdigest() == last.sha else None


def output_key(sha: str) -> bytes:
    """Where the cache has the bytes of a published file."""
    return hash_text(f"output {sha}")


def next_log(
    outputs: Sequence[Output],
    results: Mapping[str, JobResult],
    tracker: Tracker,
    last: BuildLog,
    disk: Mapping[str, Stat],
) -> BuildLog:
    """What the next build needs to know of this one; `disk` is what the disk says of each file. Queries have numbers,
    since many outputs read the same; what nobody reads any more gets none.
    """
    numbers: dict[Query, int] = {}

    def numbered(query: Query) -> int:
        return numbers.setdefault(query, len(numbers))

    renumbered = cache(lambda number: numbered(last.queries[number].query))
    records: dict[str, OutputRecord] = {}
    for output in outputs:
        result = results[output.path]
        if result.reads is None:
            # A compressed copy that the log does not have yet was made of the same.
            reads = tuple(map(renumbered, last.outputs[output.original].reads))
        else:
            reads = tuple(map(numbered, result.reads))
        records[output.path] = OutputRecord(reads, result.sha, result.size, result.reasons, disk[output.path])
    queries: list[QueryRecord] = []
    ahead = list(numbers)
    for query in ahead:
        # What another process computed is only looked up here, and then it is known what that follows from.
        value = tracker.fingerprint_of(query)
        follows = tracker.derived_from(query)
        ahead += [number for number in follows if number not in numbers]
        queries.append(QueryRecord(query, value, tuple(map(numbered, follows))))
    return BuildLog(tracker.program, queries, records)
