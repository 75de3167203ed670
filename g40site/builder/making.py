"""Turns outputs into bytes, as little as possible: what nothing has changed for is not looked at again.

In: outputs, the record of the last build, the memory. Out: of each output what it is now and whether it differs from
what is published; new bytes wait in the staging folder. A page is made in steps, and each may end it: the answers to
its questions are the same; its view is the same; its bytes are in the memory.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from g40site import workers
from g40site.builder import compressed
from g40site.content import pictures
from g40site.diagnostics import Diagnostic, Problems
from g40site.digests import digest, of_bytes, of_fields, of_text
from g40site.kept.memory import LARGE, Memory
from g40site.kept.parts import FILE, Parts, get_file, joined, put_file
from g40site.kept.pieces import PIECE, keys_in
from g40site.kept.record import UNSURE, Made, Record
from g40site.kept.view import View, changed_fields, view_from
from g40site.publishing import Ready, Target, put
from g40site.questions import Notebook, Question
from g40site.routes import Output
from g40site.source import Reader
from g40site.templates import TemplateFault, Templates

# Questions that nobody asks any more go when they are half as many as the others.
ROOM = 1.5


class Done(Ready, frozen=True, kw_only=True):
    """What became of one output: `number` is its place in the plan. `questions` is None where what the last build wrote
    down of it still holds.
    """

    basis: tuple[bytes, bytes]
    questions: tuple[Question, ...] | None
    key: bytes
    why: tuple[str, ...] = ()


class Work(Struct, frozen=True):
    """An output that must be made or fetched. `old` is what it was; `why` is empty when nothing changed for it."""

    number: int
    output: Output
    basis: tuple[bytes, bytes]
    old: Made | None
    why: tuple[str, ...]


class Maker(Struct):
    """Everything that outputs are made with. `shared` are the digests of what all pages share, by name."""

    reader: Reader
    templates: Templates
    frame: object
    notebook: Notebook
    memory: Memory
    shared: dict[str, bytes]
    problems: Problems = field(default_factory=Problems)
    closures: dict[str, bytes] = field(default_factory=dict)

    def basis(self, output: Output) -> tuple[bytes, bytes]:
        """The digests of what an output is made with apart from what it asks: of itself, and of its layout."""
        parts = [self.shared["code"], self.shared["url"], digest(output.item, self.notebook.known)]
        layout = [self.closure(output.template), self.shared["frame"]] if output.template else []
        if output.media is not None:
            # The reader tells what is wrong with a document when its bytes are wanted.
            parts.append(of_text(self.reader.digest(output.media.file, pictures.DOCUMENT_BYTES) or ""))
        own = of_bytes(b"".join([f"{output.template} {output.packed}".encode(), *parts]))
        return own, of_bytes(b"".join(layout)) if layout else b""

    def closure(self, template: str) -> bytes:
        if template not in self.closures:
            names = self.templates.closure(template)
            self.closures[template] = of_bytes(
                b"".join(of_text(name) + self.templates.digests.get(name, b"") for name in names)
            )
        return self.closures[template]

    def parts(self) -> dict[str, bytes]:
        """The digest of everything that pages share, by its name."""
        frame = {f"frame.{name}": value for name, value in of_fields(self.frame, self.notebook.known).items()}
        templates = {f"template.{name}": value for name, value in self.templates.digests.items()}
        return {"code": self.shared["code"], "url": self.shared["url"], **frame, **templates}

    def make(self, output: Output, before: "Before | None" = None) -> "Bytes | None":
        """The bytes of an output with what was asked for them, or None after a problem."""
        if not output.packed:
            return self.plain(output) if before is None else self.page(output, *before)
        whole = self.make(replace(output, path=unpacked(output), packed=""), before)
        return None if whole is None else self.pack(whole, output.packed)

    def pack(self, whole: "Bytes", ending: str) -> "Bytes":
        """A compressed copy of what was made."""
        key = of_bytes(whole.key + ending.encode())
        if (known := get_file(self.memory, key)) is not None:
            return replace(whole, data=known, key=key, rendered=False)
        made = compressed.COMPRESSORS[ending](whole.data)
        put_file(self.memory, key, [made])
        return replace(whole, data=made, key=key, rendered=True)

    def plain(self, output: Output) -> "Bytes | None":
        asked: set[Question] = set()
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
            fields = of_fields(view, self.notebook.known)
            return self.page(output, View(view, of_bytes(b"".join(fields.values())), fields), tuple(sorted(asked)))
        return self.media(output)

    def page(self, output: Output, view: View, asked: tuple[Question, ...]) -> "Bytes | None":
        """A page as the memory has it, or as its template makes it."""
        parts = [view.digest, self.closure(output.template), self.shared["frame"], self.shared["code"]]
        key = of_bytes(b"".join(parts))
        known = get_file(self.memory, key)
        if known is not None:
            return Bytes(known, key, asked, view.fields)
        try:
            made = self.templates.render(output.template, view.value, self.frame).encode()
        except TemplateFault as fault:
            fault.tell(self.problems)
            return None
        put_file(self.memory, key, [made])
        self.memory.put("view", key, view.row())
        return Bytes(made, key, asked, view.fields, rendered=True)

    def said_before(self, work: "Work", record: Record) -> "Before | None":
        """What a page said at the last build, where nothing but its templates or the frame changed since."""
        form, page = work.output.form, record.made.get(unpacked(work.output))
        if form is None or page is None or work.old is None or work.old.basis[0] != work.basis[0]:
            return None
        if any(name.startswith(QUESTION) for name in work.why):
            return None
        row = self.memory.get("view", page.key)
        view = None if row is None else view_from(row, form)
        return None if view is None else (view, tuple(record.questions[n] for n in page.questions))

    def key_of(self, output: Output, asked: Iterable[Question]) -> bytes:
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


# A view and what was asked for it.
Before = tuple[View, tuple[Question, ...]]


def unpacked(output: Output) -> str:
    """The path of an output, or of the file that it is a compressed copy of."""
    return output.path.removesuffix(f".{output.packed}") if output.packed else output.path


class Bytes(Struct, frozen=True):
    """What an output became, its name in the memory, and whether it had to be made."""

    data: bytes
    key: bytes
    questions: tuple[Question, ...] | None
    fields: Mapping[str, bytes] = field(default_factory=dict)
    rendered: bool = False
    sha: str = ""
    """Its digest in the list of digests, where that is known."""
    is_sure: bool = True
    """Whether it was made from what the plan was made from."""


def make_all(
    outputs: Sequence[Output],
    maker: Maker,
    record: Record,
    target: Target | None,
    jobs: int,
    follow: Callable[[Iterable[Done], int], Iterable[Done]] = lambda done, _total: done,
) -> dict[int, Done]:
    """Every output by its number; those with a problem are missing, and `maker.problems` says why."""
    changes = Changes(record, maker)
    done: dict[int, Done] = {}
    work: list[Work] = []
    for number, output in enumerate(outputs):
        basis = maker.basis(output)
        old = record.made.get(output.path)
        why = changes.of(output, basis)
        if old is None or why or not (target is None or target.has(output.path, old)):
            work.append(Work(number, output, basis, old, why))
        else:
            done[number] = Done(
                number=number, basis=basis, questions=None, key=old.key, sha=old.sha, size=old.size, fate="same"
            )
    jobs = jobs if len(work) >= workers.WORTH_A_WORKER else 1
    for made in follow(spread(work, maker, record, target, jobs), len(work)):
        done[made.number] = made
        maker.reader.steady &= made.basis != UNSURE
    return done


class Changes:
    """What is not what it was at the last build, by name: parts, and the questions with another answer now."""

    def __init__(self, record: Record, maker: Maker) -> None:
        self.record, self.maker = record, maker
        self.questions = changed_questions(record, maker.notebook)
        now = maker.parts()
        self.parts = sorted(name for name in {*now, *record.parts} if now.get(name) != record.parts.get(name))

    def of(self, output: Output, basis: tuple[bytes, bytes]) -> tuple[str, ...]:
        """The names of what changed for an output; nothing when it is what it was."""
        old = self.record.made.get(output.path)
        if old is None:
            return (NEW,)
        why: list[str] = []
        (own, layout), (own_before, layout_before) = basis, old.basis
        if own != own_before:
            why += [name for name in self.parts if name in (CODE, URL)] or [OWN]
        if layout != layout_before:
            closure = self.maker.templates.closure(output.template) if output.template else ()
            why += [name for name in self.parts if is_layout(name, closure)] or [OWN]
        if not self.questions.isdisjoint(old.questions):
            asked = (self.record.questions[n] for n in old.questions if n in self.questions)
            why += [" ".join((QUESTION, *question)) for question in sorted(asked)]
        return tuple(why)


NEW, OWN, CODE, URL, QUESTION = "new", "own", "code", "url", "question"


def is_layout(part: str, closure: tuple[str, ...]) -> bool:
    """Whether a page with these templates is laid out with a part."""
    kind, _, name = part.partition(".")
    return kind == "frame" or (kind == "template" and name in closure)


def spread(work: Sequence[Work], maker: Maker, record: Record, target: Target | None, jobs: int) -> Iterator[Done]:
    one_part = partial(make_some, maker, record, target)
    maker.memory.before_fork()
    for made, problems, damaged in workers.spread(one_part, workers.parts_of(work, workers.PART), jobs):
        maker.problems.found += problems
        maker.memory.damaged |= damaged
        yield from made


def make_some(
    maker: Maker, record: Record, target: Target | None, part: Sequence[Work]
) -> tuple[list[Done], list[Diagnostic], bool]:
    """The work of one worker on its part: makes, and puts in the staging folder what differs."""
    before, maker.problems = maker.problems, Problems()
    done = []
    for one in part:
        made = restored(maker, one) or maker.make(one.output, maker.said_before(one, record))
        if made is not None:
            sha = made.sha or hashlib.sha256(made.data).hexdigest()
            fate = "same" if target is None else put(one.number, one.output.path, made.data, sha, record, target)
            why = (*one.why, *fields_changed(maker, one, made)) or (one.old.why if one.old else ())
            basis = one.basis if made.is_sure else UNSURE
            done.append(
                Done(
                    number=one.number,
                    basis=basis,
                    questions=made.questions,
                    key=made.key,
                    sha=sha,
                    size=len(made.data),
                    fate=fate,
                    why=why,
                    rendered=made.rendered,
                )
            )
    maker.memory.write()
    maker.problems, problems = before, maker.problems
    return done, problems.found, maker.memory.damaged


def fields_changed(maker: Maker, work: Work, made: Bytes) -> Iterator[str]:
    """The fields of a page's view that say something else than those of the page that was published."""
    row = maker.memory.get("view", work.old.key) if work.old and made.fields else None
    if row is not None:
        yield from (f"view.{name}" for name in changed_fields(row, made.fields))


