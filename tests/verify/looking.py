"""`verify`, called as its users call it, and never longer than a test may take."""

import contextlib
import hashlib
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.running import DEADLINE, NOW, call


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """What does not end by itself ends here, and fails."""

    def late(*_given: object) -> None:
        raise AssertionError("it did not end in time")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, DEADLINE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def verify(target: object, *options: object) -> subprocess.CompletedProcess[str]:
    """On the day of the build, if the options name no other."""
    with in_time():
        done = call("verify", target, "--now", NOW, *options)
    assert "Traceback" not in done.stderr
    return done


def list_anew(public: Path, name: str) -> None:
    """Gives a file the digest in the list that it has now."""
    digest = hashlib.sha256((public / name).read_bytes()).hexdigest()
    listed = (public / "MANIFEST").read_text("utf-8")
    (public / "MANIFEST").write_text(re.sub(rf"\w+(?=  {re.escape(name)}\n)", digest, listed), "utf-8")
