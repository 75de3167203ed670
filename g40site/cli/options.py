"""What the command line takes: how a run ends, the options that every command has, and what is wrong use of them, or
of content and templates.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import click

from g40site.cli.output import pair, tell_problems

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
    """Ends the run with exit code 2 and one line, which its two arguments say in Dutch and English."""


def stop(key: str, **values: object) -> Stop:
    """One that says a text of the table."""
    return Stop(*pair(key, **values))


class WrongValue(click.BadParameter):
    """The value of an option is wrong, said in Dutch and in English."""

    def __init__(self, dutch: str, english: str) -> None:
        super().__init__(english)
        self.dutch = dutch


class Folder(click.Path):
    """A folder; an empty text, as of a variable that was not set, is none."""

    name = "folder"

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            raise WrongValue(*pair("no-folder"))
        return super().convert(value, param, ctx)


def moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> dt.datetime:
    """The moment that counts as now; without an offset it is local time of the site."""
    if value is None:
        return dt.datetime.now(dt.UTC)
    wrong = WrongValue(*pair("no-moment", value=value))
    try:
        given = dt.datetime.fromisoformat(value)
    except ValueError:
        raise wrong from None
    # Close to the ends of the calendar a time zone or a year earlier does not exist any more.
    if not 1900 <= given.year <= 2999:
        raise wrong
    return given


def base_url(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from g40site.model.fields import site_url_of
    from g40site.model.shape import Fault

    try:
        return site_url_of(value)
    except Fault:
        raise WrongValue(*pair("no-address", value=value)) from None


def web_address(text: str) -> str:
    """The address of a published site, without what no site has in its address."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        sound = bool(parts.hostname) and parts.port != 0 and not (parts.query or parts.fragment or parts.username)
    except ValueError:
        sound = False
    if not sound or not text.isascii() or not text.isprintable() or " " in text:
        raise stop("no-address", value=text)
    return text


def a_day(_ctx: click.Context, _param: click.Parameter, value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise WrongValue(*pair("no-day", value=value)) from None


OPTIONS = (
    click.option("--root", default=".", type=Folder(), help="De map met site.yaml."),
    click.option("--templates", type=Folder(), help="De map met sjablonen."),
    click.option("--output", type=Folder(), help="De uitvoermap; anders public in de root."),
    click.option("--base-url", callback=base_url, help="Het adres van de site, in plaats van dat in site.yaml."),
    click.option("--now", callback=moment, help="Het moment dat als nu telt (ISO 8601)."),
    click.option("--drafts", is_flag=True, help="Toon ook concepten."),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        help="Hooguit zoveel processen tegelijk; anders zoveel als er kernen zijn.",
    ),
    click.option("--no-cache", is_flag=True, help="Gebruik niets van eerdere builds."),
    click.option(
        "--verify",
        is_flag=True,
        help="Kijk naar de inhoud van alles wat er al staat, ook als de schijf zegt dat het hetzelfde is.",
    ),
    click.option("--precompress", is_flag=True, help="Zet naast elk tekstbestand een .gz en een .br."),
    click.option("--lang", type=click.Choice(["nl", "en"]), default=None, help="De taal van meldingen."),
)


def common(function: F) -> F:
    """The options that every command has."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def used_wrongly(error: click.UsageError, *, english: bool) -> str:
    """Click's faults, with the way to the help."""
    command = error.ctx.command_path if error.ctx else "g40site"
    if english:
        return f"{error.format_message()} Help: {command} --help"
    if isinstance(error, click.NoSuchOption):
        near = f" Bedoelde u {' of '.join(error.possibilities)}?" if error.possibilities else ""
        text = f"De optie {error.option_name} bestaat niet.{near}"
    elif isinstance(error, click.MissingParameter) and error.param:
        name = error.param.opts[0]
        text = f"Geef ook {name if name.startswith('-') else name.upper()}."
    elif isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else "een optie"
        text = (
            f"De waarde van {name} klopt niet: {error.dutch if isinstance(error, WrongValue) else wanted(error.param)}"
        )
    elif isinstance(error, click.BadOptionUsage):
        needs = "heeft een waarde nodig" if "requires" in error.message else "heeft geen waarde"
        text = f"De optie {error.option_name} {needs}."
    else:
        text = f"Dit hoort er niet bij: {error.message.partition('(')[2].rstrip(')') or error.message}."
    return f"{text} Hulp: {command} --help"


def wanted(parameter: click.Parameter | None) -> str:
    """What an option takes."""
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return f"kies uit {', '.join(kind.choices)}."
    if isinstance(kind, click.IntRange):
        most = f" tot en met {kind.max}" if kind.max is not None else ""
        return f"schrijf een heel getal vanaf {kind.min}{most}."
    return "kijk in de hulp wat mag."


def plain_folder(folder: Path) -> str:
    """A folder as the configuration of a server names it."""
    from g40site.hosts import is_plain_folder

    path = folder.absolute().as_posix()
    if not is_plain_folder(path):
        raise stop("sign-in-folder", folder=path)
    return path


def options_of(given: dict[str, Any]) -> Any:
    """The options of a run, with paths that were looked at: a mistake in one is wrong use."""
    from g40site.engine import state
    from g40site.engine.workers import cores
    from g40site.options import Options
    from g40site.sources import own_templates

    root: Path = given["root"]
    if not root.is_dir():
        raise stop("no-root", root=root)
    if not (root / "site.yaml").exists():
        raise stop("no-site", root=root)
    templates: Path = given["templates"] or own_templates()
    if not templates.is_dir():
        raise stop("no-templates", templates=templates)
    output = given["output"] or root / "public"
    state.refuse(output, root, templates)
    if given["output"] is None and not output.resolve().is_relative_to(root.resolve()):
        raise stop("output-elsewhere", output=output)
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


def checked_plan(options: Any, lang: str | None) -> Any:
    """The plan of a run; errors in the content are told, and end it."""
    from g40site import pipeline

    planned = pipeline.plan(options)
    end_with_errors(planned, lang)
    return planned


def end_with_errors(planned: Any, lang: str | None) -> None:
    """Ends the run when its plan has errors, which are told."""
    from g40site.diagnostics import Problems

    problems = Problems(planned.report)
    if problems.errors:
        tell_problems(problems, planned.sources(problems), lang or planned.site.settings.language)
        raise click.exceptions.Exit(Exit.CONTENT)


@contextmanager
def template_faults(planned: Any, lang: str | None) -> Iterator[None]:
    """A template that turns out to have a fault ends the run like an error in the content."""
    from g40site.diagnostics import Fault

    try:
        yield
    except Fault as fault:
        planned.report = (*planned.report, fault.diagnostic)
        end_with_errors(planned, lang)
