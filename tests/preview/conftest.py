"""A site that is served while all tests of a module look at it; each test changes files of its own."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.preview.previews import PAGE, Preview, news, serving
from tests.running import tree
from tests.sites import NO_CARDS, TEMPLATES, SmallSite, settings

NOW = "2026-11-24T12:00"


@dataclass(frozen=True)
class Workshop:
    """A site with its own copy of the templates, and the preview of it."""

    site: SmallSite
    templates: Path
    preview: Preview

    def write(self, file: str, text: str) -> None:
        self.site.write({file: text})

    def clean(self) -> dict[str, bytes]:
        """What a build writes that knows nothing of earlier ones."""
        elsewhere = self.site.root.parent / "schoon"
        self.site.build(templates=self.templates, output=elsewhere, cache=False)
        return tree(elsewhere)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("werkplaats")
    templates = folder / "templates"
    shutil.copytree(TEMPLATES, templates)
    files: dict[str, str | bytes] = {
        f"content/news/2026-01-0{n}-{name}.md": news(name, f"2026-01-0{n}") for n, name in NEWS.items()
    }
    files["site.yaml"] = settings(NO_CARDS)
    files["content/pages/uitleg.md"] = PAGE
    files["content/media/stuk.pdf"] = b"%PDF-1.4" + bytes(range(256)) * 4
    files["content/agenda/2026-12-01-overleg.md"] = (
        "---\ntitle: Overleg\nstart: 2026-12-01 13:00\nend: 2026-12-01 15:00\nsummary: Kort.\n---\nIedereen komt.\n"
    )
    # Below folders that a watcher may take for those of a tool.
    site = SmallSite(folder / ".cache/.git/site", files)
    (site.root / ".env").write_text("geheim")
    (site.root.parent / "geheim.txt").write_text("geheim")
    site.write(
        {
            "docs/redactie/README.md": "# Voor redacteuren\n\nZo werkt u mee.\n",
            "docs/meldingen/README.md": "# Alle meldingen\n\nZoek de code op.\n",
        }
    )
    shutil.copy(TEMPLATES.parent / "docs/meldingen/onbekende-sleutel.md", site.root / "docs/meldingen")
    with serving(site, "--templates", templates, "--now", NOW) as preview:
        yield Workshop(site, templates, preview)


NEWS = {1: "lang", 2: "fout", 3: "stil", 4: "ander", 5: "twee"}


@pytest.fixture
def tabs(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    yield context
    context.close()
