"""Calendars, read by icalendar and by ical.js, which must agree on every moment."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.outputs.conftest import FILES
from tests.sites import BARE, SmallSite, built, settings

IcalJs = Callable[[Iterable[bytes]], list[Any]]
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


# Places with the municipalities that a meeting is about, and the point on the map of the town that they name.
ZWOLLE = "52.5168;6.083"
POINTS = (
    ("Zwolle", "zwolle", ZWOLLE),
    ("Stadhuis, Grote Kerkplein 15, Zwolle", "zwolle, breda", ZWOLLE),
    ("Zwolle, stadhuis", "zwolle", ZWOLLE),
    ("Plein 1, 8011 PK Zwolle", "zwolle", ZWOLLE),
    ("Stadhuis Zwolle", "zwolle", ZWOLLE),
    ("Zaal 3, Swolle", "zwolle", ZWOLLE),
    ("Zwollerkerspel", "zwolle", None),
    ("Bredaseweg 1, Tilburg", "breda", None),
    ("Zwolle-Zuid", "zwolle", None),
    ("Zwolle, Breda", "zwolle, breda", None),
    ("Stadhuis, Zwolle", "breda", None),
    ("Online", "zwolle", None),
)
STATES = {
    "weg": "start: 2026-12-01 10:00\nstatus: cancelled\nrevision: 1",
    "later": "start: 2026-12-02 10:00\nstatus: postponed",
    "verzet": "start: 2026-12-04 10:00\nprevious_start: 2026-12-03 09:00\nrevision: 1",
}
ZONES = ("America/New_York", "Africa/Casablanca", "Europe/Moscow", "Etc/UTC")
IN_UTC = ("2026-02-10T12:00:00Z", "2026-03-20T12:00:00Z", "2026-07-10T12:00:00Z", "2026-11-10T12:00:00Z")


def event(name: str, fields: str) -> tuple[str, str]:
    day = fields.partition("start: ")[2][:10]
    return f"content/agenda/{day}-{name}.md", f"---\ntitle: {name}\nsummary: Een overleg.\n{fields}\n---\nTekst.\n"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with all of these meetings."""
    fields = {name: fields for name, (fields, *_) in MOMENTS.items()} | STATES
    for number, (place, about, _) in enumerate(POINTS):
        fields[f"plek-{number}"] = f"start: 2026-12-01\nlocation: {place}\nmunicipalities: [{about}]"
    return built(tmp_path_factory.mktemp("agenda"), {**FILES, **dict(event(*one) for one in fields.items())})


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The agenda of the same moments on a site that stands in another zone."""
    files = dict(event(f"keer-{n}", f"start: {moment}") for n, moment in enumerate(IN_UTC))
    site, found = SmallSite(tmp_path_factory.mktemp("zones"), files), {}
    for zone in ZONES:
        site.write({"site.yaml": settings(f"timezone: {zone}", BARE)})
        site.build()
        found[zone] = raw(site)
    return found


def raw(site: SmallSite, path: str = AGENDA) -> bytes:
    return (site.public / path).read_bytes()


def calendar(data: bytes) -> Any:
    """The calendar as icalendar reads it; everything that a file of calendars must be, it is."""
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


def meetings(data: bytes) -> dict[str, Any]:
    return {str(one["UID"]).partition("@")[0]: one for one in calendar(data).walk("VEVENT")}


def moment(event: Any, name: str) -> str | None:
    if name not in event:
        return None
    value = event.decoded(name)
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    return str(value)


def test_every_meeting_has_its_moments(full: SmallSite) -> None:
    found = {uid: (moment(one, "DTSTART"), moment(one, "DTEND")) for uid, one in meetings(raw(full)).items()}
    expected = {f"event-{name}": (start, end) for name, (_, start, end) in MOMENTS.items()}
    assert {uid: found[uid] for uid in expected} == expected


@pytest.mark.process
def test_another_reader_finds_the_same_moments_in_the_agenda_and_in_each_file(full: SmallSite, ical_js: IcalJs) -> None:
    agenda, *alone = ical_js(raw(full, path) for path in (AGENDA, *(f"agenda/{name}.ics" for name in MOMENTS)))
    expected = {f"event-{name}": (start, end) for name, (_, start, end) in MOMENTS.items()}
    for told in (agenda["meetings"], [one for calendar in alone for one in calendar["meetings"]]):
        found = {one["uid"].partition("@")[0]: (one["start"], one["end"]) for one in told}
        assert {uid: found[uid] for uid in expected} == expected
    assert [len(calendar["meetings"]) for calendar in alone] == [1] * len(MOMENTS)


def test_moments_are_right_in_another_zone(zones: dict[str, bytes]) -> None:
    expected = {f"event-keer-{number}": moment for number, moment in enumerate(IN_UTC)}
    for zone, data in zones.items():
        assert {uid: moment(one, "DTSTART") for uid, one in meetings(data).items()} == expected, zone


@pytest.mark.process
def test_another_reader_finds_the_same_moments_in_another_zone(zones: dict[str, bytes], ical_js: IcalJs) -> None:
    for zone, told in zip(zones, ical_js(zones.values()), strict=True):
        assert sorted(one["start"] for one in told["meetings"]) == list(IN_UTC), zone


def test_meeting_carries_what_the_content_says(small: SmallSite) -> None:
    one = meetings(raw(small))["event-themagroep"]
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


def test_point_on_the_map_is_that_of_the_town_that_the_place_names(full: SmallSite) -> None:
    found = meetings(raw(full))
    of = [found[f"event-plek-{number}"] for number in range(len(POINTS))]
    points = [one["GEO"].to_ical() if "GEO" in one else None for one in of]
    assert [(place, about, point) for (place, about, _), point in zip(POINTS, points, strict=True)] == list(POINTS)


def test_calendar_says_what_clients_need(small: SmallSite) -> None:
    read = calendar(raw(small))
    assert (read["METHOD"], read["VERSION"], read["CALSCALE"]) == ("PUBLISH", "2.0", "GREGORIAN")
    assert read["X-WR-CALNAME"] == read["NAME"] == "Agenda · Themagroep Proef"
    assert read["X-WR-TIMEZONE"] == "Europe/Amsterdam"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in raw(small)


def test_zone_has_its_two_rules(small: SmallSite) -> None:
    (zone,) = calendar(raw(small)).walk("VTIMEZONE")
    rules = {part.name: part["RRULE"].to_ical().decode() for part in zone.subcomponents}
    assert rules == {
        "DAYLIGHT": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "STANDARD": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    }


def test_the_rules_say_what_the_zone_says(small: SmallSite) -> None:
    """Read by icalendar, noon of every day and the hours around each change of the clock. What another edition of the
    time zones changes is told here.
    """
    (zone,) = calendar(raw(small)).walk("VTIMEZONE")
    rules, real = zone.to_tz(), ZoneInfo("Europe/Amsterdam")
    noon = dt.datetime(1997, 1, 1, 12)
    moments = [noon + dt.timedelta(days=day) for day in range(41 * 365)]
    sundays = [noon.replace(hour=0) + dt.timedelta(days=4, weeks=week) for week in range(41 * 52)]
    moments += [sunday.replace(hour=hour) for sunday in sundays if sunday.month in (3, 10) for hour in (0, 1, 3, 4)]
    offsets = [(moment, moment.replace(tzinfo=rules).utcoffset()) for moment in moments]
    assert offsets == [(moment, moment.replace(tzinfo=real).utcoffset()) for moment in moments]


def test_what_the_rules_do_not_say_is_in_utc(full: SmallSite, zones: dict[str, bytes]) -> None:
    found = meetings(raw(full))
    in_utc = {uid for uid, one in found.items() if one["DTSTART"].to_ical().endswith(b"Z")}
    assert in_utc >= {"event-oude-regels", "event-oorlog", "event-eerste-keer"}
    assert not in_utc & {"event-winter", "event-ver-weg", "event-een-dag", "event-verre-zone"}
    assert all(b"TZID=" not in data for data in zones.values())


def test_cancelled_and_postponed_meetings_stay_and_say_so(full: SmallSite) -> None:
    found = meetings(raw(full))
    assert (found["event-weg"]["STATUS"], found["event-weg"]["SUMMARY"]) == ("CANCELLED", "weg")
    assert (found["event-later"]["STATUS"], found["event-later"]["SUMMARY"]) == ("TENTATIVE", "Uitgesteld: later")
    assert "Was eerst: donderdag 3 december 2026, 9.00 uur" in found["event-verzet"]["DESCRIPTION"]


def test_theme_has_its_own_calendar(small: SmallSite) -> None:
    assert list(meetings(raw(small, "themas/smart-living/agenda.ics"))) == ["event-themagroep"]


def test_calendar_without_meetings_is_still_a_calendar(small: SmallSite) -> None:
    path = "themas/smart-mobility/agenda.ics"
    assert meetings(raw(small, path)) == {}
    assert calendar(raw(small, path)).walk("VTIMEZONE")


@pytest.mark.process
def test_another_reader_takes_a_calendar_without_meetings_too(small: SmallSite, ical_js: IcalJs) -> None:
    (told,) = ical_js([raw(small, "themas/smart-mobility/agenda.ics")])
    assert told["meetings"] == []
    assert told["name"]
