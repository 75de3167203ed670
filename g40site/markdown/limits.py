"""Refuses texts that are too long, or over which the library and the HTML cleaner would think for seconds.

In: a text and its copy without code. Out: the first thing that goes too far, or nothing. Of all texts of at most
`MOST_CHARACTERS` the ones here are those that were measured to take more than two seconds; ordinary texts stay far
below every limit.
"""

import re
from collections.abc import Iterator

from g40site.markdown import Finding
from g40site.markdown.places import FENCE_LINE, Places

MOST_CHARACTERS = 100_000
# How deep lists and quotes may stand in each other; the library itself gives up, or worse, somewhere above 90.
MOST_NESTED = 25
MOST_MARKERS = 30_000
MOST_HTML_NESTED = 100
# The same with the examples in code within a line, which nobody closes.
MOST_HTML_WRITTEN = 3_000
# Paragraphs, lists and whatever else stands between blank lines.
MOST_BLOCKS = 5_000
# The library calls itself for each definition that follows without a blank line.
MOST_DEFINITIONS_TOGETHER = 50
# The library makes each row of a table as wide as its first.
MOST_CELLS = 20_000
MOST_BARS_ON_A_LINE = 200
# Lines that split a block, times its length: what is left of the block is looked at again after each. Of all blocks.
MOST_SPLIT = 10_000_000
# Marks in a block times its length: the library copies the block for each mark.
MOST_COPIED = 1_000_000_000
# Characters that are looked at again for brackets, tags and code that never close.
MOST_STEPS = 3_000_000
MOST_TAG_STEPS = 10_000_000

# What a text may have only so many of: how it is called, a sign that it is not without, its pattern, and how many.
COUNTED = (
    ("*[…]:", "*[", re.compile(r"^\*\[", re.MULTILINE), 200),
    ("[^…]", "[^", re.compile(r"\[\^"), 2_000),
    ("<![", "<", re.compile(r"<!\[|<\?"), 50),
    # Closed fences have been blanked; for each that is open the library reads the rest of the text.
    ("```", "```", FENCE_LINE, 100),
    ("~~~", "~~~", FENCE_LINE, 100),
)
MARKERS = re.compile(r"^[ \t]*+(?:(?:>|[-*+](?=[ \t])|\d{1,9}\.(?=[ \t])|:(?=[ \t]))[ \t]*+)++", re.MULTILINE)
MARKER = re.compile(r">|[-*+:]|\d+\.")
BLANK_LINE = re.compile(r"\n[ \t]*+\n")
# A line that splits its block in two; definitions only where something else follows, since the library takes a run
# of them at once.
SPLITTING = re.compile(
    r"^[ \t>]*+(?:#|={2,}+[ ]*+$|[-*_](?:[ ]{0,2}[-*_])++[ ]*+$|=[ ]*+$|-[ ]*+$|:[ \t]|\*\["
    r"|\[[^\[\]\n]*+\]:[^\n]*+\n(?![ \t>]*+\[[^\[\]\n]*+\]:))",
    re.MULTILINE,
)
DEFINITION = re.compile(r"^[ \t>]*+:[ \t]", re.MULTILINE)
MARK = re.compile(r"[\\`*_&<\[]|!\[|[ \t]\n")
BAR = re.compile(r"\|")
# Signs that a backslash stands before are no brackets.
BRACKET = re.compile(r"\\.|\]\(|[\[\]]", re.DOTALL)
# The rest of a link whose end is where it seems to be; any other may end anywhere.
DESTINATION = re.compile(
    r"""\s*+(?:<[^<>]*+>|[^\s()<>'"]*+(?:\([^\s()<>'"]*+\)[^\s()<>'"]*+)*+)\s*+(?:"[^"]*+"|'[^']*+')?+\s*+\)"""
)
TICKS = re.compile(r"`+")
UNCLOSED = re.compile(r"[\[`]")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)(?=[\s/>])")
# These end by themselves where the next one begins.
SELF_CLOSING = frozenset(
    "p li dt dd td th tr thead tbody tfoot option br hr img input wbr col area base link meta source track".split()
)

# What goes too far, and from where to where.
Excess = tuple[str, int, int]


def too_complex(text: str, places: Places) -> Finding | None:
    """The first thing that goes too far."""
    if len(text) > MOST_CHARACTERS:
        return Finding("tekst-te-lang", MOST_CHARACTERS, len(text))
    # Blocks are found before code within a line is, so there only fenced code may be left out.
    source = places.without_fences
    excess = (
        nested(source)
        or html_nested(places.bare, MOST_HTML_NESTED)
        or html_nested(source, MOST_HTML_WRITTEN)
        or too_many(source)
        or open_tags(source)
        or blocks(source)
    )
    if excess is None:
        return None
    what, start, end = excess
    return Finding("tekst-te-ingewikkeld", start, end, (("what", what),))


