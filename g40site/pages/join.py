"""Joining: the page that says what it is and lets you choose, and the mail of each municipality to each theme.

In: the site, what `matching` found, and the templates of mails. Out: the view of the page, and for every municipality
one file with its mails, which the script of the page shows to who chose. Nothing is sent.
"""

import json
from types import SimpleNamespace

from msgspec import Struct

from g40site import addresses, phrases, words
from g40site.content.site import Page
from g40site.markdown.typography import curly
from g40site.matching import points
from g40site.model import Municipality, Theme
from g40site.pages.advice import experience, why_join
from g40site.pages.contact import contact_of_theme, group_contact
from g40site.pages.context import Context
from g40site.pages.view_models import View


class Recipient(Struct, frozen=True):
    """Who gets a mail: the mailbox, which may be empty, whose it is, and what must be said of its age."""

    email: str
    who: str
    dated: str = ""


def join(ctx: Context, page: Page | None) -> View:
    """What joining is, the municipalities and themes to choose, and where the mails of a municipality stand."""
    editing = ctx.site.page.get(addresses.TAKING_PART)
    intro = page.summary if page else "Sluit met uw eigen projecten aan bij een of meer thema’s."
    return View(
        page.title if page else "",
        intro,
        intro=intro,
        html=ctx.prose.html(ctx.body(page), page.file) if page else "",
        municipalities=ctx.site.municipalities,
        themes=tuple(theme_line(ctx, theme) for theme in ctx.site.themes),
        mail=ctx.mail("open", theme="[thema]"),
        address=ctx.href(addresses.JOIN),
        editing=ctx.link_to(editing) if editing else None,
    )


def theme_line(ctx: Context, theme: Theme) -> SimpleNamespace:
    """A theme to join on one line; `mail_href` opens a mail without names, `contact` is for who gets no reply."""
    to, text = recipient(ctx, theme), ctx.mail("open", theme=theme.title)
    return SimpleNamespace(
        mark=ctx.mark(theme.id),
        lead=ctx.municipality(theme.lead),
        to=to,
        mail_href=addresses.mailto(to.email, f"Aansluiten bij {theme.title}", text) if to.email else "",
        contact=contact_of_theme(ctx, theme),
    )


def recipient(ctx: Context, theme: Theme) -> Recipient:
    """The person to call about a theme, else the mailbox of its lead, else the contact of the group."""
    contact, group = contact_of_theme(ctx, theme), group_contact(ctx)
    if contact.person and contact.person.email:
        return Recipient(contact.person.email, contact.person.name or contact.person.role, contact.person.dated)
    if contact.email:
        return Recipient(contact.email, f"gemeente {ctx.municipality_name(theme.lead)}")
    return Recipient(group.email, group.name or group.role, group.dated)


def mails_file(ctx: Context, m: Municipality) -> bytes:
    """The mails of a municipality by the id of the theme, for the script of the page."""
    mails = {theme.id: {k: v for k, v in mail(ctx, m, theme).items() if v} for theme in ctx.site.themes}
    return json.dumps(mails, ensure_ascii=False, separators=(",", ":")).encode()


def mail(ctx: Context, m: Municipality, theme: Theme) -> dict[str, object]:
    """What is shown to who chose a municipality and a theme; without `href` there is nothing to send."""
    mine = [p for p in ctx.site.projects_at.get(m.id, ()) if theme.id in p.themes]
    lines = [
        f"{p.title} ({phrases.phase_and_age(ctx.state(p.id, m.id))}): {ctx.absolute(addresses.project(p.id))}"
        for p in mine
    ]
    known = words.count(len(lines), "project", "projecten") if lines else "geen project bekend"
    # A script writes the heading, so its quotes are curled here.
    name, title = curly(m.name), curly(theme.title)
    if theme.lead == m.id:
        note = "Op de pagina van het thema ziet u wie u kunt uitnodigen."
        return {"heading": f"{name} is koploper van {title}", "known": known, "note": note}
    if theme.id in m.participates:
        note = "Kies hieronder gerust een ander thema."
        return {"heading": f"{name} doet al mee met {title}", "known": known, "note": note}
    fit = next((advice for advice in ctx.matching.scores.get(m.id, ()) if advice.theme == theme.id), None)
    why = [why_join(ctx, m, fit).plain] if fit and fit.reasons else []
    past = experience(ctx, m, fit) if fit else None
    to, subject = recipient(ctx, theme), f"{m.name} wil aansluiten bij {theme.title}"
    shared = " ".join((*why, past.mail.plain) if past else why)
    text = ctx.mail("join", municipality=m.name, theme=theme.title, projects=lines, why=shared)
    note = ""
    if ctx.site.settings.features.matching and (fit is None or fit.score < points.ADVISED):
        note = "Dit is nog te weinig voor een advies" if why else "Wij kennen nog geen project dat bij dit thema past"
        note = f"{note}. U kunt wel aansluiten."
    return {
        "heading": f"{name} sluit aan bij {title}",
        "known": known,
        "href": addresses.mailto(to.email, subject, text),
        "email": to.email,
        "to": " ".join(filter(None, (to.who, to.dated))),
        "subject": subject,
        "text": text,
        "why": (*why, past.page.plain) if past else tuple(why),
        "note": note,
    }
