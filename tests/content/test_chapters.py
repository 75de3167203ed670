"""The editors' manual: plain Markdown beside the content becomes pages, and its mistakes are told like any other."""

from pathlib import Path

import pytest

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
    assert '<p class="lede">Stap voor stap.</p>' in page
    assert page.count("Stap voor stap.</p>") == 1


def test_its_pictures_are_published_in_several_sizes_with_their_words(small: SmallSite) -> None:
    page = small.page("/redactie/recepten/")
    assert 'alt="Een leeg formulier"' in page
    assert 'width="600" height="300"' in page
    names = {path.name.split(".")[0] + path.suffix for path in (small.public / "media").iterdir()}
    assert names == {"formulier.png", "formulier.webp"}


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
