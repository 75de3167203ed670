"""The preview: serves the output folder on 127.0.0.1 and builds again after every change.

In: a folder to watch, a function that builds, a port. A file event only says "look again"; what must be made again the
build decides. Requests with a foreign Host and paths outside the folder are refused.
"""

import contextlib
import mimetypes
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from g40site.kept import state
from g40site.kept.state import Refused

HOST = "127.0.0.1"
# Editors write a file in several steps; after this many seconds of silence they are done.
QUIET = 0.1
# What a build itself writes, and what says nothing about the site.
UNWATCHED = (".cache", ".git", ".venv", "node_modules", "__pycache__")
READ_ONLY = ("opened", "closed_no_write")


# Tells a text, given in Dutch and in English, in the language of this run.
Say = Callable[[str, str], None]


def run(folders: Iterable[Path], output: Path, port: int, rebuild: Callable[[], str], say: Say) -> None:
    """Builds, then serves until it is interrupted; `rebuild` gives the path under which the site stands."""
    listening = taken(port)
    base = rebuild()
    state.make_folder(output)
    watched = {folder.resolve() for folder in folders}
    watch = Watch(rebuild, watched, output, say)
    observer = Observer()
    for folder in watched:
        observer.schedule(watch, str(folder), recursive=True)
    observer.start()
    worker = threading.Thread(target=watch.work, daemon=True)
    worker.start()
    address = f"http://{HOST}:{listening.getsockname()[1]}{base}"

    def announce() -> None:
        say(f"De site staat op {address} (stoppen: Ctrl+C)", f"The site is at {address} (stop: Ctrl+C)")

    config = uvicorn.Config(application(output, base, announce), log_level="warning", access_log=False)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        # The library stumbles over a folder that was moved away while it was watched.
        with contextlib.suppress(KeyError):
            observer.stop()
        observer.join()
        watch.stop()
        worker.join()


def taken(port: int) -> socket.socket:
    """The port, ours from here on; on a port that is in use nothing is built at all."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        # From now on nobody else gets the port; who asks during the first build waits for it.
        listening.listen()
    except OSError as error:
        listening.close()
        raise Refused(
            f"Poort {port} is al in gebruik of mag niet. Kies een andere met --port.",
            f"Port {port} is in use or not allowed. Choose another with --port.",
        ) from error
    return listening


def application(output: Path, base: str, announce: Callable[[], None]) -> Starlette:
    """The folder under its base path; a page that is not there gets the site's own 404."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        # From here on the server handles signals, so that who reads the address can stop it as well.
        announce()
        yield

    files = Files(directory=output, html=True)
    # Whoever removes the folder gets the ordinary 404 until the next build, and no fault of the server.
    files.config_checked = True
    routes = [Mount(base.rstrip("/") or "/", files)]
    if base != "/":
        routes.append(Route("/", lambda _request: RedirectResponse(base)))  # type: ignore[arg-type]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    return Starlette(routes=routes, middleware=[hosts], lifespan=lifespan)


class Files(StaticFiles):
    """The files of the site, each read in one go: a build may replace one between its size and its first byte."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,  # noqa: ARG002 - what was true of the file may be true no more
        scope: Scope,  # noqa: ARG002 - no request needs another answer
        status_code: int = 200,
    ) -> Response:
        try:
            data = Path(full_path).read_bytes()
        except FileNotFoundError:
            raise HTTPException(404) from None
        kind = mimetypes.guess_type(full_path)[0] or "application/octet-stream"
        # What is built next must be seen at once.
        return Response(data, status_code, {"cache-control": "no-store"}, kind)


class Watch(FileSystemEventHandler):
    """Gathers changes until it is quiet, then builds once; a change during a build makes it build again."""

    def __init__(self, rebuild: Callable[[], str], folders: Iterable[Path], output: Path, say: Say) -> None:
        self.rebuild, self.folders, self.output, self.say = rebuild, tuple(folders), output.resolve(), say
        self.changed, self.stopped = threading.Event(), threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type in READ_ONLY:
            return
        paths = [Path(str(path)).resolve() for path in (event.src_path, event.dest_path) if path]
        if any(self.counts(path) for path in paths):
            self.changed.set()

    def counts(self, path: Path) -> bool:
        """Whether a change below a watched folder can change the site; what lies above that folder says nothing."""
        if path.is_relative_to(self.output):
            return False
        below = [path.relative_to(folder) for folder in self.folders if path.is_relative_to(folder)]
        return any(not any(part in UNWATCHED for part in inner.parts) for inner in below)

    def work(self) -> None:
        """Waits for changes and builds, until it is stopped."""
        while True:
            self.changed.wait()
            if self.stopped.is_set():
                return
            while self.changed.is_set():
                self.changed.clear()
                self.stopped.wait(QUIET)
            try:
                self.rebuild()
            except Refused as refused:
                self.say(*refused.args)
            except OSError as error:
                reason = f"{error.strerror or error} ({error.filename or ''})"
                self.say(f"Opnieuw bouwen lukt niet: {reason}.", f"Cannot build again: {reason}.")

    def stop(self) -> None:
        self.stopped.set()
        self.changed.set()
