"""Who is measured: this project and its peers, with where each keeps what is edited and where it shows on a page.

In: a corpus and a folder for each builder. Out: commands, edits, and the pages that must show them.
"""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bench.measuring import Failed, measured
from g40site import __version__

PROJECT = Path(__file__).resolve().parents[1]
FEATURES_OFF = "features: {share_cards: false, search: false, matching: false}\n"
TITLE = re.compile(r"^(\s*(?:- )?title: ).*$", re.MULTILINE)
ID = re.compile(r"^\s*- id: (\S+)$", re.MULTILINE)

# Compiles the program and every template of a folder, and makes nothing.
COMPILE = """
import compileall, sys
from pathlib import Path
from g40site.sources import files_below
from g40site.templates import Templates
compileall.compile_dir("g40site", quiet=1)
folder = Path(sys.argv[1]).resolve()  # the name of a file is a part of what it is kept by
templates = Templates(folder, {name: text for name, text in files_below(folder).items() if name.endswith(".html")})
for name in templates.texts:
    templates.environment.get_template(name)
"""

# Each mode with what is done before the build. A build without changes comes before the next day and before fresh
# times, after which a build looks at every file again, as no editor's has to; the others begin after such a build, see
# `Own.hold`. What makes all pages anew comes last: the cache grows by all of them, and once it is too large a build
# takes out what is unused, which few sites ever see.
MODES = {
    "cold": "no cache, no output; the program was compiled before, its templates too",
    "same": "nothing changed",
    "news": "a sentence added to a news item",
    "project": "another title of a project",
    "day": "nothing changed but the date: built on the day after; a peer knows no day, so for it nothing changed",
    "merge": "as CI does it: the cache is there, the output is empty, every source file is new, one news item changed",
    "restored": "the cache is there, the output is empty, every source file is new",
    "theme": "another title of a theme",
    "layout": "a line added to the layout of all pages",
}
EDITS = ("news", "project", "theme", "layout", "merge")


@dataclass(frozen=True, slots=True)
class Change:
    """A file with its new text, and the pages (files of the output) that must show the mark after it."""

    texts: Mapping[Path, str]
    mark: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Builder:
    """A builder with its own copy of the site in `folder`."""

    name: str
    folder: Path
    command: tuple[str, ...]
    version: str
    output: str = "output"
    caches: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    # A builder that keeps nothing does the same in every mode.
    modes: tuple[str, ...] = tuple(MODES)
    layout: str = ""
    news: str = ""

    @property
    def kept(self) -> tuple[str, ...]:
        """What is no source."""
        return (self.output, *self.caches, "node_modules")

    @cached_property
    def first(self) -> dict[str, str]:
        """What is edited: the ids of a theme and a project of it, and the slug of a news item."""
        return {"news": self.slug(self.item), **self.ids()}

    def slug(self, path: Path) -> str:
        """What stands in the address of the news item in a file."""
        return path.stem

    def asked(self, _mode: str) -> tuple[str, ...]:
        """The command of a mode."""
        return self.command

    @cached_property
    def item(self) -> Path:
        """The news item that is edited: the same for every builder."""
        found = sorted((self.folder / self.news).glob("*.md"), key=self.slug)
        return found[len(found) // 2]

    def ids(self) -> dict[str, str]:
        raise NotImplementedError

    def titled(self, kind: str, title: str) -> dict[Path, str]:
        """The files that change when the title of the theme or project does."""
        raise NotImplementedError

    def change(self, mode: str, number: int) -> Change:
        """The edit of a mode in a round; its mark is another each time."""
        mark = f"Proef {mode} {number} met een nieuwe tekst"
        if mode in ("news", "merge"):
            text = self.item.read_text("utf-8")
            return Change({self.item: f"{text}\n{mark}.\n"}, mark, (self.page("actueel", self.first["news"]),))
        if mode == "layout":
            path = self.folder / self.layout
            text = path.read_text("utf-8").replace("</body>", f"<p>{mark}</p>\n</body>")
            return Change({path: text}, mark, ("404.html", self.page("actueel", self.first["news"]), "index.html"))
        section = {"project": "projecten", "theme": "themas"}[mode]
        pages = (self.page(section, self.first[mode]), self.page(section, ""))
        if mode == "theme":
            pages += ("index.html", self.page("projecten", self.first["project"]))
        return Change(self.titled(mode, mark), mark, pages)

    def page(self, section: str, slug: str) -> str:
        return "/".join(part for part in (section, slug, "index.html") if part)

    def clear(self, names: tuple[str, ...]) -> None:
        """Moves what was made out of the way. For minutes after many files went, ext4 without a journal looks at each
        of them whenever it makes a new one, which no build on another machine would meet.
        """
        aside = self.aside()
        for name in names:
            if (self.folder / name).exists():
                (self.folder / name).rename(aside / name)

    def hold(self) -> None:
        """Links what was made aside, so that the next build replaces files and none of them goes; see `clear`."""
        aside = self.aside()
        made = (path for path in (self.folder / self.output).rglob("*") if path.is_file())
        for number, path in enumerate(made):
            os.link(path, aside / str(number))

    def aside(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder.parent, prefix="aside-"))

    def sources(self) -> Iterator[Path]:
        for path in self.folder.iterdir():
            if path.name not in self.kept:
                yield from (path for path in ([path] if path.is_file() else path.rglob("*")) if path.is_file())

    def prepare(self, mode: str, number: int) -> Change | None:
        """Does what a mode asks before its build."""
        if mode == "cold":
            self.clear((self.output, *self.caches))
        elif mode != "same":
            self.hold()
        if mode in ("merge", "restored"):
            self.clear((self.output,))
            for path in self.sources():
                os.utime(path)
        change = self.change(mode, number) if mode in EDITS else None
        for path, text in change.texts.items() if change else ():
            path.write_text(text, "utf-8", newline="\n")
        return change

    def verify(self, _mode: str, change: Change | None, pages: int) -> None:
        """The output is whole, and the edit is on every page that must show it."""
        output = self.folder / self.output
        for page in change.pages if change else ():
            if change and change.mark not in (output / page).read_text("utf-8"):
                raise Failed(f"{self.name}: “{change.mark}” is not in {page}")
        if pages and self.pages() < pages:
            raise Failed(f"{self.name}: {self.pages()} pages instead of at least {pages}")

    def pages(self) -> int:
        return sum(1 for _ in (self.folder / self.output).rglob("*.html"))


