"""The commands `sheet` and `import`: the projects as a spreadsheet, and a spreadsheet back into the projects."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from g40site.cli import Exit, options_of
from g40site.cli.options import Stop, common
from g40site.cli.output import counted, say, say_line, spoken, tell_problems

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@common
@click.option("--empty", is_flag=True, help="Zonder de projecten die er al zijn.")
def sheet(file: Path, empty: bool, **given: Any) -> Exit:
    """Schrijf een rekenblad (FILE, .xlsx) met alle projecten, om in te vullen en weer te lezen met import."""
    from g40site.content.load import load_alone, sources_of
    from g40site.content.reader import Reader
    from g40site.diagnostics import Problems
    from g40site.editing import project_table, spreadsheet, transaction
    from g40site.editing.yaml_edit import plain

    if file.suffix.lower() != ".xlsx":
        raise Stop(f"{file} eindigt niet op .xlsx.", f"{file} does not end in .xlsx.")
    if file.exists():
        raise Stop(f"{file} bestaat al. Kies een andere naam.", f"{file} exists already. Choose another name.")
    options = options_of(given)
    lang = spoken(given["lang"], options.root)
    loaded = load_alone(options.root)
    problems = Problems(loaded.diagnostics)
    if problems.errors:
        tell_problems(problems, sources_of(Reader(options.root), loaded, problems), lang)
        return Exit.CONTENT
    columns = project_table.columns(loaded)
    entries = [] if empty else loaded.of("project")
    rows = [
        [project_table.cell_text(column, entry.owner, plain(entry.node)) for column in columns] for entry in entries
    ]
    transaction.save(file.parent, [transaction.Edit(file.name, spreadsheet.workbook(columns, rows))])
    say_line(f"Written: {file}" if lang == "en" else f"Geschreven: {file}")
    return Exit.DONE


@click.command("import")
@click.argument("file", type=FILE)
@common
@click.option("--dry-run", is_flag=True, help="Toon alleen wat er zou veranderen.")
def import_(file: Path, dry_run: bool, **given: Any) -> Exit:
    """Lees een ingevuld rekenblad (FILE, .xlsx of .csv) en verander daarmee de projecten."""
    from g40site.content.load import load_alone, sources_of
    from g40site.content.reader import Reader
    from g40site.diagnostics import Problems
    from g40site.editing import project_import, spreadsheet, transaction
    from g40site.editing.dry_run import check_edits

    options = options_of(given)
    lang = spoken(given["lang"], options.root)
    english = lang == "en"
    if file.suffix.lower() not in (".xlsx", ".csv") or (data := transaction.read_or_none(file)) is None:
        raise Stop(f"{file} is geen .xlsx of .csv, of is er niet.", f"{file} is no .xlsx or .csv, or does not exist.")
    loaded = load_alone(options.root)
    problems = Problems(loaded.diagnostics)
    if problems.errors:
        tell_problems(problems, sources_of(Reader(options.root), loaded, problems), lang)
        return Exit.CONTENT
    try:
        table = spreadsheet.read(data, file.name)
    except spreadsheet.Unreadable as why:
        raise Stop(
            f"{file} is geen rekenblad dat te lezen is. {why.dutch}".rstrip(),
            f"{file} is no spreadsheet that can be read. {why.english}".rstrip(),
        ) from None
    if table.guessed:
        say(
            f"The file is no UTF-8 and was read as {table.guessed}. Look whether letters such as é are right."
            if english
            else f"Het bestand is geen UTF-8. Het is gelezen als {table.guessed}. Kijk of letters als é kloppen."
        )
    result = project_import.Import(table, loaded, options.root, options.now.date()).run()
    for fault in result.faults:
        say_line(f"{fault.location}: {fault.english if english else fault.dutch}", err=True)
    if result.faults:
        return nothing(english)
    for line in lines_of(result, english=english):
        say_line(line)
    if not result.edits:
        say("Nothing changes." if english else "Er verandert niets.")
        return Exit.DONE
    found = check_edits(options, result.edits)
    rest = Problems()
    for problem in found.problems:
        if told := result.fault_of(problem):
            say_line(f"{told.location}: {told.english if english else told.dutch}", err=True)
        else:
            rest.items.append(problem)
    tell_problems(rest, found.sources, lang)
    if not found.passes:
        return nothing(english)
    question = "Write this?" if english else "Zal ik dit schrijven?"
    if dry_run or (sys.stdin.isatty() and sys.stdout.isatty() and not click.confirm(question, default=True)):
        say("Nothing was written." if english else "Er is niets geschreven.")
        return Exit.DONE
    transaction.save(options.root, result.edits)
    names = ", ".join(edit.file for edit in result.edits)
    say_line(f"Written: {names}" if english else f"Geschreven: {names}")
    return Exit.DONE


def nothing(english: bool) -> Exit:
    say_line("Nothing was written." if english else "Er is niets geschreven.", err=True)
    return Exit.CONTENT


# More names than this say less than their number; of longer texts only the places that change are told.
MOST_NAMES = 10
LENGTH = 60


def lines_of(result: Any, *, english: bool) -> Iterator[str]:
    """What a sheet changes, in its own words: each project with its cells, from what to what."""
    from g40site.editing.text_change import around, text_change

    empty = "(empty)" if english else "(leeg)"
    for change in result.changes:
        new = " (new)" if english else " (nieuw)"
        yield f"{change.id}{new if change.is_new else ''}"
        for head, before, after in change.cells:
            if before and after and max(len(before), len(after)) > LENGTH:
                yield f"  {head}: {text_change(before, after)}"
                continue
            old, now = around(before, after, LENGTH)
            yield f"  {head}: {now}" if change.is_new else f"  {head}: {old or empty} → {now or empty}"
    new = sum(change.is_new for change in result.changes)
    changed = len(result.changes) - new
    if english:
        counts = [f"{counted(changed, 'project', 'projects')} changed"] * bool(changed)
        counts += [f"{counted(new, 'project', 'projects')} added"] * bool(new)
    else:
        counts = [f"{changed} {'project verandert' if changed == 1 else 'projecten veranderen'}"] * bool(changed)
        counts += [f"{new} {'project komt' if new == 1 else 'projecten komen'} erbij"] * bool(new)
    if counts:
        yield ", ".join(counts) + "."
    if left := len(result.left):
        names = f": {', '.join(result.left)}" if left <= MOST_NAMES else ""
        one = left == 1
        if english:
            yield f"{counted(left, 'project is', 'projects are')} not in the sheet{names}. They stay."
        else:
            yield (
                f"{counted(left, 'project staat', 'projecten staan')} niet in het rekenblad{names}. "
                f"{'Dat blijft' if one else 'Die blijven'} op de site; weghalen doet u in het bestand."
            )
