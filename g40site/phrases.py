"""What is said of facts, once for every page, mail and file. `docs/developers/sentences.md` has the table.

In: names, topics and the states of projects. Out: Dutch sentences that never say more than that. The present tense is
for a recent state of what has not ended, and for what does not age: what a project is about, and what it looks like.
No verb is made of a title, so each sentence is right for every title.
"""

import re
from collections.abc import Sequence

from g40site import words
from g40site.lifecycle import LADDER, State

UNKNOWN = "jaar niet bekend"
# How a phase is said of `het`: *het was een pilot*, *het was in gebruik*.
AS_STATE = {
    "exploring": "een verkenning",
    "pilot": "een pilot",
    "in-use": "in gebruik",
    "scaling": "in opschaling",
    "finished": "afgerond",
    "stopped": "gestopt",
}
SHORTEST_SENTENCE = 60
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9‘’'\"“])")
MOST_PLACES, MOST_TOPICS = 4, 4


def phase(state: State) -> str:
    """The last known phase in one or two words: `in gebruik`, `pilot voorbij`."""
    title = words.PHASES[state.status]
    return f"{title} voorbij" if state.is_past_end else title


def age(state: State) -> str:
    """When that was known: `2018`, `jaar niet bekend`; of what is past its end, that end."""
    return known(state.last_date)


def known(date: str | None) -> str:
    """A date as far as it is known."""
    return words.partial_date(date) if date else UNKNOWN


def year(state: State) -> str:
    """The same as a year."""
    return year_of(state.last_date)


def year_of(date: str | None) -> str:
    return date[:4] if date else UNKNOWN


def phase_and_year(state: State) -> str:
    """`in gebruik, 2018`, where a month would make a line too long."""
    return f"{phase(state)}, {year(state)}"


def phase_and_age(state: State) -> str:
    """`in gebruik, 2018`."""
    return f"{phase(state)}, {age(state)}"


def where_it_is(where: str, state: State, is_current: bool) -> str:
    """How far a project was in a place, without a capital: `in Delft was het in 2018 in gebruik`. What is current is
    recent and has not ended: only then the present tense is right.
    """
    if state.is_past_end:
        return f"in {where} was het {AS_STATE[state.status]}, met als einde {words.partial_date(state.end or '')}"
    if is_current:
        return f"in {where} is het {AS_STATE[state.status]} ({age(state)})"
    return f"in {where} was het {f'{on(state.date)} ' if state.date else ''}{AS_STATE[state.status]}"


def on(date: str) -> str:
    """`in 2018`, `in oktober 2019`, `op 5 oktober 2019`."""
    return f"{'op' if len(date) == 10 else 'in'} {words.partial_date(date)}"


def difference(here: str, mine: State, there: str, theirs: State, theirs_is_current: bool) -> str:
    """What the last words on two alike projects say about each other; what is over or of no known year stands alone."""
    last_known = where_it_is(there, theirs, is_current=theirs_is_current)
    if theirs.ended:
        over = words.capital(phase(theirs)) if theirs.is_past_end else OVER_WORDS[theirs.status]
        return f"{over}: {last_known}."
    if mine.ended or mine.date is None or theirs.date is None:
        return f"{words.capital(last_known)}."
    ahead = LADDER.index(theirs.status) - LADDER.index(mine.status)
    compared = f"Even ver als {here}" if not ahead else f"{'Verder' if ahead > 0 else 'Minder ver'} dan {here}"
    return f"{compared}: {last_known}."


OVER_WORDS = {"finished": "Klaar", "stopped": "Gestopt"}


def same_topics(topics: Sequence[str]) -> str:
    """What two alike projects are both about: `Zelfde onderwerpen: water en sensoren`."""
    return f"Zelfde {'onderwerp' if len(topics) == 1 else 'onderwerpen'}: {words.listed(list(topics[:MOST_TOPICS]))}"


def on_topics(topics: Sequence[str]) -> str:
    """`Onderwerpen: water en sensoren`."""
    return f"{'Onderwerp' if len(topics) == 1 else 'Onderwerpen'}: {words.listed(list(topics[:MOST_TOPICS]))}"


def first_sentence(summary: str) -> str:
    """The first sentence; with the second when the first is a question or short."""
    first, *others = SENTENCE_END.split(" ".join(summary.split()), maxsplit=2)
    return f"{first} {others[0]}" if others and (first.endswith("?") or len(first) < SHORTEST_SENTENCE) else first


def short_title(title: str) -> str:
    """What stands before the colon."""
    return title.split(": ", 1)[0]


def some(names: Sequence[str]) -> str:
    """Five names at most: `Deventer, Enschede, Leeuwarden, Maastricht en 3 andere gemeenten`."""
    unique = list(dict.fromkeys(names))
    others = len(unique) - MOST_PLACES
    return words.listed([*unique[:MOST_PLACES], f"{others} andere gemeenten"] if others > 1 else unique)


def who_can_ask(early: Sequence[str], far: Sequence[str], others: Sequence[str]) -> str:
    """Which municipalities of alike projects can ask which how it went. Who stands on both sides asks nobody.

    `others` are those of neither: whose state nobody knows. Each list has the best to name first.
    """
    asking = [name for name in early if name not in far]
    if asking and far:
        verb = "kan" if len(set(asking)) == 1 else "kunnen"
        return f"{some(asking)} {verb} vragen hoe het ging in {some(far)}."
    everybody = some([*far, *early, *others])
    if far:
        return f"{everybody} kunnen vergelijken hoe het ging."
    return f"{everybody} kunnen vergelijken. Een volgende stap kennen wij bij deze projecten niet."


