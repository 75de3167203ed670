"""What holds on every page of a site: its address, its head, its way in, and every link under any base path."""

import re
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from g40site import pipeline
from tests import sites as small
from tests.reading import Page, pages, whole
from tests.sites import BARE, NO_CARDS, Sites, SmallSite, built, copied, settings

# Of its cards only whether they are there is asked, and `test_cards.py` does.
FILES = {**small.FILES, "site.yaml": f"{small.FILES['site.yaml']!s}{NO_CARDS}\n"}

ADDRESSES = """
    / /themas/ /themas/smart-living/ /themas/smart-mobility/ /gemeenten/ /gemeenten/zwolle/ /gemeenten/amersfoort/
    /projecten/ /projecten/senshagen/ /projecten/fase/verkenning/ /projecten/fase/pilot/ /projecten/fase/in-gebruik/
    /projecten/fase/opschaling/ /projecten/fase/afgerond/ /projecten/fase/gestopt/ /projecten/onderwerp/sensoren/
    /projecten/onderwerp/hitte-in-de-stad/ /projecten/provincie/overijssel/ /projecten/provincie/utrecht/
    /actueel/ /actueel/pagina/2/ /actueel/bericht-1/ /actueel/oudste/ /agenda/ /agenda/archief/ /agenda/netwerkdag/
    /agenda/vorige/ /samenwerken/ /aansluiten/ /zoeken/ /abonneren/ /data/ /bijgewerkt/ /uitleg/ /404.html
    /redactie/ /redactie/recepten/ /redactie/meldingen/
""".split()
REDIRECTS = {
    "/oud/wonen/": "/themas/smart-living/",
    "/Amersfoort/": "/gemeenten/amersfoort/",
    "/projecten/sensoren-oud/": "/projecten/senshagen/",
    "/agenda/oude-netwerkdag/": "/agenda/netwerkdag/",
    "/hulp/": "/uitleg/",
    "/redactie/meldingen/leeg/": "/redactie/meldingen/#leeg",
}


UITLEG = "---\ntitle: Uitleg\nsummary: Kort.\nmenu: 1\naliases: [/hulp/]\n---\n## Verder\n\n[Terug](#verder)\n"
# What is done to which file of a site, and what is said of it.
HARM = (
    ("uitleg/index.html", 'href="/agenda/"', 'href="/agenda/niets/"', "leads nowhere"),
    ("uitleg/index.html", 'id="verder"', 'id="anders"', "leads to no place"),
    (
        "uitleg/index.html",
        'rel="stylesheet" href="/',
        'rel="stylesheet" href="https://elders.example.nl/',
        "another site",
    ),
    ("uitleg/index.html", 'rel="stylesheet" href="/', 'rel="stylesheet" href="/weg', "is not there"),
    ("uitleg/index.html", "<h2", '<h2 style="color: red"', "has style in it"),
    ("uitleg/index.html", "<h2", '<h2 onclick="x()"', "has onclick in it"),
    ("uitleg/index.html", "<main", "<style></style><main", "has a style in it"),
    ("uitleg/index.html", "<h2", "<h1>Nog een</h1><h2", "another than one title"),
    ("uitleg/index.html", "<h2", "<h4>Diep</h4><h2", "gap in its headings"),
    ("uitleg/index.html", "<h2", "<h2> </h2><h2", "without words"),
    ("uitleg/index.html", "<h2", '<p id="verder"></p><h2', "an id twice"),
    ("uitleg/index.html", 'name="description" content="', 'name="description" content="" data-x="', "no description"),
    ("uitleg/index.html", 'rel="canonical" href="', 'rel="canonical" href="/x', "says that it stands at"),
    (
        "uitleg/index.html",
        'property="og:url" content="',
        'property="og:url" content="x',
        "another address for who shares",
    ),
    ("uitleg/index.html", "<title>Uitleg", "<title>Agenda", "has the title of"),
    ("hulp/index.html", "noindex", "index", "does not only lead to"),
    ("hulp/index.html", "url=/uitleg/", "url=/agenda/", "does not only lead to"),
    ("sitemap.xml", "<loc>https://proef.example.nl/uitleg/", "<loc>https://proef.example.nl/weg/", "only in one of"),
    ("robots.txt", "sitemap.xml", "kaart.xml", "robots.txt: leads to"),
    ("data/index.html", "/data/schema/themes.json", "/data/", "/data/schema/themes.json: no page leads to it"),
    ("atom.xml", "https://proef.example.nl/", "https://proef.example.nl/weg", "atom.xml: "),
)
URLS = ("https://proef.example.nl/", "https://x.nl/g40/", "https://x.nl/één/g40/")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SmallSite]:
    """The same site at three addresses."""
    first = built(tmp_path_factory.mktemp("pages"), FILES, base_url=URLS[0])
    found = {URLS[0]: first}
    for url in URLS[1:]:
        found[url] = copied(first, tmp_path_factory.mktemp("pages"), FILES)
        found[url].build(base_url=url)
    return found


