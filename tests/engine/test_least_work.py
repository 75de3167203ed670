"""How much a build does: no more than what changed asks for, and no less."""

import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from g40site import pipeline
from g40site.content import prose
from g40site.engine import build_log
from g40site.engine.build_log import QueryRecord, log_from
from g40site.engine.cache import LARGEST
from g40site.engine.scheduling import output_key
from g40site.engine.state import RACY_WINDOW_NS, output_name
from g40site.engine.up_to_date import stamp_from
from g40site.engine.workers import WORTH_A_WORKER
from g40site.markdown import render
from g40site.options import Update
from g40site.sources import SourceSnapshot
from tests.engine.edits import MOMENTS, Edits, by_command, changed
from tests.running import DEADLINE, NOW, TOP, environment, tree
from tests.warm import Warm

T = TypeVar("T")


def edit(site: Edits, file: str, old: str, new: str) -> None:
    path = site.root / file
    path.write_text(changed(path.read_text("utf-8"), old, new), "utf-8")


def update(site: Edits, **more: object) -> Update:
    made = site.build(**more).update
    assert made is not None
    return made


def differing(site: Edits, act: Callable[[], None]) -> tuple[Update, set[str]]:
    """A build after an edit, and the files that became others by it."""
    before = tree(site.public)
    act()
    made, after = update(site), tree(site.public)
    site.compare()
    return made, {name for name in {*before, *after} if before.get(name) != after.get(name)}


def rendered_texts(site: Edits) -> int:
    """How many Markdown texts a build of the site would have to render."""
    times: list[str] = []

    def counted(text: str, prefix: str = "") -> Any:
        times.append(text)
        return render(text, prefix)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prose, "render", counted)
        site.build()
    return len(times)


@pytest.mark.slow
def test_the_body_of_a_news_item_renders_what_shows_it_and_nothing_else(s: Edits) -> None:
    made, others = differing(s, lambda: s.body(3, 1))
    assert "actueel/bericht-3/index.html" in others
    assert not {name for name in others if name.endswith(".html")} - {"actueel/bericht-3/index.html"}
    # Whatever was rendered became another file, apart from the list of digests.
    assert made.rendered == len(others - {"MANIFEST"})


@pytest.mark.slow
@pytest.mark.parametrize("alone", [False, True])
def test_the_title_of_a_project_renders_what_names_it(s: Edits, alone: bool) -> None:
    s.project(0, 2, True, 0, True, alone)
    s.build()
    made, others = differing(s, lambda: s.project(1, 2, True, 0, True, alone))
    assert {"projecten/senshagen/index.html", "projecten/index.html", "gemeenten/zwolle/index.html"} <= others
    assert "404.html" not in others
    assert "uitleg/index.html" not in others
    assert made.rendered < made.files / 2


@pytest.mark.slow
def test_a_template_renders_its_pages_and_no_markdown(s: Edits) -> None:
    made, others = differing(s, lambda: s.template("pages/news-item.html", 1))
    items = {name for name in tree(s.public) if name.startswith("actueel/") and name.count("/") == 2}
    assert others - {"MANIFEST"} == {name for name in items if "/pagina/" not in name}
    assert made.rendered == len(others - {"MANIFEST"})
    s.template("pages/news-item.html", 2)
    assert rendered_texts(s) == 0


@pytest.mark.slow
def test_a_layout_renders_every_page_and_no_markdown(s: Edits) -> None:
    made, others = differing(s, lambda: s.template("layouts/base.html", 1))
    assert made.rendered == sum(name.endswith(".html") for name in others)
    assert made.rendered > 40
    s.template("layouts/base.html", 2)
    assert rendered_texts(s) == 0


@pytest.mark.slow
def test_a_text_is_rendered_where_it_is_another_and_nowhere_else(s: Edits) -> None:
    s.body(3, 1)
    assert rendered_texts(s) == 1
    assert rendered_texts(s) == 0


@pytest.mark.slow
def test_a_template_that_is_taken_back_gives_the_pages_of_before(s: Edits) -> None:
    for word in (1, 2, 1, 2, 1):
        s.template("pages/news-item.html", word)
        s.compare()


