"""The commands that write files for editors, and read them: `schema`, `forms`, `sheet` and `import`."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from g40site.cli.options import Exit, Stop, checked_plan, common, options_of, plain_folder, stop, template_faults
from g40site.cli.output import Count, say, say_line, spoken, tell_problems, text

FILE = click.Path(path_type=Path)
# More names than this say less than their number; of longer texts only the places that change are told.
MOST_NAMES = 10
LENGTH = 60


@click.command()
@common
def schema(**given: Any) -> Exit:
    """Schrijf de JSON Schema's voor tekstverwerkers naar --output, anders naar schema in de root.

    Zonder --output worden ook de tekstbouwstenen in .vscode, de lijst met velden in docs/redactie en de formulieren
    van GitHub en GitLab bijgewerkt.
    """
    from g40site.content.load import load_alone
    from g40site.editing import generated

    folder: Path | None = given.pop("output")
    options = options_of({**given, "output": None})
    lang = spoken(given["lang"], options.root)
    content = load_alone(options.root)
    # Not every id is known, and a list without one would call it wrong. Pages of the manual are in no list.
    if content.broken - {"chapter"}:
        tell_content(content, options.root, lang)
        return Exit.CONTENT
    files = generated.schemas(content) if folder is not None else generated.files(content, options.root)
    write_files(folder or options.root, files)
    say(text(lang, "schemas", folder=folder or options.root / "schema"))
    return Exit.DONE


@click.command()
@common
@click.option(
    "--server",
    type=click.Choice(["nginx", "apache", "caddy"]),
    help="Schrijf niets; toon wat deze server moet weten van de map in --output.",
)
def forms(server: str | None, **given: Any) -> Exit:
    """Schrijf de instellingen van de formulieren (config.json) naar --output, anders naar forms in de root.

    Met --output komt daar alles bij wat op een eigen adres voor de formulieren moet staan: de pagina, het programma, en
    bestanden die een host vertellen wat er mag.
    """
    from g40site.forms import CONFIG

    folder: Path | None = given.pop("output")
    options = options_of({**given, "output": None})
    planned = checked_plan(options, given["lang"])
    if planned.site.settings.forms is None:
        raise stop("no-forms")
    top = folder or options.root / "forms"
    with template_faults(planned, given["lang"]):
        if server is not None:
            host, path = planned.forms_host, plain_folder(top)
            if not host.is_plain:
                raise stop("sign-in-forms", url=host.url)
            say(planned.server_config(server, path, host).removesuffix("\n"))
            return Exit.DONE
        files = planned.forms_folder() if folder is not None else {CONFIG: planned.forms_config()}
    lang = given["lang"] or planned.site.settings.language
    if (top / "index.html").exists() and not (top / CONFIG).exists():
        raise stop("another-site", folder=top)
    write_files(top, files)
    say(text(lang, "forms-in", folder=top))
    if folder is not None and not planned.bundle:
        say(text(lang, "no-bundle"))
    return Exit.DONE


@click.command()
@click.argument("file", type=FILE)
@common
@click.option("--empty", is_flag=True, help="Zonder de projecten die er al zijn.")
def sheet(file: Path, empty: bool, **given: Any) -> Exit:
    """Schrijf een rekenblad (FILE, .xlsx) met alle projecten, om in te vullen en weer te lezen met import."""
    from g40site.content.load import load_alone
    from g40site.editing import project_table, spreadsheet, transaction

    if file.suffix.lower() != ".xlsx":
        raise stop("not-xlsx", file=file)
    if file.exists():
        raise stop("file-exists", file=file)
    options = options_of(given)
    lang = spoken(given["lang"], options.root)
    content = load_alone(options.root)
    if tell_content(content, options.root, lang):
        return Exit.CONTENT
    columns = project_table.columns(content)
    projects = [] if empty else map(project_table.project_of, content.of("project"))
    rows = [[project_table.cell_text(column, project) for column in columns] for project in projects]
    save(file.parent, [transaction.Edit(file.name, spreadsheet.workbook(columns, rows))])
    say_line(text(lang, "written", files=file))
    return Exit.DONE


@click.command("import")
@click.argument("file", type=FILE)
@common
@click.option("--dry-run", is_flag=True, help="Toon alleen wat er zou veranderen.")
def import_(file: Path, dry_run: bool, **given: Any) -> Exit:
    """Lees projecten uit een ingevuld rekenblad (FILE: .xlsx of .csv), of uit formulieren per mail (.txt of .eml)."""
    from g40site.content.load import load_alone
    from g40site.editing import transaction
    from g40site.editing.project_import import Import

    options = options_of(given)
    lang = spoken(given["lang"], options.root)
    if file.suffix.lower() not in (".xlsx", ".csv", ".txt", ".eml") or (data := transaction.read_or_none(file)) is None:
        raise stop("no-sheet", file=file)
    content = load_alone(options.root)
    if tell_content(content, options.root, lang):
        return Exit.CONTENT
    table = table_of(file, data, lang)
    if table.guessed:
        say(text(lang, "guessed", guessed=table.guessed))
    result = Import(table, content, options.root, options.now.date()).run()
    if result.faults:
        for fault in result.faults:
            say_line(f"{fault.location}: {fault.texts[lang == 'en']}", err=True)
        raise nothing_written(lang)
    for line in changes_of(result, lang):
        say_line(line)
    if not result.edits:
        say(text(lang, "nothing-changes"))
        return Exit.DONE
    refuse_faults(options, result.edits, lang, result.location_of)
    is_asked = sys.stdin.isatty() and sys.stdout.isatty()
    if dry_run or (is_asked and not click.confirm(text(lang, "write-this"), default=True)):
        say(text(lang, "nothing-written"))
        return Exit.DONE
    write(options.root, result.edits, lang)
    return Exit.DONE


def write_files(top: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files of a folder that are not right already."""
    from g40site.editing import transaction

    edits = [transaction.Edit(name, data, transaction.read_or_none(top / name)) for name, data in files.items()]
    save(top, [edit for edit in edits if edit.data != edit.before])


