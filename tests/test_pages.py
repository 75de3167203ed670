"""What holds on every page of a site: its address, its head, its way in, and every link under any base path."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from g40site import pipeline
from tests.reading import Page, inner_links, pages
from tests.sites import FILES, LEAST, Sites, SmallSite

ADDRESSES = """
    / /themas/ /themas/smart-living/ /themas/smart-mobility/ /gemeenten/ /gemeenten/zwolle/ /gemeenten/amersfoort/
    /projecten/ /projecten/senshagen/ /projecten/fase/verkenning/ /projecten/fase/pilot/ /projecten/fase/in-gebruik/
    /projecten/fase/opschaling/ /projecten/fase/afgerond/ /projecten/fase/gestopt/ /projecten/onderwerp/sensoren/
    /projecten/onderwerp/hitte-in-de-stad/ /projecten/provincie/overijssel/ /projecten/provincie/utrecht/
    /actueel/ /actueel/pagina/2/ /actueel/bericht-1/ /actueel/oudste/ /agenda/ /agenda/archief/ /agenda/netwerkdag/
    /agenda/vorige/ /samenwerken/ /aansluiten/ /zoeken/ /abonneren/ /data/ /bijgewerkt/ /uitleg/ /404.html
    /redactie/ /redactie/recepten/ /redactie/meldingen/ /redactie/meldingen/leeg/
