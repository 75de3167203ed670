"""The finishing of cleaned HTML, as passes over its tokens that each do one thing.

In: HTML that nh3 wrote, so well formed with every attribute in double quotes. Out: the HTML with placeholders for
links, what it has, its plain text, and its headings as they were written.
"""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from msgspec import Struct

from g40site.markdown import RESERVED_IDS, Heading, Link, Rendered, placeholder
from g40site.markdown.cleaning import BACK, LINK, NOTE
from g40site.markdown.typography import typographic

TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z:-]+="[^"]*")*)>|([^<]+)')
ATTRIBUTE = re.compile(r' ([a-z:-]+)="([^"]*)"')
RESERVED_PREFIX = re.compile(r"(?:noot|terug)-\d")
INLINE_TAGS = frozenset(
    "a abbr b bdi cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup time u var"
    " wbr".split()
)
VERBATIM_TAGS = frozenset({"code", "pre", "kbd", "samp", "var"})
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
IMAGE_ATTRIBUTES = ("alt", "title", "lang", "dir")
ALIGNMENTS = {"right": "align-right", "center": "align-center"}
# On the narrowest screen, 320 pixels, in a list within a list; what is no ASCII may be wider and counts for more.
LONGEST_LINE_THAT_FITS = 22


class Text(Struct, gc=False):
    """What stands between two tags, with its entities decoded."""

    tag: ClassVar[str] = ""
    words: str
    verbatim: bool
    """Whether it stands in code or the like, and so stays as it was typed."""
    note_sign: bool = False
    """Whether it is the number of a note or the way back from one, and so none of the author's words."""


class Start(Struct, gc=False):
    """A start tag; the values of its attributes are escaped. `link` is the placeholder of a destination."""

    tag: str
    attributes: dict[str, str]
    link: str = ""


class End(Struct, gc=False):
    """An end tag."""

    tag: str


Token = Text | Start | End
# What stands where a token was that goes.
NOTHING = Text("", False)


class Levels(NamedTuple):
    """The level of a heading as it was written, and on the page."""

    written: int
    on_page: int


# A heading with the level that it was written with; one without words has no id.
WrittenHeading = tuple[int, Heading]


def finish(markup: str, prefix: str, links: Mapping[int, Link]) -> tuple[Rendered, list[WrittenHeading]]:
    """Finishes cleaned HTML; `links` are the destinations that may become links, by number."""
    tokens = tokens_of(markup)
    set_typography(tokens)
    numbers = place_links(tokens, links)
    if "g40-" in markup or ' id="' in markup:
        fill_notes(tokens, prefix)
    plain = plain_text(tokens)
    written_headings = number_headings(tokens, prefix)
    headings = tuple(heading for _, heading in written_headings if heading.text)
    if "<table" in markup:
        set_cells(tokens)
        tokens = wrap_tables(tokens, headings)
    if "<pre" in markup:
        make_code_reachable(tokens)
    placed = tuple(links[number] for number in numbers)
    return Rendered(html_of(tokens), headings, ids_of(tokens), placed, plain), written_headings


def tokens_of(markup: str) -> list[Token]:
    tokens: list[Token] = []
    verbatim = 0
    for slash, tag, attributes, words in TOKEN.findall(markup):
        if words:
            tokens.append(Text(html.unescape(words), verbatim > 0))
            continue
        tokens.append(End(tag) if slash else Start(tag, dict(ATTRIBUTE.findall(attributes)) if attributes else {}))
        if tag in VERBATIM_TAGS:
            verbatim += -1 if slash else 1
    return tokens


def html_of(tokens: Sequence[Token]) -> str:
    """The HTML of tokens, without paragraphs in which nothing is left."""
    return "".join(map(written, tokens)).replace("<p></p>", "").strip()


def written(token: Token) -> str:
    if isinstance(token, Text):
        return html.escape(token.words, quote=False).replace("\u00a0", "&nbsp;")
    if isinstance(token, End):
        return f"</{token.tag}>"
    attributes = "".join(f' {name}="{value}"' for name, value in token.attributes.items())
    return f"<{token.tag}{token.link}{attributes}>"


