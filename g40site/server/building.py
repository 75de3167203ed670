"""One build after another, and what can be shown before the next one is done.

In: paths that changed, and a function that builds. Out: what `live` tells. A change during a build leads to one more
build, so that the last build saw everything. Until then a glance shows what the change makes of its own page.
"""

import gc
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from g40site.diagnostics import Lang
from g40site.engine.state import Refused
from g40site.options import Result
from g40site.server.live import Live

# A program that builds looks for no garbage meanwhile. It does after so many seconds without a change, and after so
# many builds when there are changes all the time.
REST = 1.0
MOST_BUILDS = 3

Pages = Mapping[str, bytes]


class Builder(Protocol):
    """Who builds. What it is asked at the same time it answers by itself."""

    def build(self, wanted: Iterable[str], show: Callable[[Pages], None]) -> tuple[Result, Lang]:
        """One build, of which the wanted pages are shown first; what it found, and the language of its messages."""

    def glance(self, changed: Iterable[Path]) -> Pages:
        """The pages that show changes after the last good build, as far as they can be told without another."""


class Builds:
    """Builds in one thread, while another one glances at changes."""

    def __init__(self, live: Live, builder: Builder) -> None:
        self.live, self.builder = live, builder
        self.asked, self.stopped, self.lock = threading.Event(), threading.Event(), threading.Lock()
        # What changed after the last good build began, and after the last build of all did.
        self.since: set[Path] = set()
        self.during: set[Path] = set()
        # The pages that the build that is going on made first.
        self.first: Pages = {}

    def once(self) -> None:
        """One build, from the state in which the files are now."""
        with self.lock:
            self.during = set()
        self.live.busy()
        result, lang = self.builder.build(self.live.wanted(), self.show)
        with self.lock:
            self.first = {}
            if not result.problems.errors:
                self.since = set(self.during)
            self.live.done(result, lang, self.builder.glance(self.since) if self.during else {})

    def show(self, pages: Pages) -> None:
        """Pages of the build that is going on; what was changed since it began is shown as it is now."""
        with self.lock:
            self.first = pages
            self.live.show({**pages, **(self.builder.glance(self.since) if self.during else {})})

    def changed(self, paths: set[Path]) -> None:
        """Shows at once what can be, and asks for a build."""
        with self.lock:
            self.since |= paths
            self.during |= paths
            if pages := self.builder.glance(self.since):
                self.live.show({**self.first, **pages})
        self.asked.set()

    def work(self) -> None:
        """Builds as often as it is asked, until it is stopped."""
        builds = 0
        while True:
            if not self.asked.wait(REST) or builds >= MOST_BUILDS:
                # What was left of the last builds; mostly there is nothing to do from here on until somebody saves.
                gc.collect()
                builds = 0
                self.asked.wait()
            self.asked.clear()
            builds += 1
            if self.stopped.is_set():
                return
            try:
                self.once()
            except (Refused, OSError) as fault:
                self.live.failed(fault)

    def stop(self) -> None:
        self.stopped.set()
        self.asked.set()
