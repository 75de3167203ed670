"""The only room that reads content: files as checked text, and the places in them.

In: a root folder. Out: digests, texts that know where they stand, and bodies cut from their front matter. It refuses
what is not plain UTF-8 text inside the root; it knows no YAML.
"""

import hashlib
import os
import re
import stat
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from g40site.diagnostics import Diagnostic, Problems, Span, printable, steers
from g40site.engine.state import StatEntry, stat_key

# The content outside the folder `content`, in the order in which it is read.
ROOT_FILES = ("site.yaml", "themes.yaml", "municipalities.yaml")
# The editors' manual and its reference of messages, which a root may have beside its content.
MANUAL, MESSAGES = "docs/redactie", "docs/meldingen"
FOLDERS = ("content", MANUAL, MESSAGES)
YAML_BYTES = 16_000_000
# A text has at most 100,000 characters (`tekst-te-lang`), of at most four bytes each.
MARKDOWN_BYTES = 400_000
# How much of a path that cannot be used a message shows.
FILE_LENGTH = 300
# No system takes a name of more than 255 bytes; this also limits how deep folders are nested.
PATH_BYTES = 250
# Characters that XML forbids, that mean nothing in a text, or that turn its direction, so that it reads as something
# else than it says; tab and line feed are fine.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
BOM = b"\xef\xbb\xbf"
BACKUP = re.compile(r"^[.#~]|~$|\.(bak|orig|rej|swp|swo|tmp)$", re.IGNORECASE)
# What programs write an entry as; what comes from a word processor is no text.
TEXT_ENDINGS = ("md", "markdown", "mdown", "mkd", "txt", "text", "yaml", "yml")
FENCE = re.compile(r"---[ \t]*\Z")
# What stands where a fence was meant: too few or too many dashes, dashes of Word, other marks, spaces in front.
NEARLY_FENCE = re.compile(r"\s*(?:[-‐‑‒–—−]{1,12}|\*{3,12}|_{3,12}|={3,12}|```\w*|(?:- ){1,6}-)\s*\Z")


class SourceText(NamedTuple):
    """The text of a file, or a Markdown text in it, and where it stands: `line` and `column` of its first character.

    The path of the file is relative to the root, and lines end in one way. Where `exact` is false (a folded or quoted
    text in YAML) every place in it is the place of its key.
    """

    text: str
    file: str
    line: int = 1
    column: int = 1
    exact: bool = True

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from `start` to `end` of the text."""
        if not self.exact:
            return Span(self.file, self.line, self.column)
        begins = line_starts(self.text)
        number = bisect_right(begins, start) - 1
        line_end = begins[number + 1] - 1 if number + 1 < len(begins) else len(self.text)
        length = min(end, line_end) - start
        return Span(self.file, self.line + number, self.column + start - begins[number], length)


@lru_cache(maxsize=4)
def line_starts(text: str) -> list[int]:
    """Where each line begins; kept, since a text with many problems is asked for each of them."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


class FrontMatter(NamedTuple):
    """A Markdown file in its two parts: YAML that begins on the second line, and the body."""

    yaml: str
    body: SourceText


class Listing(NamedTuple):
    """Every file of the folders that are read, in order, and what is wrong with names and folders."""

    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


