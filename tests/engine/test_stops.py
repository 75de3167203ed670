"""A run that ends at any moment: before each single change that it makes on the disk, one after another.

Whatever was changed by then, what people read is whole, old or new; nothing of anybody else is gone; and the next run
does what this one was to do.
"""

import os
import shutil
import signal
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import count
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from openpyxl import load_workbook

from tests.plain import PlainSite, plain_templates
from tests.reading import Page, inner_links
from tests.running import DEADLINE, NOW, tree, wait_until
from tests.sites import LEAST
from tests.warm import STOPPED, Warm

pytestmark = pytest.mark.process

FOREIGN = "eigen/brief.txt"
NEWS = "---\ntitle: {0}\ndate: 2026-01-05\nsummary: {1}.\n---\nLees [de uitleg](page:uitleg).\n"
PAGE = "---\ntitle: Uitleg\nsummary: {0}.\nmenu: 1\n---\nZie [het stuk](../media/{0}.pdf).\n"


def content(word: str) -> dict[str, str | bytes]:
    """The site before and after an edit: some of it is changed, some comes and some goes."""
    return {
        f"content/news/2026-01-05-{word}.md": NEWS.format(word, "Kort"),
        "content/news/2026-01-05-beide.md": NEWS.format("Beide", word),
        "content/pages/uitleg.md": PAGE.format(word),
        f"content/media/{word}.pdf": f"%PDF-1.4 {word}".encode(),
    }


class Stopped(PlainSite):
    """A site that is built in several versions, with a file of somebody else in its output."""

    def __init__(self, root: Path, templates: Path) -> None:
        super().__init__(root, {}, templates)
        self.versions: dict[str, dict[str, bytes]] = {}
        for word in ("oud", "nieuw", "hernoemd"):
            self.become(word)
            self.build(output=root.parent / word, cache=False)
            self.versions[word] = tree(root.parent / word)
            assert astray(root.parent / word) == []
            assert f"/actueel/{word}/" in reached(root.parent / word)

    def become(self, word: str) -> None:
        shutil.rmtree(self.root / "content", ignore_errors=True)
        if word == "hernoemd":
            self.write(content("oud"))
            self.rename()
        else:
            self.write(content(word))

    def rename(self) -> None:
        """One change of the disk by which a page goes, another comes and a list becomes another."""
        news = self.root / "content/news"
        (news / "2026-01-05-oud.md").rename(news / "2026-01-05-hernoemd.md")

    def put_foreign(self) -> None:
        self.write({f"public/{FOREIGN}": "van mij"})

    def is_whole(self, new: str) -> None:
        """Each file is the old or the new one, no link leads nowhere, and what somebody put there is there."""
        there = tree(self.public)
        foreign = there.pop(FOREIGN, b"")
        assert foreign == (b"van mij" if (self.public / "eigen").exists() else b"")
        known = [self.versions[word] for word in ("oud", new)]
        assert [name for name, data in there.items() if data not in [one.get(name) for one in known]] == []
        assert astray(self.public) == []

    def is_mended(self, word: str, foreign: bool) -> None:
        """The next build makes of it what a clean one makes."""
        self.become(word)
        result = self.build_by_command()
        assert not result.damaged
        assert result.update is not None
        assert result.update.foreign == ((FOREIGN,) if foreign else ())
        there = tree(self.public)
        assert there.pop(FOREIGN, b"van mij") == b"van mij"
        assert there == self.versions[word]
        assert folders(self.public) - {"eigen"} == folders(self.root.parent / word)
        assert not list(self.root.glob(".cache/*.staging"))


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


@cache
def leads_to(address: str, html: bytes) -> frozenset[str]:
    """Where the links of a page lead within the site, and what it loads from there."""
    page = Page(html.decode())
    loads = [urlsplit(urljoin(address, load)) for load in page.loads]
    return frozenset({link for link, _ in inner_links(address, page)} | {one.path for one in loads if not one.netloc})


