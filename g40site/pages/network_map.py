"""The network map of each kind of page: which municipalities, which lines, and what it says in words.

In: the context and what the page is about. Out: one drawing. A line stands only for what was declared: a lead city and
who joined its theme, a project and who takes part in it. A lighter line stands for projects that are alike; only the
pages of one project and of one municipality have those, and name the same places in a list.
"""

import math
from collections.abc import Iterable, Mapping
from types import SimpleNamespace

from msgspec import Struct
from msgspec.structs import replace

from g40site import addresses, country, words
from g40site.content.site import Project
from g40site.engine.tracking import query
from g40site.model import Municipality, Theme
from g40site.pages.context import Context
from g40site.pages.map_labels import MapDot, MapLine, line, with_ground, with_names
from g40site.pages.matches import resembling

# Two municipalities, and the colour of the theme that ties them, if one does.
Tie = tuple[str, str, str]


class Chosen(Struct, frozen=True):
    """What a drawing is about, by ids: themes whose lead has a ring, municipalities in full, and what ties them."""

    leads: tuple[str, ...]
    full: tuple[str, ...]
    declared: tuple[Tie, ...] = ()
    alike: tuple[Tie, ...] = ()
    is_sized: bool = False
    """Whether the size of a dot says how many projects there are. Elsewhere it does not, or one project more would make
    every page with a map another one.
    """

    def ties(self, kind: str) -> tuple[Tie, ...]:
        """The ties of a kind that have a line: none of a municipality with itself, and of two that are tied by what was
        declared only that one.
        """
        if kind == "declared":
            return tuple(tie for tie in self.declared if tie[0] != tie[1])
        declared = {frozenset(tie[:2]) for tie in self.declared}
        return tuple(tie for tie in self.alike if tie[0] != tie[1] and frozenset(tie[:2]) not in declared)


# The radius of a dot that says nothing of projects, by its kind; neighbours have smaller ones, so that the line between
# them is seen.
RADIUS = {"lead": 8.0, "full": 8.0, "near": 7.0, "faint": 5.0}
SMALLEST = 4.0


class Standing(Struct, frozen=True):
    """Where a municipality stands on the map."""

    id: str
    name: str
    x: float
    y: float


@query("context")
def lead_of(ctx: Context, theme: str) -> str:
    return ctx.site.theme[theme].lead


@query("context")
def standing(ctx: Context, id: str) -> Standing:
    municipality = ctx.site.municipality[id]
    return Standing(id, municipality.name, *country.drawn(municipality.location.lat, municipality.location.lon))


@query("context")
def size(ctx: Context, id: str) -> float:
    """The radius of a dot that says how many projects a municipality has: its area grows with that number."""
    return round(4 + 1.6 * math.sqrt(len(ctx.site.projects_at.get(id, ()))), 1)


@query("context")
def everywhere(ctx: Context) -> tuple[Standing, ...]:
    """Where every municipality stands."""
    return tuple(standing(ctx, m.id) for m in ctx.site.municipalities)


LAYERS = ("faint", "near", "full", "lead")
# The signs of a map: ring, dot, declared or alike, each with what it means.
RING = ("ring", "koploper")
LARGER = ("dot", "hoe groter, hoe meer projecten")
CHOSEN = ("dot", "hoe groter, hoe meer gekozen projecten")
IN_THEME = ("dot", "heeft projecten in dit thema")
JOINED = ("declared", "doet mee aan het thema")
TAKES_PART = ("declared", "doet mee")
TOGETHER = ("declared", "samen in een thema of project")
ALIKE = ("alike", "heeft een project dat hierop lijkt")
RESEMBLES = ("alike", "heeft een project dat lijkt op een project van deze gemeente")


# What each kind of page is about.


def all_places(ctx: Context) -> Chosen:
    """Every municipality, the lead of each theme, and who joined which."""
    site = ctx.site
    return Chosen(
        leads=tuple(theme.id for theme in site.themes),
        full=tuple(m.id for m in site.municipalities),
        declared=tuple(tie for theme in site.themes for tie in joined(ctx, theme)),
        is_sized=True,
    )


def places_of_theme(ctx: Context, theme: Theme) -> Chosen:
    """The lead of a theme, who joined it, and who has projects in it."""
    projects = ctx.site.projects_of_theme.get(theme.id, ())
    places = dict.fromkeys(id for project in projects for id in ctx.site.place_of(project))
    ties = joined(ctx, theme)
    return Chosen((theme.id,), (*places, *(there for _lead, there, _colour in ties)), tuple(ties))


