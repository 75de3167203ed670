"""What is new since a day, by theme, as a text for the newsletter.

In: the site, its address, the day, and the moment that counts as now. Out: Markdown or HTML.
"""

import datetime as dt
from collections.abc import Iterator
from html import escape
from typing import Any

from msgspec import Struct

from g40site import addresses, words
from g40site.content.site import Event, NewsItem, Project, Site, is_upcoming

GENERAL = "Algemeen"


class Item(Struct, frozen=True):
    """One thing to tell: what it is, its title, where it stands, its summary, and the other themes that it has."""

    what: str
    title: str
    href: str
    text: str
    also: tuple[str, ...]


def digest(site: Site, url: str, since: dt.date, now: dt.datetime) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The items under the first theme of each, in the order of the themes; what has none comes first."""
    groups: dict[str, list[Item]] = {GENERAL: [], **{theme.title: [] for theme in site.themes}}
    for entry, what, address in entries(site, since, now):
        titles = [site.theme[id].title for id in entry.themes]
        item = Item(what, entry.title, url.rstrip("/") + address, entry.summary, tuple(titles[1:]))
        groups[titles[0] if titles else GENERAL].append(item)
    return tuple((title, tuple(items)) for title, items in groups.items() if items)


def entries(site: Site, since: dt.date, now: dt.datetime) -> Iterator[tuple[NewsItem | Event | Project, str, str]]:
    """News, meetings that are still to come, then projects that are new or changed."""
    for item in site.news:
        if item.date >= since:
            yield item, f"Nieuws, {words.day(item.date)}", addresses.news(item.slug)
    for event in site.events:
        if is_upcoming(event, now):
            yield event, f"{state_of(event)}, {words.days(*days_of(event))}", addresses.event(event.slug)
    for project in site.projects:
        place = site.municipality[project.municipality].name
        if after(project.added, since):
            yield project, f"Nieuw project in {place}", addresses.project(project.id)
        elif after(project.updated, since):
            yield project, f"Project in {place} gewijzigd", addresses.project(project.id)


def state_of(event: Event) -> str:
    return {"cancelled": "Gaat niet door", "postponed": "Uitgesteld"}.get(event.status, "Agenda")


def days_of(event: Event) -> tuple[dt.date, dt.date]:
    first = event.begins.date()
    return first, event.end.day if event.end is not None else first


def after(day: str | None, since: dt.date) -> bool:
    """A month or a year counts when it ends on or after the day."""
    return day is not None and words.latest_day(day) >= since


def markdown(groups: Any, site: Site, since: dt.date) -> str:
    lines = [f"# Nieuw bij de {site.settings.title} sinds {words.day(since)}", ""]
    for title, items in groups:
        lines += [f"## {title}", ""]
        for item in items:
            lines += [f"**[{plain(item.title)}]({item.href})**  ", f"{item.what}{also(item)}. {plain(item.text)}", ""]
    return words.spaced("\n".join(lines if groups else [*lines, "Er is niets nieuws.", ""]))


def html(groups: Any, site: Site, since: dt.date) -> str:
    lines = [f"<h1>Nieuw bij de {escape(site.settings.title)} sinds {words.day(since)}</h1>"]
    for title, items in groups:
        lines.append(f"<h2>{escape(title)}</h2>")
        for item in items:
            lines.append(f'<p><strong><a href="{escape(item.href)}">{escape(item.title)}</a></strong><br>')
            lines.append(f"{escape(item.what + also(item))}. {escape(item.text)}</p>")
    return words.spaced("\n".join(lines if groups else [*lines, "<p>Er is niets nieuws.</p>"])) + "\n"


def also(item: Item) -> str:
    return f" (ook {words.listed(list(item.also))})" if item.also else ""


def plain(text: str) -> str:
    """A text without meaning as Markdown."""
    for character in "\\`*_[]<>#":
        text = text.replace(character, f"\\{character}")
    return text
