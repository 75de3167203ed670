"""Texts that would take the library minutes are refused; long ordinary ones are not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from g40site.diagnostics import messages
from g40site.markdown import Finding, render
from g40site.markdown.limits import MOST_CHARACTERS
from tests.examples import examples

PATHOLOGICAL = {
    "brackets": "[" * 10_000,
    "brackets in the second paragraph": "Een alinea.\n\n" + "[" * 10_000,
    "brackets in the third item": "- een\n- twee\n- " + "[" * 10_000,
    "images": "![" * 10_000,
    "link openers": "[a](" * 10_000,
    "reference openers": "[a][" * 10_000,
    "closing openers": "[a" + "](" * 49_000,
    "open titles": '[a]("x) ' * 12_000,
    "quotes": ">" * 10_000 + "a",
    "a pyramid of quotes": "".join(">" * depth + " a\n" for depth in range(1, 300)),
    "nested lists": "".join("    " * depth + "- a\n" for depth in range(200)),
    "lists on one line": "1. " * 10_000 + "a",
    "mixed emphasis": "*a_" * 30_000,
    "stars": "*" * 100_000,
    "open emphasis": "*a " * 30_000,
    "backticks": "`" * 100_000,
    "uneven backticks": ("``a`" * 1_000 + "\n\n") * 24,
    "backticks in a row": "a|b\n-|-\n" + "`|" * 40_000,
    "abbreviations before a long line": "".join(f"*[A{number}]: b\n" for number in range(190)) + "A1 A2 " * 16_000,
    "list items on many lines": ("- " * 24 + "a\n") * 2_000,
    "growing backticks": "".join("`" * length + "a" for length in range(1, 440)),
    "a wide table": "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|\n" * 200,
    "a long table": "a|b\n-|-\n" + "c|d\n" * 20_000,
    "abbreviations": "".join(f"*[A{number}]: b\n" for number in range(5_000)) + "\n" + "A1 A2 " * 500,
    "many notes": "".join(f"[^{number}]: b\nx\n" for number in range(5_000)),
    "open tags": "<a " * 10_000,
    "sections": "<![CDATA[" * 10_000,
    "instructions": "<?" * 40_000,
    "elements": "<div>" * 20_000,
    "inline elements": "<b>" * 30_000,
    "entities": "&amp;" * 20_000,
    "backslashes": "\\" * 90_000,
    "growing fences": "".join("~" * length + "\n" for length in range(3, 440)),
    "rules": "---\n" * 20_000,
    "underlined headings": "a\n===\n" * 16_000,
    "headings": "## a\n\n" * 16_000,
    "definitions together": "a\n: b\n" * 1_000,
    "definitions in between": "".join(f"[a{number}]: b\nx\n" for number in range(7_000)),
    "paragraphs": "a\n\n" * 30_000,
    "brackets behind false bullets": "a\n" + "- [\n" * 5_000,
    "elements that look like code": "`\\n" + "<div>\\n" * 14_000 + "`",
    "bars": "|\n" * 40_000,
    "escaped backticks": "\\```\na " * 5_000,
    "brackets behind a line of spaces": "  \n" + "    ![a \n" * 10_000,
    "breaks by tabs": "a\t\n" * 33_000,
    "brackets behind false rows": "|[\n" * 5_000,
    "brackets behind false numbers": "- a\n" + "1. [\n" * 5_000,
    "brackets in false definitions": "{#a}&#x1F;  \n[([x]: " * 1_400,
}

# Where the first thing stands that goes too far: most often at the first sign.
PLACES = {
    "brackets in the second paragraph": (13, 14),
    "brackets in the third item": (15, 16),
    "images": (1, 2),
    "quotes": (0, 10_000),
    "a pyramid of quotes": (400, 427),
    "nested lists": (1_300, 1_402),
    "lists on one line": (0, 30_000),
    "backticks in a row": (1, 2),
    "abbreviations before a long line": (0, 2),
    "list items on many lines": (62_500, 62_548),
    "a long table": (1, 2),
    "abbreviations": (2_090, 2_092),
    "many notes": (24_890, 24_892),
    "open tags": (300, 302),
    "sections": (450, 453),
    "instructions": (100, 102),
    "elements": (500, 504),
    "inline elements": (300, 302),
    "growing fences": (5_350, 5_453),
    "rules": (0, 3),
    "underlined headings": (2, 5),
    "headings": (30_000, 30_001),
    "definitions together": (2, 4),
    "definitions in between": (0, 8),
    "paragraphs": (15_000, 15_001),
    "brackets behind false bullets": (4, 5),
    "elements that look like code": (21_003, 21_007),
    "escaped backticks": (1, 2),
    "brackets behind a line of spaces": (8, 9),
    "breaks by tabs": (1, 3),
    "brackets behind false rows": (1, 2),
    "brackets behind false numbers": (7, 8),
    "brackets in false definitions": (13, 14),
}


def harmless(count: int) -> dict[str, str]:
    """Ordinary texts, with so many of what they have many of."""
    return {
        "one note, often": "a[^1] " * count + "\n\n[^1]: n",
        "a note in itself": "a[^1]\n\n[^1]: x[^1]",
        "quotation marks": '"' * 16 * count,
        "mixed quotation marks": "\"'" * 7 * count,
        "emphasis in a word": "a*" * 7 * count,
        "spaces in a definition": "[a]: " + " " * 16 * count + "x",
        "spaces in a heading": "## a {:" + " " * 16 * count + "x",
        "attributes": "<p " + "a=b " * 16 * count + ">x</p>",
        "line breaks": "a  \n" * 3 * count,
        "blank lines": "\n" * 66 * count + "a",
        "tabs": "a\n\n" + "\t" * 80 * count + "x",
        "spaces": " " * 80 * count + "x",
        "a long word": "a" * 80 * count,
        "list items": "- item\n" * 3 * count,
        "list items in list items": "- a\n    - b\n" * 3 * count,
        "list items apart": "- item\n\n" * 3 * count,
        "paragraphs": "Een alinea met *nadruk* en een [link](theme:a).\n\n" * (5 * count // 3),
        "links in one paragraph": "[x](theme:a) " * (5 * count // 3),
        "code in one paragraph": "`a` ``b`` " * (5 * count // 3),
        "fenced code": "```\na\n```\n" * 3 * count,
        "rules that look like code": '"```\\n---\\n* ' * count,
        "table rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * count,
        "definitions": "a\n:   b\n\n" * count,
        "equal headings": "## Kop\n\n" * 3 * count,
        "a list of twenty-four levels": "".join("    " * depth + "- a\n" for depth in range(24)),
        "mail addresses": "Zie <a@b.nl>.\n\n" * count,
        "many notes": "".join(f"a[^{n}] " for n in range(count // 2))
        + "\n\n"
        + "".join(f"[^{n}]: n\n" for n in range(count // 2)),
    }


def assert_told(finding: Finding) -> None:
    """The finding has every value that its message and advice name."""
    for lang in ("nl", "en"):
        for text in messages(lang)[finding.code]:
            assert text.format_map(dict(finding.values))


@pytest.mark.slow
def test_a_text_that_derails_is_refused_at_its_place() -> None:
    told = {}
    for name, text in PATHOLOGICAL.items():
        assert len(text) <= MOST_CHARACTERS, name
        rendered = render(text)
        told[name] = [(finding.code, finding.start, finding.end) for finding in rendered.findings]
        assert rendered.html == "", name
        for finding in rendered.findings:
            assert_told(finding)
    wanted = {name: [("tekst-te-ingewikkeld", *PLACES.get(name, (0, 1)))] for name in PATHOLOGICAL}
    assert {name: places for name, places in told.items() if places != wanted[name]} == {}


@pytest.mark.slow
@pytest.mark.parametrize("count", [300, pytest.param(1_200, marks=pytest.mark.long)])
def test_a_long_ordinary_text_is_rendered(count: int) -> None:
    rendered = {name: render(text) for name, text in harmless(count).items()}
    refused = [(name, f.code) for name, one in rendered.items() for f in one.findings if f.code.startswith("tekst-")]
    assert refused == []
    # A definition shows nothing by itself.
    assert [name for name, one in rendered.items() if not one.html] == ["spaces in a definition"]


def test_a_text_that_is_too_long_is_told_once_where_it_becomes_so() -> None:
    text = "Een zin. " * 11_111 + "x"
    assert render(text).html
    (finding,) = render(text + "\n\n[x](javascript:kwaad()) {").findings
    assert (finding.code, finding.start) == ("tekst-te-lang", MOST_CHARACTERS)
    assert_told(finding)


def test_code_may_hold_what_a_text_may_not() -> None:
    assert render("```\n" + "[" * 9_000 + "\n" + "<div>" * 500 + "\n```").findings == ()


FRAGMENTS = [
    "[", "]", "(", ")", "![", "](", "*", "**", "_", "`", "```\n", "~~~\n", "<", ">", "<b>", "</b>", "<!--", "-->",
    "&amp;", "&#x1F;", "\\", "|", "|-|-|\n", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "## ", ": ", "[^1]",
    "[^1]: ", "[x]: ", "*[A]: ", "A", "a", "theme:a", "\"", "'", "--", "<a href=x>", "<img src=x>", "<script>",
    "</script>", "---\n", "===\n", "javascript:", "\u001a", "\u0002", "\u00e9", "\u2028", "{#a}", "<![CDATA[",
    "<?", "<p title='", "  \n", "\t",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
@examples(200)
def test_no_text_is_too_much_and_every_finding_has_a_message_and_a_place(text: str) -> None:
    rendered = render(text)
    for finding in rendered.findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert_told(finding)
    assert len(set(rendered.ids)) == len(rendered.ids)
    assert "<script" not in rendered.html
    levels = [1, *(heading.level for heading in rendered.headings)]
    assert all(below <= above + 1 for above, below in pairwise(levels))
