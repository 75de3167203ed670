"""Reads a page as a visitor does: its text, headings and links, wherever they stand in the markup."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit


def straight(text: str) -> str:
    """A text with the single quotes that a keyboard has: which way one curls hangs on what stands around it."""
    return text.replace("\N{LEFT SINGLE QUOTATION MARK}", "'").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


class Page(HTMLParser):
    """One page. `text` has one space between words, `links` come from `<a>`, `loads` is what a browser fetches."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = self.description = self.canonical = self.robots = self.refresh = ""
        self.headings: list[tuple[int, str]] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.words: list[str] = []
        self.crumbs: list[str] = []
        self.inside: list[str] = []
        self.in_crumbs = False
        self.feed(html)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self.inside.append(tag)
        if "id" in at:
            self.ids.add(at["id"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append((int(tag[1]), ""))
        if tag == "nav":
            self.in_crumbs = at.get("aria-label") == "Kruimelpad"
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        if tag == "meta":
            self.read_meta(at)
        if tag == "link":
            if at["rel"] == "canonical":
                self.canonical = at["href"]
            elif at["rel"] != "alternate":
                self.loads.append(at["href"])
        if "src" in at:
            self.loads.append(at["src"])
        self.loads += [part.split()[0] for part in at.get("srcset", "").split(",") if part.strip()]

    def read_meta(self, at: dict[str, str]) -> None:
        if at.get("name") == "description":
            self.description = at["content"]
        if at.get("name") == "robots":
            self.robots = at["content"]
        if at.get("http-equiv") == "refresh":
            self.refresh = at["content"]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass
        if tag == "nav":
            self.in_crumbs = False
        if tag not in ("a", "b", "span", "time", "abbr", "em", "strong", "code"):
            self.words.append(" ")

    def handle_data(self, text: str) -> None:
        if "script" in self.inside:
            return
        if "title" in self.inside and "svg" not in self.inside:
            self.title += text
            return
        if "svg" not in self.inside:
            self.words.append(text)
            if self.in_crumbs and text.strip():
                self.crumbs.append(text.strip())
        if self.headings and f"h{self.headings[-1][0]}" in self.inside:
            self.headings[-1] = (self.headings[-1][0], self.headings[-1][1] + text)


def pages(public: Path) -> dict[str, Page]:
    """Every page of a built site by its address."""
    found = {}
    for file in sorted(public.rglob("*.html")):
        path = "/" + file.relative_to(public).as_posix()
        found[path.removesuffix("index.html")] = Page(file.read_text("utf-8"))
    return found


def inner_links(address: str, page: Page, base: str = "/") -> Iterator[tuple[str, str]]:
    """Address and fragment of every link of a page that stays on the site that stands at the path `base`."""
    for link in page.links:
        parts = urlsplit(link)
        if not parts.scheme and not parts.netloc:
            target, fragment = urldefrag(urljoin(base + address.removeprefix("/"), link))
            yield unquote(urlsplit(target).path), unquote(fragment)
