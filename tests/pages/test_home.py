"""The home page: what others learned, how many projects came beyond the pilot, and nothing that stands elsewhere."""

import re

import pytest

from tests.reading import Page, main
from tests.sites import BARE, Sites, SmallSite, settings


def projects(*some: str) -> dict[str, str | bytes]:
    """Projects of Zwolle, each by its status and whatever else is known of it."""
    lines = [
        f"  - {{id: p{n}, title: Nummer {n}, summary: Kort., themes: [smart-living], status: {one}}}\n"
        for n, one in enumerate(some)
    ]
    return {"content/projects/zwolle.yaml": f"projects:\n{''.join(lines)}"}


def home(made: SmallSite) -> Page:
    made.build()
    return main(made, "/")


OLD, NEW = "status_date: 2019", "status_date: 2026-01"


MOST = "Van de meeste is de stand"


@pytest.mark.parametrize(
    ("some", "number", "age"),
    [
        (
            ("pilot", f"in-use, {OLD}", f"scaling, {OLD}"),
            "2 van de 3 projecten kwamen",
            f" {MOST} ouder dan twee jaar.",
        ),
        (("pilot", f"in-use, {NEW}"), "1 van de 2 projecten kwam", ""),
        (("in-use", f"in-use, {OLD}"), "2 van de 2 projecten kwamen", f" {MOST} ouder of niet bekend."),
        (("pilot", f"finished, {OLD}"), "Geen van de 2 projecten kwam", ""),
    ],
    ids=["old", "recent", "not known", "none"],
)
def test_it_says_how_many_projects_came_beyond_the_pilot(
    site: Sites, some: tuple[str, ...], number: str, age: str
) -> None:
    text = home(site(projects(*some))).text
    assert f"{number} verder dan de pilot.{age}" in text
    assert (MOST in text) is bool(age)


def test_what_others_learned_stands_with_its_project_and_municipality(site: Sites) -> None:
    made = site(projects("pilot", "finished, lesson: Begin **klein**."))
    page = home(made)
    assert "Wat anderen leerden Begin klein. Nummer 1, Zwolle" in page.text
    assert "/projecten/p1/" in page.links
    assert "Alle projecten met een les" not in page.text


def test_of_many_lessons_the_newest_stand_there_and_the_rest_is_one_step_away(site: Sites) -> None:
    page = home(site(projects(*(f"pilot, status_date: {2010 + n}, lesson: Les {n}." for n in range(8)))))
    assert re.findall(r"Les (\d)", page.text) == ["7", "6", "5", "4"]
    assert "/projecten/?les=ja" in page.links


def test_without_lessons_there_is_no_empty_heading(site: Sites) -> None:
    assert "Wat anderen leerden" not in home(site(projects("pilot"))).text


def test_a_point_of_attention_is_one_line_that_opens(site: Sites) -> None:
    points = "  - {title: Ethiek, description: Van wie zijn data?}\n  - title: Samen"
    made = site({"site.yaml": settings(BARE).replace("  - title: Ethiek", points)})
    made.build()
    points = made.page("/").partition('<ol class="points rows">')[2].partition("</ol>")[0]
    assert re.findall(r"<h3>(\w+)</h3>", points) == ["Ethiek", "Samen"]
    assert points.count("<details>") == 1
    assert "Van wie zijn data?" in points


def test_whom_to_ask_stands_at_the_foot_alone(site: Sites) -> None:
    made = site({})
    assert "Proef Persoon" not in home(made).text
    assert "Proef Persoon" in Page(made.page("/")).text


def test_a_lead_on_the_map_has_the_title_of_its_theme(site: Sites) -> None:
    made = site({})
    made.build()
    for address in ("/", "/gemeenten/"):
        drawn = made.page(address).partition('class="map-name"')[2].partition("</text>")[0]
        assert re.sub(r"<[^>]*>", " ", drawn).split(">")[-1].split() == ["Zwolle", "Smart", "Living"]
