"""YAML as nodes: every scalar is text, every key and value knows its place, Markdown in a block knows its lines."""

import pytest

from g40site.content.composer import DEPTH, MOST_NODES, compose
from g40site.content.entries import Node
from g40site.content.parsing import passage
from g40site.diagnostics import Problems, Span


def tree(text: str, offset: int = 0) -> Node:
    problems = Problems()
    node = compose(text, "x.yaml", problems, offset)
    assert list(problems) == []
    assert node is not None
    return node


def place(span: Span) -> tuple[int, int, int]:
    return span.line, span.column, span.length


@pytest.mark.parametrize("text", ["No", "yes", "0361", "13:30", "1e3", "~", "null", "2026-05-01", "0x1F", ".inf"])
def test_a_scalar_is_the_text_that_was_written(text: str) -> None:
    assert tree(f"a: {text}").pairs["a"].text == text


def test_every_key_and_value_has_its_place() -> None:
    root = tree("title: No\n\"twee\": 'één'\nlijst:\n  - 0361\n  - {a: x, b: [y, zz]}\n")
    assert {key: place(span) for key, span in root.keys.items()} == {
        "title": (1, 1, 5),
        "twee": (2, 1, 6),
        "lijst": (3, 1, 5),
    }
    assert place(root.pairs["title"].span) == (1, 8, 2)
    assert place(root.pairs["twee"].span) == (2, 9, 5)
    items = root.pairs["lijst"].items
    assert items is not None
    assert place(items[0].span) == (4, 5, 4)
    assert place(items[1].span)[:2] == (5, 5)
    assert place(items[1].keys["b"]) == (5, 12, 1)
    deep = items[1].pairs["b"].items
    assert deep is not None
    assert [place(item.span) for item in deep] == [(5, 16, 1), (5, 19, 2)]


def test_places_count_the_lines_before_the_text() -> None:
    root = tree("a: b\n", offset=1)
    assert (place(root.keys["a"]), place(root.pairs["a"].span)) == ((2, 1, 1), (2, 4, 1))


def test_columns_are_characters() -> None:
    root = tree('"één 東京": "🙂"  # é\nb: c')
    assert place(root.pairs["één 東京"].span)[:2] == (1, 11)
    assert place(root.pairs["b"].span)[:2] == (2, 4)


def test_a_node_is_one_of_three_and_gives_its_children() -> None:
    root = tree("lijst: [x]\nleeg:\nsleutels: {a: b}")
    assert (root.is_map, root.pairs["lijst"].is_map, root.pairs["leeg"].is_map) == (True, False, False)
    assert (root.pairs["leeg"].is_empty, root.pairs["lijst"].is_empty) == (True, False)
    lijst = root.child("lijst")
    assert lijst is not None
    assert lijst.child(0) == Node(Span("x.yaml", 1, 9, 1), text="x")
    assert (lijst.child(1), root.child("niets"), root.child(0)) == (None, None, None)


def test_depth_has_a_limit_and_costs_no_stack() -> None:
    assert tree("a: " + "[" * (DEPTH - 1) + "]" * (DEPTH - 1)).is_map
    for brackets in (DEPTH, 100_000):
        problems = Problems()
        assert compose("a: " + "[" * brackets + "]" * brackets, "x.yaml", problems) is None
        assert [problem.code for problem in problems] == ["yaml-te-diep"]


def test_a_key_that_stands_twice_keeps_its_first_value() -> None:
    problems = Problems()
    root = compose("a: 1\nb: 2\na: 3\n", "x.yaml", problems)
    assert root is not None
    assert root.pairs["a"].text == "1"
    assert [(p.code, place(p.span)) for p in problems] == [("dubbele-sleutel", (3, 1, 1))]


@pytest.mark.parametrize("text", ["", "\n\n", "# niets\n", "---\n", "--- \n...\n", "~", "''"])
def test_nothing_is_told_and_a_null_is_text(text: str) -> None:
    problems = Problems()
    root = compose(text, "x.yaml", problems)
    assert [problem.code for problem in problems] == ([] if text == "~" else ["yaml-leeg"])
    assert (root.text if root else None) == ("~" if text == "~" else None)


def passage_of(text: str) -> tuple[str, int, int, bool]:
    """The passage of the key `a`: what stands at its first character in the file, its place, whether it is exact."""
    root = tree(text)
    value = root.pairs["a"]
    assert value.text is not None
    found = passage(value, value.text, text.split("\n"), root.keys["a"])
    if found.exact:
        start = found.span(0, 1)
        first = value.text.lstrip("\n")[:1]
        row = start.line - 1 + (len(value.text) - len(value.text.lstrip("\n")))
        assert text.split("\n")[row][start.column - 1] == first
    return value.text, found.line, found.column, found.exact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: een", ("een", 1, 4, True)),
        ("a: 'een'", ("een", 1, 5, True)),
        ('a: "een"', ("een", 1, 5, True)),
        ("a: |\n  een\n  twee\n", ("een\ntwee\n", 2, 3, True)),
        ("a: |-\n    een\n", ("een", 2, 5, True)),
        ("x: y\na: |\n\n  een\n", ("\neen\n", 3, 3, True)),
        ("a: |\n  - een\n    - twee\n", ("- een\n  - twee\n", 2, 3, True)),
        ("a: >\n  een\n  twee\n", ("een twee\n", 1, 1, False)),
        ("a: een\n  twee", ("een twee", 1, 1, False)),
        ("a: 'foto''s'", ("foto's", 1, 1, False)),
        ('a: "een\\ttwee"', ("een\ttwee", 1, 1, False)),
    ],
)
def test_a_text_in_yaml_knows_where_it_stands(text: str, expected: tuple[str, int, int, bool]) -> None:
    assert passage_of(text) == expected


@pytest.mark.slow
def test_a_file_that_is_nothing_but_parts_is_refused_in_time() -> None:
    problems = Problems()
    assert compose("a: [" + "x," * MOST_NODES + "]", "x.yaml", problems) is None
    assert [problem.code for problem in problems] == ["yaml-te-veel"]
