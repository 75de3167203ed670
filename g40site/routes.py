"""Every output of the site in one readable table, and the plan that follows from it.

In: the site and what pages need. Out: outputs, each a path with what it is made from and a pure way to make it. Nothing
is made here. Addresses, sitemap and collisions all derive from this table.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from g40site import addresses, cards, hosts, outputs
from g40site.assets import APP_ICONS, Assets, published
from g40site.content.pictures import MediaFile
from g40site.content.site import Site
from g40site.diagnostics import Diagnostic, Span, diagnostic
from g40site.engine.rendering import Output
from g40site.pages import (
    agenda,
    home,
    join,
    metadata,
    municipalities,
    news,
    open_data,
    projects,
    service,
    share_images,
    styleguide,
    subscribe,
    themes,
    together,
)
from g40site.pages.context import Context


class Route(Struct, frozen=True):
    """A kind of page: its template, what there is one of, and the address, source, view and last change of each."""

    template: str
    items: Callable[[Site], Iterable[Any]]
    address: Callable[[Any], str]
    view: Callable[[Context, Any], Any]
    source: Callable[[Any], str]
    changed: Callable[[Any], str | None] = lambda _item: None


def single(
    template: str,
    address: str,
    view: Callable[[Context], Any],
    source: str,
    items: Callable[[Site], Iterable[Any]] = lambda _site: (None,),
) -> Route:
    """A page of which there is one, or none."""

    return Route(template, items, lambda _: address, lambda ctx, _item: view(ctx), lambda _: source)


MUNICIPALITIES, THEMES = "municipalities.yaml", "themes.yaml"
PROJECTS, NEWS, AGENDA = "content/projects", "content/news", "content/agenda"

ROUTES = (
    single("home", addresses.HOME, home.home, "content/pages/index.md"),
    single("themes", addresses.THEMES, themes.themes, THEMES),
    Route("theme", lambda site: site.themes, lambda t: addresses.theme(t.id), themes.theme, lambda _: THEMES),
    single("municipalities", addresses.MUNICIPALITIES, municipalities.municipalities, MUNICIPALITIES),
    Route(
        "municipality",
        lambda site: site.municipalities,
        lambda m: addresses.municipality(m.id),
        municipalities.municipality,
        lambda _: MUNICIPALITIES,
    ),
    single("projects", addresses.PROJECTS, projects.projects, PROJECTS),
    Route("projects", lambda _: addresses.PHASES, addresses.phase, projects.projects_in_phase, lambda _: PROJECTS),
    Route(
        "projects",
        lambda site: site.topics,
        addresses.topic,
        projects.projects_about,
        lambda _: PROJECTS,
    ),
    Route(
        "projects",
        lambda site: site.provinces,
        addresses.province,
        projects.projects_in_province,
        lambda _: PROJECTS,
    ),
    Route(
        "project",
        lambda site: site.projects,
        lambda p: addresses.project(p.id),
        projects.project,
        lambda p: p.file,
        lambda p: max(p.updated or "", p.checked or "", p.added or ""),
    ),
    Route(
        "news-list",
        lambda site: range(1, news.page_count(site) + 1),
        addresses.news_page,
        news.news_list,
        lambda _: NEWS,
    ),
    Route(
        "news-item",
        lambda site: site.news,
        lambda item: addresses.news(item.slug),
        news.news_item,
        lambda item: item.file,
        lambda item: max(item.updated or "", item.date.isoformat()),
    ),
    single("agenda", addresses.AGENDA, agenda.agenda, AGENDA),
    single("archive", addresses.ARCHIVE, agenda.archive, AGENDA),
    Route(
        "event",
        lambda site: site.events,
        lambda event: addresses.event(event.slug),
        agenda.event,
        lambda event: event.file,
        lambda event: event.updated,
    ),
    single("together", addresses.TOGETHER, together.together, PROJECTS),
    single("join", addresses.JOIN, join.join, "content/pages/aansluiten.md"),
    single("search", addresses.SEARCH, service.search, "content"),
    single("subscribe", addresses.SUBSCRIBE, subscribe.subscribe, "site.yaml"),
    single("data", addresses.DATA, open_data.data, "site.yaml"),
    single("freshness", addresses.FRESHNESS, service.freshness, PROJECTS),
    Route(
        "page",
        lambda site: site.own_pages,
        lambda page: addresses.page(page.slug),
        service.page,
        lambda page: page.file,
        lambda page: page.updated,
    ),
    Route(
        "page",
        lambda site: site.manual_pages,
        lambda chapter: addresses.chapter(chapter.slug),
        service.chapter,
        lambda chapter: chapter.file,
    ),
    # Nobody but who builds the site looks at it.
    single(
        "styleguide",
        addresses.STYLEGUIDE,
        styleguide.styleguide,
        "templates/components",
        lambda site: (None,) if site.drafts else (),
    ),
    single("not-found", addresses.NOT_FOUND, service.not_found, "site.yaml"),
    Route(
        "redirect",
        lambda site: site.redirects,
        lambda redirect: redirect.alias,
        service.redirect,
        lambda redirect: redirect.file,
    ),
)
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
        if route.template != "redirect":
            yield from (route.address(item) for item in route.items(site))
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
        for item in route.items(ctx.site):
            yield page(route, item, ctx)


def page(route: Route, item: Any, ctx: Context) -> Output:
    """One page of a kind."""
    path = addresses.file_of(route.address(item))
    view = partial(metadata.with_metadata, ctx, route.template, item, partial(route.view, ctx, item))
    is_page = route.template != "redirect"
    return Output(path, route.source(item), f"pages/{route.template}.html", view, item=item, is_page=is_page)


def files(ctx: Context, assets: Assets) -> Iterator[Output]:
    icons = (assets.icon, assets.touch_icon, assets.favicon, *assets.app_icons)
    for asset in (assets.stylesheet, *icons, *assets.scripts):
        data = partial(published, asset)
        yield Output(addresses.file_of(asset.address), asset.source, data=data, item=asset.data)
    settings = ctx.site.settings
    app = outputs.App(
        settings.title,
        settings.network.split(" ")[0],
        settings.description,
        settings.language,
        ctx.href(addresses.HOME),
    )
    shown = tuple((ctx.href(icon.address), size) for icon, size in zip(assets.app_icons, APP_ICONS, strict=True))
    yield Output(
        addresses.file_of(addresses.WEB_MANIFEST),
        "site.yaml",
        data=partial(outputs.web_manifest, app, shown),
        item=(app, shown),
    )
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
    sources = {"home": "content/pages/index.md", "theme": THEMES, "municipality": MUNICIPALITIES, "project": PROJECTS}
    for address, kind, card in share_images.share_images(ctx):
        yield Output(addresses.file_of(address), sources[kind], data=partial(cards.png, card), item=card)


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
    """Every page that may be found; drafts, redirects and 404 are not among them."""
    for route in ROUTES:
        for item in route.items(ctx.site):
            address = route.address(item)
            if route.template not in ("redirect", "not-found", "styleguide") and not getattr(item, "draft", False):
                yield ctx.absolute(address), route.changed(item) or ""


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
