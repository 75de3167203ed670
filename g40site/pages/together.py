"""Working together: the matrix of participation, and how far projects got: which stayed early for long, of which
nothing more was heard, and what was learned.
"""

from collections.abc import Iterable
from types import SimpleNamespace

from g40site import lifecycle, matching, phrases, words
from g40site.content.prose import id_prefix
from g40site.content.site import Project
from g40site.pages.context import Context
from g40site.pages.matches import ProjectLine, bundle_views
from g40site.pages.view_models import View

FIRST_BUNDLES = 5


def together(ctx: Context) -> View:
    """Where projects meet: who can ask whom, what was learned, and who has projects in which theme."""
    site, bundles, table = ctx.site, bundle_views(ctx), matching.participation(ctx.site)
    # Each municipality with what it does in each theme, and its number of projects.
    rows = [
        (m, [table[m.id, theme.id] for theme in site.themes], len(site.projects_at.get(m.id, ())))
        for m in site.municipalities
    ]
    number = words.count(len(bundles), "onderwerp", "onderwerpen")
    intro = (
        f"Bij {number} ziet u hoe ver gemeenten waren. Vraag wel eerst hoe het nu is."
        if bundles
        else "Zie welke gemeente koploper is en wie er projecten heeft."
    )
    return View(
        description=intro,
        heading="Wie kan wat vragen aan wie?" if bundles else "",
        intro=intro,
        bundles=bundles[:FIRST_BUNDLES],
        more_bundles=bundles[FIRST_BUNDLES:],
        lessons=lessons(ctx, site.projects),
        rows=rows,
        roles=[role for role in words.ROLES if any(cell.role == role for _m, cells, _number in rows for cell in cells)],
        totals=[len(site.projects_of_theme.get(theme.id, ())) for theme in site.themes],
        total=len(site.projects),
        themes=ctx.all_marks,
    )


def progress(ctx: Context, projects: Iterable[Project]) -> SimpleNamespace:
    """Beside the ladder. `long` were early two years or more after their start, `unheard` are of longer ago than that.

    Of `unknown` neither a start nor a date is known. `untold` have ended without a lesson.
    """
    chosen = list(projects)
    early = [p for p in chosen if p.status in lifecycle.EARLY and not ctx.state(p.id).ended]
    long = [p for p in early if lifecycle.was_early_for_long(p)]
    unheard = [p for p in early if p not in long and ctx.is_unheard_of(p.id)]
    return SimpleNamespace(
        long=tuple(seen(ctx, p, phrases.from_until(p.start or "", p.status_date or "")) for p in by_age(long)),
        unheard=tuple(seen(ctx, p, last_heard(p)) for p in by_age(unheard)),
        unknown=sum(p.start is None and p.status_date is None for p in early),
        lessons=lessons(ctx, chosen),
        untold=sum(ctx.state(p.id).ended and not p.lesson for p in chosen),
    )


def by_age(projects: Iterable[Project]) -> list[Project]:
    """What was last heard of longest ago comes first."""
    return sorted(projects, key=lambda p: (p.status_date or p.start or "", p.id))


def last_heard(project: Project) -> str:
    """The last that is known: the state, else the start."""
    if project.status_date:
        return f"{words.PHASES[project.status]}, {words.partial_date(project.status_date)}"
    return f"{words.PHASES[project.status]}, begonnen {phrases.on(project.start or '')}"


def seen(ctx: Context, project: Project, text: str) -> ProjectLine:
    return ProjectLine(ctx.link_to(project), ctx.place_names(project), text)


def lessons(ctx: Context, projects: Iterable[Project]) -> tuple[ProjectLine, ...]:
    return tuple(lesson(ctx, project) for project in projects if project.lesson)


def lesson(ctx: Context, project: Project) -> ProjectLine:
    html = ctx.prose.html(project.lesson or "", project.file, id_prefix("les", project.id))
    link = ctx.link_to(project)
    return ProjectLine(link, ctx.place_names(project), phrases.age(ctx.state(project.id)), html)
