"""The Markdown texts of the content: where each stands, what it becomes, where its links go.

In: what was loaded. Out: every text rendered once, links resolved against entries, files and addresses, and a
problem at the very place of each link that leads nowhere.
"""

import posixpath
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, unquote, urlsplit

from g40site import addresses, media, text
from g40site.content import nodes
from g40site.content.load import Entry, Loaded, ending_of
from g40site.content.nodes import Node
from g40site.content.site import Site
from g40site.diagnostics import Problems, Span, nearest
from g40site.source import Passage
from g40site.text import Link, Rendered, Target

# The Markdown fields of a kind, with the beginning of the ids that their text makes.
MARKDOWN = {"theme": {"description": ""}, "project": {"description": "", "seeking": "kans", "lesson": "les"}}
UNKNOWN_LINK = "link-naar-onbekende"
KINDS_IN_DUTCH = {
    "theme": "thema",
    "municipality": "gemeente",
    "project": "project",
    "news": "bericht",
    "event": "bijeenkomst",
    "page": "pagina",
}


def id_prefix(field: str, id: str) -> str:
    """The beginning of the ids in a text that shares its page with other texts."""
    return f"{field}-{id}-"


@dataclass(frozen=True, slots=True)
class Prose:
    """All texts of the site, rendered; `where` says to what an entry link or a path leads."""

    rendered: Mapping[tuple[str, str], Rendered]
    targets: "Targets"

    def html(self, markdown: str, file: str, prefix: str = "") -> str:
        """The HTML of a text of a file, its links resolved."""
        rendered = self.rendered[markdown, prefix]
        return text.resolve(rendered, [self.targets.of(link, file) for link in rendered.links])

    def plain(self, markdown: str, prefix: str = "") -> str:
        return self.rendered[markdown, prefix].plain

    def headings(self, markdown: str) -> tuple[text.Heading, ...]:
        return self.rendered[markdown, ""].headings


