"""The reference of messages: each code has a page in `docs/meldingen`, whose examples are tried.

A page is written by hand in three parts: why, a wrong example and a right one. The rest follows from the program: the
title, what an editor sees, and the English. With UPDATE_EXPECTED=1 in the environment the pages are made anew; a new
code needs its three parts first.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest

from g40site import pipeline
from g40site.diagnostics import text
from g40site.messages import MESSAGES, TABLES
from tests.running import TOP
from tests.sites import SmallSite, picture, png_that_claims

FOLDER = TOP / "docs/meldingen"
CODES = sorted(MESSAGES)
PART = re.compile(r"^## (Waarom|Fout|Dan ziet u|Goed|In English)\n\n", re.MULTILINE)
EXAMPLE = re.compile(r"^In `([^`\n]+)`:\n\n(`{3,})\w+\n(.*?)\n\2$", re.MULTILINE | re.DOTALL)
PAGE = "---\ntitle: Uitleg\nsummary: Kort.\n---\n{}\n"
WORDS = {"error": "Fout", "warning": "Waarschuwing"}
SUBJECTS = ("Bestanden", "YAML", "Velden", "Verwijzingen", "Teksten", "Plaatjes en documenten", "Adressen en sjablonen")
# Of a long line or list the reader needs no more than this.
SHOWN = 40


def parts(code: str) -> dict[str, str]:
    """The parts of a page by their headings."""
    _head, *found = PART.split((FOLDER / f"{code}.md").read_text("utf-8"))
    return dict(zip(found[::2], (body.strip("\n") for body in found[1::2]), strict=True))


def files(part: str) -> dict[str, str | bytes]:
    return {path: body + "\n" for path, _mark, body in EXAMPLE.findall(part)}


def told(small: SmallSite, templates: Path) -> tuple[list[str], str]:
    """The codes that a site gives, in order, and what an editor sees of them."""
    result = pipeline.check_only(small.options(templates=templates))
    return [problem.code for problem in result.problems], text.render(result.problems, result.sources, "nl")


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


def page(code: str, given: dict[str, str], seen: str) -> str:
    """The whole page of a code, from its hand-written parts and what the program says of the wrong example."""
    message = MESSAGES[code]
    title = re.sub(r"`?\{\w+\}`?", "…", message.nl)
    english = re.sub(r"\{(\w+)\}", "…", f"{message.en}. {message.help_en}").strip()
    return f"""\
# {title}

Dit is de {WORDS[message.severity].lower()} `{code}`. U leest waarom u die ziet, met een fout en een goed voorbeeld.

[Alle meldingen](README.md)

## Waarom

{given["Waarom"]}

## Fout

{given["Fout"]}

## Dan ziet u

```text
{seen}
```

## Goed

{given["Goed"]}

## In English

<span lang="en">{english}</span>
"""


def shown(seen: str) -> str:
    """What an editor sees, without most of a flood."""
    blocks = seen.rstrip("\n").split("\n\n")
    return "\n\n".join([blocks[0], "…", *blocks[-2:]] if len(blocks) > SHOWN else blocks)


@pytest.mark.parametrize("code", CODES)
def test_the_wrong_example_is_told_and_the_page_shows_it(
    code: str, site: Callable, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = parts(code)
    small = site(files(given["Fout"]))
    templates = bare
    if code.startswith(("sjabloon", "stijlblad")):
        templates = small.root / "templates"
        small.write(
            {f"templates/{p.relative_to(bare).as_posix()}": p.read_bytes() for p in bare.rglob("*") if p.is_file()}
        )
    if code in MADE:
        assert not files(given["Fout"])
        MADE[code](small)
    if code == "tekst-onleesbaar":
        real = markdown.Markdown.convert

        def fails(library: markdown.Markdown, text: str) -> str:
            if "struikelblok" in text:
                raise RecursionError
            return real(library, text)

        monkeypatch.setattr(markdown.Markdown, "convert", fails)
    codes, seen = told(small, templates)
    assert set(codes) - {code} <= ({"onbekend-thema", "kop-niveau-1"} if code.startswith("en-nog") else set())
    assert code in codes
    made = page(code, given, shown(seen))
    if os.environ.get("UPDATE_EXPECTED") == "1":
        (FOLDER / f"{code}.md").write_text(made, "utf-8")
    else:
        assert made == (FOLDER / f"{code}.md").read_text("utf-8")


@pytest.mark.parametrize("code", [code for code in CODES if code not in MADE])
def test_the_right_example_is_right(code: str, site: Callable, bare: Path) -> None:
    right = files(parts(code)["Goed"])
    assert right
    assert told(site(right), bare) == ([], "")


def test_the_list_has_every_code_and_nothing_else() -> None:
    rows = ["# Alle meldingen", "", "Elke melding van `check` en `build` heeft een code. Zoek de code hier op.", ""]
    for subject, table in zip(SUBJECTS, TABLES, strict=True):
        rows += [f"## {subject}", ""]
        rows += [f"- [`{code}`]({code}.md): {re.sub(r'`?[{][a-z]+[}]`?', '…', table[code].nl)}" for code in table]
        rows.append("")
    made = "\n".join(rows)
    if os.environ.get("UPDATE_EXPECTED") == "1":
        (FOLDER / "README.md").write_text(made, "utf-8")
    assert made == (FOLDER / "README.md").read_text("utf-8")
    assert {path.stem for path in FOLDER.glob("*.md")} == {*MESSAGES, "README"}
