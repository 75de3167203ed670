"""What must be true between entries: ids and names that are unique, references that exist, days and times that fit.

In: what was loaded, and the moment that counts as now. Out: problems. The links in texts, the old addresses and the
pictures have rooms of their own (`prose`, `aliases`, `pictures`).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, partial
from zoneinfo import ZoneInfo

from msgspec import Struct

from g40site import addresses, model
from g40site.content import plausible, times
from g40site.content.entries import Content, Entry
from g40site.content.nodes import Node
from g40site.content.validation import is_placeholder
from g40site.diagnostics import Problems, Span, nearest
from g40site.model.fields import DATE
from g40site.model.shape import Field, fields_of

UNKNOWN = {"municipality": "onbekende-gemeente", "theme": "onbekend-thema", "project": "onbekend-project"}
OWN_NAMES = {
    "news": addresses.RESERVED_NEWS,
    "event": addresses.RESERVED_EVENTS,
    "project": addresses.RESERVED_PROJECTS,
    "page": addresses.RESERVED,
    "chapter": addresses.RESERVED_CHAPTERS,
}
# Years.
STUDY_LASTS = 3


def check(loaded: Content, now: dt.datetime, problems: Problems) -> None:
    check_unique(loaded, problems)
    check_names(loaded, problems)
    check_references(loaded, problems)
    check_topics(loaded, problems)
    plausible.check(loaded, now, problems)
    check_periods(loaded, problems)
    for entry in loaded.of("news"):
        check_day(entry, problems)
    for entry in loaded.of("event"):
        check_times(entry, zone_of(loaded), problems)
    for entry in loaded.of("site"):
        check_accessibility(entry, now, problems)


def zone_of(loaded: Content) -> ZoneInfo:
    settings = next((entry.model for entry in loaded.of("site")), None)
    return ZoneInfo(settings.timezone if settings else "Europe/Amsterdam")


def check_unique(loaded: Content, problems: Problems) -> None:
    """Ids are unique in their kind, names of files too: the day in front of them does not count."""
    for kind, entries in loaded.entries.items():
        first: dict[str, Entry] = {}
        for entry in entries:
            earlier = first.setdefault(entry.id, entry) if entry.id else entry
            if earlier is entry:
                continue
            if kind in ("news", "event", "page", "chapter"):
                problems.add("dubbele-naam", Span(entry.file), slug=entry.id, first=earlier.file)
            else:
                place = earlier.node.pairs["id"].span
                problems.add("dubbele-id", id_span(entry), id=entry.id, first=f"{place.file}, regel {place.line}")


def id_span(entry: Entry) -> Span:
    node = entry.node.pairs.get("id")
    return node.span if node else Span(entry.file)


def check_names(loaded: Content, problems: Problems) -> None:
    """No entry stands on an address that the site uses itself."""
    for kind, taken in OWN_NAMES.items():
        for entry in loaded.of(kind):
            if entry.id in taken:
                problems.add("adres-bezet", id_span(entry), address=addresses.ENTRY[kind](entry.id))


def check_references(loaded: Content, problems: Problems) -> None:
    known = {kind: dict.fromkeys(loaded.ids(kind)) for kind in UNKNOWN if kind not in loaded.broken}
    for entry in loaded:
        form = model.KINDS[entry.kind]
        # Its node, which also knows the places, is a long way off.
        if entry.model is not None and all(
            id in known[kind] for id, kind in ids_in(entry.model, form) if kind in known
        ):
            continue
        for node, kind in references_in(entry.node, form):
            if kind in known and node.text and node.text not in known[kind] and not is_placeholder(node.text):
                near = partial(meant, node.text, list(known[kind]), loaded, kind)
                problems.add(UNKNOWN[kind], node.span, near, id=node.text, choices=", ".join(known[kind]))


@cache
def referring(form: type[Struct]) -> tuple[Field, ...]:
    """The fields of a model that name other entries, or have parts that do. An entry in another one is apart."""
    return tuple(
        field
        for field in fields_of(form)
        if field.refers or (field.form and field.form not in model.KINDS.values() and referring(field.form))
    )


def ids_in(entry: Struct, form: type[Struct]) -> Iterator[tuple[str, str]]:
    """The ids that a model names, each with the kind of that entry."""
    for field in referring(form):
        value = getattr(entry, field.name)
        for item in value if field.is_list else (value,):
            if item is not None and field.form is not None:
                yield from ids_in(item, field.form)
            elif item is not None:
                yield item, field.refers


def references_in(node: Node, form: type[Struct]) -> Iterator[tuple[Node, str]]:
    """The texts of a node that name other entries, each with the kind of that entry. A text instead of a list was told
    already.
    """
    for field in referring(form):
        if (child := node.pairs.get(field.key)) is None:
            continue
        if field.form is not None:
            for item in child.items or [child]:
                yield from references_in(item, field.form)
        if field.refers:
            items = child.items or [] if field.is_list else [child]
            yield from ((item, field.refers) for item in items if item.text is not None)


def meant(text: str, known: list[str], loaded: Content, kind: str) -> tuple[str, ...]:
    """The nearest ids, or the id of the entry whose name or title was written instead of it."""
    parts = [part.strip() for part in re.split("[;,]", text)]
    if len(parts) > 1 and all(part in known for part in parts):
        return (", ".join(parts),)
    # The word for the kind in front of the name means nothing.
    text = re.sub(r"^(de |het )?(gemeente|thema|project)\s+", "", text, flags=re.IGNORECASE)
    if near := nearest(text, known):
        return near
    entries = [entry for entry in loaded.of(kind) if entry.model]
    if kind == "municipality" and (named := [e.id for e in entries if e.model.code == text.upper()]):
        return (named[0],)
    names = {str(getattr(e.model, "name", "") or getattr(e.model, "title", "")): e.id for e in entries}
    return tuple(names[name] for name in nearest(text, names, most=1))


def check_topics(loaded: Content, problems: Problems) -> None:
    """A topic that is nearly one of the site's own list is a warning; other topics are free."""
    settings = next((entry.model for entry in loaded.of("site") if entry.model), None)
    if settings is None or not settings.topics:
        return
    titles = {word: topic.title for topic in settings.topics for word in (topic.title, *topic.also)}
    exact = {word.casefold() for word in titles}

    @cache
    def near(word: str) -> tuple[str, ...]:
        """The title that a word is nearly one of the words for."""
        found = nearest(word, titles, most=1) if word and word.casefold() not in exact else ()
        return tuple(titles[word] for word in found)

    for entry in (*loaded.of("theme"), *loaded.of("project")):
        if entry.model is not None and not any(map(near, entry.model.topics)):
            continue
        topics = entry.node.pairs.get("topics")
        for node in (topics.items if topics else None) or []:
            word = unicodedata.normalize("NFC", node.text or "")
            if titles_meant := near(word):
                problems.add("bijna-onderwerp", node.span, titles_meant, topic=word)


