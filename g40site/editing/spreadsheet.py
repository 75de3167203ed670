"""A spreadsheet of the projects: written with its lists and help, and read back as rows of texts.

In: columns and rows. Out: the bytes of an .xlsx; and from the bytes of an .xlsx or a .csv the rows with their places.
What a cell says is a text as somebody would have typed it, or why there is none and what to write. A program such as
Excel makes dates and numbers of what looks like one: `2019-10` becomes the first of October, shown as `okt-19`. What
the cell shows is taken; where it shows something else than it holds, nobody knows which of them was meant.
"""

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError

from msgspec import Struct
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from g40site.editing.entries import Texts, refused, texts_of
from g40site.editing.project_table import Column

SHEET, EXAMPLE, LISTS = "Projecten", "Voorbeeld", "Lijsten"
# The last row that a sheet can have: text formats and lists go on for whoever adds projects.
LAST_ROW = 1_048_576
# Far more than the projects of all municipalities have, and few enough to read in seconds. A file of a few kB can
# stand for more: one row with a high number has all rows above it, and what repeats is packed to almost nothing.
MOST_CELLS, MOST_UNPACKED = 500_000, 50_000_000
WRAPPED = Alignment(wrap_text=True, vertical="top")


# Between these a number in a cell is rather a year than a day, which it would be in 1905.
YEARS = range(1900, 2201)
# Excel keeps no more digits of a number.
MOST = 10**15
PLAIN_NUMBER = re.compile(r"General|@|[#0,.]+", re.IGNORECASE)
# What a format shows beside the value itself.
BESIDE = re.compile(r'"[^"]*"|\\.|_.|\[[^]]*\]|\*.')


class Cell(Struct, frozen=True):
    """A text, and whether it was a date; or what is wrong with the cell."""

    text: str = ""
    is_date: bool = False
    wrong: Texts | None = None


EMPTY = Cell()


class Row(Struct, frozen=True):
    """One row: its number and its cells by column number, both counted from 1. Of a form that was mailed a cell has a
    line of its own.
    """

    number: int
    cells: dict[int, Cell]
    lines: dict[int, int] = {}


class Table(Struct, frozen=True):
    """A sheet as it was read: its name, its heads by column number, the rows below them, how its signs were read where
    the file does not say it, and whether the projects of the site are meant to be in it.
    """

    name: str
    heads: dict[int, str]
    rows: tuple[Row, ...]
    guessed: str = ""
    lists_all: bool = True


def workbook(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bytes:
    """The spreadsheet to fill in: the projects, a worked row, and the lists that its cells choose from."""
    book = Workbook()
    main: Worksheet = book.active  # type: ignore[assignment] # a new book has a sheet
    main.title = SHEET
    lists = book.create_sheet(LISTS)
    fill(main, columns, rows)
    choose(main, lists, columns)
    fill(book.create_sheet(EXAMPLE, 1), columns, [worked(columns)])
    lists.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    for number, column in enumerate(columns, start=1):
        head = sheet.cell(1, number, column.head + (" *" if column.is_needed else ""))
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="154273")
        head.comment = Comment(column.help + (" Nodig." if column.is_needed else ""), "Redactie", width=320, height=150)
        whole = sheet.column_dimensions[get_column_letter(number)]
        whole.width = 50 if column.field.is_long else 22
        # Also for cells that are empty, and for new rows: elsewhere `2019-10` becomes a day and `038` loses its zero.
        whole.number_format, whole.alignment = "@", WRAPPED
    for number, row in enumerate(rows, start=2):
        for at, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(number, at)
                cell.value = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
                # Never a formula, whatever it begins with.
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = WRAPPED
    sheet.freeze_panes = "D2"


def choose(sheet: Worksheet, lists: Worksheet, columns: Sequence[Column]) -> None:
    """Lists to choose from; where more than one may be named another text is fine too."""
    for number, column in enumerate(columns, start=1):
        if not column.names:
            continue
        letter = get_column_letter(number)
        for at, (_id, name) in enumerate(column.names, start=1):
            lists.cell(at, number, name).data_type = "s"
        rule = DataValidation("list", formula1=f"{LISTS}!${letter}$1:${letter}${len(column.names)}", allow_blank=True)
        rule.showErrorMessage = not column.field.is_list
        rule.errorTitle, rule.error = column.head, "Kies uit de lijst."
        rule.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)


def worked(columns: Sequence[Column]) -> list[str]:
    """A project that is filled in, at the first municipality; its id begins with that."""
    owner = columns[0].names[0]
    return [owner[1], f"{owner[0]}-{columns[1].example.partition('-')[2]}", *(column.example for column in columns[2:])]


# Reading.


def read(data: bytes, name: str) -> Table:
    """The sheet with the projects of an .xlsx, or a .csv."""
    return read_csv(data) if name.lower().endswith(".csv") else read_xlsx(data)


