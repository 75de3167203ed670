"""What the form of the site sends to who has no account: a mail or a file with a line `Titel=…` for each question.

In: the bytes of a saved mail, of a file, or of what was copied from one. Out: forms, each reply with the line where it
stands. Mail programs wrap lines, quote them and put text around a form: that is undone. What is lost or changed on the
way cannot be undone, and is told by line and question. Without script a browser writes one line, like an address.
"""

import codecs
import email
import re
from collections.abc import Iterator, Mapping
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from functools import cache
from itertools import count, islice
from typing import Any
from urllib.parse import parse_qsl

from msgspec import Struct, field

from g40site.content.entries import Content
from g40site.diagnostics import nearest, printable, simplified
from g40site.editing import issue_forms
from g40site.editing.entries import Answers, Refused, Texts, refused, texts_of
from g40site.editing.spreadsheet import Cell, Row, Table, decoded
from g40site.model import fields as f
from g40site.model.questions import BODY, FORMS, KIND_LABEL, LAST_LINE, FormQuestion, Kind, questions

# What a line may begin with that a mail program put there.
QUOTE = r"[ \t]*>[ \t]?"
# Each mark is read in one way only: the spaces between a thousand of them could be shared out in too many.
FIRST = re.compile(rf"(?P<quotes>(?:{QUOTE})*+)\s*{KIND_LABEL}\s*=\s*(?P<kind>.*)", re.IGNORECASE)
LAST = "=".join(LAST_LINE)
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
# More than any mail with a form has, attached pictures too: letters of a header that says what a part is, parts, lines,
# and bytes of text. Each line is compared with the end of each part that it is in.
LONGEST_HEADER, MOST_PARTS, MOST_LINES, MOST_TEXT = 10_000, 30, 300_000, 1_000_000
# More forms are taken in several files; with more faults nobody reads on.
MOST_FORMS, MOST_FAULTS = 100, 1_000
# Encodings of names of hosts: no mail is in them, and they take long for long texts.
FOR_HOSTS = ("punycode", "idna")


class Reply(Struct):
    """What stands behind a question: its lines as they came, and the number of the first."""

    question: FormQuestion
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
    """What is wrong with a form, each with its line and question."""

    items: list[Texts] = field(default_factory=list)

    def add(self, line: int, label: str, code: str, **values: object) -> None:
        self.add_texts(line, label, texts_of(code, **values))

    def add_texts(self, line: int, label: str, texts: Texts) -> None:
        at = f", *{label}*" if label else ""
        self.items.append((f"Regel {line}{at}: {texts[0]}", f"Line {line}{at}: {texts[1]}"))
        if len(self.items) == MOST_FAULTS:
            raise self.refusal()

    def refusal(self) -> Refused:
        *before, last = self.items
        return Refused(*last, before)

    def refuse(self) -> None:
        if self.items:
            raise self.refusal()


# From bytes to text.


def text_of(data: bytes) -> tuple[str, str] | None:
    """The text of a mailed form, and the encoding where that had to be guessed; nothing for any other file.
    Raises where it is too large.
    """
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise too_large()
    texts = texts_of_mail(data) or [decoded(data, errors="replace")]
    if sum(len(text) for text, _guessed in texts) > MOST_TEXT:
        raise too_large()
    text = re.sub("\r\n?|\u2028", "\n", "\n".join(text for text, _guessed in texts))
    guessed = next((guessed for _text, guessed in texts if guessed), "")
    return (text, guessed) if any(FIRST.match(line) for line in text.split("\n")) else None


