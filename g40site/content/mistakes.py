"""What the editor did, from what the YAML parser says: a colon in a title, a tab, a quotation mark that stays open.

In: the parser's error and the text. Out: the code of a problem with its place in that text. The parser names the place
where it gave up; the mistake often stands before it, so the lines around it and the tokens up to there are looked at.
"""

import re
from functools import cache

import yaml
from msgspec import Struct

from g40site import model
from g40site.model.shape import fields_of

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CURLED = "“”„‟‘’‚‛"
KEY = re.compile(r"\s*(?:- +)*[^\s:#][^:#]*:(?=\s|$)")


@cache
def known_keys() -> frozenset[str]:
    """The keys of all models."""
    forms = (form for form in vars(model).values() if isinstance(form, type) and issubclass(form, model.Entry))
    return frozenset(field.key for form in forms for field in fields_of(form))


class Mistake(Struct, frozen=True):
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

    def before(self) -> int | None:
        """The number of the last line with text above the one at which the parser gave up."""
        return next((number for number in range(self.at[0] - 1, -1, -1) if self.lines[number].strip()), None)


def explained(error: yaml.YAMLError, text: str, *, front_matter: bool = False) -> Mistake:
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
    return tab(fault) or in_a_value(fault) or behind_a_value(fault, text) or between_lines(fault)


def within(mark: yaml.Mark | None, lines: list[str]) -> tuple[int, int]:
    """The place of a mark; one behind the end of the text is the end of its last line with text."""
    if mark is None:
        return 0, 0
    if mark.line < len(lines) and (lines[mark.line] or mark.line + 1 < len(lines)):
        return mark.line, mark.column
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    return last, len(lines[last])


def mistake(code: str, place: tuple[int, int], meant: str = "", **values: object) -> Mistake:
    named = tuple((name, str(value)) for name, value in values.items())
    return Mistake(code, place[0] + 1, place[1] + 1, (meant,) if meant else (), named)


def misplaced(code: str, place: tuple[int, int], fault: Fault) -> Mistake:
    """A line that is not aligned: with the key above it that it seems to belong beside, by its indentation."""
    here = indent_of(fault.lines[place[0]])
    best: tuple[int, int] | None = None
    for number in range(place[0] - 1, -1, -1):
        line = fault.lines[number]
        if not (match := KEY.match(line)):
            continue
        # An item's first key stands behind its dash.
        column = len(match.group()) - len(match.group().lstrip(" -"))
        distance = abs(column - here)
        if best is None or distance < abs(best[1] - here):
            best = number, column
        if indent_of(line) < here - 2 or distance <= 1:
            break
    if best is None:
        return mistake(code, place, key="…", row=1)
    key = fault.lines[best[0]].lstrip(" -").partition(":")[0]
    return mistake(code, place, key=key, row=best[0] + 1)


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def tab(fault: Fault) -> Mistake | None:
    """A tab that indents the line, or the one above it."""
    for number in (fault.at[0], fault.at[0] - 1):
        line = fault.lines[number] if number >= 0 else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return mistake("yaml-tab", (number, line.index("\t")))
    return mistake("yaml-tab", fault.at) if fault.character == "\t" else None


def in_a_value(fault: Fault) -> Mistake | None:
    """What the parser met inside one value: an open quotation mark, an odd first character."""
    context, problem = fault.context, fault.problem
    if "maximum nesting" in problem:
        return mistake("yaml-te-diep", fault.at)
    if "quoted scalar" in context:
        escape = "escape" in problem or "hexdecimal" in problem
        return mistake("yaml-backslash", fault.at) if escape else mistake("yaml-aanhalingsteken", fault.since)
    if "block scalar" in context:
        return mistake("yaml-tekstblok", fault.at)
    if "anchor" in context or "alias" in context:
        return mistake("yaml-anker", fault.since)
    if " tag" in context or "tag handle" in problem:
        return mistake("yaml-tag", fault.since)
    if "cannot start any token" in problem or "node content" in problem:
        return mistake("yaml-eerste-teken", fault.at)
    if "block sequence entries are not allowed" in problem:
        return mistake("yaml-streepje", fault.at)
    return None


