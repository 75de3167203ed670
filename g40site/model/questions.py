"""What a form asks of somebody who has no git, by the models: each question with its label, its help and its field.

In: a kind. Out: its questions in the order of its model. The issue forms of code hosts ask them, and the form of the
site that becomes a mail.
"""

from collections.abc import Iterator

from msgspec import Struct

from g40site import model
from g40site.diagnostics import messages
from g40site.model import fields as f
from g40site.model.description import describe, label_of
from g40site.model.kinds import KINDS, OWNER, Kind
from g40site.model.left_out import ISSUE_FORM, is_left_out
from g40site.model.shape import Field, field_of, fields_of

# What is asked for the text of an entry that has one.
BODY, BODY_LABEL, BODY_HELP = "body", "Tekst", "De tekst zelf, in Markdown."
OWNER_HELP = "Bij welke gemeente hoort het project?"
# The first question of every form: of which kind it is. A form that is mailed has a last line besides: without it
# somebody did not send all of it.
KIND_LABEL, LAST_LINE = "Soort", ("Einde", "van het formulier")
# The kinds that have a form.
FORMS = tuple(kind for kind in KINDS.values() if kind.form_file)


class Question(Struct, frozen=True):
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


def questions(kind: Kind) -> Iterator[Question]:
    for path in paths(kind):
        key, _, subkey = path.partition("/")
        field = field_at(kind, path)
        if field is None:
            yield Question(path, label(kind, path), BODY_HELP if path == BODY else OWNER_HELP)
            continue
        form = field_of(kind.form, key).form if subkey else kind.form
        help = full_help(form, subkey or key).replace(" (id's)", "")
        yield Question(path, label(kind, path), help, field.is_required and not subkey, field)


def paths(kind: Kind) -> Iterator[str]:
    """What the form of a kind asks, in the order of its model; a key with parts is asked by part."""
    if kind.has_owner:
        yield OWNER
    for field in fields_of(kind.form):
        if is_left_out(ISSUE_FORM, kind.form, field.key):
            continue
        if field.form is None or field.is_list:
            yield field.key
        else:
            subkeys = (
                inner.key for inner in fields_of(field.form) if not is_left_out(ISSUE_FORM, field.form, inner.key)
            )
            yield from (f"{field.key}/{inner}" for inner in subkeys)
    if kind.folder:
        yield BODY


def field_at(kind: Kind, path: str) -> Field | None:
    """The field that an answer fills; the text and the owner of an entry are no field of its model."""
    key, _, subkey = path.partition("/")
    if key == BODY or (kind.has_owner and key == OWNER):
        return None
    field = field_of(kind.form, key)
    return field_of(field.form, subkey) if subkey else field


def label(kind: Kind, path: str) -> str:
    """What stands above an answer."""
    if path == BODY:
        return BODY_LABEL
    return owner_label() if kind.has_owner and path == OWNER else label_of(kind.form, path)


def owner_label() -> str:
    return describe(model.ProjectFile, OWNER).label


def full_help(form: type[model.Entry], key: str) -> str:
    """The help of a field, with the form that a date or a telephone number has."""
    field, about = field_of(form, key), describe(form, key).help
    if field.reading is not None and (is_date(field) or field.reader is f.phone_of):
        return f"{about} {messages('nl')[field.reading.code].help}"
    return about


def is_date(field: Field) -> bool:
    return field.reader in (f.day_of, f.partial_date_of, f.moment_of)
