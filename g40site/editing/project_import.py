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
from g40site.editing.entries import Refused, Texts, refused, texts_of
from g40site.editing.project_table import TOO_LONG, Column, cell_text, columns, project_of, value_of, worded
from g40site.editing.spreadsheet import EMPTY, Cell, Row, Table
from g40site.editing.transaction import Edit, read_or_none
from g40site.editing.yaml_edit import File, Replacement, UnsupportedLayout, path_at, plain, same_data, tree
from g40site.editing.yaml_format import Value
from g40site.model.description import FORMER_LABELS, label_of
from g40site.model.questions import KINDS, OWNER, is_date

ORDER = keys_of(model.ProjectFile)


class Fault(Struct, frozen=True):
    """What is wrong with a cell, a column, a row or a file."""

    location: str
    texts: Texts


class Change(Struct, frozen=True):
    """What becomes of one project: its id, whether it is new, and of each cell the head with what it said and will say,
    in words for people.
    """

    id: str
    is_new: bool
    cells: list[tuple[str, str, str]]


class Import:
    """What a table does: faults, or changes with the edits that make them; and the projects that it has not."""

    def __init__(self, table: Table, content: Content, root: Path, today: dt.date) -> None:
        self.table, self.content, self.root, self.today = table, content, root, today
        self.columns = columns(content)
        self.projects = {entry.id: entry for entry in reversed(content.of("project"))}
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
        self.numbers = {column.path: number for number, column in self.heads.items()}
        self.refuse_cells_without_head()
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
            word = head.rstrip("* ").casefold().replace(".", "/")
            column = words.get(word)
            if column is None:
                near = nearest(word, words, most=1)
                code, meant = ("almost-a-head", words[near[0]].head) if near else ("unknown-head", "")
                self.add_fault(f"kolom {get_column_letter(number)}", code, head=head, near=meant)
            elif column.path in seen:
                self.add_fault(f"kolom {get_column_letter(number)}", "head-twice", head=head)
            else:
                seen.add(column.path)
                yield number, column

    def refuse_cells_without_head(self) -> None:
        """The first cell of each column that has something and no head: nobody knows what it says."""
        first: dict[int, int] = {}
        for row in self.table.rows:
            for number in (n for n, cell in row.cells.items() if cell.text.strip() and n not in self.table.heads):
                first.setdefault(number, row.number)
        for number, row_number in sorted(first.items()):
            self.add_fault(f"rij {row_number}, kolom {get_column_letter(number)}", "no-head")

    def add_fault(self, location: str, code: str, **values: object) -> None:
        self.faults.append(Fault(f"{self.table.name}, {location}", texts_of(code, **values)))

    # Files.

    def edit(self, file: str) -> None:
        """Everything that changes in a file, read again to be sure of it."""
        before = read_or_none(self.root / file) or b""
        try:
            parsed, meant = File.read(before), tree(before)
            data = parsed.edited([*self.replacements(file, parsed, meant)])
        except UnsupportedLayout as odd:
            self.faults.append(Fault(file, texts_of("odd-line", line=odd.args[0])))
            return
        if same_data(tree(data), meant):
            self.edits.append(Edit(file, data, before))
        else:
            self.faults.append(Fault(file, texts_of("odd-file")))

    def replacements(self, file: str, parsed: File, meant: Any) -> Iterator[Replacement]:
        """What the new values of its projects change in a file; what it will say follows."""
        for node, project in projects_in(parsed.root, meant):
            updates = self.updates[file].get(project.get("id", stem_of(file)), {})
            # A sheet may have its columns in any order; new keys come in that of the model.
            for key in sorted(updates, key=ORDER.index):
                if (value := updates[key]) is not None:
                    yield parsed.set(node, key, value, ORDER)
                    project[key] = value
                elif removal := parsed.remove(node, key):
                    yield removal
                    del project[key]

    def location_of(self, problem: Diagnostic) -> str:
        """The cell that a problem of what is written comes from; nothing where the sheet has none."""
        edit = next((edit for edit in self.edits if edit.file == problem.span.file), None)
        node = compose((edit.data or b"").decode("utf-8-sig").replace("\r\n", "\n"), "", Problems()) if edit else None
        steps = path_at(node, problem.span.line, problem.span.column) if node is not None else []
        ids = [*(plain(child).get("id", "") for _step, child in steps if child.is_map), stem_of(problem.span.file)]
        keys = [str(step) for step, _child in steps]
        paths = (*map("/".join, pairwise(keys)), *keys)
        return next((self.locations[id, path] for path in paths for id in ids if (id, path) in self.locations), "")


