"""The command `schema`: writes the JSON Schemas that editors check and complete with."""

from pathlib import Path
from typing import Any

import click

from g40site.cli import Exit, options_of
from g40site.cli.options import common
from g40site.cli.telling import say, tell_problems


@click.command()
@common
def schema(**given: Any) -> Exit:
    """Schrijf de JSON Schema's voor tekstverwerkers naar --output, anders naar schema in de root."""
    from g40site.content.load import load
    from g40site.diagnostics import Problems
    from g40site.source import Reader
    from g40site.workbench import saving, schemas

    folder: Path | None = given.pop("output")
    options = options_of({**given, "output": None})
    reader = Reader(options.root, Problems())
    loaded = load(reader)
    if loaded.broken:
        # Not every id is known, and a list without one would call it wrong.
        tell_problems(reader.problems, {name: s.text for name, s in reader.sources.items()}, given["lang"] or "nl")
        return Exit.CONTENT
    folder = folder or options.root / "schema"
    edits = [
        saving.Edit(name, data, before)
        for name, data in schemas.schemas(schemas.known(loaded)).items()
        if (before := saving.current(folder / name)) != data
    ]
    saving.save(folder, edits)
    say(f"Schemas written to {folder}" if given["lang"] == "en" else f"De schema's staan in {folder}")
    return Exit.DONE
