"""Files for machines: values in, bytes out. Now the sitemap and robots.txt.

Sources: sitemaps.org protocol 0.9, RFC 9309.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape


def sitemap(pages: Iterable[tuple[str, str]]) -> bytes:
    """The absolute address of every page that may be found, with the day of its content's last change, or empty."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for address, changed in pages:
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(address)}</loc>{lastmod}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()


def robots(url: str) -> bytes:
    """Everything may be read; the sitemap is named. Only counts at the root of a host."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n".encode()
