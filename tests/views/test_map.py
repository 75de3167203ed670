"""Where the names on the map stand."""

from g40site.views.map import MOST_NAMES, with_names
from g40site.views.parts import MapDot


def dot(name: str, x: float, y: float, kind: str = "full") -> MapDot:
    return MapDot(name=name, href="", x=x, y=y, radius=5, colour="", code="", kind=kind)


def sides(*dots: MapDot) -> dict[str, str]:
    return {dot.name: dot.name_side for dot in with_names(dots)}


def test_a_name_stands_to_the_right_when_there_is_room() -> None:
    assert sides(dot("Ede", 200, 300)) == {"Ede": "right"}


def test_a_name_does_not_leave_the_drawing() -> None:
    assert sides(dot("Enschede", 545, 300)) == {"Enschede": "left"}


def test_a_name_makes_way_for_other_dots_and_rings() -> None:
    assert sides(dot("Ede", 200, 300), dot("x", 240, 300, "faint")) == {"Ede": "left", "x": ""}
    around = (dot("x", 240, 300, "faint"), dot("Go", 160, 300, "lead"), dot("y", 200, 330, "faint"))
    assert sides(dot("Ede", 200, 300), *around)["Ede"] == "above"


def test_two_names_do_not_stand_on_each_other() -> None:
    assert sides(dot("Ede", 200, 300), dot("Oss", 206, 312)) == {"Ede": "right", "Oss": "left"}


def test_only_the_leads_have_a_name_when_there_are_many() -> None:
    many = [dot(f"m{number}", 100 + 40 * number, 300) for number in range(MOST_NAMES + 1)]
    named = sides(dot("Zwolle", 300, 100, "lead"), *many)
    assert named.pop("Zwolle") == "right"
    assert set(named.values()) == {""}
