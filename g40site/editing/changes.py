"""What a merge changes for visitors: what is new, what goes, what is another, and which addresses disappear.

In: the site as it was and as it will be, and the history of the main branch. Out: sentences that follow from the
entries and texts, what differs in all that is published, the other files that differ, reminders of what an editor
forgot, what is put back to what it was before a recent change, and the addresses that are lost.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, to_builtins

from g40site import addresses, media, model, routes, words
from g40site.content.entries import Body
from g40site.content.site import Event, NewsItem, Project, Site, assemble, grouped
from g40site.editing import comparison, render
from g40site.editing.comparison import BuiltSite, Published
from g40site.editing.field_changes import Names, field_changes, text_change, text_needles
from g40site.editing.history import History
from g40site.editing.reverts import MEANT, reverts
from g40site.editing.schemas import name_of
from g40site.planning import Plan

SHOWN = 10
# What happened, the sentence, and the texts that leave pages and come on them.
Difference = tuple[str, str, Iterable[str], Iterable[str]]


class Change(Struct, frozen=True):
    """One sentence about a kind of entry: what happened to which ids, and on how many pages it shows."""

    kind: str
    what: str
    text: str
    ids: tuple[str, ...] = ()
    pages: int = 0


class PutBack(Struct, frozen=True):
    """One sentence about what becomes what it was before a change of that day."""

    kind: str
    id: str
    day: dt.date
    text: str


class Changes(Struct, frozen=True):
    """All that a merge changes. `lost` are addresses of entries that lead nowhere any more; that is an error. `content`
    are the files of the content that are others, `outside` all other files that are. `gap` says why it is not known of
    all of the history whether something is `put_back`.
    """

    changes: tuple[Change, ...]
    reminders: tuple[str, ...]
    lost: tuple[str, ...]
    also_lost: tuple[str, ...]
    published: Published
    content: tuple[str, ...]
    outside: tuple[str, ...]
    put_back: tuple[PutBack, ...]
    gap: str


class SiteVersion(Struct, frozen=True):
    """A site as it was or will be: how its files are made, what is on it without drafts, and the texts below the heads
    of Markdown files, by file.
    """

    plan: Plan
    site: Site
    bodies: Mapping[str, Body]

    def body_of(self, entry: Any) -> str:
        """The text below the head of the file of an entry; the entries of a list have none."""
        return self.bodies[entry.file].read() if getattr(entry, "file", "") in self.bodies else ""

    def addresses(self) -> set[str]:
        """Those of all pages and files, and the old ones that lead on."""
        files = self.plan.content.media
        documents = (file for file in files if file.rpartition(".")[2].lower() in media.DOCUMENT_ENDINGS)
        return {*routes.used_addresses(self.site), *(f"/{file}" for file in documents), *self.aliases()}

    def aliases(self) -> set[str]:
        return {redirect.alias for redirect in self.site.redirects}


def version_of(plan: Plan) -> SiteVersion:
    bodies = {entry.file: entry.body for entry in plan.content if entry.body is not None}
    return SiteVersion(plan, assemble(plan.content, drafts=False), bodies)


class Kind(Struct, frozen=True):
    """A kind of entry: its words, its entries, what a visitor calls one, and whether their order is that of a file."""

    name: str
    singular: str
    plural: str
    entries: Callable[[Site], Iterable[Any]]
    title: Callable[[Any], str] = lambda entry: f"“{entry.title}”"
    in_order: bool = False


KINDS = (
    Kind("theme", "thema", "thema's", lambda site: site.themes, in_order=True),
    Kind("municipality", "gemeente", "gemeenten", lambda site: site.municipalities, lambda entry: entry.name, True),
    Kind("project", "project", "projecten", lambda site: site.projects, in_order=True),
    Kind("news", "nieuwsbericht", "nieuwsberichten", lambda site: site.news),
    Kind("event", "bijeenkomst", "bijeenkomsten", lambda site: site.events),
    Kind("page", "pagina", "pagina's", lambda site: site.pages),
    Kind("chapter", "hoofdstuk", "hoofdstukken", lambda site: site.chapters),
)
# Entries without a key for old addresses.
WITHOUT_ALIASES = ("chapter",)
# Fields that have a sentence of their own.
WITH_OWN_SENTENCE: Mapping[str, frozenset[str]] = {
    "theme": frozenset(("title", "lead")),
    "municipality": frozenset(("name", "participates")),
    "project": frozenset(("title", "status", "with")),
    "event": frozenset(("title", "status", "start")),
}
MEDIA = {"new": "is nieuw", "changed": "wordt een ander bestand", "removed": "gaat weg"}


def id_of(entry: Any) -> str:
    return str(getattr(entry, "slug", None) or entry.id)


def compare(old_plan: Plan, new_plan: Plan, history: History, built: BuiltSite | None = None) -> Changes:
    """What the new one changes of two plans without errors; its files were `built`, or are made."""
    old, new = version_of(old_plan), version_of(new_plan)
    differs = comparison.compare(old.plan, new.plan, built)
    changes = [change for kind in KINDS for change in of_kind(kind, old, new, differs)]
    changes += of_settings(old.site, new.site, differs)
    changes += of_media(differs)
    alive = {addresses.folded(address) for address in new.addresses()}
    gone = sorted(address for address in old.addresses() if addresses.folded(address) not in alive)
    own = {
        addresses.ENTRY[kind.name](id_of(entry))
        for kind in KINDS
        if kind.name not in WITHOUT_ALIASES
        for entry in kind.entries(old.site)
    }
    # The program itself leads from the old page of each message; no editor wrote that, or can.
    own |= old.aliases() - {addresses.old_message(message.code) for message in old.site.messages}
    content, others = comparison.differing(old.plan.reader.root, new.plan.reader.root)
    return Changes(
        tuple(changes),
        tuple(forgotten(old, new)),
        tuple(address for address in gone if address in own),
        tuple(address for address in gone if address not in own),
        differs,
        content,
        others,
        tuple(put_back(old, new, history)),
        history.gap,
    )


def put_back(old: SiteVersion, new: SiteVersion, history: History) -> Iterator[PutBack]:
    kinds = {kind.name: kind for kind in KINDS}
    for revert in reverts(old.plan, new.plan, history, names_in(old.site, new.site)):
        entry, day = revert.entry, revert.moment.astimezone(old.plan.zone).date()
        kind = kinds.get(entry.kind)
        head = f"{kind.singular} {kind.title(entry.model)}" if kind else "de site"
        text = f"Dit voorstel zet de wijziging van {words.day(day)} terug: {head}{revert.text}."
        yield PutBack(entry.kind, entry.id, day, ended(text))


def pairs(old: Iterable[Any], new: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The entries that are in both, as they were and as they will be."""
    after = {id_of(entry): entry for entry in new}
    return ((entry, after[id_of(entry)]) for entry in old if id_of(entry) in after)


