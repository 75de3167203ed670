"""What the editor did, from what the YAML parser says: a colon in a title, a tab, a quotation mark that stays open.

In: the parser's error and the text. Out: the code of a problem with its place in that text. The parser names the place
where it gave up; the mistake often stands before it, so the lines around it and the tokens up to there are looked at.
"""

import re

import yaml
from msgspec import Struct

from g40site.content import yaml_repairs
from g40site.content.spelling import KEY, keys_meant
from g40site.content.yaml_repairs import Loader, refused_at, row_of, rows, shift

EMPTIED = re.compile(r"(?P<front> *(?:- +)*)(?P<key>[\w-]+): +(?P<empty>\[ *\]|\{ *\}) *(?:#.*)?")


class YamlProblem(Struct, frozen=True):
    """A code and the place in the text, counted from 1."""

    code: str
    line: int
    column: int
    meant: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


class Fault(Struct, frozen=True):
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

    def helps(self, number: int, line: str) -> str:
        """A line that is better in this place, if the parser gets further with it; else nothing."""
        return line if self.reaches(number, line) > max(self.at[0], number) else ""

    def before(self) -> int | None:
        """The number of the last line with text above the one at which the parser gave up."""
        return next((number for number in range(self.at[0] - 1, -1, -1) if self.lines[number].strip()), None)


