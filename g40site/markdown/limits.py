"""Refuses texts that the Markdown library or the HTML cleaner would chew on for seconds or minutes.

In: a text and its copy without code. Out: the first place that goes too far, or nothing. Ordinary texts stay far below
every limit; each limit keeps a text of a megabyte within about two seconds. `bench` and tests hold the measurements.
Where the number of a sign alone shows that a limit is far away, nothing is looked at.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from g40site.markdown.places import FENCE_LINE, Places
from g40site.markdown.values import Finding

# How deep lists and quotes may stand in each other; the library itself gives up, or worse, somewhere above 90.
MOST_NESTED = 25
MOST_HTML_NESTED = 100
# The same with the examples in code within a line, which nobody closes.
MOST_HTML_WRITTEN = 3_000
MOST_ABBREVIATIONS = 200
MOST_NOTES = 1_000
MOST_NOTE_REFERENCES = 5_000
MOST_COLUMNS = 100
MOST_CELLS = 20_000
MOST_SECTIONS = 50
MOST_ITEMS = 20_000
MOST_BLOCKS = 10_000
MOST_HEADINGS = 10_000
# The library calls itself for each definition that follows without a blank line.
MOST_DEFINITIONS_TOGETHER = 50
# Lines that split a chunk of text, times its length.
MOST_SPLIT = 20_000_000
MOST_TICKS_ON_A_LINE = 2_000
MOST_FENCES = 2_000
# Characters that the library looks at again for things that never close; it does some ten million a second.
MOST_STEPS = 2_000_000
MOST_TAG_STEPS = 10_000_000
# Marks in one paragraph times its length: the library copies the paragraph for each mark.
MOST_COPIED = 2_000_000_000

MARKERS = re.compile(r"^[ \t]*+(?:(?:>|[-*+](?=[ \t])|\d{1,9}\.(?=[ \t])|:(?=[ \t]))[ \t]*+)++", re.MULTILINE)
MARKER = re.compile(r">|[-*+:]|\d+\.")
ITEM = re.compile(r"^[ \t>]*+(?:[-*+]|\d{1,9}\.)[ \t]", re.MULTILINE)
HEADING = re.compile(r"^#", re.MULTILINE)
DEFINED_ABBREVIATION = re.compile(r"^\*\[", re.MULTILINE)
DEFINED_NOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\n]*\]:", re.MULTILINE)
NOTE_REFERENCE = re.compile(r"\[\^")
SECTION = re.compile(r"<!\[|<\?")
# The second line of a table.
SEPARATOR = re.compile(r"[|: >\t-]++(?:\n|\Z)")
CHUNK = re.compile(r"\n[ \t]*+\n")
# A line that splits its chunk in two; definitions only where something else follows, since the library takes a run
# of them at once.
SPLITTING = re.compile(
    r"^[ \t>]*+(?:#|={2,}+[ ]*+$|[-*_](?:[ ]{0,2}[-*_])++[ ]*+$|=[ ]*+$|-[ ]*+$|:[ \t]"
    r"|\[[^\[\]\n]*+\]:[^\n]*+\n(?![ \t>]*+\[[^\[\]\n]*+\]:))",
    re.MULTILINE,
)
DEFINITION = re.compile(r"^[ \t>]*+:[ \t]", re.MULTILINE)
HEADING_LINE = re.compile(r"\n(?=#{1,6}[ ])")
BULLET_LINE = re.compile(r"\n(?=[ \t>]*+[-*+][ \t])")
NUMBER_LINE = re.compile(r"\n(?=[ \t>]*+\d{1,9}\.[ \t])")
NOTE_LINE = re.compile(r"\n(?=[ ]{0,3}\[\^[^\]\n]*+\]:)")
ROW_LINE = re.compile(r"\n")
MARK = re.compile(r"[\\`*_&<\[]|!\[|[ \t]\n")
BRACKET = re.compile(r"\\.|\]\(|[\[\]()]", re.DOTALL)
TICKS = re.compile(r"`+")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)(?=[\s/>])")
TAG_START = re.compile(r"<[a-zA-Z/!?]")
# These end by themselves where the next one begins.
SELF_CLOSING = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "br",
        "hr",
        "img",
        "input",
        "wbr",
        "col",
        "area",
        "base",
        "link",
        "meta",
        "source",
        "track",
    ]
)

Place = tuple[int, int]


def too_complex(text: str, places: Places) -> Finding | None:
    """The first thing that goes too far."""
    # Blocks are found before code within a line is, so there only fenced code may be left out.
    source = places.without_fences
    found = (
        nested(source)
        or too_many(source)
        or chunks(source)
        or tables(source)
        or html_nested(places.bare, MOST_HTML_NESTED)
        or html_nested(source, MOST_HTML_WRITTEN)
        or fences(text)
        or tags(source)
        or ticks(source)
        or paragraphs(source)
    )
    if not found:
        return None
    what, start, end = found
    return Finding("tekst-te-ingewikkeld", start, end, (("what", what),))


Excess = tuple[str, int, int]


def nested(source: str) -> Excess | None:
    """Lists and quotes in each other: by their markers on one line, and four spaces of indent for each level."""
    for match in MARKERS.finditer(source):
        written = match.group().expandtabs(4)
        if len(written) <= MOST_NESTED:
            continue
        indent = (len(written) - len(written.lstrip(" "))) // 4
        markers = MARKER.findall(written)
        if indent + len(markers) > MOST_NESTED:
            return markers[0], match.start(), match.end()
    return None


def too_many(source: str) -> Excess | None:
    counted = (
        ("*[…]:", "*[", DEFINED_ABBREVIATION, MOST_ABBREVIATIONS),
        ("[^…]:", "[^", DEFINED_NOTE, MOST_NOTES),
        ("[^…]", "[^", NOTE_REFERENCE, MOST_NOTE_REFERENCES + MOST_NOTES),
        ("<![", "<", SECTION, MOST_SECTIONS),
        ("-", "\n", ITEM, MOST_ITEMS),
        ("#", "#", HEADING, MOST_HEADINGS),
    )
    for what, sign, pattern, most in counted:
        if source.count(sign) < most:
            continue
        for number, match in enumerate(pattern.finditer(source), start=1):
            if number > most:
                return what, match.start(), match.end()
    return None


def chunks(source: str) -> Excess | None:
    """Very many paragraphs; and headings, rules or definitions in one, each of which splits what is left of it."""
    lines = source.count("\n") + 1
    if lines <= MOST_BLOCKS and lines * len(source) <= MOST_SPLIT and source.count(":") <= MOST_DEFINITIONS_TOGETHER:
        return None
    number = 0
    for start, chunk in pieces(CHUNK, source):
        number += 1 if chunk.strip() else 0
        if number > MOST_BLOCKS:
            return "↵↵", start, start + 1
        splits = len(SPLITTING.findall(chunk))
        if splits * len(chunk) > MOST_SPLIT:
            place = SPLITTING.search(chunk)
            assert place
            return place.group().strip()[:3], start + place.start(), start + place.end()
        if ":" in chunk and len(DEFINITION.findall(chunk)) > MOST_DEFINITIONS_TOGETHER:
            return ":", start, start + 1
    return None


def tables(source: str) -> Excess | None:
    """Wide tables, and very many cells; the library makes each row as wide as the first."""
    if "|" not in source:
        return None
    cells = 0
    for start, chunk in pieces(CHUNK, source):
        first, _, rest = chunk.lstrip("\n").partition("\n")
        if "|" not in first or not SEPARATOR.match(rest):
            continue
        columns = first.count("|") + 1
        cells += columns * (chunk.count("\n") + 1)
        if columns > MOST_COLUMNS or cells > MOST_CELLS:
            return "|", start, start + len(first)
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


def fences(text: str) -> Excess | None:
    """Fences that never close make the library read the rest of the text each time."""
    steps, number, start = 0, 0, 0
    open_fence = ""
    for line in text.split("\n") if "```" in text or "~~~" in text else ():
        if line.startswith(("```", "~~~")):
            if line.rstrip(" ") == open_fence:
                open_fence, number = "", number + 1
            elif FENCE_LINE.match(line):
                steps += len(text) - start if open_fence else 0
                open_fence = open_fence or line[: len(line) - len(line.lstrip(line[0]))]
            if steps > MOST_TAG_STEPS or number > MOST_FENCES:
                return line[:3], start, start + len(line)
        start += len(line) + 1
    return None


def tags(source: str) -> Excess | None:
    """Tags that never close: the library looks for their end each time."""
    if source.count("<") * len(source) <= MOST_TAG_STEPS:
        return None
    steps = 0
    ends = [match.start() for match in re.finditer(">", source)]
    for match in TAG_START.finditer(source):
        place = bisect_left(ends, match.start())
        steps += (ends[place] if place < len(ends) else len(source)) - match.start()
        if steps > MOST_TAG_STEPS:
            return match.group(), match.start(), match.end()
    return None


def ticks(source: str) -> Excess | None:
    """Runs of backticks without an equal run further on, and very many on one line."""
    number = source.count("`")
    if number <= MOST_TICKS_ON_A_LINE and number * len(source) <= MOST_STEPS:
        return None
    steps = 0
    for start, unit in units(source):
        lengths: dict[int, int] = {}
        runs = list(TICKS.finditer(unit))
        if len(runs) > MOST_TICKS_ON_A_LINE and any(
            line.count("`") > MOST_TICKS_ON_A_LINE and len(TICKS.findall(line)) > MOST_TICKS_ON_A_LINE
            for line in unit.split("\n")
        ):
            return "`", start, start + 1
        for run in reversed(runs):
            size = len(run.group())
            # Of a run behind a backslash the first is no backtick, but the library closes with whole runs only.
            opening = size - 1 if unit[run.start() - 1 : run.start()] == "\\" else size
            steps += lengths.get(opening, len(unit)) - run.start()
            lengths[size] = run.start()
            if steps > MOST_STEPS:
                return "`", start + run.start(), start + run.end()
    return None


def paragraphs(source: str) -> Excess | None:
    """Brackets that never close, and more marks than one paragraph can bear."""
    size, brackets = len(source), sum(map(source.count, "[]()"))
    # A bracket costs its way to the end at most, and that of its link and of the title in that link.
    if size * (size + 3 * source.count("\t")) <= MOST_COPIED and 3 * brackets * size <= MOST_STEPS:
        return None
    steps = 0
    for start, unit in units(source):
        marks = sum(1 for _ in MARK.finditer(unit))
        if marks * (len(unit) + 3 * unit.count("\t")) > MOST_COPIED:
            mark = MARK.search(unit)
            assert mark
            return mark.group().strip() or "↵", start + mark.start(), start + mark.end()
        if "[" in unit:
            steps += bracket_steps(unit)
            if steps > MOST_STEPS:
                place = start + unit.index("[")
                return "[", place, place + 1
    return None


def pieces(border: re.Pattern[str], source: str) -> Iterator[tuple[int, str]]:
    """What stands between the borders, with the place where each piece begins."""
    start = 0
    for match in border.finditer(source):
        yield start, source[start : match.start()]
        start = match.end()
    yield start, source[start:]


def units(source: str) -> Iterator[tuple[int, str]]:
    """The pieces in which the library looks for marks: paragraphs, list items, table rows, notes.

    Only what it certainly splits is split here: a line with a bullet within a paragraph begins no list.
    """
    for start, chunk in pieces(CHUNK, source):
        border = border_of(chunk)
        for offset, unit in pieces(border, chunk) if border else ((0, chunk),):
            yield start + offset, unit


def border_of(chunk: str) -> re.Pattern[str] | None:
    first, _, rest = chunk.lstrip("\n").partition("\n")
    if not rest:
        return None
    begin = first.lstrip(" \t>")
    for border in (BULLET_LINE, NUMBER_LINE, HEADING_LINE, NOTE_LINE):
        if border.match("\n" + begin):
            return border
    return ROW_LINE if "|" in first and SEPARATOR.match(rest) else None


def bracket_steps(unit: str) -> int:
    """How many characters lie between each bracket of a link and its partner, or the end where it has none."""
    squares: list[int] = []
    rounds: list[int] = []
    steps = 0
    for match in BRACKET.finditer(unit):
        sign, place = match.group(), match.start()
        if sign[0] == "]" and squares:
            steps += place - squares.pop()
        if sign == "[":
            squares.append(place)
        elif sign in ("(", "]("):
            rounds.append(place)
            if sign == "](" and unit[match.end() : place + 200].lstrip()[:1] not in ("<", ")"):
                steps += quoted_steps(unit, match.end())
        elif sign == ")" and rounds:
            steps += place - rounds.pop()
        if steps > MOST_STEPS:
            return steps
    return steps + sum(len(unit) - place for place in squares) + sum(len(unit) - place for place in rounds)


def quoted_steps(unit: str, start: int) -> int:
    """A quotation mark inside the round brackets makes the library look for its partner, past closing brackets."""
    closing = unit.find(")", start)
    inside = unit[start : closing if closing >= 0 else len(unit)]
    quotes = [place for place in (inside.find('"'), inside.find("'")) if place >= 0]
    if not quotes:
        return len(inside)
    first = start + min(quotes)
    partner = unit.find(unit[first], first + 1)
    return len(inside) + (partner if partner >= 0 else len(unit)) - first
