"""Nodes to models: pydantic's errors become diagnostics at the very key or value.

In: a node and a model class. Out: the model, or None after its problems. One cause gives one problem: a misspelt key
is not also reported as missing.
"""

import difflib
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from g40site.content import spelling, strays
from g40site.content.nodes import Node
from g40site.content.spelling import model_in as model_in
from g40site.diagnostics import Problems, Span, nearest, simplified
from g40site.diagnostics.catalogue import is_code
from g40site.model.placeholders import PLACEHOLDERS
from g40site.model.shape import fields_of, validator_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=Struct)
Loc = tuple[str | int, ...]

# For so many unknown keys of one file another spelling is looked for; a flood is not told in full anyway.
MOST_GUESSED = 500

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
# What messages write where a value must come.
GAPS = ("…", "...")


def validate(node: Node, kind: type[M], problems: Problems, keep_out: tuple[str, ...] = ()) -> M | None:
    """A model of this node without the keys in `keep_out`, which the caller validates by itself."""
    if not node.is_map:
        problems.add(*not_a_mapping(node))
        return None
    from pydantic_core import ValidationError

    data = {key: value for key, value in plain(node, kind).items() if key not in keep_out}
    standing = {id(text): text for text in texts_in(node, keep_out) if is_placeholder(text.text or "")}
    for text in standing.values():
        problems.add("voorbeeldtekst", text.span, value=text.text)
    try:
        made: M = validator_of(kind).validate_python(data)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        report([one for one in errors if id(found(node, one["loc"])[0]) not in standing], node, kind, problems)
        return None
    return None if standing else made


def is_placeholder(text: str) -> bool:
    """Whether a value is still what stood there to be filled in."""
    text = text.strip()
    return text in GAPS or text in PLACEHOLDERS


def texts_in(node: Node, keep_out: tuple[str, ...] = ()) -> Iterator[Node]:
    """Every text in a node, but for those below some of its keys."""
    if node.text is not None:
        yield node
    for item in node.items or ():
        yield from texts_in(item)
    for key, child in node.pairs.items():
        if key not in keep_out:
            yield from texts_in(child)


def plain(node: Node, kind: type[Struct] | None) -> Any:
    """A node as text, lists and dictionaries. A key of the model with an empty text counts as not there."""
    if node.text is not None:
        return node.text
    if node.items is not None:
        return [plain(item, kind) for item in node.items]
    inner = forms_of(kind) if kind else {}
    return {
        key: plain(child, inner.get(key)) for key, child in node.pairs.items() if not (child.is_empty and key in inner)
    }


@cache
def forms_of(kind: type[Struct]) -> dict[str, type[Struct] | None]:
    """The keys of a model, each with the model of what stands under it, if that has keys."""
    return {field.key: model_in(field.type) for field in fields_of(kind)}


def not_a_mapping(node: Node) -> tuple[str, Span]:
    return ("yaml-leeg" if node.is_empty else "yaml-geen-sleutels"), node.span


def report(errors: "list[ErrorDetails]", node: Node, kind: type[Struct], problems: Problems) -> None:
    missing = {error["loc"] for error in errors if error["type"] == "missing"}
    unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    guessed = unknown[:MOST_GUESSED]
    spelt = {loc: meant(str(loc[-1]), loc[:-1], node, kind) for loc in guessed}
    absent: dict[Loc, set[str]] = {}
    for loc in missing:
        absent.setdefault(loc[:-1], set()).add(str(loc[-1]))
    for loc, near in spelt.items():
        absent.get(loc[:-1], set()).difference_update(near)
    for loc in guessed:
        beside = absent.get(loc[:-1], set())
        spelt[loc] = spelt[loc] or nearly(str(loc[-1]), beside)
        beside.difference_update(spelt[loc])
    told = missing - {(*loc[:-1], *near) for loc, near in spelt.items()}
    for error in errors:
        if error["type"] != "missing" or error["loc"] in told:
            tell(error, node, kind, spelt.get(error["loc"], ()), problems)


def meant(key: str, parent: Loc, node: Node, kind: type[Struct]) -> tuple[str, ...]:
    """The key that an unknown key stands for; those that are there already are left out."""
    here = found(node, parent)[0]
    free = [name for name in keys_of(model_at(kind, parent)) if name not in here.pairs]
    if others := [name for name in spelling.keys_meant(key) if name in free]:
        return (others[0],)
    return nearest(key, free, most=1)


