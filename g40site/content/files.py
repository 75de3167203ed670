"""The names and places of files: what kind they are, their day and slug, and where a file belongs that is not read.

In: the name of a file, or a file that stands in the wrong place with its first lines. Out: its kind, its day and its
slug; or a problem with the name or the path that it should have. A misplaced file that holds an entry is an error,
since it would be missing on the site in silence; of others a warning says that they are not published.
"""

import datetime as dt
import posixpath
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from g40site import media
from g40site.addresses import slug
from g40site.content.reader import FENCE, MARKDOWN_BYTES, TEXT_ENDINGS, YAML_BYTES, Reader
from g40site.content.spelling import KEY, LISTS
from g40site.diagnostics import Problems, Span, nearest
from g40site.model.fields import MOMENT, SLUG, moment_meant

# The first page of a folder, as code hosts show it.
FIRST_PAGE = "README.md"
# Images that browsers do not show, or that may run.
OTHER_IMAGES = ("heic", "heif", "tif", "tiff", "bmp", "svg", "psd", "raw", "dng", "avif")
# What stands in `content/media`.
MEDIA_ENDINGS = (*media.IMAGE_ENDINGS, *media.DOCUMENT_ENDINGS)
DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-(.+)\.md", re.ASCII)
CONTENT_FOLDERS = ("agenda", "media", "municipalities", "news", "pages", "projects")
# Of these each file is named after its day.
DATED_FOLDERS = ("agenda", "news")
YAML_FOLDERS = ("municipalities", "projects")
ENDINGS = re.compile(rf"(\.({'|'.join(TEXT_ENDINGS)}))+$", re.IGNORECASE)
# So many lines of a file say what it is.
MOST_LINES = 60
# What a project has; other programs have lists of that name too.
OF_PROJECT = re.compile(r"[ -]*(id|themes):\s")
OF_ONE_PROJECT = frozenset({"municipality", "title", "status"})
# What only a municipality has.
OF_MUNICIPALITY = frozenset({"participates", "administrators", "contacts"})


def name_of(problems: Problems, file: str, name: str, *, dated: bool) -> tuple[str, str]:
    """The day and the slug in a file name; the slug is empty after a problem."""
    name = unicodedata.normalize("NFC", name)
    match = DATED.fullmatch(name) if dated else None
    whole, _, ending = name.rpartition(".")
    stem = match[2] if match else whole
    if (dated and not (match and is_day(match[1]))) or not SLUG.fullmatch(stem):
        pattern = "JJJJ-MM-DD-korte-naam.md" if dated else f"korte-naam.{ending}"
        problems.add("naam-van-bestand", Span(file), name_meant(name, dated=dated), name=name, pattern=pattern)
        return "", ""
    return match[1] if match else "", stem


def name_meant(name: str, *, dated: bool) -> tuple[str, ...]:
    """The file name in the right form, where it can be seen what was meant."""
    stem, _, ending = name.rpartition(".")
    if not dated:
        return (f"{slug(stem)}.{ending}",) if slug(stem) else ()
    match = re.fullmatch(
        r"(\d{4}[-_. ]\d{1,2}[-_. ]\d{1,2}|\d{8}|\d{1,2}[-_. ]\d{1,2}[-_. ]\d{4})[-_. ]*(.*)", stem, re.ASCII
    )
    day = moment_meant(re.sub("[_. ]", "-", match[1])) if match else ""
    return (f"{day}-{slug(match[2])}.md",) if match and day and is_day(day) and slug(match[2]) else ()