@pytest.mark.slow
def test_a_menu_that_is_taken_back_gives_the_pages_of_before(s: Edits) -> None:
    file = s.templates / "pages/news-item.html"
    text = file.read_text("utf-8")
    shown = "{% block main %}{{ frame.menu|map(attribute='text')|join }}"
    file.write_text(changed(text, "{% block main %}", shown), "utf-8")
    for menu in (True, False, True, False):
        s.explanation(0, 0, menu)
        s.compare()


def test_two_outputs_with_other_templates_keep_out_of_each_others_way(s: Edits) -> None:
    others = s.folder / "andere-sjablonen"
    shutil.copytree(s.templates, others)
    file = others / "pages/news-item.html"
    file.write_text(changed(file.read_text("utf-8"), "{% block main %}", "{% block main %}<p>Anders</p>"), "utf-8")
    first = tree(s.public)
    s.build(templates=others, output=s.folder / "tweede")
    s.build(output=s.folder / "derde")
    assert tree(s.folder / "derde") == first


def test_whatever_was_read_can_be_asked_again_before_a_page_is_made(s: Edits) -> None:
    """A query function that is only there when a page is made would give no result when the next build asks."""
    with pipeline.state_of(s.options()) as (tracker, log):
        pipeline.plan(s.options(), tracker)
        assert {one.query[0] for one in log.queries} <= tracker.functions.keys()


@pytest.mark.slow
def test_the_ways_to_choose_follow_a_change_of_topics(s: Edits) -> None:
    for edited in (
        lambda: s.body(3, 1),
        lambda: s.project(1, 2, True, 3, False),
        lambda: s.project(1, 2, True, 4, False),
    ):
        edited()
        s.build()
        s.compare()


@pytest.mark.slow
def test_compressed_copies_follow_a_layout(s: Edits) -> None:
    s.build(precompress=True)
    s.template("layouts/base.html", 1)
    made = update(s, precompress=True)
    assert made.changed > 100
    clean = s.folder / "ingepakt"
    s.build(precompress=True, output=clean, cache=False)
    assert tree(s.public) == tree(clean)


def test_the_log_of_another_program_asks_nothing_of_this_one(s: Edits) -> None:
    """A query that this program has with other words would be a fault of Python."""
    file, log = stored(s, "log", log_from)
    queries = [*log.queries, QueryRecord(("is_ahead", "a", "b"), b"0")]
    build_log.write(file, log._replace(program=b"0", queries=queries))
    s.body(3, 1)
    s.build()
    s.compare()


@pytest.mark.process
@pytest.mark.slow
def test_what_workers_computed_is_known_to_the_next_build(s: Edits) -> None:
    """All is stale and made by workers; after that an edit of one text must reach each file that tells of it."""
    s.jobs = 2
    for title in (1, 2):
        shutil.rmtree(s.root / ".cache")
        assert update(s).rendered > WORTH_A_WORKER
        edit(s, "content/agenda/2026-12-01-netwerkdag.md", "Tot dan", "Tot dan toe")
        s.body(3, title)
        s.compare()


@pytest.mark.slow
def test_a_compressed_copy_that_is_new_is_made_of_what_is_there(s: Edits) -> None:
    made = update(s, precompress=True)
    assert made.new > 100
    assert update(s, precompress=True).rendered == 0
    clean = s.folder / "ingepakt"
    s.build(precompress=True, output=clean, cache=False)
    assert tree(s.public) == tree(clean)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.process)])
def test_a_file_that_is_saved_while_it_is_made_is_made_again(tmp_path: Path, jobs: int) -> None:
    """The plan knows the file as it was; another one was read, and then the first came back."""
    s = Edits(tmp_path)
    s.document(0)
    s.image(0, False)
    files = [s.root / "content/media" / name for name in ("foto.png", "stuk.pdf")]
    first = [file.read_bytes() for file in files]
    s.document(1)
    s.image(1, False)
    second = [file.read_bytes() for file in files]

    def write(texts: list[bytes]) -> None:
        for file, data in zip(files, texts, strict=True):
            file.write_bytes(data)

    def saved(done: Iterable[Any], _total: int) -> Iterable[Any]:
        write(second)
        yield from done
        write(first)

    write(first)
    made = pipeline.build(s.options(jobs=jobs), saved)
    assert made.problems.errors == []
    s.compare()


