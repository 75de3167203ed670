"""Where everything stands on the site: one function or constant an address, all beginning with `/`.

In: ids and words. Out: addresses without the site's host and base path, which `link_below` adds. It knows no content.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote, urlsplit

HOME = "/"
THEMES = "/themas/"
MUNICIPALITIES = "/gemeenten/"
PROJECTS = "/projecten/"
NEWS = "/actueel/"
AGENDA = "/agenda/"
ARCHIVE = "/agenda/archief/"
TOGETHER = "/samenwerken/"
JOIN = "/aansluiten/"
# The name of the page on how to take part in this site, where editors made one.
TAKING_PART = "meedoen-aan-de-site"
SEARCH = "/zoeken/"
SUBSCRIBE = "/abonneren/"
DATA = "/data/"
FRESHNESS = "/bijgewerkt/"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
SECURITY = "/.well-known/security.txt"
FEED = "/atom.xml"
CALENDAR = "/agenda/agenda.ics"
CATALOGUE = "/data/catalog.jsonld"
NOT_FOUND = "/404.html"
MANUAL = "/redactie/"
MESSAGES = "/redactie/meldingen/"
FORMS = "/beheer/"
FORMS_CONFIG = "/beheer/config.json"
STYLEGUIDE = "/redactie/bouwstenen/"
FAVICON = "/favicon.ico"
WEB_MANIFEST = "/site.webmanifest"
PROJECT_CHOICES = "/projecten/keuze.json"
SEARCH_INDEX = "/zoeken/index.json"

# The pages and files that the site makes itself. Editors may write the page at `JOIN`.
OWN = (
    *(THEMES, MUNICIPALITIES, PROJECTS, NEWS, AGENDA, TOGETHER, SEARCH, SUBSCRIBE, DATA, FRESHNESS, MANUAL, FORMS),
    *(NOT_FOUND, SITEMAP, ROBOTS, FEED, "/assets/", "/media/", "/manifest"),
)
# First parts of these addresses; no page may be called so.
RESERVED = frozenset(re.split("[/.]", address)[1] for address in OWN)
# Names of news and agenda items that would stand on an address of the site itself.
RESERVED_NEWS = frozenset(["pagina"])
RESERVED_EVENTS = frozenset(["archief", "agenda"])
RESERVED_PROJECTS = frozenset(["fase", "onderwerp", "provincie"])
RESERVED_CHAPTERS = frozenset(["bouwstenen", "meldingen"])

PHASES = {
    "exploring": "verkenning",
    "pilot": "pilot",
    "in-use": "in-gebruik",
    "scaling": "opschaling",
    "finished": "afgerond",
    "stopped": "gestopt",
}
# Letters that do not fall apart into an ASCII letter and a mark.
LETTERS = str.maketrans(
    {"ß": "ss", "ı": "i", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "đ": "d", "Đ": "d", "ł": "l"}
)


def base_of(url: str) -> str:
    """The path under which the site stands, with a `/` at both ends."""
    return urlsplit(url).path or "/"


@lru_cache(maxsize=1024)
def link_below(base: str, address: str) -> str:
    """An address below the host of the site or its path alone, as a link has it. Each page has those of the menu."""
    return quote(base + address.removeprefix("/"), safe="/?&=#:.~-_%")


def theme(id: str) -> str:
    return f"/themas/{id}/"


def municipality(id: str) -> str:
    return f"/gemeenten/{id}/"


def project(id: str) -> str:
    return f"/projecten/{id}/"


def news(slug: str) -> str:
    return f"/actueel/{slug}/"


def news_page(number: int) -> str:
    return NEWS if number == 1 else f"/actueel/pagina/{number}/"


def event(slug: str) -> str:
    return f"/agenda/{slug}/"


def page(slug: str) -> str:
    return {"index": HOME, "aansluiten": JOIN}.get(slug, f"/{slug}/")


def chapter(slug: str) -> str:
    """A page of the editors' manual; `index` is the first of its folder. A message stands on the page of all."""
    if code := message_code(slug):
        return f"{MESSAGES}#{code}"
    return MANUAL + "".join(f"{name}/" for name in slug.split("/") if name != "index")


