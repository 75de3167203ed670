"""Reads a built site as a visitor, a browser and a machine do: pages in parts, and whether all of it holds together."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

from tests.sites import SmallSite

NOT_FOUND = "/404.html"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FOR_MACHINES = re.compile(r"atom\.xml$|\.(ics|json|csv|geojson|jsonld)$")
# What scripts of the site fetch by themselves; visitors are not led to it.
FOR_SCRIPTS = re.compile(r"/projecten/keuze\.json|/zoeken/[^/]+\.json|/aansluiten/[^/]+\.json")


def straight(text: str) -> str:
    """A text with the single quotes that a keyboard has: which way one curls hangs on what stands around it."""
    return text.replace("\N{LEFT SINGLE QUOTATION MARK}", "'").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


class Page(HTMLParser):
    """One page, or a part of one.

    `text` has one space between words, `links` come from `<a>`, `loads` is what a browser fetches by itself, `rows`
    are the cells of its tables, `alternates` its other forms, and `structured` is what it tells search engines.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = self.canonical = self.structured = ""
        self.headings: list[tuple[int, str]] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.alternates: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.rows: list[list[str]] = []
        self.alts: list[str] = []
        self.crumbs: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.meta: dict[str, str] = {}
        self.words: list[str] = []
        self.inside: list[str] = []
        self.in_crumbs = self.in_data = False
        self.feed(html)
        self.close()
        self.text = " ".join("".join(self.words).split())
        self.description = self.meta.get("description", "")
        self.robots = self.meta.get("robots", "")
        self.refresh = self.meta.get("refresh", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self.inside.append(tag)
        self.tags.add(tag)
        self.attributes |= set(at)
        self.in_data = tag == "script" and at.get("type") == "application/ld+json"
        if "id" in at:
            self.ids.append(at["id"])
        if "alt" in at:
            self.alts.append(at["alt"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append((int(tag[1]), ""))
        if tag == "nav":
            self.in_crumbs = at.get("aria-label") == "Kruimelpad"
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "meta" and "content" in at:
            self.meta[at.get("name") or at.get("http-equiv") or at.get("property", "")] = at["content"]
        self.read_addresses(tag, at)

    def read_addresses(self, tag: str, at: dict[str, str]) -> None:
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        if tag == "link":
            if at["rel"] == "canonical":
                self.canonical = at["href"]
            elif at["rel"] == "alternate":
                self.alternates.append((at["type"], at["href"]))
            else:
                self.loads.append(at["href"])
        if "src" in at:
            self.loads.append(at["src"])
        self.loads += [part.split()[0] for part in at.get("srcset", "").split(",") if part.strip()]

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
            self.structured += text if self.in_data else ""
            return
        if "title" in self.inside and "svg" not in self.inside:
            self.title += text
            return
        if "svg" not in self.inside:
            self.words.append(text)
            if self.in_crumbs and text.strip():
                self.crumbs.append(text.strip())
        if "td" in self.inside or "th" in self.inside:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {text}".split())
        if self.headings and f"h{self.headings[-1][0]}" in self.inside:
            self.headings[-1] = (self.headings[-1][0], self.headings[-1][1] + text)


def main(site: SmallSite, address: str) -> Page:
    """The main part of a page, without what stands around it on every page."""
    return part(site.page(address), "main")


def part(html: str, tag: str) -> Page:
    """The first element of a page with this tag."""
    return Page(html[html.index(f"<{tag}") : html.index(f"</{tag}>")])


def pages(public: Path) -> dict[str, Page]:
    """Every page of a built site by its address."""
    found = {}
    for file in sorted(public.rglob("*.html")):
        path = "/" + file.relative_to(public).as_posix()
        found[path.removesuffix("index.html")] = once(file.read_text("utf-8"))
    return found


@lru_cache(maxsize=500)
def once(html: str) -> Page:
    """A page, which is taken apart once however often it is looked at."""
    return Page(html)


def inner_links(address: str, page: Page, base: str = "/") -> Iterator[tuple[str, str]]:
    """Address and fragment of every link of a page that stays on the site that stands at the path `base`."""
    for link in page.links:
        parts = urlsplit(link)
        if not parts.scheme and not parts.netloc:
            target, fragment = urldefrag(urljoin(base + address.removeprefix("/"), link))
            yield unquote(urlsplit(target).path), unquote(fragment)


def whole(public: Path, url: str) -> list[str]:
    """What is wrong with a built site whose home is at `url`, whatever the site is about; nothing where it is whole."""
    return list(Whole(public, url).faults())


class Whole:
    """A built site, and what holds of any. A page that only leads from an old address to a new one is `old`."""

    def __init__(self, public: Path, url: str) -> None:
        self.public, self.url = public, unquote(url)
        self.files = {"/" + path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
        self.pages = pages(public)
        self.old = {address: page for address, page in self.pages.items() if page.refresh}
        self.proper = {address: page for address, page in self.pages.items() if not page.refresh}

    def faults(self) -> Iterator[str]:
        for address, page in self.pages.items():
            yield from (f"{address}: {fault}" for fault in (*self.leads(address, page), *self.loaded(address, page)))
        for address, page in self.proper.items():
            yield from (f"{address}: {fault}" for fault in (*self.headings(page), *self.head(address, page)))
        for address, page in self.old.items():
            yield from (f"{address}: {fault}" for fault in self.sends_on(page))
        yield from self.titles()
        yield from self.out_of_reach()
        yield from self.for_search_engines()
        yield from self.told_to_machines()

    def target(self, address: str, link: str) -> tuple[str, str] | None:
        """The address on this site and the fragment that a link leads to; None where it leads to another site."""
        # A calendar program asks for `webcal:` at the same address as `https:`.
        whole = unquote(urljoin(self.url + address[1:], link.replace("webcal:", "https:", 1)))
        if urlsplit(whole).netloc != urlsplit(self.url).netloc:
            return None
        there, _, fragment = whole.partition("#")
        there = there.partition("?")[0]
        return ("/" + there.removeprefix(self.url) if there.startswith(self.url) else there), fragment

    def is_there(self, address: str) -> bool:
        return (f"{address}index.html" if address.endswith("/") else address) in self.files

    def leads(self, address: str, page: Page) -> Iterator[str]:
        """Each link leads to a page or file of the site, and to a place in it that is there."""
        for link in (*page.links, *(href for _, href in page.alternates), page.canonical):
            there, fragment = self.target(address, link) or (NOT_FOUND, "")
            if not self.is_there(there):
                yield f"{link} leads nowhere"
            elif fragment and fragment not in self.pages[there].ids:
                yield f"{link} leads to no place of its page"

    def loaded(self, address: str, page: Page) -> Iterator[str]:
        """All that a browser fetches is a file of the site, and nothing is written into the page itself."""
        image = page.meta.get("og:image")
        for load in (*page.loads, *([image] if image else [])):
            there = self.target(address, load)
            if there is None:
                yield f"{load} is of another site"
            elif not self.is_there(there[0]):
                yield f"{load} is not there"
        yield from (f"has {name} in it" for name in page.attributes if name == "style" or name.startswith("on"))
        if "style" in page.tags:
            yield "has a style in it"

    def headings(self, page: Page) -> Iterator[str]:
        levels = [level for level, _ in page.headings]
        if levels[:1] != [1] or levels.count(1) != 1:
            yield f"has another than one title: {levels}"
        if any(after > before + 1 for before, after in pairwise(levels)):
            yield f"has a gap in its headings: {levels}"
        if not all(text.strip() for _, text in page.headings):
            yield "has a heading without words"
        if len(page.ids) != len(set(page.ids)):
            yield "has an id twice"

    def head(self, address: str, page: Page) -> Iterator[str]:
        if not page.title.strip() or not page.description.strip():
            yield "has no title or no description"
        canonical = "" if address == NOT_FOUND else self.url + address[1:]
        if unquote(page.canonical) != canonical or not page.canonical.isascii():
            yield f"says that it stands at {page.canonical!r}"
        if page.meta.get("og:url", "") != page.canonical:
            yield "has another address for who shares it"

    def sends_on(self, page: Page) -> Iterator[str]:
        target = page.refresh.removeprefix("0; url=")
        here = {self.target("/", one) for one in (target, *page.links)}
        # A part of a page has no address of its own to be known by.
        same = {self.target("/", one.partition("#")[0]) for one in (target, page.canonical)}
        if "noindex" not in page.robots or len(page.links) != 1 or (len(here), len(same)) != (1, 1):
            yield f"does not only lead to {target}"

    def titles(self) -> Iterator[str]:
        seen: dict[str, str] = {}
        for address, page in self.proper.items():
            if "noindex" not in page.robots and seen.setdefault(page.title, address) != address:
                yield f"{address}: has the title of {seen[page.title]}"

    def out_of_reach(self) -> Iterator[str]:
        """From home each page is at most four steps away, and each file for machines stands on some page."""
        steps = self.steps()
        for address in self.proper:
            if address != NOT_FOUND and not 0 <= steps.get(address, -1) <= 4:
                yield f"{address}: takes {steps.get(address, 'any number of')} steps from home"
        told = {
            there[0]
            for address, page in self.proper.items()
            for link in (*page.links, *(href for _, href in page.alternates))
            if (there := self.target(address, link))
        }
        for file in sorted(self.files - told):
            if FOR_MACHINES.search(file) and not FOR_SCRIPTS.fullmatch(file):
                yield f"{file}: no page leads to it"

    def steps(self) -> dict[str, int]:
        steps, fresh = {"/": 0}, ["/"]
        for address in fresh:
            for link in self.pages[address].links:
                there = (self.target(address, link) or (NOT_FOUND, ""))[0]
                if there in self.pages and there not in steps:
                    steps[there] = steps[address] + 1
                    fresh.append(there)
        return steps

    def for_search_engines(self) -> Iterator[str]:
        """The sitemap has exactly the pages that may be found, and `robots.txt` leads to it."""
        listed = ElementTree.fromstring((self.public / "sitemap.xml").read_bytes()).findall(f"{SITEMAP}url")
        found = {one.findtext(f"{SITEMAP}loc", "") for one in listed}
        wanted = {page.canonical for page in self.proper.values() if page.canonical and "noindex" not in page.robots}
        yield from (f"{one}: is only in one of the sitemap and the site" for one in sorted(found ^ wanted))
        for one in listed:
            if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", one.findtext(f"{SITEMAP}lastmod", "2000")):
                yield f"sitemap.xml: {one.findtext(f'{SITEMAP}lastmod')} is no date"
        robots = (self.public / "robots.txt").read_text("utf-8").splitlines()
        lines = [line.removeprefix("Sitemap: ") for line in robots if line.startswith("Sitemap: ")]
        if [unquote(line) for line in lines] != [f"{self.url}sitemap.xml"] or not lines[0].isascii():
            yield f"robots.txt: leads to {lines}"

    def told_to_machines(self) -> Iterator[str]:
        """Each address of the site in a feed, a calendar or a file of data is there."""
        for file in sorted(self.files):
            if FOR_MACHINES.search(file):
                text = (self.public / file[1:]).read_bytes().decode().replace("\r\n ", "")
                for link in sorted(set(re.findall(rf"https?://{urlsplit(self.url).netloc}/[^\s\"'<>\\,;)]*", text))):
                    there = self.target("/", link)
                    if there is None or not self.is_there(there[0]):
                        yield f"{file}: {link} leads nowhere"
