"""A site that editors change in every way: each method is one edit, and says nothing of what a build must do for it."""

import copy
import hashlib
import io
import re
import shutil
from pathlib import Path
from typing import Any

from PIL import Image

from g40site import pipeline
from g40site.options import Result
from g40site.planning import Session
from tests.running import tree
from tests.sites import BUNDLE, FILES, TEMPLATES, SmallSite, session

# Before, at and after the ends of meetings, midnight, other years, and back.
MOMENTS = (
    "2026-11-24T12:00+01:00",
    "2026-11-24T23:59:59+01:00",
    "2026-11-25T00:00+01:00",
    "2026-12-01T09:59+01:00",
    "2026-12-01T11:00+01:00",
    "2026-12-01T11:00:01+01:00",
    "2026-12-02T00:00+01:00",
    "2028-02-29T12:00+01:00",
)
WORDS = ("Oud", "Nieuw", "Sensoren in de wijk", "Ander & <woord>", "Één “plan”", "Sensor")
# Where the editing forms are: nowhere, on the site, at an address of their own.
SIGN_IN = "forms: {kind: github, url: https://github.com, project: g40/site"
FORMS = ("", SIGN_IN + "}\n", SIGN_IN + ", address: https://beheer.example.nl/}\n")
BASES = (None, "https://elders.example.nl/g40/", "https://proef.example.nl/één/")


def by_command(options: pipeline.Options) -> Result:
    """Builds as the command line does, with templates that others compiled."""
    return pipeline.build(options, session=session(options.templates))


