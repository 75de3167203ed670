"""Pieces of files that many files share or that are long to make: an entry of a feed, rows of a table.

In: a name, the entries that a piece is of, and how to make it. Out: its bytes, made now or by an earlier build. A piece
is kept with the questions that were asked for it, and is right as long as these have the same answers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar, cast

from msgspec.json import Decoder, encode

from g40site.engine.cache import Cache, decoded
from g40site.engine.fingerprints import digest, of_bytes
from g40site.engine.parts import Part, Place
from g40site.engine.tracking import Query, Tracker

T = TypeVar("T")

# A table is cut where an entry says so itself, about every this many: then one entry more moves no other cut.
ROWS = 32
PIECE = "piece"
ANSWERS = Decoder(list[tuple[Query, bytes]])


def keys_in(questions: Iterable[Query]) -> Iterator[bytes]:
    """The keys of the pieces that questions ask for. A record may come from anyone, so what is no key is left out."""
    for question in questions:
        if question[0] == PIECE:
            with suppress(ValueError, IndexError):
                yield bytes.fromhex(question[1])


class Pieces:
    """Makes pieces and remembers them; `basis` is the digest of what all of them are made with."""

    def __init__(self, notebook: Tracker, memory: Cache, basis: bytes) -> None:
        self.notebook, self.memory, self.basis = notebook, memory, basis
        self.had: dict[str, tuple[object, frozenset[Query]]] = {}
        self.right: dict[bytes, tuple[Query, ...]] = {}
        # Whoever has a piece says so, and the piece is kept as long as it is had; it never changes.
        notebook.open(PIECE, lambda key: key)
        notebook.rests_on(PIECE, ())

    def made(self, name: str, items: Sequence[object], make: Callable[[], bytes]) -> bytes:
        """A piece, whatever stands in it."""
        return self.part(name, items, make).data

    def part(self, name: str, items: Sequence[object], make: Callable[[], bytes]) -> Part:
        """The same with the place where it is kept, for a file that is put together from pieces."""
        known = self.notebook.known
        key = of_bytes(b"".join([self.basis, name.encode(), *(digest(item, known) for item in items)]))
        self.notebook.note((PIECE, key.hex()))
        if (row := self.memory.get(PIECE, key)) is not None:
            head, _, data = row.partition(b"\n")
            if key in self.right or self.is_right(key, head):
                self.note(self.right[key])
                return Part(data, Place(PIECE, key, len(head) + 1, len(row)))
        asked: set[Query] = set()
        with self.notebook.collecting(asked):
            data = make()
        self.note(asked)
        answers = [(question, self.notebook.digest_of(question)) for question in sorted(asked)]
        head = encode(answers)
        self.memory.put(PIECE, key, head + b"\n" + data)
        self.right[key] = tuple(asked)
        return Part(data, Place(PIECE, key, len(head) + 1, len(head) + 1 + len(data)))

    def value(self, name: str, items: Sequence[object], make: Callable[[], T], form: Decoder[T]) -> T:
        """The same for a piece that is a value and stands in no file as it is."""
        found = decoded(self.made(name, items, lambda: encode(make())), form)
        return make() if found is None else found

    def is_right(self, key: bytes, head: bytes) -> bool:
        """Whether every question that was asked for a piece has the same answer. Asked once: two files may have it."""
        answers = decoded(head, ANSWERS)
        if answers is None or any(self.notebook.digest_if_asked(question) != answer for question, answer in answers):
            return False
        self.right[key] = tuple(question for question, _ in answers)
        return True

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What several files of a build need, made for the first; each of them has asked what it was made of."""
        if name not in self.had:
            asked: set[Query] = set()
            with self.notebook.collecting(asked):
                self.had[name] = make(), frozenset(asked)
        made, questions = self.had[name]
        self.note(questions)
        return cast(T, made)

    def note(self, questions: Iterable[Query]) -> None:
        for question in questions:
            self.notebook.note(question)

    def cut(self, items: Sequence[T]) -> Iterator[Sequence[T]]:
        """The items in runs whose ends depend on nothing but the items themselves."""
        start = 0
        for place, item in enumerate(items, start=1):
            if digest(item, self.notebook.known)[0] % ROWS == 0:
                yield items[start:place]
                start = place
        if start < len(items):
            yield items[start:]
