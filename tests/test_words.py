"""Dates, times and numbers in Dutch."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from g40site import words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def plain(text: str) -> str:
    return text.replace(words.NO_BREAK, " ")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019", "2019"),
        ("2019-10", "oktober 2019"),
        ("2019-10-05", "5 oktober 2019"),
        ("2020-02-29", "29 februari 2020"),
        ("2019-03", "maart 2019"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(text: str, expected: str) -> None:
    assert plain(words.partial_date(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019", "2019-12-31"),
        ("2019-10", "2019-10-31"),
        ("2019-12", "2019-12-31"),
        ("2020-02", "2020-02-29"),
        ("2019-02", "2019-02-28"),
        ("2019-10-05", "2019-10-05"),
    ],
)
def test_a_date_may_mean_its_last_day(text: str, expected: str) -> None:
    assert words.latest_day(text).isoformat() == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2017", "2021", "2017 tot en met 2021"),
        ("2017", "2017", "2017"),
        ("2017-05", "2017", "2017, vanaf mei"),
        ("2017-05-01", "2017", "2017, vanaf 1 mei"),
        ("2017", "2017-05", "2017 tot en met mei 2017"),
        ("2017", None, "begonnen in 2017"),
        ("2017-05-01", None, "begonnen op 1 mei 2017"),
        (None, "2021-06", "tot en met juni 2021"),
        (None, None, ""),
    ],
)
def test_a_period_is_said_as_far_as_it_is_known(start: str | None, end: str | None, expected: str) -> None:
    assert plain(words.period(start, end)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-11-24", "2026-11-24", "dinsdag 24 november 2026"),
        ("2026-11-24", "2026-11-26", "24 tot en met 26 november 2026"),
        ("2026-11-30", "2026-12-01", "30 november 2026 tot en met 1 december 2026"),
        ("2026-11-24", "2027-11-24", "24 november 2026 tot en met 24 november 2027"),
    ],
)
def test_days_say_what_they_share_once(first: str, last: str, expected: str) -> None:
    assert plain(words.days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))) == expected


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ("2020-07-01T15:30", "2020-07-01T16:30", "woensdag 1 juli 2020, 15.30 tot 16.30 uur"),
        ("2020-07-01T09:05", None, "woensdag 1 juli 2020, 9.05 uur"),
        ("2020-07-01T09:00", "2020-07-01T09:00", "woensdag 1 juli 2020, 9.00 uur"),
        ("2020-07-01T22:00", "2020-07-02T01:00", "woensdag 1 juli 2020, 22.00 uur tot donderdag 2 juli 2020, 1.00 uur"),
    ],
)
def test_a_meeting_with_times_names_its_day_once(begins: str, ends: str | None, expected: str) -> None:
    assert plain(words.span(at(begins), at(ends) if ends else None)) == expected


def test_numbers_and_lists() -> None:
    assert plain(words.count(1, "project", "projecten")) == "1 project"
    assert plain(words.count(0, "project", "projecten")) == "0 projecten"
    assert [words.listed(list(letters)) for letters in ("", "a", "ab", "abc")] == ["", "a", "a en b", "a, b en c"]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.zwolle.nl/a/b", "zwolle.nl"),
        ("https://zwolle.nl", "zwolle.nl"),
        ("http://naam@zwolle.nl:8080/", "zwolle.nl:8080"),
    ],
)
def test_a_host_is_written_as_people_do(url: str, host: str) -> None:
    assert words.host(url) == host


def test_the_short_month_has_no_point() -> None:
    assert [words.month_short(dt.date(2026, month, 1)) for month in (1, 3, 5)] == ["jan", "mrt", "mei"]


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (123_456, "123 kB"),
        (999_500, "1,0 MB"),
        (1_250_000, "1,2 MB"),
    ],
)
def test_the_size_of_a_file_is_said_as_people_say_it(size: int, said: str) -> None:
    assert words.file_size(size).replace("\u00a0", " ") == said
