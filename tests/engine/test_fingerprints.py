"""Equal values have one fingerprint in every process, other values of a kind another one."""

import datetime as dt
from collections.abc import Callable
from enum import Enum
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from g40site.engine.fingerprints import SIZE, fingerprint, hash_bytes, hash_text
from tests.running import script


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Point(Struct, frozen=True):
    x: object
    y: object = None


class Spot(Struct, frozen=True):
    x: object
    y: object = None


A_MOMENT = dt.datetime(2026, 11, 24, 12)
DIFFERENT: list[object] = [
    None,
    "",
    "None",
    "1",
    0,
    1,
    -1,
    0.0,
    1.0,
    True,
    False,
    "True",
    b"",
    b"1",
    (),
    ((),),
    ((), ()),
    (1,),
    (1, 1),
    ((1, 1),),
    ((1,), 1),
    (1, (1,)),
    ("1",),
    ("a", "b"),
    ("ab",),
    ("a,b",),
    ('a","b',),
    dt.date(2026, 11, 24),
    "2026-11-24",
    A_MOMENT,
    A_MOMENT.replace(tzinfo=dt.UTC),
    # The same moment by another clock says something else on a page.
    A_MOMENT.replace(tzinfo=dt.UTC).astimezone(ZoneInfo("Europe/Amsterdam")),
    dt.time(12),
    dt.timedelta(hours=12),
    Colour.RED,
    Colour.BLUE,
    "red",
    {"a": 1},
    {"a": 2},
    {"b": 1},
    Point(1),
    Point(1, 1),
    Point((1, None)),
    Spot(1),
    Point(Point(1)),
    "é",
    "e\u0301",
]


def test_different_values_have_different_fingerprints() -> None:
    seen: dict[bytes, object] = {}
    for value in DIFFERENT:
        assert repr(seen.setdefault(fingerprint(value), value)) == repr(value)
    assert len(seen) == len(DIFFERENT)
    assert {len(one) for one in seen} == {SIZE}


def test_the_order_in_which_a_mapping_was_made_means_nothing() -> None:
    assert fingerprint({"a": 1, "b": {"c": 1, "d": 2}}) == fingerprint({"b": {"d": 2, "c": 1}, "a": 1})


@pytest.mark.parametrize("make", [object, lambda: len, lambda: Point, lambda: 1j, lambda: range(3)])
def test_what_has_no_form_of_its_own_is_refused_wherever_it_stands(make: Callable[[], object]) -> None:
    for value in (make(), (1, make()), Point(make()), Point((Point(make()),))):
        with pytest.raises(TypeError):
            fingerprint(value)


texts = st.lists(st.one_of(st.text(), st.integers(), st.none(), st.booleans()), max_size=4).map(tuple)


@given(texts, texts)
def test_two_values_are_written_alike_only_when_they_are_the_same(one: object, other: object) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (repr(one) == repr(other))
    assert (fingerprint(Point(one)) == fingerprint(Point(other))) == (repr(one) == repr(other))


@pytest.mark.process
def test_a_fingerprint_is_the_same_in_another_process() -> None:
    program = "from g40site.engine.fingerprints import fingerprint as f; print(f((1, 'a', None, {'x': 2.5})).hex())"
    for seed in ("1", "2"):
        assert script(program, env={"PYTHONHASHSEED": seed}) == fingerprint((1, "a", None, {"x": 2.5})).hex()


def test_bytes_and_texts_have_their_own() -> None:
    assert hash_bytes(b"a") == hash_text("a")
    assert hash_text("\ud800") != hash_text("?")
