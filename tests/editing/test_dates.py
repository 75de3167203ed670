"""What somebody types for a date is kept, put in the form of the site where it can mean nothing else, or left alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from g40site.editing.typed_answers import date_in_form
from g40site.model.fields import moment_meant, month_meant, partial_date_of

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
)
MONTHS = (*MONTHS, "december")


@pytest.mark.parametrize("month", range(1, 13))
def test_what_is_right_already_is_never_read_as_something_else(month: int) -> None:
    for text in ("2026", f"2026-{month:02}", f"2026-{month:02}-01", f"2026-{month:02}-01 09:30"):
        assert date_in_form(text) == text


@given(DAYS)
def test_a_day_and_a_month_that_are_written_by_hand_stay_what_they_are(day: dt.date) -> None:
    name, short = MONTHS[day.month - 1], MONTHS[day.month - 1][:3].replace("maa", "mrt")
    weekday = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")[day.weekday()]
    for text in (
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {name} {day.year}",
        f"{day.day} {short}. {day.year}",
        f"{weekday} {day.day} {name.capitalize()} {day.year}",
        f"{weekday[:2]} {day.day} {name} {day.year}",
        f"{weekday.capitalize()} {day.day} {name} {day.year}",
        f"{weekday[:2].upper()} {day:%d-%m-%Y}",
        f"{day.year}-{day.month}-{day.day}",
    ):
        assert date_in_form(text) == day.isoformat(), text
    for text in (f"{name} {day.year}", f"{short}-{day.year}", f"{day.month}-{day.year}", f"{day.year}-{day.month}"):
        assert date_in_form(text) == day.isoformat()[:7], text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("24 november 2026 13.30 uur", "2026-11-24 13:30"),
        ("24-11-2026 om 9 uur", "2026-11-24 09:00"),
        ("Vrijdag 1 januari 2027 10.00 uur", "2027-01-01 10:00"),
        ("DI 24-11-2026 Om 9.30 Uur", "2026-11-24 09:30"),
        ("24 nov 2026, 9u30", "2026-11-24 09:30"),
        ("2026-11-24 13.30", "2026-11-24 13:30"),
    ],
)
def test_a_time_that_is_written_by_hand_is_understood(text: str, form: str) -> None:
    assert date_in_form(text) == form


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        # Another order, another century, a season, a period, a day that is another day of the week.
        ("1/2/2026", "2026-02-01"),
        ("1-2-26", "2026-02-01"),
        ("20260201", "2026-02-01"),
        ("2026 1 1", "2026-01-01"),
        ("2011/12", "2011-12"),
        ("2019.1", "2019-01"),
        ("okt-19", "2019-10"),
        ("eind 2019", "2019"),
        ("maandag 1 februari 2026", "2026-02-01"),
        ("4 juni 2027 13.30-15.00 uur", "2027-06-04 13:30"),
        ("4 juni 2027 13", "2027-06-04 13:00"),
        # Nothing that anybody could mean.
        ("20261", ""),
        ("202611", ""),
        ("2026111", ""),
        ("maandag 2026", ""),
        ("2026-1/1", ""),
        ("gisteren", ""),
    ],
)
def test_what_may_mean_something_else_is_left_for_a_message_that_shows_the_guess(text: str, guess: str) -> None:
    assert date_in_form(text) == ""
    assert (moment_meant(text) or month_meant(text)) == guess


@given(st.text("0123456789-/. :'ujanokmei", max_size=16))
def test_whatever_is_put_in_a_form_has_the_numbers_that_were_typed(text: str) -> None:
    """A date that comes out has no digits that did not go in, and the digits of its year together."""
    if (form := date_in_form(text)) and form != text:
        assert form[:4] in text
        typed = {int(number) for number in "".join(c if c.isdigit() else " " for c in text).split()}
        numbers = {int(number) for number in form.replace(":", "-").replace(" ", "-").split("-")}
        named = {number for number, name in enumerate(MONTHS, 1) if name[:3] in text}
        assert numbers - typed <= named | {0}


@pytest.mark.parametrize("text", ["2026-11", "2026-12", "2019"])
def test_a_month_is_no_day(text: str) -> None:
    assert partial_date_of(text) == text
    assert moment_meant(text) == ""