def test_a_page_whose_item_and_shell_change_at_once_is_made_again(s: Edits) -> None:
    """An old address leads elsewhere in the same build that the title of the site changes."""
    edit(s, "themes.yaml", "/oud/wonen/", "/oud/anders/")
    edit(s, "content/projects/zwolle.yaml", "/projecten/sensoren-oud/", "/oud/wonen/")
    s.settings(3, True, True, False, False)
    s.build()
    s.compare()
    assert "/projecten/senshagen/" in (s.public / "oud/wonen/index.html").read_text("utf-8")


def test_nothing_changed_renders_nothing(s: Edits) -> None:
    assert update(s).rendered == 0
    assert update(s, jobs=2).rendered == 0


def test_another_hour_or_a_day_on_which_nothing_ends_renders_little(s: Edits) -> None:
    assert update(s, now=dt.datetime.fromisoformat("2026-11-24T18:00+01:00")).rendered == 0


@pytest.mark.slow
def test_on_the_day_that_a_state_grows_old_only_what_says_so_is_rendered(s: Edits) -> None:
    """A list of projects has the date of a state and not how long ago that is; a mail to join neither."""
    s.settings(0, True, True, False, False)
    edit(s, "content/projects/zwolle.yaml", "status: in-use", "status: in-use\n    status_date: 2024-11-25")
    s.write({"content/projects/amersfoort.yaml": ALIKE})
    s.now = "2026-11-25T12:00+01:00"
    s.build()
    made, others = differing(s, lambda: setattr(s, "now", "2026-11-26T12:00+01:00"))
    pages = {"index.html", "bijgewerkt/index.html", "projecten/meetnet/index.html", "themas/smart-living/index.html"}
    assert pages <= others
    assert made.rendered == len(others - {"MANIFEST"})


ALIKE = """\
projects:
  - id: meetnet
    title: Meetnet van bewoners
    summary: Bewoners meten met sensoren.
    description: Kort.
    themes: [smart-living]
    status: pilot
    status_date: 2026-03
    topics: [sensoren, oud]
"""


@pytest.mark.slow
def test_what_ends_in_one_municipality_leaves_the_mails_of_another(s: Edits) -> None:
    s.settings(0, True, True, False, False)
    edit(s, "content/projects/zwolle.yaml", "status: exploring", "status: exploring\n    end: 2026-11-25")
    s.now = "2026-11-25T12:00+01:00"
    s.build()
    s.now = "2026-11-26T12:00+01:00"
    s.build()
    _, log = stored(s, "log", log_from)
    assert ("day",) in log.outputs["aansluiten/zwolle.json"].reasons
    assert log.outputs["aansluiten/amersfoort.json"].reasons == (("new",),)
    s.compare()


def test_a_restored_cache_renders_nothing(s: Edits, tmp_path: Path) -> None:
    whole = tree(s.public)
    fresh_checkout(s)
    made = update(s)
    assert (made.rendered, made.new) == (0, len(whole) - 1)
    assert tree(s.public) == whole


def test_a_cache_restored_in_another_checkout_renders_nothing(s: Edits, tmp_path: Path) -> None:
    moved = tmp_path / "elders"
    shutil.copytree(s.root, moved)
    shutil.rmtree(moved / "public")
    made = s.build(root=moved, output=moved / "public").update
    assert made is not None
    assert made.rendered == 0
    assert tree(moved / "public") == tree(s.public)


@pytest.mark.slow
def test_a_large_table_is_put_together_from_its_rows_again(s: Edits) -> None:
    """Kept whole, it would be there twice after an edit of one row."""
    text = "Een lange tekst. " * 5500
    for number in range(1, 29):
        s.write({f"content/news/2026-02-{number:02}-lang-{number}.md": LONG_NEWS.format(number=number, text=text)})
        other = LONG_NEWS.replace("2026-02", "2026-03").format(number=number, text=text)
        s.write({f"content/news/2026-03-{number:02}-ook-{number}.md": other})
    s.build()
    whole = tree(s.public)
    large = [path for path, data in whole.items() if len(data) > LARGEST]
    assert {"data/news.json", "data/news.csv"} <= {*large}
    assert max(map(len, rows_in_cache(s))) < LARGEST + 100
    shutil.rmtree(s.public)
    assert update(s).rendered == len(large)
    assert tree(s.public) == whole


