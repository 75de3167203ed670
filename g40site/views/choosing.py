"""Choosing among projects: each way to choose with its choices and how many projects each has.

In: the site, and the address of the page. Out: facets. Every single choice has a page of its own, so choosing needs no
script; where one runs, it combines choices by their `key` and `value`.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from g40site import addresses, words
from g40site.lifecycle import LADDER, OVER
from g40site.questions import asked
from g40site.views.context import Context
from g40site.views.parts import Link, ThemeMark

# Of a long list so many show, the rest unfolds.
SHOWN = 12


class Choice(Struct, frozen=True):
    """One choice: its page, its word in an address, and its mark where it is a theme."""

    value: str
    text: str
    href: str
    count: int
    current: bool = False
    mark: ThemeMark | None = None


class Facet(Struct, frozen=True):
    """One way to choose; `key` is its name in an address, `more` are the choices that unfold."""

    key: str
    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


def facets(ctx: Context, here: str) -> tuple[Facet, ...]:
    """In the order in which people choose; the choice that is the page itself is marked."""
    return tuple(marked(facet, here) for facet in all_facets(ctx))


@asked
def all_facets(ctx: Context) -> tuple[Facet, ...]:
    """As on a page where nothing was chosen."""
    found = (
        Facet("fase", "Fase", tuple(phases(ctx))),
        Facet("thema", "Thema", tuple(themes(ctx))),
        Facet("gemeente", "Gemeente", (), tuple(municipalities(ctx))),
        long("onderwerp", "Onderwerp", topics(ctx)),
        Facet("provincie", "Provincie", tuple(provinces(ctx))),
    )
    return tuple(facet for facet in found if facet.choices or facet.more)


def long(key: str, title: str, choices: Iterable[Choice]) -> Facet:
    """The choices with the most projects first, the rest by name."""
    busiest = sorted(choices, key=lambda choice: (-choice.count, choice.text))
    return Facet(key, title, tuple(busiest[:SHOWN]), tuple(sorted(busiest[SHOWN:], key=lambda choice: choice.text)))


def marked(facet: Facet, here: str) -> Facet:
    """The choice that is the page itself stands among the first, so that nobody has to look for it in a long list."""
    choices, more = (
        tuple(replace(choice, current=choice.href == here) for choice in of) for of in (facet.choices, facet.more)
    )
    chosen = tuple(choice for choice in more if choice.current)
    return replace(facet, choices=choices + chosen, more=tuple(choice for choice in more if not choice.current))


def chosen(facets: Iterable[Facet]) -> tuple[str, str] | None:
    """The key and value of the choice that is the page itself."""
    return next(((f.key, c.value) for f in facets for c in (*f.choices, *f.more) if c.current), None)


def choice(value: str, link: Link, mark: ThemeMark | None = None) -> Choice:
    return Choice(value, link.text, link.href, link.count or 0, mark=mark)


def phases(ctx: Context) -> Iterable[Choice]:
    for status in (*LADDER, *OVER):
        number = len(ctx.site.projects_of_phase.get(status, ()))
        yield choice(addresses.PHASES[status], ctx.link(words.PHASES[status], addresses.phase(status), number))


def themes(ctx: Context) -> Iterable[Choice]:
    for theme in ctx.site.themes:
        number = len(ctx.site.projects_of_theme.get(theme.id, ()))
        yield choice(theme.id, ctx.link(theme.title, addresses.theme(theme.id), number), ctx.mark(theme.id))


def municipalities(ctx: Context) -> Iterable[Choice]:
    for m in ctx.site.municipalities:
        yield choice(m.id, ctx.municipality(m.id, len(ctx.site.projects_at.get(m.id, ()))))


def topics(ctx: Context) -> Iterable[Choice]:
    return (choice(slug, ctx.topic(word)) for slug, (word, _projects) in ctx.site.topics.items())


def provinces(ctx: Context) -> Iterable[Choice]:
    for name in ctx.site.provinces:
        number = len(ctx.site.projects_in.get(name, ()))
        yield choice(addresses.slug(name), ctx.link(name, addresses.province(name), number))
