"""What a proposal puts back to what it was before a change that came on the main branch in the last weeks.

In: the content as it is and as it will be, and the history of the main branch. Out: for each entry and field that the
proposal makes what it was, the newest change that this undoes. Forms write whole files of what they read when they were
opened: who saves later undoes what a colleague changed meanwhile, and git sees no conflict. Values are compared, by
entry and field, wherever they stood: a list item by item, a part field by field, a text of Markdown line by line.
"""

import copy
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr

from g40site import model, words
from g40site.content.entries import Content, Entry
from g40site.editing.field_changes import Names, by_identity, field_changes, identity, part_of, text_change
from g40site.editing.history import History
from g40site.model import fields as f
from g40site.model.shape import Field, fields_of
from g40site.planning import Plan

DAYS = 60
# How the forms call the branches of their proposals, and the line with which a proposal says that it is meant.
BRANCHES = "cms/"
MEANT = "Bedoeld: zet terug"
MEANT_LINE = re.compile(rf"[\s>*_`-]*{MEANT}[\s.*_`]*", re.IGNORECASE)
# Of more lines in one place nobody can tell which came for which.
MOST_LINES = 100
# How much of two lines is the same where one is the other in other words.
ALIKE = 0.7
# Where a part was not there, each of its fields was something else.
ABSENT = object()

# The moment of a change, and an entry as it was before it; None where there was none.
Versions = list[tuple[dt.datetime, Entry | None]]


class Revert(Struct, frozen=True):
    """What is put back of an entry, as a part of a sentence, and when the newest change came that this undoes."""

    entry: Entry
    moment: dt.datetime
    text: str


def is_refused(branch: str, description: str) -> bool:
    """Whether a proposal may put nothing back: the forms made it, and its text does not say that it is meant."""
    return branch.startswith(BRANCHES) and not any(map(MEANT_LINE.fullmatch, description.splitlines()))


def begin(now: dt.datetime) -> dt.datetime:
    """From when on a change counts."""
    return dt.datetime.combine(now.date() - dt.timedelta(days=DAYS), dt.time(0), now.tzinfo)


def reverts(before: Plan, after: Plan, history: History, names: Names) -> Iterator[Revert]:
    old, new = entries_of(before.content), entries_of(after.content)
    changed = [key for key in old | new if not is_same(old.get(key), new.get(key))]
    entries = [entry for key in changed for entry in (old.get(key), new.get(key)) if entry]
    versions: dict[tuple[str, str], Versions] = {key: [] for key in changed}
    unknown: dict[tuple[str, str], dt.datetime] = {}
    for commit, content in history.before_each(before, {e.file for e in entries}, {e.id for e in entries}):
        then = entries_of(content)
        for key, earlier in versions.items():
            entry = then.get(key)
            if entry.model is None if entry else key[0] in content.broken:
                unknown.setdefault(key, commit.moment)
                continue
            # A change that mended an entry changed it from what it was before that broke.
            moment = unknown.pop(key, commit.moment)
            if not is_same(entry, earlier[-1][1] if earlier else old.get(key)):
                earlier.append((moment, entry))
    for key, earlier in versions.items():
        yield from put_back(old.get(key), new.get(key), earlier, names)


def entries_of(content: Content) -> dict[tuple[str, str], Entry]:
    return {(entry.kind, entry.id): entry for entries in content.entries.values() for entry in entries if entry.id}


def is_same(entry: Entry | None, other: Entry | None) -> bool:
    return bool(facts(entry) == facts(other))


def facts(entry: Entry | None) -> Any:
    """All that an entry says, but for where it stands."""
    return entry and (entry.model, entry.owner, entry.body and entry.body.fingerprint)


