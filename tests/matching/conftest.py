"""Small sites as values: a test names its projects, and nothing else is there. And one that is built."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import asdict

from g40site import model
from g40site.content.site import Project, Site
from tests.models import model_of
from tests.sites import NO_CARDS, Sites, SmallSite, built, copied, settings

MUNICIPALITIES = ("alkmaar", "breda", "delft", "ede", "zwolle")
THEMES = {"smart-living": "zwolle", "smart-mobility": "delft", "smart-economy": "ede"}
MakeSite = Callable[..., Site]
TODAY = dt.date(2026, 11, 24)


def small_site(projects: Sequence[dict[str, object]] = (), **more: object) -> Site:
    """`joined` names the themes that municipalities joined, `theme_topics` and `topics` are words for subjects."""
    joined = more.get("joined", {})
    theme_topics = more.get("theme_topics", {})
    settings = {
        "title": "Proef",
        "network": "Proefnetwerk",
        "description": "Een kleine site.",
        "url": "https://proef.example.nl/",
        "focus_points": ({"title": "Ethiek"},),
        "contact": {"name": "Proef Persoon"},
        "licence": "CC-BY-4.0",
        "topics": more.get("topics", ()),
        "features": {"matching": more.get("matching", "true")},
    }
    themes = [
        {"id": id, "title": id.replace("-", " ").title(), "lead": lead, "summary": "Kort.", "description": "Lang.",
         "topics": theme_topics.get(id, ())}  # type: ignore[attr-defined]
        for id, lead in THEMES.items()
    ]  # fmt: skip
    municipalities = [
        {"id": id, "name": id.title(), "code": f"GM{n:04}",
         "province": "Utrecht", "location": {"lat": "52", "lon": "5"},
         "website": f"https://{id}.example.nl", "participates": joined.get(id, ())}  # type: ignore[attr-defined]
        for n, id in enumerate(MUNICIPALITIES, 1)
    ]  # fmt: skip
    return Site(
        settings=model_of(model.Site, settings),
        themes=tuple(model_of(model.Theme, theme) for theme in themes),
        municipalities=tuple(model_of(model.Municipality, municipality) for municipality in municipalities),
        projects=tuple(map(small_project, projects)),
        news=(),
        events=(),
        pages=(),
    )


def small_project(given: dict[str, object]) -> Project:
    """A project of which only the differences are given; its id tells its municipality."""
    id = str(given["id"])
    least = {
        "title": id.title().replace("-", ""),
        "summary": "Iets.",
        "themes": ("smart-living",),
        "status": "in-use",
    }
    place = str(given.get("municipality", id.split("-")[0]))
    written = {key: value for key, value in given.items() if key != "municipality"}
    project = model_of(model.Project, {**least, **written})
    return Project(**asdict(project), municipality=place, file="content/projects/x.yaml")


# Three municipalities with projects that look alike, and one that has none.
PLACES = ("alkmaar", "breda", "delft", "zwolle")
FILES: dict[str, str | bytes] = {
    "site.yaml": settings(NO_CARDS),
    "themes.yaml": """\
        themes:
          - {id: smart-living, title: Smart Living, lead: zwolle, summary: Wonen., description: Wonen., topics: [zorg]}
          - {id: smart-mobility, title: Smart Mobility, lead: delft, summary: A., description: B., topics: [drones]}
        """,
    "municipalities.yaml": "municipalities:\n"
    + "".join(
        f"  - {{id: {id}, name: {id.title()}, code: GM000{n}, province: Utrecht, location: {{lat: 52, lon: 5}}, "
        f"website: 'https://{id}.example.nl'}}\n"
        for n, id in enumerate(PLACES, 1)
    ),
    **{
        f"content/projects/{id}.yaml": f"""\
        projects:
          - id: {id}-drone
            title: "Drone boven {id.title()} <b>&"
            summary: Een drone telt.
            themes: [smart-mobility]
            status: pilot
            start: 2019
            topics: [drones, tellen]
        """
        for id in ("alkmaar", "breda", "delft")
    },
}


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """These, built, for tests that only look; the site of a test with other files begins as a copy."""
    return built(tmp_path_factory.mktemp("matching"), FILES)


@pytest.fixture
def site(whole: SmallSite, tmp_path: Path) -> Sites:
    return lambda files: copied(whole, tmp_path, {**FILES, **files})


@pytest.fixture(scope="session")
def make_site() -> MakeSite:
    return small_site
