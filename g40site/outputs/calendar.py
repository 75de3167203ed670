"""iCalendar files (RFC 5545, 7986): all meetings, those of a theme, and each meeting.

In: the publication and its meetings. Out: calendars in which UID, DTSTAMP and SEQUENCE come from the content, so that a
client sees a change exactly when the content changed. The `icalendar` package escapes and folds.
"""

import datetime as dt
from functools import partial

import icalendar
from msgspec import Struct

from g40site import addresses, words
from g40site.content.site import Event
from g40site.outputs.publication import AUTHORITY, Publication, clean, first_date, takes_place, town_of, was, where

DAY = dt.timedelta(days=1)
END = b"END:VCALENDAR\r\n"
PLAIN = str.maketrans({'"': "'", "\\": "/", "^": None, "\n": " "})
STATUS = {"scheduled": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "TENTATIVE"}
POSTPONED = "Uitgesteld: "
# The time zone by its two rules. A list of the days on which the clock changes, such as a library makes of any zone, is
# passed over by Outlook, which then shows summer an hour off; so moments of other zones and times are in UTC.
# The rules stand in every calendar, since an empty one is not allowed.
RULES_SINCE = 1997
AMSTERDAM = b"""\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
# How often a client should look: the content changes by hand.
REFRESH = dt.timedelta(days=1)


class Calendar(Struct, frozen=True):
    """One calendar: its name, where it stands, the page that it belongs to, and its meetings."""

    title: str
    address: str
    page: str
    events: tuple[Event, ...]


def calendar_of(publication: Publication, about: Event | str | None) -> Calendar:
    """All meetings, those of a theme by its id, or one, to put in a calendar by hand."""
    site = publication.site
    if about is None:
        return Calendar(f"Agenda · {site.settings.title}", addresses.CALENDAR, addresses.AGENDA, site.events)
    if isinstance(about, str):
        title = f"Agenda {site.theme[about].title} · {site.settings.title}"
        events = tuple(site.events_about.get(("theme", about), ()))
        return Calendar(title, addresses.theme_calendar(about), addresses.theme(about), events)
    return Calendar(about.title, addresses.event_calendar(about.slug), addresses.event(about.slug), (about,))


def ics(publication: Publication, about: Event | str | None) -> bytes:
    """The file of a calendar, past meetings included."""
    settings, calendar = publication.site.settings, calendar_of(publication, about)
    file = icalendar.Calendar()
    file.add("prodid", f"-//{AUTHORITY}//g40site//NL")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        file.add(name, clean(calendar.title))
    file.add("x-wr-caldesc", clean(settings.description))
    file.add("x-wr-timezone", settings.timezone)
    file.add("url", icalendar.vUri(publication.absolute(calendar.page)))
    file.add("source", icalendar.vUri(publication.absolute(calendar.address)), {"VALUE": "URI"})
    file.add("refresh-interval", icalendar.vDuration(REFRESH), {"VALUE": "DURATION"})
    file.add("x-published-ttl", icalendar.vDuration(REFRESH))
    head: bytes = file.to_ical(sorted=False)
    meetings = (
        publication.memo("meeting", event, partial(meeting, publication, event), bytes) for event in calendar.events
    )
    return b"".join([head.removesuffix(END), AMSTERDAM, *meetings, END])


def meeting(publication: Publication, event: Event) -> bytes:
    """One meeting. The description is plain text; nobody's address is in it."""
    page = publication.absolute(addresses.event(event.slug))
    changed = publication.moment(event.updated or first_date(event)).replace(tzinfo=dt.UTC)
    component = icalendar.Event()
    component.add("uid", f"event-{event.slug}@{AUTHORITY}")
    component.add("dtstamp", changed)
    component.add("last-modified", changed)
    component.add("sequence", event.revision)
    add_times(component, event)
    component.add("summary", clean((POSTPONED if event.status == "postponed" else "") + event.title))
    component.add("status", STATUS[event.status])
    component.add("description", description(publication, event))
    component.add("url", icalendar.vUri(page))
    if location := location_of(event):
        component.add("location", clean(location))
    if town := town_of(publication.site, event):
        component.add("geo", (town.location.lat, town.location.lon))
    component.add("organizer", organizer(publication, event))
    if event.themes:
        component.add("categories", [clean(publication.site.theme[id].title) for id in event.themes])
    data: bytes = component.to_ical(sorted=False)
    return data


def location_of(event: Event) -> str:
    """Where to be; of a meeting that is nowhere else, the address itself, which calendars make a link."""
    only_online = event.location is None and takes_place(event)
    return (event.online if only_online else "") or where(event)


def add_times(component: icalendar.Event, event: Event) -> None:
    """All-day meetings end on the day after their last; an end that equals the start says nothing."""
    if event.all_day:
        last = event.end.day if event.end else event.start.day
        component.add("dtstart", event.start.day)
        component.add("dtend", last + DAY)
        return
    moments = [moment for moment in (event.begins, event.ends) if moment is not None]
    # A local time that comes twice means the first to some clients and the second to others; UTC means one moment.
    if any(is_ambiguous(moment) or not follows_rules(moment) for moment in moments):
        moments = [moment.astimezone(dt.UTC) for moment in moments]
    component.add("dtstart", moments[0])
    if moments[-1] > moments[0]:
        component.add("dtend", moments[-1])


def follows_rules(moment: dt.datetime) -> bool:
    """Whether the rules of `AMSTERDAM` say how far a local moment is from UTC."""
    return getattr(moment.tzinfo, "key", "") == "Europe/Amsterdam" and moment.year >= RULES_SINCE


def is_ambiguous(moment: dt.datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def description(publication: Publication, event: Event) -> str:
    lines = [event.summary]
    if first := was(event):
        lines.append(f"Was eerst: {first}")
    lines.append(publication.prose.plain(publication.body(event)))
    ways = (("Online", event.online), ("Aanmelden", event.registration)) if takes_place(event) else ()
    lines += [f"{name}: {url}" for name, url in ways if url]
    lines.append(f"Meer: {publication.absolute(addresses.event(event.slug))}")
    return clean("\n\n".join(line for line in lines if line)).replace(words.NO_BREAK, " ")


def organizer(publication: Publication, event: Event) -> icalendar.vCalAddress:
    """Who publishes the meeting (RFC 5546 asks for one), by name; its address is the site's, never a person's."""
    address = icalendar.vCalAddress(publication.url)
    name = clean(event.organiser or publication.site.settings.title)
    # A quoted parameter cannot hold a double quote, and clients differ in what they take for an escape.
    address.params["CN"] = name.translate(PLAIN)
    return address
