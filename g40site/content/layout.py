"""The lines of YAML as an editor sees them: how far each stands to the right, its dash, its key.

In: lines. Out: one row for each line that means something by its place; empty lines, comments and the text below `|`
or `>` do not. It reads what a parser refuses as well, so that a message can say where a line belongs.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

LINE = re.compile(r"( *)((?:- +)*)(?:([^\s:#\[\]{},\"'&*!|>%@`-][^:#]*?) *:(?= |$))?")
BLOCK = re.compile(r"(?:^|: +|- +)[|>][-+0-9]*(?: +#.*)?$")


class Row(Struct, frozen=True):
    """A line, counted from 0: the columns of its dash and of what stands behind that, and its key if it has one."""

    number: int
    text: str
    dash: int | None
    column: int
    key: str

    @property
    def head(self) -> str:
        """What it begins with, as a message names it: `title`, `- id:` or `- KNMI`."""
        if self.dash is None:
            return self.key
        return f"- {self.key}:" if self.key else self.text.strip(" ")

    @property
    def is_text(self) -> bool:
        """Whether it is no key and no item, but perhaps the rest of a text."""
        return not self.key and self.dash is None

    @property
    def starts(self) -> int:
        return self.column if self.dash is None else self.dash


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a text, in order."""
    # The column of the key whose text of several lines goes on, and how far its first line stands to the right.
    outer: int | None = None
    inner = 0
    for number, line in enumerate(lines):
        bare = line.strip(" ")
        indent = len(line) - len(line.lstrip(" "))
        if not bare:
            continue
        if outer is not None and indent > outer and indent >= inner:
            inner = inner or indent
            continue
        outer, inner = None, 0
        if bare.startswith("#"):
            continue
        row = row_of(number, line)
        if BLOCK.search(line.rstrip(" ")):
            outer = row.starts if row.dash is not None and not row.key else row.column
        yield row


def row_of(number: int, line: str) -> Row:
    match = LINE.match(line)
    assert match is not None, "every part of it may be empty"
    dash = len(match[1]) if match[2] else None
    return Row(number, line, dash, len(match[1]) + len(match[2]), match[3] or "")
