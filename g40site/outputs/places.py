"""Where a meeting is, as far as its own words say: at a place, in a town, online, or not known.

In: a meeting, and the municipalities that it is about. Out: answers for calendars and search engines, which ask for
more than editors write. What the words leave open is not answered.
"""

import re
from enum import Enum

from g40site.content.site import Event, Site
from g40site.model import Municipality

ONLINE = r"(?:online|digitaal|webinar|livestream)"
ONLY_ONLINE = re.compile(rf"{ONLINE}(?:,? (?:via|met) [\w ]+)?\.?", re.IGNORECASE)
ALSO_ONLINE = re.compile(r"\b(?:online|webinar|livestream|hybride?)\b", re.IGNORECASE)
POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Z]{2} +")


class Way(Enum):
    """How one can be there."""

    PLACE = "at a place"
    ONLINE = "online"
    BOTH = "at a place or online"
    OPEN = "the words do not say"


def way(event: Event) -> Way:
    """A place beside an address for online is both; a place whose words speak of online themselves leaves it open."""
    words = event.location
    if words is None:
        return Way.ONLINE if event.online else Way.OPEN
    if ONLY_ONLINE.fullmatch(words):
        return Way.ONLINE
    if ALSO_ONLINE.search(words):
        return Way.OPEN
    return Way.BOTH if event.online else Way.PLACE


def town(site: Site, event: Event) -> Municipality | None:
    """The one municipality of a meeting that its place names as a town: on its own, behind a postcode, or at the end.

    *Edelweiss, Breda* is not in Ede, and of what is partly online it is not said where it is.
    """
    if event.location is None or way(event) not in (Way.PLACE, Way.BOTH):
        return None
    about = [site.municipality[id] for id in event.municipalities]
    found = [m for m in about if any(is_in(event.location, name) for name in (m.name, *m.also_known_as))]
    return found[0] if len(found) == 1 else None


def is_in(place: str, town: str) -> bool:
    parts = [POSTCODE.sub("", part.strip()) for part in place.split(",")]
    return town in parts or parts[-1].endswith(f" {town}")
