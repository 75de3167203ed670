"""Which projects are alike, and why.

In: profiles, and what follows from all of them. Out: the score of every two projects that have a subject in common, and
its reasons. Only projects that share a topic are compared (an inverted index), and the score is counted on bit sets;
`reasons` says the same in words, for the pairs that are shown.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from g40site import words
from g40site.lifecycle import LADDER
from g40site.matching import points
from g40site.matching.points import Reason, counted
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


class Bits(Struct, frozen=True):
    """A profile as bit sets, for counting."""

    named: int
    mentioned: int
    title: int
    related: int
    themes: int
    partners: int
    step: int


class Scores:
    """The points of two projects, counted fast. `of` is symmetric."""

    def __init__(self, profiles: Sequence[Profile], stats: CorpusStats) -> None:
        self.profiles, self.stats = profiles, stats
        self.topic_bit = numbered(topic for p in profiles for topic in (*p.named, *p.mentioned, *p.in_title))
        self.theme_bit = numbered(theme for p in profiles for theme in p.themes)
        self.partner_bit = numbered(key for p in profiles for key, _name in p.partners)
        self.topics = list(self.topic_bit)
        self.uncommon = self.set_of((t for t in self.topics if stats.band(stats.topics.get(t, 0))), self.topic_bit)
        self.bits = [self.bits_of(p) for p in profiles]
        self.related_bits = [self.set_of(stats.related.get(topic, ()), self.topic_bit) for topic in self.topics]
        self.same_points: dict[int, int] = {}
        self.mentioned_points: dict[int, int] = {}
        self.related_seen: dict[tuple[int, int], bool] = {}

    def set_of(self, items: Iterable[str], numbers: Mapping[str, int]) -> int:
        found = 0
        for item in items:
            found |= 1 << numbers[item] if item in numbers else 0
        return found

    def bits_of(self, p: Profile) -> Bits:
        related = {other for topic in p.named for other in self.stats.related.get(topic, ())}
        return Bits(
            named=self.set_of(p.named, self.topic_bit),
            mentioned=self.set_of(p.mentioned, self.topic_bit),
            title=self.set_of(p.in_title, self.topic_bit),
            related=self.set_of(related, self.topic_bit),
            themes=self.set_of(p.themes, self.theme_bit),
            partners=self.set_of((key for key, _name in p.partners), self.partner_bit),
            step=LADDER.index(p.status) if p.status in LADDER else -1,
        )

    def of(self, i: int, j: int) -> int:
        """The points of two projects by their numbers."""
        a, b = self.bits[i], self.bits[j]
        same = a.named & b.named
        score = points.FURTHER if a.step != b.step and a.step >= 0 and b.step >= 0 else 0
        if mentioned := (a.named & b.mentioned) | (a.mentioned & b.named):
            score += self.mentioned(mentioned)
        if both := a.title & b.title & self.uncommon & (a.named | b.named):
            score += points.IN_BOTH_TITLES * both.bit_count()
        if same:
            score += self.same(same)
            if one := (a.title ^ b.title) & same & self.uncommon:
                score += points.IN_ONE_TITLE * one.bit_count()
            if is_same_mix(same.bit_count(), (a.named | b.named).bit_count()):
                score += points.SAME_MIX
        if a.related & b.named and self.are_related(a.named & ~b.named, b.named & ~a.named):
            score += points.RELATED_TOPICS
        if themes := a.themes & b.themes:
            score += points.SAME_THEME * min(points.MOST_THEMES, themes.bit_count())
        if partners := a.partners & b.partners:
            score += points.SAME_PARTNER * min(points.MOST_PARTNERS, partners.bit_count())
        return score

    def same(self, topics: int) -> int:
        if topics not in self.same_points:
            self.same_points[topics] = sum(self.stats.named(self.topics[n]) for n in numbers_in(topics))
        return self.same_points[topics]

    def mentioned(self, topics: int) -> int:
        if topics not in self.mentioned_points:
            self.mentioned_points[topics] = sum(self.stats.mentioned(self.topics[n]) for n in numbers_in(topics))
        return self.mentioned_points[topics]

    def are_related(self, mine: int, yours: int) -> bool:
        if (mine, yours) not in self.related_seen:
            self.related_seen[mine, yours] = any(self.related_bits[n] & yours for n in numbers_in(mine))
        return self.related_seen[mine, yours]

    def candidates(self) -> Iterator[tuple[int, set[int]]]:
        """For each project those after it that share a topic."""
        holders: dict[tuple[str, int], list[int]] = {}
        for number, bits in enumerate(self.bits):
            for topic in numbers_in(bits.named):
                holders.setdefault(("named", topic), []).append(number)
            for topic in numbers_in(bits.mentioned):
                if self.stats.mentioned(self.topics[topic]):
                    holders.setdefault(("mentioned", topic), []).append(number)
        for number, bits in enumerate(self.bits):
            found: set[int] = set()
            for topic in numbers_in(bits.named):
                found.update(holders.get(("named", topic), ()), holders.get(("mentioned", topic), ()))
            for topic in numbers_in(bits.mentioned):
                found.update(holders.get(("named", topic), ()))
            yield number, {other for other in found if other > number}


def numbered(items: Iterable[str]) -> dict[str, int]:
    return {item: number for number, item in enumerate(sorted(set(items)))}


def numbers_in(bits: int) -> Iterator[int]:
    """The positions of the bits that are set."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def is_same_mix(same: int, either: int) -> bool:
    return same >= points.MIX_LEAST and same * 10 >= either * points.MIX_TENTHS


