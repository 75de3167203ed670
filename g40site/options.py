"""What a run is asked to do, and its result.

In: nothing. Out: two values that the command line and the pipeline share.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from g40site.diagnostics import Problems, Span

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Options(NamedTuple):
    """What one run is asked to do. `now` without an offset is local time of the site. `jobs` are processes; without
    `cache` nothing of earlier builds is used; `verify` also digests what is published; `precompress` puts compressed
    copies beside texts; `forms` are the editing forms for work in the root itself, whatever the settings say of them.
    """

    root: Path
    templates: Path
    now: dt.datetime
    output: Path
    base_url: str | None = None
    drafts: bool = False
    jobs: int = 1
    cache: bool = True
    verify: bool = False
    precompress: bool = False
    forms: bool = False


def moment_in(zone: dt.tzinfo, now: dt.datetime) -> dt.datetime:
    """A moment by the clock of a zone; one without an offset is what that clock says."""
    there = now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)
    # Python compares two times of one zone by their clock alone, which says the same twice in the night it goes back.
    return there.replace(tzinfo=dt.timezone(there.utcoffset() or dt.timedelta()))


class Origin(NamedTuple):
    """Where a page is written: its place is looked up when somebody asks. `draft` is whether it is not public yet."""

    span: Callable[[], Span]
    draft: bool = False


class Update(NamedTuple):
    """What a build did to its output folder: numbers of files, and the files there that it did not make."""

    pages: int
    files: int
    new: int
    changed: int
    removed: int
    rendered: int
    """How many of them had to be made."""
    foreign: tuple[str, ...]
    disk: Mapping[str, tuple[int, ...]] = NOTHING
    """What the disk says of every published file."""

    @property
    def moved(self) -> int:
        """How many published files became others."""
        return self.new + self.changed + self.removed


class Result(NamedTuple):
    """What one run found and did; `sources` are the texts that its problems point into."""

    problems: Problems
    sources: Mapping[str, str] = NOTHING
    language: str = "nl"
    base: str = "/"
    repository: Any = None
    """Where the content is kept, as the settings have it."""
    outputs: tuple[Any, ...] = ()
    update: Update | None = None
    damaged: bool = False
    """Whether something in the cache was no longer what was put there."""
    origins: Callable[[], Mapping[str, Origin]] = lambda: NOTHING
    """The pages that one entry of the content is the source of, by their path: only a preview asks."""
    lacks_bundle: bool = False
    """Whether the site has editing forms, of which nobody built the program."""
