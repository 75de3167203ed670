"""Bundles: groups of alike projects in two or more municipalities.

In: profiles in the order of id, and the scores of alike projects. Out: groups in which every project looks like the
others on average; a project is in one group at most. A project that looks like nothing changes no group.
"""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from g40site import addresses, words
from g40site.matching import points
from g40site.matching.alike import Names
from g40site.matching.profiles import Profile, Whole
from g40site.matching.reasons import Reason


@dataclass(frozen=True, slots=True)
class Bundle:
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
    """Joins the two groups that are most alike on average, as long as that is enough; ties go by number."""
    members: dict[int, tuple[int, ...]] = {n: (n,) for n in range(size)}
    links: dict[int, dict[int, int]] = {n: {} for n in range(size)}
    for (i, j), score in alike.items():
        links[i][j] = links[j][i] = score
    queue: list[tuple[float, int, int]] = [(-score, i, j) for (i, j), score in alike.items() if score >= points.BUNDLED]
    heapq.heapify(queue)
    while queue:
        _mean, i, j = heapq.heappop(queue)
        if i not in members or j not in members:
            continue
        new = size
        size += 1
        members[new] = tuple(sorted(members.pop(i) + members.pop(j)))
        links[new] = merged(links.pop(i), links.pop(j), i, j)
        for other, total in links[new].items():
            del_links(links[other], i, j)
            links[other][new] = total
            mean = total / (len(members[new]) * len(members[other]))
            if mean >= points.BUNDLED:
                heapq.heappush(queue, (-mean, other, new))
    return sorted(group for group in members.values() if len(group) > 1)


def merged(mine: Mapping[int, int], yours: Mapping[int, int], i: int, j: int) -> dict[int, int]:
    """The sums of scores of a joined group with each other group."""
    return {other: mine.get(other, 0) + yours.get(other, 0) for other in {*mine, *yours} - {i, j}}


def del_links(links: dict[int, int], i: int, j: int) -> None:
    links.pop(i, None)
    links.pop(j, None)


def bundle(members: Sequence[Profile], whole: Whole, names: Names, taken: set[str]) -> Bundle:
    topics = shared_topics(members, whole)
    title = words.listed([names.topics[topic] for topic in topics[: points.TITLE_TOPICS]])
    places = tuple(dict.fromkeys(place for p in members for place in p.places))
    id = addresses.slug("-".join(topics[: points.TITLE_TOPICS])) or members[0].id
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
