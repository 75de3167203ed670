"""Whether there is anything to do: sources, program, templates, options and the day are what they were, and so is the
output.

In: what a build said of itself, and what the sources are now. Out: its summary, or nothing when there is anything to
make. It imports next to nothing, because most builds of an editor and of every night end here: of the packages only
msgspec, which holds a stamp against its type.
"""

import datetime as dt
from typing import NamedTuple

from g40site.diagnostics import WARNINGS, Diagnostic, Lang, Problems, is_tellable
from g40site.engine.state import IN_TRANSIT, Stat, StatEntry, survey
from g40site.options import Options, Result, Update, moment_in

# The longest day: that on which the clocks go back. What claims to hold longer was not written by a build.
LONGEST = dt.timedelta(hours=25)


class Stamp(NamedTuple):
    """What a build without errors came to: the fingerprint of all it was made from, between which moments it holds,
    what the disk said of each source and each published file, and what it said in the end. `quoted` are the files of
    which its warnings show lines.
    """

    key: str
    since: str
    until: str
    zone: str
    sources: dict[str, StatEntry]
    files: dict[str, Stat]
    language: Lang
    base: str
    warnings: tuple[Diagnostic, ...]
    quoted: list[str]
    pages: int
    published: int
    lacks_bundle: bool

    def is_valid_at(self, now: dt.datetime) -> bool:
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


def stamp_from(body: bytes) -> Stamp:
    """The stamp that was written; raises for what no build writes."""
    from msgspec.json import decode

    stamp = decode(body, type=Stamp)
    first, last = map(dt.datetime.fromisoformat, (stamp.since, stamp.until))
    is_sound = (
        None not in (first.tzinfo, last.tzinfo)
        and last - first <= LONGEST
        and all(map(is_tellable, stamp.warnings))
        and {problem.code for problem in stamp.warnings} <= WARNINGS
        # A build publishes something, and nobody elsewhere knows what the disk here says of it.
        and bool(stamp.files)
    )
    if not is_sound:
        raise ValueError("not what a build says")
    return stamp


def stamp_of(
    key: str,
    sources: dict[str, StatEntry],
    span: tuple[dt.datetime, dt.datetime],
    zone: str,
    result: Result,
) -> Stamp:
    """What the next build may end with, as long as nothing changes and it is within `span`; the site is in a `zone`."""
    assert result.update is not None, "the build was published"
    return Stamp(
        key=key,
        since=span[0].isoformat(),
        until=span[1].isoformat(),
        zone=zone,
        sources=sources,
        files=dict(result.update.disk),
        language="en" if result.language == "en" else "nl",
        base=result.base,
        warnings=result.problems.settled(),
        quoted=sorted(file for file, text in result.sources.items() if text),
        pages=result.update.pages,
        published=result.update.files,
        lacks_bundle=result.lacks_bundle,
    )


def check(stamp: Stamp, key: str, options: Options) -> Result | None:
    """The result of a build for which there is nothing to do; None when there is. Its problems have no sources yet."""
    if stamp.key != key or options.verify:
        return None
    there, others = survey(options.output)
    if IN_TRANSIT in there or any(there.get(path) != disk for path, disk in stamp.files.items()):
        # A whole build clears what it left, and brings back what is gone or another.
        return None
    foreign = tuple(sorted({*others, *(path for path in there if path not in stamp.files)}))
    return Result(
        Problems(stamp.warnings),
        language=stamp.language,
        base=stamp.base,
        update=Update(stamp.pages, stamp.published, 0, 0, 0, 0, foreign, stamp.files),
        lacks_bundle=stamp.lacks_bundle,
    )
