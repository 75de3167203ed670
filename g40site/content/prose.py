"""The Markdown texts of the content: where each stands, what it becomes, where its links go.

In: what was loaded. Out: every text rendered once, links resolved against entries, files and addresses, and a
problem at the very place of each link that leads nowhere.
"""

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.json import Decoder

from g40site import addresses
from g40site.content import nodes
from g40site.content.entries import Body, Content, Entry
from g40site.content.keeping import remember
from g40site.content.names import OTHER_IMAGES, ending_of, is_image
from g40site.content.nodes import Node
from g40site.content.reader import SourceText
from g40site.content.site import Site
from g40site.diagnostics import Problems, nearest
from g40site.engine import workers
from g40site.engine.cache import Cache
from g40site.engine.fingerprints import of_bytes, of_text
from g40site.engine.tracking import Query, Tracker
from g40site.markdown import Finding, Heading, Link, LinksAndAnchors, Rendered, Target, render, resolve

# The digest of a text and the beginning of its ids: what its HTML depends on.
Key = tuple[bytes, str]
# How many rendered texts are kept beside the memory.
AT_HAND = 512
NO_IDS: frozenset[str] = frozenset()

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


class Text(Struct, frozen=True):
    """A Markdown text of an entry: its digest, the beginning of its ids, and how to get its words and its place."""

    entry: Entry
    file: str
    key: Key
    place: Callable[[], SourceText]


RENDERED = Decoder(Rendered)


class MarkdownCache:
    """Every text of the site, rendered when it is needed: this run's own work, or what the memory has of it."""

    def __init__(self, memory: Cache, code: bytes) -> None:
        self.memory, self.code = memory, code
        self.found: list[Text] = []
        self.outlines: dict[Key, LinksAndAnchors] = {}
        self.written: dict[Key, Callable[[], str]] = {}
        self.at_hand: dict[Key, Rendered] = {}

    def rendered(self, key: Key) -> Rendered:
        if (found := self.at_hand.get(key)) is None:
            found = self.remembered(key) or self.render(key, self.written[key]())
            if len(self.at_hand) >= AT_HAND:
                self.at_hand.clear()
            self.at_hand[key] = found
        return found

    def remembered(self, key: Key) -> Rendered | None:
        return self.memory.get_value("text", self.row_key(key), RENDERED)

    def render(self, key: Key, markdown: str) -> Rendered:
        made = render(markdown, key[1])
        # A file that was saved while we build gives another text than the one that was asked for.
        if of_text(markdown) == key[0]:
            self.memory.put_value("text", self.row_key(key), made)
        return made

    def row_key(self, key: Key) -> bytes:
        return of_bytes(self.code + key[0] + key[1].encode())

    def use(self) -> None:
        """All of them are still needed, also those that nobody looked at now."""
        self.memory.use("text", map(self.row_key, self.written))


class Prose:
    """All texts of the site; `targets` says to what a link to an entry or a file leads, `bodies` are the Markdown."""

    def __init__(self, texts: MarkdownCache, targets: "LinkResolver", bodies: Mapping[str, Body]) -> None:
        self.texts, self.targets, self.bodies = texts, targets, bodies
        self.notebook = Tracker({})
        self.notebook.open("body", lambda file: bodies[file].digest)
        self.notebook.open("target", self.target)
        self.notebook.open("picture", targets.pictures.get)

    def target(self, file: str, destination: str, image: str = "") -> Target | None:
        return self.targets.of(Link(destination, bool(image), 0, 0, ""), file)

    def body(self, file: str) -> Body:
        """The Markdown of a file."""
        self.notebook.note(("body", file))
        return self.bodies[file]

    def html(
        self,
        markdown: str | Body,
        file: str,
        prefix: str = "",
        change: Callable[[Target | None], Target | None] = lambda target: target,
    ) -> str:
        """The HTML of a text of a file, its links resolved, each target changed as the caller wants it."""
        rendered = self.texts.rendered(key_of(markdown, prefix))
        targets = []
        for link in rendered.links:
            self.notebook.note(question_of(link, file))
            targets.append(change(self.targets.of(link, file)))
        return resolve(rendered, targets)

    def plain(self, markdown: str | Body, prefix: str = "") -> str:
        return self.texts.rendered(key_of(markdown, prefix)).plain

    def headings(self, markdown: str | Body) -> tuple[Heading, ...]:
        return self.texts.rendered(key_of(markdown)).headings

    def picture(self, file: str) -> "Picture":
        """The published forms of an image of the content."""
        self.notebook.note(("picture", file))
        return self.targets.pictures[file]


