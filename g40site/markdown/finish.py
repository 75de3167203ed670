"""The last pass over cleaned HTML: headings, tables, links, notes and typography get their final form.

In: HTML that nh3 wrote, so well formed with every attribute in double quotes. Out: the HTML with placeholders for
links, its headings and ids, its plain text, and the headings that the author should look at.
"""

import html
import re
import unicodedata

from msgspec import Struct, field

from g40site.markdown.typography import typographic
from g40site.markdown.values import Heading

TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z:-]+="[^"]*")*)>|([^<]+)')
ATTRIBUTE = re.compile(r' ([a-z:-]+)="([^"]*)"')
# Ids that the page around a text uses; a heading with such a name gets `kop-` before it.
RESERVED_IDS = frozenset(
    [
        "main",
        "menu",
        "inhoud",
        "advies",
        "uitnodigen",
        "vergelijkbaar",
        "zoek",
        "zoeken",
        "kop",
        "top",
        "navigatie",
        "kruimelpad",
        "voet",
        "kaart",
        "filter",
        "filters",
        "resultaten",
        "contact",
        "bronnen",
        "delen",
        "thema",
        "gemeente",
        "fase",
        "onderwerp",
        "provincie",
        "q",
    ]
)
RESERVED_PREFIX = re.compile(r"(?:noot|terug)-\d")
INLINE_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
        "img",
    ]
)
VERBATIM_TAGS = frozenset({"code", "pre", "kbd", "samp", "var"})
HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ALIGNED = {"right": "align-right", "center": "align-center"}
# Stands where a link or image gets its destination; cleaned HTML holds no such character.
MARK = "\x1a"


class HeadingFault(Struct, frozen=True):
    """What is wrong with a heading that was written with this level."""

    code: str
    level: int
    text: str


class Finished(Struct):
    """What has been made so far."""

    prefix: str
    kept: frozenset[int]
    """Numbers of the destinations that became links; the others lose theirs."""
    out: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    ids: dict[str, None] = field(default_factory=dict)
    repeats: dict[str, int] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    """The numbers of the links, in the order of the HTML."""
    faults: list[HeadingFault] = field(default_factory=list)
    open_headings: list[tuple[int, int, int]] = field(default_factory=list)
    levels: list[tuple[int, int]] = field(default_factory=list)
    tables: int = 0
    table_depth: int = 0
    in_head: bool = False
    verbatim: int = 0
    address: bool = False
    quiet: int = 0
    last: str = ""


def finish(markup: str, prefix: str, kept: frozenset[int]) -> Finished:
    """Walks through the tokens of cleaned HTML once."""
    state = Finished(prefix, kept)
    for closing, tag, attributes, words in TOKEN.findall(markup):
        if words:
            text(state, words)
        elif closing:
            close(state, tag)
        else:
            start(state, tag, dict(ATTRIBUTE.findall(attributes)))
    return state


def plain_text(state: Finished) -> str:
    """One line for each block, without spaces too many."""
    lines = (" ".join(line.split()) for line in "".join(state.plain).split("\n"))
    return "\n".join(line for line in lines if line)


def text(state: Finished, written: str) -> None:
    shown = html.unescape(written)
    if not state.verbatim and not (state.address and re.search(r"://|@", shown)):
        shown = typographic(shown, state.last)
    state.last = shown[-1:]
    state.out.append(html.escape(shown, quote=False).replace("\u00a0", "&nbsp;"))
    if not state.quiet:
        state.plain.append(shown if state.verbatim else shown.replace("\n", " "))


def start(state: Finished, tag: str, attributes: dict[str, str]) -> None:
    if tag not in INLINE_TAGS:
        state.last = ""
        state.plain.append("\n")
    if tag in VERBATIM_TAGS:
        state.verbatim += 1
    if tag in HEADING_TAGS:
        begin_heading(state, int(tag[1]))
    elif tag == "table":
        begin_table(state)
    elif tag == "a":
        state.address = True
        begin_link(state, attributes)
    elif tag == "pre":
        # Long lines scroll within the block, so the keyboard must reach it.
        state.out.append('<pre tabindex="0">')
    elif tag == "img":
        image(state, attributes)
    elif tag in ("td", "th"):
        state.out.append(cell(state, tag, attributes))
    elif attributes.get("id", "").startswith("g40-"):
        state.out.append(note_part(state, tag, attributes["id"]))
    else:
        attributes.pop("id", None)
        state.in_head = tag == "thead" or (state.in_head and tag not in ("tbody", "tfoot"))
        state.out.append(written_tag(tag, attributes))


def close(state: Finished, tag: str) -> None:
    if tag not in INLINE_TAGS:
        state.last = ""
        state.plain.append("\n")
    if tag in VERBATIM_TAGS:
        state.verbatim -= 1
    if tag in HEADING_TAGS and state.open_headings:
        end_heading(state)
        return
    if tag == "thead":
        state.in_head = False
    if tag == "a":
        state.address = False
        state.quiet = 0
    state.out.append(f"</{tag}>")
    if tag == "table":
        state.table_depth -= 1
        if state.table_depth == 0:
            state.out.append("</div>")


