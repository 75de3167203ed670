"""A state folder that somebody else could have filled is refused, in real checkouts, before anything in it is read."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from g40site.engine import state
from tests.running import tree
from tests.sites import SmallSite
from tests.warm import run

pytestmark = pytest.mark.process

PAGE = "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n"
SAID = "houdt .cache bij"


class Checkout(SmallSite):
    """A small site in a repository of its own, built once, so that there is a state folder."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, {"content/pages/uitleg.md": PAGE, ".gitignore": "/public/\n/.cache/\n"})
        git(root, "init", "--quiet", "--initial-branch", "main")
        self.commit()
        assert self.told() == ""

    def add(self, *names: str) -> None:
        """Has git keep files, also those that it should ignore. They are old: of new ones git notes more."""
        for name in names:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text("x", "utf-8")
            os.utime(self.root / name, (1_000_000, 1_000_000))
            git(self.root, "add", "--force", name)

    def commit(self, *names: str) -> None:
        self.add(*names)
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--allow-empty", "--message", "a")

    def told(self, command: str = "build", *more: str) -> str:
        """What a run in the folder says when it is refused, and nothing else ends it."""
        done = run_in(self.root, command, *more)
        assert (done.returncode, bool(done.stderr)) in ((0, False), (2, True)), done.stderr
        return done.stderr


def run_in(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return run(*arguments, cwd=folder, env=more)


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.nl", "-c", "protocol.file.allow=always")
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "site")


def test_a_state_folder_that_git_keeps_is_refused_until_its_remedy(checkout: Checkout) -> None:
    checkout.commit(".cache/record.json")
    before = tree(checkout.root)
    for command in ("build", "check", "why"):
        told = checkout.told(command, *(["/"] if command == "why" else []))
        assert SAID in told, command
        assert told.count("\n") == 1
    assert tree(checkout.root) == before
    remedy = told.split("`")[1]
    assert remedy == "git rm -r --cached .cache"
    git(checkout.root, *shlex.split(remedy)[1:])
    shutil.rmtree(checkout.root / ".cache")
    checkout.commit()
    assert checkout.told() == ""


def test_in_english_it_is_told_too(checkout: Checkout) -> None:
    checkout.commit(".cache/x")
    assert "Git keeps .cache, where only builds may write" in checkout.told("build", "--lang", "en")


def test_a_new_folder_is_ours_alone(checkout: Checkout) -> None:
    shutil.rmtree(checkout.root / ".cache")
    before = os.umask(0)
    try:
        assert checkout.told() == ""
    finally:
        os.umask(before)
    assert (checkout.root / ".cache").stat().st_mode & 0o777 == 0o700
    assert checkout.told() == ""


@pytest.mark.parametrize("version", ["2", "4"])
def test_however_git_writes_its_list_down(checkout: Checkout, version: str) -> None:
    """In the fourth version a path is written as what differs from the one before."""
    checkout.add(".cach", ".cache/x")
    git(checkout.root, "update-index", "--index-version", version)
    assert (b".cache" in (checkout.root / ".git/index").read_bytes()) is (version == "2")
    assert SAID in checkout.told()


def test_a_list_in_two_parts_is_read_whole(checkout: Checkout) -> None:
    checkout.add(".cache/x")
    git(checkout.root, "update-index", "--split-index")
    assert b".cache" not in (checkout.root / ".git/index").read_bytes()
    assert SAID in checkout.told()


def test_in_a_worktree_and_below_the_top_of_a_repository(checkout: Checkout, tmp_path: Path) -> None:
    checkout.commit(".cache/x")
    git(checkout.root, "worktree", "add", "--quiet", str(tmp_path / "naast"))
    assert SAID in run_in(tmp_path / "naast", "build").stderr
    above = tmp_path / "boven"
    shutil.copytree(checkout.root, above / "site", ignore=shutil.ignore_patterns(".git"))
    git(above, "init", "--quiet")
    git(above, "add", "--force", "--all")
    assert SAID in run_in(above / "site", "build").stderr
    assert "git rm -r --cached site/.cache" in run_in(above, "build", "--root", "site").stderr


def test_a_submodule_that_brings_it(checkout: Checkout, tmp_path: Path) -> None:
    """Of such a folder git keeps no file, but it says what stands there."""
    shutil.move(checkout.root / ".cache", tmp_path / "kwaad")
    git(tmp_path / "kwaad", "init", "--quiet", "--initial-branch", "main")
    git(tmp_path / "kwaad", "add", "--all")
    git(tmp_path / "kwaad", "commit", "--quiet", "--message", "a")
    git(checkout.root, "submodule", "--quiet", "add", "--force", str(tmp_path / "kwaad"), ".cache")
    checkout.commit()
    assert SAID in checkout.told()


