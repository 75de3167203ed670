"""Reads all content files and turns them into entries: a model, its node, and where it stands.

In: a reader on the root. Out: what was loaded, with the kinds of which not every id is known. An entry whose
fields are wrong keeps its id, so that references to it are not reported as well.
"""

import json
import posixpath
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from msgspec import Struct, field
from pydantic import BaseModel

from g40site import media, model
from g40site.content import chapters, nodes
from g40site.content.names import FIRST_PAGE, name_of
from g40site.content.nodes import Node
from g40site.content.rows import model_of, row_of
from g40site.content.validation import keys_of, validate
from g40site.diagnostics import Problems, Span, nearest
from g40site.digests import of_bytes, of_text
from g40site.kept.memory import Memory
from g40site.model.fields import SLUG
from g40site.source import (
    MANUAL,
    MARKDOWN_BYTES,
    MESSAGES,
    ROOT_FILES,
    YAML_BYTES,
    Passage,
    Reader,
    front_matter,
)
from g40site.text import Link, Outline

FOLDERS = ("agenda", "media", "news", "pages", "projects")


class Body(Struct, frozen=True, eq=False):
    """The Markdown of a file: where it begins, the digest of its text, and how to get the text itself."""

    file: str
    line: int
    digest: bytes
    read: Callable[[], str]

    def passage(self) -> Passage:
        return Passage(self.read(), self.file, self.line)


def body_of(passage: Passage) -> Body:
    return Body(passage.file, passage.line, of_text(passage.text), lambda: passage.text)


class Entry(Struct):
    """One entry of the content. `model` is None when its fields are wrong; `body` is the text of a Markdown file.

    `place` gives its node, which says where its keys stand; the node of an entry that was restored is made only when a
    problem must name a place.
    """

    kind: str
    id: str
    file: str
    place: Callable[[], Node]
    model: Any = None
    body: Body | None = None
    owner: str = ""
    dated: str = ""
    digest: bytes = b""

    @property
    def node(self) -> Node:
        return self.place()


def placed(node: Node) -> Callable[[], Node]:
    return lambda: node


class Loaded(Struct):
    """All entries by kind; `broken` names the kinds of which some id may be unknown.

    `media` are files below `content`, `figures` the images of the manual.
    `outlines` are the links and ids of texts that were restored with their file.
    """

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    media: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    outlines: dict[tuple[bytes, str], Outline] = field(default_factory=dict)
    fresh: list[tuple[bytes, list[Entry]]] = field(default_factory=list)
    lines: Callable[[str], list[str]] = lambda _file: []

    def of(self, kind: str) -> list[Entry]:
        return self.entries.get(kind, [])

    def ids(self, kind: str) -> list[str]:
        return [entry.id for entry in self.of(kind) if entry.id]

    def __iter__(self) -> Iterator[Entry]:
        for kind in self.entries.values():
            yield from kind

    def add(self, entry: Entry) -> None:
        self.entries.setdefault(entry.kind, []).append(entry)

    def take(self, part: "Loaded") -> None:
        """Everything of one file."""
        for entry in part:
            self.add(entry)
        self.broken |= part.broken


def load(reader: Reader, memory: Memory | None = None, code: bytes = b"") -> Loaded:
    """Everything below the root that is content, each file once.

    A file that is in the memory by its exact bytes, read by the same `code`, is restored from there.
    """
    loaded = Loaded(lines=lines_of(reader))
    files = list(reader.walk_all())
    loaded.media = tuple(file.removeprefix("content/") for file in files if file.startswith("content/media/"))
    loaded.figures = tuple(file for file in files if file.startswith(f"{MANUAL}/") and is_image(file))
    keep = Keep(reader, memory, code, loaded)
    for file in (*ROOT_FILES, *files):
        keep.load(file)
    for folder in (MANUAL, MESSAGES):
        first = f"{folder}/{FIRST_PAGE}"
        if first not in files and any(entry.file.startswith(f"{folder}/") for entry in loaded.of("chapter")):
            # Nothing would lead to the other pages.
            reader.problems.add("bestand-ontbreekt", Span(first))
    return loaded


def lines_of(reader: Reader) -> Callable[[str], list[str]]:
    @cache
    def lines(file: str) -> list[str]:
        return reader.again(file).split("\n")

    return lines


