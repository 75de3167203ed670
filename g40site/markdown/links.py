"""Which destinations of a text may become links and images, and what is wrong with the others.

In: destinations as they were written. Out: links that lead nowhere yet, and findings. What may be dangerous is refused
here; where the others lead only the caller knows.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from g40site import deceptive
from g40site.markdown import Finding, Link, Rendered, words_of_links
from g40site.markdown.cleaning import decoded
from g40site.markdown.places import Places
from g40site.markdown.syntax import Destination

# What stands before the colon of a link to an entry, with other words that people write for it.
KINDS = {
    "theme": "thema themas themes",
    "municipality": "gemeente gemeenten municipalities",
    "project": "projecten projects",
    "news": "nieuws bericht actueel",
    "event": "agenda bijeenkomst events",
    "page": "pagina pages",
}
SCHEMES = ("https", "http", "mailto")
MEANT = {word: kind for kind, words in {**KINDS, "mailto": "mail"}.items() for word in words.split()}
# These run code or reach into the visitor's machine; no spelling of them is a slip of the pen.
DANGEROUS = frozenset({"javascript", "vbscript", "data", "file", "blob", "about", "filesystem", "view-source", "jar"})
# Browsers drop these before they look at the scheme.
IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
SCHEME = re.compile(r"([^/?#:\[\]@]*):")
# A browser reads a backslash as a slash.
FOREIGN_HOST = re.compile(r"//|/?\\")
MAILBOX = re.compile(r"[^@<>\":()]+@[^@<>\":()]+")
DANGER, ELSEWHERE, UNKNOWN_KIND = "gevaarlijk-adres", "plaatje-van-elders", "soort-onbekend"


def judged(destinations: Sequence[Destination], places: Places) -> tuple[dict[int, Link], list[Finding]]:
    """The destinations that may become links, by number, and what is wrong with the others."""
    links: dict[int, Link] = {}
    findings: list[Finding] = []
    for number, written in enumerate(destinations):
        address = decoded(written.address)
        start, end = places.destination(written.address, written.tag)
        code = fault_of(address, written.image)
        if not code:
            links[number] = Link(address, written.image, start, end, written.alt)
        if not code and written.image and not written.alt.strip():
            code = "plaatje-zonder-alt"
        if code:
            values: tuple[tuple[str, str], ...] = (("address", address),)
            if code in deceptive.CODES:
                values = ("value", address), ("plain", deceptive.plain_address(address))
            near = kinds_meant(scheme_of(address)) if code == UNKNOWN_KIND else ()
            findings.append(Finding(code, start, end, values, near))
    return links, findings


def fault_of(destination: str, image: bool) -> str:
    """The code of why a decoded destination may not become a link or an image, or nothing."""
    bare = IGNORED.sub("", destination)
    scheme = scheme_of(destination)
    if not bare:
        return "link-leeg"
    if scheme in DANGEROUS:
        return DANGER
    if FOREIGN_HOST.match(bare):
        return ELSEWHERE if image else DANGER
    if not scheme:
        return ""
    if image:
        return ELSEWHERE
    if scheme in KINDS:
        return ""
    if scheme not in SCHEMES:
        return UNKNOWN_KIND if kinds_meant(scheme) else DANGER
    if not destination.lower().startswith(f"{scheme}:"):
        return DANGER
    return deceptive.deception_in(bare) or ("" if is_address(scheme, bare) else DANGER)


def scheme_of(destination: str) -> str:
    """What stands before the first colon, in lower case; empty when the address is a path."""
    match = SCHEME.match(IGNORED.sub("", destination))
    return match.group(1).lower() if match else ""


def is_address(scheme: str, bare: str) -> bool:
    """Whether a web address has a host and a port that can be, and a mail address an `@`."""
    try:
        parts = urlsplit(bare)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if scheme == "mailto":
        # Also once it is decoded, which is how it is told and how a mail program reads it.
        mailbox = unquote(parts.path)
        is_plain = mailbox.isprintable() and not re.search(r"[\s`]", mailbox)
        return is_plain and all(MAILBOX.fullmatch(written) for written in (bare[len("mailto:") :], mailbox))
    # A browser decodes a host before it goes there, so that another name stands there than it has.
    return port_is_fine and bool(re.match(r"https?://[^/?#\\%]+(?:[/?#\\]|$)", bare, re.IGNORECASE))


def kinds_meant(scheme: str) -> tuple[str, ...]:
    """The kinds and schemes that an unknown one may stand for."""
    if scheme in MEANT:
        return (f"{MEANT[scheme]}:",)
    return tuple(f"{kind}:" for kind in difflib.get_close_matches(scheme[:20], (*KINDS, *SCHEMES), n=2, cutoff=0.75))


def misleading_links(rendered: Rendered) -> Iterator[Finding]:
    """Links whose text is the address of something else."""
    if not any("://" in link.destination or "@" in link.destination for link in rendered.links):
        return
    for number, words in words_of_links(rendered.html):
        link = rendered.links[number]
        if other := deceptive.other_address(words, link.destination):
            values = (("shown", other), ("address", link.destination))
            yield Finding("link-toont-ander-adres", link.start, link.end, values)
