"""What a comparison found, in words: why a page was made or would be, how a published site differs from its list."""

from collections.abc import Iterator
from typing import Any

from g40site.cli.texts import Count, pair, reason, text

MOST_REASONS = 20
MOST_DIFFERENCES = 50
# The texts of two kinds of differences, beside those that are called as the difference is.
DIFFERENCES = {"no-site": "not-listed", "foreign": "of-another"}


# Why a page was made.


def explained(why: Any, lang: str) -> Iterator[str]:
    """Two short lists: what made the page the last time, and what would make the next build do it again."""
    yield text(lang, "was-made" if why.was else "not-made-yet")
    yield from reasons(why.was, lang)
    if not why.would:
        yield text(lang, "stays")
    elif why.was:
        yield text(lang, "will-be-made")
        yield from reasons(why.would, lang)


def reasons(queries: tuple[tuple[str, ...], ...], lang: str) -> Iterator[str]:
    sentences = [*dict.fromkeys(sentence(query, lang) for query in queries)]
    yield from (f"  - {line}" for line in sentences[:MOST_REASONS])
    if (rest := len(sentences) - MOST_REASONS) > 0:
        yield f"  - {text(lang, 'more-reasons', rest=rest)}"


def sentence(query: tuple[str, ...], lang: str) -> str:
    """A query that has another result; what it is about is a name in the content or the program."""
    name, *about = query
    if name in ("site", "published"):
        name, *about = about or [name]
    return reason(lang, name, " ".join(word for word in about if word))


# How a published site differs.


def comparison(report: Any, days: int | None, most: int | None, lang: str) -> tuple[list[str], bool]:
    """What a comparison with the list of digests found, line by line, and whether all is well.

    A comparison that did not come to its end has found no number of differences, only these.
    """
    lines = [
        f"{difference.path}: {text(lang, DIFFERENCES.get(difference.kind, difference.kind), detail=difference.detail)}"
        for difference in report.differences[:MOST_DIFFERENCES]
    ]
    wrong = len(report.differences)
    if wrong > MOST_DIFFERENCES:
        lines.append(text(lang, "and-more", rest=wrong - MOST_DIFFERENCES))
    if report.day is None or report.stopped is not None:
        return lines, False
    differences = Count(wrong, "difference")
    lines.append(text(lang, "compared", differences=differences, files=report.files, day=report.day))
    # A day that has yet to come says that a clock is wrong; a day ahead is another time zone.
    is_fresh = most is None or days is None or -1 <= days <= most
    if not is_fresh and days is not None and days < 0:
        lines.append(text(lang, "day-to-come"))
    elif not is_fresh:
        lines.append(text(lang, "too-old", days=days, most=most))
    return lines, is_fresh and not wrong


def unfinished(report: Any, target: str, limits: Any) -> tuple[str, str]:
    """Why a comparison did not come to its end, in Dutch and in English."""
    bound = getattr(report.stopped, "bound", None)
    if bound is None:
        return pair("no-answer", target=target, reason=report.stopped)
    if bound == "files":
        return pair("too-many-files", target=target, files=limits.files)
    most: object = Count(limits.seconds, "second") if bound == "seconds" else f"{limits.bytes} bytes"
    return pair("stopped-after", most=most, files=report.files, listed=report.listed, bound=bound)
