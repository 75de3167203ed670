"""What matching reads of one project, and what it must know of all of them.

In: a project and the words for topics. Out: its profile, which depends on nothing else, so that the cache may keep it;
and from all profiles together how rare each topic is and which topics go together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

from msgspec import Struct

from g40site.content.site import Project, Site
from g40site.engine.fingerprints import fingerprint
from g40site.engine.tracking import Tracker
from g40site.matching import language, points
from g40site.matching.language import Vocabulary, plain
from g40site.privacy import redact


class Subjects(Struct, frozen=True):
    """The words for topics: `title` by every word for it, `titles` how a topic is written, and the vocabulary. The
    fingerprint is that of everything that a profile takes from other entries.
    """

    title: Mapping[str, str]
    titles: Mapping[str, str]
    vocabulary: Vocabulary
    fingerprint: bytes


class Profile(Struct, frozen=True, array_like=True):
    """One project: the topics that it names, those that it only mentions, and those in its title."""

    id: str
    municipality: str
    places: tuple[str, ...]
    status: str
    themes: tuple[str, ...]
    partners: tuple[tuple[str, str], ...]
    named: tuple[str, ...]
    mentioned: tuple[str, ...]
    in_title: tuple[str, ...]


class CorpusStats(Struct, frozen=True):
    """What follows from all projects together."""

    topics: Mapping[str, int]
    mentions: Mapping[str, int]
    related: Mapping[str, frozenset[str]]
    size: int

    def band(self, count: int) -> points.Band | None:
        """How rare something is that so many projects have; None is common."""
        for band in points.BANDS:
            if count <= max(band.projects, self.size // band.one_in):
                return band
        return None

    def is_uncommon(self, topic: str) -> bool:
        return self.band(self.topics.get(topic, 0)) is not None

    def named(self, topic: str) -> int:
        """The points when both projects name a topic."""
        band = self.band(self.topics.get(topic, 0))
        return band.same if band else points.COMMON_TOPIC

    def mentioned(self, topic: str) -> int:
        """The points when one project names a topic and the other only mentions it."""
        band = self.band(self.mentions.get(topic, 0))
        return band.mentioned if band else 0


def subjects(site: Site) -> Subjects:
    """The site's own list of topics, and every topic that a project or theme names beside it."""
    listed = site.settings.topics
    title = {plain(topic.title): plain(topic.title) for topic in listed}
    titles: dict[str, str] = {}
    words: dict[str, dict[str, None]] = {}
    for topic in listed:
        key = plain(topic.title)
        titles.setdefault(key, topic.title)
        words.setdefault(key, {}).update(dict.fromkeys((topic.title, *topic.also)))
        for word in topic.also:
            title.setdefault(plain(word), key)
    used = {word for p in site.projects for word in p.topics} | {word for t in site.themes for word in t.topics}
    for word in sorted(used):
        key = title.setdefault(plain(word), plain(word))
        titles.setdefault(key, word)
        words.setdefault(key, {})[word] = None
    all_words = sorted((key, *sorted(words[key])) for key in words)
    return Subjects(title, titles, Vocabulary(words), fingerprint((sorted(title.items()), all_words)))


def profile(project: Project, known: Subjects) -> Profile:
    """Depends on nothing but the project and the words for topics."""
    named = tuple(dict.fromkeys(known.title[plain(word)] for word in project.topics))
    title = language.topics_in(project.title, known.vocabulary)
    rest = ". ".join((project.summary, *project.topics, project.description or ""))
    mentioned = title | language.topics_in(rest, known.vocabulary)
    return Profile(
        id=project.id,
        municipality=project.municipality,
        places=tuple(dict.fromkeys((project.municipality, *project.others))),
        status=project.status,
        themes=project.themes,
        partners=tuple(sorted({plain(partner): redact(partner) for partner in project.partners}.items())),
        named=named,
        mentioned=tuple(sorted(mentioned - set(named))),
        in_title=tuple(sorted(title)),
    )


def cached_profile(tracker: Tracker, project: Project, known: Subjects) -> Profile:
    """The same as `profile` gives, perhaps from an earlier build: reading the words of projects is half of the work of
    matching. The scores of pairs follow from all projects together, since rare topics weigh more: they are worked out
    anew.
    """
    return tracker.memo("profile", (known.fingerprint, project), lambda: profile(project, known), Profile)


def corpus_stats(profiles: Iterable[Profile]) -> CorpusStats:
    """Counts over all projects; does not depend on their order."""
    chosen = list(profiles)
    topics = Counter(topic for p in chosen for topic in p.named)
    together = Counter(pair for p in chosen for pair in combinations(sorted(p.named), 2))
    bare = CorpusStats(topics, {}, {}, len(chosen))
    related: dict[str, set[str]] = {}
    for (a, b), count in together.items():
        rarer = min(topics[a], topics[b])
        often = count >= points.RELATED_LEAST and count * points.RELATED_ONE_IN >= rarer
        if often and bare.band(topics[a]) and bare.band(topics[b]):
            related.setdefault(a, set()).add(b)
            related.setdefault(b, set()).add(a)
    return CorpusStats(
        topics=topics,
        mentions=Counter(topic for p in chosen for topic in (*p.named, *p.mentioned)),
        related={topic: frozenset(others) for topic, others in related.items()},
        size=len(chosen),
    )
