"""A small site with something of everything that machines read, built, and a second reader of calendars."""

import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests import sites
from tests.sites import NO_CARDS, Sites, SmallSite, settings

TESTS = Path(__file__).parents[1]

FILES = {
    "site.yaml": settings(NO_CARDS),
    "themes.yaml": """\
        themes:
          - id: smart-living
            title: Smart Living
            lead: zwolle
            summary: Slim wonen.
            description: "Wonen en [sensoren](project:senshagen)."
            topics: [wonen]
          - id: smart-mobility
            title: Smart Mobility
            lead: breda
            summary: Slim reizen.
            description: Reizen.
        """,
    "municipalities.yaml": """\
        municipalities:
          - id: zwolle
            name: Zwolle
            code: GM0193
            province: Overijssel
            location: {lat: 52.5168, lon: 6.0830}
            website: https://www.zwolle.example.nl
            also_known_as: [Swolle]
            contact: {phone: "14 038", email: stad@zwolle.example.nl}
            participates: [smart-mobility]
            administrators:
              - {name: Anna de Vries, role: Wethouder, chair: true, since: 2018-05, until: 2022, checked: 2021-06,
                 email: anna@zwolle.example.nl, source: https://bron.example.nl/anna}
            contacts:
              - {name: Piet Geheim, role: Adviseur, email: piet@zwolle.example.nl, phone: 038-1234567}
            projects:
              - id: senshagen
                title: SensHagen
                summary: Bewoners hangen sensoren op.
                description: "Zie [Breda](municipality:breda)."
                themes: [smart-living]
                status: in-use
                status_date: 2019-10
                start: 2017
                topics: [sensoren, klimaat]
                with: [breda]
                partners: [RIVM, KNMI]
                seeking: "Bel 038-4981234 of mail [Piet](mailto:piet@zwolle.example.nl) op piet@zwolle.example.nl."
                contact: {name: Jan Geheim, email: jan@zwolle.example.nl}
                url: https://senshagen.example.nl
                sources: [https://bron.example.nl/1, {url: https://bron.example.nl/2, title: Bron}]
                added: 2020-01-15
                updated: 2020-03-01
          - id: breda
            name: Breda
            code: GM0758
            province: Noord-Brabant
            location: {lat: 51.5888, lon: 4.7760}
            website: https://www.breda.example.nl
            projects:
              - {id: deelhub, title: Deelhub, summary: Delen., themes: [smart-mobility], status: pilot,
                 added: 2020-01-15}
              - {id: zonder-datum, title: Zonder datum, summary: Niets., themes: [smart-mobility], status: pilot}
          - id: gouda
            name: Gouda
            code: GM0513
            province: Zuid-Holland
            location: {lat: 52.0116, lon: 4.7105}
            website: https://www.gouda.example.nl
        """,
    "content/news/2020-10-01-sensoren.md": """\
        ---
        title: Sensoren in de wijk
        date: 2020-10-01
        summary: Bewoners meten zelf.
        themes: [smart-living]
        municipalities: [zwolle]
        projects: [senshagen]
        sources: [https://bron.example.nl/nieuws]
        updated: 2020-10-03
        ---
        Zie [het project](project:senshagen) en de [data](/data/projects.csv).[^1]

        [^1]: Een noot.
        """,
    "content/news/2021-03-15-deelhub-open.md": """\
        ---
        title: Deelhub open
        date: 2021-03-15
        summary: Fietsen delen.
        themes: [smart-mobility]
        ---
        De deelhub is open.
        """,
    "content/agenda/2020-07-01-themagroep.md": """\
        ---
        title: Themagroep
        start: 2020-07-01 15:30
        end: 2020-07-01 16:30
        location: Stadhuis, Zwolle
        organiser: G40
        summary: Een overleg.
        themes: [smart-living]
        municipalities: [zwolle]
        revision: 2
        updated: 2020-06-20
        ---
        Kom op tijd.
        """,
}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The small site, built once for tests that only look."""
    return sites.built(tmp_path_factory.mktemp("klein"), FILES)


@pytest.fixture
def built(small: SmallSite, tmp_path: Path) -> Sites:
    """Builds the small site with more or other files; a test that changes it builds again."""

    def build(files: Mapping[str, str | bytes] = {}, **options: object) -> SmallSite:
        made = sites.copied(small, tmp_path, {**FILES, **files})
        made.build(**options)
        return made

    return build


@pytest.fixture(scope="session")
def below(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The small site with its home below a path of another host."""
    return sites.built(tmp_path_factory.mktemp("onder"), FILES, base_url="https://ander.example.org/g40/")


PROJECT = """\
    projects:
      - {{id: {id}, title: {title}, summary: Lampen langs het fietspad., themes: [smart-living], status: pilot,
         topics: [verlichting, fietsers], added: {added}}}
    """
ALIKE = {
    "content/projects/gouda.yaml": PROJECT.format(id="lampen", title="Slimme lampen", added="2020-02-01"),
    "content/projects/breda.yaml": PROJECT.format(id="licht", title="Licht op maat", added="2020-05-01"),
}


@pytest.fixture(scope="session")
def alike(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The small site with two projects that look alike, so that there is a pair, a bundle and an advice."""
    return sites.built(tmp_path_factory.mktemp("gelijk"), {**FILES, **ALIKE})


@pytest.fixture(scope="session")
def ical_js() -> Callable[[Iterable[bytes]], list[Any]]:
    """Reads calendars with ical.js, all in one process."""
    subprocess.run(["sh", str(TESTS / "tools" / "node.sh")], check=True)

    def read(calendars: Iterable[bytes]) -> list[Any]:
        given = json.dumps([one.decode() for one in calendars]).encode()
        reader = ["node", str(TESTS / "tools" / "ical.mjs")]
        told: list[Any] = json.loads(subprocess.run(reader, input=given, capture_output=True, check=True).stdout)
        return told

    return read
