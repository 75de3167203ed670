"""One build after another, and what can be shown before the next one is done.

In: word that something changed, and a function that builds. Out: what `live` tells. A change during a build leads to
one more build, so that the last build saw everything. The pages that somebody looks at are made first and shown at
once.
"""

import gc
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from g40site.diagnostics import Fault, Lang
from g40site.engine.state import Refused
from g40site.options import Result
from g40site.planning import Plan
from g40site.preview.live import Live

# A program that builds looks for no garbage meanwhile. It does after so many seconds without a change, and after so
# many builds when there are changes all the time.
REST = 1.0
MOST_BUILDS = 3

Pages = Mapping[str, bytes]


class Builder(Protocol):
    """Who builds."""

    def build(self, wanted: Iterable[str], show: Callable[[Pages], None]) -> tuple[Result, Lang]:
        """One build, of which the wanted pages are shown first; what it found, and the language of its messages."""


def render_first(output: Path, wanted: Iterable[str], show: Callable[[Pages], None], plan: Plan) -> None:
    """Makes the wanted pages, in the order in which they are wanted, and shows each at once. What is wrong with a
    template is told when the whole site is made.
    """
    outputs = {one.path: one for one in plan.outputs if one.view is not None or is_asset(one.path)}
    pages = [path for path in wanted if path in outputs]
    # What a page is dressed in must be there as soon as the page is.
    missing = [path for path in outputs if pages and is_asset(path) and not (output / path).is_file()]
    rendered: dict[str, bytes] = {}
    for path in (*missing, *pages):
        with suppress(Fault):
            rendered[path] = plan.renderer.render(outputs[path]).data
            if path not in missing:
                show(dict(rendered))


def is_asset(path: str) -> bool:
    """Whether a file is a style sheet or a script."""
    return path.endswith((".css", ".js"))


class Builds:
    """Builds in one thread, one after another."""

    def __init__(self, live: Live, builder: Builder) -> None:
        self.live, self.builder = live, builder
        self.requested, self.stopped = threading.Event(), threading.Event()

    def build_once(self) -> None:
        """One build, from the state in which the files are now."""
        self.live.building()
        self.live.finish(*self.builder.build(self.live.wanted(), self.live.show))

    def request(self) -> None:
        """Asks for a build."""
        self.requested.set()

    def work(self) -> None:
        """Builds as often as it is asked, until it is stopped."""
        builds = 0
        while True:
            if not self.requested.wait(REST) or builds >= MOST_BUILDS:
                # What was left of the last builds; mostly there is nothing to do from here on until somebody saves.
                gc.collect()
                builds = 0
                self.requested.wait()
            self.requested.clear()
            builds += 1
            if self.stopped.is_set():
                return
            try:
                self.build_once()
            except (Refused, OSError) as fault:
                self.live.fail(fault)

    def stop(self) -> None:
        self.stopped.set()
        self.requested.set()
