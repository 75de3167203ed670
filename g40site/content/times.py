"""Local times of meetings in the site's time zone.

In: moments as they were written, and a zone. Out: aware datetimes, or what is wrong with them: a time in the hour that
the clock skips does not exist, one in the hour that it repeats is the first of the two.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

from g40site import model

MIDNIGHT = dt.time(0)


class Resolved(Struct, frozen=True):
    """A moment in the zone, with the code of what is odd about it and the values for its message."""

    at: dt.datetime
    code: str = ""
    values: tuple[tuple[str, str], ...] = ()


def resolve(moment: model.Moment, zone: ZoneInfo) -> Resolved:
    """The moment in the zone; a day without a time begins at midnight."""
    clock = MIDNIGHT if moment.clock is None else moment.clock
    if moment.offset is not None:
        at = dt.datetime.combine(moment.day, clock, dt.timezone(moment.offset))
        return Resolved(at.astimezone(zone))
    first = dt.datetime.combine(moment.day, clock, zone)
    second = first.replace(fold=1)
    if moment.clock is None or first.utcoffset() == second.utcoffset():
        return Resolved(first)
    written = f"{moment.day} {clock:%H:%M}"
    if first.astimezone(dt.UTC).astimezone(zone).replace(fold=0) != first:
        return Resolved(first, "tijd-bestaat-niet", (("value", written),))
    options = (("first", f"{written}{offset_text(first)}"), ("second", f"{written}{offset_text(second)}"))
    return Resolved(first, "tijd-twee-keer", (("value", written), *options))


def offset_text(moment: dt.datetime) -> str:
    text = moment.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


def over(event: model.Event, zone: ZoneInfo) -> dt.datetime:
    """When a meeting is over: at its end, or at the end of its last day when only days are known."""
    last = event.end or event.start
    if event.end is not None and last.clock is not None:
        return resolve(last, zone).at
    day = resolve(last, zone).at.date() if last.clock is not None else last.day
    return dt.datetime.combine(day + dt.timedelta(days=1), MIDNIGHT, zone)
