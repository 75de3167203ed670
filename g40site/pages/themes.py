"""The list of themes and the page of one theme."""

from collections import Counter

from msgspec import Struct

from g40site import addresses
from g40site.content.prose import id_prefix
from g40site.content.site import Project
from g40site.lifecycle import LADDER
from g40site.model import Theme
from g40site.model.labels import LABELS
from g40site.pages import network_map
from g40site.pages.advice import InvitationsView, invitations_view
from g40site.pages.bundles import BundleView, Over, Tread, newest_first, on_theme, tread, was_over
from g40site.pages.contact import contact_of_theme
from g40site.pages.context import Context
from g40site.pages.home import ThemeCard, theme_card
from g40site.pages.progress import Progress, progress
from g40site.pages.standings import once, place_names
from g40site.pages.view_models import (
    ContactChain,
    DatedLine,
    EventRow,
    Ladder,
    Link,
    Meta,
    NetworkMap,
    SourceLine,
    ThemeMark,
)


class ThemesView(Struct, frozen=True):
    """All themes."""

    meta: Meta
    heading: str
    themes: tuple[ThemeCard, ...]
    join: Link


class Chance(Struct, frozen=True):
    """What the municipality of a project seeks or offers."""

    project: Link
    places: str
    html: str


class ThemeView(Struct, frozen=True):
    """One theme: whom to ask, what can go on, whom to invite, and all projects below the step that they were on last.

    Of `joined` it was declared that they take part; `others` have projects in it, which says nothing of that.
    """

    meta: Meta
    mark: ThemeMark
    heading: str
    lede: str
    html: str
    lead: Link
    call: ContactChain
    joined: tuple[Link, ...]
    others: tuple[Link, ...]
    projects: int
    municipalities: int
    ladder: Ladder
    treads: tuple[Tread, ...]
    over: tuple[Over, ...]
    bundles: tuple[BundleView, ...]
    chances_title: str
    chances: tuple[Chance, ...]
    topics: tuple[Link, ...]
    map: NetworkMap
    upcoming: tuple[EventRow, ...]
    earlier: tuple[DatedLine, ...]
    sources: tuple[SourceLine, ...]
    join: Link
    next_themes: tuple[ThemeMark, ...]
    progress: Progress
    invitations: InvitationsView | None


EARLIER = 3


def themes(ctx: Context) -> ThemesView:
    title = "Thema’s"
    number = len(ctx.site.themes)
    description = f"{number} thema’s, elk met een koplopergemeente. Zie per thema wie meedoet en wie u kunt vragen."
    return ThemesView(
        meta=ctx.meta(title, description, addresses.THEMES, file="themes.yaml", section=addresses.THEMES),
        heading=title,
        themes=tuple(theme_card(ctx, theme) for theme in ctx.site.themes),
        join=ctx.link("Sluit aan bij een thema", addresses.JOIN),
    )


def theme(ctx: Context, theme: Theme) -> ThemeView:
    site = ctx.site
    projects = site.projects_of_theme.get(theme.id, [])
    joined = [municipality.id for municipality in site.participants_of.get(theme.id, ())]
    places = Counter(id for project in projects for id in site.place_of(project))
    about = ("theme", theme.id)
    going_on = [project for project in projects if not ctx.state(project.id).ended]
    return ThemeView(
        meta=ctx.meta(
            theme.title,
            theme.summary,
            addresses.theme(theme.id),
            [("Thema’s", addresses.THEMES)],
            file="themes.yaml",
            section=addresses.THEMES,
        ),
        mark=ctx.mark(theme.id),
        heading=theme.title,
        lede=theme.summary,
        html=ctx.prose.html(theme.description, "themes.yaml"),
        lead=ctx.municipality(theme.lead),
        call=contact_of_theme(ctx, theme),
        joined=ctx.municipalities(joined),
        others=tuple(
            ctx.municipality(m.id, places[m.id])
            for m in site.municipalities
            if m.id in places and m.id not in joined and m.id != theme.lead
        ),
        projects=len(projects),
        municipalities=len(places),
        ladder=ctx.ladder(projects),
        treads=tuple(tread(ctx, status, once(ctx, newest_first(going_on))) for status in LADDER),
        over=tuple(was_over(ctx, project) for project in projects if project not in going_on),
        bundles=on_theme(ctx, theme.id),
        chances_title=LABELS["seeking"],
        chances=chances(ctx, projects),
        topics=tuple(ctx.topic(word) for word in theme.topics if addresses.slug(word) in ctx.site.topics),
        map=network_map.of_theme(ctx, theme),
        upcoming=ctx.upcoming(site.events_about.get(about, ())),
        earlier=ctx.earlier(about, EARLIER),
        sources=ctx.sources(theme.sources),
        join=ctx.link(f"Sluit aan bij {theme.title}", f"{addresses.JOIN}#{theme.id}"),
        next_themes=tuple(mark for mark in ctx.all_marks if mark.id != theme.id),
        progress=progress(ctx, projects),
        invitations=invitations_view(ctx, theme),
    )


def chances(ctx: Context, projects: list[Project]) -> tuple[Chance, ...]:
    return tuple(
        Chance(
            ctx.link(project.title, addresses.project(project.id)),
            place_names(ctx, project),
            ctx.prose.html(project.seeking, project.file, id_prefix("kans", project.id)),
        )
        for project in projects
        if project.seeking
    )
