"""Small sites for tests: each test holds its whole site and looks at what a user would see; one browser for all."""

import datetime as dt
import os
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from g40site import pipeline

TEMPLATES = Path(__file__).parents[1] / "templates"
NOW = dt.datetime.fromisoformat("2026-11-24T12:00+01:00")

# One browser looks at everything: two of them in one process get in each other's way.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The least that is a valid site: one theme, led by the one municipality.
LEAST = {
    "site.yaml": """\
        title: Themagroep Proef
        network: Proefnetwerk
        description: Een kleine site.
        url: https://proef.example.nl/
        focus_points:
          - title: Ethiek
        contact: {name: Proef Persoon, email: proef@example.nl, municipality: zwolle}
        licence: CC-BY-4.0
        """,
    "themes.yaml": """\
        themes:
          - id: smart-living
            title: Smart Living
            lead: zwolle
            summary: Slim wonen.
            description: Wonen en zorg.
        """,
    "municipalities.yaml": """\
        municipalities:
          - id: zwolle
            name: Zwolle
            code: GM0193
            province: Overijssel
            location: {lat: 52.5168, lon: 6.0830}
            website: https://www.zwolle.example.nl
        """,
}

# How long an example takes says more of the machine than of the program.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


class SmallSite:
    """A folder with a site in it; `write` changes files, `build` and `check` run the program on it."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes]) -> None:
        self.root, self.public = root, root / "public"
        self.write({**LEAST, **files})

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())

    def options(self, **more: object) -> pipeline.Options:
        given = {"root": self.root, "templates": TEMPLATES, "now": NOW, "output": self.public, **more}
        return pipeline.Options(**given)  # type: ignore[arg-type]

    def build(self, **more: object) -> pipeline.Result:
        """Builds; a test that expects problems uses `check`."""
        result = pipeline.build(self.options(**more))
        assert not result.problems.errors, [str(problem) for problem in result.problems]
        return result

    def check(self, **more: object) -> list[tuple[str, str, int, int]]:
        """Every problem as code, file, line and column, in the order in which it is told."""
        found = pipeline.check_only(self.options(**more)).problems
        return [(p.code, p.span.file, p.span.line, p.span.column) for p in found]

    def page(self, address: str) -> str:
        """The HTML at an address of the built site."""
        path = self.public / address.removeprefix("/")
        return (path / "index.html" if address.endswith("/") else path).read_text("utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], SmallSite]:
    """Makes a site of the given files, beside those of the least valid site."""
    return lambda files: SmallSite(tmp_path / "site", files)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Templates with the right names and nothing in them: for tests of the content, which then take no time."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "assets/css").mkdir(parents=True)
    (folder / "assets/css/base.css").touch()
    (folder / "pages").mkdir()
    for page in (TEMPLATES / "pages").iterdir():
        (folder / "pages" / page.name).touch()
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: run the tests with `make test`, which installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()
