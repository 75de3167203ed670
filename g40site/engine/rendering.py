"""Turns one output into bytes, in steps of which each may end it.

In: an output. Out: its bytes, with what was asked for them. What it says is the same as before: its bytes are in the
memory. Only what stands around its blocks is another: the layout is filled again. Else its view, its blocks and the
page are made.
"""

import hashlib
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from g40site.content import pictures
from g40site.content.reader import Reader
from g40site.diagnostics import Problems
from g40site.engine import compression
from g40site.engine.cache import LARGE, Cache
from g40site.engine.fingerprints import digest, of_bytes, of_fields, of_text
from g40site.engine.parts import Parts, get_file, joined, put_file
from g40site.engine.said import META, Said, around, get_said, put_said, said_of
from g40site.engine.tracking import Query, Tracker
from g40site.layouts import Fields
from g40site.routes import Output
from g40site.templates import TemplateFault, Templates


class Renderer(Struct):
    """Everything that outputs are made with. `shared` are the digests of what all pages share, by name, and
    `frame_parts` those of the fields of the frame.
    """

    reader: Reader
    templates: Templates
    frame: object
    notebook: Tracker
    memory: Cache
    shared: dict[str, bytes]
    frame_parts: Mapping[str, bytes]
    problems: Problems = field(default_factory=Problems)
    closures: dict[tuple[str, str], bytes] = field(default_factory=dict)
    last: "tuple[str, Bytes | None]" = ("", None)
    """The path of the file that was made last, and what became of it: its compressed copies come next."""

    def basis(self, output: Output) -> tuple[bytes, bytes]:
        """The digests of what an output is made with apart from what it asks: of itself, and of its layout."""
        parts = [self.shared["code"], self.shared["url"], digest(output.item, self.notebook.known)]
        layout = [self.closure(output.template), self.shared["frame"]] if output.template else []
        if output.media is not None:
            # The reader tells what is wrong with a document when its bytes are wanted.
            parts.append(of_text(self.reader.digest(output.media.file, pictures.DOCUMENT_BYTES) or ""))
        own = of_bytes(b"".join([f"{output.template} {output.packed}".encode(), *parts]))
        return own, of_bytes(b"".join(layout)) if layout else b""

    def closure(self, template: str, without: str = "") -> bytes:
        """The digest of a template and all that it is made with, but for its layout where that does not count."""
        if (template, without) not in self.closures:
            names = self.templates.closure(template, without)
            self.closures[template, without] = of_bytes(
                b"".join(of_text(name) + self.templates.digests.get(name, b"") for name in names)
            )
        return self.closures[template, without]

    def parts(self) -> dict[str, bytes]:
        """The digest of everything that pages share, by its name."""
        frame = {f"frame.{name}": value for name, value in self.frame_parts.items()}
        templates = {f"template.{name}": value for name, value in self.templates.digests.items()}
        return {"code": self.shared["code"], "url": self.shared["url"], **frame, **templates}

    def make(self, output: Output, before: "Before | None" = None) -> "Bytes | None":
        """The bytes of an output with what was asked for them, or None after a problem."""
        path = unpacked(output)
        if not output.packed or self.last[0] != path:
            whole = replace(output, path=path, packed="")
            self.last = path, (before and self.again(whole, *before)) or self.plain(whole)
        made = self.last[1]
        return self.pack(made, output.packed) if made is not None and output.packed else made

    def pack(self, whole: "Bytes", ending: str) -> "Bytes":
        """A compressed copy of what was made."""
        key = of_bytes(whole.key + ending.encode())
        if (known := get_file(self.memory, key)) is not None:
            return replace(whole, data=known, key=key, rendered=False)
        made = compression.COMPRESSORS[ending](whole.data)
        put_file(self.memory, key, [made])
        return replace(whole, data=made, key=key, rendered=True)

    def plain(self, output: Output) -> "Bytes | None":
        asked: set[Query] = set()
        with self.notebook.collecting(asked):
            if output.view is not None:
                view = output.view()
            elif output.data is not None:
                made = output.data()
        if output.data is not None:
            key = self.key_of(output, asked)
            found: Parts = [made] if isinstance(made, bytes) else made
            whole = joined(found)
            # A large table is kept by its pieces: kept whole, each edit of a row would keep it twice.
            put_file(self.memory, key, found if len(whole) >= LARGE else [whole])
            return Bytes(whole, key, tuple(sorted(asked)), rendered=True)
        if output.view is not None:
            return self.page(output, view, tuple(sorted(asked)))
        return self.media(output)

    def page(self, output: Output, view: object, asked: tuple[Query, ...]) -> "Bytes | None":
        """A page as the memory has it, or as its template and the layout make it."""
        fields = of_fields(view, self.notebook.known)
        said = of_bytes(b"".join(fields.values()))
        key = self.page_key(output.template, said)
        if (known := get_file(self.memory, key)) is not None:
            return Bytes(known, key, asked, fields, said=said)
        try:
            made = self.laid_out(output.template, view, said, fields)
        except TemplateFault as fault:
            fault.tell(self.problems)
            return None
        return Bytes(put_file(self.memory, key, made), key, asked, fields, said=said, rendered=True)

    def again(self, output: Output, said: bytes, asked: tuple[Query, ...]) -> "Bytes | None":
        """A page that says what it said, with what is around its blocks now; None where its view is needed for that."""
        key = self.page_key(output.template, said)
        if (known := get_file(self.memory, key)) is not None:
            return Bytes(known, key, asked, said=said)
        kept = self.kept_blocks(output.template, said)
        if kept is None:
            return None
        meta = kept[0].meta_of(output.form)
        view = Fields({} if meta is None else {META: meta}, set())
        page = self.templates.filled(output.template, kept[0].html, view, self.frame)
        if page is None:
            return None
        made = put_file(self.memory, key, around(page.encode(), said, *kept))
        return Bytes(made, key, asked, said=said, rendered=True)

    def laid_out(self, template: str, view: object, said: bytes, fields: Mapping[str, bytes]) -> Parts:
        """A new page. Its blocks may be those of an earlier build, with another layout around them."""
        kept = self.kept_blocks(template, said) or self.new_blocks(template, view, said, fields)
        page = self.templates.filled(template, kept[0].html, view, self.frame) if kept[0].basis else None
        if page is None:
            return [self.templates.rendered(template, view, self.frame).encode()]
        return around(page.encode(), said, *kept)

    def kept_blocks(self, template: str, said: bytes) -> tuple[Said, bytes] | None:
        """The blocks of a page that says this, with their row, if they would be the same now."""
        kept = get_said(self.memory, said)
        holds = kept is not None and kept[0].holds(self.blocks_basis(template), self.frame_parts)
        return kept if holds else None

    def new_blocks(self, template: str, view: object, said: bytes, fields: Mapping[str, bytes]) -> tuple[Said, bytes]:
        """The blocks of a page with their row; without a basis where it has to be made in one step."""
        made, basis = said_of(view, fields), self.blocks_basis(template)
        if (blocks := self.templates.blocks(template, view, self.frame)) is not None:
            html, read = blocks
            made = replace(made, basis=basis, html=html, frame={name: self.frame_parts[name] for name in read})
        return made, put_said(self.memory, said, made)

    def page_key(self, template: str, said: bytes) -> bytes:
        """The name of a page in the memory."""
        return of_bytes(b"".join([said, self.closure(template), self.shared["frame"], self.shared["code"]]))

    def blocks_basis(self, template: str) -> bytes:
        """The digest of what the blocks of a page are made with, besides what it says."""
        return of_bytes(self.shared["code"] + self.closure(template, self.templates.layout(template)))

    def key_of(self, output: Output, asked: Iterable[Query]) -> bytes:
        """The name of data in the memory: everything that it was made from."""
        answers = (f"{question}".encode() + self.notebook.digest_of(question) for question in sorted(asked))
        return of_bytes(b"".join([output.path.encode(), self.basis(output)[0], *answers]))

    def media(self, output: Output) -> "Bytes | None":
        assert output.media is not None, "an output has a view, data or a file"
        key = of_bytes(self.basis(output)[0])
        if output.media.width is not None and (known := get_file(self.memory, key)) is not None:
            return Bytes(known, key, ())
        before = len(self.reader.problems.found)
        data = self.reader.data(output.media.file, pictures.DOCUMENT_BYTES)
        if data is None:
            self.problems.found += self.reader.problems.found[before:]
            return None
        sha = hashlib.sha256(data).hexdigest()
        # Somebody may have saved another file since the plan was made.
        is_sure = sha == self.reader.digest(output.media.file, pictures.DOCUMENT_BYTES)
        if output.media.width is None:
            return Bytes(data, key, (), sha=sha, is_sure=is_sure)
        made = pictures.resized(data, output.media.width, output.media.suffix)
        if is_sure:
            put_file(self.memory, key, [made])
        return Bytes(made, key, (), rendered=True, is_sure=is_sure)


# The digest of a view and what was asked for it.
Before = tuple[bytes, tuple[Query, ...]]


def unpacked(output: Output) -> str:
    """The path of an output, or of the file that it is a compressed copy of."""
    return output.path.removesuffix(f".{output.packed}") if output.packed else output.path


class Bytes(Struct, frozen=True):
    """What an output became, its name in the memory, and whether it had to be made."""

    data: bytes
    key: bytes
    questions: tuple[Query, ...] | None
    fields: Mapping[str, bytes] = field(default_factory=dict)
    rendered: bool = False
    said: bytes = b""
    """The digest of its view, where it is a page."""
    sha: str = ""
    """Its digest in the list of digests, where that is known."""
    is_sure: bool = True
    """Whether it was made from what the plan was made from."""
