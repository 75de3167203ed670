"""A small site with a bit of everything, served under the strict policy."""

from collections.abc import Iterator

import pytest

from tests.serving import Strict, served
from tests.sites import SmallSite

MUNICIPALITIES = (
    ("zwolle", "Zwolle", "Overijssel", 52.51, 6.08, ""),
    ("breda", "Breda", "Noord-Brabant", 51.58, 4.77, ""),
    ("s-hertogenbosch", "'s-Hertogenbosch", "Noord-Brabant", 51.69, 5.3, "Den Bosch"),
    ("sudwest-fryslan", "Súdwest-Fryslân", "Fryslân", 53.0, 5.6, "Sneek"),
)
PROJECTS = """\
projects:
  - id: sensorkastjes
    title: Kastjes met sensoren
    summary: Bewoners meten de lucht met kleine kastjes.
    themes: [smart-living]
    status: pilot
    status_date: 2024
    topics: [sensoren, luchtkwaliteit]
    partners: [RIVM]
  - id: straatlampen
    title: Slimme straatverlichting
    summary: Lampen gaan feller branden als er iemand langskomt.
    themes: [smart-mobility]
    status: in-use
    status_date: 2019-10
    topics: [verlichting]
    with: [breda]
    lesson: Zet een lamp niet te hoog.
  - id: hostile
    title: <img src=x onerror=alert(1)> & drones
    summary: "</script><b>Vet</b> is hier geen opmaak."
    themes: [smart-living]
    status: pilot
    topics: [drones]
"""
MORE = """\
projects:
  - id: fietsen
    title: Fietsers tellen
    summary: Een camera telt fietsers, ook van de ideeënfabriek.
    themes: [smart-mobility]
    status: pilot
    status_date: 2025-01
    topics: [fietsers, sensoren]
"""


def municipality(id: str, name: str, province: str, lat: float, lon: float, also: str) -> str:
    known = f", also_known_as: [{also}]" if also else ""
    return (
        f'  - {{id: {id}, name: "{name}", code: GM{1000 + len(id)}, province: {province}, '
        f"location: {{lat: {lat}, lon: {lon}}}, website: https://{id}.example.nl{known}}}\n"
    )


FILES: dict[str, str | bytes] = {
    "themes.yaml": """\
        themes:
          - {id: smart-living, title: Smart Living, lead: zwolle, summary: Wonen., description: Zorg.}
          - {id: smart-mobility, title: Smart Mobility, lead: breda, summary: Op weg., description: Verkeer.}
        """,
    "municipalities.yaml": "municipalities:\n" + "".join(municipality(*one) for one in MUNICIPALITIES),
    "content/projects/zwolle.yaml": PROJECTS,
    "content/projects/s-hertogenbosch.yaml": MORE,
    "content/news/2026-11-01-sensornetwerk.md": """\
        ---
        title: Een netwerk van sensoren
        date: 2026-11-01
        summary: Meer gemeenten meten.
        ---
        De tekst noemt een regenmeter.
        """,
    "content/agenda/2026-12-01-overleg.md": """\
        ---
        title: Overleg
        start: 2026-12-01 13:00
        end: 2026-12-01 15:00
        summary: Wij spreken elkaar.
        themes: [smart-living]
        ---
        Iedereen komt.
        """,
}


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small site, built once for all tests of this folder."""
    made = SmallSite(tmp_path_factory.mktemp("finding") / "site", FILES)
    made.build()
    with served(made.public, Strict) as url:
        yield url