def restored(maker: Maker, work: Work) -> Bytes | None:
    """The bytes of an output for which nothing changed but that is not there, as the memory has them."""
    old = work.old
    if old is None or work.why:
        return None
    data = get_file(maker.memory, old.key)
    if data is None or hashlib.sha256(data).hexdigest() != old.sha:
        return None
    return Bytes(data, old.key, None, sha=old.sha)


def changed_questions(record: Record, notebook: Notebook) -> set[int]:
    """The numbers of the questions to which the answer is another one now."""
    same = notebook.trust(record.questions, record.answers)
    asked = enumerate(zip(record.questions, record.answers, strict=True))
    return {n for n, (one, answer) in asked if one[0] not in same and notebook.digest_of(one) != answer}


def record_of(outputs: Sequence[Output], done: dict[int, Done], maker: Maker, old: Record) -> Record:
    """What the next build needs to know of this one. Questions keep the numbers that they have in the `old` record, so
    that what it says of an output can be taken over.
    """
    numbers = {question: n for n, question in enumerate(old.questions)}
    # Also what doors rest on, so that the next build can trust what came from them.
    rests = [numbers.setdefault(question, len(numbers)) for question in chain(*maker.notebook.bases.values())]
    made = {}
    for number, one in sorted(done.items()):
        path = outputs[number].path
        if one.questions is None:
            made[path] = old.made[path]
        else:
            asked = tuple(numbers.setdefault(question, len(numbers)) for question in one.questions)
            made[path] = Made(one.basis, asked, one.key, one.sha, one.size, one.why)
    used = set(rests).union(*(one.questions for one in made.values()))
    if len(numbers) > ROOM * len(used):
        numbers, made = renumbered(numbers, used, made)
    maker.memory.use(FILE, (one.key for one in done.values()))
    maker.memory.use("view", (one.key for one in done.values()))
    maker.memory.use(PIECE, keys_in(numbers))
    answers = [maker.notebook.digest_of(question) for question in numbers]
    return Record(maker.parts(), list(numbers), answers, made)


def renumbered(
    numbers: Mapping[Question, int], used: set[int], made: Mapping[str, Made]
) -> tuple[dict[Question, int], dict[str, Made]]:
    """The same without the questions that nobody asks any more."""
    fresh = {old: new for new, old in enumerate(sorted(used))}
    kept = {question: fresh[old] for question, old in numbers.items() if old in used}
    return kept, {
        path: one._replace(questions=tuple(fresh[old] for old in one.questions)) for path, one in made.items()
    }
