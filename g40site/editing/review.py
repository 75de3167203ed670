"""What nobody has checked for a while, by municipality, with whom to ask and a mail that is ready to send.

In: the site, its address, the day that counts as today, and after how many months a check is old. Out: a review a
municipality. That something was added or changed is no check, here as on the site.
"""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from g40site import addresses, words
from g40site.content.site import Site
from g40site.editing import render
from g40site.model import Administrator, Contact, GeneralContact, Municipality


class Stale(Struct, frozen=True):
    """One thing that nobody checked lately: what it is, and what is known of its last check, as parts of a sentence."""

    what: str
    last: str


class Review(Struct, frozen=True):
    """What a municipality has that needs a look, where its page stands, whom to ask, and the mail."""

    municipality: str
    page: str
    ask: str
    email: str
    stale: tuple[Stale, ...]


def reviews(site: Site, url: str, today: dt.date, months: int) -> tuple[Review, ...]:
    """The municipalities with something to check, in their own order."""
    result = []
    for municipality in site.municipalities:
        stale = tuple(
            item for checked, item in known(site, municipality) if not words.checked_within(checked, today, months)
        )
        if stale:
            page = url.rstrip("/") + addresses.municipality(municipality.id)
            result.append(Review(municipality.name, page, *whom(municipality), stale))
    return tuple(result)


def known(site: Site, municipality: Municipality) -> Iterator[tuple[str | None, Stale]]:
    """Everything of a municipality that grows old, and when it was last checked."""
    for project in site.projects_of.get(municipality.id, []):
        checked = project.checked
        last = f"laatst nagekeken: {words.partial_date(checked)}" if checked else words.not_checked(project.added)
        yield checked, Stale(f"het project “{project.title}”", last)
        if project.contact is not None:
            yield person(f"het contact van “{project.title}”: {name_of(project.contact)}", project.contact)
    if municipality.contact is not None:
        yield person(f"de algemene ingang van {municipality.name}", municipality.contact)
    for contact in municipality.contacts:
        yield person(f"de contactpersoon {name_of(contact)}", contact)
    for administrator in municipality.administrators:
        if administrator.until is None:
            yield person(f"de bestuurder {administrator.name} ({administrator.role})", administrator)
    for theme in site.led_by.get(municipality.id, []):
        if theme.contact is not None:
            yield person(f"het contact van het thema {theme.title}: {name_of(theme.contact)}", theme.contact)


def person(what: str, contact: Contact | GeneralContact | Administrator) -> tuple[str | None, Stale]:
    """That a source said so is no check."""
    if contact.checked:
        return contact.checked, Stale(what, f"laatst nagekeken: {words.partial_date(contact.checked)}")
    known = f"; laatst bekend: {words.partial_date(contact.known)}" if contact.known else ""
    return None, Stale(what, words.not_checked(None) + known)


def name_of(contact: Contact | GeneralContact) -> str:
    return ", ".join(filter(None, (contact.name, contact.role)))


def whom(municipality: Municipality) -> tuple[str, str]:
    """Whom to ask, in a sentence, with the mail address: a contact, else the general way in, else the website."""
    for contact in municipality.contacts:
        if contact.email or contact.phone:
            ways = ", ".join(filter(None, (contact.email, contact.phone)))
            return f"Vraag het aan {name_of(contact)}: {ways}.", contact.email or ""
    general = municipality.contact
    if general is not None and (general.email or general.phone or general.url):
        ways = ", ".join(filter(None, (general.email, general.phone, general.url)))
        return f"Vraag het bij de algemene ingang van {municipality.name}: {ways}.", general.email or ""
    return f"Er is geen contactpersoon bekend. Begin bij {municipality.website}.", ""


def markdown(reviews: tuple[Review, ...], site: Site, today: dt.date, months: int) -> str:
    values = {"count": words.count, "capital": words.capital, "spaced": words.spaced, "mailto": addresses.mailto}
    number = sum(len(review.stale) for review in reviews)
    checked = sum(words.checked_within(project.checked, today, months) for project in site.projects)
    return render("review.md", reviews=reviews, site=site, months=months, number=number, checked=checked, **values)
