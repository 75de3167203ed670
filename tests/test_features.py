"""A part of the site that is switched off leaves nothing, in no file; all the rest stays whole."""

import json
from collections.abc import Mapping

import pytest

from tests.reading import whole
from tests.running import tree
from tests.sites import SmallSite, settings

PLACES = ("zwolle", "breda", "delft")
FILES: dict[str, str | bytes] = {
    "themes.yaml": """\
        themes:
          - {id: smart-living, title: Smart Living, lead: breda, summary: Wonen., description: Wonen.}
          - {id: smart-mobility, title: Smart Mobility, lead: delft, summary: A., description: B., topics: [drones]}
        """,
    "municipalities.yaml": "municipalities:\n"
    + "".join(
        f"  - {{id: {id}, name: {id.title()}, code: GM000{n}, province: Utrecht, location: {{lat: 52.{n}, lon: 5}}, "
        f"website: 'https://{id}.example.nl', participates: [{'smart-living' if id == 'zwolle' else ''}]}}\n"
        for n, id in enumerate(PLACES, start=1)
    ),
    **{
        f"content/projects/{id}.yaml": f"""\
        projects:
          - id: {id}-drone
            title: Drone boven {id.title()}
            summary: Een drone telt.
            themes: [smart-mobility]
            status: pilot
            topics: [drones, tellen]
            added: 2020-0{n}-01
        """
        for n, id in enumerate(PLACES, start=1)
    },
}

# Of each part: the start of the names of its files, and words with the places where they stand while it is on.
FEATURES: Mapping[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "share_cards": (("assets/deelkaart-",), {'"og:image"': "/", '"og:image:alt"': "/projecten/breda-drone/"}),
    "search": (
        ("zoeken/index.json",),
        {
            'action="/zoeken/"': "/404.html",
            "/zoeken/index.json": "/zoeken/",
            "potentialAction": "/",
        },
    ),
    "matching": (
        ("data/matching.json", "data/schema/matching.json"),
        {
            "matching": "/data/",
            "matching.json": "/samenwerken/",
            "dat lijkt op een project van uw gemeente": "/abonneren/",
            "Lijkt op Drone boven Breda": "/gemeenten/breda/atom.xml",
            "#bundel-": "/zoeken/index.json",
            "is-alike": "/projecten/breda-drone/",
            'id="bundels"': "/samenwerken/",
            'id="uitnodigen"': "/themas/smart-mobility/",
            'id="vergelijkbaar"': "/projecten/breda-drone/",
            'id="wethouder"': "/gemeenten/breda/",
            "Sluit aan bij</b>": "/gemeenten/breda/",
        },
    ),
}
STAYS = {
    '"og:title"': "/",
    'href="/zoeken/"': "/",
    "Ctrl+F": "/zoeken/",
    "map-line is-declared": "/",
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The texts of a site with everything on, and of one without each part, which are all whole."""
    made, found = SmallSite(tmp_path_factory.mktemp("delen") / "site", FILES), {}
    for off in ("nothing", *FEATURES):
        # Cards take long: they are made only for the site with everything on.
        parts = dict.fromkeys((off, "share_cards"), False) if off in FEATURES else {}
        made.write({"site.yaml": settings(f"features: {json.dumps(parts)}")})
        made.build()
        assert whole(made.public, "https://proef.example.nl/") == [], off
        found[off] = texts(made)
    return found


def texts(site: SmallSite) -> dict[str, str]:
    """What is in each file by its address; styles and scripts are the same for every site."""
    return {
        f"/{name}".removesuffix("index.html"): data.decode("utf-8", "replace")
        for name, data in tree(site.public).items()
        if not name.endswith((".css", ".js"))
    }


@pytest.mark.slow
@pytest.mark.parametrize("feature", FEATURES)
def test_a_part_that_is_off_leaves_nothing(sites: dict[str, dict[str, str]], feature: str) -> None:
    files, words = FEATURES[feature]
    on, off = sites["nothing"], sites[feature]
    for start in files:
        assert [name for name in on if name.startswith(f"/{start}")] != [], start
        assert [name for name in off if name.startswith(f"/{start}")] == [], start
    for word, address in words.items():
        assert word in on[address], word
        assert [name for name, text in off.items() if word in text] == [], word


@pytest.mark.slow
def test_the_rest_stays(sites: dict[str, dict[str, str]]) -> None:
    for off, found in sites.items():
        assert [word for word, address in STAYS.items() if word not in found[address]] == [], off
