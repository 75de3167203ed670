"""Compiled templates, kept where Python keeps the compiled modules of this program, and under the same switches.

They are code, so they may be nowhere that somebody else could bring along: not in `.cache`, not beside the templates of
a site. Jinja's own cache in files has no digest of what it runs, and reads a pickle.
"""

import marshal
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from g40site.engine import program
from g40site.engine.fingerprints import SIZE, of_bytes, of_text


class Compiled(jinja2.BytecodeCache):
    """One file for each name of a template: the digest of what follows and of what it was made from, and the code."""

    def get_source_checksum(self, source: str) -> str:
        return of_bytes(program.whole() + source.encode()).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            data = self.file(bucket).read_bytes()
            if data[:SIZE] == sealed(bucket, data[SIZE:]):
                bucket.code = marshal.loads(data[SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        file, compiled = self.file(bucket), marshal.dumps(bucket.code)
        aside = file.with_suffix(f".{os.getpid()}")
        # The program may stand where nobody may write.
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(sealed(bucket, compiled) + compiled)
            aside.replace(file)

    def file(self, bucket: Bucket) -> Path:
        return Path(cache_from_source(str(program.PACKAGE / "templates.py"))).with_suffix(f".{bucket.key}.template")


def sealed(bucket: Bucket, compiled: bytes) -> bytes:
    return of_bytes(of_text(bucket.checksum) + compiled)