def picture(colour: str, size: tuple[int, int] = (600, 300)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def changed(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new)


class Edits(SmallSite):
    """Texts are kept as templates with their changing parts in `state`, so that each edit is one assignment."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder / "site", {**FILES, "site.yaml": f"{FILES['site.yaml']}features: {{share_cards: false}}\n"}
        )
        self.folder, self.templates = folder, folder / "templates"
        for name, data in tree(TEMPLATES).items():
            (self.templates / name).parent.mkdir(parents=True, exist_ok=True)
            (self.templates / name).write_bytes(data)
        self.now, self.base, self.drafts, self.jobs = MOMENTS[0], BASES[0], False, 1
        self.program(1)
        # That of the process that makes all builds, as `serve` does; else each build is a process.
        self.session: Session | None = None
        self.clean, self.shared = 0, folder / "sjablonen"
        self.published: dict[str, bytes] = {}

    def copied(self, folder: Path) -> "Edits":
        """The same site elsewhere, with its output and its cache, as the next build leaves it: that has looked once at
        each file, of which the disk now says something else.
        """
        for name in ("site", "templates", "forms"):
            shutil.copytree(self.folder / name, folder / name)
        other = copy.copy(self)
        other.folder, other.root, other.templates = folder, folder / "site", folder / "templates"
        other.public = other.root / "public"
        other.build()
        return other

    def options(self, **more: object) -> pipeline.Options:
        import datetime as dt

        given: dict[str, Any] = {
            "templates": self.templates,
            "now": dt.datetime.fromisoformat(self.now),
            "base_url": self.base,
            "drafts": self.drafts,
            "jobs": self.jobs,
        }
        return super().options(**{**given, **more})

    # Edits of the content.

    def project(self, title: int, status: int, with_: bool, topic: int, image: bool, alone: bool = False) -> None:
        """A project in the list of its municipality, or alone in a file."""
        status_name = ("exploring", "pilot", "in-use", "finished")[status]
        lines = [
            f'title: "{WORDS[title]}"',
            "summary: Bewoners meten.",
            'description: "Zie [de themapagina](theme:smart-living) en [het bericht](news:bericht-1)."',
            "themes: [smart-living]",
            f"status: {status_name}",
            f'topics: [sensoren, "{WORDS[topic].lower()}"]',
            f"with: [{'amersfoort' if with_ else ''}]",
            "image: {file: media/foto.png, alt: Een sensor}" if image else "",
            "aliases: [/projecten/sensoren-oud/]",
        ]
        item = "" if alone else "\n    ".join(["  - id: senshagen", *lines])
        second = """\
  - id: tweede
    title: Tweede project
    summary: Hitte meten met sensoren.
    description: Kort.
    themes: [smart-mobility]
    status: exploring
    topics: [sensoren]
"""
        self.write({"content/projects/zwolle.yaml": f"projects:\n{item}\n{second}"})
        file = "content/projects/senshagen.yaml"
        if alone:
            self.write({file: "\n".join(["municipality: zwolle", *lines, ""])})
        else:
            (self.root / file).unlink(missing_ok=True)

    def theme(self, title: int, lead: int, body: int) -> None:
        self.write(
            {
                "themes.yaml": f"""\
                    themes:
                      - id: smart-living
                        title: "{WORDS[title]}"
                        lead: {("zwolle", "amersfoort")[lead]}
                        summary: Slim wonen.
                        description: "Wonen met [SensHagen](project:senshagen) en {WORDS[body]}."
                        topics: [sensoren]
                        aliases: [/oud/wonen/]
                      - id: smart-mobility
                        title: Smart Mobility
                        lead: amersfoort
                        summary: Slim op weg.
                        description: Verkeer.
                    """
            }
        )

    def news(self, number: int, title: int, body: int, draft: bool, about: bool) -> None:
        self.write(
            {
                f"content/news/2026-{number:02}-07-erbij-{number}.md": f"""\
                    ---
                    title: "{WORDS[title]}"
                    date: 2026-{number:02}-07
                    summary: Kort.
                    draft: {"true" if draft else "false"}
                    projects: [{"senshagen" if about else ""}]
                    ---
                    {WORDS[body]} en [de uitleg](page:uitleg#verder), zie [meer](/themas/).
                    """
            }
        )

    def body(self, number: int, word: int) -> None:
        path = self.root / f"content/news/2026-{number:02}-05-bericht-{number}.md"
        head = path.read_text("utf-8").rpartition("---\n")[0]
        path.write_text(
            f"{head}---\n{WORDS[word]} ook [de uitleg](page:uitleg#verder) en ![foto](../media/foto.png).\n", "utf-8"
        )

    def delete(self, number: int) -> None:
        (self.root / f"content/news/2026-{number:02}-07-erbij-{number}.md").unlink(missing_ok=True)

    def rename(self, number: int, other: int) -> None:
        old = self.root / f"content/news/2026-{number:02}-07-erbij-{number}.md"
        new = self.root / f"content/news/2026-{number:02}-07-hernoemd-{other}.md"
        if old.exists():
            old.replace(new)
        elif new.exists():
            new.unlink()

    def explanation(self, heading: int, title: int, menu: bool) -> None:
        lines = [
            "## Verder",
            f"### {WORDS[heading]}",
            "",
            "Lees [hoe u aansluit](page:aansluiten), [^1].",
            "",
            "[^1]: Noot.",
        ]
        head = f'---\ntitle: "{WORDS[title]}"\nsummary: Zo werkt het.\n{"menu: 1" if menu else ""}\n---\n'
        self.write({"content/pages/uitleg.md": head + "\n".join(lines) + "\n"})

    def manual(self, word: int, more: bool) -> None:
        self.write(
            {
                "docs/redactie/README.md": f"# {WORDS[word]}\n\nKort.\n\n{'[Meer](meer.md)' if more else 'Niets.'}\n",
                "docs/redactie/meer.md": "# Meer\n\nUitleg.\n\n![Beeld](beeld/proef.png)\n",
                "docs/redactie/beeld/proef.png": picture("teal" if more else "red"),
            }
        )
        if not more:
            (self.root / "docs/redactie/meer.md").unlink()

    def meeting(self, day: int, hour: int, title: int) -> None:
        self.write(
            {
                "content/agenda/2026-12-01-netwerkdag.md": f"""\
                    ---
                    title: "{WORDS[title]}"
                    start: 2026-12-0{day} {hour}:00
                    end: 2026-12-0{day} {hour + 1}:00
                    summary: Samen.
                    themes: [smart-mobility]
                    aliases: [/agenda/oude-netwerkdag/]
                    ---
                    Tot dan.
                    """
            }
        )
        wanted = self.root / f"content/agenda/2026-12-0{day}-netwerkdag.md"
        (self.root / "content/agenda/2026-12-01-netwerkdag.md").replace(wanted)
        for other in self.root.glob("content/agenda/2026-12-*-netwerkdag.md"):
            if other != wanted:
                other.unlink()

    def image(self, colour: int, large: bool) -> None:
        size = (900, 300) if large else (600, 300)
        self.write({"content/media/foto.png": picture(("teal", "red", "blue")[colour], size)})

    def document(self, number: int) -> None:
        self.write({"content/media/stuk.pdf": b"%%PDF-1.4 %d" % number})
        more = self.root / "content/media/meer.pdf"
        more.write_bytes(b"%PDF-1.4") if number % 2 else more.unlink(missing_ok=True)

    def settings(
        self, title: int, matching: bool, search: bool, zone: bool, topics: bool, cards: bool = False, forms: int = 0
    ) -> None:
        text = str(FILES["site.yaml"])
        text = changed(text, "title: Themagroep Proef", f'title: "{WORDS[title]}"')
        features = {"matching": matching, "search": search, "share_cards": cards}
        text += f"features: {{{', '.join(f'{name}: {str(on).lower()}' for name, on in features.items())}}}\n"
        text += "timezone: America/New_York\n" if zone else ""
        text += "topics: [{title: sensoren, also: [sensor, meten]}]\n" if topics else ""
        self.write({"site.yaml": text + FORMS[forms]})

    def municipality(self, name: int, participates: bool, alone: bool = False) -> None:
        """What a municipality joins stands with it, or alone in a file."""
        joins = f"participates: [{'smart-living' if participates else ''}]"
        self.write(
            {
                "municipalities.yaml": f"""\
                    municipalities:
                      - id: zwolle
                        name: "{WORDS[name]}"
                        code: GM0193
                        province: Overijssel
                        location: {{lat: 52.5168, lon: 6.0830}}
                        website: https://www.zwolle.example.nl
                      - id: amersfoort
                        name: Amersfoort
                        code: GM0307
                        province: Utrecht
                        location: {{lat: 52.1561, lon: 5.3878}}
                        website: https://www.amersfoort.example.nl
                        {"" if alone else joins}
                        aliases: [/Amersfoort]
                    """
            }
        )
        file = "content/municipalities/amersfoort.yaml"
        if alone:
            self.write({file: f"{joins}\ncontacts: [{{name: {WORDS[name]!r}, role: Adviseur}}]\n"})
        else:
            (self.root / file).unlink(missing_ok=True)

    def error(self, kind: int) -> None:
        """A fault in one file of its own; `repair` takes all of them back."""
        name, text = (
            ("content/news/2026-01-09-fout.md", "---\ntitle: Fout\n---\nTekst.\n"),
            ("content/pages/fout.md", "---\ntitle: Fout\nsummary: Fout.\n---\nZie [niets](page:bestaat-niet).\n"),
            ("content/pages/fout.md", "---\ntitle: [\n---\n"),
            ("content/projects/nergens.yaml", "projects: []\n"),
            ("content/projects/nergens.yaml", "municipality: nergens\ntitle: Fout\n"),
            ("content/municipalities/nergens.yaml", "contacts: []\n"),
            ("content/municipalities/zwolle.yaml", "contact: [\n"),
        )[kind]
        self.write({name: text})

    def repair(self) -> None:
        of_municipalities = ("municipalities/nergens.yaml", "municipalities/zwolle.yaml", "projects/nergens.yaml")
        for name in ("news/2026-01-09-fout.md", "pages/fout.md", *of_municipalities):
            (self.root / "content" / name).unlink(missing_ok=True)

    # Edits of how it looks.

    def template(self, name: str, word: int) -> None:
        """A mark in the block of a page, or at the end."""
        text = (TEMPLATES / name).read_text("utf-8")
        mark = f"<!-- {WORDS[word]} -->\n"
        main = re.search(r"\{% block main %\}(?!\{% endblock)", text)
        place = main.end() if main else len(text)
        (self.templates / name).write_text(f"{text[:place]}{mark}{text[place:]}", "utf-8")

    def broken_template(self, broken: bool) -> None:
        file = self.templates / "pages/freshness.html"
        text = (TEMPLATES / "pages/freshness.html").read_text("utf-8")
        fault = changed(text, "{% block main %}", "{% block main %}{{ view.niets_van_dit }}")
        file.write_text(fault if broken else text, "utf-8")

    def style(self, number: int) -> None:
        file = self.templates / "assets/css/tokens/tokens.css"
        text = (TEMPLATES / "assets/css/tokens/tokens.css").read_text("utf-8")
        file.write_text(text + f"\n.proef {{ order: {number} }}\n", "utf-8")

    def program(self, number: int) -> None:
        """Somebody builds the program of the editing forms, or another one, or takes it away."""
        folder = self.folder / "forms/dist"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, data in BUNDLE.items() if number else ():
            file = folder / name.replace("TOQ53JV4", f"TOQ53JV{number}")
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data + b"/* %d */" % number)

    def lose(self, page: str) -> None:
        """A page of the output is gone, or all of it as in a fresh checkout."""
        if page:
            (self.public / page).unlink(missing_ok=True)
        else:
            shutil.rmtree(self.public, ignore_errors=True)

    # Builds.

    def compare(self) -> None:
        """A build in place, also by the stamp, is the same as a clean one elsewhere."""
        mine = self.built()
        self.clean += 1
        elsewhere = self.folder / f"schoon-{self.clean}"
        theirs = self.built_anew(elsewhere)
        assert told(mine) == told(theirs)
        if theirs.problems.errors:
            assert not elsewhere.exists()
        else:
            self.published = tree(elsewhere)
            assert mine.update is not None
            assert theirs.update is not None
            assert (mine.update.pages, mine.update.files) == (theirs.update.pages, theirs.update.files)
        now = tree(self.public)
        assert differences(now, self.published) == []
        assert not list(self.root.glob(".cache/*.staging"))
        for file in sorted(elsewhere.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()

    def built_anew(self, output: Path) -> Result:
        """A clean build. What it makes is made of nothing kept; only compiled templates stay at hand between these
        builds, in a folder of their own, as long as every text is the same.
        """
        options = self.options(output=output, cache=False, jobs=1)
        if (self.templates / "assets").is_symlink():
            return pipeline.build(options)
        read = [*sorted(tree(self.templates).items()), *sorted(tree(self.folder / "forms").items())]
        folder = self.shared / hashlib.sha256(repr(read).encode()).hexdigest() / "templates"
        if not folder.exists():
            shutil.copytree(self.templates, folder)
            shutil.copytree(self.folder / "forms", folder.parent / "forms")
        return pipeline.build(options._replace(templates=folder), session=session(folder))

    def built(self) -> Result:
        options = self.options()
        return by_command(options) if self.session is None else pipeline.build(options, session=self.session)


def told(result: Result) -> list[str]:
    return [f"{p.code} {p.span} {p.values}" for p in result.problems]


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
