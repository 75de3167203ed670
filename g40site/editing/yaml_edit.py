"""Changes in a YAML file that leave every other byte as it is: an entry more, a key changed, added or taken away.

In: the text of a file. Out: pieces to replace, found by the marks of the parser, and the text with all of them put in.
Whoever puts them in reads the result again and compares it (`same_data`), so that an odd layout is refused, not spoilt.
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


class UnsupportedLayout(Exception):
    """A layout in which the change cannot be made safely; carries the number of the line."""


class Piece(Struct, frozen=True, order=True):
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
        found = re.search(r"\r\n|\n|\r", text)
        return cls(text, tree, found.group() if found else "\n", mark)

    def with_pieces(self, pieces: Iterable[Piece]) -> bytes:
        """The bytes of the file with the pieces put in, each in its place."""
        text = self.text
        for piece in sorted(pieces, reverse=True, key=lambda piece: (piece.start, piece.end)):
            text = text[: piece.start] + piece.text + text[piece.end :]
        return (self.mark + text).encode()

    # Where things stand.

    def child(self, node: Any, key: str) -> tuple[Any, Any] | None:
        """The key and the value of a mapping."""
        return next(((k, v) for k, v in node.value if k.value == key), None)

    def last(self, node: Any) -> int:
        """Behind the last character of a node, without what follows it: spaces, comments, empty lines."""
        if isinstance(node, yaml.ScalarNode):
            end = int(node.end_mark.index)
            if node.style not in ("|", ">"):
                return end
            header = self.text[node.start_mark.index :].split("\n", 1)[0]
            kept = self.text[:end] if "+" in header.partition("#")[0] else self.text[:end].rstrip()
            return max(len(kept), int(node.start_mark.index) + 1)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        tail = node.value[-1]
        return self.last(tail[1] if isinstance(tail, tuple) else tail)

    def line_start(self, index: int) -> int:
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def next_line(self, index: int) -> int:
        """Where the line after this place begins, or the end of the text."""
        found = re.compile(r"\r\n|\n|\r").search(self.text, index)
        if index and self.text[index - 1] in "\n\r":
            return index
        return found.end() if found else len(self.text)

    # Pieces.

    def lines_at(self, index: int, lines: Sequence[str], indent: int) -> Piece:
        """Whole lines, indented, before the line that begins at a place."""
        shown = [" " * indent + line if line else "" for line in lines]
        text = "".join(line + self.line_end for line in shown)
        ends = index == 0 or self.text[index - 1] in "\n\r"
        return Piece(index, index, text if ends else self.line_end + text)

    def appended(self, path: Sequence[str], entries: Sequence[Mapping[str, Value]]) -> list[Piece]:
        """Entries at the end of the list at a path of keys."""
        node, column = self.root, 0
        for key in path:
            found = self.child(node, key)
            if found is None:
                raise UnsupportedLayout(node.start_mark.line + 1)
            column, node = int(found[0].start_mark.column), found[1]
        if not isinstance(node, yaml.SequenceNode):
            raise UnsupportedLayout(node.start_mark.line + 1)
        if node.flow_style and node.value:
            shown = "".join(f", {one_line(entry)}" for entry in entries)
            end = self.last(node.value[-1])
            return [Piece(end, end, shown)]
        if node.flow_style:
            # Brackets with nothing between them make place for lines.
            start = len(self.text[: node.start_mark.index].rstrip(" "))
            lines = [line for entry in entries for line in yaml_format.item(entry)]
            inside = self.lines_at(self.next_line(self.last(node)), lines, column + 2)
            return [Piece(start, node.end_mark.index, ""), inside]
        place = self.next_line(self.last(node))
        apart = len(node.value) == 1 or self.empty_line_before(node.value[-1])
        lines = [line for entry in entries for line in ([""] if apart else []) + yaml_format.item(entry)]
        return [self.lines_at(place, lines, int(node.start_mark.column))]

    def empty_line_before(self, node: Any) -> bool:
        start = self.line_start(node.start_mark.index)
        above = self.text[:start].rstrip(" \t")
        return bool(re.search(r"(\n|\r\n|\r)[ \t]*(\n|\r\n|\r)$", above))

    def changed(self, node: Any, key: str, value: Value | None, order: Sequence[str]) -> list[Piece]:
        """A key of a mapping with another value, without one, or for the first time in its place by `order`."""
        found = self.child(node, key)
        if node.flow_style:
            return self.changed_in_flow(node, found, key, value, order)
        if value is None:
            return [] if found is None else [self.removed(node, found)]
        if found is not None:
            return [self.replaced(found, key, value)]
        before = [pair for pair in node.value if pair[0].value in order[: order.index(key)]]
        place = self.next_line(self.last((before or node.value)[-1][1]))
        return [self.lines_at(place, yaml_format.pair(key, value), int(node.start_mark.column))]

    def replaced(self, found: tuple[Any, Any], key: str, value: Value) -> Piece:
        start = int(found[0].start_mark.index)
        end = start + len(self.text[start : self.last(found[1])].rstrip("\r\n"))
        first, *rest = yaml_format.pair(key, value)
        behind = self.text[end : self.next_line(end)].strip() if end < len(self.text) else ""
        if rest and behind:
            first, rest = f"{key}: {yaml_format.flow(value)}", []
        indent = " " * int(found[0].start_mark.column)
        return Piece(start, end, self.line_end.join([first, *(indent + line if line else "" for line in rest)]))

    def removed(self, node: Any, found: tuple[Any, Any]) -> Piece:
        if found[0] is node.value[0][0]:
            raise UnsupportedLayout(found[0].start_mark.line + 1)
        return Piece(self.line_start(found[0].start_mark.index), self.next_line(self.last(found[1])), "")

    def changed_in_flow(
        self, node: Any, found: tuple[Any, Any] | None, key: str, value: Value | None, order: Sequence[str]
    ) -> list[Piece]:
        if value is None:
            if found is None:
                return []
            place = node.value.index(found)
            if place == 0:
                raise UnsupportedLayout(found[0].start_mark.line + 1)
            return [Piece(self.last(node.value[place - 1][1]), self.last(found[1]), "")]
        if found is not None:
            return [Piece(int(found[1].start_mark.index), self.last(found[1]), yaml_format.flow(value))]
        before = [pair for pair in node.value if pair[0].value in order[: order.index(key)]] or node.value
        end = self.last(before[-1][1])
        return [Piece(end, end, f", {key}: {yaml_format.flow(value)}")]


def one_line(entry: Mapping[str, Value]) -> str:
    return "{" + ", ".join(f"{key}: {yaml_format.flow(value)}" for key, value in entry.items()) + "}"


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
    _span, step, found = before[-1]
    return [(step, found), *path_at(found, line, column)]


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
