"""Feeds, calendars and data can be found: in the head of pages, on pages for visitors, in the sitemap, at the root."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import sectxt

from g40site.outputs.datasets import DATASETS
from tests.outputs.readers import page
from tests.reading import SITEMAP, whole
from tests.sites import NO_CARDS, Sites, SmallSite, settings

ATOM, ICS, CSV, JSON = "application/atom+xml", "text/calendar", "text/csv", "application/json"
OTHER_FORMS = {
    "/": {(ATOM, "/atom.xml"), (ATOM, "/actueel/atom.xml"), (ICS, "/agenda/agenda.ics")},
    "/actueel/": {(ATOM, "/actueel/atom.xml"), (JSON, "/data/news.json"), (CSV, "/data/news.csv")},
    "/actueel/sensoren/": {(ATOM, "/actueel/atom.xml")},
    "/themas/smart-living/": {(ATOM, "/themas/smart-living/atom.xml"), (ICS, "/themas/smart-living/agenda.ics")},
    "/gemeenten/zwolle/": {(ATOM, "/gemeenten/zwolle/atom.xml")},
    "/agenda/": {(ICS, "/agenda/agenda.ics"), (JSON, "/data/events.json"), (CSV, "/data/events.csv")},
    "/agenda/themagroep/": {(ICS, "/agenda/themagroep.ics"), (ICS, "/agenda/agenda.ics")},
    "/projecten/": {(JSON, "/data/projects.json"), (CSV, "/data/projects.csv")},
    "/samenwerken/": {
        (JSON, "/data/participation.json"),
        (CSV, "/data/participation.csv"),
        (JSON, "/data/matching.json"),
    },
    "/404.html": set(),
}


def test_pages_name_their_subject_in_other_forms(small: SmallSite) -> None:
    assert {address: set(page(small, address).alternates) for address in OTHER_FORMS} == OTHER_FORMS


def test_page_about_data_names_every_file_of_data(small: SmallSite) -> None:
    found = {href for _, href in page(small, "/data/").alternates}
    assert found == {f"/data/{path.name}" for path in (small.public / "data").glob("*.*") if path.name != "index.html"}


def test_nothing_leads_nowhere(small: SmallSite, below: SmallSite, alike: SmallSite) -> None:
    assert whole(small.public, "https://proef.example.nl/") == []
    assert whole(alike.public, "https://proef.example.nl/") == []
    assert whole(below.public, "https://ander.example.org/g40/") == []


def test_subscriptions_are_one_click_away(below: SmallSite) -> None:
    links = page(below, "/abonneren/").links
    assert "webcal://ander.example.org/g40/agenda/agenda.ics" in links
    assert "webcal://ander.example.org/g40/themas/smart-living/agenda.ics" in links
    assert "/g40/atom.xml" in links
    html = below.page("/abonneren/")
    assert "https://ander.example.org/g40/agenda/agenda.ics" in html
    for path in below.public.rglob("atom.xml"):
        address = f"/g40/{path.relative_to(below.public).as_posix()}"
        assert address in links
        assert f">https://ander.example.org{address}</code>" in html


def test_page_about_data_explains_every_field(small: SmallSite) -> None:
    html = small.page("/data/")
    found = page(small, "/data/")
    assert "`" not in html
    assert "</span>GeoJSON</a>" in html
    for name in ("advice.reasons.text", "alike.score", "bundles.topics", "administrators.since", "image.licence"):
        assert f"<code>{name}</code>" in html
    assert {"/data/matching.json", "/data/schema/matching.json"} <= set(found.links)
    for name in (dataset.name for dataset in DATASETS if dataset.is_table):
        assert name in found.ids
        assert {f"/data/{name}.json", f"/data/{name}.csv", f"/data/schema/{name}.json", f"#{name}"} <= set(found.links)
        header = (small.public / "data" / f"{name}.csv").read_text("utf-8-sig").split("\n")[0].strip()
        for field in header.split(","):
            assert re.search(rf"<code>[^<]*\b{field}\b", html), field


def lastmods(site: SmallSite) -> dict[str, str | None]:
    urls = ET.fromstring((site.public / "sitemap.xml").read_bytes()).findall(f"{SITEMAP}url")
    base = "https://proef.example.nl"
    return {u.findtext(f"{SITEMAP}loc", "").removeprefix(base): u.findtext(f"{SITEMAP}lastmod") for u in urls}


HALF = """\
projects:
  - {id: half, title: Half, summary: Kort., themes: [smart-living], status: pilot, added: 2021-05}
"""


def test_sitemap_has_whole_days_from_the_content_or_none(built: Sites) -> None:
    found = lastmods(built({"content/projects/gouda.yaml": HALF}))
    assert found["/projecten/senshagen/"] == "2020-03-01"
    assert found["/actueel/sensoren/"] == "2020-10-03"
    assert found["/agenda/themagroep/"] == "2020-06-20"
    assert found["/projecten/half/"] is None
    assert found["/projecten/zonder-datum/"] is None
    assert found["/"] is None


SECURITY = (
    "security: {contact: 'mailto:meld@proef.example.nl', policy: 'https://proef.example.nl/kwetsbaarheid-melden/'}"
)


def secure(built: Sites, **options: object) -> SmallSite:
    return built({"site.yaml": settings(NO_CARDS, SECURITY)}, **options)


def test_security_txt_is_valid_and_lasts(built: Sites) -> None:
    """Its reader compares it with the clock of the machine."""
    now = dt.datetime.now(dt.UTC)
    site = secure(built, now=now)
    data = (site.public / ".well-known/security.txt").read_bytes()
    parser = sectxt.Parser(data, urls="https://proef.example.nl/.well-known/security.txt")
    assert parser.is_valid(), parser.errors
    assert parser.errors == []
    expires = dt.datetime.fromisoformat(re.findall(r"^Expires: (.*)$", data.decode(), re.MULTILINE)[0])
    assert dt.timedelta(days=30) < expires - now < dt.timedelta(days=365)


def test_security_txt_follows_now_by_the_day(built: Sites) -> None:
    site = secure(built, now=dt.datetime.fromisoformat("2026-11-24T08:00+01:00"))
    text = (site.public / ".well-known/security.txt").read_text("utf-8")
    assert "Expires: 2027-05-23T00:00:00Z\n" in text
    site.build(now=dt.datetime.fromisoformat("2026-11-24T20:00+01:00"))
    assert (site.public / ".well-known/security.txt").read_text("utf-8") == text


def test_site_that_names_no_contact_for_security_has_no_file(small: SmallSite) -> None:
    assert not (small.public / ".well-known").exists()
