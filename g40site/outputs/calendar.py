"""iCalendar files (RFC 5545, 7986): all meetings, those of a theme, and each meeting.

In: the publication and its meetings. Out: calendars in which UID, DTSTAMP and SEQUENCE come from the content, so that a
client sees a change exactly when the content changed. The `icalendar` package escapes and folds.
"""

import datetime as dt
from functools import lru_cache, partial

import icalendar
from msgspec import Struct

from g40site import addresses, words
from g40site.content.site import Event
from g40site.outputs import places, timezones
from g40site.outputs.publication import AUTHORITY, Publication, clean, first_date, takes_place, was

DAY = dt.timedelta(days=1)
END = b"END:VCALENDAR\r\n"
PLAIN = str.maketrans({'"': "'", "\\": "/", "^": None, "\n": " "})
STATUS = {"scheduled": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "TENTATIVE"}
POSTPONED = "Uitgesteld: "
# How often a client should look: the content changes by hand.
REFRESH = dt.timedelta(days=1)


class Calendar(Struct, frozen=True):
    """One calendar: its name, where it stands, the page that it belongs to, and its meetings."""

    title: str
    address: str
    page: str
    events: tuple[Event, ...]


def everything(publication: Publication) -> Calendar:
    site = publication.site
    return Calendar(f"Agenda · {site.settings.title}", addresses.CALENDAR, addresses.AGENDA, site.events)


def theme(publication: Publication, id: str) -> Calendar:
    site = publication.site
    page = addresses.theme(id)
    title = f"Agenda {site.theme[id].title} · {site.settings.title}"
    return Calendar(title, addresses.theme_calendar(id), page, tuple(site.events_about.get(("theme", id), ())))


def event(event: Event) -> Calendar:
    """One meeting, to put in a calendar by hand."""
    return Calendar(event.title, addresses.event_calendar(event.slug), addresses.event(event.slug), (event,))


def ics(publication: Publication, calendar: Calendar) -> bytes:
    """A calendar with its rules of time, past meetings included."""
    settings = publication.site.settings
    made = icalendar.Calendar()
    made.add("prodid", f"-//{AUTHORITY}//g40site//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        made.add(name, clean(calendar.title))
    made.add("x-wr-caldesc", clean(settings.description))
    made.add("x-wr-timezone", settings.timezone)
    made.add("url", icalendar.vUri(publication.absolute(calendar.page)))
    made.add("source", icalendar.vUri(publication.absolute(calendar.address)), {"VALUE": "URI"})
    made.add("refresh-interval", icalendar.vDuration(REFRESH), {"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH))
    years = [moment.year for event in calendar.events for moment in (event.begins, event.ends) if moment]
    zone = time_zone(publication.zone.key, min(years, default=2026), max(years, default=2026))
    meetings = [
        publication.memo("meeting", one, partial(written_meeting, publication, one), bytes) for one in calendar.events
    ]
    return b"".join([written(made).removesuffix(END), zone, *meetings, END])


def written(component: icalendar.Component) -> bytes:
    data: bytes = component.to_ical(sorted=False)
    return data


@lru_cache(maxsize=256)
def time_zone(key: str, first: int, last: int) -> bytes:
    """The rules of the site's zone; they stand in each calendar, since an empty one is not allowed."""
    made = icalendar.Timezone()
    made.add("tzid", key)
    for one in timezones.observances(key, first, last):
        part = icalendar.TimezoneDaylight() if one.first.daylight else icalendar.TimezoneStandard()
        part.add("dtstart", one.first.local)
        part.add("tzoffsetfrom", one.first.before)
        part.add("tzoffsetto", one.first.after)
        part.add("tzname", one.first.name)
        if one.rule:
            part.add("rrule", one.rule)
        made.add_component(part)
    return written(made)


def written_meeting(publication: Publication, event: Event) -> bytes:
    return written(meeting(publication, event))


def meeting(publication: Publication, event: Event) -> icalendar.Event:
    """One meeting. The description is plain text; nobody's address is in it."""
    page = publication.absolute(addresses.event(event.slug))
    changed = publication.moment(event.updated or first_date(event)).replace(tzinfo=dt.UTC)
    made = icalendar.Event()
    made.add("uid", f"event-{event.slug}@{AUTHORITY}")
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("sequence", event.revision)
    add_times(made, event)
    made.add("summary", clean((POSTPONED if event.status == "postponed" else "") + event.title))
    made.add("status", STATUS[event.status])
    made.add("description", description(publication, event))
    made.add("url", icalendar.vUri(page))
    if place := event.location or (event.online if takes_place(event) else None):
        made.add("location", clean(place))
    if town := places.town(publication.site, event):
        made.add("geo", (town.location.lat, town.location.lon))
    made.add("organizer", organizer(publication, event))
    if event.themes:
        made.add("categories", [clean(publication.site.theme[id].title) for id in event.themes])
    return made


def add_times(made: icalendar.Event, event: Event) -> None:
    """All-day meetings end on the day after their last; an end that equals the start says nothing."""
    if event.all_day:
        last = event.end.day if event.end else event.start.day
        made.add("dtstart", event.start.day)
        made.add("dtend", last + DAY)
        return
    moments = [moment for moment in (event.begins, event.ends) if moment is not None]
    # A local time that comes twice means the first to some clients and the second to others; UTC means one moment.
    if any(is_ambiguous(moment) for moment in moments):
        moments = [moment.astimezone(dt.UTC) for moment in moments]
    made.add("dtstart", moments[0])
    if moments[-1] > moments[0]:
        made.add("dtend", moments[-1])


def is_ambiguous(moment: dt.datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def description(publication: Publication, event: Event) -> str:
    lines = [event.summary]
    if first := was(event):
        lines.append(f"Was eerst: {first}")
    lines.append(publication.plain(publication.body(event)))
    ways = (("Online", event.online), ("Aanmelden", event.registration)) if takes_place(event) else ()
    lines += [f"{name}: {url}" for name, url in ways if url]
    lines.append(f"Meer: {publication.absolute(addresses.event(event.slug))}")
    return clean("\n\n".join(line for line in lines if line)).replace(words.NO_BREAK, " ")


def organizer(publication: Publication, event: Event) -> icalendar.vCalAddress:
    """Who publishes the meeting (RFC 5546 asks for one), by name; its address is the site's, never a person's."""
    made = icalendar.vCalAddress(publication.url)
    name = clean(event.organiser or publication.site.settings.title)
    # A quoted parameter cannot hold a double quote, and clients differ in what they take for an escape.
    made.params["CN"] = name.translate(PLAIN)
    return made
