"""What was meant by YAML that the parser refused: a line in another form, or further to the left or the right.

In: lines, and where the parser gave up. Out: a line with the quotation marks, colon, dash or bracket that it lacks, or
the smallest move of a line, alone or with all that is in it, after which the parser gets further. So who follows the
advice never gets the same message for that line again. Of a line in another form the caller tries whether it helps.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from operator import itemgetter

import yaml
from msgspec import Struct

from g40site.content.spelling import KEY, LISTS, keys_under, known_keys

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The mistake stands in the line where the parser gave up, or shortly before it.
BEFORE = 4
# The rows that a line may have to stand in line with.
ABOVE, BELOW = 60, 3
# Each move is tried by reading the text once more.
MOST_CHARACTERS = 100_000
LINE = re.compile(r"( *)((?:- +)*)(?:([^\s:#\[\]{},\"'&*!|>%@`-][^:#]*?) *:(?= |$))?")
BLOCK = re.compile(r"(?:^|: +|- +)[|>][-+0-9]*(?: +#.*)?$")
CURLED = "“”„‟‘’‚‛"
BULLETS = "*•·–—"


class Row(Struct, frozen=True):
    """A line, counted from 0: the columns of its dash and of what stands behind that, and its key if it has one."""

    number: int
    text: str
    dash: int | None
    column: int
    key: str

    @property
    def head(self) -> str:
        """What it begins with, as a message names it: `title`, `- id:` or `- KNMI`."""
        if self.dash is None:
            return self.key
        return f"- {self.key}:" if self.key else self.text.strip(" ")

    @property
    def is_text(self) -> bool:
        """Whether it is no key and no item, but perhaps the rest of a text."""
        return not self.key and self.dash is None

    @property
    def starts(self) -> int:
        return self.column if self.dash is None else self.dash


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a text, in order."""
    # The column of the key whose text of several lines goes on, and how far its first line stands to the right.
    outer: int | None = None
    inner = 0
    for number, line in enumerate(lines):
        bare = line.strip(" ")
        indent = len(line) - len(line.lstrip(" "))
        if not bare:
            continue
        if outer is not None and indent > outer and indent >= inner:
            inner = inner or indent
            continue
        outer, inner = None, 0
        if bare.startswith("#"):
            continue
        row = row_of(number, line)
        if BLOCK.search(line.rstrip(" ")):
            outer = row.starts if row.dash is not None and not row.key else row.column
        yield row


def row_of(number: int, line: str) -> Row:
    match = LINE.match(line)
    assert match is not None, "every part of it may be empty"
    dash = len(match[1]) if match[2] else None
    return Row(number, line, dash, len(match[1]) + len(match[2]), match[3] or "")


# A line in another form.


def quoted(line: str, start: int) -> str:
    """The line with all that stands behind a place in straight quotation marks; nothing where it has such marks."""
    value = line[start:].strip()
    if value[:1] in CURLED:
        value = value.strip(CURLED)
    mark = '"' if '"' not in value and "\\" not in value else "'"
    return with_value(line, start, f"{mark}{value}{mark}") if value and mark not in value else ""


def with_value(line: str, start: int, value: str) -> str:
    """The line with another text behind a place."""
    head = line[:start].rstrip()
    return f"{head} {value}" if head else f"{line[:start]}{value}"


def quoted_part(line: str, at: int) -> str:
    """The line with the one part around a place, between brackets and commas, in quotation marks."""
    start = max(line.rfind(mark, 0, at + 1) for mark in "[{,") + 1
    ends = [end for mark in ",]}" if (end := line.find(mark, at + 1)) >= 0]
    end = min(ends, default=len(line))
    key = re.compile(r"\s*(?:[a-z_]+: +)?").match(line, start, end)
    begin = key.end() if key else start
    text = line[begin:end].strip()
    return f'{line[:begin]}"{text}"{line[end:]}' if text and '"' not in text and "\\" not in text else ""


def in_text(line: str, at: int) -> str:
    """The line with the text around a place in quotation marks: a part between brackets, or all behind the key."""
    if is_inside(line, at):
        return quoted_part(line, at)
    key = KEY.match(line)
    dash = re.match(r"\s*(?:- +)+", line)
    return quoted(line, key.end() if key else dash.end() if dash else len(line) - len(line.lstrip()))


def is_inside(line: str, at: int) -> bool:
    """Whether a place stands between brackets that its value begins with."""
    key = KEY.match(line)
    value = re.compile(r"[ -]*[\[{]").match(line, key.end() if key else 0)
    return value is not None and at >= value.end()


def without_star(line: str, at: int) -> str:
    """The line as an item where a star is its bullet, else with its text in quotation marks."""
    return dashed(line) if line.lstrip().startswith("*") else in_text(line, at)


def braced(line: str) -> str:
    """The line with its keys between braces and with commas between them."""
    key = KEY.match(line)
    if key is None:
        return ""
    value = line[key.end() :].strip()
    bare = value.strip("{}").replace(";", ",")
    whole = f"{{{bare}}}"
    owner = key.group().strip(" -:")
    fits = bare.partition(":")[0].strip() in keys_under(owner)
    return with_value(line, key.end(), whole) if fits and whole != value else ""


def with_colon(line: str) -> str:
    """The line with the colon, or the space behind it, that was forgotten; nothing where it may be plain text."""
    match = re.fullmatch(r"(\s*(?:- +)*)([a-z_]+)\s*(?:[:=;]|\s)\s*(\S.*)", line)
    glued = re.fullmatch(r"(\s*(?:- +)*)([a-z_]+)[:=;](\S.*)", line)
    likely = glued or (match if match and match[2] in known_keys() else None)
    return f"{likely[1]}{likely[2]}: {likely[3]}" if likely and not likely[3].startswith("//") else ""


