"""A table of projects back into their files: what would change, what is wrong with each cell, and the edits.

In: a table, what was loaded, and the root. Out: either faults by cell, or changes in the words of the sheet with edits.
A cell that says what the file says changes nothing; a column that is not there either. All files change, or none.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct
from openpyxl.utils import get_column_letter

from g40site import model
from g40site.content.composer import compose
from g40site.content.entries import Content, Entry
from g40site.content.files import stem_of
from g40site.content.validation import keys_of
from g40site.diagnostics import Diagnostic, Problems, nearest
from g40site.editing import entries
from g40site.editing.cells import EMPTY, Cell
from g40site.editing.entries import Refused
from g40site.editing.project_table import TOO_LONG, Column, cell_text, choice_name, columns, value_of, worded
from g40site.editing.prompts import problem_line
from g40site.editing.spreadsheet import Row, Table
from g40site.editing.transaction import Edit, read_or_none
from g40site.editing.yaml_edit import File, Replacement, UnsupportedLayout, path_at, plain, same_data, tree
from g40site.editing.yaml_format import Value
from g40site.model import kinds
from g40site.model.description import FORMER_LABELS, label_of

KIND = kinds.KINDS["project"]
ORDER = keys_of(model.ProjectFile)
NEEDED = "hier is een waarde nodig.", "a value is needed here."
NO_TEXT = "de cel is een datum, en geen tekst. Typ er het teken `'` voor.", "the cell is a date, and no text."
NO_HEAD = (
    "hier staat iets, maar de kolom heeft geen kop. Geef de kolom een kop, of maak de cel leeg.",
    "the column has no head. Give it one, or empty the cell.",
)
MOVED = "een project verhuist niet vanzelf. Verplaats het met de hand.", "a project does not move by itself."


class Fault(Struct, frozen=True):
    """What is wrong with a cell, a column or a row, in both languages."""

    location: str
    dutch: str
    english: str


class Change(Struct, frozen=True):
    """What becomes of one project: its id, whether it is new, and of each cell the head with what it said and will say,
    in words for people.
    """

    id: str
    is_new: bool
    cells: tuple[tuple[str, str, str], ...]


class Import:
    """What a table does: faults, or changes with the edits that make them; and the projects that it has not."""

    def __init__(self, table: Table, content: Content, root: Path, today: dt.date) -> None:
        self.table, self.content, self.root, self.today = table, content, root, today
        self.columns = columns(content)
        self.faults: list[Fault] = []
        self.changes: list[Change] = []
        self.edits: list[Edit] = []
        self.left: list[str] = []
        # Where each value of a project stands in the sheet, by its id and its path.
        self.locations: dict[tuple[str, str], str] = {}
        # The row of each id, and by file the new values of each project.
        self.rows: dict[str, int] = {}
        self.updates: dict[str, dict[str, dict[str, Value | None]]] = {}

    def run(self) -> "Import":
        self.heads = dict(self.named_columns())
        self.faults += self.without_head()
        if not self.faults:
            for row in self.table.rows:
                RowImport(self, row).take()
            ids = self.content.ids("project") if self.table.lists_all else ()
            self.left = [id for id in ids if id not in self.rows]
        if not self.faults:
            for file in sorted(self.updates):
                self.edit(file)
            self.edits.sort(key=lambda edit: edit.file)
        return self

    # Columns.

    def named_columns(self) -> Iterator[tuple[int, Column]]:
        """The column of each head, by its Dutch word, now or before, or its key."""
        words = {column.path.casefold(): column for column in self.columns}
        words |= {label.casefold(): words[key] for label, key in FORMER_LABELS.items() if key in words}
        words |= {column.head.casefold(): column for column in self.columns}
        seen: set[str] = set()
        for number, head in self.table.heads.items():
            column = words.get(head.rstrip("* ").casefold().replace(".", "/"))
            if column is None:
                near = nearest(head.rstrip("* ").casefold().replace(".", "/"), words, most=1)
                advice = f"Bedoelde u `{words[near[0]].head}`?" if near else "Haal de kolom weg, of verbeter de kop."
                self.add_fault(number, f"de kop `{head}` is onbekend. {advice}", f"the head `{head}` is unknown.")
            elif column.path in seen:
                self.add_fault(number, f"`{head}` staat er twee keer.", f"`{head}` stands there twice.")
            else:
                seen.add(column.path)
                yield number, column

    def without_head(self) -> Iterator[Fault]:
        """The first cell of each column that has something and no head: nobody knows what it says."""
        first: dict[int, int] = {}
        for row in self.table.rows:
            for number in (n for n, cell in row.cells.items() if cell.text.strip() and n not in self.table.heads):
                first.setdefault(number, row.number)
        for number, row_number in sorted(first.items()):
            yield Fault(f"{self.table.name}, rij {row_number}, kolom {get_column_letter(number)}", *NO_HEAD)

    def add_fault(self, number: int, dutch: str, english: str) -> None:
        self.faults.append(Fault(f"{self.table.name}, kolom {get_column_letter(number)}", dutch, english))

    # Files.

    def edit(self, file: str) -> None:
        """Everything that changes in a file, read again to be sure of it."""
        before = read_or_none(self.root / file) or b""
        try:
            parsed, meant = File.read(before), tree(before)
            data = parsed.edited([*self.replacements(file, parsed, meant)])
        except UnsupportedLayout as odd:
            self.too_special(file, f"regel {odd.args[0]}", f"line {odd.args[0]}")
            return
        if same_data(tree(data), meant):
            self.edits.append(Edit(file, data, before))
        else:
            self.too_special(file, "dit bestand", "this file")

    def replacements(self, file: str, parsed: File, meant: Any) -> Iterator[Replacement]:
        """What the new values of its projects change in a file; what it will say follows."""
        for node, project in projects_in(parsed, meant):
            updates = self.updates[file].get(project.get("id", stem_of(file)), {})
            # A sheet may have its columns in any order; new keys come in that of the model.
            for key in sorted(updates, key=ORDER.index):
                if (value := updates[key]) is not None:
                    yield parsed.set(node, key, value, ORDER)
                    project[key] = value
                elif removal := parsed.remove(node, key):
                    yield removal
                    del project[key]

    def too_special(self, file: str, dutch: str, english: str) -> None:
        self.faults.append(
            Fault(
                file,
                f"{dutch} is te bijzonder om vanzelf te veranderen. Verander het met de hand.",
                f"{english} is too special to change by itself.",
            )
        )

    def location_of(self, problem: Diagnostic) -> str:
        """The cell that a problem of what is written comes from; nothing where the sheet has none."""
        edit = next((edit for edit in self.edits if edit.file == problem.span.file), None)
        node = compose((edit.data or b"").decode("utf-8-sig").replace("\r\n", "\n"), "", Problems()) if edit else None
        steps = path_at(node, problem.span.line, problem.span.column) if node is not None else []
        ids = [*(plain(child).get("id", "") for _step, child in steps if child.is_map), stem_of(problem.span.file)]
        keys = [str(step) for step, _child in steps]
        for path in (*map("/".join, pairwise(keys)), *keys):
            if location := next((self.locations[id, path] for id in ids if (id, path) in self.locations), ""):
                return location
        return ""


class RowImport:
    """One row: a project that is there, with what differs, or a new one."""

    def __init__(self, whole: Import, row: Row) -> None:
        self.whole, self.row = whole, row
        self.numbers = {column.path: number for number, column in whole.heads.items()}
        self.values: dict[str, Value | None] = {}
        self.cell_changes: list[tuple[str, str, str]] = []
        self.id = self.cell("id").text.strip()
        same = (entry for entry in whole.content.of("project") if self.id and entry.id == self.id)
        self.entry: Entry | None = next(same, None)
        self.before: dict[str, Any] = plain(self.entry.node) if self.entry else {}
        self.owner = self.entry.owner if self.entry else ""

    def take(self) -> None:
        row_of_id = self.whole.rows.setdefault(self.id, self.row.number) if self.id else self.row.number
        if row_of_id != self.row.number:
            where = f"de id `{self.id}` staat ook in rij {row_of_id}.", f"the id `{self.id}` is in row {row_of_id} too."
            self.add_fault("id", *where)
            return
        for column in self.whole.heads.values():
            try:
                self.take_cell(column)
            except Refused as refused:
                self.add_fault(column.path, refused.dutch, refused.english)
        if self.entry is not None:
            self.update(self.entry)
        else:
            self.add()

    def cell(self, path: str) -> Cell:
        number = self.numbers.get(path)
        return EMPTY if number is None else self.row.cells.get(number, EMPTY)

    def take_cell(self, column: Column) -> None:
        """What a cell says, where that differs from the file; raises where it cannot be used."""
        cell = self.cell(column.path)
        text = cell.text.strip()
        if cell.wrong is not None or (cell.is_date and not column.is_date):
            raise Refused(*(cell.wrong or NO_TEXT))
        if self.entry is not None and text in (cell_text(column, self.owner, self.before).strip(), TOO_LONG):
            return
        if text == TOO_LONG:
            raise Refused(f"`{TOO_LONG}` is geen waarde.", "this is no value.")
        value = value_of(column, cell.text) if text else None
        if column.needed and value is None:
            raise Refused(*NEEDED)
        if column.key == kinds.OWNER:
            self.take_owner(column, str(value))
            return
        self.put(column, value)
        if value is not None:
            whole: Value = {column.subkey: str(value)} if column.subkey else value
            for problem in entries.problems_with(model.Project, column.key, whole):
                self.add_fault(column.path, problem_line(problem, "nl"), problem_line(problem, "en"))
        if self.entry is not None or value is not None:
            self.cell_changes.append((column.head, worded(column, self.before), worded(column, self.values)))

    def take_owner(self, column: Column, owner: str) -> None:
        if self.entry is not None and owner != self.owner:
            raise Refused(*MOVED)
        self.owner = owner
        if self.entry is None:
            self.cell_changes.append((column.head, "", choice_name(column, owner)))

    def put(self, column: Column, value: Value | None) -> None:
        """A value at its key; a part joins the other parts, as they are or will be."""
        if not column.subkey:
            self.values[column.key] = value
            return
        source = self.values if column.key in self.values else self.before
        parts = source.get(column.key)
        whole = dict(parts) if isinstance(parts, Mapping) else {}
        if value is None:
            whole.pop(column.subkey, None)
        else:
            whole[column.subkey] = str(value)
        if whole or column.key in self.before:
            self.values[column.key] = {str(key): str(text) for key, text in whole.items()} or None

    def update(self, entry: Entry) -> None:
        self.remember(self.id)
        if values := {key: value for key, value in self.values.items() if key != "id"}:
            self.whole.updates.setdefault(entry.file, {})[self.id] = values
            self.whole.changes.append(Change(self.id, False, tuple(self.cell_changes)))

    def add(self) -> None:
        new = {key: value for key, value in self.values.items() if value is not None}
        self.refuse_missing_columns()
        self.refuse_twin(str(new.get("title", "")))
        for key, value in entries.defaults(KIND, self.whole.today).items():
            if key not in new:
                new[key] = value
                self.cell_changes.append((label_of(model.Project, key), "", str(value)))
        taken = {*self.whole.content.ids("project"), *self.whole.content.ids("municipality"), *self.whole.rows}
        id = self.id or entries.free_word(str(new.get("title", "")), self.owner, taken)
        self.whole.rows.setdefault(id, self.row.number)
        self.remember(id)
        ordered = {key: new[key] for key in ORDER if key in new}
        if not self.whole.faults:
            try:
                self.whole.edits.append(
                    entries.new_yaml("project", id, {kinds.OWNER: self.owner, **ordered}, self.whole.root)
                )
            except Refused as refused:
                self.add_fault("id" if self.id else "title", refused.dutch, refused.english)
        self.whole.changes.append(Change(id, True, tuple(self.cell_changes)))

    def refuse_missing_columns(self) -> None:
        for column in self.whole.columns:
            if column.needed and column.path not in self.numbers:
                dutch = f"de kolom `{column.head}` is nodig voor een nieuw project."
                english = f"the column `{column.head}` is needed for a new project."
                self.whole.faults.append(Fault(f"{self.whole.table.name}, rij {self.row.number}", dutch, english))

    def refuse_twin(self, title: str) -> None:
        """The same sheet read twice, or a row of which the id was left out."""
        projects = (entry for entry in self.whole.content.of("project") if entry.owner == self.owner and entry.model)
        twin = next((entry for entry in projects if entry.model.title == title), None)
        if twin is not None and "title" in self.numbers:
            remedy = "Zet die id in de kolom Id.", "Put that in the column Id."
            if self.row.lines:
                remedy = "Verander het dan met de hand.", "Then change it by hand."
            self.add_fault(
                "title",
                f"er is al een project met deze titel: `{twin.id}`. Is het hetzelfde? {remedy[0]}",
                f"there is a project with this title: `{twin.id}`. Is it the same? {remedy[1]}",
            )

    # Where its cells stand.

    def location(self, path: str) -> str:
        number = self.numbers[path]
        letter, head = get_column_letter(number), self.whole.heads[number].head
        if self.row.lines:
            return f"{self.whole.table.name}, regel {self.row.lines.get(number, self.row.number)} ({head})"
        return f"{self.whole.table.name}, rij {self.row.number}, kolom {letter} ({head})"

    def remember(self, id: str) -> None:
        """Where each value of a project stands; what is wrong with parts together is told at the first of them."""
        for path in reversed(self.numbers):
            self.whole.locations[id, path.partition("/")[0]] = self.location(path)
        for path in self.numbers:
            self.whole.locations[id, path] = self.location(path)

    def add_fault(self, path: str, dutch: str, english: str) -> None:
        self.whole.faults.append(Fault(self.location(path), dutch, english))


def projects_in(parsed: File, meant: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each project of a file, as a node with its places and as what it says; also those within a municipality."""
    if not {"projects", "municipalities"} & meant.keys():
        yield parsed.root, meant
    for key, items in ((k, v) for k, v in parsed.root.value if k.value in ("projects", "municipalities")):
        for node, entry in zip(items.value, meant[key.value], strict=True):
            if key.value == "projects":
                yield node, entry
                continue
            for inner, projects in ((k, v) for k, v in node.value if k.value == "projects"):
                yield from zip(projects.value, entry[inner.value], strict=True)
