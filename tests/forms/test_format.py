"""The forms give a file back as it was, but for what somebody changed; the loader reads just that in it."""

import difflib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from g40site.content.reader import FORBIDDEN
from g40site.editing import yaml_format
from g40site.editing.yaml_edit import same_data, tree
from tests.examples import examples
from tests.forms.conftest import Formats, Refused

pytestmark = pytest.mark.process

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=30).filter(
    lambda text: not FORBIDDEN.search(text) and bool(text.strip())
)
ONE_LINE = """No|0361|2020-07|null|~|true|a: b|a #b|- a|#a|'|"|x:|[a]|{a: b}|a, b|?|? a|*a|&a|!a|=|a:b|1:2|a\\b"""
ODD_SIGNS = "é|😀|\x85x|a\u2028b|a\u00a0| a|a |---|...|> a|%a|@a|`a`"
LINES = ("a\n\nb", "  a\nb", "a\nb  ", "a\n---\nb", "a\n# b\n", "| a", "x" * 200)
ODD = st.sampled_from([*ONE_LINE.split("|"), *ODD_SIGNS.split("|"), *LINES])
ANY = ODD | TEXTS


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def clean(value: Any) -> Any:
    """What a file can say of the value of a form: texts, and nothing that is empty."""
    if isinstance(value, Mapping):
        return {key: kept for key, each in value.items() if not is_empty(kept := clean(each))}
    if isinstance(value, list):
        return [kept for each in value if not is_empty(kept := clean(each))]
    if isinstance(value, bool):
        return str(value).lower()
    # What the reader takes for a space, and the white space that a browser takes away.
    return (
        ""
        if value is None
        else str(value)
        .translate({0x85: " ", 0x2028: " ", 0x2029: " "})
        .strip(" \t\n\x0b\x0c\u00a0\u1680\u2000\u2003\u202f\u205f\u3000\ufeff")
    )


def hunks(before: str, after: str) -> int:
    """How many changes a code host shows."""
    return sum(line.startswith("@@") for line in difflib.unified_diff(before.split("\n"), after.split("\n")))


# One field.

FILE = """\
# yaml-language-server: $schema=x.json
municipality: zwolle   # van wie

title:  'Oud'  # titel
summary: Een
  tweede regel
description: |
  Tekst.

  # Geen commentaar.

"note": >-
  een
  twee

themes: [a, 'b',  c] # kort
topics:
  # het eerste
  - een   # zo

  - "twee"
contact: {name: Jan, email: jan@zwolle.nl}
with:
  - gouda
  - {municipality: breda, status: pilot}
administrators:
  # de wethouder
  - name: A
    role: Wethouder

  - name: B
    role: Burgemeester   # nog
sources:
  - https://een.nl/
  - {url: https://twee.nl/, title: Twee}
image: {file: media/x.jpg, alt: Een x}
# slot
"""


def opened(formats: Formats, text: str = FILE) -> dict[str, Any]:
    return dict(formats("open-yaml", text))


