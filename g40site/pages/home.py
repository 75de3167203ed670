"""The home page, the list of themes, and the page of one theme."""

from collections import Counter
from collections.abc import Iterable, Iterator

from g40site import addresses, model
from g40site.content.prose import id_prefix
from g40site.content.site import Page, Project
from g40site.lifecycle import FAR, LADDER, OVER
from g40site.model import Theme
from g40site.model.description import describe
from g40site.pages import network_map
from g40site.pages.advice import invitations_view
from g40site.pages.contact import contact_of_theme
from g40site.pages.context import Context
from g40site.pages.facets import LESSON, newest_first
from g40site.pages.matches import by_state_date, lesson, on_theme, once, progress, tread, was_over
from g40site.pages.view_models import Link, View

UPCOMING, LAST_EVENTS, NEWS, LESSONS = 3, 3, 3, 4


def home(ctx: Context, page: Page | None) -> View:
    """Everything on the home page; `page` is what the editors wrote on it."""
    site, settings = ctx.site, ctx.site.settings
    taught = newest_first(project for project in site.projects if project.lesson)
    far = [project for project in site.projects if project.status in FAR]
    # An exploration or a pilot that is past its own end is on no step.
    going_on = [project for project in site.projects if not ctx.state(project.id).is_past_end]
    return View(
        settings.title,
        settings.description,
        heading=page.title if page else "",
        intro=page.summary if page else settings.description,
        page=page,
        projects=len(site.projects),
        municipalities=tuple(ctx.municipality(m.id, len(site.projects_at.get(m.id, ()))) for m in site.municipalities),
        themes=with_numbers(ctx),
        map=network_map.of_all(ctx),
        steps=steps(ctx, LADDER, going_on),
        over=steps(ctx, OVER, site.projects),
        past=len(site.projects) - len(going_on),
        # What came beyond the pilot; of how much of that the state is old or not known.
        beyond=len(far),
        old=sum(project.status_date is not None and not ctx.is_recent(project.status_date) for project in far),
        unknown=sum(project.status_date is None for project in far),
        lessons=tuple(lesson(ctx, project) for project in taught[:LESSONS]),
        more_lessons=ctx.link("Alle projecten met een les", f"{addresses.PROJECTS}?les={LESSON}", len(taught))
        if len(taught) > LESSONS
        else None,
        upcoming=ctx.upcoming(site.events)[:UPCOMING],
        last_events=ctx.past(site.events, LAST_EVENTS),
        news=site.news[:NEWS],
        names=names(ctx),
        examples=examples(ctx),
        points=tuple(points(ctx)),
        points_link=points_link(ctx),
        all_projects=ctx.link("Alle projecten", addresses.PROJECTS, len(site.projects)),
        all_news=ctx.link("Alle berichten", addresses.NEWS, len(site.news)),
        all_events=ctx.link("De hele agenda", addresses.AGENDA),
    )


def steps(ctx: Context, phases: Iterable[str], projects: Iterable[Project]) -> list[tuple[str, int, int]]:
    """Of each phase how many projects were there last, and of how many of these the state is recent."""
    of_phase = {phase: [project for project in projects if project.status == phase] for phase in phases}
    return [
        (phase, len(chosen), sum(ctx.is_recent(project.status_date) for project in chosen))
        for phase, chosen in of_phase.items()
    ]


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


def with_numbers(ctx: Context) -> list[tuple[Theme, int]]:
    """Each theme with how many projects it has."""
    return [(theme, len(ctx.site.projects_of_theme.get(theme.id, ()))) for theme in ctx.site.themes]


def points(ctx: Context) -> Iterator[tuple[str, str]]:
    """The points of attention: a title, and a text with ids of its own."""
    for number, point in enumerate(ctx.site.settings.focus_points, start=1):
        prefix = id_prefix("punt", str(number))
        yield point.title, ctx.prose.html(point.description, "site.yaml", prefix) if point.description else ""


def points_link(ctx: Context) -> Link | None:
    page = ctx.site.page.get("aandachtspunten")
    return ctx.link("Meer voorbeelden bij elk punt", addresses.page(page.slug)) if page else None


EARLIER = 3


def themes(ctx: Context) -> View:
    """All themes."""
    number = len(ctx.site.themes)
    description = f"{number} thema’s, elk met een koplopergemeente. Zie per thema wie meedoet en wie u kunt vragen."
    return View(description=description, themes=with_numbers(ctx))


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
        theme=theme,
        mark=ctx.mark(theme.id),
        html=ctx.prose.html(theme.description, "themes.yaml"),
        contact=contact_of_theme(ctx, theme),
        joined=joined,
        others=tuple(
            ctx.municipality(m.id, places[m.id])
            for m in site.municipalities
            if m.id in places and m.id not in joined and m.id != theme.lead
        ),
        projects=len(projects),
        municipalities=len(places),
        steps=steps(ctx, LADDER, going_on),
        treads=tuple(tread(ctx, status, once(ctx, by_state_date(going_on))) for status in LADDER),
        over=tuple(was_over(ctx, project) for project in projects if project not in going_on),
        bundles=on_theme(ctx, theme.id),
        chances_title=describe(model.Project, "seeking").label,
        chances=[(project, ctx.place_names(project), chance(ctx, project)) for project in projects if project.seeking],
        topics=tuple(ctx.topic(word) for word in theme.topics if addresses.slug(word) in ctx.site.topics),
        map=network_map.of_theme(ctx, theme),
        upcoming=ctx.upcoming(site.events_about.get(about, ())),
        earlier=ctx.earlier(about, EARLIER),
        next_themes=[id for id in ctx.themes() if id != theme.id],
        progress=progress(ctx, projects),
        invitations=invitations_view(ctx, theme),
    )


def chance(ctx: Context, project: Project) -> str:
    """What the municipality of a project seeks or offers."""
    return ctx.prose.html(project.seeking or "", project.file, id_prefix("kans", project.id))
