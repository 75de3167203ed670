"""The real site, built once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from g40site import pipeline
from tests.conftest import NOW, TEMPLATES
from tests.real.html import Tree
from tests.serving import served

ROOT = Path(__file__).parents[2]
BASE = "https://www.example.nl/onder/een/pad/"


def build(output: Path, base_url: str | None = None) -> Path:
    options = pipeline.Options(root=ROOT, templates=TEMPLATES, now=NOW, output=output, base_url=base_url)
    result = pipeline.build(options)
    assert not result.problems.found, [problem.message("nl") for problem in result.problems]
    return output


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("real") / "public")


@pytest.fixture(scope="session")
def tree(public: Path) -> Tree:
    return Tree(public, "https://digitalisering.example.nl/")


@pytest.fixture(scope="session")
def tree_below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return Tree(build(tmp_path_factory.mktemp("base") / "public", BASE), BASE)


@pytest.fixture(scope="session")
def address(public: Path) -> Iterator[str]:
    """Where the built site can be visited."""
    with served(public) as found:
        yield found