""".split()
REDIRECTS = {
    "/oud/wonen/": "/themas/smart-living/",
    "/Amersfoort/": "/gemeenten/amersfoort/",
    "/projecten/sensoren-oud/": "/projecten/senshagen/",
    "/agenda/oude-netwerkdag/": "/agenda/netwerkdag/",
    "/hulp/": "/uitleg/",
}


@dataclass(frozen=True)
class Built:
    """A built site and what its pages say."""

    public: Path
    url: str
    all: dict[str, Page]

    @property
    def base(self) -> str:
        return urlsplit(self.url).path

    @property
    def proper(self) -> Iterator[tuple[str, Page]]:
        """The pages, without those that only lead from an old address to a new one."""
        return ((address, page) for address, page in self.all.items() if address not in REDIRECTS)

    def text(self, file: str) -> str:
        return (self.public / file).read_text("utf-8")


@pytest.fixture(scope="module", params=["https://proef.example.nl/", "https://x.nl/g40/", "https://x.nl/één/g40/"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = SmallSite(tmp_path_factory.mktemp("pages") / "site", FILES)
    site.build(base_url=request.param)
    return Built(site.public, request.param, pages(site.public))


def test_every_address_of_the_site_is_a_page_and_nothing_else_is(built: Built) -> None:
    news = {f"/actueel/bericht-{month}/" for month in range(1, 12)} | {"/actueel/nog-ouder/"}
    assert set(built.all) == {*ADDRESSES, *REDIRECTS, *news, "/toegankelijkheid/"}


def test_every_page_has_one_h1_and_headings_without_a_gap(built: Built) -> None:
    for address, page in built.proper:
        levels = [level for level, _ in page.headings]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), (address, levels)
        assert all(text.strip() for _, text in page.headings), address


def test_every_page_has_a_title_and_a_description_of_its_own(built: Built) -> None:
    indexable = [page for _, page in built.proper if "noindex" not in page.robots]
    assert all(page.title.strip() and page.description.strip() for page in indexable)
    titles = [page.title for page in indexable]
    assert sorted(titles) == sorted(set(titles))


def test_the_canonical_address_is_absolute_and_right(built: Built) -> None:
    for address, page in built.proper:
        if address != "/404.html":
            assert unquote(page.canonical) == built.url + address[1:]
            assert page.canonical.isascii()
    for alias, address in REDIRECTS.items():
        assert unquote(built.all[alias].canonical) == built.url + address[1:]


def test_the_page_for_what_is_not_there_claims_no_address(built: Built) -> None:
    assert 'rel="canonical"' not in built.text("404.html")
    assert "og:url" not in built.text("404.html")
    assert "og:url" in built.text("index.html")


def test_every_page_but_home_and_404_has_a_breadcrumb_to_home(built: Built) -> None:
    for address, page in built.proper:
        if address in ("/", "/404.html"):
            assert page.crumbs == [], address
        else:
            assert page.crumbs[0] == "Home", address
            assert page.crumbs[-1] in page.headings[0][1], address
    assert built.all["/projecten/senshagen/"].crumbs == ["Home", "Projecten", "SensHagen"]
    assert built.all["/actueel/pagina/2/"].crumbs[:2] == ["Home", "Actueel"]


def test_every_link_and_anchor_of_every_page_is_there(built: Built) -> None:
    files = {"/" + path.relative_to(built.public).as_posix() for path in built.public.rglob("*") if path.is_file()}
    base = built.base
    for address, page in built.all.items():
        for link, fragment in inner_links(address, page, base):
            assert link.startswith(base), (address, link)
            inner = "/" + link.removeprefix(base)
            assert (inner + "index.html" if inner.endswith("/") else inner) in files, (address, link)
            assert not fragment or fragment in built.all[inner].ids, (address, link, fragment)


def test_everything_that_a_page_loads_is_a_file_of_the_site(built: Built) -> None:
    loaded = set()
    for address, page in built.proper:
        assert page.loads, address
        for load in page.loads:
            parts = urlsplit(load)
            assert not parts.netloc, (address, load)
            assert unquote(parts.path).startswith(built.base), (address, load)
            inner = unquote(parts.path).removeprefix(built.base)
            assert (built.public / inner).is_file(), (address, load)
            loaded.add(inner.partition("/")[0])
    assert loaded == {"assets", "media", "site.webmanifest"}


def steps_from_home(found: Mapping[str, Page], base: str = "/") -> dict[str, int]:
    """Every page that links lead to, with the fewest steps that it takes."""
    steps, fresh = {"/": 0}, ["/"]
    while fresh:
        address = fresh.pop(0)
        for link, _ in inner_links(address, found[address], base):
            inner = "/" + link.removeprefix(base)
            if inner in found and inner not in steps:
                steps[inner] = steps[address] + 1
                fresh.append(inner)
    return steps


def test_from_home_every_page_is_at_most_four_steps_away(built: Built) -> None:
    steps = steps_from_home(built.all, built.base)
    assert {address for address, _ in built.proper} - set(steps) == {"/404.html"}
    assert max(steps.values()) <= 4


def test_the_sitemap_has_exactly_the_pages_that_may_be_found(built: Built) -> None:
    root = ElementTree.fromstring(built.text("sitemap.xml"))
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = [loc.text for loc in root.findall("s:url/s:loc", space)]
    wanted = [page.canonical for _, page in built.proper if "noindex" not in page.robots]
    assert sorted(map(str, listed)) == sorted(wanted)
    assert not any("404" in str(address) for address in listed)
    for changed in root.findall("s:url/s:lastmod", space):
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", changed.text or "")


def test_robots_names_the_sitemap(built: Built) -> None:
    (line,) = (line for line in built.text("robots.txt").splitlines() if line.startswith("Sitemap: "))
    assert unquote(line.removeprefix("Sitemap: ")) == built.url + "sitemap.xml"
    assert line.isascii()


def test_an_old_address_leads_to_the_new_one(built: Built) -> None:
    for alias, address in REDIRECTS.items():
        page = built.all[alias]
        target = unquote(page.refresh.removeprefix("0; url="))
        assert target == built.base + address[1:]
        assert [unquote(link) for link in page.links] == [target]
        assert "noindex" in page.robots


def test_an_edit_link_leads_to_the_file_of_the_page(built: Built) -> None:
    edit = "https://git.example.nl/g40/site/-/edit/main/"
    for address, file in (
        ("/uitleg/", "content/pages/uitleg.md"),
        ("/projecten/senshagen/", "content/projects/zwolle.yaml"),
        ("/actueel/bericht-1/", "content/news/2026-01-05-bericht-1.md"),
        ("/agenda/vorige/", "content/agenda/2025-12-01-vorige.md"),
        ("/themas/smart-living/", "themes.yaml"),
        ("/gemeenten/zwolle/", "municipalities.yaml"),
        ("/", "content/pages/index.md"),
        ("/aansluiten/", "content/pages/aansluiten.md"),
        ("/redactie/", "docs/redactie/README.md"),
        ("/redactie/meldingen/leeg/", "docs/meldingen/leeg.md"),
    ):
        assert edit + file in built.all[address].links, address


def test_every_page_names_the_language_and_leads_to_its_main_part(built: Built) -> None:
    for address, page in built.proper:
        assert page.links[0].startswith("#"), address
        assert page.links[0][1:] in page.ids, address
        file = address[1:] if address.endswith(".html") else f"{address[1:]}index.html"
        assert '<html lang="nl"' in built.text(file)


def test_addresses_in_the_settings_move_along_with_the_base(tmp_path: Path) -> None:
    """What pages and files get to see of them; nothing shows them all yet."""
    site = SmallSite(tmp_path / "site", FILES)
    planned = pipeline.plan(site.options(base_url="https://x.nl/g40/"))
    ctx = next(output.view.args[0] for output in planned.outputs if isinstance(output.view, partial))
    settings = ctx.site.settings
    assert settings.url == "https://x.nl/g40/"
    assert settings.accessibility.statement == "https://x.nl/g40/toegankelijkheid/"
    assert settings.accessibility.contact == "mailto:proef@example.nl"
    assert settings.security.contact == "https://x.nl/g40/uitleg/"
    assert settings.security.policy == "https://elders.example.nl/beleid"
    assert settings.publisher.url == "https://x.nl/g40/"


def test_the_least_site_is_whole_too(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", {})
    site.build()
    found = pages(site.public)
    assert {"/", "/actueel/", "/agenda/", "/agenda/archief/", "/projecten/", "/samenwerken/", "/zoeken/"} <= set(found)
    for address, page in found.items():
        for link, fragment in inner_links(address, page):
            assert link in found or (site.public / link[1:]).is_file(), (address, link)
            assert not fragment or fragment in found[link].ids, (address, link, fragment)


MEETING = "---\ntitle: Overleg\nstart: 2026-12-01T15:00\nlocation: Zwolle\nsummary: Kort.\n---\n"
NEWS = "---\ntitle: Bericht\ndate: 2026-01-01\nsummary: Iets.\n---\nTekst.\n"


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"content/agenda/2026-12-01-overleg.md": MEETING},
        {"content/agenda/2026-01-01-overleg.md": MEETING.replace("2026-12", "2026-01")},
        {"content/news/2026-01-01-bericht.md": NEWS},
    ],
    ids=["nothing", "a meeting to come", "a meeting that was", "news"],
)
def test_from_home_every_page_can_be_reached_where_little_is_known(site: Sites, files: dict[str, str | bytes]) -> None:
    made = site(files)
    made.build()
    found = pages(made.public)
    steps = steps_from_home(found)
    assert set(found) - set(steps) == {"/404.html"}
    assert max(steps.values()) <= 4


@pytest.mark.parametrize(("language", "locale"), [("nl", "nl_NL"), ("en", "en_GB")])
def test_who_shares_a_page_hears_its_language(site: Sites, language: str, locale: str) -> None:
    made = site({"site.yaml": textwrap.dedent(LEAST["site.yaml"]) + f"language: {language}\n"})
    made.build()
    assert re.findall(r'og:locale" content="([^"]+)"', made.page("/")) == [locale]


def test_home_begins_with_what_has_something_to_say(site: Sites) -> None:
    made = site({"content/news/2026-01-01-bericht.md": NEWS})
    made.build()
    quiet = [text for _level, text in Page(made.page("/")).headings]
    made.write({"content/agenda/2026-12-01-overleg.md": MEETING})
    made.build()
    busy = [text for _level, text in Page(made.page("/")).headings]
    assert quiet.index("Actueel") < quiet.index("Agenda")
    assert busy.index("Agenda") < busy.index("Actueel")


def test_a_chosen_topic_is_seen_without_opening_the_rest(
    site: Sites,
) -> None:
    topics = [f"onderwerp {number:02}" for number in range(20)]
    project = "projects:\n  - id: p\n    title: P\n    summary: S.\n    themes: [smart-living]\n    status: pilot\n"
    made = site({"content/projects/zwolle.yaml": f"{project}    topics: {topics}\n"})
    made.build()
    page = made.page("/projecten/onderwerp/onderwerp-19/")
    shown, _summary, rest = page.partition('data-key="onderwerp"')[2].partition("</nav>")[0].partition("<summary>")
    assert re.findall(r'aria-current="page"><span>([^<]+)', shown) == ["onderwerp 19"]
    assert "onderwerp 18" in rest
    assert "onderwerp 19" not in rest
