"""A small site, and the same as it will be beside it."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from g40site.editing.schemas import Known
from tests.sites import SmallSite

# What there is, whatever the real content has.
KNOWN = Known(
    {
        "theme": {"smart-living": "Smart Living", "smart-mobility": "Smart Mobility"},
        "municipality": {"zwolle": "Zwolle", "breda": "Breda"},
        "project": {"lantaarns": "Slimme lantaarns"},
    }
)

PROJECTS = """\
projects:
  - id: lantaarns
    title: Lantaarns
    summary: Licht.
    themes: [smart-living]
    status: pilot
    added: 2024-01
    checked: 2024-02
    contact: {name: Jan, checked: 2023}
  - id: sensoren
    title: Sensoren
    summary: Meten.
    themes: [smart-living]
    status: pilot
    added: 2026-11-01
"""
EVENT = "---\ntitle: Netwerkdag\nstart: 2027-03-03 13:30\nsummary: Kort.\n---\nTekst.\n"
NEWS = "---\ntitle: Nieuws <b> *nu*\ndate: 2026-11-02\nsummary: Kort & goed.\nthemes: [smart-living]\n---\nTekst.\n"
FILES: dict[str, str | bytes] = {
    "content/projects/zwolle.yaml": PROJECTS,
    "content/agenda/2027-03-03-netwerkdag.md": EVENT,
    "content/news/2026-11-02-nieuws.md": NEWS,
}


def after(small: SmallSite, tmp_path: Path, changes: Mapping[str, str | None]) -> Path:
    """A copy of a site in which some files are others, or gone."""
    new = tmp_path / "nieuw"
    shutil.copytree(small.root, new)
    for name, text in changes.items():
        (new / name).unlink(missing_ok=True)
        if text is not None:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(text)
    return new
