"""News in pages of twelve, the agenda by end, and what was moved: what a visitor sees at a moment."""

import datetime as dt
import json
import re
from pathlib import Path

import feedparser
import icalendar
import pytest

from tests.pages.conftest import LEAN
from tests.reading import Page, main
from tests.running import NOW
from tests.sites import NO_CARDS, Sites, SmallSite, built, settings
from tests.warm import run


def news(number: int) -> dict[str, str]:
    day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
    text = f"---\ntitle: Bericht {number:02}\ndate: {day}\nsummary: Kort.\n---\nTekst.\n"
    return {f"content/news/{day}-bericht-{number:02}.md": text}


def event(name: str, more: str) -> dict[str, str]:
    head = f"---\ntitle: {name.capitalize()}\nsummary: Kort.\n{more}\n---\nTekst.\n"
    return {f"content/agenda/2026-01-01-{name}.md": head}


def titles(page: Page, pattern: str) -> list[str]:
    return [text.strip() for _, text in page.headings if re.fullmatch(pattern, text.strip())]


# News.


@pytest.mark.slow
def test_news_stands_in_pages_of_twelve_the_newest_first(site: Sites) -> None:
    s, written = site({}), 0
    for number, sizes in ((0, [0]), (12, [12]), (13, [12, 1]), (25, [12, 12, 1])):
        s.write({name: text for one in range(written, number) for name, text in news(one).items()})
        s.build()
        written = number
        addresses = ["/actueel/", *(f"/actueel/pagina/{page}/" for page in range(2, len(sizes) + 1))]
        shown = [titles(main(s, address), "Bericht .*") for address in addresses]
        assert [len(page) for page in shown] == sizes
        assert [title for page in shown for title in page] == [f"Bericht {one:02}" for one in reversed(range(number))]
        assert not (s.public / f"actueel/pagina/{len(sizes) + 1}").exists()
        assert not (s.public / "actueel/pagina/1").exists()


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with three pages of news, of which the newest are of one day and one is about something."""
    files: dict[str, str | bytes] = {name: text for one in range(22) for name, text in news(one).items()}
    text = "---\ntitle: Bericht {0}\ndate: 2027-01-01\nsummary: Kort.\n{1}---\nTekst.\n"
    about = {"b": "projects: [een]\nmunicipalities: [zwolle]\n"}
    files |= {f"content/news/2027-01-01-bericht-{one}.md": text.format(one, about.get(one, "")) for one in "abc"}
    project = "projects:\n  - {id: een, title: Eén, summary: Kort., themes: [smart-living], status: pilot}\n"
    files["content/projects/zwolle.yaml"] = project
    return built(tmp_path_factory.mktemp("nieuws"), {**LEAN, **files})


def test_pages_of_news_lead_to_their_neighbours(much: SmallSite) -> None:
    assert "/actueel/pagina/2/" in main(much, "/actueel/").links
    assert {"/actueel/", "/actueel/pagina/3/"} <= set(main(much, "/actueel/pagina/2/").links)
    assert "/actueel/pagina/2/" in main(much, "/actueel/pagina/3/").links
    assert "/actueel/pagina/4/" not in main(much, "/actueel/pagina/3/").links


def test_news_of_one_day_stands_on_home_in_the_order_of_the_list(much: SmallSite) -> None:
    """It is published though its day is yet to come."""
    listed = ["Bericht a", "Bericht b", "Bericht c"]
    assert [titles(main(much, address), "Bericht [abc]") for address in ("/actueel/", "/")] == [listed, listed]


def test_the_list_of_news_leads_to_what_an_item_is_about_and_home_does_not(much: SmallSite) -> None:
    assert "Bij dit bericht Eén Zwolle" in main(much, "/actueel/").text
    assert {"/projecten/een/", "/gemeenten/zwolle/"} <= set(main(much, "/actueel/").links)
    assert "Bij dit bericht" not in main(much, "/").text


def test_an_item_about_one_thing_says_so_in_the_singular(much: SmallSite) -> None:
    assert re.findall(r"<dt[^>]*>(.*?)</dt>", much.page("/actueel/bericht-b/")) == ["Gemeente", "Project"]


def test_an_item_leads_to_the_newer_and_the_older_one(much: SmallSite) -> None:
    def around(address: str) -> list[str]:
        return [link for link in main(much, address).links if "bericht" in link]

    assert around("/actueel/bericht-02/") == ["/actueel/bericht-03/", "/actueel/bericht-01/"]
    assert around("/actueel/bericht-a/") == ["/actueel/bericht-b/"]


# The agenda.


UPCOMING = (
    ("start: 2026-11-24", "2026-11-23T12:00", True),
    ("start: 2026-11-24", "2026-11-24T00:00", True),
    ("start: 2026-11-24", "2026-11-24T23:59", True),
    ("start: 2026-11-24", "2026-11-25T00:00", False),
    ("start: 2026-11-24", "2026-11-24T23:30+01:00", True),
    ("start: 2026-11-24", "2026-11-24T23:30Z", False),
    ("start: 2026-11-22\nend: 2026-11-24", "2026-11-24T18:00", True),
    ("start: 2026-11-22\nend: 2026-11-24", "2026-11-25", False),
    ("start: 2026-11-24 10:00\nend: 2026-11-24 12:00", "2026-11-24T11:59", True),
    ("start: 2026-11-24 10:00\nend: 2026-11-24 12:00", "2026-11-24T12:00", False),
    ("start: 2026-11-24 10:00\nend: 2026-11-24 12:00", "2026-11-24T11:30+00:00", False),
    ("start: 2026-11-24 10:00", "2026-11-24T20:00", True),
    ("start: 2026-11-24 10:00", "2026-11-25T00:00", False),
    ("start: 2026-11-24 10:00+09:00\nend: 2026-11-24 11:00+09:00", "2026-11-24T02:30", True),
    ("start: 2026-11-24 10:00+09:00\nend: 2026-11-24 11:00+09:00", "2026-11-24T03:30", False),
)


@pytest.mark.slow
def test_a_meeting_is_upcoming_until_its_end(site: Sites) -> None:
    names = {more: f"dag-{number}" for number, more in enumerate(dict.fromkeys(more for more, *_ in UPCOMING))}
    s, wrong = site({name: text for more, dag in names.items() for name, text in event(dag, more).items()}), []
    for now in dict.fromkeys(now for _, now, _ in UPCOMING):
        s.build(now=dt.datetime.fromisoformat(now))
        past = main(s, "/agenda/archief/").links
        rows = [(more, upcoming) for more, at, upcoming in UPCOMING if at == now]
        ahead = main(s, "/agenda/").links
        for more, upcoming in rows:
            link = f"/agenda/{names[more]}/"
            wrong += [(more, now)] if (link in past) is upcoming or (upcoming and link not in ahead) else []
    assert wrong == []


def test_the_agenda_begins_with_what_there_is(site: Sites) -> None:
    s = site(event("dag", "start: 2026-11-24"))
    for now, title in (("2026-11-24T23:59", "Wat komt"), ("2026-11-25T00:00", "Wat is geweest")):
        s.build(now=dt.datetime.fromisoformat(now))
        assert next(text for _, text in main(s, "/agenda/").headings if text.startswith("Wat ")) == title


@pytest.mark.process
def test_the_zone_of_the_machine_says_nothing_about_what_is_upcoming(site: Sites) -> None:
    """Of each zone the moment at which its day is another one than that of the site."""
    s = site(event("dag", "start: 2026-11-24"))
    for zone, now, past in (
        ("America/Los_Angeles", "2026-11-24T23:30", False),
        ("Pacific/Auckland", "2026-11-25T00:30", True),
    ):
        assert run("build", "--root", s.root, "--now", now, env={"TZ": zone}).returncode == 0
        assert ("/agenda/dag/" in main(s, "/agenda/archief/").links) is past, (zone, now)


def test_the_agenda_begins_with_what_comes_first_and_the_archive_with_what_was_last(site: Sites) -> None:
    days = {
        "een": "2026-12-01",
        "twee": "2026-12-02 09:00",
        "drie": "2025-03-01",
        "vier": "2025-02-01",
        "vijf": "2024-01-01",
    }
    s = site({name: text for key, day in days.items() for name, text in event(key, f"start: {day}").items()})
    s.build()
    assert titles(main(s, "/agenda/"), "Een|Twee") == ["Een", "Twee"]
    headings = [text.strip() for _, text in main(s, "/agenda/archief/").headings[1:]]
    assert headings == ["2025", "Drie", "Vier", "2024", "Vijf"]
    assert "/agenda/archief/" in main(s, "/agenda/").links


CHANGED = {
    "weg": "start: 2026-12-01\nstatus: cancelled",
    "later": "start: 2026-12-01\nstatus: postponed",
    "verzet": "start: 2026-12-01 15:30\nend: 2026-12-01 17:00\nprevious_start: 2026-11-30 14:00",
}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    files = {name: text for key, more in CHANGED.items() for name, text in event(key, more).items()}
    return built(tmp_path_factory.mktemp("agenda"), {**LEAN, **files, **event("zomer", "start: 2026-07-01 15:30")})


def test_what_does_not_go_as_planned_says_so_in_words(changed: SmallSite) -> None:
    for name, words in {"weg": "Gaat niet door", "later": "Uitgesteld", "verzet": "Verzet"}.items():
        for address in ("/agenda/", f"/agenda/{name}/", "/"):
            assert words in main(changed, address).text, (address, words)


def test_a_moved_meeting_tells_its_first_start(changed: SmallSite) -> None:
    text = main(changed, "/agenda/verzet/").text
    assert "dinsdag 1 december 2026, 15.30 tot 17.00 uur" in text
    assert "maandag 30 november 2026, 14.00 uur" in text


def test_a_meeting_in_summer_and_one_in_winter_have_their_own_offset(changed: SmallSite) -> None:
    assert 'datetime="2026-07-01T15:30+02:00"' in changed.page("/agenda/zomer/")
    assert 'datetime="2026-12-01T15:30+01:00"' in changed.page("/agenda/verzet/")


STATUSES = ("scheduled", "postponed", "cancelled")
JOIN, SIGN_UP = "https://vergader.example.nl/{}", "https://aanmelden.example.nl/{}"


@pytest.fixture(scope="module")
def open_to_all(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with a meeting of each status that has a way to join and one to sign up."""
    files: dict[str, str | bytes] = {}
    for status in STATUSES:
        join, sign_up = JOIN.format(status), SIGN_UP.format(status)
        more = f"online: {join}\nregistration: {sign_up}\nupdated: 2026-11-01\nstatus: {status}"
        files |= event(status, f"start: 2026-12-01 10:00\n{more}")
    return built(tmp_path_factory.mktemp("aanmelden"), {**LEAN, **files})


