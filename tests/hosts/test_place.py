"""A site is placed on a real sshd: whole at each moment, nothing foreign gone, by a key that may do nothing else."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import yaml

from tests.ci.steps import in_shell, run_job, workflow
from tests.hosts.sshd import Host, listening
from tests.reading import inner_links, pages
from tests.running import DEADLINE, TOP, environment, tree, wait_until
from tests.sites import BARE, SmallSite, picture, settings

pytestmark = pytest.mark.process

(LINE,) = re.findall(r"^ *(restrict,command=.*)$", (TOP / "docs/beheer/plaatsen.md").read_text("utf-8"), re.MULTILINE)
NEWS = "---\ntitle: {0}\ndate: 2026-11-0{1}\nsummary: Een bericht.\n---\n![Een plaatje](../media/{0}.png)\n\nTekst.\n"
# What the connections of the script are for, in their order.
READING, NAMES, FILES, PAGES, CHANGED, LIST, REMOVING = range(1, 8)


def long(connection: int) -> Any:
    """The same at one moment more, which takes many connections."""
    return pytest.param(connection, marks=pytest.mark.long)


def news(*titles: str) -> dict[str, str | bytes]:
    made: dict[str, str | bytes] = {}
    for number, title in enumerate(titles, 1):
        made[f"content/news/2026-11-0{number}-{title}.md"] = NEWS.format(title, number)
        made[f"content/media/{title}.png"] = picture(size=(700, 300 + len(title)))
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The site on three days: a message is replaced by two others, and those are taken back."""
    folder = tmp_path_factory.mktemp("built")
    days = {"first": news("aap", "noot"), "second": news("aap", "mies", "vuur"), "third": news("aap")}
    for name, files in days.items():
        SmallSite(folder / name, {"site.yaml": settings(BARE), **files}).build()
    return {name: folder / name / "public" for name in days}


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with listening(tmp_path, LINE) as host:
        yield host


