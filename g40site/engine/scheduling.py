"""Decides which outputs must be made, as few as possible, and has them made aside.

In: outputs, the record of the last build, a maker. Out: of each output what it is now and whether it differs from what
is published; new bytes wait in the staging folder. What nothing has changed for is not looked at again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby

from msgspec import Struct

from g40site.diagnostics import Diagnostic, Problems
from g40site.engine import workers
from g40site.engine.build_log import UNSURE, BuildLog, OutputRecord
from g40site.engine.parts import FILE, get_file
from g40site.engine.pieces import PIECE, keys_in
from g40site.engine.publishing import Ready, Target, put
from g40site.engine.rendering import Before, Bytes, Renderer, unpacked
from g40site.engine.said import SAID, get_said
from g40site.engine.state import Stat
from g40site.engine.tracking import Query, Tracker
from g40site.routes import Output
from g40site.templates import ENDLESS

# Questions that nobody asks any more go when they are half as many as the others.
ROOM = 1.5


class JobResult(Ready, frozen=True, kw_only=True):
    """What became of one output: `number` is its place in the plan. `questions` is None where what the last build wrote
    down of it still holds.
    """

    basis: tuple[bytes, bytes]
    questions: tuple[Query, ...] | None
    key: bytes
    said: bytes = b""
    why: tuple[str, ...] = ()


class Job(Struct, frozen=True):
    """An output that must be made or fetched. `old` is what it was; `why` is empty when nothing changed for it."""

    number: int
    output: Output
    basis: tuple[bytes, bytes]
    old: OutputRecord | None
    why: tuple[str, ...]


def make_all(
    outputs: Sequence[Output],
    maker: Renderer,
    record: BuildLog,
    target: Target | None,
    jobs: int,
    follow: Callable[[Iterable[JobResult], int], Iterable[JobResult]] = lambda done, _total: done,
) -> dict[int, JobResult]:
    """Every output by its number; those with a problem are missing, and `maker.problems` says why."""
    changes = Changes(record, maker)
    done: dict[int, JobResult] = {}
    work: list[Job] = []
    for number, output in enumerate(outputs):
        basis = maker.basis(output)
        old = record.made.get(output.path)
        why = changes.of(output, basis)
        if old is None or why or not (target is None or target.has(output.path, old.sha, old.size, old)):
            work.append(Job(number, output, basis, old, why))
        else:
            done[number] = JobResult(
                number=number, basis=basis, questions=None, key=old.key, sha=old.sha, size=old.size, fate="same"
            )
    for made in follow(spread(work, maker, record, target, jobs), len(work)):
        done[made.number] = made
        maker.reader.steady &= made.basis != UNSURE
    return done


class Changes:
    """What is not what it was at the last build, by name: parts, and the questions with another answer now."""

    def __init__(self, record: BuildLog, maker: Renderer) -> None:
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


def spread(
    work: Sequence[Job], maker: Renderer, record: BuildLog, target: Target | None, jobs: int
) -> Iterator[JobResult]:
    one_part = partial(make_some, maker, record, target)
    # Whoever makes a file also makes its compressed copies.
    files = [list(copies) for _, copies in groupby(work, lambda one: unpacked(one.output))]
    maker.memory.before_fork()
    for made, problems, damaged in workers.spread_files(one_part, files, jobs):
        maker.problems.found += problems
        maker.memory.damaged |= damaged
        yield from made
        if is_endless(problems):
            return


def make_some(
    maker: Renderer, record: BuildLog, target: Target | None, part: Sequence[Sequence[Job]]
) -> tuple[list[JobResult], list[Diagnostic], bool]:
    """The work of one worker on its part: makes, and puts in the staging folder what differs."""
    before, maker.problems = maker.problems, Problems()
    done = []
    for one in chain.from_iterable(part):
        if is_endless(maker.problems):
            break
        made = fetched(maker, one) or maker.make(one.output, said_before(one, record))
        if made is not None:
            sha = made.sha or hashlib.sha256(made.data).hexdigest()
            fate = "same" if target is None else put(one.number, one.output.path, made.data, sha, record, target)
            why = (*one.why, *fields_changed(maker, one, made)) or (one.old.why if one.old else ())
            basis = one.basis if made.is_sure else UNSURE
            done.append(
                JobResult(
                    number=one.number,
                    basis=basis,
                    questions=made.questions,
                    key=made.key,
                    said=made.said,
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


def is_endless(problems: Iterable[Diagnostic]) -> bool:
    """Whether a template never ends. Other pages would run into the same, and to find out takes long for each."""
    return any(problem.code == ENDLESS for problem in problems)


def said_before(work: Job, record: BuildLog) -> Before | None:
    """What a page said at the last build, where nothing but its templates or the frame changed since."""
    page = record.made.get(unpacked(work.output))
    if work.output.form is None or page is None or work.old is None or work.old.basis[0] != work.basis[0]:
        return None
    if any(name.startswith(QUESTION) for name in work.why):
        return None
    return page.said, tuple(record.questions[n] for n in page.questions)


def fields_changed(maker: Renderer, work: Job, made: Bytes) -> Iterator[str]:
    """The fields of a page's view that say something else than those of the page that was published."""
    before = get_said(maker.memory, work.old.said) if work.old and made.fields else None
    if before is not None:
        yield from (f"view.{name}" for name in before[0].changed(made.fields))


