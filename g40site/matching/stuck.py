"""What has been in an early phase for long: projects that began over two years ago and are still a pilot or less.

In: projects and now. Out: those of which a start is known; nothing is concluded from what is not known.
"""

import datetime as dt
from collections.abc import Iterable

from g40site import words
from g40site.content.site import Project

EARLY = ("exploring", "pilot")
TWO_YEARS = dt.timedelta(days=730)


def is_old(text: str, today: dt.date) -> bool:
    """Whether all of a year, month or day lies more than two years back."""
    return words.latest_day(text) < today - TWO_YEARS


def stuck(projects: Iterable[Project], today: dt.date) -> tuple[Project, ...]:
    """In the order of their start, the oldest first."""
    found = [p for p in projects if p.status in EARLY and p.start and is_old(p.start, today)]
    return tuple(sorted(found, key=lambda p: (p.start or "", p.id)))
