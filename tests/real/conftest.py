"""The real site, built once for all tests of this folder from a copy of its content, and one page of each kind of it.

Editors change this content every week: what is asked here must hold of any content.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from g40site import addresses, pipeline
from g40site.content.site import Site
from tests.hosts.servers import open_folder, running
from tests.manual import copied
from tests.once import shared
from tests.serving import served
from tests.sites import NOW, TEMPLATES

BASE = "https://www.example.nl/onder/een/pad/"

T = TypeVar("T")


def options(root: Path, output: Path, base_url: str | None = None) -> pipeline.Options:
    return pipeline.Options(root=root, templates=TEMPLATES, now=NOW, output=output, base_url=base_url)


def build(root: Path, output: Path, base_url: str | None = None) -> Path:
    result = pipeline.build(options(root, output, base_url))
    assert not result.problems.items, [problem.message("nl") for problem in result.problems]
    return output


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the content with its site; or the folder that the environment names, which is a copy already."""
    if named := os.environ.get("EDITED_ROOT"):
        build(Path(named), Path(named) / "public")
        yield Path(named)
        return
    with shared(tmp_path_factory, "real", lambda folder: build(copied(folder), folder / "public")) as folder:
        yield folder


@pytest.fixture(scope="session")
def public(root: Path) -> Path:
    return root / "public"


@pytest.fixture(scope="session")
def content(root: Path) -> Site:
    """The content as it was read."""
    site = pipeline.plan(options(root, root / "public")).site
    assert site is not None, "content with errors has no site"
    return site


@pytest.fixture(scope="session")
def address(public: Path) -> Iterator[str]:
    """Where the built site can be visited."""
    with served(public) as found:
        yield found


@pytest.fixture(scope="session")
def hosted(root: Path, public: Path) -> Iterator[str]:
    """The site behind nginx, as `hosting` configures it."""
    with open_folder() as folder:
        shutil.copytree(public, folder / "public")
        plan = pipeline.plan(options(root, folder / "public", "https://digitalisering.example.nl/"))
        with running("nginx", plan.server_config("nginx", str(folder / "public")), folder, "/") as server:
            yield f"http://127.0.0.1:{server.port}"


KINDS = (
    *("home", "themes", "theme", "municipalities", "municipality", "municipality without projects", "projects"),
    *("projects of a phase", "projects about a topic", "project", "news", "news item", "agenda", "archive", "event"),
    *("together", "joining", "search", "subscribe", "data", "freshness", "page", "long page", "chapter", "not found"),
)


def most(entries: Iterable[T], count: Callable[[T], int]) -> T | None:
    """The entry of which there is most, the first of those that are equal; None where there is none."""
    return max(entries, key=count, default=None)


@pytest.fixture(scope="session")
def paths(content: Site) -> dict[str, str]:
    """The path of one page of each kind, the fullest that the content has; of a kind that it lacks, of its list."""
    theme = most(content.themes, lambda one: len(content.projects_of_theme.get(one.id, ())))
    municipality = most(content.municipalities, lambda one: len(content.projects_at.get(one.id, ())))
    idle = most(content.municipalities, lambda one: -len(content.projects_at.get(one.id, ())))
    project = most(content.projects, lambda one: len(one.description or "") + len(one.sources) + len(one.with_))
    topic = most(content.topics, lambda slug: len(content.topics[slug][1]))
    news = most(content.news, lambda one: len(one.projects) + len(one.sources))
    event = most(content.events, lambda one: len(one.summary))
    brief, long = (most(content.own_pages, lambda one, sign=sign: sign * len(one.summary)) for sign in (-1, 1))
    chapter = next((one for one in content.chapters if "/" not in one.slug and one.slug != "index"), None)
    return {
        "home": addresses.HOME,
        "themes": addresses.THEMES,
        "theme": addresses.theme(theme.id) if theme else addresses.THEMES,
        "municipalities": addresses.MUNICIPALITIES,
        "municipality": addresses.municipality(municipality.id) if municipality else addresses.MUNICIPALITIES,
        "municipality without projects": addresses.municipality(idle.id) if idle else addresses.MUNICIPALITIES,
        "projects": addresses.PROJECTS,
        "projects of a phase": addresses.phase("pilot"),
        "projects about a topic": addresses.topic(topic) if topic else addresses.PROJECTS,
        "project": addresses.project(project.id) if project else addresses.PROJECTS,
        "news": addresses.news_page(1),
        "news item": addresses.news(news.slug) if news else addresses.news_page(1),
        "agenda": addresses.AGENDA,
        "archive": addresses.ARCHIVE,
        "event": addresses.event(event.slug) if event else addresses.AGENDA,
        "together": addresses.TOGETHER,
        "joining": addresses.JOIN,
        "search": addresses.SEARCH,
        "subscribe": addresses.SUBSCRIBE,
        "data": addresses.DATA,
        "freshness": addresses.FRESHNESS,
        "page": addresses.page(brief.slug) if brief else addresses.HOME,
        "long page": addresses.page(long.slug) if long else addresses.HOME,
        "chapter": addresses.chapter(chapter.slug) if chapter else addresses.HOME,
        "not found": addresses.NOT_FOUND,
    }
