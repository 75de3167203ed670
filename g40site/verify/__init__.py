"""Whether a published site is what was built: every file against the list of digests, in a folder or over HTTP.

In: a place to read from. Out: the day of the list, how many files were compared, and every difference. A site that is
published anew while it is looked at is looked at once more.
"""

import datetime as dt

from msgspec import Struct

from g40site.verify.listing import Listing, read_listing
from g40site.verify.places import Folder, Place, Unreachable, Web

__all__ = ["Difference", "Folder", "Report", "Unreachable", "Web", "age", "compared"]

LIST = "MANIFEST"


class Difference(Struct, frozen=True, order=True):
    """`kind` is `missing`, `changed`, `unlisted`, or `no-list` when the list itself cannot be read."""

    path: str
    kind: str


class Report(Struct, frozen=True):
    """What a comparison found; `day` is that of the list."""

    day: dt.date | None
    files: int
    differences: tuple[Difference, ...]


def compared(place: Place) -> Report:
    """Compares everything that the place can show."""
    data = place.data(LIST)
    report = with_list(place, data)
    if report.differences and (again := place.data(LIST)) != data:
        return with_list(place, again)
    return report


def with_list(place: Place, data: bytes | None) -> Report:
    listing = None if data is None else read_listing(data)
    if listing is None:
        return Report(None, 0, (Difference(LIST, "no-list"),))
    shown = {path: digest for path, digest in listing.digests.items() if place.shows(path, listing.digests)}
    found = [difference for path, digest in shown.items() if (difference := differs(place, listing, path, digest))]
    found += [Difference(path, "unlisted") for path in place.paths() - set(listing.digests) - {LIST}]
    return Report(listing.day, len(shown), tuple(sorted(found)))


def differs(place: Place, listing: Listing, path: str, digest: str) -> Difference | None:
    answer = place.digest(path)
    if answer == digest or (answer == place.MOVED and may_move(place, listing, path)):
        return None
    return Difference(path, "missing" if answer is None else "changed")


def may_move(place: Place, listing: Listing, path: str) -> bool:
    """A host may send on from the page at an old address; a page of the sitemap is what it is."""
    return path.endswith(".html") and path not in place.found_pages(listing)


def age(day: dt.date, now: dt.datetime) -> int:
    """How many days ago the site was built; below zero on a day that has yet to come."""
    return (now.date() - day).days
