"""What YAML says, as nodes: every scalar is text, every key and value keeps its place.

`composer` makes them.
"""

from msgspec import Struct, field

from g40site.content.reader import SourceText
from g40site.diagnostics import Span


class Node(Struct):
    """A scalar (`text`), a list (`items`) or a mapping (`pairs` with the place of each key)."""

    span: Span
    text: str | None = None
    style: str | None = None
    items: list["Node"] | None = None
    pairs: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)

    @property
    def is_map(self) -> bool:
        return self.text is None and self.items is None

    @property
    def is_empty(self) -> bool:
        return self.text is not None and not self.text.strip()

    def child(self, step: str | int) -> "Node | None":
        if isinstance(step, int):
            return self.items[step] if self.items is not None and step < len(self.items) else None
        return self.pairs.get(step)


def passage(node: Node, text: str, source_lines: list[str], key: Span) -> SourceText:
    """A Markdown text of a YAML field with its places, exact where each of its lines stands so in the file."""
    line, column = node.span.line, node.span.column
    if node.style == "|":
        lines = [row for row in source_lines[line:] if row.strip()]
        indent = len(lines[0]) - len(lines[0].lstrip(" ")) if lines else 0
        return SourceText(text, node.span.file, line + 1, indent + 1)
    row = source_lines[line - 1] if line <= len(source_lines) else ""
    shift = 0 if node.style is None else 1
    exact = node.style in (None, "'", '"') and row.startswith(text, column - 1 + shift)
    place = node.span if exact else key
    return SourceText(text, node.span.file, place.line, place.column + (shift if exact else 0), exact)
