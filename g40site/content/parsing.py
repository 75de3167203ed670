"""One file of the content as entries with their nodes, by its name or its folder.

In: a reader and the name of a file. Out: its entries, and what is wrong with it. An entry whose fields are wrong keeps
its id, so that references to it are not reported as well.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct, field

from g40site import addresses, country, media, model
from g40site.content import files
from g40site.content.entries import Node
from g40site.content.prose import id_prefix, message_prefix
from g40site.content.reader import MANUAL, MARKDOWN_BYTES, MESSAGES, Reader, SourceText, front_matter
from g40site.content.spelling import keys_meant
from g40site.content.validation import REFUSED, Validator, tell_unknown, validate
from g40site.diagnostics import Problems, Span, nearest
from g40site.model.description import PLACEHOLDERS
from g40site.model.fields import SLUG
from g40site.model.shape import field_of, fields_by_key, fields_of

# The Markdown fields of a kind, with the beginning of the ids that their text makes.
MARKDOWN = {"theme": {"description": ""}, "project": {"description": "", "seeking": "kans", "lesson": "les"}}

# A file with some of the keys of an entry: these join the others when both are read.
MUNICIPALITY_FILE = "municipality_file"


class ParsedEntry(Struct):
    """An entry with the node that says where its keys stand."""

    kind: str
    id: str
    node: Node
    model: Any = None
    body: SourceText | None = None
    owner: str = ""
    dated: str = ""


class ParsedFile(Struct):
    """What one file holds. `broken` names the kinds of which an id may be missing; a YAML file has `lines`. The
    municipality that it is named after is its `owner`.
    """

    file: str
    owner: str = ""
    entries: list[ParsedEntry] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    problems: Problems = field(default_factory=Problems)
    lines: Sequence[str] = ()

    def texts(self, entry: ParsedEntry) -> Iterator[tuple[str, SourceText]]:
        """The Markdown texts of an entry without faults, each with the beginning of its ids."""
        if entry.model is None:
            return
        if entry.body is not None:
            yield message_prefix(addresses.message_code(entry.id) if entry.kind == "chapter" else ""), entry.body
        if entry.kind == "site":
            for number, point in enumerate(entry.model.focus_points):
                if point.description:
                    node = entry.node.at("focus_points", number)
                    yield id_prefix("punt", str(number + 1)), self.in_yaml(node, "description", point.description)
        for key, prefix in MARKDOWN.get(entry.kind, {}).items():
            if text := getattr(entry.model, key):
                yield id_prefix(prefix, entry.id) if prefix else "", self.in_yaml(entry.node, key, text)

    def in_yaml(self, node: Node, key: str, text: str) -> SourceText:
        return passage(node.pairs[key], text, self.lines, node.keys[key])


def passage(node: Node, text: str, source_lines: Sequence[str], key: Span) -> SourceText:
    """A Markdown text of a YAML field with its places, exact where each of its lines stands so in the file."""
    line, column = node.span.line, node.span.column
    if node.style == "|":
        first = next((row for row in islice(source_lines, line, None) if row.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        return SourceText(text, node.span.file, line + 1, indent + 1)
    row = source_lines[line - 1] if line <= len(source_lines) else ""
    shift = 0 if node.style is None else 1
    exact = node.style in (None, "'", '"') and row.startswith(text, column - 1 + shift)
    span = node.span if exact else key
    return SourceText(text, node.span.file, span.line, span.column + (shift if exact else 0), exact)


def parse(reader: Reader, file: str) -> ParsedFile:
    """One file of the content; other files have no entries, and it says when they seem to have some."""
    parsed = ParsedFile(file)
    if file == "site.yaml":
        if (node := yaml_mapping(reader, parsed)) is not None:
            parsed.entries.append(ParsedEntry("site", "site", node, validate(node, model.Site, parsed.problems)))
    elif file == "themes.yaml":
        parse_list(reader, parsed, "themes", "theme")
    elif file == "municipalities.yaml":
        parse_list(reader, parsed, "municipalities", "municipality")
    elif file.startswith("content/"):
        parse_content(reader, parsed)
    elif "/" not in file:
        files.report_loose(reader, file, parsed.problems)
    else:
        parse_chapter(reader, parsed)
    return parsed


def yaml_mapping(reader: Reader, parsed: ParsedFile) -> Node | None:
    """The mapping that a YAML file consists of, or None after a problem."""
    node = yaml_file(reader, parsed)
    if node is None or node.is_map:
        return node
    parsed.problems.add("yaml-geen-sleutels", node.span)
    return None


def yaml_file(reader: Reader, parsed: ParsedFile) -> Node | None:
    source = reader.text(parsed.file, parsed.problems)
    if source is None:
        return None
    parsed.lines = source.text.split("\n")
    return composed(source.text, parsed.file, parsed.problems)


def composed(text: str, file: str, problems: Problems, line_offset: int = 0) -> Node | None:
    """The tree of a YAML document. The parser is imported when there is something to parse: few builds have much."""
    from g40site.content.composer import compose

    return compose(text, file, problems, line_offset)


def parse_list(reader: Reader, parsed: ParsedFile, key: str, kind: str) -> None:
    """A file with one key that holds a list of entries."""
    root = yaml_mapping(reader, parsed)
    items = None if root is None else list_under(root, parsed, key, kind)
    if items is None:
        parsed.broken |= {kind, "project"} if kind == "municipality" else {kind}
    for item in items or []:
        entry = parse_item(parsed, item, kind)
        if isinstance(entry.model, model.Municipality):
            check_place(item, entry.model.location, parsed.problems)
        if kind == "municipality" and (projects := item.pairs.get("projects")) and not projects.is_empty:
            parse_projects(parsed, items_of(parsed, projects, item.keys["projects"]), entry.id)


def check_place(node: Node, location: Any, problems: Problems) -> None:
    """A place on the map of the country; swapped, a latitude and a longitude lie in another one."""
    if country.is_on_map(location.lat, location.lon):
        return
    lat, lon = node.at("location", "lat"), node.at("location", "lon")
    near = (f"lat: {lon.text}, lon: {lat.text}",) if country.is_on_map(location.lon, location.lat) else ()
    problems.add("plaats-buiten-nederland", lat.span, near, lat=lat.text, lon=lon.text)


def list_under(root: Node, parsed: ParsedFile, key: str, kind: str) -> list[Node] | None:
    """The items of the list that a file holds under its one key, or None after a problem."""
    problems, meant = parsed.problems, names_for(key, root)
    for name in root.pairs:
        if name == key:
            continue
        near = (key,) if name in meant and key not in root.pairs else ()
        tell_unknown(name, root, near, {key: fields_by_key(model.KINDS[kind])}, problems, choices=key)
    node = root.pairs.get(key)
    if node is None:
        if not meant:
            problems.add("sleutel-ontbreekt", root.span, key=key)
        return None
    return items_of(parsed, node, root.keys[key])


def names_for(key: str, root: Node) -> set[str]:
    """The keys of a mapping that may stand for another one."""
    return {name for name in root.pairs if key in keys_meant(name) or nearest(name, [key], 1)} - {key}


def items_of(parsed: ParsedFile, node: Node, key: Span) -> list[Node] | None:
    if node.items is not None:
        return node.items
    if node.is_empty:
        parsed.problems.add("leeg", key)
    else:
        parsed.problems.add("lijst-verwacht", node.span, value=node.text or "…")
    return None


def parse_projects(parsed: ParsedFile, items: list[Node] | None, owner: str) -> None:
    if items is None:
        parsed.broken.add("project")
    for item in items or []:
        parse_item(parsed, item, "project", owner)


def parse_project_file(reader: Reader, parsed: ParsedFile) -> None:
    """The list of projects of a municipality, or one project: the keys say which."""
    root, fields = yaml_mapping(reader, parsed), fields_by_key(model.ProjectFile).keys()
    if root is None:
        parsed.broken.add("project")
    elif "projects" in root.pairs or (names_for("projects", root) and fields.isdisjoint(root.pairs)):
        parsed.owner = files.stem_of(parsed.file)
        parse_projects(parsed, list_under(root, parsed, "projects", "project"), parsed.owner)
    else:
        parse_project(parsed, root)


def parse_project(parsed: ParsedFile, root: Node) -> None:
    """A file that is one project, with the name of the file as its id."""
    file, problems = parsed.file, parsed.problems
    _, stem = files.name_of(problems, file, posixpath.basename(file), dated=False)
    id = Node(Span(file), text=stem)
    if not stem or Validator(problems).text(id, field_of(model.Project, "id")) is REFUSED:
        parsed.broken.add("project")
        return
    if "id" in root.pairs:
        problems.add("id-in-bestand", root.keys["id"], id=stem)
    values = validate(root, model.ProjectFile, problems, ("id",))
    owner = root.pairs.get("municipality")
    root.pairs["id"], root.keys["id"] = id, id.span
    entry = ParsedEntry("project", stem, root, owner=(owner and owner.text) or "")
    if values is not None:
        own = {field.name: getattr(values, field.name) for field in fields_of(model.Project) if field.key != "id"}
        entry.model = model.Project(id=stem, **own)
    parsed.entries.append(entry)


def parse_municipality_file(reader: Reader, parsed: ParsedFile) -> None:
    """Some keys of the municipality that the file is named after."""
    parsed.owner = files.stem_of(parsed.file)
    entry = ParsedEntry(MUNICIPALITY_FILE, parsed.owner, Node(Span(parsed.file)))
    parsed.entries.append(entry)
    if (root := yaml_mapping(reader, parsed)) is not None:
        entry.node, entry.model = root, validate(root, model.MunicipalityFile, parsed.problems)


def parse_item(parsed: ParsedFile, item: Node, kind: str, owner: str = "") -> ParsedEntry:
    """An entry of a list; the projects of a municipality are entries by themselves."""
    keep_out = ("projects",) if kind == "municipality" else ()
    values = validate(item, model.KINDS[kind], parsed.problems, keep_out)
    entry = ParsedEntry(kind, id_of(item), item, values, owner=owner)
    parsed.entries.append(entry)
    if not entry.id:
        parsed.broken.add(kind)
    return entry


def id_of(node: Node) -> str:
    """The id that an entry gives itself, also when other fields are wrong."""
    if not node.is_map or (child := node.pairs.get("id")) is None or child.text is None:
        return ""
    return child.text if SLUG.fullmatch(child.text) else ""


def parse_content(reader: Reader, parsed: ParsedFile) -> None:
    """One file below `content`, by its folder."""
    file = parsed.file
    folder, _, name = file.removeprefix("content/").partition("/")
    if folder == "media" and name and files.ending_of(name) in files.MEDIA_ENDINGS:
        # What is done with it is up to the texts that use it.
        return
    if folder == "projects" and "/" not in name and name.endswith(".yaml"):
        parse_project_file(reader, parsed)
    elif folder == "municipalities" and "/" not in name and name.endswith(".yaml"):
        parse_municipality_file(reader, parsed)
    elif folder in KIND_IN and "/" not in name and name.endswith(".md"):
        dated, slug = files.name_of(parsed.problems, file, name, dated=folder in files.DATED_FOLDERS)
        parse_markdown(reader, parsed, KIND_IN[folder], slug, dated)
    else:
        files.report_misplaced(reader, file, folder if name else "", name or folder, parsed.problems)


# The folders of entries that are a file each, with the kind of these.
KIND_IN = {"news": "news", "agenda": "event", "pages": "page"}


def parse_markdown(reader: Reader, parsed: ParsedFile, kind: str, slug: str, dated: str = "") -> None:
    """A file that is one entry: its keys, and a text below them. Without a slug a problem was told of its name."""
    if not slug:
        parsed.broken.add(kind)
        return
    entry = ParsedEntry(kind, slug, Node(Span(parsed.file)), dated=dated, body=SourceText("", parsed.file))
    parsed.entries.append(entry)
    source, form = reader.text(parsed.file, parsed.problems, MARKDOWN_BYTES), model.KINDS[kind]
    if source is None:
        return
    split = chapter_parts(source, parsed.problems) if kind == "chapter" else entry_parts(source, form, parsed.problems)
    if split is not None:
        entry.node, entry.body = split
        entry.model = validate(entry.node, form, parsed.problems)


def entry_parts(source: SourceText, form: type[model.Entry], problems: Problems) -> tuple[Node, SourceText] | None:
    """The front matter of a file as a node, and the text below; or None after its problems."""
    halves = front_matter(source, problems)
    if halves is None:
        return None
    if not halves.yaml.strip():
        needed = [field.key for field in fields_of(form) if field.is_required]
        problems.add("kop-zonder-sleutels", Span(source.file, 1, 1, 3), choices=", ".join(needed))
        return None
    node = composed(halves.yaml, source.file, problems, line_offset=1)
    if node is None:
        return None
    if (span := body_in(node, halves.yaml)) is not None:
        problems.add("kop-loopt-door", span)
        return None
    check_body(halves.body, problems)
    return node, halves.body


def body_in(node: Node, text: str) -> Span | None:
    """Where the body seems to begin inside front matter: a key of several words, below an empty line."""
    lines = ["---", *text.split("\n")]
    spans = (span for key, span in node.keys.items() if " " in key)
    return next((span for span in spans if not lines[span.line - 2].strip()), None)


def check_body(body: SourceText, problems: Problems) -> None:
    """No line of a text may be what stood there to be filled in."""
    for words in PLACEHOLDERS:
        if words in body.text:
            for match in re.finditer(rf"^{re.escape(words)} *$", body.text, re.MULTILINE):
                problems.add("voorbeeldtekst", body.span(match.start(), match.start() + len(words)), value=words)


def parse_chapter(reader: Reader, parsed: ParsedFile) -> None:
    """A file of the manual. Its images may stand in folders of their own."""
    file, problems = parsed.file, parsed.problems
    top = MANUAL if file.startswith(f"{MANUAL}/") else MESSAGES
    name = file.removeprefix(f"{top}/")
    if files.is_image(name):
        return
    if not name.endswith(".md"):
        endings = ", ".join(("md", *media.IMAGE_ENDINGS))
        problems.add("onbekend-bestand", Span(file), name=name, endings=endings)
        return
    if "/" in name:
        problems.add("onbekende-map", Span(file), name=posixpath.dirname(file), choices=f"{MANUAL}, {MESSAGES}")
        return
    _, slug = ("", "index") if name == files.FIRST_PAGE else files.name_of(problems, file, name, dated=False)
    if slug and top == MESSAGES:
        slug = f"{posixpath.basename(MESSAGES)}/{slug}"
    parse_markdown(reader, parsed, "chapter", slug)


def chapter_parts(source: SourceText, problems: Problems) -> tuple[Node, SourceText] | None:
    """A chapter is plain Markdown, as it is also read where the files are kept: its title and its first paragraph as a
    node, like that of front matter, and the body below; or None after one problem at its first line.
    """
    lines = source.text.split("\n")
    title = lines[0].removeprefix("# ").strip()
    start = next((number for number, line in enumerate(lines) if number and line.strip()), len(lines))
    end = next((number for number, line in enumerate(lines) if number > start and not line.strip()), len(lines))
    summary = " ".join(line.strip() for line in lines[start:end])
    if not lines[0].startswith("# ") or not title or not summary[:1].isalnum():
        problems.add("titel-ontbreekt", Span(source.file, 1, 1, len(lines[0])))
        return None
    spans = {
        "title": (title, Span(source.file, 1, 3, len(title))),
        "summary": (summary, Span(source.file, start + 1, 1, len(lines[start]))),
    }
    node = Node(Span(source.file))
    for key, (text, span) in spans.items():
        # Both are shown as plain text, where the marks of code mean nothing.
        node.pairs[key], node.keys[key] = Node(span, text=text.replace("`", "")), span
    return node, SourceText("\n".join(lines[end:]), source.file, end + 1)
