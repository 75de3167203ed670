"""A built site as a visitor's browser sees it: pages with their links, ids and headings, parsed from the files."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Page(HTMLParser):
    """One parsed page. `links` are those of people, `loads` what a browser fetches by itself."""

    address: str
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    tags: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes |= set(values)
        if "id" in values:
            self.ids.append(values["id"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        elif tag == "link":
            self.loads.append(values["href"])
        if "src" in values:
            self.loads.append(values["src"])
        self.loads += [part.split()[0] for part in values.get("srcset", "").split(",") if part.strip()]
        if tag == "meta" and "content" in values:
            self.meta[values.get("name") or values.get("http-equiv") or values.get("property", "")] = values["content"]


class Tree:
    """All files of a built site, and its pages by address."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    @cached_property
    def pages(self) -> dict[str, Page]:
        found = {}
        for file in sorted(self.files):
            if file.endswith(".html"):
                address = urljoin(self.url, file.removesuffix("index.html"))
                page = found[address] = Page(address)
                page.feed((self.folder / file).read_text("utf-8"))
        return found

    @property
    def whole_pages(self) -> list[Page]:
        """The pages that people read: those that only send a browser on are left out."""
        return [page for page in self.pages.values() if "refresh" not in page.meta]

    def fault(self, page: Page, href: str) -> str:
        """Why a link leads nowhere, or nothing. Other hosts, mail and telephone are not looked at."""
        # A calendar program asks for `webcal:` at the same address as `https:`.
        target = urljoin(page.address, href.replace("webcal:", "https:", 1))
        if not target.startswith(self.url):
            inside = urlsplit(target).netloc == urlsplit(self.url).netloc
            return f"{page.address}: {href} leaves the site's folder" if inside else ""
        path, _, anchor = target.removeprefix(self.url).partition("#")
        file = unquote(path.partition("?")[0])
        file = f"{file}index.html" if file == "" or file.endswith("/") else file
        if file not in self.files:
            return f"{page.address}: {href} is not there"
        if anchor and unquote(anchor) not in self.pages[target.partition("#")[0].partition("?")[0]].ids:
            return f"{page.address}: {href} has no such heading"
        return ""

    def steps(self) -> dict[str, int]:
        """How many links it takes from home to each page."""
        distance, queue = {self.url: 0}, [self.url]
        for here in queue:
            for href in self.pages[here].links:
                there = urljoin(here, href).partition("#")[0].partition("?")[0]
                if there in self.pages and there not in distance:
                    distance[there] = distance[here] + 1
                    queue.append(there)
        return distance
