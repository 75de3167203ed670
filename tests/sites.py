"""Small sites, and what is in them: each test holds its whole site and looks at what a user would see."""

import datetime as dt
import io
import shutil
import struct
import textwrap
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

from g40site import pipeline
from g40site.planning import Session

TEMPLATES = Path(__file__).parents[1] / "templates"
NOW = dt.datetime.fromisoformat("2026-11-24T12:00+01:00")

# The least that is a valid site: one theme, led by the one municipality.
LEAST = {
    "site.yaml": """\
        title: Themagroep Proef
        network: Proefnetwerk
        description: Een kleine site.
        url: https://proef.example.nl/
        focus_points:
          - title: Ethiek
        contact: {name: Proef Persoon, email: proef@example.nl, municipality: zwolle}
        licence: CC-BY-4.0
        """,
    "themes.yaml": """\
        themes:
          - id: smart-living
            title: Smart Living
            lead: zwolle
            summary: Slim wonen.
            description: Wonen en zorg.
        """,
    "municipalities.yaml": """\
        municipalities:
          - id: zwolle
            name: Zwolle
            code: GM0193
            province: Overijssel
            location: {lat: 52.5168, lon: 6.0830}
            website: https://www.zwolle.example.nl
        """,
}


def bare_templates(folder: Path) -> Path:
    """Templates with the right names and nothing in them: what is told of content takes no time with them."""
    (folder / "assets/css").mkdir(parents=True)
    (folder / "assets/css/base.css").touch()
    (folder / "pages").mkdir()
    for page in (TEMPLATES / "pages").iterdir():
        (folder / "pages" / page.name).touch()
    return folder


def settings(*more: str) -> str:
    """The settings of the least valid site, with lines more."""
    return textwrap.dedent(LEAST["site.yaml"]) + "".join(f"{line}\n" for line in more)


# Share cards take most of the time of a first build: a site on which nobody looks at them goes without.
NO_CARDS = "features: {share_cards: false}"
# The same without all that a site can do without.
BARE = "features: {share_cards: false, matching: false, search: false}"


SESSIONS: dict[Path, Session] = {}
MOST_SESSIONS = 8


def session(templates: Path) -> Session:
    """A session that has what others compiled of the same templates, as `serve` has, and nothing else of theirs."""
    known = SESSIONS.pop(templates, Session())
    SESSIONS[templates], known.held = known, {}
    for folder in [*SESSIONS][:-MOST_SESSIONS]:
        del SESSIONS[folder]
    return known


class SmallSite:
    """A folder with a site in it; `write` changes files, `build` and `check` run the program on it. Without settings of
    its own it has no part that a site can do without: a test that looks at one says so.
    """

    def __init__(self, root: Path, files: Mapping[str, str | bytes]) -> None:
        self.root, self.public = root, root / "public"
        self.write({**LEAST, "site.yaml": settings(BARE), **files})

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())

    def options(self, **more: object) -> pipeline.Options:
        given = {"root": self.root, "templates": TEMPLATES, "now": NOW, "output": self.public, **more}
        return pipeline.Options(**given)  # type: ignore[arg-type]

    def build(self, **more: object) -> pipeline.Result:
        """Builds; a test that expects problems uses `check`."""
        options = self.options(**more)
        result = pipeline.build(options, session=session(options.templates))
        assert not result.problems.errors, [(p.code, p.span.file, p.span.line) for p in result.problems]
        return result

    def check(self, **more: object) -> list[tuple[str, str, int, int]]:
        """Every problem as code, file, line and column, in the order in which it is told."""
        options = self.options(**more)
        found = pipeline.check(options, session(options.templates)).problems
        return [(p.code, p.span.file, p.span.line, p.span.column) for p in found]

    def page(self, address: str) -> str:
        """The HTML at an address of the built site."""
        path = self.public / address.removeprefix("/")
        return (path / "index.html" if address.endswith("/") else path).read_text("utf-8")


def built(folder: Path, files: Mapping[str, str | bytes], **options: object) -> SmallSite:
    """A site of the given files that is built already, for all tests that only look at it."""
    made = SmallSite(folder / "site", files)
    made.build(**options)
    return made


def copied(site: SmallSite, folder: Path, files: Mapping[str, str | bytes]) -> SmallSite:
    """A copy of a built site with other files: its next build makes only what they change."""
    shutil.copytree(site.root, folder / "site", dirs_exist_ok=True)
    return SmallSite(folder / "site", files)


# Makes a site of the given files, beside those of the least valid site: what the fixture `site` gives.
Sites = Callable[[Mapping[str, str | bytes]], SmallSite]


