"""A table of projects back into their files: what would change, what is wrong with each cell, and the edits.

In: a table, what was loaded, and the root. Out: either faults by cell, or changes with edits. A cell that says what the
file says changes nothing; a column that is not there either. All files change, or none.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from openpyxl.utils import get_column_letter

from g40site import model
from g40site.content.check import REFERENCES, UNKNOWN
from g40site.content.composer import compose
from g40site.content.loaded import Loaded
from g40site.content.validation import keys_of, validate
from g40site.diagnostics import Diagnostic, Lang, Problems, Span, nearest
from g40site.workbench import entries, yamltext
from g40site.workbench.insertion import File, Odd, Piece, alike, plain, tree
from g40site.workbench.inventory import TOO_LONG, Column, cell, columns, value_of
from g40site.workbench.saving import Edit, current
from g40site.workbench.spreadsheet import Row, Table
from g40site.workbench.yamltext import Value

KIND = entries.KINDS["project"]


class Fault(Struct, frozen=True):
    """What is wrong with a cell, a column or a row, in both languages."""

    place: str
    dutch: str
    english: str


class Result(Struct):
    """What a table does: faults, or sentences about changes with the edits that make them."""

    faults: list[Fault] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


class Plan(Struct):
    """The changes by file: of each project its new values by key, and the new projects."""

    updates: dict[str, dict[str, dict[str, Value | None]]] = field(default_factory=dict)
    additions: dict[str, list[dict[str, Value]]] = field(default_factory=dict)


def imported(table: Table, loaded: Loaded, root: Path) -> Result:
    result, plan = Result(), Plan()
    known = columns(loaded)
    heads = dict(matched(table, known, result))
    if not result.faults:
        taken: dict[str, int] = {}
        for row in table.rows:
            take_row(table, row, heads, loaded, plan, result, taken)
    if not result.faults:
        make_edits(plan, root, result)
    return result


def matched(table: Table, known: Sequence[Column], result: Result) -> Iterator[tuple[int, Column]]:
    """The column of each head, by its Dutch word or its key."""
    words = {column.head.casefold(): column for column in known} | {column.path.casefold(): column for column in known}
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


def take_row(
    table: Table,
    row: Row,
    heads: dict[int, Column],
    loaded: Loaded,
    plan: Plan,
    result: Result,
    taken: dict[str, int],
) -> None:
    """One row: a project that is there, with what differs, or a new one."""
    texts = {column.path: (number, column, row.cells.get(number, "")) for number, column in heads.items()}
    id = texts["id"][2].strip() if "id" in texts else ""
    if id and taken.setdefault(id, row.number) != row.number:
        fault(
            result, table, row, texts["id"][0], texts["id"][1], f"de id `{id}` staat ook in rij {taken[id]}.", "twice."
        )
        return
    entry = next((e for e in loaded.of("project") if id and e.id == id), None)
    before: dict[str, Any] = plain(entry.node) if entry else {}
    owner = entry.owner if entry else ""
    values: dict[str, Value | None] = {}
    for number, column, text in texts.values():
        if entry is not None and text.strip() in (cell(column, owner, before).strip(), TOO_LONG):
            continue
        if column.key == "municipality":
            owner_meant = str(value_of(column, text))
            if entry is not None and owner_meant != owner:
                said = "een project verhuist niet vanzelf. Verplaats het met de hand."
                fault(result, table, row, number, column, said, "a project does not move by itself.")
            elif owner_meant not in loaded.ids("municipality"):
                judge(result, table, row, number, column, "municipality", owner_meant, loaded)
            owner = owner_meant
        elif not text.strip():
            if column.needed:
                fault(result, table, row, number, column, "hier is een waarde nodig.", "a value is needed here.")
            put(values, before, column, None)
        else:
            try:
                value = value_of(column, text)
            except entries.Refused as refused:
                fault(result, table, row, number, column, refused.dutch, refused.english)
                continue
            put(values, before, column, value)
            judge(result, table, row, number, column, column.key, value, loaded)
    if entry is not None:
        if values := {key: value for key, value in values.items() if key != "id"}:
            plan.updates.setdefault(entry.file, {})[id] = values
            result.changes.append(f"`{id}`: {', '.join(values)} verandert.")
        return
    new = {key: value for key, value in values.items() if value is not None}
    for column in columns(loaded):
        if column.needed and column.path not in texts:
            place = f"{table.name}, rij {row.number}"
            said = f"de kolom `{column.head}` is nodig voor een nieuw project."
            result.faults.append(Fault(place, said, f"the column `{column.head}` is needed for a new project."))
    made = {**new, "id": id} if id else new
    ids = {*loaded.ids("project"), *taken}
    made["id"] = id or entries.free_word(str(new.get("title", "")), owner, ids)
    taken.setdefault(str(made["id"]), row.number)
    ordered = {key: made[key] for key in keys_of(model.Project) if key in made}
    plan.additions.setdefault(f"content/projects/{owner}.yaml", []).append(ordered)
    result.changes.append(f"`{made['id']}`: nieuw bij {owner}.")


def put(values: dict[str, Value | None], before: dict[str, Any], column: Column, value: Value | None) -> None:
    """A value at its key; a part joins the other parts, as they are or will be."""
    if not column.part:
        values[column.key] = value
        return
    whole = dict(values[column.key] or {}) if column.key in values else dict(before.get(column.key) or {})  # type: ignore[arg-type]
    if value is None:
        whole.pop(column.part, None)
    else:
        whole[column.part] = str(value)
    if whole or column.key in before:
        values[column.key] = {str(key): str(text) for key, text in whole.items()} or None


def judge(
    result: Result, table: Table, row: Row, number: int, column: Column, key: str, value: Value, loaded: Loaded
) -> None:
    """What the checks say of one value by itself."""
    found = Problems()
    kind = "municipality" if key == "municipality" else REFERENCES["project"].get((key,))
    if kind is not None:
        for word in [value] if isinstance(value, str) else value:
            if word not in loaded.ids(kind):
                found.add(UNKNOWN[kind], Span("x"), nearest(str(word), loaded.ids(kind)), id=word)
    else:
        whole: Value = {column.part: value} if column.part and isinstance(value, str) else value
        node = compose("\n".join([*yamltext.pair(key, whole), ""]), "x", found)
        if node is not None:
            validate(node, model.Project, found)
    for problem in found.found:
        if problem.code not in ("sleutel-ontbreekt", "contact-zonder-naam"):
            fault(result, table, row, number, column, said(problem, "nl"), said(problem, "en"))


def said(problem: Diagnostic, lang: Lang) -> str:
    return f"{problem.message(lang)}. {problem.help(lang)}".strip()


def fault(result: Result, table: Table, row: Row, number: int, column: Column, dutch: str, english: str) -> None:
    place = f"{table.name}, rij {row.number}, kolom {get_column_letter(number)} ({column.head})"
    result.faults.append(Fault(place, dutch, english))


def make_edits(plan: Plan, root: Path, result: Result) -> None:
    """Every file that changes, with everything that changes in it, read again to be sure of it."""
    order = keys_of(model.Project)
    for file in sorted({*plan.updates, *plan.additions}):
        before = current(root / file)
        additions = plan.additions.get(file, [])
        if before is None:
            first, *rest = additions
            edit = entries.listed(file, "projects", first, root)
            lines = [
                line for entry in rest for line in ("", *(f"  {line}" if line else "" for line in yamltext.item(entry)))
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
        except Odd as odd:
            line = odd.args[0]
            dutch = f"regel {line} is te bijzonder om vanzelf te veranderen. Verander het met de hand."
            result.faults.append(Fault(file, dutch, f"line {line} is too special to change by itself."))
            continue
        if not alike(tree(data), meant):
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
