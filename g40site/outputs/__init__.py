"""Files for machines: values in, bytes out.

`files` is the table of feeds, calendars and open data: where each stands, what it is made from, and how to make it.
"""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from g40site import addresses
from g40site.content.site import Event, Site
from g40site.outputs import atom, dcat, open_data, search
from g40site.outputs.datasets import published
from g40site.outputs.publication import Publication

__all__ = ["File", "Publication", "files"]


class File(Struct, frozen=True):
    """One file for machines."""

    address: str
    source: str
    make: Callable[[Publication], bytes]
    item: object = None
    """What `make` was given besides."""


def files(site: Site) -> Iterator[File]:
    """Every feed, calendar and file of data, by the site alone; what is in it never depends on the clock."""
    yield from (File(feed.address, "content", partial(atom.atom, feed=feed), feed) for feed in atom.feeds_of(site))
    yield File(addresses.CALENDAR, "content/agenda", partial(calendar_file, about=None))
    for theme in site.themes:
        yield File(addresses.theme_calendar(theme.id), "content/agenda", partial(calendar_file, about=theme.id))
    for event in site.events:
        yield File(addresses.event_calendar(event.slug), event.file, partial(calendar_file, about=event), event)
    for dataset in published(site):
        for form in dataset.forms:
            yield File(dataset.address(form), dataset.source, partial(open_data.FORMS[form].write, dataset=dataset))
        yield File(dataset.schema_address, "site.yaml", partial(open_data.schema, dataset=dataset))
    yield File(addresses.CATALOGUE, "site.yaml", dcat.catalogue)
    if site.settings.features.search:
        yield from search_files(site)


def search_files(site: Site) -> Iterator[File]:
    """What the search page reads: one file, or several on a large site."""
    yield File(addresses.SEARCH_INDEX, "content", search.index)
    if search.is_split(site):
        for shard in search.SHARDS:
            yield File(addresses.search_words(shard), "content", partial(search.postings_file, shard=shard))
        for number in search.document_shards(site):
            yield File(addresses.search_entries(number), "content", partial(search.documents_file, number=number))


def calendar_file(publication: Publication, about: Event | str | None) -> bytes:
    """The package that writes calendars takes a while to import, so only making one does."""
    from g40site.outputs import calendar

    return calendar.ics(publication, about)
