"""How far a project is, how old that knowledge is, and whether it is over.

In: a project and a day. Out: what may be said of it: the present only of a recent state, nothing of today about what
has ended. Source: the content contract, for the phases. Dates may be a year, a month or a day: a claim that something
is recent takes the first day that it may mean; what is not recent is long ago.
"""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from g40site import words
from g40site.model import Project

LADDER = ("exploring", "pilot", "in-use", "scaling")
EARLY = LADDER[:2]
FAR = LADDER[2:]
OVER = ("finished", "stopped")
# What is not recent is not heard of either; how long a pilot is long is a matter of its own.
RECENT_MONTHS = LONG_MONTHS = 24


class State(Struct, frozen=True):
    """The last that is known of how far a project is: `date` is when the source said so and `end` its own end, both as
    far as known. Whether it has ended is of a day; how old its date is then is no part of it, so whoever does not say
    that need not be made again.
    """

    status: str
    date: str | None
    end: str | None
    ended: bool

    @property
    def is_past_end(self) -> bool:
        """Whether it is an exploration or a pilot that is over: nobody wrote down what came of it."""
        return self.ended and self.status in EARLY

    @property
    def last_date(self) -> str | None:
        """The date that its phase is told with, as far as known: of what is past its end, that end."""
        return self.end if self.is_past_end else self.date


def state(project: Project, today: dt.date) -> State:
    return State(project.status, project.status_date, project.end, has_ended(project, today))


def has_ended(project: Project, today: dt.date) -> bool:
    """Finished, stopped, or an exploration or pilot past its own end."""
    is_past = project.end is not None and words.latest_day(project.end) < today
    return project.status in OVER or (project.status in EARLY and is_past)


def ended(projects: Iterable[Project], today: dt.date) -> tuple[str, ...]:
    """The ids of those that have ended."""
    return tuple(project.id for project in projects if has_ended(project, today))


def is_recent(date: str | None, today: dt.date) -> bool:
    """Whether a state is known to be at most two years old; of a bare year the first day counts."""
    return date is not None and words.earliest_day(date) >= words.months_before(today, RECENT_MONTHS)


def was_early_for_long(project: Project) -> bool:
    """Whether the last word of a project, two years or more after its start, was that it is still early."""
    if project.status not in EARLY or project.start is None or project.status_date is None:
        return False
    seen = words.earliest_day(project.status_date)
    return words.latest_day(project.start) <= words.months_before(seen, LONG_MONTHS)


def is_unheard_of(project: Project, today: dt.date) -> bool:
    """Whether the last that is known of an early project, its state or else its start, is more than two years old."""
    last = project.status_date or project.start
    if project.status not in EARLY or last is None or has_ended(project, today):
        return False
    return not is_recent(last, today)
