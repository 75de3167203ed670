"""The supply chain: packages with their hashes, and the list of what the program is made of."""

import json
import re
import subprocess
import tomllib

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
