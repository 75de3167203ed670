"""JSON Schemas for editors, made from the models: what may be typed, with Dutch help and the ids that exist.

In: the models, and the ids of the content with their names. Out: one schema a kind of file. They accept what the loader
accepts, as far as JSON Schema can say it; what lies between entries or files (a day that is also in a file name, an id
that stands twice, an end before its start) only the loader knows.
"""

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from g40site import addresses, model
from g40site.content.check import UNKNOWN
from g40site.content.entries import Content
from g40site.diagnostics import in_general
from g40site.model import types
from g40site.model.description import describe
from g40site.model.fields import media_path_of
from g40site.model.shape import Field, field_of, fields_of

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# So many choices fit in a message.
FEW = 12
BLANK = r"^\s*$"
BARE_DAY = types.DAY["pattern"]
WITH_CLOCK = types.around(f"{types.DAY['pattern'][4:-4]}[T ].*")
# What else must be true of a model as a whole.
BARE_ENDS: Schema = {
    "if": {"required": ["start", "end"], "properties": {"start": {"pattern": BARE_DAY}}},
    "then": {"properties": {"end": {"anyOf": [{"pattern": BARE_DAY}, {"pattern": BLANK}]}}},
}
CLOCK_ENDS: Schema = {
    "if": {"required": ["start", "end"], "properties": {"start": {"pattern": WITH_CLOCK}}},
    "then": {"properties": {"end": {"anyOf": [{"pattern": WITH_CLOCK}, {"pattern": BLANK}]}}},
}
GIVEN: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
NAMED: Schema = {
    "anyOf": [{"required": [key], "properties": {key: GIVEN}} for key in ("name", "role")],
    "x-code": "contact-zonder-naam",
}
STANDING: Schema = {
    "if": {"required": ["status_date"], "properties": {"status_date": GIVEN}},
    "then": {"required": ["status"], "properties": {"status": GIVEN}},
    "x-code": "sleutel-ontbreekt",
}
STUDIED: Schema = {
    "if": {"properties": {"status": {"enum": ["A", "B"]}}},
    "then": {"required": ["report"], "properties": {"report": GIVEN}},
    "x-code": "status-zonder-onderzoek",
}
APPLIED: Schema = {
    "if": {"properties": {"kind": {"const": "gitlab"}}},
    "then": {"required": ["application"], "properties": {"application": GIVEN}},
    "x-code": "sleutel-ontbreekt",
}
WHOLES: dict[type[model.Entry], list[Schema]] = {
    model.Event: [BARE_ENDS, CLOCK_ENDS],
    model.Contact: [NAMED],
    model.Participant: [STANDING],
    model.SiteContact: [NAMED],
    model.Accessibility: [STUDIED],
    model.Forms: [APPLIED],
}


class Known(Struct, frozen=True):
    """The ids of each kind of entry with their names, and the media files."""

    names: Mapping[str, Mapping[str, str]]
    media: tuple[str, ...] = ()


def known(loaded: Content) -> Known:
    """What the content has, also of entries with other faults."""
    names = {
        kind: {entry.id: name_of(entry.model) or entry.id for entry in loaded.of(kind) if entry.id}
        for kind in ("theme", "municipality", "project")
    }
    return Known(names, loaded.media)


def name_of(entry: Any) -> str:
    return str(getattr(entry, "title", "") or getattr(entry, "name", ""))


