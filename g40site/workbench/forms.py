"""Forms for who has no git: issue forms for GitHub and templates for GitLab, made from the models, and their answers.

In: the entries that exist with their names. Out: the text of each form. And the other way: the text of a filled-in
form, of either kind, becomes answers for a new entry.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from g40site.content.loaded import Loaded
from g40site.content.validation import model_in
from g40site.diagnostics import nearest
from g40site.model.help import help_of
from g40site.model.labels import LABELS
from g40site.model.shape import field_of
from g40site.workbench import asking
from g40site.workbench.entries import KINDS, Answers, Refused, in_form

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
        *("municipality", "title", "summary", "description", "themes", "status", "start", "end", "topics", "with"),
        *("partners", "seeking", "contact/name", "contact/role", "contact/email", "contact/phone", "url", "sources"),
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
NOTHING = re.compile(r"^_?(no response|geen antwoord)_?$", re.IGNORECASE)
HEADING = re.compile(r"^#{2,3} +(.+?) *\*?$", re.MULTILINE)


def label(key: str) -> str:
    outer, _, part = key.partition("/")
    return f"{LABELS[outer]}: {LABELS[part].lower()}" if part else LABELS.get(outer, outer)


def github(loaded: Loaded) -> dict[str, str]:
    """The issue forms, by the name of their file."""
    made = {}
    for name, keys in ASKED.items():
        kind = [element("dropdown", KIND, "", True, options=[NAMES[name]], default=0)]
        body = [*kind, *(asked(name, key, loaded) for key in keys)]
        made[f"{FILES[name]}.yml"] = form(NAMES[name], f"Vraag een {NAMES[name].lower()} aan.", body)
    body = [element(shape, title, about, needed) for title, about, shape, needed in CORRECTION]
    made["correctie.yml"] = form("Correctie", "Meld iets dat niet klopt.", body)
    made["config.yml"] = dumped({"blank_issues_enabled": True})
    return made


def form(name: str, about: str, body: list[dict[str, Any]]) -> str:
    return dumped({"name": name, "description": about, "title": f"{name}: ", "body": body})


def dumped(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def asked(name: str, key: str, loaded: Loaded) -> dict[str, Any]:
    """One question of a form."""
    about, needed, options, many = described(name, key, loaded)
    if options:
        more = {"options": options, **({"multiple": True} if many else {})}
        return element("dropdown", label(key), about, needed, **more)
    return element("textarea" if key in LONG else "input", label(key), about, needed)


def described(name: str, key: str, loaded: Loaded) -> tuple[str, bool, list[str], bool]:
    """The help of a key, whether it is needed, what it chooses from, and whether more than one may be chosen."""
    if key == BODY:
        return "De tekst zelf, in Markdown.", True, [], False
    kind = KINDS[name]
    if name == "project" and key == "municipality":
        question = asking.question(kind, key, loaded)
        return question.text, True, [title for _id, title in question.choices], False
    outer, _, part = key.partition("/")
    field = field_of(kind.form, outer)
    if part:
        inner = model_in(field.type)
        assert inner is not None
        return help_of(inner)[part], False, [], False
    question = asking.question(kind, key, loaded)
    about = help_of(kind.form)[outer]
    if question.many and not question.choices:
        about += " Eén op een regel."
    return about, field.is_required, [title for _id, title in question.choices], question.many


def element(shape: str, title: str, about: str, needed: bool, **more: Any) -> dict[str, Any]:
    identity = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
    attributes = {"label": title, **({"description": about} if about else {}), **more}
    return {"type": shape, "id": identity, "attributes": attributes, "validations": {"required": needed}}


def gitlab(loaded: Loaded) -> dict[str, str]:
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


def read(text: str, loaded: Loaded, name: str | None = None) -> tuple[str, Answers]:
    """The kind and the answers of a filled-in form; the kind that was asked for goes before the one that it names."""
    given = sections(text)
    if "Wat moet er staan?" in given:
        raise Refused(
            "Dit formulier is een correctie. Verander het bestand zelf, of geef dit aan de redactie.",
            "This form is a correction. Change the file itself, or give this to the editors.",
        )
    says = next((kind for kind, title in NAMES.items() if title == given.get(KIND)), None)
    name = name or says
    if name not in ASKED:
        kinds = ", ".join(NAMES.values())
        raise Refused(f"Dit is geen formulier dat de site kent ({kinds}).", f"This is no form of the site ({kinds}).")
    answers = Answers()
    for key in ASKED[name]:
        if found := given.get(label(key), ""):
            put(name, key, found, answers, loaded)
    return name, answers


def sections(text: str) -> dict[str, str]:
    """What stands under each heading, without hints; an answer that was left open is empty."""
    text = re.sub(r"<!--.*?-->", "", text.replace("\r\n", "\n"), flags=re.DOTALL)
    titles = {label(key) for keys in ASKED.values() for key in keys} | {KIND, *(title for title, *_ in CORRECTION)}
    # A heading inside an answer belongs to the answer.
    marks = [match for match in HEADING.finditer(text) if match[1] in titles]
    ends = [*(match.start() for match in marks[1:]), len(text)][: len(marks)]
    found: dict[str, str] = {}
    for match, end in zip(marks, ends, strict=True):
        answer = text[match.end() : end].strip()
        found.setdefault(match[1], "" if NOTHING.match(answer) else answer)
    return found


def put(name: str, key: str, text: str, answers: Answers, loaded: Loaded) -> None:
    if key == BODY:
        answers.body = text
        return
    kind = KINDS[name]
    outer, _, part = key.partition("/")
    if part:
        answers.keys[outer] = {**asking.dict_of(answers.keys.get(outer)), part: text}
        return
    question = asking.question(kind, key, loaded)
    if question.many:
        rows = re.split(r"\n|,(?=\s)", text) if question.choices or key == "topics" else text.split("\n")
        words = [re.sub(r"^[-*•]\s+", "", row.strip()) for row in rows]
        chosen = [pick(word, question.choices) for word in words if word]
        answers.keys[key] = chosen
    elif key == "municipality" and name == "project":
        answers.owner = pick(text, question.choices)
    else:
        answers.keys[key] = pick(text, question.choices) if question.choices else in_form(key, text)


def pick(word: str, among: Iterable[tuple[str, str]]) -> str:
    """The id of what was chosen by its name; a word that is not near any is left for the checks to tell."""
    names: Mapping[str, str] = {title: id for id, title in among}
    if word in names.values() or not names:
        return word
    near = nearest(word, names, most=1)
    return names[near[0]] if near else word
