"""Proposals that bring what only builds write, in real clones with the real scripts: none of it is believed or run."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.ci import forging
from tests.ci.forging import LIES, StoredCache
from tests.ci.repository import NEW_ITEM, Repository
from tests.ci.steps import ended, in_shell, run_job, workflow
from tests.running import NOW, TOP, environment, run, tree

pytestmark = pytest.mark.process
SAID = "Git houdt .cache bij."


class Main(Repository):
    """The main branch of a repository, and a clone of it as a server of one's own has: built every night."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.commit({".gitignore": "/.cache/\n/public/\n/.venv/\n"})
        self.server = folder.parent / "server"
        self.temporary = folder.parent / "temp"

    def clone(self) -> None:
        subprocess.run(["git", "clone", "--quiet", self.folder, self.server], check=True, capture_output=True)

    def pull(self) -> None:
        """What was merged; files that git ignored until now are overwritten without a word."""
        words = ("-c", "protocol.file.allow=always", "pull", "--quiet", "--ff-only", "--recurse-submodules")
        subprocess.run(["git", *words, "origin", "main"], cwd=self.server, check=True, capture_output=True)

    def merge(self) -> None:
        """Somebody merges the proposal, whatever its check said."""
        self.git("switch", "--quiet", "main")
        self.git("merge", "--quiet", "--ff-only", "HEAD@{1}")

    def build(self) -> subprocess.CompletedProcess[str]:
        return run("build", "--now", NOW, cwd=self.server)

    def site(self) -> dict[str, bytes]:
        return tree(self.server / "public")

    def forged(self, lie: Callable[[StoredCache], None], output: Path) -> None:
        """A proposal with the cache of an honest build to `output`, and a lie in it."""
        self.git("switch", "--quiet", "--create", "voorstel")
        self.commit(
            {f"content/media/{name}.txt": data.decode() for name, data in zip("abc", LIES.values(), strict=True)}
        )
        assert run("build", "--now", NOW, "--output", output, cwd=self.folder).returncode == 0
        lie(StoredCache(self.folder / ".cache"))
        if output.exists():
            shutil.rmtree(output)
        self.git("add", "--force", ".cache")
        self.git("commit", "--quiet", "--message", "a")
        self.git("switch", "--quiet", "main")
        self.git("switch", "--quiet", "--detach")
        self.git("merge", "--quiet", "--no-ff", "--no-edit", "voorstel")


@pytest.fixture
def main(repository: Repository) -> Main:
    return Main(repository.folder)


FORGERIES = [StoredCache.rows_in_the_cache, StoredCache.names_of_sources]


@pytest.mark.parametrize("lie", FORGERIES)
def test_a_forged_cache_stops_the_check_of_a_proposal(main: Main, lie: Callable[[StoredCache], None]) -> None:
    """First the step that looks for it; and where that is not run, the build itself."""
    website = main.temporary / "voorstel/website"
    main.forged(lie, website)
    ran = main.check(outside=True)
    assert ran.code == 1
    assert "in `.cache`. Een build zou ze geloven." in ran.log
    assert not website.exists()
    command = [sys.executable, ".ci/proposal.py", "--old", str(main.temporary / "hoofdversie")]
    done = ended([*command, ".", str(main.temporary / "voorstel")], environment(), main.folder)
    assert done.returncode == 2
    assert SAID in done.stdout
    assert SAID in main.told()
    assert not (main.temporary / "voorstel/voorbeeld").exists()
    assert not {*LIES.values()} & {*tree(main.temporary / "voorstel").values()}


@pytest.mark.parametrize("lie", FORGERIES)
def test_a_forged_cache_that_was_merged_changes_nothing_on_a_server(
    main: Main, lie: Callable[[StoredCache], None]
) -> None:
    main.clone()
    assert main.build().returncode == 0
    before = main.site()
    main.forged(lie, main.folder / "public")
    main.merge()
    main.pull()
    for _ in range(2):
        done = main.build()
        assert (done.returncode, SAID in done.stderr) == (2, True)
        assert main.site() == before
    # As the message says. Then the site is that of the sources, and nothing else.
    main.commit({})
    main.git("rm", "-r", "--quiet", "--cached", ".cache")
    main.commit({})
    shutil.rmtree(main.folder / ".cache")
    main.pull()
    shutil.rmtree(main.server / ".cache", ignore_errors=True)
    assert main.build().returncode == 0
    assert not {"shell.php", "assets/evil.js"} & main.site().keys()
    assert main.site()["index.html"] != LIES["index.html"]


def test_where_git_does_not_keep_it_a_lie_publishes_nothing_that_no_source_asks_for(main: Main) -> None:
    """As on a machine where somebody could write the cache once: the plan decides what there is, and for how long."""
    main.clone()
    assert main.build().returncode == 0
    honest = main.site()
    for lie in reversed(FORGERIES):
        lie(StoredCache(main.server / ".cache", ("2026-11-24T00:00:00+01:00", "2026-11-25T00:00:00+01:00")))
        shutil.rmtree(main.server / "public")
        assert main.build().returncode == 0
        assert main.site().keys() == honest.keys()


