"""What nobody has checked for a while, by municipality, with whom to ask and a mail that is ready to send.

In: the site, the day that counts as today, and after how many months a check is old. Out: a review a municipality.
"""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from g40site import addresses, words
from g40site.content.site import Site
from g40site.model import Contact, GeneralContact, Municipality


class Stale(Struct, frozen=True):
    """One thing that nobody checked lately, and when it was last known; `what` is a sentence part."""

    what: str
    last: str


class Review(Struct, frozen=True):
    """What a municipality has that needs a look, whom to ask, and the mail."""

    municipality: str
    ask: str
    email: str
    stale: tuple[Stale, ...]


def reviews(site: Site, today: dt.date, months: int) -> tuple[Review, ...]:
    """The municipalities with something to check, in their own order."""
    limit = before(today, months)
    found = []
    for municipality in site.municipalities:
        stale = tuple(item for item in known(site, municipality) if not fresh(item.last, limit))
        if stale:
            found.append(Review(municipality.name, *whom(municipality), stale))
    return tuple(found)


def before(today: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last day of that month."""
    number = today.year * 12 + today.month - 1 - months
    year, month = divmod(number, 12)
    for day in range(today.day, 0, -1):
        try:
            return dt.date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def fresh(last: str, limit: dt.date) -> bool:
    """A month or a year counts as its last day."""
    return bool(last) and words.latest_day(last) >= limit


def known(site: Site, municipality: Municipality) -> Iterator[Stale]:
    """Everything of a municipality that grows old, and when it was last known."""
    for project in site.projects_of.get(municipality.id, []):
        last = max(filter(None, (project.checked, project.added, project.updated)), default="", key=words.latest_day)
        yield Stale(f"het project “{project.title}”", last)
        if project.contact is not None:
            yield Stale(f"het contact van “{project.title}”: {name_of(project.contact)}", project.contact.checked or "")
    for contact in municipality.contacts:
        yield Stale(f"de contactpersoon {name_of(contact)}", contact.checked or "")
    for person in municipality.administrators:
        if person.until is None:
            yield Stale(f"de bestuurder {person.name} ({person.role})", person.checked or "")
    for theme in site.led_by.get(municipality.id, []):
        if theme.contact is not None:
            yield Stale(
                f"het contact van het thema {theme.title}: {name_of(theme.contact)}", theme.contact.checked or ""
            )


def name_of(contact: Contact | GeneralContact) -> str:
    return ", ".join(filter(None, (contact.name, contact.role)))


def whom(municipality: Municipality) -> tuple[str, str]:
    """Whom to ask, in a sentence, with the mail address: a contact, else the general way in, else the website."""
    for contact in municipality.contacts:
        if contact.email or contact.phone:
            ways = ", ".join(filter(None, (contact.email, contact.phone)))
            return f"Vraag het {name_of(contact)}: {ways}.", contact.email or ""
    general = municipality.contact
    if general is not None and (general.email or general.phone or general.url):
        ways = ", ".join(filter(None, (general.email, general.phone, general.url)))
        return f"Vraag het bij de algemene ingang van {municipality.name}: {ways}.", general.email or ""
    return f"Er is geen contactpersoon bekend. Begin bij {municipality.website}.", ""


def mail(review: Review, site: Site) -> str:
    """The mail, ready to send."""
    asked = "\n".join(f"- {item.what} ({told(item)})" for item in review.stale)
    return (
        f"Beste collega van {review.municipality},\n\n"
        f"Op de site van de {site.settings.title} staat informatie van uw gemeente die lang niet is nagekeken:\n\n"
        f"{asked}\n\nKlopt dit nog? Is er iets veranderd? Antwoorden op deze mail is genoeg.\n\n"
        f"Met vriendelijke groet,\n{site.settings.contact.name or site.settings.title}\n{site.settings.url}"
    )


def told(item: Stale) -> str:
    return f"laatst bekend: {words.partial_date(item.last)}" if item.last else "nooit nagekeken"


def markdown(found: tuple[Review, ...], site: Site, months: int) -> str:
    if not found:
        return f"## Alles is in de laatste {months} maanden nagekeken\n"
    number = sum(len(review.stale) for review in found)
    head = words.count(number, "onderdeel is", "onderdelen zijn")
    lines = [f"## {head} {months} maanden of langer niet nagekeken", ""]
    for review in found:
        lines += [f"### {review.municipality}", "", review.ask, ""]
        lines += [f"- {item.what[0].upper()}{item.what[1:]}: {told(item)}" for item in review.stale]
        text = words.spaced(mail(review, site))
        if review.email:
            lines += ["", f"[Maak de mail klaar]({addresses.mailto(review.email, 'Klopt dit nog?', text)})"]
        lines += ["", "```text", text, "```", ""]
    return words.spaced("\n".join(lines))
