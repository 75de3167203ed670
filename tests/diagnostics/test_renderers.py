"""Each renderer by its complete output: plain and coloured text, GitHub annotations, JSON, Markdown."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from g40site.diagnostics import Problems, Span, nearest, printable
from g40site.diagnostics.renderers import as_github, as_json, as_markdown, as_text, escaped

THEMES = "themes:\n  - id: smart-living\n    title: Smart Living\n    lead: dordrect\n"


@pytest.fixture
def two() -> Problems:
    """An error with a suggestion and a warning without a source, added in the wrong order."""
    problems = Problems()
    problems.add("onbekende-gemeente", Span("themes.yaml", 4, 11, 8), ("dordrecht",), id="dordrect")
    problems.add("bestand-los", Span("content/los.md"), name="los.md", choices="news, pages")
    return problems


def shown(line: str, column: int, length: int = 1) -> str:
    """The source line and its marks, as the text form shows them."""
    problems = Problems()
    problems.add("leeg", Span("x.yaml", 1, column, length))
    rows = as_text(problems, {"x.yaml": line}, "nl").split("\n")
    return "\n".join(row.removeprefix("1 | ").removeprefix("  | ") for row in rows[2:4])


def test_text_in_dutch(two: Problems) -> None:
    assert as_text(two, {"themes.yaml": THEMES}, "nl") == (
        "content/los.md:1:1: waarschuwing [bestand-los] "
        "Het bestand `los.md` staat los in `content` en komt niet op de site\n"
        "  |\n"
        "  = hulp: Zet het in een van deze mappen: news, pages.\n"
        "\n"
        "themes.yaml:4:11: fout [onbekende-gemeente] `dordrect` is geen gemeente\n"
        "  |\n"
        "3 |     title: Smart Living\n"
        "4 |     lead: dordrect\n"
        "  |           ^^^^^^^^\n"
        "  |\n"
        "  = hulp: Bedoelde u `dordrecht`?\n"
        "\n"
        "1 fout, 1 waarschuwing gevonden.\n"
    )


def test_text_in_english(two: Problems) -> None:
    assert as_text(two, {"themes.yaml": THEMES}, "en") == (
        "content/los.md:1:1: warning [bestand-los] The file `los.md` stands loose in `content` and is not published\n"
        "  |\n"
        "  = help: Move it to one of these folders: news, pages.\n"
        "\n"
        "themes.yaml:4:11: error [onbekende-gemeente] `dordrect` is no municipality\n"
        "  |\n"
        "3 |     title: Smart Living\n"
        "4 |     lead: dordrect\n"
        "  |           ^^^^^^^^\n"
        "  |\n"
        "  = help: Did you mean `dordrecht`?\n"
        "\n"
        "1 error, 1 warning found.\n"
    )


def test_text_in_colour(two: Problems) -> None:
    blue, plain = "\x1b[34m", "\x1b[0m"
    assert as_text(two, {"themes.yaml": THEMES}, "nl", colour=True) == (
        f"\x1b[1mcontent/los.md:1:1:{plain} \x1b[33mwaarschuwing{plain} [bestand-los] "
        "Het bestand `los.md` staat los in `content` en komt niet op de site\n"
        f"{blue}  |{plain}\n"
        f"{blue}  ={plain} hulp: Zet het in een van deze mappen: news, pages.\n"
        "\n"
        f"\x1b[1mthemes.yaml:4:11:{plain} \x1b[31mfout{plain} [onbekende-gemeente] `dordrect` is geen gemeente\n"
        f"{blue}  |{plain}\n"
        f"{blue}3 |{plain}     title: Smart Living\n"
        f"{blue}4 |{plain}     lead: dordrect\n"
        f"{blue}  |{plain}           ^^^^^^^^\n"
        f"{blue}  |{plain}\n"
        f"{blue}  ={plain} hulp: Bedoelde u `dordrecht`?\n"
        "\n"
        "1 fout, 1 waarschuwing gevonden.\n"
    )


def test_text_of_nothing_is_empty() -> None:
    assert as_text(Problems(), {}, "nl") == ""


@pytest.mark.parametrize(
    ("errors", "warnings", "nl", "en"),
    [
        (1, 0, "1 fout gevonden.", "1 error found."),
        (2, 1, "2 fouten, 1 waarschuwing gevonden.", "2 errors, 1 warning found."),
        (0, 3, "3 waarschuwingen gevonden.", "3 warnings found."),
    ],
)
def test_text_ends_with_the_count(errors: int, warnings: int, nl: str, en: str) -> None:
    problems = Problems()
    for line in range(errors):
        problems.add("leeg", Span("x.yaml", line + 1))
    for line in range(warnings):
        problems.add("bestand-los", Span("y.md", line + 1), name="y.md", choices="news")
    assert as_text(problems, {}, "nl").splitlines()[-1] == nl
    assert as_text(problems, {}, "en").splitlines()[-1] == en


def test_the_line_above_is_shown_when_it_says_something() -> None:
    problems = Problems()
    problems.add("leeg", Span("x.yaml", 10, 1, 1))
    problems.add("leeg", Span("x.yaml", 12, 1, 1))
    lines = "\n".join(f"a{number}:" if number != 11 else "  " for number in range(1, 13))
    assert as_text(problems, {"x.yaml": lines}, "nl").split("\n")[1:5] == [
        "   |",
        " 9 | a9:",
        "10 | a10:",
        "   | ^",
    ]
    assert as_text(problems, {"x.yaml": lines}, "nl").split("\n")[9:12] == ["   |", "12 | a12:", "   | ^"]


@pytest.mark.parametrize(
    ("line", "column", "length", "expected"),
    [
        ("title: x", 8, 1, "title: x\n       ^"),
        ("title:\tx", 8, 1, "title: x\n       ^"),
        ("titel: 東京 x", 8, 2, "titel: 東京 x\n       ^^^^"),
        ("titel: 東京 x", 11, 1, "titel: 東京 x\n            ^"),
        ("titel: e\u0301e\u0301n x", 14, 1, "titel: e\u0301e\u0301n x\n           ^"),
        ("title: x", 8, 40, "title: x\n       ^"),
        ("title:", 7, 1, "title:\n      ^"),
        ("a\x1b[31mb", 1, 1, "a\ufffd[31mb\n^"),
        ("a\u202eb\u2028c", 5, 1, "a\ufffdb\ufffdc\n    ^"),
    ],
)
def test_marks_stand_below_what_they_mean(line: str, column: int, length: int, expected: str) -> None:
    assert shown(line, column, length) == expected


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 300 + "XYZ" + "b" * 300
    row, marks = shown(line, 301, 3).split("\n")
    assert row == "a" * 50 + "XYZ" + "b" * 47
    assert marks == " " * 50 + "^^^"


def test_a_long_mark_ends_with_the_line_that_is_shown() -> None:
    row, marks = shown("x" * 5000, 41, 4000).split("\n")
    assert row == "x" * 100
    assert marks == " " * 40 + "^" * 60


def test_github_annotations(two: Problems) -> None:
    assert as_github(two, "nl") == (
        "::warning file=content/los.md,line=1,col=1,title=bestand-los::"
        "Het bestand `los.md` staat los in `content` en komt niet op de site. "
        "Zet het in een van deze mappen: news, pages.\n"
        "::error file=themes.yaml,line=4,col=11,title=onbekende-gemeente::"
        "`dordrect` is geen gemeente. Bedoelde u `dordrecht`?\n"
    )


def test_github_annotations_point_from_the_top_of_the_repository(two: Problems) -> None:
    first, second = as_github(two, "nl", "sites/g40/").splitlines()
    assert first.startswith("::warning file=sites/g40/content/los.md,line=1,")
    assert second.startswith("::error file=sites/g40/themes.yaml,line=4,")


def test_github_annotations_cannot_be_left_by_a_value() -> None:
    problems = Problems()
    problems.add(
        "onbekend-thema", Span("content/pages/a,b:c%d\r\n.md", 1, 1), id="x%0A::error::y\r\nz", choices="wonen"
    )
    assert as_github(problems, "nl") == (
        "::error file=content/pages/a%2Cb%3Ac%25d\ufffd\ufffd.md,line=1,col=1,title=onbekend-thema::"
        "`x%250A::error::y\ufffd\ufffdz` is geen thema. Kies uit: wonen. Meer dan één? Zet er in een bestand een komma "
        "tussen, in een rekenblad een `;`.\n"
    )


def test_json(two: Problems) -> None:
    assert json.loads(as_json(two, "nl")) == {
        "version": 1,
        "problems": [
            {
                "code": "bestand-los",
                "severity": "warning",
                "file": "content/los.md",
                "line": 1,
                "column": 1,
                "end_column": 2,
                "message": "Het bestand `los.md` staat los in `content` en komt niet op de site",
                "help": "Zet het in een van deze mappen: news, pages.",
            },
            {
                "code": "onbekende-gemeente",
                "severity": "error",
                "file": "themes.yaml",
                "line": 4,
                "column": 11,
                "end_column": 19,
                "message": "`dordrect` is geen gemeente",
                "help": "Bedoelde u `dordrecht`?",
            },
        ],
    }


def test_json_of_nothing_has_an_empty_list() -> None:
    assert json.loads(as_json(Problems(), "nl")) == {"version": 1, "problems": []}


def test_markdown_lists_each_file(two: Problems) -> None:
    assert as_markdown(two, lambda file, line: f"https://git.example.nl/{file}#L{line}") == (
        "## 1 fout, 1 waarschuwing gevonden\n"
        "\n"
        "### `content/los.md`\n"
        "\n"
        "- **waarschuwing**, [regel 1, kolom 1](https://git.example.nl/content/los.md#L1): "
        "Het bestand `los.md` staat los in `content` en komt niet op de site. "
        "Zet het in een van deze mappen: news, pages. (`bestand-los`)\n"
        "\n"
        "### `themes.yaml`\n"
        "\n"
        "- **fout**, [regel 4, kolom 11](https://git.example.nl/themes.yaml#L4): "
        "`dordrect` is geen gemeente. Bedoelde u `dordrecht`? (`onbekende-gemeente`)\n"
    )


def test_markdown_without_a_repository_has_no_links(two: Problems) -> None:
    assert "- **fout**, regel 4, kolom 11: `dordrect`" in as_markdown(two, lambda _file, _line: "")


def test_markdown_of_nothing_says_so() -> None:
    assert as_markdown(Problems(), lambda _file, _line: "") == "## Geen fouten gevonden\n"


def test_markdown_shows_values_as_text() -> None:
    problems = Problems()
    problems.add("onbekend-thema", Span("a`b.yaml"), id="<img src=x> [x](y) @team *z* |", choices="wonen")
    assert as_markdown(problems, lambda _file, _line: "").splitlines()[2:5] == [
        "### `a'b.yaml`",
        "",
        "- **fout**, regel 1, kolom 1: `<img src=x> [x](y) @team *z* |` is geen thema. "
        "Kies uit: wonen. Meer dan één? Zet er in een bestand een komma tussen, in een rekenblad een `;`. "
        "(`onbekend-thema`)",
    ]
    assert escaped("<b> @team [x](y) *z* a_b") == "&lt;b> @\u200bteam \\[x](y) \\*z\\* a\\_b"


PIECES = [
    "`",
    "``",
    "\\",
    "[x](https://a.nl)",
    "[x]",
    "![",
    "<b>",
    "<https://a.nl>",
    "*z*",
    "_z_",
    "~~z~~",
    "&lt;",
    "&#64;",
    "&",
]


@given(st.lists(st.sampled_from([*PIECES, "a", " ", "`a`"]), max_size=12).map("a".join))
def test_markdown_of_any_value_is_read_back_as_it_was(value: str) -> None:
    """By a reader of Markdown: nothing in it is a link, a tag or emphasis, and every character is there."""
    (line,) = MarkdownIt("commonmark").enable("strikethrough").parseInline(escaped(f"x{value}x"))
    assert {token.type for token in line.children or ()} <= {"text", "text_special", "code_inline"}
    read = "".join(
        f"`{token.content}`" if token.type == "code_inline" else token.content for token in line.children or ()
    )
    assert read == f"x{value}x"


def test_problems_are_told_by_place_whatever_the_order_of_finding() -> None:
    places = [("b.yaml", 1, 1), ("a.yaml", 10, 1), ("a.yaml", 2, 9), ("a.yaml", 2, 10), ("a.yaml", 2, 1)]
    problems = Problems()
    for file, line, column in places:
        problems.add("leeg", Span(file, line, column))
    assert [(p.span.file, p.span.line, p.span.column) for p in problems] == sorted(places)


def test_the_same_problem_is_told_once() -> None:
    problems = Problems()
    for _time in range(2):
        problems.add("onbekend-thema", Span("x.yaml", 2, 3), id="wonen", choices="zorg")
    assert len(list(problems)) == 1


def test_a_flood_is_cut_after_fifty_with_its_number() -> None:
    problems = Problems()
    for line in range(1, 61):
        problems.add("leeg", Span("x.yaml", line))
        problems.add("bestand-los", Span("x.yaml", line), name="x", choices="news")
    for line in range(1, 51):
        problems.add("leeg", Span("y.yaml", line))
    found = list(problems)
    assert [(p.code, p.span.line) for p in found if p.code.startswith("en-nog")] == [
        ("en-nog-warning", 51),
        ("en-nog-error", 51),
    ]
    assert [p.message("nl") for p in found if p.code == "en-nog-error"] == ["… en nog 10 keer `leeg` in dit bestand"]
    assert [p.severity for p in found if p.code == "en-nog-warning"] == ["warning"]
    assert sum(p.code == "leeg" for p in found) == 100
    assert len(problems.errors) == 110


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("gewoon", "gewoon"),
        (12, "12"),
        ("a\nb\tc", "a\ufffdb\ufffdc"),
        ("\x1b[2J\x07", "\ufffd[2J\ufffd"),
        ("a\u202eb\u2066\ufeff", "a\ufffdb\ufffd\ufffd"),
        ("\ud800", "\ufffd"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("één 東京", "één 東京"),
    ],
)
def test_values_cannot_steer_a_terminal(value: object, expected: str) -> None:
    assert printable(value) == expected


def test_nothing_in_a_suggestion_steers_a_terminal() -> None:
    problems = Problems()
    problems.add("bijna-onderwerp", Span("x.yaml"), ("licht\u202e",), topic="lich")
    (problem,) = problems
    assert problem.help("nl").startswith("Bedoelde u `licht\ufffd`? Is het echt iets anders?")


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("smart-livin", ["smart-living", "smart-mobility"], ("smart-living",)),
        ("Smart Living", ["smart-living", "smart-livingroom"], ("smart-living",)),
        ("súdwest_fryslân", ["sudwest-fryslan"], ("sudwest-fryslan",)),
        ("hertogenbosch", ["s-hertogenbosch", "zwolle"], ("s-hertogenbosch",)),
        ("gouda", ["zwolle", "breda"], ()),
        ("", ["zwolle"], ()),
        ("x" * 10_000, ["zwolle"], ()),
        ("zwolle", [], ()),
    ],
)
def test_the_nearest_names_are_suggested(word: str, known: list[str], expected: tuple[str, ...]) -> None:
    assert nearest(word, known) == expected


def test_suggestions_do_not_depend_on_the_order_of_names() -> None:
    names = ["smart-living", "smart-giving", "smart-driving", "smart-diving"]
    assert nearest("smart-iving", names) == nearest("smart-iving", reversed(names))
    assert len(nearest("smart-iving", names)) == 3


@pytest.mark.parametrize("name", ["a\x1b[31m.md", "a\x9b31m.md", "a\n# b.md", "a\u202e.md", "a\u2028.md", "a\udcff.md"])
def test_no_file_name_steers_a_terminal_or_a_log(name: str) -> None:
    problems = Problems()
    problems.add("bestandsnaam", Span(name), name=name)
    shown = [as_text(problems, {}, "nl"), as_github(problems, "nl"), as_json(problems, "nl")]
    for told in (*shown, as_markdown(problems, lambda _file, _line: "")):
        assert told.replace("\n", "").isprintable()
        assert "\n#" not in told.removeprefix("##").replace("\n### ", "")


def test_suggestions_of_what_is_not_told_are_not_looked_for() -> None:
    asked = []
    problems = Problems()
    for line in range(1, 200):
        problems.add("onbekend-thema", Span("a.md", line), lambda: asked.append(1) or ("x",), id="y", choices="x")
    as_github(problems, "nl")
    assert len(asked) == 50
