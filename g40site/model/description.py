"""How the models speak of their fields to people: what stands below each field in the source.

In: a model and a key. Out: the Dutch word for the key (in editors, forms, prompts and the heads of a spreadsheet), its
help, and an example that is right. A field has them below it as `label | help | example`, and where more of them are
written one by one also the word for one: `label | help | example | word`. Beside them: the texts that
stand in a form of this program until somebody fills it in.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from g40site.model.entries import Entry
from g40site.model.shape import field_of, fields_of

# Labels of before, by the key that they are of: filled-in forms and spreadsheets that people keep have them.
FORMER_LABELS = {
    "Status": "status",
    "Status volgens de bron op": "status_date",
    "Wil meedoen": "interested",
    "Adres": "url",
    "Organisator": "organiser",
    "Onlineadres": "online",
}
# What stands in a form of this program where an editor writes something else: none of it may be left standing, and no
# entry means one of these by itself. `body` is the text below the front matter.
PLACES = {
    "title": "Schrijf hier de titel.",
    "summary": "Schrijf hier één of twee zinnen.",
    "location": "Schrijf hier de plaats.",
    "topics": "Schrijf hier een onderwerp.",
    "sources": "https://www.voorbeeld.nl/zet-hier-de-bron/",
    "body": "Schrijf hier de tekst.",
}
# What forms and snippets of earlier versions wrote is in copies that editors keep.
PLACEHOLDERS: tuple[str, ...] = (
    *PLACES.values(),
    "De kop.",
    "De naam.",
    "De titel.",
    "De plaats.",
    "Eén of twee zinnen.",
    "Eén of twee zinnen, hooguit 300 tekens.",
    "onderwerp",
)


class Description(Struct, frozen=True):
    """What people are told of a field."""

    label: str
    help: str
    example: str
    singular: str = ""


def describe(form: type[Struct], key: str) -> Description:
    """What people are told of the field under a key."""
    return descriptions_of(form)[key]


def label_of(form: type[Struct], path: str) -> str:
    """The label of a key, or of a part of a key: `Contact: naam`."""
    outer, _, subkey = path.partition("/")
    label = describe(form, outer).label
    inner = field_of(form, outer).form if subkey else None
    return f"{label}: {describe(inner, subkey).label.lower()}" if inner else label


@cache
def descriptions_of(form: type[Struct]) -> Mapping[str, Description]:
    """The descriptions of every field of a model, also of those that it has from another model."""
    texts: dict[str, str] = {}
    for owner in (*getattr(form, "whole", form).__mro__[::-1], *form.__mro__[::-1]):
        if issubclass(owner, Entry) and owner is not Entry and "whole" not in vars(owner):
            texts |= texts_in(owner.__module__)[owner.__name__]
    return {field.key: described(form, field.key, texts.get(field.name, "")) for field in fields_of(form)}


def described(form: type[Struct], key: str, text: str) -> Description:
    columns = [column.strip() for column in text.split(" | ")]
    if len(columns) not in (3, 4) or not all(columns):
        raise TypeError(f"{form.__name__}.{key}: write `label | help | example` as a text below the field")
    return Description(*columns)


@cache
def texts_in(module: str) -> dict[str, dict[str, str]]:
    """The texts below the fields of each class of a module."""
    classes = ast.parse(inspect.getsource(sys.modules[module])).body
    return {form.name: dict(texts_below(form)) for form in classes if isinstance(form, ast.ClassDef)}


def texts_below(form: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Each annotated name of a class that is followed by a text, with that text."""
    for node, below in zip(form.body, form.body[1:], strict=False):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            yield node.target.id, inspect.cleandoc(str(below.value.value))
