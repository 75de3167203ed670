"""Dutch words for dates, times, numbers and phases.

In: dates as the content has them (a year, a month or a day may be all that is known) and counts. Out: text for
visitors. Nothing here knows the clock.
"""

import datetime as dt
import re

from g40site import addresses

NO_BREAK = "\N{NO-BREAK SPACE}"

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
PHASES = {
    "exploring": "verkenning",
    "pilot": "pilot",
    "in-use": "in gebruik",
    "scaling": "opschaling",
    "finished": "afgerond",
    "stopped": "gestopt",
}
EVENT_STATES = {"scheduled": "gaat door", "cancelled": "gaat niet door", "postponed": "uitgesteld"}
ROLES = {"leads": "koploper", "joined": "doet mee", "projects": "heeft projecten", "none": "geen projecten bekend"}


def partial_date(text: str) -> str:
    """`2019`, `oktober 2019` or `5 oktober 2019`, by what is known."""
    if len(text) == 4:
        return text
    if len(text) == 7:
        return f"{MONTHS[int(text[5:]) - 1]} {int(text[:4])}"
    return day(dt.date.fromisoformat(text))


def day(date: dt.date) -> str:
    return f"{date.day}{NO_BREAK}{MONTHS[date.month - 1]} {date.year}"


def month_short(date: dt.date) -> str:
    return SHORT_MONTHS[date.month - 1]


def weekday(date: dt.date) -> str:
    return WEEKDAYS[date.weekday()]


def clock(moment: dt.datetime) -> str:
    return f"{moment.hour}.{moment.minute:02d}"


def period(start: str | None, end: str | None) -> str:
    """`2017 tot en met 2021`, `begonnen in oktober 2019`, `2017, vanaf mei`, `tot en met 2021`, or nothing."""
    if start and end and end == start[:4] != start:
        # Of the same year only the beginning is known more precisely.
        return f"{end}, vanaf {partial_date(start).removesuffix(f' {end}')}"
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
    return text.replace(NO_BREAK, " ")


def count(number: int, singular: str, plural: str) -> str:
    return f"{number}{NO_BREAK}{singular if number == 1 else plural}"


def term(days: int | None) -> str:
    """How soon somebody mostly comes to something: `meestal binnen 3 werkdagen`, or nothing when nobody said."""
    if days is None:
        return ""
    return f"meestal binnen {count(days, 'werkdag', 'werkdagen')}" if days else "meestal dezelfde werkdag"


def file_size(size: int) -> str:
    """How large a file is, as people say it: `900 bytes`, `120 kB`, `1,2 MB`."""
    if size < 1000:
        return count(size, "byte", "bytes")
    if size < 999_500:
        return f"{(size + 500) // 1000}{NO_BREAK}kB"
    return f"{size / 1e6:.1f}".replace(".", ",") + f"{NO_BREAK}MB"


def listed(words: list[str], conjunction: str = "en") -> str:
    """`a, b en c`, or `a, b of c`."""
    return f" {conjunction} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def capital(text: str) -> str:
    """A text as the begin of a sentence."""
    return text[:1].upper() + text[1:]


def in_sentence(text: str) -> str:
    """A label or a role within a sentence; one that begins with more than one capital stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def host(url: str) -> str:
    """The host of an address as people write it."""
    return url.split("//", 1)[-1].split("/", 1)[0].split("@")[-1].removeprefix("www.")


def checked_within(checked: str | None, today: dt.date, months: int = 12) -> bool:
    """Whether somebody looked in the last so many months whether something is still true."""
    return checked is not None and latest_day(checked) >= months_before(today, months)


def how_old(checked: str | None, known: str | None) -> str:
    """When somebody last looked, else when a source last said so; nothing where neither is known."""
    if checked:
        return f"Nagekeken: {partial_date(checked)}"
    return f"Laatst bekend: {partial_date(known)}" if known else ""


def sort_name(name: str) -> str:
    """What a name is sorted by: 's-Hertogenbosch stands under its own word, the H."""
    return addresses.slug(re.sub("^['’‘`]s-", "", name))


def has_year(text: str) -> bool:
    """Whether a text itself says of which year it is."""
    return re.search(r"\b(?:19|20)[0-9]{2}\b", text) is not None


def not_checked(added: str | None) -> str:
    """What to say of what nobody looked at since it came on the site, which is no check."""
    return "nog niet nagekeken" + (f"; op de site sinds {partial_date(added)}" if added else "")


def months_before(today: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last day of that month."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=today.day - 1), latest_day(f"{year:04}-{month + 1:02}"))


def earliest_day(text: str) -> dt.date:
    """The first day that a year, a month or a day may mean."""
    return dt.date.fromisoformat((text + "-01-01")[:10])


def latest_day(text: str) -> dt.date:
    """The last day that a year, a month or a day may mean."""
    if len(text) == 10:
        return dt.date.fromisoformat(text)
    year, month = (int(text), 12) if len(text) == 4 else (int(text[:4]), int(text[5:7]))
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
