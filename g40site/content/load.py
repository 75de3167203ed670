"""Reads all content files and turns them into entries: a model, its node, and where it stands.

In: a reader on the root. Out: what was loaded, with the kinds of which not every id is known. An entry whose
fields are wrong keeps its id, so that references to it are not reported as well.
"""

import posixpath
import re
from collections.abc import Callable
from functools import cache, partial

from g40site import media, model
from g40site.content import chapters, lost, strays
from g40site.content.entries import Content, Entry, body_of, placed
from g40site.content.keeping import Keep
from g40site.content.names import FIRST_PAGE, ending_of, is_image, name_of, owner_in
from g40site.content.nodes import Node
from g40site.content.plausible import check_place
from g40site.content.reader import (
    MANUAL,
    MARKDOWN_BYTES,
    MESSAGES,
    ROOT_FILES,
    Reader,
    SourceText,
    front_matter,
)
from g40site.content.spelling import keys_meant
from g40site.content.validation import keys_of, validate
from g40site.diagnostics import Problems, Span, nearest
from g40site.engine.cache import Cache
from g40site.model.fields import SLUG
from g40site.model.placeholders import PLACEHOLDERS
from g40site.model.shape import fields_of


def load(reader: Reader, memory: Cache | None = None, code: bytes = b"") -> Content:
    """Everything below the root that is content, each file once.

    A file that is in the memory by its exact bytes, read by the same `code`, is restored from there.
    """
    loaded = Content(lines=lines_of(reader))
    files = reader.files()
    loaded.media = tuple(file.removeprefix("content/") for file in files if file.startswith("content/media/"))
    loaded.figures = tuple(file for file in files if file.startswith(f"{MANUAL}/") and is_image(file))
    keep = Keep(reader, memory, code, loaded, load_file)
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


def load_settings(reader: Reader, loaded: Content) -> None:
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
    return composed(source.text, file, reader.problems) if source else None


def composed(text: str, file: str, problems: Problems, line_offset: int = 0) -> Node | None:
    """The tree of a YAML document. The parser is imported when there is something to parse: few builds have much."""
    from g40site.content.composer import compose

    return compose(text, file, problems, line_offset)


def load_list(reader: Reader, loaded: Content, file: str, key: str, kind: str, form: type[model.Entry]) -> None:
    """A file with one key that holds a list of entries."""
    items = list_under(reader, file, key, form)
    if items is None:
        loaded.broken |= {kind, "project"} if kind == "municipality" else {kind}
        return
    for item in items:
        keep_out = ("projects",) if kind == "municipality" else ()
        entry = Entry(kind, id_of(item), file, placed(item), validate(item, form, reader.problems, keep_out))
        loaded.add(entry)
        if not entry.id:
            loaded.broken.add(kind)
        if isinstance(entry.model, model.Municipality):
            check_place(item, entry.model.location, reader.problems)
        if kind == "municipality" and (projects := item.pairs.get("projects")) and not projects.is_empty:
            load_projects(reader, loaded, items_of(reader, projects, item.keys["projects"]), file, entry.id)


def list_under(reader: Reader, file: str, key: str, form: type[model.Entry]) -> list[Node] | None:
    """The items of the list that a file holds under its one key, or None after a problem."""
    root = yaml_file(reader, file)
    if root is None:
        return None
    if not root.is_map:
        reader.problems.add("yaml-geen-sleutels", root.span)
        return None
    meant = {name for name in root.pairs if key in keys_meant(name) or nearest(name, [key], 1)} - {key}
    for name in root.pairs:
        if name == key:
            continue
        near = (key,) if name in meant and key not in root.pairs else ()
        if not near and (stray := strays.inside(name, root, {key: frozenset(keys_of(form))})):
            reader.problems.add(stray.code, root.keys[name], **stray.values(name))
        else:
            reader.problems.add("onbekende-sleutel", root.keys[name], near, key=name, choices=key)
    node = root.pairs.get(key)
    if node is None:
        if not meant:
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


def load_projects(reader: Reader, loaded: Content, items: list[Node] | None, file: str, owner: str) -> None:
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