def schemas(here: Known) -> dict[str, bytes]:
    """Every schema by the name of its file."""
    files = {
        "site": entry_file(model.Site, here),
        "themes": list_file("Thema's", "themes", model.Theme, here),
        "municipalities": list_file("Gemeenten", "municipalities", model.Municipality, here),
        "municipality": entry_file(model.MunicipalityFile, here),
        "projects": list_file("Projecten", "projects", model.Project, here),
        "project": entry_file(model.ProjectFile, here),
        "news": entry_file(model.NewsItem, here),
        "event": entry_file(model.Event, here),
        "page": entry_file(model.Page, here),
    }
    return {
        f"{name}.schema.json": (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
        for name, schema in files.items()
    }


def entry_file(form: type[model.Entry], here: Known) -> Schema:
    """A file that is one entry, or the front matter of one."""
    renderer = Renderer(here)
    whole = renderer.mapping(form)
    return {"$schema": DIALECT, "title": summary(form), **whole, "$defs": renderer.definitions}


def list_file(title: str, key: str, form: type[model.Entry], here: Known) -> Schema:
    """A file with one key that holds a list of entries."""
    renderer = Renderer(here)
    items = {"title": title, "type": "array", "items": renderer.definition(form), **message_of("lijst-verwacht")}
    whole: Schema = {
        "type": "object",
        "properties": {key: items},
        "required": [key],
        "additionalProperties": False,
        "description": f"Een lijst onder de sleutel `{key}`. Elk deel begint met een streepje.",
    }
    return {"$schema": DIALECT, "title": title, **whole, "$defs": renderer.definitions}


class Renderer(Struct):
    """Turns models into schemas; `definitions` gets every model that is used, by its name."""

    here: Known
    definitions: dict[str, Schema] = field(default_factory=dict)

    def definition(self, form: type[model.Entry]) -> Schema:
        """A reference to the schema of a model."""
        name = form.__name__
        if name not in self.definitions:
            # Its place comes before those of its own parts.
            self.definitions[name] = {}
            self.definitions[name] = self.mapping(form)
        return {"$ref": f"#/$defs/{name}"}

    def mapping(self, form: type[model.Entry]) -> Schema:
        """A set of keys, in the order of the model."""
        properties = {field.key: self.value(form, field) for field in fields_of(form)}
        required = [field.key for field in fields_of(form) if field.is_required]
        whole: Schema = {
            "description": (form.__doc__ or "").strip(),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
        if rules := WHOLES.get(form):
            whole["allOf"] = [explained(rule) for rule in rules]
        return whole

    def value(self, form: type[model.Entry], field: Field) -> Schema:
        """What may stand behind a key, with its word and its help."""
        key = field.key
        schema = self.form(field)
        if key == "id" and form is model.Project:
            schema = {**schema, "not": {"enum": sorted(addresses.RESERVED_PROJECTS)}}
        if not field.is_required:
            schema = or_blank(schema)
        description = describe(form, key)
        return {"title": description.label, "description": description.help, **explained(schema)}

    def form(self, field: Field) -> Schema:
        if not field.is_list:
            return self.item(field)
        least = {"minItems": field.least} if field.least else {}
        return {"type": ["array"], "items": explained(self.item(field)), **least, "x-code": "lijst-verwacht"}

    def item(self, field: Field) -> Schema:
        """A text, or a mapping, which may be written as the text of one of its keys."""
        if field.form is None:
            return self.scalar(field)
        inner = self.definition(field.form)
        if not field.alone:
            return inner
        text = self.scalar(field_of(field.form, field.alone))
        return {"anyOf": [text, inner], "x-code": text["x-code"]}

    def scalar(self, field: Field) -> Schema:
        reading = field.reading
        assert reading is not None, "a part is no text"
        if field.refers:
            # The ids that exist, with their names. While a kind has no entries nothing of it can be named.
            return choices(self.here.names[field.refers]) | {"x-code": UNKNOWN[field.refers]}
        if not reading.typed:
            return choices(field.choices)
        schema: Schema = {**reading.typed, "x-code": reading.code, **dict(field.bounds)}
        if field.reader is media_path_of and self.here.media:
            schema["examples"] = list(self.here.media)
        return schema


def choices(names: Mapping[str, str]) -> Schema:
    """One of some words, each with what it stands for."""
    schema = {"enum": list(names), "markdownEnumDescriptions": list(names.values())}
    if len(names) > FEW:
        return {**schema, "x-code": "onbekende-keuze"}
    return {**schema, "errorMessage": f"Dit kan hier niet. Kies uit: {', '.join(names)}."}


def or_blank(schema: Schema) -> Schema:
    """The same, or nothing: an optional key without a value counts as not there."""
    if "type" in schema and "enum" not in schema:
        types = [*schema["type"], *(["string"] if "string" not in schema["type"] else []), "null"]
        pattern = f"{BLANK}|(?:{schema['pattern']})" if "pattern" in schema else BLANK
        return {**schema, "type": types, "pattern": pattern}
    code = {"x-code": schema["x-code"]} if "x-code" in schema else {}
    inner = {key: value for key, value in schema.items() if key != "x-code"}
    return {"anyOf": [inner, {"type": ["string", "null"], "pattern": BLANK}], **code}


def explained(schema: Schema) -> Schema:
    """The code of a message as the Dutch text that an editor shows."""
    result = dict(schema)
    code = result.pop("x-code", None)
    for key in ("anyOf", "allOf"):
        if key in result:
            result[key] = [explained(inner) for inner in result[key]]
    if code is None:
        return result
    return {**result, **message_of(code)}


def message_of(code: str) -> Schema:
    """What VS Code says instead of its own English sentence; values that only the loader knows are left out."""
    text = in_general(code)
    return {"errorMessage": text, "patternErrorMessage": text}


def summary(form: type[model.Entry]) -> str:
    return (form.__doc__ or "").strip().partition(":")[0].rstrip(".")
