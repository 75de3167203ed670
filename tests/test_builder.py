"""The output folder: whole or not at all, only what the plan names, and nothing of anybody else's."""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from g40site import pipeline, planning
from g40site.engine.rendering import Output
from g40site.engine.state import Refused, output_name
from g40site.options import Result
from tests.plain import SETTINGS, PlainSite, plain_templates
from tests.running import DEADLINE, NOW, command, environment, script, tree, wait_until
from tests.warm import run

NewSite = Callable[[Mapping[str, str | bytes]], PlainSite]


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_templates(tmp_path_factory.mktemp("plain"))


@pytest.fixture
def site(tmp_path: Path, plain: Path) -> NewSite:
    return lambda files: PlainSite(tmp_path / "site", files, plain)


def news(title: str = "Bericht") -> str:
    return f"""\
        ---
        title: {title}
        date: 2026-01-05
        summary: Kort.
        ---
        Tekst.
        """


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def refused(site: PlainSite, **more: object) -> str:
    """What a build says that stops for a reason outside the content, in Dutch."""
    with pytest.raises(Refused) as stopped:
        site.build(**more)
    dutch, english = stopped.value.args
    assert dutch
    assert english
    assert dutch != english
    return str(dutch)


# What is published.


def test_a_document_that_cannot_be_published_is_told_by_check_and_by_build(site: NewSite) -> None:
    s = site({"content/media/groot.pdf": b"%PDF-1.4"})
    os.truncate(s.root / "content/media/groot.pdf", 50_000_001)
    assert s.check() == [("bestand-te-groot", "content/media/groot.pdf", 1, 1)]
    assert [problem.code for problem in pipeline.build(s.options()).problems] == ["bestand-te-groot"]
    assert not s.public.exists()


def test_a_file_that_is_no_longer_planned_goes_with_its_empty_folder(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news(), "content/media/map/stuk.pdf": b"%PDF-1.4"})
    s.build()
    assert (s.public / "actueel/een/index.html").is_file()
    assert (s.public / "media/map/stuk.pdf").is_file()
    (s.root / "content/news/2026-01-05-een.md").unlink()
    (s.root / "content/media/map/stuk.pdf").unlink()
    update = s.build().update
    assert update is not None
    assert update.removed == 2
    assert not {"actueel/een", "media/map", "media"} & folders(s.public)
    assert {"actueel", "assets"} <= folders(s.public)


def test_a_foreign_file_stays_and_is_named_also_in_a_folder_that_goes(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build()
    (s.public / "actueel/een/eigen.txt").write_text("van mij")
    (s.public / "leeg").mkdir()
    (s.root / "content/news/2026-01-05-een.md").unlink()
    update = s.build().update
    assert update is not None
    assert update.foreign == ("actueel/een/eigen.txt",)
    assert (s.public / "actueel/een/eigen.txt").read_text() == "van mij"
    assert not (s.public / "actueel/een/index.html").exists()
    assert (s.public / "leeg").is_dir()


@pytest.mark.process
def test_nothing_is_written_while_an_error_stands(site: NewSite) -> None:
    s = site({"themes.yaml": "themes: [{id: smart-living}]\n"})
    assert s.run().returncode == 1
    assert not s.public.exists()


@pytest.mark.process
def test_an_error_leaves_the_earlier_site_as_it_was(site: NewSite) -> None:
    s = site({})
    s.build()
    before, times = tree(s.public), mtimes(s.public)
    s.write({"content/news/2026-01-05-een.md": news(), "content/news/2026-01-05-twee.md": "---\ntitle: Twee\n---\n"})
    assert s.run().returncode == 1
    assert (tree(s.public), mtimes(s.public)) == (before, times)


@pytest.mark.process
def test_a_template_that_fails_on_the_last_page_leaves_the_earlier_site_as_it_was(site: NewSite) -> None:
    s = site({})
    s.build()
    before = tree(s.public)
    copy = copied(s.templates, s.root.parent / "templates")
    (copy / "pages/not-found.html").write_text("{{ view.bestaat_niet }}")
    s.write({"content/news/2026-01-05-een.md": news()})
    done = s.run("--templates", copy)
    assert done.returncode == 1
    assert done.stderr.count("fout [") == 1
    assert tree(s.public) == before
    assert not list((s.root / ".cache").glob("*.staging"))


def copied(folder: Path, to: Path) -> Path:
    for name, data in tree(folder).items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(data)
    return to


def test_a_second_build_without_a_change_writes_nothing(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news(), "content/media/stuk.pdf": b"%PDF-1.4"})
    s.build()
    before = mtimes(s.public)
    update = s.build().update
    assert update is not None
    assert (update.new, update.changed, update.removed) == (0, 0, 0)
    assert mtimes(s.public) == before


