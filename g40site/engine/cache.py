"""What earlier builds worked out, kept on disk: texts that were rendered, files that were read, pages that were made.

In: a kind, a key and bytes. Out: the same bytes later, or nothing. Each row carries its own digest, so that what was
changed or cut on the disk is not believed: it costs time, never correctness. Nothing in it is ever executed; rows hold
digests, JSON or the bytes of a file. The database is SQLite, because several processes write to it at once.
"""

import hashlib
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from msgspec import MsgspecError
from msgspec.json import encode

from g40site.engine.fingerprints import SIZE

T = TypeVar("T")
Of = TypeVar("Of", covariant=True)


class Decodes(Protocol[Of]):
    """What makes a value of a row: a decoder of msgspec for JSON, or for MessagePack where rows hold bytes."""

    def decode(self, row: bytes, /) -> Of: ...


# A change of the table or of what a row means; rows of another version are not read.
VERSION = 3
TABLE = "CREATE TABLE memory (kind TEXT, key BLOB, value BLOB, PRIMARY KEY (kind, key))"
USED = "CREATE TEMP TABLE used (kind TEXT, key BLOB, PRIMARY KEY (kind, key))"
# Not `NOT IN`: that looks through all that was used for each row, in case something in it is NULL.
UNUSED = """
DELETE FROM memory WHERE NOT EXISTS (SELECT 1 FROM used WHERE used.kind = memory.kind AND used.key = memory.key)
"""
# The file may grow to this many times what it was when it held nothing but what was used, and hold this many times the
# rows; then the rest goes. Less would do so after each edit of all pages, and that takes as long as such an edit.
ROOM = 3
# The row with the number of pages that the file had then.
TIDIED = "tidied"
PAGES = "PRAGMA page_count"
# Most rows are longer than a page of SQLite's own choice, and each part of a row that has no room costs a page. A file
# that is there already keeps the pages that it has.
PAGE_BYTES = 16_384
# So few pages, or rows, are not worth it.
LITTLE = 1000
WAITING = 2000
# A row of so many bytes does not wait, and a table of a large site is one row.
LARGE = 1_000_000
BUSY_SECONDS = 30
# What SQLite raises; the text of an error may hold what stands in a damaged file.
FAULTS = (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError)
NO_DATABASE = sqlite3.SQLITE_NOTADB
OUTSIDE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
)


