"""One published site for all tests of this folder, and an environment that names no proxy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import served
from tests.sites import BARE, built, settings

FILES: dict[str, str | bytes] = {
    "site.yaml": settings(BARE),
    "content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\naliases: [/oud/]\n---\nTekst.\n",
    "content/media/jaar verslag.pdf": b"%PDF-1.4\n",
}


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        for form in (name, name.upper()):
            monkeypatch.delenv(form, raising=False)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("verify"), FILES, precompress=True).public


@pytest.fixture
def public(published: Path, tmp_path: Path) -> Path:
    """A published site of one's own, to damage."""
    return Path(shutil.copytree(published, tmp_path / "public"))


@pytest.fixture
def address(public: Path) -> Iterator[str]:
    with served(public) as address:
        yield address
