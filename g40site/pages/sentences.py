"""A sentence of `phrases` about entries, for a page and for a letter.

In: the function of the sentence and its parts: links, plain texts, lists of these, or other values. Out: HTML with the
links in it, or plain text. What somebody typed is escaped, and a sentence itself has no sign that HTML knows.
"""

from collections.abc import Callable

from markupsafe import Markup, escape
from msgspec import Struct

from g40site.pages.view_models import Link, TitleLink


class Sentence(Struct, frozen=True):
    """What is said, before it is known where."""

    form: Callable[..., str]
    parts: tuple[object, ...]

    @property
    def html(self) -> str:
        return self.form(*map(as_html, self.parts))

    @property
    def plain(self) -> str:
        return self.form(*map(as_text, self.parts))


def as_html(part: object) -> object:
    if isinstance(part, Link):
        return str(Markup('<a href="{}">{}</a>').format(part.href, part.text))
    if isinstance(part, str):
        return str(escape(part))
    return [as_html(item) for item in part] if isinstance(part, list) else part


def as_text(part: object) -> object:
    if isinstance(part, TitleLink):
        return f"‘{part.text}’"
    if isinstance(part, Link):
        return part.text
    return [as_text(item) for item in part] if isinstance(part, list) else part
