"""How well matching finds what people grouped, and how long it takes: `python bench/matching.py [ROOT]`.

In: the real site and `groups.yaml`. Out: a table. For each project of a group: which of its best look-alikes are in its
group, against the best possible (projects of its own municipality are never look-alikes). For bundles: how many of the
pairs that they make are pairs of a group, and the other way round, among grouped projects.
"""

import datetime as dt
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml
from msgspec.structs import replace

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from g40site import matching  # noqa: E402
from g40site.content.load import load_alone  # noqa: E402
from g40site.content.site import Site, assemble  # noqa: E402

BIG = 2000


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of one project's group: among its five and its ten best, as a part of what is possible."""

    precision: float
    recall: float


def main(root: Path) -> None:
    site = assemble(load_alone(root), drafts=False)
    groups = {g["title"]: g["projects"] for g in yaml.safe_load((HERE / "groups.yaml").read_text("utf-8"))}
    found = matching.match(site, dt.date.today())
    everything: list[Score] = []
    print(f"{'group':44} {'precision@5':>12} {'recall@10':>10} {'bundles F1':>11}")
    for title, members in groups.items():
        scores = [score(site, found, id, members) for id in members]
        everything += [one for one in scores if one is not None]
        known = [one for one in scores if one is not None]
        print(
            f"{title:44} {mean(s.precision for s in known):12.2f} {mean(s.recall for s in known):10.2f} "
            f"{f1({title: members}, found):11.2f}"
        )
    print(
        f"{'all':44} {mean(s.precision for s in everything):12.3f} {mean(s.recall for s in everything):10.3f} "
        f"{f1(groups, found):11.2f}"
    )
    print(
        f"\n{len(site.projects)} projects: {milliseconds(site, 7):.0f} ms; "
        f"{BIG} projects: {milliseconds(enlarged(site, BIG), 3):.0f} ms (CPU time of one core, best of several)"
    )


def score(site: Site, found: matching.Matching, id: str, members: Sequence[str]) -> Score | None:
    """None where nobody else of the group is elsewhere."""
    mates = {one for one in members if site.project[one].municipality != site.project[id].municipality}
    if not mates:
        return None
    ranked = [pair.other(id) for pair in found.best.get(id, ())] if found.best else []
    return Score(len(mates & set(ranked[:5])) / min(5, len(mates)), len(mates & set(ranked[:10])) / len(mates))


def f1(groups: Mapping[str, Sequence[str]], found: matching.Matching) -> float:
    """Pairs of bundles against pairs of groups, among the projects of the groups."""
    grouped = {id for members in groups.values() for id in members}
    right = pairs(groups.values())
    made = pairs([id for id in (*bundle.projects, *bundle.experience) if id in grouped] for bundle in found.bundles)
    return 2 * len(right & made) / (len(right) + len(made)) if right or made else 0.0


def pairs(groups: Iterable[Sequence[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for members in groups for pair in combinations(members, 2)}


def mean(numbers: Iterable[float]) -> float:
    listed = list(numbers)
    return sum(listed) / len(listed)


def milliseconds(site: Site, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        matching.match(site, dt.date.today())
        best = min(best, time.process_time() - start)
    return best * 1000


def enlarged(site: Site, size: int) -> Site:
    """The same projects again and again, each time with other municipalities: denser than real growth would be."""
    places = [m.id for m in site.municipalities]
    projects = []
    for number in range(size):
        project = site.projects[number % len(site.projects)]
        turn = number // len(site.projects)
        other = places[(places.index(project.municipality) + 7 * turn) % len(places)]
        projects.append(replace(project, id=f"{project.id}-{turn}", municipality=other))
    return replace(site, projects=tuple(projects))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent)
