"""Old addresses: each leads to its entry, and none stands where the site has something itself.

In: what was loaded and the addresses that the site uses. Out: problems at the alias that is in the way.
"""

from collections.abc import Iterable, Iterator

from g40site import addresses
from g40site.content.load import Entry, Loaded
from g40site.content.nodes import Node
from g40site.diagnostics import Problems


def check_aliases(loaded: Loaded, used: Iterable[str], problems: Problems) -> None:
    """`used` are all addresses of pages and files of the site, without the old ones."""
    taken = {addresses.folded(address): address for address in used}
    files = {addresses.folded(f"/{addresses.file_of(address)}") for address in taken.values()}
    first: dict[str, tuple[Entry, Node]] = {}
    for entry, alias, node in aliases(loaded):
        key = addresses.folded(alias)
        if key in taken or files.intersection(addresses.above(key)) or key.split("/")[1] == "assets":
            problems.add("alias-bezet", node.span, alias=alias)
            continue
        earlier, place = first.setdefault(key, (entry, node))
        if earlier is not entry:
            problems.add("alias-dubbel", node.span, alias=alias, first=f"{earlier.file}, regel {place.span.line}")


def aliases(loaded: Loaded) -> Iterator[tuple[Entry, str, Node]]:
    for entry in loaded:
        if entry.model is None or not getattr(entry.model, "aliases", ()):
            continue
        items = entry.node.pairs["aliases"].items or []
        yield from ((entry, alias, node) for alias, node in zip(entry.model.aliases, items, strict=True))
