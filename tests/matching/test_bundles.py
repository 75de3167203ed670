"""Groups of alike projects."""

import pytest

from g40site import matching
from tests.matching.conftest import TODAY, MakeSite

TOPICS = ("drones", "geluid")
ALIKE = [{"id": f"{place}-x", "topics": TOPICS, "status": "pilot"} for place in ("alkmaar", "breda", "delft")]


def test_a_bundle_says_what_is_shared_and_why_it_is_a_chance(make_site: MakeSite) -> None:
    (bundle,) = matching.match(make_site(ALIKE), TODAY).bundles
    assert (bundle.id, bundle.title) == ("drones-geluid", "Drones en geluid")
    assert bundle.projects == ("alkmaar-x", "breda-x", "delft-x")
    assert bundle.municipalities == ("alkmaar", "breda", "delft")
    assert [(r.kind, r.points, r.text) for r in bundle.reasons] == [
        ("municipalities", 6, "Projecten van 3 gemeenten"),
        ("topics", 2, "Zelfde onderwerpen: drones en geluid"),
    ]


def test_somebody_far_where_others_are_early_is_a_chance(make_site: MakeSite) -> None:
    far = {**ALIKE[2], "status": "scaling"}
    (bundle,) = matching.match(make_site([*ALIKE[:2], far]), TODAY).bundles
    assert bundle.reasons[-1] == matching.Reason(
        "steps", 2, "Laatst bekende fase: 1 keer in gebruik of opschaling, 2 keer verkenning of pilot"
    )


@pytest.mark.parametrize("over", [{"status": "finished"}, {"status": "stopped"}, {"end": "2024"}])
def test_what_is_over_is_experience_and_counts_for_nothing(make_site: MakeSite, over: dict[str, str]) -> None:
    (bundle,) = matching.match(make_site([*ALIKE[:2], {**ALIKE[2], **over}]), TODAY).bundles
    assert bundle.projects == ("alkmaar-x", "breda-x")
    assert bundle.experience == ("delft-x",)
    assert bundle.municipalities == ("alkmaar", "breda")
    assert [r.text for r in bundle.reasons] == ["Projecten van 2 gemeenten", "Zelfde onderwerpen: drones en geluid"]
    assert matching.match(make_site([ALIKE[0], {**ALIKE[1], **over}]), TODAY).bundles == ()


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ((("drones", "geluid"), ("drones",)), ["Zelfde onderwerp: drones"]),
        (
            (("drones", "vuur"), ("drones", "vuur"), ("drones",)),
            ["Zelfde onderwerp: drones", "Zelfde onderwerp, op één project na: vuur"],
        ),
        ((("drones", "vuur"), ("drones", "vuur"), ("drones",), ("drones",)), ["Zelfde onderwerp: drones"]),
    ],
)
def test_a_topic_is_shared_by_both_or_by_all_but_one(
    make_site: MakeSite, topics: tuple[tuple[str, ...], ...], said: list[str]
) -> None:
    places = ("alkmaar", "breda", "delft", "ede")
    site = make_site([{"id": f"{place}-x", "topics": named} for place, named in zip(places, topics, strict=False)])
    (bundle,) = matching.match(site, TODAY).bundles
    assert [r.text for r in bundle.reasons if r.kind == "topics"] == said


def test_one_municipality_alone_is_no_bundle(make_site: MakeSite) -> None:
    site = make_site([{"id": "alkmaar-a", "topics": TOPICS}, {"id": "alkmaar-b", "topics": TOPICS}])
    assert matching.match(site, TODAY).bundles == ()


def test_an_unrelated_project_changes_no_bundle(make_site: MakeSite) -> None:
    before = matching.match(make_site(ALIKE), TODAY).bundles
    other = {"id": "ede-other", "topics": ("zorg",), "themes": ("smart-economy",)}
    assert matching.match(make_site([other, *ALIKE]), TODAY).bundles == before
