"""Files that are not read where they stand: what they seem to be, and where they belong.

In: a file and its first lines. Out: a problem with the path that it should have. One that holds an entry is an error,
since it would be missing on the site in silence; of others a warning says that they are not published.
"""

import posixpath
import re

from g40site import media
from g40site.addresses import slug
from g40site.content.mended import KEY
from g40site.content.names import OTHER_IMAGES, ending_of, name_meant
from g40site.content.spelling import LISTS
from g40site.diagnostics import Problems, Span, nearest
from g40site.source import FENCE, MARKDOWN_BYTES, Reader

FOLDERS = ("agenda", "media", "news", "pages", "projects")
# What programs write an entry as; what comes from a word processor is no text.
TEXT_ENDINGS = ("md", "markdown", "mdown", "mkd", "txt", "text", "yaml", "yml")
ENDINGS = re.compile(r"(\.(md|markdown|mdown|mkd|txt|text|yaml|yml))+$", re.IGNORECASE)
# So many lines of a file say what it is.
MOST_LINES = 60


def tell(reader: Reader, file: str, folder: str, name: str) -> None:
    """A file below `content` that is not read: `folder` is the one it stands in, empty where it stands loose."""
    problems = reader.problems
    if path := path_meant(reader, file, name):
        problems.add("verkeerde-plek", Span(file), (path,), name=posixpath.basename(file))
    elif ending_of(name) in OTHER_IMAGES:
        problems.add("plaatje-onbruikbaar", Span(file), name=name)
    elif not folder:
        problems.add("bestand-los", Span(file), name=name, choices=", ".join(FOLDERS))
    elif folder not in FOLDERS or (folder != "media" and "/" in name):
        unknown = posixpath.dirname(file).removeprefix("content/")
        problems.add(
            "onbekende-map", Span(file), nearest(unknown, FOLDERS, 1), name=unknown, choices=", ".join(FOLDERS)
        )
    elif folder == "media":
        endings = ", ".join((*media.IMAGE_ENDINGS, *media.DOCUMENT_ENDINGS))
        problems.add("onbekend-bestand", Span(file), name=name, endings=endings)
    elif ending_of(name) in {*media.IMAGE_ENDINGS, *media.DOCUMENT_ENDINGS} - {"txt"}:
        problems.add("hoort-in-media", Span(file), (f"content/media/{name}",), name=name)
    else:
        ending = ".yaml" if folder == "projects" else ".md"
        problems.add("onbekend-bestand", Span(file), name=name, endings=ending)


def loose(reader: Reader, file: str) -> None:
    """A file beside `content` that holds an entry."""
    if path := path_meant(reader, file, file):
        reader.problems.add("verkeerde-plek", Span(file), (path,), name=file)


def path_meant(reader: Reader, file: str, name: str) -> str:
    """Where an entry belongs that a file holds; nothing for a file without one."""
    if ending_of(name) not in TEXT_ENDINGS or not 0 < reader.size(file) <= MARKDOWN_BYTES:
        return ""
    source = Reader(reader.root, Problems()).text(file, MARKDOWN_BYTES)
    lines = source.text.split("\n")[:MOST_LINES] if source else []
    stem = ENDINGS.sub("", posixpath.basename(name))
    if lines and FENCE.match(lines[0]):
        return markdown_path(stem, keys_of(lines[1:]))
    if "projects" in keys_of(lines):
        return f"content/projects/{slug(stem)}.yaml"
    lists = LISTS & keys_of(lines).keys()
    return f"{min(lists)}.yaml" if len(lists) == 1 and lists <= {"themes", "municipalities"} else ""


def keys_of(lines: list[str]) -> dict[str, str]:
    """The keys at the left of a file, or of the front matter that it begins with, and what stands behind them."""
    found = {}
    for line in lines:
        if FENCE.match(line):
            break
        if (match := KEY.match(line)) and not line.startswith((" ", "-")):
            found[line[: match.end() - 1].strip()] = line[match.end() :].strip()
    return found


def markdown_path(stem: str, keys: dict[str, str]) -> str:
    """The path of a news item, a meeting or a page with these keys."""
    if not {"title", "summary"} & keys.keys():
        return ""
    day = keys.get("date", "") or keys.get("start", "")
    if not day:
        return f"content/pages/{slug(stem)}.md"
    folder = "agenda" if "start" in keys else "news"
    named = name_meant(f"{stem}.md", dated=True) or (f"{day[:10]}-{slug(stem)}.md",)
    return f"content/{folder}/{named[0]}"
