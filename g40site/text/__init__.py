"""Markdown to cleaned HTML, with everything that the author should hear about.

In: a text. Out: HTML in which links are still placeholders, its headings, ids, links and plain text, and findings with
their places. `render` depends on nothing but the exact text; where a link leads only the caller knows, and `resolve`
puts that in. Nothing here reads, knows other entries, or raises on any text.
"""

import html
import re
from collections.abc import Sequence

from g40site.text.finish import MARK, RESERVED_IDS
from g40site.text.values import Finding, Heading, Link, Outline, Rendered, Target

__all__ = ["RESERVED_IDS", "Finding", "Heading", "Link", "Outline", "Rendered", "Target", "render", "resolve"]

# How wide an image in a text is shown at most, for the browser's choice among the smaller versions.
IMAGE_SIZES = "(min-width: 50rem) 46rem, 100vw"
PLACEHOLDER = re.compile(f"{MARK}([0-9]+){MARK}")


def render(text: str, prefix: str = "") -> Rendered:
    """The text as HTML with findings; `prefix` stands before each id, for pages with several texts."""
    from g40site.text import rendering

    return rendering.render(text, prefix)


def resolve(rendered: Rendered, targets: Sequence[Target | None]) -> str:
    """The HTML with real destinations: one target for each link; None leaves the words without a link."""

    def destination(mark: re.Match[str]) -> str:
        number = int(mark.group(1))
        target = targets[number]
        if target is None:
            return ""
        return image_attributes(target) if rendered.links[number].image else link_attributes(target)

    return PLACEHOLDER.sub(destination, rendered.html)


def link_attributes(target: Target) -> str:
    external = ' class="external" rel="noopener external"' if target.external else ""
    return f' href="{html.escape(target.href)}"{external}'


def image_attributes(target: Target) -> str:
    attributes = f' src="{html.escape(target.href)}"'
    if target.width and target.height:
        attributes += f' width="{target.width}" height="{target.height}"'
    if target.srcset:
        attributes += f' srcset="{html.escape(target.srcset)}" sizes="{IMAGE_SIZES}"'
    return attributes + ' loading="lazy" decoding="async"'
