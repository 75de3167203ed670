"""From what was loaded to the site: every entry with its owner, name and times, in the order in which it is shown.

In: loaded entries; those with problems are left out, so that addresses are known while errors stand. Out: a `Site`.
"""

from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import asdict

from g40site import model
from g40site.content import times
from g40site.content.check import zone_of
from g40site.content.entries import Content, Entry, language_of
from g40site.content.site import Chapter, Event, NewsItem, Page, Project, Site


def assemble(loaded: Content, *, drafts: bool) -> Site:
    """Projects in the order of their municipalities, news with the newest first, meetings in time."""
    zone = zone_of(loaded)
    municipalities = models(loaded, "municipality")
    order = {municipality.id: number for number, municipality in enumerate(municipalities)}
    projects = [extended(Project, e, municipality=e.owner) for e in published(loaded, "project", drafts)]
    news = [extended(NewsItem, e, slug=e.id) for e in published(loaded, "news", drafts)]
    events = [event(e, zone) for e in published(loaded, "event", drafts)]
    pages = [extended(Page, e, slug=e.id) for e in published(loaded, "page", drafts)]
    chapters = [extended(Chapter, e, slug=e.id) for e in published(loaded, "chapter", drafts)]
    return Site(
        settings=settings_of(loaded),
        themes=tuple(models(loaded, "theme")),
        municipalities=tuple(municipalities),
        projects=tuple(sorted(projects, key=lambda project: order.get(project.municipality, len(order)))),
        news=tuple(sorted(news, key=lambda item: (-item.date.toordinal(), item.slug))),
        events=tuple(sorted(events, key=lambda event: (event.begins, event.slug))),
        pages=tuple(sorted(pages, key=lambda page: page.slug)),
        chapters=tuple(sorted(chapters, key=lambda chapter: chapter.slug)),
        drafts=drafts,
    )


def settings_of(loaded: Content) -> model.Site:
    """The settings; while they have errors an empty stand-in, with which addresses can be named but no page made."""
    if isinstance(loaded.settings, model.Site):
        return loaded.settings
    return model.Site(
        # Its problems are told in the language that it names.
        language=language_of(next((entry.node for entry in loaded.of("site")), None)),
        title="",
        network="",
        description="",
        url="https://onbekend.invalid/",
        focus_points=(),
        contact=model.SiteContact(name="-"),
        licence="",
    )


def valid(loaded: Content, kind: str) -> list[Entry]:
    """The entries of a kind without problems, each id once."""
    return list({entry.id: entry for entry in reversed(loaded.of(kind)) if entry.model}.values())[::-1]


def models(loaded: Content, kind: str) -> list[Any]:
    return [entry.model for entry in valid(loaded, kind)]


def published(loaded: Content, kind: str, drafts: bool) -> list[Entry]:
    return [entry for entry in valid(loaded, kind) if drafts or not getattr(entry.model, "draft", False)]


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
