"""What a page said, kept under the digest of its view: enough to put another layout around it, and to say what changed.

In: the digests of the fields of a view, the field that layouts read, and the blocks that were made of it. Out: a row of
the memory and the same from that row; and a page as the parts around its largest block, so that what all its layouts
share is kept once.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct, json, structs
from msgspec.msgpack import Decoder, encode

from g40site.engine.cache import Cache, decoded
from g40site.engine.parts import Part, Parts, Place

SAID = "said"
# The field that every layout knows a page by. What else a layout reads makes the view again.
META = "meta"
# So much of the digest of a field is enough to say whether it changed.
SHORT = 8
# A smaller block is not worth a row of its own to look up.
LEAST = 500


class Said(Struct, frozen=True, array_like=True):
    """`fields` are short digests of the fields of the view, and `meta` is one of them as JSON. The HTML of each block
    by its name was made with what has the digest `basis`, and with fields of the frame that have these digests; without
    a basis there are no blocks.
    """

    fields: dict[str, bytes]
    meta: bytes
    basis: bytes = b""
    html: dict[str, str] = {}
    frame: dict[str, bytes] = {}

    def holds(self, basis: bytes, frame: Mapping[str, bytes]) -> bool:
        """Whether the blocks are what they would be now; `frame` are the digests of all its fields."""
        return self.basis == basis and all(frame.get(name) == value for name, value in self.frame.items())

    def meta_of(self, form: Any) -> Any | None:
        """The field that layouts read of a kind of view."""
        return decoded(self.meta, reader_of(form))

    def changed(self, fields: Mapping[str, bytes]) -> Iterator[str]:
        """The names of the fields of a view that are not what they were."""
        yield from (name for name, value in fields.items() if self.fields.get(name) != value[:SHORT])


ROW = Decoder(Said)


def said_of(view: object, fields: Mapping[str, bytes]) -> Said:
    """What a page says, before there are blocks."""
    meta = json.encode(getattr(view, META, None))
    return Said({name: value[:SHORT] for name, value in fields.items()}, meta)


def put_said(memory: Cache, digest: bytes, said: Said) -> bytes:
    """Keeps what a page said, and gives its row."""
    row = encode(said)
    memory.put(SAID, digest, row)
    return row


def get_said(memory: Cache, digest: bytes) -> tuple[Said, bytes] | None:
    """What a page said, with its row."""
    row = memory.get(SAID, digest)
    said = None if row is None else decoded(row, ROW)
    return None if row is None or said is None else (said, row)


@cache
def reader_of(form: Any) -> json.Decoder[Any]:
    return json.Decoder(next((one.type for one in structs.fields(form) if one.name == META), None))


def around(page: bytes, digest: bytes, said: Said, row: bytes) -> Parts:
    """A page as its largest block and what stands around that."""
    largest = max(said.html.values(), key=len, default="").encode()
    begins = start_of(largest, page) if len(largest) >= LEAST else -1
    if begins < 0:
        return [page]
    start = start_of(largest, row)
    part = Part(largest, Place(SAID, digest, start, start + len(largest)))
    return [page[:begins], part, page[begins + len(largest) :]]


def start_of(long: bytes, data: bytes) -> int:
    """Where a long text begins in another, or -1; by its head, since looking for all of it takes ten times as long."""
    head = long[:64]
    at = data.find(head)
    while at >= 0 and data[at : at + len(long)] != long:
        at = data.find(head, at + 1)
    return at
