"""Every field of every kind, by every way in: what somebody typed comes into the file as it was meant, or is refused.

A text is drawn with what it means, or with nothing where nobody can know that. Then it is typed in the manner of the
way, written, and read back by the loader. A refusal names the heading, the cell or the place in the file.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from g40site.content.composer import compose
from g40site.content.entries import Content
from g40site.content.files import stem_of
from g40site.content.load import load_alone
from g40site.content.reader import FORBIDDEN
from g40site.diagnostics import Problems
from g40site.editing import (
    entries,
    issue_forms,
    mailed_forms,
    project_import,
    project_table,
    spreadsheet,
    typed_answers,
    yaml_format,
)
from g40site.editing.transaction import Edit
from g40site.editing.yaml_edit import path_at, plain, tree
from g40site.model import fields as f
from g40site.model import questions
from g40site.model import types as t
from g40site.model.description import PLACEHOLDERS
from g40site.model.shape import Field, fields_of
from tests.editing.test_dates import MONTHS
from tests.examples import examples
from tests.field_values import values_of
from tests.models import read as read_field
from tests.sites import NOW, Sites, SmallSite

# How often each way was tried, and what came of it.
TRIED: Counter[tuple[str, str]] = Counter()
NEEDED: dict[str, dict[str, Any]] = {
    "news": {"title": "Kop", "date": "2026-11-24", "summary": "Kort."},
    "event": {"title": "Dag", "start": "2026-11-24 13:30", "summary": "Kort."},
    "project": {"title": "Naam", "summary": "Kort.", "themes": ["smart-living"], "status": "pilot"},
    "municipality": {
        "name": "Ede", "code": "GM0228", "province": "Gelderland", "location": {"lat": "52.04", "lon": "5.66"},
        "website": "https://www.ede.nl",
    },
    "page": {"title": "Uitleg", "summary": "Kort."},
}  # fmt: skip
FILES = {
    "content/projects/zwolle.yaml": "projects:\n- {id: sensoren, title: Sensoren, summary: Meten., "
    "themes: [smart-living], status: pilot}\n",
    "themes.yaml": "themes:\n" + "".join(
        f"- {{id: {id}, title: '{title}', lead: zwolle, summary: Kort., description: Tekst.}}\n"
        for id, title in (("smart-living", "Smart Living"), ("smart-citizen", "Smart Citizen"), ("zorg", "Wonen, zorg"))
    ),
    "municipalities.yaml": "municipalities:\n" + "".join(
        f"- {{id: {id}, name: {name}, code: GM0{code}, province: Overijssel, location: {{lat: 52, lon: 6}}, "
        f"website: 'https://www.{id}.nl'}}\n"
        for id, name, code in (("zwolle", "Zwolle", 193), ("almere", "Almere", 134), ("almelo", "Almelo", 141))
    ),
}  # fmt: skip


class Typed(NamedTuple):
    """What somebody typed, item by item for a list, and what it means: nothing where it must be refused."""

    texts: tuple[str, ...]
    meant: Any


ODD = ("0:?", "a #b", "#WESH", "- x", "* x", "ja: nee", "2026-11", "1-2-2026", "true", "null", "12", "007", "=A1", "'x")
ODD += (
    '"x"',
    "{a: b}",
    "[a]",
    "a\tb",
    "@x",
    "%",
    "_x0041_",
    "e\u0301",
    "\u00a0x",
    "Rd4, RWM",
    "a; b",
    "|",
    ">-",
    "---",
)
PLAIN = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=40),
    st.text(":?-#,[]{}&*!|>'\"%@` 0a\\;=", min_size=1, max_size=8),
).filter(lambda text: bool(text.strip()) and not FORBIDDEN.search(text))
DAYS = st.dates(min_value=f.dt.date(1950, 1, 1), max_value=f.dt.date(2100, 1, 1))
BY_HAND: tuple[Callable[[Any], tuple[str, str]], ...] = (
    lambda day: (day.isoformat(), day.isoformat()),
    lambda day: (f"{day.day}-{day.month}-{day.year}", day.isoformat()),
    lambda day: (f"{day.day} {MONTHS[day.month - 1]} {day.year}", day.isoformat()),
    lambda day: (f"{day.year}-{day.month}-{day.day}", day.isoformat()),
)
BY_HAND_MONTH: tuple[Callable[[Any], tuple[str, str]], ...] = (
    lambda day: (f"{day:%Y-%m}", f"{day:%Y-%m}"),
    lambda day: (f"{day:%Y}", f"{day:%Y}"),
    lambda day: (f"{MONTHS[day.month - 1]} {day.year}", f"{day:%Y-%m}"),
    lambda day: (f"{day.month}-{day.year}", f"{day:%Y-%m}"),
)
DOUBTFUL = ("1/2/2026", "1-2-26", "20261", "202611", "20260201", "eind 2019", "2011/12", "maandag 1 februari 2026")
DOUBTFUL += ("gisteren", "2026-02-30", "31-2-2026", "okt-19", "2019.1", "4 juni 2027 13-15 uur", "2026 1 1")


def dates(by: object) -> st.SearchStrategy[Typed]:
    ways = BY_HAND if by is not f.partial_date_of else BY_HAND + BY_HAND_MONTH
    right = st.tuples(DAYS, st.sampled_from(ways)).map(lambda drawn: drawn[1](drawn[0]))
    if by is f.moment_of:
        clock = st.sampled_from([("", ""), (" 13:30", " 13:30"), (" 9.30 uur", " 09:30"), (", 20 uur", " 20:00")])
        right = st.tuples(right, clock).map(lambda drawn: (drawn[0][0] + drawn[1][0], drawn[0][1] + drawn[1][1]))
    wrong = DOUBTFUL if by is f.partial_date_of else (*DOUBTFUL, "2026-11", "2026", "november 2026")
    return st.one_of(right.map(lambda pair: Typed((pair[0],), pair[1])), st.sampled_from(wrong).map(nothing))


def nothing(text: str) -> Typed:
    return Typed((text,), None)


def some(right: Mapping[str, str], *wrong: str) -> st.SearchStrategy[Typed]:
    """Texts with what they mean, and texts that mean nothing."""
    fine = [Typed((text,), meant) for text, meant in right.items()]
    return st.sampled_from([*fine, *map(nothing, wrong)])


def same(*right: str) -> dict[str, str]:
    return dict(zip(right, right, strict=True))


# What people type in more ways than the table of values has.
TYPED: dict[Callable[[Any], Any], st.SearchStrategy[Typed]] = {
    f.line_of: PLAIN.map(lambda text: Typed((text,), text)),
    f.markdown_of: st.lists(PLAIN, min_size=1, max_size=3).map(
        lambda rows: Typed(("\n\n".join(rows),), "\n\n".join(rows))
    ),
    f.online_of: some({**same("https://a.nl/b", "true", "false"), "True": "true"}, "ja", "Teams"),
    f.day_of: dates(f.day_of),
    f.partial_date_of: dates(f.partial_date_of),
    f.moment_of: dates(f.moment_of),
}
IDS = {"smart-living", "smart-citizen", "zorg", "zwolle", "almere", "almelo", "sensoren"}
NAMES = {
    "theme": some(
        {"smart-living": "smart-living", "Smart Citizen": "smart-citizen", "Wonen, zorg": "zorg"}, "Smart", "wonen"
    ),
    "municipality": some(
        {"zwolle": "zwolle", "Almere": "almere", "ALMELO": "almelo"}, "Almeer", "Almelo en Almere", "1"
    ),
    "project": some({"sensoren": "sensoren", "Sensoren": "sensoren"}, "sensor", "1"),
}
WORDS = {
    t.EventStatus: some(
        {"scheduled": "scheduled", "gaat door": "scheduled", "Afgelast": "cancelled"}, "afgeblazen", "2"
    ),
    t.Status: some(
        {"in-use": "in-use", "In gebruik": "in-use", "pilot": "pilot", "verkenning": "exploring"}, "proeff", "2"
    ),
}


def drawn(field: Field) -> st.SearchStrategy[Typed]:
    """Texts for a field. A name is only known where people choose by name; elsewhere it is refused."""
    if field.is_list:
        item = NAMES[field.refers] if field.refers else items(field)
        return st.lists(item, min_size=1, max_size=3).map(together)
    if field.choices and field.key != "province":
        return WORDS[next(kind for kind in WORDS if get_args(kind)[1].choices == field.choices)]
    return simple(field)


def simple(field: Field) -> st.SearchStrategy[Typed]:
    values = values_of(field)
    return TYPED[field.reader] if field.reader in TYPED else some(same(*values.right), *values.wrong)


def items(field: Field) -> st.SearchStrategy[Typed]:
    inner = field.form
    if inner is not None:
        whole = Typed(("{url: https://b.nl, title: 'B, c #d'}",), {"url": "https://b.nl", "title": "B, c #d"})
        address = st.sampled_from([Typed(("https://a.nl/",), "https://a.nl/"), nothing("a.nl"), nothing("{url")])
        person = Typed(("{name: 'A, b', role: C}",), {"name": "A, b", "role": "C"})
        return st.one_of(st.just(whole), address) if field.key == "sources" else st.just(person)
    return simple(field)


def together(parts: list[Typed]) -> Typed:
    meant = [part.meant for part in parts]
    return Typed(tuple(part.texts[0] for part in parts), None if None in meant else meant)


# What comes of it.


def value(field: Field, read: Any) -> Any:
    """What the loader makes of a value of a file; None where it refuses it."""
    if field.refers and not {*read} <= IDS:
        return None
    result, problems = read_field(field, read)
    return None if problems else result


def judge(way: str, field: Field, typed: Typed, read: Any) -> None:
    """What stands in the file is what was meant, or the loader refuses it (and then tells its line)."""
    found = value(field, stripped(read))
    meant = None if typed.meant is None else value(field, stripped(typed.meant))
    TRIED[way, "refused by the checks" if found is None else "as it was meant"] += 1
    assert found is None or found == meant, (way, field.key, typed, read)


def stripped(read: Any) -> Any:
    return read.strip() if isinstance(read, str) else read


def refused(way: str, typed: Typed, field: Field, *, certain: bool) -> None:
    """A refusal on the way. What is right in the form of the file, and has no second meaning, is not refused."""
    TRIED[way, "refused with its place"] += 1
    plainly = typed.meant is not None and typed.texts == tuple(
        [typed.meant] if isinstance(typed.meant, str) else typed.meant
    )
    # What stood there to be filled in is refused whatever the field may be.
    fine = plainly and value(field, typed.meant) is not None and not {*typed.texts} & {*PLACEHOLDERS}
    assert not (certain and fine), (way, field.key, typed)


@pytest.fixture
def small(site: Sites) -> SmallSite:
    return site(FILES)


@pytest.fixture
def here(small: SmallSite) -> Content:
    return load_alone(small.root)


KINDS = list(questions.KINDS)
# Nothing of a site changes while its entries are tried; a failure names its texts, which are short as they are.
tries = examples(10, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))


def leaves(kind: str) -> Iterator[tuple[str, str, Field]]:
    """Every key of a kind with its field; of a key with keys of its own each part."""
    for field in fields_of(questions.KINDS[kind].form):
        inner = None if field.is_list else field.form
        if inner is not None:
            yield from ((field.key, part.key, part) for part in fields_of(inner))
        elif (kind, field.key) != ("municipality", "projects"):
            yield field.key, "", field


def entry_in(edits: Sequence[Edit], kind: str) -> Any:
    """What the loader reads of the one entry that was written."""
    edit, data = edits[0], edits[0].data or b""
    if questions.KINDS[kind].folder:
        return tree(data.split(b"\n---\n")[0].removeprefix(b"---\n") + b"\n")
    found = tree(data)
    if kind == "project":
        return {"id": stem_of(edit.file), **found}
    return {key: value for part in (found["municipalities"][-1], *people_in(edits)) for key, value in part.items()}


def people_in(edits: Sequence[Edit]) -> Iterator[dict[str, Any]]:
    return (tree(edit.data or b"") for edit in edits[1:])


def written(kind: str, answers: entries.Answers, here: Content, small: SmallSite) -> Any:
    answers.name = "naam" if questions.KINDS[kind].folder else ""
    return entry_in(entries.create(questions.KINDS[kind], answers, small.root, here), kind)


def base(kind: str, without: str = "") -> entries.Answers:
    keys = {key: text for key, text in NEEDED[kind].items() if key != without}
    return entries.Answers(keys, "naam", "Tekst.", "zwolle")


def part_of(read: Any, key: str, part: str) -> Any:
    found = read.get(key)
    return found.get(part) if part and isinstance(found, dict) else found


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@tries
@given(data=st.data())
def test_the_options_of_new(kind: str, data: st.DataObject, small: SmallSite, here: Content) -> None:
    for key, part, field in leaves(kind):
        typed = data.draw(drawn(field), f"{key} {part}")
        place = f"{key}__{part}" if part else key
        given: Any = typed.texts if field.is_list else typed.texts[0]
        if key == "draft":
            given = given == "true"
            typed = Typed(("true",), "true" if given else None)
        answers = base(kind, "" if part else key)
        try:
            typed_answers.take_options(questions.KINDS[kind], {place: given}, answers)
            read = part_of(written(kind, answers, here, small), key, part)
        except entries.Refused:
            refused("options", typed, field, certain=key not in ("id", "date", "start") and not field.is_list)
            continue
        if read is None:
            assert typed.meant is None, typed
        elif field.refers or field.choices:
            # An option takes ids and words of the file; names are for the checks to refuse.
            assert list(typed.texts) == (read if isinstance(read, list) else [read]) or "," in "".join(typed.texts)
            TRIED["options", "as it was typed"] += 1
        elif field.is_list and field.form is None and any("," in text for text in typed.texts):
            # A comma stands between words; partners and other names have commas of their own.
            assert [p.strip() for p in ",".join(typed.texts).split(",") if p.strip()] == read or read == typed.meant
        else:
            judge("options", field, typed, read)


@pytest.mark.parametrize("kind", KINDS)
@tries
@given(data=st.data())
def test_the_answers_to_questions(kind: str, data: st.DataObject, small: SmallSite, here: Content) -> None:
    """Also of those keys that are not asked today, but for what has parts."""
    for key, part, field in leaves(kind):
        if part or key in ("id", "draft", "aliases", "sources", "administrators", "contacts"):
            continue
        typed = data.draw(drawn(field), key)
        question = typed_answers.prompt_for(questions.KINDS[kind], key, here)
        commas = field.is_list and any("," in text for text in typed.texts)
        if commas or (question.choices and any(text.isdigit() for text in typed.texts)):
            # A comma stands between answers, a number names a line of the list: the question says so.
            continue
        answers = base(kind, key)
        if wrong := typed_answers.take_answer(question, ", ".join(typed.texts), answers):
            assert wrong.endswith(("?", ".", "`"))
            refused("questions", typed, field, certain=True)
            continue
        try:
            read = written(kind, answers, here, small)[key]
        except entries.Refused:
            refused("questions", typed, field, certain=key not in ("date", "start"))
            continue
        judge("questions", field, typed, read)


def label(kind: str, path: str) -> str:
    return questions.questions(questions.KINDS[kind])[path].label


def filled(kind: str, answers: Mapping[str, str], *, gitlab: str = "") -> str:
    """A form of GitHub as it is saved, or the template of GitLab with answers below its headings."""
    heads = {
        "Soort": questions.KINDS[kind].title,
        **{label(kind, key): answers.get(key, "") for key in questions.questions(questions.KINDS[kind])},
    }
    if not gitlab:
        return "\n\n".join(f"### {head}\n\n{text or '_No response_'}" for head, text in heads.items())
    for head, text in heads.items():
        if text and head != "Soort":
            gitlab = gitlab.replace(f"### {head}\n", f"### {head}\n\n{text}\n")
    return gitlab


FORM_NEEDED = {
    "news": {"title": "Kop", "date": "2026-11-24", "summary": "Kort.", "Tekst": "De tekst."},
    "event": {"title": "Dag", "start": "2026-11-24 13:30", "summary": "Kort.", "Tekst": "De tekst."},
    "project": {"municipality": "Zwolle", "title": "x", "summary": "K.", "themes": "Smart Living", "status": "pilot"},
}


@pytest.mark.parametrize("host", ["github", "gitlab"])
@pytest.mark.parametrize("kind", [kind.name for kind in questions.FORMS])
@tries
@given(data=st.data())
def test_the_forms(kind: str, host: str, data: st.DataObject, small: SmallSite, here: Content) -> None:
    template = issue_forms.gitlab(here)[f"{questions.KINDS[kind].form_file}.md"] if host == "gitlab" else ""
    known = {f"{key}/{part}" if part else key: field for key, part, field in leaves(kind)}
    for path in questions.questions(questions.KINDS[kind]):
        if path not in known:
            continue
        field, (key, _, part) = known[path], path.partition("/")
        typed = data.draw(drawn(field), path)
        mark = ", " if field.refers and host == "github" else "\n"
        text = filled(kind, {**FORM_NEEDED[kind], path: mark.join(typed.texts)}, gitlab=template)
        try:
            _name, answers = issue_forms.read(text, here, kind)
            edits = entries.create(questions.KINDS[kind], answers, small.root, here)
        except entries.Refused as why:
            place = why.texts[0].partition(": ")[0]
            if not why.texts[0].startswith("`content/"):
                named(place, f"*{label(kind, path)}*")
            refused(host, typed, field, certain=path not in ("date", "start") and not ambiguous(typed, field))
            continue
        read = part_of(entry_in(edits, kind), key, part)
        if read is None:
            # Nothing was typed but what stands between items.
            assert not "".join(typed.texts).strip(" ,;-*•\n"), (host, path, typed)
            continue
        judge(host, field, typed, unbulleted(read, typed, field))
        if value(field, stripped(read)) is None:
            assert head_of(kind, (edits[0].data or b"").decode(), key, part) == label(kind, path)


@pytest.mark.parametrize("script", [True, False], ids=["lines", "in one line"])
@pytest.mark.parametrize("kind", [kind.name for kind in questions.FORMS])
@tries
@given(data=st.data())
def test_the_form_of_the_site(kind: str, script: bool, data: st.DataObject, small: SmallSite, here: Content) -> None:
    """As it arrives in a mail: each item of a list was typed in a field of its own."""
    known = {f"{key}/{part}" if part else key: field for key, part, field in leaves(kind)}
    for path in filter(known.get, questions.questions(questions.KINDS[kind])):
        field, (key, _, part) = known[path], path.partition("/")
        typed = data.draw(drawn(field), path)
        pairs = [(questions.KIND_LABEL, questions.KINDS[kind].title)]
        for asked in questions.questions(questions.KINDS[kind]):
            texts = typed.texts if asked == path else (FORM_NEEDED[kind].get(asked, ""),)
            pairs += [(label(kind, asked), text) for text in texts]
        if questions.KINDS[kind].folder:
            pairs = [(name, text or "De tekst." if name == "Tekst" else text) for name, text in pairs]
        pairs.append(questions.LAST_LINE)
        lines = "".join(f"{name}={text}\n" for name, text in pairs if text)
        try:
            _name, answers = mailed_forms.read(lines if script else urlencode(pairs), here, kind)
            edit = entries.create(questions.KINDS[kind], answers, small.root, here)
        except entries.Refused as why:
            if why.texts[0].startswith("Regel "):
                named(
                    re.sub(r"^Regel \d+, (\*.+?\*): .*", r"\1", why.texts[0], flags=re.DOTALL), f"*{label(kind, path)}*"
                )
            # Some letters look as if they were read in another encoding.
            certain = path not in ("date", "start") and all(text.isascii() for text in typed.texts)
            refused("mail", typed, field, certain=certain and "&" not in "".join(typed.texts))
            continue
        read = part_of(entry_in(edit, kind), key, part)
        if read is None:
            assert not "".join(typed.texts).strip(" ,;-*•\n"), (path, typed)
            continue
        # Mail programs write spaces as such ones.
        meant = typed.meant.replace("\u00a0", " ") if isinstance(typed.meant, str) else typed.meant
        judge("mail", field, Typed(typed.texts, meant), unbulleted(read, typed, field))
        assert answers.lines[label(kind, path)] >= 1


def named(place: str, meant: str) -> None:
    assert place == meant


def unbulleted(read: Any, typed: Typed, field: Field) -> Any:
    """Dashes before items belong to the list, and commas or `;` stand between topics: the form says so."""
    if field.key == "topics" and any(mark in text for text in typed.texts for mark in ",;"):
        return typed.meant
    if field.is_list and isinstance(read, list) and any(text.lstrip()[:1] in ("-", "*", "•") for text in typed.texts):
        return typed.meant
    return read


def ambiguous(typed: Typed, field: Field) -> bool:
    return field.is_list and any(mark in text for text in typed.texts for mark in ",;\n")


def head_of(kind: str, text: str, key: str, part: str) -> str:
    """The heading that is named for a problem at the place of a value."""
    lines = text.split("\n")
    body = "\n".join(lines[1 : lines.index("---", 1)]) if questions.KINDS[kind].folder else text
    node = compose(body, "", Problems(), 1 if questions.KINDS[kind].folder else 0)
    assert node is not None
    found = node.pairs[key].pairs[part] if part else node.pairs[key]
    return issue_forms.heading_at(questions.KINDS[kind], text, found.span.line, found.span.column)


def sheet_cells(typed: Typed, field: Field) -> str:
    """A list in one cell, with its own mark; on lines where an item has that mark itself."""
    if not field.is_list:
        return typed.texts[0]
    if len(typed.texts) == 1:
        # A line end says that this is a list of lines.
        return typed.texts[0] + ("\n" if ";" in typed.texts[0] else "")
    mark = "\n" if any(";" in text for text in typed.texts) else "; "
    return mark.join(typed.texts)


def xlsx(columns: Sequence[project_table.Column], rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet to fill in that was filled in: its cells are typed one by one."""
    book = load_workbook(io.BytesIO(spreadsheet.workbook(columns, [])))
    main = book[spreadsheet.SHEET]
    for at, row in enumerate(rows, start=2):
        for number, text in enumerate(row, start=1):
            if text:
                # What Excel saves of such a text.
                main.cell(at, number).value = text.replace("_x0041_", "_x005F_x0041_")
                main.cell(at, number).data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def dutch_csv(columns: Sequence[project_table.Column], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.head for column in columns])
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@examples(3, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_sheets(ending: str, data: st.DataObject, small: SmallSite, here: Content) -> None:
    """Each field has a row of its own: a new project with that cell."""
    columns = project_table.columns(here)
    known = {f"{key}/{part}" if part else key: field for key, part, field in leaves("project")}
    tried = [(path, data.draw(drawn(field), path)) for path, field in known.items()]
    make = {"xlsx": xlsx, "csv": dutch_csv}[ending]
    rows: list[list[str]] = []
    for number, (path, typed) in enumerate(tried):
        row = {"municipality": "Zwolle", **FORM_NEEDED["project"], "id": f"rij-{number}"}
        row |= {path: sheet_cells(typed, known[path])}
        rows.append([row.get(column.path, "") for column in columns])
    first = project_import.Import(
        spreadsheet.read(make(columns, rows), f"x.{ending}"), here, small.root, NOW.date()
    ).run()
    wrong = set()
    for fault in first.faults:
        at = next(n for n in range(len(rows)) if f", rij {n + 2}, " in fault.location)
        path, typed = tried[at]
        assert f"({next(column.head for column in columns if column.path == path)})" in fault.location
        refused(ending, typed, known[path], certain=not ambiguous(typed, known[path]))
        wrong.add(at)
    rest = [row for at, row in enumerate(rows) if at not in wrong]
    second = project_import.Import(
        spreadsheet.read(make(columns, rest), f"x.{ending}"), here, small.root, NOW.date()
    ).run()
    assert second.faults == []
    for (path, typed), row in zip([one for at, one in enumerate(tried) if at not in wrong], rest, strict=True):
        id = typed.texts[0] if path == "id" else row[next(n for n, c in enumerate(columns) if c.path == "id")]
        found = next(entry_in([edit], "project") for edit in second.edits if stem_of(edit.file) == id)
        key, _, part = path.partition("/")
        judge(ending, known[path], typed, part_of(found, key, part))


@pytest.mark.parametrize("kind", KINDS)
@tries
@given(data=st.data())
def test_yaml_that_is_written_is_read_back_and_a_fault_has_its_line(kind: str, data: st.DataObject) -> None:
    for key, part, field in leaves(kind):
        typed = data.draw(drawn(field), f"{key} {part}")
        texts = list(typed.meant or typed.texts) if field.is_list else typed.meant or typed.texts[0]
        whole = {part: texts} if part else texts
        lines = yaml_format.item({"eerste": "x", key: whole, "laatste": "y"})
        node = compose("\n".join([*lines, ""]), "x.yaml", Problems())
        assert node is not None
        (item,) = node.items or ()
        read = plain(item)[key]
        judge("yaml", field, Typed((), typed.meant), read[part] if part else read)
        steps = [step for step, _node in path_at(node, item.pairs[key].span.line, item.pairs[key].span.column)]
        assert key in steps
