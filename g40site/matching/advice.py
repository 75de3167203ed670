"""Which theme a municipality could join, and why.

In: the site, its profiles, and which projects look like which. Out: for every municipality the themes that it neither
leads nor joined, each with its reasons. The reverse, whom a lead municipality can invite, is the same list by theme.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from g40site import words
from g40site.content.site import Site
from g40site.matching import points
from g40site.matching.language import plain
from g40site.matching.points import Reason, total
from g40site.matching.profiles import Profile, Subjects
from g40site.matching.similarity import Names
from g40site.model import Theme


class Advice(Struct, frozen=True):
    """A municipality and a theme; `missing` says what would make the score higher.

    `shared` are projects in the theme that it has with the lead already: these are no reason to come.
    """

    municipality: str
    theme: str
    score: int
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    shared: tuple[str, ...]


class AdviceInputs(Struct, frozen=True):
    """What advice rests on: profiles of what is not over, what looks like each, and the topics of themes."""

    profiles: Mapping[str, Profile]
    alike: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, frozenset[str]]
    names: Names


def all_scores(site: Site, inputs: AdviceInputs) -> dict[str, tuple[Advice, ...]]:
    """For every municipality the themes that it could join, the best first; ties go by id."""
    found = {}
    for m in site.municipalities:
        own = sorted((p for p in inputs.profiles.values() if m.id in p.places), key=lambda p: p.id)
        open_themes = (theme for theme in site.themes if theme.lead != m.id and theme.id not in m.participates)
        scored = [consider(site, inputs, m.id, theme, own) for theme in open_themes]
        found[m.id] = tuple(sorted(scored, key=lambda advice: (-advice.score, advice.theme)))
    return found


def advised(scored: Iterable[Advice]) -> tuple[Advice, ...]:
    """The best few that reach the threshold."""
    return tuple(advice for advice in scored if advice.score >= points.ADVISED)[: points.MOST_ADVISED]


def theme_topics(site: Site, known: Subjects) -> dict[str, frozenset[str]]:
    return {t.id: frozenset(known.title[plain(word)] for word in t.topics) for t in site.themes}


def consider(site: Site, inputs: AdviceInputs, municipality: str, theme: Theme, own: Sequence[Profile]) -> Advice:
    """One municipality and one theme, with a reason or what is missing for each thing that counts."""
    joined = {m.id for m in site.participants_of.get(theme.id, ())}
    name = inputs.names.municipalities
    shared = tuple(p.id for p in own if theme.lead in p.places and theme.id in p.themes)
    own = [p for p in own if theme.lead not in p.places]
    likes_lead = looks_like(inputs, municipality, theme.id, own, {theme.lead})
    likes_others = looks_like(inputs, municipality, theme.id, own, joined)
    found = (
        in_theme(name[municipality], theme.id, own),
        like(likes_lead, f"koploper {name[theme.lead]}", "lead", points.EACH_LIKE_LEAD, points.MOST_LIKE_LEAD),
        like(likes_others, "een deelnemer", "participants", points.EACH_LIKE_PARTICIPANT, points.MOST_LIKE_PARTICIPANT),
        topics(inputs, theme.id, own),
    )
    missing = [
        "een project in dit thema",
        f"een project dat lijkt op een project van koploper {name[theme.lead]}",
        "een project dat lijkt op een project van een deelnemer" if joined else "",
        "een onderwerp dat bij dit thema hoort",
    ]
    reasons = tuple(reason for reason in found if reason is not None)
    lacking = tuple(text for text, reason in zip(missing, found, strict=True) if reason is None and text)
    return Advice(municipality, theme.id, total(reasons), reasons, lacking, shared)


def in_theme(name: str, theme: str, own: Sequence[Profile]) -> Reason | None:
    there = [p.id for p in own if theme in p.themes]
    if not there:
        return None
    belong = f"1 project van {name} hoort" if len(there) == 1 else f"{len(there)} projecten van {name} horen"
    return Reason(
        "projects",
        points.EACH_PROJECT * min(points.MOST_PROJECTS, len(there)),
        f"{belong} bij dit thema",
        refs(there),
    )


def looks_like(
    inputs: AdviceInputs, municipality: str, theme: str, own: Sequence[Profile], places: set[str]
) -> list[tuple[str, str]]:
    """The projects of a municipality that look like one in the theme of another, each with the best of those."""
    found = []
    for mine in own:
        for id in inputs.alike.get(mine.id, ()):
            other = inputs.profiles.get(id)
            if other and theme in other.themes and municipality not in other.places and places & set(other.places):
                found.append((mine.id, id))
                break
    return found


def like(found: Sequence[tuple[str, str]], whose: str, kind: str, each: int, most: int) -> Reason | None:
    if not found:
        return None
    start = "1 project lijkt" if len(found) == 1 else f"{len(found)} projecten lijken"
    text = f"{start} op een project van {whose}"
    return Reason(kind, each * min(most, len(found)), text, refs(id for pair in found[:most] for id in pair))


def topics(inputs: AdviceInputs, theme: str, own: Sequence[Profile]) -> Reason | None:
    shared = {topic for p in own for topic in p.named} & inputs.topics[theme]
    if not shared:
        return None
    listed = sorted(inputs.names.topics[topic] for topic in shared)
    start = "Onderwerp dat bij dit thema hoort" if len(listed) == 1 else "Onderwerpen die bij dit thema horen"
    number = min(points.MOST_THEME_TOPICS, len(listed))
    return Reason("topics", points.EACH_THEME_TOPIC * number, f"{start}: {words.listed(listed)}")


def refs(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"project:{id}" for id in ids)
