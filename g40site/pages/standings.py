"""How far a project was in each of its municipalities.

In: a project, which has one phase of its own and may have another elsewhere. Out: the municipalities that were equally
far, with their state, and sentences about all of them.
"""

from collections.abc import Iterable

from msgspec import Struct

from g40site import phrases, words
from g40site.content.site import Project
from g40site.lifecycle import State
from g40site.pages.context import Context


class At(Struct, frozen=True):
    """The municipalities (ids) of a project that were equally far."""

    project: Project
    places: tuple[str, ...]
    state: State


def standings(ctx: Context, project: Project) -> tuple[At, ...]:
    """First those for which the phase of the project holds, then each that has its own."""
    apart = [one.municipality for one in project.with_ if one.status]
    here = tuple(id for id in ctx.site.place_of(project) if id not in apart)
    return (
        At(project, here, ctx.state(project.id)),
        *(At(project, (id,), ctx.state_at(project.id, id)) for id in apart),
    )


def once(ctx: Context, projects: Iterable[Project]) -> list[At]:
    """Each project once, for all of its municipalities."""
    return [At(p, ctx.site.place_of(p), ctx.state(p.id)) for p in projects]


def names(ctx: Context, at: At) -> str:
    return words.listed([ctx.municipality_name(id) for id in at.places])


def place_names(ctx: Context, project: Project) -> str:
    """The names of all municipalities of a project."""
    return words.listed([ctx.municipality_name(id) for id in ctx.site.place_of(project)])


def where_it_was(ctx: Context, project: Project) -> str:
    """One sentence for each state."""
    found = (phrases.where_it_is(names(ctx, at), at.state) for at in standings(ctx, project))
    return " ".join(f"{words.capital(sentence)}." for sentence in found)
