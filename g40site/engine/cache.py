"""Values that earlier builds computed, by fingerprint: texts that were rendered, files that were read, pages.

In: a key and bytes. Out: the same bytes later, or nothing. Each row begins with a checksum, so that what was changed or
cut on the disk is not believed: it costs time, never correctness. Nothing in it is ever executed. It is one table of
SQLite, because several processes write to it at once.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from msgspec import MsgspecError
from msgspec.msgpack import Decoder

from g40site.engine.fingerprints import SIZE

T = TypeVar("T")


# What a row means follows from its key, in which the version of the program stands.
TABLE = "CREATE TABLE IF NOT EXISTS cache (key BLOB PRIMARY KEY, value BLOB)"
# The file may be this many times as large as what is published, and a little more; then what this build did not use
# goes. It may know of other rows that a later build could use: that one computes them again.
GROWTH, LITTLE = 3, 16_000_000
SIZE_OF_FILE = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
# Most rows are longer than a page of SQLite's own choice, and each part of a row that has no room costs a page. A file
# that is there already keeps the pages that it has.
PAGE_BYTES = 16_384
# How many rows wait before they are written.
BATCH = 2000
# A larger value is not kept: whoever makes one puts it together from smaller ones. What matching finds among fifty
# projects takes 800 kB.
LARGEST = 4_000_000
BUSY_SECONDS = 30
# What SQLite raises; the text of an error may hold what stands in a damaged file.
FAULTS = (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError)
OUTSIDE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
)


class Cache:
    """Rows by key. Without a file it lives as long as the process; `writes` off leaves the file as it is."""

    def __init__(self, file: Path | None, *, writes: bool = True) -> None:
        self.file, self.writes = file, writes
        self.damaged = False
        self.pending: dict[bytes, bytes] = {}
        self.used: set[bytes] = set()
        self.connection: sqlite3.Connection | None = None
        self.process = 0

    @property
    def is_shared(self) -> bool:
        """Whether other processes see what is put here."""
        return self.file is not None and self.writes

    def get(self, key: bytes) -> bytes | None:
        """The bytes under a key, or None when they are not there or are no longer what was put there."""
        self.used.add(key)
        if (new := self.pending.get(key)) is not None:
            return new
        for (value,) in self.ask("SELECT value FROM cache WHERE key = ?", (key,)):
            # In a file from elsewhere anything may stand.
            if isinstance(value, bytes) and value[:SIZE] == checksum(key, data := value[SIZE:]):
                return data
            self.damaged = True
        return None

    def __contains__(self, key: bytes) -> bool:
        """Whether there is a row under a key, whatever stands in it."""
        return key in self.pending or bool(self.ask("SELECT 1 FROM cache WHERE key = ?", (key,)))

    def put(self, key: bytes, data: bytes) -> None:
        self.used.add(key)
        if len(data) <= LARGEST:
            self.pending[key] = data
        if len(self.pending) >= BATCH:
            self.write()

    def write(self) -> None:
        """Puts what waits on the disk. A disk that is full or may not be written costs the cache, not the build."""
        if not self.pending or not self.is_shared:
            return
        rows = ((key, checksum(key, data) + data) for key, data in self.pending.items())
        try:
            with self.opened() as connection:
                connection.executemany("INSERT OR REPLACE INTO cache VALUES (?, ?)", rows)
            self.pending.clear()
        except FAULTS as fault:
            self.disable(fault)

    def prune(self, published: int, everywhere: Callable[[], int], outputs: Iterable[bytes] = ()) -> None:
        """Takes out what this build did not use, but for the rows of its `outputs`, once the file is much larger than
        the bytes that are published with it: by this build, or by all that have their state in the same folder, which
        is only asked when it matters. What is still too large then goes as a whole.
        """
        self.write()
        if not self.is_shared or not self.is_too_large(published) or not self.is_too_large(size := everywhere()):
            return
        try:
            for used in (self.used.union(outputs), frozenset[bytes]()):
                # Not the file: another process may have it open.
                with self.opened() as connection:
                    rows = connection.execute("SELECT key FROM cache").fetchall()
                    unused = (row for row in rows if row[0] not in used)
                    connection.executemany("DELETE FROM cache WHERE key = ?", unused)
                self.opened().execute("VACUUM")
                if not self.is_too_large(size):
                    return
        except FAULTS as fault:
            self.disable(fault)

    def is_too_large(self, published: int) -> bool:
        rows = self.ask(SIZE_OF_FILE, ())
        return bool(rows) and rows[0][0] > GROWTH * published + LITTLE

    def close(self) -> None:
        """Lets go of the file, also before a fork: a connection must not get into another process. The next query opens
        it again.
        """
        self.write()
        if self.connection is not None and self.process == os.getpid():
            self.connection.close()
        self.connection = None

    def ask(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        if self.file is None or (self.connection is None and not self.file.exists()):
            return []
        try:
            return self.opened().execute(statement, values).fetchall()
        except FAULTS as fault:
            self.disable(fault)
            return []

    def disable(self, fault: Exception) -> None:
        """From here on this build keeps values by itself. What is no database of ours, or is damaged, goes; one that
        only somebody else is busy with, or whose disk is full or may not be written, stays.
        """
        if self.connection is not None and self.process == os.getpid():
            self.connection.close()
        # What a text is not is damage as well; what memory does not hold is none.
        code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_NOTADB)
        if code & 0xFF not in OUTSIDE and not isinstance(fault, MemoryError):
            self.damaged = True
            for ending in ("", "-wal", "-shm") if self.writes else ():
                with suppress(OSError):
                    Path(f"{self.file}{ending}").unlink()
        self.file, self.connection = None, None

    def opened(self) -> sqlite3.Connection:
        """A connection of this very process: one that was opened before a fork belongs to the other."""
        assert self.file is not None, "without a file nothing is asked of a database"
        if self.connection is None or self.process != os.getpid():
            self.process = os.getpid()
            self.connection = connect(self.file, writes=self.writes)
        return self.connection


def decoded(data: bytes, form: Decoder[T]) -> T | None:
    """The value that a row is of, or None where it is none of this form: who can write the file can seal a row."""
    try:
        return form.decode(data)
    except (MsgspecError, ValueError, RecursionError):
        return None


def checksum(key: bytes, data: bytes) -> bytes:
    """What stands before a row."""
    hashed = hashlib.sha256(key)
    hashed.update(data)
    return hashed.digest()[:SIZE]


def connect(file: Path, *, writes: bool) -> sqlite3.Connection:
    """A database that holds our table and nothing else: one that came from elsewhere may have triggers and views. Who
    only looks makes nothing beside the file either, and so takes no part in its locks.
    """
    uri = file.resolve().as_uri() + ("" if writes else "?mode=ro&immutable=1")
    connection = sqlite3.connect(uri, timeout=BUSY_SECONDS, uri=True, check_same_thread=False)
    try:
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if writes:
            # What a crash of the machine damages is found by its checksum, so nothing waits for the disk.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            connection.execute(TABLE)
            # Another process may be at it in this very moment; then this one does without.
            with suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")
        there = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY rowid").fetchall()
        if there != [("cache", TABLE.replace("IF NOT EXISTS ", "")), ("sqlite_autoindex_cache_1", None)]:
            raise sqlite3.DatabaseError("not our table")
    except FAULTS:
        connection.close()
        raise
    return connection
