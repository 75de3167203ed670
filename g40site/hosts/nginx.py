"""A server block for nginx as it is packaged, without extra modules.

Headers are said once, at the level of the server, since a location that adds one of its own loses all others; what
differs from answer to answer is a variable. An error page is a new request inside the server, so that the variables
follow it. nginx has no brotli of its own: a `.br` that is there is served by an inner request that knows its real type.
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
    TAKES,
    TEXT,
    TYPES,
)


def server(site: Hosted, folder: str) -> str:
    base = re.escape(site.base)
    blocks = [
        head(site, folder),
        headers(base),
        types(),
        compression(),
        places(site, base, folder),
        brotli(base, folder, site.base) if site.precompressed else "",
        redirects(site),
    ]
    body = textwrap.indent("\n\n".join(block for block in blocks if block), "    ")
    return f"# {site.url} on nginx, as packaged, without extra modules: /etc/nginx/conf.d/.\nserver {{\n{body}\n}}\n"


def head(site: Hosted, folder: str) -> str:
    return f"""\
# TLS is yours: listen on 443 with your certificate, and send port 80 there.
listen 80;
listen [::]:80;
server_name {site.host};
root "{folder}";
index index.html;
server_tokens off;
absolute_redirect off;
error_page 404 {site.not_found};"""


def headers(base: str) -> str:
    saved = "|".join(SAVED)
    always = "\n".join(f'add_header {name} "{value}" always;' for name, value in HEADERS)
    return f"""\
{always}
set $policy "{POLICY}";
if ($uri ~ "^{base}media/(?!.+\\.pdf$)") {{ set $policy "{MEDIA_POLICY}"; }}
add_header {POLICY_NAME} $policy always;
set $kept "{ASKED_AGAIN}";
if ($uri ~ "^{base}{FINGERPRINTED}$") {{ set $kept "{KEPT}"; }}
add_header {CACHE_NAME} $kept always;
set $saved "";
if ($uri ~ "^{base}media/.+\\.({saved})$") {{ set $saved "attachment"; }}
add_header Content-Disposition $saved always;"""


def types() -> str:
    lines = "\n".join(f"    {type} {ending};" for ending, type in TYPES.items())
    charset = " ".join(dict.fromkeys(type for type in (*TEXT.values(), FEED_TYPE) if type != "text/html"))
    return f"types {{\n{lines}\n}}\ndefault_type application/octet-stream;\ncharset utf-8;\ncharset_types {charset};"


def compression() -> str:
    names = " ".join(dict.fromkeys(TYPES[ending] for ending in COMPRESSED if ending != "html"))
    return f"gzip on;\ngzip_vary on;\ngzip_proxied any;\ngzip_min_length 512;\ngzip_types {names} {FEED_TYPE};"


def places(site: Hosted, base: str, folder: str) -> str:
    below = f"location = {site.base[:-1]} {{ return 301 {site.base}; }}\nlocation / {{ return 404; }}\n"
    return f"""\
# A page has one address; an address that begins with two slashes would lead to another host.
if ($request_uri ~ "^((?:/[^/?\\x5c]+)*/)index\\.html(\\?.*)?$") {{ return 301 $1$2; }}
# Nothing that is hidden, but what has its place there.
location ~ "/\\.(?!well-known/)" {{ return 404; }}
location ~ "^{base}((?:.+/)?{re.escape(FEED)})$" {{ {typed(FEED_TYPE)} alias "{folder}/$1"; }}
location = {site.base}{LIST} {{ {typed("text/plain")} alias "{folder}/{LIST}"; }}
{below if site.base != "/" else ""}location {site.base} {{ alias "{folder}/"; }}"""


def typed(type: str) -> str:
    """Whatever the name says, this is the type."""
    return f"types {{ }} default_type {type};"


def brotli(base: str, folder: str, address: str) -> str:
    """A file with a `.br` beside it goes to that, when the browser takes it; its type is that of the name before."""
    known = ((f"(?:.+/)?{re.escape(FEED)}", FEED_TYPE), *((f".+\\.{name}", TYPES[name]) for name in COMPRESSED))
    locations = "\n".join(
        f'location ~ "^{base}({name}\\.br)$" {{ internal; {typed(type)} gzip off; alias "{folder}/$1"; }}'
        for name, type in known
    )
    return f"""\
gzip_static on;
set $encoding "";
add_header Content-Encoding $encoding always;
set $vary "";
add_header Vary $vary always;
set $below "";
if ($uri ~ "^{base}(.+)$") {{ set $below $1; }}
set $brotli "";
if ($http_accept_encoding ~* "{TAKES.format("br")}") {{ set $brotli yes; }}
if (-f "$document_root/$below.br") {{ set $brotli "${{brotli}}file"; }}
if ($brotli = yesfile) {{
    set $encoding br;
    set $vary Accept-Encoding;
    rewrite ^ {address}$below.br last;
}}
{locations}"""


def redirects(site: Hosted) -> str:
    rules = ((old, new) for full, new in site.redirects for old in (full, full.rstrip("/")))
    return "\n".join(f"location = {old} {{ return 301 {new}; }}" for old, new in rules)
