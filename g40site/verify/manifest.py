"""What a published site says of itself: the list of digests of its files, and its sitemap."""

import datetime as dt
import html
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from g40site import addresses

MANIFEST = "MANIFEST"
SITEMAP = addresses.SITEMAP.removeprefix("/")
DAY = re.compile(r"# (\d{4}-\d\d-\d\d)")
LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)")
LOCATION = re.compile(r"<loc>([^<]*)</loc>")


class Manifest(Struct, frozen=True):
    """The day of a build, and the digest of each of its files by its path."""

    day: dt.date
    digests: Mapping[str, str]


def read_manifest(data: bytes) -> Manifest | None:
    """The list, or None where it is none: cut off, not of the form that a build gives it, or with a path that leads
    elsewhere.
    """
    try:
        first, *lines, last = data.decode("utf-8").split("\n")
        heading = DAY.fullmatch(first)
        matches = [LINE.fullmatch(line) for line in lines]
        day = dt.date.fromisoformat(heading[1]) if heading else None
    except ValueError:
        return None
    digests = {line[2]: line[1] for line in matches if line and is_inside(line[2])}
    if day is None or last or len(digests) != len(lines):
        return None
    return Manifest(day, digests)


def is_inside(path: str) -> bool:
    return "\\" not in path and not {"", ".", ".."}.intersection(path.split("/"))


class Sitemap(Struct, frozen=True):
    """The address of the site, and the files of its pages."""

    url: str
    pages: frozenset[str]


def read_sitemap(data: bytes) -> Sitemap:
    """The home page is the shortest address of a sitemap: all others stand below it."""
    urls = [html.unescape(url) for url in LOCATION.findall(data.decode("utf-8", "replace"))]
    home = min(urls, key=len, default="")
    return Sitemap(home, frozenset(addresses.file_of("/" + unquote(url.removeprefix(home))) for url in urls))


def sitemaps_in(data: bytes) -> list[str]:
    """The files of the sitemaps that an index names; nothing for what is a sitemap itself."""
    if b"<sitemapindex" not in data:
        return []
    return [html.unescape(url).rpartition("/")[2] for url in LOCATION.findall(data.decode("utf-8", "replace"))]


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses of a site are the same; capitals in the name of a host mean nothing."""
    return parts_of(url) == parts_of(other)


def parts_of(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme, parts.netloc.lower(), parts.path.rstrip("/")
