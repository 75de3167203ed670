"""The commands about the whole site: build, check, routes, why, hosting and verify."""

import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from g40site.cli.explain import comparison, explained, unfinished
from g40site.cli.options import Exit, Stop, common, options_of, plain_folder, stop, web_address
from g40site.cli.output import (
    has_errors,
    language,
    progress_bar,
    rendered,
    say,
    say_line,
    spoken,
    summary,
    tell,
)

FORMS = click.Choice(["text", "github", "json", "markdown"])


@click.command()
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


@click.command()
@common
@click.option("--format", "form", type=FORMS, default="text")
@click.option(
    "--also",
    type=(FORMS, click.Path(path_type=Path)),
    multiple=True,
    metavar="FORM FILE",
    help="Schrijf het ook in een andere vorm naar een bestand. Mag vaker.",
)
@click.option("--strict", is_flag=True, help="Maak van waarschuwingen fouten.")
def check(form: str, also: tuple[tuple[str, Path], ...], strict: bool, **given: Any) -> Exit:
    """Controleer alles en schrijf niets, behalve wat --also noemt."""
    from g40site import pipeline

    options = options_of(given)
    result = pipeline.check(options)
    if text := rendered(result, form, options.root, given["lang"]):
        say(text.removesuffix("\n"))
    for other, file in also:
        # A device and a pipe are files too: those are written to, and never replaced or read.
        file.write_bytes(rendered(result, other, options.root, given["lang"], colour=False).encode())
    failed = result.problems.errors or (strict and result.problems.warnings)
    return Exit.CONTENT if failed else Exit.DONE


@click.command()
@common
def routes(**given: Any) -> Exit:
    """Toon elke uitvoer met het sjabloon en de bron."""
    from g40site import pipeline

    planned = pipeline.plan(options_of(given))
    if has_errors(planned, given["lang"]):
        return Exit.CONTENT
    width = max(len(output.path) for output in planned.outputs)
    for output in planned.outputs:
        template = output.template or ("media" if output.is_media else "-")
        say(f"{output.path:<{width}}  {template:<26}  {output.source}")
    return Exit.DONE


@click.command()
@common
@click.argument("path")
def why(path: str, **given: Any) -> Exit:
    """Zeg waarom een pagina is gemaakt, of opnieuw gemaakt zou worden."""
    from g40site import pipeline

    result, reasons = pipeline.why(options_of(given), path)
    if result.problems.errors:
        tell(result, given["lang"], sys.stderr)
        return Exit.CONTENT
    if reasons is None:
        raise stop("no-such-file", path=path)
    say("\n".join(explained(reasons, language(result, given["lang"]))))
    return Exit.DONE


@click.command()
@common
@click.argument("server", type=click.Choice(["nginx", "apache", "caddy"]))
def hosting(server: str, **given: Any) -> Exit:
    """Toon de instellingen van nginx, apache of caddy voor deze site."""
    from g40site import pipeline
    from g40site.diagnostics import Fault

    options = options_of(given)
    planned = pipeline.plan(options)
    if has_errors(planned, given["lang"]):
        return Exit.CONTENT
    folder = plain_folder(options.output)
    if planned.hosted and not planned.hosted.is_plain:
        raise stop("sign-in-address", url=planned.hosted.url)
    try:
        config = planned.server_config(server, folder)
    except Fault as fault:
        planned.report = (*planned.report, fault.diagnostic)
        has_errors(planned, given["lang"])
        return Exit.CONTENT
    say(config.removesuffix("\n"))
    return Exit.DONE


@click.command()
@common
@click.argument("target")
@click.option("--max-age", type=click.IntRange(min=0), help="Hooguit zoveel dagen oud.")
@click.option("--min-files", type=click.IntRange(min=1), help="Minstens zoveel bestanden.")
@click.option("--max-files", type=click.IntRange(min=1), default=100_000, help="Hooguit zoveel bestanden.")
@click.option("--max-bytes", type=click.IntRange(min=1), default=2_000_000_000, help="Lees hooguit zoveel bytes.")
@click.option("--max-seconds", type=click.IntRange(min=1), default=600, help="Stop na zoveel seconden.")
def verify(target: str, max_age: int | None, min_files: int | None, **given: Any) -> Exit:
    """Vergelijk een gepubliceerde site (map of adres) met haar lijst van controlegetallen."""
    from g40site import verify as verification

    limits = verification.Limits(given["max_seconds"], given["max_bytes"], given["max_files"])
    budget = verification.Budget(limits, time.monotonic)
    if target.startswith(("http://", "https://")):
        site: verification.Folder | verification.Web = verification.Web(web_address(target), budget)
    elif Path(target).is_dir():
        site = verification.Folder(Path(target), budget)
    else:
        raise stop("no-target", target=target)
    with closing(site):
        report = verification.compare(site, verification.Expected(given["base_url"] or "", min_files or 0))
    days = None if report.day is None else verification.age(report.day, given["now"])
    lines, is_sound = comparison(report, days, max_age, spoken(given["lang"], given["root"]))
    for line in lines:
        say_line(line)
    if report.stopped is not None:
        raise Stop(*unfinished(report, target, limits))
    return Exit.DONE if is_sound else Exit.CONTENT
