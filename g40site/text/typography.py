"""Dutch typography for running text: curly quotes, apostrophes, dashes and the ellipsis.

In: a piece of plain text and the character before it. Out: the same text with typographic marks. And a page whose
plain texts (names, titles, summaries) a template printed: its straight quotes become curly where people read them.
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


# What stands as it was typed, and all other markup.
AS_TYPED = re.compile(r"<(pre|code|kbd|samp|textarea|script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
# Mark-up within a line: the text goes on behind it.
INLINE = re.compile(r"</?(?:a|abbr|b|em|i|mark|small|span|strong|time|wbr)\b", re.IGNORECASE)
# How a template writes a quote of a value.
PRINTED = re.compile("&#3[49];")


def quoted_in(page: str) -> str:
    """A page with curly quotes in the texts that its template printed; done twice it stays the same."""
    if PRINTED.search(page) is None:
        return page
    pieces, at, before = [], 0, ""
    for markup in AS_TYPED.finditer(page):
        pieces += [printed(page[at : markup.start()], before), markup.group()]
        before = (page[at : markup.start()] or before)[-1:] if INLINE.match(markup.group()) else ""
        at = markup.end()
    return "".join((*pieces, printed(page[at:], before)))


def printed(text: str, before: str) -> str:
    """A piece of a page whose printed quotes are curly."""
    return curly(text.replace("&#39;", "'").replace("&#34;", '"'), before) if "&#3" in text else text


def curly(text: str, before: str = "") -> str:
    """A text with curly quotes, and otherwise as it was."""
    return MARKS.sub(lambda mark: curled(mark, before) if mark.group() in QUOTES else mark.group(), text)
