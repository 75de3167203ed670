"""The real site, built once for all tests of this folder, and a browser that looks at it."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from g40site import pipeline
from tests.conftest import NOW, TEMPLATES
from tests.real.html import Tree

ROOT = Path(__file__).parents[2]
BASE = "https://www.example.nl/onder/een/pad/"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def build(output: Path, base_url: str | None = None) -> Path:
    options = pipeline.Options(root=ROOT, templates=TEMPLATES, now=NOW, output=output, base_url=base_url)
    result = pipeline.build(options)
    assert not result.problems.found, [problem.message("nl") for problem in result.problems]
    return output


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("real") / "public")


@pytest.fixture(scope="session")
def tree(public: Path) -> Tree:
    return Tree(public, "https://digitalisering.example.nl/")


@pytest.fixture(scope="session")
def tree_below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return Tree(build(tmp_path_factory.mktemp("base") / "public", BASE), BASE)


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server that says nothing."""

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder can be visited for a while, without a final `/`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def address(public: Path) -> Iterator[str]:
    """Where the built site can be visited."""
    with served(public) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: run the tests with `make test`, which installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()
