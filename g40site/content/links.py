"""Where links lead: entries, files, pictures and the addresses of the site itself.

In: what was read and what is published. Out: a target for each link, or why it leads nowhere; a problem at the very
place of each of these.
"""

import posixpath
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from urllib.parse import quote, unquote

from msgspec import Struct

from g40site import addresses
from g40site.content.entries import Content
from g40site.content.files import OTHER_IMAGES, ending_of, is_image, near_file, path_in_content
from g40site.content.pictures import Published
from g40site.content.site import Site
from g40site.diagnostics import Problems, nearest
from g40site.markdown import Link, Target

NO_IDS: frozenset[str] = frozenset()
UNKNOWN_LINK = "link-naar-onbekende"
KINDS_IN_DUTCH = {
    "theme": "thema",
    "municipality": "gemeente",
    "project": "project",
    "news": "bericht",
    "event": "bijeenkomst",
    "page": "pagina",
}


class BrokenLink(Struct, frozen=True):
    """Why a link leads nowhere: a code, what it names, and what it may mean."""

    code: str
    name: str
    near: Callable[[], tuple[str, ...]] = tuple
    kind: str = ""


class LinkResolver(Struct, frozen=True):
    """Where links lead: entries by kind and id, by file and by address, images and documents, and what else the site
    has.
    """

    base: str
    own: tuple[str, ...]
    ids: Mapping[str, Mapping[str, str]]
    drafts: frozenset[tuple[str, str]]
    files: Mapping[str, tuple[str, str]]
    pages: Mapping[str, tuple[str, str]]
    published: Published
    anchors: Mapping[tuple[str, str], frozenset[str]]
    fixed: frozenset[str]

    def target(self, file: str, written: str, image: str = "") -> Target | None:
        """What a destination in a text of a file leads to, or None for nothing; `image` says that it must be shown."""
        resolved = self.resolve(file, written, image=bool(image))
        return resolved if isinstance(resolved, Target) else None

    def resolve(self, file: str, written: str, *, image: bool) -> Target | BrokenLink:
        """The target of a destination as it was written, or why there is none."""
        destination, _, anchor = written.partition("#")
        scheme, colon, rest = destination.partition(":")
        if not destination:
            return heading("", anchor, self.anchors.get(("", file), NO_IDS))
        if colon and scheme in KINDS_IN_DUTCH:
            return self.entry(scheme, rest, anchor)
        if colon and scheme.lower() in ("https", "http", "mailto"):
            own = next((site for site in self.own if f"{written}/".startswith(site)), None)
            if own is not None and not image:
                return self.address("/" + written[len(own) :])
            return Target(written, external=scheme.lower() != "mailto")
        if destination.startswith("/"):
            return self.address(written)
        return self.path(destination, anchor, file, image=image)

    def entry(self, kind: str, id: str, anchor: str) -> Target | BrokenLink:
        known = self.ids.get(kind, {})
        if id not in known:
            if (kind, id) in self.drafts:
                return BrokenLink("link-naar-concept", f"{kind}:{id}")
            return BrokenLink(UNKNOWN_LINK, id, partial(nearest, id, known, 1), KINDS_IN_DUTCH[kind])
        return self.with_anchor(kind, id, self.base + known[id].removeprefix("/"), anchor)

    def with_anchor(self, kind: str, id: str, href: str, anchor: str) -> Target | BrokenLink:
        """An entry's page, or a heading of its main text; the headings of an entry with faults are not known."""
        known = self.anchors.get((kind, id))
        return Target(href) if not anchor or known is None else heading(href, anchor, known)

    def address(self, destination: str) -> Target | BrokenLink:
        path, _, anchor = destination.partition("#")
        path, mark, query = path.partition("?")
        address = unquote(path)
        for candidate in (address, address.rstrip("/") + "/"):
            if candidate in self.fixed:
                return self.anchored(candidate, mark + query, anchor)
        return BrokenLink("link-naar-adres", address, partial(nearest, address, self.fixed, 1))

    def anchored(self, address: str, query: str, anchor: str) -> Target | BrokenLink:
        """A page by its address; only the page of an entry has headings that a text may name."""
        href = self.base + quote(address.removeprefix("/")) + query
        if anchor and f"{address}#{anchor}" in self.pages:
            return Target(f"{href}#{anchor}")
        if address in self.pages:
            return self.with_anchor(*self.pages[address], href, anchor)
        return BrokenLink("link-naar-kop", anchor) if anchor else Target(href)

    def path(self, destination: str, anchor: str, file: str, *, image: bool) -> Target | BrokenLink:
        """A path to a file of the content, seen from the file that the text stands in."""
        path = path_in_content(destination, file)
        pictures, documents = self.published.pictures, self.published.documents
        if path in self.published.refused:
            # Its fault was told; as long as it stands no page is made.
            return Target("")
        if image:
            if path in pictures:
                return pictures[path]
            if path in documents or path in self.files or ending_of(path) in OTHER_IMAGES:
                return BrokenLink("plaatje-soort", destination)
            return BrokenLink("plaatje-ontbreekt", destination, partial(near_path, path, pictures, file))
        if path in self.files:
            return self.entry(*self.files[path], anchor)
        if path in pictures:
            return Target(pictures[path].href)
        if path in documents:
            return documents[path]
        return BrokenLink("link-naar-bestand", destination, partial(near_path, path, [*self.files, *documents], file))


