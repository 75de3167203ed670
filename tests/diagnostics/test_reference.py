"""The reference of messages: each code has a page in `docs/meldingen`, whose examples are tried.

A page is written by hand in three parts: why, a wrong example and a right one. The rest follows from the program: the
title, what an editor sees, and the English. With UPDATE_EXPECTED=1 in the environment the pages are made anew, and the
test fails so that somebody reads them; a new code needs its three parts first.
"""

import re
import tomllib
from pathlib import Path

import markdown
import pytest

from g40site import pipeline
from g40site.diagnostics import text
from g40site.diagnostics.catalogue import WARNINGS, messages
from g40site.planning import Session
from tests.diagnostics.tried import FOLDER, LIGHT, MADE, assert_kept, files, parts
from tests.running import TOP
from tests.sites import SmallSite

# What a part of the table is about, in the words of the list.
SUBJECTS = {
    "files": "Bestanden",
    "yaml": "YAML",
    "fields": "Velden",
    "references": "Verwijzingen",
    "text": "Teksten",
    "media": "Plaatjes en documenten",
    "site": "Adressen en sjablonen",
}
# Of a long line or list the reader needs no more than this.
SHOWN = 40


def told(small: SmallSite, templates: Path, session: Session | None = None) -> tuple[list[str], str]:
    """The codes that a site gives, in order, and what an editor sees of them."""
    result = pipeline.check(small.options(templates=templates), session)
    return [problem.code for problem in result.problems], text.render(result.problems, result.sources, "nl")


def page(code: str, given: dict[str, str], seen: str) -> str:
    """The whole page of a code, from its hand-written parts and what the program says of the wrong example."""
    title = re.sub(r"`?\{\w+\}`?", "…", messages("nl")[code].message)
    kind = "waarschuwing" if code in WARNINGS else "fout"
    english = re.sub(r"\{(\w+)\}", "…", "{}. {}".format(*messages("en")[code])).strip()
    return f"""\
# {title}

Dit is de {kind} `{code}`. U leest waarom u die ziet, met een fout en een goed voorbeeld.

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


def wrong(code: str, folder: Path, bare: Path) -> tuple[SmallSite, Path]:
    """A site with the wrong example of a code, and its templates."""
    example = files(parts(code)["Fout"])
    small = SmallSite(folder, {**LIGHT, **example})
    templates = bare
    if code.startswith(("sjabloon", "stijlblad")):
        templates = small.root / "templates"
        small.write(
            {f"templates/{p.relative_to(bare).as_posix()}": p.read_bytes() for p in bare.rglob("*") if p.is_file()}
        )
    assert bool(example) is (code not in MADE)
    if code in MADE:
        MADE[code](small)
    return small, templates


@pytest.mark.slow
def test_each_wrong_example_is_told_and_its_page_shows_it(
    tmp_path: Path, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = markdown.Markdown.convert

    def fails(library: markdown.Markdown, text: str) -> str:
        if "struikelblok" in text:
            raise RecursionError
        return real(library, text)

    monkeypatch.setattr(markdown.Markdown, "convert", fails)
    made, others, session = {}, {}, Session()
    for code in messages("nl"):
        small, templates = wrong(code, tmp_path / code, bare)
        codes, seen = told(small, templates, session if templates == bare else None)
        made[FOLDER / f"{code}.md"] = page(code, parts(code), shown(seen))
        also = {"onbekend-thema", "kop-niveau-1"} if code.startswith("en-nog") else set()
        if code not in codes or set(codes) - {code} - also:
            others[code] = codes
    assert others == {}
    assert_kept(made)


@pytest.mark.slow
def test_each_right_example_is_right(tmp_path: Path, bare: Path) -> None:
    right = {code: files(parts(code)["Goed"]) for code in messages("nl").keys() - MADE.keys()}
    assert [code for code, example in right.items() if not example] == []
    session = Session()
    sites = {code: SmallSite(tmp_path / code, {**LIGHT, **example}) for code, example in right.items()}
    answers = {code: told(small, bare, session) for code, small in sites.items()}
    assert {code: answer for code, answer in answers.items() if answer != ([], "")} == {}


def test_the_list_has_every_code_and_nothing_else() -> None:
    rows = ["# Alle meldingen", "", "Elke melding van `check` en `build` heeft een code. Zoek de code hier op.", ""]
    for subject, table in tomllib.loads((TOP / "g40site/diagnostics/nl.toml").read_text("utf-8")).items():
        rows += [f"## {SUBJECTS[subject]}", ""]
        titles = {code: re.sub(r"`?[{][a-z]+[}]`?", "…", fields["message"]) for code, fields in table.items()}
        rows += [f"- [`{code}`]({code}.md): {title}" for code, title in titles.items()]
        rows.append("")
    assert_kept({FOLDER / "README.md": "\n".join(rows)})
    assert {path.stem for path in FOLDER.glob("*.md")} == {*messages("nl"), "README"}
