"""Who takes part in which theme, and in what way.

In: the site. Out: for each municipality and theme a role and a number. Only what was declared counts as taking part.
"""

from msgspec import Struct

from g40site.content.site import Site


class Participation(Struct, frozen=True):
    """What a municipality does in a theme: `role` is leads, joined, projects or none."""

    role: str
    projects: int


def participation(site: Site) -> dict[tuple[str, str], Participation]:
    """For each municipality and theme its role, and how many of its own projects and those that name it are there."""
    return {(m.id, theme.id): part(site, m.id, theme.id) for m in site.municipalities for theme in site.themes}


def part(site: Site, municipality: str, theme: str) -> Participation:
    number = sum(theme in project.themes for project in site.projects_at.get(municipality, ()))
    if site.theme[theme].lead == municipality:
        return Participation("leads", number)
    if theme in site.municipality[municipality].participates:
        return Participation("joined", number)
    return Participation("projects" if number else "none", number)
