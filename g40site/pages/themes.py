"""The list of themes and the page of one theme."""

from collections import Counter

from msgspec import Struct

from g40site import addresses, model
from g40site.content.prose import id_prefix
from g40site.content.site import Project
from g40site.lifecycle import LADDER
from g40site.model import Theme
from g40site.model.description import describe
from g40site.pages import network_map
from g40site.pages.advice import invitations_view
from g40site.pages.bundles import newest_first, on_theme, tread, was_over
from g40site.pages.contact import contact_of_theme
from g40site.pages.context import Context
from g40site.pages.home import theme_card
from g40site.pages.progress import progress
from g40site.pages.standings import once, place_names
from g40site.pages.view_models import (
    Link,
    View,
)


class Chance(Struct, frozen=True):
    """What the municipality of a project seeks or offers."""

    project: Link
    places: str
    html: str


EARLIER = 3


def themes(ctx: Context) -> View:
    """All themes."""
    number = len(ctx.site.themes)
    description = f"{number} thema’s, elk met een koplopergemeente. Zie per thema wie meedoet en wie u kunt vragen."
    return View(
        description=description,
        themes=tuple(theme_card(ctx, theme) for theme in ctx.site.themes),
        join=ctx.link("Sluit aan bij een thema", addresses.JOIN),
    )


def theme(ctx: Context, theme: Theme) -> View:
    """One theme: whom to ask, what can go on, whom to invite, and all projects below the step that they were on last.

    Of `joined` it was declared that they take part; `others` have projects in it, which says nothing of that.
    """
    site = ctx.site
    projects = site.projects_of_theme.get(theme.id, [])
    joined = [municipality.id for municipality in site.participants_of.get(theme.id, ())]
    places = Counter(id for project in projects for id in site.place_of(project))
    about = ("theme", theme.id)
    going_on = [project for project in projects if not ctx.state(project.id).ended]
    return View(
        theme.title,
        theme.summary,
        mark=ctx.mark(theme.id),
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
        chances_title=describe(model.Project, "seeking").label,
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
