"""A checked entry as a row of JSON, and back: what was validated once need not be validated again.

In: a model. Out: its fields as lists, texts and numbers, in the order of the model; and the same model from those. What
a field holds follows from its type, so a row names no classes.
"""

import datetime as dt
from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from g40site.model import Moment

Row = list[Any]
Reading = Callable[[Any], Any]


def row_of(model: BaseModel) -> Row:
    return [plain(getattr(model, name)) for name in type(model).model_fields]


def plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return row_of(value)
    if isinstance(value, Moment):
        offset = None if value.offset is None else value.offset.total_seconds()
        return [value.day.isoformat(), value.clock and value.clock.isoformat(), offset]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def model_of(form: type[BaseModel], row: Row) -> Any:
    """The model that a row was made of. The row must be sound: nothing is validated."""
    return form.model_construct(keys_of(form), **values_of(form, row))


def values_of(form: type[BaseModel], row: Row) -> dict[str, Any]:
    return {
        name: value if reading is None or value is None else reading(value)
        for (name, reading), value in zip(readings(form), row, strict=True)
    }


@cache
def keys_of(form: type[BaseModel]) -> set[str]:
    """The names of the fields of a model, one set for all that are made: nobody asks which of them were written."""
    return set(form.model_fields)


@cache
def readings(form: type[BaseModel]) -> tuple[tuple[str, Reading | None], ...]:
    """How each field of a model is read; None where it is what JSON gives."""
    return tuple((name, reading_of(field.annotation)) for name, field in form.model_fields.items())


def reading_of(kind: Any) -> Reading | None:
    origin = get_origin(kind)
    if origin is Annotated:
        return reading_of(get_args(kind)[0])
    if origin in (Union, UnionType):
        (inner,) = (one for one in get_args(kind) if one is not NoneType)
        return reading_of(inner)
    if origin is tuple:
        inner_reading = reading_of(get_args(kind)[0])
        return tuple if inner_reading is None else lambda value: tuple(map(inner_reading, value))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return lambda value: model_of(kind, value)
    if kind is Moment:
        return moment_of
    return dt.date.fromisoformat if kind is dt.date else None


def moment_of(row: Row) -> Moment:
    day, clock, offset = row
    return Moment(
        dt.date.fromisoformat(day),
        None if clock is None else dt.time.fromisoformat(clock),
        None if offset is None else dt.timedelta(seconds=offset),
    )
