"""What the real site must say: the facts that the group started from, and how many of everything."""

import html
import re
from pathlib import Path

import pytest

POINTS = (
    "Principes voor de digitale samenleving",
    "Ethische vraagstukken",
    "Inrichten kennisuitwisseling en bewustwording",
    "Datagericht werken",
    "Samenwerken met andere partners",
)
LEADS = {
    "smart-living": "Dordrecht",
    "smart-governance": "Zwolle",
    "smart-citizen": "Heerlen",
    "smart-environment": "Amersfoort",
    "smart-mobility": "Apeldoorn",
    "smart-economy": "Helmond",
}


def words(public: Path, address: str) -> str:
    """The visible words of a page, with plain spaces."""
    text = (public / address.strip("/") / "index.html").read_text("utf-8")
    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize(
    ("folder", "number"), [("themas", 6), ("gemeenten", 41), ("projecten", 112), ("actueel", 17), ("agenda", 22)]
)
def test_the_site_has_everything_that_is_known(public: Path, folder: str, number: int) -> None:
    own = {"fase", "onderwerp", "provincie", "pagina", "archief"}
    found = [path.parent.name for path in (public / folder).glob("*/index.html") if path.parent.name not in own]
    assert len(found) == number


def test_home_names_the_points_the_themes_and_the_people(public: Path) -> None:
    text = words(public, "/")
    for fact in (*POINTS, *LEADS.values(), "Michiel van Willigen", "Wim Willems", "Rolf Tjemmes"):
        assert fact in text


@pytest.mark.parametrize(("theme", "lead"), LEADS.items())
def test_a_theme_names_its_lead(public: Path, theme: str, lead: str) -> None:
    assert lead in words(public, f"/themas/{theme}/")


def test_the_invitation_is_there_with_a_mail_address(public: Path) -> None:
    assert "op basis van uw eigen projecten" in words(public, "/aansluiten/")
    assert "mailto:r.tjemmes@apeldoorn.nl" in (public / "aansluiten/index.html").read_text("utf-8")


def test_old_roles_are_not_shown_as_roles_of_now(public: Path) -> None:
    for person in ("Michiel van Willigen", "Wim Willems"):
        told = words(public, "/").split("Wie u kunt vragen", 1)[1].split(person, 1)[1]
        assert "bestuurlijke trekker" in told[:100]
        assert "Laatst bekend" in told[:300]


def test_every_project_shows_its_sources_and_the_age_of_its_state(public: Path) -> None:
    for path in (public / "projecten").glob("*/index.html"):
        if path.parent.name in {"fase", "onderwerp", "provincie"}:
            continue
        text = words(public, f"/projecten/{path.parent.name}/")
        assert "Stand van" in text or "datum niet bekend" in text, path
        assert 'rel="external' in path.read_text("utf-8") or "external" in path.read_text("utf-8"), path


def test_the_role_of_government_and_the_duties_have_pages(public: Path) -> None:
    role = words(public, "/rol-van-de-overheid/").lower()
    for fact in ("rechtsstaat", "klimaat", "mobiliteit", "gezondheid", "participatie", "bedrijven", "inwoners"):
        assert fact in role
    for slug in ("toegankelijkheid", "privacy", "colofon", "kwetsbaarheid-melden", "meedoen-aan-de-site"):
        assert (public / slug / "index.html").is_file()


def test_the_style_sheet_stays_within_its_budget(public: Path) -> None:
    (sheet,) = (public / "assets").glob("site.*.css")
    assert sheet.stat().st_size <= 30_000
