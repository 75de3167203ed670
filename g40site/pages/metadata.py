"""The row of a page kind, and what follows from it for the head of a page: where it stands, its subject in other forms
(feeds, calendars, data), its facts as JSON-LD, its picture for who shares it.

In: a row and an entry. Out: the view of the page, whose `meta` says all of this. What JSON-LD says is what the page
shows.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from g40site import addresses, model
from g40site.content.site import Event, NewsItem, Project, Site
from g40site.outputs import atom, datasets, jsonld
from g40site.outputs.open_data import FORMS, Dataset
from g40site.outputs.publication import SitePage, address_of, takes_place
from g40site.pages.context import Context
from g40site.pages.share_images import ShareImage, share_image
from g40site.pages.view_models import Alternate, Link, Meta, View

ATOM, ICS, JSON_LD = "application/atom+xml", "text/calendar", "application/ld+json"
DESCRIPTION_LENGTH = 200

Node = jsonld.Node


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
    alternates: Callable[[Context, Any], Iterable[Alternate]] = lambda _ctx, _entry: ()
    structured_data: str | Callable[[Context, Any, View], list[Node]] = "WebPage"
    """The type of the page at schema.org, or facts that are added to its node, followed by other nodes."""
    share_image: ShareImage | None = None
    """Its own picture; else that of the theme it is about, or that of home."""
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
        card, card_text = share_image(ctx, route.share_image, entry)
        view.meta = replace(
            view.meta,
            alternates=tuple(route.alternates(ctx, entry)),
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


def feed(ctx: Context, feed: atom.Feed) -> Alternate:
    names = {"": "feed met alles wat nieuw is", "news": "feed met de berichten"}
    text = names.get(feed.kind) or f"feed van {feed.subject(ctx.site)}"
    return Alternate(text, ctx.href(feed.address), ATOM)


def agenda(ctx: Context) -> Alternate:
    return Alternate("agenda van de groep", ctx.href(addresses.CALENDAR), ICS)


def data(ctx: Context, *chosen: Dataset) -> Iterator[Alternate]:
    subjects = {"participation": "deelname", "matching": "adviezen, paren en bundels"}
    for dataset in chosen:
        subject = subjects.get(dataset.name) or f"alle {dataset.title.lower()}"
        for ending in dataset.forms:
            name = f"{subject} ({FORMS[ending].name})"
            yield Alternate(name, ctx.href(dataset.address(ending)), FORMS[ending].media_type)


def data_of(dataset: Dataset) -> Callable[[Context, Any], Iterable[Alternate]]:
    return lambda ctx, _entry: data(ctx, dataset)


def everything_new(ctx: Context, _entry: None) -> Iterable[Alternate]:
    return (feed(ctx, atom.EVERYTHING),)


def all_feeds(ctx: Context, _entry: Any) -> Iterable[Alternate]:
    return feed(ctx, atom.EVERYTHING), feed(ctx, atom.NEWS), agenda(ctx)


def forms_of_theme(ctx: Context, theme: model.Theme) -> Iterable[Alternate]:
    calendar = Alternate(f"agenda van {theme.title}", ctx.href(addresses.theme_calendar(theme.id)), ICS)
    return feed(ctx, atom.Feed("theme", theme.id)), calendar


def forms_of_municipality(ctx: Context, m: model.Municipality) -> Iterable[Alternate]:
    return (feed(ctx, atom.Feed("municipality", m.id)),)


def forms_of_news(ctx: Context, _entry: Any) -> Iterable[Alternate]:
    return feed(ctx, atom.NEWS), *data(ctx, datasets.NEWS)


def news_feed(ctx: Context, _item: NewsItem) -> Iterable[Alternate]:
    return (feed(ctx, atom.NEWS),)


def forms_of_agenda(ctx: Context, _entry: None) -> Iterable[Alternate]:
    return agenda(ctx), *data(ctx, datasets.EVENTS)


def forms_of_event(ctx: Context, event: Event) -> Iterable[Alternate]:
    if takes_place(event):
        yield Alternate("deze bijeenkomst voor uw agenda", ctx.href(addresses.event_calendar(event.slug)), ICS)
    yield agenda(ctx)


def all_data(ctx: Context, _entry: None) -> Iterable[Alternate]:
    catalogue = Alternate("catalogus (DCAT)", ctx.href(addresses.CATALOGUE), JSON_LD)
    return catalogue, *data(ctx, *datasets.published(ctx.publication.site))


def data_of_together(ctx: Context, _entry: None) -> Iterable[Alternate]:
    together = (datasets.PARTICIPATION, datasets.MATCHING)
    return data(ctx, *(dataset for dataset in datasets.published(ctx.publication.site) if dataset in together))


# Facts for search engines.


def nodes(ctx: Context, route: Route, entry: Any, view: View) -> list[Node]:
    """The page itself, where it stands, and what it is about."""
    meta, facts = view.meta, route.structured_data
    about, *more = [{"@type": facts}] if isinstance(facts, str) else facts(ctx, entry, view)
    page = jsonld.page(ctx.publication, "WebPage", meta.title, meta.description, meta.canonical)
    page.update(about)
    trail = [(link.text, ctx.url.removesuffix(ctx.base) + link.href) for link in meta.crumbs]
    return [page, *([jsonld.crumbs(trail)] if trail else []), *more]


def home_facts(ctx: Context, _page: model.Page | None, _view: View) -> list[Node]:
    return [{}, jsonld.web_site(ctx.publication), jsonld.group(ctx.publication)]


def rows_facts(ctx: Context, _entry: Any, view: View) -> list[Node]:
    """A list with the addresses of what it shows."""
    listing = jsonld.listing([ctx.absolute(address_of(entry)) for entry in view.rows])
    return [{"@type": "CollectionPage", "mainEntity": listing}]


def theme_facts(ctx: Context, theme: model.Theme, _view: View) -> list[Node]:
    return [{"@type": "CollectionPage", "about": jsonld.theme(ctx.publication, theme)}]


def municipality_facts(ctx: Context, m: model.Municipality, _view: View) -> list[Node]:
    return [{"mainEntity": jsonld.municipality(ctx.publication, m)}]


def project_facts(ctx: Context, project: Project, _view: View) -> list[Node]:
    return [{"about": jsonld.project(ctx.publication, project), **jsonld.dated(project)}]


def news_facts(ctx: Context, item: NewsItem, _view: View) -> list[Node]:
    return [{"mainEntity": jsonld.news(ctx.publication, item)}]


def event_facts(ctx: Context, event: Event, _view: View) -> list[Node]:
    return [{"mainEntity": jsonld.event(ctx.publication, event)}]


def data_facts(ctx: Context, _entry: None, _view: View) -> list[Node]:
    sets = (jsonld.dataset(ctx.publication, dataset) for dataset in datasets.published(ctx.publication.site))
    return [{"@type": "CollectionPage"}, *sets]
