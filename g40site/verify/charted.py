"""What the sitemap of a site says of it: where the site belongs, and which pages it has."""

import html
import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from g40site import addresses

SITEMAP = addresses.SITEMAP.removeprefix("/")
LOCATION = re.compile(r"<loc>([^<]*)</loc>")


class Charted(Struct, frozen=True):
    """The address of the site, and the files of its pages."""

    url: str
    pages: frozenset[str]


def charted(data: bytes) -> Charted:
    """The home page is the shortest address of a sitemap: all others stand below it."""
    found = [html.unescape(one) for one in LOCATION.findall(data.decode("utf-8", "replace"))]
    url = min(found, key=len, default="")
    return Charted(url, frozenset(addresses.file_of("/" + unquote(one.removeprefix(url))) for one in found))


def is_same(one: str, other: str) -> bool:
    """Whether two addresses of a site are one; capitals in the name of a host mean nothing."""
    return parts_of(one) == parts_of(other)


def parts_of(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme, parts.netloc.lower(), parts.path.rstrip("/")
