"""What the form of the site sends to who has no account: a mail or a file with a line `Titel=…` for each question.

In: the bytes of a saved mail, of a file, or of what was copied from one. Out: forms, each reply with the line where it
stands. Mail programs wrap lines, quote them and put text around a form: that is undone. What is lost or changed on the
way cannot be undone, and is told by line and question. Without script a browser writes one line, like an address.
"""

import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from functools import cache
from urllib.parse import parse_qsl

from msgspec import Struct, field

from g40site.content.entries import Content
from g40site.diagnostics import nearest, printable, simplified
from g40site.editing import issue_forms
from g40site.editing.cells import EMPTY, Cell
from g40site.editing.entries import Answers, Refused
from g40site.editing.spreadsheet import Row, Table
from g40site.model import fields as f
from g40site.model.kinds import Kind
from g40site.model.questions import BODY, FORMS, KIND_LABEL, LAST_LINE, Question, questions

# What a line may begin with that a mail program put there.
QUOTE = r"[ \t]*>[ \t]?"
# Each mark is read in one way only: the spaces between a thousand of them could be shared out in too many.
FIRST = re.compile(rf"(?P<quotes>(?:{QUOTE})*+)\s*{KIND_LABEL}\s*=\s*(?P<kind>.*)", re.IGNORECASE)
END = f"&{LAST_LINE[0]}={LAST_LINE[1].replace(' ', '+')}"
IN_ONE_LINE = re.compile(rf"{KIND_LABEL}=[^&=]*&[^ ]*?{re.escape(END)}")
NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
CURLY = str.maketrans({"\u2018": "'", "\u2019": "'", "`": "'", "\u00b4": "'", "\u00a0": " ", "\ufeff": None})
# A mail program breaks lines that are longer than about this.
WIDTH = 60
# Letters that were read in another encoding than they were written in, and how a web page writes a sign.
GARBLED = re.compile("[\u00c2\u00c3][^\x00-\x7f]|\u00e2\u20ac.?")
AS_HTML = re.compile("&(?:amp|lt|gt|quot|nbsp|#[0-9]+);")
LOST = "\N{REPLACEMENT CHARACTER}"
CUT_OFF = (
    f"De regel `{'='.join(LAST_LINE)}` ontbreekt: de tekst is afgekapt, of niet helemaal overgenomen. Vraag om het "
    "formulier als bestand.",
    f"The line `{'='.join(LAST_LINE)}` is missing: the text was cut off. Ask for the form as a file.",
)
ENCODED = (
    "De mail is bewaard zoals zij over het net ging. Kopieer de tekst uit uw mailprogramma, of bewaar haar als .eml.",
    "The mail was saved as it was sent. Copy its text from your mail program, or save it as .eml.",
)


class Reply(Struct):
    """What stands behind a question: its lines as they came, and the number of the first."""

    question: Question
    line: int
    lines: list[str]


class Form(Struct):
    """A form that was filled in: its replies by label, several where a list has more items, and its first line."""

    kind: Kind
    line: int
    replies: dict[str, list[Reply]] = field(default_factory=dict)

    def text(self, label: str) -> str:
        """A whole reply; the items of a list on a line each."""
        items = [item for reply in self.replies[label] for item in items_of(reply)]
        if not self.replies[label][0].question.is_list:
            return "".join(items)
        # A line end behind the only item says that this is a list of lines.
        return "".join(f"{item}\n" for item in items if item)


class Faults(Struct):
    """What is wrong with a form, each with its line and question, in both languages."""

    items: list[tuple[str, str]] = field(default_factory=list)

    def add(self, line: int, label: str, dutch: str, english: str) -> None:
        at = f", *{label}*" if label else ""
        self.items.append((f"Regel {line}{at}: {dutch}", f"Line {line}{at}: {english}"))

    def refuse(self) -> None:
        if self.items:
            *before, last = self.items
            raise Refused(*last, before)


# From bytes to text.


def text_of(data: bytes) -> tuple[str, str] | None:
    """The text of a mailed form, and the encoding where that had to be guessed; nothing for any other file."""
    texts = texts_of_mail(data) or [decoded(data)]
    text = re.sub("\r\n?|\u2028", "\n", "\n".join(text for text, _guessed in texts))
    guessed = next((guessed for _text, guessed in texts if guessed), "")
    return (text, guessed) if any(FIRST.match(line) for line in text.split("\n")) else None


