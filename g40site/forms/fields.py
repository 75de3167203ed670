"""The fields of a form, made from the models: a key of an entry is one field of Sveltia CMS.

In: a model. Out: its fields as the configuration has them: first what nearly every entry has, then the rest, closed, in
the order of the model. Every value is a text, as it is for the loader: the field decides what it means.
"""

import re
from collections.abc import Iterable
from typing import Any

from g40site import model
from g40site.diagnostics import in_general
from g40site.model import fields as f
from g40site.model.description import describe
from g40site.model.left_out import EDITING_FORM, is_left_out
from g40site.model.questions import BODY, BODY_LABEL, full_help, is_date
from g40site.model.shape import Field, fields_of

Settings = dict[str, Any]

# The collections that others refer to, by the kind of entry: where its ids and its names are.
LISTED = {"theme": ("themes", "title"), "municipality": ("municipalities", "name")}
SETTINGS, PROJECTS = "settings", "projects"
YES_NO = [{"value": "true", "label": "ja"}, {"value": "false", "label": "nee"}]
# So many choices are all in sight; of more, one opens a list.
IN_SIGHT = 8
# Of so few more fields nothing is closed.
FEW = 4
MORE = "more"
# How a text is written, without the signs: a form would show what they do.
MARKDOWN = (
    "Een lege regel begint een nieuwe alinea. Een regel met twee hekjes ervoor is een kop. "
    "Een link schrijft u zo: het woord tussen rechte haken, en meteen daarna het adres tussen ronde."
)
# Help that only says the label in another word.
SAYS_NOTHING = re.compile(r"(?:De|Het|Een) \w+\.")
# The keys by which an item of a list is known while it is closed.
NAMES = ("title", "name", "role")


def entry_fields(form: type[model.Entry], usual: Iterable[str], *, has_body: bool) -> list[Settings]:
    """The fields of an entry: what it needs and what most have, its text, and the rest in a part that is closed."""
    fields = own_fields(form)
    needed = [field for field in fields if field.is_required]
    first = [*needed, *(field for field in fields if field.key in usual and field not in needed)]
    rest = [field_for(form, field) for field in fields if field not in first]
    text = [body()] if has_body else []
    return [*(field_for(form, field) for field in first), *text, *([more(rest)] if len(rest) > FEW else rest)]


def more(fields: list[Settings]) -> Settings:
    """The keys that few entries have, in a part that is closed at first; in the file they stand among the others."""
    return {
        "name": MORE,
        "label": "Meer gegevens",
        "required": True,
        "widget": "object",
        "flat": True,
        "collapsed": True,
        # While it is closed it says what is in it.
        "summary": ", ".join(field["label"] for field in fields),
        "fields": fields,
    }


def fields_for(form: type[model.Entry]) -> list[Settings]:
    """The fields of a model in its own order."""
    return [field_for(form, field) for field in own_fields(form)]


def own_fields(form: type[model.Entry]) -> list[Field]:
    return [field for field in fields_of(form) if not is_left_out(EDITING_FORM, form, field.key)]


def body() -> Settings:
    """The text of an entry, as it is: the editor with buttons writes Markdown its own way, and breaks some of it."""
    return {"name": BODY, "label": BODY_LABEL, "hint": MARKDOWN, "widget": "text", "required": False}


def field_for(form: type[model.Entry], field: Field) -> Settings:
    """One key of an entry. The id of one that is there stays what it is: others refer to it."""
    if field.reader is f.id_of:
        return {"name": field.key, "widget": "hidden"}
    common = {"name": field.key, "label": describe(form, field.key).label, "required": field.is_required}
    if hint := hint_of(form, field):
        common["hint"] = hint
    if singular := describe(form, field.key).singular:
        common["label_singular"] = singular
    return {**common, **widget(form, field)}


def hint_of(form: type[model.Entry], field: Field) -> str:
    """The help of a field, with an example where the text has a form of its own."""
    help = re.sub(r" \((?:een id|id's)\)", "", full_help(form, field.key))
    if field.reader is f.yes_or_no_of:
        help = help.replace("`true`", "ja")
    help = re.sub(r"`(\w+)`", lambda match: label_in(form, match[1]), help)
    if field.reader is f.media_path_of:
        return ""
    if field.reader is f.markdown_of:
        help = f"{'' if says_nothing(form, field, help) else help} {MARKDOWN}".strip()
    example = describe(form, field.key).example
    if shows_example(field) and example not in help:
        help += f" Bijvoorbeeld: {example}"
    return "" if says_nothing(form, field, help) else help.replace("`", "")


