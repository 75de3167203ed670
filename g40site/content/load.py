"""Reads all content files, each once: what an earlier build read of the same bytes is taken from the cache.

In: a reader on the root, and the tracker of this build. Out: the content, with what is wrong in single files.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from msgspec import Raw, Struct
from msgspec.msgpack import Decoder, encode

from g40site import model
from g40site.content.entries import Body, Content, Entry, Text
from g40site.content.files import FIRST_PAGE, is_image, is_project_file, most_of, owner_in
from g40site.content.parsing import ParsedEntry, ParsedFile, ParsedText, parse
from g40site.content.prose import MarkdownCache
from g40site.content.reader import MANUAL, MESSAGES, ROOT_FILES, Reader, SourceText
from g40site.diagnostics import Diagnostic, Problems, Row, Span, diagnostic, from_row, nearest, row_of
from g40site.engine import workers
from g40site.engine.cache import Cache, decoded
from g40site.engine.fingerprints import hash_text
from g40site.engine.rendering import THIS_BUILD
from g40site.engine.tracking import Tracker
from g40site.markdown import Link

MODELS = {kind: Decoder(form) for kind, form in model.KINDS.items()}
NO_MODEL = encode(None)
Models = list[model.Entry | None]
# How many files one process reads at a time.
PART = 32


class TextRow(Struct, frozen=True, array_like=True):
    """A Markdown text as its file has it: what it is, and what others must know of it without its HTML."""

    digest: bytes
    prefix: str
    links: tuple[Link, ...]
    ids: tuple[str, ...]


class EntryRow(Struct, frozen=True, array_like=True):
    """An entry of a file; its kind says what `model` is; it is null where fields are wrong. `body` is the line on
    which its text begins and the fingerprint of that.
    """

    kind: str
    id: str
    owner: str
    dated: str
    model: Raw
    body: tuple[int, bytes] | None
    texts: list[TextRow]


class FileContent(Struct, frozen=True, array_like=True):
    """All that one file says, and what is wrong with it. `sha` is that of the bytes that were read; of what `is_text` a
    message can show a line.
    """

    sha: str
    is_text: bool
    entries: list[EntryRow]
    broken: list[str]
    diagnostics: list[Row]


def load_alone(root: Path) -> Content:
    """The content of a root for whoever needs nothing else of a run: nothing is kept of it."""
    tracker = Tracker(Cache(None))
    tracker.register(THIS_BUILD[0], lambda: b"")
    return load(Reader(root), tracker, MarkdownCache(tracker))


def sources_of(reader: Reader, content: Content, report: Problems) -> dict[str, str]:
    """The texts of the files that problems point into; nothing of those of which no text was read."""
    files = {problem.span.file for problem in report.items} - content.unread
    return {file: reader.for_messages(file) for file in files}


def load(reader: Reader, tracker: Tracker, markdown: MarkdownCache, jobs: int = 1) -> Content:
    """Everything below the root that is content."""
    listing = reader.listing
    files = (*ROOT_FILES, *listing.files)
    digests = {file: digest for file in files if (digest := reader.digest(file, most_of(file)))}
    read_ahead(reader, tracker, markdown, digests, jobs)
    content = Content(
        media=tuple(file.removeprefix("content/") for file in files if file.startswith("content/media/")),
        figures=tuple(file for file in files if file.startswith(f"{MANUAL}/") and is_image(file)),
    )
    diagnostics = [*listing.diagnostics]
    for file in files:
        if (stray := without_owner(file, content)) is not None:
            diagnostics.append(stray)
            content.broken.add("project")
            content.unread.add(file)
            continue
        found, models = file_content(reader, tracker, markdown, file, digests.get(file))
        diagnostics += map(from_row, found.diagnostics)
        merge(content, found, models, file, reader, markdown)
    diagnostics += missing_first_pages(content, files)
    content.diagnostics = tuple(diagnostics)
    return content


def read_ahead(
    reader: Reader, tracker: Tracker, markdown: MarkdownCache, digests: Mapping[str, str], jobs: int
) -> None:
    """Takes from the cache all that is there, and has several processes put the rest in it."""
    keys = {tracker.key_of("file", (file, digest)): file for file, digest in digests.items()}
    tracker.cache.load(keys)
    if not tracker.cache.is_shared or jobs == 1:
        return
    new = {key: file for key, file in keys.items() if key not in tracker.cache.prefetched}
    tracker.cache.before_fork()
    read = partial(read_some, reader, tracker, markdown, digests)
    for damaged in workers.map_unordered(read, workers.parts_of([*new.values()], PART), jobs):
        tracker.cache.damaged |= damaged
    tracker.cache.load(new)


def read_some(
    reader: Reader, tracker: Tracker, markdown: MarkdownCache, digests: Mapping[str, str], files: Sequence[str]
) -> bool:
    """The work of one process on its part; what it reads goes to the cache."""
    for file in files:
        file_content(reader, tracker, markdown, file, digests[file])
    tracker.cache.write()
    return tracker.cache.damaged


def file_content(
    reader: Reader, tracker: Tracker, markdown: MarkdownCache, file: str, digest: str | None
) -> tuple[FileContent, Models]:
    """What a file says; the cache knows it by its name and bytes. One that cannot be read is read each time."""
    read = partial(read_file, reader, markdown, file)
    if digest is not None:
        found = tracker.memo("file", (file, digest), read, FileContent)
        # It may have been saved between the two times that it was read, and a row may come from anyone.
        if found.sha == digest and (models := models_of(found)) is not None:
            return found, models
    found = read()
    return found, models_of(found) or []


def models_of(found: FileContent) -> Models | None:
    """The models of the entries of a file; None where a row does not say what an entry of its kind says."""
    models: Models = []
    for row in found.entries:
        fields = bytes(row.model)
        entry = decoded(fields, MODELS[row.kind]) if row.kind in MODELS and fields != NO_MODEL else None
        if entry is None and fields != NO_MODEL:
            return None
        models.append(entry)
    return models


def read_file(reader: Reader, markdown: MarkdownCache, file: str) -> FileContent:
    parsed = parse(reader, file)
    rows = [entry_row(entry, parsed, markdown) for entry in parsed.entries]
    diagnostics = [*map(row_of, parsed.problems.settled())]
    return FileContent(reader.last_sha(file), file in reader.texts, rows, sorted(parsed.broken), diagnostics)


def entry_row(entry: ParsedEntry, parsed: ParsedFile, markdown: MarkdownCache) -> EntryRow:
    """An entry as it is kept, with its texts rendered: what is wrong in them is told at its place."""
    fields = Raw(encode(entry.model))
    body = None if entry.body is None else (entry.body.line, hash_text(entry.body.text))
    texts = [text_row(text, parsed.problems, markdown) for text in parsed.texts(entry)]
    return EntryRow(entry.kind, entry.id, entry.owner, entry.dated, fields, body, texts)


def text_row(text: ParsedText, problems: Problems, markdown: MarkdownCache) -> TextRow:
    key = hash_text(text.text), text.prefix
    markdown.words[key] = lambda: text.text
    rendered = markdown.rendered(key)
    # Who needs the words later parses the file again: nodes and texts are most of the memory of a large site.
    del markdown.words[key]
    if rendered.findings:
        source = text.place()
        for finding in rendered.findings:
            problems.add(finding.code, source.span(finding.start, finding.end), finding.near, **dict(finding.values))
    return TextRow(*key, rendered.links, rendered.ids)


def merge(
    content: Content, found: FileContent, models: Models, file: str, reader: Reader, markdown: MarkdownCache
) -> None:
    """Adds what a file says. Its nodes and texts are parsed once more for the first who asks."""

    @cache
    def parsed() -> ParsedFile:
        return parse(reader, file)

    def source(number: int, text: int) -> SourceText:
        again = parsed()
        return again.texts(again.entries[number])[text].place()

    def words(number: int, text: int) -> str:
        again = parsed()
        return again.texts(again.entries[number])[text].text

    def body(number: int) -> str:
        there = parsed().entries[number].body
        return "" if there is None else there.text

    content.broken.update(found.broken)
    if not found.is_text:
        content.unread.add(file)
    for number, (row, form) in enumerate(zip(found.entries, models, strict=True)):
        text = Body(file, *row.body, partial(body, number)) if row.body else None
        node = partial(lambda number: parsed().entries[number].node, number)
        entry = Entry(row.kind, row.id, file, node, form, text, row.owner, row.dated)
        content.entries.setdefault(row.kind, []).append(entry)
        for place, one in enumerate(row.texts):
            key = one.digest, one.prefix
            content.texts.append(Text(entry, key, one.links, one.ids, partial(source, number, place)))
            markdown.words.setdefault(key, partial(words, number, place))


def without_owner(file: str, content: Content) -> Diagnostic | None:
    """What is wrong with a file of projects of which no municipality is known; where not all are, it is not judged."""
    owner, known = owner_in(file), content.ids("municipality")
    if not is_project_file(file) or owner in known or "municipality" in content.broken:
        return None
    near = tuple(f"{id}.yaml" for id in nearest(owner, known))
    return diagnostic("projecten-zonder-gemeente", Span(file), near, name=owner)


def missing_first_pages(content: Content, files: Iterable[str]) -> list[Diagnostic]:
    """Nothing would lead to the other pages of a manual without its first one."""
    there = {*files}
    return [
        diagnostic("bestand-ontbreekt", Span(f"{folder}/{FIRST_PAGE}"))
        for folder in (MANUAL, MESSAGES)
        if f"{folder}/{FIRST_PAGE}" not in there
        and any(entry.file.startswith(f"{folder}/") for entry in content.of("chapter"))
    ]
