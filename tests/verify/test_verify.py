"""`verify`: a published site against its list of digests, in a folder and on a host on loopback."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from tests.hosts.servers import open_folder, running
from tests.running import call
from tests.serving import Quiet, served
from tests.sites import Sites, SmallSite, built
from tests.verify.conftest import FILES
from tests.verify.looking import list_anew, verify

ZEROS = "0" * 64
BELOW = "https://proef.example.nl/onder/pad/"


@pytest.mark.process
def test_what_was_built_is_what_is_there(public: Path, address: str) -> None:
    for target in (public, address, f"{address}/"):
        done = verify(target, "--max-age", 0)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("0 verschillen; ")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "themas/index.html: anders": lambda public: (public / "themas/index.html").write_bytes(b"kwaad"),
    "index.html: anders": lambda public: os.truncate(public / "index.html", 10),
    "robots.txt: ontbreekt": lambda public: (public / "robots.txt").unlink(),
    "media/jaar verslag.pdf: anders": lambda public: (public / "media/jaar verslag.pdf").write_bytes(b"%PDF-1.5\n"),
    "data/projects.json: ontbreekt": lambda public: (public / "data/projects.json").unlink(),
}


def told_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The differences, without the line that counts them."""
    *lines, last = done.stdout.splitlines()
    assert last.startswith(f"{len(lines)} verschil")
    return lines


@pytest.mark.process
def test_each_difference_is_told(public: Path, address: str) -> None:
    for damage in DAMAGE.values():
        damage(public)
    for target in (public, address):
        done = verify(target)
        assert (done.returncode, done.stderr) == (1, "")
        assert sorted(told_of(done)) == sorted(DAMAGE)


@pytest.mark.process
def test_one_difference_is_one(public: Path, address: str) -> None:
    (public / "robots.txt").unlink()
    for target in (public, address):
        assert verify(target).stdout.startswith("robots.txt: ontbreekt\n1 verschil; ")


IN_A_FOLDER: dict[str, Callable[[Path], object]] = {
    "extra.html: staat niet in de lijst": lambda public: (public / "extra.html").write_text("kwaad"),
    "themas/extra: staat niet in de lijst": lambda public: (public / "themas/extra").symlink_to("/etc"),
    ".htaccess: anders": lambda public: (public / ".htaccess").write_text("Options +Indexes"),
    "index.html.gz: ontbreekt": lambda public: (public / "index.html.gz").unlink(),
}


def test_a_folder_tells_more_than_a_host(public: Path) -> None:
    for damage in IN_A_FOLDER.values():
        damage(public)
    done = verify(public)
    assert done.returncode == 1
    assert sorted(told_of(done)) == sorted(IN_A_FOLDER)


def test_a_link_or_a_pipe_in_the_place_of_a_file_is_not_what_was_published(public: Path, tmp_path: Path) -> None:
    shutil.copy(public / "robots.txt", tmp_path / "elders")
    (public / "robots.txt").unlink()
    (public / "robots.txt").symlink_to(tmp_path / "elders")
    (public / "sitemap.xml").unlink()
    os.mkfifo(public / "sitemap.xml")
    done = verify(public)
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == ["robots.txt: ontbreekt", "sitemap.xml: ontbreekt"]


# What may stand in the place of a list, each made of the right one.
NO_LISTS: tuple[Callable[[str], str], ...] = (
    lambda _: "",
    lambda text: text[:-1],
    lambda text: text.replace("  ", " ", 1),
    lambda text: text.partition("\n")[2],
    lambda text: text + f"{ZEROS}  ../elders\n",
    lambda text: text + f"{ZEROS}  /etc/passwd\n",
    lambda text: text + text.splitlines()[1] + "\n",
    lambda _: "# 2026-13-01\n",
    lambda _: "\ufffd\x00",
)


def test_a_list_that_is_none_is_a_difference(public: Path) -> None:
    right = (public / "MANIFEST").read_text("utf-8")
    for number, change in enumerate(NO_LISTS):
        (public / "MANIFEST").write_text(change(right), "utf-8")
        done = verify(public)
        assert (number, done.returncode, done.stdout) == (number, 1, "MANIFEST: is niet te lezen\n")


@pytest.mark.process
def test_a_list_that_is_not_there_is_a_difference(public: Path, address: str) -> None:
    (public / "MANIFEST").unlink()
    for target in (public, address):
        done = verify(target)
        assert (done.returncode, done.stdout) == (1, "MANIFEST: ontbreekt\n")


def test_a_site_that_is_not_fresh_is_told(published: Path) -> None:
    """By the day, the most days, and how it ends."""
    for now, most, code in (
        ("2026-11-24T23:59", 0, 0),
        ("2026-11-25T00:01", 0, 1),
        ("2026-11-26", 2, 0),
        ("2026-11-27", 2, 1),
        ("2026-11-23", 2, 0),
        ("2026-11-20", 2, 1),
    ):
        done = verify(published, "--now", now, "--max-age", most)
        assert (now, done.returncode) == (now, code)
        told = "Die dag is nog niet geweest" if now < "2026-11-24" else "De site is"
        assert (told in done.stdout) == bool(code), now
        assert " -" not in done.stdout
        assert verify(published, "--now", now).returncode == 0


# What anybody may put in a site has its bounds, also in a folder.


def test_a_sitemap_names_no_more_pages_than_are_allowed(public: Path) -> None:
    (public / "sitemap.xml").write_text("<loc></loc>" * 2000)
    list_anew(public, "sitemap.xml")
    done = verify(public, "--max-files", 1000)
    assert (done.returncode, "heeft meer dan 1000 bestanden" in done.stderr) == (2, True)


