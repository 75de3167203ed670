"""A log is whole or not there."""

import json
from pathlib import Path

import pytest
from msgspec.json import encode

from g40site.engine import build_log
from g40site.engine.build_log import BuildLog, OutputRecord, QueryRecord, log_from
from g40site.engine.fingerprints import hash_bytes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "een.log"


def test_what_was_written_is_read(file: Path) -> None:
    build_log.write(file, ["é", 1, None])
    assert build_log.read(file, json.loads) == ["é", 1, None]
    assert not build_log.is_damaged(file)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_what_is_not_there_is_nothing_and_not_damaged(file: Path) -> None:
    assert build_log.read(file, json.loads) is None
    assert not build_log.is_damaged(file)


def test_a_log_in_which_any_byte_changed_is_not_read(file: Path) -> None:
    build_log.write(file, ["é", 1, None])
    sound = file.read_bytes()
    for place in range(len(sound)):
        file.write_bytes(bytes([*sound[:place], sound[place] ^ 1, *sound[place + 1 :]]))
        assert build_log.read(file, json.loads) is None, place


def test_a_log_that_was_cut_is_not_read_and_said(file: Path) -> None:
    build_log.write(file, ["é", 1, None])
    sound = file.read_bytes()
    for end in range(1, len(sound)):
        file.write_bytes(sound[:end])
        assert build_log.read(file, json.loads) is None, end
        assert build_log.is_damaged(file), end
    file.write_bytes(sound + b" ")
    assert build_log.read(file, json.loads) is None
    assert build_log.is_damaged(file)


def test_what_another_version_wrote_is_not_read_and_not_damaged(file: Path) -> None:
    body = b'["anders"]'
    file.write_bytes(b"0 " + hash_bytes(body).hex().encode() + b"\n" + body)
    assert build_log.read(file, json.loads) is None
    assert not build_log.is_damaged(file)


def test_a_log_comes_back_as_it_was() -> None:
    outputs = {
        "a/index.html": OutputRecord((0, 1), "5a" * 32, 3, (("new",),), (3, 1, 1, 1)),
        "MANIFEST": OutputRecord((), "00" * 32, 0),
    }
    one = BuildLog(b"program", [QueryRecord(("site", "news", "a"), b"1", (1,)), QueryRecord(("day",), b"2")], outputs)
    assert log_from(encode(one)) == one


@pytest.mark.parametrize(
    "value",
    [
        None,
        1,
        {},
        [[], [], []],
        ["", [[[], "", []]], {}],
        ["", [], {"a": [[0], "", 1]}],
        ["", [[["a"], "", [1]]], {}],
        ["", [[["a"], "", [-1]]], {}],
    ],
)
def test_a_sealed_text_that_is_no_log_is_none(file: Path, value: object) -> None:
    build_log.write(file, value)
    assert build_log.read(file, log_from) is None


def test_a_sealed_text_that_is_too_deep_is_none(file: Path) -> None:
    body = b"[" * 100_000 + b"]" * 100_000
    file.write_bytes(build_log.seal_of(body) + b"\n" + body)
    assert build_log.read(file, json.loads) is None
    assert build_log.read(file, log_from) is None
