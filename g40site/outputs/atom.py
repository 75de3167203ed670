"""Atom feeds (RFC 4287): everything, news, a theme, a municipality.

In: the publication and the entries of one feed. Out: XML with full texts, absolute links, and ids and dates that come
from the content alone.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from g40site import addresses, model, words
from g40site.content.prose import id_prefix
from g40site.content.site import Event, NewsItem, Project, Site
from g40site.matching import Pair, Reason, points
from g40site.model.description import describe
from g40site.outputs.publication import (
    AUTHORITY,
    FIRST_DAY,
    FIRST_YEAR,
    Publication,
    address_of,
    clean,
    event_state,
    first_date,
    iso,
    last_date,
    name_of,
    public_url,
    tag,
    takes_place,
    was,
    when,
    where,
)

# A reader asks often: it gets the newest entries, not the archive. So many of each kind, or one day on which a hundred
# projects came would leave no room for news and meetings.
MOST_OF_A_KIND = 50
KINDS = ("news", "event", "project", "alike")

Entry = Project | NewsItem | Event


class Feed(Struct, frozen=True):
    """One feed: of a theme or a municipality by its id, of the news, or of everything."""

    kind: str = ""
    id: str = ""

    @property
    def page(self) -> str:
        """The address of its page."""
        if self.id:
            return addresses.ENTRY[self.kind](self.id)
        return addresses.NEWS if self.kind == "news" else addresses.HOME

    @property
    def address(self) -> str:
        return addresses.feed(self.page)

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


EVERYTHING, NEWS = Feed(), Feed("news")


def feeds_of(site: Site) -> Iterator[Feed]:
    """Every feed of a site."""
    yield from (EVERYTHING, NEWS)
    yield from (Feed("theme", theme.id) for theme in site.themes)
    yield from (Feed("municipality", municipality.id) for municipality in site.municipalities)


def atom(publication: Publication, feed: Feed) -> bytes:
    """The newest of each kind, the newest of all at the top. A project without a date was never new: it is left out."""
    newest = newest_of(feed_entries(publication, feed))
    text = xml(
        publication,
        "xml/atom.xml",
        settings=publication.site.settings,
        id=f"tag:{AUTHORITY},{FIRST_YEAR}:feed/{'/'.join(filter(None, (feed.kind, feed.id))) or 'all'}",
        title=feed.title(publication.site),
        updated=iso(publication.moment(newest[0].date if newest else FIRST_DAY)),
        address=publication.absolute(feed.address),
        page=publication.absolute(feed.page),
        author=publisher(publication),
        entries=[entry.text() for entry in newest],
    )
    return text.encode()


def xml(publication: Publication, template: str, **values: Any) -> str:
    """What a template makes of values, without the characters that XML forbids."""
    return clean(publication.render(template, **values))


class FeedEntry(Struct, frozen=True):
    """One entry of a feed: its kind, the dates by which it is ordered, and how to write it."""

    kind: str
    date: str
    first: str
    text: Callable[[], str]


def feed_entries(publication: Publication, feed: Feed) -> Iterator[FeedEntry]:
    """The entries of a feed; a municipality also hears of projects elsewhere that look like one of its own."""
    for entry in feed.entries(publication.site):
        if last_date(entry):
            kind, _ = name_of(entry)
            yield FeedEntry(kind, last_date(entry), first_date(entry), partial(entry_text, publication, entry))
    if feed.kind == "municipality":
        for project, own, reasons in look_alikes(publication, feed.id):
            text = partial(look_alike_text, publication, feed.id, project, own, reasons)
            yield FeedEntry("alike", first_date(project), first_date(project), text)


def newest_of(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """The newest of each kind together; what has one date stands in the order of `KINDS`."""
    by_kind: dict[str, list[FeedEntry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.date, entry.first), reverse=True):
        by_kind.setdefault(entry.kind, []).append(entry)
    newest = (entry for kind in KINDS for entry in by_kind.get(kind, [])[:MOST_OF_A_KIND])
    return sorted(newest, key=lambda entry: entry.date, reverse=True)


def look_alikes(publication: Publication, municipality: str) -> Iterator[tuple[Project, Project, tuple[Reason, ...]]]:
    """Projects elsewhere with a date, each with the own project that it is most like and why.

    Two with fewer points have something in common, but are not said to be alike.
    """
    site = publication.site
    best: dict[str, tuple[Pair, Project]] = {}
    for own in site.projects_of.get(municipality, ()):
        for pair in publication.matching.look_alikes(own.id):
            id = pair.other(own.id)
            if pair.score >= points.ALIKE and (id not in best or pair.score > best[id][0].score):
                best[id] = pair, own
    for id, (pair, own) in best.items():
        project = site.project[id]
        if first_date(project) and municipality not in site.place_of(project):
            yield project, own, pair.reasons


def look_alike_text(
    publication: Publication, municipality: str, project: Project, own: Project, reasons: tuple[Reason, ...]
) -> str:
    """A project elsewhere, for a municipality: which of its own it looks like, with the reasons of that page."""
    moment = publication.moment(first_date(project))
    return xml(
        publication,
        "xml/entry.xml",
        **common_values(publication, project, moment, moment),
        kind="alike",
        id=f"tag:{AUTHORITY},{first_date(project)}:alike/{municipality}/{project.id}",
        title=f"Lijkt op {own.title}: {project.title}",
        summary=f"Dit project lijkt op {own.title}: {'; '.join(reason.text for reason in reasons)}.",
        texts=(),
        sources=(),
    )


def entry_text(publication: Publication, entry: Entry) -> str:
    """The same entry in every feed that has it, kept under the address of the site."""

    def compute() -> str:
        changed = publication.moment(last_date(entry))
        published = min(publication.moment(first_date(entry) or last_date(entry)), changed)
        return xml(
            publication,
            "xml/entry.xml",
            **common_values(publication, entry, published, changed),
            kind=name_of(entry)[0],
            id=tag(entry),
            title=entry.title,
            summary=entry.summary,
            texts=texts(publication, entry),
            sources=[(source.url, source.title or words.host(source.url)) for source in entry.sources],
            **facts(publication, entry),
        )

    return publication.memo("feed", entry, compute, str)


def common_values(
    publication: Publication, entry: Entry, published: dt.datetime, updated: dt.datetime
) -> dict[str, Any]:
    """What the template gets of every entry."""
    return {
        "entry": entry,
        "page": publication.absolute(address_of(entry)),
        "published": iso(published),
        "updated": iso(updated),
        "author": author_of(publication, entry),
        "themes": [publication.site.theme[id] for id in entry.themes],
        "scheme": publication.absolute(addresses.THEMES),
    }


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


def texts(publication: Publication, entry: Entry) -> list[tuple[str, str]]:
    """The texts of an entry as HTML, each with its heading or nothing."""
    page = address_of(entry)
    if not isinstance(entry, Project):
        return [("", publication.html(publication.body(entry), entry.file, page))]
    written = (
        ("", entry.description, ""),
        (describe(model.Project, "seeking").label, entry.seeking, id_prefix("kans", entry.id)),
        ("Wat de gemeente leerde", entry.lesson, id_prefix("les", entry.id)),
    )
    return [
        (title, publication.html(markdown, entry.file, page, prefix)) for title, markdown, prefix in written if markdown
    ]


def facts(publication: Publication, entry: Entry) -> dict[str, Any]:
    """What the page says beside the text: the phase of a project, the time and place of a meeting, a picture."""
    if isinstance(entry, Project):
        state = f", stand van {words.partial_date(entry.status_date)}" if entry.status_date else ""
        return {"phase": f"{publication.place_names(entry)}. Fase: {words.PHASES[entry.status]}{state}."}
    if isinstance(entry, Event):
        online = entry.online if takes_place(entry) else None
        location = {"where": where(entry), "online": online}
        return {"state": event_state(entry), "when": when(entry), "was": was(entry), **location}
    return {"picture": publication.picture(entry.image.file) if entry.image else None}
