"""What the editor did, from what the YAML parser says: a colon in a title, a tab, a quotation mark that stays open.

In: the parser's error and the text. Out: a diagnostic. The parser names the place where it gave up; the mistake often
stands before it, so the lines around it and the tokens up to there are looked at.
"""

import re
from collections.abc import Iterator

import yaml
from msgspec import Struct

from g40site.content import yaml_repairs
from g40site.content.spelling import KEY, keys_meant
from g40site.content.yaml_repairs import Loader, Row, refused_at, row_of, rows, shift
from g40site.diagnostics import Diagnostic, Span, diagnostic

EMPTIED = re.compile(r"(?P<front> *(?:- +)*)(?P<key>[\w-]+): +(?P<empty>\[ *\]|\{ *\}) *(?:#.*)?")


class ParserError(Struct, frozen=True):
    """The parser's error in the terms of the text: `at` is where it gave up, `since` where it began, by line and column
    from 0. The file has `line_offset` lines before the text: it has some where the text is front matter.
    """

    context: str
    reason: str
    lines: list[str]
    at: tuple[int, int]
    since: tuple[int, int]
    file: str
    line_offset: int

    @property
    def line(self) -> str:
        return self.lines[self.at[0]]

    @property
    def character(self) -> str:
        return self.line[self.at[1] : self.at[1] + 1]

    def problem(self, code: str, at: tuple[int, int], line_meant: str = "", /, **values: object) -> Diagnostic:
        """What is told of a place, with the line that was meant."""
        near = line_meant.strip()
        return diagnostic(code, Span(self.file, self.number(at[0]), at[1] + 1), (near,) if near else (), **values)

    def number(self, line: int) -> int:
        """The number of a line in the file, counted from 1."""
        return line + 1 + self.line_offset

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


