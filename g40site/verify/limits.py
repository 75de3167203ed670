"""What a comparison may cost, so that nothing that a host sends can keep it from ending.

In: the most seconds, bytes and files, and a clock. Out: how much is left; past it `Spent`.
"""

from collections.abc import Callable

from msgspec import Struct


class Limits(Struct, frozen=True):
    """The most that one comparison may take in all; `files` is how many a list may name, or a folder may hold."""

    seconds: int
    bytes: int
    files: int


class Spent(Exception):
    """A bound was reached; its argument is the name of that bound in `Limits`."""

    @property
    def bound(self) -> str:
        return str(self.args[0])


class Budget:
    """What is left of the limits."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self.clock = clock
        self.end = clock() + limits.seconds
        self.bytes = limits.bytes

    def seconds(self) -> float:
        """How much time is left, which is always some."""
        left = self.end - self.clock()
        if left <= 0:
            raise Spent("seconds")
        return left

    def took(self, size: int) -> None:
        """Some bytes were read."""
        self.seconds()
        self.bytes -= size
        if self.bytes < 0:
            raise Spent("bytes")

    def holds(self, files: int) -> None:
        """So many files are there to look at."""
        self.seconds()
        if files > self.limits.files:
            raise Spent("files")
