"""What the last build published and what it was made from, as the next build needs it.

In: a folder of our own and an output folder. Out: files that are whole or not there: each begins with the fingerprint
of the rest, so that a byte that changed on the disk costs time and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from g40site.engine.fingerprints import hash_bytes
from g40site.engine.state import UNKNOWN, Stat, unlinked

T = TypeVar("T")

SHA_BYTES = 32
# The name of a query function, and what it is asked about.
Query = tuple[str, ...]


class QueryRecord(NamedTuple):
    """A query with the fingerprint of its result, and the numbers of the queries that the result follows from."""

    query: Query
    fingerprint: bytes
    reads: tuple[int, ...] = ()


class OutputRecord(NamedTuple):
    """One published file: the numbers of the queries that it read, its SHA-256 and size. `reasons` are what differed
    when it was made the last time, and `disk` is what the disk said of the file when it was known to be this one.
    """

    reads: tuple[int, ...]
    sha: str
    size: int
    reasons: tuple[Query, ...] = ()
    disk: Stat = UNKNOWN


class BuildLog(NamedTuple):
    """Every published file by its path, and the queries that were read for them; `program` made them."""

    program: bytes = b""
    queries: Sequence[QueryRecord] = ()
    outputs: Mapping[str, OutputRecord] = MappingProxyType({})


def log_from(body: bytes) -> BuildLog:
    """The log that was written; raises ValueError for what is none."""
    from msgspec.json import decode

    log = decode(body, type=BuildLog)
    reads = [row.reads for row in log.outputs.values()] + [row.reads for row in log.queries]
    used: set[int] = set().union(*reads)
    known = {row.query for row in log.queries if row.query}
    if len(known) != len(log.queries) or not used <= set(range(len(log.queries))):
        raise ValueError("a query that asks nothing, one that stands there twice, or one that is not there")
    if any(len(bytes.fromhex(row.sha)) != SHA_BYTES for row in log.outputs.values()):
        raise ValueError("a digest that is none")
    return log


class StateFiles:
    """The places of what is kept for one output folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        endings = "log", "uptodate", "journal", "lock", "staging"
        self.log, self.stamp, self.journal, self.lock, self.staging = (folder / f"{name}.{end}" for end in endings)
        self.cache = folder / "cache.sqlite"


def log_of_another(files: StateFiles) -> BuildLog:
    """What the last build of another output wrote down: its pages are in the same cache."""
    newest = max(files.folder.glob("*.log"), key=lambda file: file.lstat().st_mtime_ns, default=files.log)
    log = read(newest, log_from) or BuildLog()
    # What stands there says nothing of this output.
    return log._replace(outputs={path: row._replace(disk=UNKNOWN) for path, row in log.outputs.items()})


def published_bytes(files: StateFiles) -> int:
    """How much all builds that have their state in this folder published."""
    logs = (read(file, log_from) for file in files.folder.glob("*.log"))
    return sum(record.size for log in logs if log is not None for record in log.outputs.values())


# What a file of another version means is not known; it counts as one that is not there.
VERSION = b"7"


def read(file: Path, form: Callable[[bytes], T]) -> T | None:
    """What was written there as `form` makes it of JSON, or None when it is not there, not as it was written, or
    nothing of this form.
    """
    seal, body = split(file)
    if seal != seal_of(body):
        return None
    # Not imported where there is nothing to read.
    from msgspec import MsgspecError

    # A seal can be set by anyone.
    with suppress(MsgspecError, TypeError, ValueError, LookupError, AttributeError, RecursionError):
        return form(body)
    return None


def is_damaged(file: Path) -> bool:
    """Whether something stands there that nobody wrote so: also what another version wrote is sealed."""
    seal, body = split(file)
    return bool(seal or body) and seal.rpartition(b" ")[2] != hash_bytes(body).hex().encode()


def split(file: Path) -> tuple[bytes, bytes]:
    """The first line of a file and the rest; nothing when it cannot be read."""
    data = b""
    with suppress(OSError):
        data = b"" if file.is_symlink() or file.is_fifo() else file.read_bytes()
    seal, _, body = data.partition(b"\n")
    return seal, body


def seal_of(body: bytes) -> bytes:
    return VERSION + b" " + hash_bytes(body).hex().encode()


def write(file: Path, value: object) -> None:
    """A whole new file, or the old one."""
    from msgspec.json import encode

    body = encode(value)
    new = unlinked(file.with_name(f"{file.name}.tmp"))
    new.write_bytes(seal_of(body) + b"\n" + body)
    new.replace(file)
