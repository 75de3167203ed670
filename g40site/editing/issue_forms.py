"""Forms for who has no git: issue forms for GitHub and templates for GitLab, made from the models, and their answers.

In: the entries that exist with their names. Out: the text of each form. And the other way: the text of a filled-in
form, of either kind, becomes answers for a new entry.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import yaml

from g40site.content.composer import compose
from g40site.content.entries import Content
from g40site.diagnostics import Problems, printable
from g40site.editing.entries import Answers, Refused, refused
from g40site.editing.typed_answers import (
    find_choice,
    find_choices,
    in_form,
    parse_keys,
    prompt_for,
    split_texts,
    split_words,
)
from g40site.editing.yaml_edit import path_at
from g40site.model.description import FORMER_LABELS
from g40site.model.fields import markdown_of
from g40site.model.questions import BODY, BODY_LABEL, FORMS, KIND_LABEL, FormQuestion, Kind, questions
from g40site.model.shape import Field

# Where code hosts look for a form.
FOLDERS = {"github": ".github/ISSUE_TEMPLATE", "gitlab": ".gitlab/issue_templates"}
CORRECTION = (
    ("Pagina", "Het adres van de pagina.", "input", True),
    ("Wat klopt er niet?", "Schrijf de zin over, of zeg waar zij staat.", "textarea", True),
    ("Wat moet er staan?", "Schrijf het zoals het moet zijn.", "textarea", True),
    ("Bron", "Waar kunnen wij dat nakijken?", "input", False),
)
NOTHING = re.compile(r"^_(no response|geen antwoord)_$", re.IGNORECASE)
HEADING = re.compile(r"^### +(.+?) *\*?$", re.MULTILINE)
# The hint of a form stands before or behind an answer; a comment within one is part of it.
COMMENT = r"<!--(?:(?!-->).)*-->"
HINTS = re.compile(rf"\A\s*{COMMENT}|{COMMENT}\s*\Z", re.DOTALL)
# How a text begins that a word processor or another program saved in its own way.
OTHER_FILES = {b"PK": "een Word- of Excel-bestand", b"%PDF": "een pdf", b"\xd0\xcf": "een Word- of Excel-bestand"}
OTHER_FILES |= {b"{\\rtf": "een rtf-bestand"}


# The forms.


def choices_of(question: FormQuestion, kind: Kind, content: Content) -> tuple[str, ...]:
    """The names that a question chooses from; of a part of a key any text will do."""
    if "/" in question.path or question.path == BODY:
        return ()
    return tuple(name for _id, name in prompt_for(kind, question.path, content).choices)


def help_of(question: FormQuestion, choices: Sequence[str]) -> str:
    if not question.is_list or choices:
        return question.help
    or_commas = ", of met komma's ertussen" if question.path == "topics" else ""
    return f"{question.help} Eén op een regel{or_commas}."


def files(content: Content) -> dict[str, str]:
    """The forms of both code hosts, by the path of their file."""
    forms = {"github": github(content), "gitlab": gitlab(content)}
    return {f"{FOLDERS[host]}/{name}": text for host, texts in forms.items() for name, text in texts.items()}


def github(content: Content) -> dict[str, str]:
    """The issue forms, by the name of their file."""
    forms = {}
    for kind in FORMS:
        body = [element("dropdown", KIND_LABEL, "", True, options=[kind.title], default=0)]
        body += [element_of(question, choices_of(question, kind, content)) for question in questions(kind).values()]
        forms[f"{kind.form_file}.yml"] = issue_form(kind.title, f"Vraag een {kind.title.lower()} aan.", body)
    body = [element(shape, title, about, needed) for title, about, shape, needed in CORRECTION]
    forms["correctie.yml"] = issue_form("Correctie", "Meld iets dat niet klopt.", body)
    forms["config.yml"] = dumped({"blank_issues_enabled": True})
    return forms


def issue_form(name: str, about: str, body: list[dict[str, Any]]) -> str:
    return dumped({"name": name, "description": about, "title": f"{name}: ", "body": body})


def dumped(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def element_of(question: FormQuestion, choices: Sequence[str]) -> dict[str, Any]:
    shape = "dropdown" if choices else "textarea" if question.is_long or question.is_list else "input"
    more: dict[str, Any] = {"options": list(choices)} if choices else {}
    if choices and question.is_list:
        more["multiple"] = True
    return element(shape, question.label, help_of(question, choices), question.is_needed, **more)


def element(shape: str, title: str, about: str, needed: bool, **more: Any) -> dict[str, Any]:
    identity = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
    attributes = {"label": title, **({"description": about} if about else {}), **more}
    return {"type": shape, "id": identity, "attributes": attributes, "validations": {"required": needed}}


def gitlab(content: Content) -> dict[str, str]:
    """The issue templates, by the name of their file."""
    forms = {}
    for kind in FORMS:
        rows = [(KIND_LABEL, kind.title, "")]
        for question in questions(kind).values():
            choices = choices_of(question, kind, content)
            hint = help_of(question, choices) + (" Nodig." if question.is_needed else " Mag leeg blijven.")
            among = f" Kies uit: {', '.join(choices)}." if choices else ""
            rows.append((question.label, "", hint + among))
        forms[f"{kind.form_file}.md"] = template(rows)
    needs = [(title, "", about + (" Nodig." if needed else "")) for title, about, _shape, needed in CORRECTION]
    forms["correctie.md"] = template(needs)
    return forms


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
        raise refused("no-text", what=other or "geen tekst")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(text: str, content: Content, name: str | None = None) -> tuple[str, Answers]:
    """The kind and the answers of a filled-in form."""
    given = sections(text)
    kind = kind_of(given, name)
    paths_by_label = paths_of_labels(kind)
    answers = Answers()
    for title, reply in given.items():
        if title == KIND_LABEL or not reply:
            continue
        if title not in paths_by_label:
            raise refused("other-heading", title=title)
        path = paths_by_label[title]
        refuse_headings(kind, path, reply)
        try:
            take(kind, path, reply, answers, content)
        except Refused as fault:
            dutch, english = fault.texts
            raise Refused(f"*{title}*: {dutch}", f"*{title}*: {english}") from None
    return kind.name, answers


def kind_of(given: dict[str, str], name: str | None) -> Kind:
    """The kind that a form says that it is of, or that was asked for."""
    if "Wat moet er staan?" in given:
        raise refused("correction")
    says = next((kind for kind in FORMS if kind.title == given.get(KIND_LABEL)), None)
    if says:
        refuse_other(says, name)
    kind = next((kind for kind in FORMS if kind.name == name), says)
    if kind is None or not given or name not in (None, kind.name):
        raise refused("no-form", kinds=", ".join(kind.title for kind in FORMS))
    return kind


def refuse_other(kind: Kind, name: str | None) -> None:
    """Only the kind that was asked for is made of a form."""
    if name not in (None, kind.name):
        raise refused("other-form", title=kind.title.lower(), kind=kind.name)


def paths_of_labels(kind: Kind) -> dict[str, str]:
    """What each heading of a form asks, also by the label that it had before."""
    asked_for = questions(kind)
    former = {title: key for title, key in FORMER_LABELS.items() if key in asked_for}
    return former | {question.label: path for path, question in asked_for.items()}


def sections(text: str) -> dict[str, str]:
    """What stands under each heading, without hints; an answer that was left open is empty."""
    titles = {title for kind in FORMS for title in paths_of_labels(kind)} | {title for title, *_ in CORRECTION}
    # A heading inside an answer belongs to the answer.
    marks = [match for match in HEADING.finditer(text) if match[1] in {*titles, KIND_LABEL}]
    lines = [line.strip(" #*") for line in text.split("\n")]
    if not marks and sum(title in lines for title in titles) > 1:
        raise refused("no-headings")
    if before := text[: marks[0].start()].strip() if marks else "":
        raise refused("text-above", text=printable(before))
    twice = [title for title, times in Counter(match[1] for match in marks).items() if times > 1]
    if twice:
        raise refused("heading-twice", title=twice[0])
    ends = [*(match.start() for match in marks[1:]), len(text)][: len(marks)]
    given: dict[str, str] = {}
    for match, end in zip(marks, ends, strict=True):
        reply = HINTS.sub("", text[match.end() : end]).strip()
        given[match[1]] = "" if NOTHING.match(reply) else reply
    return given


def refuse_headings(kind: Kind, path: str, text: str) -> None:
    """Only Markdown may have headings of its own."""
    field, own = questions(kind)[path].field, HEADING.search(text)
    if own and path != BODY and (field is None or field.reader is not markdown_of):
        raise refused("unknown-heading", title=printable(own[1]))


def take(kind: Kind, path: str, text: str, answers: Answers, content: Content) -> None:
    """Puts an answer of a form with the others."""
    field = questions(kind)[path].field
    if path == BODY:
        answers.body = text
    elif field is None:
        answers.owner = find_choice(text, prompt_for(kind, path, content).choices)
    else:
        answers.put(path, in_form(field, text) if "/" in path else value_of(kind, field, text, content))


def value_of(kind: Kind, field: Field, text: str, content: Content) -> Any:
    choices = prompt_for(kind, field.key, content).choices
    if not field.is_list:
        return find_choice(text, choices) if choices else in_form(field, text)
    lines = "\n".join(re.sub(r"^\s*[-*•]\s+", "", line) for line in text.split("\n"))
    if choices:
        return find_choices(lines, choices)
    items = split_words(lines) if field.key == "topics" else split_texts(lines)
    return [parse_keys(item) for item in items] if field.form is not None else items


def heading_at(kind: Kind, text: str, line: int, column: int) -> str:
    """The heading of the form whose answer stands at a place of the entry that was made of it; or nothing."""
    offset = 0
    if kind.folder:
        offset, end = 1, text.split("\n").index("---", 1)
        if line > end:
            return BODY_LABEL
        text = "\n".join(text.split("\n")[1:end])
    node = compose(text, "", Problems(), offset)
    steps = [str(step) for step, _node in path_at(node, line, column)] if node is not None else []
    asked_for = questions(kind)
    near = [*(f"{outer}/{subkey}" for outer, subkey in pairwise(steps)), *steps]
    # What is wrong with parts together is told at the first of them.
    near += [path for path in asked_for if path.partition("/")[0] in steps]
    return next((asked_for[path].label for path in near if path in asked_for), "")
