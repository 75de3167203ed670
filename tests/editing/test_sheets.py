"""The projects as a spreadsheet and back: unchanged changes nothing, a wrong cell is named, all or nothing."""

import contextlib
import datetime as dt
import io
import os
import pty
import re
import select
import subprocess
import zipfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from g40site.content.load import load_alone
from g40site.editing import project_table
from tests.running import DEADLINE, NOW, TOP, call, command, environment, tree
from tests.sites import Sites, SmallSite

ODD = """\
# Van ons.
projects:
- id:   lantaarns   # zo
  title: '=SOM(1;2)'
  summary: >-
    Licht
    en donker.
  description: |

      Ingesprongen.

    # Geen commentaar.
  themes: [ smart-living ]
  status: "pilot"
  start: 2019
  partners: ["Jan; Piet", Zn.]
  topics: [a; b]
  contact: {name: Jan, phone: 14 038}
  sources:
  - https://a.nl
  - {url: https://b.nl, title: "B; c"}

- {id: sensoren, title: Sensoren, summary: Meten., themes: [smart-living], status: in-use} # plat
"""
SITE: dict[str, str | bytes] = {"content/projects/zwolle.yaml": ODD.replace("\n", "\r\n").encode()}


def sheet(small: SmallSite, tmp_path: Path) -> Path:
    file = tmp_path / "projecten.xlsx"
    done = call("sheet", file, "--root", small.root)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Geschreven: {file}\n", "")
    return file


def lettered(text: str, file: Path) -> str:
    """A text that has the head of a column in braces, as a message names that column."""
    letters = {str(cell.value).rstrip(" *"): cell.column_letter for cell in load_workbook(file)["Projecten"][1]}
    text = re.sub(r"kolom \{([^}]+)\}", lambda head: f"kolom {letters[head[1]]}", text)
    return re.sub(r"\{([^}]+)\}", lambda head: f"kolom {letters[head[1]]} ({head[1]})", text)


def changed(file: Path, cells: Mapping[tuple[int, str], Any]) -> Path:
    """The same spreadsheet with other values, by row and head."""
    book = load_workbook(file)
    main = book["Projecten"]
    heads = {str(cell.value).rstrip(" *"): cell.column for cell in main[1]}
    for (row, head), value in cells.items():
        main.cell(row, heads[head]).value = value
    book.save(file)
    return file


def imported(small: SmallSite, file: Path, *more: str) -> Any:
    return call("import", file, "--root", small.root, "--now", NOW, *more)


def text(small: SmallSite, name: str = "zwolle") -> str:
    return (small.root / f"content/projects/{name}.yaml").read_bytes().decode()


def test_a_sheet_that_was_not_changed_changes_nothing(site: Sites, tmp_path: Path) -> None:
    small = site(SITE)
    before = tree(small.root)
    done = imported(small, sheet(small, tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "Er verandert niets.\n", "")
    assert tree(small.root) == before


def test_the_real_projects_come_back_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "projecten.xlsx"
    assert call("sheet", file, "--root", TOP).returncode == 0
    done = call("import", file, "--root", TOP, "--dry-run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Er verandert niets.\n", "")


def test_a_sheet_has_lists_help_and_a_worked_row(site: Sites, tmp_path: Path) -> None:
    book = load_workbook(sheet(site(SITE), tmp_path))
    assert book.sheetnames == ["Projecten", "Voorbeeld", "Lijsten"]
    main = book["Projecten"]
    rules = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in main.data_validations.dataValidation}
    heads = {str(cell.value): cell for cell in main[1]}
    assert heads["Fase *"].comment.text == "De fase. Nodig."
    rule = rules[heads["Fase *"].column_letter]
    assert rule.showErrorMessage
    listed = [row[0].value for row in book["Lijsten"][rule.formula1.replace("Lijsten!", "").replace("$", "")]]
    assert listed == ["verkenning", "pilot", "in gebruik", "opschaling", "afgerond", "gestopt"]
    assert not rules[heads["Thema's *"].column_letter].showErrorMessage
    assert [cell.value for cell in book["Voorbeeld"][2]][:4] == [
        "Zwolle",
        "zwolle-lantaarns",
        "Lantaarns die meten",
        "Waar gaat het over, in één of twee zinnen?",
    ]
    example = {str(cell.value): book["Voorbeeld"][2][number].value for number, cell in enumerate(main[1])}
    assert example["Fase *"] == "pilot"
    assert example["Thema's *"] == "Smart Living"
    assert example["Onderwerpen"] == "sensoren; verlichting"
    assert example["Bronnen"] == "https://www.voorbeeld.nl/"
    assert [head for head, text in example.items() if not text] == ["Samen met", "Interesse"]
    title = main.cell(2, heads["Titel *"].column)
    assert (title.value, title.data_type) == ("=SOM(1;2)", "s")