class Keep:
    """Loads one file after another, from the memory where it can."""

    def __init__(self, reader: Reader, memory: Memory | None, code: bytes, loaded: Loaded) -> None:
        self.reader, self.memory, self.code, self.loaded = reader, memory, code, loaded
        self.rows = memory.get_all("file") if memory else {}

    def load(self, file: str) -> None:
        if is_project_file(file) and not self.has_owner(file):
            return
        problems, key = self.reader.problems, None
        before = len(problems.found)
        if self.memory is not None and is_content(file) and (digest := self.reader.digest(file, most_of(file))):
            key = of_text(f"{file} {digest} {self.code.hex()}")
            if (row := self.rows.get(key)) is not None:
                self.memory.use("file", (key,))
                self.restore(file, json.loads(row))
                return
        # What is wrong with the bytes is told by the one who needs them.
        del problems.found[before:]
        part = Loaded()
        load_file(self.reader, part, file)
        entries = list(part)
        for entry in entries:
            if entry.model is not None:
                entry.digest = of_bytes(encoded(row_of(entry.model)))
        if key is not None and self.reader.steady and len(problems.found) == before and not part.broken:
            self.loaded.fresh.append((key, entries))
            # Nodes and text of a sound file are rarely asked for, and of ten thousand files most of the memory.
            self.reader.sources.pop(file, None)
            again = self.again(file)
            for number, entry in enumerate(entries):
                entry.place = partial(node_again, again, number)
        self.loaded.take(part)

    def has_owner(self, file: str) -> bool:
        """Whether the municipality of a file of projects is known; where not all of them are, it is not judged."""
        owner, known = owner_in(file), self.loaded.ids("municipality")
        if owner in known or "municipality" in self.loaded.broken:
            return True
        self.reader.problems.add("projecten-zonder-gemeente", Span(file), nearest(owner, known), name=owner)
        self.loaded.broken.add("project")
        return False

    def again(self, file: str) -> Callable[[], list[Entry]]:
        """The entries of a file with their nodes, read once more by the first who asks."""

        @cache
        def read() -> list[Entry]:
            part = Loaded()
            load_file(Reader(self.reader.root, Problems()), part, file)
            return list(part)

        return read

    def restore(self, file: str, row: list[Any]) -> None:
        """The entries of a file as they were when it was last read."""
        again = self.again(file)
        self.reader.texts.add(file)
        for number, (kind, id, owner, dated, digest, fields, body, texts) in enumerate(row):
            passage = Body(file, body[0], bytes.fromhex(body[1]), partial(text_again, again, number)) if body else None
            entry = Entry(kind, id, file, partial(node_again, again, number), None, passage, owner, dated)
            entry.model, entry.digest = model_of(MODELS[kind], fields), bytes.fromhex(digest)
            self.loaded.add(entry)
            for text, prefix, links, ids in texts:
                outline = Outline(tuple(Link(*link) for link in links), tuple(ids))
                self.loaded.outlines[bytes.fromhex(text), prefix] = outline


def node_again(entries: Callable[[], list[Entry]], number: int) -> Node:
    return entries()[number].node


def text_again(entries: Callable[[], list[Entry]], number: int) -> str:
    body = entries()[number].body
    assert body is not None, "the row says that there is a body"
    return body.read()