def dashed(line: str) -> str:
    """The line as an item of a list: with a dash and a space instead of another bullet, or of none."""
    match = re.fullmatch(rf"(\s*)(?:[{BULLETS}]+|-(?!-))? *(\S.*)", line)
    return f"{match[1]}- {match[2]}" if match else ""


def closed(line: str) -> str:
    """The line with the brackets closed that it opens."""
    ends = []
    for character in line:
        if character in "[{":
            ends.append("]" if character == "[" else "}")
        elif ends and character == ends[-1]:
            ends.pop()
    return line.rstrip().rstrip(",") + "".join(reversed(ends)) if ends else ""


def unquoted(line: str, at: int) -> tuple[str, ...]:
    """The line whose quotation mark at a place stays open: closed, or with the mark as an apostrophe of the text."""
    mark = line[at : at + 1]
    whole = quoted(line, at)
    plain = f"{line.rstrip()}{mark}"
    apostrophe = mark == "'" and re.match(r"'[a-z](?: |$)", line[at:])
    return (whole, plain) if apostrophe or line.count(mark) > 1 else (plain, whole)


# A line that moves.


class Shift(Struct, frozen=True):
    """A row that moves `spaces` to the right, or to the left below 0, to stand in line with another one."""

    row: Row
    beside: Row
    spaces: int


def shift(lines: Sequence[str], at: int, first: int = 0) -> Shift | None:
    """The move that helps when the parser gave up in line `at`, counted from 0, of a line from `first` on."""
    if sum(map(len, lines)) > MOST_CHARACTERS:
        return None
    heads = [row for row in rows(lines) if not row.is_text]
    best = min(helpful_moves(lines, heads, at, first), key=itemgetter(0), default=None)
    return best[1] if best else None


def helpful_moves(
    lines: Sequence[str], heads: Sequence[Row], at: int, first: int
) -> Iterator[tuple[tuple[object, ...], Shift]]:
    """The moves after which the parser gets further, each with its rank: the lowest is the best."""
    last = max((index for index, row in enumerate(heads) if row.number <= at), default=-1)
    for index in range(max(0, last - BEFORE), last + 1):
        if heads[index].number < first:
            continue
        for move, run in product(moves(heads, index), runs(heads, index)):
            reached = refused_at(moved(lines, run, move.spaces))
            if reached > max(at, move.row.number):
                # The most is read, then it is the likeliest, then the least is moved.
                below, likely = move.beside.number > move.row.number, fits(heads, index, move)
                yield (-reached, not likely, len(run) > 1, abs(move.spaces), below, -move.spaces), move


def fits(heads: Sequence[Row], index: int, move: Shift) -> bool:
    """Whether a row may stand where it moves to: an item beside its like, a key below one that may have it."""
    row, beside = move.row, move.beside
    if row.dash is not None:
        return row.key == ("" if beside.dash is None else beside.key)
    owner, beside_it = home(heads[:index], row.column + move.spaces)
    if row.key in beside_it:
        return False
    if owner is None:
        lists = any(other.dash is not None and other.key for other in heads) and heads[0].key in LISTS
        return not lists or row.key in LISTS
    return row.key in keys_under(owner.key) if owner.key in known_keys() else True


def home(above: Sequence[Row], column: int) -> tuple[Row | None, set[str]]:
    """The row whose key holds what stands in a column below some rows, and the keys that stand there already; None for
    what stands in the file itself.
    """
    keys: set[str] = set()
    dash: int | None = None
    for row in reversed(above):
        if dash is not None:
            # The list's key may stand right above its dashes.
            if row.key and row.column <= dash:
                return row, keys
        elif row.column < column or (row.dash is not None and row.dash < column < row.column):
            if row.key:
                return row, keys
        elif row.column == column:
            keys.add(row.key)
            dash = row.dash
    return None, keys


def moves(heads: Sequence[Row], index: int) -> Iterator[Shift]:
    """Where a row could stand instead: in line with rows around it, the nearest above first."""
    row, been = heads[index], {heads[index].starts}
    above = reversed(heads[max(0, index - ABOVE) : index])
    for other in (*above, *heads[index + 1 : index + 1 + BELOW]):
        if row.dash is None:
            column: int | None = other.column if other.key else None
        elif other.dash is not None:
            column = other.dash
        else:
            # A list may stand right below the key that it belongs to; the keys of an item stand behind its dash.
            column = other.column if other.number < row.number else other.column - (row.column - row.dash)
        if column is not None and column >= 0 and column not in been:
            been.add(column)
            yield Shift(row, other, column - row.starts)


def runs(heads: Sequence[Row], index: int) -> Iterator[Sequence[Row]]:
    """What moves: the row alone, or with the rows in it."""
    yield heads[index : index + 1]
    inside = index + 1
    while inside < len(heads) and heads[inside].starts > heads[index].starts:
        inside += 1
    if inside > index + 1:
        yield heads[index:inside]


def moved(lines: Sequence[str], run: Sequence[Row], spaces: int) -> list[str]:
    """The lines with some rows, and what stands between them, moved."""
    changed = list(lines)
    for number in range(run[0].number, run[-1].number + 1):
        line = lines[number]
        changed[number] = " " * spaces + line if spaces > 0 else line[min(-spaces, len(line) - len(line.lstrip(" "))) :]
    return changed


def refused_at(lines: Sequence[str]) -> int:
    """The line in which the parser gives up, counted from 0; behind the last one when it reads all."""
    try:
        for _ in yaml.parse("\n".join(lines), Loader=Loader):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line if mark else 0
    return len(lines) + 1
