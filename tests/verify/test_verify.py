"""`verify`: a published site against its list of digests, in a folder and on a host on loopback."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from tests.hosts.servers import open_folder, running
from tests.running import NOW, run
from tests.serving import Quiet, served
from tests.sites import Sites, SmallSite

NewSite = Sites
FILES = {
    "content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\naliases: [/oud/]\n---\nTekst.\n",
    "content/media/jaar verslag.pdf": b"%PDF-1.4\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = SmallSite(tmp_path_factory.mktemp("verify") / "site", FILES)
    assert run("build", "--root", made.root, "--now", NOW, "--precompress").returncode == 0
    return made.public


@pytest.fixture
def public(built: Path, tmp_path: Path) -> Path:
    """A published site of one's own, to damage."""
    return Path(shutil.copytree(built, tmp_path / "public"))


@pytest.fixture
def address(public: Path) -> Iterator[str]:
    with served(public) as address:
        yield address


def test_what_was_built_is_what_is_there(public: Path, address: str) -> None:
    for target in (public, address, f"{address}/"):
        done = run("verify", target, "--now", NOW, "--max-age", 0)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("0 verschillen; ")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "themas/index.html: anders": lambda public: (public / "themas/index.html").write_bytes(b"kwaad"),
    "index.html: anders": lambda public: os.truncate(public / "index.html", 10),
    "robots.txt: ontbreekt": lambda public: (public / "robots.txt").unlink(),
    "media/jaar verslag.pdf: anders": lambda public: (public / "media/jaar verslag.pdf").write_bytes(b"%PDF-1.5\n"),
    "data/projects.json: ontbreekt": lambda public: (public / "data/projects.json").unlink(),
}


@pytest.mark.parametrize("told", DAMAGE)
def test_each_difference_is_told(public: Path, address: str, told: str) -> None:
    DAMAGE[told](public)
    for target in (public, address):
        done = run("verify", target, "--now", NOW)
        assert done.returncode == 1
        assert told in done.stdout.splitlines()
        assert "1 verschil; " in done.stdout


IN_A_FOLDER: dict[str, Callable[[Path], object]] = {
    "extra.html: staat niet in de lijst": lambda public: (public / "extra.html").write_text("kwaad"),
    "themas/extra: staat niet in de lijst": lambda public: (public / "themas/extra").symlink_to("/etc"),
    ".htaccess: anders": lambda public: (public / ".htaccess").write_text("Options +Indexes"),
    "index.html.gz: ontbreekt": lambda public: (public / "index.html.gz").unlink(),
}


@pytest.mark.parametrize("told", IN_A_FOLDER)
def test_a_folder_tells_more_than_a_host(public: Path, told: str) -> None:
    IN_A_FOLDER[told](public)
    done = run("verify", public, "--now", NOW)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, told)


def test_a_link_or_a_pipe_in_the_place_of_a_file_is_not_what_was_published(public: Path, tmp_path: Path) -> None:
    shutil.copy(public / "robots.txt", tmp_path / "elders")
    (public / "robots.txt").unlink()
    (public / "robots.txt").symlink_to(tmp_path / "elders")
    (public / "sitemap.xml").unlink()
    os.mkfifo(public / "sitemap.xml")
    done = run("verify", public, "--now", NOW)
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == ["robots.txt: ontbreekt", "sitemap.xml: ontbreekt"]


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda text: text[:-1],
        lambda text: text.replace("  ", " ", 1),
        lambda text: text.partition("\n")[2],
        lambda text: text + f"{'0' * 64}  ../elders\n",
        lambda text: text + f"{'0' * 64}  /etc/passwd\n",
        lambda text: text + text.splitlines()[1] + "\n",
        lambda _: "# 2026-13-01\n",
        lambda _: "\ufffd\x00",
    ],
)
def test_a_list_that_is_none_is_a_difference(public: Path, change: Callable[[str], str]) -> None:
    (public / "MANIFEST").write_text(change((public / "MANIFEST").read_text("utf-8")), "utf-8")
    done = run("verify", public, "--now", NOW)
    assert (done.returncode, done.stdout) == (1, "MANIFEST: is niet te lezen\n")


def test_a_list_that_is_not_there_is_a_difference(public: Path, address: str) -> None:
    (public / "MANIFEST").unlink()
    for target in (public, address):
        done = run("verify", target, "--now", NOW)
        assert (done.returncode, done.stdout) == (1, "MANIFEST: ontbreekt\n")


