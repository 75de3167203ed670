"""Which theme a municipality could join, and whom a lead could invite: the same advice from its two sides.

In: what `matching` advises. Out: for a municipality one answer with its reason, a note for its alderman and the points;
for a theme a table of whom to invite, each with a mail that is ready.
"""

from collections.abc import Sequence
from types import SimpleNamespace

from msgspec import Struct

from g40site import addresses, phrases
from g40site.content.site import Project
from g40site.matching import Advice, points
from g40site.matching.language import plain
from g40site.model import Municipality, Theme
from g40site.pages.contact import contact_of_municipality, contact_of_theme, ways_in
from g40site.pages.context import Context
from g40site.pages.matches import (
    Resemblance,
    Sentence,
    resembling,
    short_link,
    topics_of_pair,
)
from g40site.pages.view_models import Link

# So many of the municipalities that look most alike are named in the first view.
NAMED = 3


class Experience(Struct, frozen=True):
    """A project of a lead that is over and looks like ours, for a page and for a mail to that lead."""

    page: Sentence
    mail: Sentence


def advice_view(ctx: Context, m: Municipality, alike: Sequence[Resemblance]) -> SimpleNamespace | None:
    """The theme that fits a municipality best, advised or only nearest; None where no theme is near, also when the site
    has matching switched off.
    """
    advised = ctx.matching.advice_for(m.id)
    near = [advice for advice in ctx.matching.nearest_for(m.id) if advice.score]
    fitting = (*advised, *near)
    if not fitting:
        return None
    best, nearest = fitting[0], [advice for advice in near if advice.score == near[0].score]
    theme, past = ctx.site.theme[best.theme], experience(ctx, m, best)
    note = join_note(ctx, m, best, alike, past, is_advised=bool(advised))
    return SimpleNamespace(
        theme=theme,
        is_advised=bool(advised),
        why_html=why_join(ctx, m, best).html,
        # On how little the advice rests.
        narrow=narrow(ctx, m, nearest or [best], is_advised=bool(advised)),
        # A project of the lead that is over.
        experience_html=past.page.html if past else "",
        others=tuple(ctx.site.theme[advice.theme] for advice in (*advised[1:], *nearest[1:])),
        missing="" if advised else phrases.missing(best.missing),
        # A text for an alderman.
        note=note,
        note_href=addresses.mailto("", f"Voorstel: {m.name} en {theme.title}", note),
        points=tuple((ctx.link_to(ctx.site.theme[advice.theme]), advice.reasons) for advice in fitting),
        rules=rules(),
    )


def rules() -> str:
    """How the points of advice are limited."""
    projects = points.EACH_PROJECT * points.MOST_PROJECTS
    alike = points.EACH_LIKE_LEAD * points.MOST_LIKE_LEAD
    topics = points.EACH_THEME_TOPIC * points.MOST_THEME_TOPICS
    return (
        f"Vanaf {points.ADVISED} punten is het een advies, voor hooguit twee thema’s. Projecten in het thema geven "
        f"hooguit {projects} punten, projecten die lijken op die van de koploper {alike}, onderwerpen {topics}. "
        "Wat voorbij is, telt niet mee. Een project dat u al samen met de koploper hebt ook niet."
    )


def about_together(topics: Sequence[Sequence[str]]) -> str:
    """What all of some pairs are about, else the first topic of each."""
    shared = [topic for topic in topics[0] if all(topic in other for other in topics)] if topics else []
    if shared and len(topics) > 1:
        return f"{phrases.same_topics(shared)}."
    return f"{phrases.on_topics(list(dict.fromkeys(named[0] for named in topics)))}." if topics else ""


def alike_of(advice: Advice, kind: str) -> list[tuple[str, str]]:
    """The pairs that a reason of advice names: a project of the municipality, and the one that it looks like."""
    ids = projects_of(advice, kind)
    return list(zip(ids[::2], ids[1::2], strict=True))


