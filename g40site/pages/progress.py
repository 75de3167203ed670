"""How far projects got: which stayed early for long, of which nothing more was heard, and what was learned."""

from collections.abc import Iterable

from msgspec import Struct

from g40site import addresses, lifecycle, phrases, words
from g40site.content.prose import id_prefix
from g40site.content.site import Project
from g40site.pages.context import Context
from g40site.pages.standings import place_names
from g40site.pages.view_models import Link


class Early(Struct, frozen=True):
    """A project that was in an early phase when it was last heard of; `text` says where and when."""

    project: Link
    text: str


class Lesson(Struct, frozen=True):
    """What somebody learned from a project."""

    project: Link
    place: str
    age: str
    html: str


class Progress(Struct, frozen=True):
    """Beside the ladder. `long` were early two years or more after their start, `unheard` are of longer ago than that.

    Of `unknown` neither a start nor a date is known. `untold` have ended without a lesson.
    """

    long: tuple[Early, ...]
    unheard: tuple[Early, ...]
    unknown: int
    lessons: tuple[Lesson, ...]
    untold: int


def progress(ctx: Context, projects: Iterable[Project]) -> Progress:
    chosen = list(projects)
    early = [p for p in chosen if p.status in lifecycle.EARLY and not ctx.state(p.id).ended]
    long = [p for p in early if lifecycle.was_early_for_long(p)]
    unheard = [p for p in early if p not in long and ctx.state(p.id).is_unheard_of]
    return Progress(
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


def seen(ctx: Context, project: Project, text: str) -> Early:
    return Early(ctx.link(project.title, addresses.project(project.id)), f"{place_names(ctx, project)}: {text}")


def lessons(ctx: Context, projects: Iterable[Project]) -> tuple[Lesson, ...]:
    return tuple(lesson(ctx, project) for project in projects if project.lesson)


def lesson(ctx: Context, project: Project) -> Lesson:
    html = ctx.prose.html(project.lesson or "", project.file, id_prefix("les", project.id))
    link = ctx.link(project.title, addresses.project(project.id))
    return Lesson(link, place_names(ctx, project), phrases.age(ctx.state(project.id)), html)
