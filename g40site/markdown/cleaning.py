"""What HTML a text may hold, and the cleaning of it.

`cleaned` is the one gate: whatever Markdown or an editor made, only this list comes out. `Snippets` reads the raw HTML
of an editor beforehand, to say what will be removed and to make its links ordinary links.
"""

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

import nh3

TAGS = frozenset(
    "abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub "
    "summary sup table tbody td tfoot th thead time tr u ul var wbr a img".split()
)
EVERYWHERE = {"lang", "dir"}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "dfn": {"title"},
    "bdo": {"dir"},
    "details": {"open"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope", "abbr"},
    "time": {"datetime"},
}
# What this room itself writes on the way to the cleaning; `finish` turns it into something else.
OWN_ATTRIBUTES = {"li": {"id"}, "div": {"id"}, "td": {"align"}, "th": {"align"}}
WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea"}
# Our own schemes: a number in the list of links, a note, the way back from a note.
LINK, NOTE, BACK = "g40", "g40-noot", "g40-terug"
# What XML forbids, what means nothing in a text, or turns its direction; nh3 lets it through when it is an entity.
MEANINGLESS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});")

CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=WITH_CONTENT,
    attributes={tag: ATTRIBUTES.get(tag, set()) | OWN_ATTRIBUTES.get(tag, set()) | EVERYWHERE for tag in TAGS},
    strip_comments=True,
    link_rel=None,
    url_schemes={LINK, NOTE, BACK},
    url_relative="deny",
)


def cleaned(markup: str) -> str:
    """The markup with only what may stay, well formed, and without characters that XML forbids."""
    return MEANINGLESS.sub("", CLEANER.clean(MEANINGLESS.sub("", markup)))


def decoded(destination: str) -> str:
    """The destination as a browser reads it; only complete entities count, so `?a=1&copy=2` stays."""
    return ENTITY.sub(lambda entity: html.unescape(entity.group()), destination).strip()


class Snippets(HTMLParser):
    """Reads raw HTML piece by piece; `link` gives a destination its number, and what will go is added to `removed`."""

    def __init__(self, link: Callable[[str, bool, str, str], str], removed: list[tuple[str, str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.link = link
        self.removed = removed
        self.changes: list[tuple[str, str]] = []

    def replaced(self, snippet: str) -> str:
        """The snippet with the destinations of its links replaced by their numbers."""
        self.reset()
        self.changes = []
        self.feed(snippet)
        self.close()
        end = 0
        pieces = []
        for old, new in self.changes:
            start = snippet.find(old, end)
            if start >= 0:
                pieces += [snippet[end:start], new]
                end = start + len(old)
        return "".join(pieces) + snippet[end:]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if tag not in TAGS:
            self.removed.append((written, tag))
            return
        known = ATTRIBUTES.get(tag, set()) | EVERYWHERE
        for name, _ in attrs:
            if name not in known:
                self.removed.append((written, f"{tag} {name}"))
        values = {name: value or "" for name, value in reversed(attrs) if name in known}
        if tag == "a" and "href" in values:
            values["href"] = self.link(values["href"], False, "", written)
            self.changes.append((written, start_tag(tag, values)))
        elif tag == "img":
            values["src"] = self.link(values.get("src", ""), True, values.setdefault("alt", ""), written)
            self.changes.append((written, start_tag(tag, values)))

    def handle_decl(self, decl: str) -> None:
        self.removed.append((f"<!{decl}", "!" + decl.split(" ")[0]))

    def handle_pi(self, data: str) -> None:
        self.removed.append((f"<?{data}", "?" + data.split(" ")[0]))


def start_tag(tag: str, values: dict[str, str]) -> str:
    return f"<{tag}" + "".join(f' {name}="{html.escape(value)}"' for name, value in values.items()) + ">"