def written_tag(tag: str, attributes: dict[str, str]) -> str:
    return f"<{tag}" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + ">"


def begin_heading(state: Finished, written: int) -> None:
    """The level on the page: never above 2, never more than one below the heading that it belongs to."""
    level = max(written, 2)
    while state.levels and state.levels[-1][0] >= level:
        state.levels.pop()
    shown = state.levels[-1][1] + 1 if state.levels else 2
    state.open_headings.append((written, shown, len(state.out)))
    state.out.append("")


def end_heading(state: Finished) -> None:
    """Names the heading, now that its text is known; an empty one goes."""
    written, shown, place = state.open_headings.pop()
    words = " ".join(html.unescape(re.sub(r"<sup><a .*?</sup>|<[^>]*>", "", "".join(state.out[place:]))).split())
    words = words.replace(MARK, "")
    if not words:
        del state.out[place:]
        state.faults.append(HeadingFault("kop-leeg", written, ""))
        return
    if written == 1:
        state.faults.append(HeadingFault("kop-niveau-1", written, words))
    elif shown < written:
        state.faults.append(HeadingFault("kop-overgeslagen", written, words))
    else:
        state.faults.append(HeadingFault("", written, words))
    state.levels.append((max(written, 2), shown))
    name = unique(state, slug(words))
    state.headings.append(Heading(shown, name, words))
    state.out[place] = f'<h{shown} id="{name}">'
    state.out.append(f"</h{shown}>")


def slug(words: str) -> str:
    """ASCII words with hyphens, never an id of the page around the text."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_words.replace("'", ""))[:80].strip("-") or "deel"
    return f"kop-{name}" if name in RESERVED_IDS or RESERVED_PREFIX.match(name) or name[0].isdigit() else name


def unique(state: Finished, name: str) -> str:
    candidate = state.prefix + name
    while candidate in state.ids:
        state.repeats[name] = state.repeats.get(name, 1) + 1
        candidate = f"{state.prefix}{name}-{state.repeats[name]}"
    state.ids[candidate] = None
    return candidate


def begin_table(state: Finished) -> None:
    """A wide table scrolls within a region that the keyboard reaches and that has a name of its own."""
    if state.table_depth == 0:
        state.tables += 1
        about = state.headings[-1].text if state.headings else ""
        label = "Tabel" if state.tables == 1 else f"Tabel {state.tables}"
        label = f"{label}: {about}" if about else label
        state.out.append(f'<div class="table-scroll" role="region" tabindex="0" aria-label="{html.escape(label)}">')
    state.table_depth += 1
    state.out.append("<table>")


def cell(state: Finished, tag: str, attributes: dict[str, str]) -> str:
    align = ALIGNED.get(attributes.pop("align", ""))
    if align:
        attributes["class"] = align
    if tag == "th" and state.in_head:
        attributes.setdefault("scope", "col")
    return written_tag(tag, attributes)


def begin_link(state: Finished, attributes: dict[str, str]) -> None:
    kind, _, rest = attributes.pop("href", "").partition(":")
    if kind == "g40-noot":
        state.quiet = 1
        state.out.append(note_reference(state, rest))
    elif kind == "g40-terug":
        state.quiet = 1
        state.out.append(note_way_back(state, rest))
    else:
        state.out.append(placed(state, "a", rest if kind == "g40" else "", attributes))


def placed(state: Finished, tag: str, number: str, attributes: dict[str, str]) -> str:
    """A start tag with the mark of its link, or without when its destination was refused."""
    tail = written_tag(tag, attributes)[len(tag) + 1 :]
    if not number.isdecimal() or int(number) not in state.kept:
        return f"<{tag}{tail}"
    state.order.append(int(number))
    return f"<{tag}{MARK}{len(state.order) - 1}{MARK}{tail}"


def image(state: Finished, attributes: dict[str, str]) -> None:
    kind, _, number = attributes.pop("src", "").partition(":")
    kept = {name: value for name, value in attributes.items() if name in ("alt", "title", "lang", "dir")}
    kept.setdefault("alt", "")
    tag = placed(state, "img", number if kind == "g40" else "", kept)
    if MARK in tag:
        state.out.append(tag)


def note_reference(state: Finished, numbers: str) -> str:
    note, _, time = numbers.partition(".")
    own = f"{state.prefix}terug-{note}-{time}"
    state.ids[own] = None
    return f'<a id="{own}" class="note-ref" href="#{state.prefix}noot-{note}" aria-label="Noot {note}">'


def note_way_back(state: Finished, numbers: str) -> str:
    note, _, time = numbers.partition(".")
    label = f"Terug naar noot {note} in de tekst" + (f", plaats {time}" if time != "1" else "")
    target = f"{state.prefix}terug-{note}-{time}"
    return f'<a class="note-back" href="#{target}" aria-label="{label}">'


def note_part(state: Finished, tag: str, own: str) -> str:
    """The list of notes, and each note in it."""
    if own == "g40-noten":
        return f'<{tag} class="notes">'
    name = f"{state.prefix}noot-{own.removeprefix('g40-')}"
    state.ids[name] = None
    return f'<{tag} id="{name}">'
