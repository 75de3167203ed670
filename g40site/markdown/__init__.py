"""Markdown to cleaned HTML, with everything that the author should hear about.

In: a text. Out: HTML in which links are still placeholders, its headings, ids, links and plain text, and findings with
their places. `render` depends on nothing but the exact text; where a link leads only the caller knows, and `resolve`
puts that in. Nothing here reads, knows other entries, or raises on any text.
"""

import html
import re
from collections.abc import Sequence

from g40site.markdown.finish import MARK, RESERVED_IDS
from g40site.markdown.values import Finding, Heading, Link, LinksAndAnchors, Rendered, Target

__all__ = ["RESERVED_IDS", "Finding", "Heading", "Link", "LinksAndAnchors", "Rendered", "Target", "render", "resolve"]

# How wide an image in a text is shown at most, for the browser's choice among the smaller versions.
IMAGE_SIZES = "(min-width: 50rem) 46rem, 100vw"
PLACEHOLDER = re.compile(f"{MARK}([0-9]+){MARK}")
# Within a tag of nh3 no attribute holds a `>`, and no link holds another.
IMAGE = re.compile(f"<img{MARK}([0-9]+){MARK}[^>]*>")
LINK = re.compile(f"(<a{MARK}([0-9]+){MARK}[^>]*>.*?)</a>", re.DOTALL)


def render(text: str, prefix: str = "") -> Rendered:
    """The text as HTML with findings; `prefix` stands before each id, for pages with several texts."""
    from g40site.markdown import rendering

    return rendering.render(text, prefix)


def resolve(rendered: Rendered, targets: Sequence[Target | None]) -> str:
    """The HTML with real destinations: one target for each link; None leaves the words without a link."""

    def destination(mark: re.Match[str]) -> str:
        number = int(mark.group(1))
        target = targets[number]
        if target is None:
            return ""
        return image_attributes(target) if rendered.links[number].image else link_attributes(target)

    def image(mark: re.Match[str]) -> str:
        target = targets[int(mark.group(1))]
        return in_newer_forms(mark.group(), target.forms) if target else mark.group()

    def link(mark: re.Match[str]) -> str:
        target = targets[int(mark.group(2))]
        note = f" ({html.escape(target.note)})" if target and target.note else ""
        return f"{mark.group(1)}{note}</a>"

    return PLACEHOLDER.sub(destination, LINK.sub(link, IMAGE.sub(image, rendered.html)))


def in_newer_forms(image: str, forms: Sequence[tuple[str, str]]) -> str:
    """An image with its newer formats before it; a browser takes the first that it knows."""
    sources = "".join(
        f'<source type="{type}" srcset="{html.escape(srcset)}" sizes="{IMAGE_SIZES}">' for type, srcset in forms
    )
    return f"<picture>{sources}{image}</picture>" if sources else image


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
