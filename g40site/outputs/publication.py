"""What every file for machines is made from: the published content, its texts, and where the site stands.

In: the site, its prose and its absolute address. Out: answers in the forms that feeds and data need: absolute
addresses, HTML with absolute links, plain text without characters that XML forbids, dates as moments. There is no `now`
here: equal content gives equal bytes.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.json import encode, format
from msgspec.structs import replace

from g40site import addresses, privacy, words
from g40site.content.entries import Body
from g40site.content.prose import Prose
from g40site.content.site import Chapter, Event, NewsItem, Page, Project, Site
from g40site.engine.tracking import Tracker
from g40site.lifecycle import State
from g40site.markdown import Target
from g40site.matching import Matching
from g40site.model import Municipality, Theme

# Ids of feeds and calendars name the network that the group belongs to, not the host: they outlive a change of domain.
AUTHORITY = "g40stedennetwerk.nl"
# Before this day nothing stood on the site: no follower can have heard of anything earlier.
FIRST_DAY = "2026-01-01"
# The date of an id whose entry has no date of its own.
FIRST_YEAR = FIRST_DAY[:4]
# In three classes: one that holds them all takes ten times as long to compile, at the start of every build.
NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]|[\ud800-\udfff]|[\ufffe\uffff]")
SAME_PAGE = re.compile(r'(<a(?: [\w-]+="[^"]*")*? href=")#')
TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"


T = TypeVar("T")


class SitePage(Struct, frozen=True):
    """A page that the site makes itself: its numbers in menu and footer, where 0 is not in it, and what search knows of
    it. Without a summary it is not found by itself.
    """

    name: str
    """That of its template."""
    address: str
    title: str
    menu: int = 0
    footer: int = 0
    summary: str = ""
    other_words: str = ""


class SiteContext(Struct, frozen=True, dict=True):
    """The content, its texts, and where the site stands; `url` is its absolute address with a final `/`. Whatever is
    read of it is recorded by the tracker.
    """

    site: Site
    prose: Prose
    url: str
    tracker: Tracker

    def body(self, entry: NewsItem | Event | Page | Chapter) -> Body:
        """The Markdown of an entry."""
        return self.prose.body(entry.file)

    def absolute(self, address: str) -> str:
        return addresses.link_below(self.url, address)

    def municipality_name(self, id: str) -> str:
        return self.site.municipality[id].name

    def place_names(self, project: Project) -> str:
        """The names of all municipalities of a project: `Delft, Gouda en Zwolle`."""
        return words.listed([self.municipality_name(id) for id in self.site.place_of(project)])


class Publication(SiteContext, frozen=True, dict=True):
    """The content as followers may have it: drafts are never in `site`."""

    matching: Matching
    """What is alike; nothing where the site has it switched off."""
    state: Callable[[str], State]
    """How far a project is, by its id. Whether it has ended is of the day; nothing else here knows a day."""
    render: Callable[..., str]
    """A text by the name of its template and values."""
    site_pages: tuple[SitePage, ...] = ()

    def memo(self, name: str, items: object, compute: Callable[[], T], form: Any) -> T:
        """What is written of some items, now or by an earlier build that had the same address."""
        return self.tracker.memo(name, (self.url, items), compute, form)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.site.settings.timezone)

    def picture(self, file: str) -> str:
        """The absolute address of an image of the content."""
        return urljoin(self.url, self.prose.picture(f"content/{file}").href)

    def html(self, markdown: str | Body, file: str, page: str, prefix: str = "") -> str:
        """A text as HTML that may stand anywhere: every link is absolute. `page` is the address that it is shown at."""
        here = self.absolute(page)
        html = self.prose.html(markdown, file, prefix, lambda target: absolute(target, here))
        return SAME_PAGE.sub(lambda mark: f"{mark.group(1)}{here}#", html)

    def moment(self, date: str) -> dt.datetime:
        """The beginning of a day, a month or a year in the site's time zone."""
        year, month, day = [*date.split("-"), "01", "01"][:3]
        return dt.datetime(int(year), int(month), int(day), tzinfo=self.zone)


def absolute(target: Target | None, here: str) -> Target | None:
    if target is None:
        return None
    sizes = (size.strip().split(" ") for size in target.srcset.split(",") if size.strip())
    srcset = ", ".join(" ".join([urljoin(here, size[0]), *size[1:]]) for size in sizes)
    return replace(target, href=urljoin(here, target.href), srcset=srcset, forms=())


def iso(moment: dt.datetime) -> str:
    """ISO 8601 with offset. Before 1940 clocks differed from UTC by seconds too, which it cannot say."""
    whole = (moment.utcoffset() or dt.timedelta(0)) % dt.timedelta(minutes=1) == dt.timedelta(0)
    return (moment if whole else moment.astimezone(dt.UTC)).isoformat(timespec="seconds")


def clean(written: str) -> str:
    """A text without what XML and calendars forbid; line ends are one character."""
    return NOT_XML.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))