@pytest.mark.parametrize(
    ("now", "most", "code"),
    [
        ("2026-11-24T23:59", 0, 0),
        ("2026-11-25T00:01", 0, 1),
        ("2026-11-26", 2, 0),
        ("2026-11-27", 2, 1),
        ("2026-11-23", 2, 0),
        ("2026-11-20", 2, 1),
    ],
)
def test_a_site_that_is_not_fresh_is_told(public: Path, now: str, most: int, code: int) -> None:
    done = run("verify", public, "--now", now, "--max-age", most)
    assert done.returncode == code
    told = "Die dag is nog niet geweest" if now < "2026-11-24" else "De site is"
    assert (told in done.stdout) == bool(code)
    assert " -" not in done.stdout
    assert run("verify", public, "--now", now).returncode == 0


def test_a_host_may_send_on_from_an_old_address_only(public: Path) -> None:
    class Sending(Quiet):
        to: ClassVar[dict[str, str]] = {}

        def do_GET(self) -> None:
            if self.path in self.to:
                self.send_response(301)
                self.send_header("Location", self.to[self.path])
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                super().do_GET()

    for old, new, told in (
        ("/oud/", "/uitleg/", ""),
        ("/uitleg/", "/themas/", "uitleg/index.html: stuurt door naar http://127.0.0.1:"),
        ("/oud/", "https://kwaad.example.nl/", "oud/index.html: stuurt door naar https://kwaad.example.nl/\n"),
    ):
        Sending.to = {old: new}
        with served(public, Sending) as address:
            done = run("verify", address, "--now", NOW)
            assert done.stdout.startswith(told or "0 verschillen")
            assert done.returncode == bool(told)


def test_a_site_that_is_published_meanwhile_is_looked_at_again(site: NewSite) -> None:
    """The first look gets the old list, everything after that the new site."""
    made = site(FILES)
    made.build()
    old = (made.public / "MANIFEST").read_bytes()
    made.write({"content/pages/uitleg.md": "---\ntitle: Nieuw\nsummary: Kort.\n---\nNieuw.\n"})
    made.build()

    class Changing(Quiet):
        asked = 0

        def do_GET(self) -> None:
            if self.path == "/MANIFEST" and not Changing.asked:
                Changing.asked += 1
                self.send_response(200)
                self.send_header("Content-Length", str(len(old)))
                self.end_headers()
                self.wfile.write(old)
            else:
                super().do_GET()

    with served(made.public, Changing) as address:
        assert run("verify", address, "--now", NOW).returncode == 0


@pytest.mark.parametrize("server", ["nginx", "apache", "caddy", "htaccess"])
def test_a_site_on_a_real_server_is_found_sound(server: str) -> None:
    with open_folder() as folder:
        site = SmallSite(folder, FILES)
        given = ("--root", folder, "--now", NOW, "--base-url", "https://proef.example.nl/onder/pad/", "--precompress")
        assert run("build", *given).returncode == 0
        printed = run("hosting", "apache" if server == "htaccess" else server, *given).stdout
        with running(server, printed, folder, "/onder/pad/") as started:
            address = f"http://127.0.0.1:{started.port}/onder/pad/"
            done = run("verify", address, "--now", NOW)
            assert (done.returncode, done.stdout.partition(";")[0]) == (0, "0 verschillen")
            (site.public / "themas/index.html.gz").write_bytes(b"")
            (site.public / "themas/index.html").write_bytes(b"kwaad")
            assert run("verify", address, "--now", NOW).returncode == 1


@pytest.mark.parametrize(
    "target", ["/er/is/niets", "https://", "https://a@b.nl/", "http://x.nl/?a", "http://[", "http://127.0.0.1:9/", "é"]
)
def test_a_target_that_is_none_is_wrong_use(target: str) -> None:
    done = run("verify", target)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_english_and_many_differences(public: Path) -> None:
    for number in range(60):
        (public / f"extra{number:02}").touch()
    done = run("verify", public, "--lang", "en", "--now", "2027-01-01", "--max-age", 1)
    lines = done.stdout.splitlines()
    assert lines[0] == "extra00: not in the list"
    assert lines[50] == "… and 10 more"
    assert lines[51].startswith("60 differences; ")
    assert lines[52].startswith("The site is 38 days old")
