"""The command `new`: a valid entry from options, questions or a filled-in form.

Every key of a kind is an option; what is needed and not given is asked in a terminal. Nothing is written that the
checks would refuse.
"""

import datetime as dt
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from g40site.cli.files import refuse_faults, stop_for, write
from g40site.cli.options import Exit, common, options_of, stop
from g40site.cli.output import say, spoken, text

# Those of `model.questions`, written out: the program is read without it, and a test holds the two together.
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
            raise stop("which-kind", names=", ".join(KINDS))
        return super().resolve_command(ctx, args)


@click.group(cls=Kinds, invoke_without_command=True)
@common
@click.option("--from", "form", type=click.Path(path_type=Path), help="Een ingevuld formulier; dat zegt zelf de soort.")
def new(form: Path | None, **given: Any) -> Exit | None:
    """Maak een nieuw bericht, project, pagina, bijeenkomst of gemeente."""
    if click.get_current_context().invoked_subcommand is not None:
        return None
    if form is None:
        raise stop("which-kind", names=", ".join(KINDS))
    return make(None, form, {}, given)


def command_of(name: str) -> click.Command:
    """The command for one kind, with an option for each key."""
    from g40site.model import questions

    own = dict(key_options(questions.KINDS[name]))

    def run(form: Path | None, **given: Any) -> Exit:
        answers = {param: given.pop(param) for param in [*given] if param in own}
        return make(name, form, answers, given)

    command = common(run)
    for option in reversed([*own.values()]):
        command = option(command)
    command = click.option("--from", "form", type=click.Path(path_type=Path), help="Een ingevuld formulier.")(command)
    return click.command(name, help=questions.KINDS[name].help)(command)


def key_options(kind: Any) -> Iterator[tuple[str, Any]]:
    """The options of a kind, by what fills them: one for each key, and one for each part of a key that has parts."""
    from g40site import model
    from g40site.model.description import describe
    from g40site.model.left_out import PROMPTS, is_left_out
    from g40site.model.questions import OWNER, full_help
    from g40site.model.shape import fields_of

    def option(key: str, param: str, help: str, **settings: Any) -> tuple[str, Any]:
        return param, click.option(option_name(key), param, help=help, **settings)

    if kind.has_owner:
        yield option(OWNER, "owner", describe(model.ProjectFile, OWNER).help)
    for field in fields_of(kind.form):
        key, inner, about = field.key, field.form, describe(kind.form, field.key).help
        if is_left_out(PROMPTS, kind.form, key):
            continue
        if field.is_list:
            more = " Mag vaker." if inner is None else " Mag vaker; een adres, of `{sleutel: waarde}`."
            yield option(key, key, about + more, multiple=True)
        elif inner is not None:
            for leaf in fields_of(inner):
                yield option(f"{key}-{leaf.key}", f"{key}__{leaf.key}", f"{about} {full_help(inner, leaf.key)}")
        else:
            yield option(key, key, full_help(kind.form, key), is_flag=key == "draft")
    if kind.folder:
        yield option("slug", "slug", "De naam in het adres; anders gemaakt van de titel.")
        yield option("body", "body", "De tekst, in Markdown.")


def option_name(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def make(name: str | None, form: Path | None, given: dict[str, Any], common_given: dict[str, Any]) -> Exit:
    """Makes one entry, or says what keeps it from being made."""
    from g40site.content.load import load_alone
    from g40site.editing import entries

    options = options_of(common_given)
    lang = spoken(common_given["lang"], options.root)
    content = load_alone(options.root)
    try:
        kind, answers = answered(name, form, given, content, lang, options.now.date())
        edits = entries.create(kind, answers, options.root, content)
    except entries.Refused as refused:
        raise stop_for(refused, lang) from None
    except UnicodeEncodeError:
        raise stop("no-text") from None
    location_of = partial(heading_of, kind, edits[0], answers.lines, lang) if form else lambda _problem: ""
    refuse_faults(options, edits, lang, location_of)
    write(options.root, edits, lang)
    return Exit.DONE


def answered(
    name: str | None, form: Path | None, given: dict[str, Any], content: Any, lang: str, today: dt.date
) -> Any:
    """The kind of the new entry, and all that is known of it: from a form, from options, and from questions."""
    from g40site.editing import entries, issue_forms, mailed_forms, transaction, typed_answers
    from g40site.model import questions

    answers = entries.Answers()
    if form is not None:
        data = transaction.read_or_none(form)
        if data is None:
            raise stop("no-form", file=form)
        if mailed := mailed_forms.text_of(data):
            mail, guessed = mailed
            if guessed:
                say(text(lang, "guessed", guessed=guessed))
            name, answers = mailed_forms.read(mail, content, name)
        else:
            name, answers = issue_forms.read(issue_forms.text_of(data), content, name)
    assert name is not None, "a form says its kind"
    kind = questions.KINDS[name]
    typed_answers.take_options(kind, given, answers)
    for key, value in entries.defaults(kind, today).items():
        answers.keys.setdefault(key, value)
    complete(kind, answers, content, lang, by_form=form is not None)
    return kind, answers


def heading_of(kind: Any, edit: Any, lines: Mapping[str, int], lang: str, problem: Any) -> str:
    """The heading of a form above the answer that a problem is about, with its line where it was mailed; or nothing."""
    from g40site.editing import issue_forms

    span, heading = problem.span, ""
    if span.file == edit.file:
        heading = issue_forms.heading_at(kind, edit.data.decode(), span.line, span.column)
    line = f"{text(lang, 'line', number=lines[heading])}, " if heading in lines else ""
    return heading and f"{line}*{heading}*"


def complete(kind: Any, answers: Any, loaded: Any, lang: str, *, by_form: bool) -> None:
    """Asks in a terminal for what is needed and not given; elsewhere that is wrong use."""
    from g40site.editing import typed_answers
    from g40site.model import questions

    missing = typed_answers.missing(kind, answers)
    if not missing:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        if by_form:
            asked_for = questions.questions(kind)
            heads = ", ".join(f"*{asked_for[key].label}*" for key in missing)
            raise stop("still-empty", heads=heads)
        raise stop("give-also", names=", ".join(map(option_name, missing)))
    for key in (*missing, *(key for key in kind.also_asked if key not in answers.keys)):
        ask(kind, key, answers, loaded, lang, needed=key in missing)


def ask(kind: Any, key: str, answers: Any, loaded: Any, lang: str, *, needed: bool) -> None:
    """Asks for one key until the answer can be used."""
    from g40site.editing import typed_answers

    question = typed_answers.prompt_for(kind, key, loaded)
    say(f"\n{question.text}" + ("" if needed else f" ({text(lang, 'may-be-empty')})"))
    for number, (id, title) in enumerate(question.choices, start=1):
        say(f"  {number:>2}. {title}" + (f" ({id})" if id != title else ""))
    while True:
        reply = click.prompt(question.prompt, default="", show_default=False)
        if not reply and not needed:
            return
        wrong = typed_answers.take_answer(question, reply, answers)
        if not wrong:
            return
        say(wrong)