@pytest.fixture(scope="module")
def all_pages(sites: dict[str, SmallSite]) -> dict[str, Page]:
    """Every page of the site that stands at the root of its host."""
    return pages(sites[URLS[0]].public)


@pytest.mark.slow
@pytest.mark.parametrize("url", URLS)
def test_a_site_is_whole_under_any_address(sites: dict[str, SmallSite], url: str) -> None:
    assert whole(sites[url].public, url) == []


@pytest.mark.slow
def test_what_is_wrong_with_a_site_is_seen(tmp_path: Path) -> None:
    """Else the test above says nothing: one harm at a time is done to a copy, and told."""
    site = built(tmp_path, {"site.yaml": settings(BARE), "content/pages/uitleg.md": UITLEG})
    unseen = []
    for file, old, new, told in HARM:
        page = site.public / file
        text = page.read_text("utf-8")
        assert old in text, (file, old)
        page.write_text(text.replace(old, new), "utf-8")
        if not any(told in fault for fault in whole(site.public, "https://proef.example.nl/")):
            unseen.append((file, old, told))
        page.write_text(text, "utf-8")
    assert unseen == []
    assert whole(site.public, "https://proef.example.nl/") == []
    (site.public / "los").mkdir()
    (site.public / "los/index.html").write_text(site.page("/uitleg/"), "utf-8")
    assert "/los/: takes any number of steps from home" in whole(site.public, "https://proef.example.nl/")


@pytest.mark.slow
def test_every_address_of_the_site_is_a_page_and_nothing_else_is(sites: dict[str, SmallSite]) -> None:
    news = {f"/actueel/bericht-{month}/" for month in range(1, 12)} | {"/actueel/nog-ouder/"}
    expected = {*ADDRESSES, *REDIRECTS, *news, "/toegankelijkheid/"}
    assert {url: set(pages(site.public)) for url, site in sites.items()} == dict.fromkeys(URLS, expected)


LANDMARK = re.compile(r"<nav\b[^>]*>|<[a-z]+\b[^>]*\brole=\"(?:search|region)\"[^>]*>")


def test_every_landmark_has_a_name_and_no_page_has_one_twice(sites: dict[str, SmallSite]) -> None:
    for file in sites[URLS[0]].public.rglob("*.html"):
        landmarks = LANDMARK.findall(file.read_text("utf-8"))
        names = [name for mark in landmarks for name in re.findall(r'aria-label="([^"]+)"', mark)]
        assert len(set(names)) == len(landmarks), (file, landmarks)


def test_every_page_but_home_and_404_has_a_breadcrumb_to_home(all_pages: dict[str, Page]) -> None:
    for address, page in all_pages.items():
        if address in ("/", "/404.html", *REDIRECTS):
            assert page.crumbs == [], address
        else:
            assert page.crumbs[0] == "Home", address
            assert page.crumbs[-1] in page.headings[0][1], address
    assert all_pages["/projecten/senshagen/"].crumbs == ["Home", "Projecten", "SensHagen"]
    assert all_pages["/actueel/pagina/2/"].crumbs[:2] == ["Home", "Actueel"]


