"""The command `serve`: what the preview is told to build, and what it says meanwhile."""

import datetime as dt
import sys
import time
from typing import Any

import click

from g40site.cli import STOPPED, Exit, options_of
from g40site.cli.options import common
from g40site.cli.telling import language, say, say_line, spoken, summary, tell


@click.command()
@common
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="De poort; 0 kiest een vrije.")
def serve(port: int, **given: Any) -> Exit:
    """Bouw de site, toon haar op 127.0.0.1 en bouw opnieuw na elke wijziging."""
    from g40site import server

    options = options_of(given)
    source = click.get_current_context().get_parameter_source("now")
    preview = Preview(options, given["lang"], from_clock=source is not None and source.name == "DEFAULT")
    try:
        server.run(options.root, options.templates, options.output, port, preview, preview.say)
    except KeyboardInterrupt:
        preview.say(*STOPPED)
    return Exit.DONE


class Preview:
    """Builds with what earlier builds of this process know, and says on the terminal what came of it."""

    def __init__(self, options: Any, lang: str | None, *, from_clock: bool) -> None:
        from g40site.early import Early

        self.options, self.lang, self.from_clock = options, lang, from_clock
        self.english = spoken(lang, options.root) == "en"
        self.early = Early(options.output)

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) if self.from_clock else self.options.now

    def build(self, wanted: Any, show: Any) -> Any:
        """One build, its wanted pages first; what it found, and the language of its messages."""
        started = time.perf_counter()
        result = self.early.build(self.options._replace(now=self.now()), wanted, show)
        lang = language(result, self.lang)
        tell(result, self.lang, sys.stderr)
        if not result.problems.errors:
            say(summary(result, self.options.output, time.perf_counter() - started, lang))
        return result, lang

    def glance(self, changed: Any) -> Any:
        """The pages that show changes after the last good build, as far as they can be told without another."""
        return self.early.glance(changed, self.now())

    def say(self, dutch: str, english: str) -> None:
        say_line(english if self.english else dutch)