def fetched(maker: Renderer, work: Job) -> Bytes | None:
    """The bytes of an output for which nothing changed but that is not there, as the memory has them."""
    old = work.old
    if old is None or work.why:
        return None
    data = get_file(maker.memory, old.key)
    if data is None or hashlib.sha256(data).hexdigest() != old.sha:
        return None
    return Bytes(data, old.key, None, sha=old.sha)


def changed_questions(record: BuildLog, notebook: Tracker) -> set[int]:
    """The numbers of the questions to which the answer is another one now."""
    same = notebook.trust(record.questions, record.answers)
    asked = enumerate(zip(record.questions, record.answers, strict=True))
    return {n for n, (one, answer) in asked if one[0] not in same and notebook.digest_if_asked(one) != answer}


def record_of(
    outputs: Sequence[Output], done: dict[int, JobResult], maker: Renderer, old: BuildLog, disk: Mapping[str, Stat]
) -> BuildLog:
    """What the next build needs to know of this one; `disk` is what the disk says of each file. Questions keep the
    numbers that they have in the `old` record, so that what it says of an output can be taken over.
    """
    numbers = {question: n for n, question in enumerate(old.questions)}
    # Also what doors rest on, so that the next build can trust what came from them.
    rests = [numbers.setdefault(question, len(numbers)) for question in chain(*maker.notebook.bases.values())]
    made = {}
    for number, one in sorted(done.items()):
        path = outputs[number].path
        if one.questions is None:
            same = old.made[path]
            made[path] = same if same.disk == disk[path] else same._replace(disk=disk[path])
        else:
            asked = tuple(numbers.setdefault(question, len(numbers)) for question in one.questions)
            made[path] = OutputRecord(one.basis, asked, one.key, one.sha, one.size, one.said, one.why, disk[path])
    used = set(rests).union(*(one.questions for one in made.values()))
    if len(numbers) > ROOM * len(used):
        numbers, made = renumbered(numbers, used, made)
    maker.memory.use(FILE, (one.key for one in done.values()))
    maker.memory.use(SAID, (one.said for one in made.values()))
    maker.memory.use(PIECE, keys_in(numbers))
    answers = [maker.notebook.digest_if_asked(question) for question in numbers]
    return BuildLog(maker.parts(), list(numbers), answers, made)


def renumbered(
    numbers: Mapping[Query, int], used: set[int], made: Mapping[str, OutputRecord]
) -> tuple[dict[Query, int], dict[str, OutputRecord]]:
    """The same without the questions that nobody asks any more."""
    fresh = {old: new for new, old in enumerate(sorted(used))}
    kept = {question: fresh[old] for question, old in numbers.items() if old in used}
    return kept, {
        path: one._replace(questions=tuple(fresh[old] for old in one.questions)) for path, one in made.items()
    }
