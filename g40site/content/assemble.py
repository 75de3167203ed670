"""From what was read to the site: every entry with its owner, name and times, in the order in which it is shown.

In: entries that were read; those with problems are left out, so that addresses are known while errors stand.
Out: a `Site`.
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


def assemble(content: Content, *, drafts: bool) -> Site:
    """Projects in the order of their municipalities, news with the newest first, meetings in time."""
    zone = zone_of(content)
    municipalities = models(content, "municipality")
    order = {municipality.id: number for number, municipality in enumerate(municipalities)}
    projects = [extended(Project, e, municipality=e.owner) for e in published(content, "project", drafts)]
    news = [extended(NewsItem, e, slug=e.id) for e in published(content, "news", drafts)]
    events = [event(e, zone) for e in published(content, "event", drafts)]
    pages = [extended(Page, e, slug=e.id) for e in published(content, "page", drafts)]
    chapters = [extended(Chapter, e, slug=e.id) for e in published(content, "chapter", drafts)]
    return Site(
        settings=settings_of(content),
        themes=tuple(models(content, "theme")),
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


def models(content: Content, kind: str) -> list[Any]:
    return [entry.model for entry in valid(content, kind)]


def published(content: Content, kind: str, drafts: bool) -> list[Entry]:
    return [entry for entry in valid(content, kind) if drafts or not getattr(entry.model, "draft", False)]


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