def test_one_changed_word_changes_only_the_pages_that_show_it(site: NewSite) -> None:
    s = site({"content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\nOud woord.\n"})
    s.build()
    before = mtimes(s.public)
    s.write({"content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\nNieuw woord.\n"})
    s.build()
    changed = {name for name, time in mtimes(s.public).items() if before.get(name) != time and name[-1] != "/"}
    assert changed == {"uitleg/index.html", "MANIFEST"}


def mtimes(folder: Path) -> dict[str, int]:
    """When each file was written, and each folder got or lost a file."""
    return {
        path.relative_to(folder).as_posix() + "/" * path.is_dir(): path.stat().st_mtime_ns
        for path in (folder, *folder.rglob("*"))
    }


def test_a_text_and_its_compressed_copies_are_made_once(site: NewSite) -> None:
    s = site({f"content/news/2026-01-05-bericht-{number}.md": news() for number in range(60)})
    made: Counter[str] = Counter()
    watched(s, made, precompress=True, cache=False)
    assert set(made.values()) == {1}
    assert {"index.html", "sitemap.xml"} <= made.keys()
    assert all(
        (s.public / f"{name}.{ending}").is_file() for name in ("index.html", "sitemap.xml") for ending in ("gz", "br")
    )


def watched(site: PlainSite, made: Counter[str], *, writes: bool = True, **more: object) -> Result:
    """Builds or checks, and counts how often the view or the data of each file is made."""

    def counting(output: Output) -> Output:
        name, make = ("view", output.view) if output.view else ("data", output.data)
        assert make is not None

        def counted() -> object:
            made[output.original] += 1
            return make()

        return output if output.is_media else replace(output, **{name: counted})

    def planned(*arguments: Any, **named: Any) -> Any:
        plan = whole(*arguments, **named)
        plan.outputs = [*map(counting, plan.outputs)]
        return plan

    whole = planning.plan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "plan", planned)
        return (pipeline.build if writes else pipeline.check)(site.options(**more))


@pytest.mark.parametrize("writes", [True, False])
def test_once_a_template_never_ends_no_page_is_made_any_more(site: NewSite, writes: bool) -> None:
    """Each page with it would run into the same, and that takes long."""
    s = site({f"content/news/2026-01-05-bericht-{number}.md": news() for number in range(60)})
    templates = copied(s.templates, s.root.parent / "templates")
    (templates / "pages/news-item.html").write_text("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}")
    made: Counter[str] = Counter()
    result = watched(s, made, writes=writes, templates=templates)
    assert sum("actueel/bericht-" in path for path in made) == 1
    assert [(p.code, p.span.file, p.span.line) for p in result.problems] == [
        ("sjabloon-te-diep", "templates/pages/news-item.html", 1)
    ]
    assert not s.public.exists()


@pytest.mark.parametrize("cached", [True, False])
def test_whoever_only_looks_keeps_nothing(site: NewSite, cached: bool) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    if cached:
        s.build()
        s.write({"site.yaml": SETTINGS.replace("Themagroep Proef", "Themagroep Anders")})
    before = tree(s.root)
    assert s.check() == []
    assert tree(s.root) == before


# The list of digests.


def test_the_manifest_has_the_day_and_the_true_digest_of_every_other_file(site: NewSite) -> None:
    s = site({"content/media/een twee.pdf": b"%PDF-1.4"})
    s.build()
    first, *lines, last = (s.public / "MANIFEST").read_text("utf-8").split("\n")
    assert first == "# 2026-11-24"
    assert last == ""
    listed = {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}
    others = {name: data for name, data in tree(s.public).items() if name != "MANIFEST"}
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in others.items()}
    assert list(listed) == sorted(listed)