LONG_NEWS = """\
---
title: Lang {number}
date: 2026-02-{number:02}
summary: Kort.
---
{text}
"""


def rows_in_cache(site: Edits) -> list[bytes]:
    connection = sqlite3.connect(site.root / ".cache/cache.sqlite")
    found = [value for (value,) in connection.execute("SELECT value FROM cache")]
    connection.close()
    return found


HEAVY = (
    "jinja2",
    "PIL",
    "markdown",
    "yaml",
    "nh3",
    "icalendar",
    "babel",
    "starlette",
    "watchdog",
)


def imports(site: Edits, now: str = NOW) -> set[str]:
    """The packages that a build imports, in a process of its own."""
    arguments = ("build", "--root", site.root, "--templates", site.templates, "--now", now)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", str(TOP / "build.py"), *map(str, arguments)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=True,
    )
    lines = (line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "import time:" in line)
    return {line.partition(".")[0] for line in lines}


@pytest.mark.process
def test_a_build_without_a_change_imports_next_to_nothing(s: Edits) -> None:
    imports(s)
    assert not set(HEAVY) & imports(s)
    s.body(2, 1)
    assert set(HEAVY) & imports(s)
    assert not set(HEAVY) & imports(s)


@pytest.mark.process
def test_what_was_read_once_is_not_read_again(s: Edits) -> None:
    """A text that is changed is read; of the others neither YAML nor Markdown is needed."""
    reading = {"yaml", "markdown"}
    imports(s)
    s.body(2, 1)
    assert reading <= imports(s)
    shutil.rmtree(s.public)
    assert not reading & imports(s)


@pytest.mark.process
def test_a_warning_between_entries_is_told_the_next_day_without_reading_a_file(s: Edits) -> None:
    edit(s, "municipalities.yaml", "participates: [smart-living]", "participates: [smart-mobility]")
    edit(s, "content/projects/zwolle.yaml", "status: in-use", "status: in-use\n    checked: 2030-01-01")
    warned = ["datum-in-toekomst", "thema-al-koploper"]
    imports(s)
    assert "yaml" not in imports(s, MOMENTS[6])
    s.now = MOMENTS[7]
    assert sorted(problem.code for problem in s.build().problems) == warned


def is_up_to_date(site: Edits, **more: object) -> bool:
    """Whether a build would end early; it is only asked, and nothing is built."""
    options = site.options(**more)
    stamp = build_log.read(state_file(site, "uptodate"), stamp_from) if options.cache else None
    return stamp is not None and pipeline.unchanged(stamp, SourceSnapshot(options, stamp.sources), options) is not None


def state_file(site: Edits, ending: str) -> Path:
    """A file that the last build left in `.cache`."""
    return site.root / f".cache/{output_name(site.root, site.public)}.{ending}"


def stored(site: Edits, ending: str, form: Callable[[bytes], T]) -> tuple[Path, T]:
    """The same with what stands in it."""
    file = state_file(site, ending)
    found = build_log.read(file, form)
    assert found is not None
    return file, found


def test_a_build_ends_early_only_when_nothing_changed(s: Edits) -> None:
    assert is_up_to_date(s)
    assert is_up_to_date(s, jobs=2)
    assert not is_up_to_date(s, verify=True)
    assert not is_up_to_date(s, cache=False)
    assert not is_up_to_date(s, drafts=True)
    assert not is_up_to_date(s, base_url="https://elders.example.nl/")
    assert not is_up_to_date(s, now=dt.datetime.fromisoformat("2026-11-25T00:00+01:00"))
    assert is_up_to_date(s, now=dt.datetime.fromisoformat("2026-11-24T23:59:59+01:00"))
    (s.root / "content/news/2026-01-05-bericht-1.md").touch()
    assert is_up_to_date(s)
    (s.root / "content/media/erbij.pdf").write_bytes(b"%PDF-1.4")
    assert not is_up_to_date(s)
    s.build()
    assert is_up_to_date(s)
    s.style(1)
    assert not is_up_to_date(s)


