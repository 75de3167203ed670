"""Every kind of page in one readable table, and the outputs that follow from it.

In: the site and what pages need. Out: outputs, each a path with what it is made from and a pure way to make it. Nothing
is made here. A new kind of page is one row, one function and one template: menu, foot, search, sitemap and everything
in the head of the page derive from its row.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

from g40site import addresses, cards, hosts, site_files
from g40site.assets import Assets
from g40site.content.site import Event, Site
from g40site.engine.rendering import Output
from g40site.outputs import atom, datasets, jsonld
from g40site.outputs.publication import takes_place
from g40site.pages import (
    home,
    join,
    matches,
    metadata,
    municipalities,
    news,
    open_data,
    projects,
    service,
)
from g40site.pages.context import Context
from g40site.pages.metadata import Alternate, Route, Subject, single
from g40site.pages.view_models import View

MUNICIPALITIES, THEMES = "municipalities.yaml", "themes.yaml"
PROJECTS, NEWS, AGENDA = "content/projects", "content/news", "content/agenda"
# What the protocol of sitemaps allows.
MOST_IN_SITEMAP = 50_000


CATALOGUE = Alternate("catalogus (DCAT)", addresses.CATALOGUE, metadata.JSON_LD)


def forms_of_event(event: Event) -> tuple[Subject, ...]:
    calendar = Alternate("deze bijeenkomst voor uw agenda", addresses.event_calendar(event.slug), metadata.ICS)
    return (calendar, metadata.AGENDA) if takes_place(event) else (metadata.AGENDA,)


def project_list(
    entries: Callable[[Site], Iterable[str]], address: Callable[[str], str], page: Callable[[Context, str], View]
) -> Route:
    """The projects of one choice."""
    return Route(
        template="projects",
        entries=entries,
        address=address,
        page=page,
        source=lambda _: PROJECTS,
        above=addresses.PROJECTS,
        alternates=(datasets.PROJECTS,),
        structured_data=metadata.rows_facts,
    )


ROUTES = (
    Route(
        template="home",
        entries=lambda site: (site.page.get("index"),),
        address=lambda _: addresses.HOME,
        page=home.home,
        source=lambda _: "content/pages/index.md",
        can_be_edited=metadata.is_written,
        alternates=metadata.ALL_FEEDS,
        structured_data=lambda ctx, *_: [{}, jsonld.web_site(ctx.publication), jsonld.group(ctx.publication)],
        share_image="home",
    ),
    single(
        "themes",
        addresses.THEMES,
        home.themes,
        THEMES,
        "Thema’s",
        menu=1,
        can_be_edited=metadata.always,
        alternates=(datasets.THEMES,),
        structured_data="CollectionPage",
    ),
    Route(
        template="theme",
        entries=lambda site: site.themes,
        address=lambda theme: addresses.theme(theme.id),
        page=home.theme,
        source=lambda _: THEMES,
        above=addresses.THEMES,
        can_be_edited=metadata.always,
        alternates=lambda theme: (
            atom.Feed("theme", theme.id),
            Alternate(f"agenda van {theme.title}", addresses.theme_calendar(theme.id), metadata.ICS),
        ),
        structured_data=lambda ctx, theme, _: [
            {"@type": "CollectionPage", "about": jsonld.theme(ctx.publication, theme)}
        ],
        share_image="theme",
    ),
    single(
        "municipalities",
        addresses.MUNICIPALITIES,
        municipalities.municipalities,
        MUNICIPALITIES,
        "Gemeenten",
        menu=3,
        can_be_edited=metadata.always,
        alternates=(datasets.MUNICIPALITIES,),
        structured_data="CollectionPage",
    ),
    Route(
        template="municipality",
        entries=lambda site: site.municipalities,
        address=lambda m: addresses.municipality(m.id),
        page=municipalities.municipality,
        source=lambda m: m.file,
        above=addresses.MUNICIPALITIES,
        can_be_edited=metadata.always,
        alternates=lambda m: (atom.Feed("municipality", m.id),),
        structured_data=lambda ctx, m, _: [{"mainEntity": jsonld.municipality(ctx.publication, m)}],
        share_image="municipality",
    ),
    single(
        "projects",
        addresses.PROJECTS,
        projects.projects,
        PROJECTS,
        "Projecten",
        menu=2,
        alternates=(datasets.PROJECTS,),
        structured_data=metadata.rows_facts,
    ),
    project_list(lambda _: addresses.PHASES, addresses.phase, projects.projects_in_phase),
    project_list(lambda site: site.topics, addresses.topic, projects.projects_about),
    project_list(lambda site: site.provinces, addresses.province, projects.projects_in_province),
    Route(
        template="project",
        entries=lambda site: site.projects,
        address=lambda project: addresses.project(project.id),
        page=projects.project,
        source=lambda project: project.file,
        above=addresses.PROJECTS,
        can_be_edited=metadata.always,
        changed=lambda project: max(project.updated or "", project.checked or "", project.added or ""),
        structured_data=lambda ctx, project, _: [
            {"about": jsonld.project(ctx.publication, project), **jsonld.dated(project)}
        ],
        share_image="project",
    ),
    single(
        "news-list",
        addresses.NEWS,
        lambda ctx: news.news_list(ctx, 1),
        NEWS,
        "Actueel",
        menu=5,
        search=("Alle berichten, de nieuwste bovenaan.", "nieuws bericht"),
        alternates=(atom.NEWS, datasets.NEWS),
        structured_data=metadata.rows_facts,
    ),
    Route(
        template="news-list",
        entries=lambda site: range(2, news.page_count(site) + 1),
        address=addresses.news_page,
        page=news.news_list,
        source=lambda _: NEWS,
        above=addresses.NEWS,
        alternates=(atom.NEWS, datasets.NEWS),
        structured_data=metadata.rows_facts,
    ),
    Route(
        template="news-item",
        entries=lambda site: site.news,
        address=lambda item: addresses.news(item.slug),
        page=news.news_item,
        source=lambda item: item.file,
        above=addresses.NEWS,
        can_be_edited=metadata.always,
        changed=lambda item: max(item.updated or "", item.date.isoformat()),
        alternates=(atom.NEWS,),
        structured_data=lambda ctx, item, _: [{"mainEntity": jsonld.news(ctx.publication, item)}],
        open_graph_type="article",
    ),
    single(
        "agenda",
        addresses.AGENDA,
        news.agenda,
        AGENDA,
        "Agenda",
        menu=6,
        search=("Bijeenkomsten: wat komt en wat is geweest.", "kalender vergadering bijeenkomst"),
        alternates=(metadata.AGENDA, datasets.EVENTS),
        structured_data="CollectionPage",
    ),
    single(
        "archive",
        addresses.ARCHIVE,
        news.archive,
        AGENDA,
        "Archief van de agenda",
        above=addresses.AGENDA,
        alternates=(metadata.AGENDA, datasets.EVENTS),
        structured_data="CollectionPage",
    ),
    Route(
        template="event",
        entries=lambda site: site.events,
        address=lambda event: addresses.event(event.slug),
        page=news.event,
        source=lambda event: event.file,
        above=addresses.AGENDA,
        can_be_edited=metadata.always,
        changed=lambda event: event.updated,
        alternates=forms_of_event,
        structured_data=lambda ctx, event, _: [{"mainEntity": jsonld.event(ctx.publication, event)}],
    ),
    single(
        "together",
        addresses.TOGETHER,
        matches.together,
        PROJECTS,
        "Samenwerken",
        menu=4,
        search=("Waar projecten elkaar raken, en hoe ver zij zijn.", "matrix bundels deelname"),
        alternates=(datasets.PARTICIPATION, datasets.MATCHING),
        structured_data="CollectionPage",
    ),
    Route(
        template="join",
        entries=lambda site: (site.page.get("aansluiten"),),
        address=lambda _: addresses.JOIN,
        page=join.join,
        source=lambda _: "content/pages/aansluiten.md",
        title="Aansluiten",
        search=("Sluit met eigen projecten aan bij een thema.", "meedoen aanmelden melden contact"),
        can_be_edited=metadata.is_written,
    ),
    single("search", addresses.SEARCH, service.search, "content", "Zoeken", footer=4, structured_data="CollectionPage"),
    single(
        "subscribe",
        addresses.SUBSCRIBE,
        service.subscribe,
        "site.yaml",
        "Abonneren",
        footer=1,
        search=("Volg de berichten en de agenda.", "abonnement feed rss atom ical volgen"),
        alternates=metadata.ALL_FEEDS,
    ),
    single(
        "data",
        addresses.DATA,
        open_data.data,
        "site.yaml",
        "Open data",
        footer=2,
        search=("Alle gegevens van deze site als bestand.", "download csv json api gegevens"),
        alternates=(CATALOGUE, *datasets.DATASETS),
        structured_data=metadata.data_facts,
    ),
    single(
        "freshness",
        addresses.FRESHNESS,
        service.freshness,
        PROJECTS,
        "Bijgewerkt",
        footer=3,
        search=("Hoe vers de gegevens zijn, per gemeente.", "actueel vers nagekeken gewijzigd"),
        alternates=(atom.EVERYTHING,),
    ),
    Route(
        template="page",
        entries=lambda site: site.own_pages,
        address=lambda page: addresses.page(page.slug),
        page=service.page,
        source=lambda page: page.file,
        can_be_edited=metadata.always,
        changed=lambda page: page.updated,
    ),
    Route(
        template="page",
        entries=lambda site: site.manual_pages,
        address=lambda chapter: addresses.chapter(chapter.slug),
        page=service.chapter,
        source=lambda chapter: chapter.file,
        can_be_edited=metadata.always,
    ),
    # Nobody but who builds the site looks at it.
    single(
        "styleguide",
        addresses.STYLEGUIDE,
        service.styleguide,
        "templates/components",
        "Bouwstenen",
        entries=lambda site: (None,) if site.drafts else (),
        is_indexed=False,
    ),
    single(
        "not-found", addresses.NOT_FOUND, service.not_found, "site.yaml", "Deze pagina is er niet", is_indexed=False
    ),
)
SITE_PAGES = tuple(route.site_page() for route in ROUTES if route.title)


def used_addresses(site: Site) -> Iterator[str]:
    """The address of every page and file that the site has of its own, without the old addresses."""
    for route in ROUTES:
        yield from map(route.address, route.entries(site))
    yield from site_files.file_addresses(site)
    yield from map(addresses.sitemap_part, sitemap_parts(site))


def list_outputs(ctx: Context, assets: Assets, more: Iterable[Output], hosted: hosts.SiteConfig) -> list[Output]:
    """Every output, in the order of the table."""
    whole = [*pages(ctx), *site_files.files(ctx, assets), *sitemaps(ctx), *share_cards(ctx)]
    whole += [*site_files.mails(ctx), *site_files.host_files(ctx, hosted), *more]
    planned = [*chain.from_iterable(map(site_files.with_copies, whole))] if hosted.precompressed else whole
    items = {output.path: output.item for output in planned}
    ctx.tracker.register("item", items.get)
    # What there is a page of follows from the site alone.
    ctx.tracker.register("entry", items.get, ("@site",))
    return planned


def pages(ctx: Context) -> Iterator[Output]:
    for route in ROUTES:
        for entry in route.entries(ctx.site):
            yield page(route, entry, ctx)
    for redirect in ctx.site.redirects:
        view = partial(service.redirect, ctx, redirect)
        yield Output(addresses.file_of(redirect.alias), redirect.file, "pages/redirect.html", view, item=redirect)


def page(route: Route, entry: Any, ctx: Context) -> Output:
    """One page of a kind."""
    path, view = addresses.file_of(route.address(entry)), partial(metadata.with_metadata, ctx, route, entry)
    return Output(path, route.source(entry), f"pages/{route.template}.html", view, item=entry, is_page=True)


def share_cards(ctx: Context) -> Iterator[Output]:
    """The pictures for who shares a page, each made from one small value alone."""
    if not ctx.site.settings.features.share_cards:
        return
    for route in ROUTES:
        for entry in route.entries(ctx.site) if route.share_image else ():
            address, card = metadata.card_of(ctx, route.share_image, getattr(entry, "id", ""))
            yield Output(addresses.file_of(address), route.source(entry), data=partial(cards.png, card), item=card)


def sitemaps(ctx: Context) -> Iterator[Output]:
    """One sitemap, or of a large site more, and an index of them in its place."""
    parts = sitemap_parts(ctx.site)
    for number in parts:
        yield Output(addresses.file_of(addresses.sitemap_part(number)), "content", data=partial(sitemap, ctx, number))
    yield Output("sitemap.xml", "content", data=partial(sitemap_index if parts else sitemap, ctx))


def sitemap_parts(site: Site) -> range:
    """The numbers of the sitemaps of a site that has more than one."""
    number = sum(1 for _ in indexed_pages(site))
    return range(1, (number - 1) // MOST_IN_SITEMAP + 2) if number > MOST_IN_SITEMAP else range(0)


def sitemap(ctx: Context, number: int = 1) -> bytes:
    """One sitemap: every page that may be found, or as many of them as one may have."""
    pages = islice(indexed_pages(ctx.site), (number - 1) * MOST_IN_SITEMAP, number * MOST_IN_SITEMAP)
    lines = ((ctx.absolute(route.address(entry)), route.changed(entry) or "") for route, entry in pages)
    return site_files.sitemap(ctx.publication.render, lines)


def sitemap_index(ctx: Context) -> bytes:
    parts = [ctx.absolute(addresses.sitemap_part(number)) for number in sitemap_parts(ctx.site)]
    return ctx.publication.render("xml/sitemaps.xml", parts=parts).encode()


def indexed_pages(site: Site) -> Iterator[tuple[Route, Any]]:
    """Every page that may be found, by its kind and its entry."""
    for route in ROUTES:
        for entry in route.entries(site) if route.is_indexed else ():
            if not metadata.is_hidden(entry):
                yield route, entry
