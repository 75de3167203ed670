"""Dutch typography for running text: curly quotes, apostrophes, dashes and the ellipsis.

In: a piece of plain text and the character before it. Out: the same text with typographic marks.
"""

import re

MARKS = re.compile(r"""(?<!-)-{2,3}(?![->])|(?<!\.)\.{3}(?!\.)|["']""")
# 's-Hertogenbosch, 't, 'n, and years such as '20.
SHORTENED = re.compile(r"'(?:(?:s|t|n|k|m|r|ns|er|em|ie)\b|\d\d\b)", re.IGNORECASE)
BEFORE_OPENING = "([{<=«“‘„-–—/\u00a0"
QUOTES = ("'", '"')


def typographic(text: str, before: str = "") -> str:
    """The text with typographic marks; `before` is the character that stands in front of it."""
    # Most pieces have none of them, and the pattern tries each at every character.
    if "'" not in text and '"' not in text and "--" not in text and "..." not in text:
        return text
    return MARKS.sub(lambda mark: curled(mark, before), text)


def curled(mark: re.Match[str], before: str) -> str:
    written, text, start = mark.group(), mark.string, mark.start()
    if written == "...":
        return "…"
    if written[0] == "-":
        return "–" if written == "--" else "—"
    previous = text[start - 1] if start else before
    following = text[mark.end() : mark.end() + 1]
    if previous in QUOTES:
        # A quote within a quote: “‘ja’ zei hij”.
        previous = text[start - 2] if start > 1 else ""
    opens = (not previous or previous.isspace() or previous in BEFORE_OPENING) and not following.isspace()
    if written == '"':
        return "“" if opens else "”"
    return "‘" if opens and not SHORTENED.match(text, start) else "’"
