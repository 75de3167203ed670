"""Reads all content files and turns them into entries: a model, its node, and where it stands.

In: a reader on the root. Out: what was loaded, with the kinds of which not every id is known. An entry whose
fields are wrong keeps its id, so that references to it are not reported as well.
"""

import datetime as dt
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from g40site import media, model
from g40site.addresses import slug
from g40site.content import nodes
from g40site.content.nodes import Node
from g40site.content.validation import keys_of, validate
from g40site.diagnostics import Span, nearest
from g40site.model.fields import SLUG, moment_meant
from g40site.source import MARKDOWN_BYTES, Passage, Reader, front_matter

FOLDERS = ("agenda", "media", "news", "pages", "projects")
DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-(.+)\.md", re.ASCII)


@dataclass(slots=True)
class Entry:
    """One entry of the content. `model` is None when its fields are wrong; `body` is the text of a Markdown file."""

    kind: str
    id: str
    file: str
    node: Node
    model: Any = None
    body: Passage | None = None
    owner: str = ""
    dated: str = ""


@dataclass(slots=True)
class Loaded:
    """All entries by kind; `broken` names the kinds of which some id may be unknown."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    media: tuple[str, ...] = ()
    lines: dict[str, list[str]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Entry]:
        return self.entries.get(kind, [])

    def ids(self, kind: str) -> list[str]:
        return [entry.id for entry in self.of(kind) if entry.id]

    def __iter__(self) -> Iterator[Entry]:
        for kind in self.entries.values():
            yield from kind

    def add(self, entry: Entry) -> None:
        self.entries.setdefault(entry.kind, []).append(entry)


def load(reader: Reader) -> Loaded:
    """Everything below the root that is content, each file once."""
    loaded = Loaded()
    load_settings(reader, loaded)
    load_list(reader, loaded, "themes.yaml", "themes", "theme", model.Theme)
    load_list(reader, loaded, "municipalities.yaml", "municipalities", "municipality", model.Municipality)
    files = list(reader.walk("content"))
    loaded.media = tuple(file.removeprefix("content/") for file in files if file.startswith("content/media/"))
    for file in files:
        load_file(reader, loaded, file)
    loaded.lines = {file: source.text.split("\n") for file, source in reader.sources.items()}
    return loaded


def load_settings(reader: Reader, loaded: Loaded) -> None:
    node = yaml_file(reader, "site.yaml")
    if node is None:
        return
    if not node.is_map:
        reader.problems.add("yaml-geen-sleutels", node.span)
        return
    entry = Entry("site", "site", "site.yaml", node, validate(node, model.Site, reader.problems))
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
        entry = Entry(kind, id_of(item), file, item, validate(item, form, reader.problems, keep_out))
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
        entry = Entry("project", id_of(item), file, item, validate(item, model.Project, reader.problems), owner=owner)
        loaded.add(entry)
        if not entry.id:
            loaded.broken.add("project")


def id_of(node: Node) -> str:
    """The id that an entry gives itself, also when other fields are wrong."""
    if not node.is_map or (child := node.pairs.get("id")) is None or child.text is None:
        return ""
    return child.text if SLUG.fullmatch(child.text) else ""


def load_file(reader: Reader, loaded: Loaded, file: str) -> None:
    """One file below `content/`, by its folder."""
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
        load_project_file(reader, loaded, file, name.removesuffix(".yaml"))
    else:
        load_markdown(reader, loaded, file, folder, name)


def ending_of(name: str) -> str:
    """The last part of a file name, in lower case and without its dot."""
    return name.rpartition(".")[2].lower()


def load_project_file(reader: Reader, loaded: Loaded, file: str, owner: str) -> None:
    owner = unicodedata.normalize("NFC", owner)
    known = loaded.ids("municipality")
    if owner not in known and "municipality" not in loaded.broken:
        near = nearest(owner, known)
        reader.problems.add("projecten-zonder-gemeente", Span(file), near, name=owner)
        loaded.broken.add("project")
        return
    load_projects(reader, loaded, list_under(reader, file, "projects"), file, owner)


FORMS: dict[str, tuple[str, type[BaseModel]]] = {
    "news": ("news", model.NewsItem),
    "agenda": ("event", model.Event),
    "pages": ("page", model.Page),
}


def load_markdown(reader: Reader, loaded: Loaded, file: str, folder: str, name: str) -> None:
    kind, form = FORMS[folder]
    dated, slug = name_of(reader, file, name, dated=folder != "pages")
    if not slug:
        loaded.broken.add(kind)
        return
    entry = Entry(kind, slug, file, Node(Span(file)), dated=dated, body=Passage("", file))
    loaded.add(entry)
    source = reader.text(file, MARKDOWN_BYTES)
    parts = front_matter(source, reader.problems) if source else None
    if parts is None:
        return
    node = front_node(reader, parts.yaml, file, form)
    if node is not None:
        entry.node, entry.body = node, parts.body
        entry.model = validate(node, form, reader.problems)


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


def name_of(reader: Reader, file: str, name: str, *, dated: bool) -> tuple[str, str]:
    """The day and the slug in a file name; the slug is empty after a problem."""
    name = unicodedata.normalize("NFC", name)
    match = DATED.fullmatch(name) if dated else None
    slug = match[2] if match else name.removesuffix(".md")
    if (dated and not (match and is_day(match[1]))) or not SLUG.fullmatch(slug):
        pattern = "JJJJ-MM-DD-korte-naam.md" if dated else "korte-naam.md"
        reader.problems.add("naam-van-bestand", Span(file), name_meant(name, dated=dated), name=name, pattern=pattern)
        return "", ""
    return match[1] if match else "", slug


def name_meant(name: str, *, dated: bool) -> tuple[str, ...]:
    """The file name in the right form, where it can be seen what was meant."""
    stem = name.removesuffix(".md")
    if not dated:
        return (f"{slug(stem)}.md",) if slug(stem) else ()
    match = re.fullmatch(r"(\d{4}[-_. ]\d{1,2}[-_. ]\d{1,2}|\d{8}|\d{1,2}[-_. ]\d{1,2}[-_. ]\d{4})[-_. ]*(.*)", stem, re.ASCII)
    day = moment_meant(re.sub("[_. ]", "-", match[1])) if match else ""
    return (f"{day}-{slug(match[2])}.md",) if match and day and is_day(day) and slug(match[2]) else ()


def is_day(text: str) -> bool:
    """Whether the calendar has this day."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