def test_what_pages_load_stands_in_three_places(all_pages: dict[str, Page]) -> None:
    for address, page in all_pages.items():
        places = {load.split("/")[1] for load in page.loads}
        assert places <= {"assets", "media", "site.webmanifest"}, address
        assert places or address in REDIRECTS, address


def test_an_old_address_leads_to_the_new_one(sites: dict[str, SmallSite]) -> None:
    for url, site in sites.items():
        for alias, address in REDIRECTS.items():
            page = Page(site.page(alias))
            assert unquote(page.canonical) == url + address[1:].partition("#")[0], alias
            assert unquote(page.refresh) == f"0; url={urlsplit(url).path}{address[1:]}", alias


def test_an_edit_link_leads_to_the_file_of_the_page(all_pages: dict[str, Page]) -> None:
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
        ("/redactie/meldingen/", "docs/meldingen/README.md"),
    ):
        assert edit + file in all_pages[address].links, address


def test_every_page_names_the_language_and_leads_to_its_main_part(sites: dict[str, SmallSite]) -> None:
    site = sites[URLS[0]]
    for address, page in pages(site.public).items():
        if address not in REDIRECTS:
            assert page.links[0].startswith("#"), address
            assert page.links[0][1:] in page.ids, address
            assert '<html lang="nl"' in site.page(address), address


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


MEETING = "---\ntitle: Overleg\nstart: 2026-12-01T15:00\nlocation: Zwolle\nsummary: Kort.\n---\n"
NEWS = "---\ntitle: Bericht\ndate: 2026-01-01\nsummary: Iets.\n---\nTekst.\n"


LITTLE: tuple[dict[str, str | bytes], ...] = (
    {},
    {"content/agenda/2026-12-01-overleg.md": MEETING},
    {"content/agenda/2026-01-01-overleg.md": MEETING.replace("2026-12", "2026-01")},
    {"content/news/2026-01-01-bericht.md": NEWS},
)


@pytest.mark.parametrize("files", LITTLE, ids=["nothing", "a meeting to come", "a meeting that was", "news"])
def test_a_site_is_whole_where_little_is_known(site: Sites, files: dict[str, str | bytes]) -> None:
    made = site({"site.yaml": settings(NO_CARDS), **files})
    made.build()
    assert whole(made.public, "https://proef.example.nl/") == []


@pytest.mark.parametrize(("language", "locale"), [("nl", "nl_NL"), ("en", "en_GB")])
def test_who_shares_a_page_hears_its_language(site: Sites, language: str, locale: str) -> None:
    made = site({"site.yaml": settings(f"language: {language}", BARE)})
    made.build()
    assert re.findall(r'og:locale" content="([^"]+)"', made.page("/")) == [locale]


def test_home_begins_with_what_has_something_to_say(site: Sites) -> None:
    made = site({"site.yaml": settings(BARE), "content/news/2026-01-01-bericht.md": NEWS})
    made.build()
    quiet = [text for _level, text in Page(made.page("/")).headings]
    made.write({"content/agenda/2026-12-01-overleg.md": MEETING})
    made.build()
    busy = [text for _level, text in Page(made.page("/")).headings]
    assert quiet.index("Actueel") < quiet.index("Agenda")
    assert busy.index("Agenda") < busy.index("Actueel")


def test_a_chosen_topic_is_seen_without_opening_the_rest(site: Sites) -> None:
    topics = [f"onderwerp {number:02}" for number in range(20)]
    project = "projects:\n  - id: p\n    title: P\n    summary: S.\n    themes: [smart-living]\n    status: pilot\n"
    files = {"content/projects/zwolle.yaml": f"{project}    topics: {topics}\n"}
    made = site({"site.yaml": settings(BARE), **files})
    made.build()
    page = made.page("/projecten/onderwerp/onderwerp-19/")
    shown, _summary, rest = page.partition('data-key="onderwerp"')[2].partition("</fieldset>")[0].partition("<summary>")
    assert re.findall(r'aria-current="page"><span>([^<]+)', shown) == ["onderwerp 19"]
    assert "onderwerp 18" in rest
    assert "onderwerp 19" not in rest
