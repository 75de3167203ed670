"""One text to HTML with its findings: the converter, what it may keep, and what the author should hear about.

Imported only when a text is rendered: a text that was rendered before needs no Markdown.
"""

import html
import re
from collections.abc import Iterator, Sequence

from g40site import deceptive
from g40site.markdown import limits, syntax
from g40site.markdown.addresses import decoded, judge
from g40site.markdown.allowed import cleaned
from g40site.markdown.finish import MARK, HeadingFault, finish, plain_text
from g40site.markdown.places import Places
from g40site.markdown.values import Finding, Link, Rendered

LINK = re.compile(f"<a{MARK}([0-9]+){MARK}[^>]*>(.*?)</a>", re.DOTALL)
NOTE_DEFINITION = re.compile(r"^[ ]*\[\^([^\]\n]+)\]:", re.MULTILINE)
NOTE_REFERENCE = re.compile(r"(?<![\\!])\[\^([^\]\s]+)\](?![:(])")


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
    if any(fault.code for fault in done.faults):
        findings += [told for fault in done.faults if (told := heading_finding(fault, places))]
    made = "".join(done.out).replace("<p></p>", "").strip()
    findings += shown_otherwise(made, [links[number] for number in done.order])
    return Rendered(
        html=made,
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
            values: tuple[tuple[str, str], ...] = (("address", destination),)
            if verdict.code in deceptive.CODES:
                values = ("value", destination), ("plain", deceptive.plain_address(destination))
            findings.append(Finding(verdict.code, start, end, values, verdict.near))
            continue
        links[number] = Link(destination, one.image, start, end, one.alt)
        if one.image and not one.alt.strip():
            findings.append(Finding("plaatje-zonder-alt", start, end, (("address", destination),)))
    return links, findings


def shown_otherwise(made: str, links: Sequence[Link]) -> Iterator[Finding]:
    """Links whose text is the address of something else."""
    if not any("://" in link.destination or "@" in link.destination for link in links):
        return
    for number, inner in LINK.findall(made):
        link = links[int(number)]
        shown = html.unescape(re.sub(r"<[^>]*>", "", inner))
        if other := deceptive.other_address(shown, link.destination):
            values = (("shown", other), ("address", link.destination))
            yield Finding("link-toont-ander-adres", link.start, link.end, values)


def removal(tag: str, what: str, places: Places) -> Finding:
    start, end = places.piece(tag)
    return Finding("html-verwijderd", start, end, (("what", what),))


def notes(converted: syntax.Converted, places: Places) -> Iterator[Finding]:
    """Notes that nothing refers to, and references to a note that is not there."""
    for name in converted.unused_notes:
        yield Finding("noot-ongebruikt", *places.piece(f"[^{name}]:"), (("name", name),))
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


def heading_finding(fault: HeadingFault, places: Places) -> Finding | None:
    """Also a heading without fault takes its place, so that the next one gets its own."""
    start, end = places.heading(fault.level)
    return Finding(fault.code, start, end, (("heading", fault.text),)) if fault.code else None
