"""What editors need beside a text editor: schemas, new entries, changes, reviews, spreadsheets and newsletters.

Each module has one subject: values in, text or edits out; longer texts are templates (`texts/`). Only `transaction`
writes content, whole files and all or nothing.
"""

import html
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from g40site import words
from g40site.diagnostics.renderers import escaped, escaped_line

if TYPE_CHECKING:
    from jinja2 import Template


def render(name: str, **values: object) -> str:
    """What a template makes of values: whole lines, with ordinary spaces."""
    return words.spaced(template(name).render(values).strip("\n")) + "\n"


@cache
def template(name: str) -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent / "texts")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"html": html.escape, "markdown": escaped, "markdown_line": escaped_line}
    return environment.get_template(name)
