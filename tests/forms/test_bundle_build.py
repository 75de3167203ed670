"""Every text of the forms is Dutch: one that is not fails the build."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.running import TOP

pytestmark = pytest.mark.process


def build(forms: Path) -> str:
    done = subprocess.run(["node", forms / "build.mjs", forms / "dist"], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """The source of the bundle, to change something in."""
    shutil.copytree(TOP / "forms", tmp_path / "forms", ignore=shutil.ignore_patterns("dist", "node_modules"))
    (tmp_path / "forms/node_modules").symlink_to(TOP / "forms/node_modules")
    return tmp_path / "forms"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"show_errors": None}, "These texts have no Dutch in src/nl.json: show_errors"),
        ({"nieuwe_tekst": "Nieuw"}, "Sveltia CMS has no such texts as src/nl.json has: nieuwe_tekst"),
        ({"save": "Sla je tekst op"}, 'The forms say "u", and here they do not: Sla je tekst op'),
    ],
)
def test_a_text_that_is_missing_or_not_ours_fails_the_build(forms: Path, change: dict[str, Any], message: str) -> None:
    texts = json.loads((forms / "src/nl.json").read_text("utf-8")) | change
    kept = {key: value for key, value in texts.items() if value is not None}
    (forms / "src/nl.json").write_text(json.dumps(kept), "utf-8")
    assert message in build(forms)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """Also one that is named from where somebody stands."""
    (tmp_path / "brieven").mkdir()
    (tmp_path / "brieven/brief.txt").write_text("Beste", "utf-8")
    done = subprocess.run(["sh", TOP / "scripts/forms.sh", "brieven"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"{tmp_path}/brieven has something else than a bundle in it" in done.stderr
    assert [path.name for path in (tmp_path / "brieven").iterdir()] == ["brief.txt"]


def test_another_sveltia_fails_the_build(forms: Path) -> None:
    cuts = forms / "cuts.mjs"
    cuts.write_text(cuts.read_text("utf-8").replace("entry_parse_errors", "other_errors"), "utf-8")
    assert "Sveltia CMS is another one (a file that is not opened is named, with the reason)" in build(forms)


def test_a_host_that_nobody_looked_at_fails_the_build(forms: Path) -> None:
    start = forms / "src/start.js"
    start.write_text(start.read_text("utf-8") + '\nfetch("https://elders.example/x");\n', "utf-8")
    assert "forms.js names a host that nobody has looked at: https://elders.example" in build(forms)


def test_code_made_of_text_fails_the_build(forms: Path) -> None:
    start = forms / "src/start.js"
    start.write_text(start.read_text("utf-8") + "\nnew Function(config.x)();\n", "utf-8")
    assert "makes code out of text, which the policy of the forms forbids" in build(forms)
