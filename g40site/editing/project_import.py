"""A table of projects back into their files: what would change, what is wrong with each cell, and the edits.

In: a table, what was loaded, and the root. Out: either faults by cell, or changes in the words of the sheet with edits.
A cell that says what the file says changes nothing; a column that is not there either. All files change, or none.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from openpyxl.utils import get_column_letter

from g40site import model
from g40site.content.composer import compose
from g40site.content.entries import Content
from g40site.content.validation import keys_of
from g40site.diagnostics import Diagnostic, Problems, nearest
from g40site.editing import entries, yaml_format
from g40site.editing.cells import EMPTY
from g40site.editing.project_table import TOO_LONG, Column, cell, choice_name, columns, value_of, worded
from g40site.editing.prompts import problem_line
from g40site.editing.spreadsheet import Row, Table
from g40site.editing.transaction import Edit, read_or_none
from g40site.editing.yaml_edit import File, Piece, UnsupportedLayout, path_at, plain, same_data, tree
from g40site.editing.yaml_format import Value
from g40site.model.description import FORMER_LABELS, label_of

KIND = entries.KINDS["project"]


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


class Result(Struct):
    """What a table does: faults, or changes with the edits that make them; and the projects that it has not."""

    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)


class Plan(Struct):
    """The changes by file: of each project its new values by key, and the new projects."""

    updates: dict[str, dict[str, dict[str, Value | None]]] = field(default_factory=dict)
    additions: dict[str, list[dict[str, Value]]] = field(default_factory=dict)


def imported(table: Table, loaded: Content, root: Path, today: dt.date) -> Result:
    result, plan = Result(), Plan()
    known = columns(loaded)
    heads = dict(matched(table, known, result))
    result.faults.extend(without_head(table))
    if not result.faults:
        taken: dict[str, int] = {}
        for row in table.rows:
            take_row(table, row, heads, loaded, plan, result, taken, today)
        result.left = [id for id in loaded.ids("project") if id not in taken]
    if not result.faults:
        make_edits(plan, root, result)
    return result


def matched(table: Table, known: Sequence[Column], result: Result) -> Iterator[tuple[int, Column]]:
    """The column of each head, by its Dutch word or its key."""
    words = {column.path.casefold(): column for column in known}
    words |= {head.casefold(): words[path] for head, path in FORMER_LABELS.items() if path in words}
    words |= {column.head.casefold(): column for column in known}
    seen: set[str] = set()
    for number, head in table.heads.items():
        word = head.rstrip("* ").casefold().replace(".", "/")
        column = words.get(word)
        if column is None:
            near = nearest(word, words, most=1)
            meant = f" Bedoelde u `{words[near[0]].head}`?" if near else " Haal de kolom weg, of verbeter de kop."
            place = f"{table.name}, kolom {get_column_letter(number)}"
            result.faults.append(Fault(place, f"de kop `{head}` is onbekend.{meant}", f"the head `{head}` is unknown."))
        elif column.path in seen:
            place = f"{table.name}, kolom {get_column_letter(number)}"
            result.faults.append(Fault(place, f"`{head}` staat er twee keer.", f"`{head}` stands there twice."))
        else:
            seen.add(column.path)
            yield number, column


def without_head(table: Table) -> Iterator[Fault]:
    """The first cell of each column that has something and no head: nobody knows what it says."""
    first: dict[int, int] = {}
    for row in table.rows:
        for number in (n for n, found in row.cells.items() if found.text.strip() and n not in table.heads):
            first.setdefault(number, row.number)
    for number, row_number in sorted(first.items()):
        place = f"{table.name}, rij {row_number}, kolom {get_column_letter(number)}"
        dutch = "hier staat iets, maar de kolom heeft geen kop. Geef de kolom een kop, of maak de cel leeg."
        yield Fault(place, dutch, "the column has no head. Give it one, or empty the cell.")


def take_row(
    table: Table,
    row: Row,
    heads: dict[int, Column],
    loaded: Content,
    plan: Plan,
    result: Result,
    taken: dict[str, int],
    today: dt.date,
) -> None:
    """One row: a project that is there, with what differs, or a new one."""
    texts = {column.path: (number, column, row.cells.get(number, EMPTY)) for number, column in heads.items()}
    id = texts["id"][2].text.strip() if "id" in texts else ""
    if id and taken.setdefault(id, row.number) != row.number:
        dutch, english = f"de id `{id}` staat ook in rij {taken[id]}.", f"the id `{id}` is in row {taken[id]} too."
        fault(result, table, row, texts["id"][0], texts["id"][1], dutch, english)
        return
    entry = next((e for e in loaded.of("project") if id and e.id == id), None)
    before: dict[str, Any] = plain(entry.node) if entry else {}
    owner = entry.owner if entry else ""
    places = {path: place_of(table, row, number, column) for path, (number, column, _cell) in texts.items()}
    # What is wrong with parts together is told at the first of them.
    places = {column.key: places[path] for path, (_number, column, _cell) in reversed(texts.items())} | places
    values: dict[str, Value | None] = {}
    told: list[tuple[str, str, str]] = []
    for number, column, read in texts.values():
        text = read.text
        if read.wrong is not None or (read.is_date and not column.is_date):
            odd = "de cel is een datum, en geen tekst. Typ er het teken `'` voor.", "the cell is a date, and no text."
            fault(result, table, row, number, column, *(read.wrong or odd))
            continue
        if entry is not None and text.strip() in (cell(column, owner, before).strip(), TOO_LONG):
            continue
        if text.strip() == TOO_LONG:
            fault(result, table, row, number, column, f"`{TOO_LONG}` is geen waarde.", "this is no value.")
            continue
        try:
            value = value_of(column, text) if text.strip() else None
        except entries.Refused as refused:
            fault(result, table, row, number, column, refused.dutch, refused.english)
            continue
        if column.key == "municipality":
            if entry is not None and value != owner:
                dutch = "een project verhuist niet vanzelf. Verplaats het met de hand."
                fault(result, table, row, number, column, dutch, "a project does not move by itself.")
            elif value is None:
                fault(result, table, row, number, column, *NEEDED)
            owner = str(value)
            if entry is None:
                told.append((column.head, "", choice_name(column, owner)))
            continue
        if value is None and column.needed:
            fault(result, table, row, number, column, *NEEDED)
        put(values, before, column, value)
        if value is not None:
            whole: Value = {column.subkey: str(value)} if column.subkey else value
            for problem in entries.problems_with(model.Project, column.key, whole):
                fault(result, table, row, number, column, problem_line(problem, "nl"), problem_line(problem, "en"))
        if entry is not None or value is not None:
            told.append((column.head, worded(column, before), worded(column, values)))
    if entry is not None:
        result.places |= {(id, path): place for path, place in places.items()}
        if values := {key: value for key, value in values.items() if key != "id"}:
            plan.updates.setdefault(entry.file, {})[id] = values
            result.changes.append(Change(id, False, tuple(told)))
        return
    new = {key: value for key, value in values.items() if value is not None}
    for column in columns(loaded):
        if column.needed and column.path not in texts:
            place = f"{table.name}, rij {row.number}"
            dutch = f"de kolom `{column.head}` is nodig voor een nieuw project."
            result.faults.append(Fault(place, dutch, f"the column `{column.head}` is needed for a new project."))
    title = str(new.get("title", ""))
    twin = next((e for e in loaded.of("project") if e.owner == owner and e.model and e.model.title == title), None)
    if twin is not None and "title" in texts:
        # The same sheet read twice, or a row of which the id was left out.
        dutch = f"er is al een project met deze titel: `{twin.id}`. Is het hetzelfde? Zet die id in de kolom Id."
        english = f"there is a project with this title: `{twin.id}`. Is it the same? Put that in the column Id."
        fault(result, table, row, *texts["title"][:2], dutch, english)
    ids = {*loaded.ids("project"), *taken}
    for key, value in entries.defaults(KIND, today).items():
        if key not in new:
            new[key] = value
            told.append((label_of(model.Project, key), "", str(value)))
    made = {**new, "id": id or entries.free_word(title, owner, ids)}
    taken.setdefault(str(made["id"]), row.number)
    result.places |= {(str(made["id"]), path): place for path, place in places.items()}
    ordered = {key: made[key] for key in keys_of(model.Project) if key in made}
    plan.additions.setdefault(f"content/projects/{owner}.yaml", []).append(ordered)
    result.changes.append(Change(str(made["id"]), True, tuple(told)))


NEEDED = "hier is een waarde nodig.", "a value is needed here."


def put(values: dict[str, Value | None], before: dict[str, Any], column: Column, value: Value | None) -> None:
    """A value at its key; a part joins the other parts, as they are or will be."""
    if not column.subkey:
        values[column.key] = value
        return
    whole = dict(values[column.key] or {}) if column.key in values else dict(before.get(column.key) or {})  # type: ignore[arg-type]
    if value is None:
        whole.pop(column.subkey, None)
    else:
        whole[column.subkey] = str(value)
    if whole or column.key in before:
        values[column.key] = {str(key): str(text) for key, text in whole.items()} or None


def fault(result: Result, table: Table, row: Row, number: int, column: Column, dutch: str, english: str) -> None:
    result.faults.append(Fault(place_of(table, row, number, column), dutch, english))


def place_of(table: Table, row: Row, number: int, column: Column) -> str:
    return f"{table.name}, rij {row.number}, kolom {get_column_letter(number)} ({column.head})"


def cell_of(problem: Diagnostic, result: Result) -> Fault | None:
    """A problem of what is written as one of the cell that it comes from, where the sheet has that."""
    edit = next((edit for edit in result.edits if edit.file == problem.span.file), None)
    node = compose(edit.data.decode("utf-8-sig").replace("\r\n", "\n"), "", Problems()) if edit is not None else None
    steps = path_at(node, problem.span.line, problem.span.column) if node is not None else []
    ids = [plain(found).get("id", "") for _step, found in steps if found.is_map]
    keys = [str(step) for step, _found in steps]
    for path in (*map("/".join, pairwise(keys)), *keys):
        if place := next((result.places[id, path] for id in ids if (id, path) in result.places), ""):
            return Fault(place, problem_line(problem, "nl"), problem_line(problem, "en"))
    return None


def make_edits(plan: Plan, root: Path, result: Result) -> None:
    """Every file that changes, with everything that changes in it, read again to be sure of it."""
    order = keys_of(model.Project)
    for file in sorted({*plan.updates, *plan.additions}):
        before = read_or_none(root / file)
        additions = plan.additions.get(file, [])
        if before is None:
            first, *rest = additions
            edit = entries.add_to_list(file, "projects", first, root)
            lines = [
                line
                for entry in rest
                for line in ("", *(f"  {line}" if line else "" for line in yaml_format.item(entry)))
            ]
            result.edits.append(Edit(file, edit.data + "".join(f"{line}\n" for line in lines).encode()))
            continue
        try:
            parsed, meant = File.read(before), tree(before)
            pieces: list[Piece] = []
            for node, project in projects_in(parsed, meant):
                for key, value in plan.updates.get(file, {}).get(project.get("id", ""), {}).items():
                    pieces += parsed.changed(node, key, value, order)
                    project.pop(key, None) if value is None else project.update({key: value})
            if additions:
                pieces += parsed.appended(["projects"], additions)
                meant["projects"].extend(additions)
            data = parsed.with_pieces(pieces)
        except UnsupportedLayout as odd:
            line = odd.args[0]
            dutch = f"regel {line} is te bijzonder om vanzelf te veranderen. Verander het met de hand."
            result.faults.append(Fault(file, dutch, f"line {line} is too special to change by itself."))
            continue
        if not same_data(tree(data), meant):
            dutch = "dit bestand is te bijzonder om vanzelf te veranderen. Verander het met de hand."
            result.faults.append(Fault(file, dutch, "this file is too special to change by itself."))
        else:
            result.edits.append(Edit(file, data, before))


def projects_in(parsed: File, meant: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each project of a file, as a node with its places and as what it says; also those within a municipality."""
    for key, items in ((k, v) for k, v in parsed.root.value if k.value in ("projects", "municipalities")):
        for node, entry in zip(items.value, meant[key.value], strict=True):
            if key.value == "projects":
                yield node, entry
                continue
            for inner, projects in ((k, v) for k, v in node.value if k.value == "projects"):
                yield from zip(projects.value, entry[inner.value], strict=True)
