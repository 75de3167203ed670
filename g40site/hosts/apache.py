"""Apache httpd: the same directives as a file in the published folder (`.htaccess`), inside a virtual host, and below a
path inside a virtual host that is there already.

A shared host may lack a module, and then the file may not stop the site, so each part of it asks for its module. In a
virtual host a missing module is told when the server starts: headers that are silently absent are worse. A server may
say headers for all its sites: those are taken away first, or a browser would get two of one name.
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

# The name of each way to compress, and the ending of a file that is so already; the smallest first.
ENCODINGS = (("br", "br"), ("gzip", "gz"))


def htaccess(site: SiteConfig) -> bytes:
    """For a host whose main configuration is somebody else's; needs `AllowOverride All`."""
    parts = (f"<IfModule {module}.c>\n{text}\n</IfModule>" if module else text for module, text in directives(site))
    return "\n".join(["# For Apache httpd; other hosts pass over this file.", *parts, ""]).encode()


def server(site: SiteConfig, folder: str) -> str:
    modules = " ".join(sorted({"deflate", "filter", "headers", "mime", "rewrite", "setenvif"}))
    if site.base == "/":
        body = f"""\
# TLS is yours: make this *:443 with your certificate, and send port 80 there.
ServerName {site.host}
DocumentRoot "{folder}"
ErrorDocument 404 {site.not_found}
ServerSignature Off
TraceEnable Off
{published(site, folder)}"""
        return (
            f"# {site.url} on Apache httpd 2.4: /etc/apache2/sites-enabled/. First: a2enmod {modules}\n"
            f"<VirtualHost *:80>\n{textwrap.indent(body, '    ')}\n</VirtualHost>\n"
        )
    return f"""\
# {site.url} on Apache httpd 2.4. First: a2enmod alias {modules}
# This belongs inside the <VirtualHost> of {site.host}, which is there already: keep it as
# /etc/apache2/digitalisering.conf, and write in that <VirtualHost>, above its own Alias and Redirect
#     Include digitalisering.conf
# If that <VirtualHost> has a RewriteRule for all addresses, except {site.base} from it.
Alias "{site.base}" "{folder}/"
RedirectMatch 301 "^{re.escape(site.base[:-1])}$" "{site.base}"
{published(site, folder)}
"""


def published(site: SiteConfig, folder: str) -> str:
    inside = textwrap.indent("\n".join(text for _module, text in directives(site)), "    ")
    return f"""\
<Directory "{folder}">
    Require all granted
    AllowOverride None
    Options FollowSymLinks
{inside}
</Directory>"""


def directives(site: SiteConfig) -> list[tuple[str, str]]:
    """Each part with the module that it needs; without a name every Apache has what it needs."""
    base = re.escape(site.base)
    return [
        ("", f"ErrorDocument 404 {site.not_found}\nDirectoryIndex index.html\nOptions -Indexes -MultiViews"),
        ("mod_mime", types()),
        ("mod_setenvif", variables(base)),
        ("mod_headers", headers()),
        ("", EXPIRES),
        ("mod_rewrite", rewriting(site, base)),
        ("mod_deflate", compression()),
        *([("mod_mime", PRECOMPRESSED)] if site.precompressed else []),
    ]


def types() -> str:
    lines = [f"AddType {type} .{ending}" for ending, type in TYPES.items()]
    lines.append(f"AddCharset utf-8 {' '.join(f'.{ending}' for ending in TEXT)}")
    lines.append(
        f'<FilesMatch "^{re.escape(FEED)}(\\.br|\\.gz)?$">\n    ForceType "{FEED_TYPE}; charset=utf-8"\n</FilesMatch>'
    )
    lines.append(f'<Files "{MANIFEST}">\n    ForceType "text/plain; charset=utf-8"\n</Files>')
    return "\n".join(lines)


def variables(base: str) -> str:
    """What differs from answer to answer. An error page is a request of its own, for which these are decided anew."""
    return f"""\
SetEnvIf Request_URI "^{base}{FINGERPRINTED}$" g40_kept
SetEnvIf Request_URI "^{base}media/(?!.+\\.(?i:pdf)$)" g40_media
SetEnvIf Request_URI "^{base}media/.+\\.(?i:{"|".join(ATTACHMENTS)})$" g40_saved"""


def headers() -> str:
    names = (*(name for name, _ in HEADERS), POLICY_NAME, CACHE_NAME)
    lines = [f"Header onsuccess unset {name}" for name in names]
    lines += [f'Header always set {name} "{value}"' for name, value in HEADERS]
    for name, usual, other, variable in (
        (POLICY_NAME, POLICY, MEDIA_POLICY, "g40_media"),
        (CACHE_NAME, NO_CACHE, IMMUTABLE, "g40_kept"),
    ):
        lines.append(f'Header always set {name} "{usual}" env=!{variable}')
        lines.append(f'Header always set {name} "{other}" env={variable}')
    lines.append('Header always set Content-Disposition "attachment" env=g40_saved')
    # A compressed answer has a mark of its own that the server itself does not know again.
    lines.append("""RequestHeader edit* If-None-Match '-(gzip|br)"' '"'""")
    return "\n".join(lines)


def rewriting(site: SiteConfig, base: str) -> str:
    """Hidden files, one address for a page, old addresses and, where they are, compressed files."""
    lines = [
        "RewriteEngine On",
        f"RewriteBase {site.base}",
        'RewriteRule "(^|/)\\.(?!well-known/)" - [R=404,L]',
        f'RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {base}((?:[^/?\\x5c ]+/)*)index\\.html[? ]"',
        f'RewriteRule "(^|/)index\\.html$" "{site.base}%1" [R=301,L]',
    ]
    below = len(site.base)
    for old, new in site.redirects:
        lines.append(f'RewriteRule "^{re.escape(old[below:].rstrip("/"))}/?$" "{new}" [R=301,L,NE]')
    if site.precompressed:
        endings = "|".join(COMPRESSED)
        for name, ending in ENCODINGS:
            takes = f'RewriteCond %{{HTTP:Accept-Encoding}} "{TAKES.format(name)}"'
            lines += [
                takes,
                f"RewriteCond %{{REQUEST_FILENAME}}.{ending} -f",
                f'RewriteRule "^(.+\\.(?:{endings}))$" "$1.{ending}" [L]',
                takes,
                f"RewriteCond %{{REQUEST_FILENAME}}/index.html.{ending} -f",
                f'RewriteRule "^(|.+/)$" "$1index.html.{ending}" [L]',
            ]
    return "\n".join(lines)


def compression() -> str:
    names = " ".join(dict.fromkeys(TYPES[ending] for ending in COMPRESSED))
    return f"<IfModule mod_filter.c>\n    AddOutputFilterByType DEFLATE {names} {FEED_TYPE}\n</IfModule>"


# A module that is not there says nothing either.
EXPIRES = """\
<IfModule mod_expires.c>
    ExpiresActive Off
</IfModule>"""

PRECOMPRESSED = """\
RemoveType .gz .br
RemoveLanguage .br
AddEncoding gzip .gz
AddEncoding br .br
<FilesMatch "\\.(br|gz)$">
    <IfModule mod_headers.c>
        Header always merge Vary Accept-Encoding
    </IfModule>
</FilesMatch>"""
