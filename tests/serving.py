"""File servers on loopback: one as simple as a host can be, and one that sends the policy that `hosting` prints."""

import contextlib
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from g40site.hosts import policy


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server that says nothing."""

    # Its answers come in two parts, and the second would wait for word that the first came.
    disable_nagle_algorithm = True

    def log_message(self, *_args: object) -> None:
        pass


class Strict(Quiet):
    """With the policy as a header; nothing is kept by the browser."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", policy.POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


class Server(ThreadingHTTPServer):
    """Says nothing of a browser that left before it had all of an answer; of any other fault it does."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def served(folder: Path, handler: Callable[..., BaseHTTPRequestHandler] = Quiet) -> Iterator[str]:
    """Where a folder can be visited, without a final `/`."""
    server = Server(("127.0.0.1", 0), partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def held_port() -> Iterator[int]:
    """A port for one server: nobody else gets it, since it is bound here too. Two may, as long as one listens."""
    with socket.socket() as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(("127.0.0.1", 0))
        yield int(found.getsockname()[1])
