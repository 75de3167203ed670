"""What a municipality could join, why, and the reverse."""

import pytest

from g40site import matching
from tests.matching.conftest import TODAY, MakeSite

LEAD = {"id": "delft-lead", "themes": ("smart-mobility",), "topics": ("drones", "geluid")}


def told(found: tuple[matching.Advice, ...]) -> list[tuple[str, int, list[tuple[str, int, str]]]]:
    return [(a.theme, a.score, [(r.kind, r.points, r.text) for r in a.reasons]) for a in found]


def test_advice_says_what_counts(make_site: MakeSite) -> None:
    site = make_site(
        [LEAD, {"id": "breda-b", "themes": ("smart-mobility",), "topics": ("drones", "geluid")}],
        theme_topics={"smart-mobility": ("drones", "water")},
    )
    assert told(matching.match(site, TODAY).advice_for("breda")) == [
        (
            "smart-mobility",
            6,
            [
                ("projects", 2, "1 project van Breda hoort bij dit thema"),
                ("lead", 3, "1 project lijkt op een project van koploper Delft"),
                ("topics", 1, "Onderwerp dat bij dit thema hoort: drones"),
            ],
        )
    ]


def score(found: matching.Matching, municipality: str, theme: str) -> matching.Advice:
    """What was found for a municipality and a theme that it could join, advised or not."""
    return next(one for one in (found.scores or {})[municipality] if one.theme == theme)


def test_a_participant_counts_beside_the_lead(make_site: MakeSite) -> None:
    joined = {"id": "alkmaar-a", "themes": ("smart-mobility",), "topics": ("water", "zorg")}
    own = {"id": "breda-b", "themes": ("smart-living", "smart-mobility"), "topics": ("water", "zorg")}
    found = matching.match(make_site([joined, own], joined={"alkmaar": ("smart-mobility",)}), TODAY)
    best = score(found, "breda", "smart-mobility")
    assert ("participants", 2, "1 project lijkt op een project van een deelnemer") in [
        (r.kind, r.points, r.text) for r in best.reasons
    ]


def test_projects_that_a_municipality_takes_part_in_are_its_own(make_site: MakeSite) -> None:
    shared = {"id": "alkmaar-a", "themes": ("smart-economy",), "with": ("breda",)}
    found = score(matching.match(make_site([shared]), TODAY), "breda", "smart-economy")
    assert [r.text for r in found.reasons] == ["1 project van Breda hoort bij dit thema"]


def test_what_is_led_or_joined_is_never_advised(make_site: MakeSite) -> None:
    own = [{**LEAD, "id": f"{place}-x"} for place in ("breda", "delft", "alkmaar", "ede")]
    found = matching.match(make_site(own, joined={"breda": ("smart-mobility",)}), TODAY)
    assert not [a for a in (*found.advice_for("breda"), *found.advice_for("delft")) if a.theme == "smart-mobility"]


def test_only_the_two_best_are_advised(make_site: MakeSite) -> None:
    themes = ("smart-living", "smart-mobility", "smart-economy")
    topics = ("drones", "geluid")
    own = [{"id": f"{place}-x", "themes": themes, "topics": topics} for place in ("breda", "delft", "ede", "zwolle")]
    found = matching.match(make_site(own, theme_topics=dict.fromkeys(themes, topics)), TODAY)
    assert [a.theme for a in found.advice_for("breda")] == ["smart-economy", "smart-living"]


def test_without_advice_the_nearest_say_what_is_missing(make_site: MakeSite) -> None:
    found = matching.match(make_site([{"id": "breda-b", "themes": ("smart-mobility",)}]), TODAY)
    assert found.advice_for("breda") == ()
    near = found.nearest_for("breda")
    assert [(a.theme, a.score) for a in near] == [("smart-mobility", 2), ("smart-economy", 0), ("smart-living", 0)]
    assert near[0].missing == (
        "een project dat lijkt op een project van koploper Delft",
        "een onderwerp dat bij dit thema hoort",
    )


def test_a_theme_lists_exactly_those_that_are_advised_it(make_site: MakeSite) -> None:
    own = [{**LEAD, "id": f"{place}-x"} for place in ("breda", "delft", "alkmaar")]
    found = matching.match(make_site(own, theme_topics={"smart-mobility": ("drones",)}), TODAY)
    assert [a.municipality for a in found.worth_inviting("smart-mobility")] == ["alkmaar", "breda"]


OVER = [
    {"status": "finished"},
    {"status": "stopped"},
    {"status": "pilot", "end": "2025"},
    {"status": "exploring", "end": "2026-11-23"},
]
GOES_ON = [
    {"status": "pilot", "end": "2026-11-24"},
    {"status": "pilot", "end": "2026"},
    {"status": "in-use", "end": "2020"},
]


@pytest.mark.parametrize("over", OVER)
def test_what_is_over_is_no_reason_to_join_of_either_side(make_site: MakeSite, over: dict[str, str]) -> None:
    own = {"id": "breda-b", "themes": ("smart-mobility",), "topics": ("drones", "geluid")}
    theme_topics = {"smart-mobility": ("drones",)}
    mine = matching.match(make_site([LEAD, {**own, **over}], theme_topics=theme_topics), TODAY)
    assert score(mine, "breda", "smart-mobility").reasons == ()
    theirs = matching.match(make_site([{**LEAD, **over}, own], theme_topics=theme_topics), TODAY)
    assert [r.kind for r in score(theirs, "breda", "smart-mobility").reasons] == ["projects", "topics"]
    assert [pair.b for pair in theirs.look_alikes("breda-b")] == ["delft-lead"]


@pytest.mark.parametrize("state", GOES_ON)
def test_what_goes_on_counts(make_site: MakeSite, state: dict[str, str]) -> None:
    own = {"id": "breda-b", "themes": ("smart-mobility",), "topics": ("drones", "geluid")}
    found = matching.match(make_site([LEAD, {**own, **state}]), TODAY)
    assert [r.kind for r in score(found, "breda", "smart-mobility").reasons] == ["projects", "lead"]


def test_a_project_that_is_shared_with_the_lead_is_no_reason_to_come(make_site: MakeSite) -> None:
    shared = {"id": "delft-a", "themes": ("smart-mobility",), "topics": ("drones",), "with": ("breda",)}
    found = score(matching.match(make_site([shared, LEAD]), TODAY), "breda", "smart-mobility")
    assert (found.reasons, found.shared) == ((), ("delft-a",))
