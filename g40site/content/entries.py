"""What was read, as values: nodes as YAML has them, entries with their models and texts, and all of these by kind.

`composer` makes the nodes, `parsing` and `load` the entries.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from g40site.content.reader import SourceText
from g40site.diagnostics import Diagnostic, Span
from g40site.markdown import Link

# The fingerprint of a Markdown text and the beginning of its ids: what its HTML depends on.
TextKey = tuple[bytes, str]


class Node(Struct):
    """A scalar (`text`), a list (`items`) or a mapping (`pairs` with the place of each key)."""

    span: Span
    text: str | None = None
    style: str | None = None
    items: list["Node"] | None = None
    pairs: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)

    @property
    def is_map(self) -> bool:
        return self.text is None and self.items is None

    @property
    def is_empty(self) -> bool:
        return self.text is not None and not self.text.strip()

    def child(self, step: str | int) -> "Node | None":
        if isinstance(step, int):
            return self.items[step] if self.items is not None and step < len(self.items) else None
        return self.pairs.get(step)

    def listed(self, key: str) -> list["Node"]:
        """The items of the list under a key; none where no list stands there."""
        child = self.pairs.get(key)
        return (child.items if child else None) or []

    def at(self, *path: str | int) -> "Node":
        """What a path of keys and numbers leads to, where a model was made of it."""
        node = self
        for step in path:
            child = node.child(step)
            assert child is not None, "the model was made of this node"
            node = child
        return node


class Reference(NamedTuple):
    """The id of another entry of a kind, as it was written, and where."""

    id: str
    kind: str
    span: Span


class Body(Struct, frozen=True, eq=False):
    """The Markdown of a file: the fingerprint of its text, and how to get the text itself."""

    fingerprint: bytes
    read: Callable[[], str]


class Entry(Struct):
    """One entry of the content. `model` is None when its fields are wrong; `body` is the text of a Markdown file. Of a
    municipality `keys` are the places of those that may stand in a file of their own.

    `find_node` gives its node, which says where its keys stand: the file is parsed again for who asks, and few do. The
    node follows from its `origin`: a file, the digest of that, and the number of the entry in it.
    """

    kind: str
    id: str
    file: str
    find_node: Callable[[], Node]
    model: Any = None
    body: Body | None = None
    owner: str = ""
    dated: str = ""
    keys: dict[str, Span] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    origin: tuple[object, ...] = ()

    @property
    def node(self) -> Node:
        return self.find_node()

    @property
    def is_draft(self) -> bool:
        return bool(getattr(self.model, "draft", False))


class Text(Struct, frozen=True):
    """A Markdown text of an entry: its key, its links and the ids in it, and how to get the text with its place."""

    entry: Entry
    key: TextKey
    links: tuple[Link, ...]
    ids: tuple[str, ...]
    source: Callable[[], SourceText]

    @property
    def file(self) -> str:
        return self.entry.file

    def words(self) -> str:
        return self.source().text

    def span(self, start: int, end: int) -> Span:
        """Where some characters of the text stand in its file."""
        return self.source().span(start, end)


def language_of(settings: Node | None) -> str:
    """The language that the settings name, whatever else is wrong in them; Dutch where they name no other."""
    named = None if settings is None else settings.child("language")
    return "en" if named is not None and named.text == "en" else "nl"


class Content(Struct):
    """All entries by kind, their texts, and what is wrong in single files. `broken` names the kinds of which an id may
    be unknown. `media` are files below `content`, `figures` the images of the manual, and `unread` files that are no
    text. `memo` is that of the tracker.
    """

    memo: Callable[..., Any]
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    media: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    unread: set[str] = field(default_factory=set)

    def of(self, kind: str) -> list[Entry]:
        return self.entries.get(kind, [])

    def node(self, entry: Entry, *path: str | int) -> Node:
        """What a path in an entry leads to; for who asks it in each build, as warnings do, no file is parsed again."""
        node: Node = self.memo("node", (entry.origin, path), lambda: entry.node.at(*path), Node)
        return node

    def ids(self, kind: str) -> list[str]:
        return [entry.id for entry in self.of(kind) if entry.id]

    @property
    def settings(self) -> Any:
        """The model of the settings; None where they are missing or have faults."""
        return next((entry.model for entry in self.of("site")), None)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site."""
        return ZoneInfo(self.settings.timezone if self.settings else "Europe/Amsterdam")

    def __iter__(self) -> Iterator[Entry]:
        for kind in self.entries.values():
            yield from kind
