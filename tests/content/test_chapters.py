"""The editors' manual: plain Markdown beside the content becomes pages, and its mistakes are told like any other."""

import pytest

from tests.sites import FILES, Sites, SmallSite, picture

MANUAL = {name: data for name, data in FILES.items() if name.startswith("docs/")}
FIRST = "# Voor redacteuren\n\nZo werkt u mee.\n\n{}\n"


@pytest.fixture
def small(site: Sites) -> SmallSite:
    """A built site with a manual, and a page of its own beside it."""
    made = site({**MANUAL, "content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n"})
    made.build()
    return made


def test_a_root_without_a_manual_has_no_pages_of_it_and_no_way_to_it(site: Sites) -> None:
    small = site({"docs/meldingen/README.md": "# Alle meldingen\n\nHier.\n"})
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
    assert '<p class="lede">Stap voor stap.</p>' in page
    assert page.count("Stap voor stap.</p>") == 1


def test_its_pictures_are_published_in_several_sizes_with_their_words(small: SmallSite) -> None:
    page = small.page("/redactie/recepten/")
    assert 'alt="Een leeg formulier"' in page
    assert 'width="600" height="300"' in page
    names = {path.name.split(".")[0] + path.suffix for path in (small.public / "media").iterdir()}
    assert names == {"formulier.png", "formulier.webp"}


@pytest.mark.parametrize(
    ("files", "told"),
    [
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
    ],
)
def test_a_mistake_is_told_at_its_place(
    site: Sites, files: dict[str, str], told: list[tuple[str, str, int, int]]
) -> None:
    small = site({f"docs/redactie/{name}": text for name, text in files.items()})
    assert small.check() == [(code, f"docs/redactie/{file}", *place) for code, file, *place in told]


def test_a_broken_picture_is_told_where_it_is_used(site: Sites) -> None:
    small = site(
        {
            "docs/redactie/README.md": FIRST.format("![Beeld](b.png)"),
            "docs/redactie/b.png": picture()[:40],
        }
    )
    assert small.check() == [("plaatje-kapot", "docs/redactie/README.md", 5, 10)]
