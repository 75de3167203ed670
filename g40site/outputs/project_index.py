"""The projects as the script of the project list reads them: what it filters, and what a row shows.

In: the publication. Out: JSON, one row a project, in the order in which the pages list them. Names of themes,
municipalities, phases, topics and provinces stand on the page already, so a row has only their ids.
"""

from collections.abc import Iterable

from msgspec.json import encode

from g40site import addresses, phrases, words
from g40site.content.site import Project, Site
from g40site.markdown.typography import curly
from g40site.outputs.publication import Publication
from g40site.outputs.search_documents import other_words

# The one value of the choice of projects with a lesson.
LESSON = "ja"


def newest_first(projects: Iterable[Project]) -> list[Project]:
    """By the age of their state, the newest first; where it is not known comes last. Ties keep their order."""
    return sorted(projects, key=lambda p: p.status_date is None or -words.latest_day(p.status_date).toordinal())


def project_index(publication: Publication) -> bytes:
    """The data of the project list."""
    also = other_words(publication.site.settings.topics)
    return encode([row(publication, project, also) for project in newest_first(publication.site.projects)])


def facet_values(site: Site, project: Project) -> dict[str, tuple[str, ...]]:
    """By which choices a project is found: under the name of each way to choose, its values in an address."""
    places = site.place_of(project)
    return {
        "fase": (addresses.PHASES[project.status],),
        "thema": project.themes,
        "gemeente": tuple(places),
        "onderwerp": tuple(dict.fromkeys(map(addresses.slug, project.topics))),
        "provincie": tuple(dict.fromkeys(addresses.slug(site.municipality[id].province) for id in places)),
        "les": (LESSON,) if project.lesson else (),
    }


def row(publication: Publication, project: Project, also: dict[str, str]) -> dict[str, object]:
    """A project: its choices under their names in an address, what it shows, and `other` words to find it by."""
    site, chosen = publication.site, facet_values(publication.site, project)
    other = (
        *project.partners,
        *(name for id in chosen["gemeente"] for name in site.municipality[id].also_known_as),
        *(also[slug] for slug in chosen["onderwerp"] if slug in also),
    )
    state = publication.state(project.id)
    return {
        "id": project.id,
        "project": curly(project.title),
        "summary": curly(project.summary),
        **chosen,
        "phase": phrases.phase(state),
        "state": phrases.age(state),
        "stand": project.status_date or "",
        "other": " ".join(other),
    }
