"""Nodes to models: a node and the model of its kind are walked together.

In: a node and a model class. Out: the model, or None after its problems, each at the very key or value where it arises;
and what the node says of other entries.
One cause gives one problem: a misspelt key is not also reported as missing.
"""

import difflib
import re
from collections.abc import Collection, Container, Iterator, Mapping
from functools import cache
from typing import Any, Final, TypeVar

from msgspec import Struct

from g40site import model
from g40site.content import spelling
from g40site.content.entries import Node, Reference
from g40site.diagnostics import Problems, Span, nearest, simplified
from g40site.model.description import PLACEHOLDERS
from g40site.model.shape import Fault, Field, field_of, fields_by_key, fields_of

M = TypeVar("M", bound=Struct)
# The mappings around a node, the innermost first: each with the key that leads inwards, and its own keys.
Around = tuple[tuple[Node, str, Container[str]], ...]

# What a node became that has a problem.
REFUSED: Final = object()
# For so many unknown keys of one entry another spelling is looked for; a flood is not told in full anyway.
MOST_GUESSED = 500
# No model has so many keys; of a mapping with more, none is looked at.
MOST_KEYS = 100

EXAMPLES = {
    "Location": "{lat: 52.5168, lon: 6.0830}",
    "Image": "{file: media/foto.jpg, alt: Wat er te zien is}",
    "Contact": "{role: Projectleider, email: naam@gemeente.nl}",
    "GeneralContact": "{phone: 14 038, url: https://www.gemeente.nl/contact}",
    "SiteContact": "{name: Naam Achternaam, email: naam@gemeente.nl}",
    "Administrator": "{name: Naam Achternaam, role: Wethouder}",
    "Repository": "{url: https://github.com/naam/site}",
    "Security": "{contact: mailto:naam@gemeente.nl}",
}
# What messages write where a value must come, and what forms do.
TO_FILL_IN = frozenset(("…", "...", *PLACEHOLDERS))


def validate(node: Node, kind: type[M], problems: Problems, keep_out: tuple[str, ...] = ()) -> M | None:
    """A model of this node without the keys in `keep_out`, which the caller validates by itself."""
    if not node.is_map:
        problems.add("yaml-leeg" if node.is_empty else "yaml-geen-sleutels", node.span)
        return None
    placeholders = placeholders_in(node, keep_out)
    for text in placeholders:
        problems.add("voorbeeldtekst", text.span, value=text.text)
    value = Validator(problems, frozenset(map(id, placeholders))).mapping(node, kind, keep_out=keep_out)
    return None if placeholders or value is REFUSED else value


def is_placeholder(text: str) -> bool:
    """Whether a value is still what stood there to be filled in."""
    return text.strip() in TO_FILL_IN


def placeholders_in(node: Node, keep_out: tuple[str, ...] = ()) -> list[Node]:
    """Every text in a node that is still to be filled in, but for those below some of its keys."""
    if node.text is not None:
        return [node] if is_placeholder(node.text) else []
    children = node.items or [child for key, child in node.pairs.items() if key not in keep_out]
    return [text for child in children for text in placeholders_in(child)]


@cache
def referring(form: type[Struct]) -> tuple[Field, ...]:
    """The fields of a model that name other entries, or have parts that do. An entry in another one is apart."""
    return tuple(
        field
        for field in fields_of(form)
        if field.refers or (field.form and field.form not in model.KINDS.values() and referring(field.form))
    )


def references_in(node: Node, form: type[Struct]) -> Iterator[Reference]:
    """What a node says of other entries. A text instead of a list was told already."""
    for field in referring(form):
        if (child := node.pairs.get(field.key)) is None:
            continue
        if field.form is not None:
            for item in child.items or [child]:
                yield from references_in(item, field.form)
        if field.refers:
            items = child.items or [] if field.is_list else [child]
            named = (item for item in items if item.text and not is_placeholder(item.text))
            yield from (Reference(item.text or "", field.refers, item.span) for item in named)


