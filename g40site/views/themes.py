"""The list of themes and the page of one theme."""

from collections import Counter

from msgspec import Struct

from g40site import addresses
from g40site.content.prose import id_prefix
from g40site.content.site import Project
from g40site.model import Theme
from g40site.model.labels import LABELS
from g40site.views import network
from g40site.views.calls import call_about_theme
from g40site.views.context import BESIDE, LADDER, Context
from g40site.views.home import ThemeCard, theme_card
from g40site.views.meetings import InvitationsView, invitations_view
from g40site.views.parts import (
    EventRow,
    Ladder,
    Link,
    Meta,
    NetworkMap,
    NewsRow,
    Person,
    Phase,
    ProjectRow,
    SourceLine,
    ThemeMark,
    WhomToCall,
)
from g40site.views.progress import Progress, progress


class ThemesView(Struct, frozen=True):
    """All themes."""

    meta: Meta
    heading: str
    themes: tuple[ThemeCard, ...]
    join: Link


class PhaseGroup(Struct, frozen=True):
    """The projects of one phase."""

    phase: Phase
    projects: tuple[ProjectRow, ...]


class Chance(Struct, frozen=True):
    """What the municipality of a project seeks or offers."""

    project: Link
    municipality: Link
    html: str


class ThemeView(Struct, frozen=True):
    """One theme: whom to ask stands in the first view, the projects follow by phase."""

    meta: Meta
    mark: ThemeMark
    heading: str
    lede: str
    html: str
    lead: Link
    lead_people: tuple[Person, ...]
    call: WhomToCall
    participants: tuple[Link, ...]
    others: tuple[Link, ...]
    projects: int
    municipalities: int
    ladder: Ladder
    groups: tuple[PhaseGroup, ...]
    chances_title: str
    chances: tuple[Chance, ...]
    topics: tuple[Link, ...]
    map: NetworkMap
    upcoming: tuple[EventRow, ...]
    past_events: tuple[EventRow, ...]
    news: tuple[NewsRow, ...]
    sources: tuple[SourceLine, ...]
    join: Link
    next_themes: tuple[ThemeMark, ...]
    progress: Progress
    invitations: InvitationsView | None


EVENTS, NEWS = 5, 5


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
    lead = site.municipality[theme.lead]
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
        lead_people=tuple(ctx.administrator(person, lead.id) for person in lead.administrators),
        call=call_about_theme(ctx, theme),
        participants=ctx.municipalities(joined),
        others=tuple(
            ctx.municipality(m.id, places[m.id])
            for m in site.municipalities
            if m.id in places and m.id not in joined and m.id != theme.lead
        ),
        projects=len(projects),
        municipalities=len(places),
        ladder=ctx.ladder(projects),
        groups=phase_groups(ctx, projects),
        chances_title=LABELS["seeking"],
        chances=chances(ctx, projects),
        topics=tuple(ctx.topic(word) for word in theme.topics if addresses.slug(word) in ctx.site.topics),
        map=network.of_theme(ctx, theme),
        upcoming=ctx.upcoming(site.events_about.get(about, ())),
        past_events=ctx.past(site.events_about.get(about, ()), EVENTS),
        news=tuple(ctx.news_row(item) for item in site.news_about.get(about, ())[:NEWS]),
        sources=ctx.sources(theme.sources),
        join=ctx.link(f"Sluit aan bij {theme.title}", f"{addresses.JOIN}#{theme.id}"),
        next_themes=tuple(mark for mark in ctx.all_marks if mark.id != theme.id),
        progress=progress(ctx, projects),
        invitations=invitations_view(ctx, theme),
    )


def phase_groups(ctx: Context, projects: list[Project]) -> tuple[PhaseGroup, ...]:
    """The furthest phase first; a phase without projects is left out."""
    groups = []
    for status in (*reversed(LADDER), *BESIDE):
        rows = tuple(ctx.project_row(project) for project in projects if project.status == status)
        if rows:
            groups.append(PhaseGroup(ctx.phase(status), rows))
    return tuple(groups)


def chances(ctx: Context, projects: list[Project]) -> tuple[Chance, ...]:
    return tuple(
        Chance(
            ctx.link(project.title, addresses.project(project.id)),
            ctx.municipality(project.municipality),
            ctx.prose.html(project.seeking, project.file, id_prefix("kans", project.id)),
        )
        for project in projects
        if project.seeking
    )
