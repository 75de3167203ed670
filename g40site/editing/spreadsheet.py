"""A spreadsheet of the projects: written with its lists and help, and read back as rows of texts.

In: columns and rows. Out: the bytes of an .xlsx; and from the bytes of an .xlsx or a .csv the rows with their places.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
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

from g40site.editing.cells import EMPTY, Cell, cell_of
from g40site.editing.project_table import Column

SHEET, EXAMPLE, LISTS = "Projecten", "Voorbeeld", "Lijsten"
# The last row that a sheet can have: text formats and lists go on for whoever adds projects.
LAST_ROW = 1_048_576
WRAPPED = Alignment(wrap_text=True, vertical="top")


class Unreadable(Exception):
    """The file is no spreadsheet that can be read; carries why, in Dutch and in English, where that is known."""

    def __init__(self, dutch: str = "", english: str = "") -> None:
        super().__init__(dutch, english)
        self.dutch, self.english = dutch, english


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
        head = sheet.cell(1, number, column.head + (" *" if column.needed else ""))
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="154273")
        head.comment = Comment(column.help + (" Nodig." if column.needed else ""), "Redactie", width=320, height=150)
        whole = sheet.column_dimensions[get_column_letter(number)]
        whole.width = 50 if column.is_long else 22
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
        rule.showErrorMessage = not column.many
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
        raise Unreadable(
            "Open het in Excel of LibreOffice, en sla het opnieuw op als .xlsx.",
            "Open it in Excel or LibreOffice, and save it anew as .xlsx.",
        ) from None
    return table(name, rows)


def sheet_of(data: bytes) -> tuple[str, list[list[Cell]]]:
    """The name and the cells of the sheet with the projects; of a formula what it came to when it was last saved."""
    book, results = (load_workbook(io.BytesIO(data), read_only=True, data_only=only) for only in (False, True))
    name = SHEET if SHEET in book.sheetnames else book.worksheets[0].title
    return name, [
        [known(cell, result, book.epoch) for cell, result in zip(row, beside, strict=True)]
        for row, beside in zip(rows_of(book[name]), rows_of(results[name]), strict=True)
    ]


def rows_of(sheet: Any) -> Iterator[Sequence[Any]]:
    # What the file says of its size may be wrong.
    sheet.reset_dimensions()
    return iter(sheet.iter_rows())


def known(cell: Any, result: Any, epoch: Any) -> Cell:
    if cell.value is None:
        return EMPTY
    if cell.data_type == "f" and result.value is None:
        dutch = "de formule heeft geen uitkomst. Open het blad in Excel en sla het op, of typ de waarde zelf."
        return Cell(
            "?", wrong=(dutch, "the formula has no result. Open and save the sheet in Excel, or type the value.")
        )
    return cell_of(result.value, str(result.number_format), str(result.data_type), epoch)


def read_csv(data: bytes) -> Table:
    """Text in UTF-8 or UTF-16, or as Windows writes it; its first line shows the mark between its cells."""
    guessed = ""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text, guessed = data.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            raise Unreadable(
                "Bewaar het als *CSV UTF-8*, of als .xlsx.", "Save it as *CSV UTF-8*, or as .xlsx."
            ) from None
    # The first line may say which mark it is, for Excel.
    first_line = re.match(r"sep=(.)\r?\n", text)
    head = text[first_line.end() if first_line else 0 :].split("\n", 1)[0]
    mark = first_line[1] if first_line else max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        rows = [[Cell(re.sub(r"\r\n?", "\n", cell).rstrip(" ")) for cell in row] for row in reader]
    except csv.Error:
        raise Unreadable(
            f"Bij regel {reader.line_num} staat een aanhalingsteken verkeerd.",
            f"Near line {reader.line_num} a quotation mark is in a wrong place.",
        ) from None
    return table("csv", [[]] * bool(first_line) + rows[bool(first_line) :], guessed)


def table(name: str, rows: list[list[Cell]], guessed: str = "") -> Table:
    first = next((number for number, row in enumerate(rows) if any(cell.text for cell in row)), None)
    if first is None:
        raise Unreadable("Er staat niets in.", "It is empty.")
    heads = {number: cell.text.strip() for number, cell in enumerate(rows[first], start=1) if cell.text.strip()}
    below = (
        Row(number, dict(enumerate(row, start=1)))
        for number, row in enumerate(rows[first + 1 :], start=first + 2)
        if any(cell.text.strip() for cell in row)
    )
    return Table(name, heads, tuple(below), guessed)