def question_of(link: Link, file: str) -> Query:
    """What is asked of a link: only a path or a heading means something else in another file."""
    scheme, colon, _ = link.destination.partition(":")
    everywhere = link.destination.startswith("/") or (colon and scheme.isalpha())
    return "target", "" if everywhere else file, link.destination, "image" if link.image else ""


def key_of(markdown: str | Body, prefix: str = "") -> Key:
    return (of_text(markdown) if isinstance(markdown, str) else markdown.digest), prefix


class Picture(Struct, frozen=True):
    """The published forms of one image: the address to show, other sizes, and its own size."""

    src: str
    srcset: str
    width: int
    height: int
    forms: tuple[tuple[str, str], ...] = ()


class Document(Struct, frozen=True):
    """Where a document stands, and what it is: `PDF, 120 kB`."""

    address: str
    note: str


class LinkResolver(Struct, frozen=True):
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

    def look_up(self, link: Link, file: str) -> "Target | BrokenLink":
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

    def same_page(self, anchor: str, file: str) -> "Target | BrokenLink":
        known = self.anchors.get(("", file), frozenset())
        if found := heading_id(anchor, known):
            return Target(f"#{found}")
        return BrokenLink("link-naar-kop", anchor, partial(nearest, anchor, known, 1))

    def entry(self, kind: str, id: str, anchor: str) -> "Target | BrokenLink":
        known = self.ids.get(kind, {})
        if id not in known:
            if (kind, id) in self.drafts:
                return BrokenLink("link-naar-concept", f"{kind}:{id}")
            return BrokenLink(UNKNOWN_LINK, id, partial(nearest, id, known, 1), KINDS_IN_DUTCH[kind])
        return self.with_anchor(kind, id, self.base + known[id].removeprefix("/"), anchor)

    def with_anchor(self, kind: str, id: str, href: str, anchor: str) -> "Target | BrokenLink":
        """An entry's page, or a heading of its main text; the headings of an entry with faults are not known."""
        known = self.anchors.get((kind, id))
        if not anchor or known is None:
            return Target(href)
        if found := heading_id(anchor, known):
            return Target(f"{href}#{found}")
        return BrokenLink("link-naar-kop", anchor, partial(nearest, anchor, known, 1))

    def address(self, destination: str) -> "Target | BrokenLink":
        path, _, anchor = destination.partition("#")
        path, mark, query = path.partition("?")
        address = unquote(path)
        for candidate in (address, address.rstrip("/") + "/"):
            if candidate in self.fixed:
                return self.anchored(candidate, mark + query, anchor)
        return BrokenLink("link-naar-adres", address, partial(nearest, address, self.fixed, 1))

    def anchored(self, address: str, query: str, anchor: str) -> "Target | BrokenLink":
        """A page by its address; only the page of an entry has headings that a text may name."""
        href = self.base + quote(address.removeprefix("/")) + query
        owners = ((kind, id) for kind, ids in self.ids.items() for id, at in ids.items() if at == address)
        owner = next(owners, None)
        if owner is not None:
            return self.with_anchor(*owner, href, anchor)
        return BrokenLink("link-naar-kop", anchor) if anchor else Target(href)

    def path(self, destination: str, anchor: str, file: str, *, image: bool) -> "Target | BrokenLink":
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
                return BrokenLink("plaatje-soort", destination)
            if ending_of(path) in OTHER_IMAGES:
                return BrokenLink("plaatje-soort", destination)
            return BrokenLink("plaatje-ontbreekt", destination, partial(near_path, path, self.pictures, file))
        if path in self.files:
            return self.entry(*self.files[path], anchor)
        if path in self.documents:
            document = self.documents[path]
            return Target(self.base + quote(document.address.removeprefix("/")), note=document.note)
        if path in self.pictures:
            return Target(self.pictures[path].src)
        return BrokenLink(
            "link-naar-bestand", destination, partial(near_path, path, [*self.files, *self.documents], file)
        )


