"""A page in two steps: what its own template says in each block, and the layout around these blocks.

In: the name of a page's template, what it is given, and its layout. Out: the blocks, and the page that the layout makes
of them: the same as Jinja makes in one step. An edit of a menu or of the layout leaves the blocks what they were.

That holds for templates of which neither can see anything of the other: `shape_of` and `are_apart` read it from them
as Jinja compiles them. They ask for more than is needed, so that what they allow can be understood.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import partial
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from msgspec import Struct
from msgspec.structs import asdict, astuple

# What every template is given.
GIVEN = frozenset({"view", "frame"})
# Between the names of a page's template and its layout: by both together the template does not lead on to the layout.
ALONE = "\0"
# The empty template that takes the place of that layout.
NOTHING = "\0"


class Inseparable(Exception):
    """A page uses what it is given in a way that only one step can tell."""


def text_of(name: str, texts: Mapping[str, bytes]) -> tuple[str, str] | None:
    """The text of a template by any name that is used here, and the name that it has as a file."""
    file = name.partition(ALONE)[0]
    data = b"" if name == NOTHING else texts.get(file)
    return None if data is None else (data.decode("utf-8"), file)


class Shape(Struct, frozen=True):
    """What a template is like, seen by itself: the layout from which it can be made apart, where it is such a page, and
    whether it can be such a layout. `imports` are the names that it takes from others, with the template and the name
    there, `sets` are those that it sets.
    """

    layout: str
    is_layout: bool
    imports: dict[str, tuple[str, str]]
    sets: tuple[str, ...]


NO_SHAPE = Shape("", is_layout=False, imports={}, sets=())


def are_apart(page: Shape, layout: Shape) -> bool:
    """Whether a page and its layout can be made one after the other."""
    own, others = page.imports, layout.imports
    return (
        layout.is_layout
        # A name that both have means the same to both: in one step the layout has the last word.
        and own.keys().isdisjoint(layout.sets)
        and all(own[one] == others[one] for one in own.keys() & others.keys())
        and page.layout not in {template for template, _ in own.values()}
    )


def shape_of(tree: nodes.Template) -> Shape:
    """What a template is like. What Jinja worked out beforehand (`false and x`) is not in it any more."""
    extends, *rest = tree.body or [nodes.Template()]
    blocks, by_itself = list(tree.find_all(nodes.Block)), looks_at_nothing_else(tree)
    is_page = (
        by_itself
        and all(isinstance(node, nodes.Block | nodes.FromImport | nodes.Output) for node in rest)
        # A block in a block, in a loop or in a filter sees or says something else than one that stands free.
        and len(blocks) == sum(isinstance(node, nodes.Block) for node in rest)
    )
    return Shape(
        layout=named_by(extends) if is_page and isinstance(extends, nodes.Extends) else "",
        is_layout=by_itself
        and not any(tree.find_all(nodes.Extends))
        and len(blocks) == len(list(free_blocks(tree.body))),
        imports=imports(tree),
        sets=tuple(sorted(set_in(tree))),
    )


def free_blocks(body: Iterable[nodes.Node]) -> Iterator[nodes.Block]:
    """The blocks that stand in a layout itself, or in what it shows on a condition."""
    for node in body:
        if isinstance(node, nodes.Block):
            yield node
        elif isinstance(node, nodes.If):
            yield from free_blocks((*node.body, *node.elif_, *node.else_))


def looks_at_nothing_else(tree: nodes.Template) -> bool:
    """Whether a template depends on what it is given and what it takes or sets itself, and leaves what it is given."""
    given = GIVEN | tree.environment.globals.keys() if tree.environment else GIVEN
    taken = list(tree.find_all(nodes.FromImport))
    used = {node.name for node in tree.find_all(nodes.Name)}
    return (
        meta.find_undeclared_variables(tree) <= GIVEN | names_in(tree)
        and names_in(tree).isdisjoint(given | {"self", "super"})
        and used.isdisjoint(("self", "super"))
        and not any(tree.find_all((nodes.Include, nodes.Import, nodes.EvalContextModifier)))
        and not any(node.with_context for node in taken)
        and len(taken) == sum(isinstance(node, nodes.FromImport) for node in tree.body)
    )


def names_in(tree: nodes.Template) -> set[str]:
    """The names that a template takes from others or sets."""
    return imports(tree).keys() | set_in(tree)


def set_in(tree: nodes.Template) -> set[str]:
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    return stored | {node.name for node in tree.find_all(nodes.Macro)}


def named_by(node: nodes.Extends | nodes.FromImport) -> str:
    """The template that a statement names by a text."""
    return str(node.template.value) if isinstance(node.template, nodes.Const) else ""


def imports(tree: nodes.Template) -> dict[str, tuple[str, str]]:
    """The names that a template takes from others: of which template, and under which name there."""
    found: dict[str, tuple[str, str]] = {}
    for node in tree.find_all(nodes.FromImport):
        template = named_by(node)
        for one in node.names:
            name, alias = (one, one) if isinstance(one, str) else one
            found[alias] = template, name
    return found


class Shaped(CodeGenerator):
    """Compiles a template together with its shape: to find that takes as long as to compile it."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        # First what tells what is wrong with it, and where.
        super().visit_Template(node, frame)
        # Most templates are parts of others, and what runs alone was looked at under its own name.
        is_either = any(node.find_all((nodes.Block, nodes.Extends))) and ALONE not in (self.name or "")
        self.writeline(f"shape = {astuple(shape_of(node) if is_either else NO_SHAPE)!r}")


