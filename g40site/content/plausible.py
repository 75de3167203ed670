"""What a field may say by its form and what cannot be all the same: a day that is yet to come, a place abroad.

In: entries whose fields are right, and the moment that counts as now. Out: warnings at those places; a place abroad is
an error, since no map can show it.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from g40site import country
from g40site.content.entries import Content, Entry
from g40site.content.nodes import Node
from g40site.diagnostics import Problems
from g40site.model.shape import fields_of

# What was seen, said or changed on a day; plans (`start`, `until`) may lie ahead.
PAST = frozenset({"date", "checked", "known", "status_date", "added", "updated"})
# Phases that a project is in once it has begun; one that is explored may begin later.
BEGUN = frozenset({"pilot", "in-use", "scaling", "finished", "stopped"})
AHEAD = dt.timedelta(days=1)


def check(loaded: Content, now: dt.datetime, problems: Problems) -> None:
    # Days are compared as texts; a clock may stand in another zone than the editor.
    last = (now.date() + AHEAD).isoformat()
    for entry in loaded:
        if entry.model is not None:
            for path in dates_after(entry.model, last):
                tell_date(at(entry.node, path), problems)
    for entry in loaded.of("project"):
        check_phase(entry, problems)
    check_joined(loaded, problems)


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
            for number, one in enumerate(value):
                yield from ((key, number, *path) for path in dates_after(one, last))
        elif value is not None:
            yield from ((key, *path) for path in dates_after(value, last))


def at(node: Node, path: tuple[str | int, ...]) -> Node:
    for step in path:
        child = node.child(step)
        assert child is not None, "the model was made of this node"
        node = child
    return node


def tell_date(node: Node, problems: Problems) -> None:
    problems.add("datum-in-toekomst", node.span, date=node.text)


def check_phase(entry: Entry, problems: Problems) -> None:
    """What is tried, used or stopped has begun before."""
    project = entry.model
    if project is None or project.status not in BEGUN or not (project.status_date and project.start):
        return
    length = min(len(project.status_date), len(project.start))
    if project.status_date[:length] < project.start[:length]:
        span = entry.node.pairs["status_date"].span
        problems.add("status-voor-begin", span, date=project.status_date, begin=project.start)


def check_joined(loaded: Content, problems: Problems) -> None:
    """Who leads a theme takes part in it already."""
    leads = {(entry.model.lead, entry.id) for entry in loaded.of("theme") if entry.model}
    for entry in loaded.of("municipality"):
        if entry.model is None:
            continue
        for number, theme in enumerate(entry.model.participates):
            if (entry.id, theme) in leads:
                problems.add("thema-al-koploper", at(entry.node, ("participates", number)).span, theme=theme)


def check_place(node: Node, location: Any, problems: Problems) -> None:
    """A place on the map of the country; swapped, a latitude and a longitude lie in another one."""
    if country.is_on_map(location.lat, location.lon):
        return
    here = at(node, ("location",))
    lat, lon = at(here, ("lat",)), at(here, ("lon",))
    near = (f"lat: {lon.text}, lon: {lat.text}",) if country.is_on_map(location.lon, location.lat) else ()
    problems.add("plaats-buiten-nederland", lat.span, near, lat=lat.text, lon=lon.text)