def explained(raised: yaml.YAMLError, text: str, file: str, line_offset: int) -> Diagnostic:
    """The mistake behind an error of the parser."""
    lines = text.split("\n")
    mark = getattr(raised, "problem_mark", None) or getattr(raised, "context_mark", None)
    start = getattr(raised, "context_mark", None) or mark
    error = ParserError(
        context=getattr(raised, "context", None) or "",
        reason=getattr(raised, "problem", None) or "",
        lines=lines,
        at=within(mark, lines),
        since=within(start, lines),
        file=file,
        line_offset=line_offset,
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


def misplaced(error: ParserError, first: int = 0) -> Diagnostic | None:
    """A line that stands too far to the left or the right: what it belongs in line with, and how far that is."""
    move = shift(error.lines, error.at[0], first)
    if move is None:
        return None
    code, spaces = "yaml-te-links" if move.spaces > 0 else "yaml-te-ver", abs(move.spaces)
    if move.beside.number > move.row.number:
        code, spaces = "yaml-inspringing", move.row.starts + move.spaces
    row, at = error.number(move.beside.number), (move.row.number, move.row.starts)
    return error.problem(code, at, word=move.row.head, key=move.beside.head, row=row, spaces=spaces)


def emptied(error: ParserError) -> Diagnostic | None:
    """Lines below a key whose `[]` or `{}` says that it has none."""
    above = error.before()
    match = EMPTIED.fullmatch(error.lines[above]) if above is not None else None
    indent = len(error.line) - len(error.line.lstrip(" "))
    if above is None or match is None or indent < len(match["front"]):
        return None
    at = above, match.start("empty")
    return error.problem("yaml-lege-lijst", at, f"{match['key']}:", key=match["key"], empty=match["empty"])


def tab(error: ParserError) -> Diagnostic | None:
    """A tab that indents the line, or the one above it."""
    for number in (error.at[0], error.at[0] - 1):
        line = error.lines[number] if number >= 0 else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return error.problem("yaml-tab", (number, line.index("\t")))
    return error.problem("yaml-tab", error.at) if error.character == "\t" else None


def in_a_value(error: ParserError) -> Diagnostic | None:
    """What the parser met inside one value: an open quotation mark, an odd first character."""
    context, reason = error.context, error.reason
    if "maximum nesting" in reason:
        return error.problem("yaml-te-diep", error.at)
    if "quoted scalar" in context:
        escape = "escape" in reason or "hexdecimal" in reason
        return error.problem("yaml-backslash", error.at) if escape else open_quote(error, error.since)
    if "block scalar" in context:
        return in_quotes("yaml-tekstblok", error.at, error)
    if "anchor" in context or "alias" in context:
        number, column = error.since
        near = yaml_repairs.without_star(error.lines[number], column)
        return error.problem("yaml-anker", error.since, error.better(number, near))
    if " tag" in context or "tag handle" in reason:
        return in_quotes("yaml-tag", error.since, error)
    if "cannot start any token" in reason or "node content" in reason:
        return in_quotes("yaml-eerste-teken", error.at, error)
    if "block sequence entries are not allowed" in reason:
        first = not error.line[: error.at[1]].strip()
        return (misplaced(error) if first else None) or error.problem("yaml-streepje", error.at)
    return None


def in_quotes(code: str, at: tuple[int, int], error: ParserError) -> Diagnostic:
    """A mistake that is none in quotation marks."""
    number, column = at
    return error.problem(code, at, error.better(number, yaml_repairs.in_text(error.lines[number], column)))


def open_quote(error: ParserError, at: tuple[int, int]) -> Diagnostic:
    """A quotation mark that stays open in its line."""
    number, column = at
    forms = yaml_repairs.unquoted(error.lines[number], column)
    return error.problem("yaml-aanhalingsteken", at, error.better(number, *forms))


def behind_a_value(error: ParserError) -> Diagnostic | None:
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
        return error.problem("yaml-na-haakje", error.at, near)
    if "flow" in error.context:
        if error.character == ":" and error.at[0] == error.since[0]:
            return colon(error)
        return error.problem("yaml-haakje", error.since, closing(error))
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


def between_lines(error: ParserError) -> Diagnostic:
    """What is wrong between one line and the next: a colon, a dash, the indentation, a second document."""
    ended = any(re.match(r"(\.\.\.|---)(\s|$)", line) for line in error.lines[: error.at[0]])
    if "document start" in error.reason and ended:
        return error.problem("yaml-documenten", error.at)
    if "mapping values are not allowed" in error.reason:
        return colon(error)
    number = error.since[0] if "could not find expected ':'" in error.reason else error.at[0]
    if "directive" not in error.context and row_of(number, error.lines[number]).is_text:
        return loose(error, number)
    return first_line(error) or misplaced(error) or error.problem("yaml-fout", error.at)


def first_line(error: ParserError) -> Diagnostic | None:
    """The first key of a file, where it stands further to the right than what comes below it."""
    first = next(rows(error.lines))
    if not first.starts or not error.better(first.number, error.lines[first.number].lstrip(" ")):
        return None
    return error.problem("yaml-eerste-regel", (first.number, first.starts), word=first.head)


def colon(error: ParserError) -> Diagnostic:
    """A colon too many: in a text, or in a line that the parser took for the rest of the line above."""
    number, column = error.at
    head = error.line[:column]
    if key := KEY.match(head):
        value = head[key.end() :].lstrip()
        code = "yaml-krul" if value[:1] and value[0] in yaml_repairs.CURLED else "yaml-dubbele-punt"
        forms = (yaml_repairs.braced(error.line), yaml_repairs.in_text(error.line, column))
        return error.problem(code, error.at, error.better(number, *forms))
    above = error.before()
    text_above = above if above is not None and not KEY.match(error.lines[above]) else None
    if text_above is not None and (near := error.better(text_above, yaml_repairs.with_colon(error.lines[text_above]))):
        return error.problem("yaml-geen-dubbele-punt", start_of(error, text_above), near)
    # In the rest of a text, a word with a colon behind it is no key.
    if keys_meant(head.strip().removeprefix("- ")) and (move := misplaced(error)):
        return move
    return error.problem("yaml-dubbele-punt", error.at) if text_above is None else without_colon(error, text_above)


def loose(error: ParserError, number: int) -> Diagnostic:
    """A line without a colon and a dash: an item, the first line of the body, a key, or the rest of a text."""
    line, at = error.lines[number], start_of(error, number)
    if error.line_offset and number and not error.lines[number - 1].strip():
        return error.problem("kop-loopt-door", at)
    if near := error.better(number, yaml_repairs.with_colon(line)):
        return error.problem("yaml-geen-dubbele-punt", at, near)
    if problem := misplaced(error, number):
        return problem
    above = next(error.rows_above(number), None)
    if above is not None and above.dash is not None and not above.key:
        near = error.better(number, " " * above.dash + yaml_repairs.dashed(line).strip())
        return error.problem("yaml-geen-streepje", at, near)
    return without_colon(error, number)


def without_colon(error: ParserError, number: int) -> Diagnostic:
    """A key without its colon, or the rest of a text that does not stand further to the right than its key."""
    at = start_of(error, number)
    key = next((row for row in error.rows_above(number) if row.key), None)
    if key is None:
        return error.problem("yaml-geen-dubbele-punt", at)
    texts = (start_of(error, below)[1] for below in range(key.number + 1, number) if error.lines[below].strip())
    column = next(texts, key.column + 2)
    return error.problem("yaml-losse-regel", at, row=error.number(key.number), spaces=max(1, column - at[1]))


def start_of(error: ParserError, number: int) -> tuple[int, int]:
    line = error.lines[number]
    return number, len(line) - len(line.lstrip())


def cut_off(error: ParserError) -> Diagnostic | None:
    """A `#` behind a space, which ends what is read of its line, so that a bracket or the rest of a text is left."""
    for number in dict.fromkeys((error.at[0], error.before(), error.since[0])):
        match = re.search(r"(?<! ) #", error.lines[number]) if number is not None else None
        if number is None or match is None:
            continue
        line = error.lines[number]
        column = match.end() - 1
        if error.better(number, f"{line[:column]}x{line[column + 1 :]}"):
            near = error.better(number, yaml_repairs.in_text(line, column))
            return error.problem("yaml-hekje", (number, column), near, row=error.number(error.at[0]))
    return None
