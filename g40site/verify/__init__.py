"""Whether a published site is what was built: every file against the list of digests, in a folder or over HTTP.

In: a place to read from, and what is expected there. Out: the day of the list, how many files were compared, every
difference, and what kept it from its end. A site that is published anew while it is looked at is looked at once more.

Who looks at a site from outside has only the site to go by. So an empty list is not believed, nor the one of another
site: the home page and the sitemap stand in it, every page of that sitemap does, and it is the sitemap of this address.
"""

import datetime as dt

from msgspec import Struct

from g40site.verify.charted import SITEMAP, charted, is_same
from g40site.verify.connecting import Unreachable
from g40site.verify.limits import Budget, Limits, Spent
from g40site.verify.listing import LIST, Listing, read_listing
from g40site.verify.places import Answer, Folder, Place, Web

__all__ = [
    "Budget", "Difference", "Expected", "Folder", "Limits", "Report", "Spent", "Unreachable", "Web", "age", "compared",
]  # fmt: skip

# What every site has.
SURE = ("index.html", SITEMAP)


class Expected(Struct, frozen=True):
    """What must be so of the site, whatever its list says: its address, where one is given, and how many files."""

    url: str = ""
    files: int = 0


class Difference(Struct, frozen=True, order=True):
    """`kind` is a fault of an answer, `changed`, `unlisted`, or of the list as a whole `no-list` (no such form),
    `no-site` (a file is not in it that every site has), `few` or `foreign`; `detail` is what there is to say of it.
    """

    path: str
    kind: str
    detail: str = ""


class Report(Struct, frozen=True):
    """What a comparison found; `day` is that of the list, `files` of its `listed` files were compared.

    `stopped` is what kept it from its end: then there may be more differences.
    """

    day: dt.date | None
    files: int
    listed: int
    differences: tuple[Difference, ...]
    stopped: Spent | Unreachable | None = None


class Look:
    """One look at a place, which may end early."""

    def __init__(self, place: Place, expected: Expected) -> None:
        self.place = place
        self.expected = expected
        self.found: set[Difference] = set()
        self.day: dt.date | None = None
        self.files = self.listed = 0
        self.stopped: Spent | Unreachable | None = None

    def look(self, first: Answer) -> None:
        if first.fault:
            self.found.add(Difference(LIST, first.fault, first.detail))
            return
        self.place.budget.holds(first.data.count(b"\n") - 1)
        listing = read_listing(first.data)
        if listing is None:
            self.found.add(Difference(LIST, "no-list"))
            return
        self.day = listing.day
        shown = [path for path in listing.digests if self.place.shows(path, listing.digests)]
        self.listed = len(shown)
        pages = self.whole(listing)
        for path in shown:
            self.one(path, listing.digests[path], pages)
            self.files += 1
        self.unlisted(listing, self.place.paths())

    def whole(self, listing: Listing) -> frozenset[str]:
        """Whether the list is that of a whole site, and of this one; out come the pages that nobody may send on from:
        those of the sitemap, when that is the one of the list, otherwise all.
        """
        self.found |= {Difference(LIST, "no-site", path) for path in SURE if path not in listing.digests}
        if len(listing.digests) < self.expected.files:
            self.found.add(Difference(LIST, "few", str(len(listing.digests))))
        if SITEMAP not in listing.digests:
            return frozenset(listing.digests)
        sitemap = self.place.data(SITEMAP)
        if sitemap.digest != listing.digests[SITEMAP]:
            return frozenset(listing.digests)
        self.place.budget.holds(sitemap.data.count(b"<loc>"))
        said = charted(sitemap.data)
        wanted = self.expected.url or self.place.name
        if wanted and not is_same(wanted, said.url):
            self.found.add(Difference(SITEMAP, "foreign", said.url))
        self.unlisted(listing, set(said.pages))
        return said.pages

    def unlisted(self, listing: Listing, paths: set[str]) -> None:
        self.found |= {Difference(path, "unlisted") for path in paths - set(listing.digests) - {LIST}}

    def one(self, path: str, digest: str, pages: frozenset[str]) -> None:
        answer = self.place.digest(path)
        # A host may send on from the page at an old address.
        may_move = answer.fault == "moved" and path.endswith(".html") and path not in pages
        if answer.digest != digest and not may_move:
            self.found.add(Difference(path, answer.fault or "changed", answer.detail))

    def report(self) -> Report:
        return Report(self.day, self.files, self.listed, tuple(sorted(self.found)), self.stopped)


def compared(place: Place, expected: Expected) -> Report:
    """Compares everything that the place can show."""
    look = Look(place, expected)
    try:
        first = place.data(LIST)
        look.look(first)
        if look.found and (again := place.data(LIST)) != first:
            look = Look(place, expected)
            look.look(again)
    except (Spent, Unreachable) as error:
        look.stopped = error
    return look.report()


def age(day: dt.date, now: dt.datetime) -> int:
    """How many days ago the site was built; below zero on a day that has yet to come."""
    return (now.date() - day).days