class Apart(jinja2.Environment):
    """Templates of which a page and its layout can run apart."""

    code_generator_class = Shaped

    def shape(self, name: str) -> Shape:
        """What a template is like. Raises what is wrong with it."""
        return Shape(*self.get_template(name).root_render_func.__globals__["shape"])

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # Plain, since they never change: each import of each page goes through them, and a chain of mappings is gone
        # through in Python.
        return {**self.globals, **(d or {})}

    def join_path(self, template: str, parent: str) -> str:
        return NOTHING if parent.endswith(f"{ALONE}{template}") else template

    def blocks(self, name: str, layout: str, view: object, frame: Any) -> tuple[dict[str, str], set[str]]:
        """What a page's template says in each of its blocks, by name, and the names of the fields of the frame that it
        read. Raises `Inseparable`, and whatever a template raises.
        """
        template = self.get_template(f"{name}{ALONE}{layout}")
        read: set[str] = set()
        context = template.new_context({"view": view, "frame": Fields(asdict(frame), read)})
        # Runs its imports.
        "".join(template.root_render_func(context))
        return {block: "".join(steps[0](context)) for block, steps in context.blocks.items()}, read

    def filled(self, layout: str, blocks: Mapping[str, str], view: object, frame: object) -> str:
        """The page that a layout makes of blocks. Raises `Inseparable`, and whatever a template raises."""
        template = self.get_template(layout)
        context = template.new_context({"view": view, "frame": frame})
        for name, html in blocks.items():
            context.blocks[name] = [partial(as_made, html)]
        return "".join(template.root_render_func(context))


def as_made(html: str, _context: Context) -> Iterator[str]:
    """A block that was made before, in the form that a layout asks for."""
    yield html


class Fields:
    """What a template is given, by the names of its fields: it can be used for nothing else, not even for its kind.
    `read` gets the names that were asked for.
    """

    __slots__ = ("_fields", "_read")

    def __init__(self, fields: Mapping[str, object], read: set[str]) -> None:
        self._fields, self._read = fields, read

    def __getattribute__(self, name: str) -> Any:
        fields: Mapping[str, object] = object.__getattribute__(self, "_fields")
        if name not in fields:
            raise Inseparable(name)
        object.__getattribute__(self, "_read").add(name)
        return fields[name]

    def whole(*_: object) -> Any:
        raise Inseparable("something as a whole")

    __str__ = __repr__ = __eq__ = __ne__ = __hash__ = __bool__ = whole
