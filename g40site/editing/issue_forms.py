"""Forms for who has no git: issue forms for GitHub and templates for GitLab, made from the models, and their answers.

In: the entries that exist with their names. Out: the text of each form. And the other way: the text of a filled-in
form, of either kind, becomes answers for a new entry.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import yaml

from g40site.content.composer import compose
from g40site.content.entries import Content
from g40site.diagnostics import Problems, printable
from g40site.editing import prompts
from g40site.editing.date_input import in_form
from g40site.editing.entries import KINDS, Answers, Refused
from g40site.editing.name_lookup import find_choice, find_choices, split_texts, split_words
from g40site.editing.yaml_edit import path_at
from g40site.model.fields import markdown_of
from g40site.model.labels import LABELS
from g40site.model.shape import field_of

BODY = "Tekst"
KIND = "Soort"
SOURCES = "Bronnen"
# What a form asks, in this order; a key with parts is asked by part.
ASKED: dict[str, tuple[str, ...]] = {
    "news": ("title", "date", "summary", "themes", "municipalities", "sources", BODY),
    "event": (
        *("title", "start", "end", "location", "online", "organiser", "registration", "summary", "themes"),
        *("municipalities", "sources", BODY),
    ),
    "project": (
        *("municipality", "title", "summary", "description", "themes", "status", "status_date", "note", "start", "end"),
        *("topics", "with", "partners", "seeking", "lesson", "contact/name", "contact/role", "contact/email"),
        *("contact/phone", "url", "sources", "checked"),
    ),
}
NAMES = {"news": "Nieuwsbericht", "event": "Bijeenkomst", "project": "Project"}
FILES = {"news": "nieuws", "event": "bijeenkomst", "project": "project", "correction": "correctie"}
CORRECTION = (
    ("Pagina", "Het adres van de pagina.", "input", True),
    ("Wat klopt er niet?", "Schrijf de zin over, of zeg waar zij staat.", "textarea", True),
    ("Wat moet er staan?", "Schrijf het zoals het moet zijn.", "textarea", True),
    ("Bron", "Waar kunnen wij dat nakijken?", "input", False),
)
LONG = frozenset(("summary", "description", "seeking", "lesson", "sources", BODY))
NOTHING = re.compile(r"^_(no response|geen antwoord)_$", re.IGNORECASE)
HEADING = re.compile(r"^### +(.+?) *\*?$", re.MULTILINE)
# The hint of a form stands before or behind an answer; a comment within one is part of it.
COMMENT = r"<!--(?:(?!-->).)*-->"
HINTS = re.compile(rf"\A\s*{COMMENT}|{COMMENT}\s*\Z", re.DOTALL)
# How a text begins that a word processor or another program saved in its own way.
OTHER_FILES = {b"PK": "een Word- of Excel-bestand", b"%PDF": "een pdf", b"\xd0\xcf": "een Word- of Excel-bestand"}
OTHER_FILES |= {b"{\\rtf": "een rtf-bestand"}
COPY = (
    "Kies bij het formulier *Edit*, kopieer alles uit het vak, ook de regels met `###`, en bewaar dat als tekst.",
    "Choose *Edit* at the form, copy all that the box has (with the lines that have `###`), and save that as text.",
)


def label(key: str) -> str:
    outer, _, part = key.partition("/")
    return f"{LABELS[outer]}: {LABELS[part].lower()}" if part else LABELS.get(outer, outer)


def github(loaded: Content) -> dict[str, str]:
    """The issue forms, by the name of their file."""
    made = {}
    for name, keys in ASKED.items():
        kind = [element("dropdown", KIND, "", True, options=[NAMES[name]], default=0)]
        body = [*kind, *(form_field(name, key, loaded) for key in keys)]
        made[f"{FILES[name]}.yml"] = form(NAMES[name], f"Vraag een {NAMES[name].lower()} aan.", body)
    body = [element(shape, title, about, needed) for title, about, shape, needed in CORRECTION]
    made["correctie.yml"] = form("Correctie", "Meld iets dat niet klopt.", body)
    made["config.yml"] = dumped({"blank_issues_enabled": True})
    return made


def form(name: str, about: str, body: list[dict[str, Any]]) -> str:
    return dumped({"name": name, "description": about, "title": f"{name}: ", "body": body})


def dumped(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def form_field(name: str, key: str, loaded: Content) -> dict[str, Any]:
    """One question of a form."""
    about, needed, options, many = described(name, key, loaded)
    if options:
        more = {"options": options, **({"multiple": True} if many else {})}
        return element("dropdown", label(key), about, needed, **more)
    return element("textarea" if key in LONG or many else "input", label(key), about, needed)


def described(name: str, key: str, loaded: Content) -> tuple[str, bool, list[str], bool]:
    """The help of a key, whether it is needed, what it chooses from, and whether more than one may be find_choice."""
    if key == BODY:
        return prompts.prompt_for(KINDS[name], prompts.BODY, loaded).text, True, [], False
    kind = KINDS[name]
    if name == "project" and key == "municipality":
        question = prompts.prompt_for(kind, key, loaded)
        return question.text, True, [title for _id, title in question.choices], False
    outer, _, part = key.partition("/")
    field = field_of(kind.form, outer)
    if part:
        inner = field.form
        assert inner is not None
        return prompts.full_help(inner, part), False, [], False
    question = prompts.prompt_for(kind, key, loaded)
    about = prompts.full_help(kind.form, outer).replace(" (id's)", "")
    if question.many and not question.choices:
        about += " Eén op een regel, of met komma's ertussen." if key == "topics" else " Eén op een regel."
    return about, field.is_required, [title for _id, title in question.choices], question.many


def element(shape: str, title: str, about: str, needed: bool, **more: Any) -> dict[str, Any]:
    identity = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
    attributes = {"label": title, **({"description": about} if about else {}), **more}
    return {"type": shape, "id": identity, "attributes": attributes, "validations": {"required": needed}}


def gitlab(loaded: Content) -> dict[str, str]:
    """The issue templates, by the name of their file."""
    made = {}
    for name, keys in ASKED.items():
        rows = [("Soort", NAMES[name], "")]
        for key in keys:
            about, needed, options, _many = described(name, key, loaded)
            hint = about + (" Nodig." if needed else " Mag leeg blijven.")
            rows.append((label(key), "", hint + (f" Kies uit: {', '.join(options)}." if options else "")))
        made[f"{FILES[name]}.md"] = template(rows)
    needs = [(title, "", about + (" Nodig." if needed else "")) for title, about, _shape, needed in CORRECTION]
    made["correctie.md"] = template(needs)
    return made


def template(rows: Iterable[tuple[str, str, str]]) -> str:
    parts = [f"### {title}\n\n" + (f"<!-- {hint} -->\n" if hint else "") + f"{text}\n" for title, text, hint in rows]
    return "\n".join(parts)


# What was filled in.


def text_of(data: bytes) -> str:
    """The text of a file; what is no text is told with what it is."""
    other = next((name for start, name in OTHER_FILES.items() if data.startswith(start)), None)
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        other = other or "geen tekst in UTF-8"
    if other is not None or "\0" in text:
        raise Refused(f"Dit is {other or 'geen tekst'}. {COPY[0]}", f"This is no plain text in UTF-8. {COPY[1]}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(text: str, loaded: Content, name: str | None = None) -> tuple[str, Answers]:
    """The kind and the answers of a filled-in form."""
    given = sections(text)
    if "Wat moet er staan?" in given:
        raise Refused(
            "Dit formulier is een correctie. Verander het bestand zelf, of geef dit aan de redactie.",
            "This form is a correction. Change the file itself, or give this to the editors.",
        )
    says = next((kind for kind, title in NAMES.items() if title == given.get(KIND)), None)
    if name and says and name != says:
        raise Refused(
            f"Dit is een formulier voor: {NAMES[says].lower()}. U vroeg om iets anders. Typ `new {says} --from …`.",
            f"This is a form for another kind. Type `new {says} --from …`.",
        )
    name = name or says
    if name not in ASKED or not given:
        kinds = ", ".join(NAMES.values())
        raise Refused(
            f"Dit is geen formulier dat de site kent ({kinds}). {COPY[0]}",
            f"This is no form of the site ({kinds}). {COPY[1]}",
        )
    answers = Answers()
    for key in ASKED[name]:
        if found := given.get(label(key), ""):
            own = HEADING.search(found)
            if own and not takes_headings(name, key):
                named = printable(own[1])
                raise Refused(
                    f"De kop *{named}* kent dit formulier niet. Vul een nieuw formulier in, of haal de kop weg.",
                    f"This form knows no heading *{named}*. Use a new form, or take the heading away.",
                )
            try:
                put(name, key, found, answers, loaded)
            except Refused as refused:
                place = label(key)
                raise Refused(f"*{place}*: {refused.dutch}", f"*{place}*: {refused.english}") from None
    if left := [title for title in given if title not in (KIND, *map(label, ASKED[name]))]:
        raise Refused(
            f"De kop *{left[0]}* hoort niet bij dit formulier. Haal hem weg, of schrijf `####` ervoor in een antwoord.",
            f"The heading *{left[0]}* is no part of this form. Take it away, or write `####` before it in an answer.",
        )
    return name, answers


def sections(text: str) -> dict[str, str]:
    """What stands under each heading, without hints; an answer that was left open is empty."""
    titles = {label(key) for keys in ASKED.values() for key in keys} | {KIND, *(title for title, *_ in CORRECTION)}
    # A heading inside an answer belongs to the answer.
    marks = [match for match in HEADING.finditer(text) if match[1] in titles]
    shown = [line.strip(" #*") for line in text.split("\n")]
    if not marks and sum(title in shown for title in titles) > 1:
        raise Refused(f"De regels met `###` ontbreken. {COPY[0]}", f"The lines with `###` are missing. {COPY[1]}")
    if before := text[: marks[0].start()].strip() if marks else "":
        shown_before = printable(before)
        raise Refused(
            f"Boven de eerste kop staat nog tekst: `{shown_before}`. Zet die in een vak, of haal haar weg.",
            f"Above the first heading stands more text: `{shown_before}`. Put it in a box, or take it away.",
        )
    twice = [title for title, times in Counter(match[1] for match in marks).items() if times > 1]
    if twice:
        raise Refused(
            f"De kop *{twice[0]}* staat er twee keer. Staat hij in een antwoord? Zet er dan `####` voor.",
            f"The heading *{twice[0]}* stands there twice. Is it in an answer? Then put `####` before it.",
        )
    ends = [*(match.start() for match in marks[1:]), len(text)][: len(marks)]
    found: dict[str, str] = {}
    for match, end in zip(marks, ends, strict=True):
        answer = HINTS.sub("", text[match.end() : end]).strip()
        found[match[1]] = "" if NOTHING.match(answer) else answer
    return found


def takes_headings(name: str, key: str) -> bool:
    """Whether an answer is Markdown, which may have headings of its own."""
    if key == BODY:
        return True
    outer, _, part = key.partition("/")
    return not part and outer != "municipality" and field_of(KINDS[name].form, outer).reader is markdown_of


def put(name: str, key: str, text: str, answers: Answers, loaded: Content) -> None:
    if key == BODY:
        answers.body = text
        return
    kind = KINDS[name]
    outer, _, part = key.partition("/")
    if part:
        value = prompts.part_in_form(kind.form, outer, part, text)
        answers.keys[outer] = {**prompts.dict_of(answers.keys.get(outer)), part: value}
        return
    question = prompts.prompt_for(kind, key, loaded)
    if key == "municipality" and name == "project":
        answers.owner = find_choice(text, question.choices)
    elif question.many:
        lines = "\n".join(re.sub(r"^\s*[-*•]\s+", "", line) for line in text.split("\n"))
        if question.choices:
            answers.keys[key] = find_choices(lines, question.choices)
        else:
            items = split_words(lines) if key == "topics" else split_texts(lines)
            answers.keys[key] = [prompts.parse_keys(item) for item in items] if key == "sources" else items
    else:
        answers.keys[key] = (
            find_choice(text, question.choices) if question.choices else in_form(field_of(kind.form, key), text)
        )


def heading_at(name: str, text: str, line: int, column: int) -> str:
    """The heading of the form whose answer stands at a place of the entry that was made of it; or nothing."""
    offset = 0
    if KINDS[name].folder:
        offset, end = 1, text.split("\n").index("---", 1)
        if line > end:
            return BODY
        text = "\n".join(text.split("\n")[1:end])
    node = compose(text, "", Problems(), offset)
    steps = [str(step) for step, _node in path_at(node, line, column)] if node is not None else []
    asked = [*(f"{outer}/{part}" for outer, part in pairwise(steps)), *steps]
    # What is wrong with parts together is told at the first of them.
    asked += [key for key in ASKED[name] if key.partition("/")[0] in steps]
    return next((label(key) for key in asked if key in ASKED[name]), "")
