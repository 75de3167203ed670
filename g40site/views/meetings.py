"""Where municipalities meet, as pages show it: advice, its reverse, look-alikes and bundles, each with its reasons.

In: what `matching` found. Out: frozen pieces. A reason's text is shown as it is; what it refers to follows as links.
"""

from collections.abc import Iterable
from itertools import islice

from msgspec import Struct

from g40site import addresses, words
from g40site.content.site import Project
from g40site.matching import Advice, Pair, Reason, points
from g40site.model import Municipality, Theme
from g40site.views import letters
from g40site.views.calls import call_about_project, call_about_theme, call_municipality
from g40site.views.context import LADDER, Context
from g40site.views.parts import Link, Phase, Step, ThemeMark, WhomToCall


class Why(Struct, frozen=True):
    """One reason with its points; `links` lead to what it refers to, two by two when it says that those are alike."""

    text: str
    points: int
    links: tuple[Link, ...]
    in_pairs: bool


class AdviceCard(Struct, frozen=True):
    """A theme that a municipality could join: why, whose it is, whom to call, and a ready mail."""

    mark: ThemeMark
    lead: Link
    score: int
    reasons: tuple[Why, ...]
    call: WhomToCall
    mail_href: str
    join: Link


class NearTheme(Struct, frozen=True):
    """A theme that comes near the threshold, and what is missing."""

    mark: ThemeMark
    score: int
    missing: tuple[str, ...]


class Resemblance(Struct, frozen=True):
    """A municipality whose projects look like those of this one, by the most alike two."""

    municipality: Link
    mine: Link
    theirs: Link
    why: str


class AdviceView(Struct, frozen=True):
    """The advice for one municipality; without any, what comes nearest."""

    cards: tuple[AdviceCard, ...]
    nearest: tuple[NearTheme, ...]
    threshold: int
    resembles: tuple[Resemblance, ...]


class LookAlike(Struct, frozen=True):
    """A project elsewhere that looks like the one of the page."""

    project: Link
    place: str
    phase: Phase
    state: str
    score: int
    reasons: tuple[Why, ...]


class Invitee(Struct, frozen=True):
    """A municipality that is advised the theme of the page, with a ready invitation."""

    municipality: Link
    score: int
    reasons: tuple[Why, ...]
    mail_href: str


class InvitationsView(Struct, frozen=True):
    """Everybody worth inviting; `letters` are all invitations, to copy."""

    invitees: tuple[Invitee, ...]
    threshold: int
    letters: str


class BundleProject(Struct, frozen=True):
    """A project of a bundle: `way_in` is its contact in one line."""

    project: Link
    place: str
    phase: Phase
    state: str
    way_in: str


class BundleView(Struct, frozen=True):
    """Alike projects that could go on together."""

    id: str
    title: str
    municipalities: int
    scales: bool
    reasons: tuple[Why, ...]
    steps: tuple[Step, ...]
    projects: tuple[BundleProject, ...]
    mail_href: str


MOST_RESEMBLING = 3


def why(ctx: Context, reasons: Iterable[Reason]) -> tuple[Why, ...]:
    return tuple(
        Why(
            reason.text,
            reason.points,
            tuple(ctx.link(ctx.site.project[id].title, addresses.project(id)) for id in projects_in(reason.refs)),
            reason.kind in ("lead", "participants"),
        )
        for reason in reasons
    )


def projects_in(refs: Iterable[str]) -> list[str]:
    return [ref.removeprefix("project:") for ref in refs if ref.startswith("project:")]


def advice_view(ctx: Context, m: Municipality) -> AdviceView | None:
    """None when the site has matching switched off."""
    if not ctx.site.settings.features.matching:
        return None
    found = ctx.matching
    return AdviceView(
        cards=tuple(advice_card(ctx, m, advice) for advice in found.advice_for(m.id)),
        nearest=tuple(NearTheme(ctx.mark(a.theme), a.score, a.missing) for a in found.nearest_for(m.id)),
        threshold=points.ADVISED,
        resembles=resembles(ctx, m),
    )


def advice_card(ctx: Context, m: Municipality, advice: Advice) -> AdviceCard:
    theme = ctx.site.theme[advice.theme]
    call = call_about_theme(ctx, theme)
    text = letters.join_letter(m.name, theme.title, project_lines(ctx, m.id, theme), texts(advice.reasons))
    email = call.email or ctx.group_contact.email
    return AdviceCard(
        mark=ctx.mark(theme.id),
        lead=ctx.municipality(theme.lead),
        score=advice.score,
        reasons=why(ctx, advice.reasons),
        call=call,
        mail_href=addresses.mailto(email, f"{m.name} wil aansluiten bij {theme.title}", text),
        join=ctx.link("Maak uw mail en uw tekst", f"{addresses.JOIN}?gemeente={m.id}&thema={theme.id}"),
    )


def texts(reasons: Iterable[Reason]) -> list[str]:
    return [reason.text for reason in reasons]


