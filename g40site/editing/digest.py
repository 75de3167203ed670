"""What is new since a day, by theme, and who seeks or offers something, as a text for the newsletter.

In: the site, its address, the day, the moment that counts as now and, where it is at hand, the site as it was. Out:
Markdown or HTML. No date says when a municipality joined a theme: that is only told by what the site was before.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from g40site import addresses, model, words
from g40site.content.site import Event, NewsItem, Project, Site, is_upcoming
from g40site.editing import render
from g40site.markdown import render as render_markdown
from g40site.model.description import describe

GENERAL = "Algemeen"


class Item(Struct, frozen=True):
    """One thing to tell: what it is, its title, where it stands, its summary, and the other themes that it has."""

    what: str
    title: str
    href: str
    text: str
    also: tuple[str, ...]


def digest(
    site: Site, url: str, since: dt.date, now: dt.datetime, old: Site | None = None
) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The items under the first theme of each, in the order of the themes; what has none comes first."""
    base = url.rstrip("/")
    groups: dict[str, list[Item]] = {GENERAL: [], **{theme.title: [] for theme in site.themes}}
    for municipality, theme in joined(site, old) if old else ():
        name, title = site.municipality[municipality].name, site.theme[theme].title
        href = base + addresses.municipality(municipality)
        groups[title].append(Item(f"Doet nu mee met {title}", name, href, "", ()))
    for entry, what, address in entries(site, since, now):
        titles = [site.theme[id].title for id in entry.themes]
        item = Item(what, entry.title, base + address, entry.summary, tuple(titles[1:]))
        groups[titles[0] if titles else GENERAL].append(item)
    wanted = tuple(
        Item(
            f"Project in {site.municipality[project.municipality].name}",
            project.title,
            base + addresses.project(project.id),
            " ".join(render_markdown(project.seeking or "").plain.split()),
            (),
        )
        for project in seeking(site, since, old)
    )
    sections = (*groups.items(), (describe(model.Project, "seeking").label, wanted))
    return tuple((title, tuple(items)) for title, items in sections if items)


def joined(site: Site, old: Site) -> Iterator[tuple[str, str]]:
    """The municipalities that joined a theme, which they had not in the old site."""
    had = {(m.id, theme) for theme, municipalities in old.participants_of.items() for m in municipalities}
    for theme in site.themes:
        for m in site.participants_of.get(theme.id, ()):
            if (m.id, theme.id) not in had:
                yield m.id, theme.id


def seeking(site: Site, since: dt.date, old: Site | None) -> Iterator[Project]:
    """The projects that seek or offer something and are new or changed; beside an old site those that did not yet."""
    for project in site.projects:
        before = old.project.get(project.id) if old else None
        is_new = before is None or before.seeking != project.seeking
        if project.seeking and (is_new if old else after(project.added, since) or after(project.updated, since)):
            yield project


def entries(site: Site, since: dt.date, now: dt.datetime) -> Iterator[tuple[NewsItem | Event | Project, str, str]]:
    """News, meetings that are still to come, then projects that are new or changed."""
    for item in site.news:
        if item.date >= since:
            yield item, f"Nieuws, {words.day(item.date)}", addresses.news(item.slug)
    for event in site.events:
        if is_upcoming(event, now):
            yield event, f"{state_of(event)}, {words.days(*days_of(event))}", addresses.event(event.slug)
    for project in site.projects:
        owner = site.municipality[project.municipality].name
        if after(project.added, since):
            yield project, f"Nieuw project in {owner}", addresses.project(project.id)
        elif after(project.updated, since):
            yield project, f"Project in {owner} gewijzigd", addresses.project(project.id)


def state_of(event: Event) -> str:
    return words.capital(words.EVENT_STATES[event.status]) if event.status != "scheduled" else "Agenda"


def days_of(event: Event) -> tuple[dt.date, dt.date]:
    first = event.begins.date()
    return first, event.end.day if event.end is not None else first


def after(day: str | None, since: dt.date) -> bool:
    """A month or a year counts when it ends on or after the day."""
    return day is not None and words.latest_day(day) >= since


def text_of(groups: Any, site: Site, since: dt.date, form: str) -> str:
    """All of it; `form` is `md` or `html`."""
    values = {"title": site.settings.title, "day": words.day(since), "item_text": item_text, "plain": plain}
    return render(f"digest.{form}", groups=groups, **values)


def item_text(item: Item) -> str:
    also = f" (ook {words.listed(list(item.also))})" if item.also else ""
    return f"{item.what}{also}. {item.text}".rstrip()


def plain(text: str) -> str:
    """A text without meaning as Markdown."""
    for character in "\\`*_[]<>#":
        text = text.replace(character, f"\\{character}")
    return text