def is_day(text: str) -> bool:
    """Whether the calendar has this day."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def most_of(file: str) -> int:
    """How many bytes a file may have."""
    return MARKDOWN_BYTES if file.endswith(".md") else YAML_BYTES


def stem_of(file: str) -> str:
    """What a YAML file is named after."""
    return unicodedata.normalize("NFC", posixpath.basename(file).removesuffix(".yaml"))


def is_image(file: str) -> bool:
    return ending_of(file) in media.IMAGE_ENDINGS


def ending_of(name: str) -> str:
    """The last part of a file name, in lower case and without its dot."""
    return name.rpartition(".")[2].lower()


def path_in_content(destination: str, file: str) -> str:
    """The file that a path in a text of `file` names, written as an address; what stands behind `#` is left out."""
    written = unquote(destination.partition("#")[0])
    return unicodedata.normalize("NFC", posixpath.normpath(posixpath.join(posixpath.dirname(file), written)))


def near_file(path: str, known: Iterable[str]) -> tuple[str, ...]:
    """The files that a misspelt path may mean, judged by name first."""
    names = {posixpath.basename(file): file for file in sorted(known)}
    return tuple(names[name] for name in nearest(posixpath.basename(path), names, 1))


# Files that are not read where they stand.


class Head(NamedTuple):
    """What the begin of a file says of it: the name without its ending, and the keys, perhaps below `---`."""

    stem: str
    fenced: bool
    keys: dict[str, str]
    lines: list[str]

    @property
    def is_dated(self) -> bool:
        return bool(name_meant(f"{self.stem}.md", dated=True))


def report_misplaced(reader: Reader, file: str, folder: str, name: str, problems: Problems) -> None:
    """A file below `content` that is not read: `folder` is the one it stands in, empty where it stands loose."""
    choices = ", ".join(CONTENT_FOLDERS)
    if path := path_meant(head_of(reader, file), file, folder):
        problems.add("verkeerde-plek", Span(file), (path,), name=posixpath.basename(file))
    elif ending_of(name) in OTHER_IMAGES:
        problems.add("plaatje-onbruikbaar", Span(file), name=name)
    elif not folder:
        problems.add("bestand-los", Span(file), name=name, choices=choices)
    elif folder not in CONTENT_FOLDERS or (folder != "media" and "/" in name):
        unknown = posixpath.dirname(file).removeprefix("content/")
        near = nearest(unknown, CONTENT_FOLDERS, 1)
        problems.add("onbekende-map", Span(file), near, name=unknown, choices=choices)
    elif folder == "media":
        problems.add("onbekend-bestand", Span(file), name=name, endings=", ".join(MEDIA_ENDINGS))
    elif ending_of(name) in MEDIA_ENDINGS and ending_of(name) != "txt":
        problems.add("hoort-in-media", Span(file), (f"content/media/{name}",), name=name)
    else:
        ending = ".yaml" if folder in YAML_FOLDERS else ".md"
        problems.add("onbekend-bestand", Span(file), name=name, endings=ending)


def report_loose(reader: Reader, file: str, problems: Problems) -> None:
    """A file beside `content` that holds news, a meeting or projects. Any README may have a title, as a page has."""
    head = head_of(reader, file)
    if head.fenced:
        meant = bool({"date", "start"} & head.keys.keys()) or head.is_dated
    else:
        projects = "projects" in head.keys and any(map(OF_PROJECT.match, head.lines))
        meant = projects or head.keys.keys() >= OF_ONE_PROJECT
    if meant and (path := path_meant(head, file, "")):
        problems.add("verkeerde-plek", Span(file), (path,), name=file)


def head_of(reader: Reader, file: str) -> Head:
    """The begin of a file, also of one that is no UTF-8; without keys when it is no text."""
    stem = ENDINGS.sub("", posixpath.basename(file))
    if ending_of(file) not in TEXT_ENDINGS or not 0 < reader.size(file) <= MARKDOWN_BYTES:
        return Head(stem, False, {}, [])
    lines = reader.for_messages(file).lstrip("\ufeff\n").split("\n")[:MOST_LINES]
    fenced = FENCE.match(lines[0]) is not None
    return Head(stem, fenced, keys_of(lines[1:] if fenced else lines), lines)


def path_meant(head: Head, file: str, folder: str) -> str:
    """Where an entry belongs that a file holds; nothing for a file without one."""
    keys = head.keys.keys()
    if not head.fenced and ("projects" in keys or keys >= OF_ONE_PROJECT):
        return f"content/projects/{slug(head.stem)}.yaml"
    if not head.fenced and keys & OF_MUNICIPALITY and file.startswith("content/"):
        return f"content/municipalities/{slug(head.stem)}.yaml"
    lists = LISTS & keys
    if not head.fenced and len(lists) == 1 and lists <= {"themes", "municipalities"}:
        return f"{min(lists)}.yaml"
    return markdown_path(head, file, folder) if is_entry(head, file, folder) else ""


def is_entry(head: Head, file: str, folder: str) -> bool:
    """Whether a file holds news, a meeting or a page. One that stands among them may lack its `---`, or all keys."""
    keys = head.keys.keys()
    if head.fenced and {"title", "summary"} & keys:
        return True
    if folder not in (*DATED_FOLDERS, "pages") or ending_of(file) not in TEXT_ENDINGS:
        return False
    if "title" in keys and {"summary", "date", "start"} & keys:
        return True
    return folder in DATED_FOLDERS and head.is_dated


def keys_of(lines: list[str]) -> dict[str, str]:
    """The keys at the left of a file, or of the front matter that it begins with, and what stands behind them."""
    keys = {}
    for line in lines:
        if FENCE.match(line):
            break
        if (match := KEY.match(line)) and not line.startswith((" ", "-")):
            keys[line[: match.end() - 1].strip()] = line[match.end() :].strip()
    return keys


def markdown_path(head: Head, file: str, folder: str) -> str:
    """The path of a news item, a meeting or a page; only its folder where nothing says its day."""
    key = next((key for key in ("start", "date") if key in head.keys), "")
    home = {"start": "agenda", "date": "news"}.get(key, folder if folder in DATED_FOLDERS else "pages")
    if home == "pages":
        return f"content/pages/{slug(head.stem)}.md"
    if named := name_meant(f"{head.stem}.md", dated=True):
        return f"content/{home}/{named[0]}"
    if day := day_in(head.keys.get(key, "")):
        return f"content/{home}/{day}-{slug(head.stem)}.md"
    # Where it stands there already, its ending comes first; then its name is told.
    return (
        f"content/{home}/{slug(head.stem)}.md" if posixpath.dirname(file) == f"content/{home}" else f"content/{home}/"
    )


def day_in(value: str) -> str:
    """The day that stands behind a key, as it was written or as it was meant; or nothing."""
    text = re.split(r"\s#", value)[0].strip().strip("'\"").strip()
    match = MOMENT.fullmatch(moment_meant(text) or text)
    return match[1] if match and is_day(match[1]) else ""
