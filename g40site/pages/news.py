"""What has a date: the news in pages of twelve and one item; the agenda, its archive by year and one event."""

import datetime as dt
from itertools import groupby

from g40site import addresses, words
from g40site.content.site import NEWS_PER_PAGE, Event, NewsItem, Site
from g40site.content.times import offset_text
from g40site.outputs.publication import location_and_online, takes_place
from g40site.pages.context import Context, moment_iso
from g40site.pages.view_models import DateText, Link, View

FEW_PAGES = 9


def page_count(site: Site) -> int:
    return max(1, -(-site.news_count // NEWS_PER_PAGE))


def pages_shown(page: int, last: int) -> list[int]:
    """The pages that a page of the list leads to: all while they are few, else the nearest and ever larger steps."""
    if last <= FEW_PAGES:
        return list(range(1, last + 1))
    steps = [step for size in (1, 2, 10, 100, 1000) for step in (-size, size)]
    return sorted({1, last, page, *(page + step for step in steps if 1 <= page + step <= last)})


def news_list(ctx: Context, page: int) -> View:
    """One page of the list, the newest first; the first page stands at the address of the list itself."""
    last = page_count(ctx.site)
    description = "Nieuws van de themagroep en van de gemeenten die meedoen."
    return View(
        "" if page == 1 else f"{ctx.site_link(addresses.NEWS).text}, pagina {page}",
        description if page == 1 else f"{description} Pagina {page} van {last}.",
        total=ctx.site.news_count,
        rows=ctx.site.news_of_page.get(str(page), ()),
        pages=tuple(
            Link(str(number), ctx.href(addresses.news_page(number)), current=number == page)
            for number in pages_shown(page, last)
        )
        if last > 1
        else (),
        newer=ctx.link("Nieuwere berichten", addresses.news_page(page - 1)) if page > 1 else None,
        older=ctx.link("Oudere berichten", addresses.news_page(page + 1)) if page < last else None,
    )


def news_item(ctx: Context, item: NewsItem) -> View:
    """One news item with its neighbours in time."""
    newer, older = ctx.site.news_neighbours[item.slug]
    return View(item.title, item.summary, item=item, newer=newer, older=older)


LAST = 4


def agenda(ctx: Context) -> View:
    """Meetings that have not ended, the first at the top, and the newest of those in the archive."""
    last = ctx.past(ctx.site.events, LAST)
    return View(
        description="Bijeenkomsten van de themagroep en van het netwerk: wat komt en wat is geweest.",
        upcoming=ctx.upcoming(ctx.site.events),
        last=last,
        archive=ctx.link("Alle bijeenkomsten die zijn geweest", addresses.ARCHIVE)
        if last
        else ctx.site_link(addresses.ARCHIVE),
    )


def archive(ctx: Context) -> View:
    """Past meetings by year, the newest first."""
    past = ctx.past(ctx.site.events)
    years = [(str(year), tuple(events)) for year, events in groupby(past, key=lambda event: event.begins.year)]
    return View(
        description="Alle bijeenkomsten die zijn geweest, per jaar.",
        total=len(past),
        contents=[Link(year, f"#jaar-{year}") for year, _events in years],
        years=years,
    )


def event(ctx: Context, event: Event) -> View:
    """One meeting; `previous` is the start that it first had. How to come is only said as long as one can."""
    earlier, later = ctx.site.event_neighbours[event.slug]
    return View(
        event.title,
        event.summary,
        event=event,
        zone="" if event.all_day else zone_text(event.begins, ctx.site.settings.timezone),
        previous=previous_start(event),
        where=location_and_online(event),
        takes_place=takes_place(event),
        calendar=ctx.href(addresses.event_calendar(event.slug)),
        earlier=earlier,
        later=later,
    )


def previous_start(event: Event) -> DateText | None:
    """The start that a moved meeting first had."""
    if event.began is None or event.previous_start is None:
        return None
    return moment_text(event.began, all_day=event.previous_start.clock is None)


def moment_text(moment: dt.datetime, *, all_day: bool) -> DateText:
    text = f"{words.weekday(moment.date())} {words.day(moment.date())}" if all_day else words.span(moment, None)
    return DateText(text, moment_iso(moment, all_day=all_day))


def zone_text(moment: dt.datetime, zone: str) -> str:
    """The zone of a time: `Nederlandse tijd (UTC+02:00)`."""
    name = "Nederlandse tijd" if zone == "Europe/Amsterdam" else zone
    return f"{name} (UTC{offset_text(moment)})"
