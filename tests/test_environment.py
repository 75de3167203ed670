"""What `make` makes before anything else: `.venv`, anew where it is broken, with the command that documents name."""

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.running import TOP, environment

OLDEST = (TOP / ".python-version").read_text("utf-8").strip()
PYTHON = Path(sys.base_prefix) / "bin" / Path(sys.executable).resolve().name


class Checkout:
    """A checkout of a program that needs no packages; `make` runs the real script."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(TOP / "scripts", folder / "scripts")
        shutil.copy(TOP / ".python-version", folder)
        (folder / "requirements.lock").write_text("# nothing\n", "utf-8")
        (folder / "build.py").write_text("import sys; print('built', *sys.argv[1:], sys.prefix)\n", "utf-8")

    def sh(self, *words: object) -> subprocess.CompletedProcess[str]:
        said = environment({"PYTHON": str(PYTHON)})
        return subprocess.run(list(map(str, words)), cwd=self.folder, env=said, capture_output=True, text=True)

    def make(self) -> None:
        done = self.sh("sh", "scripts/venv.sh", "requirements.lock")
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    checkout = Checkout(tmp_path_factory.mktemp("checkout") / "program")
    checkout.make()
    return checkout


@pytest.mark.process
def test_the_command_of_the_documentation_is_there(made: Checkout) -> None:
    said = f"built verify {made.folder}/.venv\n"
    assert made.sh(".venv/bin/g40site", "verify").stdout == said
    # Activated, from another folder.
    assert (
        made.sh("env", f"PATH={made.folder}/.venv/bin:/usr/bin:/bin", "sh", "-c", "cd / && g40site verify").stdout
        == said
    )


@pytest.mark.process
def test_what_is_well_is_left_alone(made: Checkout) -> None:
    (made.folder / ".venv/mark").touch()
    made.make()
    assert (made.folder / ".venv/mark").exists()


@pytest.mark.process
@pytest.mark.parametrize("broken", ["gone", pytest.param("another", marks=pytest.mark.long), "command"])
def test_a_broken_environment_is_mended(made: Checkout, broken: str) -> None:
    venv = made.folder / ".venv"
    match broken:
        case "gone":  # the system's Python went away under it
            (venv / "bin/python").unlink()
            (venv / "bin/python").symlink_to("/usr/bin/python-that-is-gone")
        case "another":  # the system's Python became another one, which looks for packages in a folder of its own
            (packages,) = (venv / "lib").glob("python3*")
            packages.rename(venv / "lib/python3.1")
        case _:
            (venv / "bin/g40site").unlink()
    made.make()
    assert made.sh(".venv/bin/python", "-c", "print('well')").stdout == "well\n"
    assert made.sh(".venv/bin/g40site").stdout == f"built {venv}\n"


# A pip that installs in no other environment than its own, as old ones do. The real one is further on the path.
OLD_PIP = """\
import runpy, sys
if "--python" in sys.argv:
    sys.exit(2)
sys.path.remove(__file__.rpartition("/")[0])
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""


@pytest.mark.process
@pytest.mark.parametrize("old_pip", [False, True])
def test_nothing_is_made_that_a_build_does_not_need(tmp_path: Path, old_pip: bool) -> None:
    """A build uses part of the packages; to compile them all, or to make a pip, takes longer than to install them."""
    file, info = tmp_path / "ready-1-py3-none-any.whl", "ready-1.dist-info"
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr("ready.py", "")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: ready\nVersion: 1\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    given = ["env", f"PIP_FIND_LINKS={tmp_path}", "PIP_NO_INDEX=1"]
    if old_pip:
        (tmp_path / "old").mkdir()
        (tmp_path / "old/pip.py").write_text(OLD_PIP, "utf-8")
        given.append(f"PYTHONPATH={tmp_path}/old")
    checkout = Checkout(tmp_path / "een program")
    lock = checkout.folder / "requirements.lock"
    for said, installed in (("0" * 64, False), (hashlib.sha256(file.read_bytes()).hexdigest(), True)):
        lock.write_text(f"ready==1 --hash=sha256:{said}\n", "utf-8")
        done = checkout.sh(*given, "sh", "scripts/venv.sh", lock.name)
        assert (done.returncode == 0) is installed, done.stderr
        assert bool(list(checkout.folder.glob(".venv/lib/*/site-packages/ready.py"))) is installed
    assert not list(checkout.folder.glob(".venv/lib/*/site-packages/__pycache__/ready.*"))
    # The Python of Debian may have no pip at all.
    if old_pip or subprocess.run([PYTHON, "-m", "pip", "--version"]).returncode == 0:
        assert (checkout.folder / ".venv/bin/pip").exists() is old_pip


