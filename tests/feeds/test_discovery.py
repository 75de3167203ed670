"""Feeds, calendars and data can be found: in the head of pages, on pages for visitors, in the sitemap, at the root."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from urllib.parse import urljoin, urlsplit

import pytest
import sectxt

from tests.feeds.readers import page
from tests.sites import Sites, SmallSite

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
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


@pytest.mark.parametrize("address", OTHER_FORMS)
def test_page_names_its_subject_in_other_forms(small: SmallSite, address: str) -> None:
    assert set(page(small, address).alternates) == OTHER_FORMS[address]


def test_page_about_data_names_every_file_of_data(small: SmallSite) -> None:
    found = {href for _, href in page(small, "/data/").alternates}
    assert found == {name for name in files_for_machines(small) if re.fullmatch(r"/data/[^/]+", name)}


def test_page_names_no_advice_where_matching_is_off(built: Sites) -> None:
    site = built()
    site.write({"site.yaml": (site.root / "site.yaml").read_text("utf-8") + "features: {matching: false}\n"})
    site.build()
    for address in ("/data/", "/samenwerken/"):
        assert "matching" not in site.page(address)


def files_for_machines(site: SmallSite) -> set[str]:
    found = {path.relative_to(site.public).as_posix() for path in site.public.rglob("*")}
    return {f"/{path}" for path in found if re.search(r"atom\.xml$|\.(ics|json|csv|geojson|jsonld)$", path)}


def test_every_file_can_be_reached_by_visitors_and_every_link_leads_somewhere(built: Sites) -> None:
    site = built(base_url="https://proef.example.nl/g40/")
    reached: set[str] = set()
    for path in site.public.rglob("*.html"):
        address = "/g40/" + path.relative_to(site.public).as_posix().removesuffix("index.html")
        found = page(site, address.removeprefix("/g40"))
        for href in [*found.links, *(href for _, href in found.alternates)]:
            target = urlsplit(urljoin(f"https://proef.example.nl{address}", href))
            if target.netloc == "proef.example.nl":
                assert target.path.startswith("/g40/"), href
                file = site.public / target.path.removeprefix("/g40/")
                assert (file / "index.html" if target.path.endswith("/") else file).is_file(), (address, href)
                reached.add(target.path.removeprefix("/g40"))
    # What scripts of the site read is for nobody else.
    ours = {"/projecten/keuze.json", "/zoeken/index.json"}
    ours |= {f"/aansluiten/{path.stem}.json" for path in (site.public / "aansluiten").glob("*.json")}
    assert files_for_machines(site) - ours <= reached


def test_subscriptions_are_one_click_away(built: Sites) -> None:
    site = built(base_url="https://proef.example.nl/g40/")
    links = page(site, "/abonneren/").links
    assert "webcal://proef.example.nl/g40/agenda/agenda.ics" in links
    assert "webcal://proef.example.nl/g40/themas/smart-living/agenda.ics" in links
    assert "/g40/atom.xml" in links
    html = site.page("/abonneren/")
    assert "https://proef.example.nl/g40/agenda/agenda.ics" in html
    for path in site.public.rglob("atom.xml"):
        address = f"/g40/{path.relative_to(site.public).as_posix()}"
        assert address in links
        assert f">https://proef.example.nl{address}</code>" in html


@pytest.mark.parametrize("on", [True, False])
def test_look_alikes_in_a_feed_are_told_where_there_are_any(built: Sites, on: bool) -> None:
    site = built()
    features = f"features: {{matching: {str(on).lower()}}}\n"
    site.write({"site.yaml": (site.root / "site.yaml").read_text("utf-8") + features})
    site.build()
    assert ("dat lijkt op een project van uw gemeente" in site.page("/abonneren/")) == on


def test_page_about_data_explains_every_field(small: SmallSite) -> None:
    html = small.page("/data/")
    found = page(small, "/data/")
    assert "`" not in html
    assert "</span>GeoJSON</a>" in html
    for name in ("advice.reasons.text", "alike.score", "bundles.topics", "administrators.since", "image.licence"):
        assert f"<code>{name}</code>" in html
    assert {"/data/matching.json", "/data/schema/matching.json"} <= set(found.links)
    for name in ("themes", "municipalities", "projects", "participation", "news", "events"):
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


def test_robots_names_the_sitemap(small: SmallSite) -> None:
    assert "Sitemap: https://proef.example.nl/sitemap.xml" in (small.public / "robots.txt").read_text("utf-8")


SECURITY = (
    "security: {contact: 'mailto:meld@proef.example.nl', policy: 'https://proef.example.nl/kwetsbaarheid-melden/'}\n"
)


def secure(built: Sites, **options: object) -> SmallSite:
    site = built()
    site.write({"site.yaml": (site.root / "site.yaml").read_text("utf-8") + SECURITY})
    site.build(**options)
    return site


def test_security_txt_is_valid_and_lasts(built: Sites) -> None:
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