class Reader:
    """Reads files below one root. `stats` are what the disk said of them when they were read by an earlier build."""

    def __init__(self, root: Path, stats: Mapping[str, StatEntry] | None = None) -> None:
        self.root = root
        # Reads the same files at another moment, and knows nothing of this one.
        self.again: Callable[[], Reader] = partial(Reader, root)
        self.real_root = root.resolve()
        self.before = stats or {}
        self.stats: dict[str, StatEntry] = {}
        # Whether every file was the same each time that it was read; somebody may save while we build.
        self.is_steady = True
        self.walked: dict[str, os.stat_result] = {}
        # The bytes whose digest was asked for last: who asks for that mostly reads the text next.
        self.last: tuple[str, bytes] | None = None
        self.shas: dict[str, str] = {}
        # The files that were read as text.
        self.texts: set[str] = set()

    def digest(self, file: str, most: int = YAML_BYTES) -> str | None:
        """The SHA-256 of a file, or None where it cannot be read: who needs its bytes tells why. What the disk says is
        the same is not read.
        """
        if (now := self.stats.get(file)) is not None and now.size <= most:
            return now.digest
        info = self.walked.get(file)
        before = self.before.get(file)
        if info is not None and before is not None and before[:4] == stat_key(info) and before.size <= most:
            self.stats[file] = before
            return before.digest
        data = self.data(file, Problems(), most)
        if data is None:
            return None
        self.last = file, data
        return self.stats[file].digest

    def text(self, file: str, problems: Problems, most: int = YAML_BYTES) -> SourceText | None:
        """The text of a file, or None after one problem that says why it cannot be used."""
        last, self.last = self.last, None
        data = last[1] if last is not None and last[0] == file else self.data(file, problems, most)
        if data is not None:
            self.texts.add(file)
        text = None if data is None else decoded(file, data, problems)
        if text is None:
            return None
        source = SourceText(text, file)
        if bad := FORBIDDEN.search(text):
            problems.add("stuurteken", source.span(bad.start(), bad.end()), code=f"U+{ord(bad.group()):04X}")
            return None
        return source

    def for_messages(self, file: str) -> str:
        """The text of a file as far as it can be read, for the messages that show a line of it; or nothing."""
        if file not in ROOT_FILES and file not in self.listing.files:
            return ""
        data = self.data(file, Problems(), YAML_BYTES)
        return plain_lines((data or b"").removeprefix(BOM).decode("utf-8", "replace"))

    def data(self, file: str, problems: Problems, most: int) -> bytes | None:
        """The bytes of an ordinary file inside the root, or None after one problem."""
        path = self.root / file
        try:
            info = path.stat()
            if not stat.S_ISREG(info.st_mode):
                problems.add("geen-bestand", Span(file))
            elif file not in self.walked and not self.is_inside(path):
                problems.add("buiten-de-site", Span(file))
            elif info.st_size > most:
                problems.add("bestand-te-groot", Span(file), size=megabytes(info.st_size), most=megabytes(most))
            else:
                data = path.read_bytes()
                now = StatEntry(*stat_key(info), hashlib.sha256(data).hexdigest())
                self.shas[file] = now.digest
                self.is_steady &= self.stats.setdefault(file, now).digest == now.digest
                return data
        except FileNotFoundError:
            problems.add("bestand-ontbreekt", Span(file))
        except OSError as error:
            problems.add("bestand-onleesbaar", Span(file), reason=error.strerror or "")
        return None

    def last_sha(self, file: str) -> str:
        """The SHA-256 of the bytes of a file as they were read last; nothing where they were not."""
        return self.shas.get(file, "")

    def size(self, file: str) -> int:
        """How large a file is; 0 when it cannot be asked, which reading it will tell."""
        try:
            return (self.root / file).stat().st_size
        except OSError:
            return 0

    def is_inside(self, path: Path) -> bool:
        """Whether a path stays in its own part of the root when links are followed; a circle of links does not.

        A link out of `content` could publish what merely lies beside it, such as `.git/config` with its passwords.
        """
        parts = path.relative_to(self.root).parts
        try:
            real = path.resolve(strict=True)
            home = self.root.joinpath(*parts[:1]).resolve() if len(parts) > 1 else self.real_root
        except (OSError, RuntimeError):
            return False
        if not (real.is_relative_to(home) and home.is_relative_to(self.real_root)):
            return False
        return not any(name.startswith(".") for name in real.relative_to(self.real_root).parts)

    @cached_property
    def listing(self) -> Listing:
        """Every file of the folders that are read, as far as they are there, as they were when somebody asked first.
        Messages are a part of the manual. Texts that stand beside the folders come first.
        """
        problems = Problems()
        folders = [folder for folder in FOLDERS if folder != MESSAGES or (self.root / MANUAL).is_dir()]
        files = (*self.loose(), *(file for folder in folders for file in self.walk(folder, problems)))
        return Listing(files, problems.settled())

    def loose(self) -> list[str]:
        """Texts beside the folders: an entry may stand there by mistake. The content of the root is none of them."""
        try:
            with os.scandir(self.root) as entries:
                return sorted(entry.name for entry in entries if is_loose(entry.name) and entry.is_file())
        except OSError:
            # That the content cannot be read is told by who reads it.
            return []

    def walk(self, folder: str, problems: Problems) -> Iterator[str]:
        """Every file below a folder, in the order of its name in NFC; hidden and backup files are left out."""
        if (self.root / folder).is_symlink() and not self.is_inside(self.root / folder):
            problems.add("buiten-de-site", Span(folder))
            return
        try:
            with os.scandir(self.root / folder) as entries:
                ordered = sorted(entries, key=lambda entry: (unicodedata.normalize("NFC", entry.name), entry.name))
        except FileNotFoundError:
            return
        except OSError as error:
            problems.add("map-onleesbaar", Span(folder), reason=error.strerror or "")
            return
        for entry in ordered:
            file = f"{folder}/{entry.name}"
            if BACKUP.search(entry.name):
                continue
            if not valid_name(entry.name):
                problems.add("bestandsnaam", Span(printable(file, FILE_LENGTH)), name=entry.name)
            elif len(unicodedata.normalize("NFC", file).encode()) > PATH_BYTES:
                problems.add("pad-te-lang", Span(file), most=PATH_BYTES)
            elif entry.is_symlink() and not self.is_inside(Path(entry.path)):
                problems.add("buiten-de-site", Span(file))
            elif entry.is_dir(follow_symlinks=False):
                yield from self.walk(file, problems)
            else:
                if not entry.is_symlink():
                    # No link leads to it, so it lies inside; what the disk says of it comes with the folder.
                    self.walked[file] = entry.stat(follow_symlinks=False)
                yield file