def nearly(key: str, missing: set[str]) -> tuple[str, ...]:
    """The missing key beside an unknown one that it may stand for: one that is missing needs less likeness."""
    return tuple(difflib.get_close_matches(simplified(key), sorted(missing), n=1, cutoff=0.6))


def tell(error: "ErrorDetails", node: Node, kind: type[Struct], near: tuple[str, ...], problems: Problems) -> None:
    code, loc, values = error["type"], error["loc"], dict(error.get("ctx") or {})
    here, key_span = found(node, loc)
    if code == "extra_forbidden":
        tell_unknown(loc, node, kind, near, key_span or here.span, problems)
    elif code == "missing":
        parent = found(node, loc[:-1])[0]
        empty = parent.pairs.get(str(loc[-1]))
        if empty is not None:
            problems.add("sleutel-leeg", parent.keys[str(loc[-1])], key=loc[-1])
        else:
            problems.add("sleutel-ontbreekt", parent.span, key=loc[-1])
    elif code in ("tuple_type", "list_type") and (key := first_key(here)):
        problems.add("streepje-vergeten", here.keys[key], key=key)
    elif code in ("tuple_type", "list_type"):
        problems.add("lijst-verwacht", here.span, value=list_meant(here.text or "…"))
    elif code == "tekst-verwacht":
        problems.add(code, here.span, text_meant(here))
    elif code == "stuurteken" and here.style == '"':
        # No editor types a control character: it comes from a path such as `media\foto.jpg`.
        problems.add("yaml-backslash", here.span)
    elif code == "dict_type":
        model = model_at(kind, loc)
        keys = keys_of(model)
        example = EXAMPLES.get(model.__name__, f"{{{keys[0]}: …}}")
        problems.add("sleutels-verwacht", here.span, choices=", ".join(keys), example=example)
    elif code == "too_short":
        problems.add("te-weinig", here.span)
    elif is_code(code):
        problems.add(code, here.span, value_meant(values), **values)
    else:
        raise AssertionError(f"pydantic said {code} at {loc}, which no diagnostic translates")


def tell_unknown(
    loc: Loc, node: Node, kind: type[Struct], near: tuple[str, ...], place: Span, problems: Problems
) -> None:
    """An unknown key: what was meant, or where it belongs, or what may stand here."""
    key, here, model = str(loc[-1]), found(node, loc[:-1])[0], model_at(kind, loc[:-1])
    if not near and key in here.keys:
        around = [
            (found(node, loc[:step])[0], str(loc[step]), frozenset(keys_of(model_at(kind, loc[:step]))))
            for step in range(len(loc) - 2, -1, -1)
            if isinstance(loc[step], str)
        ]
        below = {name: frozenset(keys_of(form)) for name, form in forms_of(model).items() if form}
        if stray := strays.outside(key, place, around) or strays.inside(key, here, below):
            problems.add(stray.code, place, **stray.values(key))
            return
    problems.add("onbekende-sleutel", place, near, key=key, choices=", ".join(keys_of(model)))


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
    parts = (re.sub(r"^[\s\-–—•*·(\[]+|[\s)\]]+$", "", part) for part in re.split(r"[,;\n]| [•·*–] ", text))
    return ", ".join(part for part in parts if part) or "…"


def value_meant(values: dict[str, str]) -> tuple[str, ...]:
    """What a wrong value may stand for: the nearest choice, or what the field itself made of it."""
    if "choices" in values:
        choices = values["choices"].split(", ")
        other = spelling.OTHER_CHOICES.get(simplified(values["value"]))
        return (other,) if other in choices else nearest(values["value"], choices, most=1)
    near = values.pop("near", "")
    return (near,) if near else ()


def found(node: Node, loc: Loc) -> tuple[Node, Span | None]:
    """The node at a path, or the deepest one on the way, and the place of its key."""
    key: Span | None = None
    for step in loc:
        if isinstance(step, str):
            key = node.keys.get(step, key)
        child = node.child(step)
        if child is None:
            break
        node = child
    return node, key


def model_at(kind: type[Struct], loc: Loc) -> type[Struct]:
    """The model class that describes the mapping at a path."""
    for step in loc:
        if isinstance(step, str):
            kind = forms_of(kind).get(step) or kind
    return kind


def keys_of(kind: type[Struct]) -> list[str]:
    return list(forms_of(kind))
