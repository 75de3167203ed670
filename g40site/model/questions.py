"""The kinds of entries that people make, and what a form asks of somebody who has no git, by the models.

In: a kind. Out: its questions in the order of its model, each with its label, its help and its field. The issue forms
of code hosts ask them, and the form of the site that becomes a mail.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from g40site import model
from g40site.diagnostics import messages
from g40site.model import fields as f
from g40site.model.description import describe, label_of
from g40site.model.left_out import ISSUE_FORM, is_left_out
from g40site.model.shape import Field, field_of, fields_of


class Kind(Struct, frozen=True):
    """A kind of entry that can be made: its model, what people call it, its folder, the key that holds its day, the
    file of its issue form, and what is asked beside the keys that it needs since most entries have it: by `new`, and in
    the snippet for text editors.
    """

    name: str
    form: type[model.Entry]
    title: str
    help: str
    folder: str = ""
    dated: str = ""
    form_file: str = ""
    also_asked: tuple[str, ...] = ()
    in_snippet: tuple[str, ...] = ()
    has_owner: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            *("news", model.NewsItem, "Nieuwsbericht", "Maak een nieuwsbericht.", "news", "date", "nieuws"),
            also_asked=("themes",),
            in_snippet=("themes", "sources"),
        ),
        Kind(
            *("event", model.Event, "Bijeenkomst", "Maak een bijeenkomst.", "agenda", "start", "bijeenkomst"),
            also_asked=("end", "location", "themes"),
            in_snippet=("end", "location", "themes"),
        ),
        Kind(
            *("project", model.Project, "Project", "Zet een project bij een gemeente."),
            form_file="project",
            also_asked=("status_date", "checked"),
            in_snippet=("topics", "sources", "checked"),
            has_owner=True,
        ),
        Kind("municipality", model.Municipality, "Gemeente", "Zet een gemeente erbij."),
        Kind("page", model.Page, "Vaste pagina", "Maak een vaste pagina.", "pages"),
    )
}
# What a project is asked beside its keys: the municipality that it stands under.
OWNER = "municipality"
# What is asked for the text of an entry that has one.
BODY, BODY_LABEL, BODY_HELP = "body", "Tekst", "De tekst zelf, in Markdown."
OWNER_HELP = "Bij welke gemeente hoort het project?"
# The first question of every form: of which kind it is. A form that is mailed has a last line besides: without it
# somebody did not send all of it.
KIND_LABEL, LAST_LINE = "Soort", ("Einde", "van het formulier")
# The kinds that have a form.
FORMS = tuple(kind for kind in KINDS.values() if kind.form_file)


class FormQuestion(Struct, frozen=True):
    """One question of a form; the text and the owner of an entry are no field of its model."""

    path: str
    label: str
    help: str
    is_needed: bool = True
    field: Field | None = None

    @property
    def is_list(self) -> bool:
        return self.field is not None and self.field.is_list

    @property
    def is_long(self) -> bool:
        return self.path == BODY or (self.field is not None and self.field.is_long)

    @property
    def refers(self) -> str:
        """The kind of entry that is chosen, or nothing."""
        return self.field.refers if self.field else "municipality" if self.path == OWNER else ""


@cache
def questions(kind: Kind) -> Mapping[str, FormQuestion]:
    """What the form of a kind asks, by path, in the order of its model; a key with parts is asked by part."""
    owner = FormQuestion(OWNER, describe(model.ProjectFile, OWNER).label, OWNER_HELP)
    body = FormQuestion(BODY, BODY_LABEL, BODY_HELP)
    of_fields = (question for field in fields_asked(kind.form) for question in questions_of(kind.form, field))
    asked_for = (*([owner] if kind.has_owner else ()), *of_fields, *([body] if kind.folder else ()))
    return {question.path: question for question in asked_for}


def questions_of(form: type[model.Entry], field: Field) -> Iterator[FormQuestion]:
    """What is asked for a field of a model."""
    if field.form is None or field.is_list:
        yield FormQuestion(field.key, label_of(form, field.key), short_help(form, field.key), field.is_required, field)
        return
    for inner in fields_asked(field.form):
        path = f"{field.key}/{inner.key}"
        yield FormQuestion(path, label_of(form, path), short_help(field.form, inner.key), False, inner)


def fields_asked(form: type[model.Entry]) -> list[Field]:
    return [field for field in fields_of(form) if not is_left_out(ISSUE_FORM, form, field.key)]


def short_help(form: type[model.Entry], key: str) -> str:
    """Who fills in a form chooses names, and sees no ids."""
    return full_help(form, key).replace(" (id's)", "")


def field_at(kind: Kind, path: str) -> Field | None:
    """The field that an answer fills; the text and the owner of an entry are no field of its model."""
    key, _, subkey = path.partition("/")
    if key == BODY or (kind.has_owner and key == OWNER):
        return None
    field = field_of(kind.form, key)
    return field_of(field.form, subkey) if subkey else field


def full_help(form: type[model.Entry], key: str) -> str:
    """The help of a field, with the form that a date or a telephone number has."""
    field, about = field_of(form, key), describe(form, key).help
    if field.reading is not None and (is_date(field) or field.reader is f.phone_of):
        return f"{about} {messages('nl')[field.reading.code].help}"
    return about


def is_date(field: Field) -> bool:
    return field.reader in (f.day_of, f.partial_date_of, f.moment_of)
