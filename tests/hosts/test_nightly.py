"""A server of one's own, by the script that cron starts: in a real clone, with the program of this checkout."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.test_proposal import SITE
from tests.conftest import SmallSite
from tests.running import TOP, environment, run, tree

NEWS = "---\ntitle: {}\ndate: 2026-11-01\nsummary: Een bericht.\n---\nTekst.\n"


class Server:
    """`origin` is where editors work, `checkout` its clone on the server, `shown` what the web server shows."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.checkout, self.www = folder / "origin", folder / "checkout", folder / "www"
        self.shown, self.versions = self.www / "actueel", self.www / "uitgaven"
        SmallSite(self.origin, SITE)
        for name in ("build.py", "scripts"):
            (self.origin / name).symlink_to(TOP / name)
        for name in (".python-version", "requirements.lock", ".gitignore"):
            shutil.copy(TOP / name, self.origin)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.commit({})
        subprocess.run(["git", "clone", "--quiet", self.origin, self.checkout], check=True)
        # An environment that has its packages.
        python = self.checkout / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
        python.chmod(0o755)
        shutil.copy(TOP / "requirements.lock", self.checkout / ".venv")

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.nl")
        subprocess.run(["git", *who, *words], cwd=self.origin, check=True, capture_output=True)

    def commit(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.origin / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a")

    def night(self) -> tuple[int, str]:
        """How it ended, and what cron would mail."""
        command = ["sh", str(self.checkout / "scripts/nightly.sh"), str(self.www), "14"]
        done = subprocess.run(command, cwd="/", env=environment(), capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def kept(self) -> list[str]:
        return sorted(path.name for path in self.versions.iterdir() if path.name != ".lock")


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_a_night_shows_what_is_new_and_says_nothing(server: Server) -> None:
    assert server.night() == (0, "")
    assert run("verify", server.shown).returncode == 0
    (first,) = server.kept()
    server.commit({"content/news/2026-11-01-nieuw.md": NEWS.format("Nieuw")})
    assert server.night() == (0, "")
    assert "Nieuw" in (server.shown / "actueel/nieuw/index.html").read_text("utf-8")
    assert run("verify", server.shown).returncode == 0
    # The one before is there to go back to, as it was; and a night without anything new is none.
    assert not (server.versions / first / "actueel/nieuw").exists()
    kept = server.kept()
    assert len(kept) == 2
    assert server.night() == (0, "")
    assert server.kept() == kept
    # Nothing of the work is left in the checkout or beside what is shown.
    assert sorted(path.name for path in server.www.iterdir()) == ["actueel", "uitgaven"]
    status = ["git", "status", "--porcelain"]
    assert subprocess.run(status, cwd=server.checkout, capture_output=True, text=True).stdout == ""


def test_a_mistake_in_the_content_is_mailed_and_the_old_site_stays(server: Server) -> None:
    server.night()
    before = tree(server.shown)
    server.commit({"content/news/2026-11-01-fout.md": NEWS.format("Fout").replace("title", "titel")})
    code, mail = server.night()
    assert code == 1
    assert mail.startswith("De site is niet gemaakt; de oude blijft staan.\n")
    assert "content/news/2026-11-01-fout.md:2:1" in mail
    assert tree(server.shown) == before


def test_without_the_repository_the_site_still_moves_with_the_day(server: Server) -> None:
    server.origin.rename(server.origin.with_name("gone"))
    # The program stays where it is.
    code, mail = server.night()
    assert code == 1
    assert mail.startswith("Ophalen is niet gelukt; de site is gemaakt van wat hier al stond.\n")
    assert run("verify", server.shown).returncode == 0


def test_old_versions_go_but_never_the_last_two(server: Server) -> None:
    old = ["2020-01-01T002000", "2020-01-02T002000", "2020-01-03T002000"]
    for name in (*old, "van-ons"):
        (server.versions / name).mkdir(parents=True)
    assert server.night() == (0, "")
    today = server.shown.resolve().name
    assert server.kept() == [old[-1], today, "van-ons"]


def test_two_at_once_do_not_meet(server: Server) -> None:
    server.versions.mkdir(parents=True)
    with subprocess.Popen(["flock", server.versions / ".lock", "cat"], stdin=subprocess.PIPE) as other:
        while subprocess.run(["flock", "--nonblock", server.versions / ".lock", "true"]).returncode == 0:
            pass
        assert server.night() == (1, "De vorige keer is nog bezig.\n")
        assert other.stdin
        other.stdin.close()
    assert server.night() == (0, "")


def test_a_file_that_a_merge_brings_in_the_published_folder_is_not_shown(server: Server) -> None:
    """Git overwrites what it ignored until then; the build makes no such file, and the script shows what it made."""
    assert server.night() == (0, "")
    before = tree(server.shown)
    (server.origin / "public").mkdir()
    (server.origin / "public/shell.php").write_text("van een ander", "utf-8")
    server.git("add", "--force", "public")
    server.commit({"content/news/2026-11-01-nieuw.md": NEWS.format("Nieuw")})
    code, mail = server.night()
    assert code == 1
    assert "shell.php" in mail
    assert tree(server.shown) == before
