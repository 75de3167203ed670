"""The checked content as frozen values, and the questions that pages ask of it.

In: what was read; entries with problems are left out, so that addresses are known while errors stand. Out: a `Site`, in
which every entry has its owner, name and times, in the order in which it is shown.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import asdict

from g40site import addresses, model
from g40site.content import times
from g40site.content.entries import Content, Entry, language_of

NEWS_PER_PAGE = 12

T = TypeVar("T")
Slugged = TypeVar("Slugged", bound="NewsItem | Event")


class Project(model.Project, frozen=True, kw_only=True):
    """A project with the municipality that it stands under."""

    municipality: str
    file: str


class Municipality(model.Municipality, frozen=True, kw_only=True):
    """A municipality with the file in which an editor changes most of what its page shows."""

    file: str


class NewsItem(model.NewsItem, frozen=True, kw_only=True):
    """A news item with its name. Its body is a text of `Prose`, under its file."""

    slug: str
    file: str


class Event(model.Event, frozen=True, kw_only=True):
    """A meeting with its name, and when it begins and is over in the site's time zone."""

    slug: str
    file: str
    begins: dt.datetime
    ends: dt.datetime | None
    over: dt.datetime
    began: dt.datetime | None

    @property
    def all_day(self) -> bool:
        return self.start.clock is None


class Page(model.Page, frozen=True, kw_only=True):
    """A fixed page with its name."""

    slug: str
    file: str


class Chapter(model.Chapter, frozen=True, kw_only=True):
    """A page of the editors' manual with its name."""

    slug: str
    file: str

    @property
    def code(self) -> str:
        """The code of the message that it explains, or nothing: such a one stands on the page of all messages."""
        return addresses.message_code(self.slug)


class Redirect(Struct, frozen=True):
    """An old address and where it leads now."""

    alias: str
    address: str
    title: str
    file: str