def nested(source: str) -> Excess | None:
    """Lists and quotes in each other: by their markers on one line, and four spaces of indent for each level.

    Or very many of them: a marker has two characters, its space included.
    """
    number = 0
    for match in MARKERS.finditer(source):
        written = match.group().expandtabs(4)
        number += (len(written.strip()) + 1) // 2
        if number > MOST_MARKERS:
            return written.strip()[:1], match.start(), match.end()
        if len(written) <= MOST_NESTED:
            continue
        indent = (len(written) - len(written.lstrip(" "))) // 4
        markers = MARKER.findall(written)
        if indent + len(markers) > MOST_NESTED:
            return markers[0], match.start(), match.end()
    return None


def html_nested(source: str, most: int) -> Excess | None:
    """Raw HTML elements in each other."""
    if source.count("<") <= most:
        return None
    depth = 0
    for match in TAG.finditer(source):
        if match.group(2).lower() in SELF_CLOSING:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        if depth > most:
            return f"<{match.group(2)[:20]}>", match.start(), match.end()
    return None


def too_many(source: str) -> Excess | None:
    """Things of which the library looks for each in all of the text."""
    for what, sign, pattern, most in COUNTED:
        if source.count(sign) <= most:
            continue
        for number, match in enumerate(pattern.finditer(source), start=1):
            if number > most:
                return what, match.start(), match.end()
    return None


def open_tags(source: str) -> Excess | None:
    """Tags that never close: the library looks for their end each time."""
    steps, start = 0, 0
    for inside in source.split(">") if source.count("<") * len(source) > MOST_TAG_STEPS else ():
        steps += inside.count("<") * len(inside)
        if steps > MOST_TAG_STEPS:
            at = start + inside.index("<")
            return "<", at, at + 1
        start += len(inside) + 1
    return None


def blocks(source: str) -> Excess | None:
    """Very many blocks, or some that take too long."""
    if is_light(source):
        return None
    steps, splits = 0, 0
    for number, (start, block) in enumerate(blocks_of(source)):
        if number >= MOST_BLOCKS:
            return "↵↵", start, start + 1
        steps += tick_steps(block) + bracket_steps(block)
        splits += len(SPLITTING.findall(block)) * len(block)
        pattern = UNCLOSED if steps > MOST_STEPS else SPLITTING if splits > MOST_SPLIT else heaviest(block)
        if pattern and (match := pattern.search(block)):
            return match.group().strip()[:3] or "↵", start + match.start(), start + match.end()
    return None


def is_light(source: str) -> bool:
    """Whether the number of signs alone shows that no block goes too far."""
    size, lines = len(source), source.count("\n") + 1
    return (
        lines <= MOST_BLOCKS
        and lines * size <= MOST_SPLIT
        and size * size <= MOST_COPIED
        and size * (source.count("`") + 2 * source.count("[")) <= MOST_STEPS
        and source.count(":") <= MOST_DEFINITIONS_TOGETHER
        and source.count("|") <= MOST_BARS_ON_A_LINE
    )


def blocks_of(source: str) -> Iterator[tuple[int, str]]:
    """What stands between blank lines, with the place where it begins."""
    start = 0
    for match in BLANK_LINE.finditer(source):
        block = source[start : match.start()]
        if block.strip():
            yield start, block
        start = match.end()
    yield start, source[start:]


def heaviest(block: str) -> re.Pattern[str] | None:
    """What a block has too much of: cells of a table, definitions or marks."""
    lines = block.count("\n") + 1
    # A tab becomes four spaces.
    size = len(block) + 3 * block.count("\t")
    bars = max(line.count("|") for line in block.split("\n")) if "|" in block else 0
    if bars > MOST_BARS_ON_A_LINE or bars * lines > MOST_CELLS:
        return BAR
    if len(DEFINITION.findall(block)) > MOST_DEFINITIONS_TOGETHER:
        return DEFINITION
    return MARK if len(MARK.findall(block)) * size > MOST_COPIED else None


def tick_steps(block: str) -> int:
    """How far the library looks for the ends of code within a line: nowhere when each run of backticks is followed by
    its equal, else perhaps to the end of the block for each of them.
    """
    if "`" not in block:
        return 0
    runs = TICKS.findall(block)
    return 0 if runs[::2] == runs[1::2] and "\\`" not in block else len(runs) * len(block)


def bracket_steps(block: str) -> int:
    """How many characters lie between each bracket of a link and its partner, or the end where it has none."""
    if "[" not in block:
        return 0
    opened: list[int] = []
    steps = 0
    for match in BRACKET.finditer(block):
        sign, at = match.group(), match.start()
        if sign == "[":
            opened.append(at)
        elif sign[0] == "]" and opened:
            steps += at - opened.pop()
        if sign == "](" and not DESTINATION.match(block, match.end()):
            steps += len(block) - at
    return steps + sum(len(block) - at for at in opened)