def places_of_municipality(ctx: Context, m: Municipality) -> Chosen:
    """A municipality, and with whom it does a theme or a project."""
    site = ctx.site
    led = tuple(theme.id for theme in site.led_by.get(m.id, ()))
    themes = dict.fromkeys((*led, *m.participates))
    ties = [tie for id in themes for tie in joined(ctx, site.theme[id])]
    own = (*site.projects_of.get(m.id, ()), *site.projects_with.get(m.id, ()))
    ties += [tie for project in own for tie in taking_part(ctx, project)]
    mine = tuple(away(tie, m.id) for tie in ties if m.id in tie[:2])
    return Chosen(led, (m.id, *(there for _here, there, _colour in mine)), mine)


def places_of_project(ctx: Context, project: Project) -> Chosen:
    """Whose project it is, and who takes part."""
    return Chosen((), ctx.site.place_of(project), tuple(taking_part(ctx, project)))


def joined(ctx: Context, theme: Theme) -> list[Tie]:
    """The lead of a theme with each municipality that joined it."""
    colour = ctx.mark(theme.id).colour
    return [(theme.lead, m.id, colour) for m in ctx.site.participants_of.get(theme.id, ()) if m.id != theme.lead]


def taking_part(ctx: Context, project: Project) -> list[Tie]:
    """The owner of a project with each other municipality that takes part."""
    return [(project.municipality, id, "") for id in ctx.site.place_of(project) if id != project.municipality]


def away(tie: Tie, here: str) -> Tie:
    """The same tie, seen from one of its ends."""
    return tie if tie[0] == here else (tie[1], tie[0], tie[2])


# The drawing of each kind of page.


def of_all(ctx: Context) -> SimpleNamespace:
    site, chosen = ctx.site, all_places(ctx)
    leads = words.listed([f"{ctx.municipality_name(theme.lead)} ({theme.title})" for theme in site.themes])
    number = words.count(len(site.municipalities), "gemeente", "gemeenten")
    return drawing(
        ctx,
        "Kaart van alle gemeenten",
        f"{number} als stip. Koplopers met een ring: {leads}. "
        f"{lines_in_words(ctx, chosen.ties('declared'), 'Een lijn loopt van de koploper naar wie meedoet')}"
        "Dezelfde gemeenten staan op deze pagina in een lijst.",
        chosen,
        (RING, LARGER, JOINED),
        is_to_choose=True,
    )


def of_choices(ctx: Context) -> SimpleNamespace:
    """Every municipality and nothing else: the script of the list of projects shows in it what was chosen."""
    return drawing(
        ctx,
        "Kaart met de gekozen projecten",
        "De gemeenten met gekozen projecten vallen op. Dezelfde gemeenten staan in de lijst om te kiezen.",
        Chosen((), tuple(m.id for m in ctx.site.municipalities), is_sized=True),
        (CHOSEN,),
        is_to_choose=True,
    )


def of_theme(ctx: Context, theme: Theme) -> SimpleNamespace:
    chosen = places_of_theme(ctx, theme)
    with_projects = {id for p in ctx.site.projects_of_theme.get(theme.id, ()) for id in ctx.site.place_of(p)}
    number = words.count(len(with_projects), "gemeente heeft", "gemeenten hebben")
    return drawing(
        ctx,
        f"Kaart van {theme.title}",
        f"Koploper {ctx.municipality_name(theme.lead)} heeft een ring. {number} projecten in dit thema. "
        f"{lines_in_words(ctx, chosen.ties('declared'), 'Een lijn loopt naar wie meedoet')}"
        "Dezelfde gemeenten staan hieronder in een lijst.",
        chosen,
        (RING, IN_THEME, JOINED),
    )


def of_municipality(ctx: Context, m: Municipality) -> SimpleNamespace:
    alike = tuple((m.id, other, "") for other in resembling(ctx, m))
    chosen = replace(places_of_municipality(ctx, m), alike=alike)
    together = f"Een lijn loopt naar wie samen met {m.name} in een thema of project zit"
    return drawing(
        ctx,
        f"Kaart met {m.name}",
        f"{m.name} ligt in {m.province}. {lines_in_words(ctx, chosen.ties('declared'), together)}"
        f"{lines_in_words(ctx, chosen.ties('alike'), 'Streepjes lopen naar projecten die er het meest op lijken')}",
        chosen,
        (RING, TOGETHER, RESEMBLES),
    )


