"""Bundles: groups of alike projects in two or more municipalities.

In: profiles in the order of id, and the scores of alike projects. Out: groups in which every project looks like the
others on average; a project is in one group at most. A project that looks like nothing changes no group. What is over
is nobody's work of today: it stands apart, and a group without two municipalities beside it is none.
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence

from msgspec import Struct

from g40site import addresses, words
from g40site.lifecycle import EARLY, FAR
from g40site.matching import points
from g40site.matching.points import Reason, total
from g40site.matching.profiles import CorpusStats, Profile
from g40site.matching.similarity import Names
from g40site.privacy import redact


class Bundle(Struct, frozen=True):
    """Alike projects; `reasons` say why it is a chance, and their points give the order.

    `experience` are alike projects that are over: whom to ask what they learned. They count for nothing else.
    """

    id: str
    title: str
    projects: tuple[str, ...]
    experience: tuple[str, ...]
    municipalities: tuple[str, ...]
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]


def bundles(
    profiles: Sequence[Profile],
    alike: Mapping[tuple[int, int], int],
    ended: Container[str],
    stats: CorpusStats,
    names: Names,
) -> tuple[Bundle, ...]:
    """The largest chance first; ties go by id."""
    groups = [[profiles[n] for n in group] for group in grouped(len(profiles), alike)]
    taken: set[str] = set()
    chances = []
    for group in groups:
        members = [p for p in group if p.id not in ended]
        if len({p.municipality for p in members}) > 1:
            chances.append(bundle(members, [p for p in group if p.id in ended], stats, names, taken))
            taken.add(chances[-1].id)
    return tuple(sorted(chances, key=lambda b: (-total(b.reasons), b.id)))


def grouped(size: int, alike: Mapping[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Joins groups that are each other's most alike on average, as long as that is enough; ties go by number.

    A chain of nearest neighbours ends at two that are each other's; joining others never makes a group more alike to
    one, so but for ties the result is that of always joining the best two of all (Müllner 2011, 3.2). What has the most
    alike neighbour begins.
    """
    groups = Groups(size, alike)
    chain: list[int] = []
    waiting = sorted(range(size), key=lambda n: (max(groups.links[n].values(), default=0), -n))
    while chain or waiting:
        if not chain:
            first = waiting.pop()
            if first in groups.members:
                chain.append(first)
            continue
        near = groups.nearest(chain[-1])
        if near is None:
            chain.pop()
        elif len(chain) > 1 and near == chain[-2]:
            waiting.append(groups.join(chain.pop(), chain.pop()))
        else:
            chain.append(near)
    return sorted(group for group in groups.members.values() if len(group) > 1)


class Groups:
    """The groups so far by number, and the sum of scores of every two that are linked."""

    def __init__(self, size: int, alike: Mapping[tuple[int, int], int]) -> None:
        self.members: dict[int, tuple[int, ...]] = {n: (n,) for n in range(size)}
        self.links: dict[int, dict[int, int]] = {n: {} for n in range(size)}
        self.next = size
        for (i, j), score in alike.items():
            self.links[i][j] = self.links[j][i] = score

    def nearest(self, number: int) -> int | None:
        """The group that is most alike on average, if that is enough."""
        members = self.members
        most, best = float(points.BUNDLED * len(members[number])), None
        for other, shared in self.links[number].items():
            mean = shared / len(members[other])
            if mean > most or (mean == most and (best is None or other < best)):
                most, best = mean, other
        return best

    def join(self, i: int, j: int) -> int:
        """Joins two groups under a new number; a link of either is a link of both."""
        new, self.next = self.next, self.next + 1
        self.members[new] = tuple(sorted(self.members.pop(i) + self.members.pop(j)))
        mine, yours = self.links.pop(i), self.links.pop(j)
        self.links[new] = {other: mine.get(other, 0) + yours.get(other, 0) for other in {*mine, *yours} - {i, j}}
        for other, shared in self.links[new].items():
            links = self.links[other]
            links.pop(i, None)
            links.pop(j, None)
            links[new] = shared
        return new


def bundle(
    members: Sequence[Profile], over: Sequence[Profile], stats: CorpusStats, names: Names, taken: Container[str]
) -> Bundle:
    ordered = by_weight(members, stats)
    topics = [topic for topic, often in ordered if often >= least(len(members))]
    named = (topics or [topic for topic, _often in ordered[:1]])[: points.TITLE_TOPICS]
    title = words.listed([names.topics[topic] for topic in named])
    municipalities = tuple(dict.fromkeys(id for p in members for id in p.places))
    id = addresses.slug("-".join(redact(topic) for topic in named)) or members[0].id
    return Bundle(
        id=id if id not in taken else f"{id}-{members[0].id}",
        title=words.capital(title),
        projects=tuple(p.id for p in members),
        experience=tuple(p.id for p in over),
        municipalities=municipalities,
        topics=tuple(names.topics[topic] for topic in topics),
        reasons=reasons(members, ordered, len(municipalities), names),
    )


def by_weight(members: Sequence[Profile], stats: CorpusStats) -> list[tuple[str, int]]:
    """Each topic with how many of the projects are about it; what says most about them together first."""
    count = Counter(topic for p in members for topic in {*p.named, *p.in_title})
    return sorted(count.items(), key=lambda item: (-item[1] * stats.named(item[0]), item[0]))


def least(members: int) -> int:
    """So many projects of a bundle must be about a topic before it is what they share: both, else all but one."""
    return max(2, members - 1)


def reasons(
    members: Sequence[Profile], ordered: Sequence[tuple[str, int]], municipalities: int, names: Names
) -> tuple[Reason, ...]:
    """Why a bundle is a chance: many municipalities, much in common, and somebody is far where others are early."""
    score = points.EACH_MUNICIPALITY * municipalities
    reasons = [Reason("municipalities", score, f"Projecten van {municipalities} gemeenten")]
    for of, often in (("", len(members)), (", op één project na", len(members) - 1)):
        shared = [names.topics[topic] for topic, number in ordered if number == often >= least(len(members))]
        if shared:
            start = "Zelfde onderwerp" if len(shared) == 1 else "Zelfde onderwerpen"
            text = f"{start}{of}: {words.listed(shared)}"
            reasons.append(Reason("topics", points.EACH_TOPIC * len(shared), text))
    far = sum(p.status in FAR for p in members)
    early = sum(p.status in EARLY for p in members)
    if far and early:
        text = f"Laatst bekende fase: {far} keer in gebruik of opschaling, {early} keer verkenning of pilot"
        reasons.append(Reason("steps", points.EACH_FAR_AND_EARLY * far * early, text))
    return tuple(reasons)
