"""Each page beside this file is a test: why in prose, the changed files of a small site, what an editor is told.

`-- path --` begins a file (`-- path in utf-16 --` one in another encoding), `-- expected --` the whole text. With
UPDATE_EXPECTED=1 in the environment the texts are rewritten: read the difference before you keep it.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from g40site import pipeline
from g40site.diagnostics import text
from g40site.messages import MESSAGES

HERE = Path(__file__).parent
PAGES = sorted(HERE.glob("*.txt"))
SECTION = re.compile(r"^-- (\S[^\n]*?)(?: in (\S+))? --\n", re.MULTILINE)


def sections(page: str) -> tuple[dict[str, bytes], str]:
    """The files of a page and the text that it expects; empty lines between sections belong to neither."""
    _prose, *parts = SECTION.split(page)
    texts = [
        (path, codec or "utf-8", body.strip("\n") + "\n") for path, codec, body in zip(*[iter(parts)] * 3, strict=True)
    ]
    files = {path: body.encode(codec) for path, codec, body in texts if path != "expected"}
    expected = next(body for path, _codec, body in texts if path == "expected")
    return files, expected.lstrip("\n")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_editor_is_told(page: Path, site: Callable, bare: Path) -> None:
    files, expected = sections(page.read_text("utf-8"))
    result = pipeline.check_only(site(files).options(templates=bare))
    told = text.render(result.problems, result.sources, "nl")
    assert text.render(result.problems, result.sources, "en").count("\n") == told.count("\n")
    if os.environ.get("UPDATE_EXPECTED") == "1":
        head, mark, _old = page.read_text("utf-8").partition("-- expected --\n")
        page.write_text(head + mark + told, "utf-8")
    else:
        assert told == expected


def test_every_code_is_shown_by_a_test() -> None:
    pages = "".join(page.read_text("utf-8").partition("-- expected --")[2] for page in PAGES)
    modules = "".join(module.read_text("utf-8") for module in HERE.parent.rglob("test_*.py"))
    shown = {*re.findall(r"\[([a-z0-9-]+)\]", pages), *re.findall(r'"([a-z0-9-]+)"', modules)}
    assert sorted(MESSAGES.keys() - shown) == []
