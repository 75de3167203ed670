"""Changes in a YAML file that leave every other byte as it is: an entry more, a key changed, added or taken away.

In: the text of a file. Out: replacements, found by the marks of the parser, and the text with all of them made.
Whoever makes them reads the result again and compares it (`same_data`), so that an odd layout is refused, not spoilt.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml
from msgspec import Struct

from g40site.content.composer import HIDDEN_LINE_ENDS, compose
from g40site.content.entries import Node
from g40site.content.yaml_repairs import Loader
from g40site.diagnostics import Problems, Span
from g40site.editing import yaml_format
from g40site.editing.yaml_format import Value

LINE_END = re.compile(r"\r\n|\n|\r")


class UnsupportedLayout(Exception):
    """A layout in which the change cannot be made safely; carries the number of the line."""


class Replacement(Struct, frozen=True):
    """New text in place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class File(Struct, frozen=True):
    """The text of a YAML file, as it is on disk but for a mark in front, with its tree and its line ends."""

    text: str
    root: Any
    line_end: str
    mark: str = ""

    @classmethod
    def read(cls, data: bytes) -> "File":
        text = data.decode("utf-8")
        mark = text[:1] if text.startswith("\ufeff") else ""
        text = text[len(mark) :]
        tree = yaml.compose(text.translate(HIDDEN_LINE_ENDS), Loader=Loader)
        line_end = LINE_END.search(text)
        return cls(text, tree, line_end.group() if line_end else "\n", mark)

    def edited(self, replacements: Iterable[Replacement]) -> bytes:
        """The bytes of the file with the replacements made; those at one place come in the order in which they were
        given.
        """
        text = self.text
        in_order = sorted(replacements, key=lambda new: (new.start, new.end))
        # From the back, so that the places of the others stay true.
        for new in in_order[::-1]:
            text = text[: new.start] + new.text + text[new.end :]
        return (self.mark + text).encode()

    # What changes.

    def set(self, node: Any, key: str, value: Value, order: Sequence[str]) -> Replacement:
        """Another value for a key of a mapping, or a new key in its place by `order`."""
        pair = child(node, key)
        if pair is None:
            end = self.last(before(node, key, order))
            if node.flow_style:
                return Replacement(end, end, f", {key}: {yaml_format.flow(value)}")
            return self.lines_at(self.next_line(end), yaml_format.pair(key, value), node.start_mark.column)
        name, old = pair
        if node.flow_style:
            return Replacement(old.start_mark.index, self.last(old), yaml_format.flow(value))
        start = name.start_mark.index
        end = start + len(self.text[start : self.last(old)].rstrip("\r\n"))
        first, *rest = yaml_format.pair(key, value)
        comment = self.text[end : self.next_line(end)].strip() if end < len(self.text) else ""
        if rest and comment:
            first, rest = f"{key}: {yaml_format.flow(value)}", []
        indent = " " * name.start_mark.column
        lines = [first, *(indent + line if line else "" for line in rest)]
        return Replacement(start, end, self.line_end.join(lines))

    def remove(self, node: Any, key: str) -> Replacement | None:
        """A key of a mapping taken away; never the first, which carries the dash or the brace."""
        pair = child(node, key)
        if pair is None:
            return None
        number = node.value.index(pair)
        name, old = pair
        if number == 0:
            raise UnsupportedLayout(name.start_mark.line + 1)
        if node.flow_style:
            return Replacement(self.last(node.value[number - 1][1]), self.last(old), "")
        return Replacement(self.line_start(name.start_mark.index), self.next_line(self.last(old)), "")

    def append(self, key: str, entry: Mapping[str, Value]) -> list[Replacement]:
        """An entry at the end of the list under a key of the whole file: with an empty line before it where the others
        have one.
        """
        pair = child(self.root, key)
        if pair is None or not isinstance(pair[1], yaml.SequenceNode):
            raise UnsupportedLayout(self.root.start_mark.line + 1)
        name, node = pair
        lines, end = yaml_format.item(entry), self.last(node)
        if not node.flow_style:
            if len(node.value) == 1 or self.has_empty_line_before(node.value[-1]):
                lines = ["", *lines]
            return [self.lines_at(self.next_line(end), lines, node.start_mark.column)]
        if node.value:
            end = self.last(node.value[-1])
            return [Replacement(end, end, f", {yaml_format.flow(entry)}")]
        # Brackets with nothing between them make room for lines.
        start = len(self.text[: node.start_mark.index].rstrip(" "))
        inside = self.lines_at(self.next_line(end), lines, name.start_mark.column + 2)
        return [Replacement(start, node.end_mark.index, ""), inside]

    def has_empty_line_before(self, item: Any) -> bool:
        above = self.text[: self.line_start(item.start_mark.index)].rstrip(" \t")
        return bool(re.search(r"(\n|\r\n|\r)[ \t]*(\n|\r\n|\r)$", above))

    # Where things stand.

    def last(self, node: Any) -> int:
        """Behind the last character of a node, without what follows it: spaces, comments, empty lines."""
        if isinstance(node, yaml.ScalarNode):
            end = int(node.end_mark.index)
            if node.style not in ("|", ">"):
                return end
            header = self.text[node.start_mark.index :].split("\n", 1)[0]
            block = self.text[:end] if "+" in header.partition("#")[0] else self.text[:end].rstrip()
            return max(len(block), int(node.start_mark.index) + 1)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        tail = node.value[-1]
        return self.last(tail[1] if isinstance(tail, tuple) else tail)

    def line_start(self, index: int) -> int:
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def next_line(self, index: int) -> int:
        """Where the line after this place begins, or the end of the text."""
        if index and self.text[index - 1] in "\n\r":
            return index
        line_end = LINE_END.search(self.text, index)
        return line_end.end() if line_end else len(self.text)

    def lines_at(self, index: int, lines: Sequence[str], indent: int) -> Replacement:
        """Whole lines, indented, before the line that begins at a place."""
        indented = [" " * indent + line if line else "" for line in lines]
        text = "".join(line + self.line_end for line in indented)
        ends = index == 0 or self.text[index - 1] in "\n\r"
        return Replacement(index, index, text if ends else self.line_end + text)