def picture(mode: str = "RGB", size: tuple[int, int] = (700, 300), kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image = Image.new("L", size, 128)
    image.paste(255, (0, 0, size[0] // 2, size[1]))
    image = Image.new(mode, size) if mode in ("I;16", "PA", "LAB") else image.convert(mode)
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_that_claims(width: int, height: int, extra: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + header + extra + pixels + chunk(b"IEND", b"")


# A program of the editing forms, as small as it can be.
BUNDLE = {
    "forms.js": b'import "./chunks/deel-TOQ53JV4.js";\n' + b"// program\n" * 100,
    "forms.css": b"body{margin:0}",
    "chunks/deel-TOQ53JV4.js": b"export default 1;",
    "assets/letters-BqRLTx4X.woff2": b"wOF2",
    "licenses.txt": b"MIT\n",
}


def templates_beside(bundle: Mapping[str, bytes], folder: Path) -> Path:
    """The templates in a folder of their own, beside a program of the editing forms."""
    for name, data in bundle.items():
        (folder / "forms/dist" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "forms/dist" / name).write_bytes(data)
    (folder / "forms/dist").mkdir(parents=True, exist_ok=True)
    return Path(shutil.copytree(TEMPLATES, folder / "templates"))


# At least one of everything that has a page, a link, a picture or an old address.
FILES: dict[str, str | bytes] = {
    "site.yaml": textwrap.dedent(LEAST["site.yaml"])
    + """\
repository: {url: https://git.example.nl/g40/site, branch: main}
accessibility:
  status: D
  date: 2026-11-01
  statement: https://proef.example.nl/toegankelijkheid/
  contact: "mailto:proef@example.nl"
security: {contact: https://proef.example.nl/uitleg/, policy: https://elders.example.nl/beleid}
publisher: {name: Proef, code: GM0193, url: https://proef.example.nl}
""",
    "themes.yaml": """\
        themes:
          - id: smart-living
            title: Smart Living
            lead: zwolle
            summary: Slim wonen.
            description: Wonen met [SensHagen](project:senshagen) en [een stuk](content/media/stuk.pdf).
            topics: [sensoren]
            aliases: [/oud/wonen/]
          - id: smart-mobility
            title: Smart Mobility
            lead: amersfoort
            summary: Slim op weg.
            description: Verkeer.
        """,
    "municipalities.yaml": """\
        municipalities:
          - id: zwolle
            name: Zwolle
            code: GM0193
            province: Overijssel
            location: {lat: 52.5168, lon: 6.0830}
            website: https://www.zwolle.example.nl
          - id: amersfoort
            name: Amersfoort
            code: GM0307
            province: Utrecht
            location: {lat: 52.1561, lon: 5.3878}
            website: https://www.amersfoort.example.nl
            participates: [smart-living]
            aliases: [/Amersfoort]
        """,
    "content/projects/zwolle.yaml": """\
        projects:
          - id: senshagen
            title: SensHagen
            summary: Bewoners meten.
            description: Zie [de themapagina](theme:smart-living).
            themes: [smart-living]
            status: in-use
            topics: [sensoren, hitte in de stad]
            with: [amersfoort]
            image: {file: media/foto.png, alt: Een sensor}
            aliases: [/projecten/sensoren-oud/]
        """,
    **{
        f"content/news/2026-{month:02}-05-bericht-{month}.md": f"""\
            ---
            title: Bericht {month}
            date: 2026-{month:02}-05
            summary: Kort bericht {month}.
            themes: [smart-living]
            municipalities: [zwolle]
            projects: [senshagen]
            ---
            Zie ook [de uitleg](page:uitleg#verder) en ![foto](../media/foto.png).
            """
        for month in range(1, 12)
    },
    "content/news/2025-12-05-oudste.md": "---\ntitle: Oudste\ndate: 2025-12-05\nsummary: Kort.\n---\nTekst.\n",
    "content/news/2025-12-04-nog-ouder.md": "---\ntitle: Nog ouder\ndate: 2025-12-04\nsummary: Kort.\n---\nTekst.\n",
    "content/agenda/2026-12-01-netwerkdag.md": """\
        ---
        title: Netwerkdag
        start: 2026-12-01 10:00
        summary: Samen.
        themes: [smart-mobility]
        aliases: [/agenda/oude-netwerkdag/]
        ---
        Tot dan.
        """,
    "content/agenda/2025-12-01-vorige.md": "---\ntitle: Vorige\nstart: 2025-12-01\nsummary: Samen.\n---\nGeweest.\n",
    "content/pages/uitleg.md": """\
        ---
        title: Uitleg
        summary: Zo werkt het.
        menu: 1
        aliases: [/hulp/]
        ---
        ## Verder

        Lees [hoe u aansluit](page:aansluiten) en [het begin](page:index).
        """,
    "content/pages/aansluiten.md": "---\ntitle: Doe mee\nsummary: Sluit aan.\n---\nWelkom.\n",
    "content/pages/index.md": "---\ntitle: Welkom\nsummary: Het begin.\n---\nLees [de uitleg](page:uitleg).\n",
    "content/pages/toegankelijkheid.md": "---\ntitle: Toegankelijkheid\nsummary: Stand.\n---\nTekst.\n",
    "docs/redactie/README.md": """\
        # Voor redacteuren

        Zo werkt u mee.

        Begin bij [de recepten](recepten.md#een-bericht), of zoek [een melding](../meldingen/README.md).
        """,
    "docs/redactie/recepten.md": """\
        # Recepten

        Stap voor
        stap.

        ## Een bericht

        Terug naar [het begin](README.md), of kijk bij [de uitleg](page:uitleg).

        ![Een leeg formulier](beeld/formulier.png)
        """,
    "docs/redactie/beeld/formulier.png": picture(size=(600, 300)),
    "docs/meldingen/README.md": "# Alle meldingen\n\nZoek de code op.\n\n- [`leeg`](leeg.md)\n",
    "docs/meldingen/leeg.md": "# De sleutel `…` is leeg\n\nDit is een fout.\n\n[Alle](README.md)\n",
    "content/media/stuk.pdf": b"%PDF-1.4",
    "content/media/foto.png": picture(size=(600, 300)),
}
