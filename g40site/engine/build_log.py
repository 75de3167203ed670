"""What the last build published and what it was made from, as the next build needs it.

In: a folder of our own and an output folder. Out: records that are whole or not there: each file begins with the digest
of the rest, so that a byte that changed on the disk costs time and nothing else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from g40site.engine.fingerprints import of_bytes
from g40site.engine.state import UNKNOWN, Stat, cleared
from g40site.engine.tracking import Query

T = TypeVar("T")

# The basis of what nobody knows what it was made from: no other is equal to it, so the next build makes it again.
UNSURE = (b"", b"")


class OutputRecord(NamedTuple):
    """One published file: `basis` is what it was made with besides the answers to its `questions`: the digest of the
    program, the address and its item, and that of its templates and the frame, where it has these. `key` names its
    bytes in the memory, `sha` is their digest in the list of digests, and `said` that of the view of a page. `why`
    names what made it new the last time. `disk` is what the disk said of the file when it was known to be this one.
    """

    basis: tuple[bytes, bytes]
    questions: tuple[int, ...]
    key: bytes
    sha: str
    size: int
    said: bytes = b""
    why: tuple[str, ...] = ()
    disk: Stat = UNKNOWN


class BuildLog(NamedTuple):
    """Every published file by its path, and the questions that were asked for them with the digests of their answers.

    `parts` are the digests of what pages share, by name: code, address, templates, the fields of the frame.
    """

    parts: Mapping[str, bytes] = MappingProxyType({})
    questions: Sequence[Query] = ()
    answers: Sequence[bytes] = ()
    made: Mapping[str, OutputRecord] = MappingProxyType({})


def record_from(body: bytes) -> BuildLog:
    # Imported by who has much to read: a build without changes has not.
    from msgspec import MsgspecError
    from msgspec.json import decode

    try:
        found = decode(body, type=BuildLog)
    except MsgspecError as fault:
        raise ValueError("no record") from fault
    count = len(found.answers)
    used = {number for one in found.made.values() for number in one.questions}
    if not found.parts or len(found.questions) != count or not all(found.questions) or not used <= set(range(count)):
        raise ValueError("nothing that pages share, a question without an answer, or one that asks nothing")
    return found


class Files(NamedTuple):
    """The places of what is kept for one output folder."""

    folder: Path
    name: str

    @property
    def record(self) -> Path:
        return self.folder / f"{self.name}.record"

    @property
    def shortcut(self) -> Path:
        return self.folder / f"{self.name}.quick"

    @property
    def journal(self) -> Path:
        return self.folder / f"{self.name}.json"

    @property
    def slot(self) -> Path:
        return self.folder / f"{self.name}.slot"

    @property
    def staging(self) -> Path:
        return self.folder / f"{self.name}.maken"

    @property
    def memory(self) -> Path:
        return self.folder / "geheugen.sqlite"


def asked_by(record: BuildLog, code: bytes) -> BuildLog:
    """A record as a program may use it: of another program it keeps what was published, so that equal files stay, but
    no question, since this one may not have it or mean something else by it. It makes everything again.
    """
    if record.parts.get("code") == code:
        return record
    made = {path: one._replace(basis=UNSURE, questions=()) for path, one in record.made.items()}
    return record._replace(questions=(), answers=(), made=made)


# What a file of another version means is not known; it counts as one that is not there.
VERSION = b"5"


def read(file: Path, form: Callable[[bytes], T]) -> T | None:
    """What was written there as `form` makes it of JSON, or None when it is not there, not as it was written, or
    nothing of this form.
    """
    seal, body = split(file)
    if seal != seal_of(body):
        return None
    try:
        return form(body)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError):
        # A seal can be set by anyone.
        return None


def is_damaged(file: Path) -> bool:
    """Whether something stands there that nobody wrote so: also what another version wrote is sealed."""
    seal, body = split(file)
    return bool(seal or body) and seal.rpartition(b" ")[2] != of_bytes(body).hex().encode()


def split(file: Path) -> tuple[bytes, bytes]:
    """The first line of a file and the rest; nothing when it cannot be read."""
    try:
        data = cleared(file).read_bytes()
    except OSError:
        return b"", b""
    seal, _, body = data.partition(b"\n")
    return seal, body


def seal_of(body: bytes) -> bytes:
    return VERSION + b" " + of_bytes(body).hex().encode()


def write(file: Path, value: object) -> None:
    """A whole new file, or the old one."""
    # Four times as fast as the standard library, and not imported by a build that has nothing to write.
    from msgspec.json import encode

    body = encode(value)
    waiting = cleared(file.with_name(f"{file.name}.nieuw"))
    waiting.write_bytes(seal_of(body) + b"\n" + body)
    waiting.replace(file)


def forget(files: Iterable[Path]) -> None:
    for file in files:
        cleared(file).unlink(missing_ok=True)
