"""Profiles that an earlier build made: reading the words of a project is half of the work of matching.

In: pieces that are remembered. Out: a way to a profile, the same as `profiles.profile` gives. A profile follows from
its project and the words for topics, so an edited project has a new one and the others keep theirs; the scores of pairs
follow from all projects together, since rare topics weigh more, and are worked out anew.
"""

from msgspec.json import Decoder

from g40site.content.site import Project
from g40site.engine.fingerprints import digest
from g40site.engine.pieces import Pieces
from g40site.matching.profiles import Profile, Subjects, profile

PROFILE = Decoder(Profile)


class Profiles:
    """Profiles by project and words; what is not remembered is made."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self.words: tuple[Subjects, str] | None = None

    def of(self, project: Project, known: Subjects) -> Profile:
        if self.words is None or self.words[0] is not known:
            self.words = known, digest_of(known).hex()
        name = f"profile {self.words[1]}"
        return self.pieces.value(name, (project,), lambda: profile(project, known), PROFILE)


def digest_of(known: Subjects) -> bytes:
    """The digest of everything that a profile takes from the other entries."""
    vocabulary = known.vocabulary
    single = tuple(sorted((word, tuple(sorted(topics))) for word, topics in vocabulary.single.items()))
    found = (pair for phrases in vocabulary.phrases.values() for pair in phrases.items())
    phrases = tuple(sorted((words, tuple(sorted(topics))) for words, topics in found))
    return digest((tuple(sorted(known.title.items())), single, phrases, tuple(sorted(vocabulary.silent))))
