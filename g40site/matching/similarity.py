"""Which projects are alike, and why.

In: profiles, and what follows from all of them. Out: the score of every two projects that have a topic in common, and
its reasons. `Similarity.rules` is all that counts: each rule with its condition, its points, and its sentence, which is
made only for the pairs that are shown. Conditions are on bit sets, since most pairs are compared only to be dropped.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from g40site import words
from g40site.lifecycle import LADDER
from g40site.matching import points
from g40site.matching.points import Reason
from g40site.matching.profiles import CorpusStats, Profile


class Pair(Struct, frozen=True):
    """Two alike projects of different municipalities, `a` before `b`; `topics` are what both are about."""

    a: str
    b: str
    score: int
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]

    def other(self, id: str) -> str:
        return self.b if id == self.a else self.a


class Names(Struct, frozen=True):
    """How topics, themes and municipalities are written."""

    topics: Mapping[str, str]
    themes: Mapping[str, str]
    municipalities: Mapping[str, str]


class Features(Struct, frozen=True):
    """A profile as bit sets, without what gives no points: common topics in its title and in its text."""

    profile: Profile
    named: int
    mentioned: int
    title: int
    related: int
    themes: int
    partners: int
    phase: int


def weigher(weights: Iterable[int]) -> Callable[[int], int]:
    """What gives the points of topics by their bits, from the points of each topic; a set is counted once."""
    same_points: defaultdict[int, int] = defaultdict(int)
    for number, weight in enumerate(weights):
        same_points[weight] |= 1 << number

    @cache
    def weigh(topics: int) -> int:
        return sum(weight * (topics & mask).bit_count() for weight, mask in same_points.items())

    return weigh


# The points that two projects get by one rule, how that is said, and what gives the points.
Rule = tuple[int, Callable[["Similarity", int, Any], Reason], Any]


class Similarity:
    """Compares the projects of a site. Projects have the numbers of their profiles, which stand in the order of id."""

    def __init__(self, profiles: Sequence[Profile], stats: CorpusStats, names: Names) -> None:
        self.stats, self.names = stats, names
        # Numbers follow the alphabet, so sentences name the lowest bits first.
        self.topics = sorted({topic for p in profiles for topic in (*p.named, *p.mentioned, *p.in_title)})
        self.topic_bit = bits_by_name(self.topics)
        self.theme_bit = bits_by_name(theme for p in profiles for theme in p.themes)
        self.partner_bit = bits_by_name(key for p in profiles for key, _name in p.partners)
        self.named = weigher(map(stats.named, self.topics))
        self.mentioned = weigher(map(stats.mentioned, self.topics))
        self.related = {topic: self.topics_of(others) for topic, others in stats.related.items()}
        self.related_pair = cache(self.first_related)
        self.features = [self.features_of(p) for p in profiles]

    def topics_of(self, topics: Iterable[str]) -> int:
        return sum(self.topic_bit[topic] for topic in set(topics))

    def features_of(self, p: Profile) -> Features:
        return Features(
            profile=p,
            named=self.topics_of(p.named),
            mentioned=self.topics_of(topic for topic in p.mentioned if self.stats.mentioned(topic)),
            title=self.topics_of(topic for topic in p.in_title if self.stats.is_uncommon(topic)),
            related=self.topics_of(other for topic in p.named for other in self.stats.related.get(topic, ())),
            themes=sum(self.theme_bit[theme] for theme in set(p.themes)),
            partners=sum(self.partner_bit[key] for key, _name in p.partners),
            phase=LADDER.index(p.status) if p.status in LADDER else -1,
        )

    def rules(self, a: Features, b: Features) -> list[Rule]:
        """Every rule that holds for two projects; in the other order they are the same."""
        rules: list[Rule] = []
        same, either = a.named & b.named, a.named | b.named
        if same:
            rules.append((self.named(same), same_topics, same))
        both, single = a.title & b.title & either, same and (a.title ^ b.title) & same
        if both or single:
            score = points.IN_BOTH_TITLES * both.bit_count() + points.IN_ONE_TITLE * single.bit_count()
            rules.append((score, titles, (both, single)))
        if mentioned := (a.named & b.mentioned) | (a.mentioned & b.named):
            rules.append((self.mentioned(mentioned), mentions, mentioned))
        if same and is_same_mix(same, either):
            rules.append((points.SAME_MIX, same_mix, (same, either)))
        if a.related & b.named and (related := self.related_pair(a.named & ~b.named, b.named & ~a.named)):
            rules.append((points.RELATED_TOPICS, related_topics, related))
        if themes := a.themes & b.themes:
            number = min(points.MOST_THEMES, themes.bit_count())
            rules.append((points.SAME_THEME * number, same_themes, themes))
        if partners := a.partners & b.partners:
            number = min(points.MOST_PARTNERS, partners.bit_count())
            rules.append((points.SAME_PARTNER * number, same_partners, (a, partners)))
        if a.phase != b.phase and a.phase >= 0 and b.phase >= 0:
            rules.append((points.FURTHER, phase_gap, (a, b)))
        return rules

    def pair(self, i: int, j: int) -> Pair:
        """Two projects with what a page says of them."""
        a, b = self.features[i], self.features[j]
        reasons = tuple(sentence(self, score, what) for score, sentence, what in self.rules(a, b))
        return Pair(a.profile.id, b.profile.id, points.total(reasons), self.shared_topics(a, b), reasons)

    def first_related(self, mine: int, yours: int) -> tuple[str, str] | None:
        """The first two topics, one of each set, that often stand together."""
        for topic in self.topics_in(mine):
            if near := self.related.get(topic, 0) & yours:
                return topic, next(self.topics_in(near))
        return None

    def shared_topics(self, a: Features, b: Features) -> tuple[str, ...]:
        """What two projects are both about: topics that both name, the rarest first, then those that one mentions."""
        shared: list[str] = []
        for topics in (a.named & b.named, (a.named & b.mentioned) | (a.mentioned & b.named)):
            shared += sorted(self.topics_in(topics), key=lambda topic: self.stats.mentions[topic])
        return tuple(self.names.topics[topic] for topic in shared)

    def topics_in(self, bits: int) -> Iterator[str]:
        """The topics whose bits are set."""
        while bits:
            low = bits & -bits
            yield self.topics[low.bit_length() - 1]
            bits ^= low

    def weighed(self, topics: int, weight: Callable[[str], int]) -> str:
        """Topics with their points, the most points first: `drukte (3) en binnenstad (3)`."""
        weighed = [(self.names.topics[topic], weight(topic)) for topic in self.topics_in(topics)]
        most_first = sorted(weighed, key=lambda item: (-item[1], item[0]))
        return words.listed([f"{name} ({score})" for name, score in most_first])

    def candidates(self) -> Iterator[tuple[int, set[int]]]:
        """For each project those before it with a topic that both name, or that one names and the other mentions."""
        naming: defaultdict[str, list[int]] = defaultdict(list)
        mentioning: defaultdict[str, list[int]] = defaultdict(list)
        for number, features in enumerate(self.features):
            others: set[int] = set()
            for topic in features.profile.named:
                others.update(naming[topic], mentioning[topic])
                naming[topic].append(number)
            for topic in features.profile.mentioned:
                # A common topic gives no points here; two are compared all the same where the first one mentions it.
                if self.stats.mentioned(topic):
                    others.update(naming[topic])
                mentioning[topic].append(number)
            yield number, others

    def scores(self) -> dict[tuple[int, int], int]:
        """Every two projects with enough points to be listed, also of one municipality, by their numbers."""
        scores = {}
        for j, others in self.candidates():
            b = self.features[j]
            for i in others:
                score = 0
                for more, _sentence, _what in self.rules(self.features[i], b):
                    score += more
                if score >= points.LISTED:
                    scores[i, j] = score
        return scores


def bits_by_name(names: Iterable[str]) -> dict[str, int]:
    """Each name with a bit of its own."""
    return {name: 1 << number for number, name in enumerate(sorted(set(names)))}


def is_same_mix(same: int, either: int) -> bool:
    """Whether enough of the topics of two projects are the same."""
    number = same.bit_count()
    return number >= points.MIX_LEAST and number * 10 >= either.bit_count() * points.MIX_TENTHS


def best_pairs(profiles: Sequence[Profile], scores: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Every pair that is among the best of either project; ties go by id, and profiles stand in the order of id."""
    others: list[list[tuple[int, int]]] = [[] for _ in profiles]
    for (i, j), score in scores.items():
        if profiles[i].municipality != profiles[j].municipality:
            others[i].append((-score, j))
            others[j].append((-score, i))
    best = ((i, j) for i, ranked in enumerate(others) for _score, j in heapq.nsmallest(points.BEST, ranked))
    return sorted({(min(pair), max(pair)) for pair in best})


