"""Whether a published site is what was built: every file against the list of digests, in a folder or over HTTP.

In: a site to read, and what is expected there. Out: the day of the list, how many files were compared, every
difference, and what kept it from its end. A site that is published anew while it is looked at is looked at once more.

Who looks at a site from outside has only the site to go by. So an empty list is not believed, nor the one of another
site: the home page and the sitemap stand in it, the sitemap names all the other ones that stand in it and nothing else
as such, every page of theirs does, and they are the sitemaps of this address.
"""

import datetime as dt
import html
import re
from collections.abc import Mapping, Sequence, Set
from functools import partial
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from g40site import addresses
from g40site.hosts.policy import MANIFEST
from g40site.verify.connection import Budget, Limits, Spent, Unreachable
from g40site.verify.sites import MOST_BYTES, FileResult, Folder, PublishedSite, Web, digest_of, whole

__all__ = [
    "Budget",
    "Difference",
    "Expected",
    "Folder",
    "Limits",
    "PublishedSite",
    "Spent",
    "Unreachable",
    "Web",
    "compare",
]

SITEMAP = addresses.SITEMAP.removeprefix("/")
DAY = re.compile(r"# (\d{4}-\d\d-\d\d)")
LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)")
LOCATION = re.compile(rb"<loc>([^<]*)</loc>")
SITEMAP_PART = re.compile(re.escape(addresses.sitemap_part(0).removeprefix("/")).replace("0", "[1-9][0-9]*"))
# What every site has.
REQUIRED = ("index.html", SITEMAP)


class Expected(Struct, frozen=True):
    """What must be so of the site, whatever its list says: its address, where one is given, and how many files."""

    url: str = ""
    files: int = 0


class Difference(Struct, frozen=True, order=True):
    """`kind` is a fault of a file, `changed`, `unlisted`, or of the list as a whole `no-list` (no such form),
    `no-site` (a file is not in it that every site has), `few`, `foreign` or `other-sitemaps` (the sitemap names others
    than the list); `detail` is what there is to say of it.
    """

    path: str
    kind: str
    detail: str = ""


class Manifest(Struct, frozen=True):
    """The list of digests: the day of a build, and the digest of each of its files by its path."""

    day: dt.date
    digests: Mapping[str, str]


def read_manifest(data: bytes) -> Manifest | None:
    """The list, or None where it is none: cut off, not of the form that a build gives it, or with a path that leads
    elsewhere.
    """
    try:
        first, *lines, last = data.decode("utf-8").split("\n")
        heading = DAY.fullmatch(first)
        matches = [LINE.fullmatch(line) for line in lines]
        day = dt.date.fromisoformat(heading[1]) if heading else None
    except ValueError:
        return None
    digests = {line[2]: line[1] for line in matches if line and is_inside(line[2])}
    if day is None or last or len(digests) != len(lines):
        return None
    return Manifest(day, digests)


def is_inside(path: str) -> bool:
    return "\\" not in path and not {"", ".", ".."}.intersection(path.split("/"))