def test_only_the_changed_cells_change_bytes(site: Sites, tmp_path: Path) -> None:
    small = site(SITE)
    cells = {
        (2, "Fase"): "in gebruik",
        (2, "Begin"): "1 oktober 2019",
        (2, "Contact: telefoon"): None,
        (2, "Contact: rol"): "Projectleider",
        (3, "Niet zeker"): "Wij denken, en hopen",
        (3, "Titel"): "Sensoren: deel 2",
    }
    done = imported(small, changed(sheet(small, tmp_path), cells))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "lantaarns\n  Fase: pilot → in gebruik\n  Begin: 2019 → 1 oktober 2019\n"
        "  Contact: rol: (leeg) → Projectleider\n  Contact: telefoon: 14 038 → (leeg)\n"
        "sensoren\n  Titel: Sensoren → Sensoren: deel 2\n  Niet zeker: (leeg) → Wij denken, en hopen\n"
        "2 projecten veranderen.\nGeschreven: content/projects/zwolle.yaml\n"
    )
    expected = (
        ODD.replace('status: "pilot"', "status: in-use")
        .replace("start: 2019", "start: 2019-10-01")
        .replace("contact: {name: Jan, phone: 14 038}", "contact: {name: Jan, role: Projectleider}")
        .replace("title: Sensoren,", 'title: "Sensoren: deel 2",')
        .replace("status: in-use} #", 'status: in-use, note: "Wij denken, en hopen"} #')
    )
    assert text(small) == expected.replace("\n", "\r\n")
    assert small.check() == []


ALONE = """\
# Nagekeken bij de gemeente.
municipality:  zwolle
title: 'Lantaarns'  # zo heet het
summary: >-
  Licht
  in de wijk.
themes: [ smart-living ]
status: pilot

contact: {name: Jan, phone: 14 038}
"""


@pytest.mark.parametrize(("mark", "line_end"), [("", "\n"), ("\ufeff", "\r\n")])
def test_only_the_changed_cells_of_a_project_with_a_file_of_its_own_change_bytes(
    site: Sites, tmp_path: Path, mark: str, line_end: str
) -> None:
    small = site({"content/projects/licht.yaml": (mark + ALONE.replace("\n", line_end)).encode()})
    cells = {(2, "Fase"): "in gebruik", (2, "Begin"): "2019", (2, "Contact: telefoon"): None}
    file = sheet(small, tmp_path)
    assert imported(small, file).stdout == "Er verandert niets.\n"
    done = imported(small, changed(file, cells))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 project verandert.\nGeschreven: content/projects/licht.yaml\n")
    expected = ALONE.replace("status: pilot\n", "status: in-use\nstart: 2019\n").replace(", phone: 14 038", "")
    assert text(small, "licht") == mark + expected.replace("\n", line_end)
    assert small.check() == []


def test_what_is_wrong_with_parts_of_such_a_project_is_told_at_its_cell(site: Sites, tmp_path: Path) -> None:
    small = site({"content/projects/licht.yaml": ALONE})
    before = tree(small.root)
    done = imported(small, changed(sheet(small, tmp_path), {(2, "Begin"): "2020", (2, "Einde"): "2019"}))
    assert done.returncode == 1
    assert done.stderr.startswith("Projecten, rij 2, kolom K (Einde): Het einde (2019) ligt voor het begin (2020).")
    assert tree(small.root) == before


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("Twee Woorden", "`Twee Woorden` is geen goede id. Bedoelde u `twee-woorden`?"),
        ("zwolle", "`content/projects/zwolle.yaml` bestaat al en blijft zoals het is."),
    ],
)
def test_a_new_row_with_an_id_that_its_file_cannot_have_is_told(
    site: Sites, tmp_path: Path, id: str, told: str
) -> None:
    small = site({"content/projects/zwolle.yaml": "projects: []\n"})
    before = tree(small.root)
    sheet = tmp_path / "projecten.csv"
    row = f"Zwolle;{id};Titel;Licht.;Smart Living;pilot"
    sheet.write_text(f"Gemeente;Id;Titel;Samenvatting;Thema's;Status\n{row}\n", "utf-8")
    done = imported(small, sheet)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [f"csv, rij 2, kolom B (Id): {told}", "Er is niets geschreven."]
    assert tree(small.root) == before