def test_nobody_is_asked_to_a_meeting_that_was_cancelled(open_to_all: SmallSite) -> None:
    s = open_to_all
    for status in STATUSES:
        join, sign_up, address = JOIN.format(status), SIGN_UP.format(status), f"/agenda/{status}/"
        asked = status != "cancelled"
        for href in (join, sign_up, f"/agenda/{status}.ics"):
            assert (href in Page(s.page(address)).links) == asked, href
            assert (href in s.page(address)) == asked, href
        assert "Waar Online" in main(s, address).text
        assert "/agenda/agenda.ics" in Page(s.page(address)).links
        assert (join in s.page("/atom.xml")) == asked
        # Who has it in a calendar must hear that it is off; so the file stays, and says no more than that.
        whole = re.sub(r"\r?\n ", "", s.page("/agenda/agenda.ics")).split("BEGIN:VEVENT")
        (in_the_agenda,) = (one for one in whole if f"/agenda/{status}/" in one)
        for calendar in (re.sub(r"\r?\n ", "", s.page(f"/agenda/{status}.ics")), in_the_agenda):
            assert ("STATUS:CANCELLED" in calendar) != asked, status
            for word in ("Aanmelden", sign_up, join):
                assert (word in calendar) == asked, (status, word)


# What a meeting says of its place and whether it goes on, and where it is in every list, feed and calendar.
LINK = "https://vergader.example.nl/plek"
WHERE = {
    "zaal": ("location: Zwolle", "Zwolle"),
    "scherm": ("online: true", "Online"),
    "adres": (f"online: {LINK}", "Online"),
    "adres-weg": (f"online: {LINK}\nstatus: cancelled", "Online"),
    "beide": ("location: Zwolle\nonline: true", "Zwolle, of online"),
    "beide-adres": (f"location: Zwolle\nonline: {LINK}", "Zwolle, of online"),
    "beide-weg": (f"location: Zwolle\nonline: {LINK}\nstatus: cancelled", "Zwolle, of online"),
}


