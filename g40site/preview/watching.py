"""What changed: the files that a site is made of, told together as soon as it is quiet.

In: events of the file system. Out: calls when it is quiet again. An event only says "look again"; what must
be made again the build decides. Only folders with sources are watched: the output has as many folders as pages.
"""

import contextlib
import queue
from collections.abc import Callable
from pathlib import Path

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from g40site.content.reader import FOLDERS, ROOT_FILES

# Editors write a file in several steps that follow at once, and so do tools that change many; after this many seconds
# of silence they are done.
QUIET = 0.015
# Who never stops changing files still sees a build, each time after so many silences that did not come.
MOST_WAITS = 40
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


class Watch(FileSystemEventHandler):
    """Gathers changes until it is quiet, then calls."""

    def __init__(self, call: Callable[[], None], root: Path, templates: Path) -> None:
        self.call, self.root, self.templates = call, root.resolve(), templates.resolve()
        self.sources = [*(self.root / folder for folder in FOLDERS), self.templates]
        # Each is watched from the folder just below the root on, since it may be made later.
        self.tops = {self.root / folder.partition("/")[0] for folder in FOLDERS}
        # The paths that changed; None is the last.
        self.changes: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self.observer = Observer()
        self.watched: dict[Path, ObservedWatch] = {}

    def begin(self) -> None:
        self.observer.schedule(self, str(self.root), event_filter=CHANGES)
        self.observer.schedule(self, str(self.templates), recursive=True, event_filter=CHANGES)
        self.observer.start()
        for top in sorted(self.tops):
            self.watch(top)

    def watch(self, top: Path) -> None:
        """Watches the folder that bears the name now: it may be made later, or be another after a change of branch."""
        # The library stumbles over a folder that was moved away while it was watched.
        with contextlib.suppress(KeyError):
            if top in self.watched:
                self.observer.unschedule(self.watched.pop(top))
        with contextlib.suppress(OSError):
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
        """Waits for changes and calls, until it is stopped."""
        while None not in (paths := self.gathered()):
            for top in self.tops.intersection(paths):
                self.watch(top)
            self.call()

    def gathered(self) -> set[Path | None]:
        """What changed until it was quiet."""
        paths = {self.changes.get()}
        with contextlib.suppress(queue.Empty):
            for _ in range(MOST_WAITS):
                paths.add(self.changes.get(timeout=QUIET))
                while not self.changes.empty():
                    paths.add(self.changes.get())
        return paths

    def stop(self) -> None:
        with contextlib.suppress(KeyError):
            self.observer.stop()
        self.observer.join()
        self.changes.put(None)
