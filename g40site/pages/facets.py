"""Choosing among projects: each way to choose with its choices and how many projects each has.

In: the site, and for the page of one choice its projects. Out: facets. Every single choice has a page of its own, so
choosing needs no script; where one runs, choices become boxes that combine, by their `key` and `value`. The page of one
choice leads to combinations with it. That script reads the project index: JSON with a row a project, in the order in
which pages list them, of what it filters and what a row shows. Names of themes, municipalities, phases, topics and
provinces stand on the page already, so a row has only their ids.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import replace

from g40site import addresses, phrases, words
from g40site.content.site import Project, Site
from g40site.engine.tracking import query
from g40site.lifecycle import LADDER, OVER
from g40site.markdown.typography import curly
from g40site.outputs.search_documents import other_words
from g40site.pages.context import Context
from g40site.pages.view_models import ThemeMark

# Of a long list so many show, the rest unfolds.
SHOWN = 12
# The one value of the choice of projects with a lesson.
LESSON = "ja"


class Choice(Struct, frozen=True):
    """One choice: its page, its word in an address, and its mark where it is a theme."""

    value: str
    text: str
    href: str
    count: int
    current: bool = False
    mark: ThemeMark | None = None


class Facet(Struct, frozen=True):
    """One way to choose; `key` is its name in an address, `more` are the choices that unfold.

    `scripted` has no pages of its own, so it is for where scripts run.
    """

    key: str
    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    scripted: bool = False


@query("context")
def all_facets(ctx: Context) -> tuple[Facet, ...]:
    """As on a page where nothing was chosen, in the order in which people choose."""
    site = ctx.site

    def choice(
        value: str, text: str, address: str, projects: Collection[Project], mark: ThemeMark | None = None
    ) -> Choice:
        # The script of the list takes the text from an attribute, in which quotes stay as they are.
        return Choice(value, curly(text), ctx.href(address), len(projects), mark=mark)

    phases = tuple(
        choice(addresses.PHASES[id], words.PHASES[id], addresses.phase(id), site.projects_of_phase.get(id, ()))
        for id in (*LADDER, *OVER)
    )
    themes = tuple(
        choice(
            theme.id,
            theme.title,
            addresses.theme(theme.id),
            site.projects_of_theme.get(theme.id, ()),
            ctx.mark(theme.id),
        )
        for theme in site.themes
    )
    municipalities = tuple(
        choice(m.id, m.name, addresses.municipality(m.id), site.projects_at.get(m.id, ())) for m in site.municipalities
    )
    topics = [choice(slug, word, addresses.topic(word), projects) for slug, (word, projects) in site.topics.items()]
    provinces = tuple(
        choice(addresses.slug(name), name, addresses.province(name), site.projects_in.get(name, ()))
        for name in site.provinces
    )
    taught = [project for project in site.projects if project.lesson]
    lessons = choice(LESSON, "met een les", f"{addresses.PROJECTS}?les={LESSON}", taught)
    facets = (
        Facet("fase", "Fase", phases),
        Facet("thema", "Thema", themes),
        Facet("gemeente", "Gemeente", (), municipalities),
        long("onderwerp", "Onderwerp", topics),
        Facet("provincie", "Provincie", provinces),
        Facet("les", "Les", (lessons,) if taught else (), scripted=True),
    )
    return tuple(facet for facet in facets if facet.choices or facet.more)


def long(key: str, title: str, choices: Iterable[Choice]) -> Facet:
    """The choices with the most projects first, the rest by name."""
    by_name = sorted(choices, key=lambda choice: words.sort_name(choice.text))
    busiest = sorted(by_name, key=lambda choice: -choice.count)
    rest = {choice.value for choice in busiest[SHOWN:]}
    return Facet(key, title, tuple(busiest[:SHOWN]), tuple(choice for choice in by_name if choice.value in rest))


def facets_within(ctx: Context, key: str, value: str, projects: Iterable[Project]) -> tuple[Facet, ...]:
    """As on the page of all projects with one choice made: its projects are counted, and it is kept in each address.

    Under its own heading another choice would add projects, so it counts those. What would leave none is not offered.
    """
    counts = Counter(
        (name, each)
        for project in projects
        for name, values in facet_values(ctx.site, project).items()
        for each in values
    )

    def counted(facet: Facet, choices: Iterable[Choice]) -> tuple[Choice, ...]:
        own = facet.key == key
        new = (
            replace(
                choice,
                count=choice.count if own else counts[facet.key, choice.value],
                current=own and choice.value == value,
                href=ctx.href(combined((key, value), (facet.key, choice.value))),
            )
            for choice in choices
        )
        return tuple(choice for choice in new if choice.count or choice.current)

    facets = []
    for facet in all_facets(ctx):
        choices, more = counted(facet, facet.choices), counted(facet, facet.more)
        if facet.key == key:
            facets.append(marked(replace(facet, choices=choices, more=more)))
        else:
            facets.append(
                long(facet.key, facet.title, more + choices) if more else replace(facet, choices=choices, more=())
            )
    return tuple(facet for facet in facets if facet.choices or facet.more)


def marked(facet: Facet) -> Facet:
    """What is chosen stands among the first, so that nobody has to look for it in a long list."""
    chosen = tuple(choice for choice in facet.more if choice.current)
    rest = tuple(choice for choice in facet.more if not choice.current)
    return replace(facet, choices=facet.choices + chosen, more=rest)


def combined(chosen: tuple[str, str], other: tuple[str, str]) -> str:
    """The address of all projects with two choices; the same one twice takes it away."""
    return addresses.PROJECTS if chosen == other else f"{addresses.PROJECTS}?{urlencode([chosen, other])}"


# The project index.


def newest_first(projects: Iterable[Project]) -> list[Project]:
    """By the age of their state, the newest first; where it is not known comes last. Ties keep their order."""
    return sorted(projects, key=lambda p: p.status_date is None or -words.latest_day(p.status_date).toordinal())


def project_index(ctx: Context) -> bytes:
    """The data of the project list."""
    also = other_words(ctx.site.settings.topics)
    return encode([row(ctx, project, also) for project in newest_first(ctx.site.projects)])


def facet_values(site: Site, project: Project) -> dict[str, tuple[str, ...]]:
    """By which choices a project is found: under the name of each way to choose, its values in an address."""
    places = site.place_of(project)
    return {
        "fase": (addresses.PHASES[project.status],),
        "thema": project.themes,
        "gemeente": tuple(places),
        "onderwerp": tuple(dict.fromkeys(map(addresses.slug, project.topics))),
        "provincie": tuple(dict.fromkeys(addresses.slug(site.municipality[id].province) for id in places)),
        "les": (LESSON,) if project.lesson else (),
    }


def row(ctx: Context, project: Project, also: dict[str, str]) -> dict[str, object]:
    """A project: its choices under their names in an address, what it shows, and `other` words to find it by."""
    state, chosen = ctx.state(project.id), facet_values(ctx.site, project)
    other = (
        *project.partners,
        *(name for id in chosen["gemeente"] for name in ctx.site.municipality[id].also_known_as),
        *(also[slug] for slug in chosen["onderwerp"] if slug in also),
    )
    return {
        "id": project.id,
        "project": curly(project.title),
        "summary": curly(project.summary),
        **chosen,
        "phase": phrases.phase(state),
        "state": phrases.age(state),
        "stand": project.status_date or "",
        "other": " ".join(other),
    }
