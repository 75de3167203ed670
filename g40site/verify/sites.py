"""Where a published site can be read: a folder, or a host over HTTP."""

import hashlib
import http.client
import ipaddress
import os
import stat
from collections.abc import Callable, Container, Iterator
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from g40site import addresses, hosts
from g40site.hosts.policy import COMPRESSED_ENDINGS, MANIFEST
from g40site.verify.connection import Budget, Connection, Unreachable

CHUNK = 1 << 16
# What is longer than any list, or than all sitemaps of a site, is none.
MOST_BYTES = 100_000_000
# As much of what a host sends instead of a response as fits in a message.
MOST_IN_MESSAGE = 200
FAULTS = (OSError, http.client.HTTPException, ValueError)
MOVED_STATUSES = (301, 302, 303, 307, 308)
GONE_STATUSES = (404, 410)


class FileResult(Struct, frozen=True):
    """What stands at a path: its digest, with the bytes of what is read whole; or in `fault` why it cannot be had.

    A fault is `missing`, `moved` (sent on within the site), `elsewhere` (sent on to another), `cut` (not all of it
    came), `long` (too long to read whole) or `refused`; `detail` is the address that it is sent on to, or the status.
    """

    digest: str = ""
    data: bytes = b""
    fault: str = ""
    detail: str = ""


# What makes a result of the bytes of a file, as they come in.
Consume = Callable[[Iterator[bytes]], FileResult]


def digest_of(chunks: Iterator[bytes]) -> FileResult:
    sha256 = hashlib.sha256()
    for chunk in chunks:
        sha256.update(chunk)
    return FileResult(sha256.hexdigest())


def whole(chunks: Iterator[bytes], most: int = MOST_BYTES) -> FileResult:
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > most:
            return FileResult(fault="long")
    return FileResult(hashlib.sha256(data).hexdigest(), bytes(data))


class Folder:
    """A folder on this machine. A link, or anything else that is no ordinary file, is not what was published."""

    # Of which address a site is that is looked at in a folder, nobody can tell.
    url = ""

    def __init__(self, folder: Path, budget: Budget) -> None:
        self.folder = folder
        self.budget = budget

    def read(self, path: str, consume: Consume) -> FileResult:
        """A file, read by `consume`: as its digest, or whole."""
        return consume(self.chunks(path)) if self.is_ordinary(path) else FileResult(fault="missing")

    def chunks(self, path: str) -> Iterator[bytes]:
        with (self.folder / path).open("rb") as file:
            while chunk := file.read(CHUNK):
                self.budget.spend(len(chunk))
                yield chunk

    def is_ordinary(self, path: str) -> bool:
        above = [self.folder / folder for folder in addresses.above(path)]
        try:
            mode = (self.folder / path).lstat().st_mode
        except OSError:
            return False
        return stat.S_ISREG(mode) and not any(folder.is_symlink() for folder in above)

    def shows(self, _path: str, _listed: Container[str]) -> bool:
        """Whether a file of the list is meant to be seen here: a folder shows everything."""
        return True

    def paths(self) -> set[str]:
        """Everything that stands here, as far as that can be known."""
        paths: set[str] = set()
        for above, folders, files in os.walk(self.folder):
            links = (folder for folder in folders if Path(above, folder).is_symlink())
            paths |= {(Path(above) / name).relative_to(self.folder).as_posix() for name in (*files, *links)}
            self.budget.check_files(len(paths - {MANIFEST}))
        return paths

    def close(self) -> None:
        """Nothing is open."""


class Web:
    """A host, by the address of the site; one connection serves for all files. No host is followed to another."""

    def __init__(self, url: str, budget: Budget) -> None:
        self.base = url if url.endswith("/") else f"{url}/"
        # What stands on this machine itself is a trial, and no address of a site.
        self.url = "" if is_loopback(urlsplit(url).hostname or "") else self.base
        self.budget = budget

    @cached_property
    def connection(self) -> Connection:
        return Connection(self.base, self.budget)

    def address(self, path: str) -> str:
        """A page is asked for by its address, as a visitor does."""
        page = path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path
        return self.base + quote(page)

    def read(self, path: str, consume: Consume) -> FileResult:
        """What the host sends. Tried twice, since it may close a connection that was quiet."""
        try:
            return self.fetch(path, consume)
        except FAULTS:
            self.connection.close()
        try:
            return self.fetch(path, consume)
        except http.client.IncompleteRead:
            self.connection.close()
            return FileResult(fault="cut")
        except FAULTS as error:
            self.connection.close()
            raise Unreachable(str(error)[:MOST_IN_MESSAGE] or type(error).__name__) from error

    def fetch(self, path: str, consume: Consume) -> FileResult:
        with self.connection.get(self.address(path)) as response:
            if response.status == HTTPStatus.OK:
                result = consume(chunks_of(response))
            else:
                # What else it sends is read to its end, so that the connection serves for the next file as well.
                for _ in chunks_of(response):
                    pass
                result = self.refusal(path, response)
            if not response.isclosed():
                self.connection.close()
        return result

    def refusal(self, path: str, response: http.client.HTTPResponse) -> FileResult:
        location = response.headers.get("Location", "")
        if response.status in MOVED_STATUSES and location:
            try:
                target = urljoin(self.address(path), location)
            except ValueError:
                return FileResult(fault="elsewhere", detail=location)
            return FileResult(fault="moved" if target.startswith(self.base) else "elsewhere", detail=target)
        if response.status in GONE_STATUSES:
            return FileResult(fault="missing")
        return FileResult(fault="refused", detail=str(response.status))

    def shows(self, path: str, listed: Container[str]) -> bool:
        """A host keeps to itself what was meant for it, and sends a compressed copy under the name of the file."""
        name, _, ending = path.rpartition(".")
        return path not in hosts.FILES and not (ending in COMPRESSED_ENDINGS and name in listed)

    def paths(self) -> set[str]:
        """A host does not say what it has."""
        return set()

    def close(self) -> None:
        if "connection" in vars(self):
            self.connection.close()


PublishedSite = Folder | Web


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def chunks_of(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body of a response; one that ends before the length that it names is no whole one."""
    while chunk := response.read1(CHUNK):
        yield chunk
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    response.close()
