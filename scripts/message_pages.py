"""Writes the pages of messages in docs/meldingen from their examples and from what the program says of them.

    python -m scripts.message_pages        (`make generated` does it, with all else that is written so)

A page is written by hand in three parts: why, a wrong example and a right one. The rest follows from the program: the
title, what an editor sees, and the English. A new code needs its three parts first; an example that is no text stands
in `tests/diagnostics/tried.py`.
"""

import re
import tempfile
import tomllib
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import markdown

from g40site import pipeline
from g40site.diagnostics import WARNINGS, messages
from g40site.diagnostics.renderers import as_text
from g40site.planning import Session
from tests.diagnostics.tried import FOLDER, LIGHT, MADE, files, parts
from tests.running import TOP
from tests.sites import SmallSite, bare_templates

# What a part of the table is about, in the words of the list.
SUBJECTS = {
    "files": "Bestanden",
    "yaml": "YAML",
    "fields": "Velden",
    "references": "Verwijzingen",
    "text": "Teksten",
    "media": "Plaatjes en documenten",
    "site": "Adressen en sjablonen",
}
# Of a long line or list the reader needs no more than this.
MOST_BLOCKS = 40


def told(small: SmallSite, templates: Path, session: Session | None = None) -> tuple[list[str], str]:
    """The codes that a site gives, in order, and what an editor sees of them."""
    result = pipeline.check(small.options(templates=templates), session)
    return [problem.code for problem in result.problems], as_text(result.problems, result.sources, "nl")


def page(code: str, given: dict[str, str], seen: str) -> str:
    """The whole page of a code, from its hand-written parts and what the program says of the wrong example."""
    title = re.sub(r"`?\{\w+\}`?", "…", messages("nl")[code].message)
    kind = "waarschuwing" if code in WARNINGS else "fout"
    english = re.sub(r"\{(\w+)\}", "…", "{}. {}".format(*messages("en")[code])).strip()
    return f"""\
# {title}

Dit is de {kind} `{code}`. U leest waarom u die ziet, met een fout en een goed voorbeeld.

[Alle meldingen](README.md)

## Waarom

{given["Waarom"]}

## Fout

{given["Fout"]}

## Dan ziet u

```text
{shortened(seen)}
```

## Goed

{given["Goed"]}

## In English

<span lang="en">{english}</span>
"""


def shortened(seen: str) -> str:
    """What an editor sees, without most of a flood."""
    blocks = seen.rstrip("\n").split("\n\n")
    return "\n\n".join([blocks[0], "…", *blocks[-2:]] if len(blocks) > MOST_BLOCKS else blocks)


def wrong_example(code: str, folder: Path, bare: Path) -> tuple[SmallSite, Path]:
    """A site with the wrong example of a code, and its templates."""
    example = files(parts(code)["Fout"])
    small = SmallSite(folder, {**LIGHT, **example})
    templates = bare
    if code.startswith(("sjabloon", "stijlblad")):
        templates = small.root / "templates"
        small.write(
            {f"templates/{p.relative_to(bare).as_posix()}": p.read_bytes() for p in bare.rglob("*") if p.is_file()}
        )
    assert bool(example) is (code not in MADE), code
    if code in MADE:
        MADE[code](small)
    return small, templates


def failing_markdown(real: Any = markdown.Markdown.convert) -> AbstractContextManager[Any]:
    """A text with a stumbling block is one that the library cannot read."""

    def convert(library: markdown.Markdown, words: str) -> str:
        if "struikelblok" in words:
            raise RecursionError
        return str(real(library, words))

    return patch.object(markdown.Markdown, "convert", convert)


def answers(folder: Path, bare: Path) -> dict[str, tuple[list[str], str]]:
    """What is told of the wrong example of each code."""
    session, found = Session(), {}
    with failing_markdown():
        for code in messages("nl"):
            small, templates = wrong_example(code, folder / code, bare)
            found[code] = told(small, templates, session if templates == bare else None)
    return found


def listing() -> str:
    """The list of all codes."""
    rows = ["# Alle meldingen", "", "Elke melding van `check` en `build` heeft een code. Zoek de code hier op.", ""]
    for subject, table in tomllib.loads((TOP / "g40site/diagnostics/nl.toml").read_text("utf-8")).items():
        rows += [f"## {SUBJECTS[subject]}", ""]
        titles = {code: re.sub(r"`?[{][a-z]+[}]`?", "…", fields["message"]) for code, fields in table.items()}
        rows += [f"- [`{code}`]({code}.md): {title}" for code, title in titles.items()]
        rows.append("")
    return "\n".join(rows)


def pages(seen: dict[str, tuple[list[str], str]]) -> dict[Path, str]:
    """All files of the folder, from what was told of each wrong example."""
    found = {FOLDER / f"{code}.md": page(code, parts(code), told_text) for code, (_codes, told_text) in seen.items()}
    return found | {FOLDER / "README.md": listing()}


def write() -> None:
    new = [code for code in messages("nl") if not (FOLDER / f"{code}.md").is_file()]
    if new:
        raise SystemExit(
            "Write these first, with the headings `## Waarom`, `## Fout` and `## Goed`, as the pages beside them have "
            f"them; the rest follows: {', '.join(f'docs/meldingen/{code}.md' for code in new)}"
        )
    with tempfile.TemporaryDirectory() as name:
        seen = answers(Path(name), bare_templates(Path(name) / "templates"))
    for path, page_text in pages(seen).items():
        if not path.is_file() or path.read_text("utf-8") != page_text:
            path.write_text(page_text, "utf-8")


if __name__ == "__main__":
    write()
