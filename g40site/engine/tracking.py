"""What a value was made from: whoever makes one reads by queries, and the tracker records which.

An input is a query (an entry, a text, a template, the day), and what is computed from inputs may be one too. A later
build asks the same queries: what was made of them is right as long as each has the same fingerprint. So nobody declares
what a page depends on, and nobody can forget it: there is no other way to the content.
"""

import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial, wraps
from typing import Any, TypeVar, cast

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from g40site.engine.build_log import BuildLog, Query, QueryRecord
from g40site.engine.cache import LARGEST, Cache, decoded
from g40site.engine.fingerprints import fingerprint, hash_bytes

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

# The query for a value that was computed before: a page that read it depends on it, whatever it was made from.
MEMO = "memo"
# A query that has another result in every build. Who read something else than the plan knows of reads this.
THIS_BUILD: Query = ("this_build",)
# The fingerprint of what nobody can tell, such as a computed value that is not there: it is never the same.
UNKNOWN = b""


class UnknownQuery(Exception):
    """A query that nobody registered. No later build could ask it, so what was made with it would never be made anew:
    a mistake in this program.
    """


class MemoRow(Struct, frozen=True, array_like=True):
    """A computed value as it is kept: what was read for it, with fingerprints, its own, and the value itself. One that
    is too large for the cache is not in its row: whoever needs it computes it, and nobody else has to.
    """

    reads: list[tuple[Query, bytes]]
    fingerprint: bytes
    value: bytes | None


ROW = Decoder(MemoRow)


