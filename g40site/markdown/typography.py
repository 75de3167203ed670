"""Dutch typography for running text: curly quotes, apostrophes, dashes and the ellipsis.

In: a piece of plain text and the character before it. Out: the same text with typographic marks. And a page whose
plain texts (names, titles, summaries) a template printed: its straight quotes become curly where people read them.
"""

import re

from g40site.privacy import MAIL

MARKS = re.compile(r"""(?<!-)-{2,3}(?![->])|(?<!\.)\.{3}(?!\.)|["']""")
# A mailbox stands as it was typed: with another mark (o’brien@…) no mail arrives.
MAIL_OR_MARKS = re.compile(f"{MAIL.pattern}|{MARKS.pattern}")
# 's-Hertogenbosch, 't, 'n, and years such as '20.
SHORTENED = re.compile(r"'(?:(?:s|t|n|k|m|r|ns|er|em|ie)\b|\d\d\b)", re.IGNORECASE)
BEFORE_OPENING = "([{<=«“‘„-–—/\u00a0"
QUOTES = ("'", '"')


def typographic(text: str, before: str = "") -> str:
    """The text with typographic marks; `before` is the character that stands in front of it."""
    # Most pieces have none of them, and the pattern tries each at every character.
    if "'" not in text and '"' not in text and "--" not in text and "..." not in text:
        return text
    return marks_in(text).sub(lambda mark: curled(mark, before), text)


def marks_in(text: str) -> re.Pattern[str]:
    """Finds the marks of a text, and the mailboxes whose marks are no part of it."""
    return MAIL_OR_MARKS if "@" in text else MARKS


def curled(mark: re.Match[str], before: str) -> str:
    written, text, start = mark.group(), mark.string, mark.start()
    if "@" in written:
        return written
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


# What stands as it was typed.
AS_TYPED = re.compile(r"<(pre|code|kbd|samp|textarea|script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
# Mark-up within a line: the text goes on behind it.
INLINE = re.compile(r"</?(?:a|abbr|b|em|i|mark|small|span|strong|time|wbr)\b", re.IGNORECASE)
# How a template writes a quote of a value.
PRINTED = re.compile("&#3[49];")


def quoted_in(page: str) -> str:
    """A page with curly quotes in the texts that its template printed; done twice it stays the same."""
    if PRINTED.search(page) is None:
        return page
    typed: list[tuple[int, int]] | None = None
    pieces, at, end = [], 0, 0
    while (quote := PRINTED.search(page, end)) is not None:
        # Most of a page has no quotes, so only the texts around them are looked at.
        start, end = page.rfind(">", 0, quote.start()) + 1, page.find("<", quote.start())
        end = len(page) if end < 0 else end
        if page.rfind("<", start, quote.start()) >= 0:
            end = page.find(">", quote.start()) + 1 or len(page)
            continue
        # In most pages all quotes stand in tags.
        if typed is None:
            typed = [match.span() for match in AS_TYPED.finditer(page)]
        around = next((span for span in typed if span[0] <= quote.start() < span[1]), None)
        if around is not None:
            end = around[1]
        else:
            pieces += [page[at:start], printed(page[start:end], before(page, start))]
            at = end
    return "".join((*pieces, page[at:]))


def before(page: str, start: int) -> str:
    """The sign before a text, across mark-up within its line; nothing where a line begins."""
    while start and page[start - 1] == ">":
        start = page.rfind("<", 0, start)
        if INLINE.match(page, start) is None:
            return ""
    return page[start - 1 : start] if start else ""


def printed(text: str, before: str) -> str:
    """A piece of a page whose printed quotes are curly."""
    return curly(text.replace("&#39;", "'").replace("&#34;", '"'), before) if "&#3" in text else text


def curly(text: str, before: str = "") -> str:
    """A text with curly quotes, and otherwise as it was."""
    return marks_in(text).sub(lambda mark: curled(mark, before) if mark.group() in QUOTES else mark.group(), text)
