"""What somebody does who wants a build to publish other bytes than its sources say: an honest cache with lies in it.

Each lie is sealed as the program seals: its seals find damage, and stop nobody.
"""

import datetime as dt
import hashlib
import json
from pathlib import Path

from g40site.engine import build_log
from g40site.engine.build_log import BuildLog, Files, OutputRecord, record_from
from g40site.engine.cache import Cache
from g40site.engine.fingerprints import of_bytes
from g40site.engine.parts import put_file
from g40site.engine.publishing import manifest
from g40site.engine.up_to_date import Shortcut, shortcut_from

SCRIPT = b"document.title = 'van een ander'\n"
PAGE = b'<!doctype html><title>Van een ander</title><script src="/assets/evil.js"></script>\n'
SHELL = b'<?php system($_GET["c"]); ?>\n'
LIES = {"index.html": PAGE, "assets/evil.js": SCRIPT, "shell.php": SHELL}
# Between which moments the last build claims to hold.
FOR_EVER = "2026-01-01T00:00:00+01:00", "9000-01-01T00:00:00+01:00"


class StoredCache:
    """The cache of one output, as a build left it."""

    def __init__(self, folder: Path, span: tuple[str, str] = FOR_EVER) -> None:
        (kept,) = folder.glob("*.record")
        self.files, self.span = Files(folder, kept.stem), span
        last, quick = build_log.read(kept, record_from), build_log.read(self.files.shortcut, shortcut_from)
        assert last is not None
        assert quick is not None
        self.record: BuildLog = last
        self.shortcut: Shortcut = quick
        self.names: list[str] = json.loads(self.files.journal.read_bytes().partition(b"\n")[2])["names"]

    def rows_in_the_memory(self) -> None:
        """The lies stand beside the honest files, and their bytes in the memory."""
        memory = Cache(self.files.memory)
        made, files = dict(self.record.made), dict(self.shortcut.files)
        for path, data in LIES.items():
            key, honest = of_bytes(b"van een ander" + path.encode()), made.get(path)
            put_file(memory, key, [data])
            sha = hashlib.sha256(data).hexdigest()
            basis, questions = (honest.basis, honest.questions) if honest else ((b"", b""), ())
            made[path] = OutputRecord(basis, questions, key, sha, len(data))
            files[path] = (len(data),)
        memory.write()
        memory.close()
        self.write(self.record._replace(made=made), files)

    def names_of_sources(self) -> None:
        """The lies are all there is, and no row has them: their bytes stand among the documents of the content."""
        made = {path: OutputRecord((b"", b""), (), b"x" * 16, sha_of(data), len(data)) for path, data in LIES.items()}
        listed = manifest({path: one.sha for path, one in made.items()}, dt.date(2026, 1, 1))
        files: dict[str, tuple[int, ...]] = {path: (one.size,) for path, one in made.items()}
        self.write(self.record._replace(made=made), {**files, "MANIFEST": (len(listed),)})
        for kept in self.files.folder.glob("geheugen.sqlite*"):
            kept.unlink()

    def write(self, last: BuildLog, files: dict[str, tuple[int, ...]]) -> None:
        build_log.write(self.files.record, last)
        build_log.write(self.files.journal, {"names": sorted(files), "unsure": []})
        shortcut = self.shortcut._replace(files=files, since=self.span[0], until=self.span[1])
        build_log.write(self.files.shortcut, shortcut)


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
