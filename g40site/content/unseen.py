"""What an editor does not see in YAML: signs that look like a space or like nothing, and a `#` that ends a text.

In: the lines of a document, or a text of it with the place where it ends. Out: problems at those places.
"""

import re
from collections.abc import Iterator

from g40site.content.layout import rows
from g40site.content.mended import in_text
from g40site.content.shifts import refused_at

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


def signs(text: str) -> Iterator[tuple[int, int, str]]:
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


def is_comment(line: str, column: int) -> bool:
    """Whether a comment stands one space behind a text that ends here; with two spaces it is meant as one."""
    return line.startswith((" #", "\t#"), column)


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
