"""Where municipalities meet: alike projects, bundles, joining advice, participation, and always why.

In: the site. Out: values with the reasons that a page can show; a score is the sum of its reasons, and the points stand
in one table (`points`). Pure functions of the projects and the day: nothing here knows pages or the clock, and the
order of files does not matter. `profiles.profile` depends on one project alone, so a memo can keep it. Reasons stand on
pages and in open data in the same words, so no mail address or telephone number gets into one.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct

from g40site import lifecycle
from g40site.content.site import Project, Site
from g40site.matching import advice, points, profiles, similarity
from g40site.matching.advice import Advice, Participation, participation
from g40site.matching.bundles import Bundle, bundles
from g40site.matching.points import Reason, total
from g40site.matching.profiles import Profile, Subjects, profile
from g40site.matching.similarity import Names, Pair
from g40site.privacy import redact

__all__ = [
    "Advice",
    "Bundle",
    "Matching",
    "Pair",
    "Participation",
    "Reason",
    "match",
    "participation",
    "total",
]


class Matching(Struct, frozen=True):
    """Everything that was found: `alike` are the listed pairs, `best` those of each project, the most alike first.

    `scores` are all themes that a municipality could join; `advised` are those that reach the threshold.
    """

    alike: tuple[Pair, ...] = ()
    best: Mapping[str, tuple[Pair, ...]] = {}
    bundles: tuple[Bundle, ...] = ()
    scores: Mapping[str, tuple[Advice, ...]] = {}
    advised: Mapping[str, tuple[Advice, ...]] = {}

    def look_alikes(self, project: str) -> tuple[Pair, ...]:
        """The best pairs of a project, as many as a page shows."""
        return self.best.get(project, ())[: points.SHOWN]

    def advice_for(self, municipality: str) -> tuple[Advice, ...]:
        return self.advised.get(municipality, ())

    def nearest_for(self, municipality: str) -> tuple[Advice, ...]:
        """The themes that come nearest, for a municipality without advice."""
        return () if self.advice_for(municipality) else self.scores.get(municipality, ())[: points.NEAREST]

    def worth_inviting(self, theme: str) -> tuple[Advice, ...]:
        """The reverse: every municipality that is advised a theme, the best first."""
        invited = [advice for given in self.advised.values() for advice in given if advice.theme == theme]
        return tuple(sorted(invited, key=lambda advice: (-advice.score, advice.municipality)))


ProfileOf = Callable[[Project, Subjects], Profile]


def match(site: Site, today: dt.date, profile_of: ProfileOf = profile) -> Matching:
    """The whole of it; nothing where the site has it switched off. `profile_of` may be a `cached_profile`.

    Of the day it only matters which projects have ended: these are alike, but no reason for anybody to join.
    """
    if not site.settings.features.matching:
        return Matching()
    known = profiles.subjects(site)
    ended = frozenset(lifecycle.ended(site.projects, today))
    ordered = sorted((profile_of(project, known) for project in site.projects), key=lambda p: p.id)
    stats = profiles.corpus_stats(ordered)
    names = Names(
        topics={topic: redact(title) for topic, title in known.titles.items()},
        themes={theme.id: redact(theme.title) for theme in site.themes},
        municipalities={m.id: redact(m.name) for m in site.municipalities},
    )
    compared = similarity.Similarity(ordered, stats, names)
    scored = compared.scores()
    best = (compared.pair(i, j) for i, j in similarity.best_pairs(ordered, scored))
    # Who cannot say what both are about does not say that they are alike.
    pairs = tuple(pair for pair in best if pair.topics)
    of_project = best_of(pairs)
    near = {id: tuple(p.other(id) for p in mine if p.score >= points.ALIKE) for id, mine in of_project.items()}
    inputs = advice.AdviceInputs(
        {p.id: p for p in ordered if p.id not in ended}, near, advice.theme_topics(site, known), names
    )
    scores = advice.all_scores(site, inputs)
    strong = {pair: score for pair, score in scored.items() if score >= points.ALIKE}
    return Matching(
        alike=pairs,
        best=of_project,
        bundles=bundles(ordered, strong, ended, stats, names),
        scores=scores,
        advised={id: advice.advised(scored) for id, scored in scores.items()},
    )


def best_of(pairs: tuple[Pair, ...]) -> dict[str, tuple[Pair, ...]]:
    """The listed pairs of each project, the most alike first; ties go by id."""
    mine: dict[str, list[Pair]] = {}
    for pair in pairs:
        for id in (pair.a, pair.b):
            mine.setdefault(id, []).append(pair)
    return {id: tuple(sorted(pairs, key=lambda p: (-p.score, p.other(id)))) for id, pairs in mine.items()}
