"""Profiles that an earlier build made: reading the words of a project is half of the work of matching.

In: the tracker. Out: a way to a profile, the same as `profiles.profile` gives. A profile follows from its project and
the words for topics, so an edited project has a new one and the others keep theirs; the scores of pairs follow from all
projects together, since rare topics weigh more, and are worked out anew.
"""

from g40site.content.site import Project
from g40site.engine.fingerprints import fingerprint
from g40site.engine.tracking import Tracker
from g40site.matching.profiles import Profile, Subjects, profile


class Profiles:
    """Profiles by project and words; what the cache does not have is made."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.words: tuple[Subjects, bytes] | None = None

    def of(self, project: Project, known: Subjects) -> Profile:
        if self.words is None or self.words[0] is not known:
            self.words = known, fingerprint_of(known)
        return self.tracker.memo("profile", (self.words[1], project), lambda: profile(project, known), Profile)


def fingerprint_of(known: Subjects) -> bytes:
    """The fingerprint of everything that a profile takes from the other entries."""
    vocabulary = known.vocabulary
    single = tuple(sorted((word, tuple(sorted(topics))) for word, topics in vocabulary.single.items()))
    pairs = (pair for phrases in vocabulary.phrases.values() for pair in phrases.items())
    phrases = tuple(sorted((words, tuple(sorted(topics))) for words, topics in pairs))
    return fingerprint((tuple(sorted(known.title.items())), single, phrases, tuple(sorted(vocabulary.silent))))
