"""What every host must do with every answer: the headers, how long a browser may keep it, and its type."""

from collections.abc import Iterable, Mapping

# What a page may load: only what the site itself has. JSON-LD is data and no script. A form may become a mail, which
# the visitor sends.
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self' mailto:",
}
# The editing forms: their program is a file of this site, and it talks to the host of the content alone. It shows
# pictures and texts that only the browser has yet. Its styles are sheets that its bundle adopts, no text in the page.
FORMS_DIRECTIVES = DIRECTIVES | {
    "img-src": "'self' data: blob:",
    "connect-src": "'self' data: blob:",
    "manifest-src": "'self' blob:",
    "form-action": "'none'",
}


def joined(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def in_page(policy: str) -> str:
    """A policy as the head of a page has it."""
    return "; ".join(rule for rule in policy.split("; ") if not rule.startswith("frame-ancestors"))


POLICY = joined(DIRECTIVES)
# For hosts that set no headers. A browser refuses to take who may frame a page from the page itself.
META_POLICY = in_page(POLICY)
# Images and documents of the content: nothing in them runs or loads anything. A browser shows no PDF in a sandbox.
MEDIA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"

CLOSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation",
    "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip

HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Strict-Transport-Security", "max-age=31536000"),
    ("Permissions-Policy", ", ".join(f"{name}=()" for name in CLOSED)),
)

# The name of an asset changes with its content; everything else is asked for again, and is then mostly "not modified".
IMMUTABLE, NO_CACHE = "public, max-age=31536000, immutable", "no-cache"
FINGERPRINTED_FOLDER, FINGERPRINTED_FORMS_FOLDERS = "assets/", ("assets/", "chunks/")
FINGERPRINTED = r"assets/.+\.[0-9a-f]{8,}\.[a-z0-9]+"
# The same below the editing forms, whose program names its parts otherwise.
FINGERPRINTED_FORMS = rf"(?:{'|'.join(FINGERPRINTED_FORMS_FOLDERS)}).+-[A-Za-z0-9_-]{{8}}\.[a-z0-9]+"

# The type of each ending that a site can have. Text says its encoding; JSON is always UTF-8 and has no such parameter.
TEXT = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "txt": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "xml": "application/xml",
    "svg": "image/svg+xml",
}
JSON = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "geojson": "application/geo+json",
    "webmanifest": "application/manifest+json",
}
OFFICE = "application/vnd.openxmlformats-officedocument"
BINARY = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
}
TYPES = {**TEXT, **JSON, **BINARY}
# Names whose ending does not say what they are.
FEED, FEED_TYPE = "atom.xml", "application/atom+xml"
MANIFEST = "MANIFEST"
# Documents that a browser saves instead of opening them.
ATTACHMENTS = ("odt", "ods", "odp", "csv", "docx", "xlsx", "pptx", "zip")
# Worth compressing; what is binary is small already.
COMPRESSED = (*TEXT, *JSON)

COMPRESSED_ENDINGS = ("br", "gz")
# Whether a browser takes a way to compress, by the header in which it says so; `q=0` is a refusal.
ACCEPTS = {name: rf"(^|,)\s*{name}\s*(,|$|;\s*q=(1|0\.0*[1-9]))" for name in ("br", "gzip")}


def forms_policy(origins: Iterable[str]) -> str:
    """What the editing forms may load: what stands beside them, and what these hosts answer."""
    talks = " ".join((FORMS_DIRECTIVES["connect-src"], *origins))
    return joined(FORMS_DIRECTIVES | {"connect-src": talks})


def both(policy: str, other: str) -> str:
    """A policy that lets through what either of two does."""
    rules: dict[str, list[str]] = {}
    for rule in (*policy.split("; "), *other.split("; ")):
        name, *sources = rule.split(" ")
        rules[name] = [*dict.fromkeys((*rules.get(name, ()), *sources))]
    return "; ".join(
        " ".join((name, *(source for source in sources if source != "'none'" or len(sources) == 1)))
        for name, sources in rules.items()
    )


def is_text(path: str) -> bool:
    """Whether a file is of a kind that is worth compressing."""
    return path.rpartition(".")[2] in COMPRESSED


def with_charset(ending: str) -> str:
    """The type of an ending as the whole header has it."""
    return f"{TYPES[ending]}; charset=utf-8" if ending in TEXT else TYPES[ending]


# All of it, under the names that the templates of hosts know it by.
VALUES = {
    "policy": POLICY,
    "media_policy": MEDIA_POLICY,
    "headers": HEADERS,
    "immutable": IMMUTABLE,
    "no_cache": NO_CACHE,
    "types": TYPES,
    "content_types": {ending: with_charset(ending) for ending in TYPES},
    "text_endings": (*TEXT,),
    "text_types": (*dict.fromkeys(TEXT.values()), FEED_TYPE),
    "compressed_endings": COMPRESSED,
    "compressed_types": (*dict.fromkeys(TYPES[ending] for ending in COMPRESSED), FEED_TYPE),
    "feed_type": FEED_TYPE,
    "attachments": ATTACHMENTS,
    "accepts": ACCEPTS,
}
