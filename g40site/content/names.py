"""The names of files: what kind they are, the day in front and the last part of an address, and what was meant.

In: the name of a file. Out: its kind; its day and its slug, or a problem with the name in the right form.
"""

import datetime as dt
import posixpath
import re
import unicodedata

from g40site import media
from g40site.addresses import slug
from g40site.content.reader import MARKDOWN_BYTES, YAML_BYTES
from g40site.diagnostics import Problems, Span
from g40site.model.dates import moment_meant
from g40site.model.fields import SLUG

# The first page of a folder, as code hosts show it.
FIRST_PAGE = "README.md"
# Images that browsers do not show, or that may run.
OTHER_IMAGES = ("heic", "heif", "tif", "tiff", "bmp", "svg", "psd", "raw", "dng", "avif")
DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-(.+)\.md", re.ASCII)


def name_of(problems: Problems, file: str, name: str, *, dated: bool) -> tuple[str, str]:
    """The day and the slug in a file name; the slug is empty after a problem."""
    name = unicodedata.normalize("NFC", name)
    match = DATED.fullmatch(name) if dated else None
    slug = match[2] if match else name.removesuffix(".md")
    if (dated and not (match and is_day(match[1]))) or not SLUG.fullmatch(slug):
        pattern = "JJJJ-MM-DD-korte-naam.md" if dated else "korte-naam.md"
        problems.add("naam-van-bestand", Span(file), name_meant(name, dated=dated), name=name, pattern=pattern)
        return "", ""
    return match[1] if match else "", slug


def name_meant(name: str, *, dated: bool) -> tuple[str, ...]:
    """The file name in the right form, where it can be seen what was meant."""
    stem = name.removesuffix(".md")
    if not dated:
        return (f"{slug(stem)}.md",) if slug(stem) else ()
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


def is_content(file: str) -> bool:
    return file.endswith((".yaml", ".md"))


def most_of(file: str) -> int:
    return MARKDOWN_BYTES if file.endswith(".md") else YAML_BYTES


def is_project_file(file: str) -> bool:
    return posixpath.dirname(file) == "content/projects" and file.endswith(".yaml")


def owner_in(file: str) -> str:
    """The municipality that a file of projects is named after."""
    return unicodedata.normalize("NFC", posixpath.basename(file).removesuffix(".yaml"))


def is_image(file: str) -> bool:
    return ending_of(file) in media.IMAGE_ENDINGS


def ending_of(name: str) -> str:
    """The last part of a file name, in lower case and without its dot."""
    return name.rpartition(".")[2].lower()