def test_what_a_form_gets_is_what_the_loader_reads(formats: Formats) -> None:
    values = opened(formats)
    assert values.pop("original") == f"<{FILE}>"
    assert values["sources"] == [{"url": "https://een.nl/"}, {"url": "https://twee.nl/", "title": "Twee"}]
    assert values["with"] == [{"municipality": "gouda"}, {"municipality": "breda", "status": "pilot"}]
    assert values["image"]["file"] == "/media/x.jpg"
    read = tree(FILE.encode())
    assert values.pop("more") == {"note": read["note"]}
    file = {"sources": read["sources"], "with": read["with"], "image": read["image"], "note": read["note"]}
    assert values | file == read


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("title", "Nieuw", "'Oud'", "Nieuw"),
        ("title", "Nieuw: zo", "'Oud'", '"Nieuw: zo"'),
        ("title", "A\n\nB", "'Oud'", '"A\\n\\nB"'),
        ("summary", "Kort", "Een\n  tweede regel", "Kort"),
        ("summary", "A\nB", "Een\n  tweede regel", "|\n  A\n  B"),
        ("description", "Kort\n", "Tekst.\n\n  # Geen commentaar.\n", "Kort\n"),
        ("description", "Tekst.\n\nMeer.", "# Geen commentaar.", "Meer."),
        ("note", "x", ">-\n  een\n  twee", "x"),
        ("themes", ["a", "c"], "'b',  c", "c"),
        ("themes", ["a", "b"], "'b',  c", "'b'"),
        ("themes", ["b", "c"], "[a, 'b'", "['b'"),
        ("themes", ["a", "b", "c", "d, e"], "c] #", 'c, "d, e"] #'),
        ("themes", ["x", "b", "c"], "[a,", "[x,"),
        ("topics", ["een", "drie"], '"twee"', "drie"),
        ("topics", ["een"], '  - een   # zo\n\n  - "twee"\n', "  - een   # zo\n"),
        ("topics", ["twee"], "  - een   # zo\n", ""),
        ("topics", ["een", "twee", "drie"], '"twee"\n', '"twee"\n  - drie\n'),
        ("topics", ["nul", "een", "twee"], "  # het eerste\n", "  - nul\n  # het eerste\n"),
        ("topics", [], 'topics:\n  # het eerste\n  - een   # zo\n\n  - "twee"\n', ""),
        ("contact", {"name": "Jan", "email": "jan@zwolle.nl", "phone": "1"}, ".nl}", ".nl, phone: 1}"),
        ("contact", {"name": "Jan", "role": "R", "email": "jan@zwolle.nl"}, "Jan, ", "Jan, role: R, "),
        ("contact", {"email": "jan@zwolle.nl"}, "{name: Jan, email", "{email"),
        ("contact", {"name": "Jan"}, ", email: jan@zwolle.nl", ""),
        ("contact", None, "contact: {name: Jan, email: jan@zwolle.nl}\n", ""),
        ("with", [{"municipality": "ede"}, {"municipality": "breda", "status": "pilot"}], "gouda", "ede"),
        (
            "with",
            [{"municipality": "gouda"}, {"municipality": "breda", "status": "pilot"}, {"municipality": "ede"}],
            "pilot}\n",
            "pilot}\n  - ede\n",
        ),
        (
            "sources",
            [{"url": "https://een.nl/", "title": "Één, zo"}, {"url": "https://twee.nl/", "title": "Twee"}],
            "- https://een.nl/",
            '- {url: https://een.nl/, title: "Één, zo"}',
        ),
        ("seeking", "Iemand", "sources:", "seeking: Iemand\nsources:"),
        ("image", {"file": "/media/y.jpg", "alt": "Een x"}, "media/x", "media/y"),
    ],
)
def test_only_what_was_changed_is_other_text(formats: Formats, key: str, value: Any, old: str, new: str) -> None:
    values = opened(formats)
    more = values.pop("more")
    last = {name: values.pop(name) for name in ("sources", "image")}
    given = {"more": more | {key: value}} if key in ("note", "seeking") else {key: value, "more": more}
    values = {**values, **given, **last, **{name: value for name in last if name == key}}
    result = formats("save-yaml", values)
    assert FILE.count(old) == 1
    assert result == FILE.replace(old, new)
    assert hunks(FILE, result) == 1


STATUS = {"name": "status", "default": "scheduled"}
MEETING = {
    "format": "markdown-in-place",
    "fields": [{"name": "title"}, {"name": "more", "flat": True, "fields": [STATUS]}],
}


@pytest.mark.parametrize(
    ("status", "chosen", "saved"),
    [
        ("", "scheduled", ""),
        ("", "cancelled", "status: cancelled\n"),
        ("status: scheduled\n", "scheduled", "status: scheduled\n"),
        ("status: cancelled\n", "scheduled", "status: scheduled\n"),
    ],
)
def test_what_holds_anyway_is_only_written_where_it_was(formats: Formats, status: str, chosen: str, saved: str) -> None:
    text = f"---\ntitle: Oud\n{status}---\nTekst.\n"
    result = formats("saved", MEETING, text, {"title": "Nieuw", "more": {"status": chosen}})
    assert result == f"---\ntitle: Nieuw\n{saved}---\nTekst.\n"


