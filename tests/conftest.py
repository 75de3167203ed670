"""What all tests may ask for: small sites, and one browser."""

import gc
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import examples as examples
from tests.sites import Sites, SmallSite, bare_templates
from tests.warm import Warm
from tests.warm import warm as warm_process

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

# What was imported stays, so nobody need look through it for garbage while small sites are made and thrown away.
gc.freeze()
gc.set_threshold(100_000, 50, 100)

# A shell ignores this signal in what it starts in the background, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Compiled templates of a run stand together, in all its processes, and go with it.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="g40site-compiled-")


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)


# What a test may only do that is marked `process`; `make quick` leaves those out.
OUTSIDE = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "socket.bind", "socket.connect"}
inside: list[pytest.Item] = []


def watch(event: str, _arguments: object) -> None:
    if event in OUTSIDE and inside:
        raise AssertionError(f"{inside[-1].nodeid} does {event}: mark it `process`")


sys.addaudithook(watch)


# What makes a whole large site for the tests that ask for it.
LARGE = {"public", "content", "followed", "in_fields", "in_texts"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = {*getattr(item, "fixturenames", ())}
        if {"browser", "warm"} & fixtures:
            item.add_marker("process")
        if LARGE & fixtures:
            item.add_marker("slow")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    if "not process" in item.config.option.markexpr:
        inside.append(item)
    try:
        return (yield)
    finally:
        inside.clear()


@pytest.fixture(scope="session", autouse=True)
def cleared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leaves of the temporary folder what tests have that failed, and not the sites that many of them share."""
    yield
    for folder in tmp_path_factory.getbasetemp().iterdir():
        if not folder.name.startswith("test_"):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def way(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Says in which way a test was done that not every machine can do in the same way."""
    return partial(record_property, "way")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    done = [report for reports in terminalreporter.stats.values() for report in reports]
    ways = {str(value) for one in done for name, value in getattr(one, "user_properties", ()) if name == "way"}
    for way in sorted(ways):
        terminalreporter.write_line(f"done with: {way}")


@pytest.fixture
def site(tmp_path: Path) -> Sites:
    """Makes a site of the given files, beside those of the least valid site."""
    return lambda files: SmallSite(tmp_path / "site", files)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A temporary folder on another disk than the other folders of a test."""
    here = tmp_path.stat().st_dev
    others = [one for one in ("/dev/shm", "/var/tmp", "/tmp") if Path(one).is_dir() and Path(one).stat().st_dev != here]
    assert others, "this test needs a second disk at /dev/shm, /var/tmp or /tmp"
    folder = Path(tempfile.mkdtemp(dir=others[0]))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Templates with the right names and nothing in them: for tests of the content, which then take no time."""
    return bare_templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="session")
def warm() -> Warm:
    """Runs the command line in forks of one process."""
    return warm_process()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: run the tests with `make test`, which installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


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
