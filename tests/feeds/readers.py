"""Readers of built sites that know nothing of the program: JSON, CSV, and the HTML of a page."""

import csv
import io
import json
from html.parser import HTMLParser
from typing import Any

from tests.sites import SmallSite


def data(site: SmallSite, name: str) -> Any:
    return json.loads((site.public / "data" / name).read_bytes())


def table(site: SmallSite, name: str) -> list[dict[str, str]]:
    """The rows of a CSV as a spreadsheet sees them."""
    return list(csv.DictReader(io.StringIO(raw_csv(site, name), newline="")))


def raw_csv(site: SmallSite, name: str) -> str:
    return (site.public / "data" / f"{name}.csv").read_bytes().decode("utf-8-sig")


class Page(HTMLParser):
    """What machines read in a page: links in the head, links of visitors, and structured data."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.alternates: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.structured = ""
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        if tag == "link" and given.get("rel") == "alternate":
            self.alternates.append((given["type"], given["href"]))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self._inside = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.structured += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def page(site: SmallSite, address: str) -> Page:
    return Page(site.page(address))


def structured(site: SmallSite, address: str) -> dict[str, Any]:
    """The nodes of a page's JSON-LD by their type, those inside others too."""
    graph = json.loads(page(site, address).structured)
    assert graph["@context"] == "https://schema.org"
    found: dict[str, Any] = {}
    waiting: list[Any] = list(graph["@graph"])
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if "@type" in node:
                found.setdefault(node["@type"], node)
            waiting += node.values()
    return found
