"""Which lines a map has: those that somebody declared, lighter ones for alike projects, and no other."""

import re
from pathlib import Path

import pytest

from tests.sites import BARE, NO_CARDS, SmallSite, built, settings

MUNICIPALITY = """\
          - id: {id}
            name: {name}
            code: GM000{n}
            province: Utrecht
            location: {{lat: 52.{n}, lon: 5.{n}}}
            website: https://{id}.example.nl
"""
PLACES = ("Zwolle", "Ede", "Gouda", "Oss")
FILES = {
    "site.yaml": settings(NO_CARDS),
    "themes.yaml": """\
        themes:
          - {id: living, title: Smart Living, lead: zwolle, summary: Slim., description: Wonen.}
          - {id: mobility, title: Smart Mobility, lead: ede, summary: Slim., description: Rijden.}
        """,
    "municipalities.yaml": "        municipalities:\n"
    + "".join(
        MUNICIPALITY.format(id=name.lower(), name=name, n=number)
        + ("            participates: [living]\n" if name == "Gouda" else "")
        for number, name in enumerate(PLACES, start=1)
    ),
    "content/projects/ede.yaml": """\
        projects:
          - id: sluis
            title: Slimme sluis
            summary: Een sluis met sensoren in het water van de rivier.
            themes: [mobility]
            status: pilot
            with: [oss]
            topics: [sensoren, water]
        """,
    "content/projects/gouda.yaml": """\
        projects:
          - id: gracht
            title: Slimme gracht
            summary: Een gracht met sensoren in het water van de stad.
            themes: [mobility]
            status: pilot
            topics: [sensoren, water]
        """,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("kaart"), FILES)


def lines(page: str) -> list[str]:
    """The kinds of the lines in the drawing of a page; signs below it do not count."""
    return re.findall(r'<path class="map-line is-(\w+)', page.partition("<figcaption")[0])


def description(page: str) -> str:
    found = re.search(r'<desc id="kaart-uitleg">(.*?)</desc>', page)
    assert found
    return found[1]


def test_home_draws_a_line_only_to_who_joined(site: SmallSite) -> None:
    page = site.page("/")
    assert lines(page) == ["declared"]
    assert "Een lijn loopt van de koploper naar wie meedoet: Gouda." in description(page)
    assert "doet mee aan het thema" in page


def test_a_theme_draws_its_own_lines(site: SmallSite) -> None:
    assert lines(site.page("/themas/living/")) == ["declared"]
    assert lines(site.page("/themas/mobility/")) == []
    assert "Een lijn" not in description(site.page("/themas/mobility/"))


def test_a_project_draws_who_takes_part_and_lighter_what_is_alike(site: SmallSite) -> None:
    page = site.page("/projecten/sluis/")
    assert lines(page) == ["declared", "alike"]
    assert "Een lijn loopt naar wie meedoet: Oss." in description(page)
    assert "Streepjes lopen naar projecten die erop lijken: Gouda." in description(page)


def test_a_municipality_draws_what_it_does_with_others(site: SmallSite) -> None:
    assert lines(site.page("/gemeenten/gouda/")) == ["declared", "alike"]
    assert "samen met Oss in een thema of project zit: Ede." in description(site.page("/gemeenten/oss/"))


def test_a_map_is_one_picture_with_one_name(site: SmallSite) -> None:
    for address in ("/", "/gemeenten/", "/gemeenten/ede/", "/themas/living/", "/projecten/sluis/"):
        page = site.page(address)
        assert page.count('role="img" aria-labelledby="kaart-naam" aria-describedby="kaart-uitleg"') == 1, address
        drawing = page[page.index('class="map-drawing"') : page.index("<figcaption")]
        assert drawing.count("<a ") == drawing.count('tabindex="-1"') == len(PLACES), address
        assert '<g aria-hidden="true">' in drawing


def test_the_page_lists_every_place_that_a_line_leads_to(site: SmallSite) -> None:
    """Who hears or tabs through the page gets the same links."""
    page = site.page("/projecten/sluis/")
    listed = page[: page.index('<figure class="map')] + page[page.index("</figure>") :]
    assert 'href="/gemeenten/oss/"' in listed
    assert 'id="vergelijkbaar"' in listed


def test_a_new_project_makes_no_map_another_one_but_those_that_show_how_many_there_are(
    site: SmallSite, tmp_path: Path
) -> None:
    new = """\
        projects:
          - {id: hek, title: Hek, summary: Een hek., themes: [living], status: pilot}
        """
    before = SmallSite(tmp_path / "voor", {**FILES, "site.yaml": settings(BARE)})
    after = SmallSite(tmp_path / "na", {**FILES, "site.yaml": settings(BARE), "content/projects/oss.yaml": new})
    for one in (before, after):
        one.build()

    def has_same_map(address: str) -> bool:
        first, second = (re.findall(r"<circle[^>]*>", one.page(address)) for one in (before, after))
        assert len(first) > 3
        return first == second

    assert all(has_same_map(address) for address in ("/projecten/gracht/", "/gemeenten/ede/", "/themas/mobility/"))
    assert not any(has_same_map(address) for address in ("/", "/gemeenten/", "/projecten/"))


PROJECT = "  - {{id: {id}, title: Slimme {id}, summary: {summary}, themes: [mobility], status: pilot, {more}}}\n"


def test_neighbours_have_a_line_that_is_seen_and_there_are_as_many_lines_as_names(tmp_path: Path) -> None:
    """Two towns so close that their dots would touch, and projects that are alike of those who take part besides."""
    alike = "topics: [sensoren, water]"
    sluice = PROJECT.format(id="sluis", summary="Een sluis met sensoren.", more=f"with: [oss], {alike}")
    lock = PROJECT.format(id="stuw", summary="Een stuw met sensoren.", more=alike)
    pond = PROJECT.format(id="vijver", summary="Een vijver met sensoren.", more=alike)
    near = built(
        tmp_path / "buren",
        {
            **FILES,
            "municipalities.yaml": FILES["municipalities.yaml"].replace("lat: 52.4, lon: 5.4", "lat: 52.2, lon: 5.3"),
            "content/projects/ede.yaml": f"projects:\n{sluice}{lock}",
            "content/projects/oss.yaml": f"projects:\n{pond}",
        },
    )
    sentences = {"declared": r"Een lijn loopt naar [^.:]*: ([^.]*)", "alike": r"Streepjes [^.:]*: ([^.]*)"}
    for address in (
        "/gemeenten/ede/",
        "/gemeenten/oss/",
        "/projecten/sluis/",
        "/projecten/stuw/",
        "/projecten/vijver/",
    ):
        page = near.page(address)
        for kind, sentence in sentences.items():
            names = [name for found in re.findall(sentence, description(page)) for name in re.split(", | en ", found)]
            assert len(names) == lines(page).count(kind), (address, kind, names)
    page = near.page("/gemeenten/ede/")
    assert "zit: Oss. Streepjes" in description(page)
    assert lines(page) == ["declared", "alike"]
    assert "samen in een thema of project" in page
    (x1, x2), *_ = [map(float, ends) for ends in re.findall(r'is-declared" d="M([\d.]+),[\d.]+L([\d.]+),', page)]
    seen = sum(float(r) for r in re.findall(r'<a class="map-full".*?<circle [^>]* r="([\d.]+)"', page, re.DOTALL))
    assert seen + 4 < abs(x2 - x1)
