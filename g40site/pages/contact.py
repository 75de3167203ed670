"""Whom to call: one chain, and which step of it this is.

In: a project, a theme or a municipality. Out: the first step that exists, how old it is, and the ways in. Every
municipality has a website, so the chain ends there; the group's contact stands below every page and is called the
contact of nothing else. Source: the content contract, "Whom to call".
"""

from msgspec import structs

from g40site import words
from g40site.content.site import Project
from g40site.model import Administrator, Municipality, Theme
from g40site.pages.context import Context, mail_href, phone_href
from g40site.pages.view_models import ContactChain, Link, Person


def contact_of_project(ctx: Context, project: Project) -> ContactChain:
    """The project's contact, else its municipality's chain."""
    m = ctx.site.municipality[project.municipality]
    if project.contact is not None:
        return person_first("Contact van dit project:", ctx.contact(project.contact), m)
    return contact_of_municipality(ctx, m)


def contact_of_municipality(ctx: Context, m: Municipality) -> ContactChain:
    """The municipality's first contact, else an alderman of whom the year is known, else its general way in."""
    return chain(ctx, m, m.name, f"Wij kennen geen contactpersoon van {m.name}. Vraag het aan de gemeente:")


def contact_of_theme(ctx: Context, theme: Theme) -> ContactChain:
    """The theme's contact, else its lead municipality's chain."""
    m = ctx.site.municipality[theme.lead]
    if theme.contact is not None:
        return person_first(f"Contact van {theme.title}:", ctx.contact(theme.contact), m)
    lead = f"koploper {m.name}"
    return chain(ctx, m, lead, f"Wij kennen geen contactpersoon van {theme.title}. Vraag het aan {lead}:")


def chain(ctx: Context, m: Municipality, name: str, nobody: str) -> ContactChain:
    """The steps of a municipality, which is called `name` here; `nobody` is said where no person is known."""
    if m.contacts:
        return person_first(f"Contact van {name}:", ctx.contact(m.contacts[0]), m)
    if (known := last_known(ctx, m)) is not None:
        return person_first(f"Bestuurder van {name}:", ctx.administrator(known, m.id), m)
    return general(ctx, m, nobody)


def last_known(ctx: Context, m: Municipality) -> Administrator | None:
    """The alderman who was last known to hold that role, and may hold it still; the first of the list where the page
    cannot tell them apart. Of whom no year is known nobody is sent to.
    """
    aldermen = [one for one in m.administrators if "wethouder" in one.role.lower()]
    here = [one for one in aldermen if not (one.until and ctx.is_past(one.until))]
    dated = [one for one in here if one.checked or one.known or one.since or words.has_year(one.role)]
    return max(dated, key=lambda one: one.checked or one.known or one.since or "", default=None)


def person_first(step: str, person: Person, m: Municipality) -> ContactChain:
    """A person; the municipality's general way in stands behind who cannot be reached, or may have gone since."""
    said = structs.replace(person, role=words.in_sentence(person.role) if person.name else person.role)
    is_sure = person.checked is not None and not person.dated
    if is_sure and (person.email or person.phone or person.href):
        return ContactChain(step, said, (), "", person.email)
    more = "Te bereiken via de gemeente:" if is_sure else "Vraag bij de gemeente wie dit nu doet:"
    return ContactChain(step, said, general_ways_in(m), more, person.email or general_mailbox(m))


def general(ctx: Context, m: Municipality, step: str) -> ContactChain:
    dated = ctx.dated(m.contact) if m.contact is not None and (m.contact.checked or m.contact.known) else ""
    return ContactChain(step, None, general_ways_in(m), "", general_mailbox(m), dated)


def general_ways_in(m: Municipality) -> tuple[Link, ...]:
    """The general number, mail and page of a municipality; its website where no page is known."""
    contact, links = m.contact, []
    if contact is not None and contact.phone:
        links.append(Link(contact.phone, phone_href(contact.phone)))
    if contact is not None and contact.email:
        links.append(Link(contact.email, mail_href(contact.email)))
    page = contact.url if contact is not None and contact.url else m.website
    return (*links, Link(words.host(page), page))


def general_mailbox(m: Municipality) -> str:
    return (m.contact.email if m.contact else None) or ""
