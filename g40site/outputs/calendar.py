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
from g40site.outputs import places
from g40site.outputs.publication import AUTHORITY, Publication, clean, first_date, takes_place, was

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
    """A calendar, past meetings included."""
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
    meetings = [
        publication.memo("meeting", one, partial(written_meeting, publication, one), bytes) for one in calendar.events
    ]
    return b"".join([written(made).removesuffix(END), AMSTERDAM, *meetings, END])


def written(component: icalendar.Component) -> bytes:
    data: bytes = component.to_ical(sorted=False)
    return data


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
    if any(is_ambiguous(moment) or not follows_rules(moment) for moment in moments):
        moments = [moment.astimezone(dt.UTC) for moment in moments]
    made.add("dtstart", moments[0])
    if moments[-1] > moments[0]:
        made.add("dtend", moments[-1])


def follows_rules(moment: dt.datetime) -> bool:
    """Whether the rules of `AMSTERDAM` say how far a local moment is from UTC."""
    return getattr(moment.tzinfo, "key", "") == "Europe/Amsterdam" and moment.year >= RULES_SINCE


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