@dataclass(frozen=True, slots=True)
class Picture:
    """The published forms of one image: the address to show, other sizes, and its own size."""

    src: str
    srcset: str
    width: int
    height: int
    forms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Where a document stands, and what it is: `PDF, 120 kB`."""

    address: str
    note: str


@dataclass(frozen=True, slots=True)
class Targets:
    """Where links lead: ids by kind, files by path, pictures by path, and the site's own addresses."""

    base: str
    own: tuple[str, ...]
    ids: Mapping[str, Mapping[str, str]]
    drafts: frozenset[tuple[str, str]]
    files: Mapping[str, tuple[str, str]]
    documents: Mapping[str, Document]
    pictures: Mapping[str, Picture]
    refused: frozenset[str]
    anchors: Mapping[tuple[str, str], frozenset[str]]
    fixed: frozenset[str]

    def of(self, link: Link, file: str) -> Target | None:
        """The target of a link in a file, or None when it leads nowhere."""
        found = self.look_up(link, file)
        return found if isinstance(found, Target) else None

    def look_up(self, link: Link, file: str) -> "Target | Miss":
        destination, _, anchor = link.destination.partition("#")
        scheme, colon, rest = destination.partition(":")
        if not destination:
            return self.same_page(anchor, file)
        if colon and scheme in KINDS_IN_DUTCH:
            return self.entry(scheme, rest, anchor)
        if colon and scheme.lower() in ("https", "http", "mailto"):
            own = next((site for site in self.own if f"{link.destination}/".startswith(site)), None)
            if own is not None and not link.image:
                return self.address("/" + link.destination[len(own) :])
            return Target(link.destination, external=scheme.lower() != "mailto")
        if destination.startswith("/"):
            return self.address(link.destination)
        return self.path(destination, anchor, file, image=link.image)

    def same_page(self, anchor: str, file: str) -> "Target | Miss":
        known = self.anchors.get(("", file), frozenset())
        if found := heading_id(anchor, known):
            return Target(f"#{found}")
        return Miss("link-naar-kop", anchor, partial(nearest, anchor, known, 1))

    def entry(self, kind: str, id: str, anchor: str) -> "Target | Miss":
        known = self.ids.get(kind, {})
        if id not in known:
            if (kind, id) in self.drafts:
                return Miss("link-naar-concept", f"{kind}:{id}")
            return Miss(UNKNOWN_LINK, id, partial(nearest, id, known, 1), KINDS_IN_DUTCH[kind])
        return self.with_anchor(kind, id, self.base + known[id].removeprefix("/"), anchor)

    def with_anchor(self, kind: str, id: str, href: str, anchor: str) -> "Target | Miss":
        """An entry's page, or a heading of its main text; the headings of an entry with faults are not known."""
        known = self.anchors.get((kind, id))
        if not anchor or known is None:
            return Target(href)
        if found := heading_id(anchor, known):
            return Target(f"{href}#{found}")
        return Miss("link-naar-kop", anchor, partial(nearest, anchor, known, 1))

    def address(self, destination: str) -> "Target | Miss":
        path, _, anchor = destination.partition("#")
        path, mark, query = path.partition("?")
        address = unquote(path)
        for candidate in (address, address.rstrip("/") + "/"):
            if candidate in self.fixed:
                return self.anchored(candidate, mark + query, anchor)
        return Miss("link-naar-adres", address, partial(nearest, address, self.fixed, 1))

    def anchored(self, address: str, query: str, anchor: str) -> "Target | Miss":
        """A page by its address; only the page of an entry has headings that a text may name."""
        href = self.base + quote(address.removeprefix("/")) + query
        owners = ((kind, id) for kind, ids in self.ids.items() for id, at in ids.items() if at == address)
        owner = next(owners, None)
        if owner is not None:
            return self.with_anchor(*owner, href, anchor)
        return Miss("link-naar-kop", anchor) if anchor else Target(href)

    def path(self, destination: str, anchor: str, file: str, *, image: bool) -> "Target | Miss":
        """A path to a file of the content, seen from the file that the text stands in."""
        path = path_in_content(destination, file)
        if path in self.refused:
            # Its fault was told; as long as it stands no page is made.
            return Target("")
        if image:
            if (picture := self.pictures.get(path)) is not None:
                return Target(
                    picture.src,
                    width=picture.width,
                    height=picture.height,
                    srcset=picture.srcset,
                    forms=picture.forms,
                )
            if path in self.documents or path in self.files:
                return Miss("plaatje-soort", destination)
            return Miss("plaatje-ontbreekt", destination, partial(near_file, path, self.pictures))
        if path in self.files:
            return self.entry(*self.files[path], anchor)
        if path in self.documents:
            document = self.documents[path]
            return Target(self.base + quote(document.address.removeprefix("/")), note=document.note)
        if path in self.pictures:
            return Target(self.pictures[path].src)
        return Miss("link-naar-bestand", destination, partial(near_file, path, [*self.files, *self.documents]))


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a link leads nowhere: a code, what it names, and what it may mean."""

    code: str
    name: str
    near: Callable[[], tuple[str, ...]] = tuple
    kind: str = ""


def path_in_content(destination: str, file: str) -> str:
    """The file that a path in a text of `file` names, written as an address; what stands behind `#` is no part of it."""
    written = unquote(destination.partition("#")[0])
    return unicodedata.normalize("NFC", posixpath.normpath(posixpath.join(posixpath.dirname(file), written)))


def heading_id(anchor: str, known: frozenset[str]) -> str:
    """The id that a heading has on its page: its own words, or those behind `kop-` where the frame uses them itself."""
    return next((id for id in (anchor, f"kop-{anchor}") if id in known), "")


def near_file(path: str, known: Mapping[str, object] | list[str]) -> tuple[str, ...]:
    """The names of files that a misspelt path may mean, judged by name first."""
    names = {posixpath.basename(file): file for file in sorted(known)}
    return nearest(posixpath.basename(path), names, 1)


def passages(loaded: Loaded) -> Iterator[tuple[Entry, Passage, str]]:
    """Every Markdown text with its entry, its place and the beginning of its ids."""
    for entry in loaded:
        if entry.model is None:
            continue
        if entry.body is not None:
            yield entry, entry.body, ""
        if entry.kind == "site":
            for number, node in enumerate(entry.node.pairs["focus_points"].items or []):
                if markdown := entry.model.focus_points[number].description:
                    yield entry, in_yaml(node, "description", markdown, loaded), id_prefix("punt", str(number + 1))
        for field, prefix in MARKDOWN.get(entry.kind, {}).items():
            if markdown := getattr(entry.model, field):
                place = in_yaml(entry.node, field, markdown, loaded)
                yield entry, place, id_prefix(prefix, entry.id) if prefix else ""


def in_yaml(node: Node, key: str, markdown: str, loaded: Loaded) -> Passage:
    return nodes.passage(node.pairs[key], markdown, loaded.lines[node.span.file], node.keys[key])


def render_all(loaded: Loaded, problems: Problems) -> dict[tuple[str, str], Rendered]:
    """Every text once; what is wrong in a text itself is told at its place."""
    rendered: dict[tuple[str, str], Rendered] = {}
    for _entry, passage, prefix in passages(loaded):
        key = (passage.text, prefix)
        if key not in rendered:
            rendered[key] = text.render(passage.text, prefix)
        for finding in rendered[key].findings:
            problems.add(finding.code, passage.span(finding.start, finding.end), finding.near, **dict(finding.values))
    return rendered


def check_links(loaded: Loaded, prose: Prose, problems: Problems) -> None:
    """Every link leads somewhere; where the kinds it could name were not all loaded, it is not judged."""
    incomplete = bool(loaded.broken) or any(entry.model is None for entry in loaded)
    for _entry, passage, prefix in passages(loaded):
        for link in prose.rendered[passage.text, prefix].links:
            miss = prose.targets.look_up(link, passage.file)
            if isinstance(miss, Target) or (incomplete and excused(link, miss, loaded)):
                continue
            near = partial(near_image, miss, link, loaded) if miss.code == "plaatje-ontbreekt" else miss.near
            problems.add(miss.code, passage.span(link.start, link.end), near, name=miss.name, kind=miss.kind)


def excused(link: Link, miss: Miss, loaded: Loaded) -> bool:
    """Whether a link may be right once the entries with faults are mended."""
    return link.destination.partition(":")[0] in loaded.broken or miss.code == "link-naar-adres"


def near_image(miss: Miss, link: Link, loaded: Loaded) -> tuple[str, ...]:
    """The image that a misspelt path may mean, also when no text uses it yet."""
    images = [file for file in loaded.media if ending_of(file) in media.IMAGE_ENDINGS]
    return miss.near() or near_file(unquote(link.destination), images)


def anchors(loaded: Loaded, rendered: Mapping[tuple[str, str], Rendered]) -> dict[tuple[str, str], frozenset[str]]:
    """The ids that links may name: of each entry's main text, and of each file for links within it."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    found |= {(entry.kind, entry.id): frozenset() for entry in loaded if entry.model is not None}
    for entry, passage, prefix in passages(loaded):
        ids = frozenset(rendered[passage.text, prefix].ids)
        if not prefix:
            found[entry.kind, entry.id] = ids
        found["", passage.file] = found.get(("", passage.file), frozenset()) | ids
    return found


def entry_addresses(loaded: Loaded, site: Site) -> dict[str, dict[str, str]]:
    """The address of every entry that a link may name, by kind and id; drafts only when they are shown.

    An entry whose fields are wrong is still there: its own problem was told, links to it are right.
    """
    shown = {"news": {item.slug for item in site.news}, "event": {e.slug for e in site.events}}
    shown["page"] = {page.slug for page in site.pages}
    return {
        kind: {
            entry.id: address(entry.id)
            for entry in loaded.of(kind)
            if entry.id and (kind not in shown or entry.model is None or entry.id in shown[kind])
        }
        for kind, address in addresses.ENTRY.items()
    }
