"""Matching with profiles of earlier builds is matching without them, whatever was edited in between."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from g40site.engine.cache import Cache
from g40site.engine.tracking import Tracker
from g40site.matching import ProfileOf, match
from g40site.matching.profiles import cached_profile
from tests.examples import examples
from tests.matching.conftest import TODAY, MakeSite
from tests.matching.drawn import sites


def cached(cache: Cache) -> ProfileOf:
    return partial(cached_profile, Tracker(cache, b"program"))


@pytest.mark.slow
@examples(15)
@given(edits=st.lists(sites(), min_size=1, max_size=3))
def test_the_memo_gives_what_a_full_run_gives(make_site: MakeSite, edits: list[dict[str, Any]]) -> None:
    cache = Cache(None)
    for drawn in edits:
        site = make_site(**drawn)
        assert match(site, TODAY, cached(cache)) == match(site, TODAY)


def test_an_edit_of_one_project_makes_one_profile(make_site: MakeSite) -> None:
    """Each profile is a row of the cache; an edit that brings no other word for a topic adds one."""
    cache = Cache(None)
    projects: list[dict[str, Any]] = [{"id": f"zwolle-{n}", "title": f"Project {n}"} for n in "abcd"]
    first = make_site(projects)
    match(first, TODAY, cached(cache))
    before = len(cache.pending)
    projects[2]["title"] = "Iets heel anders"
    second = make_site(projects)
    match(second, TODAY, cached(cache))
    assert (before, len(cache.pending)) == (4, 5)
