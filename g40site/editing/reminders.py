"""What an editor easily forgets beside a change: the date of a phase, an old remark, what calendars need.

In: an entry as it was and as it will be. Out: sentences that name the file and the key.
"""

from collections.abc import Iterator
from typing import Any

from g40site.content.site import Event, NewsItem, Project

# What followers of a feed would want to hear of.
FOR_FOLLOWERS: dict[Any, tuple[str, ...]] = {
    NewsItem: ("title", "summary"),
    Event: ("begins", "ends", "all_day", "location", "status", "registration", "online"),
    Project: ("status", "seeking", "lesson", "with_", "end"),
}


def reminders(was: Any, now: Any, *, other_text: bool) -> Iterator[str]:
    """What may have been forgotten; `other_text` is whether the text below the head is another one."""
    name = f"“{getattr(now, 'title', '')}” ({getattr(now, 'file', '')})"
    if isinstance(now, Event):
        yield from of_event(name, was, now)
    if isinstance(now, Project):
        yield from of_project(name, was, now)
    told = FOR_FOLLOWERS.get(type(now), ())
    differs = any(getattr(was, key) != getattr(now, key) for key in told) or (other_text and isinstance(now, NewsItem))
    if differs and was.updated == now.updated:
        yield f"{name}: moeten volgers dit horen? Zet dan `updated` op de dag van vandaag."


def of_event(name: str, was: Event, now: Event) -> Iterator[str]:
    """What calendars need when a meeting changes."""
    moved = (was.begins, was.ends, was.all_day) != (now.begins, now.ends, now.all_day)
    if (moved or was.location != now.location or was.status != now.status) and now.revision <= was.revision:
        yield f"{name}: zet `revision: {was.revision + 1}`, dan zien agenda's de wijziging."
    if was.begins != now.begins and now.began is None:
        yield f"{name}: zet het oude begin bij `previous_start`, dan staat erbij dat zij is verzet."


def of_project(name: str, was: Project, now: Project) -> Iterator[str]:
    if was.status != now.status and was.status_date == now.status_date:
        since = f" Nu staat er nog `{now.status_date}`." if now.status_date else ""
        yield f"{name}: de fase is een andere. Zet bij `status_date` wanneer dat zo was.{since}"
    facts = ("status", "status_date", "start", "end", "with_", "partners", "summary", "description")
    if now.note and was.note == now.note and any(getattr(was, key) != getattr(now, key) for key in facts):
        yield f"{name}: klopt `note` nog? Er staat: “{now.note}”. Haal de regel anders weg."
