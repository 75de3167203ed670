"""What the models say about their fields, for those who read, describe or ask for what editors write.

In: a model, whose fields are types with marks: how a text becomes its value, and what else must be true (`fields` and
`entries` put them on their types). Out: its fields one by one, their values and faults, and its JSON Schema.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Meta, Struct, defstruct, structs
from msgspec import field as structs_field


class Fault(ValueError):
    """Why a field refuses a text: the code of a diagnostic, what may be meant, and the values that its message names.

    A `ValueError`, so that msgspec tells of a stored entry that does not fit together as of any other wrong value.
    """

    def __init__(self, code: str, /, near: str = "", **values: object) -> None:
        super().__init__(code)
        self.code, self.near = code, near
        self.values = {name: str(value) for name, value in values.items()}


class Reads(Struct, frozen=True, eq=False):
    """A mark: `by` makes the value of a text, `schema` says in JSON Schema what that is.

    `phrase` says in Dutch what the text may be, and `code` is the message for another one. `typed` says it in JSON
    Schema to an editor that checks while somebody types: never less than what is right. `choices` are words with what
    people call them. A text that is the id of another entry `refers` to one of that kind; one of several lines, or of
    sentences, `is_long`.
    """

    by: Callable[[str], Any]
    schema: dict[str, Any]
    phrase: str = ""
    code: str = ""
    typed: dict[str, Any] = {}
    choices: dict[str, str] = {}
    refers: str = ""
    is_long: bool = False


class OrText(Struct, frozen=True):
    """A mark: a part that may be written as one of its keys alone: a source as its address, a place as its id."""

    key: str


class Field(Struct, frozen=True):
    """One field of a model: its name in Python, the key that editors write, and what may stand under it.

    A text has `reading` with its `bounds` as JSON Schema names them, a mapping `form`; of a list these are said of each
    item, and it has at least `least` of them. A mapping may also be the text of its key `alone`.
    """

    name: str
    key: str
    is_required: bool
    is_optional: bool
    is_list: bool
    least: int
    reading: Reads | None
    bounds: tuple[tuple[str, Any], ...]
    form: Any
    alone: str
    default: Any = None
    """What it is where nobody wrote it."""

    @property
    def reader(self) -> Callable[[str], Any] | None:
        """What makes the value of a text, or nothing."""
        return self.reading.by if self.reading else None

    @property
    def choices(self) -> dict[str, str]:
        """What it chooses from, each with what people call it, or nothing."""
        return self.reading.choices if self.reading else {}

    @property
    def is_long(self) -> bool:
        """Whether it needs room: a text of sentences, or a list of parts."""
        return self.reading.is_long if self.reading else self.is_list

    @property
    def refers(self) -> str:
        """The kind of entry that its text names, or nothing."""
        if self.alone:
            return field_of(self.form, self.alone).refers
        return self.reading.refers if self.reading else ""

    @property
    def most(self) -> int | None:
        """How many characters its text may have, where that is said."""
        return dict(self.bounds).get("maxLength")

    def value(self, text: str) -> Any:
        """What a text becomes; one that may not stand here raises a `Fault`."""
        assert self.reading is not None, "a mapping is no text"
        value, bounds = self.reading.by(text), dict(self.bounds)
        most, low, high = bounds.get("maxLength"), bounds.get("minimum"), bounds.get("maximum")
        if most is not None and len(value) > most:
            raise Fault("te-lang", length=len(value), most=most)
        if low is not None and high is not None and not low <= value <= high:
            raise Fault("buiten-bereik", value=f"{value:.15g}", low=f"{low:.15g}", high=f"{high:.15g}")
        return value


@cache
def fields_by_key(form: type[Struct]) -> Mapping[str, Field]:
    """The fields of a model by the keys that editors write, in its own order."""
    fields = (
        field_of_type(own.name, own.encode_name, own.type, own.required, own.default) for own in structs.fields(form)
    )
    return {field.key: field for field in fields}


def fields_of(form: type[Struct]) -> tuple[Field, ...]:
    """The fields of a model, in its own order."""
    return tuple(fields_by_key(form).values())


def field_of(form: type[Struct], key: str) -> Field:
    """The field under a key."""
    return fields_by_key(form)[key]


def split_off(whole: type[Struct], name: str, about: str, keys: Container[str], base: type[Struct]) -> Any:
    """The form of a file that holds some of the keys of a model, behind those of a base: described where these are."""
    own = [
        (field.name, field.type, structs_field(default=field.default, name=field.encode_name))
        for field in structs.fields(whole)
        if field.encode_name in keys
    ]
    more = {"__doc__": about, "whole": whole}
    return defstruct(name, own, bases=(base,), namespace=more, module=whole.__module__, frozen=True, kw_only=True)


def field_of_type(name: str, key: str, kind: Any, is_required: bool, default: Any = None) -> Field:
    """A field as its type says it."""
    bare, marks = peeled(kind)
    is_list = get_origin(bare) is tuple
    of_list: tuple[Any, ...] = ()
    if is_list:
        of_list = marks
        bare, marks = peeled(get_args(bare)[0])
    reading = next((mark for mark in (*of_list, *marks) if isinstance(mark, Reads)), None)
    return Field(
        name=name,
        key=key,
        is_required=is_required,
        is_optional=NoneType in get_args(kind),
        is_list=is_list,
        least=bounds_of(key, tuple, of_list).get("minItems", 0),
        reading=reading,
        bounds=tuple(bounds_of(key, bare, marks).items()),
        form=None if reading else bare,
        alone=next((mark.key for mark in (*of_list, *marks) if isinstance(mark, OrText)), ""),
        default=default,
    )


META_NAMES = tuple(name for name in dir(Meta) if not name.startswith("_"))
# What `Meta` must say where it stands on a type, with the names in JSON Schema. Nothing else is checked or told.
NUMBER_BOUNDS = {"ge": "minimum", "le": "maximum"}
BOUNDS = {str: {"max_length": "maxLength"}, int: NUMBER_BOUNDS, float: NUMBER_BOUNDS, tuple: {"min_length": "minItems"}}


def bounds_of(key: str, kind: Any, marks: Iterable[Any]) -> dict[str, Any]:
    """What may not be larger, smaller or longer, in JSON Schema."""
    names = BOUNDS.get(kind, {})
    bounds: dict[str, Any] = {}
    for mark in marks:
        if isinstance(mark, Meta):
            limits = {name: limit for name in META_NAMES if (limit := getattr(mark, name)) is not None}
            if limits.keys() != names.keys():
                usable = " and ".join(names) or "nothing"
                raise TypeError(f"{key}: `Meta` of {kind.__name__} may say {usable}, and says {', '.join(limits)}")
            bounds |= {names[name]: limit for name, limit in limits.items()}
    return bounds


def peeled(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its marks and without None, and the marks."""
    marks: tuple[Any, ...] = ()
    while True:
        if get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            marks = (*marks, *more)
        elif get_origin(kind) in (Union, UnionType):
            (kind,) = (inner for inner in get_args(kind) if inner is not NoneType)
        else:
            return kind, marks


def json_schema_of(form: type[Struct]) -> dict[str, Any]:
    """A model in JSON Schema: its values as they are once they were read."""
    properties = {field.key: json_schema_of_field(field) for field in fields_of(form)}
    required = [field.key for field in fields_of(form) if field.is_required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def json_schema_of_field(field: Field) -> dict[str, Any]:
    """The value of one field; its keywords are in the order of the alphabet."""
    schema = json_schema_of(field.form) if field.reading is None else dict(field.reading.schema)
    schema = dict(sorted((schema | dict(field.bounds)).items()))
    if field.is_list:
        schema = {"items": schema, **({"minItems": field.least} if field.least else {}), "type": "array"}
    return {"anyOf": [schema, {"type": "null"}]} if field.is_optional else schema
