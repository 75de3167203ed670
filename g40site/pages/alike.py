"""What others did that looks like this: told as a person would, with the points apart.

In: the pairs that `matching` found. Out: for one project its look-alikes, for a municipality whose projects look most
like its own, and for the closed table of a page the reasons with their points.
"""

from collections.abc import Iterable
from itertools import islice

from msgspec import Struct

from g40site import addresses, phrases
from g40site.content.site import Project
from g40site.lifecycle import State
from g40site.matching import Pair, Reason, points
from g40site.model import Municipality
from g40site.pages.context import Context
from g40site.pages.standings import names, standings
from g40site.pages.view_models import Link, TitleLink

MOST_RESEMBLING = 5


class Story(Struct, frozen=True):
    """An alike project elsewhere: what it was, how much further, and what both are about (`shared`)."""

    project: Link
    places: tuple[Link, ...]
    phase: str
    age: str
    sentence: str
    difference: str
    shared: str


class Resemblance(Struct, frozen=True):
    """A municipality by its project that looks most like one (`mine`) of the municipality of the page."""

    municipality: Link
    mine: Link
    topics: tuple[str, ...]
    story: Story


class Weighed(Struct, frozen=True):
    """One line of the table of points: what was weighed, each reason with its points, and their sum."""

    subject: Link
    reasons: tuple[tuple[str, int], ...]
    total: int


def weighed(subject: Link, reasons: Iterable[Reason]) -> Weighed:
    listed = tuple((reason.text, reason.points) for reason in reasons)
    return Weighed(subject, listed, sum(number for _text, number in listed))


def look_alikes(ctx: Context, project: Project) -> tuple[tuple[Story, ...], tuple[Weighed, ...]]:
    """The projects elsewhere that look like one, the most alike first, and their points."""
    pairs = ctx.matching.look_alikes(project.id)
    here = ctx.municipality_name(project.municipality)
    stories = tuple(story(ctx, ctx.state(project.id), pair.other(project.id), pair, here) for pair in pairs)
    table = tuple(weighed(link_to(ctx, pair.other(project.id)), pair.reasons) for pair in pairs)
    return stories, table


def story(ctx: Context, mine: State, theirs: str, pair: Pair, here: str) -> Story:
    """`here` is the municipality whose project is compared, `mine` how far that was there."""
    other, state = ctx.site.project[theirs], ctx.state(theirs)
    there = names(ctx, standings(ctx, other)[0])
    return Story(
        project=link_to(ctx, theirs),
        places=ctx.municipalities(ctx.site.place_of(other)),
        phase=phrases.phase(state),
        age=phrases.age(state),
        sentence=phrases.first_sentence(other.summary),
        difference=phrases.difference(here, mine, there, state),
        shared=phrases.same_topics(pair.topics),
    )


def link_to(ctx: Context, id: str) -> Link:
    return ctx.link(ctx.site.project[id].title, addresses.project(id))


def short_link(ctx: Context, id: str) -> TitleLink:
    """A link of which the text is what stands before the colon of the title."""
    return TitleLink(phrases.short_title(ctx.site.project[id].title), ctx.href(addresses.project(id)))


def topics_of_pair(ctx: Context, a: str, b: str) -> tuple[str, ...]:
    """What two alike projects are both about."""
    pairs = (ctx.matching.best or {}).get(a, ())
    return next((pair.topics for pair in pairs if pair.other(a) == b), ())


def resemblances(ctx: Context, m: Municipality) -> tuple[Resemblance, ...]:
    """The municipalities with the most alike projects, each once."""
    return tuple(
        Resemblance(
            municipality=ctx.municipality(place),
            mine=short_link(ctx, own),
            topics=pair.topics,
            story=story(ctx, ctx.state_at(own, m.id), other, pair, m.name),
        )
        for place, (own, other, pair) in resembling(ctx, m).items()
    )


def resembling(ctx: Context, m: Municipality) -> dict[str, tuple[str, str, Pair]]:
    """The most alike municipalities, each with a project of this one and the one that it looks like."""
    mine = {p.id for p in (*ctx.site.projects_of.get(m.id, ()), *ctx.site.projects_with.get(m.id, ()))}
    pairs = {pair for id in mine for pair in ctx.matching.look_alikes(id) if pair.score >= points.ALIKE}
    found: dict[str, tuple[str, str, Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        own, other = (pair.a, pair.b) if pair.a in mine else (pair.b, pair.a)
        place = ctx.site.project[other].municipality
        if other not in mine and place != m.id:
            found.setdefault(place, (own, other, pair))
    return dict(islice(found.items(), MOST_RESEMBLING))
