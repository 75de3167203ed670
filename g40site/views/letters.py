"""Letters that only need a name below them: to join a theme, to invite a municipality, to bring a bundle together.

In: names and reasons. Out: plain text. Nothing is sent.
"""

from collections.abc import Iterable

from g40site import words
from g40site.views.parts import WhomToCall

SIGNED = "Met vriendelijke groet,\n[uw naam, functie en gemeente]"


def open_letter(theme: str) -> str:
    """To join a theme, for who knows nothing yet but that."""
    return letter(
        f"Onze gemeente wil aansluiten bij {theme}. Wij werken aan dit project:",
        "[naam van het project, de fase en wat wij zoeken of aanbieden]",
        "Kunnen wij elkaar daarover spreken?",
    )


def join_letter(municipality: str, theme: str, projects: Iterable[str], reasons: Iterable[str]) -> str:
    return letter(
        f"Gemeente {municipality} wil graag aansluiten bij {theme}.",
        listed("Wij werken aan:", projects),
        listed("Waarom dit past:", reasons),
        "Met wie kunnen wij daarover praten?",
    )


def invitation_letter(
    municipality: str, theme: str, lead: str, projects: Iterable[str], reasons: Iterable[str], contact: str
) -> str:
    return letter(
        f"{lead} is koploper van {theme} en nodigt {municipality} uit om mee te doen.",
        listed("Het gaat ons om uw werk aan:", projects),
        listed("Waarom dit past:", reasons),
        f"U kunt ons bereiken via {contact}.",
    )


def bundle_letter(title: str, projects: Iterable[str]) -> str:
    return letter(
        f"Onze gemeenten werken aan hetzelfde: {title}.",
        listed("Het gaat om:", projects),
        "Zullen wij vergelijken wat wij weten, en kijken of wij samen verder komen?",
    )


def letter(*parts: str) -> str:
    return "\n\n".join(("Beste collega,", *(part for part in parts if part), SIGNED))


def listed(title: str, lines: Iterable[str]) -> str:
    found = [f"- {line}" for line in lines]
    return "\n".join((title, *found)) if found else ""


def ways_in(call: WhomToCall) -> str:
    """The first step of a chain in one line: a person with what is known, else the general way in."""
    if call.person is not None:
        known = [call.person.name or call.person.role, call.person.email, call.person.phone]
        if call.person.email or call.person.phone:
            return ", ".join(part for part in known if part)
        next_way = [call.next_link.text] if call.next_link else []
        return ", ".join((*(part for part in known[:1] if part), *next_way))
    return words.listed([link.text.removeprefix("Bel ") for link in call.links])