class BrokenLink(Struct, frozen=True):
    """Why a link leads nowhere: a code, what it names, and what it may mean."""

    code: str
    name: str
    near: Callable[[], tuple[str, ...]] = tuple
    kind: str = ""


def path_in_content(destination: str, file: str) -> str:
    """The file that a path in a text of `file` names, written as an address; what stands behind `#` is left out."""
    written = unquote(destination.partition("#")[0])
    return unicodedata.normalize("NFC", posixpath.normpath(posixpath.join(posixpath.dirname(file), written)))


def heading_id(anchor: str, known: frozenset[str]) -> str:
    """The id that a heading has on its page: its own words, or those behind `kop-` where the frame uses them itself."""
    return next((id for id in (anchor, f"kop-{anchor}") if id in known), "")


def near_file(path: str, known: Iterable[str]) -> tuple[str, ...]:
    """The files that a misspelt path may mean, judged by name first."""
    names = {posixpath.basename(file): file for file in sorted(known)}
    return tuple(names[name] for name in nearest(posixpath.basename(path), names, 1))


def near_path(path: str, known: Iterable[str], file: str) -> tuple[str, ...]:
    """The path as a text of `file` must write it, of the file that a misspelt one may mean."""
    others = (other for other in known if other != file)
    return tuple(posixpath.relpath(found, posixpath.dirname(file) or ".") for found in near_file(path, others))


def texts_of(loaded: Content) -> Iterator[Text]:
    """Every Markdown text with its entry."""
    for entry in loaded:
        if entry.model is not None:
            yield from texts_in(entry, loaded)


def texts_in(entry: Entry, loaded: Content) -> Iterator[Text]:
    if entry.body is not None:
        yield Text(entry, entry.file, (entry.body.digest, ""), entry.body.passage)
    if entry.kind == "site":
        for number, point in enumerate(entry.model.focus_points):
            if point.description:
                place = partial(in_list, entry, "focus_points", number, "description", point.description, loaded)
                yield Text(entry, entry.file, key_of(point.description, id_prefix("punt", str(number + 1))), place)
    for field, prefix in MARKDOWN.get(entry.kind, {}).items():
        if markdown := getattr(entry.model, field):
            place = partial(in_entry, entry, field, markdown, loaded)
            yield Text(entry, entry.file, key_of(markdown, id_prefix(prefix, entry.id) if prefix else ""), place)


def in_list(entry: Entry, key: str, number: int, field: str, markdown: str, loaded: Content) -> SourceText:
    items = entry.node.pairs[key].items or []
    return in_yaml(items[number], field, markdown, loaded)


def in_entry(entry: Entry, field: str, markdown: str, loaded: Content) -> SourceText:
    return in_yaml(entry.node, field, markdown, loaded)


def in_yaml(node: Node, key: str, markdown: str, loaded: Content) -> SourceText:
    return nodes.passage(node.pairs[key], markdown, loaded.lines(node.span.file), node.keys[key])


PART = 32


