"""Pages before their build is done: what a glance shows is what the build writes, and what it cannot know it leaves."""

import textwrap
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from g40site import early
from tests.running import script
from tests.sites import LEAST, NOW, TEMPLATES, SmallSite

UITLEG, NIEUWS, OVERLEG = (
    "content/pages/uitleg.md",
    "content/news/2026-01-05-een.md",
    "content/agenda/2026-12-01-overleg.md",
)
BEGIN = "content/pages/index.md"
FILES = {
    BEGIN: "---\ntitle: Begin\nsummary: Kort.\n---\nWelkom.\n",
    UITLEG: """\
        ---
        title: Uitleg
        summary: Kort.
        ---
        ## Kop

        Tekst met [nieuws](news:een) en ![een punt](../media/punt.png).
        """,
    NIEUWS: "---\ntitle: Een\ndate: 2026-01-05\nsummary: Kort.\n---\nZie [de kop](page:uitleg#kop).\n",
    OVERLEG: """\
        ---
        title: Overleg
        start: 2026-12-01 13:00
        end: 2026-12-01 15:00
        summary: Kort.
        ---
        Kom.
        """,
}
FILES = {name: textwrap.dedent(text) for name, text in FILES.items()}


class Previewed:
    """A site that was built once in a session, and is glanced at after a change."""

    def __init__(self, root: Path, picture: bytes) -> None:
        self.site = SmallSite(
            root, {**FILES, "content/media/punt.png": picture, "content/media/los.png": picture + b"\n"}
        )
        self.early = early.Early(self.site.public)
        self.build()

    def build(self) -> None:
        assert not self.early.build(self.site.options(), (), lambda _pages: None).problems.errors

    def glanced(self, files: Mapping[str, str], *more: str) -> dict[str, bytes]:
        self.site.write(files)
        changed = [(self.site.root / name).resolve() for name in (*files, *more)]
        return self.early.glance(changed, NOW)


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Previewed:
    data = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(data, "PNG")
    return Previewed(tmp_path_factory.mktemp("site") / "site", data.getvalue())


@pytest.fixture
def previewed(built_once: Previewed) -> Iterator[Previewed]:
    """The site as it was built; what a test changed is taken back."""
    yield built_once
    for name in ("site.yaml", "themes.yaml", "content/news/2026-01-06-nieuw.md"):
        (built_once.site.root / name).unlink(missing_ok=True)
    built_once.site.write({**LEAST, **FILES})
    built_once.build()


def test_another_text_is_shown_as_the_build_writes_it(previewed: Previewed) -> None:
    heading = FILES[UITLEG].replace("Tekst", "## Nog een kop\n\nAnders, zie [hier](#nog-een-kop)")
    edits = (
        {UITLEG: heading},
        {NIEUWS: FILES[NIEUWS] + "\nEen [bijeenkomst](event:overleg) en [de site](https://example.nl/).\n"},
        {OVERLEG: FILES[OVERLEG] + "\nNeem *brood* mee.\n"},
        {BEGIN: FILES[BEGIN].replace("Welkom", "Dag"), UITLEG: heading + "\nEn nog iets.\n"},
    )
    for edit in edits:
        pages = previewed.glanced(edit)
        assert len(pages) == len(edit)
        before = {path: (previewed.site.public / path).read_bytes() for path in pages}
        previewed.build()
        assert pages == {path: (previewed.site.public / path).read_bytes() for path in pages}
        assert all(pages[path] != before[path] for path in pages)


# A preview that begins where an earlier one ended reads everything back without checking it again.
BEGUN = """
import datetime as dt, sys
from pathlib import Path
from g40site import early
from g40site.options import Options

root, templates = map(Path, sys.argv[1:3])
now = dt.datetime.fromisoformat(sys.argv[3])
begun = early.Early(root / "public")
begun.build(Options(root, templates, now, root / "public"), (), lambda _pages: None)
before = set(sys.modules)
file = (root / sys.argv[4]).resolve()
file.write_text(file.read_text("utf-8") + "Meer.", "utf-8")
print(len(begun.glance([file], now)), *sorted({*sys.modules} - before))
"""


@pytest.mark.process
@pytest.mark.parametrize("changed", [UITLEG, NIEUWS, OVERLEG])
def test_all_that_a_glance_needs_is_loaded_before_the_first_save(previewed: Previewed, changed: str) -> None:
    """A glance and a build may not import one package at the same time: one would find half of it."""
    assert script(BEGUN, previewed.site.root, TEMPLATES, NOW.isoformat(), changed).split() == ["1"]


def test_what_only_a_build_can_tell_is_left_to_it(previewed: Previewed) -> None:
    edits = {
        "title": {NIEUWS: FILES[NIEUWS].replace("title: Een", "title: Twee")},
        "key": {NIEUWS: FILES[NIEUWS].replace("summary", "sumary")},
        "link": {NIEUWS: FILES[NIEUWS].replace("page:uitleg", "page:weg")},
        "anchor": {NIEUWS: FILES[NIEUWS].replace("#kop", "#geen-kop")},
        "picture": {NIEUWS: FILES[NIEUWS] + "\n![los](../media/los.png)\n"},
        "finding": {NIEUWS: FILES[NIEUWS] + "\n<script>\n"},
        "heading": {UITLEG: FILES[UITLEG].replace("## Kop", "Geen kop")},
        "settings": {NIEUWS: FILES[NIEUWS] + "\nGoed.\n", "site.yaml": "title: Anders\n"},
        "theme": {NIEUWS: FILES[NIEUWS] + "\nGoed.\n", "themes.yaml": "themes: []\n"},
        "new": {"content/news/2026-01-06-nieuw.md": FILES[NIEUWS].replace("2026-01-05", "2026-01-06")},
    }
    for name, edit in edits.items():
        assert (name, previewed.glanced(edit)) == (name, {})
        previewed.site.write({**LEAST, **FILES})


def test_files_that_pass_by_do_not_keep_a_text_from_being_shown(previewed: Previewed) -> None:
    (previewed.site.root / "content/news/.een.md.swp").write_text("van de editor")
    text = {NIEUWS: FILES[NIEUWS] + "\nGoed.\n"}
    assert list(previewed.glanced(text, "content/news/4913", "content/news/.een.md.swp")) == ["actueel/een/index.html"]
    assert previewed.early.glance([previewed.site.root.parent / "elders.md"], NOW) == {}


def test_wanted_pages_are_there_before_the_build_with_what_they_are_dressed_in(previewed: Previewed) -> None:
    site = previewed.site
    shown: list[dict[str, tuple[bytes, bool]]] = []

    def show(pages: Mapping[str, bytes]) -> None:
        shown.append({path: (data, (site.public / path).read_bytes() == data) for path, data in pages.items()})

    site.write({NIEUWS: FILES[NIEUWS].replace("title: Een", "title: Twee")})
    wanted = ("actueel/een/index.html", "index.html", "er-is-niets/index.html")
    previewed.early.build(site.options(), wanted, show)
    assert [list(pages) for pages in shown] == [["actueel/een/index.html"], ["actueel/een/index.html", "index.html"]]
    for path, (data, was_there) in shown[-1].items():
        assert ((site.public / path).read_bytes(), was_there) == (data, False)