def project_lines(ctx: Context, municipality: str, theme: Theme) -> list[str]:
    """What a municipality does in a theme, one line a project."""
    mine = [project for project in ctx.site.projects_at.get(municipality, ()) if theme.id in project.themes]
    return [f"{p.title} ({words.PHASES[p.status]}): {ctx.absolute(addresses.project(p.id))}" for p in mine]


def resembles(ctx: Context, m: Municipality) -> tuple[Resemblance, ...]:
    """The municipalities with the most alike projects, each once."""
    return tuple(
        Resemblance(
            municipality=ctx.municipality(place),
            mine=project_link(ctx, own),
            theirs=project_link(ctx, other),
            why=pair.reasons[0].text,
        )
        for place, (own, other, pair) in resembling(ctx, m).items()
    )


def project_link(ctx: Context, id: str) -> Link:
    return ctx.link(ctx.site.project[id].title, addresses.project(id))


def resembling(ctx: Context, m: Municipality) -> dict[str, tuple[str, str, Pair]]:
    """The most alike municipalities, each with a project of this one, the one it looks like, and why."""
    mine = {p.id for p in (*ctx.site.projects_of.get(m.id, ()), *ctx.site.projects_with.get(m.id, ()))}
    pairs = {pair for id in mine for pair in ctx.matching.look_alikes(id) if pair.score >= points.ALIKE}
    found: dict[str, tuple[str, str, Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        own, other = (pair.a, pair.b) if pair.a in mine else (pair.b, pair.a)
        place = ctx.site.project[other].municipality
        if other not in mine and place != m.id:
            found.setdefault(place, (own, other, pair))
    return dict(islice(found.items(), MOST_RESEMBLING))


def look_alikes(ctx: Context, project: Project) -> tuple[LookAlike, ...]:
    return tuple(look_alike(ctx, pair, pair.other(project.id)) for pair in ctx.matching.look_alikes(project.id))


def look_alike(ctx: Context, pair: Pair, id: str) -> LookAlike:
    other = ctx.site.project[id]
    return LookAlike(
        project=project_link(ctx, id),
        place=places(ctx, other),
        phase=ctx.phase(other.status),
        state=ctx.state(other),
        score=pair.score,
        reasons=why(ctx, pair.reasons),
    )


def places(ctx: Context, project: Project) -> str:
    return words.listed([ctx.site.municipality[id].name for id in ctx.site.place_of(project)])


def invitations_view(ctx: Context, theme: Theme) -> InvitationsView | None:
    """None when the site has matching switched off."""
    if not ctx.site.settings.features.matching:
        return None
    found = [invitation(ctx, theme, advice) for advice in ctx.matching.worth_inviting(theme.id)]
    all_ = "\n\n\n".join(f"Aan: {to}\nOnderwerp: {subject(theme)}\n\n{text}" for _invitee, to, text in found)
    return InvitationsView(tuple(invitee for invitee, _to, _text in found), points.ADVISED, all_)


def invitation(ctx: Context, theme: Theme, advice: Advice) -> tuple[Invitee, str, str]:
    """The row, whom the invitation goes to, and its text."""
    m = ctx.site.municipality[advice.municipality]
    lead = ctx.site.municipality[theme.lead].name
    call = call_municipality(ctx, m)
    contact = letters.ways_in(call_about_theme(ctx, theme))
    lines = project_lines(ctx, m.id, theme)
    text = letters.invitation_letter(m.name, theme.title, lead, lines, texts(advice.reasons), contact)
    href = addresses.mailto(call.email, subject(theme), text)
    row = Invitee(ctx.municipality(m.id), advice.score, why(ctx, advice.reasons), href)
    return row, f"{m.name} ({letters.ways_in(call)})", text


def subject(theme: Theme) -> str:
    return f"Uitnodiging: doe mee met {theme.title}"


def bundle_views(ctx: Context) -> tuple[BundleView, ...]:
    found = []
    for bundle in ctx.matching.bundles:
        projects = [ctx.site.project[id] for id in bundle.projects]
        lines = [f"{p.title} ({places(ctx, p)}, {words.PHASES[p.status]})" for p in projects]
        found.append(
            BundleView(
                id=f"bundel-{bundle.id}",
                title=bundle.title,
                municipalities=len(bundle.municipalities),
                scales=bundle.scales,
                reasons=why(ctx, bundle.reasons),
                steps=ctx.steps(LADDER, projects),
                projects=tuple(bundle_project(ctx, p) for p in projects),
                mail_href=addresses.mailto(
                    "", f"Samen verder: {bundle.title}", letters.bundle_letter(bundle.title, lines)
                ),
            )
        )
    return tuple(found)


def bundle_project(ctx: Context, project: Project) -> BundleProject:
    return BundleProject(
        project=ctx.link(project.title, addresses.project(project.id)),
        place=places(ctx, project),
        phase=ctx.phase(project.status),
        state=ctx.state(project),
        way_in=letters.ways_in(call_about_project(ctx, project)),
    )