def projects_of(advice: Advice, kind: str) -> list[str]:
    """The ids of the projects that a reason of advice rests on; none where it has no such reason."""
    refs = next((reason.refs for reason in advice.reasons if reason.kind == kind), ())
    return [ref.removeprefix("project:") for ref in refs]


def own_in(ctx: Context, advice: Advice) -> list[Project]:
    """The projects of the municipality in the theme that count, those about most topics of the theme first."""
    own = [ctx.site.project[id] for id in projects_of(advice, "projects")]
    return sorted(own, key=lambda p: (-len(theme_topics(ctx, p, advice.theme)), p.id))


def theme_topics(ctx: Context, project: Project, theme: str) -> list[str]:
    """The topics of a project that the theme names."""
    known = {plain(word) for word in ctx.site.theme[theme].topics}
    return [word for word in dict.fromkeys(project.topics) if plain(word) in known]


def why_join(ctx: Context, m: Municipality, advice: Advice) -> Sentence:
    """The best reason: a project of the lead that looks like ours, one of who joined, or what ours is about."""
    lead = ctx.municipality(ctx.site.theme[advice.theme].lead)
    for mine, theirs in alike_of(advice, "lead"):
        topics = list(topics_of_pair(ctx, mine, theirs))
        return Sentence(phrases.lead_is_alike, (short_link(ctx, theirs), lead, short_link(ctx, mine), topics))
    for mine, theirs in alike_of(advice, "participants"):
        topics = list(topics_of_pair(ctx, mine, theirs))
        elsewhere = ctx.municipality(ctx.site.project[theirs].municipality)
        return Sentence(
            phrases.participant_is_alike, (short_link(ctx, theirs), elsewhere, short_link(ctx, mine), topics)
        )
    for project in own_in(ctx, advice):
        topics = theme_topics(ctx, project, advice.theme)
        return Sentence(phrases.is_about, (short_link(ctx, project.id), topics))
    return Sentence(phrases.has_topics, (m.name, ctx.site.theme[advice.theme].title))


def experience(ctx: Context, m: Municipality, advice: Advice) -> Experience | None:
    """The project of the lead in the theme that is over and looks most like one of the municipality."""
    lead = ctx.site.theme[advice.theme].lead
    for municipality, (mine, theirs, _pair) in resembling(ctx, m).items():
        if municipality == lead and ctx.state(theirs).ended and advice.theme in ctx.site.project[theirs].themes:
            title, state, own = short_link(ctx, theirs), ctx.state(theirs), short_link(ctx, mine)
            return Experience(
                Sentence(phrases.lead_had, (title, ctx.municipality_name(lead), state, own)),
                Sentence(phrases.tell_us, (title, state, own)),
            )
    return None


def narrow(ctx: Context, m: Municipality, best: Sequence[Advice], *, is_advised: bool) -> str:
    """On how little the advice rests, or that there is none and what comes nearest."""
    if not is_advised:
        themes = [ctx.site.theme[advice.theme].title for advice in best]
        return phrases.not_advised(themes, best[0].score, points.ADVISED)
    return phrases.rests_on(len(ctx.site.projects_at.get(m.id, ())))


def join_note(
    ctx: Context,
    m: Municipality,
    advice: Advice,
    alike: Sequence[Resemblance],
    past: Experience | None,
    *,
    is_advised: bool,
) -> str:
    theme = ctx.site.theme[advice.theme]
    lead = ctx.municipality_name(theme.lead)
    own = [project for project in ctx.site.projects_at.get(m.id, ()) if not ctx.state(project.id).ended]
    others = [resemblance.municipality.text for resemblance in alike[:NAMED] if resemblance.municipality.text != lead]
    named = [theirs for kind in ("lead", "participants") for _mine, theirs in alike_of(advice, kind)]
    states = [
        *(ctx.state(project.id, m.id) for project in own),
        *(ctx.state(id) for id in named),
        *(resemblance.story.state for resemblance in alike[:NAMED]),
    ]
    return ctx.mail(
        "note-join",
        municipality=m.name,
        is_advised=is_advised,
        theme=theme.title,
        reasons=(why_join(ctx, m, advice).plain, past.page.plain if past else "", phrases.others_had(others)),
        to=lead,
        ways_in=ways_in(contact_of_theme(ctx, theme)),
        age=phrases.known_between([state.date for state in states]),
        source=ctx.absolute(addresses.municipality(m.id)),
    )