def write(root: Path, edits: Sequence[Any], lang: str) -> None:
    save(root, edits)
    say_line(text(lang, "written", files=", ".join(edit.file for edit in edits)))


def save(root: Path, edits: Sequence[Any]) -> None:
    """Writes all edits; when somebody saved one of the files in the meantime, none, and the run is refused."""
    from g40site.editing import transaction

    try:
        transaction.save(root, edits)
    except transaction.FileChanged as changed:
        raise stop("file-changed", file=changed.args[0]) from None


def tell_content(content: Any, root: Path, lang: str) -> bool:
    """Whether the content has errors, which are told then."""
    from g40site.content.load import sources_of
    from g40site.content.reader import Reader
    from g40site.diagnostics import Problems

    problems = Problems(content.diagnostics)
    if problems.errors:
        tell_problems(problems, sources_of(Reader(root), content, problems), lang)
    return bool(problems.errors)


def stop_for(refused: Any, lang: str) -> Stop:
    """Ends the run with the last thing that is wrong; the others are told here."""
    for texts in refused.before:
        say_line(texts[lang == "en"], err=True)
    return Stop(*refused.texts)


def table_of(file: Path, data: bytes, lang: str) -> Any:
    from g40site.editing import entries, mailed_forms, spreadsheet

    if file.suffix.lower() in (".txt", ".eml"):
        try:
            mailed = mailed_forms.text_of(data)
            if mailed is None:
                raise stop("no-mailed-form", file=file)
            return mailed_forms.table(*mailed)
        except entries.Refused as refused:
            raise stop_for(refused, lang) from None
    try:
        return spreadsheet.read(data, file.name)
    except entries.Refused as refused:
        reasons = zip(("nl", "en"), refused.texts, strict=True)
        raise Stop(*(text(lang, "unreadable", file=file, why=why) for lang, why in reasons)) from None


def refuse_faults(options: Any, edits: Sequence[Any], lang: str, location_of: Callable[[Any], str]) -> None:
    """Ends the run where the checks find something wrong in what would be written. What they find is told at the cell
    or the heading that it comes from, where that is known: whoever filled it in has no file of the site.
    """
    from g40site.diagnostics import Problems
    from g40site.editing.entries import texts_of_problem
    from g40site.editing.transaction import check_edits

    problems, sources = check_edits(options, edits)
    rest = Problems()
    for problem in problems:
        if location := location_of(problem):
            say_line(f"{location}: {texts_of_problem(problem)[lang == 'en']}", err=True)
        else:
            rest.items.append(problem)
    tell_problems(rest, sources, lang)
    if problems.errors:
        raise nothing_written(lang)


def nothing_written(lang: str) -> click.exceptions.Exit:
    """Ends a run whose faults were told."""
    say_line(text(lang, "nothing-written"), err=True)
    return click.exceptions.Exit(Exit.CONTENT)


def changes_of(result: Any, lang: str) -> Iterator[str]:
    """What a sheet changes, in its own words: each project with its cells, from what to what."""
    from g40site.editing.field_changes import around, text_change

    empty = text(lang, "empty")
    for change in result.changes:
        yield text(lang, "new-entry", id=change.id) if change.is_new else change.id
        for head, before, after in change.cells:
            if before and after and max(len(before), len(after)) > LENGTH:
                yield f"  {head}: {text_change(before, after)}"
                continue
            old, now = around(before, after, LENGTH)
            yield f"  {head}: {now}" if change.is_new else f"  {head}: {old or empty} → {now or empty}"
    new = sum(change.is_new for change in result.changes)
    counts = (Count(len(result.changes) - new, "changed project"), Count(new, "new project"))
    if any(count.number for count in counts):
        yield ", ".join(count.text(lang) for count in counts if count.number) + "."
    if left := len(result.left):
        names = f": {', '.join(result.left)}" if left <= MOST_NAMES else ""
        yield text(lang, "absent-one" if left == 1 else "absent", projects=Count(left, "absent project"), names=names)
