"""The questions that pages ask of the site, and what stands in it: order, owners, drafts, redirects."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from g40site.content.load import load_alone
from g40site.content.site import Redirect, Site, assemble, is_upcoming

THEMES = """\
    themes:
      - {id: wonen, title: Wonen, lead: zwolle, summary: Wonen., description: Wonen., aliases: [/oud/wonen/]}
      - {id: vervoer, title: Vervoer, lead: gouda, summary: Vervoer., description: Vervoer.}
    """
MUNICIPALITIES = """\
    municipalities:
      - id: zwolle
        name: Zwolle
        code: GM0193
        province: Overijssel
        location: {lat: 52.5, lon: 6.1}
        website: https://www.zwolle.example.nl
        participates: [wonen, vervoer, vervoer]
        aliases: [/zwolle]
        projects:
          - {id: b, title: B, summary: B., themes: [wonen, vervoer], status: pilot, with: [gouda, zwolle, gouda]}
      - id: gouda
        name: Gouda
        code: GM0513
        province: Zuid-Holland
        location: {lat: 52.0, lon: 4.7}
        website: https://www.gouda.example.nl
    """
PROJECTS = {
    "content/projects/gouda.yaml": """\
        projects:
          - id: d
            title: D
            summary: D.
            themes: [vervoer]
            status: in-use
            topics: [Open data, sensoren]
            interested: [zwolle, gouda]
        """,
    "content/projects/zwolle.yaml": """\
        projects:
          - {id: a, title: A, summary: A., themes: [wonen], status: pilot, topics: [open-data], aliases: [/a/]}
        """,
}


def news(title: str, day: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: {day}\nsummary: Nieuws.\n{more}---\nTekst.\n"


def meeting(start: str, more: str = "") -> str:
    return f"---\ntitle: Dag\nstart: {start}\nsummary: Een dag.\n{more}---\nTekst.\n"


@pytest.fixture
def made(site: Callable) -> Callable[..., Site]:
    """The site of some files, read without a problem."""

    def make(files: Mapping[str, str], *, drafts: bool = False) -> Site:
        loaded = load_alone(site(files).root)
        assert loaded.diagnostics == ()
        return assemble(loaded, drafts=drafts)

    return make


@pytest.fixture
def whole(made: Callable[..., Site]) -> Site:
    return made({"themes.yaml": THEMES, "municipalities.yaml": MUNICIPALITIES, **PROJECTS})


def ids(entries: object) -> list[str]:
    return [entry.id for entry in entries]  # type: ignore[attr-defined]


def test_projects_stand_in_the_order_of_their_municipalities_and_the_split_files_come_after(whole: Site) -> None:
    assert [(project.id, project.municipality) for project in whole.projects] == [
        ("b", "zwolle"),
        ("a", "zwolle"),
        ("d", "gouda"),
    ]
    assert [project.file for project in whole.projects] == [
        "municipalities.yaml",
        "content/projects/zwolle.yaml",
        "content/projects/gouda.yaml",
    ]


def test_projects_are_found_by_municipality_theme_and_phase(whole: Site) -> None:
    assert {key: ids(found) for key, found in whole.projects_of.items()} == {"zwolle": ["b", "a"], "gouda": ["d"]}
    assert {key: ids(found) for key, found in whole.projects_of_theme.items()} == {
        "wonen": ["b", "a"],
        "vervoer": ["b", "d"],
    }
    assert {key: ids(found) for key, found in whole.projects_of_phase.items()} == {"pilot": ["b", "a"], "in-use": ["d"]}


def test_the_owner_of_a_project_is_no_partner_of_it(whole: Site) -> None:
    assert {key: ids(found) for key, found in whole.projects_with.items()} == {"gouda": ["b"]}
    assert {key: ids(found) for key, found in whole.projects_wanted.items()} == {"zwolle": ["d"]}


def test_all_who_take_part_in_a_project_stand_once_with_the_owner_first(whole: Site) -> None:
    assert whole.place_of(whole.project["b"]) == ("zwolle", "gouda")
    assert whole.place_of(whole.project["a"]) == ("zwolle",)


def test_two_spellings_of_a_topic_are_one_with_the_first_spelling(whole: Site) -> None:
    topics = {slug: (word, ids(projects)) for slug, (word, projects) in whole.topics.items()}
    assert topics == {"open-data": ("open-data", ["a", "d"]), "sensoren": ("sensoren", ["d"])}


def test_who_leads_a_theme_does_not_join_it_and_who_joins_twice_joins_once(whole: Site) -> None:
    assert {theme: ids(found) for theme, found in whole.participants_of.items()} == {"vervoer": ["zwolle"]}
    assert {place: ids(found) for place, found in whole.led_by.items()} == {"zwolle": ["wonen"], "gouda": ["vervoer"]}


def test_provinces_stand_once_in_order(whole: Site) -> None:
    assert whole.provinces == ("Overijssel", "Zuid-Holland")


def test_entries_are_found_by_their_id(whole: Site) -> None:
    assert (whole.theme["wonen"].title, whole.municipality["gouda"].name) == ("Wonen", "Gouda")
    assert whole.zone.key == "Europe/Amsterdam"


def test_every_old_address_leads_to_its_entry(whole: Site) -> None:
    assert whole.redirects == (
        Redirect("/oud/wonen/", "/themas/wonen/", "Wonen", "themes.yaml"),
        Redirect("/zwolle/", "/gemeenten/zwolle/", "Zwolle", "municipalities.yaml"),
        Redirect("/a/", "/projecten/a/", "A", "content/projects/zwolle.yaml"),
    )


def test_news_stands_with_the_newest_first_and_knows_its_neighbours(made: Callable[..., Site]) -> None:
    site = made(
        {
            "content/news/2026-05-01-b.md": news("B", "2026-05-01", "themes: [smart-living]\n"),
            "content/news/2026-05-01-a.md": news("A", "2026-05-01", "municipalities: [zwolle]\n"),
            "content/news/2026-06-01-c.md": news("C", "2026-06-01", "themes: [smart-living]\n"),
        }
    )
    assert [item.slug for item in site.news] == ["c", "a", "b"]
    newer, older = site.news_neighbours["a"]
    assert (newer and newer.slug, older and older.slug) == ("c", "b")
    assert site.news_neighbours["c"][0] is None
    assert site.news_neighbours["b"][1] is None
    assert [item.slug for item in site.news_about["theme", "smart-living"]] == ["c", "b"]
    assert [item.slug for item in site.news_about["municipality", "zwolle"]] == ["a"]


def test_meetings_stand_in_time_and_not_by_the_name_of_their_file(made: Callable[..., Site]) -> None:
    site = made(
        {
            "content/agenda/2026-05-01-verzet.md": meeting("2026-05-03", "previous_start: 2026-05-01\n"),
            "content/agenda/2026-05-02-dag.md": meeting("2026-05-02 10:00", "end: 2026-05-02 11:00\n"),
            "content/agenda/2026-05-02-vroeg.md": meeting("2026-05-02 10:00+03:00", "themes: [smart-living]\n"),
        }
    )
    assert [event.slug for event in site.events] == ["vroeg", "dag", "verzet"]
    assert [event.all_day for event in site.events] == [False, False, True]
    assert [event.ends and event.ends.isoformat() for event in site.events] == [None, "2026-05-02T11:00:00+02:00", None]
    assert [event.began and event.began.isoformat() for event in site.events][2] == "2026-05-01T00:00:00+02:00"
    earlier, later = site.event_neighbours["dag"]
    assert (earlier and earlier.slug, later and later.slug) == ("vroeg", "verzet")
    assert [event.slug for event in site.events_about["theme", "smart-living"]] == ["vroeg"]


@pytest.mark.parametrize(
    ("now", "upcoming"),
    [("2026-05-02T10:59:59+02:00", True), ("2026-05-02T11:00:00+02:00", False), ("2026-05-02T08:30:00+00:00", True)],
)
def test_a_meeting_is_upcoming_until_it_is_over(made: Callable[..., Site], now: str, upcoming: bool) -> None:
    site = made({"content/agenda/2026-05-02-dag.md": meeting("2026-05-02 10:00", "end: 2026-05-02 11:00\n")})
    assert is_upcoming(site.events[0], dt.datetime.fromisoformat(now)) is upcoming


def test_drafts_are_there_only_when_asked_for(made: Callable[..., Site]) -> None:
    files = {
        "content/news/2026-05-01-a.md": news("A", "2026-05-01", "draft: true\n"),
        "content/agenda/2026-05-01-a.md": meeting("2026-05-01", "draft: true\n"),
        "content/pages/a.md": "---\ntitle: A\nsummary: A.\ndraft: true\naliases: [/b/]\n---\n",
    }
    without, preview = made(files), made(files, drafts=True)
    assert (without.news, without.events, without.pages, without.redirects) == ((), (), (), ())
    assert [len(kind) for kind in (preview.news, preview.events, preview.pages, preview.redirects)] == [1, 1, 1, 1]


def test_home_and_the_invitation_are_no_pages_of_their_own(made: Callable[..., Site]) -> None:
    page = "---\ntitle: A\nsummary: A.\n---\n"
    site = made({f"content/pages/{name}.md": page for name in ("over", "index", "aansluiten")})
    assert sorted(site.page) == ["aansluiten", "index", "over"]
    assert [page.slug for page in site.own_pages] == ["over"]


def test_a_link_to_a_draft_is_fine_in_a_preview(site: Callable, bare: Path) -> None:
    small = site(
        {
            "content/pages/a.md": "---\ntitle: A\nsummary: A.\n---\n[b](page:b) [b](b.md)\n",
            "content/pages/b.md": "---\ntitle: B\nsummary: B.\ndraft: true\n---\n",
        }
    )
    assert [code for code, *_place in small.check(templates=bare)] == ["link-naar-concept"] * 2
    assert small.check(templates=bare, drafts=True) == []


def test_words_are_compared_in_one_form_of_unicode(site: Callable, bare: Path) -> None:
    small = site(
        {
            "content/media/één.pdf": "%PDF-1.4",
            "content/pages/a.md": "---\ntitle: A\nsummary: A.\n---\n[a](../media/e\u0301e\u0301n.pdf)\n",
        }
    )
    assert small.check(templates=bare) == []
