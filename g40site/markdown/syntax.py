"""The one configured Markdown library, and what this room adds to it.

In: a text. Out: raw, uncleaned HTML in which every destination is `g40:NUMBER`, and the list of those destinations.
"""

import re
import threading
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString, Processor
from msgspec import Struct, field

from g40site.markdown.cleaning import BACK, LINK, NOTE, Snippets, decoded

# What the library is known to raise on texts that it cannot digest.
LIBRARY_FAULTS = (RecursionError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class Destination(Struct, frozen=True):
    """The destination of a link or image as it stands in the text."""

    address: str
    image: bool
    alt: str
    tag: str = ""
    """The whole start tag, where it was written as HTML."""


class Converted(Struct):
    """What the library made of a text."""

    markup: str = ""
    destinations: list[Destination] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    """Start tags that will be removed wholly or in part, and what is removed."""
    unused_notes: list[str] = field(default_factory=list)

    def number(self, destination: str, image: bool, alt: str, tag: str = "") -> str:
        """What stands for a destination until it is known where that leads."""
        self.destinations.append(Destination(destination, image, alt, tag))
        return f"{LINK}:{len(self.destinations) - 1}"


def convert(text: str) -> Converted | None:
    """The text as HTML; None when the library fails, which then starts afresh."""
    try:
        return OF_THREAD.library.convert(text)
    except LIBRARY_FAULTS:
        OF_THREAD.library = Library()
        return None


# The patterns of the library within a line, by its own names, and a piece of text that every match needs: the library
# looks for each of them in every piece of a text, and most are in none.
NEEDED = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
# What makes blocks, in the same way: most blocks are paragraphs, for which the library looks last. Not those that find
# out as fast by themselves.
NEEDED_IN_BLOCKS = {
    "table": "|",
    "hashheader": "#",
    "deflist": ":",
    "quote": ">",
    "footnote": "[^",
    "abbr": "*[",
    "reference": "]:",
}


Marked = Sequence[tuple[str, Any]]


def marked(processors: Any, marks: Mapping[str, str]) -> Marked:
    """The processors of the library in their order, each with what must be in a text for it to find anything."""
    named = {processors[name]: mark for name, mark in marks.items()}
    return [(named.get(processor, ""), processor) for processor in processors]


def parse_blocks(processors: Marked, parent: etree.Element, blocks: list[str]) -> None:
    """The library's own loop, which here only asks a processor whose mark is in the block."""
    while blocks:
        for mark, processor in processors:
            if mark in blocks[0] and processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                break


def parse_line(patterns: Marked, apply: Callable[..., tuple[str, bool, int]], text: str, first: int = 0) -> str:
    """The same for the patterns within a line; `first` is the number of the one to begin with."""
    if isinstance(text, AtomicString):
        return text
    for number, (mark, pattern) in enumerate(patterns[first:], first):
        matched, start = mark in text, 0
        while matched:
            text, matched, start = apply(pattern, text, number, start)
    return text


class Library(Extension):
    """A configured Markdown instance with the processors of this room, used for one text after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.converted = Converted()
        # Fenced code is kept in the same place as raw HTML, and comes first: so much of it is there.
        self.fenced = 0
        self.markdown = markdown.Markdown(
            # By their classes: a name is looked for among all installed packages.
            extensions=[
                TableExtension(use_align_attribute=True),
                Notes(BACKLINK_TEXT="↩"),
                DefListExtension(),
                AbbrExtension(),
                FencedCodeExtension(),
                SaneListExtension(),
                self,
            ],
            output_format="html",
        )
        parser: Any = self.markdown.parser
        parser.parseBlocks = partial(parse_blocks, marked(parser.blockprocessors, NEEDED_IN_BLOCKS))
        inline: Any = self.markdown.treeprocessors["inline"]
        patterns, apply = marked(self.markdown.inlinePatterns, NEEDED), inline._InlineProcessor__applyPattern
        inline._InlineProcessor__handleInline = partial(parse_line, patterns, apply)

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.ESCAPED_CHARS += ['"', "'", "<", "~", ":"]
        md.parser.blockprocessors.register(SpacedHeadings(md.parser), "hashheader", 70)
        md.preprocessors.register(CountFenced(md, self), "g40-fenced", 22)
        # After all others, also the one that restores escaped characters.
        md.treeprocessors.register(NumberDestinations(md, self), "g40-destinations", -10)
        # Before the raw HTML comes back.
        md.postprocessors.register(ReadSnippets(md, self), "g40-raw", 35)

    def convert(self, text: str) -> Converted:
        self.markdown.reset()
        self.converted = Converted()
        self.converted.markup = self.markdown.convert(text)
        return self.converted


class OfLibrary(Processor):
    """A processor of this room."""

    def __init__(self, md: markdown.Markdown, library: Library) -> None:
        super().__init__(md)
        self.library = library


class CountFenced(OfLibrary, Preprocessor):
    """Counts the fenced code, once all of it was found."""

    def run(self, lines: list[str]) -> list[str]:
        self.library.fenced = self.library.markdown.htmlStash.html_counter
        return lines


class ReadSnippets(OfLibrary, Postprocessor):
    """Reads the raw HTML of the editor before it comes back into the text."""

    def run(self, text: str) -> str:
        converted = self.library.converted
        snippets = Snippets(converted.number, converted.removed)
        stash = self.library.markdown.htmlStash.rawHtmlBlocks
        for number in range(self.library.fenced, len(stash)):
            snippet = stash[number]
            if isinstance(snippet, str) and "<" in snippet:
                stash[number] = snippets.replaced(snippet)
        return text


class NumberDestinations(OfLibrary, Treeprocessor):
    """Replaces the destinations in the tree by their numbers, and the names of footnotes by numbers of our own."""

    def run(self, root: etree.Element) -> None:
        converted = self.library.converted
        number_notes(root, converted.unused_notes)
        for element in root.iter():
            if element.tag == "a":
                href = (element.get("href") or "").replace(AMP_SUBSTITUTE, "&")
                if not href.startswith(NOTE_SCHEMES) or element.get("class") not in NOTE_CLASSES:
                    written = decoded(href) if AMP_SUBSTITUTE in (element.get("href") or "") else href
                    element.set("href", converted.number(written, False, ""))
            elif element.tag == "img":
                src, alt = element.get("src") or "", element.get("alt") or ""
                element.set("src", converted.number(src, True, alt))


class LibraryOfThread(threading.local):
    def __init__(self) -> None:
        self.library = Library()


class Notes(FootnoteExtension):
    """The library's footnotes without its search for a free id at each reference: `number_notes` numbers them all."""

    def unique_ref(self, reference: str, _is_used: bool = False) -> str:
        return reference


class SpacedHeadings(HashHeaderProcessor):
    """Headings need a space behind the hashes: `#hashtag` at the start of a line is not one."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?=[ ]|\n|$)(?P<header>(?:\\.|[^\\#]|#+(?=[^#\n]))*?)#*(?:\n|$)")


NOTE_SCHEMES = (f"{NOTE}:", f"{BACK}:")
NOTE_CLASSES = ("footnote-ref", "footnote-backref")


def number_notes(root: etree.Element, unused: list[str]) -> None:
    """Gives each used footnote a number in the order of its first use, and removes the ones that nothing refers to."""
    section = next((div for div in root.iter("div") if div.get("class") == "footnote"), None)
    if section is None:
        return
    numbers: dict[str, int] = {}
    times: Counter[str] = Counter()
    for reference in root.iterfind(".//a[@class='footnote-ref']"):
        name = (reference.get("href") or "").removeprefix("#fn:")
        number = numbers.setdefault(name, len(numbers) + 1)
        times[name] += 1
        reference.set("href", f"{NOTE}:{number}.{times[name]}")
        reference.text = str(number)
    for sup in root.iter("sup"):
        sup.attrib.pop("id", None)
    notes = {(note.get("id") or "").removeprefix("fn:"): note for note in section.iterfind("ol/li")}
    unused += [name for name in notes if name not in numbers]
    del section[:]
    section.attrib.clear()
    section.set("id", "g40-noten")
    ordered = etree.SubElement(section, "ol")
    for name, number in numbers.items():
        notes[name].set("id", f"g40-{number}")
        add_ways_back(notes[name], number, times[name])
        ordered.append(notes[name])
    if not numbers:
        next(parent for parent in root.iter() if section in list(parent)).remove(section)


def add_ways_back(note: etree.Element, number: int, often: int) -> None:
    """The library made one way back; a note that is used more often gets as many."""
    for paragraph in note.iter("p"):
        if (backlink := paragraph.find("a[@class='footnote-backref']")) is not None:
            paragraph.remove(backlink)
            for time in range(1, often + 1):
                href = f"{BACK}:{number}.{time}"
                etree.SubElement(paragraph, "a", {"class": "footnote-backref", "href": href}).text = backlink.text
            return


OF_THREAD = LibraryOfThread()
