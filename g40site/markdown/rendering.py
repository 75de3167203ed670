"""One text to HTML with its findings: the converter, what it may keep, and what the author should hear about.

Imported only when a text is rendered: a text that was rendered before needs no Markdown.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from g40site.markdown import Finding, Heading, Rendered, limits, syntax
from g40site.markdown.cleaning import cleaned
from g40site.markdown.finish import WrittenHeading, finish
from g40site.markdown.links import judged, misleading_links
from g40site.markdown.places import Places

NOTE_DEFINITION = re.compile(r"^[ ]*\[\^([^\]\n]+)\]:", re.MULTILINE)
NOTE_REFERENCE = re.compile(r"(?<![\\!])\[\^([^\]\s]+)\](?![:(])")


def render(text: str, prefix: str = "") -> Rendered:
    """The text as HTML with findings; `prefix` stands before each id, for pages with several texts."""
    places = Places(text)
    if finding := limits.too_complex(text, places):
        return Rendered("", findings=(finding,))
    converted = syntax.convert(text)
    if converted is None:
        return Rendered("", findings=(Finding("tekst-onleesbaar", 0, 0),))
    links, findings = judged(converted.destinations, places)
    rendered, written_headings = finish(cleaned(converted.markup), prefix, links)
    for tag, what in converted.removed:
        findings.append(Finding("html-verwijderd", *places.occurrence(tag), (("what", what),)))
    findings += notes(converted, places)
    findings += open_comment(places)
    findings += headings(written_headings, places)
    findings += misleading_links(rendered)
    findings.sort(key=lambda finding: (finding.start, finding.end, finding.code))
    return replace(rendered, findings=tuple(findings))


def notes(converted: syntax.Converted, places: Places) -> Iterator[Finding]:
    """Notes that nothing refers to, and references to a note that is not there."""
    for name in converted.unused_notes:
        yield Finding("noot-ongebruikt", *places.occurrence(f"[^{name}]:"), (("name", name),))
    if "[^" not in places.bare:
        return
    defined = set(NOTE_DEFINITION.findall(places.bare))
    for reference in NOTE_REFERENCE.finditer(places.bare):
        if reference.group(1) not in defined:
            yield Finding("noot-onbekend", *reference.span(), (("name", reference.group(1)),))


def open_comment(places: Places) -> Iterator[Finding]:
    """Closed comments have been blanked, so one that is still there has no end."""
    start = places.bare.find("<!--")
    if start >= 0:
        yield Finding("commentaar-open", start, start + 4)


def headings(all_written: Sequence[WrittenHeading], places: Places) -> Iterator[Finding]:
    """Headings without words or with another level than they have on the page."""
    codes = [heading_code(*heading) for heading in all_written]
    for (written, heading), code in zip(all_written, codes, strict=True) if any(codes) else ():
        # Also a heading without fault takes its place, so that the next one gets its own.
        start, end = places.heading(written)
        if code:
            yield Finding(code, start, end, (("heading", heading.text),))


def heading_code(written: int, heading: Heading) -> str:
    if not heading.text:
        return "kop-leeg"
    if written == 1:
        return "kop-niveau-1"
    return "kop-overgeslagen" if heading.level < written else ""
