"""The command line: options become one call, problems become text, and every run ends with one of three exit codes.

The only room that prints, exits, and looks at the clock.
"""

import gc
import os
import signal
import sys
import time
from contextlib import closing, suppress
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from g40site import __version__
from g40site.cli.options import Stop, common, used_wrongly, web_address
from g40site.cli.output import (
    compared,
    language,
    progress_bar,
    rendered,
    say,
    say_line,
    silence,
    spoken,
    summary,
    tell,
    tell_problems,
    unfinished,
)


class Exit(IntEnum):
    """How a run ends."""

    DONE = 0
    """Done; warnings may have been printed."""
    CONTENT = 1
    """The content or a template has errors; nothing was written."""
    USE = 2
    """Wrong use of the command line, or a fault of the machine."""


STOPPED = ("Gestopt.", "Stopped.")


class Commands(click.Group):
    """The commands; without a word the site is built."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "--version")):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        from g40site.diagnostics import nearest, printable

        names, word = ", ".join(self.commands), printable(args[0])
        near = nearest(args[0], self.commands, 1)
        raise Stop(
            f"De opdracht `{word}` bestaat niet. " + (f"Bedoelde u `{near[0]}`?" if near else f"Kies uit: {names}."),
            f"There is no command `{word}`. " + (f"Did you mean `{near[0]}`?" if near else f"Choose from: {names}."),
        )


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
    say(summary(result, options.output, seconds, language(result, given["lang"])))
    return Exit.DONE


@commands.command()
@common
@click.option("--format", "form", type=click.Choice(["text", "github", "json", "markdown"]), default="text")
@click.option("--strict", is_flag=True, help="Maak van waarschuwingen fouten.")
def check(form: str, strict: bool, **given: Any) -> Exit:
    """Controleer alles en schrijf niets."""
    from g40site import pipeline

    options = options_of(given)
    result = pipeline.check(options)
    if told := rendered(result, form, options.root, given["lang"]):
        say(told.removesuffix("\n"))
    failed = result.problems.errors or (strict and result.problems.warnings)
    return Exit.CONTENT if failed else Exit.DONE


@commands.command()
@common
def routes(**given: Any) -> Exit:
    """Toon elke uitvoer met het sjabloon en de bron."""
    from g40site import pipeline

    planned = planned_or_told(pipeline.plan(options_of(given)), given["lang"])
    if planned is None:
        return Exit.CONTENT
    width = max(len(output.path) for output in planned.outputs)
    for output in planned.outputs:
        template = output.template or ("media" if output.is_media else "-")
        say(f"{output.path:<{width}}  {template:<26}  {output.source}")
    return Exit.DONE


@commands.command()
@common
@click.argument("path")
def why(path: str, **given: Any) -> Exit:
    """Zeg waarom een pagina is gemaakt, of opnieuw gemaakt zou worden."""
    from g40site import pipeline
    from g40site.cli.explain import sentences

    result, found = pipeline.why(options_of(given), path)
    if result.problems.errors:
        tell(result, given["lang"], sys.stderr)
        return Exit.CONTENT
    if found is None:
        raise Stop(
            f"De site heeft geen bestand {path}. Met `routes` ziet u alle bestanden.",
            f"The site has no file {path}. `routes` shows all files.",
        )
    say("\n".join(sentences(found, language(result, given["lang"]))))
    return Exit.DONE


@commands.command()
@common
@click.argument("server", type=click.Choice(["nginx", "apache", "caddy"]))
def hosting(server: str, **given: Any) -> Exit:
    """Toon de instellingen van nginx, apache of caddy voor deze site."""
    from g40site import hosts, pipeline
    from g40site.diagnostics import Fault

    options = options_of(given)
    planned = planned_or_told(pipeline.plan(options), given["lang"])
    if planned is None:
        return Exit.CONTENT
    folder = options.output.absolute().as_posix()
    if not hosts.is_plain_folder(folder):
        raise Stop(
            f"In de map {folder} staat een teken dat een server anders leest. Noem met --output een andere map.",
            f"The folder {folder} has a character that a server reads otherwise. Name another folder with --output.",
        )
    try:
        config = planned.server_config(server, folder)
    except Fault as fault:
        planned.report = (*planned.report, fault.diagnostic)
        planned_or_told(planned, given["lang"])
        return Exit.CONTENT
    say(config.removesuffix("\n"))
    return Exit.DONE


@commands.command()
@common
@click.argument("target")
@click.option("--max-age", type=click.IntRange(min=0), help="Hooguit zoveel dagen oud.")
@click.option("--min-files", type=click.IntRange(min=1), help="Minstens zoveel bestanden.")
@click.option("--max-files", type=click.IntRange(min=1), default=100_000, help="Hooguit zoveel bestanden.")
@click.option("--max-bytes", type=click.IntRange(min=1), default=2_000_000_000, help="Lees hooguit zoveel bytes.")
@click.option("--max-seconds", type=click.IntRange(min=1), default=600, help="Stop na zoveel seconden.")
def verify(
    target: str,
    max_age: int | None,
    min_files: int | None,
    max_files: int,
    max_bytes: int,
    max_seconds: int,
    **given: Any,
) -> Exit:
    """Vergelijk een gepubliceerde site (map of adres) met haar lijst van controlegetallen."""
    from g40site import verify as verification

    limits = verification.Limits(max_seconds, max_bytes, max_files)
    budget = verification.Budget(limits, time.monotonic)
    if target.startswith(("http://", "https://")):
        place: verification.Folder | verification.Web = verification.Web(web_address(target), budget)
    elif Path(target).is_dir():
        place = verification.Folder(Path(target), budget)
    else:
        raise Stop(
            f"{target} is geen map en geen adres (https://…).", f"{target} is no folder and no address (https://…)."
        )
    with closing(place):
        report = verification.compare(place, verification.Expected(given["base_url"] or "", min_files or 0))
    days = None if report.day is None else verification.age(report.day, given["now"])
    told, sound = compared(report, days, max_age, spoken(given["lang"], given["root"]))
    for line in told:
        say_line(line)
    if report.stopped is not None:
        raise Stop(*unfinished(report, target, limits))
    return Exit.DONE if sound else Exit.CONTENT


def planned_or_told(planned: Any, lang: str | None) -> Any:
    """A plan without errors; otherwise its problems are told."""
    from g40site.diagnostics import Problems

    problems = Problems(planned.report)
    if problems.errors:
        tell_problems(problems, planned.sources(problems), lang or planned.site.settings.language)
        return None
    return planned


def options_of(given: dict[str, Any]) -> Any:
    """The options of a run, with paths that were looked at: a mistake in one is wrong use."""
    from g40site.engine import state
    from g40site.engine.workers import cores
    from g40site.options import Options
    from g40site.sources import own_templates

    root: Path = given["root"]
    if not root.is_dir():
        raise Stop(
            f"{root} is geen map. Geef met --root de map waar site.yaml in staat.",
            f"{root} is not a folder. Give the folder that holds site.yaml with --root.",
        )
    if not (root / "site.yaml").exists():
        raise Stop(
            f"In {root} staat geen site.yaml. Geef met --root de map waar site.yaml in staat.",
            f"There is no site.yaml in {root}. Give the folder that holds it with --root.",
        )
    templates: Path = given["templates"] or own_templates()
    if not templates.is_dir():
        raise Stop(
            f"{templates} is geen map met sjablonen (templates).", f"{templates} is not a folder with templates."
        )
    output = given["output"] or root / "public"
    state.refuse(output, root, templates)
    if given["output"] is None and not output.resolve().is_relative_to(root.resolve()):
        raise Stop(
            f"{output} is een koppeling naar een plek buiten de site. Noem die plek met --output als dat zo hoort.",
            f"{output} is a link to a place outside the site. Name that place with --output if it is meant.",
        )
    return Options(
        root=root,
        templates=templates.resolve(),
        now=given["now"],
        output=output,
        base_url=given["base_url"],
        drafts=given["drafts"],
        jobs=given["jobs"] or cores(),
        cache=not given["no_cache"],
        verify=given["verify"],
        precompress=given["precompress"],
    )


# The commands for editors have modules of their own, which use what stands above.
from g40site.cli.new import new  # noqa: E402
from g40site.cli.reports import changes, digest, review  # noqa: E402
from g40site.cli.schema import schema  # noqa: E402
from g40site.cli.serving import serve  # noqa: E402
from g40site.cli.sheets import import_, sheet  # noqa: E402

for command in (serve, new, schema, changes, review, sheet, import_, digest):
    commands.add_command(command)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs one command, and ends the process with it; every expected failure is one sentence."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            silence(name)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, interrupted)
    leave(ended(sys.argv[1:] if arguments is None else arguments))


def leave(how: Exit) -> NoReturn:
    """Ends the process at once. Python would free every object first: that takes a sixth of a small build, and the
    system does it anyway. Who wants to look at a run from within (a profiler) calls `ended`.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(how)


