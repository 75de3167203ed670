"""The supply chain: packages with their hashes, and the list of what the program is made of."""

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.running import TOP


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-supply.lock"])
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    text = (TOP / lock).read_text("utf-8")
    assert "://" not in text
    assert " @ " not in text
    packages = re.split(r"\n(?=[a-z])", text)[1:]
    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==[^\s]+ ", package), package[:60]
        assert "--hash=sha256:" in package, package[:60]


@pytest.mark.parametrize("folder", ["forms", "tests"])
def test_every_locked_npm_package_has_its_hash_and_no_address(folder: str) -> None:
    lock = json.loads((TOP / folder / "package-lock.json").read_text("utf-8"))
    root = lock["packages"].pop("")
    assert root["dependencies"] == json.loads((TOP / folder / "package.json").read_text("utf-8"))["dependencies"]
    assert all(re.fullmatch(r"[0-9.]+", version) for version in root["dependencies"].values())
    assert lock["packages"]
    for name, package in lock["packages"].items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


class Locking:
    """`lock.sh` in its own folder; `uv`, which would ask PyPI, is a script here that writes down what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tools = folder, folder / ".venv-supply/bin"
        shutil.copytree(TOP / "scripts", folder / "scripts")
        self.tools.mkdir(parents=True)
        for name in ("requirements.lock", "requirements-test.lock", "requirements-supply.lock", ".python-version"):
            shutil.copy(TOP / name, folder)
        shutil.copy(TOP / "requirements-supply.lock", self.tools.parent)
        self.tool("python", f'exec {sys.executable} "$@"')
        self.tool("uv", 'echo "$*" >> asked')

    def tool(self, name: str, does: str) -> None:
        (self.tools / name).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (self.tools / name).chmod(0o755)

    def runs(self, *given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "scripts/lock.sh", *given], cwd=self.folder, capture_output=True, text=True)


@pytest.fixture
def locking(tmp_path: Path) -> Locking:
    return Locking(tmp_path)


@pytest.mark.process
@pytest.mark.parametrize(("given", "day"), [([], -7), (["--upgrade"], -7), (["--exclude-newer", "2026-11-28"], 0)])
def test_what_was_published_this_week_is_not_taken_unless_asked(locking: Locking, given: list[str], day: int) -> None:
    before = dt.datetime.now(dt.UTC).date()
    done = locking.runs(*given)
    after = dt.datetime.now(dt.UTC).date()
    assert (done.returncode, done.stdout) == (0, "Niets veranderd.\n"), done.stderr
    asked = re.findall(r"--exclude-newer (\S+)", (locking.folder / "asked").read_text("utf-8"))
    assert len(asked) == 3
    wanted = {str(today + dt.timedelta(days=day)) for today in (before, after)} if day else {"2026-11-28"}
    assert set(asked) <= wanted


@pytest.mark.process
def test_what_is_locked_anew_is_named_with_both_versions(locking: Locking) -> None:
    lock = locking.folder / "requirements.lock"
    text = lock.read_text("utf-8")
    (old,) = re.findall(r"^jinja2==(\S+)", text, re.MULTILINE)
    locking.tool("uv", "sed -i 's/^jinja2==[^ ]*/jinja2==99.1/; s/^anyio==/nieuw-pakket==/' requirements.lock")
    done = locking.runs("--upgrade-package", "Jinja2")
    assert done.returncode == 0, done.stderr
    gone, other, new = done.stdout.splitlines()
    assert gone.startswith("requirements.lock: anyio is weg, was ")
    assert other == f"requirements.lock: jinja2 was {old}, is nu 99.1"
    assert new.startswith("requirements.lock: nieuw-pakket is nieuw: ")


@pytest.mark.process
def test_other_bytes_of_the_same_versions_are_told(locking: Locking) -> None:
    locking.tool("uv", "echo '# anders' >> requirements.lock")
    assert locking.runs().stdout == "Geen versie veranderd, wel iets anders: kijk met git diff.\n"


@pytest.mark.process
@pytest.mark.parametrize("line", ["--index-url https://elders", "--find-links ./map", "-e .", "a @ file:///a"])
def test_a_lock_file_that_works_here_alone_is_refused(locking: Locking, line: str) -> None:
    locking.tool("uv", f"echo '{line}' >> requirements.lock")
    done = locking.runs()
    assert done.returncode == 2
    assert "names an address or a path" in done.stderr
    assert line in done.stdout


@pytest.mark.process
@pytest.mark.parametrize(
    "words", [["--upgrade-package", "jinja3"], ["--upgrade-package=jinja3"], ["-P", "jinja3"], ["-Pjinja3"]]
)
def test_a_package_that_is_in_no_lock_file_is_refused(locking: Locking, words: list[str]) -> None:
    done = locking.runs(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("jinja3 staat in geen enkel lockbestand; er is niets veranderd.")
    assert len(done.stderr.splitlines()) == 1
    assert not (locking.folder / "asked").exists()


@pytest.mark.process
@pytest.mark.parametrize("name", ["Jinja2", "et_xmlfile", "jinja2==3.1.6", "uv"])
def test_a_package_is_known_as_pip_knows_it(locking: Locking, name: str) -> None:
    assert locking.runs("--upgrade-package", name).returncode == 0


@pytest.mark.long
def test_the_list_of_what_the_program_is_made_of_has_every_dependency() -> None:
    subprocess.run(["sh", "scripts/supply.sh", "sbom"], cwd=TOP, check=True)
    made = (TOP / "dist/g40site.cdx.json").read_bytes()
    found = json.loads(made)
    assert found["bomFormat"] == "CycloneDX"
    names = {component["name"].lower() for component in found["components"]}
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (TOP / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    assert names == locked
    wanted = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {re.split(r"[^\w-]", one)[0] for one in wanted} <= names
    assert all(one["externalReferences"][0]["hashes"] for one in found["components"])
    forms = (TOP / "dist/forms.cdx.json").read_bytes()
    listed = {component["purl"]: component for component in json.loads(forms)["components"]}
    assert {"pkg:npm/%40sveltia/cms@0.221.1", "pkg:npm/esbuild@0.28.2"} <= {*listed}
    assert all(one["hashes"] and one["licenses"] for one in listed.values())
    subprocess.run(["sh", "scripts/supply.sh", "sbom"], cwd=TOP, check=True)
    assert (TOP / "dist/g40site.cdx.json").read_bytes() == made
    assert (TOP / "dist/forms.cdx.json").read_bytes() == forms
