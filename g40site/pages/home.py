"""The home page: what the group is for, the themes, the municipalities, the ladder, what was learned, what is new."""

from collections.abc import Iterable

from msgspec import Struct

from g40site import addresses
from g40site.content.prose import id_prefix
from g40site.content.site import Page, Project
from g40site.lifecycle import FAR
from g40site.model import Theme
from g40site.outputs.project_index import LESSON, newest_first
from g40site.pages import network_map
from g40site.pages.context import Context
from g40site.pages.progress import lesson
from g40site.pages.view_models import Link, ThemeMark, View


class ThemeCard(Struct, frozen=True):
    """A theme with its lead and how many projects it has."""

    mark: ThemeMark
    summary: str
    lead: Link
    projects: int


class Point(Struct, frozen=True):
    """A point of attention; `html` may be empty."""

    title: str
    html: str


UPCOMING, LAST_EVENTS, NEWS, LESSONS = 3, 3, 3, 4


def home(ctx: Context, page: Page | None) -> View:
    """Everything on the home page; `page` is what the editors wrote on it."""
    site, settings = ctx.site, ctx.site.settings
    taught = newest_first(project for project in site.projects if project.lesson)
    return View(
        settings.title,
        settings.description,
        heading=page.title if page else settings.title,
        lede=page.summary if page else settings.description,
        html=ctx.prose.html(ctx.body(page), page.file) if page else "",
        projects=len(site.projects),
        municipalities=tuple(ctx.municipality(m.id, len(site.projects_at.get(m.id, ()))) for m in site.municipalities),
        themes=tuple(theme_card(ctx, theme) for theme in site.themes),
        map=network_map.of_all(ctx),
        ladder=ctx.ladder(site.projects),
        beyond=beyond(ctx, site.projects),
        lessons=tuple(lesson(ctx, project) for project in taught[:LESSONS]),
        more_lessons=ctx.link("Alle projecten met een les", f"{addresses.PROJECTS}?les={LESSON}", len(taught))
        if len(taught) > LESSONS
        else None,
        upcoming=ctx.upcoming(site.events)[:UPCOMING],
        last_events=ctx.past(site.events, LAST_EVENTS),
        news=tuple(ctx.news_row(item) for item in site.news[:NEWS]),
        names=names(ctx),
        examples=examples(ctx),
        freshness=ctx.link("Bijgewerkt", addresses.FRESHNESS),
        points=points(ctx),
        points_link=points_link(ctx),
        join=ctx.link("Sluit aan met uw eigen projecten", addresses.JOIN),
        all_projects=ctx.link("Alle projecten", addresses.PROJECTS, len(site.projects)),
        all_news=ctx.link("Alle berichten", addresses.NEWS, len(site.news)),
        all_events=ctx.link("De hele agenda", addresses.AGENDA),
    )


def beyond(ctx: Context, projects: Iterable[Project]) -> str:
    """How many projects came beyond the pilot, and whether what is known of most of them is old."""
    chosen = list(projects)
    found = [project for project in chosen if project.status in FAR]
    verb = "kwam" if len(found) < 2 else "kwamen"
    said = f"{len(found) or 'Geen'} van de {len(chosen)} projecten {verb} verder dan de pilot."
    old = sum(project.status_date is not None and not ctx.is_recent(project) for project in found)
    unknown = sum(project.status_date is None for project in found)
    if 2 * old > len(found):
        return f"{said} Van de meeste is de stand ouder dan twee jaar."
    return f"{said} Van de meeste is de stand ouder of niet bekend." if 2 * (old + unknown) > len(found) else said


def names(ctx: Context) -> tuple[Link, ...]:
    """The municipalities, by each of their names, and the topics."""
    if not ctx.site.settings.features.search:
        return ()
    named = [(name, m.id) for m in ctx.site.municipalities for name in (m.name, *m.also_known_as)]
    places = (ctx.link(name, addresses.municipality(id)) for name, id in named)
    return (*places, *(ctx.topic(word) for word, _projects in ctx.site.topics.values()))


def examples(ctx: Context) -> tuple[Link, ...]:
    """What one could fill in: the municipality and the two topics with the most projects."""
    places = [ctx.municipality(m.id, len(ctx.site.projects_at.get(m.id, ()))) for m in ctx.site.municipalities]
    topics = [ctx.topic(word) for word, _projects in ctx.site.topics.values()]
    return tuple(
        link
        for links, most in ((places, 1), (topics, 2))
        for link in sorted(links, key=lambda link: (-(link.count or 0), link.text))[:most]
    )


def theme_card(ctx: Context, theme: Theme) -> ThemeCard:
    return ThemeCard(
        mark=ctx.mark(theme.id),
        summary=theme.summary,
        lead=ctx.municipality(theme.lead),
        projects=len(ctx.site.projects_of_theme.get(theme.id, ())),
    )


def points(ctx: Context) -> tuple[Point, ...]:
    """The points of attention, each with ids of its own."""
    return tuple(
        Point(
            point.title,
            ctx.prose.html(point.description, "site.yaml", id_prefix("punt", str(number))) if point.description else "",
        )
        for number, point in enumerate(ctx.site.settings.focus_points, start=1)
    )


def points_link(ctx: Context) -> Link | None:
    page = ctx.site.page.get("aandachtspunten")
    return ctx.link("Meer voorbeelden bij elk punt", addresses.page(page.slug)) if page else None
