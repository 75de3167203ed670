"""Markdown to cleaned HTML, with everything that the author should hear about.

In: a text. Out: HTML in which links are still placeholders, its headings, ids, links and plain text, and findings with
their places. `render` depends on nothing but the exact text; where a link leads only the caller knows, and `resolve`
puts that in. Nothing here reads, knows other entries, or raises on any text. What a text becomes is kept as values in
their order (`array_like`).
"""

import html
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

# Ids that the page around a text uses; a heading with such a name gets `kop-` before it.
RESERVED_IDS = frozenset(
    "main menu inhoud advies uitnodigen vergelijkbaar zoek zoeken kop top navigatie kruimelpad voet kaart filter"
    " filters resultaten contact bronnen delen thema gemeente fase onderwerp provincie q".split()
)


class Heading(Struct, frozen=True, array_like=True):
    """One heading as shown: its level on the page, its id (with the prefix of the body), its plain text."""

    level: int
    id: str
    text: str


class Link(Struct, frozen=True, array_like=True):
    """One destination that the caller must resolve: as written (entities decoded), and its place in the text."""

    destination: str
    image: bool
    start: int
    end: int
    alt: str


class Finding(Struct, frozen=True, array_like=True):
    """One problem in a text: a code of a diagnostic, its place, the values of its message, nearest right words."""

    code: str
    start: int
    end: int
    values: tuple[tuple[str, str], ...] = ()
    near: tuple[str, ...] = ()


class Rendered(Struct, frozen=True, array_like=True):
    """A text made into cleaned HTML; each link and image in it is a placeholder that `resolve` fills."""

    html: str
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    """Every id that the HTML has: headings and footnotes."""
    links: tuple[Link, ...] = ()
    """In the order of the HTML. A destination that is refused here stands in `findings` only."""
    plain: str = ""
    """The text without markup, a line for each block: for search, feeds and descriptions."""
    findings: tuple[Finding, ...] = ()


class Target(Struct, frozen=True):
    """What a link resolves to.

    An image also has its size, its smaller versions, and `forms`: the same in newer formats, each as media type and
    `srcset`. `note` says what a document is (`PDF, 120 kB`).
    """

    href: str
    external: bool = False
    width: int = 0
    height: int = 0
    srcset: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    note: str = ""


def render(text: str, prefix: str = "") -> Rendered:
    """The text as HTML with findings; `prefix` stands before each id, for pages with several texts."""
    # Imported only here: a text that was rendered before needs no Markdown.
    from g40site.markdown import rendering

    return rendering.render(text, prefix)


# From placeholders to links.

# Stands around the number of a placeholder; cleaned HTML holds no such character.
SIGN = "\x1a"
PLACEHOLDER = re.compile(f"{SIGN}([0-9]+){SIGN}")
# Within a tag of nh3 no attribute holds a `>`, and no link holds another.
IMAGE = re.compile(f"<img{SIGN}([0-9]+){SIGN}[^>]*>")
LINK = re.compile(f"(<a{SIGN}([0-9]+){SIGN}[^>]*>)(.*?)</a>", re.DOTALL)
# How wide an image in a text is shown at most, for the browser's choice among the smaller versions.
IMAGE_SIZES = "(min-width: 50rem) 46rem, 100vw"


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
