"""What the models say about their fields, for those who check, describe or ask for what editors write.

In: a model, whose fields are types with marks (`model.fields`). Out: its fields one by one, and pydantic's validator of
it. The models themselves know no pydantic: an entry that an earlier build checked is read back without it.
"""

import os
from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Union, get_args, get_origin

from msgspec import Struct, structs

from g40site.model.marks import Reads

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema


class Field(NamedTuple):
    """A field under its name in Python and under the key that editors write."""

    name: str
    key: str
    type: Any
    is_required: bool

    @property
    def is_list(self) -> bool:
        return get_origin(peeled(self.type)[0]) is tuple

    @property
    def reading(self) -> Reads | None:
        """The mark that says how its text is read; a list or a part has none of its own."""
        return next((mark for mark in peeled(self.type)[1] if isinstance(mark, Reads)), None)

    @property
    def words(self) -> tuple[str, ...]:
        """What it chooses from, or nothing."""
        return self.reading.words if self.reading else ()


@cache
def fields_of(form: type[Struct]) -> tuple[Field, ...]:
    """The fields of a model, in its own order."""
    return tuple(Field(one.name, one.encode_name, one.type, one.required) for one in structs.fields(form))


def field_of(form: type[Struct], key: str) -> Field:
    """The field under a key."""
    return next(field for field in fields_of(form) if field.key == key)


def peeled(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its marks and without None, and the marks."""
    marks: tuple[Any, ...] = ()
    while True:
        if get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            marks = (*marks, *more)
        elif get_origin(kind) in (Union, UnionType):
            (kind,) = (part for part in get_args(kind) if part is not NoneType)
        else:
            return kind, marks


def marks_in(kind: Any) -> Iterator[Any]:
    """The marks of a type; those of a list are the marks of its items too."""
    bare, marks = peeled(kind)
    yield from marks
    if get_origin(bare) is tuple:
        yield from marks_in(get_args(bare)[0])


@cache
def validator_of(kind: Any) -> "TypeAdapter[Any]":
    """Pydantic's validator of a model or of the type of a field: plain values in, a model or a value out."""
    # No plugin has a say in what is valid here, and looking for one reads every installed package.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def schema_of(form: type[Struct], handler: "GetCoreSchemaHandler") -> "CoreSchema":
    """A model as pydantic sees it: known keys and no others, and then the model made of them."""
    from pydantic_core import core_schema

    fields = fields_of(form)
    names = {field.key: field.name for field in fields}
    keys = {
        field.key: core_schema.typed_dict_field(handler.generate_schema(field.type), required=field.is_required)
        for field in fields
    }
    return core_schema.no_info_after_validator_function(
        lambda given: form(**{names[key]: value for key, value in given.items()}),
        core_schema.typed_dict_schema(keys, extra_behavior="forbid"),
    )