def test_a_link_to_a_folder_that_git_keeps(checkout: Checkout) -> None:
    (checkout.root / ".cache").rename(checkout.root / "los")
    (checkout.root / ".cache").symlink_to("los")
    assert "is een koppeling" in checkout.told()
    git(checkout.root, "add", "--force", ".cache", "los")
    checkout.commit()
    assert SAID in checkout.told()
    assert SAID in checkout.told("check")


def test_the_folder_beside_an_output_elsewhere(checkout: Checkout, disk: Path) -> None:
    """The state stands there where the output is another disk; that repository may bring such a folder as well."""
    git(disk, "init", "--quiet")
    assert checkout.told("build", "--output", str(disk / "public")) == ""
    assert (disk / state.BESIDE).stat().st_mode & 0o777 == 0o700
    git(disk, "add", "--force", state.BESIDE)
    assert f"Git houdt {disk / state.BESIDE} bij." in checkout.told("build", "--output", str(disk / "public"))


def test_other_letters_count_where_they_mean_the_same_folder(checkout: Checkout) -> None:
    """As on a disk that does not tell capitals apart; on this one a link to the folder does the same."""
    checkout.commit(".Cache/x")
    assert checkout.told() == ""
    shutil.rmtree(checkout.root / ".Cache")
    (checkout.root / ".Cache").symlink_to(".cache")
    assert SAID in checkout.told()


def test_names_that_only_look_like_it_do_not_count(checkout: Checkout) -> None:
    checkout.commit("content.cache", ".cached/x", "los/.cache/x", ".cache.md")
    assert checkout.told() == ""


def test_nothing_that_the_repository_names_is_run(checkout: Checkout, tmp_path: Path) -> None:
    """A repository in a zip brings its own settings."""
    checkout.commit(".cache/x")
    trace = tmp_path / "trace"
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand"):
        git(checkout.root, "config", name, f"touch {trace}; true")
    assert SAID in checkout.told()
    assert not trace.exists()


def test_what_surrounds_a_build_does_not_choose_another_list(checkout: Checkout, tmp_path: Path) -> None:
    """In a hook of git these name the repository whose hook it is."""
    checkout.commit(".cache/x")
    git(tmp_path, "init", "--quiet", "leeg")
    done = run_in(checkout.root, "build", GIT_DIR=str(tmp_path / "leeg/.git"))
    assert SAID in done.stderr


def test_git_that_gives_no_answer_is_told(checkout: Checkout, tmp_path: Path) -> None:
    checkout.commit(".cache/x")
    (tmp_path / "bin").mkdir()
    done = run_in(checkout.root, "build", PATH=str(tmp_path / "bin"))
    assert done.returncode == 2
    assert "Of git .cache bijhoudt, is niet na te gaan: " in done.stderr
    (checkout.root / ".git/config").write_text("[kapot", "utf-8")
    assert "niet na te gaan: fatal: " in checkout.told()


def test_a_build_asks_git_nothing_when_its_list_has_no_such_name(checkout: Checkout, tmp_path: Path) -> None:
    """A build without a change takes a tenth of a second."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\n", "utf-8")
    (tmp_path / "bin/git").chmod(0o755)
    assert run_in(checkout.root, "build", PATH=str(tmp_path / "bin")).returncode == 0
    assert not (tmp_path / "asked").exists()


def test_a_folder_in_which_everybody_may_write_is_refused(checkout: Checkout) -> None:
    (checkout.root / ".cache").chmod(0o777)
    before = tree(checkout.root)
    assert checkout.told().startswith("Iedereen mag schrijven in .cache, ")
    assert tree(checkout.root) == before
    # Who only looks does without.
    assert checkout.told("check") == ""
    shutil.rmtree(checkout.root / ".cache")
    assert checkout.told() == ""


def test_a_folder_of_another_user_is_refused(checkout: Checkout) -> None:
    """Only root can give a folder away; everybody else may write in one that is root's."""
    if os.geteuid():
        with pytest.raises(state.Refused, match="/tmp is van een andere gebruiker, "):
            state.check_owned(Path("/tmp"))
        return
    for path in ((checkout.root / ".cache"), *(checkout.root / ".cache").rglob("*")):
        os.chown(path, 12345, 12345)
    assert checkout.told().startswith(".cache is van een andere gebruiker, ")
    assert checkout.told("check") == ""


def test_a_disk_that_knows_no_rights_is_no_reason(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """There each new file is everybody's, whatever was asked for; what this process makes is so here."""
    (checkout.root / ".cache").chmod(0o777)

    def everybodys(*_: object, **more: object) -> object:
        path = Path(str(more["dir"])) / "nieuw"
        path.touch()
        path.chmod(0o777)
        return path.open("r+")

    monkeypatch.setattr(state.tempfile, "TemporaryFile", everybodys)
    state.check_owned(checkout.root / ".cache")
