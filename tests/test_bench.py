"""What measuring is made of: sites that every builder can build, edits that show, figures as table and picture."""

import re
import shutil
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench import builders, compare, journeys, profiling, serve
from bench.corpus import ALL, SIZES, Corpus, Size
from bench.measuring import Failed, measured
from bench.peers.convert import convert, entries
from bench.plot import drawn
from bench.report import LIMITS, MODE_NAMES, table
from g40site import pipeline
from g40site.content.reader import MANUAL
from g40site.diagnostics import Problems
from g40site.engine import build_log, up_to_date
from g40site.engine.build_log import StateFiles
from g40site.engine.fingerprints import PACKAGE
from g40site.engine.state import output_name, stat_key
from g40site.sources import is_template, template_files
from tests.sites import NOW, TEMPLATES, Sites

TINY = Size(news=3, events=2, projects=7, municipalities=6)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    Corpus(folder).make(TINY)
    return folder


def test_the_sizes_are_those_that_the_results_name() -> None:
    assert sorted(SIZES) == [312, 2009, 10003]
    assert sorted(ALL) == [312, 2009, 10003, 100003]


def test_a_made_site_is_valid_and_has_a_page_for_every_entry(corpus: Path, tmp_path: Path) -> None:
    options = pipeline.Options(root=corpus, templates=TEMPLATES, now=NOW, output=tmp_path / "public", cache=False)
    planned = pipeline.plan(options)
    assert not Problems(planned.report).errors
    paths = {output.path for output in planned.outputs}
    sections = [f"{one.section}/{one.slug}/index.html".lstrip("/") for one in entries(corpus)]
    assert len(sections) == TINY.pages == 27
    assert {path.replace("index/index.html", "index.html") for path in sections} <= paths


def test_the_same_arguments_make_the_same_site(corpus: Path, tmp_path: Path) -> None:
    Corpus(tmp_path).make(TINY)
    made = {path.relative_to(corpus): path.read_bytes() for path in corpus.rglob("*.*") if ".cache" not in path.parts}
    assert made == {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}


def test_every_peer_gets_every_entry_with_its_title_and_text(corpus: Path, tmp_path: Path) -> None:
    assert convert(corpus, tmp_path, ("hugo", "eleventy", "pelican")) == TINY.pages
    for peer in ("hugo", "eleventy", "pelican"):
        texts = {path: path.read_text("utf-8") for path in (tmp_path / peer / "content").rglob("*.md")}
        for one in entries(corpus):
            head = re.compile(rf'^title: "?{re.escape(str(one.fields["title"]))}"?$', re.MULTILINE)
            assert any(head.search(text) and text.endswith(one.body) for text in texts.values()), (peer, one)


def made(corpus: Path, tmp_path: Path) -> Iterator[builders.Builder]:
    """A builder of each kind with its own site; their programs are not needed to look at edits."""
    convert(corpus, tmp_path, ("hugo", "eleventy", "pelican"))
    yield builders.own("g40site", corpus, tmp_path / "g40site", NOW.isoformat())
    for kind, layout, news in (
        (builders.Hugo, "layouts/_default/baseof.html", "content/actueel"),
        (builders.Eleventy, "content/_includes/base.njk", "content/actueel"),
        (builders.Pelican, "theme/templates/base.html", "content/actueel"),
    ):
        name = kind.__name__.lower()
        yield kind(name, tmp_path / name, (), "", layout=layout, news=news)


