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


# A change of the table or of what a row means; rows of another version are not read.
VERSION = 4
TABLE = "CREATE TABLE cache (key BLOB PRIMARY KEY, value BLOB)"
USED = "CREATE TEMP TABLE used (key BLOB PRIMARY KEY)"
# Not `NOT IN`: that looks through all that was used for each row, in case something in it is NULL.
UNUSED = "DELETE FROM cache WHERE NOT EXISTS (SELECT 1 FROM used WHERE used.key = cache.key)"
# The file may grow to this many times what it was when it held nothing but what was used, and hold this many times the
# rows; then the rest goes. Less would do so after each edit of all pages, and that takes as long as such an edit.
GROWTH = 3
# The row with the number of pages that the file had then.
LAST_PRUNED = b"last pruned"
PAGES = "PRAGMA page_count"
# Most rows are longer than a page of SQLite's own choice, and each part of a row that has no room costs a page. A file
# that is there already keeps the pages that it has.
PAGE_BYTES = 16_384
# So few pages, or rows, are not worth it.
LITTLE = 1000
# How many rows wait before they are written, and how many are asked for at a time.
BATCH = 2000
KEYS_AT_A_TIME = 500
# A larger value is not kept: whoever makes one puts it together from smaller ones.
LARGEST = 1_000_000
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
    sqlite3.SQLITE_NOMEM,
)


class Cache:
    """Rows by key. Without a file it lives as long as the process; `writes` off leaves the file as it is."""

    def __init__(self, file: Path | None, *, writes: bool = True) -> None:
        self.file, self.writes = file, writes
        self.damaged = False
        self.used: set[bytes] = set()
        self.pending: dict[bytes, bytes] = {}
        self.prefetched: dict[bytes, bytes] = {}
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
        if (new := self.prefetched.pop(key, None)) is not None:
            return new
        rows = self.ask("SELECT value FROM cache WHERE key = ?", (key,))
        return self.verified(key, rows[0][0]) if rows else None

    def load(self, keys: Iterable[bytes]) -> None:
        """Reads many rows at once; who asks for one of them next does not wait for the disk."""
        wanted = list(keys)
        for start in range(0, len(wanted), KEYS_AT_A_TIME):
            some = wanted[start : start + KEYS_AT_A_TIME]
            marks = ",".join("?" * len(some))
            for key, value in self.ask(f"SELECT key, value FROM cache WHERE key IN ({marks})", tuple(some)):
                if (data := self.verified(key, value)) is not None:
                    self.prefetched[key] = data

    def put(self, key: bytes, data: bytes) -> None:
        self.used.add(key)
        if len(data) <= LARGEST:
            self.pending[key] = data
        if len(self.pending) >= BATCH:
            self.write()

    def use(self, keys: Iterable[bytes]) -> None:
        """Says that rows are still needed, though nobody read them now."""
        self.used.update(keys)

    def verified(self, key: object, value: object) -> bytes | None:
        """The bytes of a row as they were put there; in a file from elsewhere anything may stand."""
        if isinstance(key, bytes) and isinstance(value, bytes) and value[:SIZE] == checksum(key, data := value[SIZE:]):
            return data
        self.damaged = True
        return None

    def write(self) -> None:
        """Puts what waits on the disk. A disk that is full or may not be written costs the cache, not the build."""
        if not self.pending or not self.is_shared:
            return
        rows = ((key, checksum(key, data) + data) for key, data in self.pending.items())
        if self.change(lambda at: at.executemany("INSERT OR REPLACE INTO cache VALUES (?, ?)", rows)):
            self.pending.clear()

    def prune(self) -> None:
        """Removes what the last build did not use, once it is much."""
        self.write()
        if not self.is_shared or self.file is None or not self.file.exists():
            return
        if self.damaged:
            self.drop_damaged()
        before = self.get(LAST_PRUNED)
        if before is not None:
            pages, rows = int.from_bytes(before, "big"), self.number("SELECT count(*) FROM cache")
            if rows <= GROWTH * len(self.used) + LITTLE and self.number(PAGES) <= GROWTH * pages + LITTLE:
                return
            self.drop_unused()
        self.put(LAST_PRUNED, self.number(PAGES).to_bytes(8, "big"))
        self.write()

    def drop_damaged(self) -> None:
        """Removes every row that is not what was put there, also those that nobody uses, so that it is said once."""

        def drop(at: sqlite3.Connection) -> None:
            rows = at.execute("SELECT key, value FROM cache")
            bad = [(key,) for key, value in rows if self.verified(key, value) is None]
            at.executemany("DELETE FROM cache WHERE key IS ?", bad)

        self.change(drop)

    def drop_unused(self) -> None:
        def drop(at: sqlite3.Connection) -> None:
            at.execute(USED)
            at.executemany("INSERT INTO used VALUES (?)", ((key,) for key in self.used))
            at.execute(UNUSED)
            at.execute("DROP TABLE used")

        if self.change(drop):
            self.ask("VACUUM", ())

    def change(self, work: Callable[[sqlite3.Connection], object]) -> bool:
        """A change that happens as a whole or not at all, and whether it did. One that fails costs the cache only."""
        try:
            with self.opened() as connection:
                work(connection)
        except FAULTS as fault:
            self.disable(fault)
            return False
        return True

    def number(self, statement: str) -> int:
        """A number that the database has of itself."""
        rows = self.ask(statement, ())
        return int(rows[0][0]) if rows else 0

    def before_fork(self) -> None:
        """Lets go of the file, since a connection must not get into another process; the next query opens it."""
        if self.file is not None:
            self.close()

    def close(self) -> None:
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
        code = (
            sqlite3.SQLITE_NOMEM if isinstance(fault, MemoryError) else getattr(fault, "sqlite_errorcode", NO_DATABASE)
        )
        if code & 0xFF not in OUTSIDE:
            self.damaged = True
            if self.file is not None and self.writes:
                for ending in ("", "-wal", "-shm"):
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
    if writes:
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS, check_same_thread=False)
    else:
        # Nothing may be made beside the file either, so this reader takes no part in its locks.
        connection = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    try:
        prepare(connection, writes=writes)
    except FAULTS:
        connection.close()
        raise
    return connection


def prepare(connection: sqlite3.Connection, *, writes: bool) -> None:
    """Lets a database hold our table and nothing else: one that came from elsewhere may have triggers and views."""
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    if writes:
        # What a crash of the machine damages is found by its checksum, so nothing waits for the disk.
        connection.execute("PRAGMA synchronous = OFF")
        if version_of(connection) != VERSION:
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            make_table(connection)
        # Another process may be at it in this very moment; then this one does without.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
    there = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY rowid").fetchall()
    if version_of(connection) != VERSION or there != [("cache", TABLE), ("sqlite_autoindex_cache_1", None)]:
        raise sqlite3.DatabaseError("not our table, or one of another version")


def make_table(connection: sqlite3.Connection) -> None:
    """An empty table, unless another process has just made one."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        if version_of(connection) != VERSION:
            connection.execute("DROP TABLE IF EXISTS cache")
            connection.execute(TABLE)
            connection.execute(f"PRAGMA user_version = {VERSION}")


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
