"""The list of digests of a published site, read back; it is believed only in the form that a build gives it."""

import datetime as dt
import re
from collections.abc import Mapping

from msgspec import Struct

LIST = "MANIFEST"
DAY = re.compile(r"# (\d{4}-\d\d-\d\d)")
LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)")


class Listing(Struct, frozen=True):
    """The day of a build, and the digest of each of its files by its path."""

    day: dt.date
    digests: Mapping[str, str]


def read_listing(data: bytes) -> Listing | None:
    """The list, or None where it is none: cut off, of another form, or with a path that leads elsewhere."""
    try:
        first, *lines, last = data.decode("utf-8").split("\n")
        said = DAY.fullmatch(first)
        found = [LINE.fullmatch(line) for line in lines]
        day = dt.date.fromisoformat(said[1]) if said else None
    except ValueError:
        return None
    digests = {line[2]: line[1] for line in found if line and is_inside(line[2])}
    if day is None or last or len(digests) != len(lines):
        return None
    return Listing(day, digests)


def is_inside(path: str) -> bool:
    return "\\" not in path and not {"", ".", ".."}.intersection(path.split("/"))
