"""The index that the search page of the site reads: words, where they stand, and what there is to show.

In: the publication. Out: JSON. Forms of one word are grouped by their Dutch stem, and a compound also stands under its
parts, so the browser needs neither a stemmer nor a dictionary (`docs/developers/search.md`). A site of a usual size has
one file; a large one has a file for a few first letters each and one for every few hundred entries, and a visitor
fetches what the question needs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.json import encode

from g40site.content.site import Site
from g40site.engine.tracking import chunks, query
from g40site.outputs.publication import Publication
from g40site.outputs.search_documents import KINDS, STOP_WORDS, Document, Result, Word, sources

# From about so many entries the whole index would pass 300 kB, and is split.
MOST_IN_ONE_FILE, DOCUMENTS_IN_A_SHARD = 1000, 500
# Words stand together by their first letter; what begins with anything else stands under 0.
SHARDS = ("abc", "def", "ghi", "jkl", "mno", "pqr", "stu", "vwxyz", "0")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# A part of a compound has so many letters; one that stands alone beside an unknown rest has more.
SHORTEST_PART, SHORTEST_LONE_PART = 4, 6
LINKS = ("", "s", "en", "e", "n")


class SearchIndex(Struct, frozen=True):
    """What each result shows, by the number of its document, and the words of all documents by their first letters."""

    results: list[Result]
    postings: dict[str, str]


def is_split(site: Site) -> bool:
    """Whether a site has so much to find that its index is not one file."""
    return size(site) > MOST_IN_ONE_FILE


def size(site: Site) -> int:
    """How many documents there are at least; bundles, which are known last, come on top of that."""
    return sum(
        map(len, (site.themes, site.municipalities, site.topics, site.projects, site.news, site.events, site.pages))
    )


def document_shards(site: Site) -> range:
    """The numbers of the files with results; the last has all that are left."""
    return range(size(site) // DOCUMENTS_IN_A_SHARD + 1) if is_split(site) else range(0)


def index(publication: Publication) -> bytes:
    """The first file: all of it, or, of a large site, what there is in the others."""
    site = publication.site
    head = {"kinds": KINDS, "stop": sorted(STOP_WORDS), "size": size(site), "shards": SHARDS}
    if is_split(site):
        return encode({**head, "part": DOCUMENTS_IN_A_SHARD, "last": document_shards(site)[-1]})
    everything = search_index(publication)
    return encode({**head, "entries": everything.results, "words": everything.postings})


def postings_file(publication: Publication, shard: str) -> bytes:
    """The words of a large site that begin with one of a few letters."""
    return encode(search_index(publication).postings[shard])


def documents_file(publication: Publication, number: int) -> bytes:
    """Some results of a large site."""
    start = number * DOCUMENTS_IN_A_SHARD
    end = None if number == document_shards(publication.site)[-1] else start + DOCUMENTS_IN_A_SHARD
    return encode(search_index(publication).results[start:end])


@query("publication")
def search_index(publication: Publication) -> SearchIndex:
    """All that can be found, which every file of a large site has a part of."""
    results: list[Result] = []

    def words() -> Iterator[dict[str, Word]]:
        for document in all_documents(publication):
            results.append(document.result)
            yield document.words

    # One by one: the words of all documents together would be a third of the memory of a large site.
    postings = postings_by_shard(words())
    return SearchIndex(results, postings)


def all_documents(publication: Publication) -> Iterator[Document]:
    """All that can be found. To take the words of all texts apart takes long, so those of a run of items are kept."""
    for source in sources(publication):
        for items in chunks(source.entries):
            compute = partial(documents_of, publication, source.document_of, items)
            yield from publication.memo(f"search {source.name}", items, compute, list[Document])


def documents_of(
    publication: Publication, document_of: Callable[[Publication, Any], Document], items: Sequence[object]
) -> list[Document]:
    return [document_of(publication, item) for item in items]


def postings_by_shard(documents: Iterable[Mapping[str, Word]]) -> dict[str, str]:
    """All words of the documents, those of some first letters together; compounds stand under their parts too.

    A line for each word: its forms, `|`, and of each document the distance from the one before, and its weight.
    """
    forms: dict[str, set[str]] = {}
    weights: dict[str, dict[int, int]] = {}
    for number, words in enumerate(documents):
        for root, word in words.items():
            forms.setdefault(root, set()).update(word.forms)
            weights.setdefault(root, {})[number] = word.weight
    for root, parts in parts_of_compounds(forms).items():
        for part_root in parts:
            for number, weight in weights[root].items():
                # What a part says is less sure than what a whole word says.
                weights[part_root][number] = max(weights[part_root].get(number, 0), weight * 2 // 3)
    shards: dict[str, list[str]] = {shard: [] for shard in SHARDS}
    for root in sorted(forms):
        spellings = sorted({*forms[root], root})
        line = f"{' '.join(spellings)}|{' '.join(distances(weights[root]))}"
        for shard in dict.fromkeys(map(shard_of, spellings)):
            shards[shard].append(line)
    return {shard: "\n".join(lines) for shard, lines in shards.items()}


def shard_of(word: str) -> str:
    return next((shard for shard in SHARDS if word[0] in shard), SHARDS[-1])


def parts_of_compounds(forms: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """By the stem of a compound the stems of its parts: words that stand on the site themselves."""
    known = {word: root for root, words in forms.items() for word in words if len(word) >= SHORTEST_PART}
    parts_of: dict[str, set[str]] = {}
    for word, root in known.items():
        for parts in splits(word, known):
            parts_of.setdefault(root, set()).update(part_root for part_root in parts if part_root != root)
    return parts_of


def splits(word: str, known: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """*Straatverlichting*: straat, verlichting. A letter between the parts belongs to neither (*stad-s-deel*)."""
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        head, tail = word[:cut], word[cut:]
        first = next((known[stripped] for link in LINKS if (stripped := head.removesuffix(link)) in known), None)
        last = known.get(tail)
        if first and last:
            yield first, last
        elif last and len(tail) >= SHORTEST_LONE_PART:
            yield (last,)
        elif first and len(head) >= SHORTEST_LONE_PART:
            yield (first,)


def distances(weights: Mapping[int, int]) -> Iterator[str]:
    before = 0
    for number in sorted(number for number, weight in weights.items() if weight):
        yield f"{base36(number - before)}{weights[number]}"
        before = number


def base36(number: int) -> str:
    text = DIGITS[number % 36]
    while number := number // 36:
        text = DIGITS[number % 36] + text
    return text