def decoded(data: bytes, charset: str = "") -> tuple[str, str]:
    """A text in a named encoding, in UTF-8 or UTF-16, or as Windows writes it; and that where it is guessed."""
    named = charset or ("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    try:
        return data.decode(named), ""
    except (ValueError, LookupError):
        return data.decode("cp1252", "replace"), "Windows-1252"


def texts_of_mail(data: bytes) -> list[tuple[str, str]]:
    """The texts of a mail that was saved with all its headers (.eml), those that are attached too; none of a mail that
    Python stumbles over: odd headers, mails in mails without end.
    """
    try:
        mail = email.message_from_bytes(data, policy=email.policy.default)
        if "from" not in mail or not {"mime-version", "content-type", "date"} & {name.lower() for name in mail}:
            return []
        leaves = [leaf for leaf in mail.walk() if not leaf.is_multipart()]
        texts = [leaf for leaf in leaves if leaf.get_content_type() == "text/plain" or is_text_file(leaf)]
        return [decoded(bytes(leaf.get_payload(decode=True)), leaf.get_content_charset() or "") for leaf in texts]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []


def is_text_file(leaf: EmailMessage) -> bool:
    return (leaf.get_filename() or "").lower().endswith(".txt")


# From text to forms.


def forms_in(text: str) -> list[Form]:
    """Every form that a text has; raises what is wrong with any."""
    faults = Faults()
    forms = [*forms_of_addresses(text, faults)]
    if not forms and not faults.items:
        forms = [*forms_of_lines(text.rstrip().split("\n"), faults)]
    for form in forms:
        for label, replies in form.replies.items():
            for reply in replies:
                tell_damage(label, reply, faults)
    faults.refuse()
    return forms


def forms_of_addresses(text: str, faults: Faults) -> Iterator[Form]:
    """Forms as a browser without script writes them. There no space means anything: a mail program put it there."""
    line = next(number for number, line in enumerate(text.split("\n"), start=1) if FIRST.match(line))
    signs = re.sub(r"[\s>]+", "", text)
    # Nothing begins behind the last end, or all of it would be read again for each begin.
    for match in IN_ONE_LINE.finditer(signs[: signs.rfind(END) + len(END)]):
        try:
            pairs = parse_qsl(match[0], keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            pairs = []
        if not pairs or NO_ESCAPE.search(match[0]):
            faults.add(line, "", "deze regel is onderweg veranderd. Vraag om het formulier als bestand.", "is damaged.")
            continue
        form = Form(kind_named(pairs[0][1], line, faults), line)
        for name, reply in pairs[1:-1]:
            question = asked_by(form.kind).get(label_key(name))
            if question is None:
                faults.add(line, "", *unknown(name, form.kind))
            else:
                add_reply(form, Reply(question, line, reply.replace("\r\n", "\n").split("\n")), faults)
        yield form


def forms_of_lines(lines: list[str], faults: Faults) -> Iterator[Form]:
    form, quotes, reply = None, 0, None
    for number, raw in enumerate(lines, start=1):
        if first := FIRST.match(raw):
            if form is not None:
                faults.add(number - 1, "", *CUT_OFF)
            form = Form(kind_named(first["kind"], number, faults), number)
            quotes, reply = first["quotes"].count(">"), None
            continue
        line = re.sub(rf"^(?:{QUOTE}){{0,{quotes}}}", "", raw)
        name, mark, rest = line.partition("=")
        key = label_key(name) if mark else ""
        if form is None:
            if key in asked_by(*FORMS):
                faults.add(
                    number,
                    "",
                    f"`{printable(name.strip())}=` staat buiten het formulier. Zet deze regel tussen de regels "
                    f"`{KIND_LABEL}=` en `{LAST_LINE[0]}=`.",
                    "this line stands outside the form.",
                )
        elif key == label_key(LAST_LINE[0]) and label_key(rest) == label_key(LAST_LINE[1]):
            yield form
            form = None
        elif question := asked_by(form.kind).get(key):
            reply = Reply(question, number, [rest])
            add_reply(form, reply, faults)
        elif line.strip() or (reply and is_markdown(reply.question)):
            if reply is None or not continues(reply, line):
                faults.add(number, "", *unknown(name if mark else line, form.kind))
            else:
                reply.lines.append(line)
    if form is not None:
        faults.add(len(lines), "", *CUT_OFF)


def kind_named(name: str, line: int, faults: Faults) -> Kind:
    kinds = {label_key(kind.title): kind for kind in FORMS}
    kind = kinds.get(label_key(name))
    if kind is None:
        names = ", ".join(kind.title for kind in FORMS)
        why = (f"`{printable(name)}` is geen soort ({names}).", f"`{printable(name)}` is no kind ({names}).")
        faults.add(line, KIND_LABEL, *(ENCODED if name.startswith("3D") else CUT_OFF if "&" in name else why))
        faults.refuse()
        raise AssertionError("the faults were refused")
    return kind


def add_reply(form: Form, reply: Reply, faults: Faults) -> None:
    label, before = reply.question.label, form.replies.setdefault(reply.question.label, [])
    if before and not reply.question.is_list:
        why = f"`{label}=` staat ook in regel {before[0].line}. Haal er een weg.", f"is in line {before[0].line} too."
        faults.add(reply.line, label, *why)
    before.append(reply)


@cache
def asked_by(*kinds: Kind) -> Mapping[str, Question]:
    return {label_key(question.label): question for kind in kinds for question in questions(kind)}


def label_key(label: str) -> str:
    return simplified(label.translate(CURLY))


def unknown(name: str, kind: Kind) -> tuple[str, str]:
    labels = {label_key(question.label): question.label for question in questions(kind)}
    near = nearest(label_key(name), labels, most=1)
    remedy = f"Bedoelde u `{labels[near[0]]}=`?" if near else "Zet die achter de regel waar zij bij hoort."
    text = printable(name.strip())
    return f"`{text}` hoort bij geen vraag van het formulier. {remedy}", f"`{text}` belongs to no question of the form."


# What a mail program did to a reply.


def is_markdown(question: Question) -> bool:
    return question.path == BODY or (question.field is not None and question.field.reader is f.markdown_of)


def is_wrapped(above: str, line: str) -> bool:
    """Whether a mail program may have broken a line here: the next word had no room."""
    return len(above) + len(line.split()[0]) >= WIDTH


def continues(reply: Reply, line: str) -> bool:
    """Whether a line can be more of a reply: another line of a text, another item, or the rest of a broken line."""
    question = reply.question
    above = reply.lines[-1] if len(reply.lines) > 1 else f"{question.label}={reply.lines[0]}"
    return question.is_list or question.is_long or is_wrapped(above, line)


def items_of(reply: Reply) -> list[str]:
    """The text of a reply with its lines joined again; of a list, each item that stands on lines of its own."""
    if is_markdown(reply.question):
        return ["\n".join(line.replace("\u00a0", " ") for line in reply.lines).strip("\n")]
    items: list[str] = []
    above = ""
    for line in reply.lines:
        text = " ".join(line.split())
        if items and text and (not reply.question.is_list or is_wrapped(above, line)):
            # An address has no spaces.
            items[-1] += text if re.match(r"https?://\S+$", items[-1]) else f" {text}"
        else:
            items.append(text)
        above = line if above else f"{reply.question.label}={line}"
    return items


def read_again(match: re.Match[str]) -> str:
    """Letters in UTF-8 that were read as Windows writes them, as what they were; others as they are."""
    try:
        return match[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return LOST if match[0].startswith("\u00e2") else match[0]


def tell_damage(label: str, reply: Reply, faults: Faults) -> None:
    """What was changed on the way and cannot be mended without knowing what it was."""
    for number, line in enumerate(reply.lines, start=reply.line):
        if LOST in line:
            faults.add(number, label, f"een letter ging verloren (`{LOST}`). Verbeter de tekst.", "a letter was lost.")
        elif (meant := GARBLED.sub(read_again, line)) != line:
            faults.add(
                number,
                label,
                f"`{printable(line)}` is in een andere codering gelezen. Bedoelde u `{printable(meant)}`?",
                "was read in another encoding.",
            )
        elif sign := AS_HTML.search(line):
            why = f"`{sign[0]}` is een teken uit een webpagina. Bewaar de mail als tekst, of verbeter het."
            faults.add(number, label, why, f"`{sign[0]}` is a sign of a web page. Save the mail as text.")


# From forms to an entry, or to rows of a table.


def read(text: str, content: Content, name: str | None = None) -> tuple[str, Answers]:
    """The kind and the answers of the form in a text."""
    forms = forms_in(text)
    if len(forms) > 1:
        raise Refused(
            f"Er staan {len(forms)} formulieren in. Bewaar elk in een eigen bestand. Projecten kunt u samen lezen met "
            "`import`.",
            f"There are {len(forms)} forms in it. Save each as a file. Projects can be read together with `import`.",
        )
    (form,) = forms
    issue_forms.refuse_other(form.kind, name)
    answers, faults = Answers(), Faults()
    for label, replies in form.replies.items():
        answers.lines[label] = replies[0].line
        if (reply := form.text(label)).strip():
            try:
                issue_forms.take(form.kind, replies[0].question.path, reply, answers, content)
            except Refused as refused:
                faults.add(replies[0].line, label, refused.dutch, refused.english)
    faults.refuse()
    return form.kind.name, answers


def table(text: str, guessed: str) -> Table:
    """The forms of a text as rows of projects."""
    forms = forms_in(text)
    if other := next((form for form in forms if not form.kind.has_owner), None):
        raise Refused(
            f"Regel {other.line}: dit is een formulier voor: {other.kind.title.lower()}. Typ `new {other.kind.name} "
            "--from …`.",
            f"Line {other.line}: this is a form for another kind. Type `new {other.kind.name} --from …`.",
        )
    heads = dict(enumerate((question.label for question in questions(forms[0].kind)), start=1))
    rows = []
    for form in forms:
        cells = {n: Cell(form.text(label)) if label in form.replies else EMPTY for n, label in heads.items()}
        lines = {n: form.replies[label][0].line for n, label in heads.items() if label in form.replies}
        rows.append(Row(form.line, cells, lines))
    return Table("formulier", heads, tuple(rows), guessed, lists_all=False)
