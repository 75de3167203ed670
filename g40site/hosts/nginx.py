"""nginx as it is packaged, without extra modules: a server block, or below a path what belongs inside an existing one.

A location that adds a header of its own loses all others, so headers are said once, around everything; what differs
from answer to answer is a variable. An error page is a new request inside the server, so that the variables follow it.
nginx has no brotli of its own: a `.br` that is there is served by an inner request that knows its real type.
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
    TAKES,
    TEXT,
    TYPES,
)
from g40site.hosts.site_config import SiteConfig


def server(site: SiteConfig, folder: str) -> str:
    base = re.escape(site.base)
    mark = re.sub(r"\W", "_", f"g40{site.base.rstrip('/')}", flags=re.ASCII)
    decided = [decisions(base, mark), precompressed(site, base, mark, folder) if site.precompressed else ""]
    inside = [
        settings(site, mark),
        types(),
        compression(site),
        locations(site, base, folder),
        brotli(base, folder) if site.precompressed else "",
        redirects(site),
    ]
    if site.base == "/":
        everything = f'location / {{ alias "{folder}/"; }}'
        body = textwrap.indent(paragraphs(head(site, folder), *decided, *inside, everything), "    ")
        return (
            f"# {site.url} on nginx, as packaged, without extra modules: /etc/nginx/conf.d/.\nserver {{\n{body}\n}}\n"
        )
    below = textwrap.indent(paragraphs(own_folder(folder), *inside), "    ")
    return paragraphs(
        f"""\
# {site.url} on nginx, as packaged, without extra modules.
# This belongs inside the server block of {site.host}, which is there already: keep it as
# /etc/nginx/snippets/digitalisering.conf, and write in that block
#     include snippets/digitalisering.conf;""",
        *decided,
        f"location = {site.base[:-1]} {{\n{textwrap.indent(headers(mark), '    ')}\n    return 301 {site.base};\n}}",
        f"location ^~ {site.base} {{\n{below}\n}}\n",
    )


def paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def head(site: SiteConfig, folder: str) -> str:
    return f"""\
# TLS is yours: listen on 443 with your certificate, and send port 80 there.
listen 80;
listen [::]:80;
server_name {site.host};
root "{folder}";"""


def own_folder(folder: str) -> str:
    """Below a path also what a server block may say for all that stands in it, and may not say for this."""
    return f'alias "{folder}/";\nautoindex off;\nexpires off;'


def settings(site: SiteConfig, mark: str) -> str:
    encoded = f"\nadd_header Content-Encoding ${mark}_encoding always;\nadd_header Vary ${mark}_vary always;"
    return f"""\
index index.html;
server_tokens off;
absolute_redirect off;
error_page 404 {site.not_found};
{headers(mark)}{encoded if site.precompressed else ""}"""


def headers(mark: str) -> str:
    always = "\n".join(f'add_header {name} "{value}" always;' for name, value in HEADERS)
    return f"""\
{always}
add_header {POLICY_NAME} ${mark}_policy always;
add_header {CACHE_NAME} ${mark}_kept always;
add_header Content-Disposition ${mark}_saved always;"""


def decisions(base: str, mark: str) -> str:
    """Made for every request of the server, and read in the places of this site only: hence their names."""
    saved = "|".join(ATTACHMENTS)
    return f"""\
set ${mark}_policy "{POLICY}";
if ($uri ~ "^{base}media/(?!.+\\.(?i:pdf)$)") {{ set ${mark}_policy "{MEDIA_POLICY}"; }}
set ${mark}_kept "{NO_CACHE}";
if ($uri ~ "^{base}{FINGERPRINTED}$") {{ set ${mark}_kept "{IMMUTABLE}"; }}
set ${mark}_saved "";
if ($uri ~ "^{base}media/.+\\.(?i:{saved})$") {{ set ${mark}_saved "attachment"; }}"""


def types() -> str:
    lines = "\n".join(f"    {type} {ending};" for ending, type in TYPES.items())
    charset = " ".join(dict.fromkeys(type for type in (*TEXT.values(), FEED_TYPE) if type != "text/html"))
    return f"types {{\n{lines}\n}}\ndefault_type application/octet-stream;\ncharset utf-8;\ncharset_types {charset};"


def compression(site: SiteConfig) -> str:
    names = " ".join(dict.fromkeys(TYPES[ending] for ending in COMPRESSED if ending != "html"))
    already = "\ngzip_static on;" if site.precompressed else ""
    return f"gzip on;\ngzip_vary on;\ngzip_proxied any;\ngzip_min_length 512;\ngzip_types {names} {FEED_TYPE};{already}"


def locations(site: SiteConfig, base: str, folder: str) -> str:
    return f"""\
# A page has one address; an address that begins with two slashes would lead to another host.
if ($request_uri ~ "^((?:/[^/?\\x5c]+)*/)index\\.html(\\?.*)?$") {{ return 301 $1$2; }}
# Nothing that is hidden, but what has its place there.
location ~ "/\\.(?!well-known/)" {{ return 404; }}
location ~ "^{base}((?:.+/)?{re.escape(FEED)})$" {{ {typed(FEED_TYPE)} alias "{folder}/$1"; }}
location = {site.base}{MANIFEST} {{ {typed("text/plain")} alias "{folder}/{MANIFEST}"; }}"""


def typed(type: str) -> str:
    """Whatever the name says, this is the type."""
    return f"types {{ }} default_type {type};"


def precompressed(site: SiteConfig, base: str, mark: str, folder: str) -> str:
    """A file with a `.br` beside it goes to that, when the browser takes it."""
    return f"""\
set ${mark}_encoding "";
set ${mark}_vary "";
set ${mark}_below "";
if ($uri ~ "^{base}(.+)$") {{ set ${mark}_below $1; }}
set ${mark}_brotli "";
if ($http_accept_encoding ~* "{TAKES.format("br")}") {{ set ${mark}_brotli yes; }}
if (-f "{folder}/${{{mark}_below}}.br") {{ set ${mark}_brotli "${{{mark}_brotli}}file"; }}
if (${mark}_brotli = yesfile) {{
    set ${mark}_encoding br;
    set ${mark}_vary Accept-Encoding;
    rewrite ^ {site.base}${{{mark}_below}}.br last;
}}"""


def brotli(base: str, folder: str) -> str:
    """The type of such a file is that of the name before `.br`."""
    known = ((f"(?:.+/)?{re.escape(FEED)}", FEED_TYPE), *((f".+\\.{name}", TYPES[name]) for name in COMPRESSED))
    return "\n".join(
        f'location ~ "^{base}({name}\\.br)$" {{ internal; {typed(type)} gzip off; alias "{folder}/$1"; }}'
        for name, type in known
    )


def redirects(site: SiteConfig) -> str:
    rules = ((old, new) for full, new in site.redirects for old in (full, full.rstrip("/")))
    return "\n".join(f"location = {old} {{ return 301 {new}; }}" for old, new in rules)
