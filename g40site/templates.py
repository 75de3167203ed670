"""Jinja as this site uses it: a template sees its view and the frame, and every fault in it becomes a diagnostic.

In: the folder with templates. Out: HTML for a view, or one problem at the deepest line that failed. Templates cannot
loop without end, reach the file system or change what they are given; an unknown name is always a fault.
"""

import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import jinja2
import jinja2.nodes
from jinja2.sandbox import safe_range

from g40site.diagnostics import Problems, Span
from g40site.engine.compiled import Compiled
from g40site.engine.fingerprints import of_bytes
from g40site.layouts import ALONE, NO_SHAPE, Apart, Inseparable, Shape, are_apart, text_of
from g40site.markdown.typography import quoted_in

# What a template takes from others; a name that is worked out while it runs cannot be followed.
TAKES = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\b\s*("[^"]*"|'[^']*'|[^\s%]+)""")
# The same by a text and nothing else.
BY_TEXT = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b\s*(?:"[^"\\]*"|'[^'\\]*')"""
    r"""\s*(?:[-+]?%\}|(?:ignore|with|without|import|as)\b)"""
)
QUOTED = re.compile(r"""(["'])(.+)\1""")

# The fault of what never ends: whatever is made with it runs into the same, and takes long to do so.
ENDLESS = "sjabloon-te-diep"

# What a wrong template makes Jinja and Python raise while it is compiled or run.
RUNTIME_FAULTS = (jinja2.TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError)


class TemplateFault(Exception):
    """A template cannot be used; carries the problem for `Problems.add`."""

    def __init__(self, code: str, span: Span, values: tuple[tuple[str, str], ...]) -> None:
        super().__init__(code)
        self.code, self.span, self.values = code, span, values

    def tell(self, problems: Problems) -> None:
        problems.add(self.code, self.span, **dict(self.values))