def together(state: State, is_current: bool, lead: str, title: str) -> str:
    """That two municipalities share a project, as it was last known; `title` may be a link."""
    if is_current:
        return f"Werkt al met {lead} samen in {title}."
    when = f" {on(state.date)}" if state.date else ""
    return f"Deed{when} al met {lead} mee aan {title}."


def has_projects(municipality: str, own: int, over: int, elsewhere: int) -> str:
    """How many projects of a municipality are on the site, which says nothing of what it does today."""
    if not own and not elsewhere:
        return f"Van {municipality} staat hier nog geen project."
    parts = []
    if own:
        number = words.count(own, "project", "projecten")
        parts.append(f"staat hier {number}" if own == 1 else f"staan hier {number}")
    if over:
        parts[0] += ", dat voorbij is" if own == 1 else ", alle voorbij" if over == own else f", waarvan {over} voorbij"
    text = f"Van {municipality} {parts[0]}." if own else f"Van {municipality} staat hier nog geen eigen project."
    if elsewhere:
        text += f" De gemeente staat ook bij {words.count(elsewhere, 'project', 'projecten')} van anderen."
    return text


def of_place(title: str, where: str) -> str:
    """`LIVE van Amersfoort`."""
    return f"{title} van {where}"


# What one municipality can do about a theme; titles may be links.


def lead_is_alike(theirs: str, lead: str, mine: str, topics: Sequence[str]) -> str:
    """Why a theme fits: the best pair of a project with one of its lead."""
    return f"{theirs} van koploper {lead} lijkt op {mine}. {same_topics(topics)}."


def lead_had(theirs: str, lead: str, state: State, mine: str) -> str:
    """A project of the lead that is over: no reason to join, but whom to ask."""
    return f"{theirs} van {lead} ({phase_and_age(state)}) lijkt op {mine}. Vraag wat {lead} ervan leerde."


def tell_us(theirs: str, state: State, mine: str) -> str:
    """The same in a mail to that lead."""
    return f"{theirs} ({phase_and_age(state)}) lijkt op {mine}. Graag horen wij wat u daarvan leerde."


def participant_is_alike(theirs: str, where: str, mine: str, topics: Sequence[str]) -> str:
    """The same for a project of who joined the theme."""
    return f"{where} doet mee met dit thema. {theirs} lijkt op {mine}. {same_topics(topics)}."


def is_about(title: str, topics: Sequence[str]) -> str:
    """Why a theme fits when nothing is alike: the topics of the theme that a project is about."""
    return f"{title} hoort bij dit thema.{f' {on_topics(topics)}.' if topics else ''}"


def rests_on(projects: int) -> str:
    """How narrow advice is."""
    return "Het advies steunt op één project." if projects == 1 else ""


def not_advised(themes: Sequence[str], points: int, least: int) -> str:
    """That a theme, or some that have as many points, come nearest, and that this is no advice."""
    have, come = words.count(points, "punt", "punten"), "komt" if len(themes) == 1 else "komen"
    near = f"{words.listed(list(themes))} {come} het dichtst in de buurt, met {have}."
    return f"Dit is geen advies. {near} Advies geven wij vanaf {least} punten."


def missing(things: Sequence[str]) -> str:
    """What would make a theme fit better."""
    return f"Wat nog ontbreekt: {words.listed(list(things))}. Wat voorbij is, telt niet mee." if things else ""


def invitation(title: str, state: State, mine: str, topics: Sequence[str]) -> str:
    """Why a lead can invite a municipality: their project, how far it was, and ours that it looks like."""
    return f"{title} ({phase_and_year(state)}) lijkt op {mine}. {same_topics(topics)}."


def invitation_about(title: str, state: State, topics: Sequence[str]) -> str:
    """The same when nothing of the lead is alike: the topics of the theme that it is about."""
    return f"{title} ({phase_and_year(state)}) hoort bij dit thema.{f' {on_topics(topics)}.' if topics else ''}"


def was_interested(places: Sequence[str], title: str, owner: str) -> str:
    """What was declared of interest; whether anything came of it is not known."""
    verb = "toonde" if len(places) == 1 else "toonden"
    return f"{some(places)} {verb} interesse in {title} van {owner}. Of daar iets van kwam, weten wij niet."


def known_between(dates: Sequence[str | None]) -> str:
    """Of when the oldest and the newest of some facts are: `2017 tot november 2025, deels niet bekend`."""
    known_dates = sorted(filter(None, dates), key=words.earliest_day)
    if not known_dates:
        return ""
    first, last = words.partial_date(known_dates[0]), words.partial_date(known_dates[-1])
    text = first if first == last else f"{first} tot {last}"
    return f"{text}, deels niet bekend" if None in dates else text


def has_topics(municipality: str, theme: str) -> str:
    """Why a theme comes near when no project is in it and none is alike."""
    return f"Projecten van {municipality} gaan over onderwerpen van {theme}."


def others_had(places: Sequence[str]) -> str:
    """That others had a project that looks like one of ours; nothing without any."""
    if not places:
        return ""
    return f"{some(places)} {'had' if len(places) == 1 else 'hadden'} ook een project dat lijkt op een project van ons."


def resembles_ours(theirs: str, ours: str, topics: Sequence[str]) -> str:
    """What a lead writes of two projects that are alike."""
    return f"{theirs} lijkt op ons project {ours}. {same_topics(topics)}."


def from_until(start: str, seen: str) -> str:
    """How long something was seen early: `van 2012 tot zeker 2022`."""
    return f"van {words.partial_date(start)} tot zeker {words.partial_date(seen)}"


def not_known(*, has_lesson: bool, ended: bool) -> str:
    """What nobody wrote down about a project."""
    cost = "wat het kostte" if has_lesson else "wat het kostte en opleverde"
    return f"{cost}." if ended else f"{cost}, en hoe het er nu mee gaat."
