"""The index that the search page of the site reads: words, where they stand, and what there is to show.

In: the publication. Out: JSON. Forms of one word are grouped by their Dutch stem, and a compound also stands under its
parts, so the browser needs neither a stemmer nor a dictionary (`docs/developers/search.md`). A site of a usual size has
one file; a large one has a file for a few first letters each and one for every few hundred entries, and a visitor
fetches what the question needs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from g40site.content.site import Site
from g40site.engine.tracking import chunks, query
from g40site.markdown.typography import curly
from g40site.matching.language import plain, stem
from g40site.outputs.columns import private
from g40site.outputs.findable import KINDS, Entry, Source, sources
from g40site.outputs.opendata import compact
from g40site.outputs.publication import Publication

# From about so many entries the whole index would pass 300 kB, and is split.
MOST_IN_ONE_FILE, ENTRIES_IN_A_PART = 1000, 500
# Words stand together by their first letter; what begins with anything else stands under 0.
SHELVES = ("abc", "def", "ghi", "jkl", "mno", "pqr", "stu", "vwxyz", "0")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
APOSTROPHE = re.compile(r"['’]")
# A part of a compound has so many letters; one that stands alone beside an unknown rest has more.
# Nobody looks for a longer word, and to look for its parts would take for ever.
LONGEST = 60
SHORTEST_PART, SHORTEST_LONE_PART = 4, 6
LINKS = ("", "s", "en", "e", "n")
# Words that say nothing in a question, and are in no index.
LITTLE = """
aan als bij dan dat de der deze die dit doe doen doet door een en er geen gaat had heb heeft het hij hoe hun ik in is
je kan kon kun maar me met mijn moet naar niet nog nu of om ons onze ook op over s te tot uit u uw van veel voor waar
wanneer was wat we welk welke wel wie wij wil wordt zal ze zich zij zijn zo zou
"""
STOP = frozenset(LITTLE.split())


class Found(Struct, frozen=True, array_like=True):
    """One entry as the index has it: what a result shows, and its words by their stem (`words_in`)."""

    shown: list[object]
    words: dict[str, list[Any]]


class Group(Struct, frozen=True):
    """Forms of one word, and how much it says of each entry, from 1 to 9."""

    forms: tuple[str, ...]
    weights: Mapping[int, int]


def is_split(site: Site) -> bool:
    """Whether a site has so much to find that its index is not one file."""
    return size(site) > MOST_IN_ONE_FILE


def size(site: Site) -> int:
    """How many entries there are at least; bundles, which are known last, come on top of that."""
    return sum(
        map(len, (site.themes, site.municipalities, site.topics, site.projects, site.news, site.events, site.pages))
    )


def parts(site: Site) -> range:
    """The numbers of the files with entries; the last has all that are left."""
    return range(size(site) // ENTRIES_IN_A_PART + 1) if is_split(site) else range(0)


def index(publication: Publication) -> bytes:
    """The first file: all of it, or, of a large site, what there is in the others."""
    site = publication.site
    head = {"kinds": KINDS, "little": sorted(STOP), "size": size(site), "shelves": SHELVES}
    if is_split(site):
        return compact({**head, "part": ENTRIES_IN_A_PART, "last": parts(site)[-1]})
    found = found_on(publication)
    return compact({**head, "entries": [one.shown for one in found], "words": words_of(found)})


def words_file(publication: Publication, shelf: str) -> bytes:
    """The words of a large site that begin with one of a few letters."""
    return compact(all_words(publication)[shelf])


@query("publication")
def all_words(publication: Publication) -> dict[str, str]:
    """The words of all that can be found, which every file of a large site has a part of."""
    return words_of(found_on(publication))


def entries_file(publication: Publication, number: int) -> bytes:
    """Some entries of a large site."""
    start = number * ENTRIES_IN_A_PART
    end = None if number == parts(publication.site)[-1] else start + ENTRIES_IN_A_PART
    return compact([one.shown for one in found_on(publication)[start:end]])


@query("publication")
def found_on(publication: Publication) -> tuple[Found, ...]:
    """All that can be found, which every file of a large site has a part of."""
    return tuple(found_in(publication))


def found_in(publication: Publication) -> Iterator[Found]:
    """Taking the words of all texts apart takes long, so what was found in a run of items is kept."""
    for source in sources(publication):
        for items in chunks(source.items):
            compute = partial(all_of, publication, source, items)
            yield from publication.memo(f"findable {source.name}", items, compute, list[Found])


def all_of(publication: Publication, source: Source, items: Sequence[object]) -> list[Found]:
    return [Found(shown(entry), words_in(entry)) for item in items for entry in source.entries(publication, item)]


def shown(entry: Entry) -> list[object]:
    """What a result needs; an address stands below the site's own."""
    title, line, summary = (curly(private(text)) for text in (entry.title, entry.line, entry.summary))
    return [entry.kind, title, entry.address.removeprefix("/"), line, summary]


