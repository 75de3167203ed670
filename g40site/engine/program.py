"""Which program this is: a digest of its own code and of the packages that it stands on.

In: names of rooms. Out: a digest. What was kept by another program is not used.
"""

import os
import sys
from functools import cache
from pathlib import Path

from g40site.engine.fingerprints import of_bytes, of_text

PACKAGE = Path(__file__).resolve().parent


@cache
def whole() -> bytes:
    """The digest of everything that can change what a build makes, apart from content, templates and options."""
    return of_files(sorted(PACKAGE.rglob("*.py"))) + packages()


@cache
def of_room(room: str) -> bytes:
    """The digest of one room with the packages: what only that room makes can be kept when another changes."""
    return of_files(sorted((PACKAGE / room).rglob("*.py"))) + packages()


def of_files(files: list[Path]) -> bytes:
    parts = [of_text(file.relative_to(PACKAGE).as_posix()) + of_bytes(file.read_bytes()) for file in files]
    return of_bytes(b"".join(parts))


@cache
def packages() -> bytes:
    """The version of Python and of every installed package, as the names of their folders have it."""
    found = {sys.version}
    for folder in sys.path:
        # An empty name is the working folder, which holds no packages.
        if folder and Path(folder).is_dir():
            with os.scandir(folder) as entries:
                found |= {entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))}
    return of_text("\n".join(sorted(found)))
