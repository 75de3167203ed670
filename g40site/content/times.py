"""Days and times: meetings in the site's time zone, and what must be true of days, periods and phases.

In: moments as they were written and a zone, or entries and the moment that counts as now. Out: aware datetimes, or what
is wrong with them: a time in the hour that the clock skips does not exist, one in the hour that it repeats is the first
of the two. Of entries: problems at days that do not fit.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from g40site import model
from g40site.content.entries import Content, Entry, Node
from g40site.diagnostics import Problems
from g40site.model.fields import DATE
from g40site.model.shape import fields_of

MIDNIGHT = dt.time(0)
# What was seen, said or changed on a day; plans (`start`, `until`) may lie ahead.
PAST = frozenset({"date", "checked", "known", "status_date", "added", "updated"})
# Phases that a project is in once it has begun; one that is explored may begin later.
BEGUN = frozenset({"pilot", "in-use", "scaling", "finished", "stopped"})
AHEAD = dt.timedelta(days=1)
# Years.
STUDY_LASTS = 3


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


def check_past(content: Content, now: dt.datetime, problems: Problems) -> None:
    """What was seen, said or changed on a day was not so on a day that is yet to come."""
    # Days are compared as texts; a clock may stand in another zone than the editor.
    last = (now.date() + AHEAD).isoformat()
    for entry in content:
        if entry.model is not None:
            for path in dates_after(entry.model, last):
                node = content.node(entry, *path)
                problems.add("datum-in-toekomst", node.span, date=node.text)


@cache
def parts_of(form: type[Struct]) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Of a model the fields that hold a day of the past, and those that hold other models, by name and by key."""
    fields = [(field.name, field.key, field.form) for field in fields_of(form)]
    days = tuple((name, key) for name, key, inner in fields if key in PAST and inner is None)
    return days, tuple((name, key) for name, key, inner in fields if inner is not None and key != "projects")


def dates_after(model: Struct, last: str) -> Iterator[tuple[str | int, ...]]:
    """Where a model says that something was on a day that comes after another; of a month or year its first day."""
    days, inner = parts_of(type(model))
    for name, key in days:
        value = getattr(model, name)
        if value is not None and f"{value}-01-01"[:10] > last:
            yield (key,)
    for name, key in inner:
        value = getattr(model, name)
        if isinstance(value, tuple):
            for number, item in enumerate(value):
                yield from ((key, number, *path) for path in dates_after(item, last))
        elif value is not None:
            yield from ((key, *path) for path in dates_after(value, last))


def check_phase(entry: Entry, content: Content, problems: Problems) -> None:
    """What is tried, used or stopped has begun before."""
    project = entry.model
    if project is None or project.status not in BEGUN or not (project.status_date and project.start):
        return
    if ends_before(project.status_date, project.start):
        span = content.node(entry, "status_date").span
        problems.add("status-voor-begin", span, date=project.status_date, begin=project.start)


def check_day(entry: Entry, problems: Problems) -> None:
    """A news item has the day that its file is named after."""
    if entry.model and entry.model.date.isoformat() != entry.dated:
        date = entry.model.date.isoformat()
        problems.add("dag-in-bestandsnaam", entry.node.at("date").span, date=date, named=entry.dated)


def check_times(entry: Entry, content: Content, problems: Problems) -> None:
    event = entry.model
    if event is None:
        return
    at, zone = {}, content.zone
    for key in ("start", "end", "previous_start"):
        if (moment := getattr(event, key)) is not None:
            resolved = resolve(moment, zone)
            at[key] = resolved.at
            if resolved.code:
                problems.add(resolved.code, content.node(entry, key).span, **dict(resolved.values))
    if "end" not in at:
        return
    if (event.start.clock is None) != (event.end.clock is None):
        problems.add("einde-andere-vorm", entry.node.pairs["end"].span)
    elif at["end"].timestamp() < at["start"].timestamp():
        nodes = entry.node.pairs
        near: tuple[str, ...] = ()
        if event.end.day < event.start.day and event.end.clock and event.end.clock > event.start.clock:
            # A meeting was moved, and its end was forgotten.
            near = (f"{event.start.day} {event.end.clock:%H:%M}",)
        problems.add("einde-voor-begin", nodes["end"].span, near, end=nodes["end"].text, begin=nodes["start"].text)


def check_periods(content: Content, problems: Problems) -> None:
    """Projects and administrators end after they begin. Looks at the texts, so that other faults do not hide it."""
    for entry in content.of("project"):
        if entry.model is None or ends_before(entry.model.end or "9999", entry.model.start or ""):
            check_period(entry.node, "start", "end", problems)
    for entry in content.of("municipality"):
        people = entry.model.administrators if entry.model else ()
        if entry.model and not any(ends_before(person.until or "9999", person.since or "") for person in people):
            continue
        for node in entry.node.listed("administrators"):
            check_period(node, "since", "until", problems)


def check_period(node: Node, first: str, last: str, problems: Problems) -> None:
    begin, end = node.child(first), node.child(last)
    if begin and end and is_date(begin.text) and is_date(end.text) and ends_before(end.text or "", begin.text or ""):
        problems.add("einde-voor-begin", end.span, begin=begin.text, end=end.text)


def is_date(text: str | None) -> bool:
    return text is not None and DATE.fullmatch(text) is not None


def ends_before(end: str, begin: str) -> bool:
    """Whether the whole of `end` lies before `begin`; `2019` is not before `2019-10`."""
    length = min(len(end), len(begin))
    return end[:length] < begin[:length]


def check_accessibility(entry: Entry, now: dt.datetime, problems: Problems) -> None:
    """A and B say that a full study was done; the law lets it count for three years."""
    settings = entry.model
    if settings is None or settings.accessibility is None or settings.accessibility.status not in "AB":
        return
    stand = settings.accessibility
    last = (stand.date.year + STUDY_LASTS, stand.date.month, stand.date.day)
    today = now.date()
    if stand.report is None or today < stand.date or (today.year, today.month, today.day) > last:
        problems.add("status-zonder-onderzoek", entry.node.at("accessibility", "status").span, status=stand.status)
