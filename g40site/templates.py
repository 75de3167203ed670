"""Jinja as this site uses it: a template sees its view and the shell, and every fault in it becomes a diagnostic.

In: the texts of templates. Out: HTML for a view, or one problem at the deepest line that failed. Templates cannot
loop without end, reach the file system or change what they are given; an unknown name is always a fault.
"""

import os
import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

import jinja2
import jinja2.nodes
from jinja2.bccache import Bucket
from jinja2.sandbox import safe_range

from g40site.diagnostics import Diagnostic, Fault, Problems, Span, diagnostic, is_tellable
from g40site.engine.fingerprints import hash_bytes, program
from g40site.engine.scheduling import ENDLESS
from g40site.engine.state import user_folder
from g40site.engine.tracking import Tracker
from g40site.markdown.typography import quoted_in

# What a template takes from others; a name that is worked out while it runs cannot be followed.
TAKES = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\b\s*("[^"]*"|'[^']*'|[^\s%]+)""")
# The same by a text and nothing else.
BY_TEXT = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b\s*(?:"[^"\\]*"|'[^'\\]*')"""
    r"""\s*(?:[-+]?%\}|(?:ignore|with|without|import|as)\b)"""
)
QUOTED = re.compile(r"""(["'])(.+)\1""")

# What a wrong template makes Jinja and Python raise while it is compiled or run.
RUNTIME_FAULTS = (jinja2.TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError)


# A site has about a hundred; those of folders that are gone are cleared with the rest once there are so many.
MOST_COMPILED = 2000


class Bytecode(jinja2.FileSystemBytecodeCache):
    """Compiled templates in files of Jinja's own form. What another version of this program compiled is not run."""

    def get_source_checksum(self, source: str) -> str:
        return hash_bytes(program() + source.encode()).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # whatever a damaged file makes of it, the template is compiled anew
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        # A disk that is full costs the next build a compilation.
        with suppress(OSError):
            if len(os.listdir(self.directory)) > MOST_COMPILED:  # noqa: PTH208 (as many as there may be)
                self.clear()
            super().dump_bytecode(bucket)


