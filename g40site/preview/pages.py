"""The preview's own layer: what is added to a page on its way to the browser, and what stands where no site is yet.

In: the bytes of a published page. Out: the same page with two files of the preview linked, which stand below a path
that no site has, so that the policy of the page holds. Nothing of it is ever published.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape

from g40site.engine.fingerprints import hash_bytes
from g40site.preview.live import Problem

# Addresses of the site have no underscore in front.
OWN = "/_g40/"
STYLE = re.compile(rb'<link rel="stylesheet" href="([^"]*)">')
NOTHING = (
    b'<!doctype html>\n<html lang="nl"><head><title>Niets</title></head><body><p>Hier is niets.</p></body></html>\n'
)
HEAD = re.compile(rb"</head>", re.IGNORECASE)


def fingerprints(html: bytes) -> tuple[str, str]:
    """What a page says and how it looks, apart: its digest without style sheets, and their addresses."""
    styles = b" ".join(STYLE.findall(html)).decode("utf-8", "replace")
    return hash_bytes(STYLE.sub(b"", html)).hex(), styles


def with_layer(html: bytes, facts: Mapping[str, str]) -> bytes:
    """A page with the script of the preview, which finds what it must know in the attributes of its element."""
    page, style = fingerprints(html)
    known = {"page": page, "style": style, **facts}
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in known.items() if value)
    layer = f'<script src="{OWN}client.js" defer data-g40{attributes}></script>'.encode()
    before = HEAD.search(html)
    at = before.start() if before else len(html)
    return html[:at] + layer + html[at:]


def nothing_yet(summary: str, problems: Iterable[Problem]) -> bytes:
    """What stands where there is no page to look at: why, and what to do. It needs no script."""
    blocks = "".join(block(one) for one in problems)
    page = f"""<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nog geen site</title>
<link rel="stylesheet" href="{OWN}client.css">
</head>
<body class="nothing">
<main>
<h1>De site kan nog niet worden gemaakt</h1>
<p>Verbeter wat hieronder staat en sla op. Deze pagina verandert dan vanzelf.</p>
<p><b>{escape(summary)}</b></p>
{blocks}</main>
</body>
</html>
"""
    return page.encode()


def block(problem: Problem) -> str:
    location = escape(problem.location)
    link = f'<a href="{escape(problem.edit)}">{location}</a>' if problem.edit else location
    lines = f"<pre>{escape(problem.lines)}</pre>" if problem.lines else ""
    more = f'<p><a href="{OWN}meldingen/{escape(problem.more)}">Meer over deze melding</a></p>' if problem.more else ""
    return (
        f'<article class="{escape(problem.severity)}"><h2>{escape(problem.message)}</h2>'
        f"<p>{link}</p>{lines}<p>{escape(problem.help)}</p>{more}</article>\n"
    )
