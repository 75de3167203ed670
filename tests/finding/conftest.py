"""A small site with a bit of everything and a large one, served under the strict policy."""

from collections.abc import Iterator

import pytest

from tests.serving import Strict, served
from tests.sites import NO_CARDS, built, settings

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
    "docs/redactie/README.md": "# Voor redacteuren\n\nZo werkt u mee.\n",
    "docs/meldingen/README.md": "# Alle meldingen\n\nZoek de code op.\n",
    "docs/meldingen/onbekend-thema.md": "# … is geen thema\n\nDit is een fout.\n",
    "docs/meldingen/leeg.md": "# Deze regel mist iets\n\nDit is een fout.\n",
    "docs/meldingen/te-laat.md": "# Dit is voorbij\n\nDit is een fout.\n",
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
        summary: Wij spreken elkaar tot laat, over het onbekende thema en een leeg veld.
        themes: [smart-living]
        ---
        Iedereen komt.
        """,
}


def large() -> dict[str, str | bytes]:
    """More than fits: on the map of names, in the list of projects, and in one file of the index."""
    more = "".join(municipality(f"m-{n}", f"Stad {n}", "Utrecht", round(51.8 + n / 20, 2), 5.2, "") for n in range(14))
    places = str(FILES["municipalities.yaml"]).replace(
        "website: https://breda.example.nl}",
        "website: https://breda.example.nl, contacts: [{name: Els Eerst, role: Adviseur}]}",
    )
    projects = "".join(
        f"  - {{id: p{n}, title: Nummer {n}, summary: Kort., themes: [smart-living], status: pilot}}\n"
        for n in range(35)
    )
    text = "---\ntitle: Bericht {}\ndate: 2020-01-02\nsummary: Kort.\n---\nTekst.\n"
    return {
        **FILES,
        "municipalities.yaml": places + more,
        "content/projects/breda.yaml": f"projects:\n{projects}",
        **{f"content/news/2020-01-02-bericht-{n}.md": text.format(n) for n in range(1001)},
        "site.yaml": settings("features: {share_cards: false, matching: false}"),
    }


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small site, built once for all tests of this folder."""
    made = built(tmp_path_factory.mktemp("finding"), {**FILES, "site.yaml": settings(NO_CARDS)})
    with served(made.public, Strict) as url:
        yield url


@pytest.fixture(scope="session")
def large_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The large one, likewise."""
    with served(built(tmp_path_factory.mktemp("large"), large()).public, Strict) as url:
        yield url
