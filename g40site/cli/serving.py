"""The command `serve`: what the preview is told to build, and what it says meanwhile."""

import datetime as dt
import sys
import time
from functools import partial
from typing import Any

import click

from g40site.cli.options import Exit, common, options_of, stop
from g40site.cli.output import language, say, say_line, spoken, summary, tell
from g40site.cli.texts import pair


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

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) if self.from_clock else self.options.now

    def build(self, wanted: Any, show: Any) -> Any:
        """One build, its wanted pages first; what it found, and the language of its messages."""
        from g40site import pipeline
        from g40site.preview.building import render_first

        started = time.perf_counter()
        options = self.options._replace(now=self.now())
        result = pipeline.build(
            options, session=self.session, first=partial(render_first, options.output, wanted, show)
        )
        lang = language(result, self.lang)
        tell(result, self.lang, sys.stderr)
        if not result.problems.errors:
            say(summary(result, self.options.output, time.perf_counter() - started, lang))
        return result, lang

    def say(self, dutch: str, english: str) -> None:
        say_line(english if self.english else dutch)
