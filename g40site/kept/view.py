"""What a page said, kept so that a page of which only the template changed need not be worked out again.

In: a view with the digests of its fields. Out: a row for the memory, and the same view from that row.
"""

import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder, encode

from g40site.digests import SIZE
from g40site.kept.memory import decoded

# So much of the digest of a field is enough to say whether it changed.
SHORT = 8


class View(Struct, frozen=True):
    """What a page says: a frozen struct and its digest, with the digest of each of its fields by name, or the row that
    it was kept in.
    """

    value: object
    digest: bytes
    fields: Mapping[str, bytes]
    kept: bytes = b""

    def row(self) -> bytes:
        told = b"".join(value[:SHORT] for value in self.fields.values())
        return self.kept or b"".join([self.digest, told, zlib.compress(encode(self.value), level=1)])


def view_from(row: bytes, form: Any) -> View | None:
    """The view of a kind that a row holds; None if it holds none."""
    start = SIZE + SHORT * len(form.__struct_fields__)
    try:
        value = decoded(zlib.decompress(row[start:]), reader_of(form))
    except zlib.error:
        return None
    return None if value is None else View(value, row[:SIZE], {}, row)


@cache
def reader_of(form: Any) -> Decoder[Any]:
    return Decoder(form)


def changed_fields(row: bytes, fields: Mapping[str, bytes]) -> Iterator[str]:
    """The names of the fields that are not what they are in a row."""
    for start, (name, value) in zip(range(SIZE, len(row), SHORT), fields.items(), strict=False):
        if row[start : start + SHORT] != value[:SHORT]:
            yield name