def interrupted(_number: int, _frame: Any) -> None:
    """A request to end is treated as Ctrl+C."""
    raise KeyboardInterrupt


def called() -> str:
    """The command as it was typed, since what the help names must be there: a checkout has no `g40site`."""
    program = sys.argv[0]
    return f"{sys.orig_argv[0]} {program}" if Path(program).name == "build.py" else "g40site"


def ended(arguments: list[str]) -> Exit:
    # The content lives until the run ends, so looking for garbage only costs time.
    gc.disable()
    try:
        from g40site.engine.state import Refused

        try:
            # Not `commands.main`, which adds a line of its own to an interrupted run.
            with commands.make_context(called(), list(arguments)) as context:
                return Exit(commands.invoke(context))
        except (Stop, Refused) as error:
            return fail(error.args[in_english(arguments)])
    except click.exceptions.Exit as done:
        return Exit(done.exit_code)
    except click.UsageError as error:
        return fail(used_wrongly(error, english=in_english(arguments)))
    except (click.Abort, KeyboardInterrupt):
        return fail(STOPPED[in_english(arguments)])
    except OSError as error:
        reason = f"{error.strerror or error} ({error.filename or ''})"
        silence("stdout")
        told = f"De machine werkt niet mee: {reason}.", f"The machine does not cooperate: {reason}."
        return fail(told[in_english(arguments)])


def in_english(arguments: list[str]) -> bool:
    """Whether a run that failed says so in English. Its options may be what is wrong: they are looked for by hand."""
    given = {"--lang": "", "--root": "."}
    for word, following in pairwise([*arguments, ""]):
        name, has_value, value = word.partition("=")
        if name in given:
            given[name] = value if has_value else following
    lang = given["--lang"]
    # Who presses Ctrl+C twice does not wait for an answer to this.
    with suppress(KeyboardInterrupt):
        return spoken(lang if lang in ("nl", "en") else None, Path(given["--root"])) == "en"
    return False


def fail(text: str) -> Exit:
    say_line(text, err=True)
    return Exit.USE