class Validator(Struct):
    """Walks one entry. Of a placeholder, a node that is known by its number in memory, nothing else is told."""

    problems: Problems
    placeholders: frozenset[int] = frozenset()
    guessed: int = 0

    def mapping(self, node: Node, form: type[Struct], around: Around = (), keep_out: tuple[str, ...] = ()) -> Any:
        """The model of a mapping. An empty value of one of its keys counts as not there."""
        fields = fields_by_key(form)
        missing = [
            field.key
            for field in fields.values()
            if field.is_required and ((child := node.pairs.get(field.key)) is None or child.is_empty)
        ]
        unknown = [key for key in node.pairs if key not in fields and key not in keep_out]
        wrong = [key for key in unknown if id(node.pairs[key]) not in self.placeholders]
        near, absent = self.matched_keys(wrong, missing, node, form) if wrong else ({}, missing)
        values: dict[str, Any] = {}
        for key, field in fields.items():
            child = node.pairs.get(key)
            if key in absent:
                self.tell_missing(key, node)
            elif child is not None and not child.is_empty and key not in keep_out:
                inwards = ((node, key, fields), *around) if field.form else ()
                values[field.name] = self.value(child, field, inwards)
        for key in wrong:
            choices = ", ".join(keys_of(form))
            tell_unknown(key, node, near[key], keys_below(form), self.problems, around, choices=choices)
        if missing or unknown or any(value is REFUSED for value in values.values()):
            return REFUSED
        return self.model(node, form, values)

    def value(self, node: Node, field: Field, around: Around) -> Any:
        """What stands under a key: a list as a tuple of its items, or one item."""
        if not field.is_list:
            return self.item(node, field, around)
        if node.items is None:
            return self.not_a_list(node)
        if len(node.items) < field.least:
            return self.refuse(node, "te-weinig", node.span)
        items = tuple([self.item(item, field, around) for item in node.items])
        return REFUSED if any(item is REFUSED for item in items) else items

    def not_a_list(self, node: Node) -> Any:
        """Refuses a text or a mapping where a list belongs; the dash before the first key may have been forgotten."""
        if key := first_key(node):
            return self.refuse(node, "streepje-vergeten", node.keys[key], key=key)
        return self.refuse(node, "lijst-verwacht", node.span, value=list_meant(node.text or "…"))

    def item(self, node: Node, field: Field, around: Around) -> Any:
        """A text as its field reads it, or a mapping as its model; a mapping may be the text of one of its keys."""
        if field.form is None:
            return self.text(node, field)
        if field.alone and node.text is not None:
            inner = field_of(field.form, field.alone)
            value = self.text(node, inner)
            return REFUSED if value is REFUSED else self.model(node, field.form, {inner.name: value})
        if not node.is_map:
            keys = keys_of(field.form)
            example = EXAMPLES.get(field.form.__name__, f"{{{keys[0]}: …}}")
            return self.refuse(node, "sleutels-verwacht", node.span, choices=", ".join(keys), example=example)
        return self.mapping(node, field.form, around)

    def text(self, node: Node, field: Field) -> Any:
        """The value that a field makes of a text."""
        if node.text is None:
            return self.refuse(node, "tekst-verwacht", node.span, text_meant(node))
        try:
            return field.value(node.text)
        except Fault as fault:
            return self.fault(node, fault)

    def model(self, node: Node, form: type[Struct], values: dict[str, Any]) -> Any:
        """A model of values that are right each by itself."""
        try:
            return form(**values)
        except Fault as fault:
            return self.fault(node, fault)

    def fault(self, node: Node, fault: Fault) -> Any:
        """Refuses a node for the reason that its field or its model gave."""
        if fault.code == "stuurteken" and node.style == '"':
            # No editor types a control character: it comes from a path such as `media\foto.jpg`.
            return self.refuse(node, "yaml-backslash", node.span)
        return self.refuse(node, fault.code, node.span, value_meant(fault), **fault.values)

    # What is told of a node that has a problem.

    def refuse(self, node: Node, code: str, span: Span, near: tuple[str, ...] = (), /, **values: object) -> Any:
        """Tells a problem of a node, unless it is a placeholder, and gives what such a node becomes."""
        if id(node) not in self.placeholders:
            self.problems.add(code, span, near, **values)
        return REFUSED

    def matched_keys(
        self, unknown: list[str], missing: list[str], node: Node, form: type[Struct]
    ) -> tuple[dict[str, tuple[str, ...]], Collection[str]]:
        """The key that each unknown key stands for, and the missing keys that none of them stands for."""
        guessed = unknown[: max(0, MOST_GUESSED - self.guessed)]
        self.guessed += len(guessed)
        free = [key for key in keys_of(form) if key not in node.pairs] if guessed else []
        near = dict.fromkeys(unknown, ()) | {key: key_meant(key, free) for key in guessed}
        absent = set(missing).difference(*near.values())
        for key in guessed:
            near[key] = near[key] or nearly(key, absent)
            absent.difference_update(near[key])
        return near, absent

    def tell_missing(self, key: str, node: Node) -> None:
        """A key that is needed: nothing stands behind it, or it is not there."""
        if key in node.keys:
            self.problems.add("sleutel-leeg", node.keys[key], key=key)
        else:
            self.problems.add("sleutel-ontbreekt", node.span, key=key)


