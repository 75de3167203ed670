"""Makes of a built site one that opens by double click, from a folder, without a server.

    python .ci/preview.py SITE FOLDER

FOLDER gets `site/`, a copy in which every link and everything that a page loads is named from where the page stands,
and `OPEN-MIJ.html`, the file to open. Scripts are left out: a browser runs none of ours from a folder, and every page
works without, and looks here as it does then. What is shown as text stays, such as the address of a feed. Stands on
Python's own library only.
"""

import posixpath
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote, urlsplit

FIRST = """\
<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Voorbeeld van de site</title>
<style>
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; font: 1.125rem/1.5 system-ui, sans-serif }
a.open { display: inline-block; padding: .6em 1.2em; background: #14202e; color: #fff; font-weight: 600 }
</style>
</head>
<body>
<h1>Voorbeeld van de site</h1>
<p>Zo wordt de site als dit voorstel wordt samengevoegd. De echte site is nog niet veranderd.</p>
<p><a class="open" href="site/index.html">Open het voorbeeld</a></p>
<h2>Ziet u dan “bestand niet gevonden”?</h2>
<p>Het zip-bestand is nog niet uitgepakt. Klik er met de rechtermuisknop op en kies <i>Alles uitpakken</i>. Op een Mac
klikt u er twee keer op. Open daarna dit bestand in de nieuwe map.</p>
<h2>Wat in het voorbeeld niet werkt</h2>
<p>Zoeken, kiezen in een lijst en abonneren. Op de echte site werken die wel.</p>
</body>
</html>
"""
# In a start tag, where no other text can look like one. Values of ours stand between double quotes.
ATTRIBUTE = re.compile(r"""(\s)([\w:.-]+)=("[^"]*"|'[^']*')""")
LEADING = {"href", "src", "action"}
WITHOUT_SCRIPT = {"<noscript>": "<div>", "</noscript>": "</div>"}
# In a style sheet: what holds where no script runs.
NO_SCRIPTING = re.compile(r"\(scripting: ?none\)")


class Tags(HTMLParser):
    """Every start tag of a page, and the end of what stands there for who has no script, each with its place."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.found: list[tuple[int, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, _tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "noscript":
            self.add("</noscript>")

    def add(self, tag: str) -> None:
        line, column = self.getpos()
        self.found.append((self.lines[line - 1] + column, tag))


class Links:
    """The links of one page, from where it stands below the site at `base`."""

    def __init__(self, base: str, page: str) -> None:
        parts = urlsplit(base)
        # A text may write a letter of the address as itself, or as its number.
        paths = "|".join(map(re.escape, {parts.path, unquote(parts.path)}))
        self.own = re.compile(rf"(?:(?:https?|webcal)://{re.escape(parts.netloc)})?(?:{paths})(?!/)")
        self.folder = posixpath.dirname(page)

    def near(self, address: str) -> str:
        """An address of the site as a file beside the page; another address as it was."""
        found = self.own.match(address)
        if not found:
            return address
        path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", address[found.end() :], re.DOTALL).groups()  # type: ignore[union-attr]
        file = f"{path}index.html" if not path or path.endswith("/") else path
        return posixpath.relpath(posixpath.normpath(f"/{file}"), f"/{self.folder}") + mark + rest

    def in_attribute(self, tag: str, name: str, value: str) -> str | None:
        if name in LEADING:
            return None if tag.startswith("<script") else self.near(value)
        if name == "srcset":
            sizes = (one.split() for one in value.split(",") if one.strip())
            return ", ".join(" ".join([self.near(file), *size]) for file, *size in sizes)
        if name == "content" and 'http-equiv="refresh"' in tag:
            wait, sign, address = value.partition("url=")
            return wait + sign + self.near(address)
        return value

    def in_tag(self, tag: str) -> str:
        if tag in WITHOUT_SCRIPT:
            return WITHOUT_SCRIPT[tag]

        def changed(found: re.Match[str]) -> str:
            space, name, quoted = found.groups()
            value = self.in_attribute(tag, name, quoted[1:-1])
            return "" if value is None else f"{space}{name}={quoted[0]}{value}{quoted[0]}"

        return ATTRIBUTE.sub(changed, tag)


def pieces(html: str, links: Links) -> Iterator[str]:
    """A page with its links changed, and no other sign of it."""
    done = 0
    for start, tag in Tags(html).found:
        yield html[done:start]
        yield links.in_tag(tag)
        done = start + len(tag)
    yield html[done:]


def address_of(site: Path) -> str:
    """Where the site will stand, as its first page says."""
    first = re.search(r'<link rel="canonical" href="([^"]*)">', (site / "index.html").read_text("utf-8"))
    if not first:
        raise SystemExit("De eerste pagina noemt haar adres niet.")
    return first[1]


def change(base: str, folder: Path, pages: Sequence[Path]) -> None:
    """Changes the links of some pages of the site at `base` that was copied into a folder."""
    for file in pages:
        links = Links(base, file.relative_to(folder).as_posix())
        file.write_bytes("".join(pieces(file.read_bytes().decode(), links)).encode())


Work = Callable[[Sequence[Path]], None]


def here(work: Work, files: Sequence[Path]) -> Iterable[None]:
    return map(work, [files])


def main(arguments: list[str], run: Callable[[Work, Sequence[Path]], Iterable[None]] = here) -> int:
    """`run` does work on files, perhaps in several processes."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    site, folder = map(Path, arguments)
    base = address_of(site)
    shutil.copytree(site, folder / "site", dirs_exist_ok=True)
    (folder / "OPEN-MIJ.html").write_text(FIRST, encoding="utf-8")
    for _ in run(partial(change, base, folder / "site"), sorted((folder / "site").rglob("*.html"))):
        pass
    for sheet in (folder / "site").rglob("*.css"):
        sheet.write_bytes(NO_SCRIPTING.sub("all", sheet.read_bytes().decode()).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
