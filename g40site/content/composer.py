"""From YAML to nodes.

In: YAML text and where it stands in its file. Out: one tree of nodes, or None after one problem. It is built from the
parser's events, so that depth, anchors and tags are refused before anything is composed. It converts nothing. What an
editor does not see is told as well: signs that look like a space or like nothing, and a `#` that ends a text.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from g40site.content.entries import Node
from g40site.content.yaml_errors import explained
from g40site.content.yaml_repairs import Loader, in_text, refused_at, rows, without_star
from g40site.diagnostics import Fault, Problems, Span, diagnostic

DEPTH = 40
ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
# Styles of a text that stands on lines of its own, where `#` is a part of it.
BLOCKS = ("|", ">")
# Far more than a site of ten thousand pages has; a file that is nothing but commas would fill the memory.
MOST_NODES = 250_000
# What YAML takes for the end of a line and editors do not show as one: a space, so that places stay right.
HIDDEN_LINE_ENDS = str.maketrans("\x85\u2028\u2029", "   ")
# Spaces that are no spaces for YAML, and signs without width: of Word, of Teams, of web pages.
INVISIBLE = "\u00a0\u00ad\u034f\u061c\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff"
SIGN = re.compile(f"[{INVISIBLE}]")
# In front of a line's first word, around its dashes, before or behind the colon of its key.
PLACES = re.compile(
    rf" *(?:- *)*(?P<front>[{INVISIBLE}])"
    rf"|(?: *(?:- +)*)[\w'-]+ *(?P<key>[{INVISIBLE}])[ {INVISIBLE}]*:"
    rf"|(?: *(?:- +)*)[\w'-]+ *:(?P<value>[{INVISIBLE}])"
    rf"|[^'\"]*\{{[^}}'\"]*\b[a-z_]+:(?P<inside>[{INVISIBLE}])"
)
WORD = re.compile(rf"[ {INVISIBLE}]*[a-z0-9/:.@_-]+[ {INVISIBLE}]*")


def compose(text: str, file: str, problems: Problems, line_offset: int = 0) -> Node | None:
    """The tree of one document; `line_offset` is how many lines of the file stand before the text."""
    text = text.translate(HIDDEN_LINE_ENDS)
    if signs := [*invisible_signs(text)]:
        for number, column, sign in signs:
            span = Span(file, number + 1 + line_offset, column + 1, 1)
            problems.add("onzichtbaar-teken", span, code=f"U+{ord(sign):04X}")
        return None
    builder = Builder(file, problems, line_offset, text.split("\n"))
    try:
        return builder.document(yaml.parse(text, Loader=Loader))
    except Fault as fault:
        problems.items.append(fault.diagnostic)
    except yaml.YAMLError as error:
        problems.items.append(explained(error, text, file, line_offset))
    return None


def refused(code: str, span: Span, near: str = "", /, **values: object) -> Fault:
    """The problem for which a text cannot be used as YAML."""
    return Fault(diagnostic(code, span, (near.strip(),) if near else (), **values))


class Builder:
    """Turns the events of one document into nodes."""

    def __init__(self, file: str, problems: Problems, line_offset: int, lines: list[str]) -> None:
        self.file, self.problems, self.line_offset, self.lines = file, problems, line_offset, lines
        self.nodes = 0
        # Texts with a comment right behind them; told when all was read, since else the comment may be the fault.
        self.cut: list[tuple[Span, tuple[str, ...], str]] = []

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        documents = 0
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise refused("yaml-documenten", self.span(event))
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event)
                self.fill(root, events)
        if root is None or root.is_empty:
            raise refused("yaml-leeg", Span(self.file, self.line_offset + 1))
        for span, near, value in self.cut:
            self.problems.add("tekst-afgekapt", span, near, value=value)
        return root

    def fill(self, node: Node, events: Iterator[yaml.Event], depth: int = 1) -> None:
        """Reads what is in a list or a mapping."""
        if node.text is not None:
            return
        if depth > DEPTH:
            raise refused("yaml-te-diep", node.span)
        while not isinstance(event := next(events), ENDS):
            if node.items is not None:
                child = self.node(event)
                node.items.append(child)
                self.look_inside(child, event)
            else:
                key, span = self.key(self.node(event))
                child = self.node(next(events))
                self.put(node, key, span, child)
            self.fill(child, events, depth + 1)

    def node(self, event: yaml.Event) -> Node:
        span = self.span(event)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise refused("yaml-te-veel", span, most=MOST_NODES)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise refused("yaml-anker", span, without_star(*self.start_of(event)))
        if getattr(event, "tag", None) is not None:
            raise refused("yaml-tag", span, in_text(*self.start_of(event)))
        if isinstance(event, yaml.ScalarEvent):
            if event.style not in BLOCKS:
                self.look_behind(event)
            # What stands between quotation marks is meant; then the field decides.
            if not event.style and (sign := around_a_word(event.value)):
                raise refused("onzichtbaar-teken", span, code=f"U+{ord(sign):04X}")
            return Node(span, text=event.value, style=event.style or None)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(span, items=[])
        return Node(span)

    def start_of(self, event: yaml.Event) -> tuple[str, int]:
        """The line that an event begins in, and its column from 0."""
        start, _end = marks_of(event)
        return self.lines[start.line], start.column

    def look_behind(self, event: yaml.ScalarEvent) -> None:
        """A comment one space behind a text may have been meant as a part of it; with two spaces it is no accident."""
        _start, end = marks_of(event)
        number, column = end.line, end.column
        line = self.lines[number] if number < len(self.lines) else ""
        if line.startswith((" #", "\t#"), column):
            span = Span(self.file, number + 1 + self.line_offset, column + 2, 1)
            text = f"{event.style}{event.value}{event.style}" if event.style else event.value
            self.cut.append((span, whole_text(line, column, text, event.style or ""), event.value or '""'))

    def look_inside(self, item: Node, event: yaml.Event) -> None:
        """An item without quotation marks goes on in lines further to the right; none of these begins an item itself.
        Where one does, only what stands before it is read on.
        """
        start, end = marks_of(event)
        if start.line == end.line or not isinstance(event, yaml.ScalarEvent) or event.style:
            return
        bullet = self.lines[start.line][: start.column].rstrip()
        if not bullet.endswith("-"):
            return
        for number in range(start.line + 1, end.line + 1):
            bare = self.lines[number].lstrip()
            if bare.startswith("- "):
                column = len(self.lines[number]) - len(bare)
                span = Span(self.file, number + 1 + self.line_offset, column + 1, 1)
                word, above = (" ".join(line.split()[:2]) for line in (bare, f"- {event.value}"))
                item.text = event.value.partition(" - ")[0]
                row = start.line + 1 + self.line_offset
                self.problems.add("yaml-te-ver", span, word=word, key=above, row=row, spaces=column - len(bullet) + 1)

    def key(self, node: Node) -> tuple[str, Span]:
        if not node.text:
            raise refused("yaml-sleutel", node.span)
        if sign := at_edge(node.text):
            raise refused("onzichtbaar-teken", node.span, code=f"U+{ord(sign):04X}")
        return node.text, node.span

    def put(self, parent: Node, key: str, span: Span, node: Node) -> None:
        if key in parent.pairs:
            self.problems.add("dubbele-sleutel", span, key=key, first=parent.keys[key].line)
            return
        parent.pairs[key] = node
        parent.keys[key] = span

    def span(self, event: yaml.Event) -> Span:
        start, end = marks_of(event)
        length = max(1, end.column - start.column) if start.line == end.line else 1
        return Span(self.file, start.line + 1 + self.line_offset, start.column + 1, length)


def marks_of(event: yaml.Event) -> tuple[Any, Any]:
    """Where an event begins and ends: the parser, in C or not, always says so."""
    return event.start_mark, event.end_mark


# What an editor does not see.


def invisible_signs(text: str) -> Iterator[tuple[int, int, str]]:
    """The lines and columns, from 0, where such a sign stands instead of spaces; inside a text it may stand."""
    if SIGN.search(text) is None:
        return
    lines = text.split("\n")
    meant = {row.number for row in rows(lines)}
    for number, line in enumerate(lines):
        if number in meant and (match := PLACES.match(line)):
            yield number, match.start(match.lastgroup or 0), match[match.lastgroup or 0]


def at_edge(text: str) -> str:
    """The invisible sign at the begin or the end of a text, if there is one."""
    return next((sign for sign in (text[:1], text[-1:]) if SIGN.fullmatch(sign)), "")


def around_a_word(text: str) -> str:
    """The invisible sign beside a text that is one id, choice or address without it."""
    return at_edge(text) if not text.isascii() and WORD.fullmatch(text) else ""


def whole_text(line: str, column: int, text: str, quote: str) -> tuple[str, ...]:
    """The line with the text and what stands behind its `#` in quotation marks; nothing for a text of several lines.

    `text` has the quotation marks around it that it has in the line.
    """
    if not line[:column].endswith(text):
        return ()
    start = column - len(text)
    bare = text.removeprefix(quote).removesuffix(quote)
    whole = in_text(f"{line[:start]}{bare}{line[column:]}".replace("\t", " "), start + len(bare))
    return (whole.strip(),) if whole and refused_at([whole]) > 1 else ()
