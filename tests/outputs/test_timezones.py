"""The rules of a zone, compared with the zone itself."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest

from g40site.outputs import timezones


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("Europe/Amsterdam", 2018, 2027),
        ("Europe/Amsterdam", 1935, 1950),
        ("Europe/Amsterdam", 1977, 1998),
        ("America/New_York", 2005, 2008),
        ("Australia/Lord_Howe", 2020, 2022),
        ("Asia/Kolkata", 2020, 2020),
        ("Africa/Casablanca", 2024, 2026),
    ],
)
def test_rules_give_the_offset_of_the_zone_on_every_day(key: str, first: int, last: int) -> None:
    zone, observances = ZoneInfo(key), timezones.observances(key, first, last)
    changes = sorted((at, one.first.after) for one in observances for at in occurrences(one, last + 1))
    day = dt.datetime(first, 1, 1, 12, tzinfo=dt.UTC)
    while day.year <= last:
        offset = [after for at, after in changes if at <= day][-1]
        assert day.astimezone(zone).utcoffset() == offset, day
        day += dt.timedelta(days=1)


def occurrences(one: timezones.Observance, until: int) -> list[dt.datetime]:
    """The moments of an observance in UTC, found by the reader of recurrence rules."""
    from dateutil.rrule import rrulestr

    before = one.first.before
    if not one.rule:
        return [one.first.at]
    rule = icalendar.vRecur(one.rule).to_ical().decode()
    rule = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL"))
    end = dt.datetime(until, 12, 31) if one.ongoing else one.last.local
    found = rrulestr(rule, dtstart=one.first.local).between(one.first.local, end, inc=True)
    return [(local - before).replace(tzinfo=dt.UTC) for local in found]


def test_amsterdam_has_one_rule_for_summer_and_one_for_winter() -> None:
    found = [
        (one.first.local.isoformat(), one.rule["BYDAY"])
        for one in timezones.observances("Europe/Amsterdam", 2026, 2026)
    ]
    assert found == [("1981-03-29T02:00:00", "-1SU"), ("1996-10-27T03:00:00", "-1SU")]


def test_zone_without_changes_still_says_its_offset() -> None:
    (only,) = timezones.observances("Etc/UTC", 2026, 2026)
    assert (only.first.before, only.first.after, only.rule) == (dt.timedelta(0), dt.timedelta(0), {})
