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


@pytest.mark.parametrize(("given", "day"), [([], -7), (["--upgrade"], -7), (["--exclude-newer", "2026-11-28"], 0)])
def test_what_was_published_this_week_is_not_taken_unless_asked(tmp_path: Path, given: list[str], day: int) -> None:
    """`uv`, which would ask PyPI, is a script here that writes down what it was asked."""
    shutil.copytree(TOP / "scripts", tmp_path / "scripts")
    tools = tmp_path / ".venv-supply/bin"
    tools.mkdir(parents=True)
    for name in ("requirements.lock", "requirements-test.lock", "requirements-supply.lock", ".python-version"):
        shutil.copy(TOP / name, tmp_path)
    shutil.copy(TOP / "requirements-supply.lock", tools.parent)
    for name, does in {"python": f'exec {sys.executable} "$@"', "uv": 'echo "$*" >> asked'}.items():
        (tools / name).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (tools / name).chmod(0o755)
    before = dt.datetime.now(dt.UTC).date()
    done = subprocess.run(["sh", "scripts/lock.sh", *given], cwd=tmp_path, capture_output=True, text=True)
    after = dt.datetime.now(dt.UTC).date()
    assert done.returncode == 0, done.stderr
    asked = re.findall(r"--exclude-newer (\S+)", (tmp_path / "asked").read_text("utf-8"))
    assert len(asked) == 3
    wanted = {str(today + dt.timedelta(days=day)) for today in (before, after)} if day else {"2026-11-28"}
    assert set(asked) <= wanted


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
    subprocess.run(["sh", "scripts/supply.sh", "sbom"], cwd=TOP, check=True)
    assert (TOP / "dist/g40site.cdx.json").read_bytes() == made
