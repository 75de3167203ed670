"""Groups of alike projects."""

import datetime as dt
from collections.abc import Callable

from g40site import matching
from g40site.content.site import Site

MakeSite = Callable[..., Site]
TOPICS = ("drones", "geluid")
ALIKE = [{"id": f"{place}-x", "topics": TOPICS, "status": "pilot"} for place in ("alkmaar", "breda", "delft")]


def test_a_bundle_says_what_is_shared_and_why_it_is_a_chance(make_site: MakeSite) -> None:
    (bundle,) = matching.match(make_site(ALIKE)).bundles
    assert (bundle.id, bundle.title) == ("drones-geluid", "Drones en geluid")
    assert bundle.projects == ("alkmaar-x", "breda-x", "delft-x")
    assert bundle.municipalities == ("alkmaar", "breda", "delft")
    assert [(r.kind, r.points, r.text) for r in bundle.reasons] == [
        ("municipalities", 6, "3 gemeenten werken hieraan"),
        ("topics", 2, "Ten minste de helft gaat over drones en geluid"),
        ("local", 3, "3 projecten zijn nog in de verkenning of de pilot"),
        ("nobody-scales", 3, "Niemand schaalt dit nog op"),
    ]


def test_who_scales_is_told(make_site: MakeSite) -> None:
    (bundle,) = matching.match(make_site([*ALIKE[:2], {**ALIKE[2], "status": "scaling"}])).bundles
    assert bundle.scales
    assert "nobody-scales" not in [reason.kind for reason in bundle.reasons]


def test_one_municipality_alone_is_no_bundle(make_site: MakeSite) -> None:
    site = make_site([{"id": "alkmaar-a", "topics": TOPICS}, {"id": "alkmaar-b", "topics": TOPICS}])
    assert matching.match(site).bundles == ()


def test_an_unrelated_project_changes_no_bundle(make_site: MakeSite) -> None:
    before = matching.match(make_site(ALIKE)).bundles
    other = {"id": "ede-other", "topics": ("zorg",), "themes": ("smart-economy",)}
    assert matching.match(make_site([other, *ALIKE])).bundles == before


def test_stuck_is_an_early_phase_long_after_a_known_start(make_site: MakeSite) -> None:
    site = make_site(
        [
            {"id": "alkmaar-long", "status": "pilot", "start": "2023"},
            {"id": "breda-longer", "status": "exploring", "start": "2019-05"},
            {"id": "delft-fresh", "status": "pilot", "start": "2025"},
            {"id": "ede-unknown", "status": "pilot"},
            {"id": "zwolle-used", "status": "in-use", "start": "2010"},
        ]
    )
    today = dt.date(2026, 11, 24)
    assert [p.id for p in matching.stuck(site.projects, today)] == ["breda-longer", "alkmaar-long"]
