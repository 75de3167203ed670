"""The editors' manual: plain Markdown beside the content becomes pages, and its mistakes are told like any other."""

from pathlib import Path

import pytest

from tests.reading import Page, main, whole
from tests.sites import FILES, NO_CARDS, Sites, SmallSite, built, picture, settings

MANUAL = {name: data for name, data in FILES.items() if name.startswith("docs/")}
FIRST = "# Voor redacteuren\n\nZo werkt u mee.\n\n{}\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A built site with a manual, and a page of its own beside it."""
    page = "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n"
    files = {"site.yaml": settings(NO_CARDS), "content/pages/uitleg.md": page}
    return built(tmp_path_factory.mktemp("handleiding"), {**MANUAL, **files})


def test_a_root_without_a_manual_has_no_pages_of_it_and_no_way_to_it(site: Sites) -> None:
    small = site({"site.yaml": settings(NO_CARDS), "docs/meldingen/README.md": "# Alle meldingen\n\nHier.\n"})
    small.build()
    assert not (small.public / "redactie").exists()
    assert "redactie" not in small.page("/")


def test_every_page_leads_to_the_manual_and_it_is_no_part_of_what_visitors_search(small: SmallSite) -> None:
    assert '<a href="/redactie/">Voor redacteuren</a>' in small.page("/themas/")
    assert "Uitleg" in small.page("/zoeken/index.json")
    assert "Recepten" not in small.page("/zoeken/index.json")


def test_a_page_has_the_first_line_as_title_and_the_paragraph_below_as_summary(small: SmallSite) -> None:
    page = small.page("/redactie/recepten/")
    assert '<h1 class="is-long">Recepten</h1>' in page
    assert '<p class="intro">Stap voor stap.</p>' in page
    assert page.count("Stap voor stap.</p>") == 1


def test_its_pictures_are_published_in_several_sizes_with_their_words(small: SmallSite) -> None:
    page = small.page("/redactie/recepten/")
    assert 'alt="Een leeg formulier"' in page
    assert 'width="600" height="300"' in page
    names = {path.name.split(".")[0] + path.suffix for path in (small.public / "media").iterdir()}
    assert names == {"formulier.png", "formulier.webp"}


MESSAGE = (
    "# Hier staat {0}\n\nDit is een fout.\n\n[Alle meldingen](README.md)\n\n"
    "## Waarom\n\nDaarom {0}.\n\n### Meer\n\nMeer.\n"
)
LIST = (
    "# Alle meldingen\n\nHier.\n\n## YAML\n\n- [`yaml-tab`](yaml-tab.md)\n\n"
    "## Velden\n\n- [Datum](geen-datum.md)\n- [Nog eens](yaml-tab.md)\n"
)
MESSAGES = {
    "docs/redactie/README.md": FIRST.format(
        "Zie [`yaml-tab`](../meldingen/yaml-tab.md) en [`geen-datum`](/redactie/meldingen/#geen-datum)."
    ),
    "docs/meldingen/README.md": LIST,
    "docs/meldingen/yaml-tab.md": MESSAGE.format("een tab"),
    "docs/meldingen/geen-datum.md": MESSAGE.format("geen datum"),
    "docs/meldingen/los.md": MESSAGE.format("iets los"),
}


def test_all_messages_stand_on_one_page_each_under_its_group_and_its_code(site: Sites) -> None:
    small = site({"site.yaml": settings(NO_CARDS), **MESSAGES})
    small.build(base_url="https://x.nl/g40/")
    assert whole(small.public, "https://x.nl/g40/") == []
    page = Page(small.page("/redactie/meldingen/"))
    assert page.headings == [
        (1, "Alle meldingen"),
        *((2, "YAML"), (3, "Hier staat een tab (yaml-tab)"), (4, "Waarom"), (5, "Meer")),
        *((2, "Velden"), (3, "Hier staat geen datum (geen-datum)"), (4, "Waarom"), (5, "Meer")),
        *((2, "Andere meldingen"), (3, "Hier staat iets los (los)"), (4, "Waarom"), (5, "Meer")),
        (2, "Wie leest uw voorstel?"),
    ]
    assert {"yaml-tab", "geen-datum"} < set(page.ids)
    assert {"/g40/redactie/meldingen/#yaml-tab", "/g40/redactie/meldingen/#geen-datum"} < set(page.links)
    # The way to all messages, which each file has, leads nowhere from here.
    assert main(small, "/redactie/meldingen/").links.count("/g40/redactie/meldingen/") == 0
    manual = Page(small.page("/redactie/"))
    assert {"/g40/redactie/meldingen/#yaml-tab", "/g40/redactie/meldingen/#geen-datum"} < set(manual.links)


