"""What is said about the type of a field: how a text becomes its value, and what else must be true.

In: the types of `fields` and `entries`, which have these as marks. Out: values and faults, and keywords of JSON Schema.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct


class Fault(ValueError):
    """Why a field refuses a text: the code of a diagnostic, what may be meant, and the values that its message names.

    A `ValueError`, so that msgspec tells of a stored entry that does not fit together as of any other wrong value.
    """

    def __init__(self, code: str, /, near: str = "", **values: object) -> None:
        super().__init__(code)
        self.code, self.near = code, near
        self.values = {name: str(value) for name, value in values.items()}


class Reads(Struct, frozen=True, eq=False):
    """A mark: `by` makes the value of a text, `schema` says in JSON Schema what that is, `words` may be chosen.

    A text that is the id of another entry `refers` to one of that kind.
    """

    by: Callable[[str], Any]
    schema: dict[str, Any]
    words: tuple[str, ...] = ()
    refers: str = ""


class Limit(Struct, frozen=True):
    """A mark that refuses some of the values that were read; `keywords` say the same in JSON Schema."""

    def check(self, value: Any) -> None:
        raise NotImplementedError

    def keywords(self) -> dict[str, Any]:
        raise NotImplementedError


class Within(Limit, frozen=True):
    """A number between two others."""

    low: float
    high: float

    def check(self, value: float) -> None:
        if not self.low <= value <= self.high:
            raise Fault("buiten-bereik", value=f"{value:g}", low=f"{self.low:g}", high=f"{self.high:g}")

    def keywords(self) -> dict[str, Any]:
        return {"minimum": self.low, "maximum": self.high}


class AtMost(Limit, frozen=True):
    """A text of at most so many characters."""

    length: int

    def check(self, value: str) -> None:
        if len(value) > self.length:
            raise Fault("te-lang", length=len(value), most=self.length)

    def keywords(self) -> dict[str, Any]:
        return {"maxLength": self.length}


class AtLeast(Struct, frozen=True):
    """A mark: a list of at least so many items."""

    length: int


class OrText(Struct, frozen=True):
    """A mark: a part that may be written as one of its keys alone: a source as its address, a place as its id."""

    key: str
