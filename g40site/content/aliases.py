"""Old addresses: each leads to its entry, and none stands where the site has something itself.

In: what was read and the addresses that the site uses. Out: problems at the alias that is in the way.
"""

from collections.abc import Iterable, Iterator

from g40site import addresses
from g40site.content.entries import Content, Entry
from g40site.diagnostics import Problems, Span


def check_aliases(content: Content, used: Iterable[str], problems: Problems) -> None:
    """`used` are all addresses of pages and files of the site, without the old ones."""
    taken = {addresses.folded(address): address for address in used}
    files = {addresses.folded(f"/{addresses.file_of(address)}") for address in taken.values()}
    first: dict[str, tuple[Entry, int]] = {}
    for entry, number, alias in aliases(content):
        key = addresses.folded(alias)
        if key in taken or files.intersection(addresses.above(key)) or key.split("/")[1] == "assets":
            problems.add("alias-bezet", alias_span(entry, number), alias=alias)
            continue
        earlier, there = first.setdefault(key, (entry, number))
        if earlier is not entry:
            line = alias_span(earlier, there).line
            problems.add("alias-dubbel", alias_span(entry, number), alias=alias, first=f"{earlier.file}, regel {line}")


def aliases(content: Content) -> Iterator[tuple[Entry, int, str]]:
    for entry in content:
        for number, alias in enumerate(getattr(entry.model, "aliases", ())):
            yield entry, number, alias


def alias_span(entry: Entry, number: int) -> Span:
    """Where an alias stands. Asked for a problem only: an entry that was restored is read again for it."""
    return entry.node.at("aliases", number).span