def test_where_a_meeting_takes_place_is_said_the_same_everywhere(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"site.yaml": settings(NO_CARDS)}
    for slug, (keys, _) in WHERE.items():
        files |= event(slug, f"start: 2026-12-01 10:00\nupdated: 2026-11-01\n{keys}")
    s = built(tmp_path, files)
    feed = {one.title: one.content[0].value for one in feedparser.parse(s.page("/atom.xml")).entries}
    index = {address: line for _, _, address, line, *_ in json.loads(s.page("/zoeken/index.json"))["entries"]}
    agenda = Page(s.page("/agenda/")).text
    for slug, (_, place) in WHERE.items():
        assert f"Waar {place}" in main(s, f"/agenda/{slug}/").text, slug
        assert re.search(rf"{slug.capitalize()} .{{0,50}}10\.00.uur, {place} Kort\.", agenda), slug
        assert f"<p>Plaats: {place}</p>" in feed[slug.capitalize()], slug
        assert index[f"agenda/{slug}/"] == f"1\u00a0december 2026, {place}", slug
        (meeting,) = icalendar.Calendar.from_ical(s.page(f"/agenda/{slug}.ics")).walk("VEVENT")
        # A calendar makes the address of what is nowhere else a link.
        assert meeting["LOCATION"] == (LINK if slug == "adres" else place), slug


def test_a_meeting_that_is_online_is_found_by_that_word(tmp_path: Path) -> None:
    s = built(tmp_path, {"site.yaml": settings(NO_CARDS), **event("scherm", "start: 2026-12-01\nonline: true")})
    words = "\n".join(json.loads(s.page("/zoeken/index.json"))["words"].values())
    assert re.search(r"^(?:\S+ )*online(?: \S+)*\|", words, re.MULTILINE)


@pytest.mark.process
def test_a_newsletter_tells_of_each_meeting_and_leaves_signing_up_to_its_page(open_to_all: SmallSite) -> None:
    told = run("digest", "--since", "2026-11-01", "--root", open_to_all.root, "--now", NOW).stdout
    for status in STATUSES:
        assert status.capitalize() in told
        assert SIGN_UP.format(status) not in told
