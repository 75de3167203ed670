"""The commands about the whole site: build, serve, check, routes, why, hosting and verify."""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import click

from g40site.cli.options import (
    Exit,
    Stop,
    checked_plan,
    common,
    options_of,
    plain_folder,
    stop,
    template_faults,
    web_address,
)
from g40site.cli.output import (
    Count,
    pair,
    progress_bar,
    rendered,
    say,
    say_line,
    spoken,
    summary,
    tables,
    tell_problems,
    text,
)

FORMS = click.Choice(["text", "github", "json", "markdown"])
# So much is told of why a page is made, and of how a published site differs.
MOST_REASONS = 20
MOST_DIFFERENCES = 50
# The texts of two kinds of differences, beside those that are called as the difference is.
DIFFERENCES = {"no-site": "not-listed", "foreign": "of-another"}


@click.command()
@common
def build(**given: Any) -> Exit:
    """Controleer alles en schrijf dan de site."""
    from g40site import pipeline

    started = time.perf_counter()
    options = options_of(given)
    result = pipeline.build(options, progress_bar())
    lang = given["lang"] or result.language
    tell_problems(result.problems, result.sources, lang)
    if result.problems.errors:
        return Exit.CONTENT
    say(summary(result, options.output, time.perf_counter() - started, lang))
    return Exit.DONE


@click.command()
@common
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="De poort; 0 kiest een vrije.")
@click.option("--forms", is_flag=True, help="Toon ook de formulieren, op /beheer/; zij bewaren in deze map.")
def serve(port: int, forms: bool, **given: Any) -> Exit:
    """Bouw de site, toon haar op 127.0.0.1 en bouw opnieuw na elke wijziging."""
    from g40site.preview import run
    from g40site.sources import SourceSnapshot

    options = options_of(given)._replace(forms=forms)
    if forms and not SourceSnapshot(options).bundle:
        raise stop("no-bundle")
    source = click.get_current_context().get_parameter_source("now")
    preview = Preview(options, given["lang"], from_clock=source is not None and source.name == "DEFAULT")
    try:
        run(options, port, preview)
    except KeyboardInterrupt:
        preview.say(*pair("stopped"))
    return Exit.DONE


class Preview:
    """Builds with what earlier builds of this process know, and says on the terminal what came of it."""

    def __init__(self, options: Any, lang: str | None, *, from_clock: bool) -> None:
        from g40site.planning import Session

        self.options, self.lang, self.from_clock = options, lang, from_clock
        self.english = spoken(lang, options.root) == "en"
        self.session = Session()

    def build(self, wanted: Any, show: Any) -> Any:
        """One build, its wanted pages first; what it found, and the language of its messages."""
        from g40site import pipeline
        from g40site.preview.building import render_first

        started = time.perf_counter()
        options = self.options._replace(now=dt.datetime.now(dt.UTC)) if self.from_clock else self.options
        result = pipeline.build(
            options, session=self.session, first=partial(render_first, options.output, wanted, show)
        )
        lang = self.lang or result.language
        tell_problems(result.problems, result.sources, lang)
        if not result.problems.errors:
            say(summary(result, options.output, time.perf_counter() - started, lang))
        return result, lang

    def say(self, dutch: str, english: str) -> None:
        say_line(english if self.english else dutch)


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
    if lines := rendered(result, form, options.root, given["lang"]):
        say(lines.removesuffix("\n"))
    for other, file in also:
        # A device and a pipe are files too: those are written to, and never replaced or read.
        file.write_bytes(rendered(result, other, options.root, given["lang"], colour=False).encode())
    failed = result.problems.errors or (strict and result.problems.warnings)
    return Exit.CONTENT if failed else Exit.DONE


@click.command()
@common
def routes(**given: Any) -> Exit:
    """Toon elke uitvoer met het sjabloon en de bron."""
    planned = checked_plan(options_of(given), given["lang"])
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
    lang = given["lang"] or result.language
    if result.problems.errors:
        tell_problems(result.problems, result.sources, lang)
        return Exit.CONTENT
    if reasons is None:
        raise stop("no-such-file", path=path)
    say("\n".join(explained(reasons, lang)))
    return Exit.DONE


