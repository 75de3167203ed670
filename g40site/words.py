"""Dutch words for dates, times, numbers and phases.

In: dates as the content has them (a year, a month or a day may be all that is known) and counts. Out: text for
visitors. Babel knows the months; nothing here knows the clock.
"""

import datetime as dt
import re
from functools import lru_cache

from babel.dates import format_date

LOCALE = "nl"
NO_BREAK = "\N{NO-BREAK SPACE}"
# Fewer words at the end of an address tell nothing.
LEAST_WORDS = 3

PHASES = {
    "exploring": "verkenning",
    "pilot": "pilot",
    "in-use": "in gebruik",
    "scaling": "opschaling",
    "finished": "afgerond",
    "stopped": "gestopt",
}
ROLES = {"leads": "koploper", "joined": "doet mee", "projects": "heeft projecten", "none": "geen projecten bekend"}


@lru_cache(maxsize=20_000)
def partial_date(text: str) -> str:
    """`2019`, `oktober 2019` or `5 oktober 2019`, by what is known."""
    if len(text) == 4:
        return text
    if len(text) == 7:
        return format_date(dt.date.fromisoformat(f"{text}-01"), "MMMM y", locale=LOCALE)
    return day(dt.date.fromisoformat(text))


@lru_cache(maxsize=20_000)
def day(date: dt.date) -> str:
    return format_date(date, f"d{NO_BREAK}MMMM y", locale=LOCALE)


@lru_cache(maxsize=20_000)
def month_short(date: dt.date) -> str:
    return format_date(date, "MMM", locale=LOCALE).rstrip(".")


@lru_cache(maxsize=20_000)
def weekday(date: dt.date) -> str:
    return format_date(date, "EEEE", locale=LOCALE)


def clock(moment: dt.datetime) -> str:
    return f"{moment.hour}.{moment.minute:02d}"


def period(start: str | None, end: str | None) -> str:
    """`2017 tot en met 2021`, `sinds oktober 2019`, `tot en met 2021`, or nothing."""
    if start and end:
        return partial_date(start) if start == end else f"{partial_date(start)} tot en met {partial_date(end)}"
    if start:
        return f"begonnen in {partial_date(start)}" if len(start) < 10 else f"begonnen op {partial_date(start)}"
    return f"tot en met {partial_date(end)}" if end else ""


def tenure(since: str | None, until: str | None) -> str:
    """How long somebody held a role: `van mei 2018 tot en met 2022`, `vanaf mei 2018`, or nothing."""
    if since and until:
        return f"van {partial_date(since)} tot en met {partial_date(until)}"
    return f"vanaf {partial_date(since)}" if since else f"tot en met {partial_date(until)}" if until else ""


def days(first: dt.date, last: dt.date) -> str:
    """One day, or the first and the last with what they share said once."""
    if first == last:
        return f"{weekday(first)} {day(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} tot en met {day(last)}"
    return f"{day(first)} tot en met {day(last)}"


def span(begins: dt.datetime, ends: dt.datetime | None) -> str:
    """A meeting with times: `woensdag 1 juli 2020, 15.30 tot 16.30 uur`."""
    start = f"{weekday(begins.date())} {day(begins.date())}, {clock(begins)}"
    if ends is None or ends == begins:
        return f"{start}{NO_BREAK}uur"
    if ends.date() == begins.date():
        return f"{start} tot {clock(ends)}{NO_BREAK}uur"
    return f"{start}{NO_BREAK}uur tot {weekday(ends.date())} {day(ends.date())}, {clock(ends)}{NO_BREAK}uur"


def spaced(text: str) -> str:
    """A text with ordinary spaces, for mail and other places where a line may break anywhere."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def count(number: int, one: str, many: str) -> str:
    return f"{number}{NO_BREAK}{one if number == 1 else many}"


def listed(words: list[str]) -> str:
    """`a, b en c`."""
    return " en ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def host(url: str) -> str:
    """The host of an address as people write it."""
    return url.split("//", 1)[-1].split("/", 1)[0].split("@")[-1].removeprefix("www.")


def address_words(url: str) -> str:
    """The words that the end of an address is made of; nothing where it has fewer than three."""
    last = url.split("#", 1)[0].split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1].split("~", 1)[0]
    parts = re.sub(r"\.\w{2,5}$", "", last).split("-")
    known = sum(part.isalpha() and part.islower() for part in parts)
    return " ".join(parts) if known >= LEAST_WORDS and "%" not in last else ""


def latest_day(text: str) -> dt.date:
    """The last day that a year, a month or a day may mean."""
    if len(text) == 10:
        return dt.date.fromisoformat(text)
    year, month = (int(text), 12) if len(text) == 4 else (int(text[:4]), int(text[5:7]))
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
