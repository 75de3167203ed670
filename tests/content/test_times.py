"""Local times in the site's zone: clocks that skip and repeat an hour, days without a time, when a meeting is over."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from g40site import model
from g40site.content import times
from g40site.model import fields
from tests.models import model_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def moment(text: str) -> model.Moment:
    return fields.moment_of(text)


def event(**given: str) -> model.Event:
    return model_of(model.Event, {"title": "Dag", "summary": "Een dag.", **given})


@pytest.mark.parametrize(
    ("text", "at", "code"),
    [
        ("2026-01-15 13:30", "2026-01-15T13:30:00+01:00", ""),
        ("2026-07-15 13:30", "2026-07-15T13:30:00+02:00", ""),
        ("2026-05-01", "2026-05-01T00:00:00+02:00", ""),
        ("2026-03-29", "2026-03-29T00:00:00+01:00", ""),
        ("2026-03-29 01:59", "2026-03-29T01:59:00+01:00", ""),
        ("2026-03-29 02:30", "2026-03-29T02:30:00+01:00", "tijd-bestaat-niet"),
        ("2026-03-29 03:00", "2026-03-29T03:00:00+02:00", ""),
        ("2026-10-25 01:59", "2026-10-25T01:59:00+02:00", ""),
        ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00", "tijd-twee-keer"),
        ("2026-10-25 03:00", "2026-10-25T03:00:00+01:00", ""),
        ("2026-10-25 02:30+01:00", "2026-10-25T02:30:00+01:00", ""),
        ("2026-10-25 02:30+02:00", "2026-10-25T02:30:00+02:00", ""),
        ("2026-05-01 13:30Z", "2026-05-01T15:30:00+02:00", ""),
        ("2026-05-01 23:30-05:00", "2026-05-02T06:30:00+02:00", ""),
    ],
)
def test_a_moment_in_amsterdam(text: str, at: str, code: str) -> None:
    resolved = times.resolve(moment(text), AMSTERDAM)
    assert (resolved.at.isoformat(), resolved.code) == (at, code)


def test_a_time_that_comes_twice_can_be_settled_in_two_ways() -> None:
    resolved = times.resolve(moment("2026-10-25 02:30"), AMSTERDAM)
    assert dict(resolved.values) == {
        "value": "2026-10-25 02:30",
        "first": "2026-10-25 02:30+02:00",
        "second": "2026-10-25 02:30+01:00",
    }


def test_a_midnight_that_does_not_exist_begins_a_day_all_the_same() -> None:
    # In Santiago the clock goes from 0:00 to 1:00.
    resolved = times.resolve(moment("2026-09-06"), ZoneInfo("America/Santiago"))
    assert (resolved.code, resolved.at.date()) == ("", dt.date(2026, 9, 6))


@pytest.mark.parametrize(
    ("given", "over"),
    [
        ({"start": "2026-05-01 10:00", "end": "2026-05-01 12:00"}, "2026-05-01T12:00:00+02:00"),
        ({"start": "2026-05-01 10:00"}, "2026-05-02T00:00:00+02:00"),
        ({"start": "2026-05-01"}, "2026-05-02T00:00:00+02:00"),
        ({"start": "2026-05-01", "end": "2026-05-03"}, "2026-05-04T00:00:00+02:00"),
        ({"start": "2026-10-25"}, "2026-10-26T00:00:00+01:00"),
        ({"start": "2026-05-01 23:00-05:00"}, "2026-05-03T00:00:00+02:00"),
        ({"start": "2026-05-01 22:00", "end": "2026-05-02 01:00"}, "2026-05-02T01:00:00+02:00"),
    ],
)
def test_a_meeting_is_over_at_its_end_or_at_the_end_of_its_last_day(given: dict[str, Any], over: str) -> None:
    assert times.over(event(**given), AMSTERDAM).isoformat() == over
