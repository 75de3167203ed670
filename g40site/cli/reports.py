"""The commands that look and tell: `changes`, `review` and `digest`."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from g40site.cli.options import Exit, Folder, a_day, common, options_of
from g40site.cli.output import say, say_line, tell_problems, text


@click.command()
@click.argument("old", type=Folder())
@click.argument("new", type=Folder())
@common
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown")
@click.option("--history", type=Folder(), help="De git-repository van de hoofdversie; anders OLD, als die het is.")
@click.option("--no-reverts", is_flag=True, help="Maak er een fout van als iets wordt teruggezet.")
def changes(old: Path, new: Path, form: str, history: Path | None, no_reverts: bool, **given: Any) -> Exit:
    """Vertel wat er voor bezoekers verandert tussen de map OLD en de map NEW."""
    from g40site.editing import changes as subject
    from g40site.editing import changes_report as report
    from g40site.editing import reverts, site_version
    from g40site.editing.history import history_of

    after = site_version.read(options_of({**given, "root": new}))
    # Both stand at one address, or every page would differ in its own.
    base = given["base_url"] or (after.url if not after.problems.errors else None)
    before = site_version.read(options_of({**given, "root": old, "base_url": base}))
    for version in (before, after):
        if version.problems.errors:
            tell_problems(version.problems, version.sources, given["lang"] or version.language)
            return Exit.CONTENT
    result = subject.compare(before, after, history_of(history or old, reverts.begin(before.plan.now)))
    text = report.as_json(result) if form == "json" else report.markdown(result, refuse=no_reverts)
    say(text.removesuffix("\n"))
    return Exit.CONTENT if result.lost or (no_reverts and result.put_back) else Exit.DONE


@click.command()
@common
@click.option("--months", type=click.IntRange(1, 1200), default=12, help="Hoe oud iets mag zijn.")
def review(months: int, **given: Any) -> Exit:
    """Vertel wat lang niet is nagekeken, per gemeente, met wie u het vraagt."""
    from g40site.editing import review as subject

    outcome = checked(given)
    if isinstance(outcome, Exit):
        return outcome
    site, url, now = outcome
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

    outcome = checked(given)
    if isinstance(outcome, Exit):
        return outcome
    site, url, now = outcome
    before = checked({**given, "root": old}) if old else None
    if isinstance(before, Exit):
        return before
    groups = subject.digest(site, url, since, now, before[0] if before else None)
    write = subject.html if form == "html" else subject.markdown
    say(write(groups, site, since).removesuffix("\n"))
    if old is None:
        say_line(text(given["lang"] or site.settings.language, "joined-not-told"), err=True)
    return Exit.DONE


def checked(given: dict[str, Any]) -> Any:
    """The site, its address and now in its own time; or how the run ends when the content has errors."""
    from g40site.editing import site_version
    from g40site.options import moment_in

    options = options_of(given)
    version = site_version.read(options._replace(drafts=False))
    if version.problems.errors:
        tell_problems(version.problems, version.sources, given["lang"] or version.language)
        return Exit.CONTENT
    return version.site, version.url, moment_in(version.site.zone, options.now)
