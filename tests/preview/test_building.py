"""The pages that somebody looks at are shown before the rest of their build."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from g40site import pipeline
from g40site.planning import Plan
from g40site.preview.building import render_first
from tests.sites import TEMPLATES, Sites

PAGE = "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n"
OTHER = "---\ntitle: Colofon\nsummary: Kort.\n---\nTekst.\n"
EXPLAINED, IMPRINT = "uitleg/index.html", "colofon/index.html"


def shown(output: Path, plan: Plan, *wanted: str) -> list[Mapping[str, bytes]]:
    times: list[Mapping[str, bytes]] = []
    render_first(output, wanted, times.append, plan)
    return times


def test_wanted_pages_are_shown_one_by_one_as_the_build_will_make_them(site: Sites) -> None:
    s = site({"content/pages/uitleg.md": PAGE, "content/pages/colofon.md": OTHER})
    s.build()
    s.write({"content/pages/uitleg.md": PAGE.replace("Tekst", "Nieuwe tekst")})
    times = shown(s.public, pipeline.plan(s.options()), EXPLAINED, "weg/index.html", IMPRINT, "MANIFEST")
    assert [list(pages) for pages in times] == [[EXPLAINED], [EXPLAINED, IMPRINT]]
    assert b"Nieuwe tekst" in times[0][EXPLAINED]
    assert b"Nieuwe tekst" not in (s.public / EXPLAINED).read_bytes()
    s.build()
    assert all((s.public / path).read_bytes() == data for path, data in times[-1].items())


def test_a_page_with_a_fault_in_its_template_is_left_to_the_build(site: Sites, tmp_path: Path) -> None:
    s = site({"content/pages/uitleg.md": PAGE})
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "pages/page.html").write_text("{{ view.weg }}", "utf-8")
    s.build()
    times = shown(s.public, pipeline.plan(s.options(templates=templates)), EXPLAINED, "index.html")
    assert [EXPLAINED in pages for pages in times] == [False]
    assert "index.html" in times[0]


def test_another_style_sheet_is_there_as_soon_as_the_page(site: Sites, tmp_path: Path) -> None:
    s = site({"content/pages/uitleg.md": PAGE})
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    s.build(templates=templates)
    sheet = next(templates.glob("assets/css/**/*.css"))
    sheet.write_text(sheet.read_text("utf-8") + "\nh1 { letter-spacing: 7px; }\n", "utf-8")
    plan = pipeline.plan(s.options(templates=templates))
    (files,) = shown(s.public, plan, EXPLAINED)
    (style,) = (path for path in files if path.endswith(".css"))
    assert b"letter-spacing:7px" in files[style]
    assert style.encode() in files[EXPLAINED]
    # Where nobody looks at a page, nothing is made before the build does.
    assert shown(s.public, plan) == []