def keys_of(form: type[Struct]) -> list[str]:
    """The keys of a model, in its own order."""
    return list(fields_by_key(form))


@cache
def keys_below(form: type[Struct]) -> dict[str, Container[str]]:
    """The keys that may stand below each key of a model."""
    return {field.key: fields_by_key(field.form) for field in fields_of(form) if field.form is not None}


def key_meant(key: str, free: list[str]) -> tuple[str, ...]:
    """The key that an unknown key stands for, of those that are not there yet."""
    if others := [name for name in spelling.keys_meant(key) if name in free]:
        return (others[0],)
    return nearest(key, free, most=1)


def nearly(key: str, missing: set[str]) -> tuple[str, ...]:
    """The missing key beside an unknown one that it may stand for: one that is missing needs less likeness."""
    return tuple(difflib.get_close_matches(simplified(key), sorted(missing), n=1, cutoff=0.6))


def text_meant(node: Node) -> tuple[str, ...]:
    """The text that stands where one is expected: in a list of its own, or with a colon in it."""
    if node.items is not None:
        return (node.items[0].text,) if len(node.items) == 1 and node.items[0].text else ()
    if len(node.pairs) != 1:
        return ()
    key, value = next(iter(node.pairs.items()))
    mark = '"' if value.text is not None and '"' not in key + value.text else "'"
    whole = f"{key}: {value.text}"
    return (f"{mark}{whole}{mark}",) if value.text and mark not in whole and "\\" not in whole else ()


def first_key(node: Node) -> str:
    """The first key of a set of keys that has lines of its own; nothing for one between braces."""
    key = next(iter(node.keys), "")
    return key if key and node.keys[key][:3] == node.span[:3] else ""


def list_meant(text: str) -> str:
    """What a text that should be a list holds, with commas between: without bullets and loose brackets."""
    items = (re.sub(r"^[\s\-–—•*·(\[]+|[\s)\]]+$", "", item) for item in re.split(r"[,;\n]| [•·*–] ", text))
    return ", ".join(item for item in items if item) or "…"


def value_meant(fault: Fault) -> tuple[str, ...]:
    """What a wrong value may stand for: the nearest choice, or what the field itself made of it."""
    if "choices" in fault.values:
        choices, value = fault.values["choices"].split(", "), fault.values["value"]
        other = spelling.other_words("choices").get(simplified(value))
        return (other,) if other in choices else nearest(value, choices, most=1)
    return (fault.near,) if fault.near else ()


# A key that is unknown where it stands may belong to the mapping around it, or to the one right above it.


def tell_unknown(
    key: str,
    node: Node,
    near: tuple[str, ...],
    below: Mapping[str, Container[str]],
    problems: Problems,
    around: Around = (),
    *,
    choices: str,
) -> None:
    """Tells what was meant by an unknown key of a node, or where it belongs, or what may stand there: `choices`, and
    `below` each of these the keys that it may have.
    """
    span = node.keys[key]
    beside = None if near else key_around(key, span, around) or key_above(key, node, below)
    if beside is None:
        problems.add("onbekende-sleutel", span, near, key=key, choices=choices)
        return
    name, other = beside
    spaces = other.column - span.column
    code = "yaml-te-links" if spaces > 0 else "yaml-te-ver"
    problems.add(code, span, word=key, key=name, row=other.line, spaces=abs(spaces))


def key_around(key: str, span: Span, around: Around) -> tuple[str, Span] | None:
    """The key that a key belongs below, by the mapping around that may have it."""
    for node, inwards, known in around:
        at = node.keys.get(inwards)
        if key in known and key not in node.pairs and at and at.line < span.line and at.column < span.column:
            return inwards, at
    return None


def key_above(key: str, node: Node, below: Mapping[str, Container[str]]) -> tuple[str, Span] | None:
    """The last key of the mapping right above that may have a key, where that stands further to the right."""
    if len(node.keys) > MOST_KEYS:
        return None
    span = node.keys[key]
    above = [name for name, at in node.keys.items() if at.line < span.line]
    if not above or key not in below.get(above[-1], ()):
        return None
    child = node.pairs[above[-1]]
    inner = child.items[-1] if child.items else child
    if not inner.is_map or not inner.keys or key in inner.pairs:
        return None
    name, at = list(inner.keys.items())[-1]
    return (name, at) if at.column > span.column else None