class Templates:
    """The templates of one folder, compiled once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.closures: dict[str, tuple[str, ...]] = {}
        self.named: dict[str, list[str]] = {}
        # The layout of each page that can be made apart from it; nothing for another.
        self.layouts: dict[str, str] = {}
        self.shapes: dict[str, Shape] = {}
        self.environment = Apart(
            loader=jinja2.FunctionLoader(self.load),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Compiled(),
        )
        self.environment.globals = {"range": safe_range}

    def load(self, name: str) -> tuple[str, str, None] | None:
        """The very text that was digested, also when somebody saves another one meanwhile."""
        found = text_of(name, self.texts)
        return None if found is None else (*found, None)

    def ready(self, name: str) -> None:
        """Loads all that a page is made with."""
        for one in self.closure(name):
            self.environment.get_template(one)
        if layout := self.layout(name):
            self.environment.get_template(f"{name}{ALONE}{layout}")

    def layout(self, name: str) -> str:
        """The layout of a page, if both can be made apart; or nothing."""
        if name not in self.layouts:
            page = self.shape(name)
            apart = page.layout and are_apart(page, self.shape(page.layout))
            self.layouts[name] = page.layout if apart else ""
        return self.layouts[name]

    def shape(self, name: str) -> Shape:
        """What a template is like; one that is wrong can be made in one step only, where it is told."""
        if name not in self.shapes:
            try:
                self.shapes[name] = self.environment.shape(name)
            except (RecursionError, *RUNTIME_FAULTS):
                self.shapes[name] = NO_SHAPE
        return self.shapes[name]

    def blocks(self, name: str, view: object, frame: object) -> tuple[dict[str, str], set[str]] | None:
        """What a page says in the blocks of its layout, and the fields of the frame that were read for it; None where
        it has to be made in one step.
        """
        layout = self.layout(name)
        try:
            if not layout:
                return None
            made, read = self.environment.blocks(name, layout, view, frame)
            return {block: quoted_in(html) for block, html in made.items()}, read
        except (Inseparable, RecursionError, *RUNTIME_FAULTS):
            return None  # made in one step it is made, or tells what is wrong

    def filled(self, name: str, blocks: Mapping[str, str], view: object, frame: object) -> str | None:
        """The page that the layout of a template makes of blocks; None where it has to be made in one step."""
        layout = self.layout(name)
        try:
            return quoted_in(self.environment.filled(layout, blocks, view, frame)) if layout else None
        except (Inseparable, RecursionError, *RUNTIME_FAULTS):
            return None

    def render(self, name: str, view: object, frame: object) -> str:
        """The page that a template makes of a view; a fault in it is raised as `TemplateFault`."""
        blocks = self.blocks(name, view, frame)
        page = None if blocks is None else self.filled(name, blocks[0], view, frame)
        return self.rendered(name, view, frame) if page is None else page

    def rendered(self, name: str, view: object, frame: object) -> str:
        """The same in one step."""
        try:
            return quoted_in(self.environment.get_template(name).render(view=view, frame=frame))
        except RecursionError as error:
            raise TemplateFault(ENDLESS, self.circling_line(error) or Span(self.shown(name)), ()) from None
        except RUNTIME_FAULTS as error:
            raise self.fault(error, name) from None

    @cached_property
    def texts(self) -> dict[str, bytes]:
        """Every template by its name."""
        return {name: (self.folder / name).read_bytes() for name in self.names()}

    @cached_property
    def digests(self) -> dict[str, bytes]:
        return {name: of_bytes(data) for name, data in self.texts.items()}

    def closure(self, name: str, without: str = "") -> tuple[str, ...]:
        """The template and all that it is made with, in the order of their names; `without` is its layout where that
        does not count.
        """
        key = f"{name}{ALONE}{without}"
        if key not in self.closures:
            found = [name]
            for one in found:
                named = [other for other in dict.fromkeys(self.named_by(one)) if other not in found]
                found += [other for other in named if (one, other) != (name, without)]
            self.closures[key] = tuple(sorted(found))
        return self.closures[key]

    def named_by(self, name: str) -> list[str]:
        """What a template takes from others, as far as its text names it."""
        if name not in self.named:
            lines = TAKES.findall(self.texts.get(name, b"").decode("utf-8", "replace"))
            self.named[name] = [quoted.group(2) for line in lines if (quoted := QUOTED.fullmatch(line))]
        return self.named[name]

    def names(self) -> Iterator[str]:
        for path in sorted(self.folder.rglob("*.html")):
            yield path.relative_to(self.folder).as_posix()

    def check(self, name: str, problems: Problems) -> None:
        """Compiles a template, also one that no page uses yet."""
        self.check_names(name, problems)
        try:
            self.environment.get_template(name)
        except RecursionError:
            problems.add(ENDLESS, Span(self.shown(name)))
        except RUNTIME_FAULTS as error:
            self.fault(error, name).tell(problems)

    def check_names(self, name: str, problems: Problems) -> None:
        """Whatever a template takes from another must be named by a text, or nobody knows what a page depends on."""
        text = self.texts[name].decode("utf-8", "replace")
        if [one.start() for one in TAKES.finditer(text)] == [one.start() for one in BY_TEXT.finditer(text)]:
            return  # to read it as Jinja does takes longer
        named = self.named_by(name)
        try:
            tree = self.environment.parse(text)
        except (*RUNTIME_FAULTS, RecursionError):
            return  # it is told when it is compiled
        for line, taken in taken_by(tree):
            if taken not in named:
                found = TAKES.search(text.split("\n")[line - 1])
                problems.add("sjabloon-naam", Span(self.shown(name), line), name=found.group(1) if found else "…")

    def check_circles(self, problems: Problems) -> None:
        """A template that uses itself, also by way of others, would never end; each circle is told once."""
        # As texts have it a comment names templates too, so what looks like a circle is read as Jinja does.
        likely = [name for name in self.texts if any(name in self.closure(other) for other in self.named_by(name))]
        taken: dict[str, list[tuple[int, str | None]]] = {}
        for name in likely:
            try:
                tree = self.environment.parse(self.texts[name].decode("utf-8"))
            except (*RUNTIME_FAULTS, RecursionError):
                continue  # it is told when it is compiled
            taken[name] = [one for one in taken_by(tree) if one[1] in likely]
        told: set[str] = set()
        for name in taken:
            for line, other in taken[name]:
                circle = reached(other, taken)
                if name in circle and name not in told:
                    problems.add(ENDLESS, Span(self.shown(name), line))
                    told.update(one for one in taken if one in circle and name in reached(one, taken))

    def fault(self, error: Exception, name: str) -> TemplateFault:
        """The problem behind an error of Jinja or Python, at the deepest line of a template that it names."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            span = Span(self.shown(str(error.name or name)), error.lineno)
            return TemplateFault("sjabloon-fout", span, (("reason", error.message or ""),))
        span = self.deepest_line(error) or Span(self.shown(name))
        if isinstance(error, jinja2.TemplateNotFound):
            missing = str(error.name or name)
            if span.line == 1:
                span = Span(self.shown(missing))
            return TemplateFault("sjabloon-ontbreekt", span, (("name", missing),))
        return TemplateFault("sjabloon-fout", span, (("reason", str(error)),))

    def deepest_line(self, error: Exception) -> Span | None:
        found = None
        for step in traceback.extract_tb(error.__traceback__):
            if step.filename in self.texts:
                found = Span(self.shown(step.filename), step.lineno or 1)
        return found

    def circling_line(self, error: RecursionError) -> Span | None:
        """Of the lines of templates that call each other without end, the first by name and number."""
        steps = (step for step, _ in traceback.walk_tb(error.__traceback__))
        lines = Counter((step.f_code.co_filename, step.f_lineno) for step in steps)
        circling = [line for line, times in lines.items() if times > 1 and line[0] in self.texts]
        return Span(self.shown(min(circling)[0]), min(circling)[1]) if circling else None

    def shown(self, name: str) -> str:
        """A template's name as messages show it, and as its text is found: `templates/pages/home.html`."""
        return f"{self.folder.name}/{name}"

    def source(self, shown: str) -> str:
        """The text of a template by the name that messages show, or nothing."""
        path = self.folder / shown.removeprefix(f"{self.folder.name}/")
        return path.read_text("utf-8", "replace") if path.is_file() else ""


TAKING = (jinja2.nodes.Extends, jinja2.nodes.Include, jinja2.nodes.Import, jinja2.nodes.FromImport)


def taken_by(tree: jinja2.nodes.Template) -> Iterator[tuple[int, str | None]]:
    """What a template takes from others: the line, and the name where it is a text."""
    for node in tree.find_all(TAKING):
        taken = vars(node)["template"]
        yield node.lineno, str(taken.value) if isinstance(taken, jinja2.nodes.Const) else None


def reached(name: str | None, taken: Mapping[str, Sequence[tuple[int, str | None]]]) -> set[str | None]:
    """A template and all that it takes, one from another."""
    found = [name]
    for one in found:
        found += [other for _, other in taken.get(one or "", ()) if other not in found]
    return set(found)
