"""The command line: options become one call, problems become text, and every run ends with one of three exit codes.

The only room that prints, exits, and looks at the clock.
"""

import gc
import os
import signal
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from g40site import __version__
from g40site.cli import files, new, reports, site
from g40site.cli.options import Exit, Stop, stop, used_wrongly
from g40site.cli.output import say_line, silence, spoken, text


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

        word = printable(args[0])
        if near := nearest(args[0], self.commands, 1):
            raise stop("no-command", word=word, near=near[0])
        raise stop("no-such-command", word=word, names=", ".join(self.commands))


@click.group(cls=Commands, context_settings={"help_option_names": ["--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="g40site")
def commands() -> None:
    """Maakt van YAML en Markdown de site van de themagroep. Zonder opdracht: build."""


for command in (
    *(site.build, site.check, site.routes, site.why, site.hosting, site.verify, site.serve, new.new),
    *(files.schema, files.forms, reports.changes, reports.review, files.sheet, files.import_, reports.digest),
):
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
    """Runs one command; how it ended."""
    # The content lives until the run ends, so looking for garbage only costs time.
    gc.disable()
    try:
        from g40site.engine.state import Refused

        try:
            # Not `commands.main`, which adds a line of its own to an interrupted run.
            with commands.make_context(called(), list(arguments)) as context:
                return Exit(commands.invoke(context))
        except (Stop, Refused) as error:
            return fail(error.args[language_of(arguments) == "en"])
    except click.exceptions.Exit as done:
        return Exit(done.exit_code)
    except click.UsageError as error:
        return fail(used_wrongly(error, english=language_of(arguments) == "en"))
    except (click.Abort, KeyboardInterrupt):
        return fail(text(language_of(arguments), "stopped"))
    except OSError as error:
        silence("stdout")
        reason = f"{error.strerror or error} ({error.filename or ''})"
        return fail(text(language_of(arguments), "machine", reason=reason))


def language_of(arguments: list[str]) -> str:
    """The language of a run that failed. Its options may be what is wrong: they are looked for by hand."""
    given = {"--lang": "", "--root": "."}
    for word, following in pairwise([*arguments, ""]):
        name, has_value, value = word.partition("=")
        if name in given:
            given[name] = value if has_value else following
    lang = given["--lang"]
    # Who presses Ctrl+C twice does not wait for an answer to this.
    with suppress(KeyboardInterrupt):
        return spoken(lang if lang in ("nl", "en") else None, Path(given["--root"]))
    return "nl"


def fail(line: str) -> Exit:
    say_line(line, err=True)
    return Exit.USE
