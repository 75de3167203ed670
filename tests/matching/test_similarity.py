"""Each reason for two projects to be alike, with its points."""

import pytest

from g40site import matching
from g40site.content.site import Site
from tests.matching.conftest import TODAY, MakeSite

OTHER_THEMES = {"id": "breda-b", "themes": ("smart-economy",)}


def reasons(site: Site) -> dict[str, tuple[int, str]]:
    """The reasons of the one pair of a site, by kind."""
    (pair,) = matching.match(site, TODAY).alike
    assert pair.score == sum(reason.points for reason in pair.reasons)
    return {reason.kind: (reason.points, reason.text) for reason in pair.reasons}


def test_same_rare_topic(make_site: MakeSite) -> None:
    site = make_site([{"id": "alkmaar-a", "topics": ("drones",)}, {**OTHER_THEMES, "topics": ("drones",)}])
    assert reasons(site) == {"topics": (7, "Zelfde onderwerp: drones (7)")}


def test_topics_are_listed_by_points_and_a_mix_counts(make_site: MakeSite) -> None:
    topics = ("drones", "geluid")
    site = make_site([{"id": "alkmaar-a", "topics": topics}, {**OTHER_THEMES, "topics": topics}])
    assert reasons(site) == {
        "topics": (14, "Zelfde onderwerpen: drones (7) en geluid (7)"),
        "mix": (3, "2 van hun 2 onderwerpen zijn gelijk"),
    }


@pytest.mark.parametrize(("others", "points"), [(2, 7), (3, 5), (6, 5), (7, 3), (12, 3), (13, 1)])
def test_a_topic_of_more_projects_counts_for_less(make_site: MakeSite, others: int, points: int) -> None:
    filler = [{"id": f"zwolle-{n}", "topics": ("drones",), "themes": ("smart-mobility",)} for n in range(others)]
    pair = [{"id": "alkmaar-a", "topics": ("drones", "vuur")}, {**OTHER_THEMES, "topics": ("drones", "vuur")}]
    found = matching.match(make_site([*pair, *filler]), TODAY)
    (best,) = (p for p in found.alike if (p.a, p.b) == ("alkmaar-a", "breda-b"))
    assert best.reasons[0].points == 7 + points


def test_topic_in_both_titles(make_site: MakeSite) -> None:
    site = make_site(
        [
            {"id": "alkmaar-a", "title": "Drone boven water", "topics": ("drones",)},
            {**OTHER_THEMES, "title": "Drones bij brand", "topics": ("drones",)},
        ]
    )
    assert reasons(site)["title"] == (7, "In beide titels: drones (7)")


def test_topic_in_one_title(make_site: MakeSite) -> None:
    site = make_site(
        [
            {"id": "alkmaar-a", "title": "Drone boven water", "topics": ("drones",)},
            {**OTHER_THEMES, "topics": ("drones",)},
        ]
    )
    assert reasons(site)["title"] == (1, "In één titel: drones (1)")


def test_other_words_stems_and_compounds_mean_the_same(make_site: MakeSite) -> None:
    site = make_site(
        [
            {"id": "alkmaar-a", "topics": ("verkeerslichten", "parkeren"), "title": "Kruising"},
            {**OTHER_THEMES, "summary": "De iVRI wijst naar de fietsenstalling."},
        ],
        topics=({"title": "verkeerslichten", "also": ("iVRI",)}, {"title": "parkeren", "also": ("stalling",)}),
    )
    assert reasons(site) == {"words": (6, "Ook in beide teksten: parkeren (3) en verkeerslichten (3)")}


def test_a_named_other_word_is_the_same_topic(make_site: MakeSite) -> None:
    site = make_site(
        [{"id": "alkmaar-a", "topics": ("iVRI",)}, {**OTHER_THEMES, "topics": ("verkeerslichten",)}],
        topics=({"title": "verkeerslichten", "also": ("iVRI",)},),
    )
    assert reasons(site)["topics"] == (7, "Zelfde onderwerp: verkeerslichten (7)")


def test_a_word_that_is_no_topic_is_no_reason(make_site: MakeSite) -> None:
    summary = "Een oude kwartel, gratis, en daardoor met plezier."
    site = make_site(
        [
            {"id": "alkmaar-a", "topics": ("drones",), "summary": summary},
            {**OTHER_THEMES, "topics": ("drones",), "summary": summary},
        ]
    )
    assert list(reasons(site)) == ["topics"]
    alone = make_site([{"id": "alkmaar-a", "summary": summary}, {**OTHER_THEMES, "summary": summary}])
    assert matching.match(alone, TODAY).alike == ()


