"""One build after another, and what can be shown before the next one is done.

In: paths that changed, and a function that builds. Out: what `live` tells. A change during a build leads to one more
build, so that the last build saw everything. Until then a glance shows what the change makes of its own page.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from g40site.diagnostics import Lang
from g40site.kept.state import Refused
from g40site.runs import Result
from g40site.server.live import Live

Pages = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found, the language of its messages, and what shows a change to it at once; None after errors."""

    result: Result
    lang: Lang
    glance: Callable[[Iterable[Path]], Pages] | None


# Takes the pages that are wanted first and who shows them.
Build = Callable[[Iterable[str], Callable[[Pages], None]], Built]


class Builds:
    """Builds in one thread, while another one glances at changes."""

    def __init__(self, live: Live, build: Build) -> None:
        self.live, self.build = live, build
        self.asked, self.stopped, self.lock = threading.Event(), threading.Event(), threading.Lock()
        self.glance: Callable[[Iterable[Path]], Pages] = lambda _paths: {}
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
        built = self.build(self.live.wanted(), self.show)
        with self.lock:
            self.first = {}
            if built.glance is not None:
                self.glance, self.since = built.glance, set(self.during)
            self.live.done(built.result, built.lang, self.glance(self.since) if self.during else {})

    def show(self, pages: Pages) -> None:
        """Pages of the build that is going on; what was changed since it began is shown as it is now."""
        with self.lock:
            self.first = pages
            self.live.show({**pages, **(self.glance(self.since) if self.during else {})})

    def changed(self, paths: set[Path]) -> None:
        """Shows at once what can be, and asks for a build."""
        with self.lock:
            self.since |= paths
            self.during |= paths
            if pages := self.glance(self.since):
                self.live.show({**self.first, **pages})
        self.asked.set()

    def work(self) -> None:
        """Builds as often as it is asked, until it is stopped."""
        while True:
            self.asked.wait()
            self.asked.clear()
            if self.stopped.is_set():
                return
            try:
                self.once()
            except (Refused, OSError) as fault:
                self.live.failed(fault)

    def stop(self) -> None:
        self.stopped.set()
        self.asked.set()
