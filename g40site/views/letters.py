"""Letters and notes that only need a name: to join a theme, to invite, to bring a bundle together, for an alderman.

In: names, titles and the sentences of `phrases`. Out: plain text. Nothing is sent. A letter asks one question, a note
is at most 120 words.
"""

from collections.abc import Iterable

from g40site import words
from g40site.views.parts import WhomToCall

SIGNED = "Met vriendelijke groet,\n[uw naam, functie en gemeente]"
CALL = "Zullen wij op [datum] of [datum] een half uur bellen over wat wel en niet werkte?"
COST = "Wat het kost: [uren per maand]."


def open_letter(theme: str) -> str:
    """To join a theme, for who knows nothing yet but that."""
    return letter(
        f"Onze gemeente wil graag aansluiten bij {theme}, met dit project:",
        "[naam van het project, de fase en wat wij zoeken of aanbieden]",
        CALL,
    )


def join_letter(municipality: str, theme: str, projects: Iterable[str], why: str) -> str:
    return letter(
        f"Gemeente {municipality} wil graag aansluiten bij {theme}.",
        listed("Dit hebben wij in dit thema:", projects),
        why,
        CALL,
    )


def invitation_letter(lead: str, theme: str, municipality: str, why: str, address: str) -> str:
    """`why` is what the lead brings: its own project that looks like the one at the address, or what it is about."""
    return letter(
        f"{lead} is koploper van {theme}. Ons viel een project van {municipality} op. {why}",
        CALL.replace("wat wel", "wat bij u wel"),
        f"Wat er nu over uw project op de site staat: {address}",
        signed=f"Met vriendelijke groet,\n[uw naam en functie]\ngemeente {lead}",
    )


def bundle_letter(title: str, projects: Iterable[str]) -> str:
    return letter(
        f"Van onze gemeenten staan projecten op de site die op elkaar lijken. Het onderwerp: {title}.",
        listed("Het gaat om:", projects),
        "Zullen wij een uur naast elkaar leggen wat wel en niet werkte?",
        greeting="Beste collega’s,",
    )


def letter(*parts: str, greeting: str = "Beste collega,", signed: str = SIGNED) -> str:
    return "\n\n".join((greeting, *(part for part in parts if part), signed))


def note(decision: str, why: Iterable[str], unknown: str, step: str, age: str, source: str) -> str:
    """What an alderman must know to decide."""
    return "\n\n".join(
        (
            f"Gevraagd besluit: {decision}",
            f"Waarom: {' '.join(filter(None, why))}",
            COST,
            f"Wat wij niet weten: {unknown} Wij vragen het na.",
            f"Eerste stap: {step}",
            f"Stand van de gegevens: {age}. Bron: {source}",
        )
    )


def listed(title: str, lines: Iterable[str]) -> str:
    found = [f"- {line}" for line in lines]
    return "\n".join((title, *found)) if found else ""


def ways_in(call: WhomToCall) -> str:
    """The first step of a chain in one line: a person with what is known, else the general way in."""
    if call.person is not None:
        known = [call.person.name or call.person.role, call.person.email, call.person.phone]
        if call.person.email or call.person.phone:
            return ", ".join(part for part in known if part)
        return ", ".join((*(part for part in known[:1] if part), *(link.text for link in call.links[:1])))
    return words.listed([link.text for link in call.links])