def score_all(scores: Scores) -> dict[tuple[int, int], int]:
    """Every two projects with enough points to be listed, also of one municipality, by their numbers."""
    found = {}
    for number, others in scores.candidates():
        for other in others:
            score = scores.of(number, other)
            if score >= points.LISTED:
                found[number, other] = score
    return found


def best_pairs(profiles: Sequence[Profile], alike: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Every pair that is among the best of either project; ties go by id, and profiles stand in the order of id."""
    others: list[list[tuple[int, int]]] = [[] for _ in profiles]
    for (i, j), score in alike.items():
        if profiles[i].municipality != profiles[j].municipality:
            others[i].append((-score, j))
            others[j].append((-score, i))
    kept = {
        (min(i, j), max(i, j)) for i, ranked in enumerate(others) for _score, j in heapq.nsmallest(points.BEST, ranked)
    }
    return sorted(kept)


class Names(Struct, frozen=True):
    """How topics, themes and municipalities are written."""

    topics: Mapping[str, str]
    themes: Mapping[str, str]
    municipalities: Mapping[str, str]


def pair(a: Profile, b: Profile, score: int, stats: CorpusStats, names: Names) -> Pair:
    """Two projects with what a page says of them."""
    return Pair(a.id, b.id, score, shared_topics(a, b, stats, names), reasons(a, b, stats, names))


def shared_topics(a: Profile, b: Profile, stats: CorpusStats, names: Names) -> tuple[str, ...]:
    """What two projects are both about: topics that both name, the rarest first, then those that one only mentions."""
    both = set(a.named) & set(b.named)
    one = ((set(a.named) & set(b.mentioned)) | (set(a.mentioned) & set(b.named))) - both
    known = sorted(both | one, key=lambda topic: (topic not in both, stats.mentions[topic], topic))
    return tuple(names.topics[topic] for topic in known if topic in both or stats.mentioned(topic))


def reasons(a: Profile, b: Profile, stats: CorpusStats, names: Names) -> tuple[Reason, ...]:
    """Why two projects are alike; the same for both."""
    found = (
        same_topics(a, b, stats, names),
        titles(a, b, stats, names),
        mentions(a, b, stats, names),
        mix(a, b),
        related(a, b, stats, names),
        themes(a, b, names),
        partners(a, b),
        phase_gap(a, b, names),
    )
    return tuple(reason for reason in found if reason is not None)


def same_topics(a: Profile, b: Profile, stats: CorpusStats, names: Names) -> Reason | None:
    same = [(names.topics[topic], stats.named(topic)) for topic in sorted(set(a.named) & set(b.named))]
    if not same:
        return None
    start = "Zelfde onderwerp" if len(same) == 1 else "Zelfde onderwerpen"
    ordered = sorted(same, key=lambda part: (-part[1], part[0]))
    return Reason("topics", sum(part for _, part in same), f"{start}: {counted(ordered)}")


def titles(a: Profile, b: Profile, stats: CorpusStats, names: Names) -> Reason | None:
    in_a, in_b = set(a.in_title), set(b.in_title)
    named = set(a.named) | set(b.named)
    uncommon = {topic for topic in in_a | in_b if stats.band(stats.topics.get(topic, 0))}
    both = sorted(names.topics[topic] for topic in in_a & in_b & named & uncommon)
    one = sorted(names.topics[topic] for topic in (in_a ^ in_b) & set(a.named) & set(b.named) & uncommon)
    if not both and not one:
        return None
    parts = []
    if both:
        parts.append(f"in beide titels: {counted((name, points.IN_BOTH_TITLES) for name in both)}")
    if one:
        parts.append(f"in één titel: {counted((name, points.IN_ONE_TITLE) for name in one)}")
    sum_ = points.IN_BOTH_TITLES * len(both) + points.IN_ONE_TITLE * len(one)
    text = "; ".join(parts)
    return Reason("title", sum_, words.capital(text))


def mentions(a: Profile, b: Profile, stats: CorpusStats, names: Names) -> Reason | None:
    either = (set(a.named) & set(b.mentioned)) | (set(a.mentioned) & set(b.named))
    parts = [(names.topics[topic], stats.mentioned(topic)) for topic in either if stats.mentioned(topic)]
    if not parts:
        return None
    ordered = sorted(parts, key=lambda part: (-part[1], part[0]))
    return Reason("words", sum(part for _, part in parts), f"Ook in beide teksten: {counted(ordered)}")


def mix(a: Profile, b: Profile) -> Reason | None:
    same, either = len(set(a.named) & set(b.named)), len(set(a.named) | set(b.named))
    if not is_same_mix(same, either):
        return None
    return Reason("mix", points.SAME_MIX, f"{same} van hun {either} onderwerpen zijn gelijk")


def related(a: Profile, b: Profile, stats: CorpusStats, names: Names) -> Reason | None:
    mine, yours = sorted(set(a.named) - set(b.named)), set(b.named) - set(a.named)
    for topic in mine:
        if near := sorted(stats.related.get(topic, frozenset()) & yours):
            pair = words.listed(sorted((names.topics[topic], names.topics[near[0]])))
            return Reason("related", points.RELATED_TOPICS, f"Onderwerpen die vaker samengaan: {pair}")
    return None


def themes(a: Profile, b: Profile, names: Names) -> Reason | None:
    same = [id for id in names.themes if id in a.themes and id in b.themes]
    if not same:
        return None
    start = "Zelfde thema" if len(same) == 1 else "Zelfde thema’s"
    listed = words.listed([names.themes[id] for id in same])
    refs = tuple(f"theme:{id}" for id in same)
    return Reason("themes", points.SAME_THEME * min(points.MOST_THEMES, len(same)), f"{start}: {listed}", refs)


def partners(a: Profile, b: Profile) -> Reason | None:
    shown = dict(a.partners)
    same = [shown[key] for key, _name in b.partners if key in shown]
    if not same:
        return None
    start = "Zelfde partner" if len(same) == 1 else "Zelfde partners"
    number = min(points.MOST_PARTNERS, len(same))
    return Reason("partners", points.SAME_PARTNER * number, f"{start}: {words.listed(same)}")


def phase_gap(a: Profile, b: Profile, names: Names) -> Reason | None:
    if a.status == b.status or a.status not in LADDER or b.status not in LADDER:
        return None
    first, second = sorted((a, b), key=lambda p: -LADDER.index(p.status))
    states = [f"{names.municipalities[p.municipality]} {words.PHASES[p.status]}" for p in (first, second)]
    return Reason("ladder", points.FURTHER, f"Laatst bekende fase: {', '.join(states)}")
