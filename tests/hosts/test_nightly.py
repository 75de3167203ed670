"""A server of one's own, by the script that cron starts: in a real clone, with the program of this checkout."""

import datetime as dt
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import DEADLINE, TOP, call, environment, tree, wait_until
from tests.sites import BARE, SmallSite, settings

pytestmark = pytest.mark.process

NEWS = "---\ntitle: {}\ndate: 2026-11-01\nsummary: Een bericht.\n---\nTekst.\n"


class Server:
    """`origin` is where editors work, `checkout` its clone on the server, `shown` what the web server shows."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.checkout, self.www = folder / "origin", folder / "checkout", folder / "www"
        self.shown, self.versions = self.www / "actueel", self.www / "uitgaven"
        SmallSite(self.origin, {"site.yaml": settings(BARE)})
        for name in ("build.py", "scripts"):
            (self.origin / name).symlink_to(TOP / name)
        for name in (".python-version", "requirements.lock", ".gitignore"):
            shutil.copy(TOP / name, self.origin)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.commit({})
        self.git("clone", "--quiet", str(self.origin), str(self.checkout))
        # An environment that has its packages.
        python = self.checkout / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
        python.chmod(0o755)
        shutil.copy(TOP / "requirements.lock", self.checkout / ".venv")

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.nl")
        subprocess.run(["git", *who, *words], cwd=self.origin, env=environment(), check=True, capture_output=True)

    def commit(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.origin / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a")

    def night(self, before: str = "") -> tuple[int, str]:
        """How it ended, and what cron would mail; `before` is typed first."""
        script = f"{before}\nexec sh '{self.checkout}/scripts/nightly.sh' '{self.www}' 14"
        command = ["bash", "-e", "-c", script]
        done = subprocess.run(command, cwd="/", env=environment(), capture_output=True, text=True, timeout=2 * DEADLINE)
        return done.returncode, done.stdout + done.stderr

    def kept(self) -> list[str]:
        return sorted(path.name for path in self.versions.iterdir() if path.name != ".lock")


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_a_night_shows_what_is_new_and_says_nothing(server: Server) -> None:
    assert server.night() == (0, "")
    assert call("verify", server.shown).returncode == 0
    (first,) = server.kept()
    server.commit({"content/news/2026-11-01-nieuw.md": NEWS.format("Nieuw")})
    assert server.night() == (0, "")
    assert "Nieuw" in (server.shown / "actueel/nieuw/index.html").read_text("utf-8")
    assert call("verify", server.shown).returncode == 0
    # The one before is there to go back to, as it was; and a night without anything new is none.
    assert not (server.versions / first / "actueel/nieuw").exists()
    kept = server.kept()
    assert len(kept) == 2
    assert server.night() == (0, "")
    assert server.kept() == kept
    # Nothing of the work is left in the checkout or beside what is shown.
    assert sorted(path.name for path in server.www.iterdir()) == ["actueel", "uitgaven"]
    status = ["git", "status", "--porcelain"]
    assert subprocess.run(status, cwd=server.checkout, env=environment(), capture_output=True, text=True).stdout == ""


def test_a_site_whose_forms_cannot_be_built_is_shown_and_told(server: Server) -> None:
    server.commit({"site.yaml": settings(BARE, "forms: {kind: github, url: https://github.com/, project: g40/site}")})
    code, told = server.night()
    assert (code, told.startswith("Het programma van de formulieren is niet gemaakt.")) == (1, True)
    assert call("verify", server.shown).returncode == 0


def test_two_versions_of_one_second_are_two(server: Server) -> None:
    assert server.night() == (0, "")
    now = dt.datetime.now()
    taken = [f"{now + dt.timedelta(seconds=second):%Y-%m-%dT%H%M%S}" for second in range(5)]
    for name in taken:
        (server.versions / name).mkdir(exist_ok=True)
    server.commit({"content/news/2026-11-01-nieuw.md": NEWS.format("Nieuw")})
    assert server.night() == (0, "")
    assert (server.shown / "actueel/nieuw").is_dir()
    assert not [name for name in taken if (server.versions / name / ".new").exists()]


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
    assert call("verify", server.shown).returncode == 0


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
        asked = ["flock", "--nonblock", server.versions / ".lock", "true"]
        wait_until(lambda: subprocess.run(asked).returncode != 0)
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


def test_a_full_disk_is_one_sentence_leaves_the_old_site_and_no_half_copy(server: Server) -> None:
    """The disk is full for a file of more than 512 kB: the build wrote those already, and the copy cannot."""
    large = [f"content/media/lijst-{number}.csv" for number in range(22)]
    server.commit(dict.fromkeys(large, "a,b\n" * 150_000))
    assert server.night() == (0, "")
    (good,) = server.kept()
    # The site that stands there is another one now, so that there is something to copy; an old one is in the way.
    (server.versions / good).rename(server.versions / "2020-01-03T002000")
    server.shown.unlink()
    server.shown.symlink_to("uitgaven/2020-01-03T002000")
    (server.shown / "MANIFEST").write_text("van gisteren", "utf-8")
    for name in ("2020-01-01T002000", "2020-01-02T002000", ".new"):
        (server.versions / name).mkdir()
    before = tree(server.shown)
    code, mail = server.night("trap '' XFSZ; ulimit -f 512")
    assert code == 1
    first, _, rest = mail.partition("\n\n")
    assert first == "Het kopiëren is niet gelukt (schijf vol?); de oude site blijft staan."
    assert "File too large" in rest
    assert len(rest.splitlines()) == 20
    assert tree(server.shown) == before
    assert server.kept() == ["2020-01-02T002000", "2020-01-03T002000"]
    assert server.night() == (0, "")


PAGE = (TOP / "docs/beheer/nacht.md").read_text("utf-8")
# The rows of the table of messages: what is said, and what to do.
ROWS = dict(re.findall(r"^\| \*([^*|]+)\*[^|]* \| ([^|]+) \|$", PAGE, re.MULTILINE))


def test_every_message_of_the_script_is_explained() -> None:
    script = (TOP / "scripts/nightly.sh").read_text("utf-8")
    said = set(re.findall(r"(?:quietly|fail) '([^']+)'", script)) - {"Usage: nightly.sh FOLDER [DAYS]"}
    assert len(said) > 4
    assert {row for row in ROWS if row.endswith(".")} == said


FETCHING = {
    "not currently on a branch": "git checkout -q --detach",
    "local changes": "echo '# van ons' >> site.yaml",
    "Not possible to fast-forward": "git -c user.name=a -c user.email=a@example.nl commit -q --allow-empty -m b",
}


@pytest.mark.parametrize("said", FETCHING)
def test_what_keeps_a_night_from_fetching_is_mended_as_the_page_says(server: Server, said: str) -> None:
    assert server.night() == (0, "")
    text = (server.origin / "site.yaml").read_text("utf-8")
    server.commit({"site.yaml": f"# van de redactie\n{text}", "content/news/2026-11-01-nieuw.md": NEWS.format("Nieuw")})
    code, mail = server.night(f"cd '{server.checkout}' && {FETCHING[said]}")
    assert (code, said in mail) == (1, True)
    assert mail.startswith("Ophalen is niet gelukt; de site is gemaakt van wat hier al stond.\n")
    *_, remedy = [command for command in re.findall("`([^`]+)`", ROWS[said]) if command.startswith("git ")]
    before = "git fetch -q\n" if "fetch" in ROWS[said] else ""
    typed = ["bash", "-e", "-c", before + remedy]
    subprocess.run(typed, cwd=server.checkout, env=environment(), check=True, capture_output=True)
    assert server.night() == (0, "")
    assert (server.shown / "actueel/nieuw").is_dir()
