"""Which words of a text mean the same."""

import pytest

from g40site.matching.language import Vocabulary, meaning, stem

KNOWN = Vocabulary(
    {
        "geluid": ("geluid",),
        "sensoren": ("sensoren", "sensor"),
        "parkeren": ("parkeren",),
        "verkeerslichten": ("verkeerslichten", "iVRI", "groen licht"),
        "groen": ("groen", "bomen"),
    },
    ["Alkmaar"],
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
    ],
)
def test_topics_in_a_text(text: str, topics: set[str]) -> None:
    assert meaning(text, KNOWN).topics == topics


def test_other_words_are_kept_by_their_stem_without_little_words_and_places() -> None:
    assert [word for _root, word in meaning("Alkmaar zoekt met de kwartels een Ideeënbus", KNOWN).words] == [
        "ideeënbus",
        "kwartels",
        "zoekt",
    ]


def test_accents_and_long_vowels_do_not_part_words() -> None:
    assert stem("coördineren") == stem("coordineren")
    assert stem("parkeer") == stem("parkeren")
