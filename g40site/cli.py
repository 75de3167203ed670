"""The command line: options become one call, problems become text, and every run ends with one of three exit codes.

The only room that prints, exits, and looks at the clock.
"""

import datetime as dt
import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import click

from g40site import __version__

F = TypeVar("F", bound=Callable[..., Any])


class Exit(IntEnum):
    """How a run ends."""

    DONE = 0
    """Done; warnings may have been printed."""
    CONTENT = 1
    """The content or a template has errors; nothing was written."""
    USE = 2
    """Wrong use of the command line, or a fault of the machine."""


class Stop(Exception):
    """Ends the run with exit code 2 and one line."""


class Commands(click.Group):
    """The commands; without a word the site is built."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "--version")):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)


def moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> dt.datetime:
    """The moment that counts as now; without an offset it is local time of the site."""
    if value is None:
        return dt.datetime.now(dt.UTC)
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"`{value}` is geen moment; schrijf bijvoorbeeld 2026-11-24T12:00.") from None


def base_url(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from pydantic_core import PydanticCustomError

    from g40site.model.fields import site_url_of

    try:
        return site_url_of(value)
    except PydanticCustomError:
        raise click.BadParameter(
            f"`{value}` is geen adres; schrijf bijvoorbeeld https://www.voorbeeld.nl/g40/."
        ) from None


OPTIONS = (
    click.option("--root", default=".", type=click.Path(path_type=Path), help="De map met site.yaml."),
    click.option("--templates", type=click.Path(path_type=Path), help="De map met sjablonen."),
    click.option("--output", type=click.Path(path_type=Path), help="De uitvoermap; anders public in de root."),
    click.option("--base-url", callback=base_url, help="Het adres van de site, in plaats van dat in site.yaml."),
    click.option("--now", callback=moment, help="Het moment dat als nu telt (ISO 8601)."),
    click.option("--drafts", is_flag=True, help="Toon ook concepten."),
    click.option("--jobs", type=click.IntRange(min=1), default=None, help="Het aantal processen."),
    click.option("--no-cache", is_flag=True, help="Gebruik geen geheugen van eerdere builds."),
    click.option("--verify", is_flag=True, help="Vergelijk ook de inhoud van wat al gepubliceerd is."),
    click.option("--lang", type=click.Choice(["nl", "en"]), default=None, help="De taal van meldingen."),
)


def common(function: F) -> F:
    """The options that every command has."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


