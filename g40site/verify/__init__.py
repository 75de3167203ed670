"""Whether a published site is what was built: every file against the list of digests, in a folder or over HTTP.

In: a site to read, and what is expected there. Out: the day of the list, how many files were compared, every
difference, and what kept it from its end. A site that is published anew while it is looked at is looked at once more.

Who looks at a site from outside has only the site to go by. So an empty list is not believed, nor the one of another
site: the home page and the sitemap stand in it, every page of that sitemap does, and it is the sitemap of this address.
"""

import datetime as dt

from msgspec import Struct

from g40site.verify.connection import Budget, Limits, Spent, Unreachable
from g40site.verify.manifest import MANIFEST, SITEMAP, Manifest, is_same_site, read_manifest, read_sitemap, sitemaps_in
from g40site.verify.sites import FileResult, Folder, PublishedSite, Web

__all__ = [
    "Budget", "Difference", "Expected", "Folder", "Limits", "Report", "Spent", "Unreachable", "Web", "compare",
]  # fmt: skip

# What every site has.
REQUIRED = ("index.html", SITEMAP)


class Expected(Struct, frozen=True):
    """What must be so of the site, whatever its list says: its address, where one is given, and how many files."""

    url: str = ""
    files: int = 0


class Difference(Struct, frozen=True, order=True):
    """`kind` is a fault of a file, `changed`, `unlisted`, or of the list as a whole `no-list` (no such form),
    `no-site` (a file is not in it that every site has), `few` or `foreign`; `detail` is what there is to say of it.
    """

    path: str
    kind: str
    detail: str = ""


class Report(Struct, frozen=True):
    """The outcome of a comparison; `day` is that of the list, `files` of its `listed` files were compared.

    `stopped` is what kept it from its end: then there may be more differences.
    """

    day: dt.date | None
    files: int
    listed: int
    differences: tuple[Difference, ...]
    stopped: Spent | Unreachable | None = None


class Comparison:
    """One look at a site, which may end early."""

    def __init__(self, site: PublishedSite, expected: Expected) -> None:
        self.site = site
        self.expected = expected
        self.differences: set[Difference] = set()
        self.day: dt.date | None = None
        self.files = self.listed = 0
        self.stopped: Spent | Unreachable | None = None

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
        self.differences.add(Difference(path, kind, detail))

    def check_whole(self, manifest: Manifest) -> frozenset[str]:
        """Whether the list is that of a whole site, and of this one. Gives the pages that nobody may send on from:
        those of the sitemap, when that is the one of the list, otherwise all.
        """
        for path in REQUIRED:
            if path not in manifest.digests:
                self.differ(MANIFEST, "no-site", path)
        if len(manifest.digests) < self.expected.files:
            self.differ(MANIFEST, "few", str(len(manifest.digests)))
        data = self.sitemap_file(manifest, SITEMAP)
        if data is not None and (names := sitemaps_in(data)):
            # That of a large site names others.
            self.check_listed(manifest, set(names))
            files = [self.sitemap_file(manifest, name) for name in dict.fromkeys(names)]
            data = None if None in files else b"".join(filter(None, files))
        if data is None:
            return frozenset(manifest.digests)
        self.site.budget.check_files(data.count(b"<loc>"))
        sitemap = read_sitemap(data)
        url = self.expected.url or self.site.url
        if url and not is_same_site(url, sitemap.url):
            self.differ(SITEMAP, "foreign", sitemap.url)
        self.check_listed(manifest, set(sitemap.pages))
        return sitemap.pages

    def sitemap_file(self, manifest: Manifest, path: str) -> bytes | None:
        """A sitemap, or nothing where it is not the one of the list."""
        if path not in manifest.digests:
            return None
        file = self.site.data(path)
        if file.digest != manifest.digests[path]:
            return None
        self.site.budget.check_files(file.data.count(b"<loc>"))
        return file.data

    def check_listed(self, manifest: Manifest, paths: set[str]) -> None:
        for path in paths - set(manifest.digests) - {MANIFEST}:
            self.differ(path, "unlisted")

    def check_file(self, path: str, digest: str, pages: frozenset[str]) -> None:
        file = self.site.digest(path)
        # A host may send on from the page at an old address.
        may_move = file.fault == "moved" and path.endswith(".html") and path not in pages
        if file.digest != digest and not may_move:
            self.differ(path, file.fault or "changed", file.detail)

    def report(self) -> Report:
        return Report(self.day, self.files, self.listed, tuple(sorted(self.differences)), self.stopped)


def compare(site: PublishedSite, expected: Expected) -> Report:
    """Compares everything that the site can show."""
    comparison = Comparison(site, expected)
    try:
        first = site.data(MANIFEST)
        comparison.run(first)
        if comparison.differences and (again := site.data(MANIFEST)) != first:
            comparison = Comparison(site, expected)
            comparison.run(again)
    except (Spent, Unreachable) as error:
        comparison.stopped = error
    return comparison.report()
