"""Who takes part in which theme, and which one a municipality could join, and why.

In: the site, its profiles, and which projects look like which. Out: for every municipality its role in each theme, of
which only what was declared counts as taking part, and the themes that it neither leads nor joined, each with its
reasons. The reverse, whom a lead municipality can invite, is the same list by theme.
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
from g40site.model import Municipality, Theme


class Participation(Struct, frozen=True):
    """What a municipality does in a theme: `role` is leads, joined, projects or none.

    `projects` are its own there and those that name it.
    """

    municipality: str
    theme: str
    role: str
    projects: int


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


def participation(site: Site) -> dict[tuple[str, str], Participation]:
    """What each municipality does in each theme."""
    return {(m.id, theme.id): participation_in(site, m, theme) for m in site.municipalities for theme in site.themes}


def participation_in(site: Site, m: Municipality, theme: Theme) -> Participation:
    number = sum(theme.id in project.themes for project in site.projects_at.get(m.id, ()))
    role = "projects" if number else "none"
    if theme.lead == m.id:
        role = "leads"
    elif theme.id in m.participates:
        role = "joined"
    return Participation(m.id, theme.id, role, number)


def all_scores(site: Site, inputs: AdviceInputs) -> dict[str, tuple[Advice, ...]]:
    """For every municipality the themes that it could join, the best first; ties go by id."""
    scores = {}
    for m in site.municipalities:
        own = sorted((p for p in inputs.profiles.values() if m.id in p.places), key=lambda p: p.id)
        open_themes = (theme for theme in site.themes if theme.lead != m.id and theme.id not in m.participates)
        scored = [consider(site, inputs, m.id, theme, own) for theme in open_themes]
        scores[m.id] = tuple(sorted(scored, key=lambda advice: (-advice.score, advice.theme)))
    return scores


def advised(scored: Iterable[Advice]) -> tuple[Advice, ...]:
    """The best few that reach the threshold."""
    return tuple(advice for advice in scored if advice.score >= points.ADVISED)[: points.MOST_ADVISED]


def theme_topics(site: Site, known: Subjects) -> dict[str, frozenset[str]]:
    return {t.id: frozenset(known.title[plain(word)] for word in t.topics) for t in site.themes}


def consider(site: Site, inputs: AdviceInputs, municipality: str, theme: Theme, own: Sequence[Profile]) -> Advice:
    """One municipality and one theme: each rule gives a reason, or says what is missing."""
    joined = {m.id for m in site.participants_of.get(theme.id, ())}
    name = inputs.names.municipalities
    shared = tuple(p.id for p in own if theme.lead in p.places and theme.id in p.themes)
    own = [p for p in own if theme.lead not in p.places]
    like_lead = look_alikes(inputs, municipality, theme.id, own, {theme.lead})
    like_others = look_alikes(inputs, municipality, theme.id, own, joined)
    each, most = points.EACH_LIKE_PARTICIPANT, points.MOST_LIKE_PARTICIPANT
    rules = (
        in_theme(name[municipality], theme.id, own),
        like("lead", like_lead, f"koploper {name[theme.lead]}", points.EACH_LIKE_LEAD, points.MOST_LIKE_LEAD),
        like("participants", like_others, "een deelnemer", each, most) if joined else None,
        about_theme(inputs, theme.id, own),
    )
    reasons = tuple(rule for rule in rules if isinstance(rule, Reason))
    missing = tuple(rule for rule in rules if isinstance(rule, str))
    return Advice(municipality, theme.id, total(reasons), reasons, missing, shared)


def look_alikes(
    inputs: AdviceInputs, municipality: str, theme: str, own: Sequence[Profile], places: set[str]
) -> list[tuple[str, str]]:
    """The projects of a municipality that look like one in the theme of another, each with the best of those."""
    pairs = []
    for mine in own:
        for id in inputs.alike.get(mine.id, ()):
            other = inputs.profiles.get(id)
            if other and theme in other.themes and municipality not in other.places and places & set(other.places):
                pairs.append((mine.id, id))
                break
    return pairs


# The rules: a reason with its points, or what is missing for it.


def in_theme(name: str, theme: str, own: Sequence[Profile]) -> Reason | str:
    projects = [p.id for p in own if theme in p.themes]
    if not projects:
        return "een project in dit thema"
    number = len(projects)
    belong = f"1 project van {name} hoort" if number == 1 else f"{number} projecten van {name} horen"
    score = points.EACH_PROJECT * min(points.MOST_PROJECTS, number)
    return Reason("projects", score, f"{belong} bij dit thema", refs(projects))


def like(kind: str, pairs: Sequence[tuple[str, str]], whose: str, each: int, most: int) -> Reason | str:
    if not pairs:
        return f"een project dat lijkt op een project van {whose}"
    start = "1 project lijkt" if len(pairs) == 1 else f"{len(pairs)} projecten lijken"
    best = refs(id for pair in pairs[:most] for id in pair)
    return Reason(kind, each * min(most, len(pairs)), f"{start} op een project van {whose}", best)


def about_theme(inputs: AdviceInputs, theme: str, own: Sequence[Profile]) -> Reason | str:
    shared = {topic for p in own for topic in p.named} & inputs.topics[theme]
    if not shared:
        return "een onderwerp dat bij dit thema hoort"
    listed = sorted(inputs.names.topics[topic] for topic in shared)
    start = "Onderwerp dat bij dit thema hoort" if len(listed) == 1 else "Onderwerpen die bij dit thema horen"
    score = points.EACH_THEME_TOPIC * min(points.MOST_THEME_TOPICS, len(listed))
    return Reason("topics", score, f"{start}: {words.listed(listed)}")


def refs(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"project:{id}" for id in ids)
