"""The preview: serves the output folder on 127.0.0.1, builds again after every change, and tells browsers about it.

In: options, who builds, a port. `building` has one build after another, each after a change, `live` is what is known
now and tells browsers, `files` answers requests and adds the preview's own layer to a page on its way out: what is
published has nothing of it. Requests with a foreign Host and paths outside the folder are refused.
"""

import contextlib
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route

from g40site import addresses
from g40site.engine import state
from g40site.engine.state import Refused
from g40site.options import Options
from g40site.preview.building import Builder, Builds
from g40site.preview.files import CLIENT, OWN, Files, respond_client
from g40site.preview.live import Live

__all__ = ["run"]

HOST = "127.0.0.1"
# No page of another may show the preview within itself, whatever the answer is: a page, a refusal, a stream.
UNFRAMED = [("x-frame-options", "DENY"), ("content-security-policy", "frame-ancestors 'none'")]


def run(options: Options, port: int, builder: Builder) -> None:
    """Builds, then serves until it is interrupted. A first build with errors is shown like any other. It says where the
    site is, and with `forms` where the editing forms are.
    """
    listening = bind(port)
    live = Live(options.root, options.output)
    builds = Builds(live, builder, options.templates)

    def announce() -> None:
        address = f"http://{HOST}:{listening.getsockname()[1]}{live.state.base}"
        builder.say(f"De site staat op {address} (stoppen: Ctrl+C)", f"The site is at {address} (stop: Ctrl+C)")
        if options.forms:
            page = address + addresses.FORMS.removeprefix("/")
            builder.say(f"De formulieren staan op {page}", f"The forms are at {page}")

    server = Server(uvicorn.Config(application(live, announce), log_level="warning", headers=UNFRAMED), live)
    worker = threading.Thread(target=server.run_worker, args=(builds.work,), daemon=True)
    # What is saved during the first build is seen too, and built after it.
    builds.begin()
    try:
        builds.build()
        state.make_folder(options.output)
        worker.start()
        server.run(sockets=[listening])
    finally:
        builds.stop()
        if worker.is_alive():
            worker.join()
    if server.fault is not None:
        raise server.fault


class Server(uvicorn.Server):
    """Ends the streams to browsers before it waits for its connections to end, and ends with the one who builds."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self.live = live
        self.fault: Exception | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.live.end()
        super().handle_exit(sig, frame)

    def run_worker(self, work: Callable[[], None]) -> None:
        """Works until the server stops. A fault of the program ends the server too: it would only show an old site."""
        try:
            work()
        except Exception as fault:  # raised again by who runs the server
            self.fault = fault
            self.handle_exit(signal.SIGTERM, None)


def bind(port: int) -> socket.socket:
    """The port, ours from here on; on a port that is in use nothing is built at all."""
    # Only of a socket that says so itself does the library know that it is TCP and lets it send small parts at once.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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


def application(live: Live, announce: Callable[[], None]) -> Starlette:
    """The site under its base path, and what is the preview's own below a path that no page of a site has."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        live.begin()
        # From here on the server handles signals, so that who reads the address can stop it as well.
        announce()
        yield

    own = [Route(f"{OWN}{name}", respond_client) for name in CLIENT]
    routes = [Route(f"{OWN}events", live.respond), *own, Mount("/", Files(live))]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    return Starlette(routes=routes, middleware=[hosts], lifespan=lifespan)
