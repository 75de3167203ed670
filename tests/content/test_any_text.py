"""Whatever stands in a file: checking it never raises, and its problems are told in order, in both languages."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from g40site import pipeline
from g40site.content.composer import compose
from g40site.diagnostics import Problems
from g40site.diagnostics.renderers import as_github, as_json, as_markdown, as_text
from tests.examples import examples

FILES = (
    "site.yaml",
    "themes.yaml",
    "municipalities.yaml",
    "content/projects/zwolle.yaml",
    "content/municipalities/zwolle.yaml",
    "content/pages/over.md",
    "content/news/2026-05-01-dag.md",
    "content/agenda/2026-05-01-dag.md",
)
# What files are made of, so that many texts come near to what an editor writes.
PIECES = st.sampled_from(
    [
        *("---\n", "title: ", "summary: ", "date: ", "start: ", "themes:", "projects:", "municipalities:", "id: "),
        *("municipality: ", "status: ", "contacts:", "contact:", "participates: "),
        *("\n", "\t", '"', "'", "[", "]", "{", "}", ": ", "&a ", "*a ", "!t ", "|\n", ">\n", "#", "...\n", "%", "@"),
        *("- ", "? ", "  ", "<<"),
        *("zwolle", "smart-living", "2026-05-01", "13:30", "x", "é", "東", "\u2028", "\x85", "“", "\r\n"),
    ]
)
TEXT = st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join)
QUICK = examples(20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tell(result: pipeline.Result) -> None:
    """Renders the problems in every form; places lie within their files and stand in order."""
    found = list(result.problems)
    assert [p.span for p in found] == sorted(p.span for p in found)
    for problem in found:
        assert min(problem.span.line, problem.span.column) >= 1
        assert problem.span.line <= result.sources.get(problem.span.file, "").count("\n") + 1, problem
    for lang in ("nl", "en"):
        as_text(found, result.sources, lang)
        assert as_github(found, lang).count("\n") == len(found)
        as_json(found, lang)
    as_markdown(found, lambda _file, _line: "")


@pytest.mark.parametrize("file", FILES)
@QUICK
@given(written=TEXT)
@example(written="")
@example(written="---\n---\n")
@example(written="themes:\n  - \n  - []\n  - {id: [x]}\n")
@example(written='a: "\n')
@example(written="a: [\n")
@example(written="a:\n\tb: c\n\n\n")
@example(written="---\n#")
def test_any_text_is_told_about_in_order(site: Callable, bare: Path, tmp_path: Path, file: str, written: str) -> None:
    shutil.rmtree(tmp_path / "site", ignore_errors=True)
    small = site({file: written.encode("utf-8", "surrogatepass")})
    tell(pipeline.check(small.options(templates=bare)))


@examples(20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=TEXT, body=TEXT)
def test_any_front_matter_and_body_are_told_about_in_order(
    site: Callable, bare: Path, tmp_path: Path, head: str, body: str
) -> None:
    shutil.rmtree(tmp_path / "site", ignore_errors=True)
    page = f"---\ntitle: Over\nsummary: Wij.\n{head}\n---\n{body}"
    small = site({"content/pages/over.md": page.encode("utf-8", "surrogatepass")})
    tell(pipeline.check(small.options(templates=bare)))


@examples(20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60))
def test_any_bytes_are_told_about(site: Callable, bare: Path, tmp_path: Path, data: bytes) -> None:
    shutil.rmtree(tmp_path / "site", ignore_errors=True)
    tell(pipeline.check(site({"themes.yaml": data}).options(templates=bare)))


@examples(200)
@given(written=TEXT)
@example(written="title: #")
def test_a_text_is_a_tree_or_one_problem(written: str) -> None:
    """Beside a key that stands twice, and what a sign cut off: these leave a tree."""
    problems = Problems()
    if compose(written, "x.yaml", problems) is None:
        assert problems.errors
        assert {problem.code for problem in problems.errors[:-1]} <= {"dubbele-sleutel"}
    else:
        assert {problem.code for problem in problems} <= {"dubbele-sleutel", "tekst-afgekapt"}