@contextlib.contextmanager
def started(site: Path, host: Host, more: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """The script with all that it starts, which ends here if it did not by itself."""
    temporary = host.own / "tmp"
    temporary.mkdir(exist_ok=True)
    given = {"SSH_KEY": host.key.strip(), "SSH_KNOWN_HOSTS": host.known(), "TMPDIR": str(temporary), **(more or {})}
    command = [sys.executable, "-I", str(TOP / "scripts/place.py"), str(site), host.target]
    with subprocess.Popen(
        command,
        env=environment(given),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def place(site: Path, host: Host, more: Mapping[str, str] | None = None) -> tuple[int, str]:
    with started(site, host, more) as process:
        said, wrong = process.communicate(timeout=DEADLINE)
    assert "Traceback" not in wrong
    assert list((host.own / "tmp").iterdir()) == [], "no key stays behind"
    return process.returncode, said + wrong


def missing(folder: Path) -> set[tuple[str, str]]:
    """Every page with what it needs or leads to and is not there."""
    found = set()
    for address, page in pages(folder).items():
        needed = {urlsplit(urljoin(address, load)).path for load in page.loads if "//" not in load}
        needed |= {path for path, _ in inner_links(address, page)}
        files = {path: f"{path}index.html" if path.endswith("/") else path for path in needed}
        found |= {(address, path) for path, file in files.items() if not (folder / file[1:]).is_file()}
    return found


def test_each_placing_leaves_what_was_built_and_what_is_of_others(host: Host, built: Mapping[str, Path]) -> None:
    foreign = {"robots-van-ons.txt": b"x", "actueel/van-ons.html": b"x", "actueel/noot/van-ons.txt": b"x"}
    for path, data in foreign.items():
        (host.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (host.folder / path).write_bytes(data)
    for name, site in built.items():
        host.stop_at(0, "")
        code, said = place(site, host)
        assert code == 0, said
        assert name != "second" or host.connections() == REMOVING
        assert tree(host.folder) == {**tree(site), **foreign}
    # Of what is gone no folder is left, but where somebody else has a file.
    folders = {path.relative_to(host.folder).as_posix() for path in host.folder.rglob("*") if path.is_dir()}
    wanted = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_dir()}
    assert folders == {*wanted, "actueel/noot"}
    assert not {stat for path in host.folder.rglob("*") if (stat := path.stat().st_mode & 0o022)}


def test_what_is_the_same_is_not_touched(host: Host, built: Mapping[str, Path]) -> None:
    shutil.copytree(built["first"], host.folder, dirs_exist_ok=True)
    before = {path: path.stat().st_mtime_ns for path in host.folder.rglob("*") if path.is_file()}
    os.utime(built["first"] / "index.html")
    (host.folder / "sitemap.xml").write_bytes(b"changed by somebody")
    assert place(built["first"], host)[0] == 0
    after = {path: path.stat().st_mtime_ns for path in before}
    assert {path.name for path in before if before[path] != after[path]} == {"sitemap.xml"}
    assert tree(host.folder) == tree(built["first"])


@pytest.mark.parametrize("connection", [*map(long, (NAMES, PAGES, CHANGED, LIST)), REMOVING])
def test_a_script_that_is_killed_leaves_a_whole_site(host: Host, built: Mapping[str, Path], connection: int) -> None:
    shutil.copytree(built["first"], host.folder, dirs_exist_ok=True)
    host.stop_at(connection, "wait")
    with started(built["second"], host):
        wait_until(host.is_waiting)
    check_after_a_stop(host, built, connection)


@pytest.mark.parametrize("connection", [*map(long, (FILES, CHANGED)), PAGES])
def test_a_connection_that_breaks_leaves_a_whole_site(host: Host, built: Mapping[str, Path], connection: int) -> None:
    shutil.copytree(built["first"], host.folder, dirs_exist_ok=True)
    host.stop_at(connection, "tear")
    code, said = place(built["second"], host)
    assert code == 1
    assert said.startswith("Gestopt bij ")
    assert said.endswith("De site die er stond, werkt nog; plaats haar opnieuw.\n")
    check_after_a_stop(host, built, connection)


def check_after_a_stop(host: Host, built: Mapping[str, Path], connection: int) -> None:
    """Whole, by the list that it has; and the next placing, of yet another site, knows all that was ours."""
    assert missing(host.folder) == set()
    whole = built["second" if connection == REMOVING else "first"]
    assert (host.folder / "MANIFEST").read_bytes() == (whole / "MANIFEST").read_bytes()
    assert {*tree(whole)} <= {*tree(host.folder)}
    shutil.rmtree(host.own / "tmp")
    host.stop_at(0, "")
    code, said = place(built["third"], host)
    assert code == 0, said
    assert tree(host.folder) == tree(built["third"])


def test_the_key_is_never_for_others_to_read_and_goes_also_when_the_run_is_ended(
    host: Host, built: Mapping[str, Path]
) -> None:
    host.stop_at(2, "wait")
    with started(built["first"], host) as process:
        wait_until(host.is_waiting)
        (folder,) = (host.own / "tmp").iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        assert (folder / "key").read_text("ascii") == host.key
        assert (folder / "key").stat().st_mode & 0o777 == 0o600
        children = subprocess.run(["pgrep", "-g", str(process.pid)], capture_output=True, text=True).stdout.split()
        told = [Path(f"/proc/{child}/environ").read_bytes() for child in children if int(child) != process.pid]
        assert len(told) >= 2
        assert not [one for one in told if b"SSH_KEY" in one]
        process.terminate()
        assert process.wait(DEADLINE) == 1
    assert list((host.own / "tmp").iterdir()) == []


def test_the_key_opens_nothing_else(host: Host) -> None:
    own = host.own
    (own / "known").write_text(host.known(), "ascii")
    secret = own / "secret"
    secret.write_text("s3cret", "ascii")
    options = ["-F", "none", "-i", f"{own}/key", "-p", str(host.port), "-o", f"UserKnownHostsFile={own}/known", "-T"]
    user = host.target.partition(":")[0]

    def asked(*words: str) -> str:
        done = subprocess.run(words, capture_output=True, text=True, cwd=own, stdin=subprocess.DEVNULL)
        assert done.returncode, words
        return done.stdout

    assert asked("ssh", *options, user, f"cat {secret}") == ""
    assert asked("ssh", *options, "-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:1", user) == ""
    for there in (str(secret), "../sshd/secret"):
        asked("rsync", "-e", " ".join(["ssh", *options]), f"{user}:{there}", "stolen")
    assert not (own / "stolen").exists()


def test_another_host_gets_nothing(host: Host, built: Mapping[str, Path]) -> None:
    code, said = place(built["first"], host, {"SSH_KNOWN_HOSTS": host.known("other")})
    assert code == 1
    assert "Host key verification failed" in said
    assert host.connections() == 0
    assert tree(host.folder) == {}


@pytest.mark.parametrize("name", ["SSH_KEY", "SSH_KNOWN_HOSTS"])
def test_without_its_values_nothing_is_placed(host: Host, built: Mapping[str, Path], name: str) -> None:
    code, said = place(built["first"], host, {name: "\n"})
    assert (code, said.partition(" ")[0]) == (1, name)


def test_only_what_the_build_made_is_placed(host: Host, built: Mapping[str, Path], tmp_path: Path) -> None:
    """An artefact can lose its hidden files, or get others."""
    for name, change in {
        "more": lambda site: (site / "evil.js").touch(),
        "less": lambda site: (site / "sitemap.xml").unlink(),
        "other": lambda site: (site / "sitemap.xml").write_text("x"),
        "link": lambda site: (site / "evil.js").symlink_to("/etc/passwd"),
        "none": lambda site: (site / "MANIFEST").unlink(),
    }.items():
        site = tmp_path / name
        shutil.copytree(built["first"], site)
        change(site)
        assert place(site, host)[0] == 1, name
    assert host.connections() == 0


def test_names_that_lead_out_of_the_folder_are_no_names(host: Host, built: Mapping[str, Path]) -> None:
    """The list on the host may say anything; at most it has files of that folder removed."""
    shutil.copytree(built["first"], host.folder, dirs_exist_ok=True)
    with (host.folder / "MANIFEST").open("a", encoding="utf-8") as opened:
        opened.write("".join(f"{'0' * 64}  {path}\n" for path in ("../sshd/key", "/etc/passwd", "a*", "actueel")))
    (host.folder / "abc").touch()
    (host.folder / ".g40site-names").write_text("../sshd/host\n*\n", "utf-8")
    code, said = place(built["second"], host)
    assert code == 0, said
    assert tree(host.folder) == {**tree(built["second"]), "abc": b""}
    assert (host.own / "key").exists()
    assert (host.own / "host").exists()


def test_the_job_on_github_places_the_site(host: Host, built: Mapping[str, Path], tmp_path: Path) -> None:
    """The steps as the workflow has them, with the values that a maintainer fills in."""
    shutil.copytree(built["first"], tmp_path / "temp/website")
    values = {
        "vars.WEBHOST": host.target,
        "vars.WEBHOST_BEKEND": host.known(),
        "secrets.WEBHOST_SLEUTEL": host.key,
    }
    ran = run_job(workflow("site.yml")["jobs"]["plaatsen"], TOP, tmp_path / "temp", values)
    assert ran.code == 0, ran.log
    assert tree(host.folder) == tree(built["first"])


def test_the_job_on_gitlab_places_the_site(host: Host, built: Mapping[str, Path], tmp_path: Path) -> None:
    """Its key is a file, as GitLab gives it; what the image installs is here already."""
    shutil.copytree(built["first"], tmp_path / "site/website")
    (tmp_path / "scripts").symlink_to(TOP / "scripts")
    *installing, line = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))["plaatsen"]["script"]
    assert all(one.startswith("apt-get ") for one in installing)
    told = {"WEBHOST": host.target, "WEBHOST_BEKEND": host.known(), "WEBHOST_SLEUTEL": str(host.own / "key")}
    done = in_shell(line, tmp_path, told)
    assert done.returncode == 0, done.stderr
    assert tree(host.folder) == tree(built["first"])