# The sentences of the rules, from the points and what gives them.


def same_topics(similarity: Similarity, score: int, topics: int) -> Reason:
    start = "Zelfde onderwerp" if topics.bit_count() == 1 else "Zelfde onderwerpen"
    return Reason("topics", score, f"{start}: {similarity.weighed(topics, similarity.stats.named)}")


def titles(similarity: Similarity, score: int, topics: tuple[int, int]) -> Reason:
    both, single = topics
    parts = [f"in beide titels: {similarity.weighed(both, lambda _: points.IN_BOTH_TITLES)}"] if both else []
    parts += [f"in één titel: {similarity.weighed(single, lambda _: points.IN_ONE_TITLE)}"] if single else []
    return Reason("title", score, words.capital("; ".join(parts)))


def mentions(similarity: Similarity, score: int, topics: int) -> Reason:
    return Reason("words", score, f"Ook in beide teksten: {similarity.weighed(topics, similarity.stats.mentioned)}")


def same_mix(_similarity: Similarity, score: int, topics: tuple[int, int]) -> Reason:
    same, either = topics
    return Reason("mix", score, f"{same.bit_count()} van hun {either.bit_count()} onderwerpen zijn gelijk")


def related_topics(similarity: Similarity, score: int, topics: tuple[str, str]) -> Reason:
    listed = words.listed(sorted(similarity.names.topics[topic] for topic in topics))
    return Reason("related", score, f"Onderwerpen die vaker samengaan: {listed}")


def same_themes(similarity: Similarity, score: int, themes: int) -> Reason:
    same = [id for id in similarity.names.themes if similarity.theme_bit.get(id, 0) & themes]
    start = "Zelfde thema" if len(same) == 1 else "Zelfde thema’s"
    listed = words.listed([similarity.names.themes[id] for id in same])
    return Reason("themes", score, f"{start}: {listed}", tuple(f"theme:{id}" for id in same))


def same_partners(similarity: Similarity, score: int, what: tuple[Features, int]) -> Reason:
    a, partners = what
    same = [name for key, name in a.profile.partners if similarity.partner_bit[key] & partners]
    start = "Zelfde partner" if len(same) == 1 else "Zelfde partners"
    return Reason("partners", score, f"{start}: {words.listed(same)}")


def phase_gap(similarity: Similarity, score: int, projects: tuple[Features, Features]) -> Reason:
    furthest_first = [p.profile for p in sorted(projects, key=lambda p: -p.phase)]
    states = [f"{similarity.names.municipalities[p.municipality]} {words.PHASES[p.status]}" for p in furthest_first]
    return Reason("ladder", score, f"Laatst bekende fase: {', '.join(states)}")
