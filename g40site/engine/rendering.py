"""Turns one output into bytes, while the tracker records what was read for it.

In: an output. Out: its bytes and the queries. Pages are rendered by their template in one step; anything else makes its
own bytes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

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


class PageTemplates(Protocol):
    def render(self, name: str, view: object, shell: object, helpers: Mapping[str, Callable[..., object]]) -> str:
        """The page that a template makes of a view in the shell of all pages, with functions that it may call. Raises
        `Fault`.
        """


class Renderer(Struct, frozen=True):
    """Everything that outputs are made with; `common` are the queries that each of them reads."""

    tracker: Tracker
    templates: PageTemplates
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
        return self.templates.render(output.template, view, shell, helpers).encode()