class BoundedHeaders(Compat32):
    """How a mail is read: as before Python 3.3, for what reads headers since then takes long for long ones."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if len(value) > LONGEST_HEADER:
            raise refused("long-header", name=name, first=f"{KIND_LABEL}=", last=LAST)
        return super().header_fetch_parse(name, value)


def texts_of_mail(data: bytes) -> list[tuple[str, str]]:
    """The texts of a mail that was saved with all its headers (.eml), those that are attached too; none of a mail with
    odd headers that Python stumbles over.
    """
    numbers, headers = count(), BoundedHeaders()

    def new_part(policy: Compat32 = headers) -> Message:
        if next(numbers) > MOST_PARTS:
            raise too_large()
        return Message(policy)

    try:
        mail = email.message_from_bytes(data, new_part, policy=headers)
        if "from" not in mail or not {"mime-version", "content-type", "date"} & {name.lower() for name in mail}:
            return []
        leaves = [leaf for leaf in mail.walk() if not leaf.is_multipart()]
        texts = [
            (bytes(leaf.get_payload(decode=True)), charset_of(leaf))
            for leaf in leaves
            if leaf.get_content_type() == "text/plain" or file_name(leaf).endswith(".txt")
        ]
        if sum(len(text) for text, _charset in texts) > MOST_TEXT:
            raise too_large()
        return [decoded(text, charset, "replace") for text, charset in texts]
    except (ValueError, LookupError, TypeError, AttributeError):
        return []


def charset_of(leaf: Message) -> str:
    charset = leaf.get_content_charset() or ""
    try:
        return "" if codecs.lookup(charset).name in FOR_HOSTS else charset
    except (ValueError, LookupError):
        return charset


def file_name(leaf: Message) -> str:
    """The name of an attached file in lower case; a mail program may have encoded it."""
    name = leaf.get_filename() or ""
    try:
        return str(make_header(decode_header(name))).lower()
    except (MessageError, ValueError, LookupError):
        return name.lower()


def too_large() -> Refused:
    return refused("large-mail", first=f"{KIND_LABEL}=", last=LAST)


# From text to forms.


def forms_in(text: str) -> list[Form]:
    """Every form that a text has; raises what is wrong with any, and where there are too many."""
    faults = Faults()
    forms = [*islice(forms_of_addresses(text, faults), MOST_FORMS + 1)]
    if not forms and not faults.items:
        forms = [*islice(forms_of_lines(text.rstrip().split("\n"), faults), MOST_FORMS + 1)]
    if len(forms) > MOST_FORMS:
        raise refused("many-forms", most=MOST_FORMS)
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
            faults.add(line, "", "line-damaged")
            continue
        form = Form(kind_named(pairs[0][1], line, faults), line)
        for name, reply in pairs[1:-1]:
            question = asked_by(form.kind).get(label_key(name))
            if question is None:
                add_unknown(line, name, form.kind, faults)
            else:
                add_reply(form, Reply(question, line, reply.replace("\r\n", "\n").split("\n")), faults)
        yield form


def forms_of_lines(lines: list[str], faults: Faults) -> Iterator[Form]:
    form, quotes, reply = None, 0, None
    for number, raw in enumerate(lines, start=1):
        if first := FIRST.match(raw):
            if form is not None:
                faults.add(number - 1, "", "cut-off", last=LAST)
            form = Form(kind_named(first["kind"], number, faults), number)
            quotes, reply = first["quotes"].count(">"), None
            continue
        line = re.sub(rf"^(?:{QUOTE}){{0,{quotes}}}", "", raw)
        name, mark, rest = line.partition("=")
        key = label_key(name) if mark else ""
        if form is None:
            if key in asked_by(*FORMS):
                label = printable(name.strip())
                faults.add(number, "", "outside-form", name=label, first=KIND_LABEL, last=LAST_LINE[0])
        elif key == label_key(LAST_LINE[0]) and label_key(rest) == label_key(LAST_LINE[1]):
            yield form
            form = None
        elif question := asked_by(form.kind).get(key):
            reply = Reply(question, number, [rest])
            add_reply(form, reply, faults)
        elif line.strip() or (reply and is_markdown(reply.question)):
            if reply is None or not continues(reply, line):
                add_unknown(number, name if mark else line, form.kind, faults)
            else:
                reply.lines.append(line)
    if form is not None:
        faults.add(len(lines), "", "cut-off", last=LAST)


def kind_named(name: str, line: int, faults: Faults) -> Kind:
    """The kind behind the first question; raises where it is none: nobody knows what the others ask."""
    kinds = {label_key(kind.title): kind for kind in FORMS}
    kind = kinds.get(label_key(name))
    if kind is None:
        code = "mail-encoded" if name.startswith("3D") else "cut-off" if "&" in name else "no-kind"
        titles = ", ".join(kind.title for kind in FORMS)
        faults.add(line, KIND_LABEL, code, name=printable(name), kinds=titles, last=LAST)
        raise faults.refusal()
    return kind


def add_reply(form: Form, reply: Reply, faults: Faults) -> None:
    label, before = reply.question.label, form.replies.setdefault(reply.question.label, [])
    if before and not reply.question.is_list:
        faults.add(reply.line, label, "question-twice", name=label, number=before[0].line)
    before.append(reply)


@cache
def asked_by(*kinds: Kind) -> Mapping[str, FormQuestion]:
    return {label_key(question.label): question for kind in kinds for question in questions(kind).values()}


def label_key(label: str) -> str:
    return simplified(label.translate(CURLY))


def add_unknown(line: int, name: str, kind: Kind, faults: Faults) -> None:
    near = nearest(label_key(name), asked_by(kind), most=1)
    code, meant = ("almost-a-question", asked_by(kind)[near[0]].label) if near else ("no-question", "")
    faults.add(line, "", code, text=printable(name.strip()), near=meant)


# What a mail program did to a reply.


def is_markdown(question: FormQuestion) -> bool:
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
            faults.add(number, label, "letter-lost", letter=LOST)
        elif (meant := GARBLED.sub(read_again, line)) != line:
            faults.add(number, label, "wrong-encoding", text=printable(line), meant=printable(meant))
        elif sign := AS_HTML.search(line):
            faults.add(number, label, "web-page-sign", sign=sign[0])


# From forms to an entry, or to rows of a table.


def read(text: str, content: Content, name: str | None = None) -> tuple[str, Answers]:
    """The kind and the answers of the form in a text."""
    forms = forms_in(text)
    if len(forms) > 1:
        raise refused("several-forms", number=len(forms))
    (form,) = forms
    issue_forms.refuse_other(form.kind, name)
    answers, faults = Answers(), Faults()
    for label, replies in form.replies.items():
        answers.lines[label] = replies[0].line
        if (reply := form.text(label)).strip():
            try:
                issue_forms.take(form.kind, replies[0].question.path, reply, answers, content)
            except Refused as fault:
                faults.add_texts(replies[0].line, label, fault.texts)
    faults.refuse()
    return form.kind.name, answers


def table(text: str, guessed: str) -> Table:
    """The forms of a text as rows of projects."""
    forms = forms_in(text)
    if other := next((form for form in forms if not form.kind.has_owner), None):
        title, name = other.kind.title.lower(), other.kind.name
        raise refused("no-project-form", line=other.line, title=title, kind=name)
    heads = dict(enumerate((question.label for question in questions(forms[0].kind).values()), start=1))
    rows = []
    for form in forms:
        filled_in = {number: label for number, label in heads.items() if label in form.replies}
        cells = {number: Cell(form.text(label)) for number, label in filled_in.items()}
        lines = {number: form.replies[label][0].line for number, label in filled_in.items()}
        rows.append(Row(form.line, cells, lines))
    return Table("formulier", heads, tuple(rows), guessed, lists_all=False)