def administrators(formats: Formats, text: str = FILE) -> tuple[dict[str, Any], list[Any]]:
    values = opened(formats, text)
    return values, values["administrators"]


def test_an_item_of_more_lines_comes_and_goes_as_a_whole(formats: Formats) -> None:
    values, people = administrators(formats)
    values["administrators"] = [*people, {"name": "C", "role": "R: s"}]
    new = '    role: Burgemeester   # nog\n\n  - name: C\n    role: "R: s"\n'
    assert formats("save-yaml", values) == FILE.replace("    role: Burgemeester   # nog\n", new)
    values["administrators"] = people[:1]
    assert formats("save-yaml", values) == FILE.replace("\n  - name: B\n    role: Burgemeester   # nog\n", "")
    values["administrators"] = [people[0] | {"since": "2026"}, people[1]]
    assert formats("save-yaml", values) == FILE.replace("Wethouder\n", "Wethouder\n    since: 2026\n")
    values["administrators"] = [{"role": "Wethouder"}, people[1]]
    assert formats("save-yaml", values) == FILE.replace("name: A\n    role: W", "role: W")


def test_a_comment_between_a_key_and_its_value_stays(formats: Formats) -> None:
    text = "title:\n  # eerst\n  x\nthemes: # deze\n  # nul\n  - # een\n    a\n"
    values = opened(formats, text)
    result = formats("save-yaml", values | {"title": "a\n\nb", "themes": ["c", "d"]})
    assert result == text.replace("  x\n", '  "a\\n\\nb"\n').replace("    a\n", "    c\n  - d\n")


def test_a_new_key_that_comes_before_all_others_comes_last(formats: Formats) -> None:
    text = "title: a\nnote: b\n# slot\n"
    assert formats("save-yaml", {"id": "x", **opened(formats, text)}) == text.replace("# slot", "id: x\n# slot")


def test_of_a_file_without_any_value_a_key_stays(formats: Formats) -> None:
    """The last person of a municipality goes; the site reads no file without keys."""
    text = "# Wie\nadministrators:\n  - name: A # eerst\n  - name: B\n# slot\n"
    empty = opened(formats, text) | {"administrators": []}
    result = formats("save-yaml", empty)
    assert result == "# Wie\nadministrators: []\n# slot\n"
    again = opened(formats, result)
    assert again["administrators"] == []
    assert formats("save-yaml", again) == result
    filled = formats("save-yaml", again | {"contacts": [{"role": "C"}]})
    assert filled.startswith("# Wie\nadministrators: []\ncontacts:\n")


def test_in_another_order_comments_go_along(formats: Formats) -> None:
    values, people = administrators(formats)
    values["administrators"] = people[::-1]
    old = FILE[FILE.index("  # de wethouder") : FILE.index("sources:")]
    first, second = old.rstrip("\n").split("\n\n")
    assert formats("save-yaml", values) == FILE.replace(old, f"{second}\n\n{first}\n")


def test_line_ends_and_the_mark_in_front_stay(formats: Formats) -> None:
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    values = opened(formats, text) | {"description": "Een\n\nTwee", "more": {"note": "A\nB"}}
    result = formats("save-yaml", values)
    assert result.startswith("\ufeff")
    assert "\n" not in result.replace("\r\n", "")
    assert same_data(tree(result.encode())["description"], "Een\n\nTwee")


def test_a_number_or_a_choice_stays_as_it_was_typed(formats: Formats) -> None:
    text = "title: No\ncode: 0361\nchair: true\nlat: 52.10\ndate: 2020-07-01 15:30\n"
    values = opened(formats, text)
    assert {key: value for key, value in values.items() if key != "original"} == tree(text.encode())
    assert formats("save-yaml", values | {"chair": True}) == text