@pytest.mark.process
@pytest.mark.parametrize(("script", "folder"), [("venv.sh", ".venv"), ("supply.sh", ".venv-supply")])
def test_an_environment_that_came_with_the_repository_is_never_run(tmp_path: Path, script: str, folder: str) -> None:
    checkout = Checkout(tmp_path / "program")
    for name in ("python", "uv", "pip-audit"):
        planted = checkout.folder / folder / "bin" / name
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", "utf-8")
        planted.chmod(0o755)
    shutil.copy(TOP / "requirements-supply.lock", checkout.folder)
    for lock in checkout.folder.glob("*.lock"):
        shutil.copy(lock, checkout.folder / folder)
    assert checkout.sh("sh", "-c", "git init -q && git add --force --all").returncode == 0
    done = checkout.sh("sh", f"scripts/{script}", "audit")
    assert done.returncode == 2
    assert f"git rm -r --cached {folder}" in done.stderr
    assert not (tmp_path / "ran").exists()


def test_the_tools_of_the_supply_chain_stand_where_no_cache_comes() -> None:
    """`.cache` may come from somebody else: nothing of it is ever run."""
    for script in (*TOP.glob("scripts/*"), TOP / "Makefile"):
        if script.is_file():
            assert ".cache/" not in script.read_text("utf-8"), script.name


def test_the_version_of_python_stands_in_one_place() -> None:
    """What cannot read it from there says the same."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["requires-python"] == f">={OLDEST}"
    assert project["tool"]["mypy"]["python_version"] == OLDEST
    assert project["tool"]["ruff"]["target-version"] == "py" + OLDEST.replace(".", "")
    assert f"sys.version_info < ({OLDEST.replace('.', ', ')})" in (TOP / "build.py").read_text("utf-8")
    pipeline = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))
    assert pipeline["variables"]["PYTHON_VERSION"] == OLDEST
    assert pipeline["default"]["image"].startswith("python:${PYTHON_VERSION}-")
    for workflow in (TOP / ".github/workflows").glob("*.yml"):
        text = workflow.read_text("utf-8")
        assert "python-version:" not in text, workflow.name
        named = re.findall(r"python-version-file: .*(?<![\w.])\.python-version$", text, re.MULTILINE)
        assert len(named) == text.count("actions/setup-python@"), workflow.name


# What the scripts of the tests themselves call.
PLAIN = ("sh", "dirname", "printf", "id", "cmp", "cp", "mkdir", "env", "cat")


@pytest.mark.process
def test_what_the_system_lacks_is_named_before_anything_is_installed(tmp_path: Path) -> None:
    """On a system with a shell and nothing else, as its owner and as anybody."""
    bare = tmp_path / "bin"
    bare.mkdir()
    for name in PLAIN:
        (bare / name).symlink_to(str(shutil.which(name)))
    apt = bare / "apt-get"
    apt.write_text(f"#!/bin/sh\necho called >{tmp_path}/apt\n", "utf-8")
    apt.chmod(0o755)
    given = {"PATH": str(bare), "INSTALL": "no", "HOME": str(tmp_path)}
    done = subprocess.run(["sh", TOP / "tests/tools/pytest.sh"], env=given, capture_output=True, text=True)
    assert done.returncode == 2
    for word in ("Java 11", "Node.js 18", "nginx", "rsync", "Chromium"):
        assert word in done.stderr, word
    assert "installed now" not in done.stderr
    assert not (tmp_path / "apt").exists()
