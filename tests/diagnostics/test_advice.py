"""Whoever follows the advice of a message to the letter gets further: no message sends an editor round in a circle.

Each wrong example of the reference, and each problem on the pages beside this file, is mended as its message says. What
comes of it is right, or has another problem, whose advice leads on.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from g40site import pipeline
from g40site.content.composer import compose
from g40site.diagnostics import Diagnostic, Problems, messages
from g40site.planning import Session
from tests.diagnostics.following import Files, followed
from tests.diagnostics.tried import LIGHT, MADE, PAGES, files, parts, sections
from tests.sites import SmallSite

# More than any example needs: each step mends one thing.
MOST_STEPS = 12
Told = Callable[[Files], list[Diagnostic]]


@pytest.fixture
def told(bare: Path, tmp_path: Path) -> Told:
    """What a site of some files is told; each in a folder of its own."""
    made, session = iter(range(10_000)), Session()

    def ask(files: Files) -> list[Diagnostic]:
        small = SmallSite(tmp_path / f"site-{next(made)}", {**LIGHT, **files})
        # Only templates are told of when pages are made, and these have nothing in them.
        return list(pipeline.plan(small.options(templates=bare), session=session).report)

    return ask


def way_out(files: Files, told: Told, been: tuple[Files, ...] = ()) -> tuple[str, Files]:
    """Where the advice ends: `right`, `circle`, or the code of a message that asks what only an editor knows."""
    problems = told(files)
    if not problems:
        return "right", files
    if files in been or len(been) >= MOST_STEPS:
        return "circle", files
    end = ""
    for problem in problems:
        for after in followed(files, problem):
            if all(other.code != problem.code or shown(other) != shown(problem) for other in told(after)):
                end, last = way_out(after, told, (*been, files))
                if end != "circle":
                    return end, last
            end = "circle"
    return end or problems[0].code, files


def shown(problem: Diagnostic) -> tuple[str, int, str, str]:
    return problem.span.file, problem.span.line, problem.message("nl"), problem.help("nl")


@pytest.mark.slow
def test_the_advice_for_each_wrong_example_leads_out(told: Told) -> None:
    lost = {}
    for code in sorted(messages("nl").keys() - MADE.keys()):
        wrong = {path: text.encode() for path, text in files(parts(code)["Fout"]).items()}
        right = {path: text.encode() for path, text in files(parts(code)["Goed"]).items()}
        end, last = way_out(wrong, told)
        # What only an editor knows is what the right example shows.
        if end == "circle" or (end != "right" and told(right) != []):
            lost[code] = [shown(problem) for problem in told(last)]
    assert lost == {}


@pytest.mark.slow
def test_no_message_comes_again_after_its_advice(told: Told) -> None:
    again = []
    for page in PAGES:
        given = sections(page.read_text("utf-8"))[0]
        for problem in told(given):
            ways = [*followed(given, problem)]
            if ways and all(shown(problem) in map(shown, told(after)) for after in ways):
                again.append((page.stem, shown(problem)))
    assert again == []


# One file with all that may be nested: each of its lines once too far to either side.
NESTED = """\
projects:
  - id: een
    title: Een
    themes: [smart-living]
    partners:
      - KNMI
      - RIVM
    contact:
      role: Projectleider
      email: x@example.nl
    description: |
      Een tekst.
      Nog een.
    seeking: Wij zoeken
      een gemeente.
    status: pilot

  - id: twee
    title: Twee
    sources:
      - {url: https://example.nl, title: X}
      - url: https://example.nl/twee
        title: Y
    status: pilot
"""


def shifted(number: int, spaces: int) -> str:
    lines = NESTED.split("\n")
    line = lines[number]
    lines[number] = " " * max(0, len(line) - len(line.lstrip()) + spaces) + line.lstrip()
    return "\n".join(lines)


def reads(files: Files) -> list[Diagnostic]:
    problems = Problems()
    compose(files["x.yaml"].decode(), "x.yaml", problems)
    return list(problems)


def test_a_line_that_is_not_aligned_finds_its_place() -> None:
    numbers = [number for number, line in enumerate(NESTED.split("\n")) if line.strip()]
    texts = {(number, spaces): shifted(number, spaces) for number in numbers for spaces in (-4, -3, -2, -1, 1, 2, 3, 4)}
    ends = {which: way_out({"x.yaml": text.encode()}, reads) for which, text in texts.items()}
    # A key that is there twice now: which one goes is the editor's choice.
    assert {which: last for which, (end, last) in ends.items() if end not in ("right", "dubbele-sleutel")} == {}