def test_a_new_file_is_as_an_editor_would_write_it(formats: Formats) -> None:
    values = {
        "municipality": "zwolle",
        "title": "Één: 'proef'",
        "description": "Een.\n\nTwee.\n",
        "themes": ["a", "b"],
        "draft": False,
        "note": "",
        "contact": {"name": "Jan", "email": ""},
        "sources": [{"url": "https://een.nl/"}, {"url": "https://twee.nl/", "title": "Twee"}],
    }
    assert formats("save-yaml", values) == (
        "municipality: zwolle\n"
        "title: \"Één: 'proef'\"\n"
        "description: |\n  Een.\n\n  Twee.\n"
        "themes: [a, b]\n"
        "draft: false\n"
        "contact: {name: Jan}\n"
        "sources:\n  - https://een.nl/\n  - {url: https://twee.nl/, title: Twee}\n"
    )
    assert (
        formats("save-markdown", {"title": "Kop", "body": "Tekst\n\n---\n"}) == "---\ntitle: Kop\n---\nTekst\n\n---\n"
    )


# Markdown.

PAGE = "---  \ntitle: Kop # zo\nthemes: [a]\n---\n\n\nTekst  \n---\n*[RIVM]: x\n\n\n"


def test_the_text_below_the_keys_changes_alone(formats: Formats) -> None:
    values = formats("open-markdown", PAGE)
    assert (values["title"], values["body"]) == ("Kop", "Tekst  \n---\n*[RIVM]: x")
    assert formats("save-markdown", values | {"body": "Anders\n"}) == PAGE.replace("Tekst  \n---\n*[RIVM]: x", "Anders")
    assert formats("save-markdown", values | {"title": "Nieuw"}) == PAGE.replace("Kop", "Nieuw")


def test_a_text_that_begins_with_code_keeps_its_indentation(formats: Formats) -> None:
    text = "---\ntitle: a\n---\n\n    code\n\nTekst\u00a0\n"
    values = formats("open-markdown", text)
    # Sveltia CMS takes the white space around a value away.
    assert formats("save-markdown", values | {"body": values["body"].strip()}) == text
    changed = formats("save-markdown", values | {"body": values["body"].replace("Tekst", "Anders").strip()})
    assert changed == text.replace("Tekst\u00a0", "Anders")


@pytest.mark.parametrize("text", ["---\ntitle: a\n---", "---\ntitle: a\n---\n", "---\r\ntitle: a\r\n---\r\n"])
def test_a_page_without_text_gets_one(formats: Formats, text: str) -> None:
    values = formats("open-markdown", text)
    assert formats("save-markdown", values) == text
    line_end = "\r\n" if "\r" in text else "\n"
    assert formats("save-markdown", values | {"body": "A\nB"}) == f"{text.rstrip()}{line_end}A{line_end}B{line_end}"


# What is refused.

