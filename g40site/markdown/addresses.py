"""Judges one destination of a link or image: is it harmless, and does the site know this kind of address?

In: a destination as written. Out: the destination with its entities decoded, and a verdict. It resolves nothing.
"""

import difflib
import html
import re
from urllib.parse import urlsplit

from msgspec import Struct

from g40site.deceptive import deception_in

KINDS = ("theme", "municipality", "project", "news", "event", "page")
SCHEMES = ("https", "http", "mailto")
# Words that people write for the kinds.
OTHER_WORDS = {
    "thema": "theme",
    "themas": "theme",
    "themes": "theme",
    "gemeente": "municipality",
    "gemeenten": "municipality",
    "municipalities": "municipality",
    "projecten": "project",
    "projects": "project",
    "nieuws": "news",
    "bericht": "news",
    "actueel": "news",
    "agenda": "event",
    "bijeenkomst": "event",
    "events": "event",
    "pagina": "page",
    "pages": "page",
    "mail": "mailto",
}
# These run code or reach into the visitor's machine; no spelling of them is a slip of the pen.
DANGEROUS = frozenset({"javascript", "vbscript", "data", "file", "blob", "about", "filesystem", "view-source", "jar"})
ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Browsers drop these before they look at the scheme.
IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
SCHEME = re.compile(r"([^/?#:\[\]@]*):")
# A browser reads a backslash as a slash.
FOREIGN_HOST = re.compile(r"//|/?\\")


class Verdict(Struct, frozen=True):
    """The code of what is wrong, or nothing; with the nearest right words where the kind is a slip."""

    code: str = ""
    near: tuple[str, ...] = ()


FINE = Verdict()


def decoded(destination: str) -> str:
    """The destination as a browser reads it; only complete entities count, so `?a=1&copy=2` stays."""
    return ENTITY.sub(lambda entity: html.unescape(entity.group()), destination).strip()


def judge(destination: str, image: bool) -> Verdict:
    """Whether a decoded destination may become a link or an image."""
    bare = IGNORED.sub("", destination)
    if not bare:
        return Verdict("link-leeg")
    scheme = scheme_of(bare)
    if scheme in DANGEROUS or FOREIGN_HOST.match(bare):
        return Verdict("plaatje-van-elders" if image and scheme not in DANGEROUS else "gevaarlijk-adres")
    if scheme and image:
        return Verdict("plaatje-van-elders")
    if not scheme or scheme in KINDS:
        return FINE
    if scheme in SCHEMES:
        if not destination.lower().startswith(scheme + ":"):
            return BAD
        if code := deception_in(bare):
            return Verdict(code)
        return FINE if is_address(scheme, bare) else BAD
    return Verdict("soort-onbekend", nearest_kinds(scheme)) if nearest_kinds(scheme) else BAD


BAD = Verdict("gevaarlijk-adres")


def scheme_of(bare: str) -> str:
    """What stands before the first colon, in lower case; empty when the address is a path."""
    found = SCHEME.match(bare)
    return found.group(1).lower() if found else ""


def is_address(scheme: str, bare: str) -> bool:
    """Whether a web address has a host and a port that can be, and a mail address an `@`."""
    try:
        parts = urlsplit(bare)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if scheme == "mailto":
        return bool(re.match(r"mailto:[^@<>\":()]+@[^@<>\":()]+\Z", bare, re.IGNORECASE))
    # A browser decodes a host before it goes there, so that another name stands there than it has.
    return port_is_fine and bool(re.match(r"https?://[^/?#\\%]+(?:[/?#\\]|$)", bare, re.IGNORECASE))


def nearest_kinds(scheme: str) -> tuple[str, ...]:
    if scheme in OTHER_WORDS:
        return (OTHER_WORDS[scheme] + ":",)
    return tuple(kind + ":" for kind in difflib.get_close_matches(scheme[:20], (*KINDS, *SCHEMES), n=2, cutoff=0.75))
