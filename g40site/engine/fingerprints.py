"""What a value is, in sixteen bytes: equal values have equal digests, in every process and on every machine.

In: texts, numbers, dates, enums, tuples and frozen structs. Out: a digest. Anything else is refused, because its
content could change unseen or has no order of its own.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any

SIZE = 16

Known = Mapping[int, bytes]
Writer = Callable[[Any, list[str], Known], None]
NOTHING_KNOWN: Known = {}


def of_bytes(data: bytes) -> bytes:
    # Half of SHA-256: most processors have instructions for it, so it takes half the time of BLAKE2.
    return hashlib.sha256(data).digest()[:SIZE]


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
    """The digest of each field of a frozen struct."""
    return {name: digest(getattr(value, name), known) for name in value.__struct_fields__}


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
    # Not `issubclass(kind, Struct)`: a build for which nothing changed imports this room, but no msgspec.
    if not getattr(getattr(kind, "__struct_config__", None), "frozen", False):
        raise TypeError(f"a digest cannot hold {kind.__module__}.{kind.__qualname__}")
    names: tuple[str, ...] = kind.__struct_fields__  # type: ignore[attr-defined]
    head = f"<{kind.__module__}.{kind.__qualname__} {' '.join(names)}>"
    from msgspec.structs import astuple  # there is one, so msgspec is there already

    def of_struct(value: Any, out: list[str], known: Known) -> None:
        if (of_object := known.get(id(value))) is not None:
            out.append(f"!{of_object.hex()}")
            return
        out.append(head)
        write_all(astuple(value), out, known)

    return of_struct


def of_tuple(value: tuple[object, ...], out: list[str], known: Known) -> None:
    out.append(f"({len(value)}:")
    write_all(value, out, known)


def write_all(values: Iterable[object], out: list[str], known: Known) -> None:
    for value in values:
        # Texts are most of what there is.
        if type(value) is str:
            out.append(f"s{len(value)}:{value}")
        else:
            write(value, out, known)


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