REMEDY = "Verander het bestand zelf, of vraag het de beheerder."


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: &x 1\n", 1, "een anker (& of *)"),
        ("b: c\na: *x\n", 2, "een anker (& of *)"),
        ("a: !!str 1\n", 1, "een type (!)"),
        ("a: 1\n---\nb: 2\n", 2, "een streep (---) met meer eronder"),
        ("a:\n\tb: 1\n", 2, "een tab waar spaties horen"),
        ("a: 1\nb: 2\na: 3\n", 3, "een sleutel die er al is"),
        ("a: [1\n", 2, "YAML die niet klopt"),
        ("- a\n", 1, "iets anders dan sleutels"),
        ("# niets\n", 1, "iets anders dan sleutels"),
        ("a: 1\n? [b]\n: 2\n", 2, "iets anders dan een sleutel"),
        ("a: 1\rb: 2\n", 1, "een vreemd einde van de regel"),
    ],
)
def test_what_cannot_stay_is_refused_with_its_line(formats: Formats, text: str, line: int, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        formats("open-yaml", text, "content/x.yaml")
    sentence = f"Op regel {line} staat {reason}. Dat kan een formulier niet bewaren. {REMEDY}"
    assert str(refused.value) == f"content/x.yaml is niet geopend. {sentence}"
    if "---" not in text:
        with pytest.raises(Refused, match=f"Op regel {line + 1} staat"):
            formats("open-markdown", f"---\n{text}---\n")


@pytest.mark.parametrize("text", ["Tekst\n", "---\ntitle: a\n", " ---\ntitle: a\n---\n"])
def test_a_page_without_keys_is_refused(formats: Formats, text: str) -> None:
    with pytest.raises(Refused, match="sleutels tussen twee regels met ---"):
        formats("open-markdown", text)


def test_what_would_be_read_otherwise_is_not_saved(formats: Formats) -> None:
    values = opened(formats, "title: Een\nsources: [url: a]\n")
    with pytest.raises(Refused, match="Dit bestand heeft een opmaak die een formulier niet kan bewaren"):
        formats("save-yaml", values | {"sources": [{"url": "b"}]})


def test_a_list_of_projects_is_no_project(formats: Formats) -> None:
    with pytest.raises(Refused, match="lijst met projecten"):
        formats("open-yaml", "projects:\n  - id: een\n")


# Whatever is in it.


@examples(150)
@given(text=ANY, items=st.lists(ANY, max_size=4))
@example(text="\u200babc", items=["a\xad", "null"])
def test_values_are_written_as_the_program_writes_them(formats: Formats, text: str, items: list[str]) -> None:
    for value in (text, items, {"name": text}):
        assert formats("pair", "key", value) == yaml_format.pair("key", value)
        assert formats("flow", value) == yaml_format.flow(value)


KEYS = st.dictionaries(st.sampled_from(["id", "name", "role", "url"]), ANY, min_size=1, max_size=3)
VALUES = ANY | KEYS | st.lists(ANY | KEYS, max_size=3) | st.lists(KEYS, min_size=1, max_size=3)
DATA = st.dictionaries(
    st.sampled_from(["id", "title", "themes", "description", "contact", "note", "topics"]), VALUES, max_size=6
)


@st.composite
def written(draw: st.DrawFn, data: Mapping[str, Any]) -> str:
    """Keys as somebody may have written them: quoted or not, between brackets or in lines, with comments."""

    def scalar(text: str, indent: int, flow: bool) -> str:
        forms = [yaml_format.scalar(text, flow=flow), json.dumps(text)]
        if not flow and "\n" in text.strip("\n") and not yaml_format.UNSAFE_IN_BLOCK.search(text):
            mark = yaml_format.block_mark(text) + draw(st.sampled_from(["", "-", "+"]))
            block = [" " * (indent + 2) + line if line else "" for line in yaml_format.text_lines(text)]
            forms.append("\n".join([mark, *block]))
        return draw(st.sampled_from(forms))

    def value(each: Any, indent: int, flow: bool) -> str:
        if isinstance(each, str):
            return " " + scalar(each, indent, flow)
        if flow or not each or draw(st.booleans()):
            space = draw(st.sampled_from(["", " "]))
            if isinstance(each, list):
                return f" [{space}{', '.join(value(one, indent, True).strip() for one in each)}{space}]"
            return f" {{{space}{', '.join(f'{key}:{value(one, indent, True)}' for key, one in each.items())}{space}}}"
        if isinstance(each, list):
            return gap() + "\n".join(f"{' ' * indent}  - {item(one, indent + 4)}" + gap() for one in each)
        return gap() + keys(each, indent + 2)

    def item(each: Any, indent: int) -> str:
        if isinstance(each, str):
            return yaml_format.scalar(each)
        if each and not isinstance(each, list) and draw(st.booleans()):
            return keys(each, indent).lstrip(" ")
        return value(each, indent, True).strip()

    def gap() -> str:
        return draw(st.sampled_from(["", "", "\n", "\n# los", "\n    # ver\n"])) + "\n" if draw(st.booleans()) else "\n"

    def keys(each: Mapping[str, Any], indent: int) -> str:
        rows = []
        for key, one in each.items():
            row = f"{' ' * indent}{key}:{value(one, indent, False)}"
            comment = isinstance(one, str) and "\n" not in row and draw(st.booleans())
            rows.append(row.rstrip("\n") + ("  # bij" if comment else ""))
        return ("\n" * draw(st.integers(1, 2))).join(rows)

    return keys(data, 0) + draw(st.sampled_from(["", "\n", "\n\n", "\n# slot\n"]))


@st.composite
def changed(draw: st.DrawFn, value: Any, depth: int = 0) -> Any:
    """The same with something else in it here and there."""
    choice = draw(st.integers(0, 5))
    if choice == 0 and depth:
        return draw(VALUES)
    if isinstance(value, dict):
        result = {key: draw(changed(one, depth + 1)) for key, one in value.items() if draw(st.integers(0, 6))}
        return result | (draw(DATA) if choice == 1 else {})
    if isinstance(value, list):
        rest = [draw(changed(one, depth + 1)) for one in value if draw(st.integers(0, 4))]
        more = draw(st.lists(ANY | KEYS if value and isinstance(value[0], str) else KEYS, max_size=1))
        return draw(st.permutations(rest)) + more if choice == 2 else rest + more
    return draw(ANY) if choice == 3 else value


@examples(150)
@given(data=st.data())
def test_the_loader_reads_in_a_saved_file_what_the_form_said(formats: Formats, data: st.DataObject) -> None:
    values = data.draw(DATA.filter(bool))
    text = data.draw(written(values))
    read = tree(text.encode())
    assume(read is not None)
    assert formats("lay", text, read) == text
    meant = data.draw(changed(read))
    assume(clean(meant))
    result = formats("lay", text, meant)
    assert same_data(clean(tree(result.encode())), clean(meant)), result


@examples(100)
@given(data=st.data())
def test_one_changed_key_is_one_changed_place(formats: Formats, data: st.DataObject) -> None:
    values = data.draw(DATA.filter(bool))
    text = data.draw(written(values))
    read = tree(text.encode())
    assume(read is not None)
    key = data.draw(st.sampled_from(sorted(read)))
    result = formats("lay", text, read | {key: data.draw(ANY)})
    assert hunks(text, result) <= 1


SIGNS = (
    r"""a|b: |c:| |  |\n|\n  |\n- |- |#| # x|'|"|[|]|{|}|,|2|-|+|>|?|? |!|!!str |&x |*x|%|@|`|~|\t|---|...|\\|é|01"""
)
TOKENS = [
    *SIGNS.replace(r"\n", "\n").replace(r"\t", "\t").split("|"),
    "|",
    "\r\n",
    "\x85",
    "\u2028",
    "\u00a0",
    "\ufeff",
]


@examples(300)
@given(tokens=st.lists(st.sampled_from(TOKENS), max_size=9), more=st.sampled_from(["", "\nz: 1\n"]))
def test_a_form_shows_of_any_text_what_the_loader_reads(formats: Formats, tokens: list[str], more: str) -> None:
    text = "k: " + "".join(tokens) + more
    read = tree(text.encode())
    assume(isinstance(read, dict))
    try:
        values = formats("read", text)
    except Refused:
        return
    assert same_data(values, read)


@examples(100)
@given(body=st.text(st.sampled_from("a \n\t-#*[]:😀\x85\u2028"), max_size=30), new=ANY)
def test_any_text_below_the_keys_comes_back(formats: Formats, body: str, new: str) -> None:
    page = f"---\ntitle: a\n---\n{body}"
    values = formats("open-markdown", page)
    assert formats("save-markdown", values) == page
    result = formats("save-markdown", values | {"body": new})
    assert result.startswith("---\ntitle: a\n---\n")
    assert formats("open-markdown", result)["body"] == new.strip(" \t\n") or not new.strip(" \t\n")
