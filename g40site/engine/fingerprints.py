"""What a value is, in sixteen bytes: equal values have equal fingerprints, in every process and on every machine.

In: bytes, texts, and values that msgspec can write down: numbers, dates, enums, tuples, mappings, structs. Out: a
fingerprint, half of the SHA-256 of their one form in JSON. `program` is that of the program itself.
"""

import hashlib
import os
import sys
import zlib
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import cast

SIZE = 16
# Begins with its version, where the system has time zones of its own.
ZONES = Path("/usr/share/zoneinfo/tzdata.zi")
PACKAGE = Path(__file__).resolve().parents[1]


def hash_bytes(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:SIZE]


def hash_text(text: str) -> bytes:
    return hash_bytes(text.encode("utf-8", "surrogatepass"))


def fingerprint(value: object) -> bytes:
    """The fingerprint of a value, with its type: two types with the same fields are not the same.

    Raises TypeError for what has no form of its own, such as a function.
    """
    return hash_bytes(name_of(cast(Hashable, type(value))) + encoder()(value))


@cache
def name_of(kind: Hashable) -> bytes:
    return f"{kind!r}\0".encode()


@cache
def encoder() -> Callable[[object], bytes]:
    # Imported by who has a value: a build without changes has none. MessagePack would forget the offset of a time.
    from msgspec.json import Encoder

    return Encoder(order="deterministic").encode


@cache
def program() -> bytes:
    """The fingerprint of everything that can change what a build makes, apart from content, templates and options."""
    names = (Path(folder, name) for folder, _, names in os.walk(PACKAGE) for name in names)
    files = sorted(file for file in names if file.name.endswith((".py", ".toml", ".svg")))
    parts = [hash_text(file.relative_to(PACKAGE).as_posix()) + hash_bytes(file.read_bytes()) for file in files]
    return hash_bytes(b"".join([*parts, packages()]))


@cache
def packages() -> bytes:
    """The version of Python, of what the system has of zlib and of time zones, and of every installed package, as the
    names of their folders have it.
    """
    names = {sys.version, zlib.ZLIB_RUNTIME_VERSION}
    with suppress(OSError), ZONES.open("rb") as file:
        names.add(str(file.readline(100)))
    for folder in sys.path:
        # An empty name is the working folder, which holds no packages.
        if folder and Path(folder).is_dir():
            with os.scandir(folder) as entries:
                names |= {entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))}
    return hash_text("\n".join(sorted(names)))
