"""Whom to call, and how to say that something is not right.

In: a project, a theme or a municipality. Out: the first step of one chain that exists, how old it is, and the ways in.
Every municipality has a website, so the chain ends there; the group's contact stands below every page and is called the
contact of nothing else. Source: the content contract, "Whom to call". A correction is a mail that only needs an answer,
or a form, with one line on what happens then. Nothing is sent.
"""

from msgspec import Struct, structs

from g40site import addresses, model, words
from g40site.content.site import Project
from g40site.engine.tracking import query
from g40site.model import Administrator, Municipality, Theme
from g40site.pages.context import Context
from g40site.pages.view_models import DateText, Link


class Person(Struct, frozen=True):
    """Somebody with a role; `checked` says when somebody looked, `dated` what the page must say about its age."""

    name: str
    role: str
    municipality: Link | None = None
    email: str = ""
    email_href: str = ""
    phone: str = ""
    phone_href: str = ""
    href: str = ""
    period: str = ""
    checked: DateText | None = None
    dated: str = ""
    source: str = ""


class ContactChain(Struct, frozen=True):
    """One step of the chain: `step` says which one it is; then follow `person` and `links`, the ways in.

    `more` is what to say of those behind a person. `email` is the mailbox of this step, or nothing. `dated` says how
    old the general way in is; a person has its own.
    """

    step: str
    person: Person | None
    links: tuple[Link, ...]
    more: str
    email: str
    dated: str = ""


def contact_of_project(ctx: Context, project: Project) -> ContactChain:
    """The project's contact, else its municipality's chain."""
    m = ctx.site.municipality[project.municipality]
    if project.contact is not None:
        return person_first(ctx, "Contact van dit project:", person_of(ctx, project.contact), m)
    return contact_of_municipality(ctx, m)


def contact_of_municipality(ctx: Context, m: Municipality) -> ContactChain:
    """The municipality's first contact, else an alderman of whom the year is known, else its general way in."""
    return chain(ctx, m, m.name, f"Wij kennen geen contactpersoon van {m.name}. Vraag het aan de gemeente:")


def contact_of_theme(ctx: Context, theme: Theme) -> ContactChain:
    """The theme's contact, else its lead municipality's chain."""
    m = ctx.site.municipality[theme.lead]
    if theme.contact is not None:
        return person_first(ctx, f"Contact van {theme.title}:", person_of(ctx, theme.contact), m)
    lead = f"koploper {m.name}"
    return chain(ctx, m, lead, f"Wij kennen geen contactpersoon van {theme.title}. Vraag het aan {lead}:")


def chain(ctx: Context, m: Municipality, name: str, nobody: str) -> ContactChain:
    """The steps of a municipality, which is called `name` here; `nobody` is said where no person is known."""
    if m.contacts:
        return person_first(ctx, f"Contact van {name}:", person_of(ctx, m.contacts[0]), m)
    if (known := last_known(ctx, m)) is not None:
        return person_first(ctx, f"Bestuurder van {name}:", person_of(ctx, known, m.id), m)
    return general(ctx, m, nobody)


def last_known(ctx: Context, m: Municipality) -> Administrator | None:
    """The alderman who was last known to hold that role, and may hold it still; the first of the list where the page
    cannot tell them apart. Of whom no year is known nobody is sent to.
    """
    aldermen = [person for person in m.administrators if "wethouder" in person.role.lower()]
    here = [person for person in aldermen if not (person.until and ctx.is_past(person.until))]
    dated = [person for person in here if person.checked or person.known or person.since or words.has_year(person.role)]
    return max(dated, key=lambda person: person.checked or person.known or person.since or "", default=None)


def person_first(ctx: Context, step: str, person: Person, m: Municipality) -> ContactChain:
    """A person; the municipality's general way in stands behind who cannot be reached, or may have gone since."""
    called = structs.replace(person, role=words.in_sentence(person.role) if person.name else person.role)
    is_sure = person.checked is not None and not person.dated
    if is_sure and (person.email or person.phone or person.href):
        return ContactChain(step, called, (), "", person.email)
    more = "Te bereiken via de gemeente:" if is_sure else "Vraag bij de gemeente wie dit nu doet:"
    return ContactChain(step, called, general_ways_in(m), more, person.email or general_mailbox(m), general_age(ctx, m))


