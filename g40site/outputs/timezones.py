"""A time zone as iCalendar wants it: the rules by which its clock changes, found by looking at the zone itself.

In: a zone and the years of the meetings. Out: observances (RFC 5545, 3.6.5), each a first change and the rule by which
it returns, enough for every moment in those years. Europe/Amsterdam gives the two rules that calendars know.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SECOND, WEEK = dt.timedelta(seconds=1), dt.timedelta(days=7)
# Rules are followed from the first of these years to the last, so that calendars of other years say the same.
FROM, UNTIL = 1970, 2037


class Change(Struct, frozen=True):
    """One moment on which the clock changes: in UTC, and the offsets before and after it."""

    at: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    daylight: bool

    @property
    def local(self) -> dt.datetime:
        """What the clock shows when it changes, in the offset before."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def kind(self) -> tuple[object, ...]:
        """Changes that may follow one rule have this in common."""
        local = self.local
        return self.before, self.after, self.name, self.daylight, local.month, local.weekday(), local.time()


class Observance(Struct, frozen=True):
    """A change that comes back each year by a rule, for ever or until its last; without rule it comes once."""

    first: Change
    last: Change
    ordinal: int | None
    ongoing: bool

    @property
    def rule(self) -> dict[str, object]:
        if self.ordinal is None or (self.first == self.last and not self.ongoing):
            return {}
        local = self.first.local
        day = f"{self.ordinal}{WEEKDAYS[local.weekday()]}"
        end = {} if self.ongoing else {"UNTIL": self.last.at}
        return {"FREQ": "YEARLY", **end, "BYMONTH": local.month, "BYDAY": day}


@lru_cache(maxsize=256)
def observances(key: str, first: int, last: int) -> tuple[Observance, ...]:
    """What a calendar with meetings from the year `first` to `last` must say about a zone."""
    rules = all_runs(key, min(first - 1, FROM), max(last + 1, UNTIL))
    kept = [one for one in rules if one.last.at.year >= first - 1 or one.ongoing]
    begin = dt.datetime(first - 1, 1, 1, tzinfo=dt.UTC)
    if not any(one.first.at <= begin for one in kept):
        kept.insert(0, standing(ZoneInfo(key), begin))
    return tuple(sorted(kept, key=lambda one: (one.first.at, one.first.name)))


@lru_cache(maxsize=32)
def all_runs(key: str, first: int, last: int) -> tuple[Observance, ...]:
    return tuple(runs(changes_of(ZoneInfo(key), first, last), last))


def changes_of(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    """Every change of the clock from the first year to the last."""
    earlier = dt.datetime(first, 1, 1, tzinfo=dt.UTC)
    end = dt.datetime(last + 1, 1, 1, tzinfo=dt.UTC)
    while earlier < end:
        later = min(earlier + WEEK, end)
        if offset(zone, earlier) != offset(zone, later):
            yield change_between(zone, earlier, later)
        earlier = later


def change_between(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> Change:
    """Halves the time between two moments with other offsets until the change is found to the second."""
    old = offset(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle == before:
            middle = before + SECOND
        before, after = (middle, after) if offset(zone, middle) == old else (before, middle)
    return change(zone, after, old)


def change(zone: ZoneInfo, at: dt.datetime, before: dt.timedelta) -> Change:
    local = at.astimezone(zone)
    return Change(at, before, offset(zone, at), local.tzname() or "", bool(local.dst()))


def offset(zone: ZoneInfo, at: dt.datetime) -> dt.timedelta:
    return at.astimezone(zone).utcoffset() or dt.timedelta(0)


def standing(zone: ZoneInfo, at: dt.datetime) -> Observance:
    """The offset that holds from a moment on which nothing changes."""
    one = change(zone, at, offset(zone, at))
    return Observance(one, one, None, ongoing=False)


def runs(changes: Iterable[Change], horizon: int) -> Iterator[Observance]:
    """Changes of one kind in years that follow each other, as long as one place in the month fits all of them."""
    kinds: dict[tuple[object, ...], list[Change]] = {}
    for one in changes:
        kinds.setdefault(one.kind, []).append(one)
    for same in kinds.values():
        first, last, fits = same[0], same[0], places(same[0])
        for one in same[1:]:
            if one.local.year == last.local.year + 1 and fits & places(one):
                last, fits = one, fits & places(one)
                continue
            yield run(first, last, fits, horizon)
            first, last, fits = one, one, places(one)
        yield run(first, last, fits, horizon)


def run(first: Change, last: Change, fits: set[int], horizon: int) -> Observance:
    return Observance(first, last, min(fits), ongoing=last.local.year >= horizon)


def places(one: Change) -> set[int]:
    """Which weekday of its month a day is: the first, the second …, and -1 when it is the last."""
    day = one.local
    last = {-1} if (day + WEEK).month != day.month else set()
    return {(day.day - 1) // 7 + 1} | last
