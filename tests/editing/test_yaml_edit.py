"""A change in a YAML file says what was meant and leaves every other byte as it is."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from g40site.content.reader import FORBIDDEN
from g40site.editing import yaml_format
from g40site.editing.yaml_edit import File, Replacement, UnsupportedLayout, same_data, tree
from tests.examples import examples

NEW: dict[str, Any] = {"id": "nieuw", "title": "Nieuw: een", "themes": ["a", "b"], "description": "Een.\n\nTwee."}
LINES = """\
- id: nieuw
  title: "Nieuw: een"
  themes: [a, b]
  description: |
    Een.

    Twee.
"""
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\x85\u2028\u2029\ufeff"), max_size=40
).filter(lambda text: not FORBIDDEN.search(text) and bool(text.strip()))
VALUES = st.one_of(
    TEXTS,
    st.lists(TEXTS, max_size=4),
    st.dictionaries(st.sampled_from(["name", "role", "url"]), TEXTS, min_size=1),
    st.lists(st.dictionaries(st.sampled_from(["url", "title"]), TEXTS, min_size=1), min_size=1, max_size=3),
)
ENTRIES = st.dictionaries(st.sampled_from(["title", "themes", "description", "contact", "note"]), VALUES, max_size=5)


def appended(text: str, entry: Mapping[str, Any]) -> str:
    file = File.read(text.encode())
    return file.edited(file.append("projects", entry)).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("projects:\n  - id: een\n", "projects:\n  - id: een\n\n{2}"),
        ("projects:\n- id: een\n", "projects:\n- id: een\n\n{0}"),
        ("projects:\n  - id: een\n  - id: twee\n", "projects:\n  - id: een\n  - id: twee\n{2}"),
        ("projects:\n  - id: een\n\n  - id: twee\n", "projects:\n  - id: een\n\n  - id: twee\n\n{2}"),
        ("projects:\n  - id: een # hier\n# slot\n", "projects:\n  - id: een # hier\n\n{2}# slot\n"),
        ("projects:\n  - id: een\n    note: |\n      # a\n", "projects:\n  - id: een\n    note: |\n      # a\n\n{2}"),
        ("projects:\n  - id: een\nmeer: x\n", "projects:\n  - id: een\n\n{2}meer: x\n"),
        ("projects:\n  - id: een", "projects:\n  - id: een\n\n{2}"),
        ("projects: []\n", "projects:\n{2}"),
        ("projects: [] # leeg\nmeer: x\n", "projects: # leeg\n{2}meer: x\n"),
    ],
)
def test_an_entry_comes_last_in_the_layout_of_the_list(before: str, after: str) -> None:
    indented = "".join(f"  {line}\n" if line else "\n" for line in LINES.splitlines())
    expected = after.replace("{2}", indented).replace("{0}", LINES)
    result = appended(before, NEW)
    assert result == expected
    assert same_data(tree(result.encode())["projects"][-1], NEW)


def test_a_list_between_brackets_stays_one() -> None:
    result = appended("projects: [{id: een}] # slot\n", {"id": "twee", "title": "A, b"})
    assert result == 'projects: [{id: een}, {id: twee, title: "A, b"}] # slot\n'


def test_line_ends_and_the_mark_in_front_stay() -> None:
    file = File.read("\ufeffprojects:\r\n  - id: een\r\n".encode())
    result = file.edited(file.append("projects", {"id": "twee"}))
    assert result == "\ufeffprojects:\r\n  - id: een\r\n\r\n  - id: twee\r\n".encode()


BASE = """\
projects:
  # Het eerste.
  - id:   een   # zo
    title: 'Oud'  # titel
    summary: Een
      tweede regel
    description: |
      Tekst.

      # Geen commentaar.

    themes:
      - a
      - b
    contact: {name: Jan, email: jan@zwolle.nl}

  - {id: twee, title: Twee, note: x}   # plat
