"""What takes long to make, made once for all processes that run the tests beside each other."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Iterator[Path]:
    """A folder that all of them have: who comes first makes it, and who leaves last removes it."""
    base = factory.getbasetemp()
    # With xdist each process has a folder in one that is theirs together.
    folder = (base.parent if base.name.startswith("popen-") else base) / name
    users = folder.with_name(f"{name}.users")
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not users.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
        count(users, 1)
        fcntl.flock(lock, fcntl.LOCK_UN)
        try:
            yield folder
        finally:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not count(users, -1):
                shutil.rmtree(folder)
                users.unlink()


def count(users: Path, more: int) -> int:
    number = (int(users.read_text()) if users.exists() else 0) + more
    users.write_text(str(number))
    return number
