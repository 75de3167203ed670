"""The supply chain: what CI may do and runs, and the list of what the program is made of."""

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.running import TOP

WORKFLOWS = sorted((TOP / ".github/workflows").glob("*.yml"))


def workflow(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [*WORKFLOWS, TOP / "SECURITY.md"], ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    used = re.findall(r"uses: (\S+)( # v\d+\.\d+\.\d+)?$", path.read_text("utf-8"), re.MULTILINE)
    assert used
    for action, version in used:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", action), action
        assert version, action


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_says(path: Path) -> None:
    read = workflow(path)
    assert read["permissions"] in ({}, {"contents": "read"})
    for job in read["jobs"].values():
        assert job["timeout-minutes"] <= 30
        rights = {right for right, how in job.get("permissions", {}).items() if how == "write"}
        assert not rights or "pull_request" not in read[True]
        assert "secrets." not in json.dumps(job)


def test_a_pull_request_gets_no_secret_and_only_reads() -> None:
    """The triggers stand under `on`, which YAML takes for true."""
    for path in WORKFLOWS:
        assert "pull_request_target" not in workflow(path)[True]
    site = workflow(TOP / ".github/workflows/site.yml")
    assert site["permissions"] == {"contents": "read"}
    (job,) = site["jobs"].values()
    checkout = next(step for step in job["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", [*WORKFLOWS, TOP / ".gitlab-ci.yml", TOP / "SECURITY.md"], ids=lambda path: path.name)
def test_packages_are_installed_by_their_hashes(path: Path) -> None:
    for line in re.findall(r"^.*pip install.*$", path.read_text("utf-8"), re.MULTILINE):
        assert "--require-hashes" in line or "`pip install`" in line, line


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-supply.lock"])
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    packages = re.split(r"\n(?=[a-z])", (TOP / lock).read_text("utf-8"))[1:]
    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==[^\s]+ ", package), package[:60]
        assert "--hash=sha256:" in package, package[:60]


@pytest.mark.long
def test_the_list_of_what_the_program_is_made_of_has_every_dependency() -> None:
    subprocess.run(["sh", "tests/tools/supply.sh", "sbom"], cwd=TOP, check=True)
    made = (TOP / "dist/g40site.cdx.json").read_bytes()
    found = json.loads(made)
    assert found["bomFormat"] == "CycloneDX"
    names = {component["name"].lower() for component in found["components"]}
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (TOP / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    assert names == locked
    wanted = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {re.split(r"[^\w-]", one)[0] for one in wanted} <= names
    assert all(one["externalReferences"][0]["hashes"] for one in found["components"])
    subprocess.run(["sh", "tests/tools/supply.sh", "sbom"], cwd=TOP, check=True)
    assert (TOP / "dist/g40site.cdx.json").read_bytes() == made