def encoded(row: list[Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def remember(loaded: Loaded, memory: Memory, outlines_of: Callable[[Entry], list[Any] | None]) -> None:
    """Puts the files that were read now in the memory. `outlines_of` gives None for an entry with a fault in a text:
    its file is read again by the next build, so that the fault is told again.
    """
    for key, entries in loaded.fresh:
        rows = []
        for entry in entries:
            if (outlines := outlines_of(entry)) is None:
                break
            body = [entry.body.line, entry.body.digest.hex()] if entry.body else None
            fields = row_of(entry.model)
            rows.append([entry.kind, entry.id, entry.owner, entry.dated, entry.digest.hex(), fields, body, outlines])
        else:
            memory.put_json("file", key, rows)


MODELS: dict[str, type[BaseModel]] = {
    "site": model.Site,
    "theme": model.Theme,
    "municipality": model.Municipality,
    "project": model.Project,
    "news": model.NewsItem,
    "event": model.Event,
    "page": model.Page,
    "chapter": model.Chapter,
}


def is_content(file: str) -> bool:
    return file.endswith((".yaml", ".md"))


def most_of(file: str) -> int:
    return MARKDOWN_BYTES if file.endswith(".md") else YAML_BYTES


def is_project_file(file: str) -> bool:
    return posixpath.dirname(file) == "content/projects" and file.endswith(".yaml")


def owner_in(file: str) -> str:
    """The municipality that a file of projects is named after."""
    return unicodedata.normalize("NFC", posixpath.basename(file).removesuffix(".yaml"))


def load_settings(reader: Reader, loaded: Loaded) -> None:
    node = yaml_file(reader, "site.yaml")
    if node is None:
        return
    if not node.is_map:
        reader.problems.add("yaml-geen-sleutels", node.span)
        return
    entry = Entry("site", "site", "site.yaml", placed(node), validate(node, model.Site, reader.problems))
    loaded.add(entry)


def yaml_file(reader: Reader, file: str) -> Node | None:
    source = reader.text(file)
    return nodes.parse(source.text, file, reader.problems) if source else None


def load_list(reader: Reader, loaded: Loaded, file: str, key: str, kind: str, form: type[BaseModel]) -> None:
    """A file with one key that holds a list of entries."""
    items = list_under(reader, file, key)
    if items is None:
        loaded.broken |= {kind, "project"} if kind == "municipality" else {kind}
        return
    for item in items:
        keep_out = ("projects",) if kind == "municipality" else ()
        entry = Entry(kind, id_of(item), file, placed(item), validate(item, form, reader.problems, keep_out))
        loaded.add(entry)
        if not entry.id:
            loaded.broken.add(kind)
        if kind == "municipality" and (projects := item.pairs.get("projects")) and not projects.is_empty:
            load_projects(reader, loaded, items_of(reader, projects, item.keys["projects"]), file, entry.id)


def list_under(reader: Reader, file: str, key: str) -> list[Node] | None:
    """The items of the list that a file holds under its one key, or None after a problem."""
    root = yaml_file(reader, file)
    if root is None:
        return None
    if not root.is_map:
        reader.problems.add("yaml-geen-sleutels", root.span)
        return None
    for name in root.pairs:
        if name != key:
            near = nearest(name, [key], 1) if key not in root.pairs else ()
            reader.problems.add("onbekende-sleutel", root.keys[name], near, key=name, choices=key)
    node = root.pairs.get(key)
    if node is None:
        if len(root.pairs) == 0 or not any(nearest(name, [key], 1) for name in root.pairs):
            reader.problems.add("sleutel-ontbreekt", root.span, key=key)
        return None
    return items_of(reader, node, root.keys[key])


def items_of(reader: Reader, node: Node, key: Span) -> list[Node] | None:
    if node.items is not None:
        return node.items
    if node.is_empty:
        reader.problems.add("leeg", key)
    else:
        reader.problems.add("lijst-verwacht", node.span, value=node.text or "…")
    return None


def load_projects(reader: Reader, loaded: Loaded, items: list[Node] | None, file: str, owner: str) -> None:
    if items is None:
        loaded.broken.add("project")
    for item in items or []:
        form = validate(item, model.Project, reader.problems)
        entry = Entry("project", id_of(item), file, placed(item), form, owner=owner)
        loaded.add(entry)
        if not entry.id:
            loaded.broken.add("project")


def id_of(node: Node) -> str:
    """The id that an entry gives itself, also when other fields are wrong."""
    if not node.is_map or (child := node.pairs.get("id")) is None or child.text is None:
        return ""
    return child.text if SLUG.fullmatch(child.text) else ""


def load_file(reader: Reader, loaded: Loaded, file: str) -> None:
    """One file of the content, by its name or its folder."""
    if file == "site.yaml":
        load_settings(reader, loaded)
    elif file == "themes.yaml":
        load_list(reader, loaded, file, "themes", "theme", model.Theme)
    elif file == "municipalities.yaml":
        load_list(reader, loaded, file, "municipalities", "municipality", model.Municipality)
    elif file.startswith("content/"):
        load_content(reader, loaded, file)
    else:
        load_chapter(reader, loaded, file)


def load_content(reader: Reader, loaded: Loaded, file: str) -> None:
    """One file below `content`, by its folder."""
    folder, _, name = file.removeprefix("content/").partition("/")
    if not name:
        reader.problems.add("bestand-los", Span(file), name=folder, choices=", ".join(FOLDERS))
    elif folder not in FOLDERS or (folder != "media" and "/" in name):
        unknown = posixpath.dirname(file).removeprefix("content/")
        near = nearest(unknown, FOLDERS, 1)
        reader.problems.add("onbekende-map", Span(file), near, name=unknown, choices=", ".join(FOLDERS))
    elif folder == "media":
        if ending_of(name) not in (*media.IMAGE_ENDINGS, *media.DOCUMENT_ENDINGS):
            endings = ", ".join((*media.IMAGE_ENDINGS, *media.DOCUMENT_ENDINGS))
            reader.problems.add("onbekend-bestand", Span(file), name=name, endings=endings)
    elif not name.endswith(ending := ".yaml" if folder == "projects" else ".md"):
        reader.problems.add("onbekend-bestand", Span(file), name=name, endings=ending)
    elif folder == "projects":
        load_projects(reader, loaded, list_under(reader, file, "projects"), file, owner_in(file))
    else:
        load_markdown(reader, loaded, file, folder, name)


def is_image(file: str) -> bool:
    return ending_of(file) in media.IMAGE_ENDINGS


def ending_of(name: str) -> str:
    """The last part of a file name, in lower case and without its dot."""
    return name.rpartition(".")[2].lower()


FORMS: dict[str, tuple[str, type[BaseModel]]] = {
    "news": ("news", model.NewsItem),
    "agenda": ("event", model.Event),
    "pages": ("page", model.Page),
}


def load_markdown(reader: Reader, loaded: Loaded, file: str, folder: str, name: str) -> None:
    kind, form = FORMS[folder]
    dated, slug = name_of(reader.problems, file, name, dated=folder != "pages")
    if not slug:
        loaded.broken.add(kind)
        return
    entry = Entry(kind, slug, file, placed(Node(Span(file))), dated=dated, body=body_of(Passage("", file)))
    loaded.add(entry)
    source = reader.text(file, MARKDOWN_BYTES)
    parts = front_matter(source, reader.problems) if source else None
    if parts is None:
        return
    node = front_node(reader, parts.yaml, file, form)
    if node is not None:
        entry.place, entry.body = placed(node), body_of(parts.body)
        entry.model = validate(node, form, reader.problems)


def load_chapter(reader: Reader, loaded: Loaded, file: str) -> None:
    """A file of the manual. Its images may stand in folders of their own."""
    top = MANUAL if file.startswith(f"{MANUAL}/") else MESSAGES
    name = file.removeprefix(f"{top}/")
    if is_image(name):
        return
    if not name.endswith(".md"):
        endings = ", ".join(("md", *media.IMAGE_ENDINGS))
        reader.problems.add("onbekend-bestand", Span(file), name=name, endings=endings)
        return
    if "/" in name:
        reader.problems.add("onbekende-map", Span(file), name=posixpath.dirname(file), choices=f"{MANUAL}, {MESSAGES}")
        return
    _, slug = ("", "index") if name == FIRST_PAGE else name_of(reader.problems, file, name, dated=False)
    if not slug:
        loaded.broken.add("chapter")
        return
    slug = slug if top == MANUAL else f"{posixpath.basename(MESSAGES)}/{slug}"
    entry = Entry("chapter", slug, file, placed(Node(Span(file))), body=body_of(Passage("", file)))
    loaded.add(entry)
    source = reader.text(file, MARKDOWN_BYTES)
    found = chapters.parts(source, reader.problems) if source else None
    if found is not None:
        node, body = found
        entry.place, entry.body = placed(node), body_of(body)
        entry.model = validate(node, model.Chapter, reader.problems)


def front_node(reader: Reader, text: str, file: str, form: type[BaseModel]) -> Node | None:
    if not text.strip():
        needed = [key for key in keys_of(form) if form.model_fields[key].is_required()]
        reader.problems.add("kop-zonder-sleutels", Span(file, 1, 1, 3), choices=", ".join(needed))
        return None
    node = nodes.parse(text, file, reader.problems, line_offset=1)
    if node is not None and (place := body_in(node, text)) is not None:
        reader.problems.add("kop-loopt-door", place)
        return None
    return node


def body_in(node: Node, text: str) -> Span | None:
    """Where the body seems to begin inside front matter: a key of several words, below an empty line."""
    lines = ["---", *text.split("\n")]
    places = (span for key, span in node.keys.items() if " " in key)
    return next((span for span in places if not lines[span.line - 2].strip()), None)