class RowImport:
    """One row: a project that is there, with what differs, or a new one."""

    def __init__(self, whole: Import, row: Row) -> None:
        self.whole, self.row = whole, row
        self.values: dict[str, Value | None] = {}
        self.cell_changes: list[tuple[str, str, str]] = []
        self.id = self.cell("id").text.strip()
        self.entry = whole.projects.get(self.id)
        self.before = project_of(self.entry) if self.entry else {}

    def take(self) -> None:
        row_of_id = self.whole.rows.setdefault(self.id, self.row.number) if self.id else self.row.number
        if row_of_id != self.row.number:
            self.add_fault("id", texts_of("same-id", id=self.id, row=row_of_id))
            return
        for column in self.whole.heads.values():
            try:
                self.take_cell(column)
            except Refused as fault:
                self.add_fault(column.path, fault.texts)
        if self.entry is not None:
            self.update(self.entry)
        else:
            self.add()

    def cell(self, path: str) -> Cell:
        return self.row.cells.get(self.whole.numbers.get(path, 0), EMPTY)

    def take_cell(self, column: Column) -> None:
        """What a cell says, where that differs from the file; raises where it cannot be used."""
        cell = self.cell(column.path)
        text = cell.text.strip()
        if cell.wrong is not None:
            raise Refused(*cell.wrong)
        if cell.is_date and not is_date(column.field):
            raise refused("cell-date")
        if self.entry is not None and text in (cell_text(column, self.before).strip(), TOO_LONG):
            return
        if text == TOO_LONG:
            raise refused("cell-cut", text=text)
        value = value_of(column, cell.text) if text else None
        if column.is_needed and value is None:
            raise refused("cell-empty")
        if column.key == OWNER and self.entry is not None:
            if value != self.entry.owner:
                raise refused("moved")
            return
        self.put(column, value)
        if value is not None and column.key != OWNER:
            whole: Value = {column.subkey: str(value)} if column.subkey else value
            for texts in entries.problems_with(model.Project, column.key, whole):
                self.add_fault(column.path, texts)
        if self.entry is not None or value is not None:
            self.cell_changes.append((column.head, worded(column, self.before), worded(column, self.values)))

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
            self.values[column.key] = whole or None

    def update(self, entry: Entry) -> None:
        self.remember(self.id)
        if values := {key: value for key, value in self.values.items() if key != "id"}:
            self.whole.updates.setdefault(entry.file, {})[self.id] = values
            self.whole.changes.append(Change(self.id, False, self.cell_changes))

    def add(self) -> None:
        new = {key: value for key, value in self.values.items() if value is not None}
        owner, title = str(new.get(OWNER, "")), str(new.get("title", ""))
        for column in self.whole.columns:
            if column.is_needed and column.path not in self.whole.numbers:
                self.whole.add_fault(f"rij {self.row.number}", "no-column", head=column.head)
        self.refuse_twin(owner, title)
        for key, value in entries.defaults(KINDS["project"], self.whole.today).items():
            if key not in new:
                new[key] = value
                self.cell_changes.append((label_of(model.Project, key), "", str(value)))
        taken = {*self.whole.projects, *self.whole.content.ids("municipality"), *self.whole.rows}
        id = self.id or entries.free_word(title, taken, owner)
        self.whole.rows.setdefault(id, self.row.number)
        self.remember(id)
        if not self.whole.faults:
            ordered = {key: new[key] for key in ORDER if key in new}
            try:
                self.whole.edits.append(entries.new_yaml("project", id, ordered, self.whole.root))
            except Refused as fault:
                self.add_fault("id" if self.id else "title", fault.texts)
        self.whole.changes.append(Change(id, True, self.cell_changes))

    def refuse_twin(self, owner: str, title: str) -> None:
        """The same sheet read twice, or a row of which the id was left out."""
        projects = (entry for entry in self.whole.content.of("project") if entry.owner == owner)
        twin = next((entry for entry in projects if entry.model.title == title), None)
        if twin is not None:
            self.add_fault("title", texts_of("same-title-in-mail" if self.row.lines else "same-title", id=twin.id))

    # Where its cells stand.

    def location(self, path: str) -> str:
        number = self.whole.numbers[path]
        head, name = self.whole.heads[number].head, self.whole.table.name
        if self.row.lines:
            return f"{name}, regel {self.row.lines.get(number, self.row.number)} ({head})"
        return f"{name}, rij {self.row.number}, kolom {get_column_letter(number)} ({head})"

    def remember(self, id: str) -> None:
        """Where each value of a project stands; what is wrong with parts together is told at the first of them."""
        for path in self.whole.numbers:
            self.whole.locations[id, path] = self.location(path)
            self.whole.locations.setdefault((id, path.partition("/")[0]), self.location(path))

    def add_fault(self, path: str, texts: Texts) -> None:
        self.whole.faults.append(Fault(self.location(path), texts))


def projects_in(root: Any, meant: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each project of a file, as a node with its places and as what it says; also those within a municipality."""
    lists = [(key.value, node) for key, node in root.value if key.value in ("projects", "municipalities")]
    if not lists:
        yield root, meant
    for key, items in lists:
        for node, entry in zip(items.value, meant[key], strict=True):
            if key == "projects":
                yield node, entry
            elif "projects" in entry:
                yield from projects_in(node, entry)
