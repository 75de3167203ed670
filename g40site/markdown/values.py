"""What a rendered text consists of, and what its links resolve to: frozen values without behaviour.

Those of a text are kept as they are, as their values in order (`array_like`).
"""

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
