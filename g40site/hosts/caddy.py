"""A site block for Caddy 2.6 or newer. Caddy takes care of TLS by itself when the address is a name.

All stands in one `route`, so that it happens in the order in which it is written: what is special comes after what is
usual. An error page is made by routes of its own, which keep what was said before and so say what differs.
"""

import re
import textwrap

from g40site.hosts.hosted import Hosted
from g40site.hosts.policy import (
    ASKED_AGAIN,
    CACHE_NAME,
    COMPRESSED,
    FEED,
    FEED_TYPE,
    FINGERPRINTED,
    HEADERS,
    KEPT,
    LIST,
    MEDIA_POLICY,
    POLICY,
    POLICY_NAME,
    SAVED,
    TYPES,
    with_charset,
)


def server(site: Hosted, folder: str) -> str:
    base = re.escape(site.base)
    parts = [headers(base), hidden(base), types(base), redirects(site), compression(), files(site)]
    route = textwrap.indent("\n".join(part for part in parts if part), "    ")
    body = textwrap.indent(f'root * "{folder}"\nroute {{\n{route}\n}}\n{errors()}', "    ")
    return f"# {site.url} on Caddy 2.6 or newer: import it in the Caddyfile.\n{site.host} {{\n{body}\n}}\n"


def headers(base: str) -> str:
    always = "\n".join(f'    {name} "{value}"' for name, value in HEADERS)
    return f"""\
header {{
{always}
    {POLICY_NAME} "{POLICY}"
    {CACHE_NAME} "{ASKED_AGAIN}"
}}
header -Server
@media {{
    path_regexp ^{base}media/
    not path *.pdf
}}
header @media {POLICY_NAME} "{MEDIA_POLICY}"
@kept path_regexp "^{base}{FINGERPRINTED}$"
header @kept {CACHE_NAME} "{KEPT}"
@saved path_regexp "^{base}media/.+\\.({"|".join(SAVED)})$"
header @saved Content-Disposition attachment"""


def hidden(base: str) -> str:
    """Nothing that is hidden, but what has its place there."""
    return f"""\
@hidden {{
    path_regexp /\\.
    not path_regexp ^{base}\\.well-known/[^.][^/]*$
}}
error @hidden 404
@changing not method GET HEAD
error @changing 405
# A page has one address; an address that begins with two slashes would lead to another host.
@index path_regexp index ^((/[\\w.~-]+)*/)index\\.html$
redir @index {{re.index.1}} 301"""


def types(base: str) -> str:
    """Said here, since Caddy would ask the machine that it runs on."""
    known = [(f"\\.{ending}$", with_charset(ending)) for ending in TYPES]
    known += [("/$", with_charset("html")), (f"/{re.escape(FEED)}$", f"{FEED_TYPE}; charset=utf-8")]
    known += [(f"^{base}{LIST}$", with_charset("txt"))]
    return "\n".join(
        f'@type{number} path_regexp "{pattern}"\nheader @type{number} Content-Type "{type}"'
        for number, (pattern, type) in enumerate(known)
    )


def redirects(site: Hosted) -> str:
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


def files(site: Hosted) -> str:
    serve = "file_server {\n    precompressed br gzip\n}" if site.precompressed else "file_server"
    if site.base == "/":
        return serve
    below = textwrap.indent(serve, "    ")
    return f"handle_path {site.base}* {{\n{below}\n}}\nredir {site.base[:-1]} {site.base} 301\nerror 404"


def errors() -> str:
    return f"""\
handle_errors {{
    header {POLICY_NAME} "{POLICY}"
    header {CACHE_NAME} "{ASKED_AGAIN}"
    header Content-Type "{with_charset("html")}"
    header -Content-Disposition
    @missing expression {{err.status_code}} == 404
    rewrite @missing /404.html
    file_server @missing
}}"""
