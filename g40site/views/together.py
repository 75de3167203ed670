"""Working together: the participation matrix, the ladder per theme, and the invitation."""

from msgspec import Struct

from g40site import addresses, matching, words
from g40site.model import Theme
from g40site.views import letters
from g40site.views.bundles import BundleView, bundle_views
from g40site.views.calls import call_about_theme
from g40site.views.context import Context
from g40site.views.joining import Chooser, chooser
from g40site.views.parts import Link, Meta, Person, ThemeMark, WhomToCall
from g40site.views.progress import Progress, progress


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


class TogetherView(Struct, frozen=True):
    """Where projects meet: who can ask whom, what was learned, and who has projects in which theme."""

    meta: Meta
    heading: str
    lede: str
    bundles: tuple[BundleView, ...]
    more_bundles: tuple[BundleView, ...]
    progress: Progress
    matrix: Matrix
    join: Link


class ThemeInvitation(Struct, frozen=True):
    """Whom to ask to join a theme; `mail_href` is a `mailto:` to `mail_to` with subject and text, or empty."""

    mark: ThemeMark
    lead: Link
    summary: str
    call: WhomToCall
    mail_href: str
    mail_to: str


class JoinView(Struct, frozen=True):
    """The invitation: per theme the right contact, else the group's contact.

    `lines` are what a municipality writes in its file to say which theme it joined, one a theme.
    """

    meta: Meta
    heading: str
    lede: str
    html: str
    invitations: tuple[ThemeInvitation, ...]
    contact: Person
    mail_href: str
    lines: str
    example: str
    chooser: Chooser


FIRST_BUNDLES = 5

PARTICIPATES = "    participates: [{theme}]"
EXAMPLE = """projects:
  - id: slimme-straatverlichting
    title: Slimme straatverlichting
    summary: Lampen in het park gaan feller branden als er iemand langskomt.
    themes: [{theme}]
    status: pilot
    start: {year}
    topics: [verlichting]
    seeking: Wij zoeken gemeenten die willen meten of het helpt."""


def together(ctx: Context) -> TogetherView:
    bundles = bundle_views(ctx)
    number = words.count(len(bundles), "onderwerp", "onderwerpen")
    lede = (
        f"Van {number} ziet u hier wie ver was en wie net begon. Vraag wel eerst hoe het nu is."
        if bundles
        else "Zie welke gemeente koploper is en wie er projecten heeft."
    )
    return TogetherView(
        meta=ctx.meta("Samenwerken", lede, addresses.TOGETHER, section=addresses.TOGETHER),
        heading="Wie kan wat vragen aan wie?" if bundles else "Samenwerken",
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


def join(ctx: Context) -> JoinView:
    page, settings = ctx.site.page.get("aansluiten"), ctx.site.settings
    title = page.title if page else "Aansluiten"
    lede = page.summary if page else "Sluit met uw eigen projecten aan bij een of meer thema’s."
    first = ctx.site.themes[0].id if ctx.site.themes else "smart-living"
    return JoinView(
        meta=ctx.meta(title, lede, addresses.JOIN, file=page.file if page else "", section=addresses.JOIN),
        heading=title,
        lede=lede,
        html=ctx.prose.html(ctx.body(page), page.file) if page else "",
        invitations=tuple(invitation(ctx, theme) for theme in ctx.site.themes),
        contact=ctx.group_contact,
        mail_href=mail(ctx.group_contact.email, settings.title, "een thema"),
        lines="\n".join(PARTICIPATES.format(theme=theme.id) for theme in ctx.site.themes)
        or PARTICIPATES.format(theme=first),
        example=EXAMPLE.format(theme=first, year=ctx.today.year),
        chooser=chooser(ctx),
    )


def invitation(ctx: Context, theme: Theme) -> ThemeInvitation:
    call = call_about_theme(ctx, theme)
    own = call.person.email if call.person else ""
    email = own or ctx.group_contact.email
    return ThemeInvitation(
        mark=ctx.mark(theme.id),
        lead=ctx.municipality(theme.lead),
        summary=theme.summary,
        call=call,
        mail_href=mail(email, theme.title, theme.title),
        mail_to=mail_to(call.person if own else ctx.group_contact),
    )


def mail_to(person: Person | None) -> str:
    return ", ".join(filter(None, (person.name, person.email))) if person else ""


def mail(email: str, what: str, theme: str) -> str:
    """A mail to join that only needs names; nothing where there is no mailbox."""
    return addresses.mailto(email, f"Aansluiten bij {what}", letters.open_letter(theme)) if email else ""
