"""One site that is built once, of which each test gets a copy."""

from pathlib import Path

import pytest

from tests.engine.edits import Edits


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Edits:
    made = Edits(tmp_path_factory.mktemp("gebouwd"))
    made.project(0, 2, True, 0, True)
    made.build()
    return made


@pytest.fixture
def s(built_once: Edits, tmp_path: Path) -> Edits:
    return built_once.copied(tmp_path)
