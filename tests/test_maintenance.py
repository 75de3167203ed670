"""What docs/beheer says to type is typed here, on a small site: an archive, its use years later, a removal."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import TOP, environment, tree
from tests.sites import BARE, SmallSite, settings

pytestmark = pytest.mark.process
NEWS = "---\ntitle: Nieuw\ndate: 2026-11-01\nsummary: Een bericht.\n---\nGroet van Jan Achternaam.\n"


class Maintainer:
    """Somebody with a checkout of a small site in which `make site` has run, who types what a page says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def make(folder: Path) -> None:
        """What each test gets a copy of."""
        site = {"site.yaml": settings(BARE), "content/news/2026-11-01-nieuw.md": NEWS, "tests/wie.txt": "Achternaam\n"}
        SmallSite(folder, site)
        (folder / "build.py").symlink_to(TOP / "build.py")
        for name in (".gitignore", "requirements.lock"):
            shutil.copy(TOP / name, folder)
        program = folder / ".venv/bin/g40site"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {TOP}/build.py "$@"\n', "utf-8")
        program.chmod(0o755)
        made = Maintainer(folder)
        made.types("git init -q -b main && git config user.name a && git config user.email a@example.nl")
        made.types("git add --all && git commit -q -m a")

    def types(self, lines: str, code: int = 0) -> str:
        command = ["bash", "-e", "-c", f"day=2026-11-24\n{lines}"]
        env = environment({"PATH": "/usr/bin:/bin"})
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout


def blocks(page: str) -> list[str]:
    """The commands of a page in their order."""
    text = (TOP / "docs/beheer" / page).read_text("utf-8")
    return [
        re.sub(r"(?m)^ +", "", found) for found in re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    ]


def commands(page: str, first: str) -> str:
    (found,) = [block for block in blocks(page) if block.startswith(first)]
    return found


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maintainer") / "site"
    Maintainer.make(folder)
    return folder


@pytest.fixture
def maintainer(checkout: Path, tmp_path: Path) -> Maintainer:
    shutil.copytree(checkout, tmp_path / "site", symlinks=True)
    return Maintainer(tmp_path / "site")


def archived(maintainer: Maintainer) -> None:
    # The day is given here; a page says today.
    maintainer.types(commands("bewaren.md", "day=").partition("\n")[2])


def test_an_archive_is_whole_leaves_nothing_behind_and_is_read_without_the_program(maintainer: Maintainer) -> None:
    archived(maintainer)
    public = tree(maintainer.folder / "public")
    assert sorted(path.name for path in maintainer.folder.glob("*2026*")) == ["website-2026-11-24.tar.gz"]
    assert maintainer.types("git status --porcelain") == ""
    assert maintainer.types("git tag") == "uitgave-2026-11-24\n"
    (copy,) = re.findall(r"`(git bundle [^`]+)`", (TOP / "docs/beheer/bewaren.md").read_text("utf-8"))
    maintainer.types(copy)
    assert maintainer.types("git status --porcelain") == ""
    assert [path.name for path in maintainer.folder.parent.iterdir() if path.name.startswith(".")] == []
    look = commands("herstellen.md", 'tar -xzf "website')
    assert maintainer.types(look) == ""
    assert tree(maintainer.folder / "uitgave-2026-11-24") == public
    (maintainer.folder / "uitgave-2026-11-24/index.html").write_bytes(b"x")
    assert "index.html: FAILED" in maintainer.types(look.partition("\n")[2], code=1)
    assert maintainer.types("git status --porcelain") == ""


