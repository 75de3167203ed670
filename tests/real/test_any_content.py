"""Editors change the content without a look at tests: what looks at the real site stays green, whatever they do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.running import TOP

NEW = {
    "content/news/2026-11-20-een-nieuw-bericht.md": (
        "---\ntitle: Een nieuw bericht\ndate: 2026-11-20\nsummary: Kort.\n---\nEen tekst.\n"
    ),
    "content/agenda/2026-12-20-een-nieuwe-bijeenkomst.md": (
        "---\ntitle: Een nieuwe bijeenkomst\nstart: 2026-12-20 10:00\nsummary: Kort.\n---\nEen tekst.\n"
    ),
    "content/pages/een-nieuwe-pagina.md": "---\ntitle: Een nieuwe pagina\nsummary: Kort.\n---\nEen tekst.\n",
}
MUNICIPALITY = {
    "id": "nieuwstad",
    "name": "Nieuwstad",
    "code": "GM9999",
    "province": "Drenthe",
    "location": {"lat": "52.9", "lon": "6.5"},
    "website": "https://www.nieuwstad.example.nl",
    "contacts": [{"role": "Griffie", "email": "griffie@nieuwstad.example.nl"}],
}
PERSON = {"name": "Proef Persoon", "role": "wethouder", "known": "2026-11"}
PROJECT = {"id": "nieuwstad-proef", "title": "Een nieuwe proef", "summary": "Kort.", "status": "pilot"}


def data(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)


def write(file: Path, content: Any) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def edited(root: Path) -> None:
    """Adds, changes and removes an entry of every kind, an administrator and a setting."""
    settings = data(root / "site.yaml")
    settings["focus_points"] = [*settings["focus_points"][1:], {"title": "Een nieuw punt", "description": "Kort."}]
    settings["contact"] = {"role": "Loket", "email": "loket@nieuwstad.example.nl"}
    settings["features"] = {**settings.get("features", {}), "share_cards": "false"}
    write(root / "site.yaml", settings)
    themes = data(root / "themes.yaml")
    themes["themes"][0]["title"] += " en meer"
    write(root / "themes.yaml", themes)
    municipalities = data(root / "municipalities.yaml")
    municipalities["municipalities"][0]["name"] += " aan Zee"
    for number, city in enumerate(municipalities["municipalities"][1:]):
        people = root / f"content/municipalities/{city['id']}.yaml"
        administrators = [] if number else [{**PERSON, "chair": "true"}]
        write(people, {**(data(people) if people.exists() else {}), "administrators": administrators})
    municipalities["municipalities"].append({**MUNICIPALITY, "participates": [themes["themes"][0]["id"]]})
    write(root / "municipalities.yaml", municipalities)
    write(root / "content/projects/nieuwstad.yaml", {"projects": [{**PROJECT, "themes": [themes["themes"][-1]["id"]]}]})
    texts = [path.read_text("utf-8") for path in root.rglob("*") if path.suffix in (".md", ".yaml")]
    files = [path for path in sorted((root / "content/projects").glob("*.yaml")) if "municipality" in data(path)]
    gone = next(path for path in files if not any(path.stem in text for text in texts))
    gone.unlink()
    other = next(path for path in files if path != gone)
    write(other, {**data(other), "title": f"{data(other)['title']} (vervolg)"})
    for folder in ("news", "agenda"):
        for file in sorted((root / f"content/{folder}").glob("*.md"))[:40]:
            if not any(file.stem[11:] in text for text in texts):
                file.unlink()
                break
    for name, text in NEW.items():
        (root / name).write_text(text)


def asked(tmp_path: Path, built: Path, *which: str) -> None:
    """Runs tests of this folder on an edited copy of content that was built, with what that build kept."""
    root = shutil.copytree(built, tmp_path / "root", ignore=shutil.ignore_patterns("public"))
    edited(root)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, f"--basetemp={tmp_path / 'inner'}", *which],
        cwd=TOP,
        env={**os.environ, "EDITED_ROOT": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.process
def test_what_is_asked_of_the_real_site_holds_after_any_edit(tmp_path: Path, root: Path, public: Path) -> None:
    """The long one asks it in a browser, of the site below a path and of its HTML too."""
    files = ("tests/real/test_content.py", "tests/real/test_pages.py")
    asked(tmp_path, root, "-k", "not (valid_html or b1)", *files)


@pytest.mark.long
@pytest.mark.process
def test_all_that_is_asked_of_the_real_site_holds_after_any_edit(tmp_path: Path, root: Path, public: Path) -> None:
    asked(tmp_path / "all", root, "--ignore=tests/real/test_any_content.py", "tests/real")
    asked(tmp_path / "long", root, "-m", "long", "tests/real/test_pages.py")
