"""A spreadsheet of the projects: written with its lists and help, and read back as rows of texts.

In: columns and rows. Out: the bytes of an .xlsx; and from the bytes of an .xlsx or a .csv the rows with their places.
"""

import csv
import io
import zipfile
from collections.abc import Sequence

from msgspec import Struct
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from g40site.workbench.inventory import Column, text_of

SHEET, EXAMPLE, LISTS = "Projecten", "Voorbeeld", "Lijsten"
# Below what is filled in the lists go on, for new projects.
ROWS_MORE = 500
WIDE = frozenset(("summary", "description", "seeking", "lesson", "note", "sources"))
WORKED = {
    "id": "slimme-lantaarns",
    "title": "Slimme lantaarns",
    "summary": "Lantaarns die alleen branden als er iemand loopt.",
    "start": "2019-10",
    "topics": "verlichting; energie",
    "partners": "Stichting Licht",
    "contact/role": "Projectleider",
    "contact/email": "naam@gemeente.nl",
    "sources": "https://www.voorbeeld.nl/lantaarns",
    "checked": "2026-11-24",
}


class Unreadable(Exception):
    """The file is no spreadsheet that can be read."""


class Row(Struct, frozen=True):
    """One row: its number and its texts by column number, both counted from 1."""

    number: int
    cells: dict[int, str]


class Table(Struct, frozen=True):
    """A sheet as it was read: its name, its heads by column number, and the rows below them."""

    name: str
    heads: dict[int, str]
    rows: tuple[Row, ...]


def workbook(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bytes:
    """The spreadsheet to fill in: the projects, a worked row, and the lists that its cells choose from."""
    book = Workbook()
    main: Worksheet = book.active  # type: ignore[assignment] # a new book has a sheet
    main.title = SHEET
    lists = book.create_sheet(LISTS)
    fill(main, columns, rows)
    choose(main, lists, columns, len(rows) + ROWS_MORE)
    fill(book.create_sheet(EXAMPLE, 1), columns, [[worked(column) for column in columns]])
    lists.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    for number, column in enumerate(columns, start=1):
        head = sheet.cell(1, number, column.head + (" *" if column.needed else ""))
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="154273")
        head.comment = Comment(column.help + (" Nodig." if column.needed else ""), "Redactie", width=320, height=110)
        sheet.column_dimensions[get_column_letter(number)].width = 50 if column.key in WIDE else 22
    for number, row in enumerate(rows, start=2):
        for place, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(number, place)
                cell.value = text
                # Never a formula, whatever it begins with.
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "D2"


def choose(sheet: Worksheet, lists: Worksheet, columns: Sequence[Column], rows: int) -> None:
    """Lists to choose from; where more than one may be named another text is fine too."""
    for number, column in enumerate(columns, start=1):
        if not column.names:
            continue
        letter = get_column_letter(number)
        for place, (name, _id) in enumerate(column.names, start=1):
            lists.cell(place, number, name).data_type = "s"
        rule = DataValidation("list", formula1=f"{LISTS}!${letter}$1:${letter}${len(column.names)}", allow_blank=True)
        rule.showErrorMessage = not column.many
        rule.errorTitle, rule.error = column.head, "Kies uit de lijst."
        rule.add(f"{letter}2:{letter}{rows + 1}")
        sheet.add_data_validation(rule)


def worked(column: Column) -> str:
    return WORKED.get(column.path) or (column.names[0][0] if column.names and column.needed else "")


# Reading.


def read(data: bytes, name: str) -> Table:
    """The sheet with the projects of an .xlsx, or a .csv."""
    return read_csv(data) if name.lower().endswith(".csv") else read_xlsx(data)


def read_xlsx(data: bytes) -> Table:
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        rows = [[text_of(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, TypeError, OSError) as error:
        raise Unreadable(str(error)) from None
    return table(sheet.title, rows)


def read_csv(data: bytes) -> Table:
    """Text in UTF-8 or as Windows writes it, with the mark between its cells that its first line has most."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    head = text.split("\n", 1)[0]
    mark = max(";,\t", key=head.count)
    try:
        rows = [[text_of(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise Unreadable(str(error)) from None
    return table("csv", rows)


def table(name: str, rows: list[list[str]]) -> Table:
    first = next((number for number, row in enumerate(rows) if any(row)), None)
    if first is None:
        raise Unreadable("leeg")
    heads = {number: cell.strip() for number, cell in enumerate(rows[first], start=1) if cell.strip()}
    below = (
        Row(number, dict(enumerate(row, start=1)))
        for number, row in enumerate(rows[first + 1 :], start=first + 2)
        if any(cell.strip() for cell in row)
    )
    return Table(name, heads, tuple(below))