def render_all(loaded: Content, problems: Problems, memory: Cache, code: bytes, jobs: int = 1) -> MarkdownCache:
    """Every text once; what is wrong in a text itself is told at its place. What the memory knows is not made again."""
    texts = MarkdownCache(memory, code)
    texts.outlines |= loaded.outlines
    findings: dict[Key, tuple[Finding, ...]] = {}
    texts.found = list(texts_of(loaded))
    new: dict[Key, Text] = {}
    for one in texts.found:
        texts.written.setdefault(one.key, partial(words_of, one))
        if one.key in texts.outlines or one.key in new:
            continue
        known = texts.remembered(one.key)
        if known is None:
            new[one.key] = one
        else:
            texts.outlines[one.key], findings[one.key] = LinksAndAnchors(known.links, known.ids), known.findings
    memory.before_fork()
    for made in workers.spread(partial(render_some, texts), workers.parts_of(list(new.values()), PART), jobs):
        for key, outline, wrong in made:
            texts.outlines[key], findings[key] = outline, wrong
    tell_findings(texts.found, findings, problems)
    remember(loaded, memory, partial(outlines_of, loaded, texts, findings))
    return texts


def words_of(one: Text) -> str:
    return one.place().text


def render_some(texts: MarkdownCache, some: Sequence[Text]) -> list[tuple[Key, LinksAndAnchors, tuple[Finding, ...]]]:
    """The work of one worker on its part; the HTML itself goes to the memory."""
    made = []
    for one in some:
        rendered = texts.render(one.key, one.place().text)
        made.append((one.key, LinksAndAnchors(rendered.links, rendered.ids), rendered.findings))
    texts.memory.write()
    return made


def tell_findings(found: list[Text], findings: Mapping[Key, tuple[Finding, ...]], problems: Problems) -> None:
    for one in found:
        if wrong := findings.get(one.key):
            passage = one.place()
            for finding in wrong:
                place = passage.span(finding.start, finding.end)
                problems.add(finding.code, place, finding.near, **dict(finding.values))


def outlines_of(
    loaded: Content, texts: MarkdownCache, findings: Mapping[Key, tuple[Finding, ...]], entry: Entry
) -> list[tuple[bytes, str, LinksAndAnchors]] | None:
    """The outlines of an entry's texts, or None when one of them has a fault."""
    rows = []
    for one in texts_in(entry, loaded):
        if findings.get(one.key):
            return None
        rows.append((*one.key, texts.outlines[one.key]))
    return rows


def check_links(loaded: Content, prose: Prose, problems: Problems) -> None:
    """Every link leads somewhere; where the kinds it could name were not all loaded, it is not judged."""
    incomplete = bool(loaded.broken) or any(entry.model is None for entry in loaded)
    for one in prose.texts.found:
        for link in prose.texts.outlines[one.key].links:
            miss = prose.targets.look_up(link, one.file)
            if isinstance(miss, Target) or (incomplete and excused(link, miss, loaded)):
                continue
            near = partial(near_image, miss, link, loaded, one.file) if miss.code == "plaatje-ontbreekt" else miss.near
            problems.add(miss.code, one.place().span(link.start, link.end), near, name=miss.name, kind=miss.kind)


def excused(link: Link, miss: BrokenLink, loaded: Content) -> bool:
    """Whether a link may be right once the entries with faults are mended."""
    return link.destination.partition(":")[0] in loaded.broken or miss.code == "link-naar-adres"


def near_image(miss: BrokenLink, link: Link, loaded: Content, file: str) -> tuple[str, ...]:
    """The image that a misspelt path may mean, also when no text uses it yet."""
    images = [*(f"content/{media}" for media in loaded.media), *loaded.figures]
    return miss.near() or near_path(unquote(link.destination), filter(is_image, images), file)


def anchors(loaded: Content, texts: MarkdownCache) -> dict[tuple[str, str], frozenset[str]]:
    """The ids that links may name: of each entry's main text, and of each file for links within it."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    found |= {(entry.kind, entry.id): NO_IDS for entry in loaded if entry.model is not None}
    for one in texts.found:
        ids = frozenset(texts.outlines[one.key].ids)
        if not one.key[1]:
            found[one.entry.kind, one.entry.id] = ids
        if ids:
            found["", one.file] = found.get(("", one.file), NO_IDS) | ids
    return found


def entry_addresses(loaded: Content, site: Site) -> dict[str, dict[str, str]]:
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