class Tracker:
    """The queries of one build; `log` is what the last one recorded, by the same `program` or not at all."""

    def __init__(self, cache: Cache, program: bytes = b"", log: BuildLog | None = None) -> None:
        self.cache, self.program = cache, program
        # Another program may mean something else by the same query.
        self.log: Sequence[QueryRecord] = log.queries if log is not None and log.program == program else ()
        self.numbers = {row.query: number for number, row in enumerate(self.log)}
        self.same: list[bool | None] = [None] * len(self.log)
        token = os.urandom(16)
        self.functions: dict[str, Callable[..., object]] = {
            MEMO: self.fingerprint_of_memo,
            THIS_BUILD[0]: lambda: token,
        }
        self.roots: dict[str, Query] = {}
        self.reads: set[Query] | None = None
        self.results: dict[Query, Any] = {}
        self.derived: dict[Query, tuple[Query, ...]] = {}
        self.fingerprints: dict[Query, bytes] = {}
        # What this process computed in its last build, and in this one, by all that it follows from.
        self.last_held: Mapping[Hashable, Any] = {}
        self.held: dict[Hashable, Any] = {}

    def register(self, name: str, function: Callable[..., object], root: Query | None = None) -> None:
        """`function` takes the rest of a query and gives its result. All results follow from that of the `root`."""
        assert name not in self.functions, f"two query functions are called {name}"
        self.functions[name] = function
        if root is not None:
            self.roots[name] = root

    def record(self, query: Query) -> None:
        """Notes that whoever is making something now has read this."""
        if self.reads is not None:
            if query[0] not in self.functions:
                raise UnknownQuery(query[0])
            self.reads.add(query)

    @contextmanager
    def recording(self, reads: set[Query] | None) -> Iterator[None]:
        """What is read goes into this set, or nowhere."""
        before, self.reads = self.reads, reads
        try:
            yield
        finally:
            self.reads = before

    def result(self, query: Query) -> Any:
        """The result of a query function, computed once, with what it read in its turn."""
        self.record(query)
        if query not in self.results:
            reads: set[Query] = set()
            with self.recording(reads):
                self.results[query] = self.functions[query[0]](*query[1:])
            self.derived[query] = tuple(sorted(reads))
        return self.results[query]

    def memo(self, name: str, arguments: object, compute: Callable[[], T], form: Any) -> T:
        """A computed value: from the cache where what was read for it is what it was, else computed now.

        `arguments` are all that it follows from besides what it reads; `form` is its type.
        """
        key = self.key_of(name, arguments)
        query = (MEMO, key.hex())
        self.record(query)
        row = self.right_row(query, key)
        if row is not None and row.value is not None:
            value = decoded(row.value, decoder_of(form))
            if value is not None:
                self.fingerprints[query] = row.fingerprint
                return cast(T, value)
        reads: set[Query] = set()
        with self.recording(reads):
            value = compute()
        data = encode(value)
        self.fingerprints[query], self.derived[query] = hash_bytes(data), tuple(sorted(reads))
        if THIS_BUILD in reads:
            # Whoever reads this value is no more right in the next build than it is.
            self.record(THIS_BUILD)
        else:
            stamped = [(read, self.fingerprint_of(read)) for read in self.derived[query]]
            # What was read stands beside it.
            row = MemoRow(stamped, self.fingerprints[query], data if 2 * len(data) <= LARGEST else None)
            self.cache.put(key, encode(row))
        return value

    def recall(self, key: Hashable) -> Any:
        """What was held under a key in this build or the last one of this process; it is held for the next one too."""
        value = self.held[key] if key in self.held else self.last_held.get(key)
        return None if value is None else self.hold(key, value)

    def hold(self, key: Hashable, value: T) -> T:
        """Lets the next build of this process have a value as it is; its key is all that it follows from."""
        self.held[key] = value
        return value

    def key_of(self, name: str, arguments: object) -> bytes:
        """Where the cache has a computed value."""
        return fingerprint((self.program, name, arguments))

    def right_row(self, query: Query, key: bytes) -> MemoRow | None:
        """What the cache has of a computed value, where all that was read for it is what it was."""
        data = self.cache.get(key)
        row = None if data is None else decoded(data, ROW)
        if row is None or any(value == UNKNOWN or self.fingerprint_of(read) != value for read, value in row.reads):
            return None
        self.derived[query] = tuple(read for read, _ in row.reads)
        return row

    def fingerprint_of_memo(self, key: str) -> bytes:
        """That of a computed value, as the cache has it now; unknown when it must be computed anew."""
        row = self.right_row((MEMO, key), bytes.fromhex(key))
        return UNKNOWN if row is None else row.fingerprint

    def fingerprint_of(self, query: Query) -> bytes:
        """The fingerprint of a result now. It is that of the last build when all that it follows from is the same; what
        is not there any more has the fingerprint of nothing.
        """
        known = self.fingerprints.get(query)
        if known is None:
            # A log and a row may come from anyone: they may ask what makes no sense, or what follows from itself.
            try:
                known = self.fingerprint_now(query)
            except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
                known = fingerprint(None)
            # A value that is not there now may be once a worker has made it.
            if known != UNKNOWN:
                self.fingerprints[query] = known
        return known

    def fingerprint_now(self, query: Query) -> bytes:
        number = self.numbers.get(query)
        # What follows from others, and all of these are what they were, is so too.
        if number is not None and (reads := self.log[number].reads) and all(map(self.is_same, reads)):
            return self.log[number].fingerprint
        if query[0] not in self.functions:
            return UNKNOWN
        with self.recording(None):
            if query[0] == MEMO:
                return self.fingerprint_of_memo(*query[1:])
            compute = self.functions[query[0]] if query[0] in self.roots else None
            result = compute(*query[1:]) if compute else self.result(query)
            # A mapping as its items, in their own order: its keys need not be texts.
            return fingerprint(tuple(result.items()) if isinstance(result, Mapping) else result)

    def is_unchanged(self, query: Query) -> bool:
        """Whether a result is what it was at the last build."""
        number = self.numbers.get(query)
        return number is not None and self.is_same(number)

    def is_same(self, number: int) -> bool:
        """The same of a query by its number in the log."""
        same = self.same[number]
        if same is None:
            last = self.log[number]
            # A log may come from anyone: what follows from itself is not the same.
            self.same[number] = False
            same = self.same[number] = UNKNOWN != last.fingerprint == self.fingerprint_of(last.query)
        return same

    def derived_from(self, query: Query) -> tuple[Query, ...]:
        """The queries from which a result follows; nothing for an input."""
        if query[0] in self.roots:
            return (self.roots[query[0]],)
        if query in self.derived:
            return self.derived[query]
        number = self.numbers.get(query)
        return () if number is None else tuple(self.log[read].query for read in self.log[number].reads)

    def causes(self, query: Query) -> Iterator[Query]:
        """The inputs behind a result that is another one now; the query itself where none of them tells."""
        waiting, seen = [query], {query}
        while waiting:
            following = waiting.pop()
            deeper = () if following[0] in self.roots else self.derived_from(following)
            changed = [read for read in deeper if not self.is_unchanged(read)]
            if not changed:
                yield following
            # Each once and in the order in which they were read: a log may come from anyone, who can let them go round.
            new = [read for read in changed if read not in seen]
            seen.update(new)
            waiting += reversed(new)


