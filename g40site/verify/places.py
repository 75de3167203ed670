"""Where a published site can be read: a folder, or a host over HTTP."""

import hashlib
import http.client
import os
import re
import stat
from collections.abc import Callable, Container
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

from g40site import addresses, hosts
from g40site.verify.listing import Listing

CHUNK = 1 << 20
# What is longer than any list or sitemap is none.
MOST_BYTES = 100_000_000
PATIENCE = 30.0
FAULTS = (OSError, http.client.HTTPException)
MOVED_STATUSES = (301, 302, 303, 307, 308)
LOCATION = re.compile(r"<loc>([^<]*)</loc>")


T = TypeVar("T")


class Unreachable(Exception):
    """A host that does not answer, and why."""


class Place(Protocol):
    """What a comparison asks of a place."""

    MOVED: ClassVar[str] = "moved"

    def data(self, path: str) -> bytes | None:
        """The bytes of a file, or None where it is not there."""

    def digest(self, path: str) -> str | None:
        """The digest of a file, `MOVED` where the place sends on, None where it is not there, else another text."""

    def shows(self, path: str, listed: Container[str]) -> bool:
        """Whether this place is meant to show a file of the list."""

    def paths(self) -> set[str]:
        """Everything that stands here, as far as the place tells."""

    def found_pages(self, listing: Listing) -> frozenset[str]:
        """The pages that the place may not send on from."""


class Folder(Place):
    """A folder on this machine. A link, or anything else that is no ordinary file, is not what was published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def data(self, path: str) -> bytes | None:
        return (self.folder / path).read_bytes() if self.is_ordinary(path) else None

    def digest(self, path: str) -> str | None:
        if not self.is_ordinary(path):
            return None
        with (self.folder / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

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
        return {
            (Path(above) / name).relative_to(self.folder).as_posix()
            for above, folders, files in os.walk(self.folder)
            for name in (*files, *(folder for folder in folders if Path(above, folder).is_symlink()))
        }

    def found_pages(self, listing: Listing) -> frozenset[str]:
        return frozenset(listing.digests)


class Web(Place):
    """A host, by the address of the site; one connection serves for all files."""

    def __init__(self, url: str) -> None:
        self.url = url if url.endswith("/") else f"{url}/"
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(parts.netloc, timeout=PATIENCE)
        self.pages: frozenset[str] | None = None

    def data(self, path: str) -> bytes | None:
        answer, data = self.asked(path, lambda answer: answer.read(MOST_BYTES))
        return data if answer.status == http.HTTPStatus.OK else None

    def digest(self, path: str) -> str | None:
        answer, digest = self.asked(path, digest_of)
        if answer.status in MOVED_STATUSES:
            target = urljoin(self.address(path), answer.headers.get("Location", ""))
            return self.MOVED if target.startswith(self.url) else "elsewhere"
        return digest if answer.status == http.HTTPStatus.OK else None

    def address(self, path: str) -> str:
        """A page is asked for by its address, as a visitor does."""
        page = path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path
        return self.url + quote(page)

    def asked(self, path: str, taken: Callable[[http.client.HTTPResponse], T]) -> tuple[http.client.HTTPResponse, T]:
        """The answer and what was taken from it; tried twice, since a host may close a connection that was quiet."""
        try:
            return self.asked_once(path, taken)
        except FAULTS:
            self.connection.close()
        try:
            return self.asked_once(path, taken)
        except FAULTS as error:
            raise Unreachable(str(error) or type(error).__name__) from error

    def asked_once(
        self, path: str, taken: Callable[[http.client.HTTPResponse], T]
    ) -> tuple[http.client.HTTPResponse, T]:
        headers = {"Accept-Encoding": "identity", "User-Agent": "g40site verify"}
        self.connection.request("GET", urlsplit(self.address(path)).path, headers=headers)
        answer = self.connection.getresponse()
        found = taken(answer)
        if not answer.isclosed():
            self.connection.close()
        return answer, found

    def shows(self, path: str, listed: Container[str]) -> bool:
        """A host keeps to itself what was meant for it, and sends a compressed copy under the name of the file."""
        name, _, ending = path.rpartition(".")
        return path not in hosts.FILES and not (ending in hosts.COMPRESSED_ENDINGS and name in listed)

    def paths(self) -> set[str]:
        return set()

    def found_pages(self, listing: Listing) -> frozenset[str]:
        """The pages of the sitemap, when that is the one of the list; otherwise every file."""
        if self.pages is None:
            path = addresses.SITEMAP.removeprefix("/")
            data = self.data(path) or b""
            if hashlib.sha256(data).hexdigest() == listing.digests.get(path):
                found = [unquote(one) for one in LOCATION.findall(data.decode("utf-8", "replace"))]
                base = min(found, key=len, default="")
                self.pages = frozenset(addresses.file_of("/" + one.removeprefix(base)) for one in found)
            else:
                self.pages = frozenset(listing.digests)
        return self.pages


def digest_of(answer: http.client.HTTPResponse) -> str:
    made = hashlib.sha256()
    while part := answer.read(CHUNK):
        made.update(part)
    return made.hexdigest()