@click.group(cls=Commands, context_settings={"help_option_names": ["--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="g40site")
def commands() -> None:
    """Maakt van YAML en Markdown de site van de themagroep. Zonder opdracht: build."""


@commands.command()
@common
def build(**given: Any) -> Exit:
    """Controleer alles en schrijf dan de site."""
    from g40site import pipeline

    started = time.perf_counter()
    options = options_of(given)
    result = pipeline.build(options, progress_bar())
    tell(result, given["lang"], sys.stderr)
    if result.problems.errors:
        return Exit.CONTENT
    seconds = time.perf_counter() - started
    click.echo(summary(result, options.output, seconds, language(result, given["lang"])))
    return Exit.DONE


@commands.command()
@common
@click.option("--format", "form", type=click.Choice(["text", "github", "json", "markdown"]), default="text")
@click.option("--strict", is_flag=True, help="Maak van waarschuwingen fouten.")
def check(form: str, strict: bool, **given: Any) -> Exit:
    """Controleer alles en schrijf niets."""
    from g40site import pipeline

    options = options_of(given)
    result = pipeline.check_only(options)
    click.echo(shown(result, form, options.root, given["lang"]), nl=False)
    failed = result.problems.errors or (strict and result.problems.warnings)
    return Exit.CONTENT if failed else Exit.DONE


@commands.command()
@common
def routes(**given: Any) -> Exit:
    """Toon elke uitvoer met het sjabloon en de bron."""
    from g40site import pipeline

    options = options_of(given)
    planned = pipeline.plan(options)
    problems = planned.reader.problems
    if problems.errors:
        tell(pipeline.Result(problems, pipeline.sources(planned), planned.language), given["lang"], sys.stderr)
        return Exit.CONTENT
    width = max(len(output.path) for output in planned.outputs)
    for output in planned.outputs:
        template = output.template or ("media" if output.media else "-")
        click.echo(f"{output.path:<{width}}  {template:<26}  {output.source}")
    return Exit.DONE


@commands.command()
@common
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="De poort; 0 kiest een vrije.")
def serve(port: int, **given: Any) -> Exit:
    """Bouw de site, toon haar op 127.0.0.1 en bouw opnieuw na elke wijziging."""
    from g40site import pipeline, server

    options = options_of(given)
    source = click.get_current_context().get_parameter_source("now")
    from_clock = source is not None and source.name == "DEFAULT"

    def rebuild() -> str:
        started = time.perf_counter()
        now = {"now": dt.datetime.now(dt.UTC)} if from_clock else {}
        result = pipeline.build(options_of({**given, **now}))
        tell(result, given["lang"], sys.stderr)
        if not result.problems.errors:
            click.echo(summary(result, options.output, time.perf_counter() - started, language(result, given["lang"])))
        return result.base

    server.run((options.root, options.templates), options.output, port, rebuild, click.echo)
    return Exit.DONE


def options_of(given: dict[str, Any]) -> Any:
    """The options of a run, with paths that were looked at: a mistake in one is wrong use."""
    from g40site import builder, pipeline

    root: Path = given["root"]
    if not root.is_dir():
        raise Stop(f"{root} is geen map. Geef met --root de map waar site.yaml in staat.")
    if not (root / "site.yaml").exists():
        raise Stop(f"In {root} staat geen site.yaml. Geef met --root de map waar site.yaml in staat.")
    templates: Path = given["templates"] or own_templates()
    if not templates.is_dir():
        raise Stop(f"{templates} is geen map met sjablonen (templates).")
    output = given["output"] or root / "public"
    builder.refuse(output, root, templates)
    return pipeline.Options(
        root=root,
        templates=templates.resolve(),
        now=given["now"],
        output=output,
        base_url=given["base_url"],
        drafts=given["drafts"],
    )


def own_templates() -> Path:
    """The project's templates: in the package of a wheel, beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"


def language(result: Any, chosen: str | None) -> Any:
    return chosen or result.language


def tell(result: Any, chosen: str | None, stream: Any) -> None:
    """The problems as text on a stream."""
    from g40site.diagnostics import text

    colour = stream.isatty() and "NO_COLOR" not in os.environ
    click.echo(
        text.render(result.problems, result.sources, language(result, chosen), colour=colour), file=stream, nl=False
    )


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


def line_href(repository: Any, file: str, line: int) -> str:
    """Where a line of a file can be changed, when the site says where it is kept."""
    if repository is None:
        return ""
    github = repository.url.split("//")[-1].startswith("github.com/")
    middle, mark = ("/edit/", "#L") if github else ("/-/edit/", "#L")
    return f"{repository.url.rstrip('/')}{middle}{quote(repository.branch)}/{quote(file)}{mark}{line}"


def below_here(root: Path) -> str:
    """The root's folder below the working directory with a final `/`, or nothing."""
    here, real = Path.cwd(), root.resolve()
    return f"{real.relative_to(here).as_posix()}/" if real != here and real.is_relative_to(here) else ""


def summary(result: Any, output: Path, seconds: float, lang: str) -> str:
    """What a build made, how long it took, how many warnings there are, and where it is."""
    update, warnings = result.update, len(result.problems.warnings)
    other = update.files - update.pages
    if lang == "en":
        lines = [
            f"Done in {seconds:.1f} s: {update.pages} pages and {other} other files "
            f"({update.new} new, {update.changed} changed, {update.removed} removed), {warnings} warnings.",
            f"The site is in {output}",
        ]
        foreign = "Not made by this program, left alone"
    else:
        lines = [
            f"Klaar in {seconds:.1f} s: ".replace(".", ",") + f"{update.pages} pagina’s en {other} andere bestanden "
            f"({update.new} nieuw, {update.changed} veranderd, {update.removed} weg), {warnings} waarschuwingen.",
            f"De site staat in {output}",
        ]
        foreign = "Niet door dit programma gemaakt en met rust gelaten"
    if update.foreign:
        names = ", ".join(update.foreign[:5]) + (" …" if len(update.foreign) > 5 else "")
        lines.append(f"{foreign}: {names}")
    return "\n".join(lines)


def progress_bar() -> Any:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def follow(outputs: Iterable[Any], total: int) -> Iterator[Any]:
        from rich.console import Console
        from rich.progress import track

        yield from track(outputs, "Pagina’s maken", total=total, console=Console(stderr=True), transient=True)

    return follow


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; every expected failure is one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(int(ended(arguments)))


def ended(arguments: list[str] | None) -> Exit:
    from g40site.builder import Refused

    # The content lives until the run ends, so looking for garbage only costs time.
    gc.disable()
    try:
        code = commands.main(args=arguments, prog_name="g40site", standalone_mode=False)
        return code if isinstance(code, Exit) else Exit.DONE
    except click.exceptions.Exit as done:
        return Exit(done.exit_code)
    except click.UsageError as error:
        return fail(used_wrongly(error))
    except (Stop, Refused) as error:
        return fail(str(error))
    except (click.Abort, KeyboardInterrupt):
        return fail("Gestopt.")
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - so that closing the interpreter stays silent
        return Exit.DONE
    except OSError as error:
        return fail(f"De machine werkt niet mee: {error.strerror or error} ({error.filename or ''}).")


def fail(text: str) -> Exit:
    click.echo(text, err=True)
    return Exit.USE


def used_wrongly(error: click.UsageError) -> str:
    """Click's faults in Dutch, with the way to the help."""
    if isinstance(error, click.NoSuchOption):
        near = f" Bedoelde u {' of '.join(error.possibilities)}?" if error.possibilities else ""
        text = f"De optie {error.option_name} bestaat niet.{near}"
    elif isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else "een optie"
        text = f"De waarde van {name} klopt niet: {error.message}"
    else:
        text = error.format_message()
    command = error.ctx.command_path if error.ctx else "g40site"
    return f"{text} Hulp: {command} --help"
