"""What was loaded, as values: each entry with its model, its text and its place, and all of them by kind."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct, field

from g40site.content.nodes import Node
from g40site.content.reader import SourceText
from g40site.content.rows import Heads
from g40site.engine.fingerprints import of_text
from g40site.markdown import LinksAndAnchors


class Body(Struct, frozen=True, eq=False):
    """The Markdown of a file: where it begins, the digest of its text, and how to get the text itself."""

    file: str
    line: int
    digest: bytes
    read: Callable[[], str]

    def passage(self) -> SourceText:
        return SourceText(self.read(), self.file, self.line)


def body_of(passage: SourceText) -> Body:
    return Body(passage.file, passage.line, of_text(passage.text), lambda: passage.text)


class Entry(Struct):
    """One entry of the content. `model` is None when its fields are wrong; `body` is the text of a Markdown file.

    `place` gives its node, which says where its keys stand; the node of an entry that was restored is made only when a
    problem must name a place. `head` is the key under which its front matter is kept.
    """

    kind: str
    id: str
    file: str
    place: Callable[[], Node]
    model: Any = None
    body: Body | None = None
    owner: str = ""
    dated: str = ""
    digest: bytes = b""
    head: bytes = b""

    @property
    def node(self) -> Node:
        return self.place()


def placed(node: Node) -> Callable[[], Node]:
    return lambda: node


def language_of(settings: Node | None) -> str:
    """The language that the settings name, whatever else is wrong in them; Dutch where they name no other."""
    named = None if settings is None else settings.child("language")
    return "en" if named is not None and named.text == "en" else "nl"


class Content(Struct):
    """All entries by kind; `broken` names the kinds of which some id may be unknown.

    `media` are files below `content`, `figures` the images of the manual.
    `outlines` are the links and ids of texts that were restored with their file.
    """

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    media: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    outlines: dict[tuple[bytes, str], LinksAndAnchors] = field(default_factory=dict)
    heads: Heads = field(default_factory=Heads)
    fresh: list[tuple[bytes, list[Entry]]] = field(default_factory=list)
    lines: Callable[[str], list[str]] = lambda _file: []

    def of(self, kind: str) -> list[Entry]:
        return self.entries.get(kind, [])

    def ids(self, kind: str) -> list[str]:
        return [entry.id for entry in self.of(kind) if entry.id]

    def __iter__(self) -> Iterator[Entry]:
        for kind in self.entries.values():
            yield from kind

    def add(self, entry: Entry) -> None:
        self.entries.setdefault(entry.kind, []).append(entry)

    def take(self, part: "Content") -> None:
        """Everything of one file."""
        for entry in part:
            self.add(entry)
        self.broken |= part.broken
