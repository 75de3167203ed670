"""Where the names on the map stand, and which lines are drawn."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from g40site.pages.map_labels import (
    LETTER,
    MAP_HEIGHT,
    MAP_WIDTH,
    MOST_NAMES,
    NAME_SIZE,
    OVER,
    UNDER,
    USUAL_NAME_SIZE,
    Box,
    MapDot,
    MapLine,
    crosses,
    line,
    overlap,
    room,
    square,
    with_names,
)
from tests.examples import examples


def dot(name: str, x: float, y: float, kind: str = "full") -> MapDot:
    return MapDot(id=name, name=name, href="", x=x, y=y, radius=5, colour="", code="", kind=kind)


def box(dot: MapDot) -> Box | None:
    """The room that the name of a dot takes at its largest."""
    if dot.label is None:
        return None
    width = LETTER * NAME_SIZE * len(dot.name)
    left = dot.label.x - {"start": 0, "middle": width / 2, "end": width}[dot.label.anchor]
    return left, dot.label.y - OVER * NAME_SIZE, left + width, dot.label.y + UNDER * NAME_SIZE


def anchors(*dots: MapDot, lines: tuple[MapLine, ...] = ()) -> dict[str, str]:
    return {dot.name: dot.label.anchor for dot in with_names(dots, lines) if dot.label}


def test_a_name_stands_to_the_right_when_there_is_room() -> None:
    (named,) = with_names((dot("Ede", 200, 300),))
    assert named.label is not None
    assert (named.label.anchor, named.label.x) == ("start", 211)


def test_a_name_does_not_leave_the_drawing() -> None:
    assert anchors(dot("Enschede", 545, 300)) == {"Enschede": "end"}


def test_a_name_makes_way_for_dots_and_lines() -> None:
    assert anchors(dot("Ede", 200, 300), dot("x", 240, 300, "faint")) == {"Ede": "end"}
    ahead = MapLine(205, 300, 500, 300, "declared")
    assert anchors(dot("Ede", 200, 300), lines=(ahead,)) == {"Ede": "end"}


def test_a_name_steps_aside_rather_than_cover_a_dot() -> None:
    """The usual size counts: the largest one, of phones, would leave no room between the two dots below."""
    rings = [dot("boven", 315, 290, "lead"), dot("rechts", 420, 350, "lead"), dot("links", 210, 350, "lead")]
    below = [dot("Gouda", 210, 390, "faint"), dot("Ede", 357, 385, "faint")]
    label = next(one.label for one in with_names((dot("Amersfoort", 315, 350, "lead"), *rings, *below)))
    assert label
    assert label.x < 315
    seen = room(label, len("Amersfoort"), USUAL_NAME_SIZE)
    assert not any(overlap(seen, square(one)) for one in below)


def test_names_keep_apart_though_the_first_place_is_the_same() -> None:
    named = with_names((dot("Ede", 200, 300), dot("Oss", 206, 312)))
    first, second = map(box, named)
    assert first
    assert second
    assert not overlap(first, second)


def test_only_the_leads_have_a_name_when_there_are_many() -> None:
    many = [dot(f"m{number}", 100 + 40 * number, 300) for number in range(MOST_NAMES + 1)]
    assert set(anchors(dot("Zwolle", 300, 100, "lead"), *many)) == {"Zwolle"}


def test_a_name_gives_way_where_no_place_is_free() -> None:
    """Rings on all sides."""
    crowd = tuple(dot(f"ring {x} {y}", x, y, "lead") for x in range(60, 560, 30) for y in range(60, 660, 30))
    named = with_names(crowd)
    assert any(one.label is None for one in named)
    assert_apart(named)


def assert_apart(named: tuple[MapDot, ...]) -> None:
    boxes = [found for one in named if (found := box(one))]
    for first, second in itertools.combinations(boxes, 2):
        assert not overlap(first, second)
    for one, (left, top, right, bottom) in ((one, found) for one in named if (found := box(one))):
        assert left >= 0
        assert right <= MAP_WIDTH
        assert top >= 0
        assert bottom <= MAP_HEIGHT
        rings = [square(other) for other in named if other.kind == "lead" and other.id != one.id]
        assert not any(overlap((left, top, right, bottom), ring) for ring in rings)


PLACES = st.lists(
    st.tuples(
        st.floats(0, 600), st.floats(0, 707), st.sampled_from(["lead", "full", "near", "faint"]), st.text(max_size=20)
    ),
    max_size=14,
)


@examples(30)
@given(PLACES)
def test_no_name_ever_stands_on_a_name_a_ring_or_the_edge(found: list[tuple[float, float, str, str]]) -> None:
    dots = tuple(dot(f"{number}{name}", x, y, kind) for number, (x, y, kind, name) in enumerate(found))
    named = with_names(dots)
    assert [one.id for one in named] == [one.id for one in dots]
    assert_apart(named)


def test_a_line_runs_from_edge_to_edge() -> None:
    assert line(dot("a", 0, 0, "lead"), dot("b", 100, 0), "declared", "living") == MapLine(
        17, 0, 93, 0, "declared", "living"
    )


def test_two_dots_that_are_close_have_a_line_under_them() -> None:
    """What is said in words is always drawn."""
    assert line(dot("a", 0, 0), dot("b", 19, 0), "declared") == MapLine(0, 0, 19, 0, "declared")
    assert line(dot("a", 0, 0), dot("b", 9, 0), "alike") == MapLine(0, 0, 9, 0, "alike")
    assert line(dot("a", 0, 0), dot("b", 20, 0), "declared") == MapLine(7, 0, 13, 0, "declared")


def test_a_line_crosses_a_box_only_when_it_comes_inside() -> None:
    across, beside = MapLine(0, 5, 20, 5, ""), MapLine(0, 15, 20, 15, "")
    steep, short = MapLine(0, 25, 25, 0, ""), MapLine(0, 5, 4, 5, "")
    room = (5, 0, 10, 10)
    assert [crosses(one, room) for one in (across, beside, steep, short)] == [True, False, False, False]
