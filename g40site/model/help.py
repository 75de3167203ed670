"""The help of each field: the text that stands below it in the source of its model.

In: a model. Out: the help of its fields by the name that editors write. Read from the source when somebody asks, since
few builds show help.
"""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from msgspec import Struct

from g40site.model.parts import Entry
from g40site.model.shape import fields_of


@cache
def help_of(form: type[Struct]) -> dict[str, str]:
    """The help of every field of a model, also of those that it has from another model."""
    texts: dict[str, str] = {}
    for owner in reversed(form.__mro__):
        if issubclass(owner, Entry) and owner is not Entry:
            texts |= texts_in(owner)
    return {field.key: texts[field.name] for field in fields_of(form)}


def texts_in(form: type[Struct]) -> dict[str, str]:
    module = inspect.getmodule(form)
    assert module is not None, "a model stands in a module"
    (found,) = (node for node in classes_in(module) if node.name == form.__name__)
    return dict(texts_below(found))


@cache
def classes_in(module: ModuleType) -> tuple[ast.ClassDef, ...]:
    return tuple(node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.ClassDef))


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