@pytest.fixture(scope="module")
def ours(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> builders.Builder:
    """Our own site, built once; each test begins with what a mode asks, which brings it to rest."""
    one = builders.own("g40site", corpus, tmp_path_factory.mktemp("ours") / "g40site", NOW.isoformat())
    run(one, "cold")
    one.verify("cold", None, TINY.pages)
    return one


def run(one: builders.Builder, mode: str) -> None:
    measured(one.asked(mode), one.folder, one.environment)


@pytest.mark.process
def test_every_builder_gets_the_same_edits(corpus: Path, tmp_path: Path) -> None:
    found = [*made(corpus, tmp_path)]
    assert len({tuple(sorted(one.first.items())) for one in found}) == 1
    for one in found:
        for mode in builders.EDITS:
            change = one.change(mode, 1)
            for path, text in change.texts.items():
                assert change.mark in text
                assert change.mark not in path.read_text("utf-8")
            assert one.change(mode, 2).mark != change.mark


@pytest.mark.process
def test_a_project_with_a_file_of_its_own_gets_another_title_too(site: Sites, tmp_path: Path) -> None:
    """As in the real site."""
    text = "municipality: zwolle\ntitle: Licht\nsummary: Licht.\nthemes: [smart-living]\nstatus: pilot\n"
    news = "---\ntitle: Dag\ndate: 2026-01-02\nsummary: Kort.\n---\nTekst.\n"
    small = site({"content/projects/licht.yaml": text, "content/news/2026-01-02-dag.md": news})
    ours = builders.own("g40site", small.root, tmp_path / "eigen", NOW.isoformat())
    assert (ours.first["project"], ours.first["theme"]) == ("licht", "smart-living")
    change = ours.change("project", 1)
    assert [*change.texts.values()] == [text.replace("Licht\n", f"{change.mark}\n", 1)]


@pytest.mark.process
def test_edits_of_our_own_site_show_where_they_must(ours: builders.Builder) -> None:
    for mode in ("news", "project", "theme", "layout"):
        page = ours.folder / "public/index.html"
        links = page.stat().st_nlink
        change = ours.prepare(mode, 1)
        # What the next build replaces lives on elsewhere, and stands where it stood.
        assert page.stat().st_nlink == links + 1
        with pytest.raises(Failed, match=f"Proef {mode} 1"):
            ours.verify(mode, change, TINY.pages)
        run(ours, mode)
        ours.verify(mode, change, TINY.pages)


@pytest.mark.process
def test_after_a_merge_the_cache_is_there_and_every_source_is_new(ours: builders.Builder) -> None:
    before = {path: path.stat().st_mtime_ns for path in ours.sources()}
    change = ours.prepare("merge", 1)
    assert change
    assert not (ours.folder / "public").exists()
    assert (ours.folder / ".cache").exists()
    assert all(path.stat().st_mtime_ns > moment for path, moment in before.items())
    run(ours, "merge")
    ours.verify("merge", change, TINY.pages)
    (ours.folder / "public/themas/index.html").unlink()
    with pytest.raises(Failed, match=r"themas/index\.html is not there"):
        ours.verify("merge", change, 0)


@pytest.mark.process
def test_the_next_day_is_built_from_a_state_at_rest_and_the_build_after_it_is_of_today(
    ours: builders.Builder,
) -> None:
    for mode in ("restored", "day", "restored"):
        ours.prepare(mode, 1)
        with pytest.raises((Failed, FileNotFoundError)):
            ours.verify(mode, None, TINY.pages)
        run(ours, mode)
        ours.verify(mode, None, TINY.pages)
    with pytest.raises(Failed, match="the day of 2026-11-25"):
        ours.verify("day", None, TINY.pages)


@pytest.mark.process
def test_what_is_linked_aside_is_not_looked_into_by_the_measured_build(ours: builders.Builder) -> None:
    ours.prepare("day", 1)
    output = ours.folder / "public"
    files = StateFiles(ours.folder / ".cache", output_name(ours.folder, output))
    stamp = build_log.read(files.stamp, up_to_date.stamp_from)
    assert stamp
    assert stamp.files["index.html"] == stat_key((output / "index.html").stat())


@pytest.mark.process
def test_a_cold_build_finds_every_template_compiled_also_after_one_was_edited(ours: builders.Builder) -> None:
    layout = ours.folder / ours.layout
    text = layout.read_text("utf-8")
    for number in (1, 2):
        ours.prepare("cold", number)
        assert not (ours.folder / ".cache").exists()
        compiled = {path: path.stat().st_mtime_ns for path in Path(ours.environment["XDG_CACHE_HOME"]).rglob("*.cache")}
        assert len(compiled) == len([*filter(is_template, template_files(ours.folder / "templates"))])
        run(ours, "cold")
        assert compiled == {path: path.stat().st_mtime_ns for path in compiled}
        layout.write_text(text + "<!-- another -->\n", "utf-8")
        run(ours, "layout")
        layout.write_text(text, "utf-8")


@pytest.mark.process
def test_a_round_measures_what_was_asked_and_leaves_the_sources_as_they_were(
    ours: builders.Builder, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in ours.sources()}
    given = Namespace(modes=["day", "merge"], rounds=1, cold_only=[], results=tmp_path)
    found = {**figures(), "runs": []}
    compare.compare("real", [ours], given, found)
    assert [(run["mode"], run["builder"]) for run in found["runs"]] == [("day", "g40site"), ("merge", "g40site")]
    assert before == {path: path.read_bytes() for path in ours.sources()}
    assert "| merge | **this project** | 1 |" in (tmp_path / "compare.md").read_text("utf-8")


@pytest.mark.process
def test_a_site_is_measured_with_its_manual(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "corpus")
    chapter = Path(MANUAL, "proef.md")
    (tmp_path / "corpus" / chapter).parent.mkdir(parents=True)
    (tmp_path / "corpus" / chapter).write_text("# Proef\n", "utf-8")
    one = builders.own("g40site", tmp_path / "corpus", tmp_path / "g40site", NOW.isoformat())
    assert one.folder / chapter in one.sources()


@pytest.mark.process
def test_a_peer_builds_the_next_day_as_if_nothing_changed(corpus: Path, tmp_path: Path) -> None:
    _, hugo, *_ = made(corpus, tmp_path)
    before = {path: path.read_bytes() for path in hugo.sources()}
    assert hugo.prepare("day", 1) is None
    assert hugo.asked("day") == hugo.command
    assert before == {path: path.read_bytes() for path in hugo.sources()}


def test_a_build_without_changes_comes_before_what_it_would_notice() -> None:
    modes = [*builders.MODES]
    assert modes[:2] == ["cold", "same"]
    # These make all pages anew: the cache grows, and may be cleared.
    assert modes[-2:] == ["theme", "layout"]
    assert {*modes} == {*MODE_NAMES}


@pytest.mark.process
def test_a_build_that_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="exit code 1"):
        measured(("sh", "-c", "exit 1"), tmp_path, {})


