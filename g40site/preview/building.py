"""One build after another, and what can be shown before the next one is done.

In: word that something changed, and who builds. Out: what is known in `live`. A change during a build leads to one more
build, so that the last build saw everything. The pages that somebody looks at are made first and shown at once.
"""

import gc
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from g40site.diagnostics import Fault, Lang, printable
from g40site.engine.state import Refused
from g40site.options import Result
from g40site.planning import Plan
from g40site.preview.live import Live

# A program that builds looks for no garbage meanwhile. It does after so many seconds without a change, and after so
# many builds when there are changes all the time.
REST = 1.0
MOST_BUILDS = 3

Show = Callable[[Mapping[str, bytes]], None]


class Builder(Protocol):
    """Who builds, and tells a text, given in Dutch and in English, in the language of this run."""

    def build(self, wanted: Iterable[str], show: Show) -> tuple[Result, Lang]:
        """One build, of which the wanted pages are shown first; its result, and the language of its messages."""

    def say(self, dutch: str, english: str) -> None: ...


def render_first(output: Path, wanted: Iterable[str], show: Show, plan: Plan) -> None:
    """Makes the wanted pages, in the order in which they are wanted, and shows each at once. What they load must be
    there as soon as they are. What is wrong with a template is told when the whole site is made.
    """
    outputs = {page.path: page for page in plan.outputs if page.view is not None or page.path.endswith((".css", ".js"))}
    pages = [path for path in wanted if path in outputs]
    assets = [path for path, asset in outputs.items() if pages and asset.view is None and not (output / path).is_file()]
    rendered: dict[str, bytes] = {}
    for path in (*assets, *pages):
        with suppress(Fault):
            rendered[path], _ = plan.renderer.render(outputs[path])
            if path in pages:
                show(dict(rendered))


class Builds:
    """Builds in one thread, one after another."""

    def __init__(self, live: Live, builder: Builder) -> None:
        self.live, self.builder = live, builder
        self.requested, self.stopped = threading.Event(), threading.Event()

    def build_once(self) -> None:
        """One build, from the state in which the files are now."""
        self.live.building()
        self.live.finish(*self.builder.build(self.live.visited, self.live.show))

    def request(self) -> None:
        """Another build is needed."""
        self.requested.set()

    def work(self) -> None:
        """Builds as often as it is needed, until it is stopped."""
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
                dutch, english = in_words(fault)
                self.builder.say(dutch, english)
                self.live.fail(dutch)

    def stop(self) -> None:
        self.stopped.set()
        self.requested.set()


def in_words(fault: Refused | OSError) -> tuple[str, str]:
    """A fault of the machine in Dutch and in English."""
    if isinstance(fault, Refused):
        dutch, english = fault.args
        return dutch, english
    reason = printable(f"{fault.strerror or fault} ({fault.filename or ''})", 300)
    return f"Opnieuw bouwen lukt niet: {reason}.", f"Cannot build again: {reason}."