def ids_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.attributes["id"] for t in tokens if isinstance(t, Start) and "id" in t.attributes))


def set_typography(tokens: Sequence[Token]) -> None:
    """Makes marks in running text typographic, across tags within a line; an address that is shown stays as it is."""
    before, in_link = "", False
    for token in tokens:
        if isinstance(token, Text):
            if not token.verbatim and not (in_link and re.search(r"://|@", token.words)):
                token.words = typographic(token.words, before)
            before = token.words[-1:]
        elif token.tag == "a":
            in_link = isinstance(token, Start)
        elif token.tag not in INLINE_TAGS:
            before = ""


def place_links(tokens: list[Token], links: Mapping[int, Link]) -> list[int]:
    """Gives links and images their placeholders; an image without destination goes, of a link the words stay.

    Returns the number of the destination of each placeholder.
    """
    numbers: list[int] = []
    for index, token in enumerate(tokens):
        if token.tag not in ("a", "img") or not isinstance(token, Start):
            continue
        name = "href" if token.tag == "a" else "src"
        scheme, _, number = token.attributes.get(name, "").partition(":")
        if scheme not in (NOTE, BACK):
            token.attributes.pop(name, None)
        if scheme == LINK and number.isdecimal() and int(number) in links:
            token.link = placeholder(len(numbers))
            numbers.append(int(number))
        if token.tag == "img":
            token.attributes = {key: value for key, value in token.attributes.items() if key in IMAGE_ATTRIBUTES}
            token.attributes.setdefault("alt", "")
            tokens[index] = token if token.link else NOTHING
    return numbers


def fill_notes(tokens: Sequence[Token], prefix: str) -> None:
    """Gives notes, the links to them and the ways back their ids; other ids go."""
    in_note_link = False
    for token in tokens:
        if isinstance(token, Text):
            token.note_sign = in_note_link
        elif isinstance(token, End):
            in_note_link = in_note_link and token.tag != "a"
        elif token.tag == "a":
            scheme, _, numbers = token.attributes.get("href", "").partition(":")
            in_note_link = scheme in (NOTE, BACK)
            if in_note_link:
                note, _, time = numbers.partition(".")
                token.attributes = (note_reference if scheme == NOTE else way_back)(prefix, note, time)
        elif name := token.attributes.pop("id", ""):
            if name == "g40-noten":
                token.attributes = {"class": "notes"}
            elif name.startswith("g40-"):
                token.attributes = {"id": f"{prefix}noot-{name.removeprefix('g40-')}"}


def note_reference(prefix: str, note: str, time: str) -> dict[str, str]:
    return {
        "id": f"{prefix}terug-{note}-{time}",
        "class": "note-ref",
        "href": f"#{prefix}noot-{note}",
        "aria-label": f"Noot {note}",
    }


def way_back(prefix: str, note: str, time: str) -> dict[str, str]:
    label = f"Terug naar noot {note} in de tekst" + (f", plaats {time}" if time != "1" else "")
    return {"class": "note-back", "href": f"#{prefix}terug-{note}-{time}", "aria-label": label}


def plain_text(tokens: Sequence[Token]) -> str:
    """One line for each block, without spaces too many and without the numbers of notes."""
    pieces: list[str] = []
    for token in tokens:
        if isinstance(token, Text):
            if not token.note_sign:
                pieces.append(token.words if token.verbatim else token.words.replace("\n", " "))
        elif token.tag not in INLINE_TAGS:
            pieces.append("\n")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def number_headings(tokens: list[Token], prefix: str) -> list[WrittenHeading]:
    """Gives each heading its level on the page and its id; one without words goes."""
    headings: list[WrittenHeading] = []
    names = Names(prefix, set(ids_of(tokens)))
    # Of headings that the next may belong to.
    above: list[Levels] = []
    # Of those that have no end yet, with where they begin.
    begun: list[tuple[Levels, int]] = []
    for index, token in enumerate(tokens):
        if token.tag not in HEADING_TAGS:
            continue
        if isinstance(token, Start):
            as_written = int(token.tag[1])
            begun.append((Levels(as_written, level_below(above, as_written)), index))
            continue
        levels, start = begun.pop()
        text = words_of(tokens[start:index])
        heading = Heading(levels.on_page, names.unique(slug(text)) if text else "", text)
        headings.append((levels.written, heading))
        if not text:
            tokens[start : index + 1] = [NOTHING] * (index + 1 - start)
            continue
        above.append(levels)
        tokens[start] = Start(f"h{heading.level}", {"id": heading.id})
        tokens[index] = End(f"h{heading.level}")
    return headings