class Site(Struct, frozen=True, dict=True):
    """Everything that was written, as values. Drafts are in it only when they were asked for.

    The Markdown texts are not in it, so that nothing of it is another when only a text is.
    """

    settings: model.Site
    themes: tuple[model.Theme, ...]
    municipalities: tuple[Municipality, ...]
    projects: tuple[Project, ...]
    news: tuple[NewsItem, ...]
    events: tuple[Event, ...]
    pages: tuple[Page, ...]
    chapters: tuple[Chapter, ...] = ()
    drafts: bool = False
    """Whether what is not public is shown as well."""

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.timezone)

    @cached_property
    def theme(self) -> Mapping[str, model.Theme]:
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def municipality(self) -> Mapping[str, Municipality]:
        return {municipality.id: municipality for municipality in self.municipalities}

    @cached_property
    def project(self) -> Mapping[str, Project]:
        return {project.id: project for project in self.projects}

    @cached_property
    def event(self) -> Mapping[str, Event]:
        return {event.slug: event for event in self.events}

    @cached_property
    def news_of_page(self) -> Mapping[str, tuple[NewsItem, ...]]:
        """The news as the pages of the list have it, by number from 1."""
        starts = range(0, len(self.news), NEWS_PER_PAGE)
        return {str(number): self.news[a : a + NEWS_PER_PAGE] for number, a in enumerate(starts, start=1)}

    @cached_property
    def manual_pages(self) -> tuple[Chapter, ...]:
        """The chapters that are a page of their own."""
        return tuple(chapter for chapter in self.chapters if not chapter.code)

    @cached_property
    def messages(self) -> tuple[Chapter, ...]:
        """The chapters that explain one message each, by their code."""
        return tuple(chapter for chapter in self.chapters if chapter.code)

    @cached_property
    def has_manual(self) -> bool:
        return any(chapter.slug == "index" for chapter in self.chapters)

    @property
    def news_count(self) -> int:
        return len(self.news)

    @cached_property
    def page(self) -> Mapping[str, Page]:
        return {page.slug: page for page in self.pages}

    @cached_property
    def projects_of_theme(self) -> Mapping[str, list[Project]]:
        return grouped(self.projects, lambda project: project.themes)

    @cached_property
    def projects_of(self) -> Mapping[str, list[Project]]:
        """The projects that stand under a municipality."""
        return grouped(self.projects, lambda project: (project.municipality,))

    @cached_property
    def projects_with(self) -> Mapping[str, list[Project]]:
        """The projects of others in which a municipality takes part."""
        return grouped(self.projects, lambda project: (id for id in project.others if id != project.municipality))

    @cached_property
    def projects_at(self) -> Mapping[str, list[Project]]:
        """The projects in which a municipality takes part: its own and those that name it."""
        return grouped(self.projects, self.place_of)

    @cached_property
    def projects_in(self) -> Mapping[str, list[Project]]:
        """The projects in which a municipality of a province takes part."""
        return grouped(self.projects, lambda project: (self.municipality[id].province for id in self.place_of(project)))

    @cached_property
    def projects_wanted(self) -> Mapping[str, list[Project]]:
        """The projects of others that a municipality said it wants to join."""
        return grouped(self.projects, lambda project: (id for id in project.interested if id != project.municipality))

    @cached_property
    def projects_of_phase(self) -> Mapping[str, list[Project]]:
        return grouped(self.projects, lambda project: (project.status,))

    @cached_property
    def topics(self) -> Mapping[str, tuple[str, tuple[Project, ...]]]:
        """Every topic by the last part of its address: its word and its projects. One spelling is one page."""
        words = {
            addresses.slug(topic): topic for project in reversed(self.projects) for topic in reversed(project.topics)
        }
        projects = grouped(self.projects, lambda project: map(addresses.slug, project.topics))
        return {slug: (words[slug], tuple(projects[slug])) for slug in sorted(projects)}

    @cached_property
    def provinces(self) -> tuple[str, ...]:
        return tuple(sorted({municipality.province for municipality in self.municipalities}))

    @cached_property
    def led_by(self) -> Mapping[str, list[model.Theme]]:
        return grouped(self.themes, lambda theme: (theme.lead,))

    @cached_property
    def participants_of(self) -> Mapping[str, list[Municipality]]:
        """The municipalities that joined a theme, without its lead."""
        leads = {theme.id: theme.lead for theme in self.themes}
        return grouped(self.municipalities, lambda m: (id for id in m.participates if leads.get(id) != m.id))

    @cached_property
    def news_about(self) -> Mapping[tuple[str, str], list[NewsItem]]:
        return grouped(self.news, subjects)

    @cached_property
    def events_about(self) -> Mapping[tuple[str, str], list[Event]]:
        return grouped(self.events, subjects)

    @cached_property
    def own_pages(self) -> tuple[Page, ...]:
        """The fixed pages that have an address of their own; home and the invitation have another kind."""
        return tuple(page for page in self.pages if page.slug not in ("index", "aansluiten"))

    @cached_property
    def news_neighbours(self) -> Mapping[str, tuple[NewsItem | None, NewsItem | None]]:
        """Of each news item the newer and the older one."""
        return neighbours(self.news)

    @cached_property
    def event_neighbours(self) -> Mapping[str, tuple[Event | None, Event | None]]:
        """Of each meeting the earlier and the later one."""
        return neighbours(self.events)

    @cached_property
    def redirects(self) -> tuple[Redirect, ...]:
        """The old addresses of all entries, each once. There was a page for each message, too."""
        redirects: dict[str, Redirect] = {}
        for kind, entries in (
            ("theme", self.themes),
            ("municipality", self.municipalities),
            ("project", self.projects),
            ("news", self.news),
            ("event", self.events),
            ("page", self.pages),
        ):
            for entry in entries:
                for redirect in redirects_of(kind, entry):
                    redirects.setdefault(addresses.folded(redirect.alias), redirect)
        for message in self.messages:
            alias, address = addresses.old_message(message.code), addresses.chapter(message.slug)
            redirects.setdefault(addresses.folded(alias), Redirect(alias, address, message.title, message.file))
        return tuple(redirects.values())

    @staticmethod
    def place_of(project: Project) -> tuple[str, ...]:
        """The ids of all municipalities that take part in a project, the owner first."""
        return tuple(dict.fromkeys((project.municipality, *project.others)))


def redirects_of(kind: str, entry: Any) -> Iterable[Redirect]:
    name = getattr(entry, "slug", None) or entry.id
    title = getattr(entry, "title", None) or entry.name
    file = "municipalities.yaml" if kind == "municipality" else getattr(entry, "file", "themes.yaml")
    return (Redirect(alias, addresses.ENTRY[kind](name), title, file) for alias in entry.aliases)


