"""Files as an earlier build read them.

In: files one after another, how one is read, and the memory. Out: their entries, from the memory where the bytes are
the same and the program is. Of a file with a problem nothing is kept, so that the problem is told again.
"""

from collections.abc import Callable
from functools import partial

from msgspec import Raw
from msgspec.json import encode

from g40site import model
from g40site.content.entries import Body, Content, Entry
from g40site.content.names import is_content, is_project_file, most_of, owner_in
from g40site.content.nodes import Node
from g40site.content.reader import Reader
from g40site.content.rows import Heads, Row, entries_in
from g40site.diagnostics import Problems, Span, nearest
from g40site.engine.cache import Cache
from g40site.engine.fingerprints import of_bytes, of_text
from g40site.markdown import LinksAndAnchors

Read = Callable[[Reader, Content, str], None]


class Keep:
    """Loads one file after another, from the memory where it can."""

    def __init__(self, reader: Reader, memory: Cache | None, code: bytes, loaded: Content, read: Read) -> None:
        self.reader, self.memory, self.code, self.loaded, self.read = reader, memory, code, loaded, read
        self.reread: dict[str, list[Entry]] = {}
        self.rows, self.heads = memory.get_all("file") if memory else {}, Heads(memory, code)

    def load(self, file: str) -> None:
        if is_project_file(file) and not self.has_owner(file):
            return
        problems, key = self.reader.problems, None
        before = len(problems.found)
        if self.memory is not None and is_content(file) and (digest := self.reader.digest(file, most_of(file))):
            key = of_text(f"{file} {digest} {self.code.hex()}")
            if (kept := self.rows.pop(key, None)) is not None and (rows := entries_in(kept)) is not None:
                self.memory.use("file", (key,))
                self.restore(file, rows)
                return
        # What is wrong with the bytes is told by the one who needs them.
        del problems.found[before:]
        part = Content(heads=self.heads)
        self.read(self.reader, part, file)
        entries = list(part)
        for entry in entries:
            if entry.model is not None:
                entry.digest = of_bytes(encode(entry.model))
        if key is not None and self.reader.steady and len(problems.found) == before and not part.broken:
            self.loaded.fresh.append((key, entries))
            # Nodes and text of a sound file are rarely asked for, and of ten thousand files most of the memory.
            self.reader.sources.pop(file, None)
            for number, entry in enumerate(entries):
                entry.place = partial(self.node_of, file, number)
                if entry.head and self.memory is not None:
                    self.memory.put_value("head", entry.head, entry.model)
        self.loaded.take(part)

    def has_owner(self, file: str) -> bool:
        """Whether the municipality of a file of projects is known; where not all of them are, it is not judged."""
        owner, known = owner_in(file), self.loaded.ids("municipality")
        if owner in known or "municipality" in self.loaded.broken:
            return True
        near = tuple(f"{id}.yaml" for id in nearest(owner, known))
        self.reader.problems.add("projecten-zonder-gemeente", Span(file), near, name=owner)
        self.loaded.broken.add("project")
        return False

    def again(self, file: str) -> list[Entry]:
        """The entries of a file with their nodes, read once more for the first who asks."""
        if file not in self.reread:
            part = Content()
            self.read(Reader(self.reader.root, Problems()), part, file)
            self.reread[file] = list(part)
        return self.reread[file]

    def node_of(self, file: str, number: int) -> Node:
        return self.again(file)[number].node

    def text_of(self, file: str, number: int) -> str:
        body = self.again(file)[number].body
        assert body is not None, "the row says that there is a body"
        return body.read()

    def restore(self, file: str, rows: list[tuple[Row, model.Entry]]) -> None:
        """The entries of a file as they were when it was last read."""
        self.reader.texts.add(file)
        for number, (row, found) in enumerate(rows):
            body = Body(file, *row.body, partial(self.text_of, file, number)) if row.body else None
            place = partial(self.node_of, file, number)
            entry = Entry(row.kind, row.id, file, place, found, body, row.owner, row.dated, row.digest, row.head)
            self.loaded.add(entry)
            if row.head and self.memory is not None:
                self.memory.use("head", (row.head,))
            for text, prefix, outline in row.outlines:
                self.loaded.outlines[text, prefix] = outline


def remember(
    loaded: Content, memory: Cache, outlines_of: Callable[[Entry], list[tuple[bytes, str, LinksAndAnchors]] | None]
) -> None:
    """Puts the files that were read now in the memory. `outlines_of` gives None for an entry with a fault in a text:
    its file is read again by the next build, so that the fault is told again.
    """
    for key, entries in loaded.fresh:
        rows = []
        for entry in entries:
            if (outlines := outlines_of(entry)) is None:
                break
            body = (entry.body.line, entry.body.digest) if entry.body else None
            fields = Raw(encode(entry.model))
            row = Row(entry.kind, entry.id, entry.owner, entry.dated, entry.digest, entry.head, fields, body, outlines)
            rows.append(row)
        else:
            memory.put_value("file", key, rows)