def redact(written: str) -> str:
    """A text without mail addresses and telephone numbers."""
    return privacy.redact(clean(written))


def public_url(url: str | None) -> str | None:
    """An address of the web that leads to no mailbox."""
    return url if url and not url.startswith("mailto:") and not privacy.MAIL.search(url) else None


def pretty(value: object) -> bytes:
    """JSON for people: a line for each value, and a line end."""
    return indented(value) + b"\n"


def indented(value: object) -> bytes:
    return format(encode(value), indent=1)


def first_date(entry: Project | NewsItem | Event) -> str:
    """The date that an entry first had; it never changes, so ids can rely on it. A project may have none."""
    if isinstance(entry, NewsItem):
        return entry.date.isoformat()
    if isinstance(entry, Event):
        return entry.file.rpartition("/")[2][:10]
    return entry.added or ""


def last_date(entry: Project | NewsItem | Event) -> str:
    """The date of the last change that a follower should hear of, or nothing.

    A meeting is announced before its day, and only `updated` says when. Without it, it counts as announced on its day
    or on the first day of the site, whichever came first: no build that tells of the meeting can be before that, so
    this never lies ahead, and it takes no clock.
    """
    if isinstance(entry, Event):
        return entry.updated or min(first_date(entry), FIRST_DAY)
    return max(first_date(entry), entry.updated or "")


def name_of(entry: Project | NewsItem | Event | Page | Theme | Municipality) -> tuple[str, str]:
    """The kind of an entry and its id in it."""
    if isinstance(entry, NewsItem):
        return "news", entry.slug
    if isinstance(entry, Event):
        return "event", entry.slug
    if isinstance(entry, Page):
        return "page", entry.slug
    if isinstance(entry, Theme):
        return "theme", entry.id
    return "municipality" if isinstance(entry, Municipality) else "project", entry.id


def address_of(entry: Project | NewsItem | Event | Page | Theme | Municipality) -> str:
    kind, id = name_of(entry)
    return addresses.ENTRY[kind](id)


def tag(entry: Project | NewsItem | Event) -> str:
    """A tag URI (RFC 4151) that survives another title and another domain."""
    kind, id = name_of(entry)
    return f"tag:{AUTHORITY},{first_date(entry) or FIRST_YEAR}:{kind}/{id}"


def when(event: Event) -> str:
    """The days or the times of a meeting, in words."""
    if event.all_day:
        return words.days(event.start.day, event.end.day if event.end else event.start.day)
    return words.span(event.begins, event.ends)


def where(event: Event) -> str:
    """Where a meeting takes place: `Zwolle`, `Online`, `Zwolle, of online`; nothing where nobody wrote it down."""
    location, online = location_and_online(event)
    return location + online


def location_and_online(event: Event) -> tuple[str, str]:
    """The same with the word *online* apart, which can be a link."""
    location = event.location or ""
    if not event.is_online:
        return location, ""
    return (f"{location}, of ", "online") if location else ("", "Online")


def event_state(event: Event) -> str:
    """What visitors must know before they come: `Gaat niet door`; nothing where all is as it was announced."""
    if event.status != "scheduled":
        return words.capital(words.EVENT_STATES[event.status])
    return "Verzet" if event.began else ""


def was(event: Event) -> str:
    """The start that a moved meeting first had, in words, or nothing."""
    if event.began is None or event.previous_start is None:
        return ""
    return words.day(event.began.date()) if event.previous_start.clock is None else words.span(event.began, None)


def takes_place(event: Event) -> bool:
    """Whether there is something to sign up for: nobody is asked to a meeting that was cancelled."""
    return event.status != "cancelled"


POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Z]{2} +")


def town_of(site: Site, event: Event) -> Municipality | None:
    """The one municipality of an event that its location names as a town: on its own, behind a postcode, or at the end.

    *Edelweiss, Breda* is not in Ede.
    """
    if event.location is None:
        return None
    about = [site.municipality[id] for id in event.municipalities]
    towns = [m for m in about if any(is_in(event.location, name) for name in (m.name, *m.also_known_as))]
    return towns[0] if len(towns) == 1 else None


def is_in(location: str, town: str) -> bool:
    phrases = [POSTCODE.sub("", phrase.strip()) for phrase in location.split(",")]
    return town in phrases or phrases[-1].endswith(f" {town}")


def tooi(code: str) -> str:
    """The identifier of a municipality in the register of government organisations, from its CBS code."""
    return TOOI + code.lower()


def without_drafts(site: Site) -> Site:
    """The site as followers may have it."""
    entries: tuple[NewsItem | Event | Page, ...] = (*site.news, *site.events, *site.pages)
    if not any(entry.draft for entry in entries):
        return site
    return replace(
        site,
        news=tuple(item for item in site.news if not item.draft),
        events=tuple(event for event in site.events if not event.draft),
        pages=tuple(page for page in site.pages if not page.draft),
    )