def test_a_new_row_is_a_new_project(site: Sites, tmp_path: Path) -> None:
    small = site(SITE)
    row = {
        "Gemeente": "zwolle",
        "Titel": "Sensoren erbij",
        "Samenvatting": "Nog eens.",
        "Thema's": "Smart Living",
        "Fase": "Pilot",
    }
    done = imported(small, changed(sheet(small, tmp_path), {(5, head): value for head, value in row.items()}))
    assert done.stdout == (
        "zwolle-sensoren-erbij (nieuw)\n  Gemeente: Zwolle\n  Titel: Sensoren erbij\n  Samenvatting: Nog eens.\n"
        "  Thema's: Smart Living\n  Fase: pilot\n  Op de site sinds: 2026-11-24\n1 project komt erbij.\n"
        "Geschreven: content/projects/zwolle-sensoren-erbij.yaml\n"
    )
    assert text(small) == ODD.replace("\n", "\r\n")
    assert text(small, "zwolle-sensoren-erbij").startswith("municipality: zwolle\ntitle: Sensoren erbij\n")
    assert small.check() == []


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        (
            {(2, "Fase"): "proeff"},
            ["Projecten, rij 2, {Fase}: `proeff` staat niet in de lijst. Kies uit: verkenning, pilot"],
        ),
        (
            {(2, "Fase"): "proef"},
            ["Projecten, rij 2, {Fase}: `proef` staat niet in de lijst. Bedoelde u `pilot`?"],
        ),
        ({(2, "Begin"): "gisteren"}, ["Projecten, rij 2, {Begin}: `gisteren` is geen datum."]),
        (
            {(3, "Thema's"): "Smart Living; Mobiliteit"},
            ["Projecten, rij 3, {Thema's}: `Mobiliteit` staat niet in de lijst. Kies uit: Smart Living."],
        ),
        ({(3, "Titel"): None}, ["Projecten, rij 3, {Titel}: hier is een waarde nodig."]),
        (
            {(3, "Gemeente"): "Breda"},
            ["Projecten, rij 3, {Gemeente}: `Breda` staat niet in de lijst. Kies"],
        ),
        ({(3, "Id"): "lantaarns"}, ["Projecten, rij 3, {Id}: de id `lantaarns` staat ook in rij 2."]),
        (
            {(2, "Contact: mailadres"): "jan at zwolle.nl"},
            ["Projecten, rij 2, {Contact: mailadres}: `jan at zwolle.nl` is geen mailadres. Bedoelde u"],
        ),
        ({(1, "Fase"): "Fasen"}, ["Projecten, kolom {Fase}: de kop `Fasen` is onbekend. Bedoelde u `Fase`?"]),
        ({(1, "Fase"): "Titel"}, ["Projecten, kolom {Fase}: `Titel` staat er twee keer."]),
        (
            {(2, "Fase"): "x", (3, "Website"): "www.zwolle.nl"},
            [
                "Projecten, rij 2, {Fase}: `x` staat niet in de lijst.",
                "Projecten, rij 3, {Website}: `www.zwolle.nl` is geen internetadres. Bedoelde u `https://www.zwolle.nl`?",
            ],
        ),
    ],
)
def test_every_wrong_cell_is_named_and_nothing_is_written(
    cells: Mapping[tuple[int, str], Any], faults: list[str], site: Sites, tmp_path: Path
) -> None:
    small = site(SITE)
    before = tree(small.root)
    file = sheet(small, tmp_path)
    faults = [lettered(fault, file) for fault in faults]
    done = imported(small, changed(file, {**cells, (2, "Samenvatting"): "Toch anders."}))
    assert (done.returncode, done.stdout) == (1, "")
    *told, last = done.stderr.splitlines()
    assert last == "Er is niets geschreven."
    assert len(told) == len(faults)
    for line, fault in zip(told, faults, strict=True):
        assert line.startswith(fault)
    assert tree(small.root) == before


