"""Every output of the site in one readable table, and the plan that follows from it.

In: the site and what pages need. Out: outputs, each a path with what it is made from and a pure way to make it. Nothing
is made here. Addresses, sitemap and collisions all derive from this table.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from msgspec.structs import replace

from g40site import addresses, cards, hosts, outputs
from g40site.assets import APP_ICONS, Assets, published
from g40site.content.pictures import MediaFile
from g40site.content.site import Site
from g40site.diagnostics import Diagnostic, Span, diagnostic
from g40site.engine.rendering import Output
from g40site.outputs import datasets
from g40site.pages import (
    home,
    join,
    metadata,
    municipalities,
    news,
    open_data,
    projects,
    service,
    share_images,
    together,
)
from g40site.pages.context import Context
from g40site.pages.metadata import Route
from g40site.pages.view_models import View

MUNICIPALITIES, THEMES = "municipalities.yaml", "themes.yaml"
PROJECTS, NEWS, AGENDA = "content/projects", "content/news", "content/agenda"
LIST = "CollectionPage"


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
        alternates=metadata.data_of(datasets.PROJECTS),
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
        alternates=metadata.all_feeds,
        structured_data=metadata.home_facts,
        share_image=share_images.HOME,
    ),
    single(
        "themes",
        addresses.THEMES,
        home.themes,
        THEMES,
        "Thema’s",
        menu=1,
        can_be_edited=metadata.always,
        alternates=metadata.data_of(datasets.THEMES),
        structured_data=LIST,
    ),
    Route(
        template="theme",
        entries=lambda site: site.themes,
        address=lambda theme: addresses.theme(theme.id),
        page=home.theme,
        source=lambda _: THEMES,
        above=addresses.THEMES,
        can_be_edited=metadata.always,
        alternates=metadata.forms_of_theme,
        structured_data=metadata.theme_facts,
        share_image=share_images.THEME,
    ),
    single(
        "municipalities",
        addresses.MUNICIPALITIES,
        municipalities.municipalities,
        MUNICIPALITIES,
        "Gemeenten",
        menu=3,
        can_be_edited=metadata.always,
        alternates=metadata.data_of(datasets.MUNICIPALITIES),
        structured_data=LIST,
    ),
    Route(
        template="municipality",
        entries=lambda site: site.municipalities,
        address=lambda m: addresses.municipality(m.id),
        page=municipalities.municipality,
        source=lambda _: MUNICIPALITIES,
        above=addresses.MUNICIPALITIES,
        can_be_edited=metadata.always,
        alternates=metadata.forms_of_municipality,
        structured_data=metadata.municipality_facts,
        share_image=share_images.MUNICIPALITY,
    ),
    single(
        "projects",
        addresses.PROJECTS,
        projects.projects,
        PROJECTS,
        "Projecten",
        menu=2,
        alternates=metadata.data_of(datasets.PROJECTS),
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
        structured_data=metadata.project_facts,
        share_image=share_images.PROJECT,
    ),
    single(
        "news-list",
        addresses.NEWS,
        lambda ctx: news.news_list(ctx, 1),
        NEWS,
        "Actueel",
        menu=5,
        search=("Alle berichten, de nieuwste bovenaan.", "nieuws bericht"),
        alternates=metadata.forms_of_news,
        structured_data=metadata.rows_facts,
    ),
    Route(
        template="news-list",
        entries=lambda site: range(2, news.page_count(site) + 1),
        address=addresses.news_page,
        page=news.news_list,
        source=lambda _: NEWS,
        above=addresses.NEWS,
        alternates=metadata.forms_of_news,
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
        alternates=metadata.news_feed,
        structured_data=metadata.news_facts,
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
        alternates=metadata.forms_of_agenda,
        structured_data=LIST,
    ),
    single(
        "archive",
        addresses.ARCHIVE,
        news.archive,
        AGENDA,
        "Archief van de agenda",
        above=addresses.AGENDA,
        alternates=metadata.forms_of_agenda,
        structured_data=LIST,
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
        alternates=metadata.forms_of_event,
        structured_data=metadata.event_facts,
    ),
    single(
        "together",
        addresses.TOGETHER,
        together.together,
        PROJECTS,
        "Samenwerken",
        menu=4,
        search=("Waar projecten elkaar raken, en hoe ver zij zijn.", "matrix bundels deelname"),
        alternates=metadata.data_of_together,
        structured_data=LIST,
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
    single("search", addresses.SEARCH, service.search, "content", "Zoeken", footer=4, structured_data=LIST),
    single(
        "subscribe",
        addresses.SUBSCRIBE,
        service.subscribe,
        "site.yaml",
        "Abonneren",
        footer=1,
        search=("Volg de berichten en de agenda.", "abonnement feed rss atom ical volgen"),
        alternates=metadata.all_feeds,
    ),
    single(
        "data",
        addresses.DATA,
        open_data.data,
        "site.yaml",
        "Open data",
        footer=2,
        search=("Alle gegevens van deze site als bestand.", "download csv json api gegevens"),
        alternates=metadata.all_data,
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
        alternates=metadata.everything_new,
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
FILES = (
    addresses.SITEMAP,
    addresses.ROBOTS,
    "/MANIFEST",
    addresses.FAVICON,
    addresses.WEB_MANIFEST,
    *(f"/{name}" for name in hosts.FILES),
)


def used_addresses(site: Site) -> Iterator[str]:
    """The address of every page and file that the site has of its own, without the old addresses."""
    for route in ROUTES:
        yield from map(route.address, route.entries(site))
    yield from (file.address for file in outputs.files(site))
    yield from (addresses.mails(m.id) for m in site.municipalities)
    yield from (addresses.SECURITY,) if site.settings.security else ()
    yield from FILES


def list_outputs(ctx: Context, assets: Assets, media: Iterable[Output], hosted: hosts.SiteConfig) -> list[Output]:
    """Every output, in the order of the table."""
    whole = [*pages(ctx), *files(ctx, assets), *mails(ctx), *share_cards(ctx), *host_files(ctx, hosted), *media]
    planned = [*chain.from_iterable(map(with_copies, whole))] if hosted.precompressed else whole
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


def files(ctx: Context, assets: Assets) -> Iterator[Output]:
    icons = (assets.icon, assets.touch_icon, assets.favicon, *assets.app_icons)
    for asset in (assets.stylesheet, *icons, *assets.scripts):
        data = partial(published, asset)
        yield Output(addresses.file_of(asset.address), asset.source, data=data, item=asset.data)
    sizes = tuple((ctx.href(icon.address), size) for icon, size in zip(assets.app_icons, APP_ICONS, strict=True))
    manifest = partial(web_manifest_of, ctx, sizes)
    yield Output(addresses.file_of(addresses.WEB_MANIFEST), "site.yaml", data=manifest, item=sizes)
    yield Output("sitemap.xml", "content", data=partial(sitemap_of, ctx))
    yield Output("robots.txt", "site.yaml", data=partial(outputs.robots, ctx.absolute(addresses.HOME)))
    if ctx.site.settings.security is not None:
        yield Output(addresses.file_of(addresses.SECURITY), "site.yaml", data=partial(security_of, ctx))
    for file in outputs.files(ctx.publication.site):
        made = partial(file.make, ctx.publication)
        yield Output(addresses.file_of(file.address), file.source, data=made, item=file.item)


def mails(ctx: Context) -> Iterator[Output]:
    """What the page for join shows to who chose, for every municipality."""
    for m in ctx.site.municipalities:
        data = partial(join.mails_file, ctx, m)
        yield Output(addresses.file_of(addresses.mails(m.id)), MUNICIPALITIES, data=data, item=m)


def share_cards(ctx: Context) -> Iterator[Output]:
    """The pictures for who shares a page, each made from one small value alone."""
    if not ctx.site.settings.features.share_cards:
        return
    for route in ROUTES:
        if (image := route.share_image) is None:
            continue
        for entry in route.entries(ctx.site):
            address, card = image.card_of(ctx, entry)
            yield Output(addresses.file_of(address), route.source(entry), data=partial(cards.png, card), item=card)


def web_manifest_of(ctx: Context, icons: Iterable[tuple[str, int]]) -> bytes:
    return outputs.web_manifest(ctx.site.settings, ctx.href(addresses.HOME), icons)


def sitemap_of(ctx: Context) -> bytes:
    return outputs.sitemap(ctx.publication.render, sitemap_lines(ctx))


def hosted(ctx: Context, *, precompressed: bool) -> hosts.SiteConfig:
    """What a host must know of the site."""
    moved = tuple((redirect.alias, redirect.address) for redirect in ctx.site.redirects)
    return hosts.SiteConfig(ctx.url, moved, precompressed)


def host_files(ctx: Context, hosted: hosts.SiteConfig) -> Iterator[Output]:
    """What tells a host of static sites how to serve this one."""
    for path in hosts.FILES:
        data = partial(hosts.host_file, ctx.publication.render, path, hosted)
        yield Output(path, "content" if path == "_redirects" else "site.yaml", data=data, item=hosted)


def security_of(ctx: Context) -> bytes:
    settings = ctx.site.settings.security
    assert settings is not None, "the file is only planned where the settings name a contact"
    return outputs.security(settings, ctx.url, ctx.today)


def media_output(file: MediaFile, data: Callable[[], bytes]) -> Output:
    """A document or an image of the content."""
    return Output(
        addresses.file_of(file.address), file.file, data=data, item=file, is_media=True, is_copy=file.width is None
    )


def with_copies(output: Output) -> Iterator[Output]:
    """An output, and after a text file its compressed copies, made of the very same: who makes one makes all."""
    yield output
    if hosts.is_text(output.path):
        for ending in hosts.COMPRESSED_ENDINGS:
            yield replace(output, path=f"{output.path}.{ending}", is_page=False, compression=ending)


def sitemap_lines(ctx: Context) -> Iterator[tuple[str, str]]:
    """Every page that may be found."""
    for route in ROUTES:
        for entry in route.entries(ctx.site) if route.is_indexed else ():
            if not metadata.is_hidden(entry):
                yield ctx.absolute(route.address(entry)), route.changed(entry) or ""


def conflicts(planned: Iterable[Output]) -> Iterator[Diagnostic]:
    """No path twice, also not in another case or Unicode form, and none below a path that is a file."""
    taken: dict[str, Output] = {}
    for output in planned:
        first = taken.setdefault(addresses.folded(output.path), output)
        if first is not output:
            yield diagnostic("adres-dubbel", Span(output.source), address=f"/{output.path}", first=first.source)
    for key, output in taken.items():
        for folder in addresses.above(key):
            if (other := taken.get(folder)) is not None:
                yield diagnostic("adres-dubbel", Span(output.source), address=f"/{other.path}", first=other.source)
