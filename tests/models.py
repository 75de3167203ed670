"""Models of plain values, as the loader makes them of what stands in a file."""

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct

from g40site.content.entries import Node
from g40site.content.validation import Validator, validate
from g40site.diagnostics import Diagnostic, Problems, Span
from g40site.model.shape import Field, field_of_type

M = TypeVar("M", bound=Struct)
PLACE = Span("x.yaml")

# The least that the settings of a site have.
SITE = {
    "title": "Site",
    "network": "G40",
    "description": "Kort.",
    "url": "https://proef.example.nl/",
    "focus_points": [{"title": "Ethiek"}],
    "contact": {"name": "Jan"},
    "licence": "CC0",
}


def node_of(value: Any) -> Node:
    """Texts, lists and keys as nodes of one place."""
    if isinstance(value, str):
        return Node(PLACE, text=value)
    if isinstance(value, Mapping):
        return Node(PLACE, pairs={key: node_of(one) for key, one in value.items()}, keys=dict.fromkeys(value, PLACE))
    return Node(PLACE, items=[node_of(one) for one in value])


def model_of(form: type[M], value: Mapping[str, Any]) -> M:
    """The model of these keys, which have no fault."""
    problems = Problems()
    model = validate(node_of(value), form, problems)
    assert model is not None, [problem.message("nl") for problem in problems]
    return model


def problems_of(form: type[Struct], value: Any) -> list[Diagnostic]:
    """What is wrong with a value of a model."""
    problems = Problems()
    validate(node_of(value), form, problems)
    return problems.items


def read(field: Field, value: Any) -> tuple[Any, list[Diagnostic]]:
    """What stands under one key: its value, and what is wrong with it."""
    problems = Problems()
    return Validator(problems).value(node_of(value), field, ()), problems.items


def field_for(kind: Any) -> Field:
    """A field of a type, by itself."""
    return field_of_type("", "", kind, is_required=True)
