"""Every output of the site in one readable table, and the plan that follows from it.

In: the site and what views need. Out: outputs, each a path with what it is made from and a pure way to make it. Nothing
is made here. Addresses, sitemap and collisions all derive from this table.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from g40site import addresses, feeds
from g40site.assets import Assets, published
from g40site.content.pictures import MediaFile
from g40site.content.site import Site
from g40site.diagnostics import Problems, Span
from g40site.matching.published import matching_json, matching_schema
from g40site.views import (
    agenda,
    home,
    machine,
    municipalities,
    news,
    open_data,
    projects,
    service,
    subscribe,
    themes,
    together,
)
from g40site.views.context import Context


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: where it stands, what it is made from, and how to make it.

    A page has a `template` and a `view`; an image or document has a `media` file; anything else has `data`.
    """

    path: str
    source: str
    template: str = ""
    view: Callable[[], Any] | None = None
    data: Callable[[], bytes] | None = None
    media: MediaFile | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A kind of page: its template, what there is one of, and the address, source, view and last change of each."""

    template: str
    items: Callable[[Site], Iterable[Any]]
    address: Callable[[Any], str]
    view: Callable[[Context, Any], Any]
    source: Callable[[Any], str]
    changed: Callable[[Any], str | None] = lambda _item: None


def single(template: str, address: str, view: Callable[[Context], Any], source: str) -> Route:
    """A page of which there is one."""
    return Route(template, lambda _site: (None,), lambda _: address, lambda ctx, _: view(ctx), lambda _: source)


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
    single("join", addresses.JOIN, together.join, "content/pages/aansluiten.md"),
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
    single("not-found", addresses.NOT_FOUND, service.not_found, "site.yaml"),
    Route(
        "redirect",
        lambda site: site.redirects,
        lambda redirect: redirect.alias,
        service.redirect,
        lambda redirect: redirect.file,
    ),
)
FILES = (addresses.SITEMAP, addresses.ROBOTS, "/MANIFEST")


def used_addresses(site: Site) -> Iterator[str]:
    """The address of every page and file that the site has of its own, without the old addresses."""
    for route in ROUTES:
        if route.template != "redirect":
            yield from (route.address(item) for item in route.items(site))
    yield from (file.address for file in feeds.files(site))
    yield from (addresses.SECURITY,) if site.settings.security else ()
    yield from FILES
    if site.settings.features.matching:
        yield from (addresses.MATCHING, addresses.MATCHING_SCHEMA)


def plan(ctx: Context, assets: Assets, media: Iterable[MediaFile], problems: Problems) -> list[Output]:
    """Every output, in the order of the table; two that want one path are a problem that names both."""
    outputs = [*pages(ctx), *files(ctx, assets), *matching_files(ctx), *(media_output(file) for file in media)]
    check_paths(outputs, problems)
    return outputs


def pages(ctx: Context) -> Iterator[Output]:
    for route in ROUTES:
        for item in route.items(ctx.site):
            path = addresses.file_of(route.address(item))
            view = partial(machine.told, ctx, route.template, item, partial(route.view, ctx, item))
            yield Output(path, route.source(item), f"pages/{route.template}.html", view)


def files(ctx: Context, assets: Assets) -> Iterator[Output]:
    for asset in (assets.stylesheet, assets.icon, *assets.scripts):
        yield Output(addresses.file_of(asset.address), asset.source, data=partial(published, asset))
    yield Output("sitemap.xml", "content", data=partial(feeds.sitemap, tuple(sitemap_lines(ctx))))
    yield Output("robots.txt", "site.yaml", data=partial(feeds.robots, ctx.absolute(addresses.HOME)))
    if (security := ctx.site.settings.security) is not None:
        made = partial(feeds.security, security, ctx.url, ctx.now)
        yield Output(addresses.file_of(addresses.SECURITY), "site.yaml", data=made)
    for file in feeds.files(ctx.site):
        yield Output(addresses.file_of(file.address), file.source, data=partial(file.make, ctx.publication))


def matching_files(ctx: Context) -> Iterator[Output]:
    """What the pages say about working together, for machines."""
    if ctx.site.settings.features.matching:
        data = partial(made_matching, ctx)
        yield Output(addresses.file_of(addresses.MATCHING), PROJECTS, data=data)
        schema = partial(matching_schema, ctx.absolute(addresses.MATCHING_SCHEMA))
        yield Output(addresses.file_of(addresses.MATCHING_SCHEMA), PROJECTS, data=schema)


def made_matching(ctx: Context) -> bytes:
    return matching_json(ctx.matching, ctx.site.settings.licence, ctx.url)


def media_output(file: MediaFile) -> Output:
    return Output(addresses.file_of(file.address), file.file, media=file)


def sitemap_lines(ctx: Context) -> Iterator[tuple[str, str]]:
    """Every page that may be found; drafts, redirects and 404 are not among them."""
    for route in ROUTES:
        for item in route.items(ctx.site):
            address = route.address(item)
            if route.template not in ("redirect", "not-found") and not getattr(item, "draft", False):
                yield ctx.absolute(address), route.changed(item) or ""


def check_paths(outputs: Iterable[Output], problems: Problems) -> None:
    """No path twice, also not in another case or Unicode form, and none below a path that is a file."""
    taken: dict[str, Output] = {}
    for output in outputs:
        first = taken.setdefault(addresses.folded(output.path), output)
        if first is not output:
            problems.add("adres-dubbel", Span(output.source), address=f"/{output.path}", first=first.source)
    for key, output in taken.items():
        for folder in addresses.above(key):
            if (other := taken.get(folder)) is not None:
                problems.add("adres-dubbel", Span(output.source), address=f"/{other.path}", first=other.source)
