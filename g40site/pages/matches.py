"""Where municipalities meet: how far their projects were, what is alike, who can ask whom, and the page about that.

In: projects, and the pairs and bundles that `matching` found. Out: for a project its look-alikes, for a municipality
whose projects look most like its own, for a bundle one sentence with its projects by phase and a mail to all of them,
for the closed table of a page the reasons with their points, of projects together which stayed early for long, of
which nothing more was heard, and what was learned. Everything is told as a person would.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from types import SimpleNamespace

from markupsafe import Markup, escape
from msgspec import Struct

from g40site import addresses, phrases, words
from g40site.content.prose import id_prefix
from g40site.content.site import Project
from g40site.lifecycle import EARLY, FAR, LADDER, State, was_early_for_long
from g40site.matching import Bundle, Pair, Reason, participation, points
from g40site.model import Municipality
from g40site.pages.contact import contact_of_municipality
from g40site.pages.context import Context
from g40site.pages.view_models import Link, Phase, TitleLink, View


class Sentence(Struct, frozen=True):
    """What is said, before it is known where."""

    form: Callable[..., str]
    values: tuple[object, ...]

    @property
    def html(self) -> str:
        return self.form(*map(as_html, self.values))

    @property
    def plain(self) -> str:
        return self.form(*map(as_text, self.values))


def as_html(value: object) -> object:
    if isinstance(value, Link):
        return str(Markup('<a href="{}">{}</a>').format(value.href, value.text))
    if isinstance(value, str):
        return str(escape(value))
    return [as_html(item) for item in value] if isinstance(value, list) else value


def as_text(value: object) -> object:
    if isinstance(value, TitleLink):
        return f"‘{value.text}’"
    if isinstance(value, Link):
        return value.text
    return [as_text(item) for item in value] if isinstance(value, list) else value


class At(Struct, frozen=True):
    """The municipalities (ids) of a project that were equally far."""

    project: Project
    places: tuple[str, ...]
    state: State


def standings(ctx: Context, project: Project) -> tuple[At, ...]:
    """First those for which the phase of the project holds, then each that has its own."""
    apart = [other.municipality for other in project.with_ if other.status]
    here = tuple(id for id in ctx.site.place_of(project) if id not in apart)
    return (
        At(project, here, ctx.state(project.id)),
        *(At(project, (id,), ctx.state(project.id, id)) for id in apart),
    )


def once(ctx: Context, projects: Iterable[Project]) -> list[At]:
    """Each project once, for all of its municipalities."""
    return [At(p, ctx.site.place_of(p), ctx.state(p.id)) for p in projects]


def names(ctx: Context, at: At) -> str:
    return words.listed([ctx.municipality_name(id) for id in at.places])


def where_it_was(ctx: Context, project: Project) -> str:
    """One sentence for each state."""
    sentences = [
        words.capital(phrases.where_it_is(names(ctx, at), at.state, is_current=ctx.is_current(at.state)))
        for at in standings(ctx, project)
    ]
    return " ".join(f"{sentence}." for sentence in sentences)


MOST_RESEMBLING = 5


class Story(Struct, frozen=True):
    """An alike project elsewhere, how much further it was, and what both are about."""

    project: Project
    places: tuple[str, ...]
    state: State
    difference: str
    topics: tuple[str, ...]


class Resemblance(Struct, frozen=True):
    """A municipality by its project that looks most like one (`mine`) of the municipality of the page."""

    municipality: Link
    mine: Link
    story: Story


# A line of the table of points: what was weighed, and why.
Weighed = tuple[Link, tuple[Reason, ...]]


def look_alikes(ctx: Context, project: Project) -> tuple[list[Story], list[Weighed]]:
    """The projects elsewhere that look like one, the most alike first, and their points."""
    pairs = ctx.matching.look_alikes(project.id)
    here = ctx.municipality_name(project.municipality)
    stories = [story(ctx, ctx.state(project.id), pair.other(project.id), pair, here) for pair in pairs]
    table = [(ctx.link_to(alike.project), pair.reasons) for alike, pair in zip(stories, pairs, strict=True)]
    return stories, table


def story(ctx: Context, mine: State, theirs: str, pair: Pair, here: str) -> Story:
    """What is told of an alike project. `here` is the municipality whose project is compared, `mine` how far that was
    there.
    """
    other, state = ctx.site.project[theirs], ctx.state(theirs)
    there = names(ctx, standings(ctx, other)[0])
    difference = phrases.difference(here, mine, there, state, theirs_is_current=ctx.is_current(state))
    return Story(other, ctx.site.place_of(other), state, difference, pair.topics)


def short_link(ctx: Context, id: str) -> TitleLink:
    """A link of which the text is what stands before the colon of the title."""
    return TitleLink(phrases.short_title(ctx.site.project[id].title), ctx.href(addresses.project(id)))


def topics_of_pair(ctx: Context, a: str, b: str) -> tuple[str, ...]:
    """What two alike projects are both about."""
    return next((pair.topics for pair in ctx.matching.best.get(a, ()) if pair.other(a) == b), ())


def resemblances(ctx: Context, m: Municipality) -> tuple[Resemblance, ...]:
    """The municipalities with the most alike projects, each once, by its project that looks most like one of ours."""
    return tuple(
        Resemblance(
            ctx.municipality(municipality), short_link(ctx, own), story(ctx, ctx.state(own, m.id), other, pair, m.name)
        )
        for municipality, (own, other, pair) in resembling(ctx, m).items()
    )


def resembling(ctx: Context, m: Municipality) -> dict[str, tuple[str, str, Pair]]:
    """The most alike municipalities, each with a project of this one and the one that it looks like."""
    mine = {p.id for p in (*ctx.site.projects_of.get(m.id, ()), *ctx.site.projects_with.get(m.id, ()))}
    pairs = {pair for id in mine for pair in ctx.matching.look_alikes(id) if pair.score >= points.ALIKE}
    best: dict[str, tuple[str, str, Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        own, other = (pair.a, pair.b) if pair.a in mine else (pair.b, pair.a)
        municipality = ctx.site.project[other].municipality
        if other not in mine and municipality != m.id:
            best.setdefault(municipality, (own, other, pair))
    return dict(islice(best.items(), MOST_RESEMBLING))


MOST_ON_A_THEME = 3


class ProjectLine(Struct, frozen=True):
    """A project on one line: where it is, and how old what is known of it is; `html` is its lesson where the line is
    about that.
    """

    project: Link
    places: str
    age: str
    html: str = ""


# A phase with the projects that were there last.
Tread = tuple[Phase, list[ProjectLine]]


def bundle_views(ctx: Context) -> tuple[SimpleNamespace, ...]:
    return tuple(bundle_view(ctx, bundle) for bundle in ctx.matching.bundles)


def on_theme(ctx: Context, theme: str) -> tuple[SimpleNamespace, ...]:
    """Those in which somebody is far and somebody early, with most projects of a theme, two at least."""
    counted = []
    for bundle in ctx.matching.bundles:
        projects = [ctx.site.project[id] for id in bundle.projects]
        number = sum(theme in project.themes for project in projects)
        if number > 1 and named(ctx, projects, FAR) and named(ctx, projects, EARLY):
            counted.append((number, bundle))
    best = sorted(counted, key=lambda pair: -pair[0])[:MOST_ON_A_THEME]
    return tuple(bundle_view(ctx, bundle) for _number, bundle in best)


def bundle_view(ctx: Context, bundle: Bundle) -> SimpleNamespace:
    """Alike projects: who can ask whom, who was how far, and a mail to all; one that reaches fewer than two is none."""
    projects = by_state_date(ctx.site.project[id] for id in bundle.projects)
    over = [ctx.site.project[id] for id in bundle.experience]
    mailboxes = {municipality: mailbox(ctx, municipality) for municipality in bundle.municipalities}
    every = [at for project in projects for at in standings(ctx, project)]
    lines = [bundle_line(ctx, project) for project in projects]
    subject, site = words.in_sentence(bundle.title), ctx.absolute(addresses.TOGETHER)
    text = ctx.mail("bundle", site=site, subject=subject, projects=lines)
    anchor = f"bundel-{bundle.id}"
    reached = [address for address in mailboxes.values() if address]
    return SimpleNamespace(
        id=anchor,
        title=bundle.title,
        sentence=phrases.who_can_ask(
            named(ctx, projects, EARLY), named(ctx, sorted(projects, key=furthest_first), FAR), named(ctx, projects, ())
        ),
        interested_html=tuple(wish for project in projects if (wish := interest(ctx, project))),
        treads=tuple(tread(ctx, status, every) for status in LADDER),
        over=tuple(was_over(ctx, project) for project in over),
        mail_href=addresses.mailto(",".join(reached), f"Samen verder: {subject}", text) if len(reached) > 1 else "",
        unreached=tuple(
            ctx.municipality_name(municipality) for municipality, address in mailboxes.items() if not address
        ),
        points=(ctx.link(bundle.title, f"{addresses.TOGETHER}#{anchor}"), bundle.reasons),
    )


def bundle_line(ctx: Context, project: Project) -> str:
    """A project in a mail: where it was how far, and its address."""
    far = "; ".join(f"{names(ctx, at)}: {phrases.phase_and_age(at.state)}" for at in standings(ctx, project))
    return f"{project.title} ({far}): {ctx.absolute(addresses.project(project.id))}"


def by_state_date(projects: Iterable[Project]) -> list[Project]:
    known = sorted(projects, key=lambda p: p.id)
    return sorted(known, key=lambda p: p.status_date or "", reverse=True)


def furthest_first(project: Project) -> int:
    """Among those in order of age, so that of one phase the newest stays first."""
    return -LADDER.index(project.status) if project.status in LADDER else 0


def named(ctx: Context, projects: Iterable[Project], phases: Iterable[str]) -> list[str]:
    """The municipalities that were in these phases last."""
    groups = (at for project in projects for at in standings(ctx, project) if at.state.status in phases)
    return [ctx.municipality_name(id) for at in groups for id in at.places]


def mailbox(ctx: Context, municipality: str) -> str:
    return contact_of_municipality(ctx, ctx.site.municipality[municipality]).email


def tread(ctx: Context, status: str, standing: Iterable[At]) -> Tread:
    here = (at for at in standing if at.state.status == status)
    lines = [ProjectLine(short_link(ctx, at.project.id), names(ctx, at), phrases.year(at.state)) for at in here]
    return ctx.phase(status), lines


def was_over(ctx: Context, project: Project) -> ProjectLine:
    return ProjectLine(short_link(ctx, project.id), ctx.place_names(project), phrases.year(ctx.state(project.id)))


def interest(ctx: Context, project: Project) -> str:
    wishing = [ctx.municipality_name(id) for id in project.interested if id not in ctx.site.place_of(project)]
    if not wishing:
        return ""
    return Sentence(phrases.was_interested, (wishing, short_link(ctx, project.id), ctx.place_names(project))).html


# The page about working together.

FIRST_BUNDLES = 5


def together(ctx: Context) -> View:
    """Where projects meet: who can ask whom, what was learned, and who has projects in which theme."""
    site, bundles, table = ctx.site, bundle_views(ctx), participation(ctx.site)
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
    early = [p for p in chosen if p.status in EARLY and not ctx.state(p.id).ended]
    long = [p for p in early if was_early_for_long(p)]
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
