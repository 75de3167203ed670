"""Two values have one digest only when they are the same value, and what may change unseen has none."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, defstruct

from g40site.engine.fingerprints import SIZE, digest, of_bytes, of_fields, of_text, write
from tests.running import script


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Number(IntEnum):
    ONE = 1


class Word(StrEnum):
    ONE = "one"


class Point(Struct, frozen=True):
    x: object
    y: object = None


class Place(Struct, frozen=True):
    x: object
    y: object = None


class Further(Point, frozen=True):
    z: object = None


class Loose(Struct):
    x: int


@dataclass(frozen=True)
class Frozen:
    """Frozen, but no struct."""

    x: int


class Text(str):
    __slots__ = ()


REFUSED: list[Callable[[], object]] = [
    lambda: [1],
    lambda: {"a": 1},
    lambda: {1},
    lambda: frozenset({1}),
    object,
    lambda: Loose(1),
    lambda: bytearray(b"a"),
    lambda: 1j,
    lambda: range(3),
    lambda: len,
    lambda: Point,
    lambda: Text("a"),
    lambda: defstruct("Plain", ["x"])(1),
    lambda: Frozen(1),
]


@pytest.mark.parametrize("make", REFUSED)
def test_what_may_change_unseen_is_refused_wherever_it_stands(make: Callable[[], object]) -> None:
    for value in (make(), (1, make()), Point(make()), Point((Point(make()),))):
        with pytest.raises(TypeError, match="a digest cannot hold"):
            digest(value)


def test_an_object_that_is_known_may_be_anything() -> None:
    thing, other = object(), object()
    known = {id(thing): of_text("een"), id(other): of_text("twee")}
    assert digest(thing, known) == digest(thing, known)
    assert digest((1, thing), known) != digest((1, other), known)
    with pytest.raises(TypeError):
        digest(object(), known)
    point = Point(1)
    assert digest(point, {id(point): of_text("een")}) != digest(Point(1))


A_MOMENT = dt.datetime(2026, 11, 24, 12)
DIFFERENT: list[object] = [
    None,
    "",
    "None",
    "0",
    "1",
    0,
    1,
    -1,
    10**30,
    0.0,
    -0.0,
    1.0,
    1e300,
    float("inf"),
    float("nan"),
    True,
    False,
    "True",
    b"",
    b"1",
    "b31;",
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
    "(2:s1:as1:b",
    dt.date(2026, 11, 24),
    "2026-11-24",
    A_MOMENT,
    A_MOMENT.replace(tzinfo=dt.UTC),
    A_MOMENT.replace(tzinfo=dt.timezone(dt.timedelta(hours=1))),
    dt.time(12),
    dt.timedelta(hours=12),
    Colour.RED,
    Colour.BLUE,
    Number.ONE,
    Word.ONE,
    "one",
    Point(1),
    Point(1, 1),
    Point((1, None)),
    Place(1),
    Further(1),
    Point(Point(1)),
    "\ud800",
    "é",
    "e\u0301",
]


def test_different_values_have_different_digests() -> None:
    found: dict[bytes, object] = {}
    for value in DIFFERENT:
        assert repr(found.setdefault(digest(value), value)) == repr(value)
    assert len(found) == len(DIFFERENT)
    assert {len(one) for one in found} == {SIZE}


def two_colours(name: str) -> Any:
    """A class with the name of another, made in another module."""
    made = Enum("Colour", {"RED": 1})  # type: ignore[misc]
    made.__module__, made.__qualname__ = name, "Colour"
    return made


def test_classes_of_one_name_in_two_modules_are_two() -> None:
    assert digest(two_colours("een").RED) != digest(two_colours("twee").RED)
    made = [defstruct("Same", ["x"], frozen=True, module=module) for module in ("een", "twee")]
    assert digest(made[0](1)) != digest(made[1](1))


atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.binary(),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.sampled_from([Colour.RED, Colour.BLUE, Number.ONE, Word.ONE]),
    # What the text form itself is made of.
    st.text(alphabet="s()i:;0123456789<>+-!"),
)
values = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(tuple),
        st.builds(Point, inner, inner),
        st.builds(Place, inner),
        st.builds(Further, inner),
    ),
    max_leaves=8,
)


def written(value: object) -> str:
    out: list[str] = []
    write(value, out, {})
    return "".join(out)


def exactly(value: object) -> object:
    """What tells values apart for which Python says that they are equal: 1, 1.0 and True, 0.0 and -0.0."""
    if isinstance(value, tuple):
        return tuple(map(exactly, value))
    if isinstance(value, Struct):
        return type(value), *(exactly(getattr(value, name)) for name in value.__struct_fields__)
    return type(value), repr(value)


@given(values, values)
def test_two_values_are_written_alike_only_when_they_are_the_same(one: object, other: object) -> None:
    assert (written(one) == written(other)) == (exactly(one) == exactly(other))


@given(st.lists(values, max_size=3), st.lists(values, max_size=3))
def test_values_in_a_row_never_run_into_each_other(one: list[object], other: list[object]) -> None:
    alike = "".join(map(written, one)) == "".join(map(written, other))
    assert alike == (list(map(exactly, one)) == list(map(exactly, other)))


@pytest.mark.process
def test_a_digest_is_the_same_in_another_process() -> None:
    program = "from g40site.engine.fingerprints import digest; print(digest((1, 'a', None, (2.5, True))).hex())"
    for seed in ("1", "2"):
        assert script(program, env={"PYTHONHASHSEED": seed}) == digest((1, "a", None, (2.5, True))).hex()


def test_the_fields_of_a_value_have_each_their_digest() -> None:
    class Page(Struct, frozen=True):
        title: str
        rows: tuple[int, ...] = ()

    assert of_fields(Page("a", (1, 2))) == {"title": digest("a"), "rows": digest((1, 2))}
    first, second = of_fields(Page("a", (1,))), of_fields(Page("a", (2,)))
    assert [name for name in first if first[name] != second[name]] == ["rows"]
    with pytest.raises(TypeError):
        of_fields(Page("a", [1]))  # type: ignore[arg-type]


def test_bytes_and_texts_have_their_own() -> None:
    assert of_bytes(b"a") == of_text("a")
    assert of_text("\ud800") != of_text("?")
