"""What a run says: its texts, the problems in the form that was asked for, the closing lines, and how far it is.

The texts are one table in Dutch and in English, `texts.toml`, read when the first one is said.
"""

import os
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import click

LINE_LENGTH = 2000


@cache
def tables() -> dict[str, dict[str, Any]]:
    """The parts of the table by their names; each row is a text in Dutch and in English."""
    with Path(__file__).with_name("texts.toml").open("rb") as stream:
        return tomllib.load(stream)


class Count(NamedTuple):
    """A number of something, which is said in the singular or in the plural."""

    number: int
    noun: str

    def text(self, lang: str) -> str:
        singular, plural = tables()["nouns"][self.noun][lang == "en"]
        return f"{self.number} {singular if self.number == 1 else plural}"


def text(lang: str, key: str, **values: object) -> str:
    """One of the texts in a language."""
    words = {name: value.text(lang) if isinstance(value, Count) else value for name, value in values.items()}
    return str(tables()["texts"][key][lang == "en"]).format(**words)


def pair(key: str, **values: object) -> tuple[str, str]:
    """One of the texts in Dutch and in English."""
    return text("nl", key, **values), text("en", key, **values)


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


def tell_problems(problems: Any, sources: Any, lang: Any, stream: Any = None) -> None:
    """Problems as text on a stream, stderr when none is named."""
    from g40site.diagnostics.renderers import as_text

    stream = stream or sys.stderr
    colour = stream.isatty() and "NO_COLOR" not in os.environ
    lines = as_text(problems, sources, lang, colour=colour)
    if lines:
        say(lines.removesuffix("\n"), err=stream is sys.stderr)


def rendered(result: Any, form: str, root: Path, chosen: str | None, *, colour: bool = True) -> str:
    """The problems in the form that was asked for; `colour` is for a terminal that takes it."""
    from g40site.diagnostics.renderers import as_github, as_json, as_markdown, as_text

    lang: Any = chosen or result.language
    if form == "json":
        return as_json(result.problems, lang, partial(code_href, result.repository, root))
    if form == "github":
        return as_github(result.problems, lang, below_here(root))
    if form == "markdown":
        return as_markdown(
            result.problems, partial(line_href, result.repository), partial(code_href, result.repository, root)
        )
    colour = colour and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    lines = as_text(result.problems, result.sources, lang, colour=colour)
    return lines or f"{text(lang, 'no-errors')}\n"


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

    update = result.update
    lines = [
        text(
            lang,
            "done",
            seconds=f"{seconds:.1f}".replace(".", "," if lang == "nl" else "."),
            pages=Count(update.pages, "page"),
            others=Count(update.files - update.pages, "other file"),
            new=update.new,
            changed=update.changed,
            removed=update.removed,
            warnings=Count(len(result.problems.warnings), "warning"),
        ),
        text(lang, "site-is-in", output=output),
    ]
    if update.foreign:
        names = ", ".join(map(printable, update.foreign[:5])) + (" …" if len(update.foreign) > 5 else "")
        lines.append(text(lang, "foreign", names=names))
    if result.lacks_bundle:
        lines.append(text(lang, "no-bundle"))
    if result.damaged:
        lines.append(text(lang, "damaged"))
    return "\n".join(lines)


def progress_bar() -> Any:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def follow(outputs: Iterable[Any], total: int) -> Iterator[Any]:
        with click.progressbar(
            outputs, total, "Pagina’s maken", file=sys.stderr, update_min_steps=total // 100 or 1
        ) as bar:
            yield from bar

    return follow
