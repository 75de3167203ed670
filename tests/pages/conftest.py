"""Small sites without what most pages say nothing of: a test of cards, matching or searching asks for it itself."""

from pathlib import Path

import pytest

from tests.sites import BARE, Sites, SmallSite, built, copied, settings

LEAN = {"site.yaml": settings(BARE)}


@pytest.fixture(scope="session")
def lean(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The least site, built; other sites begin as a copy of it."""
    return built(tmp_path_factory.mktemp("lean"), LEAN)


@pytest.fixture
def site(lean: SmallSite, tmp_path: Path) -> Sites:
    return lambda files: copied(lean, tmp_path, {**LEAN, **files})