def words_in(entry: Entry) -> dict[str, list[int | str]]:
    """By its stem how much a word of an entry says at most, and the forms in which it stands there."""
    weights: dict[str, int] = {}
    forms: dict[str, dict[str, None]] = {}
    for weight, text in entry.texts:
        for word, root in roots(text):
            weights[root] = max(weights.get(root, 0), weight)
            forms.setdefault(root, {})[word] = None
    return {root: [weight, *forms[root]] for root, weight in weights.items()}


def words_of(found: Sequence[Found]) -> dict[str, str]:
    """All words of the entries, shelf by shelf."""
    shelves: dict[str, list[Group]] = {shelf: [] for shelf in SHELVES}
    for group in groups(found):
        for shelf in dict.fromkeys(map(shelf_of, group.forms)):
            shelves[shelf].append(group)
    return {shelf: written(on_it) for shelf, on_it in shelves.items()}


def shelf_of(word: str) -> str:
    return next((shelf for shelf in SHELVES if word[0] in shelf), SHELVES[-1])


def groups(found: Sequence[Found]) -> list[Group]:
    """Every word of the entries, its forms together; compounds under their parts too."""
    forms: dict[str, set[str]] = {}
    weights: dict[str, dict[int, int]] = {}
    for number, one in enumerate(found):
        for root, (weight, *words) in one.words.items():
            forms.setdefault(root, set()).update(words)
            weights.setdefault(root, {})[number] = weight
    within = parts_of(forms)
    for root, parts in within.items():
        for part in parts:
            kept = weights[part]
            for number, weight in weights[root].items():
                # What a part says is less sure than what a whole word says.
                kept[number] = max(kept.get(number, 0), weight * 2 // 3)
    return [
        Group(tuple(sorted({*forms[root], root})), {n: w for n, w in weights[root].items() if w})
        for root in sorted(forms)
    ]


def roots(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that say something, folded, each with its stem."""
    folded = (APOSTROPHE.sub("", plain(word)) for word in WORD.findall(text))
    return tuple((word, stem(word)) for word in dict.fromkeys(folded) if word not in STOP and len(word) <= LONGEST)


def parts_of(forms: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """By the stem of a compound the stems of its parts: words that stand on the site themselves."""
    known = {word: root for root, words in forms.items() for word in words if len(word) >= SHORTEST_PART}
    found: dict[str, set[str]] = {}
    for word, root in known.items():
        for parts in splits(word, known):
            found.setdefault(root, set()).update(part for part in parts if part != root)
    return found


def splits(word: str, known: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """*Straatverlichting*: straat, verlichting. A letter between the parts belongs to neither (*stad-s-deel*)."""
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        head, tail = word[:cut], word[cut:]
        first = next((known[part] for link in LINKS if (part := head.removesuffix(link)) in known), None)
        last = known.get(tail)
        if first and last:
            yield first, last
        elif last and len(tail) >= SHORTEST_LONE_PART:
            yield (last,)
        elif first and len(head) >= SHORTEST_LONE_PART:
            yield (first,)


def written(found: Iterable[Group]) -> str:
    """A line for each group: its forms, `|`, and of each entry how far it is behind the one before, and its weight."""
    return "\n".join(f"{' '.join(group.forms)}|{' '.join(distances(group.weights))}" for group in found)


def distances(weights: Mapping[int, int]) -> Iterator[str]:
    before = 0
    for number in sorted(weights):
        yield f"{base36(number - before)}{weights[number]}"
        before = number


def base36(number: int) -> str:
    text = DIGITS[number % 36]
    while number := number // 36:
        text = DIGITS[number % 36] + text
    return text
