"""A sitemap may have 50,000 addresses: what has more pages has more sitemaps, named by an index in the usual place."""

import xml.etree.ElementTree as ET

import pytest

from g40site import routes
from tests.outputs.conftest import FILES
from tests.reading import SITEMAP
from tests.running import tree
from tests.sites import Sites, SmallSite
from tests.verify.looking import list_anew, verify

BASE = "https://proef.example.nl/"
MOST = 20


def locations(site: SmallSite, name: str) -> list[str]:
    return [str(loc.text) for loc in ET.fromstring((site.public / name).read_bytes()).iter(f"{SITEMAP}loc")]


@pytest.fixture
def large(site: Sites, monkeypatch: pytest.MonkeyPatch) -> tuple[SmallSite, list[str]]:
    """A site for which one sitemap is not enough, and the pages of the one that it had where more was allowed."""
    small = site(FILES)
    small.build()
    pages = locations(small, "sitemap.xml")
    assert len(pages) > MOST
    monkeypatch.setattr(routes, "MOST_IN_SITEMAP", MOST)
    small.build(cache=False)
    return small, pages


def test_the_sitemaps_of_a_large_site_have_the_pages_of_one(large: tuple[SmallSite, list[str]]) -> None:
    site, pages = large
    index = ET.fromstring((site.public / "sitemap.xml").read_bytes())
    assert index.tag == f"{SITEMAP}sitemapindex"
    names = [address.removeprefix(BASE) for address in locations(site, "sitemap.xml")]
    assert names == [f"sitemap-{number}.xml" for number in range(1, -(-len(pages) // MOST) + 1)]
    parts = [locations(site, name) for name in names]
    assert [page for part in parts for page in part] == pages
    assert {len(part) for part in parts[:-1]} == {MOST}
    assert f"Sitemap: {BASE}sitemap.xml\n" in (site.public / "robots.txt").read_text("utf-8")


def test_as_many_pages_as_one_sitemap_may_have_are_in_one(site: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    small = site(FILES)
    small.build()
    before = (small.public / "sitemap.xml").read_bytes()
    monkeypatch.setattr(routes, "MOST_IN_SITEMAP", len(locations(small, "sitemap.xml")))
    small.build(cache=False)
    assert (small.public / "sitemap.xml").read_bytes() == before
    assert not (small.public / "sitemap-1.xml").exists()


def test_a_site_that_grows_past_one_sitemap_is_like_one_that_was_always_larger(
    site: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = site(FILES)
    small.build()
    monkeypatch.setattr(routes, "MOST_IN_SITEMAP", len(locations(small, "sitemap.xml")))
    item = small.root / "content/news/2026-11-23-meer.md"
    for has_more in (False, True, False):
        if has_more:
            item.write_text("---\ntitle: Meer\ndate: 2026-11-23\nsummary: Meer.\n---\nMeer.\n", "utf-8")
        else:
            item.unlink(missing_ok=True)
        small.build()
        small.build(output=small.root / "clean", cache=False)
        assert tree(small.public) == tree(small.root / "clean")
        assert (small.public / "sitemap-2.xml").exists() is has_more


def test_verify_looks_for_the_pages_of_all_sitemaps(large: tuple[SmallSite, list[str]]) -> None:
    site, pages = large
    assert verify(site.public).returncode == 0
    last = locations(site, "sitemap.xml")[-1].removeprefix(BASE)
    part = site.public / last
    gone = pages[-1].removeprefix(BASE)
    part.write_text(part.read_text("utf-8").replace(f"{BASE}{gone}<", f"{BASE}weg/<"), "utf-8")
    assert verify(site.public).stdout.startswith(f"{last}: anders\n1 verschil; ")
    list_anew(site.public, last)
    assert verify(site.public).stdout.startswith("weg/index.html: staat niet in de lijst\n1 verschil; ")
    index = site.public / "sitemap.xml"
    index.write_text(index.read_text("utf-8").replace(last, "sitemap-99.xml"), "utf-8")
    list_anew(site.public, "sitemap.xml")
    assert verify(site.public).stdout.startswith("sitemap-99.xml: staat niet in de lijst\n1 verschil; ")
