"""What the editor did, from what the YAML parser says: a colon in a title, a tab, a quotation mark that stays open.

In: the parser's error and the text. Out: the code of a problem with its place in that text. The parser names the place
where it gave up; the mistake often stands before it, so the lines around it and the tokens up to there are looked at.
"""

import re
from collections.abc import Iterator

import yaml
from msgspec import Struct

from g40site.content import yaml_repairs
from g40site.content.spelling import KEY, keys_meant
from g40site.content.yaml_repairs import Loader, Row, refused_at, row_of, rows, shift

EMPTIED = re.compile(r"(?P<front> *(?:- +)*)(?P<key>[\w-]+): +(?P<empty>\[ *\]|\{ *\}) *(?:#.*)?")


class YamlProblem(Struct, frozen=True):
    """A code and the place in the text, counted from 1."""

    code: str
    line: int
    column: int
    meant: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


class ParserError(Struct, frozen=True):
    """The parser's error in the terms of the text: `at` is where it gave up, `since` where it began."""

    context: str
    problem: str
    lines: list[str]
    at: tuple[int, int]
    since: tuple[int, int]
    front_matter: bool

    @property
    def line(self) -> str:
        return self.lines[self.at[0]]

    @property
    def character(self) -> str:
        return self.line[self.at[1] : self.at[1] + 1]

    def reaches(self, number: int, line: str) -> int:
        """The line in which the parser gives up when another line stands in this place."""
        return refused_at([*self.lines[:number], line, *self.lines[number + 1 :]]) if line else -1

    def better(self, number: int, *lines: str) -> str:
        """The first of some lines with which the parser gets further in this place; else nothing."""
        return next((line for line in lines if self.reaches(number, line) > max(self.at[0], number)), "")

    def before(self) -> int | None:
        """The number of the last line with text above the one at which the parser gave up."""
        return next((number for number in range(self.at[0] - 1, -1, -1) if self.lines[number].strip()), None)

    def rows_above(self, number: int) -> Iterator[Row]:
        """The rows above a line, the nearest first."""
        return reversed([*rows(self.lines[:number])])


def explained(raised: yaml.YAMLError, text: str, *, front_matter: bool = False) -> YamlProblem:
    """The mistake behind an error of the parser; `front_matter` is true where a body may follow."""
    lines = text.split("\n")
    mark = getattr(raised, "problem_mark", None) or getattr(raised, "context_mark", None)
    start = getattr(raised, "context_mark", None) or mark
    error = ParserError(
        context=getattr(raised, "context", None) or "",
        problem=getattr(raised, "problem", None) or "",
        lines=lines,
        at=within(mark, lines),
        since=within(start, lines),
        front_matter=front_matter,
    )
    return (
        tab(error)
        or emptied(error)
        or cut_off(error)
        or in_a_value(error)
        or behind_a_value(error)
        or between_lines(error)
    )


def within(mark: yaml.Mark | None, lines: list[str]) -> tuple[int, int]:
    """The place of a mark; one behind the end of the text is the end of its last line with text."""
    if mark is None:
        return 0, 0
    if mark.line < len(lines) and (lines[mark.line] or mark.line + 1 < len(lines)):
        return mark.line, mark.column
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    return last, len(lines[last])


def problem(code: str, place: tuple[int, int], meant: str = "", **values: object) -> YamlProblem:
    named = tuple((name, str(value)) for name, value in values.items())
    near = meant.strip()
    return YamlProblem(code, place[0] + 1, place[1] + 1, (near,) if near else (), named)


def misplaced(error: ParserError, first: int = 0) -> YamlProblem | None:
    """A line that stands too far to the left or the right: what it belongs in line with, and how far that is."""
    move = shift(error.lines, error.at[0], first)
    if move is None:
        return None
    place = move.row.number, move.row.starts
    code, spaces = "yaml-te-links" if move.spaces > 0 else "yaml-te-ver", abs(move.spaces)
    if move.beside.number > move.row.number:
        code, spaces = "yaml-inspringing", move.row.starts + move.spaces
    return problem(code, place, word=move.row.head, key=move.beside.head, row=move.beside.number + 1, spaces=spaces)