@pytest.mark.process
def test_the_day_of_the_manifest_is_that_of_the_site(site: NewSite) -> None:
    s = site({})
    assert s.run("--now", "2026-11-24T23:30Z").returncode == 0
    assert (s.public / "MANIFEST").read_text("utf-8").startswith("# 2026-11-25\n")


# What is refused.


@pytest.mark.process
@pytest.mark.parametrize(
    "output",
    [
        ".",
        "..",
        "content",
        "content/media",
        "content/nieuw/map",
        "templates",
        "docs/uit",
        ".cache",
        ".cache/uit",
        ".git/uit",
        "er-is-niets/../content",
        "public/../content/news",
        "public/..",
        "koppeling",
        "koppeling/uit",
        "site.yaml",
        "site.yaml/uit",
        "kring",
    ],
)
def test_an_output_folder_that_would_harm_the_sources_is_refused(site: NewSite, output: str) -> None:
    s = site({"content/media/stuk.pdf": b"%PDF-1.4", "docs/uitleg.md": "Uitleg.\n"})
    (s.root / "koppeling").symlink_to("content")
    (s.root / "kring").symlink_to("kring")
    before = tree(s.root)
    done = run("build", "--output", output, "--now", NOW, cwd=s.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"De uitvoermap {output} ")
    assert done.stderr.count("\n") == 1
    assert tree(s.root) == before


@pytest.mark.process
def test_an_output_folder_behind_a_link_to_a_source_folder_elsewhere_is_refused(site: NewSite, tmp_path: Path) -> None:
    s = site({})
    (tmp_path / "elders").mkdir()
    (s.root / "docs").symlink_to(tmp_path / "elders")
    assert s.run("--output", tmp_path / "elders").returncode == 2
    assert list((tmp_path / "elders").iterdir()) == []


@pytest.mark.process
def test_the_templates_that_are_used_are_a_source_too(site: NewSite, tmp_path: Path) -> None:
    s = site({})
    mine = copied(s.templates, tmp_path / "mijn")
    for output in (mine, mine / "uit", tmp_path):
        done = run("build", "--root", s.root, "--templates", mine, "--output", output)
        assert (done.returncode, done.stdout) == (2, "")
    assert tree(mine) == tree(s.templates)


# Files and folders that take each other's place.


def test_a_file_becomes_a_folder_and_the_reverse(site: NewSite) -> None:
    s = site({"content/media/stuk.pdf": b"%PDF-1.4 een"})
    s.build()
    (s.root / "content/media/stuk.pdf").unlink()
    s.write({"content/media/stuk.pdf/deel.pdf": b"%PDF-1.4 twee"})
    s.build()
    assert tree(s.public / "media") == {"stuk.pdf/deel.pdf": b"%PDF-1.4 twee"}
    (s.root / "content/media/stuk.pdf/deel.pdf").unlink()
    (s.root / "content/media/stuk.pdf").rmdir()
    s.write({"content/media/stuk.pdf": b"%PDF-1.4 drie"})
    s.build()
    assert tree(s.public / "media") == {"stuk.pdf": b"%PDF-1.4 drie"}


@pytest.mark.parametrize("place", ["robots.txt", "MANIFEST", "actueel/index.html"])
def test_a_foreign_file_in_a_folder_in_the_place_of_a_file_stops_the_build(site: NewSite, place: str) -> None:
    s = site({})
    s.write({f"public/{place}/eigen.txt": "van mij"})
    assert f"{place}/eigen.txt" in refused(s)
    assert tree(s.public) == {f"{place}/eigen.txt": b"van mij"}


@pytest.mark.parametrize("place", ["actueel", "themas/smart-living", "assets"])
def test_a_foreign_file_in_the_place_of_a_folder_stops_the_build(site: NewSite, place: str) -> None:
    s = site({})
    s.write({f"public/{place}": "van mij"})
    assert place in refused(s)
    assert tree(s.public) == {place: b"van mij"}


def test_a_link_in_the_place_of_a_folder_leads_nothing_out_of_the_output(site: NewSite, tmp_path: Path) -> None:
    s = site({})
    (tmp_path / "elders").mkdir()
    s.public.mkdir()
    (s.public / "actueel").symlink_to(tmp_path / "elders")
    assert "actueel" in refused(s)
    assert list((tmp_path / "elders").iterdir()) == []