def test_a_table_of_windows_with_dutch_heads_and_dates(site: Sites, tmp_path: Path) -> None:
    small = site({})
    rows = (
        "Gemeente;Titel;Samenvatting;Thema's;Status;Begin;Partners\r\n"
        'Zwolle;Café één;"Kort; en goed";Smart Living;in gebruik;1-10-2019;"Jan; Piet"\r\n;;;;;;\r\n'
    )
    (tmp_path / "lijst.csv").write_bytes(rows.encode("cp1252"))
    done = imported(small, tmp_path / "lijst.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Het bestand is geen UTF-8. Het is gelezen als Windows-1252.")
    assert yaml.load(text(small, "zwolle-cafe-een"), Loader=yaml.BaseLoader) == {
        "municipality": "zwolle",
        "title": "Café één",
        "summary": "Kort; en goed",
        "themes": ["smart-living"],
        "status": "in-use",
        "start": "2019-10-01",
        "partners": ["Jan", "Piet"],
        "added": "2026-11-24",
    }
    assert small.check() == []


def test_a_column_that_a_new_project_needs_is_named(site: Sites, tmp_path: Path) -> None:
    (tmp_path / "lijst.csv").write_text("municipality,title\nzwolle,Een\n")
    done = imported(site({}), tmp_path / "lijst.csv")
    assert done.returncode == 1
    assert "csv, rij 2: de kolom `Samenvatting` is nodig voor een nieuw project.\n" in done.stderr


def test_cells_that_a_program_made_dates_and_numbers_are_read(site: Sites, tmp_path: Path) -> None:
    small = site(SITE)
    done = imported(
        small, changed(sheet(small, tmp_path), {(2, "Begin"): 2018, (2, "Einde"): dt.datetime(2020, 1, 31)})
    )
    assert done.returncode == 0
    assert "  start: 2018\r\n  end: 2020-01-31\r\n" in text(small)


def test_a_dry_run_shows_and_writes_nothing(site: Sites, tmp_path: Path) -> None:
    small = site(SITE)
    before = tree(small.root)
    done = imported(small, changed(sheet(small, tmp_path), {(2, "Fase"): "afgerond"}), "--dry-run")
    assert (done.returncode, done.stdout) == (
        0,
        "lantaarns\n  Fase: pilot → afgerond\n1 project verandert.\nEr is niets geschreven.\n",
    )
    assert tree(small.root) == before


def test_a_dry_run_shows_what_changes_in_the_words_of_the_sheet(site: Sites, tmp_path: Path) -> None:
    small = site(SITE)
    cells = {(2, "Begin"): "2019-11", (3, "Begin"): "november 2019", (3, "Fase volgens de bron op"): "2026-12"}
    cells |= {(2, "Partners"): "Jan; Zn."}
    done = imported(small, changed(sheet(small, tmp_path), cells), "--dry-run")
    assert (done.returncode, done.stdout) == (
        0,
        "lantaarns\n  Begin: 2019 → november 2019\n  Partners: Jan; Piet Zn. → Jan; Zn.\n"
        "sensoren\n  Fase volgens de bron op: (leeg) → december 2026\n  Begin: (leeg) → november 2019\n"
        "2 projecten veranderen.\nEr is niets geschreven.\n",
    )


def test_a_project_that_is_not_in_the_sheet_is_told_and_stays(site: Sites, tmp_path: Path) -> None:
    small = site(SITE)
    book = load_workbook(file := sheet(small, tmp_path))
    book["Projecten"].delete_rows(3)
    book.save(file)
    before = tree(small.root)
    done = imported(small, file)
    assert (done.returncode, done.stdout) == (
        0,
        "1 project staat niet in het rekenblad: sensoren. Dat blijft op de site; weghalen doet u in het bestand.\n"
        "Er verandert niets.\n",
    )
    assert tree(small.root) == before


def test_one_project_that_is_absent_stays_in_english_too(site: Sites, tmp_path: Path) -> None:
    small = site(SITE)
    book = load_workbook(file := sheet(small, tmp_path))
    book["Projecten"].delete_rows(3)
    book.save(file)
    told = imported(small, file, "--lang", "en").stdout
    assert told.startswith("1 project is not in the sheet: sensoren. It stays.\n")


BLOCK = """\
projects:
  - id: lantaarns
    title: Lantaarns
    summary: Licht.
    themes: [smart-living]
    status: pilot
"""


def test_a_new_last_key_and_a_new_project_go_together(site: Sites, tmp_path: Path) -> None:
    small = site({"content/projects/zwolle.yaml": BLOCK})
    row = {"Gemeente": "zwolle", "Titel": "Sensoren", "Samenvatting": "Meten.", "Thema's": "Smart Living"}
    cells = {(3, head): value for head, value in (row | {"Fase": "Pilot"}).items()}
    done = imported(small, changed(sheet(small, tmp_path), {(2, "Website"): "https://z.nl", **cells}))
    assert (done.returncode, done.stderr) == (0, "")
    assert text(small) == BLOCK + "    url: https://z.nl\n"
    assert text(small, "zwolle-sensoren").startswith("municipality: zwolle\ntitle: Sensoren\n")


