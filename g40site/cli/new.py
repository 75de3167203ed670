"""The command `new`: a valid entry from options, questions or a filled-in form.

Every key of a kind is an option; what is needed and not given is asked in a terminal. Nothing is written that the
checks would refuse.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from g40site.cli import Exit, options_of
from g40site.cli.options import Stop, common
from g40site.cli.output import say, say_line, spoken, tell_problems

KINDS = ("news", "event", "project", "municipality", "page")


class Kinds(click.Group):
    """The kinds, each with its options; those are made from the models only when they are asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(KINDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        return command_of(name) if name in KINDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in KINDS:
            names = ", ".join(KINDS)
            raise Stop(f"Van welke soort? Kies uit: {names}.", f"Of which kind? Choose from: {names}.")
        return super().resolve_command(ctx, args)


@click.group(cls=Kinds, invoke_without_command=True)
@common
@click.option("--from", "form", type=click.Path(path_type=Path), help="Een ingevuld formulier; dat zegt zelf de soort.")
def new(form: Path | None, **given: Any) -> Exit | None:
    """Maak een nieuw bericht, project, pagina, bijeenkomst of gemeente."""
    if click.get_current_context().invoked_subcommand is not None:
        return None
    if form is None:
        names = ", ".join(KINDS)
        raise Stop(f"Van welke soort? Kies uit: {names}.", f"Of which kind? Choose from: {names}.")
    return make(None, form, {}, given)


def command_of(name: str) -> click.Command:
    """The command for one kind, with an option for each key."""
    from g40site.editing import entries

    common_names = {str(option.name) for option in common_options()}

    def run(**given: Any) -> Exit:
        form = given.pop("form")
        answers = {key: given.pop(key) for key in [key for key in given if key not in common_names]}
        return make(name, form, answers, given)

    options = [
        click.Option(["--from", "form"], type=click.Path(path_type=Path), help="Een ingevuld formulier."),
        *key_options(name),
        *common_options(),
    ]
    return click.Command(name, callback=run, params=options, help=entries.KINDS[name].help)


def common_options() -> list[click.Parameter]:
    @common
    def none() -> None:
        """Nothing: only its options are looked at."""

    return list(reversed(getattr(none, "__click_params__")))  # noqa: B009 - click keeps them there


def key_options(name: str) -> Iterable[click.Parameter]:
    from g40site.editing import prompts

    for option in prompts.options(name):
        settings: dict[str, Any] = {"is_flag": True} if option.flag else {"multiple": option.many}
        yield click.Option([f"--{option.name}", option.param], help=option.help, **settings)


def make(name: str | None, form: Path | None, given: dict[str, Any], common_given: dict[str, Any]) -> Exit:
    """Makes one entry, or says what keeps it from being made."""
    from g40site.content.load import load_alone
    from g40site.editing import dry_run, entries, issue_forms, prompts, transaction

    options = options_of(common_given)
    lang = spoken(common_given["lang"], options.root)
    english = lang == "en"
    loaded = load_alone(options.root)
    try:
        answers = entries.Answers()
        if form is not None:
            name, answers = issue_forms.read(issue_forms.text_of(data_of(form)), loaded, name)
        assert name is not None
        kind = entries.KINDS[name]
        prompts.take_options(kind, given, answers)
        for key, value in entries.defaults(kind, options.now.date()).items():
            answers.keys.setdefault(key, value)
        complete(kind, answers, loaded, by_form=form is not None)
        edit = entries.create(kind, answers, options.root, loaded)
    except entries.Refused as refused:
        raise Stop(refused.dutch, refused.english) from None
    except UnicodeEncodeError:
        raise Stop("Een antwoord heeft tekens die geen tekst zijn.", "An answer has signs that are no text.") from None
    found = dry_run.check_edits(options, [edit])
    tell_problems(found.problems if form is None else by_heading(name, edit, found, lang), found.sources, lang)
    if not found.passes:
        say_line("Nothing was written." if english else "Er is niets geschreven.", err=True)
        return Exit.CONTENT
    transaction.save(options.root, [edit])
    say_line(f"Written: {edit.file}" if english else f"Geschreven: {edit.file}")
    return Exit.DONE


def by_heading(name: str, edit: Any, found: Any, language: Any) -> Any:
    """Tells the problems of the answers of a form by its headings, and gives the others back: whoever filled it in has
    no file with lines.
    """
    from g40site.diagnostics import Problems
    from g40site.editing import issue_forms, prompts

    rest = []
    for problem in found.problems:
        place = (
            issue_forms.heading_at(name, edit.data.decode(), *problem.span[1:3])
            if problem.span.file == edit.file
            else ""
        )
        if place:
            say_line(f"*{place}*: {prompts.problem_line(problem, language)}", err=True)
        else:
            rest.append(problem)
    return Problems(rest)


def data_of(form: Path) -> bytes:
    from g40site.editing import transaction

    data = transaction.read_or_none(form)
    if data is None:
        raise Stop(f"{form} is er niet.", f"{form} does not exist.")
    return data


def complete(kind: Any, answers: Any, loaded: Any, *, by_form: bool) -> None:
    """Asks in a terminal for what is needed and not given; elsewhere that is wrong use."""
    from g40site.editing import issue_forms, prompts

    missing = prompts.missing(kind, answers)
    if not missing:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        if by_form:
            heads = ", ".join(f"*{issue_forms.label(kind, key)}*" for key in missing)
            raise Stop(f"In het formulier is nog leeg: {heads}.", f"Still empty in the form: {heads}.")
        names = ", ".join(f"--{prompts.option_name(key)}" for key in missing)
        raise Stop(f"Geef ook: {names}.", f"Give also: {names}.")
    for key in (*missing, *(key for key in kind.also_asked if key not in answers.keys)):
        ask(kind, key, answers, loaded, needed=key in missing)


def ask(kind: Any, key: str, answers: Any, loaded: Any, *, needed: bool) -> None:
    """Asks for one key until the answer can be used."""
    from g40site.editing import prompts

    question = prompts.prompt_for(kind, key, loaded)
    say(f"\n{question.text}" + ("" if needed else " (mag leeg blijven)"))
    for number, (id, title) in enumerate(question.choices, start=1):
        say(f"  {number:>2}. {title}" + (f" ({id})" if id != title else ""))
    while True:
        text = click.prompt(question.prompt, default="", show_default=False)
        if not text and not needed:
            return
        wrong = prompts.take_answer(question, text, answers)
        if not wrong:
            return
        say(wrong)
