"""The wheel: it carries the templates and works on its own, on another root, outside the checkout."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.running import NOW, TOP, environment, tree
from tests.sites import TEMPLATES, SmallSite


def run(*words: object) -> None:
    given = environment({"HOME": "/nonexistent", "PIP_NO_CACHE_DIR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, env=given, cwd=TOP)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.process
def test_the_wheel_has_the_program_and_its_templates_and_no_content(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    carried = {name.removeprefix("g40site/_templates/") for name in names if name.startswith("g40site/_templates/")}
    assert carried == set(tree(TEMPLATES))
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"g40site"}
    endings = (".py", ".toml", ".svg", ".js", ".css", ".md", ".html")
    code = {p.relative_to(TOP).as_posix() for p in (TOP / "g40site").rglob("*") if p.suffix in endings}
    assert {"g40site/preview/client.js", "g40site/preview/client.css", "g40site/diagnostics/nl.toml"} <= code
    assert code <= names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


@pytest.mark.process
def test_the_installed_command_builds_another_root(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True, symlinks=True)
    python = tmp_path / "venv/bin/python"
    run(python, "-m", "pip", "install", "--no-index", "--no-deps", wheel)
    # The dependencies come from the environment of the tests, since there may be no network.
    here = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True
    ).stdout.strip()
    (Path(here) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    site = SmallSite(
        tmp_path / "site", {"content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n"}
    )
    done = subprocess.run(
        [tmp_path / "venv/bin/g40site", "build", "--root", site.root, "--now", NOW],
        capture_output=True,
        text=True,
        env=environment(),
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"De site staat in {site.public}" in done.stdout
    installed = tree(site.public)
    site.build(output=tmp_path / "uit-de-checkout")
    assert tree(tmp_path / "uit-de-checkout") == installed