@pytest.mark.parametrize("heads", ["Start;Einde;Website", "Website;Einde;Start"])
def test_new_keys_come_in_the_order_of_the_fields(heads: str, site: Sites, tmp_path: Path) -> None:
    small = site({"content/projects/zwolle.yaml": BLOCK})
    values = {"Start": "2025", "Einde": "2026", "Website": "https://z.nl"}
    file = tmp_path / "in.csv"
    row = ";".join(values[head] for head in heads.split(";"))
    file.write_text(f"Id;{heads}\nlantaarns;{row}\n", "utf-8")
    done = imported(small, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert text(small) == BLOCK + "    start: 2025\n    end: 2026\n    url: https://z.nl\n"


@pytest.mark.process
@pytest.mark.parametrize(
    ("lang", "refusal"),
    [
        ("nl", "is intussen veranderd. Er is niets geschreven. Geef de opdracht opnieuw."),
        ("en", "has changed in the meantime. Nothing was written. Give the command again."),
    ],
)
def test_a_file_that_is_saved_while_the_question_stands_is_not_overwritten(
    lang: str, refusal: str, site: Sites, tmp_path: Path
) -> None:
    small = site({"content/projects/zwolle.yaml": BLOCK})
    file = tmp_path / "in.csv"
    file.write_text("Id;Website\nlantaarns;https://z.nl\n", "utf-8")
    ours, theirs = pty.openpty()
    words = command("import", file, "--root", small.root, "--now", NOW, "--lang", lang)
    process = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, env=environment())
    os.close(theirs)
    saved = BLOCK.replace("Licht.", "Meer licht.")
    told = b""
    try:
        while b"[Y/n]" not in told:
            assert select.select([ours], [], [], DEADLINE)[0], told
            told += os.read(ours, 4096)
        (small.root / "content/projects/zwolle.yaml").write_text(saved)
        os.write(ours, b"y\n")
        # A terminal that the other side has closed is an error to read.
        with contextlib.suppress(OSError):
            while chunk := os.read(ours, 4096):
                told += chunk
        assert process.wait(DEADLINE) == 2
    finally:
        os.close(ours)
        process.kill()
        process.wait()
    assert told.decode().splitlines()[-1] == f"content/projects/zwolle.yaml {refusal}"
    assert text(small) == saved


TWO = """\
municipalities:
  - {id: zwolle, name: Zwolle, code: GM0193, province: Overijssel, location: {lat: 52, lon: 6}, website: 'https://z.nl'}
  - {id: breda, name: Breda, code: GM0758, province: Noord-Brabant, location: {lat: 51, lon: 4}, website: 'https://b.nl'}
"""


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({(3, "Gemeente"): "Breda"}, "{Gemeente}: een project verhuist niet vanzelf."),
        (
            {(3, "Samen met"): "Breta"},
            "{Samen met}: `Breta` staat niet in de lijst. Bedoelde u `Breda`?",
        ),
        ({(3, "Fase"): "2"}, "{Fase}: `2` staat niet in de lijst."),
        (
            {(3, "Partners"): "Rd4, RWM"},
            "{Partners}: `Rd4, RWM` kan één deel zijn of meer. Zet een `;` tussen de",
        ),
        # What is wrong between cells.
        ({(3, "Begin"): "2020", (3, "Einde"): "2019"}, "{Einde}: "),
        (
            {(3, "Contact: telefoon"): "14 038"},
            "{Contact: naam}: Dit contact heeft geen `name` en geen `role`.",
        ),
    ],
)
def test_a_cell_is_named_in_the_words_of_the_sheet(
    cells: Mapping[tuple[int, str], Any], told: str, site: Sites, tmp_path: Path
) -> None:
    small = site({**SITE, "municipalities.yaml": TWO})
    before, file = tree(small.root), sheet(small, tmp_path)
    told = lettered(told, file)
    done = imported(small, changed(file, cells))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Projecten, rij 3, {told}")
    assert tree(small.root) == before