def emptied(error: ParserError) -> YamlProblem | None:
    """Lines below a key whose `[]` or `{}` says that it has none."""
    above = error.before()
    match = EMPTIED.fullmatch(error.lines[above]) if above is not None else None
    indent = len(error.line) - len(error.line.lstrip(" "))
    if above is None or match is None or indent < len(match["front"]):
        return None
    place = above, match.start("empty")
    return problem("yaml-lege-lijst", place, f"{match['key']}:", key=match["key"], empty=match["empty"])


def tab(error: ParserError) -> YamlProblem | None:
    """A tab that indents the line, or the one above it."""
    for number in (error.at[0], error.at[0] - 1):
        line = error.lines[number] if number >= 0 else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return problem("yaml-tab", (number, line.index("\t")))
    return problem("yaml-tab", error.at) if error.character == "\t" else None


def in_a_value(error: ParserError) -> YamlProblem | None:
    """What the parser met inside one value: an open quotation mark, an odd first character."""
    context, reason = error.context, error.problem
    if "maximum nesting" in reason:
        return problem("yaml-te-diep", error.at)
    if "quoted scalar" in context:
        escape = "escape" in reason or "hexdecimal" in reason
        return problem("yaml-backslash", error.at) if escape else open_quote(error, error.since)
    if "block scalar" in context:
        return in_quotes("yaml-tekstblok", error.at, error)
    if "anchor" in context or "alias" in context:
        number, column = error.since
        near = yaml_repairs.without_star(error.lines[number], column)
        return problem("yaml-anker", error.since, error.better(number, near))
    if " tag" in context or "tag handle" in reason:
        return in_quotes("yaml-tag", error.since, error)
    if "cannot start any token" in reason or "node content" in reason:
        return in_quotes("yaml-eerste-teken", error.at, error)
    if "block sequence entries are not allowed" in reason:
        first = not error.line[: error.at[1]].strip()
        return (misplaced(error) if first else None) or problem("yaml-streepje", error.at)
    return None


def in_quotes(code: str, place: tuple[int, int], error: ParserError) -> YamlProblem:
    """A mistake that is none in quotation marks."""
    number, column = place
    return problem(code, place, error.better(number, yaml_repairs.in_text(error.lines[number], column)))


def open_quote(error: ParserError, place: tuple[int, int]) -> YamlProblem:
    """A quotation mark that stays open in its line."""
    number, column = place
    forms = yaml_repairs.unquoted(error.lines[number], column)
    return problem("yaml-aanhalingsteken", place, error.better(number, *forms))


def behind_a_value(error: ParserError) -> YamlProblem | None:
    """Text behind a closing quotation mark or bracket; the mark may be the first one of another line."""
    if "block mapping" not in error.context and "flow" not in error.context:
        return None
    last = last_token(error)
    if isinstance(last, yaml.ScalarToken) and last.style in ("'", '"'):
        opened = last.start_mark.line, last.start_mark.column
        if last.start_mark.line != last.end_mark.line:
            return open_quote(error, opened)
        if last.end_mark.line == error.at[0]:
            return in_quotes("yaml-na-aanhalingsteken", error.at, error)
    if isinstance(last, (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)) and last.end_mark.line == error.at[0]:
        key = KEY.match(error.line)
        near = error.better(error.at[0], yaml_repairs.quoted(error.line, key.end())) if key else ""
        return problem("yaml-na-haakje", error.at, near)
    if "flow" in error.context:
        if error.character == ":" and error.at[0] == error.since[0]:
            return colon(error)
        return problem("yaml-haakje", error.since, closing(error))
    return None


def closing(error: ParserError) -> str:
    """The line of an open bracket with that closed, or with commas between its parts."""
    number = error.since[0]
    line = error.lines[number]
    forms = (yaml_repairs.closed(line), yaml_repairs.braced(line))
    return next((form for form in forms if error.reaches(number, form) > number), "")


def last_token(error: ParserError) -> yaml.Token | None:
    """The last thing that was read whole before the place where the parser gave up."""
    last = None
    try:
        for token in yaml.scan("\n".join(error.lines), Loader=Loader):
            if (token.end_mark.line, token.end_mark.column) > error.at:
                break
            if token.start_mark.index != token.end_mark.index:
                last = token
    except yaml.YAMLError:
        return last
    return last


