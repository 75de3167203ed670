"""The pieces that several pages show: frozen values with everything said, ready for a macro to write.

Every `href` is final (it has the base path), every text is Dutch, every date comes as text and as ISO form.
"""

from collections.abc import Iterable
from types import SimpleNamespace

from msgspec import Struct


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


class Alternate(Struct, frozen=True):
    """The subject of a page in another form: a feed, a calendar or data; `text` names it in a sentence."""

    text: str
    href: str
    type: str


class Meta(Struct, frozen=True):
    """What the head of a page and its frame need to know about the page; `jsonld` may stand in a script as it is.

    A page that may stand at any address, the one for what is not there, has no `canonical`.
    `card` is the picture for who shares the page, `card_text` what it shows, `kind` the word of Open Graph.
    """

    title: str
    description: str
    canonical: str
    crumbs: tuple[Link, ...] = ()
    noindex: bool = False
    edit_href: str = ""
    form_href: str = ""
    section: str = ""
    alternates: tuple[Alternate, ...] = ()
    jsonld: str = ""
    card: str = ""
    card_text: str = ""
    kind: str = "website"


class View(SimpleNamespace):
    """What a page shows: its title and description, and by their names the things that its page function chose.

    The row of the page kind gives the rest: `meta`, the title of a page that the site makes itself, and the heading,
    which is the title where nothing else was chosen. `above` are the pages above it, as text and address, where the row
    does not know them. A template that asks for a name that was not chosen has a fault. Where `helpers` were chosen, it
    may ask these of the entries instead of those of the site.
    """

    meta: Meta

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


class Person(Struct, frozen=True):
    """Somebody with a role; `checked` says when somebody looked, `dated` what the page must say about its age."""

    name: str
    role: str
    municipality: Link | None = None
    email: str = ""
    email_href: str = ""
    phone: str = ""
    phone_href: str = ""
    href: str = ""
    period: str = ""
    checked: DateText | None = None
    dated: str = ""
    source: str = ""


class ContactChain(Struct, frozen=True):
    """One step of the chain: `step` says which one it is; then follow `person` and `links`, the ways in.

    `more` is what to say of those behind a person. `email` is the mailbox of this step, or nothing. `dated` says how
    old the general way in is; a person has its own.
    """

    step: str
    person: Person | None
    links: tuple[Link, ...]
    more: str
    email: str
    dated: str = ""


class ProjectLine(Struct, frozen=True):
    """A project on one line: where it is, and how old what is known of it is; `html` is its lesson where the line is
    about that.
    """

    project: Link
    places: str
    age: str
    html: str = ""


class Step(Struct, frozen=True):
    """One step of the scaling ladder: how many projects, and how many of them have a recent state."""

    phase: Phase
    count: int
    fresh: int


class Ladder(Struct, frozen=True):
    """verkenning to opschaling as steps, finished and stopped beside it; `age` is one sentence.

    Explorations and pilots that are past their own end are on no step: `past` is how many.
    """

    steps: tuple[Step, ...]
    beside: tuple[Step, ...]
    past: int
    total: int
    age: str


class MapName(Struct, frozen=True):
    """Where the name of a dot begins, is centred or ends (`anchor`: start, middle, end), on its base line."""

    x: float
    y: float
    anchor: str


class MapDot(Struct, frozen=True):
    """A municipality on the map: its place and size, what it is on this page, and where its name stands, if shown.

    `kind` is lead (a ring), full (what the page is about), near (tied to it by a lighter line) or faint (the rest).
    `title` is that of its theme, where it stands above the name. On a map to choose from, `hit` are the corners of the
    ground that is nearest to the dot, and its name, if not shown, comes at `tip` for who points at it.
    """

    id: str
    name: str
    href: str
    x: float
    y: float
    radius: float
    colour: str
    code: str
    kind: str
    label: MapName | None = None
    title: str = ""
    hit: str = ""
    tip: MapName | None = None


class MapLine(Struct, frozen=True):
    """A line between two municipalities: `kind` is declared or alike, `colour` that of a theme or nothing."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    colour: str = ""


class MapSign(Struct, frozen=True):
    """What one sign of the map means; `kind` is ring, dot, declared or alike."""

    kind: str
    text: str


class NetworkMap(Struct, frozen=True):
    """The drawing of the country for one page, with one name and one description for who does not see it.

    `is_small` is drawn at about half the size, so its names are larger.
    """

    name: str
    description: str
    dots: tuple[MapDot, ...]
    lines: tuple[MapLine, ...]
    signs: tuple[MapSign, ...]
    is_small: bool = False
    id: str = "kaart"


class Stripe(Struct, frozen=True):
    """A theme in the band of a page: its colour and nothing that changes more often."""

    colour: str


class Shell(Struct, frozen=True):
    """What every page has around it; `finds` says whether the site has searching."""

    language: str
    locale: str
    policy: str
    """What a page may load, for hosts that cannot say it in a header."""
    site: str
    logo: str
    home: str
    search: str
    finds: bool
    join: str
    menu: tuple[Link, ...]
    stylesheet: str
    icon: str
    touch_icon: str
    manifest: str
    scripts: tuple[Link, ...]
    footer: tuple[tuple[str, tuple[Link, ...]], ...]
    """Links under a heading."""
    contact: Person
    licence: str
    changed: DateText | None
    themes: tuple[Stripe, ...]
