"""How a visitor says that something on a page is wrong: a mail that only needs an answer, and a form.

In: what it is about, and the address of its page. Out: the ways in, and one line on what happens then. Nothing is sent.
"""

from msgspec import Struct

from g40site import addresses, words
from g40site.pages.context import Context
from g40site.pages.view_models import Link

FORM = "correctie"
QUESTION = "Wat klopt er niet, en wat moet er staan?"


class Correction(Struct, frozen=True):
    """The ways to say what is wrong, the easiest first; `after` says who gets it and when the page changes."""

    about: str
    ways: tuple[Link, ...]
    after: str


def correction(ctx: Context, about: str, address: str) -> Correction:
    """For a page, or for somebody who stands on it: `about` is its title or a name."""
    settings, url = ctx.site.settings, ctx.absolute(address)
    subject = f"Correctie: {about}"
    who, email, soon = reader(ctx)
    ways, after = [], "De pagina verandert pas als iemand het heeft nagekeken"
    if email:
        ways.append(
            Link("Mail wat er anders moet", addresses.mailto(email, subject, f"Pagina: {url}\n\n{QUESTION}\n\n"))
        )
        after = f"Uw mail gaat naar {who}. {after}"
    if settings.repository:
        # Forms without fields for answers have the address in their title.
        title = subject if settings.repository.is_github else f"{subject} ({url})"
        ways.append(Link("Vul het formulier in", settings.repository.form_href(FORM, title, pagina=url)))
    return Correction(about, tuple(ways) or other_ways(ctx), f"{', '.join(filter(None, (after, soon)))}.")


def reader(ctx: Context) -> tuple[str, str, str]:
    """Who reads it, the mailbox and how soon: as the settings say, else the group's contact, who promised nothing."""
    approval, contact = ctx.site.settings.approval, ctx.group_contact
    if approval:
        return approval.role, approval.email, words.term(approval.days)
    return "het contact van de groep", contact.email, ""


def other_ways(ctx: Context) -> tuple[Link, ...]:
    """How to reach the group where it has no mailbox."""
    contact = ctx.group_contact
    known = (
        (f"Bel {contact.name or contact.role}: {contact.phone}", contact.phone_href),
        (f"Meld het bij {contact.name or contact.role}", contact.href),
    )
    return tuple(Link(text, href) for text, href in known if href)
