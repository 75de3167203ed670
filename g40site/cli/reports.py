"""The commands that look and tell: `changes`, `review` and `digest`."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from g40site.cli.options import Exit, Folder, a_day, checked_plan, common, end_with_errors, options_of
from g40site.cli.output import say, say_line, text


@click.command()
@click.argument("old", type=Folder())
@click.argument("new", type=Folder())
@common
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown")
@click.option("--history", type=Folder(), help="De git-repository van de hoofdversie; anders OLD, als die het is.")
@click.option("--no-reverts", is_flag=True, help="Maak er een fout van als iets wordt teruggezet.")
def changes(old: Path, new: Path, form: str, history: Path | None, no_reverts: bool, **given: Any) -> Exit:
    """Vertel wat er voor bezoekers verandert tussen de map OLD en de map NEW."""
    from g40site import pipeline
    from g40site.diagnostics import Problems
    from g40site.editing import changes as subject
    from g40site.editing import reverts
    from g40site.editing.history import history_of

    after = pipeline.plan(options_of({**given, "root": new}))
    # Both stand at one address, or every page would differ in its own.
    base = given["base_url"] or (None if Problems(after.report).errors else after.url)
    before = checked_plan(options_of({**given, "root": old, "base_url": base}), given["lang"])
    end_with_errors(after, given["lang"])
    result = subject.compare(before, after, history_of(history or old, reverts.begin(before.now)))
    report = subject.as_json(result) if form == "json" else subject.markdown(result, refuse=no_reverts)
    say(report.removesuffix("\n"))
    return Exit.CONTENT if result.lost or (no_reverts and result.put_back) else Exit.DONE


@click.command()
@common
@click.option("--months", type=click.IntRange(1, 1200), default=12, help="Hoe oud iets mag zijn.")
def review(months: int, **given: Any) -> Exit:
    """Vertel wat lang niet is nagekeken, per gemeente, met wie u het vraagt."""
    from g40site.editing import review as subject

    site, url, now = checked(given)
    today = now.date()
    reviews = subject.reviews(site, url, today, months)
    say(subject.markdown(reviews, site, today, months).removesuffix("\n"))
    return Exit.DONE


@click.command()
@common
@click.option("--since", required=True, callback=a_day, help="Vanaf welke dag.")
@click.option("--old", type=Folder(), help="De map met de site zoals zij op die dag was.")
@click.option("--format", "form", type=click.Choice(["markdown", "html"]), default="markdown")
def digest(since: dt.date, old: Path | None, form: str, **given: Any) -> Exit:
    """Maak een tekst voor de nieuwsbrief van wat nieuw is sinds een dag.

    Met --old staat er ook in wie zich bij een thema aansloot. Van wat gemeenten zoeken en aanbieden staat er dan in wat
    nieuw of anders is; zonder --old is dat alles van de projecten die nieuw of gewijzigd zijn.
    """
    from g40site.editing import digest as subject

    site, url, now = checked(given)
    before, *_ = checked({**given, "root": old}) if old else (None,)
    groups = subject.digest(site, url, since, now, before)
    say(subject.text_of(groups, site, since, "html" if form == "html" else "md").removesuffix("\n"))
    if old is None:
        say_line(text(given["lang"] or site.settings.language, "joined-not-told"), err=True)
    return Exit.DONE


def checked(given: dict[str, Any]) -> Any:
    """The site without drafts, its address and now in its own time."""
    from g40site.content.site import assemble

    planned = checked_plan(options_of({**given, "drafts": False}), given["lang"])
    return assemble(planned.content, drafts=False), planned.url, planned.now