def figures() -> dict[str, Any]:
    """Three rounds of two builders in two sizes and two modes."""
    runs = [
        {
            "size": size,
            "pages": 1,
            "builder": builder,
            "mode": mode,
            "round": number,
            "wall": speed * number * (1 if size == "312" else 10),
            "cpu": speed * 2,
            "megabytes": 80.4,
        }
        for size in ("312", "2009")
        for builder, speed in (("g40site", 0.25), ("hugo", 0.5))
        for mode in ("same", "cold")
        for number in (1, 2, 3)
    ]
    return {
        "date": "2026-11-24T12:00:00+00:00",
        "machine": {"processor": "A & B", "cores": 2, "system": "Linux"},
        "versions": {"g40site": "abc", "hugo": "0.168.0"},
        "modes": builders.MODES,
        "runs": runs,
    }


def test_the_table_has_medians_extremes_and_the_ratio_within_a_round() -> None:
    text = table(figures())
    assert "| no change | **this project** | 3 | 0.500 (0.250–0.750) | 0.500 | 80 | 0.50 |" in text
    assert "| cold | Hugo | 3 | 10.00 (5.00–15.00) | 1.00 | 80 |  |" in text
    assert "| no change | 0.500 s, 0.50 × Hugo | 5.00 s, 0.50 × Hugo |" in text
    assert "Hugo 0.168.0" in text
    assert "2 cores" in text
    assert "Peers know no day" in text


def test_the_limits_stand_beside_what_was_measured() -> None:
    found = figures()
    found["runs"] += [
        {**run, "size": "real", "builder": builder, "wall": wall}
        for run in found["runs"]
        if (run["size"], run["builder"], run["mode"]) == ("312", "g40site", "cold")
        for builder, wall in (("g40site", 2.0), ("g40site-all", 4.5))
    ]
    lines = [line for line in table(found).splitlines() if "at most" in line]
    assert len(lines) == len(LIMITS)
    missed = "0.500, at most 0.15: **not reached**"
    assert lines[0] == f"| no change | this project | Hugo |  | 0.500, at most 0.5: reached | {missed} | at most 0.08 |"
    assert "| cold | this project | Pelican with cache |  |  |  | at most 0.45 |" in lines
    both = "this project, all features | this project"
    assert lines[-1] == f"| cold | {both} | 2.25, at most 2: **not reached** |  |  |  |"
    assert {mode for mode, *_ in LIMITS} < {*builders.MODES}


