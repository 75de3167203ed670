"""Which topics a Dutch text mentions.

In: a text, and the words for topics. Out: the topics that it mentions. A compound mentions what its parts mean
(*fietsenstalling*: fiets, stalling). No dictionary, no model.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

WORD = re.compile(r"[^\W\d_]+")
DOUBLED = re.compile(r"([aeou])\1")
# A part of a compound is a known word of at least so many letters.
SHORTEST_PART = 5

# Words that name no topic unless a topic is called so: little words, and what every project of a municipality has.
SAY_NOTHING = """
aan achter actie alle alleen allemaal als ander andere anderen bedoeld begin begon begonnen behalve beide bij bijna
bijvoorbeeld binnen blijft blijven bleef boven breed buiten daar daarbij daarmee daarna daarom daarop daarvan daarvoor
deden deed deel deelde dienst digitaal digitale doen door doorgeven dicht die dit dus eerder eerst eerste eigen elk
elkaar elke enkele even fase gaan gaat gaf geeft geen geheel gemeente gemeenten ging gingen goed goede groot grote
haar had hadden hangen hebben heeft heel help helpen helpt hen het hier hield hing hoe hoeveel hun iedere iedereen
iemand iets inwoner inwoners jaar jaren kan keek kiezen klein kleine kon konden komen komt kreeg kregen krijgen kunnen
kwam kwamen laat langer laten lang leren liep liet lieten loopt maak maakt maakte maakten maand maar maken manier mee
meer meeste meedoen men mensen met mocht moest moesten moet moeten mogelijk naar namelijk nam namen niet nieuw nieuwe
nodig nog ongeveer onder onderzocht onderzoek onderzoeken ook open over paar plan plannen plek plekken precies
proberen probeerde probeerden proef proeven project projecten samen samenwerken samenwerking slim slimme smart snel
snelle soms staan staat stad steden steeds stond stonden straks tegen terug test testen teste testte tijd tijdens toen
tot tussen twee uit van vanaf vanuit vanzelf veel verder verschillende vier vijf volgens voor vooral voorbeeld vooraf
waar waarin waarmee waarom wanneer waren was wat week weg weinig welk welke werd werden werk werken werkt werkte
werkten wie wil wilde wilden worden wordt zal zelf zes zetten zette zich zien ziet zijn zitten zoals zocht zoeken
zonder zou zouden zowel city cities living lab data gegevens systeem techniek technisch technologie toepassing
toepassingen gebruik gebruiken gebruikt gebruikte gebruikten bedrijf bedrijven partij partijen organisatie
organisaties januari februari maart april mei juni juli augustus september oktober november december
"""
# Words that a topic may be called, but that mean something else in most sentences: *eerder groen*, *werken aan*.
MEAN_MORE = "groen werk werken bouw bouwen plan plannen planning ruimte kunst raad stroom plaats kaart"
STOP, DOUBTFUL = frozenset(SAY_NOTHING.split()), frozenset(MEAN_MORE.split())


@cache
def stemmer() -> Any:
    """The package knows many languages, so it is only imported when a word must be cut."""
    import snowballstemmer

    return snowballstemmer.stemmer("dutch")


class Vocabulary:
    """The words for topics: one word by its stem, several by the first of their stems."""

    def __init__(self, topics: Mapping[str, Iterable[str]]) -> None:
        self.single: dict[str, set[str]] = {}
        self.phrases: dict[str, dict[tuple[str, ...], set[str]]] = {}
        self.seen: dict[str, frozenset[str]] = {}
        # A little word names no topic, also where its stem is that of a topic: *met* is no *metingen*. What a topic is
        # called names it when it stands alone, but not as a part of another: *satellietgegevens* are no *gegevens*.
        self.silent = STOP - {plain(word) for words in topics.values() for word in words}
        for topic, words in topics.items():
            for word in words:
                phrase = stems(word)
                if len(phrase) > 1:
                    self.phrases.setdefault(phrase[0], {}).setdefault(phrase, set()).add(topic)
                elif phrase and plain(word) not in DOUBTFUL:
                    self.single.setdefault(phrase[0], set()).add(topic)

    def topics_of(self, word: str) -> frozenset[str]:
        """The topics that a word names, whole or as the first or last part of a compound."""
        if word in self.silent:
            return frozenset()
        if word not in self.seen:
            self.seen[word] = frozenset(self.single.get(stem(word)) or self.topics_of_halves(word))
        return self.seen[word]

    def topics_of_halves(self, word: str) -> set[str]:
        """*Geluidssensor*: geluid(s), sensor."""
        topics: set[str] = set()
        for end in range(SHORTEST_PART, len(word) - 2):
            for half in (word[:end], word[end:]):
                if len(half) >= SHORTEST_PART and half not in STOP:
                    topics |= self.single.get(stem(half), set())
        return topics


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """Lower case without accents, so that ‘idee’ and ‘ideeën’ meet."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The Dutch stem, with a long vowel written once, since Dutch doubles it by turns (*parkeren*, *parkeerplaats*)."""
    return DOUBLED.sub(r"\1", str(stemmer().stemWord(plain(word))))


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in WORD.findall(text))


def topics_in(text: str, known: Vocabulary) -> frozenset[str]:
    """The topics that a text mentions."""
    written = WORD.findall(text)
    line = tuple(stem(word) for word in written)
    topics: set[str] = set()
    for at, (word, root) in enumerate(zip(written, line, strict=True)):
        for phrase, named in known.phrases.get(root, {}).items():
            if line[at : at + len(phrase)] == phrase:
                topics |= named
        topics |= known.topics_of(plain(word))
    return frozenset(topics)
