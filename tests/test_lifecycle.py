"""What may be said of how far a project is: the present, long early, not heard of, over."""

import datetime as dt
from collections.abc import Callable

import pytest

from g40site import lifecycle
from g40site.content.site import Project
from tests.matching.conftest import small_project

TODAY = dt.date(2026, 11, 24)
Given = dict[str, str]


def project(given: Given) -> Project:
    return small_project({"id": "breda-x", **given})


@pytest.mark.parametrize(
    ("date", "recent"),
    [
        ("2026", True),
        ("2025", True),
        # Its last day lies within two years, its first does not.
        ("2024", False),
        ("2024-11", False),
        ("2024-12", True),
        ("2024-11-24", True),
        ("2024-11-23", False),
    ],
)
def test_a_state_is_recent_by_the_first_day_that_it_may_mean(date: str, recent: bool) -> None:
    assert lifecycle.is_recent(date, TODAY) is recent


def test_a_state_without_a_date_is_not_recent() -> None:
    assert not lifecycle.is_recent(None, TODAY)


@pytest.mark.parametrize(
    ("given", "ended"),
    [
        ({"status": "finished"}, True),
        ({"status": "stopped"}, True),
        ({"status": "pilot", "end": "2025"}, True),
        ({"status": "exploring", "end": "2026-11-23"}, True),
        ({"status": "pilot", "end": "2026"}, False),
        ({"status": "pilot", "end": "2026-11-24"}, False),
        ({"status": "pilot"}, False),
        # What is in use had an end of building: it goes on.
        ({"status": "in-use", "end": "2019"}, False),
    ],
)
def test_over_is_finished_stopped_or_early_past_its_end(given: Given, ended: bool) -> None:
    assert lifecycle.has_ended(project(given), TODAY) is ended


LONG, UNHEARD = lifecycle.was_early_for_long, lambda p: lifecycle.is_unheard_of(p, TODAY)


@pytest.mark.parametrize(
    ("given", "which"),
    [
        ({"status": "pilot", "start": "2012", "status_date": "2022"}, [LONG, UNHEARD]),
        ({"status": "pilot", "start": "2020", "status_date": "2023-01"}, [LONG, UNHEARD]),
        ({"status": "pilot", "start": "2023-01", "status_date": "2026-01"}, [LONG]),
        # Seen in the month that it began, or a bare year later: nothing says that it stayed so.
        ({"status": "pilot", "start": "2023-10", "status_date": "2023-10"}, [UNHEARD]),
        ({"status": "pilot", "start": "2020", "status_date": "2022"}, [UNHEARD]),
        ({"status": "exploring", "start": "2019"}, [UNHEARD]),
        ({"status": "pilot", "start": "2025"}, []),
        ({"status": "pilot", "status_date": "2024"}, [UNHEARD]),
        ({"status": "pilot", "status_date": "2025"}, []),
        ({"status": "pilot", "status_date": "2023"}, [UNHEARD]),
        ({"status": "pilot"}, []),
        ({"status": "pilot", "start": "2015", "end": "2017"}, []),
        ({"status": "in-use", "start": "2010", "status_date": "2015"}, []),
        ({"status": "finished", "start": "2010", "status_date": "2015"}, []),
    ],
)
def test_long_early_and_not_heard_of_are_two_things(given: Given, which: list[Callable[[Project], bool]]) -> None:
    assert [rule for rule in (LONG, UNHEARD) if rule(project(given))] == which
