"""Small sites for what editors work with, without what takes most of the time of a build and says nothing here."""

from pathlib import Path

import pytest

from tests.sites import BARE, Sites, SmallSite, settings


@pytest.fixture
def site(tmp_path: Path) -> Sites:
    """Makes a site of the given files, beside those of the least valid site."""
    return lambda files: SmallSite(tmp_path / "site", {"site.yaml": settings(BARE), **files})
