"""Equal inputs give equal bytes, whatever the machine, the folder, the time of day or the order of files."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conftest import SmallSite
from tests.running import NOW, run, tree
from tests.test_pages import FILES


def built(root: Path, names: Iterable[str], env: dict[str, str] | None = None, *more: str) -> dict[str, bytes]:
    site = SmallSite(root, {name: FILES[name] for name in names})
    done = run("build", "--root", root, "--now", NOW, *more, env=env)
    assert done.returncode == 0, done.stderr
    return tree(site.public)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("same") / "site", FILES)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Pacific/Auckland", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
        {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LANG": "POSIX", "PYTHONOPTIMIZE": "1"},
    ],
)
def test_the_environment_changes_no_byte(reference: dict[str, bytes], tmp_path: Path, env: dict[str, str]) -> None:
    assert differences(reference, built(tmp_path / "een andere map – met é", FILES, env)) == []


def test_the_order_and_age_of_files_change_no_byte(reference: dict[str, bytes], tmp_path: Path) -> None:
    root = tmp_path / "site"
    SmallSite(root, {name: FILES[name] for name in reversed(list(FILES))})
    for number, path in enumerate(sorted(root.rglob("*"))):
        os.utime(path, (number * 1000, number * 1000))
    assert run("build", "--root", root, "--now", NOW).returncode == 0
    assert differences(reference, tree(root / "public")) == []


def test_the_way_in_which_the_root_is_named_changes_no_byte(reference: dict[str, bytes], tmp_path: Path) -> None:
    SmallSite(tmp_path / "site", FILES)
    (tmp_path / "koppeling").symlink_to("site")
    for root, output, cwd in (
        (".", "uit1", tmp_path / "site"),
        ("koppeling", "koppeling/uit2", tmp_path),
        ("site/../site/", "uit3", tmp_path),
    ):
        assert run("build", "--root", root, "--output", output, "--now", NOW, cwd=cwd).returncode == 0
        assert differences(reference, tree(cwd / output)) == []


def test_a_moment_is_the_same_in_every_zone_in_which_it_is_written(reference: dict[str, bytes], tmp_path: Path) -> None:
    for number, now in enumerate(("2026-11-24T12:00+01:00", "2026-11-24T11:00Z", "2026-11-25T00:00+13:00")):
        root = tmp_path / str(number)
        SmallSite(root, FILES)
        assert run("build", "--root", root, "--now", now).returncode == 0
        assert differences(reference, tree(root / "public")) == []


def test_the_hour_of_the_day_changes_no_byte_when_nothing_ends(reference: dict[str, bytes], tmp_path: Path) -> None:
    SmallSite(tmp_path / "site", FILES)
    assert run("build", "--root", tmp_path / "site", "--now", "2026-11-24T00:00:01").returncode == 0
    assert differences(reference, tree(tmp_path / "site/public")) == []


def test_line_ends_and_a_byte_order_mark_change_no_byte(reference: dict[str, bytes], tmp_path: Path) -> None:
    root = tmp_path / "site"
    SmallSite(root, FILES)
    for path in (*root.rglob("*.md"), *root.rglob("*.yaml")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("build", "--root", root, "--now", NOW).returncode == 0
    assert differences(reference, tree(root / "public")) == []