def test_a_name_that_cannot_be_is_told_though_the_file_is_no_part_of_the_site(s: Edits) -> None:
    (s.root / "content/news/2026-01-01-a\\b.md").write_text("x")
    assert [one.code for one in by_command(s.options()).problems.items] == ["bestandsnaam"]
    assert [one.code for one in by_command(s.options()).problems.items] == ["bestandsnaam"]


@pytest.mark.slow
def test_a_style_sheet_behind_a_link_is_looked_at(s: Edits, tmp_path: Path) -> None:
    assets = s.templates / "assets"
    assets.rename(tmp_path / "elders")
    assets.symlink_to(tmp_path / "elders")
    (tmp_path / "elders" / "rond").symlink_to(assets)
    s.build()
    assert is_up_to_date(s)
    sheet = tmp_path / "elders/css/base/base.css"
    sheet.write_text(sheet.read_text("utf-8") + "p { color: red }\n", "utf-8")
    assert not is_up_to_date(s)
    s.compare()


def test_the_stamp_ends_when_a_meeting_does(s: Edits) -> None:
    s.meeting(1, 10, 1)
    s.now = "2026-12-01T10:30+01:00"
    s.build()
    assert is_up_to_date(s, now=dt.datetime.fromisoformat("2026-12-01T10:59:59+01:00"))
    assert not is_up_to_date(s, now=dt.datetime.fromisoformat("2026-12-01T11:00+01:00"))
    assert not is_up_to_date(s, now=dt.datetime.fromisoformat("2026-11-30T12:00+01:00"))


def test_the_stamp_says_what_the_build_said(s: Edits) -> None:
    (s.public / "vreemd.txt").write_text("x")
    first, again = s.build(), s.build()
    assert not again.outputs
    assert [*map(str, again.problems)] == [*map(str, first.problems)]
    assert first.update is not None
    assert again.update is not None
    assert (again.update.pages, again.update.files) == (first.update.pages, first.update.files)
    assert again.update.foreign == ("vreemd.txt",)


@pytest.mark.parametrize("file", ["actueel/bericht-3/index.html", "robots.txt", "MANIFEST"])
def test_a_published_file_that_is_gone_or_of_another_size_comes_back(s: Edits, file: str) -> None:
    whole = tree(s.public)
    for harm in (lambda path: path.unlink(), lambda path: path.write_bytes(b"anders")):
        harm(s.public / file)
        assert update(s).rendered == 0
        assert tree(s.public) == whole
        assert update(s).moved == 0


def fresh_checkout(site: Edits) -> None:
    """As a host of CI restores one: the cache is there, the output is not, and every file is new."""
    shutil.rmtree(site.public)
    for number, path in enumerate(sorted(site.root.rglob("*"))):
        os.utime(path, (1_000_000 + number, 1_000_000 + number))


@pytest.mark.process
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fresh_checkout_with_a_restored_cache_gets_its_files_from_the_cache(s: Edits, jobs: int) -> None:
    """Documents come from the sources, where they stand as they are published."""
    s.image(1, True)
    s.document(1)
    s.build()
    whole = tree(s.public)
    # Below this many no worker starts.
    assert len(whole) > WORTH_A_WORKER
    fresh_checkout(s)
    made = update(s, jobs=jobs)
    assert (made.new, made.changed, made.removed, made.rendered) == (len(whole) - 1, 0, 0, 0)
    assert is_up_to_date(s)
    assert tree(s.public) == whole


@pytest.mark.process
def test_after_a_restored_build_the_stamp_reads_no_source_again(s: Edits) -> None:
    fresh_checkout(s)
    time.sleep(RACY_WINDOW_NS / 1e9 + 0.2)
    assert by_command(s.options()).problems.errors == []
    made = subprocess.run(
        [sys.executable, "-c", READS, s.root, s.templates, s.now], cwd=TOP, capture_output=True, text=True, check=True
    )
    assert made.stdout == "[]\n"