@cache
def decoder_of(form: Any) -> Decoder[Any]:
    return Decoder(form)


# The functions and methods that are queries, by their names, and what each is a function of.
QUERIES: dict[str, tuple[Callable[..., Any], str]] = {}


def query(of: str) -> Callable[[F], F]:
    """Makes a function of an object with a `tracker`, or a method of one, a query under its own name. `of` is the name
    under which that object is registered. While all that it reads is the same its result is not worked out again, so a
    function that reads anything by queries reads everything by queries.
    """

    def decorated(function: F) -> F:
        name = function.__name__
        assert name not in QUERIES, f"two query functions are called {name}"
        QUERIES[name] = function, of

        @wraps(function)
        def result(owner: Any, *arguments: str) -> Any:
            return owner.tracker.result((name, *arguments))

        return cast(F, result)

    return decorated


def register_queries(tracker: Tracker, **owners: object) -> None:
    """Registers every query function of these objects."""
    for name, (function, of) in QUERIES.items():
        if of in owners:
            tracker.register(name, partial(function, owners[of]))


class TrackedMapping(Mapping[Any, Any]):
    """A mapping of which each key is a query, there or not; whoever goes through it has read all of it."""

    def __init__(self, tracker: Tracker, query: Query, mapping: Mapping[Any, Any]) -> None:
        self.tracker, self.query, self.mapping = tracker, query, mapping

    def __getitem__(self, key: Any) -> Any:
        self.tracker.record((*self.query, *(key if isinstance(key, tuple) else (key,))))
        return self.mapping[key]

    def __iter__(self) -> Iterator[Any]:
        self.tracker.record(self.query)
        return iter(self.mapping)

    def __len__(self) -> int:
        self.tracker.record(self.query)
        return len(self.mapping)


class TrackedProxy:
    """An object whose attributes and methods are queries that begin with its name. A static method knows nothing and is
    no query. All of them follow from the object itself, which is the query of that name with an `@`.
    """

    def __init__(self, tracker: Tracker, name: str, value: Callable[[], object]) -> None:
        root = (f"@{name}",)
        self._tracker, self._name, self._root = tracker, name, root
        tracker.register(root[0], value)
        tracker.register(name, self._result, root)

    def _value(self) -> object:
        with self._tracker.recording(None):
            return self._tracker.result(self._root)

    def __getattr__(self, name: str) -> Any:
        value = self._value()
        result = getattr(value, name)
        if isinstance(vars(type(value)).get(name), staticmethod):
            tracked_result: Any = result
        elif isinstance(result, Mapping):
            tracked_result = TrackedMapping(self._tracker, (self._name, name), result)
        elif callable(result):
            tracked_result = self._method(name, result)
        else:
            self._tracker.record((self._name, name))
            return result
        # The next time the attribute is there without coming here.
        self.__dict__[name] = tracked_result
        return tracked_result

    def _method(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def recorded(*arguments: Any) -> Any:
            self._tracker.record((self._name, name, *arguments))
            return method(*arguments)

        return recorded

    def _result(self, name: str = "", *arguments: str) -> object:
        result = getattr(self._value(), name, None)
        if isinstance(result, Mapping) and arguments:
            return result.get(arguments if len(arguments) > 1 else arguments[0])
        return result(*arguments) if callable(result) else result


def tracked(tracker: Tracker, name: str, value: Callable[[], T]) -> T:
    """What `value` gives, with every look at it recorded; to whoever looks it is the same."""
    return cast(T, TrackedProxy(tracker, name, value))


# A table is cut where an entry says so itself, about every this many: then one entry more moves no other cut.
CHUNK = 32


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in runs whose ends depend on nothing but the items themselves."""
    start = 0
    for end, item in enumerate(items, start=1):
        if fingerprint(item)[0] % CHUNK == 0:
            yield items[start:end]
            start = end
    if start < len(items):
        yield items[start:]
