"""Groups of alike projects as pages show them: who can ask whom, and who was how far.

In: the bundles that `matching` found. Out: one sentence a bundle, its projects by phase, and a mail to all of them.
"""

from collections.abc import Iterable

from msgspec import Struct

from g40site import addresses, phrases, words
from g40site.content.site import Project
from g40site.lifecycle import EARLY, FAR, LADDER
from g40site.matching import Bundle
from g40site.pages import mails
from g40site.pages.alike import Weighed, short_link, weighed
from g40site.pages.contact import contact_of_municipality
from g40site.pages.context import Context
from g40site.pages.sentences import Sentence
from g40site.pages.standings import At, names, place_names, standings
from g40site.pages.view_models import Link, Phase

MOST_ON_A_THEME = 3


class BundleProject(Struct, frozen=True):
    """A project below its step: a link with the names of its places, its title for who listens, and how old that is."""

    href: str
    places: str
    title: str
    age: str


class Tread(Struct, frozen=True):
    """One phase with the projects that were there last."""

    phase: Phase
    projects: tuple[BundleProject, ...]


class Over(Struct, frozen=True):
    """A project that is over: whom to ask what it taught."""

    project: Link
    places: str
    age: str


class BundleView(Struct, frozen=True):
    """Alike projects: `sentence` says who can ask whom, `interested_html` who wanted to come along.

    `unreached` are municipalities that the mail cannot reach; a mail that reaches fewer than two is none.
    """

    id: str
    title: str
    sentence: str
    interested_html: tuple[str, ...]
    treads: tuple[Tread, ...]
    over: tuple[Over, ...]
    mail_href: str
    unreached: tuple[str, ...]
    points: Weighed


def bundle_views(ctx: Context) -> tuple[BundleView, ...]:
    return tuple(bundle_view(ctx, bundle) for bundle in ctx.matching.bundles)


def on_theme(ctx: Context, theme: str) -> tuple[BundleView, ...]:
    """Those in which somebody is far and somebody early, with most projects of a theme, two at least."""
    counted = []
    for bundle in ctx.matching.bundles:
        projects = [ctx.site.project[id] for id in bundle.projects]
        number = sum(theme in project.themes for project in projects)
        if number > 1 and named(ctx, projects, FAR) and named(ctx, projects, EARLY):
            counted.append((number, bundle))
    best = sorted(counted, key=lambda found: -found[0])[:MOST_ON_A_THEME]
    return tuple(bundle_view(ctx, bundle) for _number, bundle in best)


def bundle_view(ctx: Context, bundle: Bundle) -> BundleView:
    projects = newest_first(ctx.site.project[id] for id in bundle.projects)
    over = [ctx.site.project[id] for id in bundle.experience]
    mailboxes = {place: mailbox(ctx, place) for place in bundle.municipalities}
    every = [at for project in projects for at in standings(ctx, project)]
    lines = [bundle_line(ctx, project) for project in projects]
    text = mails.bundle_mail(bundle.title, lines, ctx.absolute(addresses.TOGETHER))
    anchor = f"bundel-{bundle.id}"
    reached = [address for address in mailboxes.values() if address]
    subject = ctx.link(bundle.title, f"{addresses.TOGETHER}#{anchor}")
    return BundleView(
        id=anchor,
        title=bundle.title,
        sentence=phrases.who_can_ask(
            named(ctx, projects, EARLY), named(ctx, sorted(projects, key=furthest_first), FAR), named(ctx, projects, ())
        ),
        interested_html=tuple(wish for project in projects if (wish := interest(ctx, project))),
        treads=tuple(tread(ctx, status, every) for status in LADDER),
        over=tuple(was_over(ctx, project) for project in over),
        mail_href=addresses.mailto(",".join(reached), f"Samen verder: {words.in_sentence(bundle.title)}", text)
        if len(reached) > 1
        else "",
        unreached=tuple(ctx.municipality_name(place) for place, address in mailboxes.items() if not address),
        points=weighed(subject, bundle.reasons),
    )


def bundle_line(ctx: Context, project: Project) -> str:
    """A project in a letter: where it was how far, and its address."""
    far = "; ".join(f"{names(ctx, at)}: {phrases.phase_and_age(at.state)}" for at in standings(ctx, project))
    return f"{project.title} ({far}): {ctx.absolute(addresses.project(project.id))}"


def newest_first(projects: Iterable[Project]) -> list[Project]:
    known = sorted(projects, key=lambda p: p.id)
    return sorted(known, key=lambda p: p.status_date or "", reverse=True)


def furthest_first(project: Project) -> int:
    """Among those in order of age, so that of one phase the newest stays first."""
    return -LADDER.index(project.status) if project.status in LADDER else 0


def named(ctx: Context, projects: Iterable[Project], phases: Iterable[str]) -> list[str]:
    """The municipalities that were in these phases last."""
    found = (at for project in projects for at in standings(ctx, project) if at.state.status in phases)
    return [ctx.municipality_name(id) for at in found for id in at.places]


def mailbox(ctx: Context, municipality: str) -> str:
    return contact_of_municipality(ctx, ctx.site.municipality[municipality]).email


def tread(ctx: Context, status: str, standing: Iterable[At]) -> Tread:
    found = (
        BundleProject(
            href=ctx.href(addresses.project(at.project.id)),
            places=names(ctx, at),
            title=phrases.short_title(at.project.title),
            age=phrases.year(at.state),
        )
        for at in standing
        if at.state.status == status
    )
    return Tread(ctx.phase(status), tuple(found))


def was_over(ctx: Context, project: Project) -> Over:
    return Over(short_link(ctx, project.id), place_names(ctx, project), phrases.year(ctx.state(project.id)))


def interest(ctx: Context, project: Project) -> str:
    wishing = [ctx.municipality_name(id) for id in project.interested if id not in ctx.site.place_of(project)]
    if not wishing:
        return ""
    return Sentence(phrases.was_interested, (wishing, short_link(ctx, project.id), place_names(ctx, project))).html