def neighbours(entries: tuple[Slugged, ...]) -> Mapping[str, tuple[Slugged | None, Slugged | None]]:
    before = (None, *entries[:-1])
    after = (*entries[1:], None)
    return {entry.slug: (a, b) for entry, a, b in zip(entries, before, after, strict=True)}


def subjects(entry: NewsItem | Event) -> Iterable[tuple[str, str]]:
    """What an entry says it is about, as kind and id."""
    for kind, ids in (("theme", entry.themes), ("municipality", entry.municipalities), ("project", entry.projects)):
        yield from ((kind, id) for id in ids)


K = TypeVar("K")


def grouped(entries: Iterable[T], keys: Callable[[T], Iterable[K]]) -> Mapping[K, list[T]]:
    """The entries by each of their keys, in their own order; an entry stands once under a key."""
    groups: dict[K, list[T]] = {}
    for entry in entries:
        for key in dict.fromkeys(keys(entry)):
            groups.setdefault(key, []).append(entry)
    return groups


def is_upcoming(event: Event, now: dt.datetime) -> bool:
    return event.over > now


# From what was read to the site.


def assemble(content: Content, *, drafts: bool) -> Site:
    """Projects in the order of their municipalities, news with the newest first, meetings in time."""
    zone = content.zone
    municipalities = [extended(Municipality, e) for e in valid(content, "municipality")]
    order = {municipality.id: number for number, municipality in enumerate(municipalities)}
    projects = [extended(Project, e, municipality=e.owner) for e in published(content, "project", drafts)]
    news = [extended(NewsItem, e, slug=e.id) for e in published(content, "news", drafts)]
    events = [event(e, zone) for e in published(content, "event", drafts)]
    pages = [extended(Page, e, slug=e.id) for e in published(content, "page", drafts)]
    chapters = [extended(Chapter, e, slug=e.id) for e in published(content, "chapter", drafts)]
    return Site(
        settings=settings_of(content),
        themes=tuple(entry.model for entry in valid(content, "theme")),
        municipalities=tuple(municipalities),
        projects=tuple(sorted(projects, key=lambda project: order.get(project.municipality, len(order)))),
        news=tuple(sorted(news, key=lambda item: (-item.date.toordinal(), item.slug))),
        events=tuple(sorted(events, key=lambda event: (event.begins, event.slug))),
        pages=tuple(sorted(pages, key=lambda page: page.slug)),
        chapters=tuple(sorted(chapters, key=lambda chapter: chapter.slug)),
        drafts=drafts,
    )


def settings_of(content: Content) -> model.Site:
    """The settings; while they have errors an empty stand-in, with which addresses can be named but no page made."""
    if isinstance(content.settings, model.Site):
        return content.settings
    return model.Site(
        # Its problems are told in the language that it names.
        language=language_of(next((entry.node for entry in content.of("site")), None)),
        title="",
        network="",
        description="",
        url="https://onbekend.invalid/",
        focus_points=(),
        contact=model.SiteContact(name="-"),
        licence="",
    )


def valid(content: Content, kind: str) -> list[Entry]:
    """The entries of a kind without problems, each id once."""
    return list({entry.id: entry for entry in reversed(content.of(kind)) if entry.model}.values())[::-1]


def published(content: Content, kind: str, drafts: bool) -> list[Entry]:
    return [entry for entry in valid(content, kind) if drafts or not entry.is_draft]


def extended(form: type[Struct], entry: Entry, **more: object) -> Any:
    """The entry's model with what only its place says. Its fields were checked already."""
    return form(**asdict(entry.model), file=entry.file, **more)


def event(entry: Entry, zone: ZoneInfo) -> Any:
    moments = {key: getattr(entry.model, key) for key in ("start", "end", "previous_start")}
    at = {key: times.resolve(moment, zone).at for key, moment in moments.items() if moment}
    return extended(
        Event,
        entry,
        slug=entry.id,
        begins=at["start"],
        ends=at.get("end"),
        over=times.over(entry.model, zone),
        began=at.get("previous_start"),
    )