def message_code(slug: str) -> str:
    """The code of the message that a chapter of the manual explains; nothing for any other chapter."""
    folder, _, name = slug.rpartition("/")
    return name if folder and name != "index" else ""


def old_message(code: str) -> str:
    """Where a message had a page of its own."""
    return f"{MESSAGES}{code}/"


def phase(status: str) -> str:
    return f"/projecten/fase/{PHASES[status]}/"


def topic(word: str) -> str:
    return f"/projecten/onderwerp/{slug(word)}/"


def province(name: str) -> str:
    return f"/projecten/provincie/{slug(name)}/"


def feed(page: str) -> str:
    """The feed of a theme or municipality, below its page."""
    return f"{page}atom.xml"


def card(kind: str, id: str, digest: str) -> str:
    """The share card of an entry; another picture has another address, so that nobody shows an old one."""
    return f"/assets/{'-'.join(filter(None, ('deelkaart', kind, id)))}.{digest}.png"


def theme_calendar(id: str) -> str:
    return f"/themas/{id}/agenda.ics"


def mails(municipality: str) -> str:
    """The mails of a municipality to each theme."""
    return f"{JOIN}{municipality}.json"


def event_calendar(slug: str) -> str:
    return f"/agenda/{slug}.ics"


def search_words(shard: str) -> str:
    """The part of a large search index with the words that begin with one of a few letters."""
    return f"/zoeken/woorden-{shard}.json"


def search_entries(number: int) -> str:
    """The part of a large search index with some of its entries."""
    return f"/zoeken/vermeldingen-{number}.json"


def dataset(name: str, ending: str) -> str:
    return f"/data/{name}.{ending}"


def schema(name: str) -> str:
    return f"/data/schema/{name}.json"


def sitemap_part(number: int) -> str:
    """One of the sitemaps of a large site, which the first names."""
    return f"/sitemap-{number}.xml"


ENTRY = {
    "theme": theme,
    "municipality": municipality,
    "project": project,
    "news": news,
    "event": event,
    "page": page,
    "chapter": chapter,
}


def slug(text: str) -> str:
    """A text as ASCII words with hyphens; a text without any gets a short digest of itself."""
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")
    return words or hashlib.sha256(text.encode()).hexdigest()[:10]


def folded(address: str) -> str:
    """An address in the form in which two that differ only in case, Unicode form or a final `/` are the same."""
    return unicodedata.normalize("NFC", address).casefold().rstrip("/") or "/"


def above(path: str) -> Iterator[str]:
    """The folders above a path or an address: `a` and `a/b` of `a/b/c`."""
    end = path.find("/", 1)
    while end > 0:
        yield path[:end]
        end = path.find("/", end + 1)


def mailto(email: str, subject: str = "", body: str = "") -> str:
    """A link that opens a mail (RFC 6068): no sign of the mailbox can end it. Without one the recipient is empty."""
    headers = {"subject": subject, "body": body.replace("\n", "\r\n")}
    fields = "&".join(f"{name}={quote(text, safe='')}" for name, text in headers.items() if text)
    return f"mailto:{quote(email, safe='@+')}{'?' if fields else ''}{fields}"


def file_of(address: str) -> str:
    """The file below the output folder that a host serves for an address."""
    path = address.removeprefix("/")
    return path + "index.html" if not path or path.endswith("/") else path


def address_of(path: str) -> str:
    """The address at which a host serves a file below the output folder."""
    return f"/{path.removesuffix('index.html') if path.rpartition('/')[2] == 'index.html' else path}"


def file_address(path: str) -> str:
    """The address of a document: its own path below the content, each part as it is."""
    return f"/{path}"
