"""Two roots compared file by file: what is published of them, and the files that are no content.

In: two plans without errors, and two roots. Out: which published files are new, others or gone, what came and went on
each page, and to which other sites links lead that did not before; and the names of the other files that differ. Every
file is made, but for those that a build of this very run made, and none is written. Of a checkout only the files that
git keeps count, since the rest is what tools leave there; elsewhere every file does but for their folders.
"""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec import Struct, field

from g40site import addresses
from g40site.content.reader import FOLDERS, ROOT_FILES
from g40site.diagnostics import Fault
from g40site.editing.transaction import read_or_none
from g40site.engine.build_log import BuildLog
from g40site.engine.rendering import Output, Renderer
from g40site.engine.scheduling import Staleness
from g40site.engine.state import git
from g40site.markdown.typography import curly
from g40site.planning import Plan

# What a visitor reads, follows or sees: texts, and the values of these attributes.
ATTRIBUTES = ("href", "src", "srcset", "alt", "content", "title", "aria-label", "value", "placeholder")
# Shorter texts stand on any page.
LEAST = 3
ELSEWHERE = re.compile(rb'<a [^>]*href="((?:https?://|mailto:)[^"]*)"', re.IGNORECASE)


class PageChange(Struct, frozen=True):
    """A page that is another, new or gone: what stands there no longer, and what is there now, each as one text."""

    gone: str
    come: str


class Published(Struct):
    """The differences of two sites. `pages` by address and all other `files` by path say how: `new`, `changed` or
    `removed`; `foot` are the pages of which only the foot differs, or what only programs read. `media` says it of the
    files of the content that images and documents come from. `hosts` are the places to which links lead now and did
    not before, with the number of pages that have such a link.
    """

    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    foot: list[str] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)
    differing: list[PageChange] = field(default_factory=list)
    hosts: dict[str, int] = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        return not self.pages and not self.files and not self.foot

    def pages_with(self, before: Iterable[str], after: Iterable[str]) -> int:
        """On how many pages one of the texts is there no longer, or is new. Short ones and bare numbers stand on any
        page, so they are not counted.
        """
        gone, come = pattern_of(before), pattern_of(after)
        return sum(
            bool((gone and gone.search(page.gone)) or (come and come.search(page.come))) for page in self.differing
        )


