"""The links and images of texts: which destinations are harmless, and the HTML with those to which they lead.

In: a destination as written, later its target. Out: a verdict on it, later its attributes in place of the placeholder
that stands for it in rendered HTML. Where a link leads only the caller knows.
"""

import difflib
import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from g40site.deceptive import deception_in
from g40site.markdown.values import Rendered, Target

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
# Stands around the number of a placeholder; cleaned HTML holds no such character.
SIGN = "\x1a"
PLACEHOLDER = re.compile(f"{SIGN}([0-9]+){SIGN}")
# Within a tag of nh3 no attribute holds a `>`, and no link holds another.
IMAGE = re.compile(f"<img{SIGN}([0-9]+){SIGN}[^>]*>")
LINK = re.compile(f"(<a{SIGN}([0-9]+){SIGN}[^>]*>)(.*?)</a>", re.DOTALL)
# How wide an image in a text is shown at most, for the browser's choice among the smaller versions.
IMAGE_SIZES = "(min-width: 50rem) 46rem, 100vw"


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
    match = SCHEME.match(bare)
    return match.group(1).lower() if match else ""


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


def placeholder(number: int) -> str:
    """What stands in a start tag for the destination of the link with this number."""
    return f"{SIGN}{number}{SIGN}"


def words_of_links(markup: str) -> Iterator[tuple[int, str]]:
    """The number of each link of rendered HTML, with the words that it is shown as."""
    for _start, number, inner in LINK.findall(markup):
        yield int(number), html.unescape(re.sub(r"<[^>]*>", "", inner))


def resolve(rendered: Rendered, targets: Sequence[Target | None]) -> str:
    """The HTML with real destinations: one target for each link; None leaves the words without a link."""

    def destination(match: re.Match[str]) -> str:
        number = int(match.group(1))
        target = targets[number]
        if target is None:
            return ""
        return image_attributes(target) if rendered.links[number].image else link_attributes(target)

    def image(match: re.Match[str]) -> str:
        target = targets[int(match.group(1))]
        return in_newer_forms(match.group(), target.forms) if target else match.group()

    def link(match: re.Match[str]) -> str:
        target = targets[int(match.group(2))]
        note = f" ({html.escape(target.note)})" if target and target.note else ""
        return f"{match.group(1)}{match.group(3)}{note}</a>"

    return PLACEHOLDER.sub(destination, LINK.sub(link, IMAGE.sub(image, rendered.html)))


def in_newer_forms(image: str, forms: Sequence[tuple[str, str]]) -> str:
    """An image with its newer formats before it; a browser takes the first that it knows."""
    sources = "".join(
        f'<source type="{type}" srcset="{html.escape(srcset)}" sizes="{IMAGE_SIZES}">' for type, srcset in forms
    )
    return f"<picture>{sources}{image}</picture>" if sources else image


def link_attributes(target: Target) -> str:
    external = ' class="external" rel="noopener external"' if target.external else ""
    return f' href="{html.escape(target.href)}"{external}'


def image_attributes(target: Target) -> str:
    attributes = f' src="{html.escape(target.href)}"'
    if target.width and target.height:
        attributes += f' width="{target.width}" height="{target.height}"'
    if target.srcset:
        attributes += f' srcset="{html.escape(target.srcset)}" sizes="{IMAGE_SIZES}"'
    return attributes + ' loading="lazy" decoding="async"'
