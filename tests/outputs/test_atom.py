"""Feeds, read by feedparser and by the rules of RFC 4287."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import feedparser
import pytest

from tests import sites
from tests.outputs.conftest import FILES
from tests.outputs.readers import data
from tests.reading import main
from tests.sites import Sites, SmallSite

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "atom.xml",
    "actueel/atom.xml",
    "themas/smart-living/atom.xml",
    "themas/smart-mobility/atom.xml",
    "gemeenten/zwolle/atom.xml",
    "gemeenten/breda/atom.xml",
    "gemeenten/gouda/atom.xml",
)
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def read(site: SmallSite, path: str) -> Any:
    found = feedparser.parse((site.public / path).read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    return found


def entry(site: SmallSite, path: str, title: str) -> Any:
    return next(one for one in read(site, path).entries if one.title == title)


@pytest.mark.parametrize("path", FEEDS)
def test_feed_has_what_the_standard_asks(small: SmallSite, path: str) -> None:
    site = small
    read(site, path)
    feed = ET.fromstring((site.public / path).read_bytes())
    assert feed.tag == f"{ATOM}feed"
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
        assert one.findall(f"{ATOM}author/{ATOM}name")
        assert one.find(f"{ATOM}link[@rel='alternate'][@type='text/html']") is not None
        assert TIMESTAMP.fullmatch(one.findtext(f"{ATOM}updated", ""))
        assert re.fullmatch(r"tag:[a-z0-9.]+,\d{4}(-\d\d){0,2}:\S+", one.findtext(f"{ATOM}id", ""))
    own = feed.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    assert own.get("href") == f"https://proef.example.nl/{path}"
    ids = [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def test_feed_of_everything_has_the_newest_at_the_top(small: SmallSite) -> None:
    titles = [one.title for one in read(small, "atom.xml").entries]
    assert titles == ["Deelhub open", "Sensoren in de wijk", "Themagroep", "SensHagen", "Deelhub"]


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("actueel/atom.xml", ["Deelhub open", "Sensoren in de wijk"]),
        ("themas/smart-living/atom.xml", ["Sensoren in de wijk", "Themagroep", "SensHagen"]),
        ("gemeenten/zwolle/atom.xml", ["Sensoren in de wijk", "Themagroep", "SensHagen"]),
        ("gemeenten/breda/atom.xml", ["SensHagen", "Deelhub"]),
        ("gemeenten/gouda/atom.xml", []),
    ],
)
def test_feed_has_what_its_page_is_about(small: SmallSite, path: str, titles: list[str]) -> None:
    assert [one.title for one in read(small, path).entries] == titles


def test_project_without_a_date_is_not_told(small: SmallSite) -> None:
    assert "Zonder datum" not in (small.public / "atom.xml").read_text("utf-8")


def test_entry_says_when_it_came_and_changed(small: SmallSite) -> None:
    found = entry(small, "atom.xml", "SensHagen")
    assert (found.published, found.updated) == ("2020-01-15T00:00:00+01:00", "2020-03-01T00:00:00+01:00")


COMING = "---\ntitle: {}\nstart: 2027-03-01 10:00\nsummary: Kort.\n{}---\nTekst.\n"
LINE = "  - {{id: p-{0}, title: P {0}, summary: A., themes: [smart-living], status: pilot, added: 2026-11-20}}\n"
BUSY = {
    "content/agenda/2027-03-01-straks.md": COMING.format("Straks", ""),
    "content/agenda/2027-03-01-verteld.md": COMING.format("Verteld", "updated: 2026-11-21\n"),
    "content/projects/gouda.yaml": "projects:\n" + "".join(LINE.format(number) for number in range(120)),
}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with meetings to come, and more projects of one day than a feed holds."""
    return sites.built(tmp_path_factory.mktemp("druk"), {**FILES, **BUSY})