def general(ctx: Context, m: Municipality, step: str) -> ContactChain:
    return ContactChain(step, None, general_ways_in(m), "", general_mailbox(m), general_age(ctx, m))


def general_age(ctx: Context, m: Municipality) -> str:
    """How old the general number and mail of a municipality are, where that is known."""
    return dated_text(ctx, m.contact) if m.contact is not None and (m.contact.checked or m.contact.known) else ""


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


def ways_in(contact: ContactChain) -> str:
    """The first step of a chain in one line: a person who holds the role still, else the general way in."""
    person = contact.person
    if person is not None and not person.dated and (person.email or person.phone):
        return ", ".join(filter(None, (person.name or person.role, person.email, person.phone)))
    return contact.email or ", ".join(link.text for link in contact.links)


def person_of(ctx: Context, person: model.Contact | Administrator, municipality: str | None = None) -> Person:
    shown_person = Person(
        name=person.name or "",
        role=person.role or "",
        municipality=ctx.municipality(municipality) if municipality else None,
        email=person.email or "",
        email_href=mail_href(person.email),
        checked=ctx.date(person.checked),
        dated=dated_text(ctx, person),
        source=person.source or "",
    )
    if isinstance(person, Administrator):
        role = f"{person.role}, bestuurlijke trekker van de groep" if person.chair else person.role
        return structs.replace(shown_person, role=role, period=words.tenure(person.since, person.until))
    return structs.replace(
        shown_person, phone=person.phone or "", phone_href=phone_href(person.phone), href=person.url or ""
    )


@query("context")
def group_contact(ctx: Context) -> Person:
    contact = ctx.site.settings.contact
    return person_of(ctx, contact, contact.municipality)


def dated_text(ctx: Context, person: model.Contact | model.GeneralContact | Administrator) -> str:
    """What the page must say about the age of a person's role; nothing where somebody looked in the last year."""
    until = person.until if isinstance(person, Administrator) else None
    if until and ctx.is_past(until):
        return f"Dit was zo tot en met {words.partial_date(until)}."
    if person.checked and ctx.was_checked(person.checked):
        return ""
    if age := words.how_old(person.checked, person.known):
        return f"{age}."
    return "" if words.has_year(person.role or "") else "Wanneer dit voor het laatst klopte, is niet bekend."


def mail_href(email: str | None) -> str:
    return addresses.mailto(email) if email else ""


def phone_href(phone: str | None) -> str:
    return "tel:" + "".join(c for c in phone if c.isdigit() or c == "+") if phone else ""


FORM = "correctie"


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
        # The answer comes below the question.
        text = ctx.mail("correction", address=url) + "\n\n"
        ways.append(Link("Mail wat er anders moet", addresses.mailto(email, subject, text)))
        after = f"Uw mail gaat naar {who}. {after}"
    if settings.repository:
        # Forms without fields for answers have the address in their title.
        title = subject if settings.repository.is_github else f"{subject} ({url})"
        ways.append(Link("Vul het formulier in", settings.repository.form_href(FORM, title, pagina=url)))
    return Correction(about, tuple(ways) or other_ways(ctx), f"{', '.join(filter(None, (after, soon)))}.")


def reader(ctx: Context) -> tuple[str, str, str]:
    """Who reads it, the mailbox and how soon: as the settings say, else the group's contact, who promised nothing."""
    approval, contact = ctx.site.settings.approval, group_contact(ctx)
    if approval:
        return approval.role, approval.email, words.term(approval.days)
    return "het contact van de groep", contact.email, ""


def other_ways(ctx: Context) -> tuple[Link, ...]:
    """How to reach the group where it has no mailbox."""
    contact = group_contact(ctx)
    known = (
        (f"Bel {contact.name or contact.role}: {contact.phone}", contact.phone_href),
        (f"Meld het bij {contact.name or contact.role}", contact.href),
    )
    return tuple(Link(text, href) for text, href in known if href)
