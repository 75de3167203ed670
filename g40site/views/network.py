"""The network map of each kind of page: which municipalities, which lines, and what it says in words.

In: the context and what the page is about. Out: one drawing. A line stands only for what was declared: a lead city and
who joined its theme, a project and who takes part in it. A lighter line stands for projects that are alike; only the
pages of one project and of one municipality have those, and name the same places in a list.
"""

from collections.abc import Iterable

from g40site import addresses, words
from g40site.content.site import Project
from g40site.model import Municipality, Theme
from g40site.views.context import Context
from g40site.views.map import line, place, radius, with_names
from g40site.views.meetings import resembling
from g40site.views.parts import MapDot, MapLine, MapSign, NetworkMap

# Two municipalities, and the colour of the theme that ties them, if one does.
Tie = tuple[str, str, str]

RING = MapSign("ring", "koploper")
LARGER = MapSign("dot", "hoe groter, hoe meer projecten")
JOINED = MapSign("declared", "doet mee aan het thema")
TAKES_PART = MapSign("declared", "doet mee")
ALIKE = MapSign("alike", "heeft een project dat hierop lijkt")


def of_all(ctx: Context) -> NetworkMap:
    """Every municipality, the lead of each theme, and who joined which."""
    site = ctx.site
    ties = [tie for theme in site.themes for tie in joined(ctx, theme)]
    leads = words.listed([f"{site.municipality[t.lead].name} ({t.title})" for t in site.themes])
    return drawing(
        ctx,
        "Kaart van alle gemeenten",
        f"{words.count(len(site.municipalities), 'gemeente', 'gemeenten')} als stip. Koplopers met een ring: {leads}. "
        f"{said_of_lines(ctx, ties, 'Een lijn loopt van de koploper naar wie meedoet')}"
        "Dezelfde gemeenten staan op deze pagina in een lijst.",
        leads=[theme.id for theme in site.themes],
        full=[m.id for m in site.municipalities],
        declared=ties,
        signs=(RING, LARGER, *((JOINED,) if ties else ())),
    )


def of_theme(ctx: Context, theme: Theme) -> NetworkMap:
    """The lead of a theme, who joined it, and who has projects in it."""
    site = ctx.site
    places = {id for project in site.projects_of_theme.get(theme.id, ()) for id in site.place_of(project)}
    ties = joined(ctx, theme)
    number = words.count(len(places), "gemeente heeft", "gemeenten hebben")
    return drawing(
        ctx,
        f"Kaart van {theme.title}",
        f"Koploper {site.municipality[theme.lead].name} heeft een ring. {number} projecten in dit thema: de volle "
        f"stippen. {said_of_lines(ctx, ties, 'Een lijn loopt naar wie meedoet')}"
        "Dezelfde gemeenten staan hieronder in een lijst.",
        leads=[theme.id],
        full=[*places, *(id for _lead, id, _colour in ties)],
        declared=ties,
        signs=(RING, MapSign("dot", "heeft projecten in dit thema"), *((JOINED,) if ties else ())),
    )


def of_municipality(ctx: Context, m: Municipality) -> NetworkMap:
    """A municipality, with whom it does a theme or a project, and whose projects look like its own."""
    site = ctx.site
    led = [theme.id for theme in site.led_by.get(m.id, ())]
    themes = [site.theme[id] for id in (*led, *m.participates)]
    ties = [tie for theme in dict.fromkeys(themes) for tie in joined(ctx, theme) if m.id in tie[:2]]
    own = (*site.projects_of.get(m.id, ()), *site.projects_with.get(m.id, ()))
    ties += [tie for project in own for tie in taking_part(ctx, project) if m.id in tie[:2]]
    alike = [(m.id, other, "") for other in resembling(ctx, m)]
    together = said_of_lines(
        ctx,
        [away(tie, m.id) for tie in ties],
        f"Een lijn loopt naar wie samen met {m.name} in een thema of project zit",
    )
    resembles = said_of_lines(ctx, alike, "Streepjes lopen naar projecten die er het meest op lijken")
    return drawing(
        ctx,
        f"Kaart met {m.name}",
        f"{m.name} ligt in {m.province}. {together}{resembles}".strip(),
        leads=led,
        full=[m.id, *(id for tie in ties for id in tie[:2])],
        declared=ties,
        alike=alike,
        signs=(
            *((RING,) if led else ()),
            *((MapSign("declared", "samen in een thema of project"),) if ties else ()),
            *((MapSign("alike", "heeft projecten die erop lijken"),) if alike else ()),
        ),
    )