def load_file(reader: Reader, loaded: Content, file: str) -> None:
    """One file of the content, by its name or its folder."""
    if file == "site.yaml":
        load_settings(reader, loaded)
    elif file == "themes.yaml":
        load_list(reader, loaded, file, "themes", "theme", model.Theme)
    elif file == "municipalities.yaml":
        load_list(reader, loaded, file, "municipalities", "municipality", model.Municipality)
    elif file.startswith("content/"):
        load_content(reader, loaded, file)
    elif "/" not in file:
        lost.loose(reader, file)
    else:
        load_chapter(reader, loaded, file)


def load_content(reader: Reader, loaded: Content, file: str) -> None:
    """One file below `content`, by its folder."""
    folder, _, name = file.removeprefix("content/").partition("/")
    if folder == "media" and name and ending_of(name) in (*media.IMAGE_ENDINGS, *media.DOCUMENT_ENDINGS):
        # What is done with it is up to the texts that use it.
        return
    if folder == "projects" and "/" not in name and name.endswith(".yaml"):
        load_projects(reader, loaded, list_under(reader, file, "projects", model.Project), file, owner_in(file))
    elif folder in FORMS and "/" not in name and name.endswith(".md"):
        load_markdown(reader, loaded, file, folder, name)
    elif name:
        lost.tell(reader, file, folder, name)
    else:
        lost.tell(reader, file, "", folder)


FORMS: dict[str, tuple[str, type[model.Entry]]] = {
    "news": ("news", model.NewsItem),
    "agenda": ("event", model.Event),
    "pages": ("page", model.Page),
}


def load_markdown(reader: Reader, loaded: Content, file: str, folder: str, name: str) -> None:
    kind, form = FORMS[folder]
    dated, slug = name_of(reader.problems, file, name, dated=folder != "pages")
    if not slug:
        loaded.broken.add(kind)
        return
    entry = Entry(kind, slug, file, placed(Node(Span(file))), dated=dated, body=body_of(SourceText("", file)))
    loaded.add(entry)
    source = reader.text(file, MARKDOWN_BYTES)
    parts = front_matter(source, reader.problems) if source else None
    if parts is None:
        return
    head = loaded.heads.key(kind, parts.yaml)
    if (known := loaded.heads.get(kind, head)) is not None:
        entry.place, entry.model = cache(partial(checked_node, parts.yaml, file)), known
    elif (node := front_node(reader, parts.yaml, file, form)) is not None:
        entry.place, entry.model = placed(node), validate(node, form, reader.problems)
    else:
        return
    entry.body, entry.head = body_of(parts.body), head if entry.model is not None else b""
    check_body(reader, parts.body)


def check_body(reader: Reader, body: SourceText) -> None:
    """No line of a text may be what stood there to be filled in."""
    for words in PLACEHOLDERS:
        if words in body.text:
            for match in re.finditer(rf"^{re.escape(words)} *$", body.text, re.MULTILINE):
                reader.problems.add("voorbeeldtekst", body.span(match.start(), match.start() + len(words)), value=words)


def load_chapter(reader: Reader, loaded: Content, file: str) -> None:
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
    entry = Entry("chapter", slug, file, placed(Node(Span(file))), body=body_of(SourceText("", file)))
    loaded.add(entry)
    source = reader.text(file, MARKDOWN_BYTES)
    found = chapters.parts(source, reader.problems) if source else None
    if found is not None:
        node, body = found
        entry.place, entry.body = placed(node), body_of(body)
        entry.model = validate(node, model.Chapter, reader.problems)


def front_node(reader: Reader, text: str, file: str, form: type[model.Entry]) -> Node | None:
    if not text.strip():
        needed = [field.key for field in fields_of(form) if field.is_required]
        reader.problems.add("kop-zonder-sleutels", Span(file, 1, 1, 3), choices=", ".join(needed))
        return None
    node = composed(text, file, reader.problems, line_offset=1)
    if node is not None and (place := body_in(node, text)) is not None:
        reader.problems.add("kop-loopt-door", place)
        return None
    return node


def checked_node(text: str, file: str) -> Node:
    node = composed(text, file, Problems(), line_offset=1)
    assert node is not None, "it was read before"
    return node


def body_in(node: Node, text: str) -> Span | None:
    """Where the body seems to begin inside front matter: a key of several words, below an empty line."""
    lines = ["---", *text.split("\n")]
    places = (span for key, span in node.keys.items() if " " in key)
    return next((span for span in places if not lines[span.line - 2].strip()), None)
