"""What the models say about their fields, for those who check, describe or ask for what editors write.

In: a model, whose fields are types with marks (`model.fields`). Out: its fields one by one, its validator, and its JSON
Schema. The models themselves know no pydantic: an entry that an earlier build checked is read back without it.
"""

import os
from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Union, cast, get_args, get_origin

from msgspec import Struct, structs

from g40site.model.marks import Reads

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, SchemaValidator


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
def validator_of(kind: Any) -> "SchemaValidator":
    """The validator of a model or of the type of a field: plain values in, a model or a value out."""
    from pydantic_core import SchemaValidator

    return SchemaValidator(form_of(kind))


def json_schema_of(form: type[Struct]) -> dict[str, Any]:
    """A model in JSON Schema."""
    # No plugin has a say in it, and looking for one reads every installed package.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from pydantic import TypeAdapter

    return TypeAdapter(form).json_schema()


class Handler(Struct, frozen=True):
    """What pydantic gives to a type or a mark that is asked for its form; `inner` is the form that a mark is put on:
    none for the first one, which asks for that of the type itself or reads the text in a way of its own.
    """

    inner: "CoreSchema | None" = None

    def __call__(self, source: Any) -> "CoreSchema":
        return form_of(source) if self.inner is None else self.inner

    def generate_schema(self, kind: Any) -> "CoreSchema":
        return form_of(kind)


def form_of(kind: Any) -> "CoreSchema":
    """A type as the validator sees it. Pydantic finds out the same, but needs a sixth of a small edit to be imported
    and do so: it knows all types, and here a type says its form, or has marks that do, may be None, or is a list.
    """
    from pydantic_core import core_schema

    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        form: CoreSchema | None = None
        for mark in inside[1:]:
            form = mark.__get_pydantic_core_schema__(inside[0], Handler(form))
        return cast("CoreSchema", form)
    if origin in (Union, UnionType):
        (given,) = (part for part in inside if part is not NoneType)
        return core_schema.nullable_schema(form_of(given))
    if inside[1:] == (Ellipsis,):
        return core_schema.tuple_schema([form_of(inside[0])], variadic_item_index=0)
    return cast("CoreSchema", kind.__get_pydantic_core_schema__(kind, Handler()))


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