class Templates:
    """The templates of one folder, compiled once; `texts` are their bytes by name, and `borrowed` the folders of those
    that stand elsewhere.
    """

    def __init__(self, folder: Path, texts: Mapping[str, bytes], borrowed: Mapping[str, Path] = {}) -> None:
        self.folder, self.texts, self.borrowed = folder, dict(sorted(texts.items())), borrowed
        # Of these templates alone: they go when somebody saves another text.
        self.closure, self.named_by = cache(self.closure_of), cache(self.names_in)
        self.names = {(folder / name).as_posix(): name for name in texts}
        # They are code: compiled where only this user may write, never below a root, which may come from somebody.
        compiled = user_folder("templates")
        self.environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self.load),
            autoescape=is_markup,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Bytecode(str(compiled)) if compiled else None,
        )
        self.environment.globals = {"range": safe_range}

    def register(self, tracker: Tracker) -> None:
        """A page reads its template, which follows from the texts of all that it is made with."""
        tracker.register("template_text", self.texts.get)
        tracker.register("template", lambda name: [tracker.result(("template_text", n)) for n in self.closure(name)])

    def load(self, name: str) -> tuple[str, str, None] | None:
        """The very text that was read, also when somebody saves another one meanwhile."""
        text = self.texts.get(name)
        return None if text is None else (text.decode("utf-8"), (self.folder / name).as_posix(), None)

    def render(self, name: str, view: object, shell: object, helpers: Mapping[str, Callable[..., object]] = {}) -> str:
        """The page that a template makes of a view, with functions that it may call; a fault in it is raised as
        `Fault`.
        """
        return quoted_in(self.fill(name, **helpers, view=view, frame=shell))

    def text(self, tracker: Tracker, name: str, **values: object) -> str:
        """A text that is no page, such as a feed, a mail or a configuration: whole lines. Its template is read by a
        query, so that whatever has this text in it is made again when somebody changes the template.
        """
        tracker.result(("template", name))
        text = self.fill(name, **values).strip("\n")
        return text and f"{text}\n"

    def fill(self, name: str, **values: object) -> str:
        """What a template makes of values; a fault in it is raised as `Fault`."""
        try:
            return self.environment.get_template(name).render(values)
        except RecursionError as error:
            raise Fault(diagnostic(ENDLESS, self.circling_line(error) or Span(self.display_name(name)))) from None
        except RUNTIME_FAULTS as error:
            raise Fault(self.fault(error, name)) from None

    def closure_of(self, name: str) -> tuple[str, ...]:
        """The template and all that it is made with, in the order of their names."""
        names = [name]
        for taker in names:
            names += [other for other in dict.fromkeys(self.named_by(taker)) if other not in names]
        return tuple(sorted(names))

    def names_in(self, name: str) -> list[str]:
        """What a template takes from others, as far as its text names it."""
        lines = TAKES.findall(self.texts.get(name, b"").decode("utf-8", "replace"))
        return [quoted.group(2) for line in lines if (quoted := QUOTED.fullmatch(line))]

    def diagnostics(self, tracker: Tracker) -> Iterator[Diagnostic]:
        """What is wrong with all templates, also with those that no page uses yet."""
        for name, text in self.texts.items():
            check = partial(self.check, name)
            key = self.folder.name, name, hash_bytes(text)
            stored = tracker.memo("template", key, check, tuple[Diagnostic, ...])
            # A row may come from anyone.
            yield from stored if all(map(is_tellable, stored)) else check()
        yield from self.circles()

    def check(self, name: str) -> tuple[Diagnostic, ...]:
        """What is wrong with one, seen by itself."""
        problems = Problems()
        self.check_names(name, problems)
        try:
            self.environment.get_template(name)
        except RecursionError:
            problems.add(ENDLESS, Span(self.display_name(name)))
        except RUNTIME_FAULTS as error:
            problems.items.append(self.fault(error, name))
        return problems.settled()

    def check_names(self, name: str, problems: Problems) -> None:
        """Whatever a template takes from another must be named by a text, or nobody knows what a page depends on."""
        text = self.texts[name].decode("utf-8", "replace")
        if [match.start() for match in TAKES.finditer(text)] == [match.start() for match in BY_TEXT.finditer(text)]:
            return  # to read it as Jinja does takes longer
        named = self.named_by(name)
        try:
            tree = self.environment.parse(text)
        except (*RUNTIME_FAULTS, RecursionError):
            return  # it is told when it is compiled
        for line, taken in taken_by(tree):
            if taken not in named:
                match = TAKES.search(text.split("\n")[line - 1])
                problems.add(
                    "sjabloon-naam", Span(self.display_name(name), line), name=match.group(1) if match else "…"
                )

    def circles(self) -> Iterator[Diagnostic]:
        """A template that uses itself, also by way of others, would never end; each circle is told once."""
        # As texts have it a comment names templates too, so what looks like a circle is read as Jinja does.
        likely = [name for name in self.texts if any(name in self.closure(other) for other in self.named_by(name))]
        taken: dict[str, list[tuple[int, str | None]]] = {}
        for name in likely:
            try:
                tree = self.environment.parse(self.texts[name].decode("utf-8"))
            except (*RUNTIME_FAULTS, RecursionError):
                continue  # it is told when it is compiled
            taken[name] = [row for row in taken_by(tree) if row[1] in likely]
        settled: set[str] = set()
        for name in taken:
            for line, other in taken[name]:
                circle = reached(other, taken)
                if name in circle and name not in settled:
                    yield diagnostic(ENDLESS, Span(self.display_name(name), line))
                    settled.update(other for other in taken if other in circle and name in reached(other, taken))

    def fault(self, error: Exception, name: str) -> Diagnostic:
        """The problem behind an error of Jinja or Python, at the deepest line of a template that it names."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            span = Span(self.display_name(str(error.name or name)), error.lineno)
            return diagnostic("sjabloon-fout", span, reason=error.message or "")
        span = self.deepest_line(error) or Span(self.display_name(name))
        if isinstance(error, jinja2.TemplateNotFound):
            missing = str(error.name or name)
            if span.line == 1:
                span = Span(self.display_name(missing))
            return diagnostic("sjabloon-ontbreekt", span, name=missing)
        return diagnostic("sjabloon-fout", span, reason=str(error))

    def deepest_line(self, error: Exception) -> Span | None:
        deepest = None
        for step in traceback.extract_tb(error.__traceback__):
            if (name := self.names.get(step.filename)) is not None:
                deepest = Span(self.display_name(name), step.lineno or 1)
        return deepest

    def circling_line(self, error: RecursionError) -> Span | None:
        """Of the lines of templates that call each other without end, the first by name and number."""
        steps = (step for step, _ in traceback.walk_tb(error.__traceback__))
        lines = Counter((step.f_code.co_filename, step.f_lineno) for step in steps)
        circling = [(self.names[f], line) for (f, line), times in lines.items() if times > 1 and f in self.names]
        return Span(self.display_name(min(circling)[0]), min(circling)[1]) if circling else None

    def display_name(self, name: str) -> str:
        """A template's name as messages show it, and as its text is found: `templates/pages/home.html`."""
        return f"{self.borrowed.get(name, self.folder).name}/{name}"

    def source(self, file: str) -> str:
        """The text of a template by the name that messages show, or nothing."""
        named = (text for name, text in self.texts.items() if self.display_name(name) == file)
        return next(named, b"").decode("utf-8", "replace")


def is_markup(name: str | None) -> bool:
    """Whether values in a template are escaped as in HTML and XML. A configuration or a mail has them as they are."""
    return name is None or name.endswith((".html", ".xml"))


TAKING = (jinja2.nodes.Extends, jinja2.nodes.Include, jinja2.nodes.Import, jinja2.nodes.FromImport)


def taken_by(tree: jinja2.nodes.Template) -> Iterator[tuple[int, str | None]]:
    """What a template takes from others: the line, and the name where it is a text."""
    for node in tree.find_all(TAKING):
        taken = vars(node)["template"]
        yield node.lineno, str(taken.value) if isinstance(taken, jinja2.nodes.Const) else None


def reached(name: str | None, taken: Mapping[str, Sequence[tuple[int, str | None]]]) -> set[str | None]:
    """A template and all that it takes, one from another."""
    names = [name]
    for taker in names:
        names += [other for _, other in taken.get(taker or "", ()) if other not in names]
    return set(names)
