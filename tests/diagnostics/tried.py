"""What is tried: the pages beside this file, and the examples of the reference in `docs/meldingen`."""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.running import TOP
from tests.sites import BARE, SmallSite, picture, png_that_claims, settings

FOLDER = TOP / "docs/meldingen"
PAGES = sorted(Path(__file__).parent.glob("*.txt"))
SECTION = re.compile(r"^-- (\S[^\n]*?)(?: in (\S+))? --\n", re.MULTILINE)
PART = re.compile(r"^## (Waarom|Fout|Dan ziet u|Goed|In English)\n\n", re.MULTILINE)
EXAMPLE = re.compile(r"^In `([^`\n]+)`:\n\n(`{3,})\w+\n(.*?)\n\2$", re.MULTILINE | re.DOTALL)
# Cards and advices have no messages of their own, and take most of the time of a check.
LIGHT = {"site.yaml": settings(BARE)}
PAGE = "---\ntitle: Uitleg\nsummary: Kort.\n---\n{}\n"


def sections(page: str) -> tuple[dict[str, bytes], str]:
    """The files of a page and the text that it expects; empty lines between sections belong to neither."""
    _prose, *parts = SECTION.split(page)
    texts = [
        (path, codec or "utf-8", body.strip("\n") + "\n") for path, codec, body in zip(*[iter(parts)] * 3, strict=True)
    ]
    files = {path: body.encode(codec) for path, codec, body in texts if path != "expected"}
    expected = next(body for path, _codec, body in texts if path == "expected")
    return files, expected.lstrip("\n")


def parts(code: str) -> dict[str, str]:
    """The parts of a page of the reference by their headings."""
    _head, *found = PART.split((FOLDER / f"{code}.md").read_text("utf-8"))
    return dict(zip(found[::2], (body.strip("\n") for body in found[1::2]), strict=True))


def files(part: str) -> dict[str, str | bytes]:
    return {path: body + "\n" for path, _mark, body in EXAMPLE.findall(part)}


def assert_kept(made: Mapping[Path, str]) -> None:
    """Each file has this text. With UPDATE_EXPECTED=1 in the environment it gets it, and somebody must look."""
    others = {path: text for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text}
    if others and os.environ.get("UPDATE_EXPECTED") == "1":
        for path, text in others.items():
            path.write_text(text, "utf-8")
        raise AssertionError(f"written, read the difference: {[path.name for path in others]}")
    assert {path.name: text for path, text in others.items()} == {
        path.name: path.read_text("utf-8") if path.exists() else "" for path in others
    }


# Examples that cannot be written down as a text: what is done to the least site.


def removed(small: SmallSite) -> None:
    (small.root / "themes.yaml").unlink()


def a_folder(small: SmallSite) -> None:
    removed(small)
    (small.root / "themes.yaml").mkdir()


def a_circle(small: SmallSite) -> None:
    removed(small)
    (small.root / "themes.yaml").symlink_to("themes.yaml")


def a_link(target: str) -> Callable[[SmallSite], None]:
    def make(small: SmallSite) -> None:
        small.write({"content/pages/x.txt~": "x"})
        (small.root / "content/pages/uitleg.md").symlink_to(target)

    return make


def written(path: str, data: str | bytes) -> Callable[[SmallSite], None]:
    return lambda small: small.write({path: data})


def in_a_text(what: str, data: bytes = b"") -> Callable[[SmallSite], None]:
    picture_too: dict[str, str | bytes] = {"content/media/lantaarn.png": data} if data else {}
    return lambda small: small.write({"content/pages/uitleg.md": PAGE.format(what), **picture_too})


USED = "![Een lantaarn](../media/lantaarn.png)"
PROJECT = (
    "projects:\n  - id: lantaarns\n    title: Lantaarns\n    summary: Licht.\n    status: pilot\n    themes: [{}]\n"
)
MADE: dict[str, Callable[[SmallSite], None]] = {
    "bestand-ontbreekt": removed,
    "geen-bestand": a_folder,
    "buiten-de-site": a_link("../../site.yaml"),
    "pad-te-lang": written("content/media/" + "een-map-met-een-erg-lange-naam/" * 10 + "a.pdf", b"%PDF-1.4"),
    "bestand-onleesbaar": a_circle,
    "map-onleesbaar": written("content", "x"),
    "bestand-te-groot": written("content/pages/uitleg.md", PAGE.format("Tekst. " * 300_000)),
    "geen-utf-8": written("content/pages/uitleg.md", PAGE.format("Eén.").encode("cp1252")),
    "stuurteken": written("content/pages/uitleg.md", PAGE.format("Tekst.").replace("Uitleg", "Uit\x07leg")),
    "bestandsnaam": written("content/pages/over\\ons.md", PAGE.format("Tekst.")),
    "yaml-te-diep": written("themes.yaml", "themes: " + "[" * 100 + "]" * 100 + "\n"),
    "yaml-te-veel": written("themes.yaml", "themes: [" + "a," * 300_000 + "]\n"),
    "en-nog-error": written("content/projects/zwolle.yaml", PROJECT.format(", ".join(["zorg"] * 60))),
    "en-nog-warning": in_a_text("# Kop\n\nTekst.\n\n" * 60),
    "plaatje-zonder-alt": in_a_text("![](../media/lantaarn.png)", picture()),
    "tekst-te-lang": in_a_text("Tekst. " * 15_000),
    "tekst-te-ingewikkeld": in_a_text("[" * 10_000),
    "tekst-onleesbaar": in_a_text("Een struikelblok."),
    "plaatje-kapot": in_a_text(USED, picture()[:40]),
    "plaatje-te-groot": in_a_text(USED, png_that_claims(13_000, 13_000)),
    "plaatje-soort": in_a_text(USED, b"%PDF-1.4"),
    "adres-dubbel": lambda small: small.write(
        dict.fromkeys(("content/media/Verslag.pdf", "content/media/verslag.pdf"), "x")
    ),
    "sjabloon-ontbreekt": written("templates/pages/theme.html", "{% include 'niets.html' %}"),
    "sjabloon-naam": written("templates/pages/theme.html", "{% include view.heading %}"),
    "sjabloon-fout": written("templates/pages/theme.html", "<h1>{{ view.niets }}</h1>"),
    "sjabloon-te-diep": written("templates/pages/theme.html", "{{ " + "(" * 3000 + ")" * 3000 + " }}"),
    "stijlblad-ontbreekt": lambda small: (small.root / "templates/assets/css/base.css").unlink(),
}