def walked(public: Path) -> Iterator[tuple[str, str, Path]]:
    """Every link that a visitor meets who begins at home: where it stands, and where it leads."""
    seen, pages = {"/"}, ["/"]
    for address in pages if (public / "index.html").exists() else ():
        file = public / address[1:] / "index.html" if address.endswith("/") else public / address[1:]
        for target in sorted(leads_to(address, file.read_bytes()) - seen):
            seen.add(target)
            found = public / target[1:] / "index.html" if target.endswith("/") else public / target[1:]
            yield address, target, found
            if found.suffix == ".html" and found.is_file():
                pages.append(target)


def astray(public: Path) -> list[tuple[str, str]]:
    """The links that lead to a file that is not there, of all pages that can be reached from home."""
    return [(address, target) for address, target, file in walked(public) if not file.is_file()]


def reached(public: Path) -> set[str]:
    return {target for _, target, _ in walked(public)}


@pytest.fixture(scope="module")
def built_twice(tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    folder = tmp_path_factory.mktemp("gestopt")
    return Stopped(folder / "site", plain_templates(folder / "templates"))


@pytest.fixture
def s(built_twice: Stopped) -> Stopped:
    """Before any build."""
    for name in ("public", ".cache"):
        shutil.rmtree(built_twice.root / name, ignore_errors=True)
    return built_twice


@pytest.mark.parametrize(("restored", "step"), [(False, 1), (True, 6), pytest.param(True, 1, marks=pytest.mark.long)])
def test_a_first_build_may_stop_before_any_change(s: Stopped, warm: Warm, restored: bool, step: int) -> None:
    """Into an empty folder everything moves with what stands below it. Where there is a file of somebody else, in a
    fresh checkout of which the cache was kept, one file moves after another, as after an edit: `make test` tries one
    of six of these moments.
    """
    s.become("nieuw")
    for stop in count(1, step):
        for name in ("public", *(() if restored else (".cache",))):
            shutil.rmtree(s.root / name, ignore_errors=True)
        if restored:
            s.put_foreign()
        done = warm.run(*s.arguments("--jobs", 1), stop=stop, watched=s.root)
        s.is_whole("nieuw")
        if done.returncode == 0:
            break
        assert (done.returncode, done.stderr) == (STOPPED, ""), stop
        s.is_mended("nieuw", foreign=restored)
    assert stop > 25


def test_a_build_after_an_edit_may_stop_before_any_change(s: Stopped, warm: Warm) -> None:
    s.put_foreign()
    for stop in count(1):
        s.become("oud")
        s.build_by_command()
        s.become("nieuw")
        done = warm.run(*s.arguments("--jobs", 1), stop=stop, watched=s.root)
        s.is_whole("nieuw")
        if done.returncode == 0:
            break
        assert (done.returncode, done.stderr) == (STOPPED, ""), stop
        # Somebody may take the edit back meanwhile.
        for word in ("oud", "nieuw") if stop % 2 else ("nieuw",):
            s.is_mended(word, foreign=True)
    assert stop > 15


def test_a_preview_may_stop_before_any_change(s: Stopped, warm: Warm) -> None:
    """It builds once when it begins, and then what is saved."""
    s.put_foreign()
    for stop in count(1):
        s.become("oud")
        s.build_by_command()
        with warm.started("serve", *s.arguments("--port", 0)[1:], stop=stop, watched=s.root) as run:
            wait_until(partial(run.says, "http://127.0.0.1:"))
            s.rename()
            wait_until(partial(run.says, "Klaar in ", 2))
            stopped = run.ended(0)
            s.is_whole("hernoemd")
            if not stopped:
                os.kill(run.process, signal.SIGTERM)
            assert run.wait(DEADLINE) == (STOPPED if stopped else 0), (stop, run.stderr())
        if not stopped:
            break
        s.is_mended("hernoemd", foreign=True)
    assert stop > 15


# What writes content.


class Written(PlainSite):
    """A site of which a command changes the files in which its content stands."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes], templates: Path) -> None:
        super().__init__(root, files, templates)
        self.before = tree(root)

    def files(self) -> dict[str, object]:
        """What stands there, apart from what is hidden: that is no part of a site."""
        return {
            name: cells_of(self.root / name) if name.endswith(".xlsx") else data
            for name, data in tree(self.root).items()
            if "/." not in f"/{name}"
        }

    def restore(self) -> None:
        shutil.rmtree(self.root)
        self.write(self.before)


def cells_of(sheet: Path) -> list[tuple[object, ...]]:
    """What is in a sheet; its bytes also have the moment at which it was made."""
    return [row for page in load_workbook(sheet) for row in page.iter_rows(values_only=True)]


PROJECT = """\
    projects:
      - id: {0}
        title: {0}
        summary: Kort.
        themes: [smart-living]
        status: pilot
    """
SECOND = """\
  - id: amersfoort
    name: Amersfoort
    code: GM0307
    province: Utrecht
    location: {lat: 52.1561, lon: 5.3878}
    website: https://www.amersfoort.example.nl
"""


@pytest.fixture
def written(tmp_path: Path) -> Written:
    places = textwrap.dedent(LEAST["municipalities.yaml"]) + SECOND
    return Written(
        tmp_path / "site",
        {
            "municipalities.yaml": places,
            "content/projects/zwolle.yaml": PROJECT.format("licht"),
            "content/projects/amersfoort.yaml": PROJECT.format("water"),
        },
        plain_templates(tmp_path / "templates"),
    )


IN_ZWOLLE = ("--municipality", "zwolle", "--themes", "smart-living")


def new(*arguments: str) -> Callable[[Written, Warm], tuple[object, ...]]:
    return lambda site, _warm: ("new", *arguments, "--root", site.root, "--now", NOW)


def imported(site: Written, warm: Warm) -> tuple[object, ...]:
    """Each project gets another title, in a file of its own."""
    file = site.root.parent / "projecten.xlsx"
    assert warm.run("sheet", file, "--root", site.root).returncode == 0
    book = load_workbook(file)
    rows = [row for row in book["Projecten"].iter_rows() if {cell.value for cell in row} & {"licht", "water"}]
    assert len(rows) == 2
    for row in rows:
        # The same word is its id, which stands first.
        title = [cell for cell in row if cell.value in ("licht", "water")][-1]
        title.value = f"Meer {title.value}"
    book.save(file)
    return ("import", file, "--root", site.root, "--now", NOW)


def sheet(site: Written, _warm: Warm) -> tuple[object, ...]:
    return ("sheet", site.root / "uit/projecten.xlsx", "--root", site.root)


def schema(site: Written, _warm: Warm) -> tuple[object, ...]:
    return ("schema", "--root", site.root)


COMMANDS: dict[str, Callable[[Written, Warm], tuple[object, ...]]] = {
    "news": new("news", "--title", "Bericht", "--summary", "Kort.", "--body", "Tekst."),
    "project": new("project", "--title", "Brug", "--summary", "Kort.", "--status", "pilot", *IN_ZWOLLE),
    "import": imported,
    "sheet": sheet,
    "schema": schema,
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_writes_may_stop_before_any_change(written: Written, warm: Warm, command: str) -> None:
    arguments = (*COMMANDS[command](written, warm), "--templates", written.templates)
    done = warm.run(*arguments, watched=written.root)
    assert done.returncode == 0, done.stderr
    after = written.files()
    assert after != written.before
    for stop in count(1):
        written.restore()
        done = warm.run(*arguments, stop=stop, watched=written.root)
        there = written.files()
        assert [name for name, data in there.items() if data not in (written.before.get(name), after.get(name))] == []
        assert written.before.keys() <= there.keys()
        if done.returncode == 0:
            break
        assert (done.returncode, done.stderr) == (STOPPED, ""), stop
        if tree(written.root) == written.before:
            continue
        again = warm.run(*arguments, watched=written.root)
        assert again.returncode == 0, again.stderr
        assert written.files() == after
        assert {code for code, *_ in written.check()} <= {"datum-oud"}
    assert stop > 2