def test_an_empty_folder_in_the_place_of_a_file_makes_way(site: NewSite) -> None:
    s = site({})
    (s.public / "robots.txt/leeg").mkdir(parents=True)
    (s.public / "actueel/leeg").mkdir(parents=True)
    s.build()
    assert (s.public / "robots.txt").is_file()
    whole = tree(s.public)
    shutil.rmtree(s.public)
    s.build()
    assert tree(s.public) == whole


@pytest.mark.process
def test_the_cache_cannot_be_a_file(site: NewSite) -> None:
    s = site({".cache": "van mij"})
    done = s.run()
    assert done.returncode == 2
    assert ".cache" in done.stderr
    assert not s.public.exists()
    assert (s.root / ".cache").read_text() == "van mij"


# What earlier builds left behind.


def test_without_the_cache_old_files_still_go(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build()
    forget(s)
    (s.root / "content/news/2026-01-05-een.md").unlink()
    s.build()
    assert not (s.public / "actueel/een").exists()


def test_without_the_manifest_old_files_still_go(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build()
    (s.public / "MANIFEST").unlink()
    (s.root / "content/news/2026-01-05-een.md").unlink()
    s.build()
    assert not (s.public / "actueel/een").exists()
    assert (s.public / "MANIFEST").is_file()


def forget(site: PlainSite) -> None:
    for path in sorted((site.root / ".cache").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (site.root / ".cache").rmdir()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[[" * 100_000,
        b'{"a": 1}',
        b"[1, null]",
        b'["../../content/news/2026-01-05-een.md", "/etc/hostname", "a/\\u0000", "\\ud800", "", "."]',
        b"\xff\xfe",
    ],
)
def test_a_journal_that_is_not_one_harms_nothing(site: NewSite, text: bytes) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build()
    (journal,) = (s.root / ".cache").glob("*.journal")
    journal.write_bytes(text)
    (s.public / "MANIFEST").unlink()
    before = tree(s.root / "content")
    s.build()
    assert tree(s.root / "content") == before
    assert Path("/etc/hostname").exists()
    clean = tree(s.public)
    s.build(output=s.root / "schoon")
    assert tree(s.root / "schoon") == clean


def test_a_manifest_that_names_files_elsewhere_harms_nothing(site: NewSite) -> None:
    s = site({})
    s.build()
    forget(s)
    lines = ("../content/news/2026-01-05-een.md", str(s.root / "site.yaml"), "../site.yaml")
    manifest = (s.public / "MANIFEST").read_text("utf-8")
    (s.public / "MANIFEST").write_text(manifest + "".join(f"{'0' * 64}  {line}\n" for line in lines))
    s.write({"content/news/2026-01-05-een.md": news()})
    s.build()
    assert (s.root / "site.yaml").is_file()
    assert (s.root / "content/news/2026-01-05-een.md").is_file()


def test_a_changed_published_file_is_mended(site: NewSite) -> None:
    s = site({})
    s.build()
    clean = tree(s.public)
    (s.public / "index.html").write_text("kapot")
    (s.public / "robots.txt").unlink()
    s.build()
    assert tree(s.public) == clean


def test_another_disk_keeps_its_state_beside_the_output(site: NewSite, disk: Path) -> None:
    s = site({})
    output = disk / "map/public"
    s.build(output=output)
    s.build()
    assert tree(output) == tree(s.public)
    assert [path.name for path in output.parent.iterdir() if path.is_dir()] != ["public"]
    assert not [path for path in output.rglob(".*") if path.is_dir()]


def test_why_tells_of_an_output_on_another_disk(site: NewSite, disk: Path) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build(output=disk / "public")
    _, found = pipeline.why(s.options(output=disk / "public"), "/actueel/een/")
    assert found is not None
    assert found == ((("new",),), ())


def test_a_folder_for_each_day_on_another_disk_builds_from_the_last(site: NewSite, disk: Path) -> None:
    """With one folder of state for all of them, also after the first is gone."""
    s = site({"content/news/2026-01-05-een.md": news()})
    first, second = (s.build(output=disk / day).update for day in ("2026-11-24", "2026-11-25"))
    assert first is not None
    assert second is not None
    assert second.new == first.new
    assert second.rendered < first.rendered - second.pages / 2
    assert len([path for path in disk.iterdir() if path.name.startswith(".")]) == 1
    assert tree(disk / "2026-11-24") == tree(disk / "2026-11-25")


# Two builds, and a build that is killed.


@pytest.mark.process
def test_a_second_build_at_the_same_time_stops(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build()
    before = tree(s.public)
    s.write({"content/news/2026-01-05-een.md": news("Ander bericht")})
    for lock in (s.public, *(s.root / ".cache").glob("*.lock")):
        with held(lock):
            done = s.run()
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "Er is al een build bezig met deze site. Wacht tot die klaar is.\n"
        assert tree(s.public) == before
    assert s.run().returncode == 0
    assert "Ander bericht" in s.page("/actueel/een/")


def test_a_build_into_another_folder_need_not_wait(site: NewSite) -> None:
    s = site({})
    s.build()
    with held(s.public):
        s.build(output=s.root / "tweede")
    assert tree(s.root / "tweede") == tree(s.public)


class held:
    """Holds the lock of a file or folder, as a running build does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.file = os.open(self.path, os.O_RDONLY)
        fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def __exit__(self, *_: object) -> None:
        os.close(self.file)


@pytest.mark.process
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_a_build_that_the_system_ends_is_done_again_by_the_next(site: NewSite, stop: int) -> None:
    """Of every moment at which it may end `engine/test_stops.py` tries each."""
    s = site({f"content/news/2026-01-05-bericht-{number}.md": news() for number in range(60)})
    process = subprocess.Popen(
        command(*s.arguments("--jobs", 1)), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        wait_until(lambda: any(s.root.glob(".cache/*.staging/*")) or process.poll() is not None)
        process.send_signal(stop)
        _, err = process.communicate(timeout=DEADLINE)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, err) == ((-signal.SIGKILL, b"") if stop == signal.SIGKILL else (2, b"Gestopt.\n"))
    s.build()
    assert tree(s.public) == s.clean()
    assert not list(s.root.glob(".cache/*.staging"))


# What others put in the folder, such as a change that somebody proposes.


def test_what_stands_behind_a_link_in_the_output_is_not_ours(site: NewSite, tmp_path: Path) -> None:
    s = site({"public/MANIFEST": f"# 2026-11-24\n{'0' * 64}  link/brief.txt\n"})
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders/brief.txt").write_text("x")
    (s.public / "link").symlink_to(tmp_path / "elders")
    update = s.build().update
    assert (tmp_path / "elders/brief.txt").is_file()
    assert update
    assert update.foreign == ("link",)


def test_a_link_to_an_equal_file_becomes_a_file(site: NewSite, tmp_path: Path) -> None:
    s = site({})
    s.build()
    (s.public / "index.html").rename(tmp_path / "elders.html")
    (s.public / "index.html").symlink_to(tmp_path / "elders.html")
    s.build()
    assert not (s.public / "index.html").is_symlink()


def test_a_pipe_in_the_place_of_a_published_file_keeps_nobody_waiting(site: NewSite) -> None:
    s = site({})
    s.build()
    (s.public / "index.html").unlink()
    os.mkfifo(s.public / "index.html")
    s.build()
    assert (s.public / "index.html").is_file()


# What somebody else put where a file of ours must come.


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "site.yaml")


def text(path: Path) -> None:
    path.write_text("van mij")


@pytest.mark.process
@pytest.mark.parametrize("make", [text, link, pipe])
@pytest.mark.parametrize("name", ["index.html", "actueel/index.html", "robots.txt", "MANIFEST"])
def test_what_somebody_put_on_a_path_of_ours_is_named_and_nothing_is_written(
    site: NewSite, name: str, make: Callable[[Path], None]
) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    (s.public / name).parent.mkdir(parents=True)
    make(s.public / name)
    before, content = listing(s.public), (s.root / "site.yaml").read_bytes()
    for language in ("nl", "en"):
        done = s.run("--lang", language)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert f" {name}" in done.stderr
        assert "--output" in done.stderr
        assert listing(s.public) == before
    assert (s.root / "site.yaml").read_bytes() == content
    (s.public / name).unlink()
    assert s.run().returncode == 0


def listing(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Everything below a folder, and whether it is still that very thing."""
    return {
        path.relative_to(folder).as_posix(): (info.st_mode, info.st_ino, info.st_mtime_ns)
        for path in (folder, *sorted(folder.rglob("*")))
        for info in [path.lstat()]
    }


def test_what_somebody_put_there_after_a_build_is_named_when_a_page_must_come_there(site: NewSite) -> None:
    s = site({})
    s.build()
    s.write({"public/actueel/een/index.html": "van mij"})
    s.build()
    before = tree(s.public)
    s.write({"content/news/2026-01-05-een.md": news()})
    assert "actueel/een/index.html" in refused(s)
    assert tree(s.public) == before
    (s.public / "actueel/een/index.html").unlink()
    s.build()
    assert "Bericht" in s.page("/actueel/een/")


def test_the_very_bytes_of_ours_are_ours_whoever_put_them_there(site: NewSite) -> None:
    s = site({})
    s.build()
    whole = tree(s.public)
    forget(s)
    (s.public / "MANIFEST").unlink()
    s.build()
    assert tree(s.public) == whole


def test_all_that_stands_in_the_way_is_counted(site: NewSite) -> None:
    s = site({"public/index.html": "van mij", "public/robots.txt": "ook", "public/foto.jpg": "en dit niet"})
    assert " index.html (en nog 1 ander bestand), en dit programma maakte dat niet." in refused(s)


@pytest.mark.parametrize("kept", [True, False])
def test_in_a_fresh_checkout_the_kept_names_do_not_make_files_of_others_ours(site: NewSite, kept: bool) -> None:
    """The output was not kept, `.cache` was, and a step before the build puts a file in the output."""
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build()
    shutil.rmtree(s.public)
    s.write({"public/robots.txt": "van mij", "public/actueel/een/index.html": "ook"})
    if not kept:
        forget(s)
    (s.root / "content/news/2026-01-05-een.md").unlink()
    before = tree(s.public)
    assert "robots.txt" in refused(s)
    assert tree(s.public) == before
    (s.public / "robots.txt").unlink()
    update = s.build().update
    assert update is not None
    assert update.foreign == ("actueel/een/index.html",)


def test_a_copy_of_a_published_site_is_ours_by_its_list(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news(), "content/news/2026-01-05-twee.md": news("Twee")})
    s.build()
    shutil.copytree(s.public, s.root / "tweede")
    (s.root / "content/news/2026-01-05-een.md").unlink()
    s.write({"content/news/2026-01-05-twee.md": news("Anders")})
    s.build()
    update = s.build(output=s.root / "tweede").update
    assert update is not None
    assert update.foreign == ()
    assert tree(s.root / "tweede") == tree(s.public)


# A published file that is not the one that was published, though it is as long.


def same_size(text: bytes) -> bytes:
    return text.replace(b"Bericht", b"Anders!")


def two_roots(site: NewSite) -> tuple[PlainSite, PlainSite]:
    """Two checkouts that differ in one word of the same length, and in a style sheet."""
    first = site({f"content/news/2026-01-05-een-{n}.md": news() for n in range(3)})
    others = {f"content/news/2026-01-05-een-{n}.md": news("Anders!") for n in range(3)}
    templates = copied(first.templates, first.root.parent / "anders")
    second = PlainSite(first.root.parent / "tweede", others, templates)
    (second.templates / "assets/css/base.css").write_text("body { color: white }\n")
    return first, second


def by_command(site: PlainSite, *more: object) -> dict[str, bytes]:
    """What stands in an output of both checkouts after a build as the command line does it."""
    output = site.root.parent / "samen"
    assert site.run("--output", output, *more).returncode == 0
    return tree(output)


@pytest.mark.process
def test_two_checkouts_that_build_into_one_folder_in_turn_each_leave_their_own_site(site: NewSite) -> None:
    first, second = two_roots(site)
    whole = {}
    for one in (first, second):
        one.build()
        whole[one.root] = tree(one.public)
    assert whole[first.root].keys() != whole[second.root].keys()
    for one in (first, second, first, first, second, second, first):
        assert by_command(one) == whole[one.root]


@pytest.mark.process
def test_after_another_checkout_built_there_an_edit_leaves_nothing_of_it(site: NewSite) -> None:
    first, second = two_roots(site)
    by_command(first)
    by_command(second)
    first.write({"content/news/2026-01-05-een-1.md": news("Meer dan een bericht")})
    first.build()
    assert by_command(first) == tree(first.public)


@pytest.mark.process
@pytest.mark.parametrize("edited", [False, True])
def test_a_backup_that_is_put_back_with_its_times_is_seen(site: NewSite, edited: bool) -> None:
    s = site({"content/news/2026-01-05-een.md": news(), "content/news/2026-01-05-twee.md": news("Tweede")})
    s.build()
    subprocess.run(["cp", "-a", s.public, s.root / "kopie"], check=True)
    s.write({"content/news/2026-01-05-een.md": news("Anders!")})
    s.build()
    shutil.rmtree(s.public)
    subprocess.run(["cp", "-a", s.root / "kopie", s.public], check=True)
    if edited:
        s.write({"content/news/2026-01-05-twee.md": news("Tweemaal")})
    assert s.run().returncode == 0
    there = tree(s.public)
    s.build(output=s.root / "schoon", cache=False)
    assert there == tree(s.root / "schoon")


@pytest.mark.process
def test_a_file_of_the_same_size_and_time_is_seen(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build()
    whole, page = tree(s.public), s.public / "actueel/een/index.html"
    for build in (s.run, s.build):
        info = page.stat()
        page.write_bytes(same_size(page.read_bytes()))
        os.utime(page, ns=(info.st_atime_ns, info.st_mtime_ns))
        assert (page.stat().st_size, page.stat().st_mtime_ns) == (info.st_size, info.st_mtime_ns)
        assert tree(s.public) != whole
        build()
        assert tree(s.public) == whole


@pytest.mark.process
def test_files_that_are_put_back_as_they_were_are_looked_at_once(site: NewSite) -> None:
    s = site({"content/news/2026-01-05-een.md": news()})
    s.build()
    whole = tree(s.public)
    s.public.rename(s.root / "weg")
    subprocess.run(["cp", "-a", s.root / "weg", s.public], check=True)
    times = mtimes(s.public)
    assert [*map(len, (looked_at(s), looked_at(s)))] == [len(whole), 0]
    assert (tree(s.public), mtimes(s.public)) == (whole, times)


def looked_at(site: PlainSite) -> list[str]:
    """The published files that a build opens, apart from the list of digests, which each whole build reads."""
    return script(OPENED, site.public, *site.arguments()).split()


OPENED = """
import sys
opened = set()
def hook(event, args):
    if event == "open" and str(args[0]).startswith(sys.argv[1] + "/"):
        opened.add(str(args[0]))
sys.addaudithook(hook)
from g40site import cli
sys.stdout, out = sys.stderr, sys.stdout
assert cli.ended(sys.argv[2:]) == 0
print(*sorted(opened), file=out)
"""


@pytest.mark.parametrize(
    "ending", ["lock", "journal", "journal.tmp", "staging", "log", "log.tmp", "uptodate", "uptodate.tmp"]
)
def test_a_link_or_a_pipe_in_the_cache_leads_nothing_out_of_it(site: NewSite, tmp_path: Path, ending: str) -> None:
    s = site({})
    (s.root / ".cache").mkdir()
    state = s.root / f".cache/{output_name(s.root, s.public)}.{ending}"
    elsewhere = tmp_path / "elders.txt"
    elsewhere.write_text("x")
    state.symlink_to(elsewhere)
    s.build()
    assert elsewhere.read_text() == "x"
    assert not state.is_symlink()
    state.unlink(missing_ok=True)
    os.mkfifo(state)
    s.build()


def test_the_cache_cannot_be_a_link(site: NewSite, tmp_path: Path) -> None:
    s = site({})
    (tmp_path / "elders").mkdir()
    (s.root / ".cache").symlink_to(tmp_path / "elders")
    assert ".cache" in refused(s)
    assert list((tmp_path / "elders").iterdir()) == []


def test_folders_may_be_nested_deep_in_the_output(site: NewSite) -> None:
    s = site({})
    deep = s.public / "robots.txt" / "/".join("a" * 1200)
    folder = s.public
    for part in deep.relative_to(s.public).parts:
        folder /= part
        os.makedirs(folder)  # noqa: PTH103 - one level at a time, since Python would call itself for each
    s.build()
    assert (s.public / "robots.txt").is_file()