def name_sitemaps(public: Path, *names: str) -> None:
    """Makes the sitemap an index that names these; the list is told of it."""
    lines = "".join(f"<sitemap><loc>https://proef.example.nl/{name}</loc></sitemap>" for name in names)
    (public / "sitemap.xml").write_text(f"<sitemapindex>{lines}</sitemapindex>")
    list_anew(public, "sitemap.xml")


def add_sitemaps(public: Path, *texts: str) -> list[str]:
    """Files that are sitemaps by their name, as a large site has them; the names."""
    names = [f"sitemap-{number}.xml" for number in range(1, len(texts) + 1)]
    with (public / "MANIFEST").open("a") as listed:
        for name, text in zip(names, texts, strict=True):
            (public / name).write_text(text)
            listed.write(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n")
    return names


@pytest.mark.process
def test_all_sitemaps_together_are_as_long_as_one_may_be(public: Path, address: str) -> None:
    """Nothing of a host is kept that grows with the number of its sitemaps."""
    first = (public / "sitemap.xml").read_text("utf-8")
    empty = " " * 60_000_000
    name_sitemaps(public, *add_sitemaps(public, first, empty, empty))
    for target in (public, address):
        assert told_of(verify(target)) == ["sitemap-3.xml: is te lang"]


@pytest.mark.process
def test_the_sitemap_names_all_others_and_nothing_else(public: Path, address: str) -> None:
    first = (public / "sitemap.xml").read_text("utf-8")
    names = add_sitemaps(public, first, first.replace("/uitleg/", "/weg/"))
    name_sitemaps(public, *names)
    for target in (public, address):
        assert told_of(verify(target)) == ["weg/index.html: staat niet in de lijst"]
    for named in (
        ["sitemap.xml"],
        [*names, "sitemap.xml"],
        ["MANIFEST"],
        names[:1],
        [*names[:1], *names[:1]],
        ["sitemap-1.xml", "index.html.gz"],
    ):
        name_sitemaps(public, *named)
        for target in (public, address):
            assert (named, told_of(verify(target))) == (
                named,
                ["sitemap.xml: noemt niet precies de sitemaps van de lijst"],
            )
    (public / "sitemap.xml").write_text(first)
    list_anew(public, "sitemap.xml")
    assert told_of(verify(address)) == ["sitemap.xml: noemt niet precies de sitemaps van de lijst"]


def test_a_folder_is_bounded_like_a_host(public: Path) -> None:
    for number in range(1000):
        (public / f"extra{number}").touch()
    done = verify(public, "--max-files", 1000)
    assert (done.returncode, "--max-files" in done.stderr) == (2, True)
    # As large as a disk can say, with nothing in it.
    os.truncate(public / "robots.txt", 10**12)
    done = verify(public, "--max-bytes", 50_000_000)
    assert (done.returncode, "--max-bytes" in done.stderr) == (2, True)


def test_a_site_has_as_many_files_as_are_expected(published: Path) -> None:
    number = (published / "MANIFEST").read_text().count("\n") - 1
    assert verify(published, "--min-files", number).returncode == 0
    done = verify(published, "--min-files", number + 1)
    assert done.returncode == 1
    assert f"MANIFEST: noemt maar {number} bestanden" in done.stdout.splitlines()


@pytest.mark.process
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
            done = verify(address)
            assert done.stdout.startswith(told or "0 verschillen")
            assert done.returncode == bool(told)


@pytest.mark.process
def test_a_site_that_is_published_meanwhile_is_looked_at_again(site: Sites) -> None:
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
        assert verify(address).returncode == 0


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The site as it is below a path."""
    folder = tmp_path_factory.mktemp("below")
    return built(folder, FILES, base_url=BELOW, precompress=True)


@pytest.mark.process
@pytest.mark.parametrize("server", ["nginx", "apache", "caddy", "htaccess"])
def test_a_site_on_a_real_server_is_found_sound(below: SmallSite, server: str) -> None:
    with open_folder() as folder:
        shutil.copytree(below.public, folder / "public")
        given = ("--root", below.root, "--output", folder / "public", "--base-url", BELOW, "--precompress")
        printed = call("hosting", "apache" if server == "htaccess" else server, *given).stdout
        with running(server, printed, folder, "/onder/pad/") as started:
            address = f"http://127.0.0.1:{started.port}/onder/pad/"
            done = verify(address)
            assert (done.returncode, done.stdout.partition(";")[0]) == (0, "0 verschillen")
            (folder / "public/themas/index.html.gz").write_bytes(b"")
            (folder / "public/themas/index.html").write_bytes(b"kwaad")
            assert verify(address).returncode == 1


@pytest.mark.process
def test_a_target_that_is_none_is_wrong_use() -> None:
    for target in (
        "/er/is/niets",
        "https://",
        "https://a@b.nl/",
        "http://x.nl/?a",
        "http://[",
        "http://127.0.0.1:9/",
        "é",
    ):
        done = verify(target)
        assert (target, done.returncode, done.stdout, done.stderr.count("\n")) == (target, 2, "", 1)


def test_english_and_many_differences(public: Path) -> None:
    for number in range(60):
        (public / f"extra{number:02}").touch()
    done = verify(public, "--lang", "en", "--now", "2027-01-01", "--max-age", 1)
    lines = done.stdout.splitlines()
    assert lines[0] == "extra00: not in the list"
    assert lines[50] == "… and 10 more"
    assert lines[51].startswith("60 differences; ")
    assert lines[52].startswith("The site is 38 days old")