class Own(Builder):
    """This project; its templates lie beside the content, so that a copy of them can be edited. `command` ends with the
    moment of the builds.
    """

    def asked(self, mode: str) -> tuple[str, ...]:
        """The command of a mode: on the next day the moment is a day later."""
        return (*self.command[:-1], self.moment(mode).isoformat())

    def moment(self, mode: str) -> dt.datetime:
        return dt.datetime.fromisoformat(self.command[-1]) + dt.timedelta(days=mode == "day")

    def prepare(self, mode: str, number: int) -> Change | None:
        """Before a cold build all is compiled, also the template that the last round edited; by another process, since
        this one must stay small.
        """
        if mode == "cold":
            command = (sys.executable, "-c", COMPILE, str(self.folder.absolute() / "templates"))
            measured(command, PROJECT, self.environment)
        return super().prepare(mode, number)

    def hold(self) -> None:
        """Links what was made aside. A file with another link has another time, and a build looks into it again, which
        no editor's build has to: so one build does that before. It also goes back from the next day.
        """
        super().hold()
        measured(self.command, self.folder, self.environment)

    def verify(self, mode: str, change: Change | None, pages: int) -> None:
        """Every file that the list of this build names is there, and it was made on the day of the mode."""
        super().verify(mode, change, pages)
        output = self.folder / self.output
        day, *files = (output / "MANIFEST").read_text("utf-8").splitlines()
        if day != f"# {self.moment(mode).date()}":
            raise Failed(f"{self.name}: MANIFEST has “{day}” instead of the day of {self.moment(mode)}")
        for path in (line.partition("  ")[2] for line in files):
            if not (output / path).is_file():
                raise Failed(f"{self.name}: {path} is not there")

    def slug(self, path: Path) -> str:
        return path.stem[len("2026-01-01-") :]

    @property
    def themes(self) -> Path:
        return self.folder / "themes.yaml"

    @cached_property
    def projects(self) -> Path:
        return sorted((self.folder / "content/projects").glob("*.yaml"))[0]

    def ids(self) -> dict[str, str]:
        """The first project, and a theme of it."""
        text = self.projects.read_text("utf-8")
        project, themes = ID.search(text), re.search(r"^\s*themes: \[([^],]+)", text, re.MULTILINE)
        if not themes:
            raise Failed(f"no project with themes in {self.projects}")
        # A project with a file of its own is named after it.
        return {"project": project[1] if project else self.projects.stem, "theme": themes[1]}

    def titled(self, kind: str, title: str) -> dict[Path, str]:
        path = self.projects if kind == "project" else self.themes
        text = path.read_text("utf-8")
        at = next((match.start() for match in ID.finditer(text) if match[1] == self.first[kind]), 0)
        return {path: text[:at] + TITLE.sub(rf"\g<1>{title}", text[at:], count=1)}


