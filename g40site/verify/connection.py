"""A connection to a host, through the proxy of the environment, on which no answer can last longer than allowed.

Nothing that a host sends can keep a comparison from ending: each has a budget of seconds, bytes and files. A time-out
of a socket is for one reading only: a host that sends a byte now and then never reaches it, be it in a body, a header,
or the answer of a proxy. So all that comes in is read by `Stream`, which counts.
"""

import base64
import http.client
import io
from collections.abc import Callable
from functools import partial
from socket import socket
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from msgspec import Struct

# How long a host may be silent.
PATIENCE = 30.0


class Limits(Struct, frozen=True):
    """The most that one comparison may take in all; `files` is how many a list may name, or a folder may hold."""

    seconds: int
    bytes: int
    files: int


class Spent(Exception):
    """A bound was reached; its argument is the name of that bound in `Limits`."""

    @property
    def bound(self) -> str:
        return str(self.args[0])


class Budget:
    """What is left of the limits, by a clock."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self.clock = clock
        self.end = clock() + limits.seconds
        self.bytes = limits.bytes

    def seconds_left(self) -> float:
        """How much time is left, which is always some; past the end `Spent`."""
        left = self.end - self.clock()
        if left <= 0:
            raise Spent("seconds")
        return left

    def spend(self, size: int) -> None:
        """Some bytes were read."""
        self.seconds_left()
        self.bytes -= size
        if self.bytes < 0:
            raise Spent("bytes")

    def check_files(self, files: int) -> None:
        """So many files are there to look at."""
        self.seconds_left()
        if files > self.limits.files:
            raise Spent("files")


class Unreachable(Exception):
    """A host that does not answer, and why."""


class Stream(io.RawIOBase):
    """What a socket receives, as long as there is time and as much as is allowed."""

    def __init__(self, socket: socket, received: io.RawIOBase, budget: Budget) -> None:
        self.socket, self.received, self.budget = socket, received, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.socket.settimeout(min(PATIENCE, self.budget.seconds_left()))
        size = self.received.readinto(buffer)
        self.budget.spend(size or 0)
        return size

    def close(self) -> None:
        self.received.close()
        super().close()


class Bounded(http.client.HTTPResponse):
    """An answer that is read through `Stream`, from its first line on."""

    def __init__(self, budget: Budget, socket: socket, *given: Any, **named: Any) -> None:
        super().__init__(socket, *given, **named)
        self.fp = io.BufferedReader(Stream(socket, self.fp.detach(), budget))


class Connection:
    """Gets files from one host, again and again over one connection, as long as that stands."""

    def __init__(self, url: str, budget: Budget) -> None:
        self.budget = budget
        self.headers = {"Accept-Encoding": "identity", "User-Agent": "g40site verify"}
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        proxy = proxy_for(parts)
        # A proxy passes bytes on to a host that is spoken to in secret, and asks any other host itself.
        self.by_whole_address = proxy is not None and not secure
        if proxy is None:
            self.inner = kind(parts.netloc)
        else:
            self.inner = kind(proxy.hostname or "", proxy.port or 80)
            known = authorization(proxy)
            if secure:
                self.inner.set_tunnel(parts.hostname or "", parts.port or 443, known)
            else:
                self.headers |= known
        self.inner.response_class = partial(Bounded, budget)  # type: ignore[assignment]

    def get(self, url: str) -> http.client.HTTPResponse:
        self.inner.timeout = min(PATIENCE, self.budget.seconds_left())
        self.inner.request("GET", url if self.by_whole_address else urlsplit(url).path, headers=self.headers)
        return self.inner.getresponse()

    def close(self) -> None:
        self.inner.close()


def proxy_for(parts: SplitResult) -> SplitResult | None:
    """The proxy that the environment names for an address (`https_proxy`, `no_proxy` and the like)."""
    named = getproxies()
    text = named.get(parts.scheme) or named.get("all")
    if not text or proxy_bypass(parts.netloc):
        return None
    try:
        proxy = urlsplit(text if "://" in text else f"http://{text}")
        sound = proxy.scheme == "http" and bool(proxy.hostname) and proxy.port != 0
    except ValueError:
        sound = False
    if not sound:
        # Not the text itself, which may hold a password.
        raise Unreachable("the proxy of the environment is not of the form http://host:port")
    return proxy


def authorization(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    credentials = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(credentials).decode()}"}
