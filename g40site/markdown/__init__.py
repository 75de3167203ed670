"""Markdown to cleaned HTML, with everything that the author should hear about.

In: a text. Out: HTML in which links are still placeholders, its headings, ids, links and plain text, and findings with
their places. `render` depends on nothing but the exact text; where a link leads only the caller knows, and `resolve`
puts that in. Nothing here reads, knows other entries, or raises on any text.
"""

from g40site.markdown.links import resolve
from g40site.markdown.values import RESERVED_IDS, Finding, Heading, Link, Rendered, Target

__all__ = ["RESERVED_IDS", "Finding", "Heading", "Link", "Rendered", "Target", "render", "resolve"]


def render(text: str, prefix: str = "") -> Rendered:
    """The text as HTML with findings; `prefix` stands before each id, for pages with several texts."""
    # Imported only here: a text that was rendered before needs no Markdown.
    from g40site.markdown import rendering

    return rendering.render(text, prefix)