def behind_a_value(fault: Fault, text: str) -> Mistake | None:
    """Text behind a closing quotation mark or bracket; the mark may be the first one of another line."""
    if "block mapping" not in fault.context and "flow" not in fault.context:
        return None
    last = last_token(fault, text)
    if isinstance(last, yaml.ScalarToken) and last.style in ("'", '"'):
        opened = last.start_mark.line, last.start_mark.column
        if last.start_mark.line != last.end_mark.line:
            return mistake("yaml-aanhalingsteken", opened)
        if last.end_mark.line == fault.at[0]:
            return mistake("yaml-na-aanhalingsteken", fault.at)
    if isinstance(last, (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)) and last.end_mark.line == fault.at[0]:
        return mistake("yaml-na-haakje", fault.at)
    if "flow" in fault.context:
        second = fault.character == ":" and fault.at[0] == fault.since[0]
        return colon(fault) if second else mistake("yaml-haakje", fault.since)
    return None


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


def between_lines(fault: Fault) -> Mistake:
    """What is wrong between one line and the next: a colon, a dash, the indentation, a second document."""
    if "mapping values are not allowed" in fault.problem:
        return colon(fault)
    if "could not find expected ':'" in fault.problem:
        return no_colon(fault)
    if "'-' indicator" in fault.problem:
        return mistake("yaml-geen-streepje", fault.at)
    if "document start" in fault.problem:
        ended = any(re.match(r"(\.\.\.|---)(\s|$)", line) for line in fault.lines[: fault.at[0]])
        return mistake("yaml-documenten", fault.at) if ended else misplaced("yaml-inspringing", fault.at, fault)
    if "block mapping" in fault.context or "block collection" in fault.context:
        return misplaced("yaml-inspringing", fault.at, fault)
    return mistake("yaml-fout", fault.at)


def colon(fault: Fault) -> Mistake:
    """A colon too many: in a text, or in a line that the parser took for the rest of the line above."""
    head = fault.line[: fault.at[1]]
    if key := KEY.match(head):
        value = head[key.end() :].lstrip()
        code = "yaml-krul" if value[:1] and value[0] in CURLED else "yaml-dubbele-punt"
        return mistake(code, fault.at, quoted(fault.line, key.end()))
    above = fault.before()
    indent = len(head) - len(head.lstrip())
    if above is not None and not KEY.match(fault.lines[above]):
        row = fault.lines[above]
        return mistake("yaml-geen-dubbele-punt", (above, len(row) - len(row.lstrip())), key_meant(row))
    return misplaced("yaml-te-ver", (fault.at[0], indent), fault)


def quoted(line: str, start: int) -> str:
    """A line with its value in straight quotation marks, or nothing where the value has such marks itself."""
    value = line[start:].strip().strip(CURLED)
    mark = '"' if '"' not in value and "\\" not in value else "'"
    return f"{line[:start].strip()} {mark}{value}{mark}" if mark not in value else ""


def key_meant(row: str) -> str:
    """A line in which the colon, or the space behind it, was forgotten; or nothing where it may be plain text."""
    match = re.fullmatch(r"\s*(?:- +)*([a-z_]+)\s*(?:[:=;]|\s)\s*(\S.*)", row)
    glued = re.fullmatch(r"\s*(?:- +)*([a-z_]+)[:=;](\S.*)", row)
    found = glued or (match if match and match[1] in known_keys() else None)
    return f"{found[1]}: {found[2]}" if found and not found[2].startswith("//") else ""


def no_colon(fault: Fault) -> Mistake:
    """A line without a colon: an item without its dash, the first line of the body, or a key."""
    number, column = fault.since
    row, above = fault.lines[number], fault.lines[number - 1] if number else ""
    if re.match(r"\s*- ", above) and len(row) - len(row.lstrip()) > 0:
        return mistake("yaml-geen-streepje", (number, column))
    if fault.front_matter and not above.strip() and number:
        return mistake("kop-loopt-door", (number, column))
    return mistake("yaml-geen-dubbele-punt", (number, column), key_meant(row))