class Cache:
    """Rows by kind and key. Without a file it lives as long as the process; `writes` off leaves the file as it is."""

    def __init__(self, file: Path | None, *, writes: bool = True) -> None:
        self.file, self.writes = file, writes
        self.damaged = False
        # The kinds of which nothing new is remembered: whoever only looks at files keeps none.
        self.passed_by: frozenset[str] = frozenset()
        self.used: defaultdict[str, set[bytes]] = defaultdict(set)
        self.waiting: dict[tuple[str, bytes], bytes] = {}
        self.connection: sqlite3.Connection | None = None
        self.process = 0

    def get(self, kind: str, key: bytes) -> bytes | None:
        """The bytes under a key, or None when they are not there or are no longer what was put there."""
        self.used[kind].add(key)
        if (new := self.waiting.get((kind, key))) is not None:
            return new
        rows = self.ask("SELECT value FROM memory WHERE kind = ? AND key = ?", (kind, key))
        return self.sound(kind, key, rows[0][0]) if rows else None

    def get_all(self, kind: str) -> dict[bytes, bytes]:
        """Every sound row of a kind."""
        found: dict[bytes, bytes] = {}
        for key, value in self.ask("SELECT key, value FROM memory WHERE kind = ?", (kind,)):
            if isinstance(key, bytes) and (data := self.sound(kind, key, value)) is not None:
                found[key] = data
        return found

    def get_value(self, kind: str, key: bytes, form: Decodes[T]) -> T | None:
        """The value under a key, or None when it is not there or is none of this form."""
        data = self.get(kind, key)
        return None if data is None else decoded(data, form)

    def put(self, kind: str, key: bytes, data: bytes) -> None:
        self.used[kind].add(key)
        if kind in self.passed_by:
            return
        self.waiting[kind, key] = data
        if len(self.waiting) >= WAITING or len(data) > LARGE:
            self.write()

    def put_value(self, kind: str, key: bytes, value: object) -> None:
        self.put(kind, key, encode(value))

    def use(self, kind: str, keys: Iterable[bytes]) -> None:
        """Says that rows are still needed, though nobody read them now."""
        self.used[kind].update(keys)

    def sound(self, kind: str, key: bytes, value: object) -> bytes | None:
        if isinstance(value, bytes) and value[:SIZE] == seal(kind, key, data := value[SIZE:]):
            return data
        self.damaged = True
        return None

    def is_sound(self, kind: object, key: object, value: object) -> bool:
        """Whether a row is as it was put there; in a file from elsewhere anything may stand."""
        return isinstance(kind, str) and isinstance(key, bytes) and self.sound(kind, key, value) is not None

    def write(self) -> None:
        """Puts what waits on the disk. A disk that is full or may not be written costs the memory, not the build."""
        if not self.waiting or (self.file is not None and not self.writes):
            return
        rows = ((kind, key, seal(kind, key, data) + data) for (kind, key), data in self.waiting.items())
        if self.change(lambda at: at.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?, ?)", rows)):
            self.waiting.clear()

    def tidy(self) -> None:
        """Removes what the last build did not use, once it is much."""
        self.write()
        if not self.writes or self.file is None or not self.file.exists():
            return
        if self.damaged:
            self.drop_unsound()
        before = self.get(TIDIED, b"")
        if before is not None:
            used, pages = sum(map(len, self.used.values())), int.from_bytes(before, "big")
            rows = self.number("SELECT count(*) FROM memory")
            if rows <= ROOM * used + LITTLE and self.number(PAGES) <= ROOM * pages + LITTLE:
                return
            self.drop_unused()
        self.put(TIDIED, b"", self.number(PAGES).to_bytes(8, "big"))
        self.write()

    def drop_unsound(self) -> None:
        """Removes every row that is not what was put there, also those that nobody uses, so that it is said once."""

        def drop(at: sqlite3.Connection) -> None:
            rows = at.execute("SELECT kind, key, value FROM memory")
            bad = [(kind, key) for kind, key, value in rows if not self.is_sound(kind, key, value)]
            at.executemany("DELETE FROM memory WHERE kind IS ? AND key IS ?", bad)

        self.change(drop)

    def drop_unused(self) -> None:
        def drop(at: sqlite3.Connection) -> None:
            at.execute(USED)
            for kind, keys in self.used.items():
                at.executemany("INSERT INTO used VALUES (?, ?)", ((kind, key) for key in keys))
            at.execute(UNUSED)
            at.execute("DROP TABLE used")

        if self.change(drop):
            self.ask("VACUUM", ())

    def change(self, work: Callable[[sqlite3.Connection], object]) -> bool:
        """A change that happens as a whole or not at all, and whether it did. One that fails costs the memory only."""
        try:
            with self.opened() as connection:
                work(connection)
        except FAULTS as fault:
            self.forget(fault)
            return False
        return True

    def number(self, question: str) -> int:
        """A number that the database has of itself."""
        rows = self.ask(question, ())
        return int(rows[0][0]) if rows else 0

    def before_fork(self) -> None:
        """Lets go of the file, since a connection must not get into another process; the next question opens it."""
        if self.file is not None:
            self.close()

    def close(self) -> None:
        self.write()
        if self.connection is not None and self.process == os.getpid():
            self.connection.close()
        self.connection = None

    def ask(self, question: str, values: tuple[object, ...]) -> list[Any]:
        if self.file is not None and self.connection is None and not self.file.exists():
            return []
        try:
            return self.opened().execute(question, values).fetchall()
        except FAULTS as fault:
            self.forget(fault)
            return []

    def forget(self, fault: Exception) -> None:
        """From here on this build remembers by itself. What is no database of ours, or is damaged, goes; one that only
        somebody else is busy with, or whose disk is full or may not be written, stays.
        """
        if self.connection is not None and self.process == os.getpid():
            self.connection.close()
        if getattr(fault, "sqlite_errorcode", NO_DATABASE) & 0xFF not in OUTSIDE:
            self.damaged = True
            if self.file is not None and self.writes:
                for ending in ("", "-wal", "-shm"):
                    with suppress(OSError):
                        Path(f"{self.file}{ending}").unlink()
        self.file, self.connection = None, None

    def opened(self) -> sqlite3.Connection:
        """A connection of this very process: one that was opened before a fork belongs to the other."""
        if self.connection is None or self.process != os.getpid():
            self.process = os.getpid()
            self.connection = connect(self.file, writes=self.writes)
        return self.connection


def decoded(data: bytes, form: Decodes[T]) -> T | None:
    """The value that a row is of, or None where it is none of this form: who can write the file can seal a row."""
    try:
        return form.decode(data)
    except (MsgspecError, ValueError, RecursionError):
        return None


def seal(kind: str, key: bytes, data: bytes) -> bytes:
    """The digest of a row, which stands before it."""
    made = hashlib.sha256(kind.encode() + key)
    made.update(data)
    return made.digest()[:SIZE]


def connect(file: Path | None, *, writes: bool) -> sqlite3.Connection:
    if file is not None and not writes:
        # Nothing may be made beside the file either, so this reader takes no part in its locks.
        connection = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    else:
        connection = sqlite3.connect(file or ":memory:", timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        prepare(connection, writes=file is None or writes)
    except FAULTS:
        connection.close()
        raise
    return connection


def prepare(connection: sqlite3.Connection, *, writes: bool) -> None:
    """Lets a database hold our table and nothing else: one that came from elsewhere may have triggers and views."""
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    if writes:
        # What a crash of the machine damages is found by its digest, so nothing waits for the disk.
        connection.execute("PRAGMA synchronous = OFF")
        if version_of(connection) != VERSION:
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            make_table(connection)
        # Another process may be at it in this very moment; then this one does without.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
    there = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY rowid").fetchall()
    if version_of(connection) != VERSION or there != [("memory", TABLE), ("sqlite_autoindex_memory_1", None)]:
        raise sqlite3.DatabaseError("not our table, or one of another version")


def make_table(connection: sqlite3.Connection) -> None:
    """An empty table, unless another process has just made one."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        if version_of(connection) != VERSION:
            connection.execute("DROP TABLE IF EXISTS memory")
            connection.execute(TABLE)
            connection.execute(f"PRAGMA user_version = {VERSION}")


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
