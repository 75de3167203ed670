"""A line that stands too far to the left or to the right: which one, in line with which other, and by how much.

In: lines that the parser refused, and where it gave up. Out: the smallest move of a line, alone or with all that is
in it, after which the parser gets further. So who follows the advice never gets the same message for that line again.
"""

from collections.abc import Iterator, Sequence

import yaml
from msgspec import Struct

from g40site.content.layout import Row, rows
from g40site.content.spelling import LISTS, keys_under, known_keys

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The mistake stands in the line where the parser gave up, or shortly before it.
BEFORE = 4
# The rows that a line may have to stand in line with.
ABOVE, BELOW = 60, 3
# Each move is tried by reading the text once more.
MOST_CHARACTERS = 100_000


class Shift(Struct, frozen=True):
    """A row that moves `spaces` to the right, or to the left below 0, to stand in line with another one."""

    row: Row
    beside: Row
    spaces: int


def shift(lines: Sequence[str], at: int, first: int = 0) -> Shift | None:
    """The move that helps when the parser gave up in line `at`, counted from 0, of a line from `first` on."""
    if sum(map(len, lines)) > MOST_CHARACTERS:
        return None
    found = [row for row in rows(lines) if not row.is_text]
    last = max((place for place, row in enumerate(found) if row.number <= at), default=-1)
    best: tuple[tuple[object, ...], Shift] | None = None
    for place in range(max(0, last - BEFORE), last + 1):
        if found[place].number < first:
            continue
        for move in moves(found, place):
            for some in parts(found, place):
                reached = refused_at(moved(lines, some, move.spaces))
                if reached <= max(at, move.row.number):
                    continue
                below = move.beside.number > move.row.number
                # The most is read, then it is the likeliest, then the least is moved.
                rank = (-reached, not fits(found, place, move), len(some) > 1, abs(move.spaces), below, -move.spaces)
                if best is None or rank < best[0]:
                    best = rank, move
    return best[1] if best else None


def fits(found: Sequence[Row], place: int, move: Shift) -> bool:
    """Whether a row may stand where it moves to: an item beside its like, a key below one that may have it."""
    row, beside = move.row, move.beside
    if row.dash is not None:
        return row.key == ("" if beside.dash is None else beside.key)
    owner, beside_it = home(found[:place], row.column + move.spaces)
    if row.key in beside_it:
        return False
    if owner is None:
        lists = any(one.dash is not None and one.key for one in found) and found[0].key in LISTS
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


def moves(found: Sequence[Row], place: int) -> Iterator[Shift]:
    """Where a row could stand instead: in line with rows around it, the nearest above first."""
    row, been = found[place], {found[place].starts}
    above = reversed(found[max(0, place - ABOVE) : place])
    for other in (*above, *found[place + 1 : place + 1 + BELOW]):
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


def parts(found: Sequence[Row], place: int) -> Iterator[Sequence[Row]]:
    """What moves: the row alone, or with the rows in it."""
    yield found[place : place + 1]
    inside = place + 1
    while inside < len(found) and found[inside].starts > found[place].starts:
        inside += 1
    if inside > place + 1:
        yield found[place:inside]


def moved(lines: Sequence[str], some: Sequence[Row], spaces: int) -> list[str]:
    """The lines with some rows, and what stands between them, moved."""
    changed = list(lines)
    for number in range(some[0].number, some[-1].number + 1):
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
