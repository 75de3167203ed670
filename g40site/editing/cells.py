"""What a cell of a spreadsheet says, as the text that somebody would have typed.

In: a value with the format in which the sheet shows it. Out: a text, or why there is none and what to write. A program
such as Excel makes dates and numbers of what looks like one: `2019-10` becomes the first of October, shown as `okt-19`.
What the cell shows is taken; where it shows something else than it holds, nobody knows which of them was meant.
"""

import datetime as dt
import re
from typing import Any

from msgspec import Struct

# Between these a number in a cell is rather a year than a day, which it would be in 1905.
YEARS = range(1900, 2201)
# Excel keeps no more digits of a number.
MOST = 10**15
PLAIN_NUMBER = re.compile(r"General|@|[#0,.]+", re.IGNORECASE)
NO_PART = re.compile(r'"[^"]*"|\\.|_.|\[[^]]*\]|\*.')
TYPE = "Typ er het teken `'` voor, zoals `'2019-10`.", "Type the sign `'` before it, as in `'2019-10`."


class Cell(Struct, frozen=True):
    """A text, and whether it was a date; or what is wrong with the cell, in both languages."""

    text: str = ""
    is_date: bool = False
    wrong: tuple[str, str] | None = None


EMPTY = Cell()


def refused(dutch: str, english: str) -> Cell:
    return Cell("?", wrong=(f"{dutch}. {TYPE[0]}", f"{english}. {TYPE[1]}"))


def cell_of(value: Any, form: str, kind: str, epoch: dt.datetime) -> Cell:
    """A value of a sheet; `form` is its number format, `kind` its type as openpyxl names it."""
    if value is None:
        return EMPTY
    if kind == "e":
        return Cell("?", wrong=(f"de cel geeft een fout (`{value}`). Typ de waarde zelf.", f"an error (`{value}`)."))
    if isinstance(value, bool):
        return refused("de cel is WAAR of ONWAAR, en geen tekst", "the cell is TRUE or FALSE, and no text")
    if isinstance(value, (int, float)):
        return number(value, form)
    if isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        return date(value, form, epoch)
    return Cell(plain(str(value)))


def plain(text: str) -> str:
    """A text as it is shown: Excel writes some characters as their number (`_x000D_`). Half a character stays as it is
    written.
    """
    text = re.sub("_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\r\n?", "\n", text).rstrip(" ")


def number(value: float, form: str) -> Cell:
    """A whole number that is shown as one."""
    if value != value // 1 or abs(value) >= MOST or not PLAIN_NUMBER.fullmatch(form):
        decimal = f"{value:g}".replace(".", ",")
        return refused(
            f"de cel is een getal ({decimal}), en geen tekst", f"the cell is a number ({value:g}), and no text"
        )
    text = str(int(value))
    return Cell(text.zfill(len(form)) if re.fullmatch("0+", form) else text)


def date(value: Any, form: str, epoch: dt.datetime) -> Cell:
    """A year, a month or a day, as far as the cell shows it."""
    visible = NO_PART.sub("", form.lower()).split(";")[0]
    if isinstance(value, (dt.time, dt.timedelta)) or "y" not in visible:
        return refused("de cel is een tijd, of een datum zonder jaar", "the cell is a time, or a date without a year")
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    day = moment.date()
    if moment.time() != dt.time():
        return refused(
            f"de cel is een datum met een tijd ({day:%d-%m-%Y} {moment:%H:%M})", "the cell is a date with a time"
        )
    serial = (moment - epoch).days
    if serial in YEARS:
        return refused(
            f"de cel is de dag {day:%d-%m-%Y}. Bedoelde u het jaar {serial}",
            f"is the day {day}. Is the year {serial} meant",
        )
    # The first of a month, or of a year, is what Excel makes of what has no day.
    length = 10 if "d" in visible else 7 if "m" in visible else 4
    text = day.isoformat()
    if text[length:] not in ("", "-01", "-01-01"):
        return refused(
            f"de cel toont niet de hele datum: zij is {day:%d-%m-%Y}",
            f"the cell does not show all of its date: it is {day}",
        )
    return Cell(text[:length], is_date=True)