def put_back(was: Entry | None, now: Entry | None, earlier: Versions, names: Names) -> Iterator[Revert]:
    if was is None or now is None:
        moment = next((moment for moment, entry in earlier if bool(entry) == bool(now)), None)
        if (entry := was or now) and moment:
            yield Revert(entry, moment, " komt terug" if now else " gaat weg")
        return
    entries, current = [(moment, entry) for moment, entry in earlier if entry], was.model
    for moment, entry in earlier:
        # Of an entry that was not there every field was something else.
        then = entry.model if entry else ABSENT
        target = restored(part_of(current), current, now.model, [entry.model for _, entry in entries], then)
        for change in field_changes(current, target, names):
            yield Revert(was, moment, f": {words.in_sentence(change.text)}")
        current = target
    if moment := undone(was.owner, now.owner, [(moment, entry.owner) for moment, entry in entries]):
        owner, other = (names("municipality", entry.owner) for entry in (was, now))
        yield Revert(was, moment, f" hoort niet meer bij {owner}, maar weer bij {other}")
    if was.body and now.body and was.body.fingerprint != now.body.fingerprint:
        text, texts = was.body.read(), [(moment, entry.body.read()) for moment, entry in entries if entry.body]
        for moment, before in texts:
            back = of_text(text, now.body.read(), [earlier for _, earlier in texts], before)
            if back != text:
                yield Revert(was, moment, f": de tekst verandert: {text_change(text, back)}")
            text = back


def undone(was: Any, now: Any, earlier: Sequence[tuple[dt.datetime, Any]]) -> dt.datetime | None:
    """When the newest change of a value came, where it becomes one that it was before."""
    if was == now or all(value != now for _, value in earlier):
        return None
    return next(moment for moment, value in earlier if value != was)


def restored(form: type[Struct], was: Any, now: Any, earlier: Sequence[Any], then: Any) -> Any:
    """A value with those fields that will be what one of the earlier ones says, and were something else `then`. It
    need not fit together as a whole: it is never written.
    """
    target = copy.copy(was)
    for field in fields_of(form):
        name = field.name
        before, after, older = getattr(was, name), getattr(now, name), getattr(then, name, ABSENT)
        if before != after:
            back = of_list if field.is_list else of_value
            force_setattr(target, name, back(field, before, after, [getattr(value, name) for value in earlier], older))
    return target


def of_value(field: Field, was: Any, now: Any, earlier: Sequence[Any], then: Any) -> Any:
    if was == now:
        return was
    if field.form is not None and was is not None and now is not None:
        parts = [value for value in earlier if value is not None]
        return restored(field.form, was, now, parts, ABSENT if then is None else then)
    if was is None and isinstance(then, model.Entry) and now is not None and identity(now) == identity(then) != "":
        # Somebody took this out; it comes back, whatever else it says.
        return now
    if field.reader is f.markdown_of and was is not None and now is not None:
        return of_text(was, now, [value for value in earlier if value], then if isinstance(then, str) else "")
    return now if now in earlier and then != was else was


def of_text(was: str, now: str, earlier: Sequence[str], then: str) -> str:
    """Line by line, for two who work on one text seldom change the same line: the lines that an earlier text had come
    back, those that `then` had not go. One that goes for a line that never was there is changed again, not put back.
    """
    old, new, before = map(lines_of, (was, now, then))
    ever = {line for text in earlier for line in lines_of(text)}
    lines, is_back = list[str](), False
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        # What stands elsewhere in the text only moves.
        gone, come = {*old[a:b]}.difference(new), {*new[c:d]}.difference(old)
        lost, back = gone.difference(before), come & ever
        if (lost or come.intersection(before)) and (back or are_others(come - ever, gone - lost)):
            is_back = True
            lines += filter(back.__contains__, new[c:d])
            lines += (line for line in old[a:b] if line not in lost)
        else:
            lines += old[a:b]
    return "\n".join(lines) if is_back else was


def are_others(new: set[str], gone: set[str]) -> bool:
    """Whether new lines are other words for some that go, and so came for none else."""
    alike = (get_close_matches(line, gone, 1, ALIKE) for line in new)
    return not new or (len(new) <= len(gone) <= MOST_LINES and all(alike))


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not empty: the others mean nothing here."""
    return [line for line in map(str.strip, text.splitlines()) if line]


def of_list(field: Field, was: Any, now: Any, earlier: Sequence[Any], then: Any) -> tuple[Any, ...]:
    """Item by item; the order only where it is one that stood there before."""
    items, new, old_then = (by_identity(() if values is ABSENT else values) for values in (was, now, then))
    before = [by_identity(values) for values in earlier]
    in_order = [*new] in [[*values] for values in before] and [*old_then] != [*items]
    names = dict.fromkeys((*new, *items) if in_order else (*items, *new))
    values = (
        of_value(field, items.get(name), new.get(name), [values.get(name) for values in before], old_then.get(name))
        for name in names
    )
    return tuple(value for value in values if value is not None)
