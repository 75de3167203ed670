"""What holds for any projects."""

import random
import re
from itertools import combinations

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from g40site import matching
from g40site.matching import profiles, similarity
from tests.examples import examples
from tests.matching.conftest import TODAY, MakeSite
from tests.matching.drawn import sites


@pytest.mark.parametrize("field", profiles.Profile.__struct_fields__)
def test_all_that_is_compared_is_drawn(make_site: MakeSite, field: str) -> None:
    """A rule on what stands nowhere in these sites would be tried by none of these tests."""

    def varies(drawn: dict[str, object]) -> bool:
        site = make_site(**drawn)
        known = profiles.subjects(site)
        return len({getattr(profiles.profile(project, known), field) for project in site.projects}) > 1

    once = hypothesis.settings(phases=[hypothesis.Phase.generate], max_examples=50, database=None, derandomize=True)
    assert hypothesis.find(sites(), varies, settings=once)


@examples(30)
@given(drawn=sites())
def test_every_score_is_the_sum_of_its_reasons(make_site: MakeSite, drawn: dict[str, object]) -> None:
    found = matching.match(make_site(**drawn), TODAY)
    scores = found.scores or {}
    for one in (*found.alike, *(advice for all_ in scores.values() for advice in all_)):
        assert one.score == sum(reason.points for reason in one.reasons)
        assert all(reason.points > 0 for reason in one.reasons)
    for reason in (reason for pair in found.alike for reason in pair.reasons):
        told = [int(number) for number in re.findall(r"\((\d+)\)", reason.text)]
        assert told == [] or sum(told) == reason.points, reason


@examples(30)
@given(drawn=sites())
def test_two_projects_are_as_alike_from_either_side(make_site: MakeSite, drawn: dict[str, object]) -> None:
    site = make_site(**drawn)
    known = profiles.subjects(site)
    made = sorted((profiles.profile(project, known) for project in site.projects), key=lambda p: p.id)
    names = similarity.Names(known.titles, {}, {})
    compared = similarity.Similarity(made, profiles.corpus_stats(made), names)
    for a, b in combinations(compared.features, 2):
        there, back = compared.rules(a, b), compared.rules(b, a)
        assert [(score, sentence) for score, sentence, _what in there] == [(s, said) for s, said, _what in back]


@examples(30)
@given(drawn=sites())
def test_advice_and_its_reverse_agree_and_respect_what_is_led_or_joined(
    make_site: MakeSite, drawn: dict[str, object]
) -> None:
    site = make_site(**drawn)
    found = matching.match(site, TODAY)
    advised = {(m.id, advice.theme) for m in site.municipalities for advice in found.advice_for(m.id)}
    invited = {(advice.municipality, theme.id) for theme in site.themes for advice in found.worth_inviting(theme.id)}
    assert advised == invited
    for municipality, theme in advised:
        assert site.theme[theme].lead != municipality
        assert theme not in site.municipality[municipality].participates


@examples(30)
@given(drawn=sites(), seed=st.integers(0, 1000))
def test_the_order_of_files_changes_nothing(make_site: MakeSite, drawn: dict[str, object], seed: int) -> None:
    site = make_site(**drawn)
    shuffled = list(site.projects)
    random.Random(seed).shuffle(shuffled)
    assert matching.match(replace(site, projects=tuple(shuffled)), TODAY) == matching.match(site, TODAY)


@examples(30)
@given(drawn=sites())
def test_a_project_is_in_one_bundle_at_most_and_a_bundle_in_two_municipalities_at_least(
    make_site: MakeSite, drawn: dict[str, object]
) -> None:
    site = make_site(**drawn)
    bundles = matching.match(site, TODAY).bundles
    members = [id for bundle in bundles for id in (*bundle.projects, *bundle.experience)]
    assert len(members) == len(set(members))
    assert len({bundle.id for bundle in bundles}) == len(bundles)
    for bundle in bundles:
        assert len({site.project[id].municipality for id in bundle.projects}) > 1
        assert {site.project[id].status for id in bundle.projects} <= {"exploring", "pilot", "in-use", "scaling"}
        assert {site.project[id].status for id in bundle.experience} <= {"finished", "stopped"}
