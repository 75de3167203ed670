"""News in pages of twelve, the agenda by end, drafts and what was moved: what a visitor sees at a moment."""

import datetime as dt
import re

import pytest

from tests.reading import Page, pages
from tests.running import NOW, run
from tests.sites import Sites, SmallSite


def news(number: int) -> dict[str, str]:
    day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
    text = f"---\ntitle: Bericht {number:02}\ndate: {day}\nsummary: Kort.\n---\nTekst.\n"
    return {f"content/news/{day}-bericht-{number:02}.md": text}


def event(name: str, more: str) -> dict[str, str]:
    head = f"---\ntitle: {name.capitalize()}\nsummary: Kort.\n{more}\n---\nTekst.\n"
    return {f"content/agenda/2026-01-01-{name}.md": head}


def titles(page: Page, pattern: str) -> list[str]:
    return [text.strip() for _, text in page.headings if re.fullmatch(pattern, text.strip())]


def main(site: SmallSite, address: str) -> Page:
    html = site.page(address)
    return Page(html[html.index("<main") : html.index("</main>")])


# News.


@pytest.mark.parametrize(("number", "sizes"), [(0, [0]), (12, [12]), (13, [12, 1]), (25, [12, 12, 1])])
def test_news_stands_in_pages_of_twelve_the_newest_first(site: Sites, number: int, sizes: list[int]) -> None:
    s = site({name: text for one in range(number) for name, text in news(one).items()})
    s.build()
    addresses = ["/actueel/", *(f"/actueel/pagina/{page}/" for page in range(2, len(sizes) + 1))]
    shown = [titles(main(s, address), "Bericht .*") for address in addresses]
    assert [len(page) for page in shown] == sizes
    assert [title for page in shown for title in page] == [f"Bericht {one:02}" for one in reversed(range(number))]
    assert not (s.public / f"actueel/pagina/{len(sizes) + 1}").exists()
    assert not (s.public / "actueel/pagina/1").exists()


def test_pages_of_news_lead_to_their_neighbours(site: Sites) -> None:
    s = site({name: text for one in range(25) for name, text in news(one).items()})
    s.build()
    assert "/actueel/pagina/2/" in main(s, "/actueel/").links
    assert {"/actueel/", "/actueel/pagina/3/"} <= set(main(s, "/actueel/pagina/2/").links)
    assert "/actueel/pagina/2/" in main(s, "/actueel/pagina/3/").links
    assert "/actueel/pagina/4/" not in main(s, "/actueel/pagina/3/").links


def test_news_of_one_day_stands_on_home_in_the_order_of_the_list(site: Sites) -> None:
    text = "---\ntitle: Bericht {0}\ndate: 2026-01-01\nsummary: Kort.\n---\nTekst.\n"
    s = site({f"content/news/2026-01-01-bericht-{name}.md": text.format(name) for name in "abc"})
    s.build()
    listed = ["Bericht a", "Bericht b", "Bericht c"]
    assert [titles(main(s, address), "Bericht .") for address in ("/actueel/", "/")] == [listed, listed]


def test_the_list_of_news_leads_to_what_an_item_is_about_and_home_does_not(site: Sites) -> None:
    about = "projects: [een]\nmunicipalities: [zwolle]\n"
    text = f"---\ntitle: Bericht\ndate: 2026-01-01\nsummary: Kort.\n{about}---\nTekst.\n"
    project = "projects:\n  - {id: een, title: Eén, summary: Kort., themes: [smart-living], status: pilot}\n"
    s = site({"content/news/2026-01-01-bericht.md": text, "content/projects/zwolle.yaml": project})
    s.build()
    assert "Bij dit bericht Eén Zwolle" in main(s, "/actueel/").text
    assert {"/projecten/een/", "/gemeenten/zwolle/"} <= set(main(s, "/actueel/").links)
    assert "Bij dit bericht" not in main(s, "/").text


def test_an_item_leads_to_the_newer_and_the_older_one(site: Sites) -> None:
    s = site({**news(1), **news(2), **news(3)})
    s.build()
    assert [link for link in main(s, "/actueel/bericht-02/").links if "bericht" in link] == [
        "/actueel/bericht-03/",
        "/actueel/bericht-01/",
    ]
    assert [link for link in main(s, "/actueel/bericht-03/").links if "bericht" in link] == ["/actueel/bericht-02/"]


def test_news_ahead_of_now_is_published(site: Sites) -> None:
    s = site({"content/news/2027-01-01-later.md": "---\ntitle: Later\ndate: 2027-01-01\nsummary: Kort.\n---\nTekst.\n"})
    s.build()
    assert titles(main(s, "/actueel/"), "Later") == ["Later"]


# The agenda.


