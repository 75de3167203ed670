"""Readers of built sites that know nothing of the program: JSON, CSV, and what a page tells machines."""

import csv
import io
import json
from typing import Any

from tests.reading import Page
from tests.sites import SmallSite


def data(site: SmallSite, name: str) -> Any:
    return json.loads((site.public / "data" / name).read_bytes())


def table(site: SmallSite, name: str) -> list[dict[str, str]]:
    """The rows of a CSV as a spreadsheet sees them."""
    return list(csv.DictReader(io.StringIO(raw_csv(site, name), newline="")))


def raw_csv(site: SmallSite, name: str) -> str:
    return (site.public / "data" / f"{name}.csv").read_bytes().decode("utf-8-sig")


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
