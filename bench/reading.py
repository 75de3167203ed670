"""How easy the texts of the site are to read, by the reading ease of Douma (Flesch for Dutch).

    python bench/reading.py [public]

The measure is 206.84 - 0.93 * words in a sentence - 77 * syllables in a word. From 60 on a text is called standard,
which is commonly set equal to level B1; from 45 on it is B2. Only sentences count: four words or more that end in a
stop. Names are left out (a word with a capital that does not begin its sentence, an address, a number), because nobody
can write them more easily. A page with fewer than sixty words says too little alone; it counts for its kind.
"""

import html
import re
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

B1, B2 = 60, 45
LEAST_WORDS = 60
SILENT = {"script", "style", "svg", "code", "pre", "nav", "dt", "datalist", "select", "head"}
BLOCKS = {"p", "li", "dd", "td", "th", "h1", "h2", "h3", "h4", "figcaption", "summary", "blockquote", "div", "label"}
SYLLABLE = re.compile(r"aai|ooi|oei|ieu|eeu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|ou|au|[aeiouyáéíóúàèâêîôû]|[ëïöü]")
SENTENCE = re.compile(r"(?<=[.!?:])\s+")
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass
class MarkdownCache(HTMLParser):
    """The blocks of text in the main part of a page."""

    blocks: list[str] = field(default_factory=lambda: [""])
    inside: int = 0
    silent: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "main"
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"
        self.silent -= tag in SILENT
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self.inside and not self.silent:
            self.blocks[-1] += data


def sentences(page: str) -> list[str]:
    reader = MarkdownCache()
    reader.feed(page)
    blocks = (" ".join(html.unescape(block).split()) for block in reader.blocks)
    parts = (part for block in blocks for part in SENTENCE.split(block))
    return [part for part in parts if part.endswith((".", "!", "?")) and len(words(part)) >= 4]


def words(sentence: str) -> list[str]:
    """The words without names."""
    found = WORD.findall(re.sub(r"\S*[@/]\S*|\b\w+\.(?:nl|eu|com)\b", "", sentence))
    return [word for number, word in enumerate(found) if number == 0 or word[0].islower()]


def syllables(word: str) -> int:
    return max(1, len(SYLLABLE.findall(word.lower())))


def ease(found: list[str]) -> float:
    counted = [words(sentence) for sentence in found]
    total = sum(map(len, counted))
    heavy = sum(syllables(word) for sentence in counted for word in sentence)
    return 206.84 - 0.93 * total / len(counted) - 77 * heavy / total


def kind_of(path: Path) -> str:
    parts = path.parts[:-1]
    return "home" if not parts else parts[0] if len(parts) == 1 else f"{parts[0]}/…"


def main(folder: Path) -> None:
    kinds: dict[str, list[str]] = defaultdict(list)
    pages: list[tuple[float, str]] = []
    long = 0
    for path in sorted(folder.rglob("index.html")):
        page = path.read_text("utf-8")
        found = sentences(page)
        if 'http-equiv="refresh"' in page or not found:
            continue
        short = path.relative_to(folder)
        kinds[kind_of(short)] += found
        if sum(len(words(sentence)) for sentence in found) >= LEAST_WORDS:
            pages.append((ease(found), short.parent.as_posix()))
    print("| pages | sentences | words in a sentence | reading ease |\n| --- | --- | --- | --- |")
    everything = {sentence for found in kinds.values() for sentence in found}
    for kind, found in (*sorted(kinds.items()), ("each sentence once", sorted(everything))):
        length = statistics.mean(len(WORD.findall(sentence)) for sentence in found)
        print(f"| {kind} | {len(found)} | {length:.1f} | {ease(found):.0f} |")
    long = sum(len(WORD.findall(sentence)) > 20 for sentence in everything)
    print(f"\n{len(pages)} pages with enough text: {sum(one >= B1 for one, _ in pages)} at B1 or easier, ", end="")
    print(f"{sum(B2 <= one < B1 for one, _ in pages)} B2, {sum(one < B2 for one, _ in pages)} harder.")
    print(f"Sentences of more than 20 words: {long} of {len(everything)}.\n\nThe hardest pages:")
    for score, address in sorted(pages)[:25]:
        print(f"  {score:.0f} /{address}/")
    print("\nThe hardest sentences:")
    for sentence in sorted(everything, key=lambda one: ease([one]))[:40]:
        print(f"  {ease([sentence]):.0f} {sentence[:150]}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "public"))
