"""The files that hosts of static sites read: `_headers` and `_redirects` (Netlify, Cloudflare), `.nojekyll` (GitHub).

These hosts let a browser ask again for whatever no rule speaks of, and join the values of a header that two rules name;
so how long something is kept is said of assets only.
"""

from g40site.hosts.policy import (
    ATTACHMENTS,
    CACHE_NAME,
    FEED,
    FEED_TYPE,
    HEADERS,
    IMMUTABLE,
    JSON,
    POLICY,
    POLICY_NAME,
    with_charset,
)
from g40site.hosts.site_config import SiteConfig

# What a host may not know by itself. A pattern of these hosts knows capitals from small letters, and a document of the
# content may have either.
UNKNOWN_TYPES = ("ics", "csv", "CSV", *(name for name in JSON if name != "json"))


def headers(site: SiteConfig) -> bytes:
    rules = [
        rule(f"{site.base}*", (POLICY_NAME, POLICY), *HEADERS),
        rule(f"{site.base}assets/*", (CACHE_NAME, IMMUTABLE)),
        rule(f"{site.base}*{FEED}", ("Content-Type", f"{FEED_TYPE}; charset=utf-8")),
        *(rule(f"{site.base}*.{name}", ("Content-Type", with_charset(name.lower()))) for name in UNKNOWN_TYPES),
        *(
            rule(f"{site.base}media/*.{name}", ("Content-Disposition", "attachment"))
            for ending in ATTACHMENTS
            for name in (ending, ending.upper())
        ),
    ]
    return "\n".join(["# For Netlify and Cloudflare Pages.", *rules, ""]).encode()


def rule(path: str, *values: tuple[str, str]) -> str:
    return "\n".join([path, *(f"  {name}: {value}" for name, value in values)])


def redirects(site: SiteConfig) -> bytes:
    """Old addresses. Netlify redirects away from a page that is there only with `!`, which Cloudflare passes over."""
    lines = (f"{old} {new} {status}" for old, new in site.redirects for status in ("301!", "301"))
    return "\n".join(["# For Netlify (301!) and Cloudflare Pages (301).", *lines, ""]).encode()


def nojekyll(_site: SiteConfig) -> bytes:
    """That GitHub publishes every file as it is, says an empty file."""
    return b""
