"""Each page beside this file is a test: why in prose, the changed files of a small site, what an editor is told.

`-- path --` begins a file (`-- path in utf-16 --` one in another encoding), `-- expected --` the whole text. With
UPDATE_EXPECTED=1 in the environment the texts are rewritten, and the test fails: read the difference.
"""

import re
from pathlib import Path

import pytest

from g40site import pipeline
from g40site.diagnostics import messages
from g40site.diagnostics.renderers import as_text
from tests.diagnostics.tried import LIGHT, MADE, PAGES, assert_kept, sections
from tests.sites import Sites

TOLD = re.compile(r"^\S.*:\d+:\d+: (?:fout|waarschuwing) \[([a-z0-9-]+)\]", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_editor_is_told(page: Path, site: Sites, bare: Path) -> None:
    written = page.read_text("utf-8")
    result = pipeline.check(site({**LIGHT, **sections(written)[0]}).options(templates=bare))
    told = as_text(result.problems, result.sources, "nl")
    assert as_text(result.problems, result.sources, "en").count("\n") == told.count("\n")
    head, mark, _old = written.partition("-- expected --\n")
    assert_kept({page: head + mark + told})


def test_every_code_is_told_on_a_page_unless_no_text_can_have_it() -> None:
    """What no text can have, such as a file that is too big, is made for its page of the reference."""
    told = {code for page in PAGES for code in TOLD.findall(sections(page.read_text("utf-8"))[1])}
    assert sorted(messages("nl").keys() - told - MADE.keys()) == []
