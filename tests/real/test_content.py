"""What the real site must say of whatever its content is: each entry has its page, and each page tells its facts."""

import csv
import html
import json
import re
from pathlib import Path

from g40site import addresses
from g40site.content.site import Site
from tests.reading import part


def words(public: Path, address: str) -> str:
    """The visible words of a page, with plain spaces."""
    text = (public / address.strip("/") / "index.html").read_text("utf-8")
    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def heading(public: Path, address: str) -> str:
    """The words of the title of a page."""
    return part((public / address.strip("/") / "index.html").read_text("utf-8"), "h1").text


def flat(text: str) -> str:
    return " ".join(text.split())


def test_each_entry_has_a_page_with_its_title(public: Path, content: Site) -> None:
    entries = [
        *((addresses.theme(one.id), one.title) for one in content.themes),
        *((addresses.municipality(one.id), one.name) for one in content.municipalities),
        *((addresses.project(one.id), one.title) for one in content.projects),
        *((addresses.news(one.slug), one.title) for one in content.news),
        *((addresses.event(one.slug), one.title) for one in content.events),
        *((addresses.page(one.slug), one.title) for one in content.own_pages),
    ]
    straight = str.maketrans("‘’“”", "''\"\"")
    missing = [at for at, title in entries if flat(title) not in heading(public, at).translate(straight)]
    assert missing == []


def test_no_page_of_an_entry_is_there_that_the_content_does_not_have(public: Path, content: Site) -> None:
    own = {"fase", "onderwerp", "provincie", "pagina", "archief"}
    known = {
        "themas": {one.id for one in content.themes},
        "gemeenten": {one.id for one in content.municipalities},
        "projecten": {one.id for one in content.projects},
        "actueel": {one.slug for one in content.news},
        "agenda": {one.slug for one in content.events},
    }
    aliases = {redirect.alias.strip("/") for redirect in content.redirects}
    for folder, ids in known.items():
        found = {path.parent.name for path in (public / folder).glob("*/index.html")}
        assert found - own - ids - {alias.rpartition("/")[2] for alias in aliases} == set()


def test_home_names_the_points_and_the_themes_with_their_lead_and_has_the_contact_at_its_foot(
    public: Path, content: Site
) -> None:
    text = words(public, "/")
    leads = [content.municipality[theme.lead].name for theme in content.themes]
    points = [point.title for point in content.settings.focus_points]
    assert [fact for fact in (*points, *leads) if flat(fact) not in text] == []
    foot = html.unescape((public / "index.html").read_text("utf-8").rpartition("<footer")[2])
    assert (content.settings.contact.name or content.settings.contact.role or "") in foot


def test_the_chairs_of_the_group_stand_with_their_municipality(public: Path, content: Site) -> None:
    for city in content.municipalities:
        text = words(public, addresses.municipality(city.id))
        assert [one.name for one in city.administrators if one.chair and flat(one.name) not in text] == []


def test_a_theme_names_its_lead(public: Path, content: Site) -> None:
    for theme in content.themes:
        assert content.municipality[theme.lead].name in words(public, addresses.theme(theme.id))


def test_the_invitation_has_the_mail_address_of_the_group(public: Path, content: Site) -> None:
    address = content.settings.contact.email
    assert address is None or f"mailto:{address}" in (public / "aansluiten/index.html").read_text("utf-8")


def test_every_project_shows_its_sources_and_the_age_of_its_state(public: Path, content: Site) -> None:
    for project in content.projects:
        address = addresses.project(project.id)
        text = words(public, address)
        date = project.status_date or project.end
        assert (date[:4] if date else "jaar niet bekend") in text, address
        page = html.unescape((public / address.strip("/") / "index.html").read_text("utf-8"))
        assert [source.url for source in project.sources if f'href="{source.url}"' not in page] == [], address


def test_open_data_has_the_content_that_was_read(public: Path, content: Site) -> None:
    known = {
        "themes": [one.id for one in content.themes],
        "municipalities": [one.id for one in content.municipalities],
        "projects": [one.id for one in content.projects],
        "news": [one.slug for one in content.news],
        "events": [one.slug for one in content.events],
    }
    for name, ids in known.items():
        items = json.loads((public / f"data/{name}.json").read_text("utf-8"))["items"]
        key = "slug" if name in ("news", "events") else "id"
        assert sorted(item[key] for item in items) == sorted(ids)
        rows = csv.DictReader((public / f"data/{name}.csv").read_text("utf-8-sig").splitlines())
        assert len([*rows]) >= len(ids)
    pairs = json.loads((public / "data/participation.json").read_text("utf-8"))["items"]
    assert len(pairs) == len(content.themes) * len(content.municipalities)


def test_the_duties_of_a_public_site_have_pages(public: Path) -> None:
    """Whatever else editors write: these must be there."""
    for slug in ("toegankelijkheid", "privacy", "colofon", "kwetsbaarheid-melden"):
        assert (public / slug / "index.html").is_file()


def test_the_style_sheet_stays_within_its_budget(public: Path) -> None:
    (sheet,) = (public / "assets").glob("site.*.css")
    assert sheet.stat().st_size <= 30_000
