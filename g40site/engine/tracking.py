"""Which questions somebody asks of the content: what a page read is what it depends on.

In: an object with answers. Out: the same object to whoever asks, which writes down each question. A later build asks
the same questions again; when every answer has the same digest, what was made of them is still right. So nobody has to
declare what a view reads, and nobody can forget it: there is no other way to the content.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, TypeVar, cast

from g40site.engine.fingerprints import Known, digest

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

Query = tuple[str, ...]


class UnknownQuery(Exception):
    """A question behind a door that nobody opened. Nobody could ask it again, so what was made with it would never be
    made anew: a mistake in this program.
    """


class Tracker:
    """The questions that are asked while something is made; `known` are the digests of entries, by their `id`."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.doors: dict[str, Callable[..., object]] = {}
        self.bases: dict[str, tuple[Query, ...]] = {}
        self.asked: set[Query] | None = None
        self.digests: dict[Query, bytes] = {}

    def note(self, question: Query) -> None:
        if self.asked is not None:
            if question[0] not in self.doors:
                raise UnknownQuery(question[0])
            self.asked.add(question)

    @contextmanager
    def collecting(self, asked: set[Query] | None) -> Iterator[None]:
        """Questions go into this set, or nowhere: the answer to a question is a value, whatever it was made of."""
        before, self.asked = self.asked, asked
        try:
            yield
        finally:
            self.asked = before

    def rests_on(self, door: str, basis: tuple[Query, ...]) -> None:
        """Says that all answers behind a door follow from those to a few questions."""
        self.bases[door] = basis

    def trust(self, questions: Sequence[Query], answers: Sequence[bytes]) -> set[str]:
        """Takes earlier answers for those of now where the door that they came from rests on what did not change; these
        doors are given back.
        """
        earlier = dict(zip(questions, answers, strict=True))
        same = {
            door
            for door, basis in self.bases.items()
            if all(question in earlier and earlier[question] == self.digest_of(question) for question in basis)
        }
        self.digests |= {question: answer for question, answer in earlier.items() if question[0] in same}
        return same

    def open(self, door: str, answer: Callable[..., object]) -> None:
        """`answer` takes the rest of a question and gives what it asks for, without writing anything down."""
        assert door not in self.doors, f"two doors are called {door}"
        self.doors[door] = answer

    def answer(self, question: Query) -> object:
        """The answer now; None where what is asked about is not there any more, or where nobody asks so: a record of
        questions may come from anyone.
        """
        answer = self.doors[question[0]]
        try:
            return answer(*question[1:])
        except (LookupError, ValueError, TypeError):
            return None

    def digest_of(self, question: Query) -> bytes:
        """The digest of the answer now; a question that makes no sense any more has the digest of nothing."""
        if (found := self.digests.get(question)) is not None:
            return found
        if question[0] not in self.doors:
            raise UnknownQuery(question[0])
        # As `collecting` does, which takes longer than most answers.
        before, self.asked = self.asked, None
        try:
            answer = self.answer(question)
        finally:
            self.asked = before
        found = self.digests[question] = digest(plain(answer), self.known)
        return found

    def digest_if_asked(self, question: Query) -> bytes:
        """The same for a question that was read back, which may come from anyone: no digest where it has no door."""
        return self.digest_of(question) if question[0] in self.doors else b""


def plain(answer: object) -> object:
    """Lists and mappings as tuples, in their own order."""
    if isinstance(answer, Mapping):
        return tuple((key, plain(value)) for key, value in answer.items())
    if isinstance(answer, list | tuple):
        return tuple(plain(item) for item in answer)
    return answer


def asked(method: F) -> F:
    """A method of an object with `notebook` and `answers`, or a function of one, whose answer is a question of its own
    and kept. Who knows the function opens its door.
    """
    name = method.__name__

    @wraps(method)
    def answered(self: Any, *args: str) -> Any:
        self.notebook.note((name, *args))
        kept = self.answers
        if (name, *args) not in kept:
            with self.notebook.collecting(None):
                kept[name, *args] = method(self, *args)
        return kept[name, *args]

    cast(Any, answered).is_asked = True
    return cast(F, answered)


def register_all(notebook: Tracker, owner: object) -> None:
    """Opens a door for each method of an object that is `asked`."""
    for name in dir(type(owner)):
        if getattr(getattr(type(owner), name), "is_asked", False):
            notebook.open(name, getattr(owner, name))


class TrackedMapping(Mapping[Any, Any]):
    """A mapping that writes down which of its keys were looked up; whoever goes through it has asked for all of it."""

    def __init__(self, notebook: Tracker, question: Query, mapping: Mapping[Any, Any]) -> None:
        self.notebook, self.question, self.mapping = notebook, question, mapping

    def __getitem__(self, key: Any) -> Any:
        self.notebook.note((*self.question, *parts(key)))
        return self.mapping[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self.notebook.note((*self.question, *parts(key)))
        return self.mapping.get(key, default)

    def __contains__(self, key: object) -> bool:
        self.notebook.note((*self.question, *parts(key)))
        return key in self.mapping

    def __iter__(self) -> Iterator[Any]:
        self.notebook.note(self.question)
        return iter(self.mapping)

    def __len__(self) -> int:
        self.notebook.note(self.question)
        return len(self.mapping)


def parts(key: Any) -> tuple[str, ...]:
    return key if isinstance(key, tuple) else (key,)


class TrackedProxy:
    """An object whose attributes and methods are questions; their names begin with that of its door.

    `value` gives the object when it is first asked. A static method knows nothing and is no question.
    """

    def __init__(self, notebook: Tracker, door: str, value: Callable[[], object]) -> None:
        self._notebook, self._door, self._value = notebook, door, cache(value)
        notebook.open(door, self._answer)

    def __getattr__(self, name: str) -> Any:
        value = self._value()
        answer = getattr(value, name)
        if isinstance(vars(type(value)).get(name), staticmethod):
            found: Any = answer
        elif isinstance(answer, Mapping):
            found = TrackedMapping(self._notebook, (self._door, name), answer)
        elif callable(answer):
            found = self._method(name, answer)
        else:
            self._notebook.note((self._door, name))
            return answer
        # The next time the attribute is found without coming here.
        self.__dict__[name] = found
        return found

    def _method(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def answered(*args: Any) -> Any:
            self._notebook.note((self._door, name, *args))
            return method(*args)

        return answered

    def _answer(self, name: str = "", *args: str) -> object:
        answer = getattr(self._value(), name, None)
        if isinstance(answer, Mapping) and args:
            return answer.get(args if len(args) > 1 else args[0])
        return answer(*args) if callable(answer) else answer


def tracked(notebook: Tracker, door: str, value: Callable[[], T]) -> T:
    """What `value` gives, as an `TrackedProxy`; to whoever asks it is the same."""
    return cast(T, TrackedProxy(notebook, door, value))


__all__ = ["Query", "TrackedProxy", "Tracker", "UnknownQuery", "asked", "register_all", "tracked"]