"""
ORDER = ["id", "title", "summary", "description", "themes", "status", "note", "contact"]


def changed(number: int, key: str, value: Any, text: str = BASE) -> str:
    file = File.read(text.encode())
    node = file.root.value[0][1].value[number]
    new = file.remove(node, key) if value is None else file.set(node, key, value, ORDER)
    return file.edited([new] if new else []).decode()


@pytest.mark.parametrize(
    ("number", "key", "value", "old", "new"),
    [
        (0, "title", "Nieuw", "title: 'Oud'  # titel", "title: Nieuw  # titel"),
        (0, "summary", "Kort", "summary: Een\n      tweede regel", "summary: Kort"),
        (0, "description", "Kort", "|\n      Tekst.\n\n      # Geen commentaar.\n", "Kort\n"),
        (0, "description", "A\n\nB", "      Tekst.\n\n      # Geen commentaar.\n", "      A\n\n      B\n"),
        (0, "themes", ["c"], "themes:\n      - a\n      - b\n", "themes: [c]\n"),
        (0, "status", "pilot", "    contact:", "    status: pilot\n    contact:"),
        (0, "themes", None, "    themes:\n      - a\n      - b\n", ""),
        (0, "contact", {"role": "R"}, "{name: Jan, email: jan@zwolle.nl}", "{role: R}"),
        (0, "contact", None, "    contact: {name: Jan, email: jan@zwolle.nl}\n", ""),
        (0, "note", None, "", ""),
        (1, "title", "A, b", "title: Twee", 'title: "A, b"'),
        (1, "summary", "Kort", "Twee, note", "Twee, summary: Kort, note"),
        (1, "note", None, ", note: x", ""),
        (1, "contact", {"role": "R"}, "note: x}", "note: x, contact: {role: R}}"),
    ],
)
def test_only_the_key_changes(number: int, key: str, value: Any, old: str, new: str) -> None:
    result = changed(number, key, value)
    assert result == BASE.replace(old, new, 1)
    read = tree(result.encode())["projects"][number]
    assert (key not in read) if value is None else same_data(read[key], value)


def test_a_comment_behind_a_value_that_becomes_a_block_stays() -> None:
    result = changed(0, "title", "Een\n\nTwee")
    assert 'title: "Een\\n\\nTwee"  # titel' in result


def test_the_first_key_of_an_item_is_not_taken_away() -> None:
    for number in (0, 1):
        with pytest.raises(UnsupportedLayout):
            changed(number, "id", None)


def test_a_list_that_is_not_there_is_odd() -> None:
    file = File.read(b"themes:\n  - id: een\n")
    with pytest.raises(UnsupportedLayout):
        file.append("projects", NEW)


def test_replacements_at_one_place_keep_their_order() -> None:
    file = File.read(b"a: x\n")
    assert file.edited([Replacement(0, 1, "b"), Replacement(1, 1, "c"), Replacement(3, 4, "y")]) == b"bc: y\n"
    assert file.edited([Replacement(1, 1, "b"), Replacement(1, 1, "c"), Replacement(1, 1, "d")]) == b"abcd: x\n"


LAYOUTS = (
    "projects:\n  - id: een\n",
    "projects:\n- id: een\n  note: |+\n    x\n\n\n",
    "projects:\n  - id: een\n    note: >-\n      x\n      y\n  # na\n",
    "projects:\n  - note: x\n    id: een",
    "projects: []\n",
    "projects: [{id: een}]\n",
    "# voor\nprojects:\n    -   id: een\n        note: x # y\n\n# na\n",
)


@pytest.mark.slow
@examples(75)
@given(layout=st.sampled_from(LAYOUTS), entries=st.lists(ENTRIES, min_size=1, max_size=3))
def test_whatever_is_appended_is_read_back_and_the_rest_stays(layout: str, entries: list[dict[str, Any]]) -> None:
    named = [{"id": f"n{number}", **entry} for number, entry in enumerate(entries)]
    meant, text = tree(layout.encode())["projects"], layout
    for entry in named:
        file = File.read(text.encode())
        replacements = file.append("projects", entry)
        result = file.edited(replacements).decode()
        assert result.startswith(text[: replacements[0].start])
        assert result.endswith(text[replacements[-1].end :])
        meant, text = [*meant, entry], result
    assert same_data(tree(text.encode())["projects"], meant)


@pytest.mark.slow
@examples(75)
@given(number=st.integers(0, 1), key=st.sampled_from(ORDER[1:]), value=VALUES)
def test_whatever_a_key_becomes_is_read_back_and_the_rest_stays(number: int, key: str, value: Any) -> None:
    meant = tree(BASE.encode())
    meant["projects"][number][key] = value
    assert same_data(tree(changed(number, key, value).encode()), meant)


@examples(150)
@given(text=TEXTS)
@example("0\xad")
@example("\u200babc")
def test_every_text_is_read_back(text: str) -> None:
    for lines in (yaml_format.pair("key", text), [f"key: [{yaml_format.scalar(text, flow=True)}]"]):
        read = tree("\n".join([*lines, ""]).encode())["key"]
        assert same_data(read if isinstance(read, str) else read[0], text)


# The signs that mean something in YAML, with a letter, a digit, a space and a line end among which they may stand.
HARD = ":?-#,[{&'\" 0a\n\\"
PLACES: dict[str, tuple[Callable[[str], list[str]], Callable[[str], Any]]] = {
    "behind a key": (
        lambda text: ["- " + line if n == 0 else "  " + line for n, line in enumerate(yaml_format.pair("k", text))],
        lambda text: {"k": text},
    ),
    "behind a dash": (lambda text: [f"- {yaml_format.scalar(text)}"], lambda text: text),
    "between brackets": (lambda text: [f"- {yaml_format.flow([text, 'b'])}"], lambda text: [text, "b"]),
    "between braces": (
        lambda text: [f"- {yaml_format.flow({'k': text, 'l': 'b'})}"],
        lambda text: {"k": text, "l": "b"},
    ),
}


@pytest.mark.parametrize("most", [3, pytest.param(4, marks=pytest.mark.long)])
@pytest.mark.parametrize("place", PLACES)
def test_every_text_of_a_few_hard_signs_is_read_back(place: str, most: int) -> None:
    """Many of them in one document, since each document has its cost."""
    lines, meant = PLACES[place]
    texts = ["".join(signs) for length in range(1, most + 1) for signs in product(HARD, repeat=length)]
    for first in range(0, len(texts), 10_000):
        batch = texts[first : first + 10_000]
        read = tree("\n".join([*(line for text in batch for line in lines(text)), ""]).encode())
        assert read is not None, f"a text from {batch[0]!r} to {batch[-1]!r} is no YAML"
        assert [
            (text, found) for text, found in zip(batch, read, strict=True) if not same_data(found, meant(text))
        ] == []
