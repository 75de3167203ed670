"""What a run is made from, read once: the files of the content, as far as the disk does not say that they are the same,
and the templates with their style sheets and scripts.

In: options and what the disk said of each file before. Out: a snapshot, with one fingerprint of everything in it.
"""

import datetime as dt
import os
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from g40site.content.reader import ROOT_FILES, YAML_BYTES, Reader
from g40site.diagnostics import Problems
from g40site.engine.fingerprints import hash_bytes, hash_text, program
from g40site.engine.state import StatEntry
from g40site.options import Options

# More than any file may have: what is too large is told by who reads it.
MOST_BYTES = 1_000_000_000
# The folders with templates of what is no page: feeds, configurations of hosts, mails, the page of the editing forms.
TEXT_FOLDERS = ("xml/", "hosts/", "mails/", "forms/")
# The folder with the small site that the style guide shows.
EXAMPLES = "examples"
# The names in the program of the editing forms. Hidden files of a desk or a server beside it are not of it, nor what
# the command `forms` may have written there.
OF_BUNDLE = re.compile(r"(?!(?:index\.html|config\.json)$)(?:[\w-][\w.-]*/)*[\w-][\w.-]*", re.ASCII)
# How the name of a template ends. An editor may keep files of its own beside one that it has open.
ENDINGS = (".html", ".xml", ".conf", ".txt", "/Caddyfile", "/_headers", "/_redirects", "/.htaccess", "/.nojekyll")


class SourceSnapshot:
    """The sources as they were at the beginning of a run: one that is saved in the middle is another one then."""

    def __init__(
        self,
        options: Options,
        stats: Mapping[str, StatEntry] | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self.options = options
        self.reader = Reader(options.root, stats)
        self.files = template_files(options.templates) if files is None else files

    @cached_property
    def borrowed(self) -> dict[str, Path]:
        """The templates that stand in another folder than that of the options, each with that folder."""
        folder, own = self.options.templates, own_templates()
        names = () if folder == own else own_texts()
        return {name: own for name in names if not (folder / name).is_file()}

    @property
    def templates(self) -> dict[str, bytes]:
        """The texts of the templates by their names."""
        return {name: data for name, data in self.files.items() if is_template(name)}

    @cached_property
    def bundle(self) -> dict[str, bytes]:
        """The program of the editing forms, by the names of its files; nothing for a site that does not speak of forms,
        or where nobody built it.
        """
        folder = bundle_folder(self.options.templates)
        # Most checkouts have none, and then a build without changes opens no file of the content for it.
        if not folder.is_dir():
            return {}
        if not self.options.forms and b"forms" not in (self.reader.data("site.yaml", Problems(), YAML_BYTES) or b""):
            return {}
        return {name: data for name, data in files_below(folder).items() if OF_BUNDLE.fullmatch(name)}

    @cached_property
    def key(self) -> str:
        """The fingerprint of everything that a build depends on, apart from the moment."""
        options = self.options
        chosen = repr((options.base_url, options.drafts, options.precompress, options.forms))
        # No name of a file has a line end in it, and no digest either.
        files = (*ROOT_FILES, *self.reader.listing.files)
        listed = "\n".join(f"{file}\0{self.reader.digest(file, MOST_BYTES)}" for file in files)
        forms = (hash_text(name) + hash_bytes(data) for name, data in sorted(self.bundle.items()))
        return hash_bytes(b"".join([program(), hash_text(chosen), self.folder_key, *forms, hash_text(listed)])).hex()

    @cached_property
    def folder_key(self) -> bytes:
        """The fingerprint of the templates and all that stands beside them."""
        return hash_bytes(b"".join(hash_text(name) + hash_bytes(self.files[name]) for name in sorted(self.files)))

    def examples(self, now: dt.datetime) -> "SourceSnapshot":
        """Those of the small site that the style guide shows, with the same templates."""
        folder = self.options.templates
        root = next(at / EXAMPLES for at in (folder, own_templates()) if (at / EXAMPLES).is_dir())
        return SourceSnapshot(Options(root, folder, now, root, drafts=True, cache=False), files=self.files)


def own_templates() -> Path:
    """The project's templates: in the package of a wheel, beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"


def bundle_folder(templates: Path) -> Path:
    """Where the program of the editing forms is built: beside these templates, or beside the project's own."""
    beside = templates.parent / "forms/dist"
    return beside if beside.is_dir() else own_templates().parent / "forms/dist"


def template_files(folder: Path) -> dict[str, bytes]:
    """The files of a folder of templates. Who has other pages need not write feeds and configurations of hosts: what
    the folder does not have of these is the project's own, like the site that the style guide shows.
    """
    return {**(own_texts() if folder != own_templates() else {}), **files_below(folder)}


def own_texts() -> dict[str, bytes]:
    """The project's own of what is no page."""
    folders = (*TEXT_FOLDERS, f"{EXAMPLES}/")
    return {below + name: data for below in folders for name, data in files_below(own_templates() / below).items()}


def is_template(name: str) -> bool:
    """Whether a file is a template: a page or what pages are made with, or a text of another form."""
    return name.endswith(".html") or (name.startswith(TEXT_FOLDERS) and name.endswith(ENDINGS))


def files_below(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their path from there, also what stands there behind a link."""
    files: dict[str, bytes] = {}
    visited: set[str] = set()
    for above, folders, names in os.walk(folder, followlinks=True):
        # Links may go round in a circle.
        if (real := os.path.realpath(above)) in visited:
            folders.clear()
            continue
        visited.add(real)
        paths = (Path(above, name) for name in names)
        files |= {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    return files
