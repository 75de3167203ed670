"""Fields and datasets as data: the name of each field, its form, its explanation, and how it follows from an entry.

In: models and entries. Out: values as JSON has them, and their schemas. A field that editors write takes its form and
explanation from the model itself; a field with parts is made of fields too, so that each part has its explanation.
Contacts, and mail addresses and telephone numbers in texts, are never in open data.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Literal, assert_never

from msgspec import Struct
from msgspec.structs import replace

from g40site import addresses, privacy
from g40site.content.prose import id_prefix
from g40site.content.site import Event, NewsItem, Project, Site
from g40site.model import shape
from g40site.model.description import describe
from g40site.model.fields import day_of, markdown_of, url_of
from g40site.model.left_out import OPEN_DATA, keys_left_out
from g40site.model.shape import field_of, json_schema_of
from g40site.outputs.publication import Publication, clean, last_date

Value = Any
Schema = dict[str, Any]
Compute = Callable[[Publication, Any], Any]

NULL: Schema = {"type": "null"}
TEXT: Schema = {"type": "string"}
WORDS: Schema = {"type": "string", "minLength": 1}
ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
MOMENT: Schema = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}))?$",
}
URL: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
YES_NO: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}

Kind = Literal["plain", "markdown", "link", "sources", "computed", "nested", "nested_list"]


class Field(Struct, frozen=True, eq=False):
    """A field, by default one of a model under its own name, and its value as it is.

    A `markdown` text is published as plain text, a `link` only where it leads to no mailbox, `sources` as addresses.
    These follow from the `key` of a `model`. What is `computed` has a schema and an explanation of its own. A `nested`
    field has `fields`, and a `nested_list` is a list of such. Without `compute` all of these are the attribute of that
    name. In a CSV a field has one cell, or those of its `cells`.
    """

    name: str
    kind: Kind = "plain"
    key: str = ""
    model: type[Struct] | None = None
    own_help: str = ""
    more_help: str = ""
    own_schema: Schema | None = None
    compute: Compute | None = None
    fields: tuple["Field", ...] = ()
    is_optional: bool = False
    prefix: str = ""
    cells: tuple[str, ...] = ()

    @classmethod
    def computed(cls, name: str, schema: Schema, help: str, compute: Compute | None = None) -> "Field":
        """A field that only open data has."""
        return cls(name, "computed", own_schema=schema, own_help=help, compute=compute)

    @property
    def attribute(self) -> str:
        return self.key or self.name

    @property
    def described(self) -> Schema:
        """The form of the field with its explanation."""
        return {"description": self.help, **self.schema}

    @property
    def help(self) -> str:
        own = self.own_help or describe(self.of_model, self.attribute).help
        return f"{own} {self.more_help}".rstrip()

    @property
    def of_model(self) -> type[Struct]:
        assert self.model is not None, f"the field {self.name} is of no model and says nothing of itself"
        return self.model

    @property
    def schema(self) -> Schema:
        match self.kind:
            case "plain" | "markdown":
                return model_schemas(self.of_model)[self.attribute]
            case "link":
                return nullable(URL)
            case "sources":
                return {"type": "array", "items": URL}
            case "computed":
                assert self.own_schema is not None, f"the field {self.name} has no form"
                return self.own_schema
            case "nested":
                return nullable(object_schema(self.fields)) if self.is_optional else object_schema(self.fields)
            case "nested_list":
                return {"type": "array", "items": object_schema(self.fields)}
        assert_never(self.kind)

    def value(self, publication: Publication, entry: Any) -> Value:
        """What an entry says of it, as JSON has it."""
        given = self.compute(publication, entry) if self.compute else getattr(entry, self.attribute)
        match self.kind:
            case "plain":
                return json_value(given, text=is_text(self.of_model, self.attribute))
            case "markdown":
                prefix = id_prefix(self.prefix, entry.id) if self.prefix else ""
                return redact(publication.prose.plain(given, prefix)) if given else None
            case "link":
                return public_url(given)
            case "sources":
                return [source.url for source in given if public_url(source.url)]
            case "computed":
                return json_value(given, text=False)
            case "nested":
                return None if given is None else values(publication, self.fields, given)
            case "nested_list":
                return [values(publication, self.fields, item) for item in given]
        assert_never(self.kind)


def fields_of(model: type[Struct], *fields: str | Field) -> tuple[Field, ...]:
    """Fields of one model; a text has the names of those that are published as they are."""
    described = ([Field(name) for name in field.split()] if isinstance(field, str) else [field] for field in fields)
    return tuple(replace(field, model=model) for some in described for field in some)


def all_fields_of(model: type[Struct], *fields: str | Field) -> tuple[Field, ...]:
    """These fields, and behind them every other one of the model that is not left out of open data on purpose."""
    named = fields_of(model, *fields)
    left_out = {field.name for field in named} | keys_left_out(OPEN_DATA, model)
    others = (field for field in shape.fields_of(model) if field.key not in left_out)
    return (*named, *(replace(field_for(model, field), model=model) for field in others))


def field_for(model: type[Struct], field: shape.Field) -> Field:
    """A field of a model that nothing more is said of."""
    if field.form is not None:
        where = f"{model.__name__}.{field.key} has fields of its own"
        raise TypeError(f"{where}: say in `outputs/datasets.py` which of them are published, or name it in `left_out`")
    if field.reader is day_of:
        day = lambda _, entry: value.isoformat() if (value := getattr(entry, field.name)) else None  # noqa: E731
        return Field.computed(field.key, nullable(DATE), describe(model, field.key).help, day)
    kinds: dict[Any, Kind] = {url_of: "link", markdown_of: "markdown"}
    return Field(field.key, "plain" if field.is_list else kinds.get(field.reader, "plain"))


def values(publication: Publication, fields: Iterable[Field], entry: Any) -> dict[str, Value]:
    """One entry as JSON has it."""
    return {field.name: field.value(publication, entry) for field in fields}


def object_schema(fields: Iterable[Field]) -> Schema:
    """An object that has exactly these fields."""
    properties = {field.name: field.described for field in fields}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, NULL]}


@cache
def model_schemas(model: type[Struct]) -> dict[str, Schema]:
    """The form of every field of a model, from the model itself."""
    return {
        name: {key: value for key, value in field.items() if key not in ("title", "default", "description")}
        for name, field in json_schema_of(model)["properties"].items()
    }


@cache
def is_text(model: type[Struct], name: str) -> bool:
    """Whether people wrote the words: ids, dates, codes and choices have a pattern or a list."""
    reading = field_of(model, name).reading
    schema = reading.schema if reading else {}
    return schema.get("type") == "string" and not {"pattern", "format", "enum"} & {*schema}


def json_value(value: Any, *, text: bool) -> Value:
    """A value of the content as JSON has it."""
    if isinstance(value, tuple):
        return [json_value(item, text=text) for item in value]
    return redact(value) if text and isinstance(value, str) else value


def redact(words: str) -> str:
    """A text without mail addresses and telephone numbers."""
    return privacy.redact(clean(words))


def public_url(url: str | None) -> str | None:
    """An address of the web that leads to no mailbox."""
    return url if url and not url.startswith("mailto:") and not privacy.MAIL.search(url) else None


LICENCE = Field.computed(
    "licence", WORDS, "De licentie van de gegevens.", lambda publication, _: publication.site.settings.licence
)
SOURCE = Field.computed(
    "source",
    {**TEXT, "format": "uri"},
    "De site waar de gegevens vandaan komen.",
    lambda publication, _: publication.url,
)


class Dataset(Struct, frozen=True):
    """One set of data: its name in addresses, what it is called and holds, its fields, and its entries.

    The entries that it is `dated_by` say when it last changed. What is no table has its fields once, beside the
    licence, and no entries; it is published as JSON alone. `source` is where the content stands that it follows from.
    """

    name: str
    title: str
    help: str
    fields: tuple[Field, ...]
    entries: Callable[[Publication], Iterable[Any]]
    dated_by: Callable[[Site], Iterable[Project | NewsItem | Event]] = lambda _site: ()
    forms: tuple[str, ...] = ("json", "csv")
    is_table: bool = True
    is_published: Callable[[Site], bool] = lambda _site: True
    source: str = "content"

    @property
    def whole(self) -> tuple[Field, ...]:
        """The fields of the file itself."""
        if not self.is_table:
            return (LICENCE, SOURCE, *self.fields)
        rows = Field(
            "items", "nested_list", own_help="De rijen.", fields=self.fields, compute=lambda p, _: self.entries(p)
        )
        return (LICENCE, SOURCE, rows)

    def rows(self, publication: Publication) -> list[dict[str, Value]]:
        return [values(publication, self.fields, entry) for entry in self.entries(publication)]

    def changed(self, site: Site) -> str:
        """The newest date of its entries, or nothing where they have none."""
        return max((last_date(entry) for entry in self.dated_by(site)), default="")

    def address(self, ending: str) -> str:
        return addresses.dataset(self.name, ending)

    @property
    def schema_address(self) -> str:
        return addresses.schema(self.name)
