"""What pages are made of: a view, and links, dates and marks as frozen values, ready for a macro to write.

Every `href` is final (it has the base path), every text is Dutch, every date comes as text and as ISO form.
"""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from g40site.pages.metadata import Meta


class Link(Struct, frozen=True):
    """A link; `count` is a number to show beside it, `current` marks the page itself."""

    text: str
    href: str
    count: int | None = None
    current: bool = False


class TitleLink(Link, frozen=True):
    """A link whose text is a title: in a plain text it stands in quotes."""


class DateText(Struct, frozen=True):
    """A date in words and in the form that `<time datetime>` wants."""

    text: str
    iso: str


class View(SimpleNamespace):
    """What a page shows: its title and description, and by their names the things that its page function chose.

    The row of the page kind gives the rest: `meta`, the title of a page that the site makes itself, and the heading,
    which is the title where nothing else was chosen. `above` are the pages above it, as text and address, where the row
    does not know them. A template that asks for a name that was not chosen has a fault. Where `helpers` were chosen, it
    may ask these of the entries instead of those of the site.
    """

    meta: "Meta"

    def __init__(
        self,
        title: str = "",
        description: str = "",
        *,
        heading: str = "",
        above: Iterable[tuple[str, str]] = (),
        **chosen: object,
    ) -> None:
        super().__init__(title=title, description=description, heading=heading, above=tuple(above), **chosen)


class ThemeMark(Struct, frozen=True):
    """A theme as a mark: `colour` names the palette, `code` is its two letters."""

    id: str
    title: str
    href: str
    colour: str
    code: str


class Phase(Struct, frozen=True):
    """A phase of a project: `id` is the contract's word, `title` the Dutch one."""

    id: str
    title: str
    href: str
