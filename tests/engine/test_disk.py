"""A disk that is full or may not be written: a real one, of a size of its own, in a mount that only the test sees."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.engine.test_faults import PlainSite, new_site, plain, replace
from tests.running import DEADLINE, command, environment, tree

__all__ = ["plain"]

MEGABYTE = 1_000_000


@pytest.fixture
def s(tmp_path: Path, plain: Path) -> PlainSite:
    site = new_site(tmp_path / "schijf/site", plain)
    (tmp_path / "nieuw").mkdir()
    return site


def on_a_disk_of_its_own(site: PlainSite, script: str) -> subprocess.CompletedProcess[str]:
    """Copies a site to a small disk, mounted in its place for this one shell, and runs a script there.

    `build` builds; the script puts in `$OUT` whatever the test wants to look at, since the disk goes with the shell.
    """
    disk, out = site.root.parent, site.root.parents[1] / "uit"
    shutil.copytree(disk, out / "bron")
    build = " ".join(command(*site.arguments()))
    whole = f"""
        set -eu
        mount -t tmpfs -o size={8 * MEGABYTE} tmpfs {disk}
        cp -r {out}/bron/. {disk}
        cd {disk}
        build() {{ {build}; }}
        {script}
    """
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    done = subprocess.run(
        ["unshare", "--mount", *rights, "sh", "-c", whole],
        env=environment({"OUT": str(out)}),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )
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
        head -c {9 * MEGABYTE} /dev/zero > vol 2>/dev/null || true
        truncate -s -{left} vol
        if build > $OUT/gezegd 2>&1; then touch $OUT/goed; fi
        cp -r site/public $OUT/vol
        rm vol
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
        f"""
        head -c {9 * MEGABYTE} /dev/zero > vol 2>/dev/null || true
        echo '# een regel erbij' >> $OUT/bron/site/site.yaml
        mount --bind $OUT/bron/site/site.yaml site/site.yaml
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
        mount --bind {closed} {closed}
        mount -o remount,bind,ro {closed}
        if build > $OUT/gezegd 2>&1; then exit 1; fi
        cp -r site/public $OUT/daarna
        umount {closed}
        build > /dev/null
        cp -r site/public $OUT/open
        """,
    )
    out = s.root.parents[1] / "uit"
    refused(out / "gezegd", "Schrijven lukt niet: Read-only file system")
    assert tree(out / "daarna") == old
    assert tree(out / "open") != old


def test_where_no_cache_may_be_written_the_site_is_built_without(s: PlainSite) -> None:
    s.build()
    replace(s, "nieuw")
    new = s.clean()
    on_a_disk_of_its_own(
        s,
        """
        mount --bind site/.cache site/.cache
        mount -o remount,bind,ro site/.cache
        build > /dev/null
        cp -r site/public $OUT/daarna
        """,
    )
    assert tree(s.root.parents[1] / "uit/daarna") == new


@pytest.mark.parametrize("mount", ["mount --bind elders site/public", "mount -t tmpfs -o size=4m tmpfs site/public"])
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
        mount -t tmpfs -o size=3m tmpfs site/public
        build > /dev/null
        rm -r site/content; cp -r {content} site/content
        head -c {9 * MEGABYTE} /dev/zero > site/public/vol 2>/dev/null || true
        if build > $OUT/gezegd 2>&1; then exit 1; fi
        ls -A site/public > $OUT/daarin
        rm site/public/vol
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
        update = s.quick().update
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
        mount --bind site/.cache site/.cache
        mount -o remount,bind,ro site/.cache
        sed -i 's/tekst/ander/' {news}
        build > /dev/null
        cp -r site/public $OUT/anders
        umount site/.cache
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