@pytest.mark.parametrize(
    ("more", "now", "upcoming"),
    [
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
    ],
)
def test_a_meeting_is_upcoming_until_its_end(site: Sites, more: str, now: str, upcoming: bool) -> None:
    s = site(event("dag", more))
    s.build(now=dt.datetime.fromisoformat(now))
    assert (titles(main(s, "/agenda/archief/"), "Dag") == ["Dag"]) is not upcoming
    first = next(text for _, text in main(s, "/agenda/").headings if text.startswith("Wat "))
    assert first == ("Wat komt" if upcoming else "Wat is geweest")


def test_the_zone_of_the_machine_says_nothing_about_what_is_upcoming(site: Sites) -> None:
    s = site(event("dag", "start: 2026-11-24"))
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Europe/Amsterdam"):
        for now, past in (("2026-11-24T23:30", False), ("2026-11-25T00:30", True)):
            run("build", "--root", s.root, "--now", now, env={"TZ": zone})
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


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("start: 2026-12-01\nstatus: cancelled", "Gaat niet door"),
        ("start: 2026-12-01\nstatus: postponed", "Uitgesteld"),
        ("start: 2026-12-01\nprevious_start: 2026-11-30", "Verzet"),
    ],
)
def test_what_does_not_go_as_planned_says_so_in_words(site: Sites, more: str, words: str) -> None:
    s = site(event("dag", more))
    s.build()
    for address in ("/agenda/", "/agenda/dag/", "/"):
        assert words in main(s, address).text, address


def test_a_moved_meeting_tells_its_first_start(site: Sites) -> None:
    s = site(event("dag", "start: 2026-12-01 15:30\nend: 2026-12-01 17:00\nprevious_start: 2026-11-30 14:00"))
    s.build()
    text = main(s, "/agenda/dag/").text
    assert "dinsdag 1 december 2026, 15.30 tot 17.00 uur" in text
    assert "maandag 30 november 2026, 14.00 uur" in text


def test_a_meeting_in_summer_and_one_in_winter_have_their_own_offset(site: Sites) -> None:
    s = site({**event("zomer", "start: 2026-07-01 15:30"), **event("winter", "start: 2026-12-01 15:30")})
    s.build()
    assert 'datetime="2026-07-01T15:30+02:00"' in s.page("/agenda/zomer/")
    assert 'datetime="2026-12-01T15:30+01:00"' in s.page("/agenda/winter/")


@pytest.mark.parametrize("status", ["scheduled", "postponed", "cancelled"])
def test_nobody_is_asked_to_a_meeting_that_was_cancelled(site: Sites, status: str) -> None:
    join, sign_up = "https://vergader.example.nl/kamer", "https://aanmelden.example.nl/dag"
    more = f"start: 2026-12-01 10:00\nonline: {join}\nregistration: {sign_up}\nupdated: 2026-11-01\nstatus: {status}"
    s = site(event("dag", more))
    s.build()
    page = Page(s.page("/agenda/dag/"))
    asked = status != "cancelled"
    for href in (join, sign_up, "/agenda/dag.ics"):
        assert (href in page.links) == asked, href
        assert (href in s.page("/agenda/dag/")) == asked, href
    assert "online" in main(s, "/agenda/dag/").text
    assert "/agenda/agenda.ics" in page.links
    assert (join in s.page("/atom.xml")) == asked
    # Who has it in a calendar must hear that it is off; so the file stays, and says no more than that.
    for address in ("/agenda/dag.ics", "/agenda/agenda.ics"):
        calendar = re.sub(r"\r?\n ", "", s.page(address))
        assert ("STATUS:CANCELLED" in calendar) != asked, address
        for word in ("Aanmelden", sign_up, join):
            assert (word in calendar) == asked, (address, word)
    told = run("digest", "--since", "2026-11-01", "--root", s.root, "--now", NOW).stdout
    assert "Dag" in told
    assert sign_up not in told


# Drafts.


def test_a_draft_is_nowhere_until_it_is_asked_for(site: Sites) -> None:
    draft = "summary: Kort.\ndraft: true\n---\nTekst.\n"
    s = site(
        {
            "content/news/2026-01-05-straks.md": f"---\ntitle: Straks nieuws\ndate: 2026-01-05\n{draft}",
            "content/agenda/2026-12-05-straks.md": f"---\ntitle: Straks dag\nstart: 2026-12-05\n{draft}",
            "content/pages/straks.md": f"---\ntitle: Straks pagina\nmenu: 1\naliases: [/oud/]\n{draft}",
        }
    )
    s.build()
    assert not any("straks" in path.as_posix() or "oud" in path.parts for path in s.public.rglob("*"))
    assert not any("Straks" in page.text for page in pages(s.public).values())
    s.build(drafts=True)
    for address in ("/actueel/straks/", "/agenda/straks/", "/straks/"):
        page = Page(s.page(address))
        assert page.robots == "noindex"
        assert "Concept" in page.text
        assert address not in (s.public / "sitemap.xml").read_text()
    assert (s.public / "oud/index.html").is_file()
    s.build()
    assert not any("straks" in path.as_posix() for path in s.public.rglob("*"))
