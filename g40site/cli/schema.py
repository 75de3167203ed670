"""The command `schema`: writes the JSON Schemas that editors check and complete with."""

from pathlib import Path
from typing import Any

import click

from g40site.cli import Exit, options_of
from g40site.cli.options import common
from g40site.cli.output import say, spoken, tell_problems


@click.command()
@common
def schema(**given: Any) -> Exit:
    """Schrijf de JSON Schema's voor tekstverwerkers naar --output, anders naar schema in de root.

    Zonder --output worden ook de tekstbouwstenen in .vscode, de lijst met velden in docs/redactie en de formulieren
    van GitHub en GitLab bijgewerkt.
    """
    from g40site.content.load import load_alone, sources_of
    from g40site.content.reader import Reader
    from g40site.diagnostics import Problems
    from g40site.editing import generated, transaction

    folder: Path | None = given.pop("output")
    options = options_of({**given, "output": None})
    lang = spoken(given["lang"], options.root)
    loaded = load_alone(options.root)
    if loaded.broken - {"chapter"}:
        # Not every id is known, and a list without one would call it wrong. Pages of the manual are in no list.
        problems = Problems(loaded.diagnostics)
        tell_problems(problems, sources_of(Reader(options.root), loaded, problems), lang)
        return Exit.CONTENT
    files = generated.schemas(loaded) if folder is not None else generated.files(loaded, options.root)
    top = folder or options.root
    edits = [
        transaction.Edit(name, data, before)
        for name, data in files.items()
        if (before := transaction.read_or_none(top / name)) != data
    ]
    transaction.save(top, edits)
    place = folder or options.root / "schema"
    say(f"Schemas written to {place}" if lang == "en" else f"De schema's staan in {place}")
    return Exit.DONE
