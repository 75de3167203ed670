"""What must be true between entries: ids, names and addresses that are unique, references that exist, days that fit.

In: what was read, and the moment that counts as now. Out: problems. What is checked of days stands in `times`, of
links in `links`, of pictures in `pictures`.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, partial

from g40site import addresses
from g40site.content import times
from g40site.content.entries import Content, Entry
from g40site.diagnostics import Problems, Span, nearest

UNKNOWN = {"municipality": "onbekende-gemeente", "theme": "onbekend-thema", "project": "onbekend-project"}
OWN_NAMES = {
    "news": addresses.RESERVED_NEWS,
    "event": addresses.RESERVED_EVENTS,
    "project": addresses.RESERVED_PROJECTS,
    "page": addresses.RESERVED,
    "chapter": addresses.RESERVED_CHAPTERS,
}


def check(content: Content, now: dt.datetime, problems: Problems) -> None:
    check_unique(content, problems)
    check_names(content, problems)
    check_references(content, problems)
    check_topics(content, problems)
    check_joined(content, problems)
    check_locations(content, problems)
    times.check_past(content, now, problems)
    times.check_periods(content, problems)
    for entry in content.of("project"):
        times.check_phase(entry, content, problems)
    for entry in content.of("news"):
        times.check_day(entry, problems)
    for entry in content.of("event"):
        times.check_times(entry, content, problems)
    for entry in content.of("site"):
        times.check_accessibility(entry, now, problems)


def check_unique(content: Content, problems: Problems) -> None:
    """Ids are unique in their kind, names of files too: the day in front of them does not count."""
    for kind, entries in content.entries.items():
        first: dict[str, Entry] = {}
        for entry in entries:
            earlier = first.setdefault(entry.id, entry) if entry.id else entry
            if earlier is entry:
                continue
            if kind in ("news", "event", "page", "chapter"):
                problems.add("dubbele-naam", Span(entry.file), slug=entry.id, first=earlier.file)
            else:
                span = id_span(earlier)
                problems.add("dubbele-id", id_span(entry), id=entry.id, first=f"{span.file}, regel {span.line}")


def id_span(entry: Entry) -> Span:
    node = entry.node.pairs.get("id")
    return node.span if node else Span(entry.file)


def check_names(content: Content, problems: Problems) -> None:
    """No entry stands on an address that the site uses itself."""
    for kind, taken in OWN_NAMES.items():
        for entry in content.of(kind):
            if entry.id in taken:
                problems.add("adres-bezet", id_span(entry), address=addresses.ENTRY[kind](entry.id))


def check_references(content: Content, problems: Problems) -> None:
    known = {kind: dict.fromkeys(content.ids(kind)) for kind in UNKNOWN if kind not in content.broken}
    for entry in content:
        for id, kind, span in entry.references:
            if kind in known and id not in known[kind]:
                near = partial(meant, id, list(known[kind]), content, kind)
                problems.add(UNKNOWN[kind], span, near, id=id, choices=", ".join(known[kind]))


def meant(text: str, known: list[str], content: Content, kind: str) -> tuple[str, ...]:
    """The nearest ids, or the id of the entry whose name or title was written instead of it."""
    ids = [id.strip() for id in re.split("[;,]", text)]
    if len(ids) > 1 and all(id in known for id in ids):
        return (", ".join(ids),)
    # The word for the kind in front of the name means nothing.
    text = re.sub(r"^(de |het )?(gemeente|thema|project)\s+", "", text, flags=re.IGNORECASE)
    if near := nearest(text, known):
        return near
    entries = [entry for entry in content.of(kind) if entry.model]
    if kind == "municipality" and (named := [e.id for e in entries if e.model.code == text.upper()]):
        return (named[0],)
    names = {str(getattr(e.model, "name", "") or getattr(e.model, "title", "")): e.id for e in entries}
    return tuple(names[name] for name in nearest(text, names, most=1))


def check_topics(content: Content, problems: Problems) -> None:
    """A topic that is nearly one of the site's own list is a warning; other topics are free."""
    if content.settings is None or not content.settings.topics:
        return
    titles = {word: topic.title for topic in content.settings.topics for word in (topic.title, *topic.also)}
    exact = {word.casefold() for word in titles}

    @cache
    def near(word: str) -> tuple[str, ...]:
        """The title that a word is nearly one of the words for."""
        words = nearest(word, titles, most=1) if word and word.casefold() not in exact else ()
        return tuple(titles[word] for word in words)

    for entry in (*content.of("theme"), *content.of("project")):
        if entry.model is None:
            nodes = entry.node.listed("topics")
        else:
            numbers = (number for number, topic in enumerate(entry.model.topics) if near(topic))
            nodes = [content.node(entry, "topics", number) for number in numbers]
        for node in nodes:
            word = unicodedata.normalize("NFC", node.text or "")
            if titles_meant := near(word):
                problems.add("bijna-onderwerp", node.span, titles_meant, topic=word)


def check_joined(content: Content, problems: Problems) -> None:
    """Who leads a theme takes part in it already."""
    leads = {(entry.model.lead, entry.id) for entry in content.of("theme") if entry.model}
    for entry in content.of("municipality"):
        for theme, _kind, span in entry.references if entry.model else ():
            if (entry.id, theme) in leads:
                problems.add("thema-al-koploper", span, theme=theme)


# A location that says that there is none, or not only one.
SAYS_ONLINE = re.compile(r"\b(?:online|webinar|livestream|hybride?)\b|^digitaal$", re.IGNORECASE)


def check_locations(content: Content, problems: Problems) -> None:
    """That an event is online has a key of its own: calendars and search engines look at that."""
    for entry in content.of("event"):
        location = entry.model.location if entry.model is not None else None
        if location is not None and not entry.model.is_online and SAYS_ONLINE.search(location):
            problems.add("plaats-is-online", content.node(entry, "location").span, location=location)


def check_aliases(content: Content, used: Iterable[str], problems: Problems) -> None:
    """Each old address leads to one entry, and none stands where the site has something itself: `used` are all
    addresses of its pages and files.
    """
    taken = {addresses.folded(address): address for address in used}
    files = {addresses.folded(f"/{addresses.file_of(address)}") for address in taken.values()}
    first: dict[str, tuple[Entry, int]] = {}
    aliases = (
        (entry, number, alias) for entry in content for number, alias in enumerate(getattr(entry.model, "aliases", ()))
    )
    for entry, number, alias in aliases:
        key = addresses.folded(alias)
        if key in taken or files.intersection(addresses.above(key)) or key.split("/")[1] == "assets":
            problems.add("alias-bezet", alias_span(entry, number), alias=alias)
            continue
        earlier, there = first.setdefault(key, (entry, number))
        if earlier is not entry:
            span = alias_span(earlier, there)
            where = f"{span.file}, regel {span.line}"
            problems.add("alias-dubbel", alias_span(entry, number), alias=alias, first=where)


def alias_span(entry: Entry, number: int) -> Span:
    """Where an alias stands. Asked for a problem only: the file is parsed again for it."""
    return entry.node.at("aliases", number).span