def test_a_name_with_a_comma_and_names_of_themes_are_taken(site: Sites, tmp_path: Path) -> None:
    small = site({**SITE, "municipalities.yaml": TWO})
    cells = {(3, "Partners"): '"Jansen, de Vries en Zn."', (3, "Samen met"): "Breda, zwolle"}
    assert imported(small, changed(sheet(small, tmp_path), cells)).returncode == 0
    project = yaml.load(text(small), Loader=yaml.BaseLoader)["projects"][1]
    assert (project["partners"], project["with"]) == (["Jansen, de Vries en Zn."], ["breda", "zwolle"])


@pytest.mark.parametrize("many", [100, pytest.param(400, marks=pytest.mark.long)])
def test_many_projects_in_one_go(site: Sites, tmp_path: Path, bare: Path, many: int) -> None:
    small = site({})
    loaded = load_alone(small.root)
    heads = [column.path for column in project_table.columns(loaded)]
    book = Workbook()
    main = book.active
    assert main is not None
    main.append(heads)
    for number in range(many):
        row = {
            "municipality": "zwolle",
            "title": f"Project {number}",
            "summary": "Kort.",
            "themes": "smart-living",
            "status": "pilot",
        }
        main.append([row.get(head) for head in heads])
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "veel.xlsx").write_bytes(out.getvalue())
    done = imported(small, tmp_path / "veel.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(" (nieuw)\n") == many
    assert f"{many} projecten komen erbij.\n" in done.stdout
    assert len([*(small.root / "content/projects").iterdir()]) == many
    assert small.check(templates=bare) == []
    assert imported(small, sheet(small, tmp_path)).stdout == "Er verandert niets.\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("sheet", "x.ods"), "x.ods eindigt niet op .xlsx."),
        (("sheet",), "Geef ook FILE."),
        (("import", "niets.xlsx"), "niets.xlsx is geen .xlsx, .csv, .txt of .eml, of is er niet."),
        (("import", "site.yaml"), "site.yaml is geen .xlsx, .csv, .txt of .eml, of is er niet."),
        (("import", "kapot.xlsx"), "kapot.xlsx is geen rekenblad dat te lezen is. Open het in Excel"),
        (("import", "leeg.csv"), "leeg.csv is geen rekenblad dat te lezen is."),
    ],
)
def test_wrong_use_is_one_line(words: tuple[str, ...], told: str, site: Sites) -> None:
    small = site({"kapot.xlsx": b"PK\x03\x04 niet echt", "leeg.csv": b"\n\n"})
    done = call(*words, cwd=small.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha">{}]>'.format(
    "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise("abcdefghijkl"))
)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_sheet_that_grows_without_end_is_one_line(part: str, site: Sites, tmp_path: Path) -> None:
    """A few letters that stand for ten times what the ones before stand for, in each part that is read."""
    small = site({})
    with (
        zipfile.ZipFile(sheet(small, tmp_path)) as honest,
        zipfile.ZipFile(tmp_path / "bom.xlsx", "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in honest.namelist():
            text = honest.read(name)
            if name == part:
                head, begin, rest = re.split(rb"(<(?!\?)[^>]*>)", text, maxsplit=1)
                text = head + BOMB.encode() + begin + b"&l;" + rest
            packed.writestr(name, text)
    done = imported(small, tmp_path / "bom.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "bom.xlsx is geen rekenblad dat te lezen is. " in done.stderr


def test_a_file_that_is_there_is_not_replaced(site: Sites, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("van mij")
    done = call("sheet", tmp_path / "a.xlsx", "--root", site({}).root)
    assert done.returncode == 2
    assert (tmp_path / "a.xlsx").read_text() == "van mij"


def test_a_new_project_has_the_day_on_which_it_came(site: Sites, tmp_path: Path) -> None:
    """Else no follower would hear of it. The dry run shows the day, and the same sheet makes no second project."""
    small = site({})
    sheet = tmp_path / "projecten.csv"
    row = "Zwolle;Lantaarns;Licht.;Smart Living;pilot"
    sheet.write_text(f"Gemeente;Titel;Samenvatting;Thema's;Status\n{row}\n", "utf-8")
    assert (
        "Op de site sinds: 2026-11-24" in call("import", sheet, "--root", small.root, "--now", NOW, "--dry-run").stdout
    )
    assert call("import", sheet, "--root", small.root, "--now", NOW).returncode == 0
    assert "added: 2026-11-24" in text(small, "zwolle-lantaarns")
    again = call("import", sheet, "--root", small.root, "--now", NOW)
    assert again.returncode == 1
    assert "er is al een project met deze titel: `zwolle-lantaarns`. Is het hetzelfde? Zet die id" in again.stderr
