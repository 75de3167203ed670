"""What a merge changes for visitors, in plain Dutch: what is new, what goes, what moves, and which addresses disappear.

In: the site as it was and as it will be. Out: sentences, reminders of what an editor forgot, and the addresses that are
lost; as Markdown or JSON.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from g40site import addresses, model, words
from g40site.content.site import Event, Project, Site, grouped
from g40site.diagnostics.markdown import escape
from g40site.workbench.reading import Reading
from g40site.workbench.schemas import CHOICES

SHOWN = 10


class Change(Struct, frozen=True):
    """One sentence about a kind of entry: what happened to which ids."""

    kind: str
    what: str
    text: str
    ids: tuple[str, ...]


class Changes(Struct, frozen=True):
    """All that a merge changes. `lost` are addresses of entries that lead nowhere any more; that is an error."""

    found: tuple[Change, ...]
    reminders: tuple[str, ...]
    lost: tuple[str, ...]
    also_lost: tuple[str, ...]


class Kind(Struct, frozen=True):
    """A kind of entry: its words, its entries by id, and what a visitor calls one."""

    name: str
    one: str
    many: str
    entries: Callable[[Site], Iterable[Any]]
    title: Callable[[Any], str] = lambda entry: f"“{entry.title}”"


KINDS = (
    Kind("theme", "thema", "thema's", lambda site: site.themes),
    Kind("municipality", "gemeente", "gemeenten", lambda site: site.municipalities, lambda entry: entry.name),
    Kind("project", "project", "projecten", lambda site: site.projects),
    Kind("news", "nieuwsbericht", "nieuwsberichten", lambda site: site.news),
    Kind("event", "bijeenkomst", "bijeenkomsten", lambda site: site.events),
    Kind("page", "pagina", "pagina's", lambda site: site.pages),
)


def id_of(entry: Any) -> str:
    return str(getattr(entry, "slug", None) or entry.id)


def compared(old: Reading, new: Reading) -> Changes:
    found: list[Change] = []
    for kind in KINDS:
        found += of_kind(kind, old.site, new.site)
    if old.site.settings != new.site.settings:
        found.append(Change("site", "changed", "De gegevens van de site zelf veranderen.", ()))
    reminders = tuple(
        text for before, after in pairs(old.site.events, new.site.events) for text in reminders_of(before, after)
    )
    kept = {addresses.folded(address) for address in (*new.addresses, *new.documents, *new.aliases)}
    gone = sorted(
        address for address in (*old.addresses, *old.documents, *old.aliases) if addresses.folded(address) not in kept
    )
    own = {addresses.ENTRY[kind.name](id_of(entry)) for kind in KINDS for entry in kind.entries(old.site)} | old.aliases
    return Changes(
        tuple(found),
        reminders,
        tuple(address for address in gone if address in own),
        tuple(address for address in gone if address not in own),
    )


def pairs(old: Iterable[Any], new: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The entries that are in both, as they were and as they will be."""
    after = {id_of(entry): entry for entry in new}
    return ((entry, after[id_of(entry)]) for entry in old if id_of(entry) in after)


def of_kind(kind: Kind, old: Site, new: Site) -> Iterator[Change]:
    before, after = ({id_of(entry): entry for entry in kind.entries(site)} for site in (old, new))
    yield from together(kind, "new", "nieuw", [after[id] for id in after if id not in before], new)
    yield from together(kind, "removed", "weg", [before[id] for id in before if id not in after], old)
    for was, now in pairs(before.values(), after.values()):
        texts = list(differences(kind, was, now, old, new))
        for what, text in texts:
            yield Change(kind.name, what, text, (id_of(now),))
        if not texts and visible(was) != visible(now):
            yield Change(kind.name, "changed", f"{sentence(kind, now)} verandert.", (id_of(now),))


def together(kind: Kind, what: str, word: str, entries: Sequence[Any], site: Site) -> Iterator[Change]:
    """What is new or gone, projects by their municipality: `2 projecten nieuw in Zwolle: …`."""
    places = grouped(entries, lambda entry: (getattr(entry, "municipality", ""),))
    for place, found in places.items():
        where = f" in {site.municipality[place].name}" if place else ""
        named = [kind.title(entry) for entry in found[:SHOWN]] + (["…"] if len(found) > SHOWN else [])
        text = f"{words.count(len(found), kind.one, kind.many)} {word}{where}: {', '.join(named)}."
        yield Change(kind.name, what, text, tuple(map(id_of, found)))


def visible(entry: Any) -> Any:
    """What a visitor sees of an entry: not in which file or line it stands."""
    hidden = {"file", "aliases", "body"}
    shown = {name: value for name, value in asdict(entry).items() if name not in hidden}
    return shown, getattr(getattr(entry, "body", None), "text", "")


