"""Caddy 2.6 or newer: a site block, or below a path what belongs inside an existing one. Caddy takes care of TLS by
itself when the address of the block is a name.

All stands in one `route`, so that it happens in the order in which it is written: what is special comes after what is
usual. What is not there is found out before the file is asked for, since routes for errors belong to a whole block, and
below a path that block is somebody else's.
"""

import re
import textwrap

from g40site.hosts.policy import (
    ATTACHMENTS,
    CACHE_NAME,
    COMPRESSED,
    FEED,
    FEED_TYPE,
    FINGERPRINTED,
    HEADERS,
    IMMUTABLE,
    MANIFEST,
    MEDIA_POLICY,
    NO_CACHE,
    POLICY,
    POLICY_NAME,
    TYPES,
    with_charset,
)
from g40site.hosts.site_config import SiteConfig


def server(site: SiteConfig, folder: str) -> str:
    base = re.escape(site.base)
    parts = [headers(base), hidden(site, base), types(base), redirects(site), compression(), files(site)]
    route = textwrap.indent("\n".join((f'root * "{folder}"', *filter(None, parts))), "    ")
    body = textwrap.indent(f"route {{\n{route}\n}}", "    ")
    if site.base == "/":
        return f"# {site.url} on Caddy 2.6 or newer: import it in the Caddyfile.\n{site.host} {{\n{body}\n}}\n"
    moved = textwrap.indent(f"{always()}\nredir * {site.base} 301", "    ")
    return f"""\
# {site.url} on Caddy 2.6 or newer.
# This belongs inside the block of {site.host}, which is there already: keep it as
# /etc/caddy/digitalisering.caddy, and write in that block
#     import digitalisering.caddy
# If that block has a `rewrite`, `try_files` or `redir` for all addresses, put it in a `handle` of its own: Caddy does
# those first.
handle {site.base[:-1]} {{
{moved}
}}
handle {site.base}* {{
{body}
}}
"""


def always() -> str:
    """What is taken away stands apart: Caddy would do all of such a block when the answer is made, after the rest."""
    lines = "\n".join(f'    {name} "{value}"' for name, value in HEADERS)
    return f"""\
header {{
{lines}
    {POLICY_NAME} "{POLICY}"
    {CACHE_NAME} "{NO_CACHE}"
}}
header -Server"""


def headers(base: str) -> str:
    return f"""\
{always()}
@media {{
    path_regexp ^{base}media/
    not path *.pdf
}}
header @media {POLICY_NAME} "{MEDIA_POLICY}"
@kept path_regexp "^{base}{FINGERPRINTED}$"
header @kept {CACHE_NAME} "{IMMUTABLE}"
@saved path_regexp "^{base}media/.+\\.(?i:{"|".join(ATTACHMENTS)})$"
header @saved Content-Disposition attachment"""


def hidden(site: SiteConfig, base: str) -> str:
    """Nothing that is hidden, but what has its place there."""
    return f"""\
@hidden {{
    path_regexp /\\.
    not path_regexp ^{base}\\.well-known/[^.][^/]*$
}}
handle @hidden {{
{gone(site)}
}}
@changing not method GET HEAD
respond @changing 405
# A page has one address; an address that begins with two slashes would lead to another host.
@index path_regexp index ^((/[\\w.~-]+)*/)index\\.html$
redir @index {{re.index.1}} 301"""


def types(base: str) -> str:
    """Said here, since Caddy would ask the machine that it runs on."""
    known = [(f"\\.(?i:{ending})$", with_charset(ending)) for ending in TYPES]
    known += [("/$", with_charset("html")), (f"/{re.escape(FEED)}$", f"{FEED_TYPE}; charset=utf-8")]
    known += [(f"^{base}{MANIFEST}$", with_charset("txt"))]
    return "\n".join(
        f'@type{number} path_regexp "{pattern}"\nheader @type{number} Content-Type "{type}"'
        for number, (pattern, type) in enumerate(known)
    )


def redirects(site: SiteConfig) -> str:
    rules = ((old, new) for full, new in site.redirects for old in (full, full.rstrip("/")))
    return "\n".join(f"redir {old} {new} 301" for old, new in rules)


def compression() -> str:
    names = "\n".join(f"        header Content-Type {TYPES[ending]}*" for ending in COMPRESSED)
    return f"""\
encode {{
    gzip
    minimum_length 512
    match {{
{names}
        header Content-Type {FEED_TYPE}*
    }}
}}"""


def files(site: SiteConfig) -> str:
    """A page is asked for by its file, so that a folder without a page is not there either."""
    below = f"uri strip_prefix {site.base[:-1]}\n" if site.base != "/" else ""
    return f"""\
{below}@page path */
rewrite @page {{path}}index.html
@missing not file {{path}} {{path}}/index.html
handle @missing {{
{gone(site)}
}}
{file_server(site)}"""


def file_server(site: SiteConfig, *more: str) -> str:
    lines = [*(["precompressed br gzip"] if site.precompressed else []), *more]
    return "file_server {\n" + "".join(f"    {line}\n" for line in lines) + "}" if lines else "file_server"


def gone(site: SiteConfig) -> str:
    """The page for what is not there, which is no document of the kind that was asked for."""
    return textwrap.indent(
        f"""\
header {{
    {POLICY_NAME} "{POLICY}"
    {CACHE_NAME} "{NO_CACHE}"
    Content-Type "{with_charset("html")}"
}}
header -Content-Disposition
rewrite * /404.html
{file_server(site, "status 404")}""",
        "    ",
    )