def level_below(above: list[Levels], as_written: int) -> int:
    """The level of a heading on the page: never above 2, never more than one below the heading that it belongs to.

    Headings that nothing can belong to any more leave `above`.
    """
    while above and max(above[-1].written, 2) >= max(as_written, 2):
        above.pop()
    return above[-1].on_page + 1 if above else 2


def words_of(tokens: Sequence[Token]) -> str:
    texts = (token.words for token in tokens if isinstance(token, Text) and not token.note_sign)
    return " ".join("".join(texts).split())


class Names:
    """Hands out ids that no other element of the text has."""

    def __init__(self, prefix: str, used: set[str]) -> None:
        self.prefix, self.used = prefix, used
        self.repeats: dict[str, int] = {}

    def unique(self, name: str) -> str:
        candidate = self.prefix + name
        while candidate in self.used:
            self.repeats[name] = self.repeats.get(name, 1) + 1
            candidate = f"{self.prefix}{name}-{self.repeats[name]}"
        self.used.add(candidate)
        return candidate


def slug(words: str) -> str:
    """ASCII words with hyphens, never an id of the page around the text."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_words.replace("'", ""))[:80].strip("-") or "deel"
    return f"kop-{name}" if name in RESERVED_IDS or RESERVED_PREFIX.match(name) or name[0].isdigit() else name


def set_cells(tokens: Sequence[Token]) -> None:
    """Says how a cell of a table is aligned with a class, and that a heading in the head is that of its column."""
    in_head = False
    for token in tokens:
        if token.tag in ("thead", "tbody", "tfoot"):
            in_head = token.tag == "thead" and isinstance(token, Start)
        elif token.tag in ("td", "th") and isinstance(token, Start):
            if alignment := ALIGNMENTS.get(token.attributes.pop("align", "")):
                token.attributes["class"] = alignment
            if token.tag == "th" and in_head:
                token.attributes.setdefault("scope", "col")


def wrap_tables(tokens: Sequence[Token], headings: Sequence[Heading]) -> list[Token]:
    """Puts each table in a region that scrolls where it is too wide, named after the last heading before it."""
    result: list[Token] = []
    above = iter(headings)
    heading, tables, depth = "", 0, 0
    for token in tokens:
        if token.tag == "table" and isinstance(token, Start):
            if depth == 0:
                tables += 1
                result.append(region(tables, heading))
            depth += 1
            token.attributes = {}
        result.append(token)
        if token.tag in HEADING_TAGS and isinstance(token, End):
            heading = next(above).text
        if token.tag == "table" and isinstance(token, End):
            depth -= 1
            if depth == 0:
                result.append(End("div"))
    return result


def region(number: int, heading: str) -> Start:
    label = ("Tabel" if number == 1 else f"Tabel {number}") + (f": {heading}" if heading else "")
    attributes = {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": html.escape(label)}
    return Start("div", attributes)


def make_code_reachable(tokens: Sequence[Token]) -> None:
    """Long lines of code scroll within their block, so the keyboard must reach it; a block that fits is no stop."""
    block, code = Start("pre", {}), ""
    for token in tokens:
        if isinstance(token, Text):
            code += token.words
        elif token.tag == "pre" and isinstance(token, Start):
            block, code = token, ""
            token.attributes = {}
        elif token.tag == "pre" and longest_line(code) > LONGEST_LINE_THAT_FITS:
            block.attributes = {"tabindex": "0"}


def longest_line(code: str) -> int:
    return max(len(line.encode()) for line in code.split("\n"))
