"""The form for who has no account: the questions of the issue forms on a page of the site, which become a mail.

In: the kinds, the names that can be chosen, and who reads proposals. Out: a form for each kind. The site sends and
keeps nothing: a mail program does. `editing/mailed_forms.py` reads what arrives.
"""

import re
from types import SimpleNamespace

from g40site import addresses
from g40site.model import fields as f
from g40site.model.description import describe
from g40site.model.questions import FORMS, KIND_LABEL, LAST_LINE, FormQuestion, Kind, is_date, questions
from g40site.model.shape import Field, field_of
from g40site.pages.contact import reader
from g40site.pages.context import Context

# A list has so many fields: each is checked by the browser, and none of its items can be taken for two.
FIELDS_OF_A_LIST = 3
TYPES: dict[object, str] = {f.url_of: "url", f.email_of: "email", f.phone_of: "tel", f.day_of: "date"}
IN_CLASS = re.compile(r"(?<!\\)\[(\^?)((?:\\.|[^\]\\])*)\]")


def mail_forms(ctx: Context) -> SimpleNamespace | None:
    """A form for each kind, who reads them and how soon; nothing where nobody has a mailbox."""
    who, email, soon = reader(ctx)
    if not email:
        return None
    forms = [mail_form(ctx, kind, email) for kind in FORMS]
    return SimpleNamespace(forms=forms, who=who, email=email, soon=f", {soon}" if soon else "")


def mail_form(ctx: Context, kind: Kind, email: str) -> SimpleNamespace:
    """The form of one kind: `action` opens a mail, `attached` one to which its file is to be added."""
    boxes = [box_of(ctx, kind, question) for question in questions(kind).values()]
    subject = f"Voor de site: {kind.title.lower()}"
    return SimpleNamespace(
        id=kind.form_file,
        title=kind.title,
        action=addresses.mailto(email, subject),
        attached=addresses.mailto(email, subject, ctx.mail("attached", file=f"{kind.form_file}.txt")),
        hidden=((KIND_LABEL, kind.title), LAST_LINE),
        needed=tuple(box for box in boxes if box.is_needed),
        optional=tuple(box for box in boxes if not box.is_needed),
    )


def box_of(ctx: Context, kind: Kind, question: FormQuestion) -> SimpleNamespace:
    """One question as a page asks it; `type` is that of an input, or the name of another element."""
    field, choices, example = question.field, choices_of(ctx, question), example_of(kind, question)
    is_area = question.is_long and not question.is_list
    type = "select" if choices else "textarea" if is_area else type_of(field)
    help, title, pattern = re.sub(r"`([^`]*)`", r"‘\1’", question.help), "", ""
    # A browser writes a day itself.
    if type in ("text", "tel") and field and field.reading and (is_date(field) or field.reader is f.phone_of):
        title = f"Schrijf {field.reading.phrase}, zoals {example}."
        pattern = for_browser(field.reading.typed["pattern"])
    if question.is_list:
        help += " Zet er één in elk vak."
    if type in ("text", "url", "email") and not pattern:
        help += f" Bijvoorbeeld: {example}"
    return SimpleNamespace(
        id=f"{kind.form_file}-{addresses.slug(question.label)}",
        label=question.label,
        help=help,
        type=type,
        is_needed=question.is_needed,
        many=FIELDS_OF_A_LIST if question.is_list else 1,
        choices=choices,
        most=field.most if field else None,
        pattern=pattern,
        title=title,
    )


def type_of(field: Field | None) -> str:
    """The type of the input for a field, or for an item of its list."""
    if field is not None and field.alone:
        field = field_of(field.form, field.alone)
    return TYPES.get(field.reader, "text") if field and field.reader else "text"


def choices_of(ctx: Context, question: FormQuestion) -> tuple[str, ...]:
    """The names that a question chooses from."""
    if question.refers == "theme":
        return tuple(theme.title for theme in ctx.site.themes)
    if question.refers == "municipality":
        return tuple(m.name for m in ctx.site.municipalities)
    return tuple(question.field.choices.values()) if question.field else ()


def example_of(kind: Kind, question: FormQuestion) -> str:
    """The example of a field, as somebody types it who knows no YAML."""
    if question.field is None:
        return ""
    key, _, subkey = question.path.partition("/")
    form = field_of(kind.form, key).form if subkey else kind.form
    return describe(form, subkey or key).example.strip("[]")


def for_browser(pattern: str) -> str:
    """A pattern in the stricter writing of HTML, where more signs of a class have a backslash."""
    return IN_CLASS.sub(lambda match: f"[{match[1]}{escaped(match[2])}]", pattern)


def escaped(signs: str) -> str:
    return re.sub(r"(?<!\\)(?:[(){}/|]|^-|-$)", r"\\\g<0>", signs)