def between_lines(error: ParserError) -> YamlProblem:
    """What is wrong between one line and the next: a colon, a dash, the indentation, a second document."""
    ended = any(re.match(r"(\.\.\.|---)(\s|$)", line) for line in error.lines[: error.at[0]])
    if "document start" in error.problem and ended:
        return problem("yaml-documenten", error.at)
    if "mapping values are not allowed" in error.problem:
        return colon(error)
    number = error.since[0] if "could not find expected ':'" in error.problem else error.at[0]
    if "directive" not in error.context and row_of(number, error.lines[number]).is_text:
        return loose(error, number)
    return first_line(error) or misplaced(error) or problem("yaml-fout", error.at)


def first_line(error: ParserError) -> YamlProblem | None:
    """The first key of a file, where it stands further to the right than what comes below it."""
    first = next(rows(error.lines))
    if not first.starts or not error.better(first.number, error.lines[first.number].lstrip(" ")):
        return None
    return problem("yaml-eerste-regel", (first.number, first.starts), word=first.head)


def colon(error: ParserError) -> YamlProblem:
    """A colon too many: in a text, or in a line that the parser took for the rest of the line above."""
    number, column = error.at
    head = error.line[:column]
    if key := KEY.match(head):
        value = head[key.end() :].lstrip()
        code = "yaml-krul" if value[:1] and value[0] in yaml_repairs.CURLED else "yaml-dubbele-punt"
        forms = (yaml_repairs.braced(error.line), yaml_repairs.in_text(error.line, column))
        return problem(code, error.at, error.better(number, *forms))
    above = error.before()
    text_above = above if above is not None and not KEY.match(error.lines[above]) else None
    if text_above is not None and (near := error.better(text_above, yaml_repairs.with_colon(error.lines[text_above]))):
        return problem("yaml-geen-dubbele-punt", start_of(error, text_above), near)
    # In the rest of a text, a word with a colon behind it is no key.
    if is_key(head) and (move := misplaced(error)):
        return move
    return problem("yaml-dubbele-punt", error.at) if text_above is None else without_colon(error, text_above)


def is_key(head: str) -> bool:
    """Whether what stands before a colon is a key, or a word for one."""
    return bool(keys_meant(head.strip().removeprefix("- ")))


def loose(error: ParserError, number: int) -> YamlProblem:
    """A line without a colon and a dash: an item, the first line of the body, a key, or the rest of a text."""
    line, place = error.lines[number], start_of(error, number)
    if error.front_matter and number and not error.lines[number - 1].strip():
        return problem("kop-loopt-door", place)
    if near := error.better(number, yaml_repairs.with_colon(line)):
        return problem("yaml-geen-dubbele-punt", place, near)
    if found := misplaced(error, number):
        return found
    above = next(error.rows_above(number), None)
    if above is not None and above.dash is not None and not above.key:
        near = error.better(number, " " * above.dash + yaml_repairs.dashed(line).strip())
        return problem("yaml-geen-streepje", place, near)
    return without_colon(error, number)


def without_colon(error: ParserError, number: int) -> YamlProblem:
    """A key without its colon, or the rest of a text that does not stand further to the right than its key."""
    place = start_of(error, number)
    key = next((row for row in error.rows_above(number) if row.key), None)
    if key is None:
        return problem("yaml-geen-dubbele-punt", place)
    texts = (start_of(error, below)[1] for below in range(key.number + 1, number) if error.lines[below].strip())
    column = next(texts, key.column + 2)
    return problem("yaml-losse-regel", place, row=key.number + 1, spaces=max(1, column - place[1]))


def start_of(error: ParserError, number: int) -> tuple[int, int]:
    line = error.lines[number]
    return number, len(line) - len(line.lstrip())


def cut_off(error: ParserError) -> YamlProblem | None:
    """A `#` behind a space, which ends what is read of its line, so that a bracket or the rest of a text is left."""
    for number in dict.fromkeys((error.at[0], error.before(), error.since[0])):
        match = re.search(r"(?<! ) #", error.lines[number]) if number is not None else None
        if number is None or match is None:
            continue
        line = error.lines[number]
        at = match.end() - 1
        if error.better(number, f"{line[:at]}x{line[at + 1 :]}"):
            near = error.better(number, yaml_repairs.in_text(line, at))
            return problem("yaml-hekje", (number, at), near, row=error.at[0] + 1)
    return None