def explained(error: yaml.YAMLError, text: str, *, front_matter: bool = False) -> YamlProblem:
    """The mistake behind an error of the parser; `front_matter` is true where a body may follow."""
    lines = text.split("\n")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    start = getattr(error, "context_mark", None) or mark
    fault = Fault(
        context=getattr(error, "context", None) or "",
        problem=getattr(error, "problem", None) or "",
        lines=lines,
        at=within(mark, lines),
        since=within(start, lines),
        front_matter=front_matter,
    )
    return (
        tab(fault)
        or emptied(fault)
        or cut_off(fault)
        or in_a_value(fault)
        or behind_a_value(fault, text)
        or between_lines(fault)
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


def misplaced(fault: Fault, first: int = 0) -> YamlProblem | None:
    """A line that stands too far to the left or the right: what it belongs in line with, and how far that is."""
    move = shift(fault.lines, fault.at[0], first)
    if move is None:
        return None
    place = move.row.number, move.row.starts
    code, spaces = "yaml-te-links" if move.spaces > 0 else "yaml-te-ver", abs(move.spaces)
    if move.beside.number > move.row.number:
        code, spaces = "yaml-inspringing", move.row.starts + move.spaces
    return problem(code, place, word=move.row.head, key=move.beside.head, row=move.beside.number + 1, spaces=spaces)


def emptied(fault: Fault) -> YamlProblem | None:
    """Lines below a key whose `[]` or `{}` says that it has none."""
    above = fault.before()
    match = EMPTIED.fullmatch(fault.lines[above]) if above is not None else None
    if (
        above is None
        or match is None
        or len(fault.line) - len(fault.line.lstrip(" ")) < len(match["front"].replace("-", " "))
    ):
        return None
    place = above, match.start("empty")
    return problem("yaml-lege-lijst", place, f"{match['key']}:", key=match["key"], empty=match["empty"])


def tab(fault: Fault) -> YamlProblem | None:
    """A tab that indents the line, or the one above it."""
    for number in (fault.at[0], fault.at[0] - 1):
        line = fault.lines[number] if number >= 0 else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return problem("yaml-tab", (number, line.index("\t")))
    return problem("yaml-tab", fault.at) if fault.character == "\t" else None


def in_a_value(fault: Fault) -> YamlProblem | None:
    """What the parser met inside one value: an open quotation mark, an odd first character."""
    context, reason = fault.context, fault.problem
    if "maximum nesting" in reason:
        return problem("yaml-te-diep", fault.at)
    if "quoted scalar" in context:
        escape = "escape" in reason or "hexdecimal" in reason
        return problem("yaml-backslash", fault.at) if escape else open_quote(fault, fault.since)
    if "block scalar" in context:
        return in_quotes("yaml-tekstblok", fault.at, fault)
    if "anchor" in context or "alias" in context:
        number, column = fault.since
        near = yaml_repairs.without_star(fault.lines[number], column)
        return problem("yaml-anker", fault.since, fault.helps(number, near))
    if " tag" in context or "tag handle" in reason:
        return in_quotes("yaml-tag", fault.since, fault)
    if "cannot start any token" in reason or "node content" in reason:
        return in_quotes("yaml-eerste-teken", fault.at, fault)
    if "block sequence entries are not allowed" in reason:
        first = not fault.line[: fault.at[1]].strip()
        return (misplaced(fault) if first else None) or problem("yaml-streepje", fault.at)
    return None


def in_quotes(code: str, place: tuple[int, int], fault: Fault) -> YamlProblem:
    """A mistake that is none in quotation marks."""
    number, column = place
    return problem(code, place, fault.helps(number, yaml_repairs.in_text(fault.lines[number], column)))


def open_quote(fault: Fault, place: tuple[int, int]) -> YamlProblem:
    """A quotation mark that stays open in its line."""
    number, column = place
    forms = yaml_repairs.unquoted(fault.lines[number], column)
    return problem("yaml-aanhalingsteken", place, next((form for form in forms if fault.helps(number, form)), ""))


def behind_a_value(fault: Fault, text: str) -> YamlProblem | None:
    """Text behind a closing quotation mark or bracket; the mark may be the first one of another line."""
    if "block mapping" not in fault.context and "flow" not in fault.context:
        return None
    last = last_token(fault, text)
    if isinstance(last, yaml.ScalarToken) and last.style in ("'", '"'):
        opened = last.start_mark.line, last.start_mark.column
        if last.start_mark.line != last.end_mark.line:
            return open_quote(fault, opened)
        if last.end_mark.line == fault.at[0]:
            return in_quotes("yaml-na-aanhalingsteken", fault.at, fault)
    if isinstance(last, (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)) and last.end_mark.line == fault.at[0]:
        key = KEY.match(fault.line)
        near = fault.helps(fault.at[0], yaml_repairs.quoted(fault.line, key.end())) if key else ""
        return problem("yaml-na-haakje", fault.at, near)
    if "flow" in fault.context:
        if fault.character == ":" and fault.at[0] == fault.since[0]:
            return colon(fault)
        return problem("yaml-haakje", fault.since, closing(fault))
    return None


def closing(fault: Fault) -> str:
    """The line of an open bracket with that closed, or with commas between its parts."""
    number = fault.since[0]
    line = fault.lines[number]
    forms = (yaml_repairs.closed(line), yaml_repairs.braced(line))
    return next((form for form in forms if fault.reaches(number, form) > number), "")


def last_token(fault: Fault, text: str) -> yaml.Token | None:
    """The last thing that was read whole before the place where the parser gave up."""
    last = None
    try:
        for token in yaml.scan(text, Loader=Loader):
            if (token.end_mark.line, token.end_mark.column) > fault.at:
                break
            if token.start_mark.index != token.end_mark.index:
                last = token
    except yaml.YAMLError:
        return last
    return last


def between_lines(fault: Fault) -> YamlProblem:
    """What is wrong between one line and the next: a colon, a dash, the indentation, a second document."""
    ended = any(re.match(r"(\.\.\.|---)(\s|$)", line) for line in fault.lines[: fault.at[0]])
    if "document start" in fault.problem and ended:
        return problem("yaml-documenten", fault.at)
    if "mapping values are not allowed" in fault.problem:
        return colon(fault)
    number = fault.since[0] if "could not find expected ':'" in fault.problem else fault.at[0]
    if "directive" not in fault.context and row_of(number, fault.lines[number]).is_text:
        return loose(fault, number)
    return first_line(fault) or misplaced(fault) or problem("yaml-fout", fault.at)


def first_line(fault: Fault) -> YamlProblem | None:
    """The first key of a file, where it stands further to the right than what comes below it."""
    first = next(rows(fault.lines))
    if not first.starts or not fault.helps(first.number, fault.lines[first.number].lstrip(" ")):
        return None
    return problem("yaml-eerste-regel", (first.number, first.starts), word=first.head)


def colon(fault: Fault) -> YamlProblem:
    """A colon too many: in a text, or in a line that the parser took for the rest of the line above."""
    number, column = fault.at
    head = fault.line[:column]
    if key := KEY.match(head):
        value = head[key.end() :].lstrip()
        code = "yaml-krul" if value[:1] and value[0] in yaml_repairs.CURLED else "yaml-dubbele-punt"
        forms = (yaml_repairs.braced(fault.line), yaml_repairs.in_text(fault.line, column))
        return problem(code, fault.at, next((form for form in forms if fault.helps(number, form)), ""))
    above = fault.before()
    if above is not None and not KEY.match(fault.lines[above]):
        if near := fault.helps(above, yaml_repairs.with_colon(fault.lines[above])):
            return problem("yaml-geen-dubbele-punt", start_of(fault, above), near)
        return (misplaced(fault) if is_key(head) else None) or without_colon(fault, above)
    # In the rest of a text, a word with a colon behind it is no key.
    return (misplaced(fault) if is_key(head) else None) or problem("yaml-dubbele-punt", fault.at)


def is_key(head: str) -> bool:
    """Whether what stands before a colon is a key, or a word for one."""
    return bool(keys_meant(head.strip().removeprefix("- ")))


def loose(fault: Fault, number: int) -> YamlProblem:
    """A line without a colon and a dash: an item, the first line of the body, a key, or the rest of a text."""
    line, place = fault.lines[number], start_of(fault, number)
    if fault.front_matter and number and not fault.lines[number - 1].strip():
        return problem("kop-loopt-door", place)
    if near := fault.helps(number, yaml_repairs.with_colon(line)):
        return problem("yaml-geen-dubbele-punt", place, near)
    if found := misplaced(fault, number):
        return found
    above = next((row for row in reversed([*rows(fault.lines[:number])])), None)
    if above is not None and above.dash is not None and not above.key:
        near = fault.helps(number, " " * above.dash + yaml_repairs.dashed(line).strip())
        return problem("yaml-geen-streepje", place, near)
    return without_colon(fault, number)


def without_colon(fault: Fault, number: int) -> YamlProblem:
    """A key without its colon, or the rest of a text that does not stand further to the right than its key."""
    place = start_of(fault, number)
    key = next((row for row in reversed([*rows(fault.lines[:number])]) if row.key), None)
    if key is None:
        return problem("yaml-geen-dubbele-punt", place)
    texts = (start_of(fault, below)[1] for below in range(key.number + 1, number) if fault.lines[below].strip())
    column = next(texts, key.column + 2)
    return problem("yaml-losse-regel", place, row=key.number + 1, spaces=max(1, column - place[1]))


def start_of(fault: Fault, number: int) -> tuple[int, int]:
    line = fault.lines[number]
    return number, len(line) - len(line.lstrip())


def cut_off(fault: Fault) -> YamlProblem | None:
    """A `#` behind a space, which ends what is read of its line, so that a bracket or the rest of a text is left."""
    for number in dict.fromkeys((fault.at[0], fault.before(), fault.since[0])):
        match = re.search(r"(?<! ) #", fault.lines[number]) if number is not None else None
        if number is None or match is None:
            continue
        line = fault.lines[number]
        at = match.end() - 1
        if fault.helps(number, f"{line[:at]}x{line[at + 1 :]}"):
            return problem(
                "yaml-hekje", (number, at), fault.helps(number, yaml_repairs.in_text(line, at)), row=fault.at[0] + 1
            )
    return None
