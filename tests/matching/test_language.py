"""Which words of a text mean the same."""

import pytest

from g40site.matching.language import Vocabulary, stem, topics_in

KNOWN = Vocabulary(
    {
        "geluid": ("geluid",),
        "sensoren": ("sensoren", "sensor"),
        "parkeren": ("parkeren",),
        "verkeerslichten": ("verkeerslichten", "iVRI", "groen licht"),
        "groen": ("groen", "bomen"),
        "metingen": ("metingen",),
        "plannen": ("plannen",),
    },
)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Sensor", {"sensoren"}),
        ("geluidssensoren", {"geluid", "sensoren"}),
        ("een parkeerplaats", {"parkeren"}),
        ("Fietsers krijgen groen licht", {"verkeerslichten"}),
        ("De iVRI's", {"verkeerslichten"}),
        ("eerder groen", set()),
        ("meer bomen", {"groen"}),
        ("een huis in de wijk", set()),
        ("samen met de buurt", set()),
        ("de metingen", {"metingen"}),
        ("luchtmetingen", {"metingen"}),
    ],
)
def test_topics_in_a_text(text: str, topics: set[str]) -> None:
    assert topics_in(text, KNOWN) == topics


def test_accents_and_long_vowels_do_not_part_words() -> None:
    assert stem("coördineren") == stem("coordineren")
    assert stem("parkeer") == stem("parkeren")
