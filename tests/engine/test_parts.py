"""A file is kept as the parts that it is put together from, and comes back whole or not at all."""

import pytest

from g40site.engine.cache import Cache
from g40site.engine.parts import FILE, Part, Place, get_file, joined, put_file


@pytest.fixture
def memory() -> Cache:
    made = Cache(None)
    made.put("piece", b"k", b"hoofd\nlinks\0rechts")
    return made


WHOLE = Part(b"links\0rechts", Place("piece", b"k", 6, 18))


def test_a_part_is_cut_where_it_stands(memory: Cache) -> None:
    left, right = WHOLE.cut(b"\0")
    assert (left.data, right.data) == (b"links", b"rechts")
    put_file(memory, b"f", [b"<", left, b"|", right, b">"])
    assert joined([b"<", left, b"|", right, b">"]) == get_file(memory, b"f") == b"<links|rechts>"


def test_what_the_memory_has_anyway_is_not_there_twice(memory: Cache) -> None:
    put_file(memory, b"f", [b"<", WHOLE, b">"])
    row = memory.get(FILE, b"f")
    assert row is not None
    assert b"links" not in row


def test_a_file_of_which_a_part_is_gone_is_not_there(memory: Cache) -> None:
    put_file(memory, b"f", [b"<", Part(b"x", Place("piece", b"weg", 0, 1)), b">"])
    assert get_file(memory, b"f") is None
    assert get_file(memory, b"nooit") is None


def test_a_file_of_which_a_part_became_another_is_not_there(memory: Cache) -> None:
    put_file(memory, b"f", [b"<", WHOLE, b">"])
    assert get_file(memory, b"f") == b"<links\0rechts>"
    memory.put("piece", b"k", b"kop\nlinks\0rechts, en meer")
    assert get_file(memory, b"f") is None
    memory.put("piece", b"k", b"hoofd\nlinks\0rechts")
    assert get_file(memory, b"f") == b"<links\0rechts>"


def test_an_empty_file_is_a_file(memory: Cache) -> None:
    put_file(memory, b"f", [b""])
    put_file(memory, b"g", [])
    assert get_file(memory, b"f") == get_file(memory, b"g") == b""


@pytest.mark.parametrize("row", [b"", b"x", b"<!doctype html>", b"\x91\x01", b"\x91\xa1x", b"\x91\x93\x01\x02\x03"])
def test_a_row_that_is_no_list_of_parts_is_no_file(memory: Cache, row: bytes) -> None:
    memory.put(FILE, b"f", row)
    assert get_file(memory, b"f") is None
