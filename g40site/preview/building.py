"""What changes is built: one build after another, and what can be shown before the next one is done.

In: events of the file system, and who builds. Out: what is known in `live`. An event only says "look again"; what must
be made again the build decides. A change during a build leads to one more build, so that the last one saw everything.
Only folders with sources are watched: the output has as many folders as pages. The pages that somebody looks at are
made first and shown at once.
"""

import gc
import queue
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Protocol

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from g40site.content.reader import FOLDERS, ROOT_FILES
from g40site.diagnostics import Fault, Lang, printable
from g40site.engine.state import Refused
from g40site.options import Result
from g40site.planning import Plan
from g40site.preview.live import Live

# Editors write a file in several steps that follow at once, and so do tools that change many; after this many seconds
# of silence they are done.
QUIET = 0.015
# Who never stops changing files still sees a build, each time after so many silences that did not come.
MOST_WAITS = 40
# A program that builds looks for no garbage meanwhile. It does after so many seconds without a change, and after so
# many builds when there are changes all the time.
REST = 1.0
MOST_BUILDS = 3
CHANGES: list[type[FileSystemEvent]] = [
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
    events.FileClosedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]

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


class Builds(FileSystemEventHandler):
    """Builds in one thread, each time that it is quiet after a change."""

    def __init__(self, live: Live, builder: Builder, templates: Path) -> None:
        self.live, self.builder, self.root, self.templates = live, builder, live.root, templates.resolve()
        self.sources = [*(self.root / folder for folder in FOLDERS), self.templates]
        # Each is watched from the folder just below the root on, since it may be made later.
        self.tops = {self.root / folder.partition("/")[0] for folder in FOLDERS}
        # The paths that changed; None is the last.
        self.changes: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self.observer = Observer()
        self.watched: dict[Path, ObservedWatch] = {}

    def build(self) -> None:
        """One build, from the state in which the files are now."""
        self.live.building()
        self.live.finish(*self.builder.build(self.live.visited, self.live.show))

    def begin(self) -> None:
        self.observer.schedule(self, str(self.root), event_filter=CHANGES)
        self.observer.schedule(self, str(self.templates), recursive=True, event_filter=CHANGES)
        self.observer.start()
        for top in sorted(self.tops):
            self.watch(top)

    def watch(self, top: Path) -> None:
        """Watches the folder that bears the name now: it may be made later, or be another after a change of branch."""
        # The library stumbles over a folder that was moved away while it was watched.
        with suppress(KeyError):
            if top in self.watched:
                self.observer.unschedule(self.watched.pop(top))
        with suppress(OSError):
            if top.is_dir():
                self.watched[top] = self.observer.schedule(self, str(top), recursive=True, event_filter=CHANGES)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory and event.event_type in ("modified", "closed"):
            return
        for path in (event.src_path, event.dest_path):
            if path and self.is_source(changed := Path(str(path))):
                self.changes.put(changed)

    def is_source(self, path: Path) -> bool:
        """Whether a change can change the site."""
        if path.parent == self.root:
            return path.name in ROOT_FILES or path in self.tops or path == self.templates
        return any(path.is_relative_to(folder) or folder.is_relative_to(path) for folder in self.sources)

    def work(self) -> None:
        """Builds after every change, until it is stopped."""
        for number in count(1):
            paths = self.gathered()
            if None in paths:
                return
            for top in self.tops.intersection(paths):
                self.watch(top)
            try:
                self.build()
            except (Refused, OSError) as fault:
                dutch, english = in_words(fault)
                self.builder.say(dutch, english)
                self.live.fail(dutch)
            if number % MOST_BUILDS == 0:
                gc.collect()

    def gathered(self) -> set[Path | None]:
        """What changed until it was quiet."""
        try:
            paths = {self.changes.get(timeout=REST)}
        except queue.Empty:
            # What was left of the last builds; mostly there is nothing to do from here on until somebody saves.
            gc.collect()
            paths = {self.changes.get()}
        with suppress(queue.Empty):
            for _ in range(MOST_WAITS):
                paths.add(self.changes.get(timeout=QUIET))
                while not self.changes.empty():
                    paths.add(self.changes.get())
        return paths

    def stop(self) -> None:
        with suppress(KeyError):
            self.observer.stop()
        self.observer.join()
        self.changes.put(None)


def in_words(fault: Refused | OSError) -> tuple[str, str]:
    """A fault of the machine in Dutch and in English."""
    if isinstance(fault, Refused):
        dutch, english = fault.args
        return dutch, english
    reason = printable(f"{fault.strerror or fault} ({fault.filename or ''})", 300)
    return f"Opnieuw bouwen lukt niet: {reason}.", f"Cannot build again: {reason}."
