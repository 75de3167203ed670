"""The row of a page kind, and what follows from it for the head of a page: where it stands, its subject in other forms
(feeds, calendars, data), its facts as JSON-LD, its picture for who shares it (the image of Open Graph).

In: a row and an entry. Out: the view of the page, whose `meta` says all of this. What JSON-LD says is what the page
shows.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from g40site import addresses, model
from g40site.cards import Card, CardDot, CardLine
from g40site.content.site import Site
from g40site.engine.tracking import query
from g40site.outputs import atom, datasets, jsonld
from g40site.outputs.open_data import FORMS, Dataset
from g40site.outputs.publication import SitePage, address_of
from g40site.pages import network_map
from g40site.pages.context import Context
from g40site.pages.view_models import Link, View

ATOM, ICS, JSON_LD = "application/atom+xml", "text/calendar", "application/ld+json"
DESCRIPTION_LENGTH = 200

Node = jsonld.Node


class Alternate(Struct, frozen=True):
    """The subject of a page in another form: a feed, a calendar or data; `text` names it in a sentence."""

    text: str
    href: str
    type: str


# What a page is about in another form: a feed, a file of data, or an alternate with its address as `href`.
Subject = atom.Feed | Dataset | Alternate
AGENDA = Alternate("agenda van de groep", addresses.CALENDAR, ICS)
ALL_FEEDS = (atom.EVERYTHING, atom.NEWS, AGENDA)


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


class Route(Struct, frozen=True, kw_only=True):
    """A kind of page. Of its entries each has a page; one that the site makes itself has no entry and a `title`."""

    template: str
    address: Callable[[Any], str]
    page: Callable[[Context, Any], View]
    """What the page of an entry shows."""
    source: Callable[[Any], str]
    """The file, or the folder, that the page is made from."""
    entries: Callable[[Site], Iterable[Any]] = lambda _site: (None,)
    title: str = ""
    above: str = ""
    """The address of the page above it."""
    can_be_edited: Callable[[Any], bool] = lambda _entry: False
    """Whether the source is one file that is there, so that a visitor may propose to change it."""
    changed: Callable[[Any], str | None] = lambda _entry: None
    """The day of its last change, for the sitemap."""
    alternates: tuple[Subject, ...] | Callable[[Any], tuple[Subject, ...]] = ()
    structured_data: str | Callable[[Context, Any, View], list[Node]] = "WebPage"
    """The type of the page at schema.org, or facts that are added to its node, followed by other nodes."""
    share_image: str = ""
    """The kind of its own pictures; else it has that of the theme it is about, or that of home."""
    open_graph_type: str = "website"
    is_indexed: bool = True
    """Whether it is in the site for visitors: in the sitemap, and with all that search engines want to know."""
    menu: int = 0
    """Its number in the menu; 0 is not in it."""
    footer: int = 0
    search: tuple[str, str] = ("", "")
    """What it is for, and the words by which people look for it; without these it is not found by itself."""

    def site_page(self) -> SitePage:
        """The page that the site makes itself, as menu, footer and search name it."""
        return SitePage(self.template, self.address(None), self.title, self.menu, self.footer, *self.search)


def single(template: str, address: str, page: Callable[[Context], View], source: str, title: str, **more: Any) -> Route:
    """A page of which there is one, made by the site itself."""
    return Route(
        template=template,
        address=lambda _: address,
        page=lambda ctx, _entry: page(ctx),
        source=lambda _: source,
        title=title,
        **more,
    )


def with_metadata(ctx: Context, route: Route, entry: Any) -> View:
    """What the page of an entry shows, with everything that its head says."""
    view = route.page(ctx, entry)
    view.meta = head(ctx, route, entry, view)
    if route.is_indexed:
        card, card_text = share_image(ctx, route, entry)
        view.meta = replace(
            view.meta,
            alternates=tuple(alternates(ctx, route, entry)),
            jsonld=jsonld.text(nodes(ctx, route, entry, view)),
            card=card,
            card_text=card_text,
        )
    return view


def head(ctx: Context, route: Route, entry: Any, view: View) -> Meta:
    """The title and where the page stands. One that may stand at any address has none of its own, and no way to it."""
    address, title = route.address(entry), view.title or route.title
    view.heading = view.heading or title
    section = route.above or address
    trail = view.above or ([(ctx.site_link(route.above).text, route.above)] if route.above else [])
    is_anywhere = address == addresses.NOT_FOUND
    links = (ctx.link(text, at) for text, at in (("Home", addresses.HOME), *trail))
    return Meta(
        title=title,
        description=shortened(view.description),
        canonical="" if is_anywhere else ctx.absolute(address),
        crumbs=()
        if is_anywhere or address == addresses.HOME
        else (*links, Link(title, ctx.href(address), current=True)),
        noindex=not route.is_indexed or is_hidden(entry),
        edit_href=ctx.edit_href(route.source(entry)) if route.can_be_edited(entry) else "",
        form_href=ctx.form_href(route.source(entry), entry) if route.can_be_edited(entry) else "",
        section="" if is_anywhere else ctx.href(section),
        kind=route.open_graph_type,
    )


def always(_entry: object) -> bool:
    return True


def is_written(page: model.Page | None) -> bool:
    """Whether the editors wrote the text of a page that is there anyway."""
    return page is not None


def is_hidden(entry: Any) -> bool:
    """Whether search engines are asked to leave out the page of an entry."""
    return bool(getattr(entry, "draft", False))


def shortened(text: str) -> str:
    """A text as a description: on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_LENGTH:
        return line
    return line[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


# Other forms of a subject.


def alternates(ctx: Context, route: Route, entry: Any) -> Iterator[Alternate]:
    """Every form of what a page is about, but for data that the site does not publish."""
    for subject in route.alternates(entry) if callable(route.alternates) else route.alternates:
        if isinstance(subject, Alternate):
            yield replace(subject, href=ctx.href(subject.href))
        elif isinstance(subject, atom.Feed):
            names = {"": "feed met alles wat nieuw is", "news": "feed met de berichten"}
            text = names.get(subject.kind) or f"feed van {subject.subject(ctx.site)}"
            yield Alternate(text, ctx.href(subject.address), ATOM)
        elif subject.is_published(ctx.publication.site):
            yield from data(ctx, subject)


def data(ctx: Context, dataset: Dataset) -> Iterator[Alternate]:
    subjects = {"participation": "deelname", "matching": "adviezen, paren en bundels"}
    subject = subjects.get(dataset.name) or f"alle {dataset.title.lower()}"
    for ending in dataset.forms:
        name = f"{subject} ({FORMS[ending].name})"
        yield Alternate(name, ctx.href(dataset.address(ending)), FORMS[ending].media_type)


# Facts for search engines.


def nodes(ctx: Context, route: Route, entry: Any, view: View) -> list[Node]:
    """The page itself, where it stands, and what it is about."""
    meta, facts = view.meta, route.structured_data
    about, *more = [{"@type": facts}] if isinstance(facts, str) else facts(ctx, entry, view)
    page = jsonld.page(ctx.publication, "WebPage", meta.title, meta.description, meta.canonical)
    page.update(about)
    trail = [(link.text, ctx.url.removesuffix(ctx.base) + link.href) for link in meta.crumbs]
    return [page, *([jsonld.crumbs(trail)] if trail else []), *more]


def rows_facts(ctx: Context, _entry: Any, view: View) -> list[Node]:
    """A list with the addresses of what it shows."""
    listing = jsonld.listing([ctx.absolute(address_of(entry)) for entry in view.rows])
    return [{"@type": "CollectionPage", "mainEntity": listing}]


def data_facts(ctx: Context, _entry: None, _view: View) -> list[Node]:
    sets = (jsonld.dataset(ctx.publication, dataset) for dataset in datasets.published(ctx.publication.site))
    return [{"@type": "CollectionPage"}, *sets]


# Pictures.

# What a picture says: the kind of its page in words, a title, the ids of themes, and the municipalities of its map.
CardText = tuple[str, str, Iterable[str], network_map.Chosen]


def home_card(ctx: Context, _id: str) -> CardText:
    page, settings = ctx.site.page.get("index"), ctx.site.settings
    return settings.network, page.title if page else settings.title, ctx.themes(), network_map.all_places(ctx)


def theme_card(ctx: Context, id: str) -> CardText:
    theme = ctx.site.theme[id]
    kind = f"Thema, koploper is {ctx.municipality_name(theme.lead)}"
    return kind, theme.title, [theme.id], network_map.places_of_theme(ctx, theme)


def municipality_card(ctx: Context, id: str) -> CardText:
    m = ctx.site.municipality[id]
    themes = [id for project in ctx.site.projects_at.get(m.id, ()) for id in project.themes]
    themes += [theme.id for theme in ctx.site.led_by.get(m.id, ())]
    return f"Gemeente in {m.province}", m.name, themes, network_map.places_of_municipality(ctx, m)


def project_card(ctx: Context, id: str) -> CardText:
    project = ctx.site.project[id]
    kind = f"Project van {ctx.place_names(project)}"
    return kind, project.title, project.themes, network_map.places_of_project(ctx, project)


# The kinds of pages with pictures of their own.
CARDS = {"home": home_card, "theme": theme_card, "municipality": municipality_card, "project": project_card}


@query("context")
def share_card(ctx: Context, kind: str, id: str) -> Card:
    """As the result of a query: a page need not be made again while its card says the same."""
    settings, (words, title, themes, chosen) = ctx.site.settings, CARDS[kind](ctx, id)
    dots, lines = network_map.only_chosen(ctx, chosen)
    return Card(
        kind=words,
        title=title,
        network=settings.logo,
        site=settings.title,
        band=tuple(mark.colour for mark in ctx.theme_marks(themes)),
        dots=tuple(CardDot(dot.x, dot.y, dot.radius, dot.kind, dot.colour, dot.code) for dot in dots),
        lines=tuple(CardLine(line.x1, line.y1, line.x2, line.y2, line.colour) for line in lines),
    )


def card_of(ctx: Context, kind: str, id: str) -> tuple[str, Card]:
    """The address of a picture, and what it is drawn from."""
    card = share_card(ctx, kind, id)
    return addresses.card(kind, id, card.digest), card


def share_image(ctx: Context, route: Route, entry: Any) -> tuple[str, str]:
    """The absolute address of the picture of a page, and what it shows; nothing when the site has none."""
    if not ctx.site.settings.features.share_cards:
        return "", ""
    themes: tuple[str, ...] = getattr(entry, "themes", ())
    kind, id = ("theme", themes[0]) if themes else ("home", "")
    if route.share_image:
        kind, id = route.share_image, getattr(entry, "id", "")
    address, card = card_of(ctx, kind, id)
    return ctx.absolute(address), f"{card.kind}: {card.title}"
