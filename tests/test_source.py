"""Reading files: what is refused and where, what is left out, how a Markdown file is cut, where a passage stands."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from g40site.content.reader import FrontMatter, Reader, SourceText, front_matter
from g40site.diagnostics import Problems, Span

Told = tuple[str, str, int, int]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    (tmp_path / "site").mkdir()
    return Reader(tmp_path / "site")


@pytest.fixture
def problems() -> Problems:
    return Problems()


def told(problems: Problems) -> list[Told]:
    return [(p.code, p.span.file, p.span.line, p.span.column) for p in problems]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb", "a\nb"),
        ("één".encode(), "één"),
        (b"", ""),
    ],
)
def test_text_has_plain_line_ends_and_no_mark_in_front(
    reader: Reader, problems: Problems, data: bytes, text: str
) -> None:
    (reader.root / "x.md").write_bytes(data)
    source = reader.text("x.md", problems)
    assert source is not None
    assert source.text == text
    assert told(problems) == []


def test_equal_bytes_have_an_equal_digest(reader: Reader) -> None:
    def digest(name: str, data: bytes) -> str:
        (reader.root / name).write_bytes(data)
        return reader.digest(name) or ""

    assert digest("a.md", b"x") == digest("b.md", b"x") != digest("c.md", b"y")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"abc\n d\xe9f", ("geen-utf-8", "x.md", 2, 3)),
        (b"\xef\xbb\xbfa\xff", ("geen-utf-8", "x.md", 1, 2)),
        (b"a\r\n\r\nb\xff", ("geen-utf-8", "x.md", 3, 2)),
        ("é\n".encode("utf-16"), ("geen-utf-8", "x.md", 1, 1)),
        ("ééé".encode() + b"\xe9", ("geen-utf-8", "x.md", 1, 4)),
        (b"a\nb\x00c", ("stuurteken", "x.md", 2, 2)),
        (b"a\x1b[31m", ("stuurteken", "x.md", 1, 2)),
        ("a\ufffe".encode(), ("stuurteken", "x.md", 1, 2)),
    ],
)
def test_what_is_no_plain_text_is_refused_at_its_first_character(
    reader: Reader, problems: Problems, data: bytes, place: Told
) -> None:
    (reader.root / "x.md").write_bytes(data)
    assert reader.text("x.md", problems) is None
    assert told(problems) == [place]
    assert reader.for_messages("x.md"), "messages show the line"


def test_a_missing_file_is_told(reader: Reader, problems: Problems) -> None:
    assert reader.text("x.md", problems) is None
    assert told(problems) == [("bestand-ontbreekt", "x.md", 1, 1)]


def test_a_folder_and_a_pipe_are_no_files(reader: Reader, problems: Problems) -> None:
    (reader.root / "map.md").mkdir()
    os.mkfifo(reader.root / "pijp.md")
    assert (reader.text("map.md", problems), reader.text("pijp.md", problems)) == (None, None)
    assert [code for code, *_ in told(problems)] == ["geen-bestand", "geen-bestand"]


def test_a_link_out_of_the_root_is_refused_and_one_inside_is_followed(reader: Reader, problems: Problems) -> None:
    (reader.root.parent / "geheim.md").write_text("geheim")
    (reader.root / "echt.md").write_text("echt")
    (reader.root / "uit.md").symlink_to("../geheim.md")
    (reader.root / "in.md").symlink_to("echt.md")
    assert reader.text("uit.md", problems) is None
    assert told(problems) == [("buiten-de-site", "uit.md", 1, 1)]
    inside = reader.text("in.md", problems)
    assert inside is not None
    assert inside.text == "echt"


def test_a_circle_of_links_cannot_be_read(reader: Reader, problems: Problems) -> None:
    (reader.root / "a.md").symlink_to("b.md")
    (reader.root / "b.md").symlink_to("a.md")
    assert reader.text("a.md", problems) is None
    assert told(problems) == [("bestand-onleesbaar", "a.md", 1, 1)]


def test_a_file_that_is_too_big_is_refused_unread(reader: Reader, problems: Problems) -> None:
    (reader.root / "x.md").write_bytes(b"x" * 1_500_000)
    assert reader.text("x.md", problems, 1_000_000) is None
    (problem,) = problems
    assert problem.code == "bestand-te-groot"
    assert problem.message("nl") == "Dit bestand is 1,5 MB groot; hooguit 1,0 MB mag"
    assert reader.text("x.md", problems, 1_500_000) is not None


def test_a_walk_gives_every_file_in_order_and_leaves_out_what_is_hidden(reader: Reader, problems: Problems) -> None:
    for name in ("b.md", "a/z.md", "a/.verborgen", ".git/x", "b.md~", "c.bak", "#d#", "~$e.docx", ".DS_Store", "Ä.md"):
        path = reader.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert list(reader.walk("content", problems)) == ["content/a/z.md", "content/b.md", "content/Ä.md"]
    assert told(problems) == []


def test_a_walk_of_nothing_is_empty(reader: Reader, problems: Problems) -> None:
    assert list(reader.walk("content", problems)) == []
    assert told(problems) == []


def test_a_walk_does_not_follow_links_to_folders_or_out_of_the_root(reader: Reader, problems: Problems) -> None:
    folder = reader.root / "content"
    folder.mkdir()
    (folder / "rond").symlink_to(".")
    (folder / "uit").symlink_to("../..")
    assert list(reader.walk("content", problems)) == ["content/rond"]
    assert told(problems) == [("buiten-de-site", "content/uit", 1, 1)]


def test_a_folder_that_is_a_file_cannot_be_walked(reader: Reader, problems: Problems) -> None:
    (reader.root / "content").touch()
    assert list(reader.walk("content", problems)) == []
    assert told(problems) == [("map-onleesbaar", "content", 1, 1)]


@pytest.mark.parametrize("name", [b"a\x1b.md", b"a\\b.md", b"a\nb.md", b"\xff.md", "\u202ea.md".encode()])
def test_a_file_name_that_steers_is_refused(reader: Reader, problems: Problems, name: bytes) -> None:
    (reader.root / "content").mkdir()
    Path(os.fsdecode(os.fsencode(reader.root / "content") + b"/" + name)).touch()
    assert list(reader.walk("content", problems)) == []
    (problem,) = problems
    assert problem.code == "bestandsnaam"
    assert (problem.message("nl") + problem.span.file).isprintable()


@pytest.mark.parametrize("text", ["---\na: b\n---\nTekst\n", "---  \na: b\n--- \t\nTekst\n"])
def test_front_matter_is_cut_from_its_body(text: str) -> None:
    assert front_matter(SourceText(text, "x.md"), Problems()) == FrontMatter("a: b\n", SourceText("Tekst\n", "x.md", 4))


def test_a_body_may_be_missing_and_may_have_lines_of_its_own() -> None:
    empty = front_matter(SourceText("---\na: b\n---", "x.md"), Problems())
    assert empty == FrontMatter("a: b\n", SourceText("", "x.md", 4))
    lined = front_matter(SourceText("---\na: b\n---\nEen\n\n---\nTwee", "x.md"), Problems())
    assert lined == FrontMatter("a: b\n", SourceText("Een\n\n---\nTwee", "x.md", 4))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "kop-ontbreekt"),
        ("a: b\n---\n", "kop-ontbreekt"),
        ("\n---\na: b\n---\n", "kop-ontbreekt"),
        (" ---\na: b\n---\n", "kop-ontbreekt"),
        ("----\na: b\n----\n", "kop-ontbreekt"),
        ("---\na: b\n", "kop-niet-gesloten"),
    ],
)
def test_front_matter_without_both_its_lines_is_one_problem(text: str, code: str) -> None:
    problems = Problems()
    assert front_matter(SourceText(text, "x.md"), problems) is None
    assert told(problems) == [(code, "x.md", 1, 1)]


@pytest.mark.parametrize("line", [" ---", "--", "----", "—", "***", "```"])
def test_a_line_that_was_meant_to_close_front_matter_is_the_place(line: str) -> None:
    problems = Problems()
    assert front_matter(SourceText(f"---\na: b\n{line}\nTekst", "x.md"), problems) is None
    assert told(problems) == [("kop-bijna-gesloten", "x.md", 3, 1)]


def test_a_passage_knows_the_place_of_its_characters() -> None:
    passage = SourceText("één\ntwee drie\nvier", "x.md", 4, 3)
    assert passage.span(0, 3) == Span("x.md", 4, 3, 3)
    assert passage.span(9, 13) == Span("x.md", 5, 8, 4)
    assert passage.span(9, 18) == Span("x.md", 5, 8, 4), "only the first line is marked"


def test_every_place_in_a_folded_text_is_that_of_its_key() -> None:
    assert SourceText("één\ntwee", "x.yaml", 4, 3, exact=False).span(4, 8) == Span("x.yaml", 4, 3)


def test_a_missing_list_of_entries_hides_what_refers_to_it(site: Callable, bare: Path) -> None:
    least = site({})
    (least.root / "municipalities.yaml").unlink()
    assert least.check(templates=bare) == [("bestand-ontbreekt", "municipalities.yaml", 1, 1)]


@pytest.mark.parametrize("target", ["../../.git/config", "../../.env", "../../site.yaml", "/etc/hostname"])
def test_a_link_out_of_the_content_is_refused(reader: Reader, problems: Problems, target: str) -> None:
    for name in (".git/config", ".env", "site.yaml", "content/media/echt.txt"):
        (reader.root / name).parent.mkdir(parents=True, exist_ok=True)
        (reader.root / name).write_text("x")
    (reader.root / "content/media/uit.txt").symlink_to(target)
    (reader.root / "content/media/in.txt").symlink_to("echt.txt")
    assert reader.text("content/media/uit.txt", problems) is None
    assert reader.text("content/media/in.txt", problems) is not None
    assert list(reader.walk("content", problems)) == ["content/media/echt.txt", "content/media/in.txt"]
    assert {problem.code for problem in problems} == {"buiten-de-site"}


def test_a_link_to_something_hidden_is_refused(reader: Reader, problems: Problems) -> None:
    (reader.root / ".env").write_text("x")
    (reader.root / "site.yaml").symlink_to(".env")
    assert reader.text("site.yaml", problems) is None
    assert told(problems) == [("buiten-de-site", "site.yaml", 1, 1)]


def test_content_that_is_a_link_out_of_the_root_is_not_walked(reader: Reader, problems: Problems) -> None:
    (reader.root / "content").symlink_to("/usr")
    assert list(reader.walk("content", problems)) == []
    assert told(problems) == [("buiten-de-site", "content", 1, 1)]


@pytest.mark.parametrize("path", ["/".join("a" * 130), "\u0958" * 80])
def test_a_path_that_is_too_long_is_refused_and_not_entered(reader: Reader, problems: Problems, path: str) -> None:
    """The second has 240 bytes, and 480 in NFC."""
    (reader.root / "content" / path).mkdir(parents=True)
    assert list(reader.walk("content", problems)) == []
    assert [problem.code for problem in problems] == ["pad-te-lang"]
