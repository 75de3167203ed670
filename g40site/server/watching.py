"""What changed: the files that a site may be made of, told together as soon as it is quiet.

In: events of the file system. Out: calls with the paths that were changed. An event only says "look again"; what must
be made again the build decides.
"""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler

# Editors write a file in several steps that follow at once, and so do tools that change many; after this many seconds
# of silence they are done.
QUIET = 0.015
# Who never stops changing files still sees a build, each time after so many silences that did not come.
MOST_WAITS = 40
# What a build itself writes, and what says nothing about the site.
UNWATCHED = (".cache", ".git", ".venv", "node_modules", "__pycache__")
# The folder beside an output where a build keeps its state when the root has no room for it.
STATE = ".g40site"
READ_ONLY = ("opened", "closed_no_write")


class Watch(FileSystemEventHandler):
    """Gathers changes until it is quiet, then tells them."""

    def __init__(self, tell: Callable[[set[Path]], None], folders: Iterable[Path], output: Path) -> None:
        self.tell, self.folders, self.output = tell, tuple(folders), output.resolve()
        self.changed, self.stopped, self.lock = threading.Event(), threading.Event(), threading.Lock()
        self.paths: set[Path] = set()

    def on_any_event(self, event: FileSystemEvent) -> None:
        # A folder that is moved or removed tells nothing of its files.
        if event.event_type in READ_ONLY or (event.is_directory and event.event_type in ("modified", "closed")):
            return
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if found := {path for path in paths if self.counts(path)}:
            with self.lock:
                self.paths |= found
            self.changed.set()

    def counts(self, path: Path) -> bool:
        """Whether a change below a watched folder can change the site; what lies above that folder says nothing."""
        if path.is_relative_to(self.output):
            return False
        below = [path.relative_to(folder) for folder in self.folders if path.is_relative_to(folder)]
        return any(not any(part in UNWATCHED or part.endswith(STATE) for part in inner.parts) for inner in below)

    def work(self) -> None:
        """Waits for changes and tells them, until it is stopped."""
        while True:
            self.changed.wait()
            for _ in range(MOST_WAITS):
                if self.stopped.is_set():
                    return
                self.changed.clear()
                if not self.changed.wait(QUIET):
                    break
            with self.lock:
                paths, self.paths = self.paths, set()
            self.tell(paths)

    def stop(self) -> None:
        self.stopped.set()
        self.changed.set()
