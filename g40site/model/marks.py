"""What is said about the type of a field: how its text is read, and what may become of it.

In: the types of `fields`, which have these as marks. Out: pydantic's form of a mark, and its form in JSON Schema. A
mark imports the core of pydantic when it is asked for these, and not before.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema, PydanticCustomError


def problem(code: str, /, **values: object) -> "PydanticCustomError":
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(code, "{}", {name: str(value) for name, value in values.items()})


class Reads(Struct, frozen=True, eq=False):
    """A mark: `by` reads the text of the field, `schema` says in JSON Schema what it becomes, `words` may be chosen."""

    by: Callable[[Any], Any]
    schema: dict[str, Any]
    words: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, _source: Any, _handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(self.by)

    def __get_pydantic_json_schema__(self, _core: "CoreSchema", _handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return dict(self.schema)


class Limit(Struct, frozen=True):
    """A mark that refuses some of the values that were read; `keywords` say the same in JSON Schema."""

    def __call__(self, value: Any) -> Any:
        raise NotImplementedError

    def keywords(self) -> dict[str, Any]:
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self, handler(source))

    def __get_pydantic_json_schema__(self, core: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return {**handler(core), **self.keywords()}


class Within(Limit, frozen=True):
    """A number between two others."""

    low: float
    high: float

    def __call__(self, value: float) -> float:
        if not self.low <= value <= self.high:
            raise problem("buiten-bereik", value=f"{value:g}", low=f"{self.low:g}", high=f"{self.high:g}")
        return value

    def keywords(self) -> dict[str, Any]:
        return {"minimum": self.low, "maximum": self.high}


class AtMost(Limit, frozen=True):
    """A text of at most so many characters."""

    length: int

    def __call__(self, text: str) -> str:
        if len(text) > self.length:
            raise problem("te-lang", length=len(text), most=self.length)
        return text

    def keywords(self) -> dict[str, Any]:
        return {"maxLength": self.length}


class AtLeast(Struct, frozen=True):
    """A mark: a list of at least so many items."""

    length: int

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        return {**handler(source), "min_length": self.length}


class OrText(Struct, frozen=True):
    """A mark: a part that may be written as one of its keys alone: a source as its address, a place as its id."""

    key: str

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        def whole(value: Any) -> Any:
            return {self.key: value} if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(whole, handler(source))
