"""Atom feeds (RFC 4287): everything, news, a theme, a municipality.

In: the publication and the entries of one feed. Out: XML with full texts, absolute links, and ids and dates that come
from the content alone.
"""

import html
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from g40site import addresses, words
from g40site.content.prose import id_prefix
from g40site.content.site import Event, NewsItem, Project, Site
from g40site.matching import Pair, Reason, points
from g40site.model.labels import LABELS
from g40site.outputs.columns import public_url
from g40site.outputs.publication import (
    AUTHORITY,
    FIRST_DAY,
    FIRST_YEAR,
    Publication,
    address_of,
    clean,
    first_date,
    iso,
    last_date,
    name_of,
    tag,
    takes_place,
    was,
)

# A reader asks often: it gets the newest entries, not the archive. So many of each kind, or one day on which a hundred
# projects came would leave no room for news and meetings.
MOST_OF_A_KIND = 50
KINDS = ("news", "event", "project", "alike")

Entry = Project | NewsItem | Event


class Feed(Struct, frozen=True):
    """One feed: what it is about, where it stands, and its page; without kind and id it is about everything."""

    kind: str
    id: str
    address: str
    page: str

    def subject(self, site: Site) -> str:
        if self.kind == "theme":
            return site.theme[self.id].title
        if self.kind == "municipality":
            return site.municipality[self.id].name
        return "Actueel" if self.kind == "news" else ""

    def title(self, site: Site) -> str:
        return " · ".join(filter(None, (self.subject(site), site.settings.title)))

    def entries(self, site: Site) -> tuple[Entry, ...]:
        """Everything, the news, or what names a theme or municipality, as its page shows it."""
        if not self.kind:
            return (*site.news, *site.events, *site.projects)
        if self.kind == "news":
            return site.news
        projects = (
            site.projects_of_theme.get(self.id, [])
            if self.kind == "theme"
            else [*site.projects_of.get(self.id, ()), *site.projects_with.get(self.id, ())]
        )
        about = (self.kind, self.id)
        return (*site.news_about.get(about, ()), *site.events_about.get(about, ()), *projects)


EVERYTHING = Feed("", "", addresses.FEED, addresses.HOME)
NEWS = Feed("news", "", addresses.NEWS_FEED, addresses.NEWS)


def about_theme(id: str) -> Feed:
    page = addresses.theme(id)
    return Feed("theme", id, addresses.feed(page), page)


def about_municipality(id: str) -> Feed:
    page = addresses.municipality(id)
    return Feed("municipality", id, addresses.feed(page), page)


def feeds_of(site: Site) -> Iterator[Feed]:
    """Every feed of a site."""
    yield from (EVERYTHING, NEWS)
    yield from (about_theme(theme.id) for theme in site.themes)
    yield from (about_municipality(municipality.id) for municipality in site.municipalities)


def atom(publication: Publication, feed: Feed) -> bytes:
    """The newest of each kind, the newest of all at the top. A project without a date was never new: it is not told."""
    newest = newest_of(feed_entries(publication, feed))
    settings = publication.site.settings
    name = "/".join(filter(None, (feed.kind, feed.id))) or "all"
    changed = newest[0].date if newest else FIRST_DAY
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoted(settings.language)}>',
        element("id", f"tag:{AUTHORITY},{FIRST_YEAR}:feed/{name}"),
        element("title", feed.title(publication.site)),
        element("subtitle", settings.description),
        element("updated", iso(publication.moment(changed))),
        link("self", "application/atom+xml", publication.absolute(feed.address)),
        link("alternate", "text/html", publication.absolute(feed.page)),
        author(*publisher(publication)),
        element("rights", f"Licentie: {settings.licence}"),
        element("generator", "g40site"),
    ]
    head = "\n".join([*lines, ""]).encode()
    return b"".join([head, *(one.text() + b"\n" for one in newest), b"</feed>\n"])


class FeedEntry(Struct, frozen=True):
    """One entry of a feed: its kind, the dates by which it is ordered, and how to write it."""

    kind: str
    date: str
    first: str
    text: Callable[[], bytes]


