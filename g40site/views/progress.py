"""How far projects get: what is stuck, and what was learned from what ended."""

from collections.abc import Iterable

from msgspec import Struct

from g40site import addresses, matching, words
from g40site.content.prose import id_prefix
from g40site.content.site import Project
from g40site.views.context import BESIDE, Context
from g40site.views.parts import Link


class StuckProject(Struct, frozen=True):
    """A project that is still in an early phase long after it began."""

    project: Link
    place: str
    text: str


class Lesson(Struct, frozen=True):
    """What a project that ended has taught."""

    project: Link
    place: str
    phase: str
    html: str


class Progress(Struct, frozen=True):
    """Beside the ladder: `stuck` for over two years, and the lessons of what was finished or stopped."""

    stuck: tuple[StuckProject, ...]
    unknown: int
    lessons: tuple[Lesson, ...]
    ended: tuple[Link, ...]


def progress(ctx: Context, projects: Iterable[Project]) -> Progress:
    chosen = list(projects)
    early = [p for p in chosen if p.status in ("exploring", "pilot")]
    ended = [p for p in chosen if p.status in BESIDE]
    return Progress(
        stuck=tuple(stuck_project(ctx, p) for p in matching.stuck(chosen, ctx.today)),
        unknown=sum(p.start is None for p in early),
        lessons=tuple(lesson(ctx, p) for p in ended if p.lesson),
        ended=ctx.projects(p.id for p in ended if not p.lesson),
    )


def stuck_project(ctx: Context, p: Project) -> StuckProject:
    begun = words.partial_date(p.start or "")
    text = f"{words.PHASES[p.status]}, begonnen in {begun}. {ctx.state(p)}."
    return StuckProject(ctx.link(p.title, addresses.project(p.id)), place(ctx, p), text)


def lesson(ctx: Context, p: Project) -> Lesson:
    html = ctx.prose.html(p.lesson or "", p.file, id_prefix("les", p.id))
    return Lesson(ctx.link(p.title, addresses.project(p.id)), place(ctx, p), words.PHASES[p.status], html)


def place(ctx: Context, p: Project) -> str:
    return words.listed([ctx.site.municipality[id].name for id in ctx.site.place_of(p)])