def test_coming_meeting_is_never_told_with_a_date_ahead(busy: SmallSite) -> None:
    for title, day in (("Straks", "2026-01-01"), ("Verteld", "2026-11-21")):
        found = entry(busy, "atom.xml", title)
        assert (found.published, found.updated) == (f"{day}T00:00:00+01:00", f"{day}T00:00:00+01:00")
    for path in busy.public.rglob("atom.xml"):
        assert read(busy, path.relative_to(busy.public).as_posix()).feed.updated < "2026-11-24"
    assert '"2027' not in (busy.public / "data/catalog.jsonld").read_text("utf-8")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("status: cancelled\nrevision: 1", "Gaat niet door"),
        ("status: postponed\nrevision: 1", "Uitgesteld"),
        ("previous_start: 2027-02-26 10:00\nrevision: 1", "Verzet"),
    ],
)
def test_entry_of_a_meeting_begins_with_what_one_must_know(built: Sites, keys: str, said: str) -> None:
    """In the words of its page."""
    site = built({**FILES, "content/agenda/2027-03-01-straks.md": COMING.format("Straks", f"{keys}\n")})
    lines = re.findall("<p>(.+?)</p>", entry(site, "atom.xml", "Straks").content[0].value)
    assert lines[1].startswith(f"{said}. maandag 1")
    assert said in main(site, "/agenda/straks/").text


def test_many_projects_of_one_day_leave_room_for_news_and_meetings(busy: SmallSite) -> None:
    for path in ("atom.xml", "themas/smart-living/atom.xml"):
        titles = [one.title for one in read(busy, path).entries]
        assert len([title for title in titles if title.startswith("P ")]) == 50
        assert {"Sensoren in de wijk", "Themagroep"} < set(titles)


def test_entry_has_its_whole_text_with_absolute_links(below: SmallSite) -> None:
    found = entry(below, "atom.xml", "Sensoren in de wijk")
    html = found.content[0].value
    assert 'href="https://ander.example.org/g40/projecten/senshagen/"' in html
    assert 'href="https://ander.example.org/g40/data/projects.csv"' in html
    assert 'href="https://ander.example.org/g40/actueel/sensoren/#noot-1"' in html
    assert "Een noot." in html
    assert "https://bron.example.nl/nieuws" in html
    assert not re.search(r'(href|src)="(?!https?:|mailto:)', html)


def test_entry_names_its_themes_and_its_municipality(small: SmallSite) -> None:
    found = entry(small, "atom.xml", "SensHagen")
    assert [(tag.term, tag.label) for tag in found.tags] == [("smart-living", "Smart Living")]
    assert found.author_detail.name == "Zwolle"
    assert found.author_detail.href == "https://proef.example.nl/gemeenten/zwolle/"


def test_ids_stay_with_another_title_another_domain_and_a_later_change(built: Sites) -> None:
    site = built({})
    before = {one.id: (one.title, one.updated) for one in read(site, "atom.xml").entries}
    text = (site.root / "municipalities.yaml").read_text("utf-8")
    text = text.replace("title: SensHagen", "title: Een andere naam").replace(
        "updated: 2020-03-01", "updated: 2024-05-06"
    )
    site.write({"municipalities.yaml": text})
    site.build(base_url="https://ander.example.org/pad/")
    after = {one.id: (one.title, one.updated) for one in read(site, "atom.xml").entries}
    assert after.keys() == before.keys()
    changed = [after[id] for id in after if after[id] != before[id]]
    assert changed == [("Een andere naam", "2024-05-06T00:00:00+02:00")]


def test_municipality_hears_of_a_project_elsewhere_that_looks_like_its_own(alike: SmallSite) -> None:
    site = alike
    told = entry(site, "gemeenten/gouda/atom.xml", "Lijkt op Slimme lampen: Licht op maat")
    assert told.link == "https://proef.example.nl/projecten/licht/"
    assert told.id.endswith("2020-05-01:alike/gouda/licht")
    shown = site.page("/projecten/lampen/").partition('id="vergelijkbaar"')[2]
    for reason in re.search(r": (.+)\.$", told.summary)[1].split("; "):  # type: ignore[index]
        assert reason in shown
    titles = [one.title for one in read(site, "gemeenten/zwolle/atom.xml").entries]
    assert not any("Licht op maat" in title for title in titles)
    read(site, "gemeenten/breda/atom.xml")


def test_what_only_has_a_little_in_common_is_not_told(built: Sites) -> None:
    project = """\
        projects:
          - {{id: {id}, title: {title}, summary: Kort., themes: [{theme}], status: pilot, topics: [verlichting],
             added: 2020-02-01}}
        """
    site = built(
        {
            "content/projects/gouda.yaml": project.format(id="lampen", title="Lampen", theme="smart-living"),
            "content/projects/breda.yaml": project.format(id="nacht", title="Nacht", theme="smart-mobility"),
        }
    )
    (pair,) = data(site, "matching.json")["alike"]
    assert (pair["a"], pair["b"], pair["score"] < 10) == ("lampen", "nacht", True)
    assert "Lijkt op" not in (site.public / "gemeenten/gouda/atom.xml").read_text("utf-8")