def forgotten(old: SiteVersion, new: SiteVersion) -> Iterator[str]:
    for kind in KINDS:
        for was, now in pairs(kind.entries(old.site), kind.entries(new.site)):
            yield from reminders(was, now, other_text=old.body_of(was) != new.body_of(now))


def of_kind(kind: Kind, old: SiteVersion, new: SiteVersion, differs: Published) -> Iterator[Change]:
    before, after = ({id_of(entry): entry for entry in kind.entries(version.site)} for version in (old, new))
    yield from together(kind, "new", "nieuw", [after[id] for id in after if id not in before], new.site)
    yield from together(kind, "removed", "weg", [before[id] for id in before if id not in after], old.site)
    for was, now in pairs(before.values(), after.values()):
        for difference in differences(kind, was, now, old, new):
            yield change_of(kind.name, (id_of(now),), difference, differs)
    if kind.in_order and [id for id in before if id in after] != [id for id in after if id in before]:
        yield Change(kind.name, "order", f"De {kind.plural} staan in een andere volgorde.")


def change_of(kind: str, ids: tuple[str, ...], difference: Difference, differs: Published) -> Change:
    """The sentence of a difference, with on how many pages it shows."""
    what, text, gone, come = difference
    number = differs.pages_with(gone, come)
    return Change(kind, what, ended(text) + (f" Te zien op {on_pages(number)}." if number else ""), ids, number)


def ended(text: str) -> str:
    """A sentence with one full stop, also where what it quotes ends with one."""
    return text.removesuffix(".") if text.endswith((".”.", "!”.", "?”.", "…”.")) else text


def on_pages(number: int) -> str:
    return words.count(number, "pagina", "pagina's")


def together(kind: Kind, what: str, word: str, entries: Sequence[Any], site: Site) -> Iterator[Change]:
    """What is new or gone, projects by their municipality: `2 projecten nieuw in Zwolle: …`."""
    places = grouped(entries, lambda entry: (getattr(entry, "municipality", ""),))
    for owner, group in places.items():
        where = f" in {site.municipality[owner].name}" if owner else ""
        named = [kind.title(entry) for entry in group[:SHOWN]] + (["…"] if len(group) > SHOWN else [])
        text = f"{words.count(len(group), kind.singular, kind.plural)} {word}{where}: {', '.join(named)}."
        yield Change(kind.name, what, text, tuple(map(id_of, group)))


