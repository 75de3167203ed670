"""What a run says: the problems in the form that was asked for, the closing lines, and how far it is."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

LINE_LENGTH = 2000
# After so many seconds the bar is drawn again.
EVERY = 0.1


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
    """The problems of a run as text on a stream."""
    tell_problems(result.problems, result.sources, language(result, chosen), stream)


def tell_problems(problems: Any, sources: Any, lang: Any, stream: Any = None) -> None:
    """Problems as text on a stream, stderr when none is named."""
    from g40site.diagnostics import text

    stream = stream or sys.stderr
    colour = stream.isatty() and "NO_COLOR" not in os.environ
    told = text.render(problems, sources, lang, colour=colour)
    if told:
        say(told.removesuffix("\n"), err=stream is sys.stderr)


def rendered(result: Any, form: str, root: Path, chosen: str | None) -> str:
    """The problems in the form that was asked for."""
    from g40site.diagnostics import github, json, markdown, text

    lang = language(result, chosen)
    if form == "json":
        return json.render(result.problems, lang, partial(code_href, result.repository, root))
    if form == "github":
        return github.render(result.problems, lang, below_here(root))
    if form == "markdown":
        return markdown.render(
            result.problems, partial(line_href, result.repository), partial(code_href, result.repository, root)
        )
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    found = text.render(result.problems, result.sources, lang, colour=colour)
    return found or ("Geen fouten gevonden.\n" if lang == "nl" else "No errors found.\n")


def language(result: Any, chosen: str | None) -> Any:
    return chosen or result.language


def spoken(chosen: str | None, root: Path) -> str:
    """The language of a run that has no result yet: what was asked for, else that of the site, else Dutch."""
    if chosen:
        return chosen
    # Whoever asks may have failed already: on a circle of links, or for want of open files.
    with suppress(OSError, RuntimeError):
        from g40site.content.entries import language_of
        from g40site.content.parsing import ParsedFile, yaml_file
        from g40site.content.reader import Reader

        return language_of(yaml_file(Reader(root), ParsedFile("site.yaml")))
    return "nl"


def line_href(repository: Any, file: str, line: int) -> str:
    """Where a line of a file can be changed, when the site says where it is kept."""
    return f"{repository.edit_href(file)}#L{line}" if repository else ""


def code_href(repository: Any, root: Path, code: str) -> str:
    """Where a code is explained, when the site says where it is kept and its own copy has the page."""
    page = f"docs/meldingen/{code}.md"
    return repository.page_href(page) if repository and (root / page).is_file() else ""


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


# What there is to say of a path, in Dutch and in English; `{}` is what the comparison found there.
DIFFERENCES = {
    "missing": ("ontbreekt", "missing"),
    "changed": ("anders", "changed"),
    "unlisted": ("staat niet in de lijst", "not in the list"),
    "moved": ("stuurt door naar {}", "redirects to {}"),
    "elsewhere": ("stuurt door naar {}", "redirects to {}"),
    "cut": ("komt niet helemaal over", "does not come across whole"),
    "refused": ("geeft het antwoord {}", "answers with {}"),
    "long": ("is te lang", "is too long"),
    "no-list": ("is niet te lezen", "cannot be read"),
    "no-site": ("noemt {} niet, die elke site heeft", "does not name {}, which every site has"),
    "few": ("noemt maar {} bestanden", "names only {} files"),
    "foreign": (
        "hoort bij {}; is dat het adres van de site, geef het dan met --base-url",
        "belongs to {}; if that is the address of the site, give it with --base-url",
    ),
}
MOST_DIFFERENCES = 50


def compared(report: Any, days: int | None, most: int | None, lang: str) -> tuple[list[str], bool]:
    """What a comparison with the list of digests found, line by line, and whether all is well.

    A comparison that did not come to its end has found no number of differences, only these.
    """
    english = lang == "en"
    shown = report.differences[:MOST_DIFFERENCES]
    lines = [f"{one.path}: {DIFFERENCES[one.kind][english].format(one.detail)}" for one in shown]
    wrong = len(report.differences)
    if wrong > MOST_DIFFERENCES:
        rest = wrong - MOST_DIFFERENCES
        lines.append(f"… and {rest} more" if english else f"… en nog {rest}")
    if report.day is None or report.stopped is not None:
        return lines, False
    lines.append(
        f"{counted(wrong, 'difference', 'differences')}; {report.files} files compared with the list of {report.day}."
        if english
        else f"{counted(wrong, 'verschil', 'verschillen')}; {report.files} bestanden vergeleken met de lijst van "
        f"{report.day}."
    )
    # A day that has yet to come says that a clock is wrong; a day ahead is another time zone.
    fresh = most is None or days is None or -1 <= days <= most
    if not fresh and days is not None and days < 0:
        lines.append(
            "That day has yet to come: is the clock right, here and where the site is built?"
            if english
            else "Die dag is nog niet geweest: staat de klok goed, hier en waar de site gemaakt wordt?"
        )
    elif not fresh:
        lines.append(
            f"The site is {days} days old, the most is {most}: does the nightly build still run?"
            if english
            else f"De site is {days} dagen oud, hooguit {most} mag: draait de nachtelijke build nog?"
        )
    return lines, fresh and not wrong


def unfinished(report: Any, target: str, limits: Any) -> tuple[str, str]:
    """Why a comparison did not come to its end, in Dutch and in English."""
    bound = getattr(report.stopped, "bound", None)
    if bound is None:
        return f"{target} antwoordt niet: {report.stopped}.", f"{target} does not answer: {report.stopped}."
    if bound == "files":
        return (
            f"{target} heeft meer dan {limits.files} bestanden. Klopt dat? Geef dan een hoger getal met --max-files.",
            f"{target} has more than {limits.files} files. If that is right, give a higher number with --max-files.",
        )
    dutch, english = {
        "seconds": (
            counted(limits.seconds, "seconde", "seconden"),
            counted(limits.seconds, "second", "seconds"),
        ),
        "bytes": (f"{limits.bytes} bytes", f"{limits.bytes} bytes"),
    }[bound]
    return (
        f"Gestopt na {dutch}: {report.files} van de {report.listed} bestanden vergeleken. Is de site zo groot of zo "
        f"traag? Geef dan een hoger getal met --max-{bound}.",
        f"Stopped after {english}: {report.files} of {report.listed} files compared. If the site is that large or that "
        f"slow, give a higher number with --max-{bound}.",
    )


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def progress_bar() -> Any:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def follow(outputs: Iterable[Any], total: int) -> Iterator[Any]:
        from rich.console import Console
        from rich.progress import Progress

        # A bar that refreshes itself does so from a thread, and beside another thread no worker can be forked.
        with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
            task, shown = bar.add_task("Pagina’s maken", total=total), time.monotonic()
            for output in outputs:
                yield output
                bar.advance(task)
                if time.monotonic() - shown > EVERY:
                    bar.refresh()
                    shown = time.monotonic()

    return follow