def child(node: Any, key: str) -> tuple[Any, Any] | None:
    """The key and the value of a mapping."""
    return next(((k, v) for k, v in node.value if k.value == key), None)


def before(node: Any, key: str, order: Sequence[str]) -> Any:
    """The value behind which a new key comes: the last of those before it in the order, else the last."""
    return ([pair for pair in node.value if pair[0].value in order[: order.index(key)]] or node.value)[-1][1]


def tree(data: bytes) -> Any:
    """What the loader reads in a file, as texts, lists and dictionaries; None when it is no YAML."""
    problems = Problems()
    text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    node = compose(text, "", problems)
    return None if problems.errors or node is None else plain(node)


def path_at(node: Node, line: int, column: int) -> list[tuple[str | int, Node]]:
    """The keys and places in lists down to what stands at a place of a text, each with its node."""
    children: list[tuple[Span, str | int, Node]] = [(node.keys[key], key, node.pairs[key]) for key in node.keys]
    children += [(item.span, number, item) for number, item in enumerate(node.items or ())]
    before = [child for child in children if (child[0].line, child[0].column) <= (line, column)]
    if not before:
        return []
    _span, step, at = before[-1]
    return [(step, at), *path_at(at, line, column)]


def plain(node: Node) -> Any:
    if node.text is not None:
        return node.text
    if node.items is not None:
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.pairs.items()}


def same_data(read: Any, meant: Any) -> bool:
    """Whether two trees say the same; empty lines around a text say nothing."""
    if isinstance(read, str) and isinstance(meant, str):
        return read.strip("\n") == meant.replace("\r\n", "\n").strip("\n")
    if isinstance(read, Mapping) and isinstance(meant, Mapping):
        return set(read) == set(meant) and all(same_data(read[key], meant[key]) for key in read)
    if isinstance(read, list) and isinstance(meant, (list, tuple)):
        return len(read) == len(meant) and all(map(same_data, read, meant))
    return False