# Which files of the content a build opens for which nothing changed.
READS = """
import datetime as dt, sys
from pathlib import Path
opened = []
root = Path(sys.argv[1])
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from g40site import pipeline
from g40site.options import Options
options = Options(root, Path(sys.argv[2]), dt.datetime.fromisoformat(sys.argv[3]), root / "public")
assert not pipeline.build(options).outputs
print([name for name in opened if name.startswith(str(root / "content"))])
"""


def test_what_is_not_ours_in_the_output_is_told_by_a_restored_build(s: Edits) -> None:
    fresh_checkout(s)
    s.public.mkdir()
    (s.public / "van-een-ander.txt").write_text("x")
    assert update(s).foreign == ("van-een-ander.txt",)


def harmed(site: Edits, statement: str) -> None:
    """Does something to the row of a published page."""
    _, log = stored(site, "log", log_from)
    with sqlite3.connect(site.root / ".cache/cache.sqlite") as connection:
        done = connection.execute(statement, (output_key(log.outputs["uitleg/index.html"].sha),))
        assert done.rowcount == 1
    connection.close()


def lose_a_page(site: Edits) -> None:
    harmed(site, "DELETE FROM cache WHERE key = ?")


def damage_a_page(site: Edits) -> None:
    harmed(site, "UPDATE cache SET value = zeroblob(99) WHERE key = ?")


def lose_the_cache(site: Edits) -> None:
    for file in (site.root / ".cache").glob("cache.sqlite*"):
        file.unlink()


def lose_the_log(site: Edits) -> None:
    for file in (site.root / ".cache").glob("*.log"):
        file.unlink()


def be_in_doubt(site: Edits) -> None:
    """As a build leaves it that was stopped while files moved."""
    (file,) = (site.root / ".cache").glob("*.journal")
    found = build_log.read(file, json.loads)
    assert found is not None
    build_log.write(file, {**found, "dirty": ["index.html"]})


@pytest.mark.slow
@pytest.mark.parametrize("harm", [lose_a_page, damage_a_page, lose_the_cache, lose_the_log, be_in_doubt])
def test_what_the_cache_lacks_is_made_anew(s: Edits, harm: Callable[[Edits], None]) -> None:
    whole = tree(s.public)
    fresh_checkout(s)
    harm(s)
    s.build()
    s.compare()
    assert tree(s.public) == whole


CRAFTED = (
    *(
        "../buiten.html",
        "/tmp/buiten.html",
        "a/../../buiten.html",
        "a\\b",
        "a//b",
        "./a",
        "a/.",
        "",
        "x/",
        "a\0b",
        "a\nb",
    ),
    *("MANIFEST/x", "index.html/x", ".g40site-onderweg", "n" * 300, "/".join(["n" * 200] * 30)),
)


@pytest.mark.slow
@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_log_leads_no_restored_file_out_of_the_output(s: Edits, name: str) -> None:
    file, log = stored(s, "log", log_from)
    stamp_file, stamp = stored(s, "uptodate", stamp_from)
    page, whole = log.outputs["index.html"], tree(s.public)
    build_log.write(file, log._replace(outputs={**log.outputs, name: page}))
    build_log.write(stamp_file, stamp._replace(files={**stamp.files, name: page.disk}))
    fresh_checkout(s)
    before = {path: data for path, data in tree(s.folder).items() if "/.cache/" not in path}
    assert by_command(s.options()).problems.errors == []
    after = {path: data for path, data in tree(s.folder).items() if "/.cache/" not in path}
    assert {path for path in after if before.get(path) != after[path]} == {f"site/public/{path}" for path in whole}
    assert tree(s.public) == whole


def test_a_published_file_of_the_same_size_comes_back(s: Edits) -> None:
    whole, file = tree(s.public), s.public / "actueel/bericht-3/index.html"
    file.write_bytes(b"x" * file.stat().st_size)
    assert not is_up_to_date(s)
    made = update(s)
    assert (made.rendered, made.changed) == (0, 1)
    assert tree(s.public) == whole
    assert is_up_to_date(s)


