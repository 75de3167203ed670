"""Whom to call: one chain, and which step of it this is.

In: a project, a theme or a municipality. Out: the first step that exists, said in a sentence, and the next way in for
when it is old or leads nowhere. Source: the content contract, "Whom to call".
"""

from g40site import addresses, words
from g40site.content.site import Project
from g40site.model import Municipality, Theme
from g40site.views.context import Context, mail_href, phone_href
from g40site.views.parts import Link, Person, WhomToCall


def call_about_project(ctx: Context, project: Project) -> WhomToCall:
    """The project's contact, else its municipality's chain."""
    m = ctx.site.municipality[project.municipality]
    if project.contact is not None:
        person = ctx.contact(project.contact, m.id)
        return with_next(f"Dit is het contact van het project in {m.name}.", person, m)
    return call_municipality(ctx, m)


def call_municipality(ctx: Context, m: Municipality) -> WhomToCall:
    """The municipality's first contact, else its general contact or website; then the group's contact."""
    if m.contacts:
        person = ctx.contact(m.contacts[0], m.id)
        return with_next(f"Dit is het contact van {m.name}.", person, m)
    step = f"Van {m.name} is geen contactpersoon bekend. Begin bij de algemene ingang van de gemeente."
    return WhomToCall(step, None, general_ways_in(m), general_mailbox(m), *to_the_group(ctx))


def call_about_theme(ctx: Context, theme: Theme) -> WhomToCall:
    """The theme's contact, else its lead municipality's chain."""
    m = ctx.site.municipality[theme.lead]
    if theme.contact is not None:
        person = ctx.contact(theme.contact, m.id)
        return with_next(f"Dit is het contact van {theme.title}.", person, m)
    if m.contacts:
        person = ctx.contact(m.contacts[0], m.id)
        return with_next(f"Dit is het contact van {m.name}, de koploper van {theme.title}.", person, m)
    step = (
        f"Van dit thema is geen contactpersoon bekend. Begin bij de algemene ingang van {m.name}, de koplopergemeente."
    )
    return WhomToCall(step, None, general_ways_in(m), general_mailbox(m), *to_the_group(ctx))


def with_next(step: str, person: Person, m: Municipality) -> WhomToCall:
    """A person, and the municipality's general way in behind it."""
    way = general_ways_in(m)[0]
    text = f"Lukt dat niet? Neem dan contact op met de gemeente {m.name}:"
    if not (person.email or person.phone or person.href):
        text = f"Van deze persoon is geen mailadres of telefoonnummer bekend. Vraag ernaar bij de gemeente {m.name}:"
    return WhomToCall(step, person, (), person.email, text, way)


def general_ways_in(m: Municipality) -> tuple[Link, ...]:
    """The general contact of a municipality, and its website, which is always there."""
    links = []
    if m.contact is not None:
        if m.contact.phone:
            links.append(Link(f"Bel {m.contact.phone}", phone_href(m.contact.phone)))
        if m.contact.email:
            links.append(Link(m.contact.email, mail_href(m.contact.email)))
        if m.contact.url:
            links.append(Link(words.host(m.contact.url), m.contact.url))
    if not links or m.website not in (link.href for link in links):
        links.append(Link(words.host(m.website), m.website))
    return tuple(links)


def general_mailbox(m: Municipality) -> str:
    return (m.contact.email if m.contact else None) or ""


def to_the_group(ctx: Context) -> tuple[str, Link]:
    """The last step: the contact of the group."""
    contact = ctx.group_contact
    name = contact.name or contact.role
    text = f"Komt u er niet uit? Vraag het aan {name}, het contact van de groep."
    if contact.dated:
        text = f"{text} {contact.dated}"
    href = contact.email_href or ctx.href(addresses.JOIN)
    return text, Link(contact.email or "Aansluiten", href)