def invitations_view(ctx: Context, theme: Theme) -> SimpleNamespace | None:
    """Everybody worth inviting; `mails` are all invitations, to copy. None when the site has matching switched off."""
    if not ctx.site.settings.features.matching:
        return None
    advised = ctx.matching.worth_inviting(theme.id)
    invitations = [invitation(ctx, theme, advice) for advice in advised]
    return SimpleNamespace(
        invitees=tuple(invitee for invitee, _mail in invitations),
        mails="\n\n\n".join(mail for _invitee, mail in invitations),
        points=tuple((ctx.municipality(advice.municipality), advice.reasons) for advice in advised),
        rules=rules(),
    )


def invitation(ctx: Context, theme: Theme, advice: Advice) -> tuple[SimpleNamespace, str]:
    """A municipality to invite as the row of a table: why in a sentence, and a mail or, where no mailbox is known, a
    number; and its mail with whom it goes to and its subject.
    """
    m, lead = ctx.site.municipality[advice.municipality], ctx.municipality_name(theme.lead)
    contact = contact_of_municipality(ctx, m)
    project, why, why_written = why_invite(ctx, theme, advice)
    subject = (
        f"{lead} belt graag over ‘{phrases.short_title(ctx.site.project[project].title)}’" if project else theme.title
    )
    address = ctx.absolute(addresses.project(project) if project else addresses.municipality(m.id))
    text = ctx.mail("invitation", lead=lead, theme=theme.title, why=why_written, address=address)
    phone = next((Link(f"Bel {link.text}", link.href) for link in contact.links if link.href.startswith("tel:")), None)
    row = SimpleNamespace(
        municipality=ctx.municipality(m.id),
        why_html=" ".join((why, *(sentence.html for sentence in known_already(ctx, advice, lead)))),
        mail_href=addresses.mailto(contact.email, subject, text),
        phone=None if contact.email else phone,
    )
    return row, f"Aan: {contact.email or f'{m.name} ({ways_in(contact)})'}\nOnderwerp: {subject}\n\n{text}"


def why_invite(ctx: Context, theme: Theme, advice: Advice) -> tuple[str, str, str]:
    """The project to invite about, why as HTML, and why in the mail."""
    for theirs, ours in alike_of(advice, "lead"):
        topics = list(topics_of_pair(ctx, theirs, ours))
        state, title, own = ctx.state(theirs, advice.municipality), short_link(ctx, theirs), short_link(ctx, ours)
        written = Sentence(phrases.resembles_ours, (title, own, topics)).plain
        return theirs, Sentence(phrases.invitation, (title, state, own, topics)).html, written
    for project in own_in(ctx, advice):
        topics, title = theme_topics(ctx, project, theme.id), short_link(ctx, project.id)
        html = Sentence(phrases.invitation_about, (title, ctx.state(project.id, advice.municipality), topics)).html
        return project.id, html, Sentence(phrases.is_about, (title, topics)).plain
    has = Sentence(phrases.has_topics, (ctx.municipality_name(advice.municipality), theme.title))
    return "", has.html, has.plain


def known_already(ctx: Context, advice: Advice, lead: str) -> list[Sentence]:
    """What the two have to do with each other already: a project that they share, interest that the lead declared."""
    leading = ctx.site.theme[advice.theme].lead
    states = {id: ctx.state(id) for id in advice.shared}
    shared = [
        Sentence(phrases.together, (state, ctx.is_current(state), lead, short_link(ctx, id)))
        for id, state in states.items()
    ]
    wished = [
        Sentence(phrases.was_interested, ([lead], short_link(ctx, id), ctx.municipality_name(advice.municipality)))
        for id, _ours in alike_of(advice, "lead")
        if leading in ctx.site.project[id].interested
    ]
    return [*shared, *wished]
