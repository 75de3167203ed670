"""Every point that matching gives, in one table, and the reasons that they are given for.

`docs/developers/matching.md` explains the points, and a test keeps the two equal.

Points are whole numbers. A score is the sum of the reasons that a page shows; nothing is added or scaled beside them.
"""

from collections.abc import Iterable

from msgspec import Struct


class Band(Struct, frozen=True):
    """How rare a topic is: at most `projects` projects have it, or one in `one_in` of all on a large site."""

    projects: int
    one_in: int
    same: int
    """Both projects name the topic."""
    mentioned: int
    """One project names the topic, the other only writes about it."""


# The first band that fits counts; a topic that fits none is common.
BANDS = (
    Band(projects=4, one_in=28, same=7, mentioned=3),
    Band(projects=8, one_in=14, same=5, mentioned=3),
    Band(projects=14, one_in=8, same=3, mentioned=1),
)
COMMON_TOPIC = 1

# For a topic that is not common, on top of the above.
IN_BOTH_TITLES = 7
IN_ONE_TITLE = 1
# At least three in ten of all topics of the two projects are the same, and at least two.
SAME_MIX = 3
MIX_TENTHS, MIX_LEAST = 3, 2
# The two topics are not the same, but stand together in several projects: at least two, and a third of the rarer one.
RELATED_TOPICS = 3
RELATED_LEAST, RELATED_ONE_IN = 2, 3
SAME_THEME, MOST_THEMES = 3, 2
SAME_PARTNER, MOST_PARTNERS = 1, 2
# One is further on the ladder, so that the other can learn from it.
FURTHER = 1

# Pairs below the first are not listed at all; from the second on a project is said to look like another.
LISTED, ALIKE = 6, 10
BEST, SHOWN = 10, 5

# Bundles: on average two projects of a bundle have so many points together.
BUNDLED = 7
TITLE_TOPICS = 2
# Each project that is far, in use or scaling, counts once for each that is early: so often somebody can ask somebody.
EACH_MUNICIPALITY, EACH_TOPIC, EACH_FAR_AND_EARLY = 2, 1, 1

# Joining advice for a municipality and a theme.
EACH_PROJECT, MOST_PROJECTS = 2, 2
EACH_LIKE_LEAD, MOST_LIKE_LEAD = 3, 2
EACH_LIKE_PARTICIPANT, MOST_LIKE_PARTICIPANT = 2, 2
EACH_THEME_TOPIC, MOST_THEME_TOPICS = 1, 3
# A theme is advised from so many points on, and only the best few of a municipality.
ADVISED, MOST_ADVISED = 6, 2
# Where nothing is advised, so many themes are shown with what is missing.
NEAREST = 3

# Every kind of reason, with what it is about.
KINDS = {
    "topics": "onderwerpen die gelijk zijn",
    "title": "onderwerpen in de titel",
    "words": "onderwerpen in de tekst",
    "mix": "het deel van de onderwerpen dat gelijk is",
    "related": "onderwerpen die vaker samengaan",
    "themes": "thema’s die gelijk zijn",
    "partners": "partners die gelijk zijn",
    "ladder": "de fase",
    "projects": "projecten in het thema",
    "lead": "projecten van de koploper",
    "participants": "projecten van deelnemers",
    "municipalities": "het aantal gemeenten",
    "steps": "hoe ver de projecten zijn",
}


# What the open data lets a reason point at.
REF_KINDS = ("project", "theme")


class Reason(Struct, frozen=True):
    """`kind` is one of `KINDS`; `text` stands literally on the page that shows it; `refs` are `kind:id`, of one of
    `REF_KINDS`.
    """

    kind: str
    points: int
    text: str
    refs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"`{self.kind}` is no kind of reason: name it in `KINDS` of `matching/points.py`")
        if any(ref.partition(":")[0] not in REF_KINDS for ref in self.refs):
            raise ValueError(f"a reason points at a project or a theme, not at {', '.join(self.refs)}")


def total(reasons: Iterable[Reason]) -> int:
    return sum(reason.points for reason in reasons)