def sentence(kind: Kind, entry: Any) -> str:
    article = "Het" if kind.one in ("thema", "project", "nieuwsbericht") else "De"
    return f"{article} {kind.one} {kind.title(entry)}"


def differences(kind: Kind, was: Any, now: Any, old: Site, new: Site) -> Iterator[tuple[str, str]]:
    """What is worth a sentence of its own."""
    head = sentence(kind, now)
    if kind.title(was) != kind.title(now):
        yield "renamed", f"{sentence(kind, was)} heet voortaan {kind.title(now)}."
    if isinstance(now, Project):
        yield from of_project(head, was, now, new)
    elif isinstance(now, Event):
        yield from of_event(head, was, now)
    elif isinstance(now, model.Theme) and was.lead != now.lead:
        yield "lead", f"{head} krijgt een andere koploper: {new.municipality[now.lead].name}."
    elif isinstance(now, model.Municipality):
        for id in now.participates:
            if id not in was.participates:
                yield "joined", f"{now.name} sluit aan bij {new.theme[id].title}."
        for id in was.participates:
            if id not in now.participates:
                yield "left", f"{now.name} doet niet meer mee met {old.theme[id].title}."


def of_project(head: str, was: Project, now: Project, new: Site) -> Iterator[tuple[str, str]]:
    if was.status != now.status:
        yield "status", f"{head} gaat van {CHOICES[was.status]} naar {CHOICES[now.status]}."
    if was.municipality != now.municipality:
        yield "moved", f"{head} hoort voortaan bij {new.municipality[now.municipality].name}."
    for id in now.with_:
        if id not in was.with_:
            yield "joined", f"{new.municipality[id].name} doet mee met {head[0].lower()}{head[1:]}."


def of_event(head: str, was: Event, now: Event) -> Iterator[tuple[str, str]]:
    if was.status != now.status:
        told = {"cancelled": "gaat niet door", "postponed": "is uitgesteld", "scheduled": "gaat toch door"}
        yield "status", f"{head} {told[now.status]}."
    if (was.begins, was.all_day) != (now.begins, now.all_day):
        yield "moved", f"{head} van {when(was)} is verzet naar {when(now)}."
    elif was.ends != now.ends:
        yield "moved", f"{head} van {when(now)} eindigt op een ander moment."
    if was.location != now.location:
        place = f"is voortaan in {now.location}" if now.location else "heeft geen plaats meer"
        yield "place", f"{head} {place}."


def when(event: Event) -> str:
    day = words.day(event.begins.date())
    return day if event.all_day else f"{day}, {words.clock(event.begins)} uur"


def reminders_of(was: Event, now: Event) -> Iterator[str]:
    """What calendars need when a meeting changes, and editors forget."""
    moved = (was.begins, was.ends, was.all_day) != (now.begins, now.ends, now.all_day)
    if (moved or was.location != now.location or was.status != now.status) and now.revision <= was.revision:
        yield f"“{now.title}” ({now.file}): zet `revision: {was.revision + 1}`, dan zien agenda's de wijziging."
    if was.begins != now.begins and now.began is None:
        yield f"“{now.title}” ({now.file}): zet het oude begin bij `previous_start`, dan staat erbij dat zij is verzet."


def markdown(changes: Changes) -> str:
    lines = ["## Wat verandert er voor bezoekers?", ""]
    lines += [f"- {escape(change.text)}" for change in changes.found] or ["Niets."]
    if changes.reminders:
        lines += ["", "### Vergeet niet", "", *(f"- {escape(text)}" for text in changes.reminders)]
    if changes.lost:
        number = words.count(len(changes.lost), "adres verdwijnt", "adressen verdwijnen")
        advice = "Zet het oude adres bij `aliases` van wat ervoor in de plaats komt."
        lines += ["", f"### Fout: {number} zonder doorverwijzing", "", advice, ""]
        lines += [f"- `{address}`" for address in changes.lost]
    if changes.also_lost:
        number = words.count(len(changes.also_lost), "lijst of bestand verdwijnt", "lijsten of bestanden verdwijnen")
        lines += ["", f"### Ook: {number}", "", *(f"- `{address}`" for address in changes.also_lost)]
    return words.spaced("\n".join([*lines, ""]))


def as_json(changes: Changes) -> str:
    found = [{"kind": c.kind, "what": c.what, "text": c.text, "ids": list(c.ids)} for c in changes.found]
    whole = {
        "version": 1,
        "changes": found,
        "reminders": list(changes.reminders),
        "lost": list(changes.lost),
        "also_lost": list(changes.also_lost),
    }
    return words.spaced(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"
