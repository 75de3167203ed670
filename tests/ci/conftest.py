"""One repository that is made once, and a copy of it for each test."""

import shutil
from pathlib import Path

import pytest

from tests.ci.repository import Repository


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("origin") / "repository"
    Repository.make(folder)
    return folder


@pytest.fixture
def repository(origin: Path, tmp_path: Path) -> Repository:
    shutil.copytree(origin, tmp_path / "repository", symlinks=True)
    return Repository(tmp_path / "repository")