@pytest.mark.long
def test_years_later_the_same_bytes_are_made_from_the_archive_alone(maintainer: Maintainer, tmp_path: Path) -> None:
    """By a clone, with the packages that were kept; the program is that of this checkout, as it would be in the tag."""
    maintainer.types(f"ln -s {TOP}/g40site {TOP}/templates . ; rm build.py && cp {TOP}/build.py .")
    maintainer.types("git add --all && git commit -q -m program")
    archived(maintainer)
    keep = commands("bewaren.md", ".venv/bin/python -m pip --version")
    maintainer.types(keep.replace(".venv/bin/python", sys.executable))
    assert maintainer.types("git status --porcelain") == ""
    (copy,) = re.findall(r"`(git bundle [^`]+)`", (TOP / "docs/beheer/bewaren.md").read_text("utf-8"))
    maintainer.types(f"{copy}\nmkdir ../later\nmv *.tar.gz site.bundle ../later")
    wanted = tree(maintainer.folder / "public")
    maintainer.folder.rename(tmp_path / "gone")
    maintainer.folder = tmp_path / "later"
    _, look, again, make = blocks("herstellen.md")
    (compare,) = re.findall(r"`(cmp [^`]+)`", (TOP / "docs/beheer/herstellen.md").read_text("utf-8"))
    make = make.replace("python3 -m venv", f"{sys.executable} -m venv")
    assert maintainer.types(f"{look}\n{again}") == ""
    maintainer.types(f"{make}\n{compare}")
    assert tree(maintainer.folder / "repository/hersteld/site") == wanted


def test_who_is_removed_is_nowhere_on_the_machine(maintainer: Maintainer) -> None:
    find, clean, _ = blocks("verwijderen.md")
    maintainer.types(".venv/bin/g40site build")
    assert [line.split(":")[0] for line in maintainer.types(find).splitlines()] == [
        "content/news/2026-11-01-nieuw.md",
        "tests/wie.txt",
    ]
    maintainer.types(
        "git rm -q tests/wie.txt && sed -i 's/Jan Achternaam/ons/' content/news/*.md && git commit -q -a -m b"
    )
    maintainer.types(find, code=1)
    *doing, looking = clean.strip().splitlines()
    maintainer.types("\n".join(doing))
    assert maintainer.types(looking, code=1) == ""
    assert "Groet van ons" in (maintainer.folder / "public/actueel/nieuw/index.html").read_text("utf-8")


def test_a_history_without_somebody_is_taken_over_by_the_server(maintainer: Maintainer) -> None:
    """The night there fetches again, and the old texts are gone from its clone."""
    maintainer.types("git tag uitgave-2026-11-01 && git clone -q . ../server")
    old = maintainer.types("git rev-parse HEAD:content/news/2026-11-01-nieuw.md").strip()
    maintainer.types("sed -i 's/Jan Achternaam/ons/' content/news/*.md && git commit -q -a --amend -m a")
    maintainer.types("git tag --force uitgave-2026-11-01")
    new = maintainer.types("git rev-parse HEAD")
    (_, _, block) = blocks("verwijderen.md")
    maintainer.folder = maintainer.folder.parent / "server"
    maintainer.types(f"git cat-file -e {old}")
    maintainer.types("git pull --quiet --ff-only", code=128)
    maintainer.types(block.replace("sudo -u g40site -H ", "").replace("/opt/g40site/site", "."))
    maintainer.types("git pull --quiet --ff-only")
    assert maintainer.types("git rev-parse HEAD uitgave-2026-11-01") == new * 2
    maintainer.types(f"git cat-file -e {old}", code=1)


def test_the_server_goes_back_only_to_a_version_that_is_there(maintainer: Maintainer, tmp_path: Path) -> None:
    www = tmp_path / "www"
    for name in ("2026-11-23T002003", "2026-11-24T002003"):
        (www / "uitgaven" / name).mkdir(parents=True)
        (www / "uitgaven" / name / "MANIFEST").touch()
    (www / "actueel").symlink_to("uitgaven/2026-11-24T002003")
    back = commands("bewaren.md", "version=").replace("sudo -u g40site ", "")
    assert "/var/www/digitalisering" in back
    back = back.replace("/var/www/digitalisering", str(www))
    maintainer.types(back, code=2)
    assert (www / "actueel").readlink() == Path("uitgaven/2026-11-24T002003")
    maintainer.types(back.replace("JJJJ-MM-DDTUUMMSS", "2026-11-23T002003"))
    assert (www / "actueel").readlink() == Path("uitgaven/2026-11-23T002003")
    assert sorted(path.name for path in www.iterdir()) == ["actueel", "uitgaven"]
