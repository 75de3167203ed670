"""Sheets as Excel itself writes them: dates as numbers with a format, shared and rich texts, errors, formulas. What a
cell shows is what comes into the files, or the cell is named with what to write.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
import yaml

from tests.running import NOW, call, tree
from tests.sites import Sites, SmallSite

# The styles of the book: the number of a format that is built in, or a format of its own.
STYLES: dict[str, int | str] = {
    "general": 0,
    "whole": 1,
    "percent": 9,
    "day": 14,
    "no-year": 16,
    "month": 17,
    "clock": 20,
    "day-and-clock": 22,
    "text": 49,
    "dutch-month": "[$-413]mmm/yy;@",
    "dutch-day": "[$-413]d\\ mmmm\\ yyyy;@",
    "year": "yyyy",
    "year-month": "yyyy\\-mm",
    "phone": "0000000000",
    "euro": '"€"\\ #,##0.00',
}
HEADS = (
    "Gemeente",
    "Titel",
    "Samenvatting",
    "Thema's",
    "Status",
    "Begin",
    "Einde",
    "Contact: rol",
    "Contact: telefoon",
)
PROJECT = {"Gemeente": "Zwolle", "Titel": "Lantaarns", "Samenvatting": "Licht.", "Thema's": "Smart Living"}
PROJECT |= {"Status": "pilot", "Contact: rol": "Projectleider"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def number(value: str, style: str = "general") -> str:
    return f'<c r="{{at}}" s="{list(STYLES).index(style)}"><v>{value}</v></c>'


def formula(said: str, result: str, kind: str = "") -> str:
    return f'<c r="{{at}}"{kind}><f>{said}</f>{result}</c>'


def inline(text: str) -> str:
    return f'<c r="{{at}}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


class Shared:
    """The table of shared texts, as it grows."""

    def __init__(self) -> None:
        self.items: list[str] = []

    def cell(self, inside: str, style: str = "general") -> str:
        self.items.append(f"<si>{inside}</si>")
        return f'<c r="{{at}}" s="{list(STYLES).index(style)}" t="s"><v>{len(self.items) - 1}</v></c>'


def book(cells: Mapping[str, str], *, mac: bool = False, more: str = "") -> bytes:
    """A book with one project in it, of which some cells are raw XML: whole, or the inside of a shared text; and more
    rows as raw XML.
    """
    shared = Shared()
    heads = [shared.cell(f"<t>{escape(head)}</t>") for head in HEADS]
    inside = {head: f"<t>{escape(PROJECT.get(head, ''))}</t>" for head in HEADS} | cells
    row = [inside[head] if inside[head].startswith("<c ") else shared.cell(inside[head], "text") for head in HEADS]
    rows = "".join(
        f'<row r="{at}" spans="1:9">'
        + "".join(c.format(at=f"{chr(65 + n)}{at}") for n, c in enumerate(line))
        + "</row>"
        for at, line in ((1, heads), (2, row))
    )
    own = {form: 164 + n for n, form in enumerate(form for form in STYLES.values() if isinstance(form, str))}
    formats = "".join(
        f'<numFmt numFmtId="{id}" formatCode="{escape(form, {chr(34): "&quot;"})}"/>' for form, id in own.items()
    )
    styles = "".join(
        f'<xf numFmtId="{form if isinstance(form, int) else own[form]}" fontId="0" fillId="0" borderId="0" xfId="0" '
        f'applyNumberFormat="1"/>'
        for form in STYLES.values()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(mac)}"/>'
        '<sheets><sheet name="Projecten" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        # The size that Excel once saw, and that another program left as it was.
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><dimension ref="A1:B1"/>'
        f"<sheetData>{rows}{more}</sheetData></worksheet>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(own)}">{formats}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(STYLES)}">{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" uniqueCount="{len(shared.items)}">{"".join(shared.items)}</sst>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return out.getvalue()


def imported(small: SmallSite, data: bytes, tmp_path: Path) -> Any:
    (tmp_path / "van-excel.xlsx").write_bytes(data)
    return call("import", tmp_path / "van-excel.xlsx", "--root", small.root, "--now", NOW)


RICH = '<r><t>Lan</t></r><r><rPr><b/></rPr><t xml:space="preserve">taarns </t></r><r><t>&amp; paaltjes</t></r>'
# The first of October 2019 is day 43739 of Excel for Windows, 42277 of Excel for Mac.
TAKEN: list[tuple[str, str, tuple[str, ...], str]] = [
    ("Begin", number("43739", "month"), ("start",), "2019-10"),
    ("Begin", number("43739", "dutch-month"), ("start",), "2019-10"),
    ("Begin", number("43739", "year-month"), ("start",), "2019-10"),
    ("Begin", number("43466", "year"), ("start",), "2019"),
    ("Begin", number("43739", "day"), ("start",), "2019-10-01"),
    ("Begin", number("43753", "dutch-day"), ("start",), "2019-10-15"),
    ("Begin", number("43739", "day-and-clock"), ("start",), "2019-10-01"),
    ("Begin", number("2019"), ("start",), "2019"),
    ("Begin", number("2019.0"), ("start",), "2019"),
    ("Begin", number("2019", "whole"), ("start",), "2019"),
    ("Begin", inline("2019-11"), ("start",), "2019-11"),
    ("Begin", formula("A1", "<v>2019</v>"), ("start",), "2019"),
    ("Titel", formula('"Lan"&amp;"taarn"', "<v>Lantaarn</v>", ' t="str"'), ("title",), "Lantaarn"),
    ("Titel", RICH, ("title",), "Lantaarns & paaltjes"),
    ("Titel", inline("Café_x000D_\n één"), ("title",), "Café\n één"),
    ("Titel", inline("_x005F_x0041_"), ("title",), "_x0041_"),
    ("Titel", inline("a_xD800_b"), ("title",), "a_xD800_b"),
    ("Titel", number("2026"), ("title",), "2026"),
    ("Contact: telefoon", number("384567890", "phone"), ("contact", "phone"), "0384567890"),
    ("Contact: telefoon", inline("0384567890"), ("contact", "phone"), "0384567890"),
    ("Contact: telefoon", number("14038"), ("contact", "phone"), "14038"),
]


@pytest.mark.parametrize(("head", "cell", "path", "text"), TAKEN)
def test_what_a_cell_shows_is_what_comes_into_the_file(
    head: str, cell: str, path: tuple[str, ...], text: str, site: Sites, tmp_path: Path
) -> None:
    small = site({})
    done = imported(small, book({head: cell}), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found = project(small)
    for key in path:
        found = found[key]
    assert found.strip("\n") == text
    assert small.check() == []


def project(small: SmallSite) -> Any:
    """The one that came."""
    (file,) = (small.root / "content/projects").iterdir()
    return yaml.load(file.read_text(), Loader=yaml.BaseLoader)


def test_a_book_of_a_mac_counts_its_days_from_1904(site: Sites, tmp_path: Path) -> None:
    small = site({})
    cells = {"Begin": number("42277", "month"), "Einde": number("42291", "day")}
    assert imported(small, book(cells, mac=True), tmp_path).returncode == 0
    assert (project(small)["start"], project(small)["end"]) == ("2019-10", "2019-10-15")


REFUSED = [
    ("Begin", number("43753", "month"), "de cel toont niet de hele datum: zij is 15-10-2019."),
    ("Begin", number("43739", "year"), "de cel toont niet de hele datum: zij is 01-10-2019."),
    ("Begin", number("43739", "no-year"), "de cel is een tijd, of een datum zonder jaar."),
    ("Begin", number("0.5", "clock"), "de cel is een tijd, of een datum zonder jaar."),
    ("Begin", number("43739.5625", "day-and-clock"), "de cel is een datum met een tijd (01-10-2019 13:30)."),
    ("Begin", number("2019", "day"), "de cel is de dag 11-07-1905. Bedoelde u het jaar 2019."),
    ("Begin", number("2019.1"), "de cel is een getal (2019,1), en geen tekst."),
    ("Begin", number("0.5", "percent"), "de cel is een getal (0,5), en geen tekst."),
    ("Begin", number("43739"), "`43739` is geen datum."),
    ("Begin", number("201910"), "`201910` is geen datum."),
    ("Begin", inline("okt-19"), "`okt-19` is geen datum. Bedoelde u `2019-10`?"),
    ("Begin", inline("1/2/2019"), "`1/2/2019` is geen datum. Bedoelde u `2019-02-01`?"),
    ("Titel", number("43739", "day"), "de cel is een datum, en geen tekst."),
    ("Titel", number("12.5", "euro"), "de cel is een getal (12,5), en geen tekst."),
    ("Titel", '<c r="{at}" t="b"><v>1</v></c>', "de cel is WAAR of ONWAAR, en geen tekst."),
    ("Titel", '<c r="{at}" t="e"><v>#N/A</v></c>', "de cel geeft een fout (`#N/A`)."),
    ("Titel", formula("VERT.ZOEKEN(1)", "<v>#REF!</v>", ' t="e"'), "de cel geeft een fout (`#REF!`)."),
    ("Titel", formula("A1", ""), "de formule heeft geen uitkomst."),
    ("Contact: telefoon", number("384567890"), "`384567890` is geen telefoonnummer. Bedoelde u `0384567890`?"),
    ("Contact: telefoon", number("1.23E+20"), "de cel is een getal (1,23e+20), en geen tekst."),
]


@pytest.mark.parametrize(("head", "cell", "told"), REFUSED)
def test_a_cell_that_may_mean_something_else_is_named_and_nothing_is_written(
    head: str, cell: str, told: str, site: Sites, tmp_path: Path
) -> None:
    small = site({})
    before = tree(small.root)
    done = imported(small, book({head: cell}), tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    first, last = done.stderr.splitlines()
    assert first.startswith(f"Projecten, rij 2, kolom {chr(65 + HEADS.index(head))} ({head}): {told}"), first
    assert last == "Er is niets geschreven."
    assert tree(small.root) == before


def test_a_column_without_a_head_is_told(site: Sites, tmp_path: Path) -> None:
    done = imported(site({}), book({"Contact: telefoon": '<c r="J2" t="inlineStr"><is><t>x</t></is></c>'}), tmp_path)
    assert done.returncode == 1
    assert "Projecten, rij 2, kolom J: hier staat iets, maar de kolom heeft geen kop." in done.stderr


@pytest.mark.parametrize(
    "more",
    [
        '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>',
        '<row r="1048577"/>',
        "".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(3, 40)),
        f'<row r="3"><c r="A3" t="str"><v>{"a" * 50_000_000}</v></c></row>',
    ],
    ids=["a-row-far-below", "an-empty-row-below", "wide-rows", "a-long-cell"],
)
def test_a_small_file_that_stands_for_a_large_sheet_is_refused(more: str, site: Sites, tmp_path: Path) -> None:
    data = book({}, more=more)
    assert len(data) < 60_000
    done = imported(site({}), data, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "is geen rekenblad dat te lezen is. Het is te groot. Haal plaatjes weg, en lege rijen "
        "en kolommen. Of kopieer de projecten naar een leeg blad.\n"
    )


def test_a_row_below_many_empty_ones_is_named_by_its_number(site: Sites, tmp_path: Path) -> None:
    row = '<row r="100000"><c r="A100000" t="str"><v>Zwole</v></c></row>'
    done = imported(site({}), book({}, more=row), tmp_path)
    assert done.returncode == 1
    assert "Projecten, rij 100000, kolom A" in done.stderr


def test_every_column_of_the_sheet_to_fill_in_is_text_down_to_its_last_row(site: Sites, tmp_path: Path) -> None:
    """In the XML itself: Excel gives an empty cell the style of its column."""
    assert call("sheet", tmp_path / "p.xlsx", "--root", site({}).root).returncode == 0
    with zipfile.ZipFile(tmp_path / "p.xlsx") as file:
        sheet, styles = (
            ElementTree.fromstring(file.read(f"xl/{name}.xml")) for name in ("worksheets/sheet1", "styles")
        )
    formats = [form.get("numFmtId") for form in styles.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")]
    text = set()
    for column in sheet.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        assert formats[int(column.get("style", "0"))] == "49"
        text |= {*range(int(column.get("min", "0")), int(column.get("max", "0")) + 1)}
    heads = sheet.findall(f"{{{MAIN}}}sheetData/{{{MAIN}}}row[@r='1']/{{{MAIN}}}c")
    assert text == {*range(1, len(heads) + 1)}
    rules = [rule.get("sqref", "") for rule in sheet.iterfind(f"{{{MAIN}}}dataValidations/{{{MAIN}}}dataValidation")]
    assert rules
    assert all(rule.endswith("1048576") for rule in rules)


# Tables of texts.

ROW = "Zwolle;Lantaarns;Licht, en donker;Smart Living;pilot;2019-10;RIVM, KNMI"
CSV_HEADS = "Gemeente;Titel;Samenvatting;Thema's;Status;Begin;Niet zeker"


@pytest.mark.parametrize(
    "data",
    [
        f"{CSV_HEADS}\r\n{ROW}\r\n".encode(),
        f"{CSV_HEADS}\r\n{ROW}\r\n".encode("utf-8-sig"),
        f"{CSV_HEADS}\r\n{ROW}\r\n".encode("cp1252"),
        f"sep=;\r\n{CSV_HEADS}\r\n{ROW}\r\n".encode(),
        f"{CSV_HEADS}\n{ROW}\n".replace(",", "\x00")
        .replace(";", ",")
        .replace("Licht\x00 en", '"Licht, en')
        .replace("donker", 'donker"')
        .replace("RIVM\x00 KNMI", '"RIVM, KNMI"')
        .encode(),
        f"{CSV_HEADS}\r\n{ROW}\r\n".replace(";", "\t").encode("utf-16"),
    ],
    ids=["semicolons", "mark", "windows", "sep", "commas", "unicode-text"],
)
def test_a_table_of_texts_is_read_with_its_own_mark_and_signs(data: bytes, site: Sites, tmp_path: Path) -> None:
    small = site({})
    (tmp_path / "lijst.csv").write_bytes(data)
    assert call("import", tmp_path / "lijst.csv", "--root", small.root, "--now", NOW).returncode == 0
    found = project(small)
    assert (found["summary"], found["start"], found["note"]) == ("Licht, en donker", "2019-10", "RIVM, KNMI")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Gemeente;Titel\r\nZwolle;\x81\r\n", "Bewaar het als *CSV UTF-8*, of als .xlsx."),
        (b'Gemeente;Titel\r\nZwolle;"open\r\n', "Bij regel 2 staat een aanhalingsteken verkeerd."),
        (b"Gemeente;Titel\r\nZwolle;" + b"a" * 200_000, "Bij regel 2 staat een cel met meer dan 131072 tekens."),
    ],
)
def test_a_table_that_cannot_be_read_as_it_was_meant_is_refused(
    data: bytes, told: str, site: Sites, tmp_path: Path
) -> None:
    (tmp_path / "lijst.csv").write_bytes(data)
    done = call("import", tmp_path / "lijst.csv", "--root", site({}).root)
    assert done.returncode == 2
    assert told in done.stderr
