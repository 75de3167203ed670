"""Files as what they are put together from: bytes of their own, and parts of rows that the memory has anyway.

In: bytes and parts. Out: a row for the memory, small where most of the file stands in other rows, and the bytes of the
file from that row, checked by their digest: a row that is referred to may have become another. So a large table is kept
once, whatever the number of its versions, and can be had again without asking what it was made of.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.msgpack import Decoder, encode
from msgspec.structs import replace

from g40site.engine.cache import Cache, decoded
from g40site.engine.fingerprints import SIZE, of_bytes

# The kind of the rows of files.
FILE = "page"


class Place(Struct, frozen=True, array_like=True):
    """Where bytes stand in the memory: the row, and from where to where in it."""

    kind: str
    key: bytes
    start: int
    end: int


class Part(Struct, frozen=True):
    """Bytes that stand in the memory as well."""

    data: bytes
    place: Place

    def cut(self, at: bytes) -> "tuple[Part, Part]":
        """What stands before a mark, and what stands after it."""
        first, mark, _ = self.data.partition(at)
        start, end = self.place.start + len(first), self.place.start + len(first) + len(mark)
        return (
            Part(first, replace(self.place, end=start)),
            Part(self.data[len(first) + len(mark) :], replace(self.place, start=end)),
        )


Parts = Sequence[bytes | Part]
ROW = Decoder(list[bytes | Place])


def joined(parts: Parts) -> bytes:
    return b"".join(one.data if isinstance(one, Part) else one for one in parts)


def put_file(memory: Cache, key: bytes, parts: Parts) -> bytes:
    """Keeps a file under a key, and gives its bytes."""
    whole = joined(parts)
    listed = [one.place if isinstance(one, Part) else one for one in parts]
    memory.put(FILE, key, of_bytes(whole) + encode(listed))
    return whole


def get_file(memory: Cache, key: bytes) -> bytes | None:
    """The bytes of a file, or None when one of its parts is no longer there or became another."""
    row = memory.get(FILE, key) or b""
    whole = b"".join(part_of(memory, one) for one in decoded(row[SIZE:], ROW) or ())
    return whole if of_bytes(whole) == row[:SIZE] else None


def part_of(memory: Cache, one: bytes | Place) -> bytes:
    """What stands at a place now, which may be another thing than what was meant."""
    return one if isinstance(one, bytes) else (memory.get(one.kind, one.key) or b"")[one.start : one.end]
