"""The formats of the editing forms in a process of Node; their bundle, made once; and the forms as people have them:
behind nginx with the policy that `hosting` prints, one editor at them, and a host for what is saved.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Route

from tests.forms import gitlab
from tests.forms.desk import Desk, at_desk
from tests.forms.gitlab import APPLICATION, PROJECT, GitLab
from tests.forms.sites import FILES
from tests.hosts.servers import open_folder, running
from tests.once import shared
from tests.running import NOW, TOP, copied_program, run
from tests.sites import NO_CARDS, SmallSite, settings


class Refused(Exception):
    """What a format cannot keep; the sentence is what an editor reads."""


class Formats:
    """`formats("open-yaml", text)`: what a format gives, by the code that the forms run."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def __call__(self, step: str, *given: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([step, *given]) + "\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        if sentence := reply.get("refusal"):
            raise Refused(sentence)
        assert "fault" not in reply, reply["fault"]
        return reply["value"]


@pytest.fixture(scope="session")
def formats() -> Iterator[Formats]:
    command = ["node", str(TOP / "tests/forms/in_place.mjs")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Formats(process)
        assert process.stdin
        process.stdin.close()


@pytest.fixture(scope="session")
def make_bundle() -> Callable[[Path], None]:
    return lambda folder: subprocess.run(["sh", TOP / "scripts/forms.sh", folder], check=True)


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory, make_bundle: Callable[[Path], None]) -> Iterator[Path]:
    """The folder with the bundle of the forms."""
    with shared(tmp_path_factory, "forms", make_bundle) as folder:
        yield folder


# In a test store: what is saved stays in the browser.
STORE = {"name": "test-repo"}
Desks = Callable[..., AbstractContextManager[Desk]]


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitLab]:
    with gitlab.running(tmp_path_factory.mktemp("gitlab")) as found:
        yield found


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Path:
    """The program with the bundle where it looks for it."""
    folder = copied_program(tmp_path_factory.mktemp("program"))
    shutil.copytree(bundle, folder / "forms/dist")
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, program: Path, host: GitLab) -> SmallSite:
    """A site with forms that are kept on the host, and published."""
    at = f"{{kind: gitlab, url: {host.url}, project: {PROJECT}, application: {APPLICATION}}}"
    files = {**FILES, "site.yaml": settings(NO_CARDS, f"forms: {at}")}
    site = SmallSite(tmp_path_factory.mktemp("forms") / "site", files)
    done = run("build", "--root", site.root, "--now", NOW, program=program)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="session")
def address(small: SmallSite, program: Path) -> Iterator[str]:
    """Where the published site can be visited."""
    with open_folder() as folder:
        shutil.copytree(small.public, folder / "public")
        done = run("hosting", "nginx", "--root", small.root, "--output", folder / "public", program=program)
        with running("nginx", done.stdout, folder, "/") as server:
            yield f"http://127.0.0.1:{server.port}/"


@pytest.fixture
def desks(browser: Browser, address: str) -> Desks:
    """Editors at the forms, each with a browser of their own."""
    return partial(at_desk, browser, address)


@pytest.fixture
def desk(desks: Desks, small: SmallSite) -> Iterator[Desk]:
    """An editor in the test store, which has the content of the site."""
    with desks() as found:
        with_store(found.context)
        found.fill(small.root)
        found.enter()
        yield found


def with_store(context: BrowserContext) -> None:
    """The same forms, but what they save stays in the browser."""

    def answer(route: Route) -> None:
        config: dict[str, Any] = route.fetch().json()
        del config["publish_mode"]
        route.fulfill(body=json.dumps(config | {"backend": STORE}), content_type="application/json")

    context.route("**/beheer/config.json", answer)


@pytest.fixture
def repository(host: GitLab, small: SmallSite, tmp_path: Path) -> Iterator[GitLab]:
    """The host with the content of the site on its main branch, and nothing else; nobody is signed in."""
    work, host.repository = tmp_path / "work", tmp_path / "site.git"
    shutil.copytree(small.root, work, ignore=shutil.ignore_patterns("public", ".cache"))
    for command in (
        ["init", "--quiet", "--initial-branch", "main"],
        ["add", "--all"],
        ["-c", "user.name=a", "-c", "user.email=a@example.nl", "commit", "--quiet", "--message", "Begin"],
        ["clone", "--quiet", "--bare", ".", str(host.repository)],
    ):
        subprocess.run(["git", *command], cwd=work, check=True, capture_output=True)
    host.clear()
    yield host
    assert host.unknown == []
