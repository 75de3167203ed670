"""A disk that is full or may not be written: a real one, of a size of its own, in a mount that only the test sees.

Who may not mount (an ordinary user, where namespaces are closed) gets limits instead; the tests say which it was.
"""

import shlex
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.engine.versions import new_site, replace
from tests.plain import PlainSite, plain_templates
from tests.running import DEADLINE, command, environment, tree

pytestmark = pytest.mark.process

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_templates(tmp_path_factory.mktemp("plain"))


@pytest.fixture
def s(tmp_path: Path, plain: Path, way: Callable[[str], None]) -> PlainSite:
    way(f"disk: {mounts()[0]}")
    (tmp_path / "nieuw").mkdir()
    return new_site(tmp_path / "schijf/site", plain)


@cache
def mounts() -> tuple[str, list[str]]:
    """How this user gets a disk of its own, and the command that gives one to a shell; without any, limits must do."""
    for name, words in (
        ("a mount of its own", ["unshare", "--mount"]),
        ("a mount of its own in a user namespace", ["unshare", "--mount", "--map-root-user"]),
    ):
        try:
            tried = subprocess.run([*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True)
        except OSError:
            continue
        if tried.returncode == 0:
            return name, words
    return "a limit on the size of files, and the rights of folders", []


# What a script does to the disk: `room` leaves so many bytes, `clear` gives all back, `close` lets nothing be written
# in a folder and `open` does again, `lay` puts one file or folder in the place of another.
MOUNTED = f"""
    mount -t tmpfs -o size={8 * MEGABYTE} tmpfs "$DISK"
    cp -r "$OUT"/bron/. "$DISK"
    room() {{ head -c {9 * MEGABYTE} /dev/zero > "$2vol" 2>/dev/null || true; truncate -s -"$1" "$2vol"; }}
    clear() {{ rm "$1vol"; }}
    close() {{ mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; }}
    open() {{ umount "$1"; }}
    lay() {{ mount --bind "$1" "$2"; }}
    small() {{ mount -t tmpfs -o size="$1" tmpfs "$2"; }}
    limited() {{ "$@"; }}
"""
# Who may not mount gets the same faults where a file is written, if not all of them in the same place.
LIMITED = """
    room() { blocks=$(($1 / 512 + 1)); }
    clear() { blocks=unlimited; }
    close() { chmod -R a-w "$1"; }
    open() { chmod -R u+w "$1"; }
    lay() { if [ -f "$1" ]; then cp "$1" "$2"; fi; }
    small() { :; }
    blocks=unlimited
    limited() { (ulimit -f $blocks; exec "$@"); }
"""


def on_a_disk_of_its_own(site: PlainSite, script: str) -> subprocess.CompletedProcess[str]:
    """Copies a site to a small disk, mounted in its place for this one shell, and runs a script there.

    `build` builds; the script puts in `$OUT` whatever the test wants to look at, since the disk goes with the shell.
    """
    disk, out = site.root.parent, site.root.parents[1] / "uit"
    shutil.copytree(disk, out / "bron")
    build = shlex.join(command(*site.arguments()))
    _, rights = mounts()
    whole = f"""
        set -eu
        {MOUNTED if rights else LIMITED}
        cd "$DISK"
        build() {{ limited {build}; }}
        {script}
    """
    try:
        done = subprocess.run(
            [*rights, "sh", "-c", whole],
            env=environment({"OUT": str(out), "DISK": str(disk)}),
            capture_output=True,
            text=True,
            timeout=DEADLINE,
        )
    finally:
        # What a script closed and did not open again would stay behind.
        subprocess.run(["chmod", "-R", "u+w", disk], check=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done


def refused(file: Path, start: str) -> None:
    """One line says what the machine refuses."""
    told = file.read_text("utf-8")
    assert told.startswith(start), told
    assert told.count("\n") == 1


# How many bytes are left when a build begins: for nothing, for a part of the new files, for almost all.
@pytest.mark.parametrize("left", [0, 8_192, 40_960, 131_072])
def test_a_full_disk_leaves_the_site_whole_and_with_room_the_next_build_is_right(s: PlainSite, left: int) -> None:
    s.build()
    old = tree(s.public)
    shutil.copytree(s.root, s.root.parents[1] / "oud")
    replace(s, "nieuw")
    new = s.clean()
    content = s.root.parents[1] / "nieuw/content"
    (s.root / "content").rename(content)
    shutil.copytree(s.root.parents[1] / "oud/content", s.root / "content")
    on_a_disk_of_its_own(
        s,
        f"""
        rm -r site/content; cp -r {content} site/content
        room {left} ""
        if build > $OUT/gezegd 2>&1; then touch $OUT/goed; fi
        cp -r site/public $OUT/vol
        clear ""
        build > /dev/null
        cp -r site/public $OUT/daarna
        """,
    )
    out = s.root.parents[1] / "uit"
    there = tree(out / "vol")
    assert all(data in (old.get(name), new.get(name)) for name, data in there.items())
    if (out / "goed").exists():
        assert there == new
    else:
        refused(out / "gezegd", "Schrijven lukt niet: ")
    assert tree(out / "daarna") == new


def test_a_disk_without_any_room_is_refused(s: PlainSite) -> None:
    s.build()
    done = on_a_disk_of_its_own(
        s,
        """
        echo '# een regel erbij' >> $OUT/bron/site/site.yaml
        room 0 ""
        lay $OUT/bron/site/site.yaml site/site.yaml
        if build > $OUT/gezegd 2>&1; then exit 1; fi
        """,
    )
    assert done.stdout == ""
    refused(s.root.parents[1] / "uit/gezegd", "Schrijven lukt niet: ")


@pytest.mark.parametrize("closed", ["site/public", "site"])
def test_where_nothing_may_be_written_the_site_stays_as_it_is(s: PlainSite, closed: str) -> None:
    s.build()
    old = tree(s.public)
    on_a_disk_of_its_own(
        s,
        f"""
        sed -i 's/^title: .*/title: Een andere titel/' site/site.yaml
        close {closed}
        if build > $OUT/gezegd 2>&1; then exit 1; fi
        cp -r site/public $OUT/daarna
        open {closed}
        build > /dev/null
        cp -r site/public $OUT/open
        """,
    )
    out = s.root.parents[1] / "uit"
    reason = "Read-only file system" if mounts()[1] else "Permission denied"
    refused(out / "gezegd", f"Schrijven lukt niet: {reason}")
    assert tree(out / "daarna") == old
    assert tree(out / "open") != old


def test_where_no_cache_may_be_written_the_site_is_built_without(s: PlainSite) -> None:
    s.build()
    replace(s, "nieuw")
    new = s.clean()
    on_a_disk_of_its_own(
        s,
        """
        close site/.cache
        build > /dev/null
        cp -r site/public $OUT/daarna
        """,
    )
    assert tree(s.root.parents[1] / "uit/daarna") == new


@pytest.mark.parametrize("mount", ["lay elders site/public", "small 4m site/public"])
def test_an_output_that_is_mounted_from_elsewhere_is_built_as_any_other(s: PlainSite, mount: str) -> None:
    replace(s, "oud")
    first = s.clean()
    content = s.root.parents[1] / "nieuw/content"
    shutil.copytree(s.root / "content", s.root.parents[1] / "oud")
    replace(s, "nieuw")
    second = s.clean()
    (s.root / "content").rename(content)
    shutil.copytree(s.root.parents[1] / "oud", s.root / "content")
    on_a_disk_of_its_own(
        s,
        f"""
        mkdir -p elders site/public
        {mount}
        build > /dev/null
        cp -r site/public $OUT/eerst
        rm -r site/content; cp -r {content} site/content
        build > /dev/null
        cp -r site/public $OUT/daarna
        """,
    )
    assert tree(s.root.parents[1] / "uit/eerst") == first
    assert tree(s.root.parents[1] / "uit/daarna") == second


def test_an_output_on_a_disk_that_is_full_keeps_nothing_of_ours_that_is_half(s: PlainSite) -> None:
    """Into an output that is mounted from elsewhere a file is copied under a name of ours first."""
    content = s.root.parents[1] / "nieuw/content"
    replace(s, "nieuw")
    new = s.clean()
    (s.root / "content").rename(content)
    replace(s, "oud")
    on_a_disk_of_its_own(
        s,
        f"""
        mkdir -p site/public
        small 3m site/public
        build > /dev/null
        rm -r site/content; cp -r {content} site/content
        room 0 site/public/
        if build > $OUT/gezegd 2>&1; then exit 1; fi
        ls -A site/public > $OUT/daarin
        clear site/public/
        build > /dev/null
        cp -r site/public $OUT/daarna
        """,
    )
    out = s.root.parents[1] / "uit"
    refused(out / "gezegd", "Schrijven lukt niet: ")
    assert ".g40site-onderweg" not in (out / "daarin").read_text().split()
    assert tree(out / "daarna") == new


def test_a_file_that_a_killed_build_left_on_its_way_goes_with_the_next_build(s: PlainSite) -> None:
    s.build()
    whole = tree(s.public)
    for forget in (False, True):
        (s.public / ".g40site-onderweg").write_bytes(b"half")
        if forget:
            shutil.rmtree(s.root / ".cache")
        update = s.build_by_command().update
        assert tree(s.public) == whole
        assert update is not None
        assert (update.foreign, update.moved) == ((), 0)


def test_what_was_built_while_the_cache_was_closed_is_seen_once_it_is_open(s: PlainSite) -> None:
    """Meanwhile the state stands beside the output, and what `.cache` says of the output is old."""
    news = "site/content/news/2026-01-05-bericht-3.md"
    s.build()
    old = tree(s.public)
    on_a_disk_of_its_own(
        s,
        f"""
        build > /dev/null
        close site/.cache
        sed -i 's/tekst/ander/' {news}
        build > /dev/null
        cp -r site/public $OUT/anders
        open site/.cache
        sed -i 's/ander/tekst/' {news}
        build > /dev/null
        cp -r site/public $OUT/daarna
        """,
    )
    out = s.root.parents[1] / "uit"
    page = "actueel/bericht-3/index.html"
    assert len(tree(out / "anders")[page]) == len(old[page])
    assert tree(out / "anders")[page] != old[page]
    assert tree(out / "daarna") == old