def addresses_in(data: bytes) -> list[str]:
    """The addresses that a sitemap names, or an index of sitemaps."""
    return [html.unescape(url.decode("utf-8", "replace")) for url in LOCATION.findall(data)]


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses of a site are the same; capitals in the name of a host mean nothing."""
    return parts_of(url) == parts_of(other)


def parts_of(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme, parts.netloc.lower(), parts.path.rstrip("/")


class Comparison:
    """One look at a site, which may end early. `day` is that of the list, `files` of its `listed` files were compared;
    `stopped` is what kept it from its end: then there may be more differences.
    """

    def __init__(self, site: PublishedSite, expected: Expected) -> None:
        self.site = site
        self.expected = expected
        self.different: set[Difference] = set()
        self.day: dt.date | None = None
        self.files = self.listed = 0
        self.stopped: Spent | Unreachable | None = None

    @property
    def differences(self) -> list[Difference]:
        return sorted(self.different)

    def run(self, first: FileResult) -> None:
        """Compares all files with the list, which `first` is."""
        if first.fault:
            self.differ(MANIFEST, first.fault, first.detail)
            return
        self.site.budget.check_files(first.data.count(b"\n") - 1)
        manifest = read_manifest(first.data)
        if manifest is None:
            self.differ(MANIFEST, "no-list")
            return
        self.day = manifest.day
        paths = [path for path in manifest.digests if self.site.shows(path, manifest.digests)]
        self.listed = len(paths)
        pages = self.check_whole(manifest)
        for path in paths:
            self.check_file(path, manifest.digests[path], pages)
            self.files += 1
        self.check_listed(manifest, self.site.paths())

    def differ(self, path: str, kind: str, detail: str = "") -> None:
        self.different.add(Difference(path, kind, detail))

    def check_whole(self, manifest: Manifest) -> frozenset[str]:
        """Whether the list is that of a whole site, and of this one. Gives the pages that nobody may send on from:
        those of the sitemap, when that is the one of the list, otherwise all.
        """
        for path in REQUIRED:
            if path not in manifest.digests:
                self.differ(MANIFEST, "no-site", path)
        if len(manifest.digests) < self.expected.files:
            self.differ(MANIFEST, "few", str(len(manifest.digests)))
        urls = self.read_sitemaps(manifest)
        if urls is None:
            return frozenset(manifest.digests)
        # The home page is the shortest address of a sitemap: all others stand below it.
        home = min(urls, key=len, default="")
        pages = frozenset(addresses.file_of("/" + unquote(url.removeprefix(home))) for url in urls)
        url = self.expected.url or self.site.url
        if url and not is_same_site(url, home):
            self.differ(SITEMAP, "foreign", home)
        self.check_listed(manifest, pages)
        return pages

    def read_sitemaps(self, manifest: Manifest) -> set[str] | None:
        """The addresses of all pages, or nothing where a sitemap is not the one of the list. The one of a large site
        names others, which are read one by one and together may be as long as one.
        """
        if SITEMAP not in manifest.digests:
            return None
        data = self.read_sitemap(manifest, SITEMAP, MOST_BYTES)
        if data is None:
            return None
        urls = addresses_in(data)
        is_index = b"<sitemapindex" in data
        names = [url.rpartition("/")[2] for url in urls] if is_index else []
        if not self.check_parts(manifest, names):
            return None
        pages = set() if is_index else set(urls)
        left = MOST_BYTES - len(data)
        for name in names:
            data = self.read_sitemap(manifest, name, left)
            if data is None:
                return None
            left -= len(data)
            pages.update(addresses_in(data))
            self.site.budget.check_files(len(pages))
        return pages

    def check_parts(self, manifest: Manifest, names: Sequence[str]) -> bool:
        """Whether the sitemap names each of the other sitemaps of the list once: no page may be left out by naming
        fewer of them, or by naming a file that is no sitemap or the sitemap itself.
        """
        if sorted(names) == sorted(filter(SITEMAP_PART.fullmatch, manifest.digests)):
            return True
        if set(names) <= {*manifest.digests, MANIFEST}:
            self.differ(SITEMAP, "other-sitemaps")
        self.check_listed(manifest, set(names))
        return False

    def read_sitemap(self, manifest: Manifest, path: str, most: int) -> bytes | None:
        """A sitemap of the list of at most so many bytes, or nothing where it is another."""
        file = self.site.read(path, partial(whole, most=most))
        if file.digest != manifest.digests[path]:
            self.differ(path, file.fault or "changed", file.detail)
            return None
        self.site.budget.check_files(file.data.count(b"<loc>"))
        return file.data

    def check_listed(self, manifest: Manifest, paths: Set[str]) -> None:
        for path in paths - set(manifest.digests) - {MANIFEST}:
            self.differ(path, "unlisted")

    def check_file(self, path: str, digest: str, pages: frozenset[str]) -> None:
        file = self.site.read(path, digest_of)
        # A host may send on from the page at an old address.
        may_move = file.fault == "moved" and path.endswith(".html") and path not in pages
        if file.digest != digest and not may_move:
            self.differ(path, file.fault or "changed", file.detail)


def compare(site: PublishedSite, expected: Expected) -> Comparison:
    """Compares everything that the site can show."""
    comparison = Comparison(site, expected)
    try:
        first = site.read(MANIFEST, whole)
        comparison.run(first)
        if comparison.different and (again := site.read(MANIFEST, whole)) != first:
            comparison = Comparison(site, expected)
            comparison.run(again)
    except (Spent, Unreachable) as error:
        comparison.stopped = error
    return comparison
