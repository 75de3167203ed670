"""Finds where things stand in a text, since the Markdown library keeps no positions.

In: the text and the destinations, tags and headings that came out of it. Out: offsets. Code and comments are blanked
out first, so that an example of a link is never taken for the link. What is not found stands at the start.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from functools import cached_property

FENCE_LINE = re.compile(r"^(~{3,}|`{3,})[ ]*(?:\{[^\n]*\}|\.?[\w#.+-]*[ ]*(?:hl_lines=[^\n]*)?)$", re.MULTILINE)
CLOSING_FENCE = re.compile(r"^(~{3,}|`{3,})[ ]*$")
CONTAINER = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,9}\.|\[\^[^\]\n]*\]:|:)[ \t]")
INDENTED = re.compile(r"^(?:[ ]{4}|\t)", re.MULTILINE)
TICKS = re.compile(r"\\.|`+", re.DOTALL)
NOT_NEWLINE = re.compile(r"[^\n]")
# Up to the first of these a destination is the same however it was written: in brackets, quotes or bare.
KEY_END = re.compile(r"[\s<>)\"']")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
INLINE = re.compile(r"\]\(\s*<?([^\s<>)\"']*)")
AUTOMATIC = re.compile(r"<([^\s<>\"']+)>")
ATTRIBUTE = re.compile(r"(?:href|src)\s*=\s*[\"']?\s*([^\s<>)\"']*)", re.IGNORECASE)
# What writes a destination, with what must stand in a text for it to be there: most texts have no need of all four.
WRITTEN = {INLINE: "](", AUTOMATIC: "<", ATTRIBUTE: "="}
REFERENCE = re.compile(r"^[ \t>]*+\[[^\[\]\n]*+\]:[ ]*+(?:\n[ ]*+)?<?([^\s<>)\"']*)", re.MULTILINE)
HASH_HEADING = re.compile(r"^[ \t>*+\-\d.:]*+(#{1,6})(?=[ \t]|$)[^\n]*", re.MULTILINE)
UNDERLINED = re.compile(r"^[ \t>]*+\S[^\n]*+\n[ \t>]*+(=++|-++)[ ]*+$", re.MULTILINE)
RAW_HEADING = re.compile(r"<h([1-6])\b[^<>]*>", re.IGNORECASE)

Range = tuple[int, int]
NOWHERE: Range = (0, 0)


class Places:
    """The places of one text, each handed out once: the second equal thing stands at the second place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.without_fences = without_code_blocks(text, indented=False)
        self.bare = without_comments(without_code_spans(without_code_blocks(text)))
        self.cursors: dict[str, int] = {}
        self.firsts: dict[str, int] = {}

    def destination(self, written: str, tag: str = "") -> Range:
        """The next place where this destination stands as a link, else its definition, else its HTML tag."""
        for spelling in spellings(written):
            key = KEY_END.split(spelling, maxsplit=1)[0]
            if not key:
                continue
            if waiting := self.written.get(key):
                # What a definition gave may be used more often than it is written.
                used_again = len(waiting) == 1 and key not in self.defined
                return self.whole(waiting[0] if used_again else waiting.popleft(), spelling)
            if key in self.defined:
                return self.whole(self.defined[key], spelling)
        return self.occurrence(tag or written or "]()")

    @cached_property
    def written(self) -> dict[str, deque[Range]]:
        """Where each destination stands as a link."""
        ranges: dict[str, list[Range]] = defaultdict(list)
        for pattern, mark in WRITTEN.items():
            for match in pattern.finditer(self.bare) if mark in self.bare else ():
                ranges[unescaped(match.group(1))].append(match.span(1))
        return {key: deque(sorted(written)) for key, written in ranges.items()}

    @cached_property
    def defined(self) -> dict[str, Range]:
        """Where each destination is first defined."""
        definitions = [*REFERENCE.finditer(self.bare)] if "]:" in self.bare else []
        return {unescaped(match.group(1)): match.span(1) for match in reversed(definitions)}

    def whole(self, span: Range, written: str) -> Range:
        """The key's place, as long as the destination really is."""
        start = span[0]
        return (start, start + len(written)) if self.text.startswith(written, start) else span

    def occurrence(self, written: str) -> Range:
        """The next place where these very words stand, outside code where possible."""
        first = written.partition("\n")[0]
        for text in (self.bare, self.text):
            start = text.find(first, self.cursors.get(first, 0))
            if start >= 0:
                self.cursors[first] = start + len(first)
                return start, start + len(first)
        if first not in self.firsts:
            self.firsts[first] = self.text.find(first)
        start = self.firsts[first]
        return (start, start + len(first)) if start >= 0 else NOWHERE

    def heading(self, level: int) -> Range:
        """The next heading that was written with this level."""
        waiting = self.headings.get(level)
        return waiting.popleft() if waiting else NOWHERE

    @cached_property
    def headings(self) -> dict[int, deque[Range]]:
        written = [(match.span(), len(match.group(1))) for match in HASH_HEADING.finditer(self.bare)]
        written += [(match.span(), 1 if "=" in match.group(1) else 2) for match in UNDERLINED.finditer(self.bare)]
        written += [(match.span(), int(match.group(1))) for match in RAW_HEADING.finditer(self.bare)]
        headings: dict[int, deque[Range]] = defaultdict(deque)
        for span, level in sorted(written):
            headings[level].append(self.first_line(span))
        return headings

    def first_line(self, span: Range) -> Range:
        line = self.bare[span[0] : span[1]].split("\n", 1)[0]
        indent = len(line) - len(line.lstrip(" \t"))
        return span[0] + indent, span[0] + len(line.rstrip())


