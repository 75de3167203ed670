"""What somebody does who wants a build to publish other bytes than its sources say: an honest cache with lies in it.

Each lie is sealed as the program seals: its seals find damage, and stop nobody.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from g40site.engine import build_log
from g40site.engine.build_log import BuildLog, OutputRecord, StateFiles, log_from
from g40site.engine.cache import Cache
from g40site.engine.publishing import manifest_of
from g40site.engine.scheduling import output_key
from g40site.engine.up_to_date import Stamp, stamp_from

SCRIPT = b"document.title = 'van een ander'\n"
PAGE = b'<!doctype html><title>Van een ander</title><script src="/assets/evil.js"></script>\n'
SHELL = b'<?php system($_GET["c"]); ?>\n'
LIES = {"index.html": PAGE, "assets/evil.js": SCRIPT, "shell.php": SHELL}
# Between which moments the last build claims to hold.
FOR_EVER = "2026-01-01T00:00:00+01:00", "9000-01-01T00:00:00+01:00"


class StoredCache:
    """The cache of one output, as a build left it."""

    def __init__(self, folder: Path, span: tuple[str, str] = FOR_EVER) -> None:
        (log,) = folder.glob("*.log")
        self.files, self.span = StateFiles(folder, log.stem), span
        last, stamp = build_log.read(log, log_from), build_log.read(self.files.stamp, stamp_from)
        assert last is not None
        assert stamp is not None
        self.log: BuildLog = last
        self.stamp: Stamp = stamp

    def rows_in_the_cache(self, lies: Mapping[str, bytes] = MappingProxyType(LIES)) -> None:
        """The lies stand beside the honest files, and their bytes in the cache."""
        cache = Cache(self.files.cache)
        outputs, files = dict(self.log.outputs), dict(self.stamp.files)
        for path, data in lies.items():
            honest = outputs.get(path)
            cache.put(output_key(sha_of(data)), data)
            outputs[path] = OutputRecord(honest.reads if honest else (), sha_of(data), len(data))
            files[path] = (len(data),)
        cache.close()
        self.write(self.log._replace(outputs=outputs), files)

    def names_of_sources(self) -> None:
        """The lies are all there is, and no row has them: their bytes stand among the documents of the content."""
        outputs = {path: OutputRecord((), sha_of(data), len(data)) for path, data in LIES.items()}
        listed = manifest_of({path: one.sha for path, one in outputs.items()}, dt.date(2026, 1, 1))
        files: dict[str, tuple[int, ...]] = {path: (one.size,) for path, one in outputs.items()}
        self.write(self.log._replace(outputs=outputs), {**files, "MANIFEST": (len(listed),)})
        for stored in self.files.folder.glob("cache.sqlite*"):
            stored.unlink()

    def write(self, log: BuildLog, files: dict[str, tuple[int, ...]]) -> None:
        build_log.write(self.files.log, log)
        build_log.write(self.files.journal, {"names": sorted(files), "dirty": []})
        stamp = self.stamp._replace(files=files, since=self.span[0], until=self.span[1])
        build_log.write(self.files.stamp, stamp)


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
