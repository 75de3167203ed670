"""What a value is, in sixteen bytes: equal values have equal digests, in every process and on every machine.

In: texts, numbers, dates, enums, tuples and frozen dataclasses. Out: a digest. Anything else is refused, because its
content could change unseen or has no order of its own.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

SIZE = 16

Known = Mapping[int, bytes]
Writer = Callable[[Any, list[str], Known], None]
NOTHING_KNOWN: Known = {}


def of_bytes(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=SIZE).digest()


def of_text(text: str) -> bytes:
    return of_bytes(text.encode("utf-8", "surrogatepass"))


def digest(value: object, known: Known = NOTHING_KNOWN) -> bytes:
    """The digest of a value. `known` are the digests of objects that have one already, by their `id`.

    Raises TypeError for what it cannot hold.
    """
    if (of_object := known.get(id(value))) is not None:
        # Most values that are asked for are entries, which have their digest already.
        return of_object
    out: list[str] = []
    write(value, out, known)
    return of_text("".join(out))


def of_fields(value: Any, known: Known = NOTHING_KNOWN) -> dict[str, bytes]:
    """The digest of each field of a frozen dataclass."""
    return {field.name: digest(getattr(value, field.name), known) for field in fields(value)}


def write(value: object, out: list[str], known: Known) -> None:
    kind = type(value)
    writer = WRITERS.get(kind)
    if writer is None:
        if (of_object := known.get(id(value))) is not None:
            out.append(f"!{of_object.hex()}")
            return
        writer = WRITERS[kind] = writer_for(kind)
    writer(value, out, known)


def writer_for(kind: type) -> Writer:
    if issubclass(kind, Enum):
        of_enum = f"{kind.__module__}.{kind.__qualname__}"
        return lambda value, out, _known: out.append(f"e{of_enum}.{value.name};")
    if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise TypeError(f"a digest cannot hold {kind.__module__}.{kind.__qualname__}")
    names = tuple(field.name for field in fields(kind))
    head = f"<{kind.__module__}.{kind.__qualname__} {' '.join(names)}>"

    def of_dataclass(value: Any, out: list[str], known: Known) -> None:
        if (of_object := known.get(id(value))) is not None:
            out.append(f"!{of_object.hex()}")
            return
        out.append(head)
        for name in names:
            write(getattr(value, name), out, known)

    return of_dataclass


def of_tuple(value: tuple[object, ...], out: list[str], known: Known) -> None:
    out.append(f"({len(value)}:")
    for item in value:
        write(item, out, known)


# Each text begins with its kind and says how long it is, so that no two values are written alike.
WRITERS: dict[type, Writer] = {
    str: lambda value, out, _known: out.append(f"s{len(value)}:{value}"),
    int: lambda value, out, _known: out.append(f"i{value};"),
    float: lambda value, out, _known: out.append(f"f{value!r};"),
    bool: lambda value, out, _known: out.append("+" if value else "-"),
    type(None): lambda _value, out, _known: out.append("0"),
    bytes: lambda value, out, _known: out.append(f"b{value.hex()};"),
    dt.date: lambda value, out, _known: out.append(f"d{value.isoformat()};"),
    dt.datetime: lambda value, out, _known: out.append(f"D{value.isoformat()};"),
    dt.time: lambda value, out, _known: out.append(f"t{value.isoformat()};"),
    dt.timedelta: lambda value, out, _known: out.append(f"l{value!r};"),
    tuple: of_tuple,
}