def spellings(written: str) -> Iterator[str]:
    """How a destination may be written."""
    yield written
    yield written.removeprefix("mailto:")
    yield re.sub(r"([\\`*_{}\[\]()>#+\-.!|])", r"\\\1", written)


def unescaped(written: str) -> str:
    return ESCAPED.sub(r"\1", written)


def without_comments(text: str) -> str:
    """Blanks HTML comments; one that is never closed stays."""
    pieces, done = [], 0
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces += [text[done:start], NOT_NEWLINE.sub(" ", text[start : end + 3])]
        done = end + 3
        start = text.find("<!--", done)
    return "".join(pieces) + text[done:]


def without_code_blocks(text: str, indented: bool = True) -> str:
    """Blanks fenced and indented code. Indented text below a list item or footnote belongs to that, so it stays."""
    if "```" not in text and "~~~" not in text and not (indented and INDENTED.search(text)):
        return text
    lines = text.split("\n")
    closings: dict[str, list[int]] = defaultdict(list)
    for number in range(len(lines) - 1, -1, -1):
        if closing := CLOSING_FENCE.match(lines[number]):
            closings[closing.group(1)].append(number)
    fenced_until, after_blank, container = -1, True, False
    for number, line in enumerate(lines):
        if number <= fenced_until:
            lines[number] = " " * len(line)
            continue
        if opening := FENCE_LINE.match(line):
            fenced_until = fence_end(closings[opening.group(1)], number)
            lines[number] = " " * len(line) if fenced_until >= 0 else line
        elif indented and after_blank and not container and line.startswith(("    ", "\t")):
            lines[number] = " " * len(line)
            continue
        if line.strip() and not line.startswith((" ", "\t")):
            container = False
        container = container or bool(CONTAINER.match(line))
        after_blank = not line.strip()
    return "\n".join(lines)


def fence_end(closings: list[int], opening: int) -> int:
    """The line of the closing fence, or -1 when the fence is never closed and so is no fence."""
    while closings and closings[-1] <= opening:
        closings.pop()
    return closings[-1] if closings else -1


def without_code_spans(text: str) -> str:
    """Blanks what stands between equal runs of backticks within one block of text."""
    if "`" not in text:
        return text
    blocks = re.split(r"(\n[ \t]*\n)", text)
    return "".join(block if "`" not in block else without_spans(block) for block in blocks)


def without_spans(block: str) -> str:
    runs = [match for match in TICKS.finditer(block) if match.group()[0] == "`"]
    later: dict[int, list[int]] = defaultdict(list)
    for number in range(len(runs) - 1, -1, -1):
        later[len(runs[number].group())].append(number)
    pieces, done, number = [], 0, 0
    while number < len(runs):
        same = later[len(runs[number].group())]
        while same and same[-1] <= number:
            same.pop()
        if same:
            start, end = runs[number].start(), runs[same[-1]].end()
            pieces += [block[done:start], NOT_NEWLINE.sub(" ", block[start:end])]
            done, number = end, same[-1]
        number += 1
    return "".join(pieces) + block[done:]