def feed_entries(publication: Publication, feed: Feed) -> Iterator[FeedEntry]:
    """The entries of a feed; a municipality also hears of projects elsewhere that look like one of its own."""
    for entry in feed.entries(publication.site):
        if last_date(entry):
            kind, _ = name_of(entry)
            yield FeedEntry(kind, last_date(entry), first_date(entry), partial(entry_text, publication, entry))
    if feed.kind == "municipality":
        for project, own, reasons in look_alikes(publication, feed.id):
            text = partial(alike_text, publication, feed.id, project, own, reasons)
            yield FeedEntry("alike", first_date(project), first_date(project), text)


def newest_of(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """The newest of each kind together; what has one date stands in the order of `KINDS`."""
    found: dict[str, list[FeedEntry]] = {}
    for one in sorted(entries, key=lambda one: (one.date, one.first), reverse=True):
        found.setdefault(one.kind, []).append(one)
    kept = (one for kind in KINDS for one in found.get(kind, [])[:MOST_OF_A_KIND])
    return sorted(kept, key=lambda one: one.date, reverse=True)


def look_alikes(publication: Publication, municipality: str) -> Iterator[tuple[Project, Project, tuple[Reason, ...]]]:
    """Projects elsewhere with a date, each with the own project that it is most like and why.

    Two with fewer points have something in common, but are not said to be alike.
    """
    site = publication.site
    found: dict[str, tuple[Pair, Project]] = {}
    for own in site.projects_of.get(municipality, ()):
        for pair in publication.matching.look_alikes(own.id):
            id = pair.other(own.id)
            if pair.score < points.ALIKE:
                continue
            if id not in found or pair.score > found[id][0].score:
                found[id] = pair, own
    for id, (pair, own) in found.items():
        project = site.project[id]
        if first_date(project) and municipality not in site.place_of(project):
            yield project, own, pair.reasons


def alike_text(*about: Any) -> bytes:
    return "\n".join(alike_lines(*about)).encode()


def entry_text(publication: Publication, entry: Entry) -> bytes:
    """The same entry in every feed that tells of it."""
    return publication.memo("feed", entry, lambda: "\n".join(entry_lines(publication, entry)).encode(), bytes)


def alike_lines(
    publication: Publication, municipality: str, project: Project, own: Project, reasons: tuple[Reason, ...]
) -> Iterator[str]:
    """A project elsewhere, told to a municipality: which of its own it looks like, with the reasons of that page."""
    moment = iso(publication.moment(first_date(project)))
    page = publication.absolute(address_of(project))
    same = f"Dit project lijkt op {own.title}: {'; '.join(reason.text for reason in reasons)}."
    text = "\n".join((paragraph(project.summary), paragraph(same), f"<p>{anchor(page, project.title)}</p>"))
    yield "<entry>"
    yield element("id", f"tag:{AUTHORITY},{first_date(project)}:alike/{municipality}/{project.id}")
    yield element("title", f"Lijkt op {own.title}: {project.title}")
    yield link("alternate", "text/html", page)
    yield element("updated", moment)
    yield element("published", moment)
    yield author(*author_of(publication, project))
    yield from categories(publication, project)
    yield element("summary", same)
    yield f'<content type="html">{html.escape(clean(text), quote=False)}</content>'
    yield "</entry>"


def entry_lines(publication: Publication, entry: Entry) -> Iterator[str]:
    page = publication.absolute(address_of(entry))
    changed = publication.moment(last_date(entry))
    published = min(publication.moment(first_date(entry) or last_date(entry)), changed)
    yield "<entry>"
    yield element("id", tag(entry))
    yield element("title", entry.title)
    yield link("alternate", "text/html", page)
    yield element("updated", iso(changed))
    yield element("published", iso(published))
    yield author(*author_of(publication, entry))
    yield from categories(publication, entry)
    yield element("summary", entry.summary)
    yield f'<content type="html">{html.escape(clean(content(publication, entry)), quote=False)}</content>'
    yield "</entry>"


def categories(publication: Publication, entry: Entry) -> Iterator[str]:
    scheme = publication.absolute(addresses.THEMES)
    for id in entry.themes:
        label = clean(publication.site.theme[id].title)
        yield f"<category term={quoted(id)} scheme={quoted(scheme)} label={quoted(label)}/>"


def publisher(publication: Publication) -> tuple[str, str]:
    """Who is responsible for the site, by name and address; never a person."""
    settings = publication.site.settings
    if settings.publisher is None:
        return settings.title, publication.url
    return settings.publisher.name, public_url(settings.publisher.url) or publication.url


def author_of(publication: Publication, entry: Entry) -> tuple[str, str]:
    """A project speaks for its municipality, a meeting for its organiser; the rest for the group."""
    if isinstance(entry, Project):
        owner = publication.site.municipality[entry.municipality]
        return owner.name, publication.absolute(addresses.municipality(owner.id))
    if isinstance(entry, Event) and entry.organiser:
        return entry.organiser, ""
    return publisher(publication)


def content(publication: Publication, entry: Entry) -> str:
    """The whole text of an entry as HTML: its summary, its facts, its body, its sources."""
    parts = [paragraph(entry.summary), *facts(publication, entry)]
    page = address_of(entry)
    if isinstance(entry, Project):
        for title, markdown, prefix in (
            ("", entry.description, ""),
            (LABELS["seeking"], entry.seeking, id_prefix("kans", entry.id)),
            ("Wat de gemeente leerde", entry.lesson, id_prefix("les", entry.id)),
        ):
            if markdown:
                parts.append(f"<h2>{title}</h2>" if title else "")
                parts.append(publication.html(markdown, entry.file, page, prefix))
    else:
        parts.append(publication.html(publication.body(entry), entry.file, page))
    if entry.sources:
        links = "".join(f"<li>{anchor(s.url, s.title or words.host(s.url))}</li>" for s in entry.sources)
        parts.append(f"<h2>Bronnen</h2><ul>{links}</ul>")
    return "\n".join(part for part in parts if part)


def facts(publication: Publication, entry: Entry) -> Iterator[str]:
    """What the page says beside the text: the phase of a project, the time and place of a meeting."""
    site = publication.site
    if isinstance(entry, Project):
        state = f", stand van {words.partial_date(entry.status_date)}" if entry.status_date else ""
        places = words.listed([site.municipality[id].name for id in site.place_of(entry)])
        yield paragraph(f"{places}. Fase: {words.PHASES[entry.status]}{state}.")
        if entry.note:
            yield paragraph(entry.note)
    elif isinstance(entry, Event):
        status = {"cancelled": "Gaat niet door. ", "postponed": "Uitgesteld. "}.get(entry.status, "")
        yield paragraph(status + when(entry))
        if first := was(entry):
            yield paragraph(f"Was eerst: {first}.")
        if entry.location:
            yield paragraph(f"Plaats: {entry.location}")
        if entry.online and takes_place(entry):
            yield f"<p>{anchor(entry.online, 'Online meedoen')}</p>"
    elif entry.image:
        src, alt = html.escape(publication.picture(entry.image.file)), html.escape(entry.image.alt)
        yield f'<p><img src="{src}" alt="{alt}"></p>'


def when(event: Event) -> str:
    if event.all_day:
        return f"{words.days(event.start.day, event.end.day if event.end else event.start.day)}."
    return f"{words.span(event.begins, event.ends)}."


def paragraph(words: str) -> str:
    return f"<p>{html.escape(words)}</p>"


def anchor(href: str, words: str) -> str:
    return f'<a href="{html.escape(href)}">{html.escape(words)}</a>'


def author(name: str, uri: str = "") -> str:
    return f"<author>{element('name', name)}{element('uri', uri) if uri else ''}</author>"


def element(name: str, words: str) -> str:
    return f"<{name}>{html.escape(clean(words), quote=False)}</{name}>"


def quoted(words: str) -> str:
    return f'"{html.escape(words)}"'


def link(rel: str, form: str, href: str) -> str:
    return f"<link rel={quoted(rel)} type={quoted(form)} href={quoted(href)}/>"
