"""The library looks for its patterns only where they can be, and finds the same."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown.util import Processor

from g40site.markdown.syntax import NEEDED, Library
from tests.examples import examples

SIGNS = "`\\[]^!()<>&;: \n*_ab1#@/.\"'-="
LINES = (
    "# Kop",
    "==",
    "--",
    "***",
    "| a | b |\n|---|---|\n| c",
    "ab\n: uitleg\n\n    meer",
    "> citaat",
    "[^1]: noot",
    "*[ab]: uit",
    "[a]: /b",
    "    vier",
    "1. een",
    "- een\n\n    twee",
    "",
    "",
    "ab [a] en[^1]",
    "```",
    "<div>",
)
texts = (
    st.text(st.sampled_from(SIGNS), max_size=60)
    | st.text(max_size=40)
    | st.lists(st.sampled_from(LINES), max_size=12).map("\n".join)
)


def patterns() -> dict[str, Any]:
    library = Library().markdown.inlinePatterns
    return {item.name: library[item.name] for item in library._priority}


def plain() -> Library:
    """The library as it comes."""
    made = Library()
    parser: Any = made.markdown.parser
    inline: Any = made.markdown.treeprocessors["inline"]
    del parser.parseBlocks, inline._InlineProcessor__handleInline
    # It has loops of its own by these names.
    assert parser.parseBlocks
    assert inline._InlineProcessor__handleInline
    return made


def test_every_pattern_but_that_of_stars_and_lines_has_a_mark() -> None:
    assert patterns().keys() - NEEDED.keys() == {"em_strong"}


def test_every_processor_knows_its_library() -> None:
    """The library may look at that in its next version; its faults are taken for those of a text."""
    library = Library().markdown
    for processors in (library.preprocessors, library.treeprocessors, library.postprocessors):
        assert [item for item in processors if not isinstance(item, Processor)] == []
        (own,) = (item for item in processors if type(item).__module__.startswith("g40site"))
        assert own.md is library


@examples(50)
@given(texts)
def test_no_pattern_is_found_without_what_it_needs(text: str) -> None:
    for name, mark in NEEDED.items():
        found: re.Pattern[str] = PATTERNS[name].getCompiledRegExp()
        assert mark in text or not any(found.finditer(text)), name


@examples(200)
@given(texts)
def test_a_text_becomes_what_the_library_as_it_comes_makes_of_it(text: str) -> None:
    assert OURS.convert(text) == PLAIN.convert(text)


PATTERNS, OURS, PLAIN = patterns(), Library(), plain()
