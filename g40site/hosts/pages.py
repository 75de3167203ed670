"""The files that hosts of static sites read: `_headers` and `_redirects` (Netlify, Cloudflare), `.nojekyll` (GitHub).

These hosts let a browser ask again for whatever no rule speaks of, and join the values of a header that two rules name;
so how long something is kept is said of assets only.
"""

from g40site.hosts.hosted import Hosted
from g40site.hosts.policy import (
    CACHE_NAME,
    FEED,
    FEED_TYPE,
    HEADERS,
    JSON,
    KEPT,
    POLICY,
    POLICY_NAME,
    SAVED,
    with_charset,
)

# What a host may not know by itself. A pattern of these hosts knows capitals from small letters, and a document of the
# content may have either.
ODD_TYPES = ("ics", "csv", "CSV", *(name for name in JSON if name != "json"))


def headers(site: Hosted) -> bytes:
    rules = [
        rule(f"{site.base}*", (POLICY_NAME, POLICY), *HEADERS),
        rule(f"{site.base}assets/*", (CACHE_NAME, KEPT)),
        rule(f"{site.base}*{FEED}", ("Content-Type", f"{FEED_TYPE}; charset=utf-8")),
        *(rule(f"{site.base}*.{name}", ("Content-Type", with_charset(name.lower()))) for name in ODD_TYPES),
        *(
            rule(f"{site.base}media/*.{name}", ("Content-Disposition", "attachment"))
            for ending in SAVED
            for name in (ending, ending.upper())
        ),
    ]
    return "\n".join(["# For Netlify and Cloudflare Pages.", *rules, ""]).encode()


def rule(path: str, *values: tuple[str, str]) -> str:
    return "\n".join([path, *(f"  {name}: {value}" for name, value in values)])


def redirects(site: Hosted) -> bytes:
    """Old addresses. Netlify redirects away from a page that is there only with `!`, which Cloudflare passes over."""
    lines = (f"{old} {new} {status}" for old, new in site.redirects for status in ("301!", "301"))
    return "\n".join(["# For Netlify (301!) and Cloudflare Pages (301).", *lines, ""]).encode()


def nojekyll(_site: Hosted) -> bytes:
    """That GitHub publishes every file as it is, says an empty file."""
    return b""
