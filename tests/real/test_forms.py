"""Every file of the site is the same after it was opened in its form and saved."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from g40site.editing.yaml_edit import tree
from tests.forms.conftest import Formats
from tests.forms.conftest import formats as formats
from tests.forms.test_config import COLLECTIONS, FILES
from tests.forms.test_format import hunks
from tests.running import TOP

pytestmark = pytest.mark.process


def forms() -> Iterator[tuple[Path, Any]]:
    """Each file with its form."""
    for collection in COLLECTIONS.values():
        for file in collection.get("files", ()):
            yield TOP / file["file"], {"format": collection.get("format"), **file}
        if "folder" in collection:
            files = sorted((TOP / collection["folder"]).iterdir())
            yield from ((file, collection) for file in files if file.suffix in (".yaml", ".md"))


def test_every_file_is_the_same_after_opening_and_saving(formats: Formats) -> None:
    files = list(forms())
    content = {*TOP.glob("[a-z]*.yaml"), *(TOP / "content").rglob("*.yaml"), *(TOP / "content").rglob("*.md")}
    assert {file for file, _form in files} == content
    assert len(FILES) == 3
    for file, form in files:
        text = file.read_bytes().decode()
        for variant in (text, "\ufeff" + text.replace("\n", "\r\n"), text.rstrip("\n"), text + "\n\n"):
            assert formats("saved", form, variant, {}) == variant, file


def test_another_title_is_one_changed_place_and_nothing_else_is_read_otherwise(formats: Formats) -> None:
    titled = [(file, form) for file, form in forms() if any(field["name"] == "title" for field in form["fields"])]
    assert len(titled) > 150
    for file, form in titled:
        text = file.read_text("utf-8")
        result = formats("saved", form, text, {"title": 'Nieuw: "zo" #1'})
        assert hunks(text, result) == 1, file
        (old, new) = (head.encode() for head in (head_of(text), head_of(result)))
        assert tree(new) == {**tree(old), "title": 'Nieuw: "zo" #1'}, file


def head_of(text: str) -> str:
    """The YAML of a file."""
    return text.split("---\n")[1] if text.startswith("---\n") else text
