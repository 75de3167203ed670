"""A small site with a bit of everything, served under a strict policy, and a browser whose complaints fail the test."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import SmallSite

NewSite = Callable[[Mapping[str, str | bytes]], SmallSite]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
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


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of a built site, with its policy; a page that is not there is its own 404."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small site, built once for all tests of this folder."""
    made = SmallSite(tmp_path_factory.mktemp("finding") / "site", FILES)
    made.build()
    with served(made.public) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which every complaint of the browser, also of the policy, fails the test."""
    context = browser.new_context(locale="nl-NL", viewport={"width": 1280, "height": 800}, accept_downloads=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()
