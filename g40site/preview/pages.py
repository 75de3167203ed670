"""The preview's own layer: what is added to a page on its way to the browser, and what stands where no site is yet.

In: the bytes of a published page. Out: the same page with two files of the preview linked, which stand below a path
that no site has, so that the policy of the page holds. Nothing of it is ever published.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from g40site.diagnostics import Lang, Span
from g40site.diagnostics.renderers import source_lines
from g40site.options import Result

# Addresses of the site have no underscore in front.
OWN = "/_g40/"
HERE = Path(__file__).parent
NOTHING = (
    b'<!doctype html>\n<html lang="nl"><head><title>Niets</title></head><body><p>Hier is niets.</p></body></html>\n'
)
HEAD = re.compile(rb"</head>", re.IGNORECASE)


def with_layer(html: bytes, facts: Mapping[str, str]) -> bytes:
    """A page with the script of the preview, which finds what it must know in the attributes of its element."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in facts.items() if value)
    layer = f'<script src="{OWN}client.js" defer data-g40{attributes}></script>'.encode()
    before = HEAD.search(html)
    at = before.start() if before else len(html)
    return html[:at] + layer + html[at:]


def nothing_yet(summary: str, problems: str) -> bytes:
    """What stands where there is no page to look at: why, and what to do. It needs no script."""
    return template("nothing.html").render(own=OWN, summary=summary, problems=problems).encode()


def render_problems(
    result: Result, lang: Lang, edit_href: Callable[[Span], str], help_href: Callable[[str], str]
) -> str:
    """What is wrong as HTML, for the panel and for the page that stands where there is none."""

    def lines(span: Span) -> str:
        return "\n".join(line for _number, line in source_lines(span, result.sources.get(span.file, "")))

    values = {"lang": lang, "lines": lines, "edit_href": edit_href, "help_href": help_href}
    return template("problems.html").render(values, problems=list(result.problems))


@cache
def template(name: str) -> Template:
    return Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined).get_template(name)
