"""Markdown to cleaned HTML, with everything that the author should hear about.

In: a text. Out: HTML in which links are still placeholders, its headings, ids, links and plain text, and findings with
their places. `render` depends on nothing but the exact text; where a link leads only the caller knows, and `resolve`
puts that in. Nothing here reads, knows other entries, or raises on any text.
"""

import html
import re
from collections.abc import Iterator, Sequence

from g40site.text import limits, syntax
from g40site.text.addresses import decoded, judge
from g40site.text.allowed import cleaned
from g40site.text.finish import MARK, RESERVED_IDS, HeadingFault, finish, plain_text
from g40site.text.places import Places
from g40site.text.values import Finding, Heading, Link, Rendered, Target

__all__ = ["RESERVED_IDS", "Finding", "Heading", "Link", "Rendered", "Target", "render", "resolve"]

# How wide an image in a text is shown at most, for the browser's choice among the smaller versions.
IMAGE_SIZES = "(min-width: 50rem) 46rem, 100vw"
NOTE_DEFINITION = re.compile(r"^[ ]*\[\^([^\]\n]+)\]:", re.MULTILINE)
NOTE_REFERENCE = re.compile(r"(?<![\\!])\[\^([^\]\s]+)\](?![:(])")
PLACEHOLDER = re.compile(f"{MARK}([0-9]+){MARK}")
# Within a tag of nh3 no attribute holds a `>`, and no link holds another.
IMAGE = re.compile(f"<img{MARK}([0-9]+){MARK}[^>]*>")
LINK = re.compile(f"(<a{MARK}([0-9]+){MARK}[^>]*>.*?)</a>", re.DOTALL)


def render(text: str, prefix: str = "") -> Rendered:
    """The text as HTML with findings; `prefix` stands before each id, for pages with several texts."""
    places = Places(text)
    if fault := limits.too_complex(text, places):
        return Rendered("", findings=(fault,))
    try:
        converted = syntax.convert(text)
    except syntax.Unreadable:
        return Rendered("", findings=(Finding("tekst-onleesbaar", 0, 0),))
    links, findings = judged(converted.written, places)
    done = finish(cleaned(converted.markup), prefix, frozenset(links))
    findings += [removal(tag, what, places) for tag, what in converted.removed]
    findings += notes(converted, places)
    findings += open_comment(places)
    findings += [told for fault in done.faults if (told := heading_finding(fault, places))]
    return Rendered(
        html="".join(done.out).replace("<p></p>", "").strip(),
        headings=tuple(done.headings),
        ids=tuple(done.ids),
        links=tuple(links[number] for number in done.order),
        plain=plain_text(done),
        findings=tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.code))),
    )


def judged(written: Sequence[syntax.Written], places: Places) -> tuple[dict[int, Link], list[Finding]]:
    """The destinations that may become links, by number, and what is wrong with the others."""
    links: dict[int, Link] = {}
    findings: list[Finding] = []
    for number, one in enumerate(written):
        destination = decoded(one.destination)
        start, end = places.destination(one.destination, one.tag)
        verdict = judge(destination, one.image)
        if verdict.code:
            values = (("address", destination),)
            findings.append(Finding(verdict.code, start, end, values, verdict.near))
            continue
        links[number] = Link(destination, one.image, start, end, one.alt)
        if one.image and not one.alt.strip():
            findings.append(Finding("plaatje-zonder-alt", start, end, (("address", destination),)))
    return links, findings


def removal(tag: str, what: str, places: Places) -> Finding:
    start, end = places.piece(tag)
    return Finding("html-verwijderd", start, end, (("what", what),))


def notes(converted: syntax.Converted, places: Places) -> Iterator[Finding]:
    """Notes that nothing refers to, and references to a note that is not there."""
    for name in converted.unused_notes:
        yield Finding("noot-ongebruikt", *places.piece(f"[^{name}]:"), (("name", name),))
    defined = set(NOTE_DEFINITION.findall(places.bare))
    for reference in NOTE_REFERENCE.finditer(places.bare):
        if reference.group(1) not in defined:
            yield Finding("noot-onbekend", *reference.span(), (("name", reference.group(1)),))


def open_comment(places: Places) -> Iterator[Finding]:
    """Closed comments have been blanked, so one that is still there has no end."""
    start = places.bare.find("<!--")
    if start >= 0:
        yield Finding("commentaar-open", start, start + 4)


def heading_finding(fault: HeadingFault, places: Places) -> Finding | None:
    """Also a heading without fault takes its place, so that the next one gets its own."""
    start, end = places.heading(fault.level)
    return Finding(fault.code, start, end, (("heading", fault.text),)) if fault.code else None


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
