"""The reference of messages: each code has a page in `docs/meldingen`, whose examples are tried.

`scripts/message_pages.py` writes what follows from the program (`make generated`); here stands what it has to be.
"""

from pathlib import Path

import pytest

from g40site.diagnostics import messages
from g40site.planning import Session
from scripts import message_pages
from tests.diagnostics.tried import FOLDER, LIGHT, MADE, files, parts
from tests.sites import SmallSite


@pytest.mark.slow
def test_each_wrong_example_is_told_and_its_page_shows_it(tmp_path: Path, bare: Path) -> None:
    answers = message_pages.answers(tmp_path, bare)
    others = {}
    for code, (codes, _seen) in answers.items():
        also = {"onbekend-thema", "kop-niveau-1"} if code.startswith("en-nog") else set()
        if code not in codes or set(codes) - {code} - also:
            others[code] = codes
    assert others == {}
    written = message_pages.pages(answers)
    assert {path.name for path in FOLDER.glob("*.md")} == {path.name for path in written}
    old = [path.name for path, text in written.items() if path.read_text("utf-8") != text]
    assert old == [], "run `make generated`, and read the difference"


@pytest.mark.slow
def test_each_right_example_is_right(tmp_path: Path, bare: Path) -> None:
    right = {code: files(parts(code)["Goed"]) for code in messages("nl").keys() - MADE.keys()}
    assert [code for code, example in right.items() if not example] == []
    session = Session()
    sites = {code: SmallSite(tmp_path / code, {**LIGHT, **example}) for code, example in right.items()}
    answers = {code: message_pages.told(small, bare, session) for code, small in sites.items()}
    assert {code: answer for code, answer in answers.items() if answer != ([], "")} == {}