def of_project(ctx: Context, project: Project) -> NetworkMap:
    """Whose project it is, who takes part, and where projects look like it."""
    site = ctx.site
    own = site.place_of(project)
    ties = taking_part(ctx, project)
    alike = [
        (project.municipality, site.project[pair.other(project.id)].municipality, "")
        for pair in ctx.matching.look_alikes(project.id)
    ]
    names = words.listed([site.municipality[id].name for id in own])
    return drawing(
        ctx,
        f"Kaart van {project.title}",
        f"Dit project is van {names}. {said_of_lines(ctx, ties, 'Een lijn loopt naar wie meedoet')}"
        f"{said_of_lines(ctx, alike, 'Streepjes lopen naar projecten die erop lijken')}".strip(),
        leads=(),
        full=own,
        declared=ties,
        alike=[tie for tie in alike if tie[1] not in own],
        signs=(*((TAKES_PART,) if ties else ()), *((ALIKE,) if alike else ())),
        is_small=True,
    )


def joined(ctx: Context, theme: Theme) -> list[Tie]:
    """The lead of a theme with each municipality that joined it."""
    colour = ctx.marks[theme.id].colour
    return [(theme.lead, m.id, colour) for m in ctx.site.participants_of.get(theme.id, ()) if m.id != theme.lead]


def taking_part(ctx: Context, project: Project) -> list[Tie]:
    """The owner of a project with each other municipality that takes part."""
    return [(project.municipality, id, "") for id in ctx.site.place_of(project) if id != project.municipality]


def away(tie: Tie, here: str) -> Tie:
    """The same tie, seen from one of its ends."""
    return tie if tie[0] == here else (tie[1], tie[0], tie[2])


def said_of_lines(ctx: Context, ties: Iterable[Tie], what: str) -> str:
    """What the lines of a kind show, with the names at their far ends; nothing when there are none."""
    names = dict.fromkeys(ctx.site.municipality[there].name for _here, there, _colour in ties)
    return f"{what}: {words.listed(list(names))}. " if names else ""


def drawing(
    ctx: Context,
    name: str,
    description: str,
    *,
    leads: Iterable[str],
    full: Iterable[str],
    declared: Iterable[Tie] = (),
    alike: Iterable[Tie] = (),
    signs: tuple[MapSign, ...] = (),
    is_small: bool = False,
) -> NetworkMap:
    """All municipalities as dots, and the lines between those that are tied, each two once."""
    led = {ctx.site.theme[id].lead: id for id in reversed(tuple(leads))}
    chosen, lighter = frozenset(full), tuple(alike)
    near = {id for tie in lighter for id in tie[:2]} - chosen
    dots = {m.id: dot(ctx, m, led.get(m.id, ""), kind_of(m.id, led, chosen, near)) for m in ctx.site.municipalities}
    drawn: dict[tuple[str, str], MapLine] = {}
    for kind, ties in (("declared", declared), ("alike", lighter)):
        for here, there, colour in ties:
            one = line(dots[here], dots[there], kind, colour) if here != there else None
            if one is not None and (there, here) not in drawn:
                drawn.setdefault((here, there), one)
    lines = tuple(drawn.values())
    named = with_names(tuple(dots.values()), lines, is_small=is_small)
    return NetworkMap(name, description, named, lines, signs, is_small)


def kind_of(id: str, leads: Iterable[str], full: Iterable[str], near: Iterable[str]) -> str:
    return "lead" if id in leads else "full" if id in full else "near" if id in near else "faint"


def dot(ctx: Context, m: Municipality, theme: str, kind: str) -> MapDot:
    mark = ctx.marks[theme] if theme else None
    x, y = place(m.location)
    return MapDot(
        id=m.id,
        name=m.name,
        href=ctx.href(addresses.municipality(m.id)),
        x=x,
        y=y,
        radius=radius(len(ctx.site.projects_at.get(m.id, ()))),
        colour=mark.colour if mark else "",
        code=mark.code if mark else "",
        kind=kind,
    )
