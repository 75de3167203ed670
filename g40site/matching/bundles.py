"""Bundles: groups of alike projects in two or more municipalities.

In: profiles in the order of id, and the scores of alike projects. Out: groups in which every project looks like the
others on average; a project is in one group at most. A project that looks like nothing changes no group.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from g40site import addresses, words
from g40site.matching import points
from g40site.matching.alike import Names
from g40site.matching.profiles import Profile, Whole
from g40site.matching.reasons import Reason
from g40site.privacy import private


class Bundle(Struct, frozen=True):
    """Alike projects; `reasons` say why it is a chance, and their points give the order."""

    id: str
    title: str
    projects: tuple[str, ...]
    municipalities: tuple[str, ...]
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    scales: bool


def bundles(
    profiles: Sequence[Profile], alike: Mapping[tuple[int, int], int], whole: Whole, names: Names
) -> tuple[Bundle, ...]:
    """The largest chance first; ties go by id."""
    groups = [[profiles[n] for n in group] for group in grouped(len(profiles), alike)]
    taken: set[str] = set()
    found = []
    for members in groups:
        if len({p.municipality for p in members}) > 1:
            made = bundle(members, whole, names, taken)
            taken.add(made.id)
            found.append(made)
    return tuple(sorted(found, key=lambda b: (-sum(r.points for r in b.reasons), b.id)))


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
        most, found = float(points.BUNDLED * len(members[number])), None
        for other, total in self.links[number].items():
            mean = total / len(members[other])
            if mean > most or (mean == most and (found is None or other < found)):
                most, found = mean, other
        return found

    def join(self, i: int, j: int) -> int:
        """Joins two groups under a new number; a link of either is a link of both."""
        new, self.next = self.next, self.next + 1
        self.members[new] = tuple(sorted(self.members.pop(i) + self.members.pop(j)))
        mine, yours = self.links.pop(i), self.links.pop(j)
        self.links[new] = {other: mine.get(other, 0) + yours.get(other, 0) for other in {*mine, *yours} - {i, j}}
        for other, total in self.links[new].items():
            links = self.links[other]
            links.pop(i, None)
            links.pop(j, None)
            links[new] = total
        return new


def bundle(members: Sequence[Profile], whole: Whole, names: Names, taken: set[str]) -> Bundle:
    topics = shared_topics(members, whole)
    title = words.listed([names.topics[topic] for topic in topics[: points.TITLE_TOPICS]])
    places = tuple(dict.fromkeys(place for p in members for place in p.places))
    id = addresses.slug("-".join(private(topic) for topic in topics[: points.TITLE_TOPICS])) or members[0].id
    scales = any(p.status == "scaling" for p in members)
    return Bundle(
        id=id if id not in taken else f"{id}-{members[0].id}",
        title=title[:1].upper() + title[1:],
        projects=tuple(p.id for p in members),
        municipalities=places,
        topics=tuple(names.topics[topic] for topic in topics),
        reasons=reasons(members, topics, len(places), names),
        scales=scales,
    )


def shared_topics(members: Sequence[Profile], whole: Whole) -> tuple[str, ...]:
    """The topics of at least half of the projects, else the most shared one; what says most about them first."""
    count = Counter(topic for p in members for topic in {*p.named, *p.in_title})
    weight = {topic: number * whole.named(topic) for topic, number in count.items()}
    ordered = sorted(weight, key=lambda topic: (-weight[topic], topic))
    often = [topic for topic in ordered if count[topic] * 2 >= len(members)]
    return tuple(often or ordered[:1])


def reasons(members: Sequence[Profile], topics: Sequence[str], places: int, names: Names) -> tuple[Reason, ...]:
    """Why a bundle is a chance: many municipalities, much in common, and still local."""
    local = sum(p.status in ("exploring", "pilot") for p in members)
    shared = words.listed([names.topics[topic] for topic in topics])
    found = [
        Reason("municipalities", points.EACH_MUNICIPALITY * places, f"{places} gemeenten werken hieraan"),
        Reason("topics", points.EACH_TOPIC * len(topics), f"Ten minste de helft gaat over {shared}"),
    ]
    if local:
        many = "project is" if local == 1 else "projecten zijn"
        text = f"{local} {many} nog in de verkenning of de pilot"
        found.append(Reason("local", points.EACH_LOCAL * local, text))
    if not any(p.status == "scaling" for p in members):
        found.append(Reason("nobody-scales", points.NOBODY_SCALES, "Niemand schaalt dit nog op"))
    return tuple(found)
