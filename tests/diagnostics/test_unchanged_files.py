"""The place of a problem in a file that did not change since the last build, and of which all is in the cache."""

from pathlib import Path

import pytest

from g40site import pipeline
from tests.sites import BARE, LEAST, Sites, SmallSite, settings

PROJECT = "{{id: {}, title: Titel, summary: Kort., themes: [smart-living], status: pilot}}\n"
UNCHANGED = {
    "municipalities.yaml": """\
        municipalities:
          - id: zwolle
            name: Zwolle
            code: GM0193
            province: Overijssel
            location: {lat: 52.5168, lon: 6.0830}
            website: https://www.zwolle.example.nl
          - id: gouda
            name: Gouda
            code: GM0513
            province: Zuid-Holland
            location: {lat: 52.0, lon: 4.7}
            website: https://www.gouda.example.nl
        """,
    "content/municipalities/gouda.yaml": "# Nog niet nagekeken.\nparticipates: [smart-living, vervoer]\n",
    "content/projects/alleen.yaml": """\
        municipality: gouda
        title: Alleen
        summary: Kort.
        themes: [smart-living, vervoer]
        status: pilot
        """,
    "content/news/2026-01-02-dag.md": """\
        ---
        title: Dag
        date: 2026-01-02
        summary: Kort.
        projects:
          - blijft
          - gaat
        ---
        Lees meer.

        Zie [het project](project:gaat).
        """,
    "content/agenda/2026-12-02-dag.md": """\
        ---
        title: Dag
        start: 2026-12-02
        summary: Kort.
        themes: [smart-living, vervoer]
        ---
        Tot dan.
        """,
}
BEFORE = {
    "themes.yaml": """\
        themes:
          - {id: smart-living, title: Smart Living, lead: zwolle, summary: Kort., description: Wonen.}
          - {id: vervoer, title: Vervoer, lead: zwolle, summary: Kort., description: Rijden.}
        """,
    "content/projects/zwolle.yaml": f"projects:\n  - {PROJECT.format('blijft')}  - {PROJECT.format('gaat')}",
}
AFTER = {
    "themes.yaml": LEAST["themes.yaml"],
    "content/projects/zwolle.yaml": f"projects:\n  - {PROJECT.format('blijft')}",
}
PLACES = [
    ("onbekend-thema", "content/agenda/2026-12-02-dag.md", 5, 24),
    ("onbekend-thema", "content/municipalities/gouda.yaml", 2, 30),
    ("onbekend-project", "content/news/2026-01-02-dag.md", 7, 5),
    ("link-naar-onbekende", "content/news/2026-01-02-dag.md", 11, 19),
    ("onbekend-thema", "content/projects/alleen.yaml", 4, 24),
]


@pytest.fixture
def broken(site: Sites, bare: Path) -> SmallSite:
    """A site that was built, in which other files then lost what three that did not change name."""
    made = site({"site.yaml": settings(BARE), **UNCHANGED, **BEFORE})
    assert made.build(templates=bare).problems.warnings == []
    made.write(AFTER)
    return made


def test_a_reference_that_breaks_elsewhere_is_told_at_its_own_line_and_column(broken: SmallSite, bare: Path) -> None:
    assert broken.check(templates=bare) == PLACES
    built = pipeline.build(broken.options(templates=bare)).problems
    assert [(p.code, p.span.file, p.span.line, p.span.column) for p in built] == PLACES
    assert broken.check(templates=bare, cache=False) == PLACES


NEWS = "content/news/2026-01-02-dag.md"


@pytest.mark.parametrize(("below", "more"), [("meer.", []), ("De titel.", [("voorbeeldtekst", NEWS, 10, 1)])])
def test_so_it_is_where_only_the_text_below_the_front_matter_changed(
    broken: SmallSite, bare: Path, below: str, more: list[tuple[str, str, int, int]]
) -> None:
    """What stands above it is remembered by itself, also where the text below it has a fault of its own."""
    broken.write({NEWS: UNCHANGED[NEWS].replace("Lees meer.", f"Lees\n        {below}")})
    moved = [(code, file, line + (line == 11), column) for code, file, line, column in PLACES]
    assert sorted(broken.check(templates=bare)) == sorted([*moved, *more])
    assert sorted(broken.check(templates=bare, cache=False)) == sorted([*moved, *more])


def test_when_it_is_there_again_nothing_is_told(broken: SmallSite, bare: Path) -> None:
    broken.check(templates=bare)
    broken.write(BEFORE)
    assert broken.check(templates=bare) == []
