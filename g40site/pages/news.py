"""What has a date: the news in pages of twelve and one item; the agenda, its archive by year and one event."""

import datetime as dt
from itertools import groupby

from msgspec import Struct

from g40site import addresses, words
from g40site.content.site import NEWS_PER_PAGE, Event, NewsItem, Site
from g40site.content.times import offset_text
from g40site.outputs.publication import takes_place, when
from g40site.pages.context import Context, moment_iso
from g40site.pages.view_models import DateText, EventRow, Heading, Link, View

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
    """One page of the list; the first stands at the address of the list itself."""
    total, last = ctx.site.news_count, page_count(ctx.site)
    intro = (
        f"{words.count(total, 'bericht', 'berichten')}. Het nieuwste staat bovenaan."
        if total
        else ("Er zijn nu geen berichten. Neem een abonnement, dan mist u niets.")
    )
    description = "Nieuws van de themagroep en van de gemeenten die meedoen."
    if page > 1:
        description = f"{description} Pagina {page} van {last}."
    return View(
        "" if page == 1 else f"{ctx.site_title(addresses.NEWS)}, pagina {page}",
        description,
        intro=intro,
        rows=tuple(ctx.news_row(item) for item in ctx.site.news_of_page.get(str(page), ())),
        pages=tuple(
            Link(str(number), ctx.href(addresses.news_page(number)), current=number == page)
            for number in pages_shown(page, last)
        )
        if last > 1
        else (),
        newer=ctx.link("Nieuwere berichten", addresses.news_page(page - 1)) if page > 1 else None,
        older=ctx.link("Oudere berichten", addresses.news_page(page + 1)) if page < last else None,
        subscribe=ctx.link("Neem een abonnement", addresses.SUBSCRIBE),
    )


def news_item(ctx: Context, item: NewsItem) -> View:
    newer, older = ctx.site.news_neighbours[item.slug]
    return View(
        item.title,
        item.summary,
        intro=item.summary,
        date=DateText(words.day(item.date), item.date.isoformat()),
        updated=ctx.date(item.updated),
        html=ctx.prose.html(ctx.body(item), item.file),
        picture=ctx.picture(item.image),
        themes=ctx.theme_marks(item.themes),
        municipalities=ctx.municipalities(item.municipalities),
        projects=ctx.projects(item.projects),
        sources=ctx.sources(item.sources),
        newer=neighbour(ctx, newer),
        older=neighbour(ctx, older),
        draft=item.draft,
    )


def neighbour(ctx: Context, entry: NewsItem | Event | None) -> Link | None:
    return ctx.link_to(entry) if entry else None


class Year(Struct, frozen=True):
    """The past meetings of one year; `anchor` is the id of its heading."""

    year: str
    anchor: str
    events: tuple[EventRow, ...]


LAST = 4


def agenda(ctx: Context) -> View:
    """Meetings that have not ended, the first at the top, and the newest of those in the archive."""
    upcoming, last = ctx.upcoming(ctx.site.events), ctx.past(ctx.site.events, LAST)
    intro = (
        "Kijk wat er komt, en wat er is geweest. Neem een abonnement en u mist niets."
        if upcoming
        else "Er staan nu geen bijeenkomsten gepland. Neem een abonnement op de agenda en u mist niets."
    )
    return View(
        description="Bijeenkomsten van de themagroep en van het netwerk: wat komt en wat is geweest.",
        intro=intro,
        upcoming=upcoming,
        last=last,
        archive=ctx.link(
            "Alle bijeenkomsten die zijn geweest" if last else ctx.site_title(addresses.ARCHIVE), addresses.ARCHIVE
        ),
        subscribe=ctx.link("Neem een abonnement", addresses.SUBSCRIBE),
    )


def archive(ctx: Context) -> View:
    """Past meetings by year, the newest first."""
    past = ctx.past(ctx.site.events)
    years = tuple(
        Year(year, f"jaar-{year}", tuple(events)) for year, events in groupby(past, key=lambda event: event.year)
    )
    number = words.count(len(past), "bijeenkomst die is geweest", "bijeenkomsten die zijn geweest")
    intro = f"{number}, de laatste bovenaan." if past else "Er is nog geen bijeenkomst geweest."
    return View(
        description="Alle bijeenkomsten die zijn geweest, per jaar.",
        intro=intro,
        contents=tuple(Heading(year.year, f"#{year.anchor}") for year in years),
        years=years,
        agenda=ctx.link("Naar de agenda", addresses.AGENDA),
    )


def event(ctx: Context, event: Event) -> View:
    """One meeting. How to come is only said as long as one can."""
    earlier, later = ctx.site.event_neighbours[event.slug]
    all_day = event.all_day
    open_to_all = takes_place(event) and ctx.is_ahead(event.slug)
    return View(
        event.title,
        event.summary,
        intro=event.summary,
        html=ctx.prose.html(ctx.body(event), event.file),
        row=ctx.event_row(event),
        start=moment_text(event.begins, all_day=all_day),
        when=when(event),
        zone="" if all_day else zone_text(event.begins, ctx.site.settings.timezone),
        was=was(event),
        location=event.location or "",
        is_online=event.is_online,
        online=(event.online or "") if takes_place(event) else "",
        organiser=event.organiser or "",
        registration=(event.registration or "") if open_to_all else "",
        themes=ctx.theme_marks(event.themes),
        municipalities=ctx.municipalities(event.municipalities),
        projects=ctx.projects(event.projects),
        sources=ctx.sources(event.sources),
        calendar=ctx.link("Zet in uw agenda", addresses.event_calendar(event.slug)) if open_to_all else None,
        earlier=neighbour(ctx, earlier),
        later=neighbour(ctx, later),
        draft=event.draft,
    )


def was(event: Event) -> DateText | None:
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