def test_a_pair_says_what_both_are_about_the_rarest_first(make_site: MakeSite) -> None:
    filler = [{"id": f"zwolle-{n}", "topics": ("geluid",), "themes": ("smart-mobility",)} for n in range(3)]
    site = make_site(
        [
            {"id": "alkmaar-a", "topics": ("geluid", "drones", "vuur")},
            {**OTHER_THEMES, "topics": ("drones", "geluid"), "summary": "Over vuur."},
            *filler,
        ]
    )
    (pair,) = (p for p in matching.match(site, TODAY).alike if p.a == "alkmaar-a" and p.b == "breda-b")
    assert pair.topics == ("drones", "geluid", "vuur")


def test_topics_that_often_stand_together(make_site: MakeSite) -> None:
    together = [{"id": f"zwolle-{n}", "topics": ("lora", "netwerk")} for n in range(2)]
    pair = [{"id": "alkmaar-a", "topics": ("lora", "vuur")}, {**OTHER_THEMES, "topics": ("netwerk", "vuur")}]
    found = matching.match(make_site([*together, *pair]), TODAY)
    (best,) = (p for p in found.alike if (p.a, p.b) == ("alkmaar-a", "breda-b"))
    assert ("related", 3, "Onderwerpen die vaker samengaan: lora en netwerk") in [
        (r.kind, r.points, r.text) for r in best.reasons
    ]


def test_same_themes_count_twice_at_most(make_site: MakeSite) -> None:
    themes = ("smart-living", "smart-mobility", "smart-economy")
    site = make_site(
        [
            {"id": "alkmaar-a", "topics": ("drones",), "themes": themes},
            {"id": "breda-b", "topics": ("drones",), "themes": themes},
        ]
    )
    assert reasons(site)["themes"] == (6, "Zelfde thema’s: Smart Living, Smart Mobility en Smart Economy")


def test_same_partners_count_twice_at_most(make_site: MakeSite) -> None:
    partners = ("TNO", "RIVM", "KNMI")
    site = make_site(
        [
            {"id": "alkmaar-a", "topics": ("drones",), "partners": partners},
            {**OTHER_THEMES, "topics": ("drones",), "partners": partners},
        ]
    )
    assert reasons(site)["partners"] == (2, "Zelfde partners: KNMI, RIVM en TNO")


def test_one_is_further_on_the_ladder(make_site: MakeSite) -> None:
    site = make_site(
        [
            {"id": "alkmaar-a", "topics": ("drones",), "status": "exploring"},
            {**OTHER_THEMES, "topics": ("drones",), "status": "in-use"},
        ]
    )
    assert reasons(site)["ladder"] == (1, "Laatst bekende fase: Breda in gebruik, Alkmaar verkenning")


def test_projects_of_one_municipality_are_no_look_alikes(make_site: MakeSite) -> None:
    site = make_site([{"id": "alkmaar-a", "topics": ("drones",)}, {"id": "alkmaar-b", "topics": ("drones",)}])
    assert matching.match(site, TODAY).alike == ()


def test_a_theme_and_a_partner_alone_are_not_alike(make_site: MakeSite) -> None:
    site = make_site([{"id": "alkmaar-a", "partners": ("TNO",)}, {"id": "breda-b", "partners": ("TNO",)}])
    assert matching.match(site, TODAY).alike == ()


def test_ties_go_by_id(make_site: MakeSite) -> None:
    others = [{"id": f"{place}-x", "topics": ("drones",)} for place in ("zwolle", "ede", "breda", "delft")]
    found = matching.match(make_site([{"id": "alkmaar-a", "topics": ("drones",)}, *others]), TODAY)
    assert [pair.other("alkmaar-a") for pair in found.look_alikes("alkmaar-a")] == [
        "breda-x",
        "delft-x",
        "ede-x",
        "zwolle-x",
    ]


def test_switched_off_finds_nothing(make_site: MakeSite) -> None:
    site = make_site(
        [{"id": "alkmaar-a", "topics": ("drones",)}, {"id": "breda-b", "topics": ("drones",)}], matching="false"
    )
    assert matching.match(site, TODAY) == matching.Matching()
