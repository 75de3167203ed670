"""Equal inputs give equal bytes, whatever the machine, the folder, the time of day or the order of files."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.engine.edits import changed
from tests.hosts.servers import open_folder
from tests.running import NOW, TOP, command, copied_program, environment, run, tree
from tests.sites import FILES, SmallSite
from tests.warm import run as warm_run

pytestmark = pytest.mark.process


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
    assert warm_run("build", "--root", root, "--now", NOW).returncode == 0
    assert differences(reference, tree(root / "public")) == []


def test_the_way_in_which_the_root_is_named_changes_no_byte(reference: dict[str, bytes], tmp_path: Path) -> None:
    SmallSite(tmp_path / "site", FILES)
    (tmp_path / "koppeling").symlink_to("site")
    for root, output, cwd in (
        (".", "uit1", tmp_path / "site"),
        ("koppeling", "koppeling/uit2", tmp_path),
        ("site/../site/", "uit3", tmp_path),
    ):
        assert warm_run("build", "--root", root, "--output", output, "--now", NOW, cwd=cwd).returncode == 0
        assert differences(reference, tree(cwd / output)) == []


def test_a_moment_is_the_same_in_every_zone_in_which_it_is_written(reference: dict[str, bytes], tmp_path: Path) -> None:
    for number, now in enumerate(("2026-11-24T11:00Z", "2026-11-25T00:00+13:00")):
        root = tmp_path / str(number)
        SmallSite(root, FILES)
        assert warm_run("build", "--root", root, "--now", now).returncode == 0
        assert differences(reference, tree(root / "public")) == []


def test_the_hour_of_the_day_changes_no_byte_when_nothing_ends(reference: dict[str, bytes], tmp_path: Path) -> None:
    SmallSite(tmp_path / "site", FILES)
    assert warm_run("build", "--root", tmp_path / "site", "--now", "2026-11-24T00:00:01").returncode == 0
    assert differences(reference, tree(tmp_path / "site/public")) == []


def test_line_ends_and_a_byte_order_mark_change_no_byte(reference: dict[str, bytes], tmp_path: Path) -> None:
    root = tmp_path / "site"
    SmallSite(root, FILES)
    for path in (*root.rglob("*.md"), *root.rglob("*.yaml")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert warm_run("build", "--root", root, "--now", NOW).returncode == 0
    assert differences(reference, tree(root / "public")) == []


SHUFFLED = """\
import os, random, runpy, sys
real = os.scandir
class Shuffled:
    def __init__(self, *given):
        with real(*given) as found:
            self.entries = list(found)
        random.shuffle(self.entries)
        self.found = iter(self.entries)
    def __iter__(self): return self
    def __next__(self): return next(self.found)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
os.scandir = Shuffled
listed = os.listdir
os.listdir = lambda *given: random.sample(names := listed(*given), len(names))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_the_order_in_which_a_disk_tells_its_files_changes_no_byte(reference: dict[str, bytes], tmp_path: Path) -> None:
    SmallSite(tmp_path / "site", FILES)
    for number in range(2):
        output = tmp_path / f"uit{number}"
        words = command("build", "--root", tmp_path / "site", "--output", output, "--now", NOW)
        done = subprocess.run([words[0], "-c", SHUFFLED, *words[1:]], env=environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert differences(reference, tree(output)) == []


@pytest.mark.parametrize("more", [("--jobs", "1"), ("--jobs", "3"), ("--no-cache",), ("--verify",)], ids=" ".join)
def test_the_way_of_working_changes_no_byte(reference: dict[str, bytes], tmp_path: Path, more: tuple[str, ...]) -> None:
    assert differences(reference, built(tmp_path / "site", FILES, None, *more)) == []


def test_another_user_and_mask_change_no_byte(reference: dict[str, bytes], way: Callable[[str], None]) -> None:
    """Only who may become somebody else can try that out; the mask anybody can change."""
    with open_folder() as folder:
        SmallSite(folder / "site", FILES)
        output = folder / "uit"
        output.mkdir(mode=0o777)
        output.chmod(0o777)
        words = command("build", "--root", folder / "site", "--output", output, "--now", NOW)
        user = 65534 if os.geteuid() == 0 and os.access(words[0], os.X_OK) and readable_by_all(words[0]) else None
        way("another user and another mask" if user else "the same user with another mask: only root may be another")
        for path in (folder, folder / "site"):
            path.chmod(0o777)
        done = subprocess.run(words, env=environment(), user=user, umask=0o077, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert differences(reference, tree(output)) == []


def readable_by_all(program: str) -> bool:
    """Whether another user can run this Python at all."""
    folders = [Path(program).absolute(), *Path(program).resolve().parents, *Path(program).absolute().parents, TOP]
    return all(path.stat().st_mode & 0o005 == 0o005 for path in folders)


def other_pythons() -> list[str]:
    """Every newer Python that this machine has; the site is built with the locked packages in each."""
    found = [shutil.which(f"python3.{minor}") for minor in (12, 13, 14)]
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted(home.glob("versions/3.1[234].*/bin/python")) if os.access(home, os.R_OK) else []
    works = [
        path for path in (*filter(None, found), *map(str, kept)) if subprocess.run([path, "-c", ""]).returncode == 0
    ]
    return list({Path(path).resolve(): path for path in works}.values())


@pytest.mark.long
def test_another_python_and_install_path_change_no_byte(reference: dict[str, bytes], tmp_path: Path) -> None:
    for number, python in enumerate(other_pythons()):
        assert differences(reference, built_by(python, tmp_path / str(number))) == [], python


def built_by(python: str, tmp_path: Path) -> dict[str, bytes]:
    """What another Python makes, with the locked packages and the program in folders of its own."""
    home = tmp_path / "een omgeving"
    subprocess.run([python, "-m", "venv", home], check=True)
    quiet = ("--quiet", "--disable-pip-version-check", "--require-hashes")
    subprocess.run([home / "bin/pip", "install", *quiet, "-r", TOP / "requirements.lock"], check=True)
    program = copied_program(tmp_path / "elders")
    SmallSite(tmp_path / "site", FILES)
    words = ("build", "--root", tmp_path / "site", "--now", NOW)
    done = subprocess.run(
        [home / "bin/python", program / "build.py", *words], env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return tree(tmp_path / "site/public")


def test_a_newer_program_takes_nothing_of_what_the_older_one_made(tmp_path: Path) -> None:
    """Its pages say the same and have the same templates, but it writes a quotation mark in another way."""
    program = copied_program(tmp_path / "programma")
    site = SmallSite(tmp_path / "site", {"content/pages/uitleg.md": QUOTED})

    def made(*more: object) -> None:
        done = run("build", "--root", site.root, "--now", NOW, *more, program=program)
        assert done.returncode == 0, done.stderr

    made()
    assert "Zo “werkt” het" in site.page("/uitleg/")
    typography = program / "g40site/markdown/typography.py"
    typography.write_text(changed(typography.read_text("utf-8"), '"“" if opens', '"«" if opens'), "utf-8")
    made()
    assert "Zo «werkt” het" in site.page("/uitleg/")
    made("--no-cache", "--output", tmp_path / "schoon")
    assert differences(tree(site.public), tree(tmp_path / "schoon")) == []


QUOTED = '---\ntitle: Uitleg\nsummary: Zo "werkt" het.\n---\nTekst.\n'