def pattern_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the texts that can be told from others, as whole words; with the quotes that pages have."""
    both = (form for text in texts for form in (text, curly(text)))
    flat = {words for text in both if len(words := flattened(text)) >= LEAST and not words.isdigit()}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(flat)))})(?!\w)") if flat else None


class BuiltSite(NamedTuple):
    """A site as it was built: its folder, and what its build wrote down."""

    folder: Path
    log: BuildLog


def compare(old: Plan, new: Plan, built: BuiltSite | None = None) -> Published:
    """Makes every file of both, one by one, and keeps what differs. Where the new one was built its files are read, and
    of the old one, planned as a build that follows, only what is another is made.
    """
    differences = Published()
    before, after = ({output.path: output for output in plan.outputs} for plan in (old, new))
    render_old, render_new = renderers_of(old, new, built)
    hosts_before, hosts_after = set[str](), Counter[str]()
    how_by_path: dict[str, str] = {}
    for path in dict.fromkeys((*before, *after)):
        output = after.get(path) or before[path]
        if output.compression:
            # Of equal bytes the compressed ones are equal: it comes after the file, and is what that is.
            if output.original in how_by_path:
                differences.files[path] = how_by_path[output.original]
            continue
        was = render_old(before[path]) if path in before else None
        now = render_new(after[path]) if path in after else None
        if output.is_page:
            hosts_before |= hosts_in(was)
            hosts_after.update(hosts_in(now))
        if was == now:
            continue
        how = how_by_path[path] = "new" if was is None else "removed" if now is None else "changed"
        if output.is_media:
            note_media(differences.media, output.source, how)
        if not output.is_page:
            differences.files[path] = how
            continue
        change = page_change(was or b"", now or b"")
        if change.gone or change.come or how != "changed":
            differences.pages[addresses.address_of(path)] = how
            differences.differing.append(change)
        else:
            differences.foot.append(addresses.address_of(path))
    differences.hosts = {host: pages for host, pages in sorted(hosts_after.items()) if host not in hosts_before}
    return differences


Render = Callable[[Output], bytes | None]


def renderers_of(old: Plan, new: Plan, built: BuiltSite | None) -> tuple[Render, Render]:
    """How the files of both come about; None of what a template has a fault in."""
    render_old, render_new = partial(render, old.renderer), partial(render, new.renderer)
    if built is None:
        return render_old, render_new
    stale = Staleness(built.log, old.renderer.tracker)

    def read(output: Output) -> bytes | None:
        return read_or_none(built.folder / output.path)

    def render_or_read(output: Output) -> bytes | None:
        return render_old(output) if stale.reasons(built.log.outputs.get(output.path)) else read(output)

    return render_or_read, read


def render(renderer: Renderer, output: Output) -> bytes | None:
    try:
        return renderer.render(output)[0]
    except Fault:
        return None


def note_media(media: dict[str, str], file: str, how: str) -> None:
    """An image has several files: one that is there under other names is another one."""
    media[file] = how if media.get(file, how) == how else "changed"


def page_change(was: bytes, now: bytes) -> PageChange:
    old, new = (Counter(words_of(page.decode())) for page in (was, now))
    return PageChange("\n".join((old - new).keys()), "\n".join((new - old).keys()))


def hosts_in(page: bytes | None) -> set[str]:
    """The other sites, each with its port where that is named, and the mailboxes that links of a page lead to."""
    hosts: set[str] = set()
    for match in ELSEWHERE.findall(page or b""):
        target = unescape(match.decode())
        parts = urlsplit(target)
        hosts |= {*unquote(parts.path).split(",")} if parts.scheme == "mailto" else {parts.netloc.lower() or target}
    return hosts


def flattened(text: str) -> str:
    return " ".join(text.split())


def words_of(html: str) -> Iterator[str]:
    """The texts and addresses of some HTML, in their order."""
    parser = Words()
    parser.feed(html)
    parser.close()
    return filter(None, map(flattened, parser.texts))


class Words(HTMLParser):
    """Collects what a visitor reads, follows or sees; data for machines is left out, and the foot of all pages too: it
    has the day of the newest change, whatever that is.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.in_data = self.in_foot = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_data = tag in ("script", "style")
        self.in_foot |= tag == "footer"
        if not self.in_foot:
            self.texts += [value for name, value in attrs if name in ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.in_data = False
        self.in_foot &= tag != "footer"

    def handle_data(self, text: str) -> None:
        if not self.in_data and not self.in_foot:
            self.texts.append(text)


# The files that are not the content: programs, templates, workflows, settings of tools.


TOOLS = frozenset((".git", ".cache", ".venv", "public", "__pycache__", "node_modules"))

# How git writes down that a folder is a repository of its own, of which it keeps the commit.
REPOSITORY = "160000 "


def differing(old: Path, new: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names under which the one root has something else than the other: those of the content, and the others."""
    before, after = (states_of(root) for root in (old, new))
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return tuple(filter(is_content, names)), tuple(name for name in names if not is_content(name))


def is_content(name: str) -> bool:
    return name in ROOT_FILES or name.startswith(tuple(f"{folder}/" for folder in FOLDERS))


def states_of(root: Path) -> dict[str, str]:
    in_git = tracked(root) if (root / ".git").exists() else None
    # A new file of the content is read before git knows it.
    walked = [name for name in walk(root) if in_git is None or is_content(name)]
    return {name: (in_git or {}).get(name) or state_of(root / name) for name in {*(in_git or ()), *walked}}


def tracked(root: Path) -> dict[str, str] | None:
    """The files that git keeps, and the commit of what is a repository of its own; None where git cannot say."""
    try:
        done = git(root, "ls-files", "-s", "-z")
    except OSError:
        return None
    if done.returncode:
        return None
    listed = (row.partition("\t") for row in os.fsdecode(done.stdout).split("\0") if row)
    return {name: about if about.startswith(REPOSITORY) else "" for about, _, name in listed}


def walk(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in TOOLS]
        yield from (Path(folder, name).relative_to(root).as_posix() for name in files)


def state_of(path: Path) -> str:
    """The bytes of a file, or where a link leads, as a digest; nothing for what is not there."""
    try:
        if path.is_symlink():
            return f"link {path.readlink()}"
        mode = "x" if path.stat().st_mode & 0o111 else "-"
        return mode + hashlib.sha256(read_or_none(path) or b"").hexdigest()
    except OSError:
        return ""