def decoded(file: str, data: bytes, problems: Problems) -> str | None:
    """UTF-8 without BOM and with plain line ends."""
    data = data.removeprefix(BOM)
    try:
        return plain_lines(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace").replace("\r\n", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        problems.add("geen-utf-8", Span(file, line, column))
        return None


def plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_loose(name: str) -> bool:
    text = name.lower().endswith(tuple(f".{ending}" for ending in TEXT_ENDINGS))
    return text and name not in ROOT_FILES and not BACKUP.search(name) and valid_name(name)


def valid_name(name: str) -> bool:
    """Whether a file name is UTF-8 text that may stand in an address, a message and a log."""
    plain = name.isascii() and name.isprintable()
    return "\\" not in name and (plain or not any(map(steers, name)))


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".replace(".", ",")


def front_matter(source: SourceText, problems: Problems) -> FrontMatter | None:
    """The two parts of a Markdown file, or None after one problem; spaces behind `---` mean nothing."""
    lines = source.text.split("\n")
    if not FENCE.match(lines[0]):
        nearly = NEARLY_FENCE.match(lines[0])
        length = len(lines[0]) if nearly else 0
        problems.add("kop-ontbreekt", Span(source.file, 1, 1, length), ("---",) if nearly else ())
        return None
    for number, line in enumerate(lines[1:], start=1):
        if FENCE.match(line):
            head = "\n".join(lines[1:number])
            body = "\n".join(lines[number + 1 :])
            return FrontMatter(head + "\n", SourceText(body, source.file, number + 2))
    for number, line in enumerate(lines[1:], start=2):
        if NEARLY_FENCE.match(line):
            problems.add("kop-bijna-gesloten", Span(source.file, number, 1, len(line)), ("---",))
            return None
    problems.add("kop-niet-gesloten", Span(source.file, 1, 1, 3))
    return None