def heading(page: str, anchor: str, known: frozenset[str]) -> Target | BrokenLink:
    """A heading of a page: its id is its own words, or these behind `kop-` where the frame uses them itself."""
    for id in (anchor, f"kop-{anchor}"):
        if id in known:
            return Target(f"{page}#{id}")
    return BrokenLink("link-naar-kop", anchor, partial(nearest, anchor, known, 1))


def near_path(path: str, known: Iterable[str], file: str) -> tuple[str, ...]:
    """The path as a text of `file` must write it, of the file that a misspelt one may mean."""
    others = (other for other in known if other != file)
    return tuple(posixpath.relpath(other, posixpath.dirname(file) or ".") for other in near_file(path, others))


def check_links(content: Content, links: LinkResolver, problems: Problems) -> None:
    """Every link leads somewhere; where the kinds it could name were not all read, it is not judged."""
    incomplete = bool(content.broken) or any(entry.model is None for entry in content)
    for text in content.texts:
        for link in text.links:
            broken = links.resolve(text.file, link.destination, image=link.image)
            if isinstance(broken, Target) or (incomplete and excused(link, broken, content)):
                continue
            near = broken.near
            if broken.code == "plaatje-ontbreekt":
                near = partial(near_image, broken, link, content, text.file)
            problems.add(broken.code, text.span(link.start, link.end), near, name=broken.name, kind=broken.kind)


def excused(link: Link, broken: BrokenLink, content: Content) -> bool:
    """Whether a link may be right once the entries with faults are mended."""
    return link.destination.partition(":")[0] in content.broken or broken.code == "link-naar-adres"


def near_image(broken: BrokenLink, link: Link, content: Content, file: str) -> tuple[str, ...]:
    """The image that a misspelt path may mean, also when no text uses it yet."""
    images = [*(f"content/{media}" for media in content.media), *content.figures]
    return broken.near() or near_path(unquote(link.destination), filter(is_image, images), file)


def anchors(content: Content) -> dict[tuple[str, str], frozenset[str]]:
    """The ids that links may name: of each entry's main text, and of each file for links within it."""
    ids_of: dict[tuple[str, str], frozenset[str]] = {}
    ids_of |= {(entry.kind, entry.id): NO_IDS for entry in content if entry.model is not None}
    for text in content.texts:
        ids = frozenset(text.ids)
        if not text.key[1]:
            ids_of[text.entry.kind, text.entry.id] = ids
        if ids:
            ids_of["", text.file] = ids_of.get(("", text.file), NO_IDS) | ids
    return ids_of


def resolver(content: Content, site: Site, url: str, published: Published, used: Iterable[str]) -> LinkResolver:
    """Everything that a link in a text may lead to; `used` are the addresses of all that the site has."""
    # An entry whose fields are wrong is still there: its own problem was told, links to it are right.
    ids = {
        kind: {
            entry.id: address(entry.id)
            for entry in content.of(kind)
            if entry.id and (site.drafts or not entry.is_draft)
        }
        for kind, address in addresses.ENTRY.items()
    }
    return LinkResolver(
        base=addresses.base_of(url),
        own=tuple(dict.fromkeys((site.settings.url, url))),
        ids=ids,
        drafts=frozenset((entry.kind, entry.id) for entry in content if entry.is_draft),
        files={entry.file: (entry.kind, entry.id) for entry in content if entry.body is not None},
        pages={address: (kind, id) for kind, known in ids.items() for id, address in known.items()},
        published=published,
        anchors=anchors(content),
        fixed=frozenset(used),
    )
