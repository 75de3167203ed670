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
from typing import Protocol
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from g40site import addresses, hosts
from g40site.verify.connecting import Connection, Unreachable
from g40site.verify.limits import Budget
from g40site.verify.listing import LIST

CHUNK = 1 << 16
# What is longer than any list or sitemap is none.
MOST_BYTES = 100_000_000
# As much of what a host sends instead of an answer as fits in a message.
MOST_SAID = 200
FAULTS = (OSError, http.client.HTTPException, ValueError)
MOVED_STATUSES = (301, 302, 303, 307, 308)
GONE_STATUSES = (404, 410)


class Answer(Struct, frozen=True):
    """What stands at a path: its digest, with the bytes of what is read whole; or in `fault` why it cannot be had.

    A fault is `missing`, `moved` (sent on within the site), `elsewhere` (sent on to another), `cut` (not all of it
    came), `long` (too long to read whole) or `refused`; `detail` is the address that it is sent on to, or the status.
    """

    digest: str = ""
    data: bytes = b""
    fault: str = ""
    detail: str = ""


Taken = Callable[[Iterator[bytes]], Answer]


class Place(Protocol):
    """What a comparison asks of a place."""

    budget: Budget
    name: str
    """The address that the site must have to stand here; nothing where any may."""

    def digest(self, path: str) -> Answer:
        """The digest of a file."""

    def data(self, path: str) -> Answer:
        """A file with its bytes."""

    def shows(self, path: str, listed: Container[str]) -> bool:
        """Whether this place is meant to show a file of the list."""

    def paths(self) -> set[str]:
        """Everything that stands here, as far as the place tells."""

    def close(self) -> None:
        """Nothing more will be asked; a folder has nothing open."""
        return


class Folder(Place):
    """A folder on this machine. A link, or anything else that is no ordinary file, is not what was published."""

    name = ""

    def __init__(self, folder: Path, budget: Budget) -> None:
        self.folder = folder
        self.budget = budget

    def digest(self, path: str) -> Answer:
        return self.read(path, digest_of)

    def data(self, path: str) -> Answer:
        return self.read(path, all_of)

    def read(self, path: str, taken: Taken) -> Answer:
        return taken(self.parts(path)) if self.is_ordinary(path) else Answer(fault="missing")

    def parts(self, path: str) -> Iterator[bytes]:
        with (self.folder / path).open("rb") as file:
            while part := file.read(CHUNK):
                self.budget.took(len(part))
                yield part

    def is_ordinary(self, path: str) -> bool:
        above = [self.folder / folder for folder in addresses.above(path)]
        try:
            mode = (self.folder / path).lstat().st_mode
        except OSError:
            return False
        return stat.S_ISREG(mode) and not any(folder.is_symlink() for folder in above)

    def shows(self, path: str, listed: Container[str]) -> bool:  # noqa: ARG002 - a folder shows everything
        return True

    def paths(self) -> set[str]:
        found: set[str] = set()
        for above, folders, files in os.walk(self.folder):
            links = (folder for folder in folders if Path(above, folder).is_symlink())
            found |= {(Path(above) / name).relative_to(self.folder).as_posix() for name in (*files, *links)}
            self.budget.holds(len(found - {LIST}))
        return found


class Web(Place):
    """A host, by the address of the site; one connection serves for all files. No host is followed to another."""

    def __init__(self, url: str, budget: Budget) -> None:
        self.url = url if url.endswith("/") else f"{url}/"
        # What stands on this machine itself is a trial, and no address of a site.
        self.name = "" if is_loopback(urlsplit(url).hostname or "") else self.url
        self.budget = budget

    @cached_property
    def connection(self) -> Connection:
        return Connection(self.url, self.budget)

    def digest(self, path: str) -> Answer:
        return self.asked(path, digest_of)

    def data(self, path: str) -> Answer:
        return self.asked(path, all_of)

    def address(self, path: str) -> str:
        """A page is asked for by its address, as a visitor does."""
        page = path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path
        return self.url + quote(page)

    def asked(self, path: str, taken: Taken) -> Answer:
        """What the host answers; asked twice, since it may close a connection that was quiet."""
        try:
            return self.asked_once(path, taken)
        except FAULTS:
            self.connection.close()
        try:
            return self.asked_once(path, taken)
        except http.client.IncompleteRead:
            self.connection.close()
            return Answer(fault="cut")
        except FAULTS as error:
            self.connection.close()
            raise Unreachable(str(error)[:MOST_SAID] or type(error).__name__) from error

    def asked_once(self, path: str, taken: Taken) -> Answer:
        with self.connection.ask(self.address(path)) as answer:
            if answer.status == HTTPStatus.OK:
                found = taken(parts_of(answer))
            else:
                # What else it says is read to its end, so that the connection serves for the next file as well.
                for _ in parts_of(answer):
                    pass
                found = self.refusal(path, answer)
            if not answer.isclosed():
                self.connection.close()
        return found

    def refusal(self, path: str, answer: http.client.HTTPResponse) -> Answer:
        location = answer.headers.get("Location", "")
        if answer.status in MOVED_STATUSES and location:
            try:
                target = urljoin(self.address(path), location)
            except ValueError:
                return Answer(fault="elsewhere", detail=location)
            return Answer(fault="moved" if target.startswith(self.url) else "elsewhere", detail=target)
        if answer.status in GONE_STATUSES:
            return Answer(fault="missing")
        return Answer(fault="refused", detail=str(answer.status))

    def shows(self, path: str, listed: Container[str]) -> bool:
        """A host keeps to itself what was meant for it, and sends a compressed copy under the name of the file."""
        name, _, ending = path.rpartition(".")
        return path not in hosts.FILES and not (ending in hosts.COMPRESSED_ENDINGS and name in listed)

    def paths(self) -> set[str]:
        return set()

    def close(self) -> None:
        made: Connection | None = vars(self).get("connection")
        if made:
            made.close()


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def parts_of(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body of an answer; one that ends before the length that it names is no whole one."""
    while part := answer.read1(CHUNK):
        yield part
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
    answer.close()


def digest_of(parts: Iterator[bytes]) -> Answer:
    made = hashlib.sha256()
    for part in parts:
        made.update(part)
    return Answer(made.hexdigest())


def all_of(parts: Iterator[bytes]) -> Answer:
    found, size = [], 0
    for part in parts:
        found.append(part)
        size += len(part)
        if size > MOST_BYTES:
            return Answer(fault="long")
    data = b"".join(found)
    return Answer(hashlib.sha256(data).hexdigest(), data)
