"""Calendars, read by icalendar and by ical.js, which must agree on every moment."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import icalendar
import pytest

from tests.sites import Sites, SmallSite

IcalJs = Callable[[bytes], Any]
AGENDA = "agenda/agenda.ics"

# Meetings around both clock changes of 2026 (29 March and 25 October), with what their moments are in UTC.
MOMENTS = {
    "winter": ("start: 2026-01-20 10:00\nend: 2026-01-20 12:00", "2026-01-20T09:00:00Z", "2026-01-20T11:00:00Z"),
    "voor-zomer": ("start: 2026-03-29 01:30\nend: 2026-03-29 03:30", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
    "na-zomer": ("start: 2026-03-29 03:00\nend: 2026-03-29 04:00", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"),
    "over-zomer": ("start: 2026-03-28 23:00\nend: 2026-03-29 06:00", "2026-03-28T22:00:00Z", "2026-03-29T04:00:00Z"),
    "voor-winter": ("start: 2026-10-25 01:59\nend: 2026-10-25 03:00", "2026-10-24T23:59:00Z", "2026-10-25T02:00:00Z"),
    "eerste-keer": (
        "start: 2026-10-25 02:30+02:00\nend: 2026-10-25 04:00",
        "2026-10-25T00:30:00Z",
        "2026-10-25T03:00:00Z",
    ),
    "tweede-keer": (
        "start: 2026-10-25 02:30+01:00\nend: 2026-10-25 04:00",
        "2026-10-25T01:30:00Z",
        "2026-10-25T03:00:00Z",
    ),
    "beide-keren": (
        "start: 2026-10-25 02:15+02:00\nend: 2026-10-25 02:15+01:00",
        "2026-10-25T00:15:00Z",
        "2026-10-25T01:15:00Z",
    ),
    "verre-zone": ("start: 2026-07-01 15:30-05:00", "2026-07-01T20:30:00Z", None),
    "zonder-einde": ("start: 2026-07-01 15:30", "2026-07-01T13:30:00Z", None),
    "geen-duur": ("start: 2026-07-01 15:30\nend: 2026-07-01 15:30", "2026-07-01T13:30:00Z", None),
    "oude-regels": ("start: 1995-10-15 12:00", "1995-10-15T11:00:00Z", None),
    "oorlog": ("start: 1941-01-15 12:00", "1941-01-15T10:00:00Z", None),
    "ver-weg": ("start: 2150-07-01 12:00", "2150-07-01T10:00:00Z", None),
    "een-dag": ("start: 2026-05-05", "2026-05-05", "2026-05-06"),
    "dagen-over-zomer": ("start: 2026-03-28\nend: 2026-03-30", "2026-03-28", "2026-03-31"),
    "dagen-over-winter": ("start: 2026-10-24\nend: 2026-10-25", "2026-10-24", "2026-10-26"),
    "laatste-dag": ("start: 2026-12-31", "2026-12-31", "2027-01-01"),
}


def event(name: str, fields: str, summary: str = "Een overleg.") -> dict[str, str]:
    day = fields.partition("start: ")[2][:10]
    return {f"content/agenda/{day}-{name}.md": f"---\ntitle: {name}\nsummary: {summary}\n{fields}\n---\nTekst.\n"}


def calendar(site: SmallSite, path: str = AGENDA) -> Any:
    """The calendar as icalendar reads it; everything that a file of calendars must be, it is."""
    data = (site.public / path).read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    read = icalendar.Calendar.from_ical(data)
    assert not read.errors
    assert not [one for part in read.walk() for one in part.errors]
    zones = {str(zone["TZID"]) for zone in read.walk("VTIMEZONE")}
    used = {str(value.params["TZID"]) for part in read.walk("VEVENT") for value in part.values() if tzid_of(value)}
    assert used <= zones
    return read


def tzid_of(value: Any) -> str:
    return str(getattr(value, "params", {}).get("TZID", ""))


def meetings(site: SmallSite, path: str = AGENDA) -> dict[str, Any]:
    return {str(one["UID"]).partition("@")[0]: one for one in calendar(site, path).walk("VEVENT")}


def moment(event: Any, name: str) -> str | None:
    if name not in event:
        return None
    value = event.decoded(name)
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    return str(value)


def test_two_readers_agree_on_every_moment(built: Sites, ical_js: IcalJs) -> None:
    files = {path: text for name, (fields, *_) in MOMENTS.items() for path, text in event(name, fields).items()}
    site = built(files)
    expected = {f"event-{name}": (start, end) for name, (_, start, end) in MOMENTS.items()}
    found = meetings(site)
    first = {uid: (moment(one, "DTSTART"), moment(one, "DTEND")) for uid, one in found.items() if uid in expected}
    second = {
        one["uid"].partition("@")[0]: (one["start"], one["end"])
        for one in ical_js((site.public / AGENDA).read_bytes())["meetings"]
    }
    assert first == expected
    assert {uid: second[uid] for uid in expected} == expected
    for name, (_, start, end) in MOMENTS.items():
        (alone,) = ical_js((site.public / f"agenda/{name}.ics").read_bytes())["meetings"]
        assert (alone["start"], alone["end"]) == (start, end), name


@pytest.mark.parametrize("zone", ["America/New_York", "Africa/Casablanca", "Europe/Moscow", "Etc/UTC"])
def test_moments_are_right_in_another_zone(built: Sites, ical_js: IcalJs, zone: str) -> None:
    settings = """\
        title: Proef
        network: Proef
        description: Proef.
        url: https://proef.example.nl/
        timezone: %s
        focus_points: [{title: Ethiek}]
        contact: {name: Proef}
        licence: CC-BY-4.0
        """
    starts = ("2026-02-10 12:00Z", "2026-03-20 12:00Z", "2026-07-10 12:00Z", "2026-11-10 12:00Z")
    files = {path: text for n, s in enumerate(starts) for path, text in event(f"keer-{n}", f"start: {s}").items()}
    site = built({"site.yaml": settings % zone, **files})
    expected = {f"event-keer-{n}": s.replace(" ", "T").replace(":00Z", ":00:00Z") for n, s in enumerate(starts)}
    assert {uid: moment(one, "DTSTART") for uid, one in meetings(site).items() if uid in expected} == expected
    second = {
        one["uid"].partition("@")[0]: one["start"] for one in ical_js((site.public / AGENDA).read_bytes())["meetings"]
    }
    assert {uid: second[uid] for uid in expected} == expected


def test_meeting_carries_what_the_content_says(small: SmallSite) -> None:
    one = meetings(small)["event-themagroep"]
    assert one["UID"] == "event-themagroep@g40stedennetwerk.nl"
    assert one["DTSTAMP"].to_ical() == one["LAST-MODIFIED"].to_ical() == b"20200620T000000Z"
    assert one["SEQUENCE"] == 2
    assert (one["SUMMARY"], one["STATUS"], one["LOCATION"]) == ("Themagroep", "CONFIRMED", "Stadhuis, Zwolle")
    assert one["URL"] == "https://proef.example.nl/agenda/themagroep/"
    assert one["GEO"].to_ical() == "52.5168;6.083"
    assert one["ORGANIZER"].params["CN"] == "G40"
    assert one["ORGANIZER"] == "https://proef.example.nl/"
    assert one["CATEGORIES"].cats == ["Smart Living"]
    assert one["DESCRIPTION"] == "Een overleg.\n\nKom op tijd.\n\nMeer: https://proef.example.nl/agenda/themagroep/"


@pytest.mark.parametrize(
    ("place", "about", "point"),
    [
        ("Zwolle", "zwolle", "52.5168;6.083"),
        ("Stadhuis, Grote Kerkplein 15, Zwolle", "zwolle, breda", "52.5168;6.083"),
        ("Zwolle, stadhuis", "zwolle", "52.5168;6.083"),
        ("Plein 1, 8011 PK Zwolle", "zwolle", "52.5168;6.083"),
        ("Stadhuis Zwolle", "zwolle", "52.5168;6.083"),
        ("Zaal 3, Swolle", "zwolle", "52.5168;6.083"),
        ("Zwollerkerspel", "zwolle", None),
        ("Bredaseweg 1, Tilburg", "breda", None),
        ("Zwolle-Zuid", "zwolle", None),
        ("Zwolle, Breda", "zwolle, breda", None),
        ("Stadhuis, Zwolle", "breda", None),
        ("Online, deels vanuit Zwolle", "zwolle", None),
        ("Online", "zwolle", None),
    ],
)
def test_point_on_the_map_is_that_of_the_town_that_the_place_names(
    built: Sites, place: str, about: str, point: str | None
) -> None:
    site = built(event("plek", f"start: 2026-12-01\nlocation: {place}\nmunicipalities: [{about}]"))
    found = meetings(site)["event-plek"]
    assert (found["GEO"].to_ical() if "GEO" in found else None) == point


def test_calendar_says_what_clients_need(small: SmallSite) -> None:
    read = calendar(small)
    assert (read["METHOD"], read["VERSION"], read["CALSCALE"]) == ("PUBLISH", "2.0", "GREGORIAN")
    assert read["X-WR-CALNAME"] == read["NAME"] == "Agenda · Themagroep Proef"
    assert read["X-WR-TIMEZONE"] == "Europe/Amsterdam"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in (small.public / AGENDA).read_bytes()


def test_zone_has_its_two_rules(small: SmallSite) -> None:
    (zone,) = calendar(small).walk("VTIMEZONE")
    rules = {part.name: part["RRULE"].to_ical().decode() for part in zone.subcomponents}
    assert rules == {
        "DAYLIGHT": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "STANDARD": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    }


def test_cancelled_and_postponed_meetings_stay_and_say_so(built: Sites) -> None:
    site = built(
        {
            **event("weg", "start: 2026-12-01 10:00\nstatus: cancelled\nrevision: 1"),
            **event("later", "start: 2026-12-02 10:00\nstatus: postponed"),
            **event("verzet", "start: 2026-12-04 10:00\nprevious_start: 2026-12-03 09:00\nrevision: 1"),
        }
    )
    found = meetings(site)
    assert (found["event-weg"]["STATUS"], found["event-weg"]["SUMMARY"]) == ("CANCELLED", "weg")
    assert (found["event-later"]["STATUS"], found["event-later"]["SUMMARY"]) == ("TENTATIVE", "Uitgesteld: later")
    assert "Was eerst: donderdag 3 december 2026, 9.00 uur" in found["event-verzet"]["DESCRIPTION"]


def test_theme_has_its_own_calendar(small: SmallSite) -> None:
    assert list(meetings(small, "themas/smart-living/agenda.ics")) == ["event-themagroep"]


def test_calendar_without_meetings_is_still_a_calendar(small: SmallSite, ical_js: IcalJs) -> None:
    path = "themas/smart-mobility/agenda.ics"
    assert meetings(small, path) == {}
    assert calendar(small, path).walk("VTIMEZONE")
    assert ical_js((small.public / path).read_bytes())["meetings"] == []


def test_no_contact_is_in_a_calendar(small: SmallSite) -> None:
    for path in small.public.rglob("*.ics"):
        assert not re.search(rb"(?i)mailto:|attendee|@(?!g40stedennetwerk)", path.read_bytes()), path