def sentence(kind: Kind, entry: Any) -> str:
    article = "Het" if kind.singular in ("thema", "project", "nieuwsbericht", "hoofdstuk") else "De"
    return f"{article} {kind.singular} {kind.title(entry)}"


def differences(kind: Kind, was: Any, now: Any, old: SiteVersion, new: SiteVersion) -> Iterator[Difference]:
    """A sentence for each thing that differs."""
    head = sentence(kind, now)
    if (before := kind.title(was)) != (after := kind.title(now)):
        yield "renamed", f"{sentence(kind, was)} heet voortaan {after}.", (before.strip("“”"),), (after.strip("“”"),)
    if isinstance(now, Project):
        yield from of_project(head, was, now, old.site, new.site)
    elif isinstance(now, Event):
        yield from of_event(head, was, now)
    elif isinstance(now, model.Theme) and was.lead != now.lead:
        lead_before, lead_after = old.site.municipality[was.lead].name, new.site.municipality[now.lead].name
        text = f"{head} krijgt een andere koploper: niet meer {lead_before}, maar {lead_after}."
        yield "lead", text, (lead_before,), (lead_after,)
    elif isinstance(now, model.Municipality):
        for id in now.participates:
            if id not in was.participates:
                title = new.site.theme[id].title
                yield "joined", f"{now.name} sluit aan bij {title}.", (), (title,)
        for id in was.participates:
            if id not in now.participates:
                title = old.site.theme[id].title
                yield "left", f"{now.name} doet niet meer mee met {title}.", (title,), ()
    fields = field_changes(
        was, now, names_in(old.site, new.site), WITH_OWN_SENTENCE.get(kind.name, frozenset(("title",)))
    )
    for field in fields:
        yield "changed", f"{head}: {words.in_sentence(field.text)}.", field.before, field.after
    if (text_before := old.body_of(was)) != (text_after := new.body_of(now)):
        gone, come = text_needles(text_before), text_needles(text_after)
        yield "text", f"{head}: de tekst verandert: {text_change(text_before, text_after)}.", gone, come
    # In which YAML file something stands, in a list or alone, no visitor can tell.
    if (file := getattr(now, "file", "")) != getattr(was, "file", "") and file.endswith(".md"):
        yield "file", f"{head} staat voortaan in het bestand `{file}`.", (), ()


def names_in(old: Site, new: Site) -> Names:
    """What the entries are called, those that are gone as well."""
    return lambda kind, id: name_of(getattr(new, kind).get(id) or getattr(old, kind).get(id)) or id


def of_project(head: str, was: Project, now: Project, old: Site, new: Site) -> Iterator[Difference]:
    if was.status != now.status:
        before, after = words.PHASES[was.status], words.PHASES[now.status]
        yield "status", f"{head} gaat van {before} naar {after}.", (before,), (after,)
    if was.municipality != now.municipality:
        before, after = old.municipality[was.municipality].name, new.municipality[now.municipality].name
        yield "moved", f"{head} hoort niet meer bij {before}, maar bij {after}.", (before,), (after,)
    lower = f"{head[0].lower()}{head[1:]}"
    stood = {participant.municipality: participant for participant in was.with_}
    for participant in now.with_:
        name = new.municipality[participant.municipality].name
        if participant.municipality not in stood:
            yield "joined", f"{name} doet mee met {lower}.", (), (name,)
        if (gone := stands(stood.get(participant.municipality))) != (come := stands(participant)):
            yield "status", f"{head}: de fase in {name} gaat van {gone} naar {come}.", (gone,), (come,)
    for id in was.others:
        if id not in now.others:
            name = old.municipality[id].name
            yield "left", f"{name} doet niet meer mee met {lower}.", (name,), ()


def stands(at: model.Participant | None) -> str:
    """The phase that a project has at another municipality."""
    if at is None or at.status is None:
        return "die van het project"
    return words.PHASES[at.status] + (f" ({words.partial_date(at.status_date)})" if at.status_date else "")


def of_event(head: str, was: Event, now: Event) -> Iterator[Difference]:
    if was.status != now.status:
        sentences = words.EVENT_STATES | {"postponed": "is uitgesteld", "scheduled": "gaat toch door"}
        yield "status", f"{head} {sentences[now.status]}.", (), (now.title,)
    if (was.begins, was.all_day) != (now.begins, now.all_day):
        text = f"{head} van {when(was)} is verzet naar {when(now)}."
        yield "moved", text, (words.day(was.begins.date()),), (words.day(now.begins.date()),)


