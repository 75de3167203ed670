"""What the root of a host wants: sitemap, robots.txt, security.txt and the web manifest.

Sources: sitemaps.org protocol 0.9, RFC 9309, RFC 9116, W3C Web Application Manifest.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from g40site import addresses
from g40site.model import Security, Site
from g40site.outputs.publication import pretty

# Long enough for a host that is built now and then; a nightly build keeps it fresh.
VALID = dt.timedelta(days=180)
DAY = 10
# Paper and ink of `tokens.css`; a test compares them.
PAPER, INK = "#faf9f5", "#14202e"


def sitemap(render: Callable[..., str], pages: Iterable[tuple[str, str]]) -> bytes:
    """The absolute address of every page that may be found, with the day of its content's last change where known.

    The protocol's schema takes whole days only; of a year or a month the day is not known.
    """
    days = [(address, changed if len(changed) == DAY else "") for address, changed in pages]
    return render("xml/sitemap.xml", pages=days).encode()


def robots(url: str) -> bytes:
    """Everything may be read; the sitemap is named. Only counts at the root of a host."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n".encode()


def security(settings: Security, url: str, today: dt.date) -> bytes:
    """Whom to tell about a vulnerability. Its end is the one thing that follows the clock; it moves once a day."""
    expires = dt.datetime.combine(today + VALID, dt.time(0), dt.UTC)
    root = urlsplit(url)
    lines = [
        f"Contact: {settings.contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        # It only counts at the root of the host, also when the site stands below a path.
        f"Canonical: {root.scheme}://{root.netloc}{addresses.SECURITY}",
    ]
    if settings.policy:
        lines.append(f"Policy: {settings.policy}")
    return "\n".join([*lines, ""]).encode()


def web_manifest(settings: Site, home: str, icons: Iterable[tuple[str, int]]) -> bytes:
    """Name, colours and icons (address and size in pixels); the site opens as an ordinary page, in the browser."""
    return pretty(
        {
            "name": settings.title,
            "short_name": settings.logo,
            "description": settings.description,
            "lang": settings.language,
            "start_url": home,
            "scope": home,
            "display": "browser",
            "background_color": PAPER,
            "theme_color": INK,
            "icons": [{"src": src, "sizes": f"{size}x{size}", "type": "image/png"} for src, size in icons],
        }
    )
