"""What a page says to machines: its subject in other forms (feeds, calendars, data), its facts as JSON-LD, its card.

In: a kind of page, its entry and its view. Out: the same view whose `meta` also says these. What JSON-LD says is what
the page shows.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from msgspec.structs import replace

from g40site import addresses, model
from g40site.content.site import Event, NewsItem, Project
from g40site.outputs import atom, datasets, jsonld
from g40site.outputs.dcat import FORM_NAMES, FORMS, endings
from g40site.outputs.publication import takes_place
from g40site.pages import share_images
from g40site.pages.context import Context
from g40site.pages.view_models import Alternate, Meta

ATOM, ICS, JSON_LD = "application/atom+xml", "text/calendar", "application/ld+json"
# Pages that are not in the site for visitors: they have nothing to tell.
SILENT = ("redirect", "not-found")

Node = jsonld.Node


def with_metadata(ctx: Context, template: str, item: Any, view: Callable[[], Any]) -> Any:
    """A view with everything that its page says to machines."""
    made = view()
    if template in SILENT:
        return made
    links = OTHER_FORMS[template](ctx, item) if template in OTHER_FORMS else ()
    card, card_text = share_images.share_image_of(ctx, template, item)
    meta: Meta = replace(
        made.meta,
        alternates=tuple(links),
        jsonld=jsonld.text(nodes(ctx, template, item, made)),
        card=card,
        card_text=card_text,
        kind="article" if template == "news-item" else "website",
    )
    return replace(made, meta=meta)


# Other forms of a subject.


def feed(ctx: Context, feed: atom.Feed) -> Alternate:
    names = {"": "feed met alles wat nieuw is", "news": "feed met de berichten"}
    text = names.get(feed.kind) or f"feed van {feed.subject(ctx.site)}"
    return Alternate(text, ctx.href(feed.address), ATOM)


def agenda(ctx: Context) -> Alternate:
    return Alternate("agenda van de groep", ctx.href(addresses.CALENDAR), ICS)


def theme_agenda(ctx: Context, id: str) -> Alternate:
    return Alternate(f"agenda van {ctx.site.theme[id].title}", ctx.href(addresses.theme_calendar(id)), ICS)


def data(ctx: Context, *chosen: datasets.Dataset) -> Iterator[Alternate]:
    subjects = {"participation": "deelname", "matching": "adviezen, paren en bundels"}
    for dataset in chosen:
        subject = subjects.get(dataset.name) or f"alle {dataset.title.lower()}"
        for ending in endings(dataset):
            name = f"{subject} ({FORM_NAMES[ending]})"
            yield Alternate(name, ctx.href(dataset.address(ending)), FORMS[ending][1])


def of_home(ctx: Context, _item: Any) -> Iterable[Alternate]:
    return feed(ctx, atom.EVERYTHING), feed(ctx, atom.NEWS), agenda(ctx)


def of_news(ctx: Context, _item: Any) -> Iterable[Alternate]:
    return feed(ctx, atom.NEWS), *data(ctx, datasets.NEWS)


def of_agenda(ctx: Context, _item: Any) -> Iterable[Alternate]:
    return agenda(ctx), *data(ctx, datasets.EVENTS)


def of_event(ctx: Context, event: Event) -> Iterable[Alternate]:
    if takes_place(event):
        yield Alternate("deze bijeenkomst voor uw agenda", ctx.href(addresses.event_calendar(event.slug)), ICS)
    yield agenda(ctx)


def of_data(ctx: Context, _item: Any) -> Iterable[Alternate]:
    return Alternate("catalogus (DCAT)", ctx.href(addresses.CATALOGUE), JSON_LD), *data(
        ctx, *datasets.published(ctx.publication)
    )


def of_together(ctx: Context, _item: Any) -> Iterable[Alternate]:
    together = (datasets.PARTICIPATION, datasets.MATCHING)
    return data(ctx, *(dataset for dataset in datasets.published(ctx.publication) if dataset in together))


OTHER_FORMS: dict[str, Callable[[Context, Any], Iterable[Alternate]]] = {
    "home": of_home,
    "subscribe": of_home,
    "themes": lambda ctx, _: data(ctx, datasets.THEMES),
    "theme": lambda ctx, theme: (feed(ctx, atom.about_theme(theme.id)), theme_agenda(ctx, theme.id)),
    "municipalities": lambda ctx, _: data(ctx, datasets.MUNICIPALITIES),
    "municipality": lambda ctx, m: (feed(ctx, atom.about_municipality(m.id)),),
    "projects": lambda ctx, _: data(ctx, datasets.PROJECTS),
    "news-list": of_news,
    "news-item": lambda ctx, _: (feed(ctx, atom.NEWS),),
    "agenda": of_agenda,
    "archive": of_agenda,
    "event": of_event,
    "together": of_together,
    "freshness": lambda ctx, _: (feed(ctx, atom.EVERYTHING),),
    "data": of_data,
}


# Facts for search engines.

LISTS = ("themes", "municipalities", "projects", "news-list", "agenda", "archive", "together", "search")


def nodes(ctx: Context, template: str, item: Any, view: Any) -> list[Node]:
    """The page itself, where it stands, and what it is about."""
    meta, publication = view.meta, ctx.publication
    kind = "CollectionPage" if template in LISTS or template in ("theme", "data") else "WebPage"
    page = jsonld.page(publication, kind, meta.title, meta.description, meta.canonical)
    found = [page]
    if template == "home":
        found += [jsonld.web_site(publication), jsonld.group(publication)]
    if meta.crumbs:
        trail = [(link.text, urljoin(ctx.url, link.href)) for link in meta.crumbs]
        found.append(jsonld.crumbs(trail))
    if template == "projects":
        page["mainEntity"] = jsonld.listing([urljoin(ctx.url, row.href) for row in view.rows])
    if template == "news-list":
        page["mainEntity"] = jsonld.listing([urljoin(ctx.url, row.href) for row in view.rows])
    if template == "data":
        found += [jsonld.dataset(publication, dataset) for dataset in datasets.published(publication)]
    if about := ABOUT.get(template):
        subject = about(ctx, item)
        page["mainEntity" if template in ("news-item", "event", "municipality") else "about"] = subject
        if isinstance(item, Project):
            page.update(jsonld.dated(item))
    return found


def about_theme(ctx: Context, theme: model.Theme) -> Node:
    return jsonld.theme(ctx.publication, theme)


def about_municipality(ctx: Context, m: model.Municipality) -> Node:
    return jsonld.municipality(ctx.publication, m)


def about_project(ctx: Context, project: Project) -> Node:
    return jsonld.project(ctx.publication, project)


def about_news(ctx: Context, item: NewsItem) -> Node:
    return jsonld.news(ctx.publication, item)


def about_event(ctx: Context, event: Event) -> Node:
    return jsonld.event(ctx.publication, event)


ABOUT: dict[str, Callable[[Context, Any], Node]] = {
    "theme": about_theme,
    "municipality": about_municipality,
    "project": about_project,
    "news-item": about_news,
    "event": about_event,
}