class Peer(Builder):
    """A peer, in the form that `peers/convert.py` gives it."""

    # Where the entries are, what the file of a theme is called, and where the names are that links show.
    above: str = "content"
    theme: str = "themas/{}.md"
    names: str = ""

    @property
    def entries(self) -> Path:
        return self.folder / self.above

    def ids(self) -> dict[str, str]:
        path = sorted((self.entries / "projecten").glob("project-*.md"))[0]
        themes = re.search(r"^themas: \[?\"?([a-z-]+)", path.read_text("utf-8"), re.MULTILINE)
        if not themes:
            raise Failed(f"no themes in {path}")
        return {"project": path.stem, "theme": themes[1]}

    def titled(self, kind: str, title: str) -> dict[Path, str]:
        file = self.theme if kind == "theme" else "projecten/{}.md"
        path = self.entries / file.format(self.first[kind])
        texts = {path: TITLE.sub(rf"\g<1>{title}", path.read_text("utf-8"), count=1)}
        if kind == "theme":
            data = self.folder / self.names
            names = json.loads(data.read_text("utf-8"))
            names["themas"][self.first["theme"]] = title
            texts[data] = json.dumps(names, ensure_ascii=False, indent=1) + "\n"
        return texts


class Hugo(Peer):
    theme, names = "themas/{}/_index.md", "data/names.json"


class Eleventy(Peer):
    names = "content/_data/names.json"


class Pelican(Peer):
    above, names = "content/pages", "names.json"


def noon() -> str:
    """The moment of the builds: at noon it is the same day in every zone of a site, however long the rounds go on."""
    return dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0).isoformat()


OWN = ("g40site", "g40site-all")
COPY = "copy"
PEERS = ("hugo", "eleventy", "pelican", "pelican-cache")


def own(name: str, corpus: Path, folder: Path, now: str) -> Builder:
    """This project on a copy of the corpus: with what the peers have, or with all features."""
    for part in ("content", "docs/redactie", "docs/meldingen"):
        # A made site has no manual for editors.
        if (corpus / part).exists():
            shutil.copytree(corpus / part, folder / part)
    for file in ("site.yaml", "themes.yaml", "municipalities.yaml"):
        shutil.copy(corpus / file, folder / file)
    shutil.copytree(PROJECT / "templates", folder / "templates")
    settings = re.sub(r"^features:.*\n(?:[ #].*\n)*", "", (folder / "site.yaml").read_text("utf-8"), flags=re.MULTILINE)
    (folder / "site.yaml").write_text(settings + (FEATURES_OFF if name == "g40site" else ""), "utf-8", newline="\n")
    command = (sys.executable, str(PROJECT / "build.py"), "--templates", "templates", "--now", now)
    # Outside a checkout there is no commit to name.
    commit = said("git", "-C", str(PROJECT), "describe", "--always", "--dirty") if (PROJECT / ".git").exists() else ""
    version = f"{commit or __version__} (Python {sys.version.split()[0]})"
    return Own(
        name,
        folder,
        command,
        version,
        "public",
        (".cache",),
        # What is compiled is this builder's own too: nothing of it stays behind.
        {"XDG_CACHE_HOME": str(folder.absolute().with_name(f"{folder.name}-user"))},
        layout="templates/layouts/base.html",
        news="content/news",
    )


def peer(name: str, peers: Path, folder: Path) -> Builder:
    """A peer on its converted corpus; two forms of one peer have a folder each."""
    if name == "hugo":
        program = str(peers / "bin/hugo")
        version = said(program, "version").split("-")[0].removeprefix("hugo v")
        caches = ("resources", ".hugo_build.lock")
        layout, news = "layouts/_default/baseof.html", "content/actueel"
        return Hugo(
            name, folder, (program, "--quiet", "-d", "output"), version, caches=caches, layout=layout, news=news
        )
    if name == "eleventy":
        (folder / "node_modules").symlink_to(peers / "node/node_modules")
        program = "node_modules/@11ty/eleventy/cmd.cjs"
        version = f"{said('node', str(peers / 'node' / program), '--version')} (Node.js {said('node', '--version')})"
        layout, news = "content/_includes/base.njk", "content/actueel"
        command = ("node", program, "--quiet")
        return Eleventy(name, folder, command, version, caches=(".cache",), layout=layout, news=news)
    program = str(peers / "venv/bin/pelican")
    cached = name == "pelican-cache"
    return Pelican(
        name,
        folder,
        (program, "-q"),
        said(program, "--version"),
        caches=(".cache", "__pycache__"),
        environment={"PEER_CACHE": "1"} if cached else {},
        modes=tuple(MODES) if cached else ("cold",),
        layout="theme/templates/base.html",
        news="content/actueel",
    )


def copied(site: Path, folder: Path) -> Builder:
    """What it costs to make the files of a built site and nothing else: no builder can be faster than that."""
    folder.mkdir()
    command, version = ("cp", "-r", str(site / "public"), "output"), said("cp", "--version").partition("\n")[0]
    return Builder(COPY, folder, command, version, modes=("restored",))


def said(*command: str) -> str:
    """What a command prints, in one line."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