def explained(why: Any, lang: str) -> Iterator[str]:
    """Two short lists: what made the page the last time, and what would make the next build do it again."""
    yield text(lang, "was-made" if why.was else "not-made-yet")
    yield from reasons(why.was, lang)
    if not why.would:
        yield text(lang, "stays")
    elif why.was:
        yield text(lang, "will-be-made")
        yield from reasons(why.would, lang)


def reasons(queries: tuple[tuple[str, ...], ...], lang: str) -> Iterator[str]:
    sentences = [*dict.fromkeys(sentence(query, lang) for query in queries)]
    yield from (f"  - {line}" for line in sentences[:MOST_REASONS])
    if (rest := len(sentences) - MOST_REASONS) > 0:
        yield f"  - {text(lang, 'more-reasons', rest=rest)}"


def sentence(query: tuple[str, ...], lang: str) -> str:
    """A query that has another result; what it is about is a name in the content or the program."""
    name, *about = query
    if name in ("site", "published"):
        name, *about = about or [name]
    rows = tables()["reasons"]
    if name not in rows:
        name, about = "other", [name, *about]
    return str(rows[name][lang == "en"]).format(name=" ".join(filter(None, about)))


@click.command()
@common
@click.argument("server", type=click.Choice(["nginx", "apache", "caddy"]))
def hosting(server: str, **given: Any) -> Exit:
    """Toon de instellingen van nginx, apache of caddy voor deze site."""
    options = options_of(given)
    planned = checked_plan(options, given["lang"])
    folder = plain_folder(options.output)
    if planned.hosted and not planned.hosted.is_plain:
        raise stop("sign-in-address", url=planned.hosted.url)
    with template_faults(planned, given["lang"]):
        say(planned.server_config(server, folder).removesuffix("\n"))
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
        site: verification.PublishedSite = verification.Web(web_address(target), budget)
    elif Path(target).is_dir():
        site = verification.Folder(Path(target), budget)
    else:
        raise stop("no-target", target=target)
    with closing(site):
        report = verification.compare(site, verification.Expected(given["base_url"] or "", min_files or 0))
    lines, is_sound = comparison(report, given["now"].date(), max_age, spoken(given["lang"], given["root"]))
    for line in lines:
        say_line(line)
    if report.stopped is not None:
        raise Stop(*unfinished(report, target, limits))
    return Exit.DONE if is_sound else Exit.CONTENT


def comparison(report: Any, today: dt.date, most: int | None, lang: str) -> tuple[list[str], bool]:
    """What a comparison with the list of digests found, line by line, and whether all is well. At most so
    many days may have gone since the day of the list.

    A comparison that did not come to its end has found no number of differences, only these.
    """
    lines = [
        f"{difference.path}: {text(lang, DIFFERENCES.get(difference.kind, difference.kind), detail=difference.detail)}"
        for difference in report.differences[:MOST_DIFFERENCES]
    ]
    wrong = len(report.differences)
    if wrong > MOST_DIFFERENCES:
        lines.append(text(lang, "and-more", rest=wrong - MOST_DIFFERENCES))
    if report.day is None or report.stopped is not None:
        return lines, False
    differences = Count(wrong, "difference")
    lines.append(text(lang, "compared", differences=differences, files=report.files, day=report.day))
    # A day that has yet to come says that a clock is wrong; a day ahead is another time zone.
    days = (today - report.day).days
    is_fresh = most is None or -1 <= days <= most
    if not is_fresh and days < 0:
        lines.append(text(lang, "day-to-come"))
    elif not is_fresh:
        lines.append(text(lang, "too-old", days=days, most=most))
    return lines, is_fresh and not wrong


def unfinished(report: Any, target: str, limits: Any) -> tuple[str, str]:
    """Why a comparison did not come to its end, in Dutch and in English."""
    bound = getattr(report.stopped, "bound", None)
    if bound is None:
        return pair("no-answer", target=target, reason=report.stopped)
    if bound == "files":
        return pair("too-many-files", target=target, files=limits.files)
    most: object = Count(limits.seconds, "second") if bound == "seconds" else f"{limits.bytes} bytes"
    return pair("stopped-after", most=most, files=report.files, listed=report.listed, bound=bound)