def check_day(entry: Entry, problems: Problems) -> None:
    if entry.model and entry.model.date.isoformat() != entry.dated:
        span = entry.node.pairs["date"].span
        problems.add("dag-in-bestandsnaam", span, date=entry.model.date.isoformat(), named=entry.dated)


def check_times(entry: Entry, zone: ZoneInfo, problems: Problems) -> None:
    event = entry.model
    if event is None:
        return
    at = {}
    for key in ("start", "end", "previous_start"):
        if (moment := getattr(event, key)) is not None:
            resolved = times.resolve(moment, zone)
            at[key] = resolved.at
            if resolved.code:
                problems.add(resolved.code, entry.node.pairs[key].span, **dict(resolved.values))
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


def check_periods(loaded: Content, problems: Problems) -> None:
    """Projects and administrators end after they begin. Looks at the texts, so that other faults do not hide it."""
    for entry in loaded.of("project"):
        if entry.model is None or ends_before(entry.model.end or "9999", entry.model.start or ""):
            check_period(entry.node, "start", "end", problems)
    for entry in loaded.of("municipality"):
        people = entry.model.administrators if entry.model else ()
        if entry.model and not any(ends_before(one.until or "9999", one.since or "") for one in people):
            continue
        administrators = entry.node.child("administrators")
        for node in (administrators.items if administrators else None) or []:
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
        span = entry.node.pairs["accessibility"].pairs["status"].span
        problems.add("status-zonder-onderzoek", span, status=stand.status)