def read_xlsx(data: bytes) -> Table:
    try:
        # Of what it leaves out (charts, newer lists) nothing is text.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            name, rows = sheet_of(data)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, TypeError, OSError, ParseError):
        raise refused("no-spreadsheet") from None
    return table(name, rows.items())


def sheet_of(data: bytes) -> tuple[str, dict[int, list[Cell]]]:
    """The name of the sheet with the projects, and by number the cells of each row that says something; of a formula
    what it came to when it was last saved.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
            raise refused("large-sheet")
    book, results = (load_workbook(io.BytesIO(data), read_only=True, data_only=only) for only in (False, True))
    name = SHEET if SHEET in book.sheetnames else book.worksheets[0].title
    rows: dict[int, list[Cell]] = {}
    size = 0
    for at, (row, beside) in enumerate(zip(rows_of(book[name]), rows_of(results[name]), strict=True), start=1):
        # A row that the file leaves out counts too: openpyxl makes up each of those above the last.
        size += max(len(row), 1)
        if size > MOST_CELLS:
            raise refused("large-sheet")
        cells = [cell_of(cell, result, book.epoch) for cell, result in zip(row, beside, strict=True)]
        if any(cell.text for cell in cells):
            rows[at] = cells
    return name, rows


def rows_of(sheet: Any) -> Iterator[Sequence[Any]]:
    # What the file says of its size may be wrong.
    sheet.reset_dimensions()
    return iter(sheet.iter_rows())


def decoded(data: bytes, charset: str = "", errors: str = "strict") -> tuple[str, str]:
    """A text in a named encoding, in UTF-8 or UTF-16, or as Windows writes it; and that where it is guessed."""
    named = charset or ("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    try:
        return data.decode(named), ""
    except (ValueError, LookupError):
        return data.decode("cp1252", errors), "Windows-1252"


def read_csv(data: bytes) -> Table:
    """A text whose first line shows the mark between its cells."""
    try:
        text, guessed = decoded(data)
    except UnicodeDecodeError:
        raise refused("csv-encoding") from None
    # The first line may say which mark it is, for Excel.
    first_line = re.match(r"sep=(.)\r?\n", text)
    head = text[first_line.end() if first_line else 0 :].split("\n", 1)[0]
    mark = first_line[1] if first_line else max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        rows = [[Cell(re.sub(r"\r\n?", "\n", cell).rstrip(" ")) for cell in row] for row in reader]
    except csv.Error as error:
        code = "csv-long-cell" if "field limit" in str(error) else "csv-quotes"
        raise refused(code, line=reader.line_num, most=csv.field_size_limit()) from None
    if first_line:
        rows[0] = []
    return table("csv", enumerate(rows, start=1), guessed)


def table(name: str, rows: Iterable[tuple[int, list[Cell]]], guessed: str = "") -> Table:
    filled = ((number, row) for number, row in rows if any(cell.text for cell in row))
    _number, first = next(filled, (0, None))
    if first is None:
        raise refused("empty-sheet")
    heads = {number: cell.text.strip() for number, cell in enumerate(first, start=1) if cell.text.strip()}
    below = (
        Row(number, dict(enumerate(row, start=1))) for number, row in filled if any(cell.text.strip() for cell in row)
    )
    return Table(name, heads, tuple(below), guessed)


# What a cell says.


def wrong(code: str, **values: object) -> Cell:
    return Cell("?", wrong=texts_of(code, **values))


def cell_of(cell: Any, result: Any, epoch: dt.datetime) -> Cell:
    """What a cell says; `result` is the same cell with what its formula came to."""
    value = result.value
    if cell.value is None:
        return EMPTY
    if value is None:
        return wrong("cell-formula")
    if result.data_type == "e":
        return wrong("cell-fault", value=value)
    if isinstance(value, bool):
        return wrong("cell-boolean")
    if isinstance(value, (int, float)):
        return number(value, str(result.number_format))
    if isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        return date(value, str(result.number_format), epoch)
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
        return wrong("cell-number", value=value, decimal=f"{value:g}".replace(".", ","))
    text = str(int(value))
    return Cell(text.zfill(len(form)) if re.fullmatch("0+", form) else text)


def date(value: Any, form: str, epoch: dt.datetime) -> Cell:
    """A year, a month or a day, as far as the cell shows it."""
    visible = BESIDE.sub("", form.lower()).split(";")[0]
    if isinstance(value, (dt.time, dt.timedelta)) or "y" not in visible:
        return wrong("cell-time")
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    day = moment.date()
    if moment.time() != dt.time():
        return wrong("cell-moment", moment=moment)
    serial = (moment - epoch).days
    if serial in YEARS:
        return wrong("cell-day-or-year", day=day, year=serial)
    # The first of a month, or of a year, is what Excel makes of what has no day.
    length = 10 if "d" in visible else 7 if "m" in visible else 4
    text = day.isoformat()
    if text[length:] not in ("", "-01", "-01-01"):
        return wrong("cell-hides-day", day=day)
    return Cell(text[:length], is_date=True)
