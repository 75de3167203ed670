"""Turns one output into bytes, while the tracker records what was read for it.

In: an output. Out: its bytes and the queries. Pages are rendered by their template in one step; anything else makes its
own bytes. And smaller copies, for servers that send a file as it lies there: the same for the same input.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from g40site.engine.build_log import Query
from g40site.engine.tracking import Tracker

SHELL: Query = ("shell",)


class Output(Struct, frozen=True):
    """One file of the site: where it stands, what it is made from, and how to make it.

    A page has a `template` and a `view`, anything else has `data`. `item` is what these were given besides what they
    read. A `compression` is the ending of a compressed copy. What `is_copy` stands in the content as it is published.
    """

    path: str
    source: str
    template: str = ""
    view: Callable[[], Any] | None = None
    data: Callable[[], bytes] | None = None
    item: object = None
    is_page: bool = False
    """Whether it is a page of its own for visitors."""
    is_media: bool = False
    is_copy: bool = False
    compression: str = ""

    @property
    def original(self) -> str:
        """The path of the file that a compressed copy is made of, or its own."""
        return self.path.removesuffix(f".{self.compression}") if self.compression else self.path


class Renderer(Struct, frozen=True):
    """Everything that outputs are made with; `common` are the queries that each of them reads. `page_of` is given the
    name of a template, a view, the shell of all pages and the helpers, and raises `Fault`.
    """

    tracker: Tracker
    page_of: Callable[[str, object, object, Mapping[str, Callable[..., object]]], str]
    common: tuple[Query, ...] = ()
    helpers: Mapping[str, Callable[..., object]] = {}
    """What templates may ask; it reads by queries."""

    def render(self, output: Output) -> tuple[bytes, tuple[Query, ...]]:
        """The bytes of an output, and what was read for it. Raises `Fault` with what is wrong."""
        reads = set(self.common)
        with self.tracker.recording(reads):
            if output.item is not None:
                self.tracker.record(("entry" if output.view else "item", output.original))
            data = self.page(output) if output.data is None else output.data()
        return data, tuple(sorted(reads))

    def page(self, output: Output) -> bytes:
        assert output.view is not None, "an output has a view or data"
        self.tracker.result(("template", output.template))
        shell, view = self.tracker.result(SHELL), output.view()
        # A view of another site has its own.
        helpers = getattr(view, "helpers", self.helpers)
        return self.page_of(output.template, view, shell, helpers).encode()


# How zlib is asked for a whole gzip file. It notes no name and no time, but in its tenth byte the system.
GZIP, SYSTEM, UNKNOWN_SYSTEM = zlib.MAX_WBITS | 16, 9, b"\xff"


def gzip(data: bytes) -> bytes:
    whole = zlib.compress(data, 9, GZIP)
    return whole[:SYSTEM] + UNKNOWN_SYSTEM + whole[SYSTEM + 1 :]


def brotli(data: bytes) -> bytes:
    import brotli as library

    # One step more takes three times as long and gives nothing on pages of this kind.
    return bytes(library.compress(data, mode=library.MODE_TEXT, quality=10))


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip, "br": brotli}