def says_nothing(form: type[model.Entry], field: Field, help: str) -> bool:
    """Whether help says no more than the label."""
    return SAYS_NOTHING.fullmatch(help) is not None or help.rstrip(".") == describe(form, field.key).label


def label_in(form: type[model.Entry], word: str) -> str:
    """The label of a key where help names it; any other word as it is."""
    return describe(form, word).label if any(word == field.key for field in fields_of(form)) else word


def shows_example(field: Field) -> bool:
    """Whether an example helps: a text with a form of its own, which its help does not say yet."""
    is_said = field.reader in (None, f.line_of, f.markdown_of, f.yes_or_no_of, f.url_of, f.email_of) or is_date(field)
    return not (is_said or field.is_list or field.choices or field.refers)


def widget(form: type[model.Entry], field: Field) -> Settings:
    """What somebody fills in or chooses."""
    if field.refers and not field.alone:
        return reference(field)
    if not field.is_list:
        return mapping(field) if field.form else text(field)
    if field.form:
        alone = {"alone": field.alone} if field.alone else {}
        return {
            "widget": "list",
            "collapsed": True,
            "summary": summary(field),
            **alone,
            "fields": fields_for(field.form),
        }
    # Any text is a row; one with a form of its own is a field, which says what is wrong with it.
    if field.reader is f.line_of:
        return {"widget": "list"}
    return {
        "widget": "list",
        "field": {"name": "item", "label": describe(form, field.key).singular.capitalize(), **text(field)},
    }


def mapping(field: Field) -> Settings:
    return {"widget": "object", "summary": summary(field), "fields": fields_for(field.form)}


def summary(field: Field) -> str:
    """By what a mapping is known while it is closed."""
    keys = [inner.key for inner in fields_of(field.form)]
    return f"{{{{{field.alone or next((key for key in NAMES if key in keys), keys[0])}}}}}"


def reference(field: Field) -> Settings:
    """Entries that there are, by their titles."""
    many = {"multiple": True, "min": field.least} if field.is_list else {}
    if field.refers in LISTED:
        key, title = LISTED[field.refers]
        where = {"collection": SETTINGS, "file": key, "value_field": f"{key}.*.id"}
        names = [f"{key}.*.{title}"]
    else:
        where = {"collection": PROJECTS, "value_field": "{{slug}}"}
        names = ["title"]
    return {
        "widget": "relation", **where, "display_fields": names, "search_fields": names, **many,
        "dropdown_threshold": IN_SIGHT,
    }  # fmt: skip


def text(field: Field) -> Settings:
    """A text of one kind or another."""
    reading = field.reading
    assert reading is not None, "a mapping is no text"
    if field.choices:
        options = [{"value": word, "label": name} for word, name in field.choices.items()]
        return {"widget": "select", "options": options, "dropdown_threshold": IN_SIGHT, **default(field)}
    if field.reader is f.yes_or_no_of:
        return {"widget": "select", "options": YES_NO}
    if field.reader is f.media_path_of:
        return {"widget": "image", "choose_url": False}
    # An empty text is no matter of its pattern: of any other text only characters can be wrong.
    code = "stuurteken" if reading.code == "leeg" else reading.code
    pattern = {"pattern": [reading.typed["pattern"], in_general(code).replace("`", "")]}
    if field.reader is f.day_of:
        return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD", "default": "{{now}}", **pattern}
    if field.reader in (f.integer_of, f.degrees_of):
        bounds = reading.typed | dict(field.bounds)
        ends = {short: bounds[long] for short, long in (("min", "minimum"), ("max", "maximum")) if long in bounds}
        form = ("int/string", 1) if field.reader is f.integer_of else ("float/string", 0.0001)
        return {"widget": "number", "value_type": form[0], "step": form[1], **ends}
    # By its field and by its type.
    most = min(filter(None, (field.most, reading.typed.get("maxLength"))), default=None)
    counter = {"maxlength": most} if most is not None else {}
    return {"widget": "text" if field.is_long else "string", **counter, **pattern, **default(field)}


def default(field: Field) -> Settings:
    """What a new entry has that nobody says otherwise of."""
    return {"default": field.default} if isinstance(field.default, str) and field.default else {}