@pytest.mark.parametrize("task", ["audit", *(pytest.param(one, marks=pytest.mark.long) for one in ("sbom", "uv"))])
def test_tools_that_a_proposal_brings_in_the_cache_are_not_run(task: str, main: Main) -> None:
    """`make audit`, `sbom` and `lock` end without them: here nothing can be fetched to install the real ones."""
    main.clone()
    for name in ("scripts", "requirements-supply.lock", "pyproject.toml"):
        copy = shutil.copytree if (TOP / name).is_dir() else shutil.copy
        copy(TOP / name, main.server / name)
    lock = (TOP / "requirements-supply.lock").read_text("utf-8")
    supply = {f".cache/supply/{name}": lock for name in ("requirements-supply.lock",)}
    supply |= {
        f".cache/supply/bin/{tool}": '#!/bin/sh\ntouch "$(git rev-parse --show-toplevel)/ran"\n'
        for tool in ("python", "pip", "pip-audit", "uv", "cyclonedx-py")
    }
    main.commit({})
    for name, text in supply.items():
        path = main.server / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(0o755)
    nowhere = environment({"PIP_NO_INDEX": "1", "PYTHON": sys.executable})
    done = subprocess.run(["sh", "scripts/supply.sh", task], cwd=main.server, env=nowhere, capture_output=True)
    assert done.returncode != 0
    assert not (main.server / "ran").exists()


def test_a_published_folder_that_a_proposal_brings_stops_its_check_and_is_not_placed(main: Main) -> None:
    """With a list that names its files as ours, as an earlier build would have left it."""
    main.clone()
    assert main.build().returncode == 0
    listed = "".join(f"{forging.sha_of(data)}  {path}\n" for path, data in sorted(LIES.items()))
    public = {f"public/{path}": data.decode() for path, data in LIES.items()} | {
        "public/MANIFEST": f"# 2026-11-24\n{listed}"
    }
    main.git("switch", "--quiet", "--create", "voorstel")
    for name, text in public.items():
        path = main.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    main.git("add", "--force", "public")
    main.git("commit", "--quiet", "--message", "a")
    assert main.check(outside=True).code == 1
    assert "in `public`." in main.told()
    main.git("switch", "--quiet", "main")
    main.git("merge", "--quiet", "--ff-only", "voorstel")
    main.pull()
    assert main.build().returncode == 0
    assert not {"shell.php", "assets/evil.js"} & main.site().keys()
    assert main.site()["index.html"] != LIES["index.html"]


def test_a_folder_that_a_job_writes_in_cannot_be_brought_on_gitlab(main: Main) -> None:
    """There the jobs write below the checkout, and what stands in that folder is kept, shown and placed."""
    pipeline = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))
    for job, file in (("controle", "voorstel/voorbeeld/OPEN-MIJ.html"), ("website", "site/website/shell.php")):
        main.commit({file: "van een ander", **NEW_ITEM})
        done = in_shell(pipeline[job]["script"][0], main.folder, {"GITLAB_CI": "true"})
        assert done.returncode == 1, job
        assert f"in `{file.partition('/')[0]}`." in done.stdout
        assert not (main.folder / file).exists()
        main.commit({})


def test_an_environment_that_a_proposal_brings_stops_its_check_and_is_not_run(main: Main) -> None:
    planted = main.folder / ".venv/bin/python"
    main.git("switch", "--quiet", "--create", "voorstel")
    planted.parent.mkdir(parents=True)
    planted.write_text(f"#!/bin/sh\ntouch {main.temporary}-ran\n", "utf-8")
    planted.chmod(0o755)
    main.git("add", "--force", ".venv")
    main.git("commit", "--quiet", "--message", "a")
    assert main.check(outside=True).code == 1
    assert "in `.venv`." in main.told()
    shutil.copytree(TOP / "scripts", main.folder / "scripts")
    shutil.copy(TOP / ".python-version", main.folder)
    done = subprocess.run(
        ["sh", "scripts/venv.sh", "requirements.lock"], cwd=main.folder, env=environment(), capture_output=True
    )
    assert done.returncode == 2
    assert not Path(f"{main.temporary}-ran").exists()


def test_a_link_to_a_folder_that_a_proposal_brings_is_not_followed(main: Main) -> None:
    main.clone()
    assert main.build().returncode == 0
    before = main.site()
    main.forged(StoredCache.rows_in_the_cache, main.folder / "public")
    main.git("switch", "--quiet", "--create", "anders")
    main.git("mv", "-f", ".cache", "content/media/cache")
    (main.folder / ".cache").symlink_to("content/media/cache")
    main.git("add", "--force", ".cache")
    main.git("commit", "--quiet", "--message", "a")
    assert main.check(outside=True).code == 1
    assert "in `.cache`." in main.told()
    main.git("switch", "--quiet", "main")
    main.git("merge", "--quiet", "--ff-only", "anders")
    shutil.rmtree(main.server / ".cache")
    main.pull()
    assert (main.server / ".cache").is_symlink()
    done = main.build()
    assert (done.returncode, SAID in done.stderr) == (2, True)
    assert main.site() == before


def test_a_cache_that_comes_as_a_repository_of_its_own_is_not_believed(main: Main, tmp_path: Path) -> None:
    main.clone()
    assert main.build().returncode == 0
    before = main.site()
    main.forged(StoredCache.rows_in_the_cache, main.folder / "public")
    other = tmp_path / "ander"
    shutil.copytree(main.folder / ".cache", other)
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "a")):
        who = ("-c", "user.name=a", "-c", "user.email=a@example.nl")
        subprocess.run(["git", *who, *words], cwd=other, check=True, capture_output=True)
    main.git("switch", "--quiet", "main")
    main.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "--force", str(other), ".cache")
    main.commit({})
    ran = run_job(workflow("site.yml")["jobs"]["site"], main.folder, main.temporary, {})
    assert ran.code == 1
    assert "in `.cache`." in ran.log
    shutil.rmtree(main.server / ".cache")
    main.pull()
    done = main.build()
    assert (done.returncode, SAID in done.stderr) == (2, True)
    assert main.site() == before
