"""What a run says: the problems in the form that was asked for, the closing lines, and how far it is."""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click

LINE_LENGTH = 2000


def say(text: str, *, err: bool = False) -> None:
    """Prints; once nobody reads any more the run goes on without a word."""
    try:
        click.echo(text, err=err)
    except BrokenPipeError:
        silence("stderr" if err else "stdout")


def say_line(text: str, *, err: bool = False) -> None:
    """Prints one line that may name files: nothing in it steers a terminal or a log."""
    from g40site.diagnostics import printable

    say(printable(text, LINE_LENGTH), err=err)


def silence(stream: str) -> None:
    setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open until the run ends


def tell(result: Any, chosen: str | None, stream: Any) -> None:
    """The problems as text on a stream."""
    from g40site.diagnostics import text

    colour = stream.isatty() and "NO_COLOR" not in os.environ
    told = text.render(result.problems, result.sources, language(result, chosen), colour=colour)
    if told:
        say(told.removesuffix("\n"), err=stream is sys.stderr)


def shown(result: Any, form: str, root: Path, chosen: str | None) -> str:
    """The problems in the form that was asked for."""
    from g40site.diagnostics import github, json, markdown, text

    lang = language(result, chosen)
    if form == "json":
        return json.render(result.problems, lang)
    if form == "github":
        return github.render(result.problems, lang, below_here(root))
    if form == "markdown":
        return markdown.render(result.problems, partial(line_href, result.repository))
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    found = text.render(result.problems, result.sources, lang, colour=colour)
    return found or ("Geen fouten gevonden.\n" if lang == "nl" else "No errors found.\n")


def language(result: Any, chosen: str | None) -> Any:
    return chosen or result.language


def line_href(repository: Any, file: str, line: int) -> str:
    """Where a line of a file can be changed, when the site says where it is kept."""
    return f"{repository.edit_href(file)}#L{line}" if repository else ""


def below_here(root: Path) -> str:
    """The root's folder below the working directory with a final `/`, or nothing."""
    here, real = Path.cwd(), root.resolve()
    return f"{real.relative_to(here).as_posix()}/" if real != here and real.is_relative_to(here) else ""


def summary(result: Any, output: Path, seconds: float, lang: str) -> str:
    """What a build made, how long it took, how many warnings there are, and where it is."""
    from g40site.diagnostics import printable

    update, warnings = result.update, len(result.problems.warnings)
    pages, other = update.pages, update.files - update.pages
    if lang == "en":
        lines = [
            f"Done in {seconds:.1f} s: {counted(pages, 'page', 'pages')} and "
            f"{counted(other, 'other file', 'other files')} "
            f"({update.new} new, {update.changed} changed, {update.removed} removed), "
            f"{counted(warnings, 'warning', 'warnings')}.",
            f"The site is in {output}",
        ]
        foreign = "Not made by this program, left alone"
        damaged = "Something in .cache was damaged; it was not used and has been made anew."
    else:
        lines = [
            f"Klaar in {seconds:.1f} s: ".replace(".", ",") + f"{counted(pages, 'pagina', 'pagina’s')} en "
            f"{counted(other, 'ander bestand', 'andere bestanden')} "
            f"({update.new} nieuw, {update.changed} veranderd, {update.removed} weg), "
            f"{counted(warnings, 'waarschuwing', 'waarschuwingen')}.",
            f"De site staat in {output}",
        ]
        foreign = "Niet door dit programma gemaakt en met rust gelaten"
        damaged = "Iets in .cache was beschadigd; dat is niet gebruikt en opnieuw gemaakt."
    if update.foreign:
        names = ", ".join(map(printable, update.foreign[:5])) + (" …" if len(update.foreign) > 5 else "")
        lines.append(f"{foreign}: {names}")
    if result.damaged:
        lines.append(damaged)
    return "\n".join(lines)


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def progress_bar() -> Any:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def follow(outputs: Iterable[Any], total: int) -> Iterator[Any]:
        from rich.console import Console
        from rich.progress import track

        yield from track(outputs, "Pagina’s maken", total=total, console=Console(stderr=True), transient=True)

    return follow