def test_a_link_to_a_heading_of_a_message_or_to_a_code_that_is_not_there_is_an_error(site: Sites) -> None:
    for link, code in (
        ("../meldingen/yaml-tab.md#waarom", "link-naar-kop"),
        ("../meldingen/yaml-tap.md", "link-naar-bestand"),
        ("/redactie/meldingen/#yaml-tap", "link-naar-kop"),
        ("/redactie/meldingen/yaml-tab/", "link-naar-adres"),
    ):
        small = site({**MESSAGES, "docs/redactie/README.md": FIRST.format(f"Zie [dit]({link}).")})
        assert (link, [problem for problem, *_ in small.check()]) == (link, [code])


def test_where_a_message_had_a_page_of_its_own_a_visitor_is_sent_on(site: Sites) -> None:
    small = site({"site.yaml": settings(NO_CARDS), **MESSAGES})
    small.build()
    assert Page(small.page("/redactie/meldingen/yaml-tab/")).refresh == "0; url=/redactie/meldingen/#yaml-tab"
    assert "/redactie/meldingen/yaml-tab/ /redactie/meldingen/#yaml-tab 301\n" in small.page("/_redirects")
    assert "/redactie/meldingen/yaml-tab/" not in small.page("/sitemap.xml")


MISTAKES: list[tuple[dict[str, str | bytes], list[tuple[str, str, int, int]]]] = [
    ({"README.md": "Zonder titel.\n"}, [("titel-ontbreekt", "README.md", 1, 1)]),
    ({"README.md": "# Alleen een titel\n"}, [("titel-ontbreekt", "README.md", 1, 1)]),
    ({"README.md": "# Titel\n\n## Meteen een kop\n"}, [("titel-ontbreekt", "README.md", 1, 1)]),
    ({"README.md": f"# {'x' * 301}\n\nKort.\n"}, [("te-lang", "README.md", 1, 3)]),
    ({"README.md": f"# Titel\n\n\n{'x' * 301}\n"}, [("te-lang", "README.md", 4, 1)]),
    ({"README.md": FIRST.format("[Weg](weg.md)")}, [("link-naar-bestand", "README.md", 5, 7)]),
    ({"README.md": FIRST.format("![Weg](weg.png)")}, [("plaatje-ontbreekt", "README.md", 5, 8)]),
    ({"README.md": FIRST.format("[Kop](#weg)")}, [("link-naar-kop", "README.md", 5, 7)]),
    (
        {"README.md": FIRST.format("x"), "Mijn tekst.md": "# T\n\nT.\n"},
        [("naam-van-bestand", "Mijn tekst.md", 1, 1)],
    ),
    ({"README.md": FIRST.format("x"), "a/b.md": "# T\n\nT.\n"}, [("onbekende-map", "a/b.md", 1, 1)]),
    ({"README.md": FIRST.format("x"), "a.docx": "x"}, [("onbekend-bestand", "a.docx", 1, 1)]),
    ({"README.md": FIRST.format("x"), "bouwstenen.md": "# T\n\nT.\n"}, [("adres-bezet", "bouwstenen.md", 1, 1)]),
    ({"recepten.md": "# T\n\nT.\n"}, [("bestand-ontbreekt", "README.md", 1, 1)]),
    (
        {"README.md": FIRST.format("![Beeld](b.png)"), "b.png": picture()[:40]},
        [("plaatje-kapot", "README.md", 5, 10)],
    ),
]


def test_each_mistake_is_told_at_its_place(tmp_path: Path, bare: Path) -> None:
    for number, (files, told) in enumerate(MISTAKES):
        small = SmallSite(tmp_path / str(number), {f"docs/redactie/{name}": text for name, text in files.items()})
        assert small.check(templates=bare) == [(code, f"docs/redactie/{file}", *place) for code, file, *place in told]