def when(event: Event) -> str:
    day = words.day(event.begins.date())
    return day if event.all_day else f"{day}, {words.clock(event.begins)} uur"


def of_settings(old: Site, new: Site, differs: Published) -> Iterator[Change]:
    for field in field_changes(old.settings, new.settings, names_in(old, new)):
        difference = "changed", f"De site: {words.in_sentence(field.text)}.", field.before, field.after
        yield change_of("site", (), difference, differs)


def of_media(differs: Published) -> Iterator[Change]:
    for file, how in sorted(differs.media.items()):
        yield Change("media", how, f"Het bestand `{file}` {MEDIA[how]}.", (file,))


# What an editor easily forgets beside a change: the date of a phase, an old remark, what calendars need.


# What followers of a feed would want to hear of.
FOR_FOLLOWERS: dict[Any, tuple[str, ...]] = {
    NewsItem: ("title", "summary"),
    Event: ("begins", "ends", "all_day", "location", "status", "registration", "online"),
    Project: ("status", "seeking", "lesson", "with_", "end"),
}


def reminders(was: Any, now: Any, *, other_text: bool) -> Iterator[str]:
    """What may have been forgotten; `other_text` is whether the text below the head is another one."""
    name = f"“{getattr(now, 'title', '')}” ({getattr(now, 'file', '')})"
    if isinstance(now, Event):
        yield from event_reminders(name, was, now)
    if isinstance(now, Project):
        yield from project_reminders(name, was, now)
    keys = FOR_FOLLOWERS.get(type(now), ())
    differs = any(getattr(was, key) != getattr(now, key) for key in keys) or (other_text and isinstance(now, NewsItem))
    if differs and was.updated == now.updated:
        yield f"{name}: moeten volgers dit horen? Zet dan `updated` op de dag van vandaag."


def event_reminders(name: str, was: Event, now: Event) -> Iterator[str]:
    """What calendars need when a meeting changes."""
    moved = (was.begins, was.ends, was.all_day) != (now.begins, now.ends, now.all_day)
    if (moved or was.location != now.location or was.status != now.status) and now.revision <= was.revision:
        yield f"{name}: zet `revision: {was.revision + 1}`, dan zien agenda's de wijziging."
    if was.begins != now.begins and now.began is None:
        yield f"{name}: zet het oude begin bij `previous_start`, dan staat erbij dat zij is verzet."


def project_reminders(name: str, was: Project, now: Project) -> Iterator[str]:
    if was.status != now.status and was.status_date == now.status_date:
        since = f" Nu staat er nog `{now.status_date}`." if now.status_date else ""
        yield f"{name}: de fase is een andere. Zet bij `status_date` wanneer dat zo was.{since}"
    facts = ("status", "status_date", "start", "end", "with_", "partners", "summary", "description")
    if now.note and was.note == now.note and any(getattr(was, key) != getattr(now, key) for key in facts):
        yield f"{name}: klopt `note` nog? Er staat: “{now.note}”. Haal de regel anders weg."


# All of it, as Markdown for a comment and as JSON.


def markdown(changes: Changes, *, refuse: bool = False) -> str:
    """In plain Dutch; `refuse` says that what is put back is an error."""
    values = {"named": named, "count": words.count, "on_pages": on_pages, "sum_of": sum_of, "meant": MEANT}
    return render("changes.md", changes=changes, refuse=refuse, **values)


def named(file: str) -> str:
    """The name of a file that no rule was held to: on one line, and as code from its first sign to its last."""
    return f"`{''.join(sign if sign.isprintable() else '�' for sign in file).replace('`', chr(39))}`"


def sum_of(files: Mapping[str, str], singular: str, plural: str) -> str:
    """`12 pagina's (3 nieuw, 9 anders)`."""
    numbers = Counter(files.values())
    names = {"new": "nieuw", "changed": "anders", "removed": "weg"}
    by_kind = ", ".join(f"{numbers[how]} {name}" for how, name in names.items() if numbers[how])
    return f"{words.count(len(files), singular, plural)} ({by_kind})"


def as_json(changes: Changes) -> str:
    whole: dict[str, Any] = {"version": 1}
    for name, value in to_builtins(changes).items():
        is_published = name == "published"
        whole |= {key: value[key] for key in ("pages", "files", "foot", "hosts")} if is_published else {name: value}
    return words.spaced(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"
