"""Journeys over the real content: each kind of file opens, one changed text is one changed line, a journey is right.

What is asked here holds of any content: the first entry of each kind, and names that the content itself has.
"""

import json
import shutil
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from g40site import forms
from g40site.content.site import Site
from tests.forms.conftest import STORE, bundle, make_bundle
from tests.forms.desk import Desk, at_desk
from tests.real.conftest import build
from tests.serving import served

__all__ = ["bundle", "make_bundle"]
PAGE = '<!doctype html><html lang="nl"><title>Beheer</title><script type="module" src="forms.js"></script></html>'


@pytest.fixture(scope="module")
def desk(
    root: Path, content: Site, bundle: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """An editor in the test store, with all of the content."""
    folder = tmp_path_factory.mktemp("formulieren")
    shutil.copytree(bundle, folder / "beheer")
    ids = [municipality.id for municipality in content.municipalities]
    config = forms.configuration(content.settings, ids, STORE)
    (folder / "beheer/config.json").write_text(json.dumps(config), "utf-8")
    (folder / "beheer/index.html").write_text(PAGE, "utf-8")
    (folder / "robots.txt").touch()
    with served(folder) as address, at_desk(browser, f"{address}/") as found:
        found.fill(root)
        found.enter()
        yield found


@pytest.mark.long
def test_one_text_of_an_entry_of_each_kind_is_one_changed_line(desk: Desk, content: Site) -> None:
    entries = {
        "projects": next(iter(content.projects)).file,
        "news": next(iter(content.news)).file,
        "agenda": next(iter(content.events)).file,
        "pages": next(iter(content.own_pages)).file,
    }
    for collection, file in entries.items():
        desk.open(collection, "entries", Path(file).stem)
        title = desk.field("title").locator("input").input_value()
        desk.write("title", f"{title}, nieuw")
        desk.save()
        changed = desk.changes()
        assert {*changed} == {file}
        lines = ndiff(desk.before[file].decode().splitlines(), changed[file].decode().splitlines())
        different = [line for line in lines if line[0] in "+-"]
        assert [line[0] for line in different] == ["-", "+"], different
        desk.before |= changed


@pytest.mark.long
def test_a_new_project_among_all_others(desk: Desk, root: Path, content: Site, tmp_path: Path) -> None:
    municipality, theme = min(content.municipalities, key=lambda one: one.name), next(iter(content.themes))
    before = {**desk.before}
    desk.open("projects", "new")
    desk.choose("municipality", municipality.name)
    desk.write("title", "Een proef met formulieren")
    desk.write("summary", "Wat een formulier bewaart, staat op de site.")
    desk.choose("themes", theme.title)
    desk.choose("status", "pilot")
    desk.write("status_date", "2026-11")
    desk.save()
    new = {path: data for path, data in desk.changes().items() if path not in before}
    (file,) = new
    copy = tmp_path / "site"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("public", ".cache"))
    (copy / file).write_bytes(new[file])
    # Built without a problem: `build` of this folder takes none.
    public = build(copy, copy / "public")
    assert "Een proef met formulieren" in (public / f"projecten/{Path(file).stem}/index.html").read_text("utf-8")