def of_project(ctx: Context, project: Project) -> SimpleNamespace:
    others = (ctx.site.project[pair.other(project.id)].municipality for pair in ctx.matching.look_alikes(project.id))
    alike = tuple((project.municipality, other, "") for other in others)
    chosen = replace(places_of_project(ctx, project), alike=alike)
    return drawing(
        ctx,
        f"Kaart van {project.title}",
        f"Dit project is van {ctx.place_names(project)}. "
        f"{lines_in_words(ctx, chosen.ties('declared'), 'Een lijn loopt naar wie meedoet')}"
        f"{lines_in_words(ctx, chosen.ties('alike'), 'Streepjes lopen naar projecten die erop lijken')}",
        chosen,
        (TAKES_PART, ALIKE),
        is_small=True,
    )


def lines_in_words(ctx: Context, ties: Iterable[Tie], what: str) -> str:
    """What lines that are drawn show, with the names at their far ends; nothing when there are none."""
    names = dict.fromkeys(ctx.municipality_name(there) for _here, there, _colour in ties)
    return f"{what}: {words.listed(list(names))}. " if names else ""


def drawing(
    ctx: Context,
    name: str,
    description: str,
    chosen: Chosen,
    signs: tuple[tuple[str, str], ...],
    *,
    is_small: bool = False,
    is_to_choose: bool = False,
) -> SimpleNamespace:
    """The country with one name and one description for who does not see it: the dots with their names, the lines, and
    those of the signs that occur. What is small is drawn at about half the size, so its names are larger.
    """
    dots, lines = drawn(ctx, chosen, everywhere(ctx))
    if is_to_choose:
        titles = {theme.lead: theme.title for id in reversed(chosen.leads) for theme in (ctx.site.theme[id],)}
        dots = tuple(replace(dot, title=titles.get(dot.id, "")) for dot in dots)
    named = with_names(dots, lines, is_small=is_small)
    if is_to_choose:
        named = with_ground(named)
    kinds = {line.kind for line in lines} | {{"lead": "ring", "full": "dot"}.get(dot.kind, "") for dot in dots}
    return SimpleNamespace(
        name=name,
        description=description.strip(),
        # What matters most lies on top.
        dots=tuple(sorted(named, key=lambda dot: LAYERS.index(dot.kind))),
        lines=lines,
        signs=[(kind, text) for kind, text in signs if kind in kinds],
        is_small=is_small,
    )


def only_chosen(ctx: Context, chosen: Chosen) -> tuple[tuple[MapDot, ...], tuple[MapLine, ...]]:
    """What `drawn` gives without the municipalities that the drawing is not about."""
    leads = (lead_of(ctx, id) for id in chosen.leads)
    return drawn(ctx, chosen, [standing(ctx, id) for id in dict.fromkeys((*leads, *chosen.full))])


def drawn(
    ctx: Context, chosen: Chosen, standings: Iterable[Standing]
) -> tuple[tuple[MapDot, ...], tuple[MapLine, ...]]:
    """These municipalities as dots without a name, and the lines between those that are tied, each two once."""
    led = {lead_of(ctx, id): id for id in reversed(chosen.leads)}
    full = frozenset(chosen.full)
    near = {id for tie in chosen.alike for id in tie[:2]} - full
    ties = [(kind, *tie) for kind in ("declared", "alike") for tie in chosen.ties(kind)]
    at = {town.id: town for town in standings}
    room = room_of(at, ties)
    dots: dict[str, MapDot] = {}
    for id, town in at.items():
        kind = "lead" if id in led else "full" if id in full else "near" if id in near else "faint"
        mark = ctx.mark(led[id]) if id in led else None
        dots[id] = MapDot(
            id=id,
            name=town.name,
            href=ctx.href(addresses.municipality(id)),
            x=town.x,
            y=town.y,
            radius=size(ctx, id) if chosen.is_sized else max(SMALLEST, min(RADIUS[kind], room.get(id, math.inf))),
            colour=mark.colour if mark else "",
            code=mark.code if mark else "",
            kind=kind,
        )
    lines: dict[frozenset[str], MapLine] = {}
    for kind, here, there, colour in ties:
        lines.setdefault(frozenset((here, there)), line(dots[here], dots[there], kind, colour))
    return tuple(dots.values()), tuple(lines.values())


def room_of(at: Mapping[str, Standing], ties: Iterable[tuple[str, str, str, str]]) -> dict[str, float]:
    """A third of the way to the nearest municipality that one is tied to: the dots and the line have a third each."""
    room: dict[str, float] = {}
    for _kind, here, there, _colour in ties:
        third = round(math.dist((at[here].x, at[here].y), (at[there].x, at[there].y)) / 3, 1)
        for id in (here, there):
            room[id] = min(third, room.get(id, math.inf))
    return room
