"""Matching with profiles of earlier builds is matching without them, whatever was edited in between."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from g40site.content.site import Site
from g40site.engine import fingerprints
from g40site.engine.cache import Cache
from g40site.engine.pieces import Pieces
from g40site.engine.tracking import Tracker
from g40site.matching import kept, match
from tests.examples import examples
from tests.matching.conftest import TODAY, MakeSite
from tests.matching.drawn import sites


def remembering(memory: Cache, site: Site) -> kept.Profiles:
    known = {id(p): fingerprints.digest(p) for p in site.projects}
    return kept.Profiles(Pieces(Tracker(known), memory, b"code"))


@pytest.mark.slow
@examples(15)
@given(edits=st.lists(sites(), min_size=1, max_size=3))
def test_the_memo_gives_what_a_full_run_gives(make_site: MakeSite, edits: list[dict[str, Any]]) -> None:
    memory = Cache(None)
    for drawn in edits:
        site = make_site(**drawn)
        assert match(site, TODAY, remembering(memory, site).of) == match(site, TODAY)


def test_an_edit_of_one_project_makes_one_profile(make_site: MakeSite) -> None:
    """Each profile is a row of the memory; an edit that brings no other word for a topic adds one."""
    memory = Cache(None)
    projects: list[dict[str, Any]] = [{"id": f"zwolle-{n}", "title": f"Project {n}"} for n in "abcd"]
    first = make_site(projects)
    match(first, TODAY, remembering(memory, first).of)
    before = len(memory.waiting)
    projects[2]["title"] = "Iets heel anders"
    second = make_site(projects)
    match(second, TODAY, remembering(memory, second).of)
    assert (before, len(memory.waiting)) == (4, 5)
