"""What a merge changes, told: as Markdown for a comment, in plain Dutch, and as JSON.

In: the changes. Out: text. Nothing that is published differs in silence: what no sentence names stands in the list of
pages, and only where every file is the same it says `Niets.`
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import to_builtins

from g40site import words
from g40site.diagnostics.renderers import escaped
from g40site.editing.changes import Changes, PutBack, on_pages
from g40site.editing.comparison import Published
from g40site.editing.reverts import MEANT

# So many names are enough to see where to look.
SHOWN = 20
TO_DO = (
    "Een ander heeft dit kort geleden veranderd. Waarschijnlijk stond uw formulier toen al open. Zet in dit voorstel"
    " weer wat er nu op de site staat, of gooi het weg en begin opnieuw. Wilt u het echt terugzetten? Zet dan in de"
    f" beschrijving van het voorstel deze regel: `{MEANT}`. Op GitLab start u daarna de controle opnieuw."
)


def markdown(changes: Changes, *, refuse: bool = False) -> str:
    """`refuse` says that what is put back is an error."""
    lines = ["## Wat verandert er voor bezoekers?", ""]
    if warned := list(looked_at_twice(changes, refuse=refuse)):
        lines += ["### Let op", "", *(f"- {escaped(text)}" for text in warned), ""]
    lines += [f"- {escaped(change.text)}" for change in changes.changes] or [nothing_told(changes)]
    if changes.reminders:
        lines += ["", "### Vergeet niet", "", *(f"- {escaped(text)}" for text in changes.reminders)]
    if refuse and changes.put_back:
        number = words.count(len(changes.put_back), "wijziging wordt", "wijzigingen worden")
        lines += ["", f"### Fout: {number} teruggezet", "", TO_DO, ""]
        lines += [f"- {escaped(text)}" for text in listed(changes.put_back)]
    if changes.lost:
        number = words.count(len(changes.lost), "adres verdwijnt", "adressen verdwijnen")
        advice = "Zet het oude adres bij `aliases` van wat ervoor in de plaats komt."
        lines += ["", f"### Fout: {number} zonder doorverwijzing", "", advice, ""]
        lines += [f"- `{address}`" for address in changes.lost]
    if changes.also_lost:
        number = words.count(len(changes.also_lost), "lijst of bestand verdwijnt", "lijsten of bestanden verdwijnen")
        lines += ["", f"### Ook: {number}", "", *(f"- `{address}`" for address in changes.also_lost)]
    if not changes.published.is_same:
        lines += ["", "### Op de site", "", *on_the_site(changes.published)]
    return words.spaced("\n".join([*lines, ""]))


def looked_at_twice(changes: Changes, *, refuse: bool) -> Iterator[str]:
    """What somebody who reviews should not miss: what is put back, other files than content, and links to places that
    are new here.
    """
    if changes.put_back and not refuse:
        yield from listed(changes.put_back)
    if changes.gap:
        yield f"Of dit voorstel iets terugzet, is niet of niet helemaal nagekeken: {changes.gap}."
    if changes.outside:
        names = ", ".join(map(named, changes.outside[:SHOWN]))
        rest = len(changes.outside) - SHOWN
        more = f" en nog {words.count(rest, 'bestand', 'bestanden')}" if rest > 0 else ""
        yield f"Ook buiten de inhoud veranderen bestanden: {names}{more}. Laat die nakijken door de beheerder."
    if hosts := changes.published.hosts:
        names = ", ".join(f"`{host}` ({on_pages(pages)})" for host, pages in hosts.items())
        yield f"Links leiden naar plekken die nog niet op de site stonden: {names}."


def listed(put_back: Sequence[PutBack]) -> Iterator[str]:
    yield from (revert.text for revert in put_back[:SHOWN])
    if (rest := len(put_back) - SHOWN) > 0:
        yield f"Dit voorstel zet nog {words.count(rest, 'wijziging', 'wijzigingen')} terug."


def named(file: str) -> str:
    """The name of a file that no rule was held to: on one line, and as code from its first sign to its last."""
    return f"`{''.join(sign if sign.isprintable() else '�' for sign in file).replace('`', chr(39))}`"


def nothing_told(changes: Changes) -> str:
    """What there is to say when no entry, text, picture or setting differs."""
    if not changes.published.is_same:
        return "Geen bericht, project, tekst of instelling verandert. Toch wordt de site anders; zie onderaan."
    if changes.content:
        names = ", ".join(map(named, changes.content[:SHOWN]))
        more = ", …" if len(changes.content) > SHOWN else ""
        return escaped(
            f"Bezoekers zien geen verschil. Wel anders, bijvoorbeeld een opmerking of een concept: {names}{more}."
        )
    return "Bezoekers zien geen verschil." if changes.outside else "Niets."


def on_the_site(published: Published) -> Iterator[str]:
    """How much of what is published differs, and which pages."""
    if published.pages:
        yield sum_of(published.pages, "pagina", "pagina's") + ":"
        yield ""
        yield from (f"- `{address}`" for address in [*published.pages][:SHOWN])
        if (rest := len(published.pages) - SHOWN) > 0:
            yield f"- en nog {on_pages(rest)}"
    if published.foot:
        yield from ("",) if published.pages else ()
        yield f"Op {on_pages(len(published.foot))} verandert alleen de voet, of wat alleen programma's lezen."
    if published.files:
        yield from ("",) if published.pages or published.foot else ()
        yield f"{sum_of(published.files, 'ander bestand', 'andere bestanden')}, zoals feeds, kaarten en open data."


def sum_of(files: Mapping[str, str], singular: str, plural: str) -> str:
    """`12 pagina's (3 nieuw, 9 anders)`."""
    numbers = Counter(files.values())
    names = {"new": "nieuw", "changed": "anders", "removed": "weg"}
    parts = ", ".join(f"{numbers[how]} {name}" for how, name in names.items() if numbers[how])
    return f"{words.count(len(files), singular, plural)} ({parts})"


def as_json(changes: Changes) -> str:
    whole: dict[str, Any] = {"version": 1}
    for name, value in to_builtins(changes).items():
        is_published = name == "published"
        whole |= {key: value[key] for key in ("pages", "files", "foot", "hosts")} if is_published else {name: value}
    return words.spaced(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"
