"""Mails and notes that only need a name: to join a theme, to invite, to bring a bundle together, for an alderman.

In: names, titles and the sentences of `phrases`. Out: plain text. Nothing is sent. A mail asks one thing; a note
is at most 120 words.
"""

from collections.abc import Iterable, Sequence

from g40site import words
from g40site.markdown.typography import curly
from g40site.pages.view_models import ContactChain

SIGNED = "Met vriendelijke groet,\n[uw naam, functie en gemeente]"
CALL = "Zullen wij op [datum] of [datum] een half uur bellen over {}?"
WORKED = "wat wel en niet werkte"
FORWARD = "Als een collega hierover gaat, stuur deze mail dan gerust door."
COST = "Wat het kost: [uren per maand]."


def open_mail(theme: str) -> str:
    """To join a theme, for who knows nothing yet but that."""
    return mail(
        f"Onze gemeente wil graag aansluiten bij {theme}, met dit project:",
        "[naam van het project, de fase en wat wij zoeken of aanbieden]",
        CALL.format(WORKED),
        FORWARD,
    )


def join_mail(municipality: str, theme: str, projects: Sequence[str], why: str) -> str:
    return mail(
        f"De gemeente {municipality} wil graag aansluiten bij {theme}.",
        listed("Onze projecten in dit thema:", projects) or "Wij hebben nog geen project in dit thema.",
        why,
        CALL.format(WORKED if projects else "hoe wij kunnen meedoen"),
        FORWARD,
        signed=f"Met vriendelijke groet,\n[uw naam en functie]\ngemeente {municipality}",
    )


def invitation_mail(lead: str, theme: str, why: str, address: str) -> str:
    """`why` names their project and what the lead brings: its own that looks like it, or what it is about."""
    return mail(
        f"{lead} is koploper van {theme}. Een project van uw gemeente viel ons op. {why}",
        CALL.format("wat bij u wel en niet werkte"),
        f"Dit staat er nu over uw project op de site van de themagroep: {address}",
        FORWARD,
        signed=f"Met vriendelijke groet,\n[uw naam en functie]\ngemeente {lead}",
    )


def bundle_mail(title: str, projects: Sequence[str], site: str) -> str:
    return mail(
        f"Op de site van de themagroep ({site}) staan projecten van onze gemeenten die op elkaar lijken.",
        f"Het onderwerp: {words.in_sentence(title)}.",
        listed("Het gaat om:", projects),
        "Zullen wij op [datum] of [datum] een uur bellen? Dan vergelijken wij wat wel en niet werkte.",
        FORWARD,
        greeting="Beste collega’s,",
    )


def mail(*parts: str, greeting: str = "Beste collega,", signed: str = SIGNED) -> str:
    return curly("\n\n".join((greeting, *(part for part in parts if part), signed)))


def note(decision: str, why: tuple[str, Iterable[str]], unknown: str, step: str, age: str, source: str) -> str:
    """What an alderman must know to decide; `why` has its label. Nobody knows of when it is without an `age`."""
    known = f"Stand van de gegevens: {age}." if age else "Van wanneer de gegevens zijn, is niet bekend."
    parts = (
        f"Gevraagd besluit: {decision}",
        f"{why[0]}: {' '.join(filter(None, why[1]))}",
        COST,
        f"Wat wij niet weten: {unknown} Wij vragen het na.",
        f"Eerste stap: {step}",
        f"{known} Bron: {source}",
    )
    return curly("\n\n".join(parts))


def listed(title: str, lines: Iterable[str]) -> str:
    found = [f"- {line}" for line in lines]
    return "\n".join((title, *found)) if found else ""


def ways_in(call: ContactChain) -> str:
    """The first step of a chain in one line: a person who holds the role still, else the general way in."""
    person = call.person
    if person is not None and not person.dated and (person.email or person.phone):
        return ", ".join(filter(None, (person.name or person.role, person.email, person.phone)))
    return call.email or ", ".join(link.text for link in call.links)