# The nights on which the clock changes, by the clock of the site.
NIGHTS = {
    "back": ("2026-10-25", "2026-10-26", ("2026-10-25T23:59", "2026-10-25T02:30"), "2026-10-26T00:00"),
    "ahead": ("2026-03-29", "2026-03-30", ("2026-03-29T23:59", "2026-03-29T03:30"), "2026-03-30T00:00"),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_the_stamp_ends_with_the_day_also_when_the_clock_changes(s: Edits, night: str) -> None:
    day, next_day, within, after = NIGHTS[night]
    for now in (day, f"{day}T12:00"):
        s.now = now
        s.build()
        for moment in within:
            assert is_up_to_date(s, now=dt.datetime.fromisoformat(moment)), moment
        for moment in (after, f"{next_day}T00:30", f"{next_day}T01:30"):
            assert not is_up_to_date(s, now=dt.datetime.fromisoformat(moment)), moment


@pytest.mark.slow
def test_a_meeting_that_ends_in_the_hour_that_comes_twice_is_over_once(s: Edits) -> None:
    """It ends at the first half past two; the stamp and a whole build agree before, between and after."""
    s.write(
        {
            "content/agenda/2026-10-25-nacht.md": """\
                ---
                title: Nacht
                start: 2026-10-25 01:00
                end: 2026-10-25T02:30+02:00
                summary: Laat.
                ---
                Laat.
                """
        }
    )
    before, after = ("01:59+02:00", "02:29+02:00"), ("02:31+02:00", "02:10+01:00", "02:29+01:00", "02:31+01:00")
    for now in (*before, *after, before[1], after[1], before[0]):
        s.now = f"2026-10-25T{now}"
        by_command(s.options())
        s.compare()


def trusted(site: Edits) -> set[str]:
    """The files that the next build does not read when their stat is the same."""
    return set(stored(site, "uptodate", stamp_from)[1].sources)


@pytest.mark.slow
def test_what_claims_to_hold_longer_than_a_day_is_not_believed(s: Edits) -> None:
    """Whoever can write the file can seal it; the next day is made anew all the same."""
    file, found = stored(s, "uptodate", stamp_from)
    assert is_up_to_date(s)
    build_log.write(file, found._replace(until="9000-01-01T00:00:00+01:00"))
    assert not is_up_to_date(s)


def test_a_stamp_that_names_no_published_file_is_not_believed(s: Edits) -> None:
    """Else a site that stands there would stay what it is for a day, whatever it is."""
    file, found = stored(s, "uptodate", stamp_from)
    build_log.write(file, found._replace(files={}))
    (s.public / "index.html").write_text("van een ander", "utf-8")
    assert not is_up_to_date(s)
    s.compare()


def test_a_log_publishes_nothing_that_no_source_asks_for(s: Edits) -> None:
    """Whoever can write the cache can name files in it, and have them called ours; the plan has no such file."""
    whole = tree(s.public)
    file, log = stored(s, "log", log_from)
    stamp_file, stamp = stored(s, "uptodate", stamp_from)
    journal, names = stored(s, "journal", json.loads)
    page = log.outputs["index.html"]
    build_log.write(file, log._replace(outputs={**log.outputs, "shell.php": page}))
    build_log.write(stamp_file, stamp._replace(files={**stamp.files, "shell.php": page.disk}))
    build_log.write(journal, {**names, "names": [*names["names"], "shell.php"]})
    for harm in (lambda: None, lambda: shutil.rmtree(s.public), lambda: fresh_checkout(s)):
        harm()
        assert by_command(s.options()).problems.errors == []
        assert tree(s.public) == whole


@pytest.mark.slow
def test_a_stat_is_trusted_only_of_a_file_that_was_at_rest(s: Edits) -> None:
    assert trusted(s) == set()
    # So long after the last edit that the times of the files can be trusted.
    time.sleep(2.1)
    s.build(verify=True)
    news = {f"content/news/2026-{month:02}-05-bericht-{month}.md" for month in range(1, 12)}
    assert news <= trusted(s)
    # One that has the size and the time of before is another one all the same.
    file = s.root / "content/news/2026-03-05-bericht-3.md"
    info = file.stat()
    edit(s, "content/news/2026-03-05-bericht-3.md", "Kort bericht 3.", "Kort verhaal 3.")
    os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (info.st_size, info.st_mtime_ns)
    assert not is_up_to_date(s)
    s.build()
    assert news - trusted(s) == {"content/news/2026-03-05-bericht-3.md"}
    s.compare()
    assert "Kort verhaal 3." in s.page("/actueel/bericht-3/")


def test_what_is_saved_while_a_build_runs_is_not_taken_for_built(s: Edits) -> None:
    """The key of the stamp is that of the texts which were read, not of those that are there at the end."""
    from g40site import pipeline

    file = "content/news/2026-03-05-bericht-3.md"
    s.body(3, 1)

    def saved_meanwhile(done: object, _total: int) -> object:
        s.body(3, 2)
        return done

    pipeline.build(s.options(), saved_meanwhile)  # type: ignore[arg-type]
    assert not is_up_to_date(s), file
    s.compare()
    assert "Sensoren in de wijk" in s.page("/actueel/bericht-3/")


@pytest.mark.slow
@pytest.mark.parametrize("file", ["layouts/base.html", "assets/css/base/base.css"])
def test_a_template_that_is_saved_while_a_build_runs_is_not_taken_for_built(s: Edits, file: str) -> None:
    from g40site import pipeline

    s.body(3, 1)
    path = s.templates / file
    comment = "{# Later. #}" if file.endswith(".html") else "/* Later. */ .later { color: inherit; }"

    def saved_meanwhile(done: object, _total: int) -> object:
        path.write_text(f"{path.read_text('utf-8')}\n{comment}\n", "utf-8")
        return done

    pipeline.build(s.options(), saved_meanwhile)  # type: ignore[arg-type]
    assert not is_up_to_date(s)
    s.compare()


@pytest.mark.slow
def test_a_template_that_is_saved_and_taken_back_leaves_nothing_behind(s: Edits) -> None:
    from g40site import pipeline

    s.body(3, 1)
    path = s.templates / "layouts/base.html"
    before = path.read_text("utf-8")

    def saved_meanwhile(done: object, _total: int) -> object:
        path.write_text(before.replace("</body>", "<p>Later</p></body>"), "utf-8")
        return done

    pipeline.build(s.options(), saved_meanwhile)  # type: ignore[arg-type]
    path.write_text(before, "utf-8")
    s.compare()


def test_one_run_of_the_command_line_after_another_says_the_same(s: Edits, warm: Warm) -> None:
    arguments = ("build", "--root", s.root, "--templates", s.templates, "--now", NOW)
    first, again = warm.run(*arguments), warm.run(*arguments)
    assert (first.returncode, again.returncode, first.stderr) == (0, 0, again.stderr)
    assert first.stdout.splitlines()[1:] == again.stdout.splitlines()[1:]


@pytest.mark.slow
def test_the_log_of_builds_does_not_grow_with_them(s: Edits) -> None:
    def queries() -> int:
        return len(stored(s, "log", log_from)[1].queries)

    first = queries()
    head = "title: Extra\ndate: 2026-01-01\nsummary: Kort.\nthemes: [smart-living]"
    extra = {f"content/news/2026-01-01-extra-{n}.md": f"---\n{head}\n---\nTekst {n}.\n" for n in range(150)}
    s.write(extra)
    update(s)
    most = queries()
    for file in extra:
        (s.root / file).unlink()
    update(s)
    s.compare()
    assert most > 2 * first
    assert queries() < 1.2 * first


def test_a_day_that_is_ahead_is_told_until_it_has_come(s: Edits) -> None:
    """Also by the stamp, which tells what the last build told: it ends with the day."""
    s.write(
        {
            "content/news/2026-11-26-straks.md": """\
                ---
                title: Straks
                date: 2026-11-26
                summary: Kort.
                ---
                Tekst.
                """
        }
    )

    def told(now: str) -> list[str]:
        s.now = now
        result = by_command(s.options())
        return [problem.code for problem in result.problems if problem.span.file.endswith("straks.md")]

    assert told("2026-11-24T12:00+01:00") == ["datum-in-toekomst"]
    assert told("2026-11-24T23:59:59+01:00") == ["datum-in-toekomst"]
    assert told("2026-11-25T00:00+01:00") == []
    assert told("2026-11-24T12:00+01:00") == ["datum-in-toekomst"]
    # It is news all the same.
    assert "Straks" in s.page("/actueel/")
