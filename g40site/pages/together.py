"""Working together: the participation matrix and the ladder per theme."""

from msgspec import Struct

from g40site import addresses, matching, words
from g40site.pages.bundles import bundle_views
from g40site.pages.context import Context
from g40site.pages.progress import progress
from g40site.pages.view_models import Link, ThemeMark, View


class Cell(Struct, frozen=True):
    """One municipality in one theme: `role` is leads, joined, projects or none; `text` says it in words."""

    role: str
    projects: int
    href: str
    text: str


class MatrixRow(Struct, frozen=True):
    """One municipality with a cell for each theme."""

    municipality: Link
    cells: tuple[Cell, ...]
    projects: int


class Matrix(Struct, frozen=True):
    """Municipality by theme; `totals` count projects a theme, `roles` are those that occur."""

    themes: tuple[ThemeMark, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[int, ...]
    total: int
    roles: tuple[str, ...]


FIRST_BUNDLES = 5


def together(ctx: Context) -> View:
    """Where projects meet: who can ask whom, what was learned, and who has projects in which theme."""
    bundles = bundle_views(ctx)
    number = words.count(len(bundles), "onderwerp", "onderwerpen")
    lede = (
        f"Bij {number} ziet u hoe ver gemeenten waren. Vraag wel eerst hoe het nu is."
        if bundles
        else "Zie welke gemeente koploper is en wie er projecten heeft."
    )
    return View(
        description=lede,
        heading="Wie kan wat vragen aan wie?" if bundles else "",
        lede=lede,
        bundles=bundles[:FIRST_BUNDLES],
        more_bundles=bundles[FIRST_BUNDLES:],
        progress=progress(ctx, ctx.site.projects),
        matrix=matrix(ctx),
        join=ctx.link("Sluit aan met uw eigen projecten", addresses.JOIN),
    )


def matrix(ctx: Context) -> Matrix:
    """The participation of every municipality in every theme."""
    site = ctx.site
    table = matching.participation(site)
    rows = tuple(
        MatrixRow(
            municipality=ctx.municipality(m.id),
            cells=tuple(cell(ctx, m.id, table[m.id, theme.id]) for theme in site.themes),
            projects=len(site.projects_at.get(m.id, ())),
        )
        for m in site.municipalities
    )
    occurring = {cell.role for row in rows for cell in row.cells}
    return Matrix(
        themes=ctx.all_marks,
        rows=rows,
        totals=tuple(len(site.projects_of_theme.get(theme.id, ())) for theme in site.themes),
        total=len(site.projects),
        roles=tuple(role for role in words.ROLES if role in occurring),
    )


def cell(ctx: Context, municipality: str, part: matching.Participation) -> Cell:
    text = words.ROLES[part.role]
    if part.projects and part.role != "none":
        text = f"{text}, {words.count(part.projects, 'project', 'projecten')}"
    href = ctx.href(f"{addresses.municipality(municipality)}#projecten") if part.projects else ""
    return Cell(part.role, part.projects, href, text)
