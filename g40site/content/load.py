"""Reads all content files, each once: what an earlier build read of the same bytes is taken from the cache.

In: a reader on the root, and the tracker of this build. Out: the content, with what is wrong in single files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from msgspec import MsgspecError, Raw, Struct, structs
from msgspec.msgpack import Decoder, encode

from g40site import model
from g40site.content.entries import Body, Content, Entry, Node, Reference, Text
from g40site.content.files import FIRST_PAGE, is_image, most_of
from g40site.content.parsing import MUNICIPALITY_FILE, ParsedEntry, ParsedFile, parse
from g40site.content.prose import MarkdownCache
from g40site.content.reader import MANUAL, MESSAGES, ROOT_FILES, Reader, SourceText
from g40site.content.validation import references_in
from g40site.diagnostics import Diagnostic, Problems, Span, diagnostic, is_tellable, nearest
from g40site.engine import workers
from g40site.engine.cache import Cache
from g40site.engine.fingerprints import hash_text
from g40site.engine.state import refused
from g40site.engine.tracking import Tracker
from g40site.markdown import Link
from g40site.model.shape import fields_by_key

FORMS = {**model.KINDS, MUNICIPALITY_FILE: model.MunicipalityFile}
MODELS: dict[str, Decoder[model.Entry | None]] = {kind: Decoder(form | None) for kind, form in FORMS.items()}
Models = list[model.Entry | None]
# For one process.
FILES_AT_A_TIME = 32


class TextRow(Struct, frozen=True, array_like=True):
    """A Markdown text as its file has it: what it is, and what others must know of it without its HTML."""

    fingerprint: bytes
    prefix: str
    links: tuple[Link, ...]
    ids: tuple[str, ...]


class EntryRow(Struct, frozen=True, array_like=True):
    """An entry of a file; its kind says what `model` is; it is null where fields are wrong. `body` is the
    fingerprint of its text; `keys` and `references` are those of `Entry`.
    """

    kind: str
    id: str
    owner: str
    dated: str
    model: Raw
    body: bytes | None
    texts: list[TextRow]
    keys: dict[str, Span]
    references: tuple[Reference, ...]


class FileContent(Struct, frozen=True, array_like=True):
    """All that one file says, and what is wrong with it. `sha` is that of the bytes that were read; of what `is_text` a
    message can show a line. The municipality that it is named after is its `owner`.
    """

    sha: str
    owner: str
    is_text: bool
    entries: list[EntryRow]
    broken: list[str]
    diagnostics: tuple[Diagnostic, ...]


class UnparsedFile(Struct):
    """A file of which only the rows are at hand. It is parsed again for the first who asks for a node or a text: these
    are most of the memory of a large site, and few builds need them. It knows nothing else of a run, since what a file
    says may be held longer than that.

    The file may be saved meanwhile: then it says something else than the rows, and may have fewer entries. That is not
    held, so that it is read again when it is what it was. Nobody can say then where a key stood that something is wrong
    with, nor trust a check that looks for it: a refusal.
    """

    again: Callable[[], Reader]
    file: str
    sha: str
    held: ParsedFile | None = None

    def parsed(self) -> ParsedFile:
        if self.held is not None:
            return self.held
        reader = self.again()
        parsed = parse(reader, self.file)
        if reader.last_sha(self.file) == self.sha:
            self.held = parsed
        return parsed

    def node(self, entry: int) -> Node:
        parsed = self.parsed()
        if parsed is not self.held:
            raise refused("saved-meanwhile", file=self.file)
        return parsed.entries[entry].node

    def body(self, entry: int) -> str:
        """Nothing where it is not there any more."""
        entries = self.parsed().entries
        source = entries[entry].body if entry < len(entries) else None
        return source.text if source is not None else ""

    def source(self, entry: int, text: int) -> SourceText:
        """A text by the numbers of its entry and its own; an empty one where it is not there any more."""
        parsed = self.parsed()
        texts = parsed.texts(parsed.entries[entry]) if entry < len(parsed.entries) else iter(())
        _, source = next(islice(texts, text, None), ("", SourceText("", self.file)))
        return source


def load_alone(root: Path) -> Content:
    """The content of a root for whoever needs nothing else of a run: nothing is kept of it."""
    tracker = Tracker(Cache(None))
    return load(Reader(root), tracker, MarkdownCache(tracker))


def sources_of(reader: Reader, content: Content, report: Problems) -> dict[str, str]:
    """The texts of the files that problems point into; nothing of those of which no text was read."""
    files = {problem.span.file for problem in report.items} - content.unread
    return {file: reader.for_messages(file) for file in files}


def load(reader: Reader, tracker: Tracker, markdown: MarkdownCache, jobs: int = 1) -> Content:
    """Everything below the root that is content."""
    return ContentLoader(reader, tracker, markdown).load(jobs)


class ContentLoader(Struct, frozen=True):
    """Reads the files of a root; what is read of one, the cache knows by its name and bytes."""

    reader: Reader
    tracker: Tracker
    markdown: MarkdownCache

    def load(self, jobs: int) -> Content:
        listing = self.reader.listing
        files = (*ROOT_FILES, *listing.files)
        digests = {file: digest for file in files if (digest := self.reader.digest(file, most_of(file)))}
        self.read_ahead(digests, jobs)
        content = Content(
            self.tracker.memo,
            media=tuple(file.removeprefix("content/") for file in files if file.startswith("content/media/")),
            figures=tuple(file for file in files if file.startswith(f"{MANUAL}/") and is_image(file)),
        )
        diagnostics = [*listing.diagnostics]
        read = [(file, self.read_or_held(file, digests.get(file))) for file in files]
        # Of the projects the lists come first, then those with a file of their own.
        for file, new in sorted(read, key=lambda item: is_project(item[0], item[1].owner)):
            if (stray := without_owner(file, new.owner, content)) is not None:
                diagnostics.append(stray)
                content.broken.add("project")
                content.unread.add(file)
            else:
                diagnostics += [*new.diagnostics, *self.merge(content, new, file)]
        diagnostics += missing_first_pages(content, files)
        content.diagnostics = tuple(diagnostics)
        return content

    def read_ahead(self, digests: Mapping[str, str], jobs: int) -> None:
        """Has several processes read what the cache does not have yet, and put it there."""
        cache = self.tracker.cache
        if not cache.is_shared or jobs == 1:
            return
        unknown = (pair for pair in digests.items() if self.tracker.recall(("file", *pair)) is None)
        new = [pair[0] for pair in unknown if self.tracker.key_of("file", pair) not in cache]
        cache.close()
        read = partial(self.read_some, digests)
        for damaged in workers.map_unordered(read, workers.parts_of(new, FILES_AT_A_TIME), jobs):
            cache.damaged |= damaged

    def read_some(self, digests: Mapping[str, str], files: Sequence[str]) -> bool:
        """The work of one process on its files; what it reads goes to the cache."""
        for file in files:
            self.file_content(file, digests[file])
        self.tracker.cache.write()
        return self.tracker.cache.damaged

    def read_or_held(self, file: str, digest: str | None) -> "ContentOfFile":
        """What a file says; this process has it at hand, or the cache. One that cannot be read is read each time."""
        key = "file", file, digest
        held: ContentOfFile | None = self.tracker.recall(key)
        if held is not None:
            return held
        if digest is not None:
            stored = self.file_content(file, digest)
            # It may have been saved between the two times that it was read, and a row may come from anyone.
            is_sound = stored.sha == digest and all(map(is_tellable, stored.diagnostics))
            if is_sound and (models := models_of(stored)) is not None:
                return self.tracker.hold(key, self.content_of_file(file, stored, models))
        fresh = self.read_file(file)
        return self.content_of_file(file, fresh, models_of(fresh) or [])

    def file_content(self, file: str, digest: str) -> FileContent:
        return self.tracker.memo("file", (file, digest), partial(self.read_file, file), FileContent)

    def read_file(self, file: str) -> FileContent:
        parsed = parse(self.reader, file)
        rows = [entry_row(entry, parsed, self.markdown) for entry in parsed.entries]
        sha, is_text = self.reader.last_sha(file), file in self.reader.texts
        return FileContent(sha, parsed.owner, is_text, rows, sorted(parsed.broken), parsed.problems.settled())

    def content_of_file(self, file: str, stored: FileContent, models: Models) -> "ContentOfFile":
        """The entries of a file, with a way back to it for their nodes and texts."""
        unparsed = UnparsedFile(self.reader.again, file, stored.sha)
        entries, texts = [], []
        for number, (row, form) in enumerate(zip(stored.entries, models, strict=True)):
            body = Body(row.body, partial(unparsed.body, number)) if row.body else None
            node, origin = partial(unparsed.node, number), (file, stored.sha, number)
            entry = Entry(
                row.kind, row.id, file, node, form, body, row.owner, row.dated, row.keys, row.references, origin
            )
            entries.append(entry)
            for index, text in enumerate(row.texts):
                key = text.fingerprint, text.prefix
                texts.append(Text(entry, key, text.links, text.ids, partial(unparsed.source, number, index)))
        return ContentOfFile(stored.owner, entries, texts, stored.broken, stored.diagnostics, stored.is_text)

    def merge(self, content: Content, new: "ContentOfFile", file: str) -> Iterator[Diagnostic]:
        """Adds what a file says; tells what another file has said already."""
        content.broken.update(new.broken)
        if not new.is_text:
            content.unread.add(file)
        for entry in new.entries:
            if entry.kind == MUNICIPALITY_FILE:
                yield from join(content.of("municipality"), entry)
            else:
                content.entries.setdefault(entry.kind, []).append(entry)
        content.texts += new.texts
        for text in new.texts:
            self.markdown.words.setdefault(text.key, text.words)


class ContentOfFile(NamedTuple):
    """What one file adds to the content."""

    owner: str
    entries: list[Entry]
    texts: list[Text]
    broken: list[str]
    diagnostics: tuple[Diagnostic, ...]
    is_text: bool


def models_of(stored: FileContent) -> Models | None:
    """The models of the entries of a file; None where a row does not say what an entry of its kind says."""
    try:
        return [MODELS[row.kind].decode(row.model) for row in stored.entries]
    except (LookupError, MsgspecError, ValueError, RecursionError):
        return None


def entry_row(entry: ParsedEntry, parsed: ParsedFile, markdown: MarkdownCache) -> EntryRow:
    """An entry as it is kept, with its texts rendered: what is wrong in them is told at its place."""
    fields = Raw(encode(entry.model))
    body = None if entry.body is None else hash_text(entry.body.text)
    texts = [text_row(*text, parsed.problems, markdown) for text in parsed.texts(entry)]
    form = model.ProjectFile if is_project(parsed.file, parsed.owner) else FORMS[entry.kind]
    references = tuple(references_in(entry.node, form))
    return EntryRow(
        entry.kind, entry.id, entry.owner, entry.dated, fields, body, texts, keys_of_file(entry), references
    )


def keys_of_file(entry: ParsedEntry) -> dict[str, Span]:
    """The keys of a municipality that has these in one of two files."""
    if entry.kind not in ("municipality", MUNICIPALITY_FILE):
        return {}
    node = entry.node
    own = fields_by_key(model.MunicipalityFile)
    return {key: node.keys[key] for key, child in node.pairs.items() if key in own and not child.is_empty}


def text_row(prefix: str, source: SourceText, problems: Problems, markdown: MarkdownCache) -> TextRow:
    key = hash_text(source.text), prefix
    markdown.words[key] = lambda: source.text
    rendered = markdown.rendered(key)
    # Who needs the words later parses the file again: nodes and texts are most of the memory of a large site.
    del markdown.words[key]
    for finding in rendered.findings:
        problems.add(finding.code, source.span(finding.start, finding.end), finding.near, **dict(finding.values))
    return TextRow(*key, rendered.links, rendered.ids)


def is_project(file: str, owner: str) -> bool:
    """Whether a file is one project, and not named after its municipality."""
    return file.startswith("content/projects/") and not owner


def without_owner(file: str, owner: str, content: Content) -> Diagnostic | None:
    """What is wrong with a file that is named after no municipality; where not all are known, it is not judged."""
    known = content.ids("municipality")
    if not owner or owner in known or "municipality" in content.broken:
        return None
    near = tuple(f"{id}.yaml" for id in nearest(owner, known))
    code = "projecten-zonder-gemeente" if file.startswith("content/projects/") else "gegevens-zonder-gemeente"
    return diagnostic(code, Span(file), near, name=owner)


def join(municipalities: list[Entry], more: Entry) -> Iterator[Diagnostic]:
    """Adds the keys of a file to those of the municipality that it is named after; tells those that both have."""
    number = next((number for number, entry in enumerate(municipalities) if entry.id == more.id), None)
    if number is None:
        return
    entry, values = municipalities[number], None
    references: Iterable[Reference] = (*entry.references, *more.references)
    if twice := [key for key in more.keys if key in entry.keys]:
        # What the other file says in its place is not told of too.
        references = references_in(joined(entry, more), FORMS[entry.kind])
    for key in twice:
        first = f"{entry.file}, regel {entry.keys[key].line}"
        yield diagnostic("sleutel-in-twee-bestanden", more.keys[key], key=key, first=first)
    if entry.model is not None and more.model is not None:
        values = structs.replace(entry.model, **{key: getattr(more.model, key) for key in more.keys})
    municipalities[number] = Entry(
        entry.kind,
        entry.id,
        more.file,
        partial(joined, entry, more),
        values,
        references=tuple(references),
        origin=(entry.origin, more.origin),
    )


def joined(entry: Entry, more: Entry) -> Node:
    """A node as its own file has it, with the keys of another that have a value there."""
    own, other = entry.node, more.node
    pairs = own.pairs | {key: other.pairs[key] for key in more.keys}
    return Node(other.span, pairs=pairs, keys=own.keys | more.keys)


def missing_first_pages(content: Content, files: Iterable[str]) -> list[Diagnostic]:
    """Nothing would lead to the other pages of a manual without its first one."""
    there = {*files}
    return [
        diagnostic("bestand-ontbreekt", Span(f"{folder}/{FIRST_PAGE}"))
        for folder in (MANUAL, MESSAGES)
        if f"{folder}/{FIRST_PAGE}" not in there
        and any(entry.file.startswith(f"{folder}/") for entry in content.of("chapter"))
    ]