def test_what_people_wait_for_has_its_medians_by_part_and_site() -> None:
    runs = [
        {"site": site, "journey": journey, "round": number, "parts": parts}
        for number in (1, 2, 3)
        for site, journey, parts in (
            ("real", "night", {"checkout": number, journeys.RENDERED_FILES: 1200}),
            ("2009", "first", {"checkout": number / 10}),
        )
    ]
    text = journeys.table({**figures(), "version": "abc", "runs": runs})
    assert "| journey | part | the real site (3) | 2,009 pages (3) |" in text
    assert "| night | checkout | 2.00 |  |\n| night | files rendered | 1,200 |  |\n" in text
    assert "| first | checkout |  | 0.200 |" in text
    assert "A & B, 2 cores" in text


@pytest.mark.process
def test_every_file_that_is_saved_before_a_browser_shows_its_page_changes(ours: builders.Builder) -> None:
    for mode in serve.FILES:
        change = serve.edit(ours, mode, 17)
        for path, text in change.texts.items():
            assert change.mark in text
            assert change.mark not in path.read_text("utf-8")
        assert (ours.folder / "public" / change.pages[mode == "layout"]).is_file()


def test_the_picture_has_a_line_for_each_builder_in_each_field() -> None:
    picture = ElementTree.fromstring(drawn(figures()))
    words = [node.text for node in picture.iter(f"{SVG}text")]
    assert {"cold", "no change", "312", "2,009", "this project", "Hugo"} <= {*words}
    curves = [node for node in picture.iter(f"{SVG}path") if node.get("class") == "line" and "L" in node.get("d", "")]
    assert len(curves) == 4
    # Twice as slow is higher, and every point is inside the picture.
    ys = {node.get("stroke"): [float(y) for y in re.findall(r" ([\d.]+)", node.get("d", ""))] for node in curves}
    ours, hugo = (ys[colour] for colour in ("#d5552a", "#3b82c4"))
    assert all(mine > theirs > 0 for mine, theirs in zip(ours, hugo, strict=True))


@pytest.mark.parametrize(
    ("files", "where"),
    [
        (
            ["build.py", "/x/g40site/markdown/rendering.py", "/lib/markdown/core.py", "/x/g40site/markdown/syntax.py"],
            "Python-M",
        ),
        (["build.py", "/x/g40site/engine/scheduling.py", "/x/templates/pages/news.html"], "filling templates"),
        (["build.py", "/x/g40site/pipeline.py", "<frozen importlib._bootstrap>", "/lib/markdown/core.py"], "importing"),
        (["build.py", "/x/g40site/pages/news.py", "/lib/python3.11/enum.py"], "pages"),
        (["build.py", "/x/g40site/engine/scheduling.py", "/lib/python3.11/pathlib.py"], "the disk"),
        (["build.py", "/x/g40site/planning.py", "/x/g40site/engine/tracking.py"], "tracking"),
        (["build.py", "/x/g40site/pipeline.py", "/x/g40site/sources.py"], "sources"),
        (["build.py"], "the rest"),
    ],
)
def test_time_counts_for_who_is_at_work(files: list[str], where: str) -> None:
    assert profiling.place(files).startswith(where)


def test_the_profile_names_modules_that_are_there() -> None:
    rooms = [*profiling.ROOMS, *(file[1:].removesuffix(".py") for file in profiling.DISK if "engine" in file)]
    assert [room for room in rooms if not (PACKAGE / room).is_dir() and not (PACKAGE / f"{room}.py").is_file()] == []


def test_the_profile_has_the_part_of_each_place_in_each_kind_of_build() -> None:
    seconds = {"cold": {"Python-Markdown": 3.0, "the disk": 1.0, "words": 0.001}, "same": {"the disk": 0.5}}
    head, _, *rows = profiling.table(seconds)
    assert head == "| where | cold | no change |"
    assert rows == [
        "| the disk | 25% | 100% |",
        "| **Python-Markdown** | 75% |  |",
        "| *processor seconds* | 4.00 | 0.50 |",
    ]
